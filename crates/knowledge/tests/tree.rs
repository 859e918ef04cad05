//! The knowledge that is shipped.

use ligature_knowledge::{Loaded, embedded_files};

#[test]
fn the_shipped_knowledge_has_no_errors() {
    let loaded = Loaded::embedded();
    let errors: Vec<String> = loaded
        .problems
        .iter()
        .filter(|p| p.is_error())
        .map(ToString::to_string)
        .collect();
    assert!(
        errors.is_empty(),
        "{} errors:\n{}",
        errors.len(),
        errors.join("\n")
    );
    assert!(!embedded_files().is_empty());
    assert_eq!(
        loaded.knowledge.pages.len(),
        embedded_files()
            .iter()
            .filter(|(path, _)| path.ends_with(".md"))
            .count()
    );
}
