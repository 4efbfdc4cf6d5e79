"""Positions: one row per dyad, story and date, with where the source stands on both axes; and the words for where.

A story's position is that of its strongest current statement on each axis, 0 to 1, so that neither axis dilutes the
other and forty copies of a report are one observation.
"""
import numpy as np
import pandas as pd

from detente.codebook import AXES, load_codebook
from detente.postures.calendars import day_numbers
from detente.schema import InputError, nearest

# Copies of a wire report gather within fourteen days (see documents): later dates in the same story are another event.
STORY_DAYS = 14
# Normal quantile of the label's 80 % interval.
LABEL_Z = 1.2815515594


def count_statements(statements):
    """Return the statements that count: current, dated, confident enough, with both weights finite and 0 to 1."""
    weights = statements[list(AXES)]
    wrong = ~((weights >= 0) & (weights <= 1)).fillna(True)
    if wrong.to_numpy(dtype=bool).any():
        first = statements.loc[wrong.any(axis=1), "statement_id"].iloc[0]
        raise InputError(
            f"statement {first} has a pressure or an engagement outside 0 to 1; weigh it with the codebook"
        )
    least = load_codebook().levels.least_confidence
    counted = (
        statements["frame"].eq("current").fillna(False)
        & statements["confidence"].fillna(1.0).ge(least)
        & statements["date_start"].notna()
        & statements["date_end"].notna()
        & weights.notna().all(axis=1)
    ).astype(bool)
    return statements[counted]


def measure_stories(statements, *, by=None, scale=1.0):
    """Return one row per dyad, story and date: its strongest value on each axis, from the statements that count.

    Columns source, target, story_id, (by), outlet, first_day, last_day (days since 1970), pressure, engagement,
    conditionality, n_statements.
    Dates within fourteen days of a story's first are one date, the narrowest interval among them, so that forty copies
    of a report are one observation. `conditionality` is 1 where the strongest offer has a condition, null where the
    story has no engagement. `scale` halves or doubles what the modifiers change: a value becomes its act's own weight
    plus `scale` times the difference.
    """
    counted = count_statements(statements)
    rows = pd.DataFrame(
        {
            "source": counted["source"],
            "target": counted["target"],
            "story_id": counted["story_id"].fillna(counted["document_id"]).fillna(counted["statement_id"]),
            "first_day": day_numbers(counted["date_start"]),
            "last_day": day_numbers(counted["date_end"]),
            "outlet": counted["outlet"],
            "conditional": counted["condition"].notna(),
            "statement_id": counted["statement_id"],
        }
    )
    if by is not None:
        rows[by] = counted[by].fillna("unknown")
    for axis in AXES:
        own = counted["act"].map({name: getattr(act, axis) for name, act in load_codebook().acts.items()}).astype(float)
        values = counted[axis].astype(float)
        rows[axis] = values if scale == 1 else (own + scale * (values - own)).clip(0, 1).fillna(values).astype(float)
    key = list(dict.fromkeys(["source", "target", "story_id", *([by] if by else [])]))
    rows["width"] = rows["last_day"] - rows["first_day"]
    rows = rows.sort_values([*key, "first_day", "last_day", "statement_id"], kind="stable").reset_index(drop=True)
    since = rows["first_day"] - rows.groupby(key)["first_day"].transform("min")
    rows["event"] = np.where(since > STORY_DAYS, since // (STORY_DAYS + 1), 0)
    groups = rows.groupby([*key, "event"], sort=True)
    stories = groups[list(AXES)].max()
    stories["n_statements"] = groups.size()
    stories["outlet_of_first"] = groups["outlet"].first()
    narrowest = rows.sort_values(["width", "first_day"], kind="stable").groupby([*key, "event"])
    stories[["first_day", "last_day"]] = narrowest[["first_day", "last_day"]].first()
    offers = rows[rows["engagement"] > 0].sort_values(
        ["engagement", "conditional"], ascending=[False, True], kind="stable"
    )
    stories["conditionality"] = offers.groupby([*key, "event"])["conditional"].first().astype(float)
    stories = stories.reset_index().drop(columns="event")
    if "outlet" not in stories:
        stories = stories.rename(columns={"outlet_of_first": "outlet"})
    return stories


def label_posture(n_stories, n_high_pressure, n_high_engagement):
    """Return `(label, reason)` for how many of the stories are high on each axis; no reason where it is clear."""
    levels = load_codebook().levels
    if n_stories < levels.least_stories - 1e-9:
        return "unclear", "too few stories" if n_stories > 0 else "no statements"
    high = []
    for axis, count in zip(AXES, (n_high_pressure, n_high_engagement), strict=True):
        share, z2 = count / n_stories, LABEL_Z**2
        centre, half = (
            share + z2 / (2 * n_stories),
            LABEL_Z * np.sqrt(max(share * (1 - share), 0) / n_stories + z2 / (4 * n_stories**2)),
        )
        low, top = (centre - half) / (1 + z2 / n_stories), (centre + half) / (1 + z2 / n_stories)
        if low < levels.high_share <= top:
            return "unclear", f"{axis} too close to call"
        high.append(low >= levels.high_share)
    return name_posture(*high), None


def name_posture(pressure_high, engagement_high):
    """Return the word for a posture from which of its axes are high."""
    if pressure_high:
        return "dual-track" if engagement_high else "coercive"
    return "conciliatory" if engagement_high else "disengaged"


def choose_dyads(statements, source, target):
    """Return the statements of the dyads asked for: of all where neither is given, of one side's where one is.

    A code that no statement and no list of countries knows is an InputError that names the nearest; a pair of known
    codes that is merely silent is an empty table.
    """
    if source is not None and source == target:
        raise InputError(f"source and target are both {source!r}; a dyad is a pair of two actors")
    present = set(statements["source"].dropna()) | set(statements["target"].dropna())
    for code in (source, target):
        if code is not None and code not in present and not is_actor(code):
            dyads = {f"{a}:{b}" for a, b in statements[["source", "target"]].drop_duplicates().itertuples(index=False)}
            wanted = ":".join(c for c in (source, target) if c is not None)
            raise InputError(f"unknown actor {code!r} in {wanted}; {nearest(wanted, dyads)}")
    for column, code in (("source", source), ("target", target)):
        if code is not None:
            statements = statements[statements[column].eq(code).fillna(False).astype(bool)]
    return statements


def is_actor(code):
    """Return whether `code` is an ISO 3166 alpha-3 code or one of the organisations that the tables use."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return code in {"EUU", "UNO", "NAT", "XKX", "PSE"} or (
        len(str(code)) == 3 and str(code).isupper() and code in aliases
    )
