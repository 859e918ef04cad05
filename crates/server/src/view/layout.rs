//! What every page has: head, running head, foot.

use crate::assets;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Where the reader is, for the running head.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A note goes in.
    Note,
    /// The audit of a person's codes.
    Audit,
    /// Claims.
    Claims,
    Codes,
    Browse,
    Elsewhere,
}

/// The mark: a vessel, tied.
const MARK: PreEscaped<&str> = PreEscaped(include_str!("../../assets/mark.svg"));

/// Whose texts a page shows, for its foot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    /// Ligature's own, wherever a licence would be needed.
    Ours,
    /// The publishers' as well, under a licence that was attested.
    Licensed,
}

/// A page of the site, with the book's release and whose texts it shows. `query` is the text in the look-up box.
pub(crate) fn page_with(
    title: &str,
    place: Place,
    (release, texts): (&str, Texts),
    query: &str,
    main: Markup,
) -> Markup {
    let current = |here: Place| (here == place).then_some("page");
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                (head(title))
                link rel="stylesheet" href=(assets::address("site.css"));
                link rel="icon" type="image/svg+xml" href=(assets::address("mark.svg"));
                script src=(assets::address("site.js")) defer {}
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.brand href="/" aria-label="Ligature, first page" { (MARK) span { "Ligature" } }
                    nav aria-label="Site" {
                        a href="/" aria-current=[current(Place::Note)] { "Code a note" }
                        a href="/audit" aria-current=[current(Place::Audit)] { "Audit codes" }
                        a href="/claims" aria-current=[current(Place::Claims)] { "Check a claim" }
                        a href="/codes" aria-current=[current(Place::Codes)] { "The codes" }
                        a href="/browse" aria-current=[current(Place::Browse)] { "Browse" }
                    }
                    form.lookup action="/search" role="search" aria-label="Look up" {
                        label for="lookup" .visually-hidden { "Look up a code" }
                        input #lookup type="search" name="q" value=(query) placeholder="Look up a code or words" autocomplete="off" spellcheck="false" maxlength="200" data-complete;
                        button.hidden-until-focus { "Look up" }
                    }
                }
                main #main tabindex="-1" { (main) }
                (foot(Some(release).filter(|release| !release.is_empty()), true, texts))
            }
        }
    }
}

/// A page saved as one file: style inside, no script, nothing loaded from anywhere.
pub(crate) fn alone(title: &str, main: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                (head(title))
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                style { (PreEscaped(assets::STYLE)) }
            }
            body.alone {
                header.top { span.brand { (MARK) span { "Ligature" } } }
                main #main { (main) }
                (foot(None, false, Texts::Ours))
            }
        }
    }
}

fn head(title: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        meta name="robots" content="noindex";
        title { (title) " · Ligature" }
    }
}

fn foot(release: Option<&str>, served: bool, texts: Texts) -> Markup {
    html! {
        footer.foot {
            p { strong { "Decision support for coders; a person signs the claim." } }
            @if served { p { "Bound to 127.0.0.1; your note is not stored." } }
            @match texts {
                Texts::Ours => p { "CPT is a registered trademark of the American Medical Association. No AMA descriptor is shown here; names and texts are Ligature's own." },
                Texts::Licensed => p { "CPT is a registered trademark of the American Medical Association. Its texts are shown under the licence that was attested when this book was made." },
            }
            @if let Some(release) = release { p { "Book: " (release) @if served { " · " a href="/releases" { "What is loaded" } } } }
            @else if served { p { a href="/releases" { "What is loaded" } } }
        }
    }
}

/// A page that says what is the matter and where to go from here.
pub(crate) fn problem(title: &str, message: &str) -> Markup {
    page_with(
        title,
        Place::Elsewhere,
        ("", Texts::Ours),
        "",
        html! {
            div.plain {
                h1 { (title) }
                p.lead { (message) }
                p { a.go href="/" { "Code a note" } " " a.go href="/codes" { "The codes" } }
            }
        },
    )
}
