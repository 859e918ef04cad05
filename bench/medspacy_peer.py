"""medspaCy over a batch of notes on one core: the peer that `make bench` compares with.

    medspacy_peer.py NOTES.jsonl

Each line of the file has a field `note`. The pipeline is medspaCy's own default (its tokenizer, PyRuSH sentences, target
matcher, ConText) and its sections, with its own rules and 50 targets of abdominal surgery. Loading is not counted, nor is
one note to warm up. As nearly all of its time goes into PyRuSH, the same pipeline is also measured with spaCy's
sentencizer in that place. Prints one line of JSON: versions, how many targets were found, notes a second of
processor time (median of 3).

It does less than Ligature: it finds mentions with their section and assertion, and puts no events or codes together.
"""

import json
import sys
from importlib.metadata import version
from statistics import median
from time import process_time

from loguru import logger

# PyRuSH tells of every token on standard error: switched off, since writing that is not the work to be measured.
logger.remove()

import medspacy  # noqa: E402
from medspacy.ner import TargetRule  # noqa: E402

logger.disable("PyRuSH")

TARGETS = {
    "PROCEDURE": [
        "small bowel resection", "bowel resection", "resection", "enterectomy", "colectomy", "hemicolectomy",
        "ileocecectomy", "appendectomy", "cholecystectomy", "lysis of adhesions", "enterolysis", "adhesiolysis",
        "exploratory laparotomy", "laparotomy", "diagnostic laparoscopy", "laparoscopy", "anastomosis",
        "side-to-side anastomosis", "enterotomy", "enterorrhaphy", "ileostomy", "colostomy", "jejunostomy",
        "ileostomy takedown", "hernia repair",
    ],
    "ANATOMY": [
        "small bowel", "small intestine", "duodenum", "jejunum", "ileum", "terminal ileum", "cecum", "colon",
        "sigmoid colon", "appendix", "mesentery", "omentum", "ligament of treitz", "peritoneum", "abdominal wall",
    ],
    "FINDING": [
        "adhesions", "small bowel obstruction", "perforation", "stricture", "ischemia", "necrosis",
        "meckel's diverticulum", "hernia", "volvulus", "abscess",
    ],
}
RUNS = 3


def pipeline(pyrush: bool):
    """medspaCy's default pipeline with sections; without PyRuSH the sentences are spaCy's."""
    nlp = medspacy.load(medspacy_disable=None if pyrush else ["medspacy_pyrush"])
    if not pyrush:
        nlp.add_pipe("sentencizer", first=True)
    nlp.add_pipe("medspacy_sectionizer")
    rules = [TargetRule(words, category) for category, terms in TARGETS.items() for words in terms]
    assert len(rules) == 50
    nlp.get_pipe("medspacy_target_matcher").add(rules)
    return nlp


def measure(nlp, notes):
    """Notes a second of processor time (median of the runs), and how many targets were found."""
    nlp(notes[0])
    rates = []
    for _ in range(RUNS):
        start = process_time()
        found = sum(len(nlp(note).ents) for note in notes)
        rates.append(len(notes) / (process_time() - start))
    return median(rates), found


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        notes = [json.loads(line)["note"] for line in file]
    default, found = measure(pipeline(pyrush=True), notes)
    quicker, _ = measure(pipeline(pyrush=False), notes)
    print(json.dumps({
        "medspacy": version("medspacy"),
        "spacy": version("spacy"),
        "targets": found,
        "rates": {"  medspaCy with PyRuSH": default, "  with spaCy's sentencizer": quicker},
    }))


if __name__ == "__main__":
    main()
