"""Findings: one dict per directed pair, everything a report says, as plain values that go to JSON and back.

Dates are ISO days, missing values None, positions rounded to four digits. `told` holds the sentences (see `narrative`),
as lists of parts: a string, or a dict of the document's own words with their language.
"""
import shlex
from collections import Counter
from difflib import get_close_matches
from itertools import pairwise

import pandas as pd

from . import narrative
from .actors import in_term, read_persons
from .calendars import check_period
from .codebook import AXES, load_codebook
from .lexicons import known_languages, read_lexicon
from .postures import count_statements, measure_postures, measure_stories, name_posture
from .reported import LEAST_STEP, find_reported
from .schema import InputError, check_table, empty_table
from .sentences import split_sentences
from .shifts import SCALES, describe_side, find_evidence, find_shifts

FORMAT = 1
# A page of more statements than this is no longer read; those nearest the shifts and the strongest stay.
MOST_SHOWN = 60
MOST_SHOWN_BACK = 15
NEAREST_SHOWN = 8
MOST_CONDITIONS = 20
# Words on the first screen; the whole sentence stands below.
LONGEST_QUOTE = 420
CONTEXT_CHARACTERS = 200
RIGHT_TO_LEFT = {"ar", "he", "fa", "ur"}
# Frames that were said or done, against what may come.
SAID = ("current", "prior")


def find_findings(documents, statements, source, target, *, period="month", alpha=0.05, seed=0, rejected=None, corpus=None,
                  command=None, shifts=None):
    """Return all that a report on source→target says, as a dict that goes to JSON.

    `documents` and `statements` are the tables; `rejected` counts what could not be read; `corpus` is its name as typed, `command`
    what makes the report again. `shifts`, where given, is `find_shifts(statements)` over many dyads, whose q-values then stand.
    `charts.plot_plane(findings)` and `narrative.tell_findings(findings)` read it. A code that nothing knows is an InputError
    that names the nearest; a pair that is merely silent is an honest "nothing was said".
    """
    check_table(documents, "documents")
    check_table(statements, "statements")
    check_dyad(source, target, statements)
    check_options(period, alpha, seed)
    own, back = (pick_dyad(statements, *pair) for pair in ((source, target), (target, source)))
    texts = _Texts(documents)
    findings = {
        "format": FORMAT, "source": source, "target": target,
        "source_name": narrative.name_actor(source), "target_name": narrative.name_actor(target),
        "period": period, "alpha": alpha, "seed": seed, "corpus": describe_corpus(documents, statements, rejected, corpus),
        "command": command or write_command(corpus, source, target),
    }
    findings |= _measure_direction(documents, statements, own, source, target, period, alpha, seed, shifts, texts)
    findings["back"] = _measure_direction(documents, statements, back, target, source, period, alpha, seed, shifts, texts, shown=MOST_SHOWN_BACK)
    findings["conditions"] = findings.pop("ledger")
    findings["back"].pop("ledger")
    findings["other_dyads"] = [{"dyad": f"{a}:{b}", "n": int(n)} for (a, b), n in
                               statements.groupby(["source", "target"]).size().sort_values(ascending=False, kind="stable").items()
                               if (a, b) not in ((source, target), (target, source))][:6]
    findings["method"] = describe_method(own, back)
    return narrative.write_findings(findings)


def check_dyad(source, target, statements):
    """Raise InputError where a code is unknown here and elsewhere, or where both are the same."""
    check_actors(source, target, set(statements["source"].dropna()) | set(statements["target"].dropna()))


def check_actors(source, target, present=frozenset()):
    """Raise InputError where one of two codes is no actor, naming the nearest by code and by name, or where both are the same."""
    from .actors import known_actors

    known = set(known_actors()) | set(present)
    for code in (source, target):
        if code not in known:
            offered_codes = suggest_actors(str(code), sorted(known))
            offered = ", ".join(f"{each} ({narrative.name_actor(each, article=False)})" for each in offered_codes)
            raise InputError(f"unknown actor {code!r}; " + (f"the nearest known are {offered}; " if offered else "")
                             + "actors are ISO 3166 alpha-3 codes such as USA, or EUU, UNO, NAT")
    if source == target:
        raise InputError(f"source and target are both {source!r}; a dyad is a pair of two actors, such as USA:PRK")


