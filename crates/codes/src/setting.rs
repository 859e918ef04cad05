//! Whose claims are meant.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// Whose claims are meant: payers publish pair edits and unit limits for each setting. Books store its number: a new one
/// comes last, and none is removed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Setting {
    /// Practitioners (and ambulatory surgery centres).
    #[default]
    Practitioner,
    /// Hospital outpatient departments.
    Outpatient,
    /// Suppliers of durable medical equipment.
    Supplier,
}

impl Setting {
    /// All, in the order of their numbers.
    pub const ALL: [Setting; 3] = [
        Setting::Practitioner,
        Setting::Outpatient,
        Setting::Supplier,
    ];

    /// As written in claims, commands and addresses.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Setting::Practitioner => "practitioner",
            Setting::Outpatient => "outpatient",
            Setting::Supplier => "supplier",
        }
    }

    /// In words for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Setting::Practitioner => "practitioner",
            Setting::Outpatient => "outpatient hospital",
            Setting::Supplier => "DME supplier",
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Setting::ALL.into_iter().find(|s| s.id() == text);
        found.ok_or_else(|| {
            format!("`{text}` is no setting: choose practitioner, outpatient or supplier")
        })
    }
}

impl JsonSchema for Setting {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Setting".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": Setting::ALL.map(Setting::id)})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_have_one_name_each() {
        for (at, setting) in Setting::ALL.into_iter().enumerate() {
            assert_eq!(setting as usize, at, "books store the number of {setting}");
            assert_eq!(setting.id().parse(), Ok(setting));
            let json = serde_json::to_value(setting).unwrap();
            assert_eq!(json, setting.id());
            assert_eq!(serde_json::from_value::<Setting>(json).unwrap(), setting);
        }
        assert_eq!(Setting::default(), Setting::Practitioner);
        assert_eq!(
            "hospital".parse::<Setting>().unwrap_err(),
            "`hospital` is no setting: choose practitioner, outpatient or supplier"
        );
        assert!(serde_json::from_str::<Setting>("\"Outpatient\"").is_err());
    }
}
