"""Findings: one dict per directed pair, everything a report says, as plain values that go to JSON and back.

Dates are ISO days, missing values None, positions rounded to four digits. `told` holds the sentences (see `narrative`),
as lists of parts: a string, or a dict of the document's own words with their language.
"""

import shlex
from collections import Counter

import pandas as pd

from detente.codebook import AXES, load_codebook
from detente.coding import known_languages
from detente.postures import (
    LEAST_STEP,
    SCALES,
    count_statements,
    describe_side,
    find_evidence,
    find_reported,
    find_shifts,
    measure_postures,
    measure_stories,
    name_posture,
)
from detente.reports.exhibits import choose_quotes, choose_shown, list_conditions
from detente.reports.narrative import write_findings
from detente.reports.options import check_dyad, check_options
from detente.reports.passages import Texts, language_of, plain_row, plain_value, write_day
from detente.reports.wording import name_actor, name_language
from detente.schema import check_table, empty_table

FORMAT = 1
# A page of more statements than this is no longer read; those nearest the shifts and the strongest stay.
MOST_SHOWN = 60
MOST_SHOWN_BACK = 15
# A folder that is mostly unreadable is seen to be so by then; all of them are in the table that `load_documents` returns.
MOST_REJECTED = 20
# The quote of a side is the strongest of the statements nearest the shift: further ones are of another time.
NEAREST_READ = 12
# "Now" and "but" contrast; a claim of a first or a reversal takes more letters, except where one character is a word.
LEAST_CLAIM = 5


def find_findings(
    documents,
    statements,
    source,
    target,
    *,
    period="month",
    alpha=0.05,
    seed=0,
    rejected=None,
    corpus=None,
    command=None,
    shifts=None,
):
    """Return all that a report on source→target says, as a dict that goes to JSON.

    `documents` and `statements` are the tables; `rejected` names what could not be read, and why; `corpus` is its name as typed, `command`
    what makes the report again. `shifts`, where given, is `find_shifts(statements)` over many dyads, whose q-values then stand.
    `charts.plot_plane(findings)` and `narrative.tell_findings(findings)` read it. A code that nothing knows is an InputError
    that names the nearest; a pair that is merely silent is an honest "nothing was said".
    """
    check_table(documents, "documents")
    check_table(statements, "statements")
    check_dyad(source, target, statements)
    check_options(period, alpha, seed)
    own, back = (pick_dyad(statements, *pair) for pair in ((source, target), (target, source)))
    texts = Texts(documents)
    findings = {
        "format": FORMAT,
        "source": source,
        "target": target,
        "source_name": name_actor(source),
        "target_name": name_actor(target),
        "period": period,
        "alpha": alpha,
        "seed": seed,
        "corpus": describe_corpus(documents, statements, rejected, corpus),
        "command": command or write_command(corpus, source, target),
    }
    findings |= _measure_direction(documents, statements, own, source, target, period, alpha, seed, shifts, texts)
    findings["back"] = _measure_direction(
        documents, statements, back, target, source, period, alpha, seed, shifts, texts, shown=MOST_SHOWN_BACK
    )
    findings["conditions"] = findings.pop("ledger")
    findings["back"].pop("ledger")
    findings["other_dyads"] = [
        {"dyad": f"{a}:{b}", "n": int(n)}
        for (a, b), n in statements.groupby(["source", "target"]).size().sort_values(ascending=False, kind="stable").items()
        if (a, b) not in ((source, target), (target, source))
    ][:6]
    findings["method"] = describe_method(own, back)
    return write_findings(findings)


def pick_dyad(statements, source, target):
    """Return the statements of one dyad, by date, document and place."""
    chosen = statements[statements["source"].eq(source).fillna(False) & statements["target"].eq(target).fillna(False)]
    return chosen.sort_values(["date_start", "document_id", "start", "statement_id"], kind="stable", na_position="last")