def suggest_actors(typed, known):
    """Return up to four codes that somebody may have meant: by English name, two-letter code, the same letters, or likeness."""
    from .actors import alpha3_of

    names = {narrative.name_actor(code, article=False).casefold(): code for code in known}
    alike = [names[name] for name in get_close_matches(typed.casefold(), names, n=2, cutoff=0.75)]
    two_letters = [code for code in [alpha3_of().get(typed.upper())] if code]
    shuffled = [code for code in known if sorted(code) == sorted(typed.upper())]
    close = get_close_matches(typed.upper(), known, n=3, cutoff=0.6)
    return list(dict.fromkeys([*alike, *two_letters, *shuffled, *close]))[:4]


def check_options(period, alpha, seed):
    """Raise InputError where a report's option is no period, level or seed."""
    check_period(period, ("day", "week", "month", "quarter"))
    if not 0 < alpha <= 1:
        raise InputError(f"alpha is {alpha}; it is a probability above 0 and at most 1, such as 0.05")
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise InputError(f"seed is {seed!r}; it is a whole number from 0")


def pick_dyad(statements, source, target):
    """Return the statements of one dyad, by date, document and place."""
    chosen = statements[statements["source"].eq(source).fillna(False) & statements["target"].eq(target).fillna(False)]
    return chosen.sort_values(["date_start", "document_id", "start", "statement_id"], kind="stable", na_position="last")


def write_command(corpus, source, target, out="reports/", *, period="month", alpha=0.05, seed=0):
    """Return the command that makes a report again; for a corpus without a path, the line of Python."""
    if corpus is None:
        return f'detente.write_report(documents, "{source}", "{target}", "{out}")'
    options = [f"--{name} {value}" for name, value, usual in (("period", period, "month"), ("alpha", alpha, 0.05), ("seed", seed, 0)) if value != usual]
    return " ".join(["detente report", shlex.quote(str(corpus)), f"--dyad {source}:{target}", f"--out {shlex.quote(str(out))}", *options])


def describe_corpus(documents, statements, rejected, corpus):
    """Return what was read: name, note, numbers, languages, outlets, dates as stated."""
    card = documents.attrs.get("card") or {}
    languages = Counter(documents["language"].fillna("und"))
    outlets = Counter(documents["outlet"].dropna())
    dated = documents[documents["date_start"].notna() & documents["date_end"].notna()]
    precisions = Counter(documents["date_precision"].fillna("none"))
    return {
        "name": None if corpus is None else str(corpus), "title": card.get("title"), "note": card.get("note"),
        "n_documents": len(documents), "n_rejected": 0 if rejected is None else len(rejected), "n_stories": int(documents["story_id"].nunique()),
        "n_undated": int(len(documents) - len(dated)), "n_without_outlet": int(documents["outlet"].isna().sum()),
        "languages": [{"code": code, "name": narrative.name_language(code), "n": n, "coded": code.split("-")[0] in known_languages()}
                      for code, n in sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))],
        "outlets": [{"name": name, "n": n} for name, n in sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0]))],
        "date_start": _day(dated["date_start"].min()) if len(dated) else None, "date_end": _day(dated["date_end"].max()) if len(dated) else None,
        "precisions": dict(sorted(precisions.items())), "n_statements": len(statements),
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
    described = [describe_shift(shift, evidence[evidence["shift_id"].eq(shift["shift_id"])], rows, own) for shift in mine.to_dict("records")]
    lead = choose_shift(described)
    quotes, claims = choose_quotes(own, counted, evidence, lead, texts), list_claims(own, texts)
    ledger = list_conditions(own, statements, described, texts)
    leading = [each["statement_id"] for each in [*quotes, *claims, *ledger]] + [each["dropped_by"] for each in ledger if each["dropped_by"]]
    kept = choose_shown(own, evidence, leading, shown)
    counts = set(counted["statement_id"])
    stories = measure_stories(own)
    return {
        "shifts": described, "lead": lead["shift_id"] if lead else None, "reason": reasons.get((source, target)),
        "disagreements": [each for each in disagreements if (each["source"], each["target"]) == (source, target)],
        "counts": count_kinds(own, counted), "position": describe_position(stories, seed),
        "postures": [_plain(row) for row in postures.to_dict("records")],
        "speakers": list_speakers(own, texts), "claims": claims,
        "quotes": quotes, "ledger": ledger,
        "statements": [texts.describe(row, row["statement_id"] in counts) for row in own[own["statement_id"].isin(kept)].to_dict("records")],
    }


