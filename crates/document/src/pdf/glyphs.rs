//! The characters of the pages with their places, as the interpreter draws them.

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::kurbo::{BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use std::panic::resume_unwind;

/// Most characters of one file.
const CHARACTERS: usize = 3_000_000;
/// Most drawings of one file.
const DRAWINGS: usize = 2_000_000;
/// Most pages of one file.
const PAGES: usize = 2_000;
/// The units of a font in the height of its letters.
const EM: f64 = 1000.0;

/// A character on a page; lengths in points, from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub char: char,
    pub left: f64,
    pub right: f64,
    /// Of the line on which it is.
    pub base: f64,
    /// Height of its font.
    pub size: f64,
}

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    /// Pictures on it.
    pub pictures: usize,
    /// Characters that the font does not name.
    pub unmapped: usize,
    /// Characters that are not drawn: those of text recognition over the picture of a page.
    pub invisible: usize,
    /// Characters at an angle.
    pub turned: usize,
    /// Marks of the page (header, footer) that the file names as such.
    pub marks: usize,
}

impl Page {
    /// How many characters are not white space.
    pub fn letters(&self) -> usize {
        self.glyphs
            .iter()
            .filter(|glyph| !glyph.char.is_whitespace())
            .count()
    }
}

/// There is more in the file than a note can need. Unwinding is the one way to stop the interpreter.
pub(crate) struct TooMuch;

/// The characters of all pages.
pub(crate) fn pages(pdf: &Pdf) -> Vec<Page> {
    let cache = InterpreterCache::new();
    let mut spent = 0;
    let mut characters = 0;
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        if pages.len() >= PAGES {
            resume_unwind(Box::new(TooMuch));
        }
        let (width, height) = page.render_dimensions();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        let mut collector = Collector {
            page: Page {
                height: f64::from(height),
                ..Page::default()
            },
            spent,
            characters,
            nesting: Vec::new(),
        };
        interpret_page(page, &mut context, &mut collector);
        (spent, characters) = (collector.spent, collector.characters);
        pages.push(collector.page);
    }
    pages
}

struct Collector {
    page: Page,
    spent: usize,
    characters: usize,
    /// The marked parts that are open, and whether each is a mark of the page.
    nesting: Vec<bool>,
}

impl Collector {
    fn spend(&mut self) {
        self.spent += 1;
        if self.spent > DRAWINGS || self.characters > CHARACTERS {
            resume_unwind(Box::new(TooMuch));
        }
    }

    fn is_mark(&self) -> bool {
        self.nesting.contains(&true)
    }

    /// A character between two points of its line.
    fn put(&mut self, text: &str, from: Point, to: Point, size: f64) {
        let count = text.chars().count().max(1) as f64;
        for (at, char) in text.chars().enumerate() {
            let place = |part: f64| from.x + (to.x - from.x) * part / count;
            self.characters += 1;
            self.page.glyphs.push(Glyph {
                char: if char.is_control() { ' ' } else { char },
                left: place(at as f64),
                right: place(at as f64 + 1.0),
                base: from.y,
                size,
            });
        }
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let mark = self.is_mark();
        for glyph in run.glyphs() {
            self.spend();
            if mark {
                continue;
            }
            let place = props.transform * glyph.transform();
            let advance = match &**glyph {
                Drawn::Outline(outline) => outline.advance_width(),
                Drawn::Type3(drawn) => drawn.advance_width(),
            };
            let from = place * Point::ZERO;
            let to = place * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
            let along = place * Point::new(EM, 0.0) - from;
            let size = (place * Point::new(0.0, EM) - from).hypot();
            if ![from.x, from.y, to.x, to.y, along.x, size]
                .iter()
                .all(|n| n.is_finite())
                || size <= 0.0
            {
                continue;
            }
            if along.x <= 0.0 || along.y.abs() > 0.1 * along.x {
                self.page.turned += 1;
                continue;
            }
            let blank = matches!(glyph.as_unicode(), Some(BfString::Char(c)) if c.is_whitespace());
            if matches!(mode, DrawMode::Invisible) && !blank {
                self.page.invisible += 1;
            }
            match glyph.as_unicode() {
                Some(BfString::Char(char)) => {
                    self.put(char.encode_utf8(&mut [0; 4]), from, to, size)
                }
                Some(BfString::String(text)) => self.put(&text, from, to, size),
                None => {
                    self.page.unmapped += 1;
                    self.put("\u{FFFD}", from, to, size);
                }
            }
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.spend();
        if !self.is_mark() {
            self.page.pictures += 1;
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.spend();
        let kind = properties.and_then(|properties| properties.get::<Name<'_>>(b"Type"));
        let mark = tag == b"Artifact" && kind.is_some_and(|kind| &*kind == b"Pagination");
        if mark && !self.is_mark() {
            self.page.marks += 1;
        }
        self.nesting.push(mark);
    }

    fn end_marked_content(&mut self) {
        self.nesting.pop();
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.spend();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.spend();
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.spend();
    }

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.spend();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
