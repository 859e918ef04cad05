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
    /// Payments.
    Remit,
    Codes,
    Browse,
    Elsewhere,
}

/// The pages of the header.
const PAGES: [(Place, &str, &str); 5] = [
    (Place::Note, "/", "Code a note"),
    (Place::Audit, "/audit", "Audit codes"),
    (Place::Claims, "/claims", "Check a claim"),
    (Place::Remit, "/remit", "Read a payment"),
    (Place::Browse, "/browse", "Browse"),
];

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
                    nav #menu popover aria-label="Site" {
                        @for (here, to, name) in PAGES { a href=(to) aria-current=[current(here)] { (name) } }
                    }
                    form.lookup action="/search" role="search" aria-label="Look up" {
                        label for="lookup" .visually-hidden { "Look up a code" }
                        input #lookup type="search" name="q" value=(query) placeholder="Code or words" autocomplete="off" spellcheck="false" maxlength="200" data-complete;
                        button.hidden-until-focus { "Look up" }
                    }
                    button.menu type="button" popovertarget="menu" { "Menu" }
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
            p { strong { "Decision support for coders; a person signs the claim." } @if served { " Bound to 127.0.0.1; your note is not stored." } }
            (notices(texts))
            @if served {
                p.links {
                    @if let Some(release) = release { "Book: " (release) " · " }
                    a href="/releases" { "What is loaded" } " · " a href="/codes" { "Codes with a page" } " · " a href="/tools" { "Tools and API" }
                }
            } @else if let Some(release) = release { p { "Book: " (release) } }
        }
    }
}

/// The notices that are due wherever CPT codes are shown: owner, government use, fees, no liability.
fn notices(texts: Texts) -> Markup {
    html! {
        p.notices {
            "CPT is a registered trademark of the American Medical Association; CPT codes and descriptors are copyright American Medical Association, all rights reserved. "
            @match texts {
                Texts::Ours => "No AMA descriptor is shown here; names and texts are Ligature's own. ",
                Texts::Licensed => "Its texts are shown under the licence that was attested when this book was made. ",
            }
            "Use by the U.S. government is restricted by FARS and DFARS. Fee schedules, relative values and conversion factors are not set or endorsed by the AMA and are not part of CPT. \
             The AMA does not practice medicine and takes no responsibility for what is shown or missing here."
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
