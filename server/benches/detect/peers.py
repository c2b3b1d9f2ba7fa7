"""The same detection in DuckDB and Polars: python peers.py duckdb|polars FOLDER [LEDGER].

Prints events, seconds and the most memory held, as detect.rs does. The ledger has a line for everybody
who was part of an event on the list: number, person, milliseconds, within 30 and within 90 days.
"""

import resource
import sys
import time
from pathlib import Path

# The ten rules in the order in which they win: what is sure first, then the order of the list.
RULES = [
    ("kind-1", "sure", "alarm_button"),
    ("kind-1", "sure", "aggression"),
    ("kind-2", "sure", "minor AND fatal"),
    ("kind-2", "sure", "minor AND list_has_any(kinds, ['resuscitation', 'drowning', 'burns'])"),
    ("kind-3", "sure", "fatal AND list_contains(kinds, 'traffic-accident')"),
    ("kind-4", "sure", "list_has_any(kinds, ['suicide', 'suicide-attempt'])"),
    ("kind-3", "confirm", "list_has_any(kinds, ['traffic-accident-entrapment', 'amputation'])"),
    ("kind-7", "confirm", "major"),
    ("kind-7", "confirm", "priority IN ('A0', 'A1') AND list_has_any(kinds, ['shooting', 'stabbing'])"),
    ("kind-9", "confirm", "list_has_any(kinds, ['hazmat', 'chemical'])"),
]
COLUMNS = {
    "source": "VARCHAR", "id": "VARCHAR", "at": "TIMESTAMPTZ", "until": "TIMESTAMPTZ", "kinds": "VARCHAR[]",
    "priority": "VARCHAR", "units": "VARCHAR[]", "dispatchers": "VARCHAR[]", "minor": "BOOLEAN",
    "fatal": "BOOLEAN", "aggression": "BOOLEAN", "alarm_button": "BOOLEAN", "major": "BOOLEAN",
    "codes": "VARCHAR[]", "status": "VARCHAR",
}
DAY = 86_400_000


def with_duckdb(folder: Path, ledger: str | None) -> int:
    import duckdb

    db = duckdb.connect()
    db.execute("SET preserve_insertion_order = false")
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
    verdict = " ".join(f"WHEN {condition} THEN {n}" for n, (_, _, condition) in enumerate(RULES))
    db.execute(f"CREATE TABLE crews AS SELECT * FROM read_csv('{folder}/crews.csv')")
    db.execute(f"""
        CREATE TABLE judged AS SELECT * FROM (
          SELECT id, epoch_ms("at") AS moment, units, CASE {verdict} END AS rule
          FROM read_json('{folder}/events.ndjson', format='newline_delimited', columns={{{columns}}})
          WHERE status IN ('active', 'closed')
        ) WHERE rule IS NOT NULL""")
    db.execute(f"""
        CREATE TABLE ledger AS
        WITH met AS (SELECT DISTINCT j.id, j.moment, c.person FROM (SELECT id, moment, unnest(units) AS unit FROM judged) j
          JOIN crews c ON c.unit = j.unit AND c.from_at <= j.moment AND j.moment < c.until_at)
        SELECT id, person, moment,
          count(*) OVER (PARTITION BY person ORDER BY moment RANGE BETWEEN {30 * DAY - 1} PRECEDING AND CURRENT ROW) AS n30,
          count(*) OVER (PARTITION BY person ORDER BY moment RANGE BETWEEN {90 * DAY - 1} PRECEDING AND CURRENT ROW) AS n90
        FROM met""")
    told = db.execute("SELECT (SELECT count(*) FROM judged), (SELECT count(*) FROM ledger), (SELECT max(n30) FROM ledger), (SELECT max(n90) FROM ledger)")
    print(told.fetchone(), file=sys.stderr)
    if ledger:
        db.execute(f"COPY ledger TO '{ledger}' (HEADER false)")
    return db.execute(f"SELECT count(*) FROM read_csv('{folder}/events.ndjson', header=false, sep='\\x01', quote='', columns={{l: 'VARCHAR'}})").fetchone()[0] if ledger else 0


def with_polars(folder: Path, ledger: str | None) -> int:
    import polars as pl

    def has(*words):
        return pl.col("kinds").list.eval(pl.element().is_in(list(words))).list.any()

    at = pl.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ").dt.epoch("ms")
    conditions = [
        pl.col("alarm_button"), pl.col("aggression"), pl.col("minor") & pl.col("fatal"),
        pl.col("minor") & has("resuscitation", "drowning", "burns"),
        pl.col("fatal") & has("traffic-accident"), has("suicide", "suicide-attempt"),
        has("traffic-accident-entrapment", "amputation"), pl.col("major"),
        pl.col("priority").is_in(["A0", "A1"]) & has("shooting", "stabbing"), has("hazmat", "chemical"),
    ]
    rule = pl.lit(None, dtype=pl.Int32)
    for number, condition in reversed(list(enumerate(conditions))):
        rule = pl.when(condition).then(pl.lit(number, dtype=pl.Int32)).otherwise(rule)
    judged = (
        pl.scan_ndjson(folder / "events.ndjson")
        .filter(pl.col("status").is_in(["active", "closed"]))
        .select("id", at.alias("at"), "units", rule.alias("rule"))
        .filter(pl.col("rule").is_not_null())
        .collect(engine="streaming")
    )
    crews = pl.read_csv(folder / "crews.csv").sort("unit", "from_at")
    met = (
        judged.explode("units").rename({"units": "unit"})
        # Shifts of a unit begin twice a day: the day's half is the key of the join.
        .with_columns(from_at=pl.col("at") // (DAY // 2) * (DAY // 2))
        .join(crews, on=["unit", "from_at"])
        .filter(pl.col("at") < pl.col("until_at"))
        .select("id", "person", "at").unique().sort("person", "at")
    )
    counted = met.with_columns(
        pl.from_epoch("at", time_unit="ms").alias("time")
    ).with_columns(
        n30=pl.len().rolling("time", period="30d").over("person"),
        n90=pl.len().rolling("time", period="90d").over("person"),
    ) if hasattr(pl.Expr, "rolling") else met
    print((judged.height, counted.height, counted["n30"].max(), counted["n90"].max()), file=sys.stderr)
    if ledger:
        counted.select("id", "person", "at", "n30", "n90").write_csv(ledger, include_header=False)
    return judged.height


if __name__ == "__main__":
    which, folder = sys.argv[1], Path(sys.argv[2])
    ledger = sys.argv[3] if len(sys.argv) > 3 else None
    start = time.perf_counter()
    events = {"duckdb": with_duckdb, "polars": with_polars}[which](folder, ledger)
    seconds = time.perf_counter() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(events, seconds, most)
