//! Choosing the Medicare locality.

use super::frame::Frame;
use super::layout::Place;
use maud::{Markup, html};

/// `GET /locality`: all localities (contractor and number, name), the one that is remembered, and where to go back to.
pub(crate) fn choose(frame: &Frame<'_>, all: &[(String, String)], now: &str, back: &str) -> Markup {
    let main = html! {
        h1 { "Your locality" }
        p.lead { "What Medicare allows depends on where the service is done. Choose once; this browser remembers it, and pages and claims use it." }
        form.refine action="/locality" method="post" {
            input type="hidden" name="back" value=(back);
            p.field {
                label for="locality" { "Medicare locality" }
                select #locality name="locality" {
                    option value="" { "None: show no amounts" }
                    @for (number, name) in all { option value=(number) selected[number == now] { (name) " (" (number) ")" } }
                }
            }
            button type="submit" { "Remember it" }
        }
    };
    frame.own_page(
        "Your locality",
        Place::Elsewhere,
        html! { div.plain { (main) } },
    )
}