def describe_shift(shift, evidence, rows, own):
    """Return a shift as plain values, with the acts on both sides, what held, and whether it hangs on the codebook's modifiers."""
    row = _plain(shift)
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
    row["n_documents"] = int(said.loc[said["change_stated"].notna() | said["statement_id"].eq(shift["after_statement_id"]), "document_id"].nunique())
    if shift["kind"] == "reported":
        row["n_documents"] = max(row["n_documents"], int(shift["n_stories_after"]))
        row["stable"] = is_reported_stable(members, row["steps"], row["moved"])
    return row


def strongest_of(evidence, rows, shift):
    """Return the statement of one side of a measured shift that shows it best: strongest on the axis that moved, near the shift."""
    moved = max(AXES, key=lambda axis: abs(shift[f"{axis}_after"] - shift[f"{axis}_before"]))
    ids = evidence["statement_id"]
    pool = [rows[key] for key in ids if key in rows][:40]
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
        return (shift["kind"] == "measured", round(sum(map(abs, shift["steps"].values())), 4), shift["date"] or "", shift["shift_id"])
    return max(shifts, key=rank, default=None)


def choose_shown(own, evidence, leading, most):
    """Return the ids of the statements that the page shows: all, or those that it leads to, each shift's nearest on both sides, the strongest."""
    if len(own) <= most:
        return set(own["statement_id"])
    strongest = own.sort_values(["pressure", "engagement", "statement_id"], ascending=[False, False, True], kind="stable")
    others = [*evidence.groupby(["shift_id", "side"], sort=True).head(NEAREST_SHOWN)["statement_id"], *strongest["statement_id"].head(most // 4),
              *own["statement_id"].iloc[::-1]]
    leading = dict.fromkeys(leading)
    return set(leading) | set(list(dict.fromkeys([*leading, *others]))[:most])


def count_kinds(own, counted):
    """Return how many statements there are of each kind, and in how many stories, documents and outlets."""
    frames = Counter(own["frame"].fillna("current"))
    least = load_codebook().levels.least_confidence
    return {"n": len(own), **{f"n_{frame}": frames.get(frame, 0) for frame in ("current", "prior", "hypothetical")}, "n_counted": len(counted),
            "n_unsure": int((own["confidence"].fillna(1.0) < least).sum()), "n_undated": int(own["date_start"].isna().sum()),
            "n_stories": int(own["story_id"].fillna(own["document_id"]).nunique()), "n_documents": int(own["document_id"].nunique()),
            "n_outlets": int(own["outlet"].nunique()), "median_confidence": None if own["confidence"].dropna().empty else round(float(own["confidence"].median()), 2)}


def describe_position(stories, seed):
    """Return the mean position over all stories, with bands from five, or None where none counts."""
    if not len(stories):
        return None
    side = describe_side(stories, "now", seed)
    words = side["label_now"]
    if words == "unclear" and len(stories) == 1:
        level = load_codebook().levels.high_value - 1e-9
        words = name_posture(*(side[f"{axis}_now"] >= level for axis in AXES))
    return _plain({key.replace("_now", ""): value for key, value in side.items()} | {"label": words})


def list_speakers(own, texts):
    """Return who speaks for the source, as known persons where the name or the office says who, most statements first."""
    found = Counter()
    for row in own[own["speaker"].notna() & own["frame"].isin(SAID)].to_dict("records"):
        found[texts.speaker(row)] += 1
    return [{"written": written, "name": name, "office": office, "n": n} for (name, office, written), n in
            sorted(found.items(), key=lambda pair: (-pair[1], str(pair[0])))]


def list_claims(own, texts):
    """Return what documents themselves say of a change, in their words."""
    claims = [{"kind": row["change_stated"], "text": row["change_quote"], "lang": _language(row), "statement_id": row["statement_id"],
               "outlet": _plain_value(row["outlet"])} for row in own[own["change_stated"].notna() & own["change_quote"].notna()].to_dict("records")]
    return claims[:12]


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
            chosen += [(frame, _best(own[own["frame"].eq(frame)], "pressure")) for frame in ("prior", "hypothetical") if own["frame"].eq(frame).any()]
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
        [column, "direct", "confidence", "date_start", "statement_id"], ascending=[False, False, False, True, True], kind="stable")
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
        same = statements[statements["document_id"].eq(lead["document_id"]) & statements["condition_start"].eq(lead["condition_start"]).fillna(False)
                          & ~statements["source"].eq(lead["source"])]
        also = sorted({(row["source"], row["frame"]) for row in same.to_dict("records")})
        out.append({
            "condition": lead["condition"], "lang": _language(lead), "rtl": _is_rtl(lead), "about": _plain_value(lead["about"]), "act": lead["act"],
            "by": texts.speaker_words(lead), "statement_id": lead["statement_id"], "n": len(rows),
            "n_prior": len(prior), "n_current": len(now), "dropped_by": gone,
            "status": "kept" if prior and now else "dropped" if gone else "asked now" if now else "asked earlier" if prior else "not yet said",
            "also": [{"actor": actor, "frame": frame} for actor, frame in also]})
    return sorted(out, key=lambda row: (row["n_current"] > 0, -row["n"], row["statement_id"]))[:MOST_CONDITIONS]


