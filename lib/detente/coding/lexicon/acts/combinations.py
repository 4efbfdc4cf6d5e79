"""Combinations: what a verb and its object make together, where no single entry of a lexicon names both.

`data/combinations.toml` says it once for all languages (give + arms: AID); which words are "give" and which are "arms" is
in each lexicon's `[classes]`. A class with `_n` at its end holds the verb's nouns ("delivery" + arms). Grain: one cue a verb
and its nearest object in one clause.
"""

import tomllib
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from itertools import islice

from detente.coding.lexicon.lexicons import DATA, Match, parse_cue

REACH = {"words": 60, "characters": 16}  # characters between a verb and its object: an owner with title and adjectives stands there
LONGEST = 60  # characters of an object: a noun and what belongs to it
PARTING = ("infinitive", "complementiser", "relative", "coordinator", "and", "speech")  # what no noun phrase holds
NOUN = "_n"


@cache
def read_combinations():
    """Return [(verb class, object class, Cue)], the nouns of each verb class included."""
    rows = []
    for section, lines in tomllib.loads((DATA / "combinations.toml").read_text(encoding="utf-8")).items():
        for line in lines.strip().splitlines():
            cue = parse_cue(section, line, f"combinations.toml {section}")
            verb, thing = cue.pattern.split(" + ")
            options = {**cue.options, "combined": True}
            rows.append((verb, thing, replace(cue, options=options)))
            rows.append((verb + NOUN, thing, replace(cue, options={**options, "noun": True})))
    return rows


def combine(reading):
    """Add to a reading's cues those that its verbs and objects make together."""
    classes = {category[6:]: matches for category, matches in reading.found.items() if category.startswith("class.")}
    if len(classes) < 2:
        return
    made = []
    for verb, thing, cue in read_combinations():
        if verb in classes and thing in classes:
            for head in classes[verb]:
                near = _nearest(reading, head, classes[thing], verb.endswith(NOUN))
                if near is not None:
                    spans = tuple(sorted(head.spans + near.spans))
                    made.append(Match("cue", cue, spans[0][0], max(end for _, end in spans), spans, head.anchor))
    if made:
        cues = reading.found.get("cue", []) + made
        reading.found["cue"] = sorted(cues, key=lambda match: (match.start, -match.end, match.cue.pattern))


def _nearest(reading, head, things, noun):
    """Return the object nearest to a verb in its clause, on the side where its language has objects first, or None."""
    order, best = reading.lexicon.order, None
    reach = REACH[reading.lexicon.mode]
    clause = reading.clauses.at(head.start)
    # Objects stand in order of place: only those near the verb are looked at.
    first = bisect_left(things, head.start - reach - LONGEST, key=lambda thing: thing.start)
    for thing in islice(things, first, None):
        if thing.start > head.end + reach:
            break
        if head.overlaps(thing) or reading.clauses.at(thing.start) != clause:
            continue
        behind = thing.start >= head.end
        low, high = sorted((head.end if behind else thing.end, thing.start if behind else head.start))
        inside = head.start < thing.start < head.end  # of a split verb
        if not inside and any(reading.between(category, low, high) for category in PARTING):
            continue
        # Before its verb stands the object of a passive alone: "sanctions were lifted".
        if order in ("svo", "vso") and not (behind or inside or noun or reading.between("passive", low, head.end)):
            continue
        gap = thing.start - head.end if behind else head.start - thing.end
        if gap > reach or order == "sov" and behind and not noun:
            continue
        rank = (gap, thing.start)
        if best is None or rank < best[0]:
            best = rank, thing
    return best and best[1]
