"""Preconditions in one sentence: the exact span of each, connective included, and whether an act really hangs on it.

Grain: one `Condition` a connective. A condition must ask something other than the act it is tied to: "if you want to
talk, we'll talk" is none, nor is "when the time comes".
"""

from dataclasses import dataclass

from detente.codebook import quad_of
from detente.coding.lexicon.lexicons import Match
from detente.coding.lexicon.names.groups import is_outer


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition's half-open span in its sentence, the connective, and its kind: if, until or demand."""

    start: int
    end: int
    connective: Match
    kind: str


def find_conditions(reading):
    """Return the conditions of a sentence in order of place."""
    found = []
    for category, kind in (("condition", "if"), ("until", "until")):
        for match in reading.found.get(category, ()):
            if not reading.covers("not_condition", match.start, match.end):
                start, end = _start(reading, match), _end(reading, match.start, match.end)
                if reading.covers("condition_phrase", match.start, match.end):
                    end = _end_of_phrase(reading, match.end, end)
                found.append(Condition(start, end, match, kind))
    for match in reading.found.get("condition_end", ()):
        # The connective closes the clause: it opens at the last mark, or where the sentence or the quotation does.
        low, high = reading.clauses.span(reading.clauses.at(match.start))
        # 「AはBが…すれば」: the topic of the sentence stands outside its condition.
        topics = [m for mention in reading.mentions if (m := is_outer(reading, mention)) and low <= m.start and m.end < match.start]
        low = max([low] + [m.end for m in topics])
        # Of two words that bind two clauses (不 … 就不), the first closes the condition's.
        found.append(Condition(low, match.end if len(match.spans) == 1 else high, match, "if"))
    for match in reading.found.get("condition_noun", ()):
        opener = next((m for m in reading.matches("complementiser") if 0 <= m.start - match.end <= 30), None)
        if opener is not None and not any(one.start <= match.start < one.end for one in found):
            found.append(Condition(opener.start, _end(reading, opener.start, opener.end, stop_at_openers=True), match, "demand"))
    found = [one for one in found if not any(m.start < one.end and one.start < m.end for m in reading.found.get("not_condition", ()))]
    kept = []
    for one in sorted(found, key=lambda condition: (condition.start, -condition.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _start(reading, match):
    """Return where a condition begins: at its connective; in characters where its clause does, after a verb of saying."""
    if reading.lexicon.mode == "words":
        return match.start
    start = reading.clauses.span(reading.clauses.at(match.start))[0]
    said = [verb.end for verb in reading.found.get("speech", ()) if start <= verb.start and verb.end <= match.start]
    return max([start, *said])


def _end_of_phrase(reading, after, end):
    """Return where a condition that is no clause ("in exchange for …") ends: before the subject of the clause it stands in."""
    subject = next((m.start for m in reading.mentions if after < m.start < end and m.role in ("", "subject")), end)
    return len(reading.text[:subject].rstrip(" ,，、"))


def _end(reading, start, after, stop_at_openers=False):
    """Return where a condition that opens at `start` ends: at the next comma, hard break or quotation mark."""
    openers = {
        match.start
        for category in ("complementiser", "relative", "opener", "coordinator", "and")
        for match in reading.found.get(category, ())
    }
    stops = {match.start for match in reading.found.get("opener", ())} if stop_at_openers else set()
    stops |= {match.start for match in reading.found.get("consequence", ()) if match.start > after}
    for number, place in enumerate(reading.clauses.breaks):
        if place > after and (place not in openers or place in stops):
            return max(reading.clauses.span(number - 1)[1], after)
    for place in sorted(stops):
        if place > after:
            return len(reading.text[:place].rstrip(" ,，、"))
    return reading.clauses.span(len(reading.clauses.breaks) - 1)[1]


def inside(conditions, start):
    """Whether an offset lies within one of the conditions."""
    return any(one.start <= start < one.end for one in conditions if one.kind != "demand")


def hangs_on(reading, act, conditions, cues):
    """Return the condition that an act hangs on, or None.

    The nearest one in the act's part of the sentence, if it asks something: it must hold more than the act offered
    itself, named again.
    """
    best = None
    for one in conditions:
        if one.start <= act.start < one.end and one.kind != "demand":
            continue
        between = range(*sorted((reading.clauses.at(one.start), reading.clauses.at(act.start))))
        if any(reading.clauses.breaks[number + 1] in reading.clauses.hard for number in between):
            # "…; now the sides have begun": a thought of its own.
            continue
        distance = reading.clauses.distance(one.start, act.start)
        # A quotation is a thought of its own: a condition inside it binds only what is inside.
        if any((q.start <= one.start < q.end) != (q.start <= act.start < q.end) for q in reading.quotations):
            distance += 2
        if reading.lexicon.order == "sov" and any(
            one.end <= match.start and match.end <= act.start for match in reading.found.get("coordinator", ())
        ):
            # "… 받아들여야만 협상할 수 있다던 워싱턴이 이번에는 …": the thought before is closed.
            continue
        if distance <= 3 and (best is None or distance < best[0]):
            best = (distance, one)
    if best is None:
        return None
    one = best[1]
    if one.kind == "demand":
        return one
    if one.kind == "until":
        # "Until last year" asks nothing of anybody.
        dated = any(low < one.end and one.start < high for low, high, _ in reading.dates)
        asked = any(one.start <= m.start < one.end for m in reading.mentions)
        return None if dated and not asked else one
    inner = [cue for cue in cues if one.start <= cue.start < one.end]
    own = {act.cue.cue.section, act.act} | ({act.complement.cue.section} if act.complement else set())
    sections = {cue.cue.section for cue in inner}
    wants = any(one.start <= match.start < one.end for match in reading.found.get("volition", ()))
    talks_again = "CONSULT" in sections and (act.act in ("AGREE", "CONSULT") or "CONSULT" in own)
    if sections and wants and (sections <= own | {"seek", "offer"} or talks_again):
        return None
    return one


def apply(reading, act, conditions, cues):
    """Return (act, condition, modifiers lent) after rule 4: an offer keeps its condition, "only if" is a demand, "until" a refusal."""
    one = hangs_on(reading, act, conditions, cues)
    needs_one = bool(act.cue.cue.options.get("only")) or (act.complement is not None and bool(act.complement.cue.options.get("only")))
    if one is None:
        return ("" if needs_one else act.act), None, act.lent
    only = any(
        abs(match.start - one.start) < 40 or match.start < act.start
        for match in reading.found.get("only", ())
        if reading.clauses.distance(match.start, one.start) <= 2
    )
    cooperative = bool(act.act) and quad_of(act.act).endswith("cooperation")
    if one.kind == "if" and only and cooperative:
        return "REQUEST", one, ("request.precondition",)
    if one.kind == "until" and cooperative:
        return act.act, None, act.lent
    if act.act == "REQUEST":
        return "REQUEST", one, tuple(dict.fromkeys((*act.lent, "request.precondition")))
    if act.act in ("AGREE", "REJECT", "THREATEN"):
        return act.act, one, act.lent
    return act.act, None, act.lent
