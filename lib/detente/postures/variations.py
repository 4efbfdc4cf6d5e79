"""Variations: whether a finding stands when one thing is left out or set otherwise.

Grain: one row a variation. Columns: changed (what was left out or set), n_stories (of the dyad, then), shift (which kind
was found, or none), before, after (labels), moved (engagement and pressure after less before).
"""

import pandas as pd

from detente.postures.periods import count_statements
from detente.postures.shifts import find_shifts

COLUMNS = ["changed", "n_stories", "shift", "before", "after", "pressure_moved", "engagement_moved"]
STRICTER, LOOSER = 0.01, 0.10  # the two thresholds usual beside 0.05


def vary_findings(statements, source, target, *, alpha=0.05, seed=0):
    """Return what becomes of the shifts of source→target under each variation; the first row is the finding as it stands.

    Left out in turn: each language, each outlet, the outlet's own voice and its reports of what was said, doubtful
    statements; set otherwise: alpha. A dyad with one outlet and one language has no rows for those.
    """
    own = statements[statements["source"].eq(source) & statements["target"].eq(target)]
    variations = [("nothing: the finding as it stands", own, alpha)]
    for column in ("language", "outlet"):
        values = sorted(own[column].dropna().unique())
        if len(values) > 1:
            variations += [(f"without {column} {value}", own[own[column].ne(value)], alpha) for value in values]
    variations += [
        ("without indirect speech", own[own["speech"].ne("indirect")], alpha),
        ("without direct speech", own[own["speech"].ne("direct")], alpha),
        ("only statements of confidence 0.7 or more", own[own["confidence"].ge(0.7)], alpha),
        (f"alpha {STRICTER:g}", own, STRICTER),
        (f"alpha {LOOSER:g}", own, LOOSER),
    ]
    rows = [_row(changed, rest, source, target, level, seed) for changed, rest, level in variations]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(changed, statements, source, target, alpha, seed):
    """Return one variation as a dict: the leading shift found, measured before reported."""
    counted = count_statements(statements) if len(statements) else statements
    shifts = find_shifts(statements, source, target, alpha=alpha, seed=seed) if len(statements) else statements.head(0)
    base = {"changed": changed, "n_stories": int(counted["story_id"].nunique()), "shift": "none"}
    if not len(shifts):
        return base
    shift = shifts.sort_values(["kind", "p_value", "date"], kind="stable").iloc[0]
    return base | {
        "shift": shift["kind"],
        "before": shift["label_before"],
        "after": shift["label_after"],
        "pressure_moved": shift["pressure_after"] - shift["pressure_before"],
        "engagement_moved": shift["engagement_after"] - shift["engagement_before"],
    }
