"""Postures: one row per directed pair and period.

`pressure` and `engagement` are means over stories, 0 to 1; a story's value is that of its strongest current statement.
`conditionality` is the share of stories with engagement in which the strongest offer carries a condition. `_low` and
`_high` are 95 % bands. Null means that nothing was said, or, for a band, that there were fewer than five stories.
"""

import numpy as np
import pandas as pd

from detente.codebook import AXES, load_codebook
from detente.postures.calendars import check_period, day_numbers, first_days, number_periods, to_dates
from detente.postures.positions import choose_dyads, count_statements, label_posture, measure_stories
from detente.postures.positions import name_posture as name_posture
from detente.schema import InputError, build_table, check_table, empty_table

MEASURES = (*AXES, "conditionality")
BAND = (2.5, 97.5)
# More periods than this on one calendar is a mistyped date or too fine a period, and would fill the memory.
MOST_PERIODS = 200_000


def measure_postures(statements, source=None, target=None, *, period="month", documents=None, by=None, replicates=999, seed=0):
    """Return the postures table: one row per directed pair and period, over the whole calendar of the corpus.

    The calendar runs from the first to the last date of `documents`, or of all statements where none are given, so
    that silence is seen: a period without statements has nulls. A story dated to an interval is spread over it by
    days, and counts in each period that it touches. `by="outlet"` or `by="language"` keeps the voices apart, one more
    column and one calendar each. Bands resample whole stories, `replicates` times. Undated statements are left out:
    their number is in `.attrs["n_undated"]`.
    """
    check_table(statements, "statements")
    check_period(period, ("day", "week", "month", "quarter"))
    if by not in (None, "outlet", "language"):
        raise InputError(f"by={by!r}; it is None, 'outlet' or 'language'")
    chosen = choose_dyads(statements, source, target)
    calendar, n_documents = build_calendar(statements, documents, period)
    if not len(calendar):
        return empty_table("postures") if by is None else empty_table("postures").assign(**{by: pd.Series(dtype="str")})
    stories = measure_stories(chosen, by=by)
    key = ["source", "target", *([by] if by else [])]
    pieces = spread_stories(stories, period)
    pieces = pieces[pieces["period"].isin(calendar)]
    cells = summarise_cells(pieces, [*key, "period"], replicates, seed)
    cells["n_outlets"] = count_outlets(chosen, cells, [*key, "period"], period)
    dyads = stories[key].drop_duplicates()
    if not len(dyads) and source is not None and target is not None:
        dyads = pd.DataFrame({"source": [source], "target": [target], **({by: ["none"]} if by else {})})
    grid = dyads.merge(pd.DataFrame({"period": calendar, "n_documents": n_documents}), how="cross")
    postures = grid.merge(cells, on=[*key, "period"], how="left").sort_values(["period", *key], kind="stable")
    for column in ("n_statements", "n_stories", "n_outlets"):
        postures[column] = postures[column].fillna(0).astype(int)
    silent = postures["label"].isna()
    postures.loc[silent, "label_reason"] = np.where(postures.loc[silent, "n_documents"].eq(0), "no documents", "no statements")
    postures["label"] = postures["label"].fillna("unclear")
    postures["period_start"] = to_dates(first_days(postures["period"], period))
    postures["period_end"] = to_dates(first_days(postures["period"] + 1, period) - 1)
    postures = check_table(build_table("postures", postures.drop(columns="period")), "postures")
    undated = chosen["date_start"].isna() & chosen["frame"].eq("current").fillna(False)
    postures.attrs["n_undated"] = int(undated.sum())
    return postures


def build_calendar(statements, documents, period):
    """Return `(period numbers, documents in each)` from first to last date; documents count where they overlap."""
    dated = statements if documents is None else documents
    dated = dated.dropna(subset=["date_start", "date_end"])
    both = pd.concat([dated[["date_start", "date_end"]], statements[["date_start", "date_end"]].dropna()])
    if not len(both):
        return np.array([], dtype=int), np.array([], dtype=int)
    start, end = (number_periods(day_numbers(dated[column]), period) for column in ("date_start", "date_end"))
    # Statements may be dated outside the documents ("in March"): they don't widen a calendar that documents give.
    first, last = (
        (start.min(), end.max())
        if len(dated)
        else (
            number_periods(day_numbers(both["date_start"]).min(), period),
            number_periods(day_numbers(both["date_end"]).max(), period),
        )
    )
    if last - first >= MOST_PERIODS:
        raise InputError(f"the dates span {last - first + 1} times a {period}: look for a mistyped date, or take a longer period")
    ids = pd.DataFrame({"id": dated["document_id"].to_numpy(), "start": start, "end": end}).drop_duplicates()
    if documents is None:
        ids = ids.groupby("id", as_index=False).agg({"start": "min", "end": "max"})
    edges = np.zeros(last - first + 2, dtype=int)
    np.add.at(edges, ids["start"].to_numpy() - first, 1)
    np.add.at(edges, ids["end"].to_numpy() - first + 1, -1)
    return np.arange(first, last + 1), edges.cumsum()[:-1]


