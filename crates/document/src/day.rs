//! Days as the formats write them.

use jiff::civil::Date;

/// `20240814…` of HL7 v2 and CDA. Less than a day (a year alone) is none.
pub(crate) fn packed(text: &str) -> Option<Date> {
    let digits = text.trim().get(..8)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = digits.get(..4)?.parse().ok()?;
    let month = digits.get(4..6)?.parse().ok()?;
    let day = digits.get(6..)?.parse().ok()?;
    Date::new(year, month, day).ok()
}

/// `2024-08-14…` of FHIR.
pub(crate) fn dashed(text: &str) -> Option<Date> {
    text.trim().get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{dashed, packed};

    #[test]
    fn days_are_read() {
        let day = jiff::civil::date(2024, 8, 14);
        assert_eq!(packed("20240814103000-0500"), Some(day));
        assert_eq!(packed("20240814"), Some(day));
        assert_eq!(packed("202408"), None);
        assert_eq!(packed("20241314"), None);
        assert_eq!(packed("2024 814"), None);
        assert_eq!(dashed("2024-08-14T10:30:00Z"), Some(day));
        assert_eq!(dashed("2024-08"), None);
        assert_eq!(dashed("14 August 2024"), None);
    }
}
