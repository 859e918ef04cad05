"""Claims drawn from the fee schedule by a seed, with what is allowed: worked out a second time, apart from the program.

    prices_reference.py DATA SEED COUNT > claims.jsonl

DATA holds the publishers' files (PPRRVU 2024 July release, GPCI 2024). Each line is a claim as `ligature price` reads it, with
`expect` as `claims_score.py` does. The arithmetic is that of CMS, Medicare Claims Processing Manual, chapter 12, sections 20
and 40: fee = (work x GPCI + expense x GPCI + malpractice x GPCI) x factor, rounded to the cent, half up; every adjustment
starts from that fee and is rounded once more. Claims on which two lines rank alike are left out: either order is right.
"""
import csv, json, lzma, random, sys
from decimal import ROUND_HALF_UP, Decimal as D

data, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
draw = random.Random(seed)
FACTOR, RANKS, FACILITY = D("33.2875"), [D(1)] + [D("0.5")] * 4, {"21", "22", "24"}
ASSISTANT = {"80": D("0.16"), "81": D("0.16"), "82": D("0.16"), "AS": D("0.136")}
cents = lambda amount: amount.quantize(D("0.01"), ROUND_HALF_UP)


class Row:
    """A row of the fee schedule."""

    def __init__(self, cells):
        self.code, self.modifier, self.status = cells[0], cells[1], cells[3]
        self.paid = self.status == "A" and D(cells[5]) > 0
        self.units = (D(cells[5]), D(cells[10]))
        self.expense = {False: D(cells[6]), True: D(cells[8])}
        self.rare = {False: cells[7] == "NA", True: cells[9] == "NA"}
        self.days, self.operation = cells[14], D(cells[16] or 0)
        self.multiple, self.bilateral, self.assistant, self.pair = cells[18:22]
        self.base = cells[23]


def table(name, header):
    with lzma.open(f"{data}/{name}", "rt") as file:
        yield from list(csv.reader(file))[header:]


rows = {(r.code, r.modifier): r for r in (Row(c) for c in table("pprrvu/PPRRVU2024_Jul.csv.xz", 2) if len(c) > 25)}
places = {f"{c[0]}-{c[2]}": [D(x) for x in c[4:7]] for c in table("gpci/GPCI2024.csv.xz", 1) if len(c) > 6}
paid = [r for r in rows.values() if r.paid and not r.modifier]
surgery = [r for r in paid if r.days in ("000", "010", "090")]
ranked = [r for r in surgery if r.multiple == "2" and not r.base]
add_ons = [r for r in paid if r.days == "ZZZ" and r.multiple == "0"]
families = {}
for row in surgery:
    if row.multiple == "3" and row.base and (row.base, "") in rows:
        families.setdefault(row.base, []).append(row)
split = [r for r in rows.values() if r.modifier == "26" and r.paid and (r.code, "TC") in rows
         and (whole := rows.get((r.code, ""))) and whole.status == "A" and whole.multiple == "0"]


class Alike(Exception):
    """Two rank alike, or a row has no expense at this place: another claim is drawn."""


class Claim:
    """Lines and what each is allowed; a group of lines ranks as one."""

    def __init__(self):
        self.locality, self.place = draw.choice(sorted(places)), draw.choice(["11", "21", "22", "24"])
        self.lines = []

    def fee(self, row):
        facility = self.place in FACILITY
        if row.rare[facility]:
            raise Alike
        work, expense, malpractice = places[self.locality]
        return cents((row.units[0] * work + row.expense[facility] * expense + row.units[1] * malpractice) * FACTOR)

    def alone(self, row, modifiers=(), units=1, share=D(1)):
        self.lines.append((row.code, list(modifiers), units, cents(self.fee(row) * units * share)))

    def rank(self, groups, share=D(1)):
        """Groups of (row, modifiers, amount): the dearest in full, the others at half, then the role's share."""
        sums = [sum(amount for *_, amount in group) for group in groups]
        if len(set(sums)) < len(sums):
            raise Alike
        for group, total in zip(groups, sums):
            times = RANKS[sorted(sums, reverse=True).index(total)]
            self.lines += [(row.code, modifiers, 1, cents(amount * times * share)) for row, modifiers, amount in group]

    def family(self, base, members):
        """The dearest endoscopy in full, the others less their base."""
        fees = [self.fee(row) for row in members]
        if len(set(fees)) < len(fees):
            raise Alike
        less = self.fee(rows[base, ""])
        return [(row, [], fee if fee == max(fees) else max(fee - less, D(0))) for row, fee in zip(members, fees)]

    def claim_json(self, number, kind):
        claim_json = {"id": f"{kind}-{number}", "kind": kind, "date_of_service": "2024-08-14", "place_of_service": self.place,
                "locality": self.locality, "lines": [], "expect": {"lines": [], "total": str(sum(l[3] for l in self.lines))}}
        for line, (code, modifiers, units, allowed) in enumerate(self.lines, 1):
            claim_json["lines"].append({"line": line, "code": code, "modifiers": modifiers, "units": units})
            claim_json["expect"]["lines"].append({"line": line, "allowed": str(allowed)})
        return claim_json


def some(of, most, least=2):
    return draw.sample(of, draw.randint(least, min(most, len(of))))


def single(claim):
    claim.alone(draw.choice(surgery))


def multiple(claim):
    claim.rank([[(row, [], claim.fee(row))] for row in some(ranked, 5)])


def add_on(claim):
    multiple(claim)
    claim.alone(draw.choice(add_ons), units=draw.randint(1, 3))


def endoscopies(claim):
    bases = some(sorted(families), 2, 1)
    groups = [claim.family(base, some(families[base], 3, 1)) for base in bases]
    claim.rank(groups + [[(row, [], claim.fee(row))] for row in some(ranked, 2, 0)])


def bilateral(claim):
    row = draw.choice([r for r in ranked if r.bilateral == "1"])
    others = [r for r in some(ranked, 2, 0) if r is not row]
    both = [(row, ["50"], claim.fee(row) * D("1.5"))]
    claim.rank([both] + [[(other, [], claim.fee(other))] for other in others])


def assistant(claim):
    modifier = draw.choice(sorted(ASSISTANT))
    chosen = some([r for r in ranked if r.assistant == "2"], 2, 1)
    claim.rank([[(row, [modifier], claim.fee(row))] for row in chosen], ASSISTANT[modifier])


def two_surgeons(claim):
    chosen = some([r for r in ranked if r.pair == "2"], 2, 1)
    claim.rank([[(row, ["62"], claim.fee(row))] for row in chosen], D("0.625"))


def return_to_theatre(claim):
    row = draw.choice([r for r in ranked if r.days == "090" and r.operation > 0])
    claim.alone(row, ["78"], share=row.operation)


def component(claim):
    code, modifier = draw.choice(split).code, draw.choice(["26", "TC", ""])
    claim.place = claim.place if modifier == "26" else "11"
    claim.alone(rows[code, modifier], [modifier] if modifier else [])


KINDS = [single, multiple, add_on, endoscopies, bilateral, assistant, two_surgeons, return_to_theatre, component]
number = 0
while number < count:
    kind, claim = KINDS[number % len(KINDS)], Claim()
    try:
        kind(claim)
    except Alike:
        continue
    number += 1
    print(json.dumps(claim.claim_json(number, kind.__name__)))