def spread_stories(stories, period):
    """Return one row per story and period that its dates touch, with `weight`, the share of its days that lie there."""
    first, last = (number_periods(stories[column], period) for column in ("first_day", "last_day"))
    counts = last - first + 1
    if counts.sum() > MOST_PERIODS * 100:
        raise InputError(f"stories dated to long intervals spread over {counts.sum()} periods of a {period}; take a longer period")
    pieces = stories.loc[stories.index.repeat(counts)].reset_index(drop=True)
    offset = np.arange(len(pieces)) - np.repeat(np.cumsum(counts) - counts, counts)
    pieces["period"] = np.repeat(first, counts) + offset
    low = np.maximum(first_days(pieces["period"], period), pieces["first_day"])
    high = np.minimum(first_days(pieces["period"] + 1, period) - 1, pieces["last_day"])
    pieces["weight"] = (high - low + 1) / (pieces["last_day"] - pieces["first_day"] + 1)
    return pieces


def count_outlets(chosen, cells, key, period):
    """Return how many outlets carried each cell's stories, copies included."""
    counted = count_statements(chosen)
    printed = counted[[*dict.fromkeys([*key[:-1], "outlet"])]].assign(
        first_day=day_numbers(counted["date_start"]), last_day=day_numbers(counted["date_end"])
    )
    if "outlet" in key or "language" in key:
        printed[key[2]] = printed[key[2]].fillna("unknown")
    printed = spread_stories(printed.drop_duplicates().reset_index(drop=True), period)
    # A column of its own, because `outlet` may be part of the key.
    numbers = printed.assign(voice=printed["outlet"]).groupby(key)["voice"].nunique().rename("n").reset_index()
    return cells[key].merge(numbers, on=key, how="left")["n"].fillna(0).to_numpy(dtype=int)


def summarise_cells(pieces, key, replicates, seed):
    """Return one row per cell of `key`: weighted means, bands, counts and label."""
    levels = load_codebook().levels
    columns = [
        *key,
        *(m for m in MEASURES),
        *(f"{m}_{side}" for m in MEASURES for side in ("low", "high")),
        "n_statements",
        "n_stories",
        "label",
        "label_reason",
    ]
    if not len(pieces):
        return pd.DataFrame({column: pd.Series(dtype=object) for column in columns}).astype({k: pieces[k].dtype for k in key})
    # Sorted by value within the cell, so that the resamples don't depend on the order of the input.
    pieces = pieces.sort_values([*key, *MEASURES, "weight"], kind="stable")
    weights = pieces["weight"].to_numpy()
    terms = {"weight": weights}
    for measure in MEASURES:
        values = pieces[measure].to_numpy(dtype=float)
        terms[f"{measure}_of"] = weights * np.isfinite(values)
        terms[measure] = np.nan_to_num(values) * weights
    for axis in AXES:
        terms[f"{axis}_high"] = weights * (pieces[axis].to_numpy() >= levels.high_value - 1e-9)
    codes = pieces.groupby(key, sort=True).ngroup().to_numpy()
    sums = {name: np.bincount(codes, weights=values) for name, values in terms.items()}
    cells = pieces.groupby(key, sort=True).agg(n_statements=("n_statements", "sum"), n_stories=("weight", "size")).reset_index()
    with np.errstate(invalid="ignore"):
        for measure in MEASURES:
            cells[measure] = np.where(sums[f"{measure}_of"] > 0, sums[measure] / sums[f"{measure}_of"], np.nan)
    bands = resample_cells(codes, cells["n_stories"].to_numpy(), terms, replicates, seed)
    enough = sums["weight"] >= levels.least_stories - 1e-9
    for measure in MEASURES:
        for side, quantile in zip(("low", "high"), BAND, strict=True):
            clear = enough & (sums[f"{measure}_of"] >= levels.least_stories - 1e-9)
            cells[f"{measure}_{side}"] = np.where(clear, bands[measure, quantile], np.nan)
    tallies = zip(sums["weight"], sums["pressure_high"], sums["engagement_high"], strict=True)
    labels = [label_posture(*tally) for tally in tallies]
    cells["label"], cells["label_reason"] = zip(*labels, strict=True)
    return cells


def resample_cells(codes, sizes, terms, replicates, seed):
    """Return `{(measure, quantile): one value per cell}`: cells of one size share their resamples."""
    starts = np.cumsum(sizes) - sizes
    bands = {(measure, quantile): np.full(len(sizes), np.nan) for measure in MEASURES for quantile in BAND}
    for size in np.unique(sizes):
        if size < load_codebook().levels.least_stories:
            continue
        cells = np.flatnonzero(sizes == size)
        rows = starts[cells][:, None] + np.arange(size)
        draws = np.random.default_rng([seed, size]).multinomial(size, np.full(size, 1 / size), replicates).astype(float)
        for measure in MEASURES:
            with np.errstate(invalid="ignore", divide="ignore"):
                means = (draws @ terms[measure][rows].T) / (draws @ terms[f"{measure}_of"][rows].T)
            means[~np.isfinite(means)] = np.nan
            usable = np.isfinite(means).any(axis=0)
            for quantile in BAND:
                if usable.any():
                    bands[measure, quantile][cells[usable]] = np.nanpercentile(means[:, usable], quantile, axis=0)
    return bands
