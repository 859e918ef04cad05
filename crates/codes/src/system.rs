//! Systems of codes.

use rkyv::{Archive, Deserialize as Restore, Serialize as Store};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A system of codes. Books store its number: a new one comes last, and none is removed.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Archive,
    Store,
    Restore,
)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum System {
    /// CPT: procedure codes of the American Medical Association; no text of theirs without a licence.
    Cpt,
    /// HCPCS Level II (CMS).
    Hcpcs,
    /// ICD-10-CM (CDC/NCHS and CMS).
    Icd10cm,
    /// ICD-10-PCS (CMS).
    Icd10pcs,
    /// ICD-9-CM volume 1, diagnoses.
    Icd9dx,
    /// ICD-9-CM volume 3, procedures.
    Icd9sg,
    /// CDT: dental codes of the American Dental Association; only under a licence.
    Cdt,
    /// CCSR categories of diagnoses (AHRQ).
    Ccsr,
}

impl System {
    /// All, in the order in which people list them.
    pub const ALL: [System; 8] = [
        System::Cpt,
        System::Hcpcs,
        System::Icd10cm,
        System::Icd10pcs,
        System::Icd9dx,
        System::Icd9sg,
        System::Cdt,
        System::Ccsr,
    ];

    /// As written in commands and addresses.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            System::Cpt => "cpt",
            System::Hcpcs => "hcpcs",
            System::Icd10cm => "icd10cm",
            System::Icd10pcs => "icd10pcs",
            System::Icd9dx => "icd9dx",
            System::Icd9sg => "icd9sg",
            System::Cdt => "cdt",
            System::Ccsr => "ccsr",
        }
    }

    /// The official name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            System::Cpt => "CPT",
            System::Hcpcs => "HCPCS Level II",
            System::Icd10cm => "ICD-10-CM",
            System::Icd10pcs => "ICD-10-PCS",
            System::Icd9dx => "ICD-9-CM diagnoses",
            System::Icd9sg => "ICD-9-CM procedures",
            System::Cdt => "CDT",
            System::Ccsr => "CCSR",
        }
    }

    /// The name where there is little room: ten characters at most, and different for each system.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            System::Hcpcs => "HCPCS",
            System::Icd9dx => "ICD-9 Dx",
            System::Icd9sg => "ICD-9 Px",
            other => other.name(),
        }
    }

    /// The object identifier that HL7 registers for it, as CDA documents name a system. CCSR has none there.
    #[must_use]
    pub fn oid(self) -> Option<&'static str> {
        Some(match self {
            System::Cpt => "2.16.840.1.113883.6.12",
            System::Hcpcs => "2.16.840.1.113883.6.285",
            System::Icd10cm => "2.16.840.1.113883.6.90",
            System::Icd10pcs => "2.16.840.1.113883.6.4",
            System::Icd9dx => "2.16.840.1.113883.6.103",
            System::Icd9sg => "2.16.840.1.113883.6.104",
            System::Cdt => "2.16.840.1.113883.6.13",
            // no entry in HL7 Terminology
            System::Ccsr => return None,
        })
    }

    /// The canonical URI of HL7 Terminology, as FHIR resources name a system. Both volumes of ICD-9-CM share one. CCSR has
    /// none there.
    #[must_use]
    pub fn fhir(self) -> Option<&'static str> {
        Some(match self {
            System::Cpt => "http://www.ama-assn.org/go/cpt",
            System::Hcpcs => "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
            System::Icd10cm => "http://hl7.org/fhir/sid/icd-10-cm",
            System::Icd10pcs => "http://www.cms.gov/Medicare/Coding/ICD10",
            System::Icd9dx | System::Icd9sg => "http://hl7.org/fhir/sid/icd-9-cm",
            System::Cdt => "http://www.ada.org/cdt",
            // no entry in HL7 Terminology
            System::Ccsr => return None,
        })
    }

    /// A code as its publisher prints it: with the point where one belongs.
    #[must_use]
    pub fn printed(self, code: &str) -> String {
        let at = match self {
            System::Icd10cm => 3,
            System::Icd9dx if code.starts_with('E') => 4,
            System::Icd9dx => 3,
            System::Icd9sg => 2,
            _ => return code.to_owned(),
        };
        match code.split_at_checked(at) {
            Some((head, tail)) if !tail.is_empty() && !code.contains('-') => {
                format!("{head}.{tail}")
            }
            _ => code.to_owned(),
        }
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for System {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = System::ALL.into_iter().find(|s| s.id() == text);
        found.ok_or_else(|| unknown(text, &System::ALL.map(System::id)))
    }
}

