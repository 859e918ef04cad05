//! No bytes make a reader panic.

use super::all;
use crate::claims::take;
use crate::cms::tests::{anything, damage, read_as_all};
use crate::read::Layout;
use proptest::prelude::*;

const LAYOUTS: [Layout; 4] = [
    Layout::Ptp,
    Layout::Gpci,
    Layout::Anesthesia,
    Layout::Outpatient,
];

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic((bytes, name) in anything()) {
        read_as_all(&LAYOUTS, take, &name, bytes);
    }

    #[test]
    fn no_damage_makes_a_reader_panic(which in any::<prop::sample::Index>(), damage in damage()) {
        let all = all();
        read_as_all(&LAYOUTS, take, "practitioner_2025Q4.txt", damage.of(&which.get(&all).bytes));
    }
}
