"""Reported speech in one sentence: who speaks, which characters are said, and whether word for word.

Grain: one `Speech` a stretch of reported words. A speaker who is no actor (a newspaper, an expert) leaves `actor` None:
then it is the outlet's account.
"""

from dataclasses import dataclass

from detente.coding.lexicon.names.actors import Mention
from detente.coding.lexicon.names.cases import fits_shape
from detente.coding.lexicon.names.groups import is_outer, speaks_through
from detente.coding.lexicon.sentences import MERE_WORD


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of what is said, half-open, by whom (None: not known), and whether it is quoted."""

    start: int
    end: int
    speaker: Mention | None
    direct: bool
    addressee: Mention | None = None


def find_speech(reading, carried=None):
    """Return the stretches of speech in a sentence. `carried`: the speaker of the sentence before, for quotations without one."""
    found = []
    verbs = [match for match in reading.found.get("speech", ()) if not any(q.start <= match.start < q.end for q in reading.quotations)]
    if reading.lexicon.order == "sov":
        verbs = [verb for verb in verbs if _quotes(reading, verb)]
    for verb in verbs:
        speaker = find_speaker(reading, verb)
        for start, end in _contents(reading, verb, speaker):
            if end > start:
                found.append(Speech(start, end, speaker, False, _addressee(reading, verb, speaker, start, end)))
    for match in reading.found.get("attribution", ()):
        near = [m for m in reading.mentions if 0 <= m.start - match.end <= 25] or (
            [m for m in reading.mentions if 0 <= match.start - m.end <= 6] if reading.lexicon.order == "sov" else []
        )
        if near:
            found.append(Speech(0, len(reading.text), near[0], False))
    named = reading.mentions[0] if reading.mentions else None
    opens = named is not None and (not named.start or reading.text[: named.start].rstrip().endswith("】"))
    end = _end_of_heads(reading, named.end) if opens else 0
    if opens and (reading.text[end : end + 2].strip() == ":" or reading.text[end : end + 1] == "："):
        # "Trump: Denmark must sell", 希腊外长：…: a name before a colon speaks.
        found.append(Speech(end + 1, len(reading.text), named, False))
    for quote in reading.quotations:
        short = quote.end - quote.start < MERE_WORD and " " not in reading.text[quote.start : quote.end]
        if short and not any(cue.cue.full for cue in reading.between("cue", quote.start, quote.end + 1)):
            # A word in quotation marks is only named; 「手を引け」 is said.
            continue
        around = [s for s in found if s.speaker is not None]
        speaker = around[0].speaker if around else None
        addressee = around[0].addressee if around else None
        if speaker is None and not verbs:
            speaker = _headline_speaker(reading, quote) or carried
        found.append(Speech(quote.start, quote.end, speaker, True, addressee))
    return found


def _opens_clause(reading, verb):
    """Whether a verb of saying, with at most an auxiliary before it, opens a clause behind what is said."""
    clause = reading.clauses.at(verb.start)
    auxiliaries = [m.start for category in ("active", "passive") for m in reading.found.get(category, ())]
    first = min([verb.start, *(start for start in auxiliaries if 0 < verb.start - start <= 8)])
    return clause > 0 and first - reading.clauses.span(clause)[0] <= 1


def find_speaker(reading, verb):
    """Return the mention that speaks: the subject of a verb of saying."""
    best = None
    words = [token.lower for token in reading.tokens if verb.start <= token.start < verb.end]
    # "В Кремле заявили": a verb that names nobody, in a place that speaks.
    impersonal = any(fits_shape(word, reading.lexicon.place_acts) for word in words)
    opening = _opens_clause(reading, verb) and reading.lexicon.order != "sov"
    first = min([verb.start, *(m.start for m in reading.found.get("active", ()) if 0 < verb.start - m.start <= 8)])
    if opening:
        # ", said Azerbaijan's leader, Ilham Aliyev": the speaker stands behind.
        behind = [
            m
            for m in reading.mentions
            if 0 <= m.start - verb.end <= 60
            and reading.clauses.distance(verb.start, m.start) <= 1
            and m.role not in ("topic", "place")
            and not any(q.start <= m.start < q.end for q in reading.quotations)
            # "…, dijo que Quito …": whom the words said name doesn't say them.
            and not reading.between("complementiser", verb.end, m.start)
        ]
        if behind:
            return min(behind, key=lambda m: (m.role == "genitive" and m.person is None, m.start))
    objects = _objects_before(reading, verb) if opening else ()
    for mention in reading.mentions:
        if (
            mention.adjacent
            or mention in objects
            or mention.role == "topic"
            or mention.role == "genitive"
            and not (_says_as_noun(reading, verb, mention) or speaks_through(reading, mention, first))
            or mention.role == "place"
            and not (impersonal or speaks_through(reading, mention, first))
            or any(q.start <= mention.start < q.end for q in reading.quotations)
        ):
            continue
        if mention.role == "target" or reading.lexicon.order == "sov" and mention.role in ("with", "agent", "between"):
            continue
        distance = reading.clauses.distance(mention.start, verb.start)
        reach = 4 if reading.lexicon.order == "sov" else 2
        if distance > (reach if mention.start < verb.start else 0):
            continue
        gap = abs(mention.start - verb.start)
        rank = (distance, reading.lexicon.order == "svo" and mention.start > verb.start, gap)
        if reading.lexicon.order == "sov":
            # 「AはBが…したと述べた」: the topic of the sentence speaks.
            rank = (*_behind_what_is_said(reading, verb, mention), not (mention.start < verb.start and is_outer(reading, mention)), *rank)
        if best is None or rank < best[0]:
            best = (rank, mention)
    return best[1] if best else None


def _objects_before(reading, verb):
    """Return the names that a cue parts from the subject of the clause before: "美司法部起诉中国黑客，称其…"; the subject goes on."""
    clause = reading.clauses.at(verb.start) - 1
    if reading.lexicon.mode != "characters" or reading.lexicon.order != "svo" or clause < 0:
        return ()
    plain = [m for m in reading.mentions if not m.role and reading.clauses.at(m.start) == clause]
    cues = [cue for cue in reading.found.get("cue", ()) if reading.clauses.at(cue.start) == clause and cue.cue.section != "idle"]
    return [m for m in plain[1:] if any(plain[0].end <= cue.start < m.start for cue in cues)]


def _quotes(reading, verb):
    """Whether a verb of saying at the end of its clause has words said before it; "선언했다" alone is a deed."""
    before = [m.start for m in reading.found.get("complementiser", ())] + [q.start for q in reading.quotations]
    return any(start <= verb.end for start in before)


def _says_as_noun(reading, verb, mention):
    """Whether a noun of saying closes the sentence and a name owns it ("… 는 것이 중국 국방부의 경고다")."""
    said = max((m.end for m in reading.found.get("complementiser", ()) if m.end <= verb.start + 1), default=0)
    return reading.lexicon.order == "sov" and 0 < said <= mention.start < verb.start <= mention.end + 12


def _behind_what_is_said(reading, verb, mention):
    """Return a rank: who stands between what is said (다고, 라고) and the verb of saying speaks before all others."""
    said = max((m.end for m in reading.found.get("complementiser", ()) if m.end <= verb.start + 1), default=0)
    return not 0 < said <= mention.start < verb.start, mention.role != "subject"


def _headline_speaker(reading, quote):
    """Return the name that a headline sets before a quotation where the verb comes last ("北 “…”"), or None."""
    if reading.lexicon.order != "sov":
        return None
    gaps = [(quote.start - m.end, m) for m in reading.mentions if 2 <= quote.start - m.end <= 12 and m.role in ("", "subject")]
    gaps = [(gap, m) for gap, m in gaps if gap <= 3 or m.role == "subject"]
    return min(gaps, key=lambda one: one[0])[1] if gaps else None


def _addressee(reading, verb, speaker, start, end):
    """Return the mention spoken to or of beside a verb of saying, outside what is said, or None."""
    for mention in reading.mentions:
        if speaker is None or mention is speaker or not mention.actor or mention.role not in ("", "target"):
            continue
        outside = (
            not start <= mention.start < end or end == len(reading.text) and mention.start < verb.end + 30 and mention.start < start + 1
        )
        quoted = any(q.start <= mention.start < q.end for q in reading.quotations)
        if outside and not quoted and reading.clauses.distance(mention.start, verb.start) == 0 and mention.start != speaker.start:
            return mention
    return None


def _contents(reading, verb, speaker):
    """Return the spans of what is said by a verb of saying: one, or two where it stands between them (", he said, adding that …")."""
    opener = next((m for m in reading.matches("complementiser") if m.start >= verb.end), None)
    apart = opener is not None and any(mark in reading.text[verb.end : opener.start] for mark in ",;:،")
    if reading.lexicon.order == "sov" or opener is not None and not apart:
        return [_content(reading, verb, speaker, opener)]
    clause = reading.clauses.at(verb.start)
    begins = reading.clauses.breaks[clause]
    if speaker is not None and clause and not _opens_clause(reading, verb) and begins <= speaker.start < verb.start:
        ends = reading.clauses.span(clause)[1]
        cues = [match.start for match in reading.found.get("cue", ()) if match.cue.section != "idle"]
        if not any(verb.end <= start < ends for start in cues) and any(start < begins for start in cues):
            return [(0, begins)] + ([(opener.end, len(reading.text))] if apart else [])
    if apart and _opens_clause(reading, verb) and speaker is not None and speaker.start > verb.start:
        return [(0, begins), (opener.end, len(reading.text))]
    return [_content(reading, verb, speaker, opener)]


def _content(reading, verb, speaker, opener):
    """Return the span of what is said by a verb of saying, before or behind it."""
    length = len(reading.text)
    if reading.lexicon.order == "sov":
        said = max((m.end for m in reading.found.get("complementiser", ()) if m.end <= verb.start + 1), default=0)
        if speaker is not None and 0 < said <= speaker.start < verb.start:
            # "… 다고 대변인은 말했다": the words stand before who says them.
            return 0, said
        start = speaker.end if speaker is not None and speaker.end < verb.start else 0
        return start, verb.start
    if opener is not None:
        return opener.end, length
    clause = reading.clauses.at(verb.start)
    after = max(verb.end, speaker.end if speaker is not None else 0)
    if _opens_clause(reading, verb) and speaker is not None and speaker.start > verb.start:
        # ", a martelé le ministre égyptien …": the words stand before, however long the speaker's titles are.
        return 0, reading.clauses.breaks[clause]
    # A sentence without spaces says in a few characters what takes a line elsewhere; before a first clause nothing can stand.
    short, rest = (8, 12) if reading.lexicon.mode == "characters" else (25, 40)
    last = reading.clauses.at(after) == len(reading.clauses.breaks) - 1
    if clause and (length - after <= short or last and length - after < rest):
        # ", said Pence": the words stand before.
        return 0, reading.clauses.breaks[clause]
    return after, length


def speech_at(stretches, start):
    """Return the innermost stretch of speech that holds an offset, or None."""
    inside = [one for one in stretches if one.start <= start < one.end]
    known = [one for one in inside if one.speaker is not None]
    direct = [one for one in inside if one.direct]
    if direct:
        best = min(direct, key=lambda one: one.end - one.start)
        if best.speaker is None and known:
            return Speech(best.start, best.end, known[0].speaker, True, known[0].addressee)
        return best
    return min(known or inside, key=lambda one: one.end - one.start) if inside else None


def _end_of_heads(reading, end):
    """Return where the offices written together with a name end: 希腊|外长|发言人."""
    heads = {m.start: m.end for m in reading.found.get("head", ())} if reading.lexicon.mode == "characters" else {}
    while end in heads:
        end = heads[end]
    return end
