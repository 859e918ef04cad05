//! The site over answers made by hand: for looking at the pages, and for the browser test, without an engine.
//!
//! `cargo run -p ligature-server --example preview [PORT]`; the first page's example note has a full answer.

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::Arc;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args()
        .nth(1)
        .and_then(|port| port.parse().ok())
        .unwrap_or(0);
    let site = ligature_server::router_with(
        Arc::new(support::answer),
        Arc::new(support::knowledge()),
        "preview".into(),
    );
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("Ligature is at http://{}/", listener.local_addr()?);
    if let Some(file) = std::env::args().nth(2) {
        let note = include_str!("../assets/example.txt");
        std::fs::write(
            file,
            ligature_server::answer_html(note, &support::answer(note, None), &support::knowledge()),
        )?;
    }
    axum::serve(listener, site).await
}
