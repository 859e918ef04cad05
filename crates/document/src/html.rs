//! Web pages and XHTML: the words between the tags, a line for each block.

use crate::model::Left;
use crate::tidy::{row, tidy};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// Elements whose words nobody sees.
const HIDDEN: &[&str] = &["script", "style", "head", "template", "noscript", "object"];

/// Elements of a head.
const HEAD: &[&str] = &["title", "meta", "link", "base"];

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "legend",
    "main",
    "nav",
    "section",
    "ol",
    "ul",
    "caption",
    "html",
];

/// Elements with a blank line around them.
const APART: &[&str] = &["p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre"];

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements in which an open paragraph, item, cell or row outside has no end.
const ENCLOSED: &[&str] = &["table", "ul", "ol", "dl", "td", "th", "caption", "object"];

/// Most elements that are open at once; what is below belongs to the last of them.
const OPEN: usize = 1_000;

/// The words of HTML, and what was left out.
pub(crate) fn read(html: &str) -> (String, Left) {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let page = Page(RefCell::default());
    let tokenizer = Tokenizer::new(page, TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut page = tokenizer.sink.0.into_inner();
    page.end_row();
    (tidy(&page.out), page.left)
}

struct Page(RefCell<Writing>);

#[derive(Default)]
struct Writing {
    out: String,
    left: Left,
    /// How deep inside hidden elements, and their names.
    hidden: Vec<String>,
    /// Lists that are open: the number of the last item where they are numbered.
    lists: Vec<Option<usize>>,
    /// The cells of the row that is open, and where the text was when it began.
    cells: Option<Vec<String>>,
    before: String,
    /// How many heading cells the row has, and whether the table has a row of them.
    headings: usize,
    headed: bool,
    verbatim: usize,
    deleted: usize,
    /// The elements that are open, with how each shows its words.
    open: Vec<Open>,
    /// How many more are open than are kept.
    beyond: usize,
}

/// An element that is open.
struct Open {
    name: String,
    shown: Shown,
    /// Whether this element is the one that conceals its words, and none of them was counted yet.
    uncounted: bool,
}

/// How the words of an element are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shown {
    /// Not at all, whatever is in it.
    gone: bool,
    /// Not, but for what in it is visible again.
    invisible: bool,
    /// With a line through them.
    struck: bool,
}

impl Shown {
    fn is_concealed(self) -> bool {
        self.gone || self.invisible || self.struck
    }

    /// How an element in this one is shown.
    fn inside(mut self, tag: &Tag) -> Shown {
        for attribute in &tag.attrs {
            match &*attribute.name.local {
                "hidden" => self.gone = true,
                "style" => self.styled(&attribute.value),
                _ => {}
            }
        }
        self
    }

    /// What declarations say of it; the last of a property counts, but for one that is important.
    fn styled(&mut self, style: &str) {
        let style = without_comments(style).to_ascii_lowercase();
        let mut important: Vec<String> = Vec::new();
        let (mut gone, mut invisible, mut struck) = (false, self.invisible, false);
        for declaration in style.split(';') {
            let Some((property, value)) = declaration.split_once(':') else {
                continue;
            };
            let property = property.trim();
            let property = property.strip_prefix("-webkit-").unwrap_or(property);
            let words = value.replace('!', " ! ");
            let words: Vec<&str> = words.split_whitespace().collect();
            if words.ends_with(&["!", "important"]) {
                important.push(property.to_owned());
            } else if important.iter().any(|before| before == property) {
                continue;
            }
            let has = |word: &str| words.contains(&word);
            match property {
                "display" => gone = has("none"),
                "mso-hide" => gone = has("all"),
                "visibility" => invisible = has("hidden") || has("collapse"),
                "text-decoration" | "text-decoration-line" => struck = has("line-through"),
                _ => {}
            }
        }
        self.gone |= gone;
        self.invisible = invisible;
        self.struck |= struck;
    }
}

