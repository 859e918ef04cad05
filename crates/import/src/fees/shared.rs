//! What the readers of tables of procedure codes share.

use crate::gathered::{Gathered, key};
use crate::imported::Imported;
use ligature_catalog::System;

/// A code in small letters, as plain cells are.
pub(crate) fn is_lower_code(cell: &str) -> bool {
    is_procedure(&cell.to_ascii_uppercase())
}

/// What the reader of the code sets refused is refused for claims.
fn refused(batch: &ligature_catalog::Batch) -> Gathered {
    let mut gathered = Gathered {
        read: batch.read,
        ..Gathered::default()
    };
    for refusal in &batch.refused {
        gathered.refuse(refusal.line, refusal.why.clone());
    }
    gathered
}

/// A batch for the code sets and its rows for claims.
pub(super) fn both(
    batch: ligature_catalog::Batch,
    source: ligature_edits::TableRelease,
    rows: ligature_edits::Rows,
) -> Imported {
    let table = refused(&batch).table(source, rows);
    Imported {
        batch: Some(batch),
        table: Some(table),
    }
}

/// A code of CPT, HCPCS Level II or CDT by its shape.
pub(super) fn is_procedure(code: &str) -> bool {
    key(code.as_bytes()).is_some()
}

/// The code set of a procedure code.
pub(super) fn system(code: &str) -> System {
    match code.as_bytes().first() {
        Some(b'D') => System::Cdt,
        Some(b'A'..=b'Z') => System::Hcpcs,
        _ => System::Cpt,
    }
}
