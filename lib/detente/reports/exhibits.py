"""Exhibits: which of a dyad's statements a report shows, on its first screen, in its ledger of conditions, as its evidence."""

from detente.codebook import AXES
from detente.reports.passages import is_right_to_left, language_of, plain_value

NEAREST_SHOWN = 8
MOST_CONDITIONS = 20


def choose_quotes(own, counted, evidence, lead, texts):
    """Return the words for the first screen, each with its role: before, now, unchanged, still conditional; or the strongest."""
    rows = {row["statement_id"]: row for row in own.to_dict("records")}
    chosen = []
    if lead:
        chosen += [("before", rows.get(lead["before_statement_id"])), ("now", rows.get(lead["after_statement_id"]))]
        members = own[own["statement_id"].isin(evidence.loc[evidence["shift_id"].eq(lead["shift_id"]), "statement_id"])]
        pool = members[members["frame"].eq("current")] if lead["kind"] == "reported" else members.iloc[:0]
    else:
        pool = counted
        for axis in AXES[::-1]:
            if len(counted) and float(counted[axis].max()) > 0:
                chosen.append((axis, _best(counted, axis)))
        if not len(counted) and len(own):
            chosen += [
                (frame, _best(own[own["frame"].eq(frame)], "pressure"))
                for frame in ("prior", "hypothetical")
                if own["frame"].eq(frame).any()
            ]
    held = pool[pool["held"].notna()]
    if len(held):
        chosen.append(("unchanged", _best(held, "pressure")))
    asked = pool[pool["condition"].notna()]
    if len(asked):
        chosen.append(("conditional", _best(asked, "confidence")))
    seen, quotes = set(), []
    for role, row in chosen:
        if row is not None and row["statement_id"] not in seen:
            seen.add(row["statement_id"])
            quotes.append({"role": role, **texts.describe(row, row["statement_id"] in set(counted["statement_id"]))})
    return quotes


def _best(rows, column):
    ranked = rows.assign(direct=rows["speech"].eq("direct")).sort_values(
        [column, "direct", "confidence", "date_start", "statement_id"],
        ascending=[False, False, False, True, True],
        kind="stable",
    )
    return ranked.iloc[0].to_dict()


def list_conditions(own, statements, shifts, texts):
    """Return the ledger: one row per demand as worded, with whether it was made earlier, is made now, or was dropped.

    A prior demand counts as dropped where a reported shift sets it against an offer without it; what is merely not repeated is "not
    mentioned". The same demand in other words is a row of its own. `also` names others who are to convey it.
    """
    asked = own[own["condition"].notna()]
    dropped = {shift["before_statement_id"]: shift["after_statement_id"] for shift in shifts if shift["kind"] == "reported"}
    ledger = {}
    for row in asked.to_dict("records"):
        ledger.setdefault(" ".join(row["condition"].casefold().split()), []).append(row)
    out = []
    for rows in ledger.values():
        prior, now = ([row for row in rows if row["frame"] == frame] for frame in ("prior", "current"))
        lead = (now or prior or rows)[0]
        gone = next((dropped[row["statement_id"]] for row in prior if row["statement_id"] in dropped), None) if not now else None
        same = statements[
            statements["document_id"].eq(lead["document_id"])
            & statements["condition_start"].eq(lead["condition_start"]).fillna(False)
            & ~statements["source"].eq(lead["source"])
        ]
        also = sorted({(row["source"], row["frame"]) for row in same.to_dict("records")})
        out.append(
            {
                "condition": lead["condition"],
                "lang": language_of(lead),
                "rtl": is_right_to_left(lead),
                "about": plain_value(lead["about"]),
                "act": lead["act"],
                "by": texts.speaker_words(lead),
                "statement_id": lead["statement_id"],
                "n": len(rows),
                "n_prior": len(prior),
                "n_current": len(now),
                "dropped_by": gone,
                "status": "kept"
                if prior and now
                else "dropped"
                if gone
                else "asked now"
                if now
                else "asked earlier"
                if prior
                else "not yet said",
                "also": [{"actor": actor, "frame": frame} for actor, frame in also],
            }
        )
    return sorted(out, key=lambda row: (row["n_current"] > 0, -row["n"], row["statement_id"]))[:MOST_CONDITIONS]


def choose_shown(own, evidence, leading, most):
    """Return the ids of the statements that the page shows: all of them, or a choice where there are many.

    Those that the page leads to come first, then each shift's nearest on both sides, then the strongest.
    """
    if len(own) <= most:
        return set(own["statement_id"])
    strongest = own.sort_values(["pressure", "engagement", "statement_id"], ascending=[False, False, True], kind="stable")
    others = [
        *evidence.groupby(["shift_id", "side"], sort=True).head(NEAREST_SHOWN)["statement_id"],
        *strongest["statement_id"].head(most // 4),
        *own["statement_id"].iloc[::-1],
    ]
    leading = dict.fromkeys(leading)
    return set(leading) | set(list(dict.fromkeys([*leading, *others]))[:most])
