//! What of a PDF is not there: pages and contents that are missing, cut or damaged. The library reads what it can and is
//! silent about the rest, so that a page could be lost without a word.

use super::glyphs::Page as Read;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream,
};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use hayro_interpret::hayro_syntax::{Filter, Pdf};
use std::collections::HashSet;

/// Most forms of a page that are looked at.
const FORMS: usize = 1000;
/// Most levels of forms in forms.
const DEEP: usize = 4;

/// What is not there, and what the characters do not show: pages by their numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Missing {
    /// Pages that give nothing.
    pub lost: Vec<usize>,
    /// Pages of which a part is missing.
    pub partial: Vec<usize>,
    /// Pages with passages that an annotation strikes out.
    pub struck: Vec<usize>,
    /// Pages with characters that are not drawn and no picture under them.
    pub invisible: Vec<usize>,
    /// How many pages there are, with those that are lost.
    pub all: usize,
    /// Whether the list of pages is damaged, so that their order is not known.
    pub unordered: bool,
    /// Whether the end of the file is missing.
    pub cut: bool,
}

impl Missing {
    /// Compares the pages that were read with those that should be there.
    pub fn of(pdf: &Pdf, bytes: &[u8], read: &[Read]) -> Missing {
        let leaves = leaves(pdf);
        let pages = pdf.pages();
        let there = leaves.iter().filter(|there| **there).count();
        let unordered = there != pages.len();
        let mut missing = Missing {
            all: leaves.len().max(pages.len()),
            unordered,
            cut: is_cut(bytes),
            ..Missing::default()
        };
        let numbers: Vec<usize> = match unordered {
            true => (1..=pages.len()).collect(),
            false => {
                let places = (1..).zip(&leaves);
                missing.lost = places
                    .clone()
                    .filter(|(_, there)| !**there)
                    .map(|(n, _)| n)
                    .collect();
                places
                    .filter(|(_, there)| **there)
                    .map(|(n, _)| n)
                    .collect()
            }
        };
        for ((page, number), read) in pages.iter().zip(numbers).zip(read) {
            if !is_whole(page) {
                match read.letters() {
                    0 => missing.lost.push(number),
                    _ => missing.partial.push(number),
                }
            }
            if has_strike(page) {
                missing.struck.push(number);
            }
            if read.invisible > 0 && read.pictures == 0 {
                missing.invisible.push(number);
            }
        }
        missing.lost.sort_unstable();
        missing
    }
}

/// Whether the end of a PDF is missing: its mark, or what should follow the last objects.
pub(crate) fn is_cut(bytes: &[u8]) -> bool {
    let mark = b"%%EO";
    let end = bytes.windows(mark.len()).rposition(|window| window == mark);
    match end {
        None => true,
        Some(at) => bytes[at..].windows(4).any(|window| window == b" obj"),
    }
}

/// The pages in the tree of pages in order, and whether each is there. It is walked as the library walks it, which skips
/// those that are not.
fn leaves(pdf: &Pdf) -> Vec<bool> {
    let xref = pdf.xref();
    let root = xref.get::<Dict<'_>>(xref.root_id());
    let Some(tree) = root.and_then(|root| root.get::<Dict<'_>>("Pages")) else {
        return Vec::new();
    };
    let mut visited: HashSet<ObjectIdentifier> = tree.obj_id().into_iter().collect();
    let mut leaves = Vec::new();
    let Some(first) = tree.get::<Array<'_>>("Kids") else {
        return leaves;
    };
    let mut open = vec![first.raw_iter()];
    while let Some(frame) = open.last_mut() {
        let node = match frame.next() {
            None => {
                open.pop();
                continue;
            }
            Some(MaybeRef::Ref(id)) => {
                let id = ObjectIdentifier::from(id);
                if !visited.insert(id) {
                    continue;
                }
                xref.get::<Dict<'_>>(id)
            }
            Some(MaybeRef::NotRef(object)) => object.into_dict(),
        };
        let Some(node) = node else {
            leaves.push(false);
            continue;
        };
        match is_named(&node, "Type", b"Pages") {
            false => leaves.push(true),
            true => match node.get::<Array<'_>>("Kids") {
                Some(kids) => open.push(kids.raw_iter()),
                None => leaves.push(false),
            },
        }
    }
    leaves
}

fn is_named(of: &Dict<'_>, key: &str, name: &[u8]) -> bool {
    of.get::<Name<'_>>(key).is_some_and(|value| &*value == name)
}

