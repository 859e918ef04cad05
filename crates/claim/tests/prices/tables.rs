//! Small tables, written as the fee schedule prints them.

use jiff::civil::{Date, date};
use ligature_edits::{
    AddOnRow, AnesthesiaRow, Fixed, Indicators, Key, Kind, LocalityRow, Rows, Setting, Table,
    TableRelease, ValueRow,
};

/// Facts of CMS's PPRRVU of July 2024 (RVU24C): code, modifier, status, work, practice expense elsewhere and its NA mark,
/// practice expense in a facility and its NA mark, malpractice, PC/TC, global days, shares before, during and after, indicators
/// (multiple, bilateral, assistant, co-surgeon, team), base of the endoscopy family.
const VALUES: &str = include_str!("rvu24c.csv");

/// Facts of CMS's GPCI of 2024: contractor, state, number, name, work (with the floor), practice expense, malpractice.
const LOCALITIES: &str = "\
10112,AL,00,ALABAMA,1,0.869,0.575
13202,NY,01,MANHATTAN,1.065,1.166,1.656
13202,NY,02,NYC SUBURBS/LONG ISLAND,1.065,1.2,1.911
";

/// Add-ons and primaries, of CMS's add-on edits of 2024.
const ADDONS: [(&str, &str); 3] = [("44121", "44120"), ("44139", "44140"), ("44139", "44143")];

pub fn key(code: &str) -> Key {
    Key::pack(code.as_bytes()).unwrap()
}

pub fn source(kind: Kind, label: &str, from: Date, to: Date) -> TableRelease {
    TableRelease {
        kind,
        setting: Setting::Practitioner,
        label: label.to_owned(),
        from,
        to,
        dated: false,
        publisher: "CMS".to_owned(),
        licence: String::new(),
        file: String::new(),
        part: None,
        revision: 0,
    }
}

pub fn table(source: TableRelease, rows: Rows) -> Table {
    Table {
        source,
        rows,
        read: 0,
        refused: vec![],
    }
}

fn fixed(text: &str) -> Fixed {
    Fixed::parse(text).unwrap()
}

pub fn value(line: &str) -> ValueRow {
    let f: Vec<&str> = line.split(',').collect();
    let letter = |at: usize| f[at].bytes().next().unwrap_or(0);
    let mut modifier = *b"  ";
    modifier[..f[1].len()].copy_from_slice(f[1].as_bytes());
    ValueRow {
        code: key(f[0]),
        modifier,
        status: letter(2),
        work: fixed(f[3]),
        facility: fixed(f[6]),
        nonfacility: fixed(f[4]),
        malpractice: fixed(f[8]),
        rare: [f[7] == "NA", f[5] == "NA"],
        global: f[10].as_bytes().try_into().unwrap(),
        shares: [fixed(f[11]), fixed(f[12]), fixed(f[13])],
        indicators: Indicators {
            pctc: letter(9),
            multiple: letter(14),
            bilateral: letter(15),
            assistant: letter(16),
            co_surgeon: letter(17),
            team: letter(18),
            supervision: *b"09",
        },
        endoscopy_base: (!f[19].is_empty()).then(|| key(f[19])),
        factor: fixed("33.2875"),
    }
}

fn locality(line: &str) -> LocalityRow {
    let f: Vec<&str> = line.split(',').collect();
    LocalityRow {
        mac: f[0].to_owned(),
        state: f[1].to_owned(),
        number: f[2].to_owned(),
        name: f[3].to_owned(),
        work: fixed(f[4]),
        expense: fixed(f[5]),
        malpractice: fixed(f[6]),
    }
}

/// The fee schedule of the third quarter of 2024, the localities of the year, add-ons and one anesthesia code.
pub fn small() -> Vec<Table> {
    let quarter = (date(2024, 7, 1), date(2024, 9, 30));
    let year = (date(2024, 1, 1), date(2024, 12, 31));
    let addons = ADDONS.iter().map(|(addon, primary)| AddOnRow {
        addon: key(addon),
        primary: Some(key(primary)),
        kind: 1,
        from: None,
        to: None,
    });
    let bases = vec![AnesthesiaRow {
        code: key("00840"),
        units: 6,
    }];
    vec![
        table(
            source(Kind::Values, "RVU24C", quarter.0, quarter.1),
            Rows::Values(VALUES.lines().map(value).collect()),
        ),
        table(
            source(Kind::Localities, "GPCI 2024", year.0, year.1),
            Rows::Localities(LOCALITIES.lines().map(locality).collect()),
        ),
        table(
            source(Kind::AddOns, "AOC 2024", year.0, year.1),
            Rows::AddOns(addons.collect()),
        ),
        table(
            source(
                Kind::Anesthesia,
                "Anesthesia base units 2024",
                year.0,
                year.1,
            ),
            Rows::Anesthesia(bases),
        ),
    ]
}
