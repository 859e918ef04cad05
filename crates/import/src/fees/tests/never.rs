//! No bytes make a reader panic.

use super::all;
use crate::cms::tests::{anything, damage, read_as_all};
use crate::fees::take;
use crate::read::Layout;
use proptest::prelude::*;

const LAYOUTS: [Layout; 5] = [
    Layout::Pprrvu,
    Layout::Mue,
    Layout::AddOn,
    Layout::Cpt,
    Layout::Cdt,
];

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic((bytes, name) in anything()) {
        read_as_all(&LAYOUTS, take, &name, bytes);
    }

    #[test]
    fn no_damage_makes_a_reader_panic(which in any::<prop::sample::Index>(), damage in damage()) {
        let all = all();
        read_as_all(&LAYOUTS, take, "RVU25D_2025Q4.txt", damage.of(&which.get(&all).bytes));
    }
}
