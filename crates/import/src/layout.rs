//! The layouts that readers know.

/// A layout that some reader takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layout {
    /// ICD-10-CM order file, fixed width.
    Icd10cmOrder,
    /// ICD-10-CM valid codes and long titles.
    Icd10cmCodes,
    /// ICD-10-CM tabular list, XML.
    Icd10cmTabular,
    /// ICD-10-CM alphabetic index, XML (also the index of external causes).
    Icd10cmIndex,
    /// ICD-10-CM neoplasm table and table of drugs, XML.
    Icd10cmTable,
    /// ICD-10-PCS order file, fixed width.
    Icd10pcsOrder,
    /// ICD-10-PCS valid codes and long titles.
    Icd10pcsCodes,
    /// ICD-10-PCS tables, XML.
    Icd10pcsTables,
    /// ICD-10-PCS index, XML.
    Icd10pcsIndex,
    /// ICD-10-PCS definitions, XML.
    Icd10pcsDefinitions,
    /// HCPCS Level II, fixed width of 320.
    HcpcsFixed,
    /// HCPCS Level II, the publisher's workbook.
    HcpcsWorkbook,
    /// ICD-9-CM diagnoses: code and title.
    Icd9Diagnoses,
    /// ICD-9-CM procedures: code and title.
    Icd9Procedures,
    /// General equivalence mapping, ICD-9-CM to ICD-10-CM or ICD-10-PCS, or back.
    Gem,
    /// CCSR reference workbook.
    CcsrWorkbook,
    /// CCSR mapping, CSV.
    CcsrCsv,
    /// Physician fee schedule relative values, CSV.
    Pprrvu,
    /// Medically unlikely edits, CSV.
    Mue,
    /// Add-on code edits, tab-separated.
    AddOn,
    /// The AMA's CPT descriptors (taken only under an attested licence).
    Cpt,
    /// The ADA's CDT table (taken only under an attested licence).
    Cdt,
    /// Procedure-to-procedure edits.
    Ptp,
    /// What changed in the procedure-to-procedure edits from one quarter to the next: known, not taken.
    PtpChanges,
    /// Geographic practice cost indices.
    Gpci,
    /// Base units of anesthesia codes.
    Anesthesia,
    /// Addendum B of the outpatient prospective payment system.
    Outpatient,
}

impl Layout {
    /// All layouts with the words by which authored files name them.
    pub const ALL: [(Layout, &'static str); 27] = [
        (Layout::Icd10cmOrder, "icd10cm-order"),
        (Layout::Icd10cmCodes, "icd10cm-codes"),
        (Layout::Icd10cmTabular, "icd10cm-tabular"),
        (Layout::Icd10cmIndex, "icd10cm-index"),
        (Layout::Icd10cmTable, "icd10cm-table"),
        (Layout::Icd10pcsOrder, "icd10pcs-order"),
        (Layout::Icd10pcsCodes, "icd10pcs-codes"),
        (Layout::Icd10pcsTables, "icd10pcs-tables"),
        (Layout::Icd10pcsIndex, "icd10pcs-index"),
        (Layout::Icd10pcsDefinitions, "icd10pcs-definitions"),
        (Layout::HcpcsFixed, "hcpcs-fixed"),
        (Layout::HcpcsWorkbook, "hcpcs-workbook"),
        (Layout::Icd9Diagnoses, "icd9-diagnoses"),
        (Layout::Icd9Procedures, "icd9-procedures"),
        (Layout::Gem, "gem"),
        (Layout::CcsrWorkbook, "ccsr-workbook"),
        (Layout::CcsrCsv, "ccsr-csv"),
        (Layout::Pprrvu, "pprrvu"),
        (Layout::Mue, "mue"),
        (Layout::AddOn, "add-on"),
        (Layout::Cpt, "cpt"),
        (Layout::Cdt, "cdt"),
        (Layout::Ptp, "ptp"),
        (Layout::PtpChanges, "ptp-changes"),
        (Layout::Gpci, "gpci"),
        (Layout::Anesthesia, "anesthesia-base-units"),
        (Layout::Outpatient, "opps-addendum-b"),
    ];

    /// The layout that authored files name so, such as `icd10cm-order`.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == id);
        found.map(|(layout, _)| *layout)
    }

    /// In words for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Layout::Icd10cmOrder => "ICD-10-CM order file",
            Layout::Icd10cmCodes => "ICD-10-CM codes and titles",
            Layout::Icd10cmTabular => "ICD-10-CM tabular list",
            Layout::Icd10cmIndex => "ICD-10-CM index",
            Layout::Icd10cmTable => "ICD-10-CM neoplasm or drug table",
            Layout::Icd10pcsOrder => "ICD-10-PCS order file",
            Layout::Icd10pcsCodes => "ICD-10-PCS codes and titles",
            Layout::Icd10pcsTables => "ICD-10-PCS tables",
            Layout::Icd10pcsIndex => "ICD-10-PCS index",
            Layout::Icd10pcsDefinitions => "ICD-10-PCS definitions",
            Layout::HcpcsFixed => "HCPCS Level II, fixed width",
            Layout::HcpcsWorkbook => "HCPCS Level II workbook",
            Layout::Icd9Diagnoses => "ICD-9-CM diagnosis titles",
            Layout::Icd9Procedures => "ICD-9-CM procedure titles",
            Layout::Gem => "general equivalence mapping",
            Layout::CcsrWorkbook => "CCSR workbook",
            Layout::CcsrCsv => "CCSR mapping",
            Layout::Pprrvu => "physician fee schedule (PPRRVU)",
            Layout::Mue => "medically unlikely edits (MUE)",
            Layout::AddOn => "add-on code edits",
            Layout::Cpt => "CPT descriptors of the AMA",
            Layout::Cdt => "CDT table of the ADA",
            Layout::Ptp => "procedure-to-procedure edits (PTP)",
            Layout::PtpChanges => "changes of procedure-to-procedure edits",
            Layout::Gpci => "geographic practice cost indices (GPCI)",
            Layout::Anesthesia => "anesthesia base units",
            Layout::Outpatient => "OPPS addendum B",
        }
    }

    /// Why a layout that is known is not taken, as the end of a sentence.
    #[must_use]
    pub fn passed_over(self) -> Option<&'static str> {
        (self == Layout::PtpChanges).then_some(
            "a list of changes, not taken: the table of each quarter says all that is in it",
        )
    }

    /// Imported only where a licence was attested.
    #[must_use]
    pub fn licensed(self) -> bool {
        matches!(self, Layout::Cpt | Layout::Cdt)
    }
}