def describe_method(own, back):
    """Return the codebook's entries for the acts that occur: weights, reasons, and the modifiers of these acts."""
    book = load_codebook()
    used = [name for name in book.acts if name in set(own["act"]) | set(back["act"])]
    return {"acts": [{"act": name, "pressure": book.acts[name].pressure, "engagement": book.acts[name].engagement, "meaning": book.acts[name].meaning,
                      "why": book.acts[name].why} for name in used],
            "modifiers": [{"name": each.name, "pressure": each.pressure, "engagement": each.engagement, "times": each.times, "meaning": each.meaning,
                           "why": each.why} for each in book.modifiers.values() if each.act in used],
            "levels": {name: getattr(book.levels, name) for name in ("high_share", "high_value", "least_stories", "least_confidence")},
            "coders": sorted(set(own["coder"].dropna()) | set(back["coder"].dropna()))}


class _Texts:
    """The documents by key: finds a statement's sentence, its marks and its speaker."""

    def __init__(self, documents):
        self.documents = documents.set_index("document_id")
        self.sentences, self.people = {}, {}

    def describe(self, row, counts):
        """Return a statement as plain values, with its sentence cut into marked pieces."""
        known = row["document_id"] in self.documents.index
        document = self.documents.loc[row["document_id"]] if known else None
        return {
            **{name: _plain_value(row[name]) for name in ("statement_id", "source", "target", "source_name", "target_name", "source_resolved_by",
                                                          "target_resolved_by", "act", "quad", "frame", "held", "condition", "about", "change_stated",
                                                          "change_quote", "speech", "cue", "record", "coder")},
            **{name: None if pd.isna(row[name]) else round(float(row[name]), 4) for name in (*AXES, "confidence")},
            "date_start": _day(row["date_start"]), "date_end": _day(row["date_end"]), "counts": bool(counts), "speaker": self.speaker_words(row),
            "lang": _language(row), "rtl": _is_rtl(row), "sentence": self.pieces(row, whole=True), "words": self.pieces(row, whole=False),
            "document": {"document_id": _plain_value(row["document_id"]), **{name: _plain_value(document[name]) if known else None for name in (
                "title", "outlet", "url", "path")}},
        }

    def pieces(self, row, *, whole):
        """Return [text, kind] pieces of a statement's sentence, or of its words alone; kind is "", "quote", "condition" or "change"."""
        if pd.isna(row["quote"]):
            return []
        start, end = int(row["start"]), int(row["end"])
        text = self.documents.loc[row["document_id"], "text"] if row["document_id"] in self.documents.index else None
        if text is None:
            return [[row["quote"], "quote"]]
        spans = [(start, end, "quote")]
        for name in ("change", "condition"):
            if pd.notna(row[f"{name}_start"]) and (whole or name == "condition"):
                spans.append((int(row[f"{name}_start"]), int(row[f"{name}_end"]), name))
        low, high = min(span[0] for span in spans), max(span[1] for span in spans)
        if whole:
            low, high = self._sentence(row["document_id"], text, low, high)
        elif high - low > LONGEST_QUOTE:
            low, high = start, min(end, start + LONGEST_QUOTE)
        cuts = sorted({low, high, *(min(max(at, low), high) for span in spans for at in span[:2])})
        out = []
        for left, right in pairwise(cuts):
            kind = next((name for first, last, name in reversed(spans) if first <= left and right <= last), "")
            out.append([text[left:right], kind])
        return out + ([["\N{HORIZONTAL ELLIPSIS}", ""]] if not whole and high < end else [])

    def _sentence(self, key, text, low, high):
        if key not in self.sentences:
            language = self.documents.loc[key, "language"]
            base = None if pd.isna(language) else str(language).split("-")[0]
            self.sentences[key] = split_sentences(text, read_lexicon(base)) if base in known_languages() else []
        fitting = [span for span in self.sentences[key] if span[0] < high and span[1] > low]
        if not fitting:
            return max(0, low - CONTEXT_CHARACTERS), min(len(text), high + CONTEXT_CHARACTERS)
        return min(low, fitting[0][0]), max(high, fitting[-1][1])

    def speaker(self, row):
        """Return (name, office, words as written) of a statement's speaker; name and office None where nobody known fits."""
        key = (row["speaker"], row["source"], row["language"], row["date_start"], row["date_end"])
        if key not in self.people:
            self.people[key] = identify_speaker(*key)
        name, office = self.people[key]
        return name, office, None if name else row["speaker"]

    def speaker_words(self, row):
        """Return the speaker as {name, office, written}, or None where nobody is quoted."""
        if pd.isna(row["speaker"]):
            return None
        name, office, _ = self.speaker(row)
        return {"name": name, "office": office, "written": row["speaker"]}


