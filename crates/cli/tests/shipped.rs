//! The knowledge in this repository: no errors, and every author's example passes.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::Workspace;

#[test]
fn the_shipped_knowledge_is_sound() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge");
    let run = Workspace::new().run(&["knowledge", "check", "--quiet", "--dir", dir]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
}
