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
        match name {
            "br" => self.out.push('\n'),
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
