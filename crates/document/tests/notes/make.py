#!/usr/bin/env python3
"""Makes the files beside it from note.txt: one invented operative note in every format, and files with trouble in them.

    make.py        needs: python-docx reportlab pypdf pillow cryptography
"""
import base64, io, json, pathlib, zipfile

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph, SimpleDocTemplate

here = pathlib.Path(__file__).resolve().parent
TEXT = (here / "note.txt").read_text()
BLOCKS = [block for block in TEXT.strip().split("\n\n")]
pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))
BODY = ParagraphStyle("body", fontName="Vera", fontSize=9.5, leading=13, spaceAfter=7)


def write(name, data):
    (here / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def parts(block):
    """Lines of a block, each as heading and text."""
    for line in block.split("\n"):
        head, colon, rest = line.partition(":")
        yield (head + ":", rest.strip()) if colon and head.isupper() else ("", line)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


# PDF

def story(style=BODY):
    out = []
    for block in BLOCKS:
        for head, text in parts(block):
            bold = f'<font name="VeraBd">{escaped(head)}</font> ' if head else ""
            out.append(Paragraph(bold + escaped(text), style))
    return out


def furniture(page, document):
    page.saveState()
    page.setFont("Vera", 8)
    page.drawString(72, 760, "Harbour View Hospital - Department of Surgery")
    page.drawRightString(540, 760, "MRN 0000000")
    page.drawString(72, 30, "Confidential. Dictated, not read.")
    page.drawRightString(540, 30, f"Page {document.page} of 2")
    page.setFont("VeraBd", 60)
    page.setFillGray(0.9)
    page.translate(150, 250)
    page.rotate(45)
    page.drawString(0, 0, "COPY")
    page.restoreState()


def pdf(flowables, **how):
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=letter, invariant=1, title="Operative Report", **how).build(flowables, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


wide = ParagraphStyle("wide", parent=BODY, fontSize=11, leading=17, spaceAfter=12)
NOTE_PDF = pdf(story(wide))
write("note.pdf", NOTE_PDF)

# two columns, justified, words divided at line ends; the columns are drawn line by line in turn by no program, but read so by many
columns = ParagraphStyle("columns", parent=BODY, fontName="Times-Roman", fontSize=10, leading=12, alignment=TA_JUSTIFY, hyphenationLang="", spaceAfter=6)
out = io.BytesIO()
document = BaseDocTemplate(out, pagesize=letter, invariant=1)
document.addPageTemplates(PageTemplate(frames=[Frame(60, 60, 235, 660, id="a"), Frame(315, 60, 235, 660, id="b")]))
times = [Paragraph(escaped(line).replace("≥ ", "").replace("°", "&deg;"), columns) for block in BLOCKS for line in block.split("\n")]
document.build(times[:10] + [FrameBreak()] + times[10:])
write("columns.pdf", out.getvalue())

# lines placed one by one in random order, words divided at line ends, labels beside values
page_out = io.BytesIO()
page = canvas.Canvas(page_out, pagesize=letter, invariant=1)
page.setFont("Helvetica", 10)
lines = [
    (72, "PROCEDURE:"), (200, "Resection of small bowel with side-to-side"), None, (200, "anastomosis"), None,
    (72, "SURGEON:"), (200, "A. Example"), None, None,
    (72, "The abdomen was opened in the midline. A segment of jejunum, 12 cm long, was re-"), None,
    (72, "sected with the GIA stapler and passed off. The ends were joined with a side-to-"), None,
    (72, "side stapled anastomosis. The small bowel was then looked at. No more was resected."), None,
]
placed, y = [], 720
for line in lines:
    if line is None:
        y -= 13
    else:
        placed.append((line[0], y, line[1]))
for x, y, text in reversed(placed):
    page.drawString(x, y, text)
page.save()
write("divided.pdf", page_out.getvalue())

picture = Image.new("L", (340, 440), 255)
for at in range(20, 420, 12):
    picture.paste(90, (30, at, 300 - at % 50, at + 4))
png = io.BytesIO()
picture.save(png, "PNG")
write("scan.png", png.getvalue())
picture.save(here / "scan.tiff", compression="tiff_lzw")
scan_out = io.BytesIO()
page = canvas.Canvas(scan_out, pagesize=letter, invariant=1)
for number in (1, 2):
    png.seek(0)
    from reportlab.lib.utils import ImageReader
    page.drawImage(ImageReader(png), 0, 0, 612, 792)
    page.setFont("Helvetica", 8)
    page.drawString(500, 20, f"Page {number} of 2")
    page.showPage()
page.save()
write("scan.pdf", scan_out.getvalue())

# a scan over which text recognition has put its words, unseen
ocr_out = io.BytesIO()
page = canvas.Canvas(ocr_out, pagesize=letter, invariant=1)
png.seek(0)
page.drawImage(ImageReader(png), 0, 0, 612, 792)
layer = page.beginText(60, 740)
layer.setTextRenderMode(3)
layer.setFont("Times-Roman", 9)
for block in BLOCKS:
    for line in block.replace("≥ ", "").replace("°", "").split("\n"):
        words, row = line.split(), ""
        for word in words:
            if len(row) + len(word) > 105:
                layer.textLine(row)
                row = ""
            row = f"{row} {word}".strip()
        layer.textLine(row)
    layer.textLine("")
page.drawText(layer)
page.save()
write("recognised.pdf", ocr_out.getvalue())

writer = PdfWriter(clone_from=PdfReader(io.BytesIO(NOTE_PDF)))
writer.encrypt("secret", algorithm="AES-256")
locked = io.BytesIO()
writer.write(locked)
write("locked.pdf", locked.getvalue())
writer = PdfWriter(clone_from=PdfReader(io.BytesIO(NOTE_PDF)))
writer.encrypt("", "owner", algorithm="AES-128")
printable = io.BytesIO()
writer.write(printable)
write("restricted.pdf", printable.getvalue())

# DOCX

def tracked(paragraph, kind, text):
    change = OxmlElement(f"w:{kind}")
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "A")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText" if kind == "del" else "w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    run.append(words)
    change.append(run)
    paragraph._p.append(change)