def write_command(corpus, source, target, out="reports/", *, period="month", alpha=0.05, seed=0):
    """Return the command that makes a report again; for a corpus without a path, the line of Python."""
    if corpus is None:
        return f'detente.write_report(documents, "{source}", "{target}", "{out}")'
    options = [
        f"--{name} {value}"
        for name, value, usual in (("period", period, "month"), ("alpha", alpha, 0.05), ("seed", seed, 0))
        if value != usual
    ]
    return " ".join(
        [
            "detente report",
            shlex.quote(str(corpus)),
            f"--dyad {source}:{target}",
            f"--out {shlex.quote(str(out))}",
            *options,
        ]
    )


def describe_corpus(documents, statements, rejected, corpus):
    """Return what was read: name, note, numbers, languages, outlets, dates as stated."""
    card = documents.attrs.get("card") or {}
    languages = Counter(documents["language"].fillna("und"))
    outlets = Counter(documents["outlet"].dropna())
    dated = documents[documents["date_start"].notna() & documents["date_end"].notna()]
    precisions = Counter(documents["date_precision"].fillna("none"))
    return {
        "name": None if corpus is None else str(corpus),
        "title": card.get("title"),
        "note": card.get("note"),
        "n_documents": len(documents),
        "n_rejected": 0 if rejected is None else len(rejected),
        "rejected": [] if rejected is None else [plain_row(row) for row in rejected.head(MOST_REJECTED).to_dict("records")],
        "n_stories": int(documents["story_id"].nunique()),
        "n_undated": int(len(documents) - len(dated)),
        "n_without_outlet": int(documents["outlet"].isna().sum()),
        "languages": [
            {"code": code, "name": name_language(code), "n": n, "coded": code.split("-")[0] in known_languages()}
            for code, n in sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "outlets": [{"name": name, "n": n} for name, n in sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0]))],
        "date_start": write_day(dated["date_start"].min()) if len(dated) else None,
        "date_end": write_day(dated["date_end"].max()) if len(dated) else None,
        "precisions": dict(sorted(precisions.items())),
        "n_statements": len(statements),
    }


def _measure_direction(documents, statements, own, source, target, period, alpha, seed, shifts, texts, shown=MOST_SHOWN):
    """Return the part of the findings that one direction of a pair has."""
    counted = count_statements(own)
    if shifts is None:
        # Where nothing counts there is nothing to measure; documents may still report.
        shifts = find_shifts(statements, source, target, alpha=alpha, seed=seed) if len(counted) else find_reported(own)
    reasons, disagreements = shifts.attrs.get("reasons", {}), shifts.attrs.get("disagreements", [])
    mine = shifts[shifts["source"].eq(source) & shifts["target"].eq(target)].reset_index(drop=True)
    evidence = find_evidence(mine, statements) if len(mine) else empty_table("evidence")
    postures = measure_postures(statements, source, target, period=period, documents=documents, seed=seed)
    rows = {row["statement_id"]: row for row in own.to_dict("records")}
    described = [
        describe_shift(shift, evidence[evidence["shift_id"].eq(shift["shift_id"])], rows, own) for shift in mine.to_dict("records")
    ]
    lead = choose_shift(described)
    telling = own
    if lead and lead["kind"] == "reported":
        # Who says so, and in which words, are those of the documents that report this shift, not of all.
        telling = own[own["statement_id"].isin(evidence.loc[evidence["shift_id"].eq(lead["shift_id"]), "statement_id"])]
    quotes, claims = choose_quotes(own, counted, evidence, lead, texts), list_claims(telling, texts)
    speakers = list_speakers(counted[counted["statement_id"].isin(telling["statement_id"])], texts)
    ledger = list_conditions(own, statements, described, texts)
    leading = [each["statement_id"] for each in [*quotes, *claims, *ledger]] + [each["dropped_by"] for each in ledger if each["dropped_by"]]
    kept = choose_shown(own, evidence, leading, shown)
    counts = set(counted["statement_id"])
    stories = measure_stories(own)
    return {
        "shifts": described,
        "lead": lead["shift_id"] if lead else None,
        "reason": reasons.get(f"{source}:{target}"),
        "disagreements": [each for each in disagreements if (each["source"], each["target"]) == (source, target)],
        "counts": count_kinds(own, counted),
        "position": describe_position(stories, seed),
        "postures": [plain_row(row) for row in postures.to_dict("records")],
        "speakers": speakers,
        "claims": claims,
        "quotes": quotes,
        "ledger": ledger,
        "statements": [
            texts.describe(row, row["statement_id"] in counts) for row in own[own["statement_id"].isin(kept)].to_dict("records")
        ],
    }


