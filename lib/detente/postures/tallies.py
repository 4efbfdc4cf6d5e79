"""Postures of coded event tables too large for memory: tallied inside DuckDB, one row a dyad and period.

Grain and columns are those of `postures`, without bands: a bootstrap needs the stories themselves.
"""

import sys

import numpy as np
import pandas as pd

from detente.codebook import load_codebook
from detente.events import count_events, open_events, summarise
from detente.postures.calendars import check_period, first_days, number_periods, to_dates
from detente.postures.positions import label_posture
from detente.schema import InputError, build_table, check_table, empty_table

# Weights are added up as whole numbers of this fraction, so that no order of adding changes a digit.
UNIT = 1_000_000
# A table of more rows, silent ones included, doesn't fit the memory that the rest keeps to.
MOST_CELLS = 5_000_000


def measure_event_postures(path, *, period="month", format=None, columns=None):
    """Return the postures table of coded event data, as `measure_postures(load_events(path)[0])` gives it, but without
    bands: they are null, because a bootstrap needs the stories themselves.

    All dyads, the whole calendar of the data. It is computed inside DuckDB from files of any size, in bounded memory;
    `path`, `format` and `columns` are those of `load_events`, and so are `.attrs["events"]` and the line on stderr.
    """
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
