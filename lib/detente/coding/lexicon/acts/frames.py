"""Frames: whether an act is current, prior or hypothetical, what of it is held, and what the text says has changed."""

from dataclasses import replace

from detente.codebook import quad_of
from detente.coding.lexicon.acts.acts import WORDS_OF_WILL

PLUPERFECT_BEHIND = 24  # characters behind an act, where the verb comes last
PLUPERFECT_WORDS = 3  # between its auxiliary and the verb


def set_frames(reading, acts):
    """Return the acts with frame, held and stated change set from the words around them."""
    framed = []
    for act in acts:
        clause = reading.clauses.at(act.start)
        frame, held = act.frame, act.held
        for match in reading.found.get("hypothetical", ()):
            if match.overlaps(act.cue) or reading.covers("not_hypothetical", match.start, match.end):
                continue
            if reading.clauses.at(match.start) == clause and match.start - act.end < 40 or _is_aside(reading, match, clause):
                frame = "hypothetical"
        if (
            act.complement is None
            and any(0 < act.start - match.end <= 12 for match in reading.found.get("infinitive", ()))
            and not any(act.start <= match.end and match.start <= act.start for match in reading.found.get("infinitive", ()))
        ):
            # "The opportunity to negotiate": nothing says that it is done.
            frame = "hypothetical"
        if act.act not in WORDS_OF_WILL and any(
            match.overlaps(act.cue) and not reading.covers("not_hypothetical", match.start, match.end)
            for match in reading.found.get("conditional", ())
        ):
            frame = "hypothetical"
        for match in reading.found.get("future", ()):
            if reading.clauses.at(match.start) == clause and (act.conveys or act.act in ("CONSULT", "COOPERATE", "AID")):
                frame = "hypothetical"
        change = act.change or _change(reading, act)
        if frame == "current" and (_is_prior(reading, act) or act.act in WORDS_OF_WILL and _is_over(reading, act, change)):
            frame = "prior"
            change = change or (_contrast(reading, act) if act.act and quad_of(act.act).startswith("verbal") else None)
        if reading.near("held", act.cue, 80) and act.act:
            held = "pressure" if quad_of(act.act).endswith("conflict") else "engagement"
        framed.append(replace(act, frame=frame, held=held, change=change))
    return framed


def _is_aside(reading, match, clause):
    """Whether a word stands alone between marks just before a clause, and so speaks of it: "Probably, Seoul will …"."""
    own = reading.clauses.at(match.start)
    if reading.lexicon.order == "sov" or own >= clause:
        return False
    between = [reading.clauses.span(number) for number in range(own + 1, clause)]
    return reading.clauses.span(own) == (match.start, match.end) and all(start >= end for start, end in between)


def _is_prior(reading, act):
    """Whether words place the act before the text's present; a word for now in the same clause outweighs them."""
    clause = reading.clauses.at(act.start)
    nows = [match for match in reading.found.get("now", ()) if reading.clauses.at(match.start) == clause]
    if any(not reading.covers("prior", match.start, match.end) for match in nows):
        return False
    for match in reading.found.get("prior", ()):
        distance = distance_to_saying(reading, match.start, match.end, act.start, told=False)
        if distance == 0 or act.act in WORDS_OF_WILL and _only_conditions_between(reading, match, act):
            return True
        # Where the verb comes last, "벼르던" closes the former thought: only what opens the act's own clause reaches over a break.
        opens = reading.lexicon.head == "first" or (
            reading.clauses.breaks[clause] - match.end <= 2
            and not any(one.end == match.end for one in reading.found.get("coordinator", ()))
        )
        if distance == 1 and match.start < act.start and opens and not has_own_verb(reading, match.start):
            return True
    return False


def distance_to_saying(reading, start, end, place, told=True):
    """Return how many clauses lie between a time that stands at (start, end) and an act at a place, or the verb that says it:
    "Last year, Pyongyang declared: “Never …”". A time that fills a clause of its own stands in the next one.

    `told`: whether what is told in other words is as past as its telling; "earlier X said that" only tells the order of the news.
    """
    if reading.lexicon.order != "sov":
        said = [match.start for match in reading.found.get("speech", ()) if told and end <= match.start < place]
        quote = next((q.start - 1 for q in reading.quotations if q.start <= place < q.end and end < q.start), None)
        place = min([*said, place if quote is None else quote])
    clause = reading.clauses.at(start)
    alone = start < place and reading.clauses.span(clause) == (start, end)
    return max(0, reading.apart(start, place) - alone)


