"""Shifts: one row per shift of a directed pair, reported by documents or measured in the statements.

A measured shift lies in `[date_start, date_end]` with nine chances in ten; `date` is the likeliest first day of the new
posture. Positions are means over the stories from `before_start` and up to `after_end`, that is, to the neighbouring
shifts. `p_value` and `q_value` are null for reported shifts. `stable` is false where a change of position would change
sign if the codebook's modifiers were halved or doubled.
"""

import hashlib
from dataclasses import replace

import numpy as np
import pandas as pd

from detente.codebook import AXES, load_codebook
from detente.postures.calendars import to_dates
from detente.postures.dating import locate_shift
from detente.postures.positions import choose_dyads, count_statements, label_posture, measure_stories
from detente.postures.reported import corroborate, find_reported, list_reported_evidence
from detente.postures.scan import LEAST_BINS, scan_series
from detente.postures.series import build_series, choose_brief_period, choose_period
from detente.schema import InputError, build_table, check_table, empty_table

# A dyad's history is split at most this deep: 2**8 regimes are more than any corpus can show.
MOST_DEPTH = 8
# Children of a shift are looked for only where the shift itself is one, whatever alpha shows.
RECURSION_ALPHA = 0.05
# Short episodes are a second look at the same dyad: its p-value pays for it, so that both looks keep the level.
BRIEF_PRICE = 20
# A change smaller than this has no sign worth keeping.
LEAST_CHANGE = 0.05
SCALES = (0.5, 2.0)
EXTRA = [f"{axis}_{when}_{side}" for axis in AXES for when in ("before", "after") for side in ("low", "high")]


def find_shifts(statements, source=None, target=None, *, alpha=0.05, permutations=999, seed=0):
    """Return the shifts table: of one dyad, of one actor's dyads, or of all where neither is named.

    `permutations` is the number of series of noise alone that each best candidate is compared with, `seed` what they
    are drawn from; the same input gives the same table in any order of rows. Only measured shifts at `p_value <=
    alpha` are rows; `alpha=1` shows each dyad's best candidate. `q_value` is Benjamini and Hochberg's (1995) over the
    dyads that could be tested in this call.

    `.attrs["reasons"]` says for each dyad (`USA:PRK`) without a measured shift why there is none, and
    `.attrs["disagreements"]` where documents and statements say different things.
    """
    check_table(statements, "statements")
    if not 0 < alpha <= 1:
        raise InputError(f"alpha is {alpha}; it is a probability above 0 and at most 1")
    if permutations < 19:
        raise InputError(f"permutations is {permutations}; fewer than 19 can't show a p-value of 0.05")
    chosen = choose_dyads(statements, source, target)
    reasons, tests, rows = {}, {}, []
    stories = measure_stories(chosen)
    scaled = {scale: measure_stories(chosen, scale=scale) for scale in SCALES}
    for dyad, positions in stories.groupby(["source", "target"], sort=True).indices.items():
        own = stories.iloc[positions]
        found, p_value, reason = measure_dyad(own, dyad, alpha, permutations, seed)
        if p_value is not None:
            tests[dyad] = p_value
        if reason:
            reasons[dyad] = reason
        rows += describe_shifts(
            found, own, {scale: other.iloc[positions] for scale, other in scaled.items()}, dyad, seed
        )
    if source is not None and target is not None and (source, target) not in reasons and not rows:
        reasons[source, target] = f"nothing was said by {source} to {target} that counts"
    for row in rows:
        row["q_value"] = adjust_p_value(row["p_value"], list(tests.values()))
    measured = build_table("shifts", pd.DataFrame(rows)) if rows else empty_table("shifts")
    for column in EXTRA:
        measured[column] = pd.array([row[column] for row in rows], dtype="Float64")
    measured["stable"] = pd.array([row["stable"] for row in rows], dtype="boolean")
    reported = find_reported(chosen)
    shifts, disagreements = corroborate(measured, reported, tests, reasons, alpha)
    shifts = shifts.sort_values(["date", "date_end", "shift_id"], kind="stable", na_position="last").reset_index(
        drop=True
    )
    # Plain keys: a table's attributes go to Parquet as JSON.
    reasons = {":".join(dyad): reason for dyad, reason in reasons.items()}
    shifts.attrs.update(reasons=reasons, disagreements=disagreements, n_dyads_tested=len(tests))
    return check_table(shifts, "shifts")


