//! An 837P that goes out: in the order of the schedule, and else as it was.

use super::{SHARED, TABLES, run};
use std::fs;

/// An 837P with a claim for each list of services, all of one day.
pub fn professional(claims: &[&[&str]]) -> String {
    let mut body = vec![
        "ST*837*0001*005010X222A1".to_owned(),
        "BHT*0019*00*1*20240901*1200*CH".into(),
        "NM1*41*2*CLINIC*****46*1".into(),
        "PER*IC*DESK*TE*5550000000".into(),
        "NM1*40*2*PAYER*****46*2".into(),
        "HL*1**20*1".into(),
        "NM1*85*2*CLINIC*****XX*1234567893".into(),
        "N3*1 ROAD".into(),
        "N4*ALBANY*NY*12207".into(),
        "REF*EI*123456789".into(),
        "HL*2*1*22*0".into(),
        "SBR*P*18*******MB".into(),
        "NM1*IL*1*A*B****MI*1".into(),
        "DMG*D8*19500101*F".into(),
        "NM1*PR*2*PAYER*****PI*2".into(),
    ];
    for (at, services) in claims.iter().enumerate() {
        body.push(format!(
            "CLM*C{at}*{}***21:B:1*Y*A*Y*Y",
            services.len() * 100
        ));
        body.push("HI*ABK:K5660".into());
        for (line, service) in services.iter().enumerate() {
            body.push(format!("LX*{}", line + 1));
            body.push(format!("SV1*HC:{service}*100*UN*1***1"));
            body.push("DTP*472*D8*20240814".into());
            body.push(format!("REF*6R*L{line}"));
        }
    }
    let count = body.len() + 1;
    format!(
        "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240901*1200*^*00501*000000001*0*P*:~\nGS*HC*CLINIC*PAYER*20240901*1200*1*X*005010X222A1~\n{}~\nSE*{count}*0001~\nGE*1*1~\nIEA*1*000000001~\n",
        body.join("~\n")
    )
}

#[test]
fn an_837p_goes_out_in_the_order_of_the_schedule_and_else_as_it_was() {
    let Some(_) = TABLES.as_ref() else { return };
    let dir = tempfile::tempdir().unwrap();
    let [file, out, again] =
        ["a.837", "b.837", "c.837"].map(|name| dir.path().join(name).display().to_string());
    let came = professional(&[
        // an add-on before its primary, and a lesser operation before both
        &["49000:59", "44121", "44120"],
        &["44120", "44121"],
        &["99213:25"],
    ]);
    fs::write(&file, &came).unwrap();
    let (fine, out_text, err_text) = run(&["check", &file, "--out", &out], "");
    assert!(fine && err_text.is_empty(), "{out_text}{err_text}");
    for words in [
        "3 claims: 1 in another order, 2 as it was",
        "claim 1: 44120, 44121, 49000 (was 49000, 44121, 44120)",
    ] {
        assert!(out_text.contains(words), "{words}: {out_text}");
    }
    let went = fs::read_to_string(&out).unwrap();
    let wanted = came.replacen(
        "LX*1~\nSV1*HC:49000:59*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L0~\nLX*2~\nSV1*HC:44121*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L1~\nLX*3~\nSV1*HC:44120*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L2~\n",
        "LX*1~\nSV1*HC:44120*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L2~\nLX*2~\nSV1*HC:44121*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L1~\nLX*3~\nSV1*HC:49000:59*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L0~\n",
        1,
    );
    assert_ne!(came, wanted);
    assert_eq!(went, wanted);
    // the tables of the named setting are used
    let (fine, out_text, _) = run(&["check", &file, "--setting", "outpatient"], "");
    assert!(fine && out_text.contains("no pair edits are"), "{out_text}");
    // once more changes nothing
    let (fine, out_text, _) = run(&["check", &out, "--out", &again], "");
    assert!(
        fine && out_text.contains("0 in another order"),
        "{out_text}"
    );
    assert_eq!(fs::read_to_string(&again).unwrap(), went);
    // a void stays, and so does a claim whose days no schedule covers; a table is no place for claims
    let void = came.replace("21:B:1", "21:B:8");
    let old = came.replace("20240814", "19990814");
    for (text, words) in [
        (void, "3 claims left as sent"),
        (old, "no fee schedule of the day"),
    ] {
        fs::write(&file, &text).unwrap();
        let (fine, out_text, _) = run(&["check", &file, "--out", &again], "");
        assert!(
            fine && out_text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .contains(words),
            "{out_text}"
        );
        assert_eq!(fs::read_to_string(&again).unwrap(), text);
    }
    fs::write(&file, &came).unwrap();
    let table = dir.path().join("x.parquet").display().to_string();
    let (fine, _, err_text) = run(&["check", &file, "--out", &table], "");
    assert!(!fine && err_text.contains(".837"), "{err_text}");
    // the claims themselves are not written over
    let (fine, _, err_text) = run(&["check", &file, "--out", &file], "");
    assert!(!fine && err_text.contains("overwrite"), "{err_text}");
    assert_eq!(fs::read_to_string(&file).unwrap(), came);
}

#[test]
fn the_public_samples_go_out_with_all_their_segments() {
    let (Some(_), Some(shared)) = (TABLES.as_ref(), SHARED.as_ref()) else {
        return;
    };
    let packed = shared.join("data/x12-samples/x12-samples.tar.xz");
    let dir = tempfile::tempdir().unwrap();
    let unpacked = std::process::Command::new("tar")
        .args([
            "-xJf".as_ref(),
            packed.as_os_str(),
            "-C".as_ref(),
            dir.path().as_os_str(),
        ])
        .status();
    if !unpacked.is_ok_and(|status| status.success()) {
        eprintln!("skipped: the samples of X12 are not here");
        return;
    }
    let mut folders = vec![dir.path().to_owned()];
    let mut seen = 0;
    let out = dir.path().join("out.837").display().to_string();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(came) = fs::read(&path) else { continue };
            let text = String::from_utf8_lossy(&came);
            if !text.starts_with("ISA") || !text.contains("005010X222") {
                continue;
            }
            let (fine, out_text, err_text) =
                run(&["check", &path.display().to_string(), "--out", &out], "");
            if !fine {
                assert!(err_text.contains("no claim of an 837P"), "{err_text}");
                continue;
            }
            seen += 1;
            let went = fs::read(&out).unwrap();
            // lines may change places: all but their numbers is there
            let rest = |bytes: &[u8]| {
                let mut all: Vec<Vec<u8>> =
                    bytes.split(|b| *b == b'~').map(<[u8]>::to_vec).collect();
                all.retain(|segment| !segment.trim_ascii().starts_with(b"LX"));
                all.sort();
                all
            };
            assert_eq!(rest(&came), rest(&went), "{}", path.display());
            if out_text.contains("0 in another order") {
                assert!(came == went, "{}", path.display());
            }
        }
    }
    eprintln!("{seen} samples");
    assert!(seen > 0);
}
