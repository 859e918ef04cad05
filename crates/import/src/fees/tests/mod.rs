//! Small files in the publishers' layouts, and the publishers' own where they are available. Texts of CPT and CDT are invented.

mod never;
mod real;

use crate::cms::tests::{Small, check};
use crate::read::{Layout, recognise};

#[test]
fn every_layout_is_known_and_read() {
    for small in all() {
        check(&small);
    }
}

#[test]
fn what_is_no_table_is_not_known() {
    let cases = [
        "",
        "code,units\n44120,1\n",
        "Dear colleague,\n60654 Chicago is where we meet.\nBring the book.\n",
        "44120\t1\n44121\t2\n44125\t3\n",
    ];
    for text in cases {
        assert_eq!(recognise(text.as_bytes()), None, "{text}");
    }
}

/// All small files of these readers.
fn all() -> Vec<Small> {
    let text = |layout, name, text: &str, gives| Small {
        layout,
        name,
        bytes: text.as_bytes().to_vec(),
        gives,
    };
    let unclosed = format!(
        "{}44125,\"1,never\n{}",
        include_str!("files/mue.csv"),
        "44130,1,,\n".repeat(80)
    );
    vec![
        text(
            Layout::Pprrvu,
            "x.csv",
            include_str!("files/pprrvu.csv"),
            include_str!("files/pprrvu.gives"),
        ),
        text(
            Layout::Pprrvu,
            "PPRRVU26_JAN_QPP.csv",
            include_str!("files/pprrvu_last.csv"),
            include_str!("files/pprrvu_last.gives"),
        ),
        text(
            Layout::Pprrvu,
            "renamed.csv",
            include_str!("files/pprrvu_last.csv"),
            "neither its first lines nor its name say for which quarter it is (give it a name such as PPRRVU2025_Oct.csv)\n",
        ),
        text(
            Layout::Pprrvu,
            "PPRRVU26_JAN.csv",
            "HCPCS,MOD,DESCRIPTION,CODE,PE RVU\n44120,,,A,1\n",
            "its header has no column for work-rvu\n",
        ),
        text(
            Layout::Mue,
            "m.csv",
            include_str!("files/mue.csv"),
            include_str!("files/mue.gives"),
        ),
        text(
            Layout::Mue,
            "MUE_Eff_10-01-2025.csv",
            "HCPCS/CPT Code,DME Supplier Services MUE Values\nE0100,2\n",
            include_str!("files/mue_dme.gives"),
        ),
        text(
            Layout::Mue,
            "unclosed.csv",
            &unclosed,
            "a quotation mark in line 11 is never closed\n",
        ),
        text(
            Layout::AddOn,
            "AOC_V2024Q2-MCR.txt",
            include_str!("files/addon.txt"),
            include_str!("files/addon.gives"),
        ),
        text(
            Layout::AddOn,
            "AOC_active_2024-07-01.txt",
            "Primary_Code\tAdd_On_Code\tAOC_Edit_Type\n44120\t44121\t1\n",
            include_str!("files/addon_active.gives"),
        ),
        text(
            Layout::Cpt,
            "LONGULT.txt",
            include_str!("files/longult.txt"),
            include_str!("files/longult.gives"),
        ),
        text(
            Layout::Cpt,
            "MEDU_2025.txt",
            include_str!("files/medu.txt"),
            include_str!("files/medu.gives"),
        ),
        text(
            Layout::Cpt,
            "ConsumerDescriptor2025.txt",
            "Concept Id\tCPT Code\tConsumer Friendly Descriptor\n1000\t44120\tTaking out the blue part\n1001\t\tnothing\n",
            include_str!("files/consumer.gives"),
        ),
        text(
            Layout::Cpt,
            "ClinicianDescriptor2025.txt",
            "Concept Id\tCPT Code\tClinician Descriptor Id\tClinician Descriptor\n1000\t44120\t7\tBlue part removal\n1000\t44120\t8\tRemoval of blue part\n",
            include_str!("files/clinician.gives"),
        ),
        text(
            Layout::Cdt,
            "CDT_2025.csv",
            "Code,Nomenclature,Descriptor\nD9001,painting of a tooth,\"Any colour, any tooth.\"\nD9002,gilding of a tooth,\n9003,no code,\n",
            include_str!("files/cdt.gives"),
        ),
    ]
}