def identify_speaker(written, source, language, date_start, date_end):
    """Return (name, office) of the person in office whom these words name, by name or by office; (None, None) where nobody fits."""
    within = None if pd.isna(date_start) or pd.isna(date_end) else (date_start.date(), date_end.date())
    people = [(person, forms) for person, forms in read_persons() if person.actor == source and (within is None or in_term(person, within))]
    for person, columns in people:
        for forms in columns.values():
            for form in (form.strip("~*") for form in forms):
                if form and (form in written or written in form.split()):
                    return person.name, person.office
    base = str(language).split("-")[0]
    if base in known_languages():
        lexicon = read_lexicon(base)
        named = {category.partition(".")[2] for category in lexicon.scan(written)[1] if category.startswith("office.")}
        fitting = sorted({(person.name, person.office) for person, _ in people if person.office in named})
        if len(fitting) == 1:
            return fitting[0]
        if len(named) == 1:
            return None, named.pop()
    return None, None


def _gist(row):
    return {name: _plain_value(row[name]) for name in ("statement_id", "act", "frame", "condition", "about", "change_stated", "cue", "held", "speech")}


def _language(row):
    return "und" if pd.isna(row["language"]) else str(row["language"])


def _is_rtl(row):
    return _language(row).split("-")[0] in RIGHT_TO_LEFT


def _day(value):
    return None if value is None or pd.isna(value) else f"{value:%Y-%m-%d}"


def _plain_value(value):
    if value is None or value is pd.NA or (not isinstance(value, (list, dict)) and pd.isna(value)):
        return None
    if hasattr(value, "strftime"):
        return _day(value)
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return bool(value)
    if hasattr(value, "item"):
        value = value.item()
    return round(value, 4) if isinstance(value, float) else value


def _plain(row):
    return {name: _plain_value(value) for name, value in row.items()}