def has_own_verb(reading, start):
    """Whether some words have an act of their own: in a clause before ("after it had long refused, Athens invited"), or an inserted one
    ("Riga, which had long refused, invited").
    """
    order, clause = reading.lexicon.order, reading.clauses.at(start)
    inserted = any(
        m.start <= start and (reading.clauses.at(m.start) == clause or not reading.text[m.end : start].strip())
        for m in reading.found.get("relative", ())
    )
    if order == "sov" or order != "vso" and not inserted:
        return False
    return any(reading.clauses.at(cue.start) == clause and not cue.cue.options.get("noun") for cue in reading.found.get("cue", ()))


def _only_conditions_between(reading, match, act):
    """Whether every clause that ends between a word for then and an act is a condition: "8월까지만 해도 … 않는 한 …"."""
    if reading.lexicon.order != "sov" or match.start >= act.start:
        return False
    first, last = (reading.clauses.at(one.start) for one in (match, act))
    breaks = [reading.clauses.span(number)[0] for number in range(first + 1, last + 1)]
    return all(any(one.start < place <= one.end + 2 for one in reading.conditions) for place in breaks)


def _contrast(reading, act):
    """Return ("reversal", start, end) of the words that set what was said before against the present, or None.

    A word for then that is no date ("until now", "previously") does, and one for now or of contrast elsewhere in the sentence.
    """
    dated = [(start, end) for start, end, _ in reading.dates]
    for match in reading.found.get("prior", ()):
        near = reading.clauses.distance(match.start, act.start) <= (match.start < act.start)
        if near and not any(start <= match.start and match.end <= end for start, end in dated):
            return "reversal", match.start, match.end
    for match in (*reading.found.get("now", ()), *reading.found.get("contrast", ())):
        if match.start >= act.end or match.end <= act.start:
            return "reversal", match.start, match.end
    return None


def _is_over(reading, act, change):
    """Whether a position is told as one that stood: "had insisted", "no longer insists"."""
    if change is not None and change[0] == "ended":
        # "No longer ready to talk" is a refusal that stands: there the word negates.
        own = any(low <= change[1] and change[2] <= high for low, high in [*act.cue.spans, (act.cue.start, act.cue.end)])
        return not (act.negated or own and act.act == "REJECT") and (change[1] < act.start or reading.lexicon.order == "v2")
    said = [m.end for m in reading.found.get("speech", ()) if m.end <= act.start]
    if said and any(min(said) <= m.start and m.end <= act.start for m in reading.found.get("complementiser", ())):
        # "Said that Kabul had handed over a list": the tense is the reporter's.
        return False
    closing = reading.found.get("pluperfect", ()) if reading.lexicon.order == "sov" else ()
    outer = [m.start for m in reading.found.get("outer", ())]
    behind = [m for m in closing if act.end <= m.end and m.start - act.end <= PLUPERFECT_BEHIND]
    if any(not any(act.end <= at < m.start for at in outer) for m in behind):
        # "…않겠다고 버텨 왔다": the verb of attitude closes the sentence.
        return True
    reach = PLUPERFECT_WORDS if reading.lexicon.order != "v2" else 40
    return any(
        m.end <= act.end and (m.end > act.start or reading.words_between(m.end, act.start) < reach)
        for m in reading.near("pluperfect", act.cue, 400)
    )


def _change(reading, act):
    """Return (kind, start, end) of words that state a change and bear on the act, or None."""
    for kind in ("first", "reversal", "ended"):
        for match in reading.found.get(kind, ()):
            distance = reading.clauses.distance(match.start, act.start)
            if distance == 0 or (distance <= 2 and match.start < act.start and kind == "first"):
                start, end = match.start, match.end
                if distance:
                    # "for the first time since he took office,": the words up to the act's own clause.
                    end = max(end, reading.clauses.span(reading.clauses.at(act.start) - 1)[1])
                return kind, start, end
    return None