def measure_dyad(stories, dyad, alpha, permutations, seed):
    """Return `(shifts, p-value of the whole, reason)`: each shift a dict of its days and its p-value, by recursion."""
    found, p_whole, reason = [], None, None
    pending = [(stories, 0.0, 0)]
    while pending:
        part, least_p, depth = pending.pop(0)
        series = build_series(part, choose_period(part), *dyad)
        if len(series.n_stories) < LEAST_BINS:
            if depth == 0:
                reason = (
                    f"{count(len(part), 'story', 'stories')} in {count(len(series.n_stories), series.period)}: "
                    f"too few to tell, a shift takes stories in at least {LEAST_BINS} {series.period}s"
                )
            continue
        if not any(np.ptp(values) > 1e-12 for values in series.values):
            if depth == 0:
                p_whole, reason = 1.0, f"all {len(part)} stories take the same position"
            continue
        scan = scan_series(series, permutations, seed, min(alpha, RECURSION_ALPHA))
        if scan.p_value > RECURSION_ALPHA and (brief := scan_brief(part, dyad, permutations, seed)):
            series, scan = brief
        p_value = max(scan.p_value, least_p)
        if depth == 0:
            p_whole = p_value
            if p_value > min(alpha, RECURSION_ALPHA):
                smallest = (
                    f"no shift smaller than {scan.smallest_step:.1f} could be found"
                    if scan.smallest_step <= 1
                    else "not even a full reversal could be found"
                )
                reason = f"{count(len(part), 'story', 'stories')}: {smallest} (p = {p_value:.2g})"
        if p_value > alpha or (depth and p_value > RECURSION_ALPHA):
            continue
        parts, located = locate_shift(part, series, scan)
        fresh = [
            shift
            for shift in located
            if not any(shift["low"] <= other["high"] and other["low"] <= shift["high"] for other in found)
        ]
        found += [{**shift, "p_value": p_value} for shift in fresh]
        if fresh and p_value <= RECURSION_ALPHA and depth < MOST_DEPTH:
            pending += [(child, p_value, depth + 1) for child in parts if len(child) >= LEAST_BINS]
    return sorted(found, key=lambda shift: shift["day"]), p_whole, reason


def scan_brief(stories, dyad, permutations, seed):
    """Return `(series, scan)` of a short episode in a dense history that pays for the second look, else null."""
    period = choose_brief_period(stories)
    if period is None:
        return None
    series = build_series(stories, period, *dyad)
    if len(series.n_stories) < LEAST_BINS or not any(np.ptp(values) > 1e-12 for values in series.values):
        return None
    scan = scan_series(series, permutations, seed, brief=True)
    scan = replace(scan, p_value=min(1.0, scan.p_value * BRIEF_PRICE))
    return (series, scan) if scan.p_value <= RECURSION_ALPHA else None


def count(number, word, plural=None):
    """Return `number` with its word in the right number.

    >>> count(1, "story", "stories"), count(3, "month")
    ('1 story', '3 months')
    """
    return f"{number} {word if number == 1 else plural or word + 's'}"


def describe_shifts(found, stories, scaled, dyad, seed):
    """Return the rows of one dyad's measured shifts, positions taken between neighbouring shifts."""
    edges = [stories["first_day"].min(), *(shift["day"] for shift in found), stories["last_day"].max() + 1]
    rows = []
    for number, shift in enumerate(found):
        row = {"kind": "measured", "source": dyad[0], "target": dyad[1], "p_value": shift["p_value"]}
        row["date"], row["date_start"], row["date_end"], row["before_start"], row["after_end"] = to_dates(
            [shift["day"], shift["low"], shift["high"], edges[number], edges[number + 2] - 1]
        )
        middle = (stories["first_day"] + stories["last_day"]) / 2
        sides = {
            "before": ((middle >= edges[number]) & (middle < shift["day"])).to_numpy(),
            "after": ((middle >= shift["day"]) & (middle < edges[number + 2])).to_numpy(),
        }
        for side, mask in sides.items():
            row |= describe_side(stories[mask], side, seed)
        row["stable"] = is_stable(row, scaled, sides)
        row["shift_id"] = name_shift("measured", *dyad, row["date"], row["date_start"], row["date_end"])
        rows.append(row)
    return rows


