"""The same checks in SQL on DuckDB: pair edits, add-ons and units, over the publishers' own files and the same claims.

    claims_duckdb.py DATA PASSING CLAIMS.arrow CLAIMS.parquet OURS.parquet OUT.parquet TIMES

DATA holds the publishers' files; PASSING is the list of modifiers that pass a pair edit, with commas. Prints one line of
JSON: seconds of the checks over an Arrow table in memory and from Parquet to Parquet (median of TIMES), and how many
findings stand on one side only.
"""
import glob, json, os, sys, time
from statistics import median

import duckdb
import pyarrow as pa
import pyarrow.ipc

data, passing, arrow_file, parquet_file, ours, out, times = sys.argv[1:]
db = duckdb.connect()
db.execute(f"set threads to {os.cpu_count()}")
db.execute("set preserve_insertion_order to false")


def unpacked(pattern):
    """The one file of a pattern, unpacked next to the output."""
    import lzma, shutil
    (packed,) = glob.glob(f"{data}/{pattern}")
    plain = os.path.join(os.path.dirname(out) or ".", os.path.basename(packed).removesuffix(".xz"))
    with lzma.open(packed) as source, open(plain, "wb") as target:
        shutil.copyfileobj(source, target)
    return plain


def table(name, pattern, separator, columns, wanted):
    """A table of the publisher's file: its columns by their places, with a header of one line."""
    names = {column: "VARCHAR" for column in columns}
    db.execute(f"create table {name} as select {wanted} from read_csv('{unpacked(pattern)}', delim='{separator}', header=true,"
               f" columns={names}, auto_detect=false, quote='\"', strict_mode=false)")


table("ptp", "ncci-ptp/ptp-practitioner-2024q3.txt.xz", "\t", ["one", "two", "old", "begins", "ends", "indicator", "why"],
      """one, two, try_cast(indicator as utinyint) as indicator,
         coalesce(try_strptime(begins, '%Y%m%d')::date, date '1900-01-01') as begins,
         coalesce(try_strptime(ends, '%Y%m%d')::date, date '9999-12-31') as ends""")
table("mue", "ncci-mue/MCR_MUE_PractitionerServices_Eff_07-01-2024.csv.xz", ",", ["code", "units", "mai", "why"],
      "code, units::bigint as most, mai[1]::utinyint as mai")
# effective and deletion are years, or days: a year begins on its first day and ends on its last
table("aoc", "ncci-aoc/AOC_V2024Q2-MCR.txt.xz", "\t",
      ["addon", "prim", "kind", "addon_ends", "prim_ends", "begins", "ends", "note"],
      "addon, prim, kind::utinyint as kind, addon_ends, prim_ends, begins, ends")
first = lambda c: f"case when length({c}) = 4 then make_date({c}::int, 1, 1) when length({c}) = 7 then make_date({c}[:4]::int, 1, 1) + ({c}[5:]::int - 1) else try_strptime({c}, '%Y%m%d')::date end"
last = lambda c: f"case when length({c}) = 4 then make_date({c}::int, 12, 31) when length({c}) = 7 then make_date({c}[:4]::int, 1, 1) + ({c}[5:]::int - 1) else try_strptime({c}, '%Y%m%d')::date end"
db.execute(f"""create or replace table aoc as select addon, prim, kind,
        coalesce({first('begins')}, date '1900-01-01') as begins,
        least(coalesce({last('ends')}, date '9999-12-31'), coalesce({last('addon_ends')}, date '9999-12-31'),
              coalesce({last('prim_ends')}, date '9999-12-31')) as ends from aoc""")

