"""Statements from coded event data: one row per event between two different states or bodies, per directed pair.

Grain and columns are those of `statements`. No text stands behind them: `quote`, `start`, `end` and `document_id` are
null, and `record` says file and line. `act_given` and `quad_given` keep the table's own codes; pressure and engagement
are the codebook's. What is no statement is counted in `.attrs["events"]`: an actor missing, both within one state, an
actor or body that has no code here, a code that is no act.
"""

import sys
from collections import Counter

import numpy as np
import pandas as pd

from .event_tables import REASONS, open_events
from .schema import InputError, build_table, check_table, empty_table

# Coded by machines from texts that aren't here: above the 0.5 from which a statement counts, and below what a coding
# reaches whose words can be read.
CONFIDENCE = 0.8
CODER = "event codes"
# How many of the names that couldn't be mapped the summary shows.
SHOWN = 5
# Weights are added up as whole numbers of this fraction, so that no order of adding changes a digit.
UNIT = 1_000_000
# A table of more rows, silent ones included, doesn't fit the memory that the rest keeps to.
MOST_CELLS = 5_000_000
COUNTED = {
    "without_actor": "without an actor",
    "domestic": "within one state",
    "unmapped": "with an actor that couldn't be mapped",
    "no_act": "that are no act",
    "repeated": "repeated",
}


def load_events(path, *, format=None, columns=None):
    """Return `(statements, rejected)` of coded event data: GDELT, ICEWS, POLECAT, Phoenix, KEDS, ACLED or any table.

    `path` is a file, a folder, a glob or a list of them, plain or packed (gz, bz2, xz, zip). The format of each file is
    told from its columns; `format` names it (gdelt1, gdelt2, icews, polecat, phoenix, keds, acled, csv) where that
    fails. `columns` maps your own: {"date": …, "source": …, "target": …, "code": …}, and, where there are such, act,
    story, outlet, quad, language, event_id, source_name, target_name; numbers from 0 where the file has no header.

    Codes are CAMEO's (longest known prefix), ICEWS relation names or PLOVER acts; actors are CAMEO, ISO 3166 or
    Correlates of War codes or names of states. All actors of a state count as that state: `source_name` and
    `target_name` keep what the table calls them. An event that a file, or a second one, repeats counts once.

    `rejected` holds lines that can't be read (`record` is the line) and whole files, with reason and remedy.
    `statements.attrs["events"]` holds the counts: n_rows is the sum of n_statements, n_without_actor, n_domestic,
    n_unmapped, n_no_act, n_repeated and n_rejected, less n_further_pairs (lists of actors); `unmapped` and `no_act`
    say which; `.attrs["summary"]` is the line on stderr. A file with a header alone gives empty tables. Raises
    InputError where nothing is there or no file can be read, and where DuckDB is missing.

    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "korea.csv"
    >>> _ = file.write_text("date,source,target,code\\n2018-02-10,USA,PRK,036\\n2018-02-11,Nordkorea,USA,036\\n", encoding="utf-8")
    >>> statements, rejected = load_events(file)
    >>> statements[["source", "target", "act", "record"]].values.tolist()
    [['USA', 'PRK', 'AGREE', 'korea.csv:2'], ['PRK', 'USA', 'AGREE', 'korea.csv:3']]
    """
    with open_events(path, format=format, columns=columns) as (con, files):
        rejected = collect_rejected(con, files)
        rows = con.execute(STATEMENTS).df()
        counts = count_events(con, files, len(rows))
    labels = {number: file.label for number, file in files.items()}
    rows["record"] = rows["file"].map(labels).astype(object) + ":" + rows["row"].astype(str).astype(object)
    rows["date_start"] = rows["date_end"] = pd.to_datetime(rows["day"])
    rows = rows.assign(frame="current", speech="none", confidence=CONFIDENCE, coder=CODER)
    rows["quad"] = rows["act"].map(quads_by_act())
    statements = check_table(build_table("statements", rows), "statements")
    statements.attrs = {"events": counts, "summary": describe_counts(counts, statements)}
    print(statements.attrs["summary"], file=sys.stderr)
    return statements, rejected


def quads_by_act():
    """Return `{act: quad}` of the codebook."""
    from .codebook import load_codebook

    return {name: act.quad for name, act in load_codebook().acts.items()}


