//! No bytes make a reader panic.

use super::all;
use crate::fees;
use crate::read::{Layout, Source, recognise};
use proptest::prelude::*;

fn read_as_all(name: &str, bytes: Vec<u8>) {
    let _ = recognise(&bytes);
    let source = Source {
        name: name.to_owned(),
        bytes,
    };
    for layout in [
        Layout::Pprrvu,
        Layout::Mue,
        Layout::AddOn,
        Layout::Cpt,
        Layout::Cdt,
    ] {
        let _ = fees::take(layout, &source);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in ".{0,30}") {
        read_as_all(&name, bytes);
    }

    #[test]
    fn no_damage_makes_a_reader_panic(
        which in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let all = all();
        let mut bytes = which.get(&all).bytes.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let keep = if cut.index(3) == 0 { cut.index(bytes.len()) } else { bytes.len() };
        bytes.truncate(keep);
        read_as_all("RVU25D_2025Q4.txt", bytes);
    }
}