/// The systems that a person means by one name: mostly one; `icd9cm` is both volumes of ICD-9-CM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Systems(&'static [System]);

/// Each name, the systems it means, and its words in the published schema.
const NAMED: [(&str, &[System], &str); 9] = [
    ("cpt", &[System::Cpt], "CPT."),
    ("hcpcs", &[System::Hcpcs], "HCPCS Level II."),
    ("icd10cm", &[System::Icd10cm], "ICD-10-CM."),
    ("icd10pcs", &[System::Icd10pcs], "ICD-10-PCS."),
    (
        "icd9cm",
        &[System::Icd9dx, System::Icd9sg],
        "ICD-9-CM, diagnoses and procedures.",
    ),
    ("icd9dx", &[System::Icd9dx], "ICD-9-CM diagnoses."),
    ("icd9sg", &[System::Icd9sg], "ICD-9-CM procedures."),
    ("cdt", &[System::Cdt], "CDT."),
    ("ccsr", &[System::Ccsr], "CCSR categories."),
];

impl Systems {
    /// The systems that are meant, at least one.
    #[must_use]
    pub fn systems(self) -> &'static [System] {
        self.0
    }

    /// As written in commands and addresses.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self.0 {
            [one] => one.id(),
            _ => "icd9cm",
        }
    }
}

impl From<System> for Systems {
    fn from(system: System) -> Systems {
        let alone = NAMED.into_iter().find(|(_, s, _)| **s == [system]);
        Systems(alone.map_or(&[], |(_, systems, _)| systems))
    }
}

impl FromStr for Systems {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = NAMED.into_iter().find(|(id, ..)| *id == text);
        found
            .map(|(_, systems, _)| Systems(systems))
            .ok_or_else(|| unknown(text, &NAMED.map(|(id, ..)| id)))
    }
}

impl Serialize for Systems {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Systems {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Systems {
    fn schema_name() -> Cow<'static, str> {
        "CodeSet".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = |(id, _, words): (&str, _, &str)| json_schema!({"description": words, "type": "string", "const": id});
        json_schema!({
            "description": "A code set as a person asks for it: `icd9cm` is both its volumes.",
            "oneOf": NAMED.map(one),
        })
    }
}

fn unknown(text: &str, names: &[&str]) -> String {
    format!(
        "`{text}` is no code set: choose one of {}",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_named_once() {
        for (at, system) in System::ALL.into_iter().enumerate() {
            assert_eq!(system as usize, at, "books store the number of {system}");
            assert_eq!(system.id().parse(), Ok(system));
            let json = serde_json::to_value(system).unwrap();
            assert_eq!(json, system.id());
            assert!(system.short().len() <= 10);
            let others = System::ALL.into_iter().filter(|o| *o != system);
            for other in others {
                assert_ne!(system.short(), other.short());
                assert!(system.oid().is_none() || system.oid() != other.oid());
            }
        }
        assert_eq!(
            "snomed".parse::<System>().unwrap_err(),
            "`snomed` is no code set: choose one of cpt, hcpcs, icd10cm, icd10pcs, icd9dx, icd9sg, cdt, ccsr"
        );
    }

    #[test]
    fn a_name_may_mean_two_systems() {
        for (id, systems, _) in NAMED {
            let read: Systems = id.parse().unwrap();
            assert_eq!((read.id(), read.systems()), (id, systems));
            let json = serde_json::to_value(read).unwrap();
            assert_eq!(json, id);
            assert_eq!(serde_json::from_value::<Systems>(json).unwrap(), read);
            if let [one] = systems {
                assert_eq!(Systems::from(*one), read);
            }
        }
        assert_eq!(
            serde_json::from_str::<Systems>("\"ICD9\"")
                .unwrap_err()
                .to_string(),
            "`ICD9` is no code set: choose one of cpt, hcpcs, icd10cm, icd10pcs, icd9cm, icd9dx, icd9sg, cdt, ccsr"
        );
    }

    #[test]
    fn codes_are_printed_with_their_point() {
        for (system, code, printed) in [
            (System::Icd10cm, "K56609", "K56.609"),
            (System::Icd10cm, "K56", "K56"),
            (System::Icd10cm, "K55-K64", "K55-K64"),
            (System::Icd9dx, "E8490", "E849.0"),
            (System::Icd9dx, "56081", "560.81"),
            (System::Icd9sg, "4562", "45.62"),
            (System::Cpt, "44120", "44120"),
        ] {
            assert_eq!(system.printed(code), printed);
        }
    }
}