def describe_side(stories, side, seed):
    """Return the columns of one side: mean position, its 95 % band over resampled stories, label, stories."""
    levels, n_stories = load_codebook().levels, len(stories)
    row = {f"n_stories_{side}": n_stories}
    draws = (
        np.random.default_rng([seed, n_stories]).multinomial(n_stories, np.full(n_stories, 1 / n_stories), 499)
        if n_stories
        else None
    )
    for axis in AXES:
        values = np.sort(stories[axis].to_numpy(dtype=float))
        row[f"{axis}_{side}"] = float(values.mean()) if n_stories else None
        enough = n_stories >= levels.least_stories
        low, high = np.percentile(draws @ values / n_stories, (2.5, 97.5)) if enough else (None, None)
        row[f"{axis}_{side}_low"], row[f"{axis}_{side}_high"] = low, high
    high = [(stories[axis] >= levels.high_value - 1e-9).sum() for axis in AXES]
    row[f"label_{side}"] = label_posture(n_stories, *high)[0]
    return row


def is_stable(row, scaled, sides):
    """Return whether each axis that moved would still move the same way with the modifiers halved and doubled."""
    for axis in AXES:
        change = (row[f"{axis}_after"] or 0) - (row[f"{axis}_before"] or 0)
        if abs(change) < LEAST_CHANGE:
            continue
        for stories in scaled.values():
            values = stories[axis].to_numpy(dtype=float)
            if np.sign(values[sides["after"]].mean() - values[sides["before"]].mean()) != np.sign(change):
                return False
    return True


def name_shift(*parts):
    """Return the key of a shift: sixteen hex digits of what it is, where and when."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def adjust_p_value(p_value, tested):
    """Return Benjamini and Hochberg's q of a p-value among those of the dyads; later shifts are read off the same."""
    ordered = np.sort(tested)
    q_values = ordered * len(ordered) / np.arange(1, len(ordered) + 1)
    q_values = np.minimum.accumulate(q_values[::-1])[::-1]
    place = min(np.searchsorted(ordered, p_value - 1e-15), len(ordered) - 1)
    return float(min(max(q_values[place], p_value), 1.0))


def find_evidence(shifts, statements):
    """Return the evidence table: one row per shift, statement and side.

    For a measured shift, all statements that count between the neighbouring shifts; for a reported one, those of the
    documents that say so. Rows are by shift, side (before first) and nearness to the shift.
    """
    check_table(shifts, "shifts")
    check_table(statements, "statements")
    counted, pieces = count_statements(statements), []
    groups = counted.groupby(["source", "target"]).indices
    for shift in shifts[shifts["kind"].eq("measured")].to_dict("records"):
        own = counted.iloc[groups.get((shift["source"], shift["target"]), [])]
        middle = own["date_start"] + (own["date_end"] - own["date_start"]) / 2
        near = own[(middle >= shift["before_start"]) & (middle < shift["after_end"] + pd.Timedelta(days=1))]
        middle = middle[near.index]
        pieces.append(
            near.assign(
                shift_id=shift["shift_id"],
                side=np.where(middle < shift["date"], "before", "after"),
                distance=(middle - shift["date"]).abs(),
            )
        )
    pieces.append(list_reported_evidence(shifts, statements))
    pieces = [piece for piece in pieces if len(piece)]
    if not pieces:
        return empty_table("evidence")
    rows = pd.concat(pieces, ignore_index=True)
    place = dict(zip(shifts["shift_id"], range(len(shifts)), strict=True))
    rows["place"], rows["turn"] = rows["shift_id"].map(place), rows["side"].map({"before": 0, "after": 1})
    rows = rows.sort_values(["place", "turn", "distance", "statement_id"], kind="stable").drop(
        columns=["place", "turn", "distance"]
    )
    columns = list(empty_table("evidence").columns)
    return check_table(build_table("evidence", rows[columns]), "evidence")
