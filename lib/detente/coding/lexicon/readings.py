"""Readings: one sentence with all that was found in it, and the acts in it, before anybody is named as their sender.

Grain: one `Reading` a sentence, a list of `Act` from it. What composes, negates and conditions acts is in `acts` and
`conditions`; this puts them in order.
"""

import re
from dataclasses import replace

from detente.codebook import quad_of
from detente.coding.lexicon.acts.acts import find_acts, usable_cues
from detente.coding.lexicon.acts.combinations import combine
from detente.coding.lexicon.acts.conditions import apply, find_conditions, inside
from detente.coding.lexicon.acts.frames import set_frames
from detente.coding.lexicon.names.markers import mark_roles
from detente.coding.lexicon.sentences import Clauses, Reading
from detente.documents import find_dates

OPENERS = ("complementiser", "relative", "opener", "coordinator", "contrast", "condition", "until")


def read_sentence(text, lexicon, index=None, *, discourse=None, within=None, mentions=None, quotations=()):
    """Return the Reading of one sentence: its tokens, matches, clauses, quotations and marked mentions."""
    tokens, found = lexicon.scan(text)
    if mentions is None:
        titles = {
            place
            for category, matches in found.items()
            if category in ("head", "title") or category.startswith("office.")
            for match in matches
            for place in (match.start, match.end)
        }
        known = discourse.known if discourse else frozenset()
        counts = discourse.named if discourse else {}
        mentions = index.find(text, tokens, within=within, titles=titles, known=known, named=counts)
    # "die" opens a clause after a comma or a name; elsewhere it only points.
    named = {mention.end for mention in mentions}
    found["relative"] = [match for match in found.get("relative", ()) if _opens(text, match.start, lexicon, named)]
    alike = found.get("not_condition", ())
    # In Chinese the subject stands before the connective: the clause opens with the subject.
    opening = [category for category in OPENERS if lexicon.mode == "words" or category not in ("condition", "until")]
    openers = [
        match
        for category in (*opening, "and_clause")
        for match in found.get(category, ())
        if category != "condition" or not any(one.start < match.end and match.start < one.end for one in alike)
        # 비난하|고 있다: what only looks like the end of a clause.
        if not any(one.start < match.end and match.start < one.end for one in found.get("not_clause", ()))
    ]
    openers += _unspoken_that(text, found, mentions, lexicon)
    clauses = Clauses(text, openers, quotations)
    clauses.bridge(_insertions(text, tokens, found, clauses, openers, lexicon))
    reading = Reading(text, tokens, found, clauses, lexicon, list(quotations), mentions)
    combine(reading)
    if "cue" in found:
        reading.dates = find_dates(text, lexicon.language)
    reading.mentions = mark_roles(reading)
    if discourse is not None:
        reading.mentions = discourse.resolve(reading)
    return reading


def _insertions(text, tokens, found, clauses, openers, lexicon):
    """Return the numbers of the clauses that are but a phrase between commas ("a saisi, à Rotterdam, un chargement")."""
    if lexicon.order != "svo":
        return []
    openings = {match.start for category, matches in found.items() if category.startswith("marker.") for match in matches}
    verbs = [m for category in ("cue", "passive", "active", "wall", "speech") for m in found.get(category, ())] + openers
    heads = [m for category, matches in found.items() if category == "cue" or category.startswith("class.") for m in matches]
    inserted = []
    for number in range(1, len(clauses.breaks) - 1):
        low, high = clauses.span(number)
        before, after = clauses.span(number - 1), clauses.span(number + 1)
        if any(clauses.breaks[n] in clauses.hard or text[: clauses.breaks[n]].rstrip()[-1:] != "," for n in (number, number + 1)):
            continue
        words = sum(low <= token.start < high and token.lower.isalnum() for token in tokens)
        if words > 6 or low not in openings or any(low <= m.start < high for m in verbs):
            continue
        opened = any(m.start == after[0] for m in openers)
        if any(before[0] <= m.start < before[1] for m in heads) and after[0] < after[1] and not opened:
            inserted.append(number)
    return inserted


def _unspoken_that(text, found, mentions, lexicon):
    """Return a name for each verb of saying that it follows at once: there a clause opens ("Addis says Sudan has …")."""
    if lexicon.order != "svo":
        return []
    ends = {match.end for match in found.get("speech", ())}
    articles = {match.end: match.start for match in found.get("article", ())}
    opened = []
    for mention in mentions:
        start = articles.get(mention.start - 1, mention.start)
        if start - 1 in ends and text[start - 1] == " ":
            opened.append(mention._replace(start=start))
    return opened


def _opens(text, start, lexicon, named):
    """Whether a relative word stands after a comma or a name, or in a language whose relative words do nothing else."""
    before = text[:start].rstrip()
    return lexicon.relative_always or before.endswith((",", "،", "，")) or len(before) in named


def acts_of(reading):
    """Return (acts, conditions) of a sentence: composed, framed, and with the condition each hangs on."""
    reading.usable = cues = usable_cues(reading)
    if not cues:
        return [], []
    reading.conditions = conditions = find_conditions(reading)
    acts = set_frames(reading, find_acts(reading, cues))
    done = []
    for act in acts:
        if inside(conditions, act.start) and act.act:
            act = replace(act, act="", reason="hypothetical")
        if act.act:
            act = _promised(reading, act)
            made, one, lent = apply(reading, act, conditions, cues)
            condition = one and (one.start, one.end)
            # A demand is one side's, also where what it asks for is mutual.
            mutual = act.mutual if made == act.act or made != "REQUEST" else False
            act = replace(act, act=made, condition=condition, lent=lent, mutual=mutual, reason="" if made else "no cue")
        done.append(act)
    return done, conditions


def _is_named(reading, act, match):
    """Whether a cue's pattern names a word itself ("=will jointly build"): the cue says what it says, ahead or not."""
    return re.search(rf"(?<!\w){re.escape(reading.text[match.start : match.end].lower())}(?!\w)", act.cue.cue.pattern) is not None


def _promised(reading, act):
    """Return the act, or, where it is promised or threatened for later, the promise or the threat (rules 2 and 9)."""
    material = quad_of(act.act).startswith("material")
    clause = reading.clauses.at(act.start)
    # A future that is the verb's own ending counts; a word that is only part of a longer cue says what that cue says.
    ahead = [
        m
        for m in reading.found.get("will", ())
        if reading.clauses.at(m.start) == clause
        and not any(a <= m.start and m.end <= b and ((a, b) != (m.start, m.end) or _is_named(reading, act, m)) for a, b in act.cue.spans)
    ]
    if material and ahead and act.frame == "current" and not act.noun:
        return replace(act, act="AGREE" if quad_of(act.act).endswith("cooperation") else "THREATEN", lent=())
    tied = any(one.start < act.start for one in reading.conditions)
    ahead = ahead or tied and any(m.start < act.start for m in reading.found.get("consequence", ()))
    if act.act in ("CONSULT", "SUPPORT") and ahead and act.frame != "prior" and tied:
        # "If you want to talk, we'll talk" offers talks, whatever it asks.
        return replace(act, act="AGREE", frame="current", mutual=False)
    if act.act == "CONSULT" and ahead and act.frame == "current":
        return replace(act, frame="hypothetical")
    return act
