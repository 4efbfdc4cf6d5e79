"""Moves: one row per two shifts of different dyads, and which came first, as far as their dates tell.

`order` is "first" where shift a lies wholly before shift b, "second" where wholly after, and "can't tell" where the
intervals overlap. `days_low` and `days_high` bound the days from a to b; negative where b may have come first. Order is
not cause.
"""

import pandas as pd

from detente.schema import InputError, check_table

COLUMNS = {
    "shift_id_a": "str",
    "source_a": "str",
    "target_a": "str",
    "shift_id_b": "str",
    "source_b": "str",
    "target_b": "str",
    "kind": "str",
    "order": "str",
    "days_low": "Int64",
    "days_high": "Int64",
}
# Two moves further apart than a year are not an answer to each other on any reading.
WINDOW_DAYS = 365


def order_moves(shifts, source, target, *, third_parties=(), kind="measured", window_days=WINDOW_DAYS):
    """Return the moves table for a pair of actors: a is a shift of source→target, b one of another dyad.

    b runs over target→source and, for each of `third_parties`, over its dyads with either actor, both ways. Shifts that
    certainly lie more than `window_days` apart are left out; a dyad without shifts has no rows. Rows are by date of a,
    then of b.
    """
    check_table(shifts, "shifts")
    if source == target:
        raise InputError(f"source and target are both {source!r}; a pair takes two actors")
    if kind not in ("measured", "reported"):
        raise InputError(f"kind is {kind!r}; it is 'measured' or 'reported'")
    others = [(target, source)]
    for third in third_parties:
        if third in (source, target):
            raise InputError(f"{third!r} is one of the pair, not a third party")
        others += [(third, source), (third, target), (source, third), (target, third)]
    dated = shifts[shifts["kind"].eq(kind) & shifts["date_start"].notna() & shifts["date_end"].notna()]
    own = dated[dated["source"].eq(source) & dated["target"].eq(target)]
    rows = []
    for a in own.to_dict("records"):
        for b in dated.to_dict("records"):
            if (b["source"], b["target"]) not in others:
                continue
            low, high = (b["date_start"] - a["date_end"]).days, (b["date_end"] - a["date_start"]).days
            if low > window_days or high < -window_days:
                continue
            rows.append(
                {
                    "shift_id_a": a["shift_id"],
                    "source_a": source,
                    "target_a": target,
                    "shift_id_b": b["shift_id"],
                    "source_b": b["source"],
                    "target_b": b["target"],
                    "kind": kind,
                    "order": "first" if low > 0 else "second" if high < 0 else "can't tell",
                    "days_low": low,
                    "days_high": high,
                    "when": (a["date"], b["date"], b["shift_id"]),
                }
            )
    rows.sort(key=lambda row: row.pop("when"))
    return pd.DataFrame(
        {column: pd.Series([row[column] for row in rows], dtype=dtype) for column, dtype in COLUMNS.items()}
    )