CHECKS = """
with lines as materialized (
  select claim, line, date_of_service as day, code, units,
         modifiers is not null and list_has_any(string_split(modifiers, ' '), {passing}) as passes
  from {claims}
), pairs as (
  select b.claim, b.line, a.line as other_line, 'bundling' as layer,
         case when p.indicator = 0 then 'deny' when a.passes or b.passes then 'allowed_by_modifier' else 'deny_unless_modifier' end as outcome,
         b.code, a.code as column_one, p.indicator::uinteger as indicator, null::ubigint as units, null::uinteger as "limit"
  from lines a join lines b on a.claim = b.claim and a.day = b.day and a.code <> b.code
       join ptp p on p.one = a.code and p.two = b.code
  where p.indicator <> 9 and a.day between p.begins and p.ends
), by_line as (
  select claim, line, code, mai, units::ubigint as billed, most from lines join mue using (code) where mai = 1 and units > most
), by_day as (
  select claim, min(line) as line, code, any_value(mai) as mai, sum(units)::ubigint as billed, any_value(most) as most
  from lines join mue using (code) where mai in (2, 3) group by claim, day, code having sum(units) > any_value(most)
), too_many as (
  select claim, line, null::uinteger as other_line, 'units' as layer, 'deny_all_units' as outcome, code, null as column_one,
         mai::uinteger as indicator, billed as units, most::uinteger as "limit"
  from (select * from by_line union all select * from by_day)
), addons as (
  select claim, line, day, code, max(kind) as kind
  from lines l join aoc e on e.addon = l.code and l.day between e.begins and e.ends
  group by claim, line, day, code
), with_primary as (
  select distinct a.claim, a.line
  from addons a join aoc e on e.addon = a.code and a.day between e.begins and e.ends
       join lines l on l.claim = a.claim and l.day = a.day and l.code = e.prim
), others as (
  select distinct l.claim, l.day, l.line from lines l
  left join addons a on a.claim = l.claim and a.line = l.line
  where a.line is null and l.claim in (select claim from addons)
), alone as (
  select a.claim, a.line, null::uinteger as other_line, 'addon' as layer,
         case when a.kind = 1 or not exists (select 1 from others o where o.claim = a.claim and o.day = a.day) then 'needs_primary'
              else 'contractor' end as outcome,
         a.code, null as column_one, a.kind::uinteger as indicator, null::ubigint as units, null::uinteger as "limit"
  from addons a anti join with_primary w on a.claim = w.claim and a.line = w.line
)
select * from pairs union all select * from too_many union all select * from alone
"""


def checks(claims):
    return CHECKS.format(claims=claims, passing=passing.split(","))


def timed(act):
    seconds = []
    for _ in range(int(times)):
        begun = time.perf_counter()
        result = act()
        seconds.append(time.perf_counter() - begun)
    return median(seconds), result


with pa.memory_map(arrow_file) as source:
    claims = pa.ipc.open_file(source).read_all()
in_memory, found = timed(lambda: db.sql(checks("claims")).to_arrow_table())


def to_file():
    # read into a table of its own first: joined as it is read, the same query takes six times as long
    db.execute(f"create or replace temp table read as select * from read_parquet('{parquet_file}')")
    db.execute(f"copy ({checks('read')}) to '{out}' (format parquet, compression snappy)")


on_disk, _ = timed(to_file)
theirs, mine = f"select * from '{out}'", f"""select claim::ubigint as claim, line, other_line, layer::varchar as layer,
    outcome::varchar as outcome, code, column_one, indicator, units, "limit" from '{ours}'"""
only = lambda a, b: db.execute(f"select count(*) from ({a} except all {b})").fetchone()[0]
answer = {"duckdb": duckdb.__version__, "claims": claims.num_rows, "findings": found.num_rows, "memory": in_memory, "parquet": on_disk,
          "theirs_only": only(theirs, mine), "ours_only": only(mine, theirs)}
if answer["theirs_only"] + answer["ours_only"]:
    for name, a, b in (("only DuckDB", theirs, mine), ("only Ligature", mine, theirs)):
        for row in db.execute(f"({a} except all {b}) limit 5").fetchall():
            print(name, row, file=sys.stderr)
print(json.dumps(answer))