# A row without an id of its own is the same as another only where it stands in another file at the same place among
# its likes: two equal lines of one table are two events.
DISTINCT = """
    SELECT * EXCLUDE (n) FROM (
        SELECT *, CASE WHEN has_id THEN 1 ELSE row_number() OVER (PARTITION BY file, content, source, target ORDER BY row) END AS n
        FROM judged WHERE verdict = 'statement')
    QUALIFY row_number() OVER (PARTITION BY content, source, target, n ORDER BY file, row) = 1
"""
STATEMENTS = f"""
    WITH kept AS ({DISTINCT.replace("* EXCLUDE (n)", "*")}),
    told AS (
        SELECT *, coalesce(story, left(sha256(concat_ws(chr(31), day, source, target, act)), 16)) AS story_id,
            left(sha256(concat_ws(chr(31), date_given, source_given, target_given, source, target, coalesce(code_given, ''),
                CASE WHEN has_id THEN event_id ELSE
                    concat_ws(chr(31), coalesce(story, ''), coalesce(source_name, ''), coalesce(target_name, ''), n) END)), 16)
                AS statement_id
        FROM kept)
    SELECT statement_id, story_id, day, source, target, source_name, target_name, act, pressure, engagement, cue, act_given,
        quad_given, outlet, CASE WHEN regexp_matches(lower(language), '^[a-z]{{2,3}}$') THEN lower(language) END AS language, file, row
    FROM told ORDER BY day, statement_id
"""


def collect_rejected(con, files):
    """Return the rejected table: whole files first, then lines in the order of the files."""
    rows = [
        {"path": file.label, "record": None, "reason": file.reason, "remedy": file.remedy}
        for file in files.values()
        if file.reason is not None
    ]
    columns = "file, row, verdict, n_columns, date_given, code_given"
    broken = con.execute(f"SELECT DISTINCT {columns} FROM judged WHERE verdict IN {tuple(REASONS)} ORDER BY file, row").fetchall()
    for number, row, verdict, n_columns, date_given, code_given in broken:
        reason, remedy = REASONS[verdict]
        code_given = " / ".join((code_given or "").split("\x1f"))
        least, most = files[number].layout.widths
        widths = least if least == most else f"at least {least}" if most is None else f"{least} to {most}"
        reason = reason.format(n_columns=n_columns, widths=widths, date_given=date_given or "", code_given=code_given)
        rows.append({"path": files[number].label, "record": row, "reason": reason, "remedy": remedy})
    return build_table("rejected", rows) if rows else empty_table("rejected")


def count_events(con, files, n_statements):
    """Return the counts that go into `.attrs["events"]`: plain numbers and names, so that they go to JSON."""
    n_rows = con.execute("SELECT count(*) FROM events").fetchone()[0]
    tallies = con.execute(TALLIES).fetchall()
    verdicts, unmapped, no_act = Counter(), Counter(), Counter()
    for verdict, source, target, code, n in tallies:
        verdicts[verdict] += n
        for name in {source, target} - {None}:
            unmapped[name] += n
        if verdict == "no_act":
            no_act[" / ".join((code or "(none)").split("\x1f"))] += n
    counts = {"n_rows": n_rows, "n_statements": n_statements}
    counts |= {f"n_{name}": verdicts[name] for name in COUNTED if name != "repeated"}
    counts["n_repeated"] = verdicts["statement"] - n_statements
    counts["n_rejected"] = sum(verdicts[name] for name in REASONS)
    counts["n_further_pairs"] = sum(verdicts.values()) - n_rows
    for name, tally in (("unmapped", unmapped), ("no_act", no_act)):
        counts[name] = dict(sorted(tally.items(), key=lambda entry: (-entry[1], entry[0])))
    counts["formats"] = {file.label: file.layout.format for file in files.values() if file.layout and file.reason is None}
    return counts


TALLIES = """
    SELECT verdict, CASE WHEN verdict = 'unmapped' AND source IS NULL THEN source_given END,
        CASE WHEN verdict = 'unmapped' AND target IS NULL THEN target_given END, CASE WHEN verdict = 'no_act' THEN code_given END, count(*)
    FROM judged GROUP BY ALL
"""


def describe_counts(counts, statements):
    """Return the one line that says what became of all rows."""
    n_dyads = len(statements[["source", "target"]].drop_duplicates())
    return summarise(counts, n_dyads)


def summarise(counts, n_dyads):
    """Return the counts as a sentence, the names that couldn't be mapped most often among them."""
    left = [f"{counts[f'n_{name}']:,} {words}" for name, words in COUNTED.items() if counts[f"n_{name}"]]
    if counts["unmapped"]:
        names = list(counts["unmapped"].items())
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        left.append("not mapped: " + ", ".join(f"{name} ({n:,})" for name, n in names[:SHOWN]) + more)
    left.append(f"{counts['n_rejected']:,} rejected")
    return f"{counts['n_rows']:,} events: {counts['n_statements']:,} statements on {n_dyads:,} dyads; " + "; ".join(left)