def describe_shift(shift, evidence, rows, own):
    """Return a shift as plain values, with the acts on both sides, what held, and whether it hangs on the codebook's modifiers."""
    row = plain_row(shift)
    for side in ("before", "after"):
        statement = rows.get(shift[f"{side}_statement_id"]) if pd.notna(shift[f"{side}_statement_id"]) else None
        if statement is None and shift["kind"] == "measured":
            statement = strongest_of(evidence[evidence["side"].eq(side)], rows, shift)
            row[f"{side}_statement_id"] = statement["statement_id"] if statement else None
        row[side] = None if statement is None else _gist(statement)
    row["steps"] = {axis: round(float(shift[f"{axis}_after"] - shift[f"{axis}_before"]), 4) for axis in AXES}
    row["moved"] = [axis for axis in AXES if abs(row["steps"][axis]) >= (LEAST_STEP - 1e-9 if shift["kind"] == "reported" else 0.05)]
    members = own[own["statement_id"].isin(evidence["statement_id"])]
    row["held"] = sorted(set(members["held"].dropna()) - set(row["moved"])) if shift["kind"] == "reported" else []
    said = members[members["frame"].eq("current")]
    row["n_documents"] = int(
        said.loc[said["change_stated"].notna() | said["statement_id"].eq(shift["after_statement_id"]), "document_id"].nunique()
    )
    if shift["kind"] == "reported":
        row["n_documents"] = max(row["n_documents"], int(shift["n_stories_after"]))
        row["stable"] = is_reported_stable(members, row["steps"], row["moved"])
    return row


def strongest_of(evidence, rows, shift):
    """Return the statement of one side of a measured shift that shows it best: strongest on the axis that moved, near the shift."""
    moved = max(AXES, key=lambda axis: abs(shift[f"{axis}_after"] - shift[f"{axis}_before"]))
    ids = evidence["statement_id"]
    pool = [rows[key] for key in ids if key in rows][:NEAREST_READ]
    quoted = [row for row in pool if pd.notna(row["quote"])] or pool
    if not quoted:
        return None
    rising = shift[f"{moved}_after"] > shift[f"{moved}_before"]
    side = evidence["side"].iloc[0]
    axis = moved if (rising == (side == "after")) else next(other for other in AXES if other != moved)
    return max(quoted, key=lambda row: (float(row[axis]), float(row["confidence"] if pd.notna(row["confidence"]) else 0)))


def is_reported_stable(members, steps, moved):
    """Return whether a reported move keeps its sign on each axis when the codebook's modifiers are halved and doubled."""
    acts = load_codebook().acts
    for axis in moved:
        for scale in SCALES:
            own = members["act"].map({name: getattr(act, axis) for name, act in acts.items()}).astype(float)
            values = (own + scale * (members[axis].astype(float) - own)).clip(0, 1)
            before, after = (values[members["frame"].eq(frame)] for frame in ("prior", "current"))
            if len(before) and len(after) and (after.max() - before.max()) * steps[axis] <= 0:
                return False
    return True


def choose_shift(shifts):
    """Return the shift that the page is about: a measured one before a reported one, the largest, the latest."""

    def rank(shift):
        return (
            shift["kind"] == "measured",
            round(sum(map(abs, shift["steps"].values())), 4),
            shift["date"] or "",
            shift["shift_id"],
        )

    return max(shifts, key=rank, default=None)


