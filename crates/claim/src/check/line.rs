//! A line as numbers.

use ligature_edits::Id;

/// Up to four modifiers of a line, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modifiers {
    list: [[u8; 2]; 4],
    count: u8,
}

impl Modifiers {
    /// Takes modifiers of two digits or letters; small letters become capitals. More than four, and anything else, is left
    /// out: the checks of validity say so.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Modifiers {
        let mut all = Modifiers::default();
        for text in texts {
            if let &[a, b] = text.trim().as_bytes()
                && a.is_ascii_alphanumeric()
                && b.is_ascii_alphanumeric()
            {
                all.push([a.to_ascii_uppercase(), b.to_ascii_uppercase()]);
            }
        }
        all
    }

    /// Adds one, if there is room.
    #[inline]
    pub fn push(&mut self, modifier: [u8; 2]) {
        if let Some(place) = self.list.get_mut(usize::from(self.count)) {
            *place = modifier;
            self.count += 1;
        }
    }

    /// In order.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = [u8; 2]> + '_ {
        self.list.iter().take(usize::from(self.count)).copied()
    }

    /// Whether one of them is there.
    #[must_use]
    pub fn has(&self, modifier: &[u8; 2]) -> bool {
        self.iter().any(|m| m == *modifier)
    }
}

/// A line as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoreLine {
    /// Its code, if some table names it.
    pub id: Option<Id>,
    /// Its modifiers.
    pub modifiers: Modifiers,
    /// Units of service; part of a unit counts as a whole one.
    pub units: u32,
    /// Day of service, as days since 1970-01-01.
    pub day: i32,
}