def measure_event_postures(path, *, period="month", format=None, columns=None):
    """Return the postures table of coded event data, as `measure_postures(load_events(path)[0])` gives it, but without
    bands: they are null, because a bootstrap needs the stories themselves.

    All dyads, the whole calendar of the data. It is computed inside DuckDB from files of any size, in bounded memory;
    `path`, `format` and `columns` are those of `load_events`, and so are `.attrs["events"]` and the line on stderr.
    """
    from .calendars import check_period, first_days, number_periods, to_dates
    from .codebook import load_codebook
    from .positions import label_posture

    check_period(period, ("day", "week", "month", "quarter"))
    high = load_codebook().levels.high_value - 1e-9
    with open_events(path, format=format, columns=columns, slim=True) as (con, files):
        con.execute(f"CREATE TABLE kept AS {SLIM}")
        n_statements = con.execute("SELECT count(*) FROM kept").fetchone()[0]
        counts = count_events(con, files, n_statements)
        cells = con.execute(CELLS.format(period=period, high=high, unit=UNIT)).df()
    if not len(cells):
        postures = empty_table("postures")
    else:
        cells["period"] = number_periods(cells["day"].to_numpy(), period)
        postures = spread_calendar(cells, *number_periods(cells.loc[0, ["first", "last"]].to_numpy(dtype=int), period), period)
        tallies = postures[["n_stories", "n_pressure_high", "n_engagement_high"]].drop_duplicates()
        labels = {tally: label_posture(*tally) for tally in tallies.itertuples(index=False, name=None)}
        told = list(zip(*(postures[column] for column in tallies), strict=True))
        postures["label"] = [labels[tally][0] for tally in told]
        postures["label_reason"] = [labels[tally][1] if tally[0] else "no documents" for tally in told]
        postures["period_start"] = to_dates(first_days(postures["period"], period))
        postures["period_end"] = to_dates(first_days(postures["period"] + 1, period) - 1)
        postures = build_table("postures", postures.assign(n_documents=0))
    postures = check_table(postures, "postures")
    n_dyads = len(postures[["source", "target"]].drop_duplicates())
    postures.attrs = {"events": counts, "summary": summarise(counts, n_dyads), "n_undated": 0}
    print(postures.attrs["summary"], file=sys.stderr)
    return postures


def spread_calendar(cells, first, last, period):
    """Return the cells with one row per dyad for each period from first to last, by period and dyad; zeros where it is silent."""
    dyads = cells[["source", "target"]].drop_duplicates().sort_values(["source", "target"], ignore_index=True)
    n_cells = (last - first + 1) * len(dyads)
    if n_cells > MOST_CELLS:
        raise InputError(
            f"{last - first + 1:,} times a {period} for {len(dyads):,} dyads: look for a mistyped date, or take a longer period"
        )
    grid = pd.DataFrame({"period": np.arange(first, last + 1)}).merge(dyads, how="cross")
    grid = grid.merge(cells.drop(columns=["day", "first", "last"]), on=["source", "target", "period"], how="left")
    numbers = [column for column in grid if column.startswith("n_")]
    return grid.fillna(dict.fromkeys(numbers, 0)).astype(dict.fromkeys(numbers, int))


# As DISTINCT, by grouping, which takes less memory than sorting; only rows without an id of their own are numbered.
SLIM = f"""
    SELECT source, target, CAST(any_value(day) - DATE '1970-01-01' AS INTEGER) AS day, any_value(outlet) AS outlet,
        CAST(any_value(pressure) * {UNIT} AS INTEGER) AS pressure, CAST(any_value(engagement) * {UNIT} AS INTEGER) AS engagement,
        coalesce(any_value(story), hash(any_value(day), source, target, any_value(act))) AS story
    FROM (SELECT *, 1 AS n FROM judged WHERE verdict = 'statement' AND has_id UNION ALL
          SELECT *, row_number() OVER (PARTITION BY file, content, source, target ORDER BY row) AS n
          FROM judged WHERE verdict = 'statement' AND NOT has_id)
    GROUP BY content, source, target, n
"""
CELLS = """
    WITH dated AS (SELECT *, (day - min(day) OVER (PARTITION BY source, target, story)) // 15 AS event FROM kept),
    stories AS (
        SELECT source, target, min(day) AS day, max(pressure) AS pressure, max(engagement) AS engagement, count(*) AS n_statements
        FROM dated GROUP BY source, target, story, event),
    cells AS (
        SELECT source, target, CAST(date_trunc('{period}', DATE '1970-01-01' + day) AS DATE) AS start, count(*) AS n_stories,
            CAST(sum(n_statements) AS BIGINT) AS n_statements, sum(pressure) / {unit} / count(*) AS pressure,
            sum(engagement) / {unit} / count(*) AS engagement, CASE WHEN max(engagement) > 0 THEN 0.0 END AS conditionality,
            count(*) FILTER (pressure / {unit} >= {high}) AS n_pressure_high,
            count(*) FILTER (engagement / {unit} >= {high}) AS n_engagement_high
        FROM stories GROUP BY ALL),
    voices AS (
        SELECT source, target, CAST(date_trunc('{period}', DATE '1970-01-01' + day) AS DATE) AS start, count(DISTINCT outlet) AS n_outlets
        FROM kept GROUP BY ALL)
    SELECT cells.*, coalesce(n_outlets, 0) AS n_outlets, CAST(start - DATE '1970-01-01' AS BIGINT) AS day,
        (SELECT min(day) FROM kept) AS first, (SELECT max(day) FROM kept) AS last
    FROM cells LEFT JOIN voices USING (source, target, start) ORDER BY start, source, target
"""
