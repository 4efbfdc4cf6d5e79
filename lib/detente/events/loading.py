"""Statements from coded event data: one row per event between two different states or bodies, per directed pair.

Grain and columns are those of `statements`. No text stands behind them: `quote`, `start`, `end` and `document_id` are
null, and `record` says file and line. `act_given` and `quad_given` keep the table's own codes; pressure and engagement
are the codebook's. What is no statement is counted in `.attrs["events"]`: an actor missing, both within one state, an
actor or body that has no code here, a code that is no act.
"""

import sys
from collections import Counter

import pandas as pd

from detente.events.tables import REASONS, open_events
from detente.schema import build_table, check_table, empty_table

# Coded by machines from texts that aren't here: above the 0.5 from which a statement counts, and below what a coding
# reaches whose words can be read.
CONFIDENCE = 0.8
CODER = "event codes"
# How many of the names that couldn't be mapped the summary shows.
SHOWN = 5
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
    from detente.codebook import load_codebook

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