def save(document, name):
    core = document.core_properties
    core.author, core.title = "", "Operative Report"
    out = io.BytesIO()
    document.save(out)
    # the same bytes each time
    fixed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if "thumbnail" in item.filename:
                continue
            data = old.read(item)
            if item.filename == "_rels/.rels":
                data = data.replace(b'<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/>', b"")
            new.writestr(zipfile.ZipInfo(item.filename, (2024, 8, 14, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    write(name, fixed.getvalue())
    return fixed.getvalue()


document = Document()
document.sections[0].header.paragraphs[0].text = "Harbour View Hospital"
document.sections[0].footer.paragraphs[0].text = "Confidential"
for block in BLOCKS:
    for head, text in parts(block):
        number, dot, rest = text.partition(". ")
        if not head and dot and number.isdigit():
            document.add_paragraph(rest, style="List Number")
            continue
        paragraph = document.add_paragraph()
        if head:
            paragraph.add_run(head).bold = True
            paragraph.add_run(" " + text)
        else:
            paragraph.add_run(text)
NOTE_DOCX = save(document, "note.docx")

# a form: particulars in a table, changes that were tracked, hidden words, a check box
document = Document()
document.add_heading("Operative note", 1)
rows = [("Preoperative diagnosis", "Small bowel obstruction"), ("Procedure", "Small bowel resection"), ("Surgeon", "A. Example")]
table = document.add_table(rows=0, cols=2)
for label, value in rows:
    cells = table.add_row().cells
    cells[0].text, cells[1].text = label, value
document.add_heading("Description of procedure", 2)
paragraph = document.add_paragraph("A midline laparotomy was made. A 12 cm segment of jejunum was resected with the GIA stapler. ")
tracked(paragraph, "del", "An end ileostomy was brought out. ")
tracked(paragraph, "ins", "A side-to-side stapled anastomosis was made. ")
hidden = paragraph.add_run("The appendix was removed. ")
hidden.font.hidden = True
paragraph.add_run("The fascia was closed.")
paragraph = document.add_paragraph()
tracked(paragraph, "del", "A splenectomy was done.")
png.seek(0)
document.add_picture(png)
save(document, "tracked.docx")

# RTF, as word processors write it: code page 1252, signs beyond it by number
def rtf(text):
    out = ""
    for c in text:
        if c in "\\{}":
            out += "\\" + c
        elif ord(c) < 128:
            out += c
        elif ord(c) < 256:
            out += f"\\'{ord(c):02x}"
        else:
            out += f"\\u{ord(c)}?"
    return out


body = []
for block in BLOCKS:
    for head, text in parts(block):
        body.append((f"{{\\b {rtf(head)}}} " if head else "") + rtf(text) + "\\par\n")
    body.append("\\par\n")
NOTE_RTF = (
    "{\\rtf1\\ansi\\ansicpg1252\\deff0\\nouicompat{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fnil\\fcharset2 Symbol;}}\n"
    "{\\colortbl ;\\red0\\green0\\blue0;}{\\stylesheet{\\s0 Normal;}}{\\info{\\title Operative Report}{\\author X}}\n"
    "{\\*\\generator Riched20 10.0.19041;}{\\header\\pard Harbour View Hospital\\par}\n"
    "\\viewkind4\\uc1\\pard\\sa200\\f0\\fs20 " + "".join(body) + "}\n"
)
write("note.rtf", NOTE_RTF)

# HL7 v2
def field(text):
    for sign, name in ("\\", "E"), ("|", "F"), ("^", "S"), ("&", "T"), ("~", "R"):
        text = text.replace(sign, f"\\{name}\\")
    return text


def head(kind, number="1"):
    return f"MSH|^~\\&|DICT|HVH|EHR|HVH|20240815083000||{kind}|{number}|P|2.5.1|||||USA|UNICODE UTF-8"


PATIENT = "PID|1||0000000^^^HVH^MR||EXAMPLE^ADAM||19560101|M\rPV1|1|I|3W^301^A||||1234^EXAMPLE^A||||||||||||V100"
TXA = "TXA|1|OP^Operative Report^L|TX|20240814103000|1234^EXAMPLE^A||20240815080000|||||DOC1||||LA"
lines = TEXT.rstrip("\n").split("\n")
obx = "\r".join(f"OBX|{at}|TX|11504-8^Surgical operation note^LN||{field(line)}||||||F" for at, line in enumerate(lines, 1))
write("mdm.hl7", f"{head('MDM^T02^MDM_T02')}\rEVN|T02|20240815\r{PATIENT}\r{TXA}\r{obx}\r")
formatted = field(TEXT.rstrip("\n")).replace("\n", "\\.br\\")
write("oru.hl7", f"\x0b{head('ORU^R01^ORU_R01')}\r{PATIENT}\rORC|RE\rOBR|1|||11504-8^Surgical operation note^LN|||20240814103000\rOBX|1|FT|11504-8^Surgical operation note^LN||{formatted}||||||F\r\x1c\r")
packed = base64.b64encode(NOTE_PDF).decode()
write("mdm-pdf.hl7", f"{head('MDM^T02^MDM_T02')}\r{PATIENT}\r{TXA}\rOBX|1|TX|A^Note^L||The report is attached.||||||F\rOBX|2|ED|A^Note^L||DICT^Application^PDF^Base64^{packed}||||||F\r")
# several messages of one visit, in a batch, with line feeds: a note, its replacement, a pathology report in repetitions
short = "PROCEDURE: Small bowel resection.~~A midline laparotomy was made. 12 cm of jejunum \\T\\ mesentery were resected with the GIA stapler.~A side-to-side stapled anastomosis was made\\.br\\and the fascia was closed."
write("batch.hl7", "\n".join([
    "FHS|^~\\&|DICT", "BHS|^~\\&|DICT",
    head("MDM^T02", "1"), *PATIENT.split("\r"), TXA.replace("TX|", "FT|"), "OBX|1|FT|A^Note^L||PROCEDURE: Right hemicolectomy with ileocolic anastomosis.||||||P",
    head("MDM^T10", "2"), *PATIENT.split("\r"), TXA.replace("DOC1|", "DOC2|DOC1"), f"OBX|1|FT|A^Note^L||{short}||||||F", "OBX|2|NM|B^Blood loss^L||150|mL|||||F",
    head("ORU^R01", "3"), *PATIENT.split("\r"), "OBR|1|||22634-0^Pathology report^LN|||20240816", "OBX|1|TX|A^Gross^L||Jejunum, 12 cm.||||||F", "OBX|2|TX|B^Diagnosis^L||Ischemic necrosis.||||||F",
    "BTS|3", "FTS|1", ""]))

# C-CDA
def section(title, text):
    return f"<component><section><title>{escaped(title.rstrip(':').title())}</title><text>{text}</text></section></component>"


sections, name, held = [], "", []
for block in BLOCKS[1:]:
    for head_, text in parts(block):
        if head_:
            if name:
                sections.append((name, held))
            name, held = head_, [text] if text else []
        else:
            held.append(text)
sections.append((name, held))


def narrative(lines):
    if lines and lines[0].startswith("1. "):
        items = "".join(f"<item>{escaped(line.partition('. ')[2])}</item>" for line in lines)
        return f'<list listType="ordered">{items}</list>'
    return "".join(f"<paragraph>{escaped(line)}</paragraph>" for line in lines)


HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><code code="11504-8" codeSystem="2.16.840.1.113883.6.1" displayName="Surgical operation note"/>'
    "<title>Operative Note</title><effectiveTime value=\"20240815083000-0500\"/>"
    '<recordTarget><patientRole><id extension="0000000"/><patient><name><given>Adam</given><family>Example</family></name></patient></patientRole></recordTarget>'
    '<documentationOf><serviceEvent classCode="PROC"><effectiveTime><low value="20240814103000-0500"/></effectiveTime></serviceEvent></documentationOf>'
)
body = "".join(section(name, narrative(lines)) for name, lines in sections)
write("note.cda.xml", f"{HEADER}<component><structuredBody>{body}</structuredBody></component></ClinicalDocument>\n")
write("rtf.cda.xml", f'{HEADER}<component><nonXMLBody><text mediaType="text/rtf" representation="B64">{base64.encodebytes(NOTE_RTF.encode()).decode()}</text></nonXMLBody></component></ClinicalDocument>\n')
table = (
    '<table border="1"><thead><tr><th>Procedure</th><th>Date</th></tr></thead><tbody><tr><td><content ID="p1">Small bowel resection</content></td><td>14 Aug 2024</td></tr></tbody></table>'
)
described = "<paragraph>A midline laparotomy was made.<br/>A 12 cm segment of jejunum was <content styleCode=\"Bold\">resected</content> with the GIA stapler.<content revised=\"delete\"> A right colectomy was done.</content></paragraph><paragraph>A side-to-side stapled anastomosis was made. The fascia was closed.</paragraph>"
particulars = "<table><tbody><tr><th>Surgeon</th><td>A. Example</td></tr><tr><th>Blood loss</th><td>150 mL</td></tr></tbody></table><renderMultiMedia referencedObject=\"x\"/>"
write("table.cda.xml", f"{HEADER}<component><structuredBody>{section('PROCEDURES', table)}{section('PROCEDURE DESCRIPTION', described)}{section('PARTICULARS', particulars).replace('</section>', '<entry/><entry/></section>')}</structuredBody></component></ClinicalDocument>\n")

# FHIR
def attachment(kind, data, **more):
    return {"attachment": {"contentType": kind, "data": base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode(), **more}}


def reference(*content, **more):
    kind = {"coding": [{"system": "http://loinc.org", "code": "11504-8", "display": "Surgical operation note"}]}
    return {"resourceType": "DocumentReference", "status": "current", "type": kind, "subject": {"reference": "Patient/1"}, "date": "2024-08-15T08:30:00Z", "context": {"period": {"start": "2024-08-14T10:30:00Z"}}, "content": list(content), **more}


def dump(name, resource):
    write(name, json.dumps(resource, indent=1) + "\n")


dump("note.fhir.json", reference(attachment("text/plain", TEXT)))
# the same note as a text and as a Word document: one document, not two
dump("forms.fhir.json", reference(attachment("text/plain; charset=utf-8", TEXT), attachment("application/vnd.openxmlformats-officedocument.wordprocessingml.document", NOTE_DOCX), {"attachment": {"contentType": "application/pdf", "url": "https://example.org/Binary/9"}}))
brief = "PROCEDURE: Small bowel resection.\n\nA midline laparotomy was made. A 12 cm segment of jejunum was resected with the GIA stapler.\nA side-to-side stapled anastomosis was made. The fascia was closed.\n"
addendum = "{\\rtf1\\ansi ADDENDUM: The specimen was sent to pathology. No stoma was made.\\par}"
dump("addendum.fhir.json", reference(attachment("text/plain", brief, title="Operative note"), attachment("text/rtf", addendum, title="Addendum")))
dump("bundle.fhir.json", {"resourceType": "Bundle", "type": "searchset", "entry": [
    {"resource": {"resourceType": "Patient", "id": "1"}},
    {"resource": reference({"attachment": {"contentType": "text/html", "url": "Binary/b1"}})},
    {"resource": {"resourceType": "Binary", "id": "b1", "contentType": "text/html", "data": base64.b64encode(f"<!DOCTYPE html><html><head><title>x</title></head><body><p>{brief.replace(chr(10), '<br>')}</p></body></html>".encode()).decode()}},
    {"resource": {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "Surgical pathology"}, "subject": {"reference": "Patient/1"}, "effectiveDateTime": "2024-08-16", "conclusion": "Jejunum: ischemic necrosis."}},
]})
dump("address.fhir.json", reference({"attachment": {"contentType": "application/pdf", "url": "https://example.org/Binary/9"}}))

# HTML
html = "".join("<p>" + "<br>\n".join((f"<b>{escaped(head_)}</b> " if head_ else "") + escaped(text) for head_, text in parts(block)) + "</p>\n" for block in BLOCKS)
write("note.html", f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Operative Report</title><style>p {{ margin: 1em }}</style></head>\n<body>\n{html}</body></html>\n')

# what is refused by name
ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 200
write("old.doc", ole)
odt = io.BytesIO()
with zipfile.ZipFile(odt, "w") as archive:
    archive.writestr(zipfile.ZipInfo("mimetype", (2024, 8, 14, 0, 0, 0)), "application/vnd.oasis.opendocument.text")
    archive.writestr(zipfile.ZipInfo("content.xml", (2024, 8, 14, 0, 0, 0)), "<x/>")
write("note.odt", odt.getvalue())
plain = io.BytesIO()
with zipfile.ZipFile(plain, "w") as archive:
    archive.writestr(zipfile.ZipInfo("readme.txt", (2024, 8, 14, 0, 0, 0)), "nothing")
write("other.zip", plain.getvalue())
