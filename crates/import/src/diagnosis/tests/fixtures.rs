//! Small made-up files in the publishers' layouts.

use crate::read::Layout;

pub(super) const ORDER: &str = "\
00001 K57     0 Diverticular disease of intestine                            Diverticular disease of intestine\r
00002 K5720   1 Dvtrcli of lg int w perforation and abscess w/o bleeding     Diverticulitis of large intestine with perforation and abscess without bleeding\r
00003 S52.    0 Fracture of forearm                                          Fracture of forearm\r

00004 S52001a 1 Unsp fx upper end of r ulna, init for clos fx                Unspecified fracture of upper end of right ulna, initial\r
00005 B20     1 Short only\r
";

pub(super) const SPOILT_ORDER: &str = "\
00006 A00O0X0 2 Nothing                                                      Nothing\r
00007 ???     1 Nothing                                                      Nothing\r
00008 A000    1\r
\u{1a}";

pub(super) const CODES: &str = "\
A000    Cholera due to Vibrio cholerae 01, biovar cholerae
K5720   Diverticulitis of large intestine with perforation
S52001A Unspecified fracture of upper end of right ulna, initial encounter
G8381   Brown-Séquard syndrome
K5720
";

pub(super) const TABULAR: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
 <version>2026</version>
 <introduction><introSection type="title"><title>Notes</title><instruction><note>Not taken.</note></instruction></introSection></introduction>
 <chapter>
  <name>19</name>
  <desc>Injury (of all kinds) (S00-T88)</desc>
  <notes><note>Use secondary codes  from Chapter 20.</note></notes>
  <sectionIndex><sectionRef first="S50" last="S59" id="S50-S59">Elbow</sectionRef></sectionIndex>
  <section id="S50-S59">
   <desc>Injuries to the elbow (S50-S59)</desc>
   <excludes2><note>burns &amp; corrosions (T20-T32)</note></excludes2>
   <diag>
    <name>S52</name>
    <desc>Fracture of forearm</desc>
    <includes><note>open &lt; 3</note></includes>
    <sevenChrNote><note>One of these:</note></sevenChrNote>
    <sevenChrDef>
     <extension char="A">initial encounter</extension>
     <note>	first visit</note>
     <extension char="S">sequela</extension>
    </sevenChrDef>
    <diag placeholder="true">
     <name>S52.0</name>
     <desc>Fracture of ulna</desc>
     <inclusionTerm><note>Broken elbow</note><note/></inclusionTerm>
    </diag>
    <diag>
     <name>S52.11</name>
     <desc>Torus fracture</desc>
     <excludes1><note>other (S52.0-)</note></excludes1>
     <codeFirst><note>cause</note></codeFirst>
     <useAdditionalCode><note>code</note></useAdditionalCode>
     <codeAlso><note>also</note></codeAlso>
     <sevenChrDef><extension char="D">subsequent encounter</extension><extension char="??">wrong</extension></sevenChrDef>
     <diag><name>S52.111</name><desc>Right</desc></diag>
     <diag><name>way too long for a code</name><desc>Bad</desc><includes><note>lost</note></includes></diag>
    </diag>
   </diag>
   <diag><name>S53</name><desc>Plain</desc></diag>
  </section>
  <section id="C7A"><desc>Neuroendocrine (C7A)</desc><diag><name>C7A</name><desc>Tumors</desc></diag></section>
 </chapter>
</ICD10CM.tabular>
"#;

pub(super) const INDEX: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
 <version>2025</version><title>INDEX</title>
 <letter><title>A</title>
  <mainTerm><title>Accident<nemod>(to)</nemod> NEC</title><code>X58</code>
   <term level="1"><title>aircraft<nemod>(s)</nemod>, any</title><seeAlso>Accident, air</seeAlso>
    <term level="2"><title>wing</title><code>V95.1-</code><manif>[I43]</manif></term>
    <term level="2"><title>tail</title><see>categories T17 and</see><code>T18</code></term>
   </term>
   <term level="1"><title>heading</title><term level="2"><title>bed</title><seecat>T71</seecat></term></term>
   <term level="1"><title>lightning</title><subcat>T75.0</subcat></term>
   <term level="1"><title>lost</title></term>
   <term level="1"><title>wrong</title><code>see page 3 of the book</code></term>
  </mainTerm>
  <mainTerm><title>Earache - code by site</title></mainTerm>
  <mainTerm><title>Bronchorrhagia<nemod>(see also, Hemoptysis)</nemod></title></mainTerm>
 </letter>
</ICD10CM.index>
"#;

pub(super) const TABLE: &str = r#"<ICD10CM.index><version>2025</version>
 <indexHeading><head col="1">Neoplasm</head><head col="2">Malignant Primary</head><head col="4">Ca in situ</head></indexHeading>
 <letter><title>N</title>
  <mainTerm><title>Neoplasm, neoplastic</title><cell col="2">C80.1</cell><cell col="4">D09.9</cell>
   <term level="1"><title>wall</title><seeAlso>Neoplasm, skin</seeAlso><cell col="2">C79.8-</cell><cell col="4">-</cell></term>
   <term level="1"><title>book-leaf</title><manif>floor of mouth</manif><cell col="9">C06.89</cell></term>
   <term level="1"><title>none</title><cell col="2">--</cell></term>
  </mainTerm></letter></ICD10CM.index>
"#;

pub(super) const FIXTURES: [(&str, Layout); 5] = [
    (ORDER, Layout::Icd10cmOrder),
    (CODES, Layout::Icd10cmCodes),
    (TABULAR, Layout::Icd10cmTabular),
    (INDEX, Layout::Icd10cmIndex),
    (TABLE, Layout::Icd10cmTable),
];
