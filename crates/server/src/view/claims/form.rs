//! What goes in: lines typed, or a file of claims.

use super::around::LARGEST;
use crate::form::size;
use ligature_tools::TypedClaim;
use maud::{Markup, html};

/// The form for lines that are typed.
pub(super) fn form(typed: &TypedClaim, title: &str) -> Markup {
    let setting = typed.setting.as_str();
    html! {
        form.ask #change method="post" action="/claims" {
            @if !title.is_empty() { h2 { (title) } }
            div.box {
                label for="lines" { "Lines: a code each, with its modifiers and units" }
                textarea #lines name="lines" rows="6" required maxlength="20000" spellcheck="false" autocapitalize="characters" aria-describedby="how" placeholder="44120\n44121 x 2\n99223-57" { (typed.lines) }
            }
            p.said #how { "For example " code { "44121 x 2" } " or " code { "99213-25" } "; " code { "2024-08-02 99213" } " where the day differs, " code { "99292 by 1234567893" } " where the practitioner does." }
            div.row {
                p.field { label for="date" { "Date of service" } input #date type="date" name="date" value=(typed.date) required; }
                p.field { label for="place" { "Place of service" } input #place name="place" value=(typed.place) size="4" maxlength="2" inputmode="numeric" placeholder="21"; }
                p.field { label for="setting" { "Claim of" } select #setting name="setting" {
                    @for (value, name) in [("practitioner", "a practitioner"), ("outpatient", "a hospital's outpatient department"), ("supplier", "a supplier")] {
                        option value=(value) selected[setting == value] { (name) }
                    }
                } }
                p.field { label for="locality" { "Locality, for prices" } input #locality name="locality" value=(typed.locality) size="10" maxlength="12" placeholder="13202-01"; }
            }
            details open[!typed.earlier.trim().is_empty()] {
                summary { "What was billed before, for the global period and the day" }
                div.box {
                    label for="earlier" { "A day and a code each; of another practitioner, with “by” and the number" }
                    textarea #earlier name="earlier" rows="3" maxlength="20000" spellcheck="false" placeholder="2024-08-06 44120\n2024-08-14 99291 by 1234567893" { (typed.earlier) }
                }
            }
            details open[!typed.born.is_empty() || !typed.sex.is_empty()] {
                summary { "About the patient, for codes of an age or a sex" }
                div.row {
                    p.field { label for="born" { "Date of birth" } input #born type="date" name="born" value=(typed.born) autocomplete="off"; }
                    p.field { label for="sex" { "Sex" } select #sex name="sex" {
                        @for (value, name) in [("", "not given"), ("F", "female"), ("M", "male")] {
                            option value=(value) selected[typed.sex == value] { (name) }
                        }
                    } }
                }
            }
            div.row { button type="submit" { "Check" } }
        }
    }
}

/// The form for a file of claims.
pub(super) fn file_form(locality: &str, title: &str) -> Markup {
    html! {
        form.ask #file action="/claims/file" method="post" enctype="multipart/form-data" data-most=(LARGEST) data-size=(size(LARGEST))
            data-what="file of claims" data-empty="There is no file yet. Choose one, or paste its contents." {
            h2 { (title) }
            p.said-first { "The file that a billing system sends to a payer. It is read for this answer only and not kept, and no patient’s name is shown. What a payer answered (an 835) is explained on the " a href="/remit" { "page of remittances" } "." }
            div.row {
                p.field { label for="claims-file" { "A file of claims, or drop it on this page" } input #claims-file type="file" name="file" accept=".837,.837p,.x12,.edi,.txt,.dat,.clm,text/*"; }
                p.field { label for="file-locality" { "Locality, for prices" } input #file-locality name="locality" value=(locality) size="10" maxlength="12" placeholder="13202-01"; }
                button type="submit" { "Check the file" }
            }
            details {
                summary { "Paste it instead" }
                div.box {
                    label for="claims-text" { "Contents of the file, from ISA on" }
                    textarea #claims-text name="text" rows="5" spellcheck="false" autocomplete="off" autocapitalize="off" placeholder="ISA*00*          *00*" {}
                }
            }
            p.said role="status" {}
        }
    }
}