/// A style without `/* … */`.
fn without_comments(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.text(&text),
            Token::TagToken(tag) => {
                let name = tag.name.to_ascii_lowercase().to_string();
                match tag.kind {
                    TagKind::StartTag => {
                        page.start(&name, &tag);
                        if tag.self_closing {
                            page.end(&name);
                        }
                    }
                    TagKind::EndTag => page.end(&name),
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Writing {
    fn text(&mut self, text: &str) {
        if !self.hidden.is_empty() || self.deleted > 0 {
            return;
        }
        if self.shown().is_concealed() {
            return self.conceal(text);
        }
        for c in text.chars() {
            match c {
                '\r' => {}
                c if self.verbatim > 0 && c.is_whitespace() => self.out.push(c),
                c if c.is_whitespace() => {
                    if !self.out.ends_with([' ', '\n', '\t']) {
                        self.out.push(' ');
                    }
                }
                '\u{AD}' | '\u{200B}' => {}
                c => self.out.push(c),
            }
        }
    }

    /// How words are shown here.
    fn shown(&self) -> Shown {
        self.open.last().map(|open| open.shown).unwrap_or_default()
    }

    /// Counts words that are left out, once for the element that conceals them.
    fn conceal(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let shown = self.shown();
        let Some(by) = self.open.iter_mut().rfind(|open| open.uncounted) else {
            return;
        };
        by.uncounted = false;
        match shown.gone || shown.invisible {
            true => self
                .left
                .add("passage of hidden text", "passages of hidden text", 1),
            false => self.left.add(
                "passage that is struck out",
                "passages that are struck out",
                1,
            ),
        }
    }

    /// Opens an element, and closes those that it ends: a paragraph by a block, an item by an item.
    fn enter(&mut self, name: &str, tag: &Tag) {
        if VOID.contains(&name) || tag.self_closing {
            return;
        }
        let ends: &[&str] = match name {
            "li" => &["li", "p"],
            "dt" | "dd" => &["dt", "dd", "p"],
            "td" | "th" => &["td", "th"],
            "tr" | "tbody" | "thead" | "tfoot" => &["tr"],
            name if BLOCKS.contains(&name) || APART.contains(&name) => &["p"],
            _ => &[],
        };
        for ended in ends {
            let within = |open: &Open| {
                // a row ends its cells with it
                let cell = matches!(open.name.as_str(), "td" | "th") && *ended == "tr";
                ENCLOSED.contains(&open.name.as_str()) && open.name != *ended && !cell
            };
            let at = self.open.iter().rposition(|open| open.name == *ended);
            if let Some(at) = at.filter(|at| !self.open[at + 1..].iter().any(within)) {
                self.open.truncate(at);
            }
        }
        if self.open.len() >= OPEN {
            self.beyond += 1;
            return;
        }
        let outside = self.shown();
        let shown = outside.inside(tag);
        self.open.push(Open {
            name: name.to_owned(),
            shown,
            uncounted: shown.is_concealed() && !outside.is_concealed(),
        });
    }

    /// Closes an element with all that is open in it.
    fn leave(&mut self, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let at = self.open.iter().rposition(|open| open.name == name);
        let Some(at) = at else {
            return;
        };
        // an end tag in a cell ends nothing outside of it
        let walled = |open: &Open| matches!(open.name.as_str(), "td" | "th" | "caption");
        let structure = matches!(
            name,
            "table" | "tr" | "tbody" | "thead" | "tfoot" | "body" | "html"
        );
        if structure || !self.open[at + 1..].iter().any(walled) {
            self.open.truncate(at);
        }
    }

    fn start(&mut self, name: &str, tag: &Tag) {
        if HIDDEN.contains(&name) && !tag.self_closing {
            self.hidden.push(name.to_owned());
            return;
        }
        // a head without its end tag ends where something that is seen begins
        if self.hidden == ["head"] && !HEAD.contains(&name) {
            self.hidden.clear();
        }
        if !self.hidden.is_empty() {
            return;
        }
        self.enter(name, tag);
        let gone = self.shown().gone;
        match name {
            "br" => self.out.push('\n'),
            // an item that is not shown has no number
            "li" if gone => self.line(),
            "img" | "svg" | "picture" => self.left.add("picture", "pictures", 1),
            "del" | "s" | "strike" => {
                if self.deleted == 0 {
                    self.left.add(
                        "passage that is struck out",
                        "passages that are struck out",
                        1,
                    );
                }
                self.deleted += 1;
            }
            "tr" => {
                self.end_row();
                self.line();
                self.before = std::mem::take(&mut self.out);
                self.cells = Some(Vec::new());
                self.headings = 0;
            }
            "td" => self.end_cell(),
            "th" => {
                self.end_cell();
                self.headings += 1;
                self.headed |= self.headings > 1;
            }
            "li" => {
                self.line();
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{number}. ")
                    }
                    _ => "- ".to_owned(),
                };
                self.out.push_str(&mark);
            }
            name => {
                if name == "pre" {
                    self.verbatim += 1;
                }
                if name == "table" {
                    self.headed = false;
                    self.left.add(
                        "table that was written row by row",
                        "tables that were written row by row",
                        1,
                    );
                }
                match name {
                    "ol" => self.lists.push(Some(0)),
                    "ul" => self.lists.push(None),
                    _ => {}
                }
                self.block(name);
            }
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.hidden.iter().rposition(|open| open == name) {
            self.hidden.truncate(at);
            return;
        }
        if !self.hidden.is_empty() {
            return;
        }
        self.leave(name);
        match name {
            "del" | "s" | "strike" => self.deleted = self.deleted.saturating_sub(1),
            "td" | "th" => self.end_cell(),
            "tr" => self.end_row(),
            "li" => self.line(),
            name => {
                match name {
                    "pre" => self.verbatim = self.verbatim.saturating_sub(1),
                    "ol" | "ul" => {
                        self.lists.pop();
                    }
                    "table" => self.end_row(),
                    _ => {}
                }
                self.block(name);
            }
        }
    }

    fn block(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.line();
        } else if APART.contains(&name) {
            self.line();
            self.out.push('\n');
        }
    }

    /// Ends the line, if something is on it.
    fn line(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn end_cell(&mut self) {
        if let Some(cells) = &mut self.cells {
            let cell = std::mem::take(&mut self.out);
            let cell = cell.trim();
            if !cell.is_empty() {
                cells.push(cell.to_owned());
            }
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(cells) = self.cells.take() {
            self.out = std::mem::take(&mut self.before);
            self.out.push_str(&row(&cells, !self.headed));
            self.line();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn words_are_read_in_their_lines() {
        let check = |html: &str, text: &str| assert_eq!(read(html).0, text);
        check(
            "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><h1>Operative note</h1>\n<p>Small\n bowel &amp; mesentery.</p><p>b &lt; c</p></body></html>",
            "Operative note\n\nSmall bowel & mesentery.\n\nb < c",
        );
        check("a<br/>b<br>c", "a\nb\nc");
        check(
            "<ol><li>Resection</li><li>Stoma</li></ol><ul><li>x</ul>",
            "1. Resection\n2. Stoma\n- x",
        );
        check(
            "<table><tr><th>Procedure</th><td>Ileal resection</td></tr><tr><td>Side</td><td></td></tr></table>",
            "Procedure: Ileal resection\nSide",
        );
        check("no <del>stoma</del> leak", "no leak");
        check("<pre>a\n  b</pre>", "a\n  b");
        check("<html><head><meta a><p>a</html>", "a");
        check(
            "<table><tr><th>Act</th><th>Day</th></tr><tr><td>Ileostomy</td><td>1</td></tr></table>",
            "Act\tDay\nIleostomy\t1",
        );
        check("a<script>if (a < b) { }</script> b", "a b");
        check("<td>a</td></tr></table></ol></li>", "a");
    }

    #[test]
    fn what_is_hidden_or_struck_out_is_left_out() {
        let check = |html: &str, text: &str, counted: &[&str]| {
            let (got, left) = read(html);
            assert_eq!(
                (got.as_str(), left.words()),
                (text, counted.iter().map(|c| (*c).to_owned()).collect()),
                "{html}"
            );
        };
        let hidden = &["1 passage of hidden text"];
        let struck = &["1 passage that is struck out"];
        check("<p>a</p><p hidden>b <b>c</b></p><p>d</p>", "a\n\nd", hidden);
        check("<div HIDDEN=\"\"><p>b</p></div>d", "d", hidden);
        check("<p hidden>b<p>d", "d", hidden);
        check("<p style='display:none'>b</p>d", "d", hidden);
        check(
            "a<span style=\"color:red; DISPLAY : None !important;\">b</span>d",
            "ad",
            hidden,
        );
        check(
            "<span style='display:none;display:inline'>b</span>",
            "b",
            &[],
        );
        check("<div style='visibility:hidden'>b</div>d", "d", hidden);
        check(
            "<span style='visibility:hidden'>b<i style='visibility:visible'>c</i></span>d",
            "cd",
            hidden,
        );
        check(
            "<table><tr style='visibility:collapse'><td>b</td><td>c</td></tr><tr><td>d</td></tr></table>",
            "d",
            &[
                "1 table that was written row by row",
                "1 passage of hidden text",
            ],
        );
        check("<span style='mso-hide:all'>b</span>d", "d", hidden);
        check(
            "<p style='text-decoration:line-through'>b</p>d",
            "d",
            struck,
        );
        check(
            "<span style='text-decoration: underline line-through red'>b <u style='text-decoration:none'>c</u></span>d",
            "d",
            struck,
        );
        check(
            "<span style='text-decoration-line:line-through'>b</span>d",
            "d",
            struck,
        );
        check(
            "<span style='text-decoration:underline'>b</span>d",
            "bd",
            &[],
        );
        check("<strike>b</strike>d", "d", struck);
        check("<ol><li>a<li hidden>b<li>d</ol>", "1. a\n2. d", hidden);
        check(
            "<table><tr><td hidden>b<td>d</table>e",
            "d\n\ne",
            &[
                "1 table that was written row by row",
                "1 passage of hidden text",
            ],
        );
        check("<div hidden><br><img src=x></div>d", "d", &["1 picture"]);
        check("<p aria-hidden=true>b</p>", "b", &[]);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let (_, left) = read("<img src=a><table><tr><td>a</td></tr></table><s>b</s>");
        assert_eq!(
            left.words(),
            [
                "1 picture",
                "1 table that was written row by row",
                "1 passage that is struck out"
            ]
        );
    }
}
