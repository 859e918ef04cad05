//! Authors' Markdown to HTML. Raw HTML is shown as text, and five-digit codes that have a page become links.

use crate::code_pages::{CodePages, codes_in};
use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// Renders one section of the page of `own`, whose code is not linked to itself.
pub(crate) fn render(code_pages: &CodePages, own: &str, text: &str) -> Markup {
    let mut events = Vec::new();
    let mut quiet = 0_usize;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_) | Tag::Image { .. }) => quiet += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock | TagEnd::Image) => {
                quiet = quiet.saturating_sub(1)
            }
            _ => {}
        }
        match event {
            Event::Text(words) if quiet == 0 => linked(code_pages, own, &words, &mut events),
            Event::Html(raw) | Event::InlineHtml(raw) => events.push(Event::Text(raw)),
            // No picture is loaded: its description is shown instead.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            // A wide table scrolls by itself, and can be scrolled with the keyboard.
            Event::Start(Tag::Table(columns)) => {
                events.push(Event::Html(
                    r#"<div class="table" role="region" aria-label="Table" tabindex="0">"#.into(),
                ));
                events.push(Event::Start(Tag::Table(columns)));
            }
            Event::End(TagEnd::Table) => {
                events.push(Event::End(TagEnd::Table));
                events.push(Event::Html("</div>".into()));
            }
            Event::Start(Tag::Link { dest_url, .. }) if !harmless(&dest_url) => {
                events.push(Event::Html("<a>".into()))
            }
            other => events.push(other),
        }
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    PreEscaped(out)
}

fn harmless(address: &str) -> bool {
    ["https://", "http://", "/", "#"]
        .iter()
        .any(|start| address.starts_with(start))
}

/// The words, with their codes as links.
fn linked<'e>(code_pages: &CodePages, own: &str, words: &CowStr<'e>, events: &mut Vec<Event<'e>>) {
    let mut from = 0;
    for (start, code) in codes_in(words) {
        let Some(page) = code_pages
            .page(code)
            .filter(|page| page.code != own && code_pages.links)
        else {
            continue;
        };
        events.push(Event::Text(words[from..start].to_owned().into()));
        let link =
            maud::html! { a.code href={ "/codes/" (page.code) } title=(page.name) { (page.code) } };
        events.push(Event::InlineHtml(link.into_string().into()));
        from = start + code.len();
    }
    events.push(Event::Text(words[from..].to_owned().into()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use ligature_tools::PageLine;

    fn shown(text: &str) -> String {
        let page = |code: &str| PageLine {
            code: code.into(),
            name: "A \"name\"".into(),
            global: String::new(),
            work_rvu: String::new(),
            unit_limit: None,
            addon: false,
        };
        let pages = vec![page("44120"), page("44121")];
        render(&CodePages::new(pages, Vec::new()), "44120", text).into_string()
    }

    #[test]
    fn codes_with_a_page_become_links() {
        let html = shown("44120, then **44121** and 99999.");
        assert!(
            html.contains(
                r#"<a class="code" href="/codes/44121" title="A &quot;name&quot;">44121</a>"#
            ),
            "{html}"
        );
        assert_eq!(html.matches("<a ").count(), 1);
    }

    #[test]
    fn html_and_scripts_are_text() {
        let html = shown("<script>x</script>\n\nA <b>b</b> [c](javascript:x) ![d](http://e/f.png)");
        assert!(
            !html.contains("<script")
                && !html.contains("<b>")
                && !html.contains("javascript:")
                && !html.contains("<img"),
            "{html}"
        );
    }

    #[test]
    fn tables_scroll() {
        assert!(shown("| a | b |\n| - | - |\n| 1 | 44121 |\n").contains(r#"<div class="table""#));
    }
}