/// Whether an annotation strikes out words of a page.
fn has_strike(page: &Page<'_>) -> bool {
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else {
        return false;
    };
    let hidden = |one: &Dict<'_>| one.get::<i32>("F").unwrap_or(0) & 2 != 0;
    let mut all = annotations.iter::<Dict<'_>>();
    all.any(|one| is_named(&one, "Subtype", b"StrikeOut") && !hidden(&one))
}

/// Whether all of a page's content is there.
fn is_whole(page: &Page<'_>) -> bool {
    let page_dict = page.raw();
    if !page_dict.contains_key("Contents") {
        return true;
    }
    let streams_are_whole = match page_dict.get::<Object<'_>>("Contents") {
        Some(Object::Null(_)) => true,
        Some(Object::Stream(stream)) => is_whole_stream(&stream),
        Some(Object::Array(parts)) => parts.raw_iter().all(|part| {
            let stream = match part {
                MaybeRef::Ref(id) => page.xref().get::<Stream<'_>>(id.into()),
                MaybeRef::NotRef(object) => object.into_stream(),
            };
            stream.is_some_and(|stream| is_whole_stream(&stream))
        }),
        _ => false,
    };
    let mut seen = HashSet::new();
    let content = page.page_stream().unwrap_or_default();
    streams_are_whole && is_whole_content(content, page.resources(), &mut seen, 0)
}

/// Whether all operators of a content are there: each text ends, and what is drawn exists.
fn is_whole_content(
    content: &[u8],
    resources: &Resources<'_>,
    seen: &mut HashSet<ObjectIdentifier>,
    level: usize,
) -> bool {
    let mut begun = 0;
    let mut ended = 0;
    let mut drawn = HashSet::new();
    let mut operators = TypedIter::new(content);
    while let Some(operator) = operators.next() {
        match operator {
            TypedInstruction::BeginText(_) => begun += 1,
            TypedInstruction::EndText(_) => ended += 1,
            TypedInstruction::XObject(form) if drawn.len() < FORMS => {
                drawn.insert(form.0.as_ref().to_vec());
            }
            _ => {}
        }
    }
    let forms_are_whole = drawn.iter().all(|name| {
        let Some(form) = resources.get_x_object(&Name::new_unescaped(name)) else {
            return false;
        };
        if !is_named(form.dict(), "Subtype", b"Form") || level >= DEEP {
            return true;
        }
        if seen.len() >= FORMS || !seen.insert(form.obj_id()) {
            return true;
        }
        let inner = form.dict().get::<Dict<'_>>("Resources");
        let inner = inner.map_or_else(|| resources.clone(), Resources::new);
        is_whole_stream(&form)
            && form
                .decoded_data()
                .is_ok_and(|content| is_whole_content(&content, &inner, seen, level + 1))
    });
    begun <= ended && forms_are_whole
}

/// Whether a stream can be unpacked to its end.
fn is_whole_stream(stream: &Stream<'_>) -> bool {
    let dict = stream.dict();
    let named = match dict.get::<Object<'_>>("Filter") {
        Some(Object::Name(_)) => 1,
        Some(Object::Array(names)) => names.raw_iter().count(),
        _ => 0,
    };
    let filters = stream.filters();
    // a filter that is not known is skipped by the library, and its bytes are read as they are
    if named > filters.len() || stream.decoded_data().is_err() {
        return false;
    }
    match filters.first() {
        Some(Filter::FlateDecode) => ends(&stream.raw_data()),
        _ => true,
    }
}

/// Whether packed data is whole. A wrong sum after it is no loss.
fn ends(data: &[u8]) -> bool {
    let zlib = data.len() >= 2
        && data[0] & 0x0F == 8
        && (u16::from(data[0]) << 8 | u16::from(data[1])) % 31 == 0;
    let data = if zlib { &data[2..] } else { data };
    let mut inflate = Decompress::new(false);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let from = usize::try_from(inflate.total_in()).unwrap_or(usize::MAX);
        let before = (inflate.total_in(), inflate.total_out());
        let rest = data.get(from..).unwrap_or_default();
        match inflate.decompress(rest, &mut buffer, FlushDecompress::None) {
            Ok(Status::StreamEnd) => return true,
            Err(_) => return false,
            Ok(_) if before == (inflate.total_in(), inflate.total_out()) => return false,
            Ok(_) => {}
        }
    }
}

/// Numbers of pages in words: `Page 2`, `Pages 2, 5`.
pub(crate) fn pages(numbers: &[usize]) -> String {
    let listed: Vec<String> = numbers.iter().take(20).map(ToString::to_string).collect();
    let more = match numbers.len().saturating_sub(20) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let name = if numbers.len() == 1 { "Page" } else { "Pages" };
    format!("{name} {}{more}", listed.join(", "))
}