def count_kinds(own, counted):
    """Return how many statements there are of each kind, and in how many stories, documents and outlets."""
    frames = Counter(own["frame"].fillna("current"))
    least = load_codebook().levels.least_confidence
    return {
        "n": len(own),
        **{f"n_{frame}": frames.get(frame, 0) for frame in ("current", "prior", "hypothetical")},
        "n_counted": len(counted),
        "n_unsure": int((own["confidence"].fillna(1.0) < least).sum()),
        "n_undated": int(own["date_start"].isna().sum()),
        "n_stories": int(own["story_id"].fillna(own["document_id"]).nunique()),
        "n_documents": int(own["document_id"].nunique()),
        "n_outlets": int(own["outlet"].nunique()),
        "median_confidence": None if own["confidence"].dropna().empty else round(float(own["confidence"].median()), 2),
    }


def describe_position(stories, seed):
    """Return the mean position over all stories, with bands from five, or None where none counts."""
    if not len(stories):
        return None
    side = describe_side(stories, "now", seed)
    words = side["label_now"]
    if words == "unclear" and len(stories) == 1:
        level = load_codebook().levels.high_value - 1e-9
        words = name_posture(*(side[f"{axis}_now"] >= level for axis in AXES))
    return plain_row({key.replace("_now", ""): value for key, value in side.items()} | {"label": words})


def list_speakers(counted, texts):
    """Return who speaks for the source in what counts, as known persons where name or office says who, most first."""
    found = Counter()
    for row in counted[counted["speaker"].notna()].to_dict("records"):
        name, office, written = texts.speaker(row)
        # A state that "says" is no person, and a pronoun that nobody resolved names none.
        if name or office or not (written == row["source_name"] or written.islower()):
            found[name, office, written] += 1
    return [
        {"written": written, "name": name, "office": office, "n": n}
        for (name, office, written), n in sorted(found.items(), key=lambda pair: (-pair[1], str(pair[0])))
    ]


def list_claims(own, texts):
    """Return what documents themselves say of a change, in their words.

    A prior position set against the present carries "reversal" for the words that set it there ("until now"); those call nothing
    a change, and are left out.
    """
    contrasted = own["frame"].eq("prior") & own["change_stated"].eq("reversal")
    claims = [
        {
            "kind": row["change_stated"],
            "text": row["change_quote"],
            "lang": language_of(row),
            "statement_id": row["statement_id"],
            "outlet": plain_value(row["outlet"]),
        }
        for row in own[own["change_stated"].notna() & own["change_quote"].notna() & ~contrasted].to_dict("records")
        if len(row["change_quote"]) >= LEAST_CLAIM or not row["change_quote"].isascii()
    ]
    return claims[:12]


def describe_method(own, back):
    """Return the codebook's entries for the acts that occur: weights, reasons, and the modifiers of these acts."""
    book = load_codebook()
    used = [name for name in book.acts if name in set(own["act"]) | set(back["act"])]
    return {
        "acts": [
            {
                "act": name,
                "pressure": book.acts[name].pressure,
                "engagement": book.acts[name].engagement,
                "meaning": book.acts[name].meaning,
                "why": book.acts[name].why,
            }
            for name in used
        ],
        "modifiers": [
            {
                "name": each.name,
                "pressure": each.pressure,
                "engagement": each.engagement,
                "times": each.times,
                "meaning": each.meaning,
                "why": each.why,
            }
            for each in book.modifiers.values()
            if each.act in used
        ],
        "levels": {name: getattr(book.levels, name) for name in ("high_share", "high_value", "least_stories", "least_confidence")},
        "coders": sorted(set(own["coder"].dropna()) | set(back["coder"].dropna())),
    }


def _gist(row):
    return {
        name: plain_value(row[name])
        for name in ("statement_id", "act", "frame", "condition", "about", "change_stated", "cue", "held", "speech")
    }
