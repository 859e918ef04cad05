//! What a lint finds.

use crate::item::Item;
use crate::problem::Severity;

/// A finding about an item, not yet a place in a file.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) item: Item,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Finding {
    pub(super) fn warning(item: Item, message: String, help: Option<&str>) -> Self {
        Self {
            item,
            severity: Severity::Warning,
            message,
            help: help.map(str::to_owned),
        }
    }
}
