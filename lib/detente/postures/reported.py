"""Reported shifts: one row per dyad, direction and run of days in which documents say that a posture changed.

A story reports a shift where one of its current statements says so in words (`change_stated`), where it sets a prior
position ("until now", "had insisted") against a current statement, or where it says that a position has ended. `before` is
the prior position where the story states one (`before_basis` stated), else what the wording implies; so is `after`
where a position has ended and nothing says what came of it. An axis that the text says is held stays.
"""

import hashlib

import numpy as np
import pandas as pd

from detente.codebook import AXES, load_codebook, weigh
from detente.postures.positions import name_posture
from detente.schema import build_table, empty_table

# A prior deed is background; what was said tells where a source stood.
POSITION_ACTS = ("AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
# A smaller step lies within one modifier of the codebook, and isn't news.
LEAST_STEP = 0.1
# Reports of one change appear over a week.
MERGE_DAYS = 7
# What a word of change implies about the time before, where nothing states it: the plain opposite.
IMPLIED = {"cooperative": "REJECT", "hostile": "AGREE"}


def find_reported(statements):
    """Return the reported shifts of all dyads in `statements`, merged across stories that lie within a week."""
    sides = [side for _, group in group_stories(statements) if (side := read_story(group)) is not None]
    if not sides:
        return empty_table("shifts")
    rows = [merge_sides(run) for run in group_runs(sides)]
    return build_table("shifts", rows).sort_values(["date", "shift_id"], na_position="last").reset_index(drop=True)


def group_stories(statements):
    """Yield `(key, statements)` per dyad and story, where something is prior or said to have changed."""
    usable = statements[
        statements["confidence"].fillna(1.0).ge(load_codebook().levels.least_confidence).astype(bool)
        & statements["frame"].isin(["current", "prior"])
    ]
    story = usable["story_id"].fillna(usable["document_id"]).fillna(usable["statement_id"])
    usable = usable.assign(story_id=story)
    telling = usable["change_stated"].notna() | usable["frame"].eq("prior")
    key = ["source", "target", "story_id"]
    wanted = usable.loc[telling, key].drop_duplicates()
    yield from (
        usable.merge(wanted, on=key).sort_values([*key, "document_id", "start", "statement_id"]).groupby(key, sort=True)
    )


def read_story(group):
    """Return what one story says of a change on one dyad, as a dict of both sides; null where it says none."""
    current = group[group["frame"].eq("current")]
    prior = group[group["frame"].eq("prior") & group["act"].isin(POSITION_ACTS)]
    stated = current[current["change_stated"].notna()]
    dropped = find_dropped_conditions(prior, current)
    over = prior[prior["change_stated"].eq("ended")]
    if not (len(stated) or len(dropped) or prior["change_stated"].notna().any()) or not (len(current) or len(over)):
        return None
    after = {axis: float(current[axis].max()) for axis in AXES} if len(current) else imply_after(over)
    if len(prior):
        before = {axis: float(prior[axis].max()) for axis in AXES}
    else:
        before = imply_before(stated, after)
    before |= {axis: after[axis] for axis in set(group["held"].dropna())}
    moves = {axis: after[axis] - before[axis] for axis in AXES}
    if max(map(abs, moves.values())) < LEAST_STEP - 1e-9:
        return None
    moved = max(AXES, key=lambda axis: (round(abs(moves[axis]), 9), axis == "engagement"))
    if len(current):
        first, second = choose_statements(prior if not len(dropped) else dropped, stated, current, moved, moves[moved])
    else:
        first = second = over.iloc[0]
    return {
        "source": second["source"],
        "target": second["target"],
        "story_id": second["story_id"],
        "before": before,
        "after": after,
        "direction": tuple(int(np.sign(moves[axis])) if abs(moves[axis]) >= LEAST_STEP - 1e-9 else 0 for axis in AXES),
        "basis": "stated" if len(prior) else "implied",
        "first": first,
        "second": second,
        "members": {"before": set(prior["statement_id"]), "after": set(current["statement_id"])},
    }


def find_dropped_conditions(prior, current):
    """Return the prior positions with a condition that a current statement without one goes beyond in engagement."""
    free = current[current["condition"].isna() & (current["engagement"] > 0)]
    if not len(free):
        return prior.iloc[:0]
    return prior[prior["condition"].notna() & (prior["engagement"] + LEAST_STEP <= free["engagement"].max() + 1e-9)]


def imply_before(stated, after):
    """Return the position that words of change imply: none on the axis of a first, the opposite of a reversal."""
    strongest, warm, opposite = _turn_round(stated)
    if strongest["change_stated"] == "first":
        return {**after, "engagement" if warm else "pressure": 0.0}
    return opposite


def imply_after(over):
    """Return the position that the end of another implies: the plain opposite, as where a demand is said to be dropped."""
    return _turn_round(over)[2]


def _turn_round(statements):
    """Return (the strongest of some statements, whether it is warm, the plain opposite of where it stands)."""
    strongest = statements.loc[statements[list(AXES)].max(axis=1).astype(float).idxmax()]
    warm = strongest["engagement"] >= strongest["pressure"]
    return strongest, warm, dict(zip(AXES, weigh(IMPLIED["cooperative" if warm else "hostile"]), strict=True))


def choose_statements(prior, stated, current, moved, step):
    """Return `(prior statement or null, current statement)`: those that show the move best, nearest to each other."""
    first = None
    if len(prior):
        ranked = prior.assign(rank=prior["condition"].notna()).sort_values(
            [moved, "rank", "document_id", "start", "statement_id"], ascending=[False, False, True, True, True]
        )
        first = ranked.iloc[0]
    pool = current[current[moved] >= current[moved].max() - 1e-9] if step > 0 else (stated if len(stated) else current)
    if first is not None:
        gap = pool["start"] - first["end"] if pd.notna(first["end"]) else pool["start"] * 0
        far = np.where(pool["document_id"].eq(first["document_id"]).fillna(False), 0, 1)
        pool = pool.assign(far=far, backward=(gap < 0).fillna(True), gap=gap.abs()).sort_values(
            ["far", "backward", "gap", "statement_id"]
        )
    return first, pool.iloc[0]


def group_runs(sides):
    """Yield lists of stories that report one move: the same dyad and direction, each within a week of the last."""

    def order(side):
        date = side["second"]["date_start"]
        return (
            side["source"],
            side["target"],
            side["direction"],
            pd.isna(date),
            pd.Timestamp.min if pd.isna(date) else date,
            side["story_id"],
        )

    run = []
    for side in sorted(sides, key=order):
        same = run and all(run[-1][key] == side[key] for key in ("source", "target", "direction"))
        dates = [each["second"]["date_start"] for each in ([run[-1], side] if run else [])]
        if run and not (same and pd.notna(dates).all() and (dates[1] - dates[0]).days <= MERGE_DAYS):
            yield run
            run = []
        run.append(side)
    if run:
        yield run


def merge_sides(run):
    """Return the row of one reported shift: the earliest story that states its before speaks for all."""
    lead = min(run, key=lambda side: (side["basis"] != "stated", str(side["second"]["date_start"]), side["story_id"]))
    first, second = lead["first"], lead["second"]
    starts = [side["second"]["date_start"] for side in run if pd.notna(side["second"]["date_start"])]
    ends = [side["second"]["date_end"] for side in run if pd.notna(side["second"]["date_end"])]
    level = load_codebook().levels.high_value - 1e-9
    row = {
        "kind": "reported",
        "source": lead["source"],
        "target": lead["target"],
        "date": min(starts, default=None),
        "date_start": min(starts, default=None),
        "date_end": max(ends, default=None),
        "before_start": None if first is None else first["date_start"],
        "after_end": max(ends, default=None),
        "n_stories_before": sum(side["basis"] == "stated" for side in run),
        "n_stories_after": len(run),
        "before_basis": lead["basis"],
        "before_statement_id": None if first is None else first["statement_id"],
        "after_statement_id": second["statement_id"],
    }
    for side in ("before", "after"):
        row |= {f"{axis}_{side}": lead[side][axis] for axis in AXES}
        row[f"label_{side}"] = name_posture(*(lead[side][axis] >= level for axis in AXES))
    parts = [
        "reported",
        lead["source"],
        lead["target"],
        *sorted(side["story_id"] for side in run),
        str(lead["direction"]),
    ]
    row["shift_id"] = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
    return row


def list_reported_evidence(shifts, statements):
    """Return the statements of each reported shift in `shifts`, with shift_id, side and the distance to its date."""
    wanted = set(shifts.loc[shifts["kind"].eq("reported"), "shift_id"])
    if not wanted:
        return statements.iloc[:0]
    sides = [side for _, group in group_stories(statements) if (side := read_story(group)) is not None]
    pieces = []
    for run in group_runs(sides):
        row = merge_sides(run)
        if row["shift_id"] not in wanted:
            continue
        for side in ("before", "after"):
            members = set().union(*(each["members"][side] for each in run))
            lead = row[f"{side}_statement_id"]
            found = statements[statements["statement_id"].isin(members)]
            pieces.append(
                found.assign(
                    shift_id=row["shift_id"],
                    side=side,
                    distance=pd.to_timedelta(np.where(found["statement_id"].eq(lead), 0, 1), unit="D"),
                )
            )
    return pd.concat(pieces) if pieces else statements.iloc[:0]


def corroborate(measured, reported, tests, reasons, alpha):
    """Return `(shifts, disagreements)`: both kinds in one table, each naming those of the other that agree with it.

    Two agree where their intervals overlap and no axis moves the other way. A disagreement is a dict of shift_id,
    source, target and text: documents report a change that the statements of that dyad don't show; `testable` is
    false where they were too few to show any.
    """
    names = {shift_id: [] for table in (measured, reported) for shift_id in table["shift_id"]}
    disagreements = []
    for claim in reported.to_dict("records"):
        rivals = measured[measured["source"].eq(claim["source"]) & measured["target"].eq(claim["target"])]
        near = [
            row
            for row in rivals.to_dict("records")
            if pd.notna(claim["date_start"])
            and row["date_start"] <= claim["date_end"]
            and claim["date_start"] <= row["date_end"]
        ]
        for row in near:
            if not oppose(row, claim):
                names[claim["shift_id"]].append(row["shift_id"])
                names[row["shift_id"]].append(claim["shift_id"])
        dyad = (claim["source"], claim["target"])
        if not names[claim["shift_id"]] and pd.notna(claim["date_start"]):
            if near:
                found = "show one the other way"
            elif dyad not in tests:
                found = f"can't tell: {reasons.get(dyad, 'none of them counts')}"
            elif len(rivals):
                found = "show none then"
            else:
                found = f"show none: {reasons[dyad]}" if dyad in reasons else f"show none at p ≤ {alpha:g}"
            disagreements.append(
                {
                    "shift_id": claim["shift_id"],
                    "source": dyad[0],
                    "target": dyad[1],
                    "testable": dyad in tests,
                    "text": f"documents report a shift of {':'.join(dyad)} between {claim['date_start']:%Y-%m-%d} and "
                    f"{claim['date_end']:%Y-%m-%d}; the statements {found}",
                }
            )
    tables = [table for table in (measured, reported) if len(table)]
    shifts = pd.concat(tables, ignore_index=True) if tables else measured.copy()
    shifts = shifts.reindex(columns=measured.columns).astype(measured.dtypes)
    shifts["corroborated_by"] = pd.array(
        [" ".join(sorted(names[key])) or None for key in shifts["shift_id"]], dtype="str"
    )
    shifts["n_corroborating"] = pd.array([len(names[key]) for key in shifts["shift_id"]], dtype="Int64")
    return shifts, disagreements


def oppose(one, other):
    """Return whether an axis clearly moves one way in one shift and the other way in the other."""
    for axis in AXES:
        steps = [shift[f"{axis}_after"] - shift[f"{axis}_before"] for shift in (one, other)]
        if min(map(abs, steps)) >= LEAST_STEP and steps[0] * steps[1] < 0:
            return True
    return False
