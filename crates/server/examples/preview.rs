//! A hand-made answer as a separate page: for looking at it without an engine.
//!
//! `cargo run -p ligature-server --example preview FILE`

#[path = "../tests/support/mod.rs"]
mod support;

fn main() -> std::io::Result<()> {
    let note = include_str!("../assets/example.txt");
    let answer = support::answer(note, None);
    let html = ligature_server::answer_html(note, &answer, &support::pages());
    match std::env::args().nth(1) {
        Some(file) => std::fs::write(file, html),
        None => {
            println!("{html}");
            Ok(())
        }
    }
}
