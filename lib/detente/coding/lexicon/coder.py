"""The lexicon coder: the statements of one text, its sentences read in order.

Grain: one dict a statement, with offsets in the text; beside them a trail, one dict a candidate, that says what became of
it. Deterministic; needs no network and no model.
"""

from collections import Counter
from dataclasses import replace
from functools import cache

from detente.codebook import quad_of, weigh
from detente.coding.lexicon.acts.acts import WORDS_OF_WILL
from detente.coding.lexicon.acts.frames import distance_to_saying, has_own_verb
from detente.coding.lexicon.lexicons import read_lexicon
from detente.coding.lexicon.names.actors import read_actors
from detente.coding.lexicon.readings import acts_of, read_sentence
from detente.coding.lexicon.roles.roles import assign
from detente.coding.lexicon.sentences import find_quotations, split_sentences
from detente.coding.lexicon.speech.discourse import Discourse
from detente.coding.lexicon.speech.floor import AnyName, Floor
from detente.coding.lexicon.speech.speech import Speech, find_speech, speech_at
from detente.documents import DateSpan, has_gone_on, resolve_relative

CODER = "lexicon 0.2.0"
CERTAIN = 0.8  # a named sender and receiver around a verb: right about so often on sentences held out (notebook 08)
# What each doubt takes away. The two largest put a statement below the 0.5 that postures count.
DOUBTS = {
    "noun": 0.05,
    "pronoun": 0.05,
    "description": 0.05,
    "relative": 0.05,
    "indirect": 0.05,
    "context": 0.2,
    "context_noun": 0.40,
    "avoidance": 0.40,
    "far": 0.10,
}
UNDATED = DateSpan(None, None, "none", "no date is stated")
NEWS_DAYS = 31  # what a text dates further back than a month before itself is its past
DOMAIN_REACH = 1  # clauses: what a sentence says further off is another matter
WORDS_BEFORE_VERB = 3  # an auxiliary, a negation and an adverb; more of them hold a subject
ALIKE = 8  # more statements alike don't stand in one sentence
SHORT_QUOTATION = 120  # characters: what is quoted in one breath is shown whole
LONGEST_ABOUT = 40  # characters: a noun and its adjectives
ABOUT_WALLS = ("article", "complementiser", "and", "coordinator", "negation", "head", "prior", "now", "will", "speech", "wall")
LOW = {"reject.avoidance": "avoidance"}


def _domain(reading, act):
    """Return the domain (sport, markets, …) whose words stand near an act, or None."""
    for category in sorted(reading.found):
        if category.startswith("domain.") and any(
            reading.clauses.distance(match.start, act.start) <= DOMAIN_REACH for match in reading.found[category]
        ):
            return category
    return None


def _opens_clause(reading, low, high, start):
    """Whether a date's offsets open its clause ("In 2017 Riyadh …"), or end right before that of an act ("… of 2016, when Riyadh …")."""
    before = reading.text[reading.clauses.span(reading.clauses.at(low))[0] : low].split()
    opening = reading.clauses.span(reading.clauses.at(start))[0]
    return len(before) <= 1 or 0 <= opening - high <= 2


def _has_other_subject(reading, act):
    """Whether words that may be a subject of its own stand before an act in its clause ("their defence minister denied …")."""
    if reading.lexicon.order not in ("svo", "v2") or reading.lexicon.mode != "words" or act.noun:
        return False
    start = reading.clauses.span(reading.clauses.at(act.start))[0]
    return reading.words_between(start, act.start) > WORDS_BEFORE_VERB


def _lacks_subject(reading, act):
    """Whether a prior position stands in a sentence without a subject, in a language that leaves out who is plain and has its verb last."""
    plain = act.frame == "prior" and act.act in WORDS_OF_WILL and not (act.noun or act.passive or act.spoken or act.receives)
    return plain and reading.lexicon.order == "sov" and not any(m.role in ("subject", "") for m in reading.mentions)


def _is_subjectless(reading, act):
    """Whether a demand opens a sentence of a language that leaves out a subject that is plain."""
    lexicon = reading.lexicon
    plain = act.act == "REQUEST" and not (act.noun or act.passive or act.mutual or act.receives)
    return plain and lexicon.mode == "characters" and lexicon.order == "svo" and not any(c.isalnum() for c in reading.text[: act.start])


class Coder:
    """Codes the sentences of one document in order."""

    def __init__(self, language, dated):
        self.lexicon = read_lexicon(language)
        self.index = read_actors(self.lexicon.language)
        self.dated = dated
        self.within = (dated.start, dated.end) if dated.start else None
        self.span_of = cache(lambda words: resolve_relative(words, dated, self.lexicon.language))  # a date means one thing in a document
        self.discourse = Discourse()

    def code(self, text, turns=None):
        """Return (rows, trail): statements as dicts with document offsets, and what became of every candidate."""
        rows, trail, told = [], [], []
        quotations = find_quotations(text, self.lexicon.quotes, glued=self.lexicon.order == "sov")
        self.discourse.named = self.index.named_in(text, self.within)
        turns = Floor(turns, self.index, self.lexicon, self.within, text)
        for start, end in split_sentences(text, self.lexicon):
            self.discourse.sentence += 1
            asked, self.discourse.turn = turns.at(start)
            if asked:
                # A journalist's question is not the stance of whoever answers.
                trail.append(
                    {
                        "start": start,
                        "end": end,
                        "cue": None,
                        "act": None,
                        "reason": "question",
                        "sentence_start": start,
                        "sentence_end": end,
                    }
                )
                continue
            inner = [
                replace(q, start=max(q.start, start) - start, end=min(q.end, end) - start)
                for q in quotations
                if q.start < end and q.end > start
            ]
            made, steps, *words = self._sentence(text[start:end], inner)
            if self.discourse.turn is not None:
                # Who has the floor argues with the past; only a report sets it against the present.
                words = [None, None]
            told.append((made, *(one and (start + one[0], start + one[1], one[2]) for one in words)))
            for row in made:
                for name in ("start", "end", "condition_start", "condition_end", "change_start", "change_end"):
                    if row.get(name) is not None:
                        row[name] += start
                rows.append(row)
            trail += [
                dict(step, start=start + step["start"], end=start + step["end"], sentence_start=start, sentence_end=end) for step in steps
            ]
        _set_against_the_present(told)
        return _merge(rows, text), trail

    def _names_nobody(self, sentence, quotations):
        """Whether a sentence holds no name, and stands where no pronoun can take one up: most sentences of running text."""
        if quotations or self.discourse.turn is not None or not self.discourse.is_far():
            return False
        return not self.index.find(sentence, self.lexicon.tokenise(sentence), known=AnyName())

    def _sentence(self, sentence, quotations):
        """Return (rows, trail, words for now, of contrast or of an end, words for then) of one sentence, in its own offsets.

        Of both kinds of words the first (start, end, kind of change that they state), or None where there are none.
        """
        if self._names_nobody(sentence, quotations):
            return [], [{"start": 0, "end": len(sentence), "cue": None, "act": None, "reason": "no actor"}], None, None
        reading = read_sentence(sentence, self.lexicon, self.index, discourse=self.discourse, within=self.within, quotations=quotations)
        turns = [(m.start, -m.end, kind) for kind in ("now", "contrast", "ended") for m in reading.found.get(kind, ())]
        turning = next(((start, -end, "ended" if kind == "ended" else "reversal") for start, end, kind in sorted(turns)), None)
        then = next(((m.start, m.end, "reversal") for category in ("prior", "pluperfect") for m in reading.matches(category)), None)
        stretches = find_speech(reading, self.discourse.speaker)
        if self.discourse.turn is not None:
            stretches.insert(0, Speech(0, len(sentence), self.discourse.turn, True))
        acts, _ = acts_of(reading)
        rows, trail, places = [], [], []
        for act in acts:
            if not act.act:
                trail.append(_step(act, act.reason or "no cue"))
                continue
            if act.frame == "current" and self._is_long_past(self._when(reading, act.start, act.frame)[1]):
                act = replace(act, frame="prior")
                then = then or next(((start, end, "reversal") for start, end, _ in reading.dates), None)
            made, reason = self._rows_of(reading, act, stretches)
            rows += made
            places += [act.start] * len(made)
            trail.append(_step(act, reason if not made else ""))
        for row, act_start in zip(rows, places, strict=True):
            row["date_start"], row["date_end"] = self._when(reading, act_start, row["frame"])
        if not acts:
            named = {m.actor for m in reading.mentions if m.actor}
            reason = "no actor" if not named else "one actor" if len(named) == 1 else "no cue"
            trail.append({"start": 0, "end": len(sentence), "cue": None, "act": None, "reason": reason})
        speaker = next((one.speaker for one in stretches if one.speaker is not None and one.speaker.actor), None)
        self.discourse.remember(reading, speaker)
        return rows, trail, turning, then

    def _is_long_past(self, day):
        """Whether a day that the text states lies before the document's present, by more than the news goes back."""
        return self.dated.start is not None and day is not None and (self.dated.start - day).days > NEWS_DAYS

    def _when(self, reading, start, frame):
        """Return (first, last) day of an act: as the words beside it say where they can be placed, else the document's."""
        best = None
        for low, high, words in reading.dates:
            distance = distance_to_saying(reading, low, high, start) if low < start else reading.clauses.distance(low, start)
            span = self.span_of(words)
            if span.start is None or distance > 1 or (distance and low > start):
                continue
            if distance and has_own_verb(reading, low):
                continue
            if self._is_long_past(span.end) and has_gone_on(reading.text, low, high, self.lexicon.language):
                continue
            bare_year = span.precision == "year" and words.strip().isdigit() and not _opens_clause(reading, low, high, start)
            ahead = self.dated.end is not None and span.start > self.dated.end
            # "The 2015 deal" dates the deal; what lies ahead is not yet done.
            if (bare_year and frame != "prior") or (ahead and frame != "hypothetical"):
                continue
            if best is None or (distance, abs(low - start)) < best[0]:
                best = ((distance, abs(low - start)), span)
        return (best[1].start, best[1].end) if best else (self.dated.start, self.dated.end)

    def _rows_of(self, reading, act, stretches):
        speech = speech_at(stretches, act.start)
        if speech is not None and not speech.direct and self.lexicon.order == "sov" and act.end > speech.end:
            # 넘긴|다고 폭로했다: the cue reaches over the verb of saying, which is the speaker's own act.
            speech = None
        speaker = speech.speaker if speech else None
        doubts = Counter()
        if self.discourse.turn is not None and _is_subjectless(reading, act):
            # 「希望澳方同中方相向而行」 in a turn: who has the floor hopes.
            act = replace(act, spoken=True)
        sources, targets = assign(reading, act, speech)
        holder = self.discourse.carried_on() if _lacks_subject(reading, act) else None
        if holder is not None:
            # 「Aは…と述べた。これまで対話を拒んできた。」: a position told without its holder is of whom the sentence before is about.
            others = [m for m in (*sources, *targets) if m.actor != holder.actor]
            if others:
                sources, targets = [holder._replace(kind="description", role="subject")], others
        sources, targets = self._fill(reading, act, sources, targets, speech, doubts)
        if not sources or not targets:
            named = {m.actor for m in reading.mentions if m.actor}
            if named and all(m.role == "topic" for m in reading.mentions if m.actor not in {s.actor for s in sources}):
                return [], "topic only"
            return [], "no actor" if not named else "one actor"
        if not act.condition and act.act not in ("ACCUSE", "THREATEN", "SANCTION") and _domain(reading, act):
            consult_at_event = act.act in ("CONSULT", "AGREE") and any(m.person for m in sources) and any(m.person for m in targets)
            if not consult_at_event and not (act.act in ("CONSULT", "REJECT") and any(m.person or m.kind == "pronoun" for m in sources)):
                return [], "topic only"
        if act.noun and any(m.role == "between" for m in targets) and all(m.role != "between" for m in sources):
            # "Tension between A and B … B's tests": whom they are aimed at is read from the dispute, not stated.
            doubts["context_noun"] += 1
            targets = [m._replace(kind="context") for m in targets]
        rows = []
        for source, target in _pairs(sources, targets, act):
            rows.append(self._row(reading, act, source, target, speech, speaker, doubts))
            if act.conveys and speaker is not None and speaker.actor and speaker.actor not in (source.actor, target.actor):
                relayed = replace(act, frame="current", conveys=False)
                rows.append(self._row(reading, relayed, speaker, target, speech, speaker, doubts))
            self.discourse.note_target(source, target)
            if act.frame == "prior":
                self.discourse.past[source.actor] = self.discourse.sentence
        return rows, "" if rows else "one actor"

    def _fill(self, reading, act, sources, targets, speech, doubts):
        """Return senders and receivers with what the sentence leaves out taken from speech and from what went before."""
        speaker = speech.speaker if speech else None
        said_by = speaker.actor if speaker is not None else None
        # Whoever has the floor speaks at length, of much that others do.
        unsaid = act.spoken or not (act.passive or self.discourse.turn is not None and _has_other_subject(reading, act))
        if not sources and said_by and unsaid and said_by not in {m.actor for m in targets}:
            sources = [speaker._replace(role="spoken")]
        if sources and not targets and speech and speech.addressee is not None and said_by == sources[0].actor != speech.addressee.actor:
            return sources, [speech.addressee]
        if sources and not targets:
            source = sources[0]
            other = self._other_of_pair(reading, source, act)
            if other is not None:
                doubts["context_noun" if act.noun else "context"] += 1
                return sources, [other._replace(kind="context", role="")]
            asked = next(
                (
                    m
                    for one in reading.conditions
                    for m in reading.mentions
                    if one.start <= m.start < one.end and m.actor and m.actor != source.actor and m.role in ("", "subject")
                ),
                None,
            )
            if asked is not None:
                # A condition asks something of whoever is its subject.
                return sources, [asked]
            charge = quad_of(act.act) == "material conflict" and act.frame == "current"
            if (
                said_by
                and said_by != source.actor
                and (charge or not any(m.actor not in (source.actor, said_by) for m in reading.mentions if m.actor))
            ):
                # Told by one of two about the other, and nobody else is named: it was done to the teller (rule 6).
                doubts["far"] += 1
                return sources, [speaker]
            quoted = any(q.start <= act.start < q.end for q in reading.quotations)
            spoken = quoted and speech is not None and speech.direct and (said_by == source.actor or source.role == "spoken")
            target = self.discourse.last_target(source.actor) if spoken else None
            turned = reading.near("now", act.cue)
            if self.discourse.turn is None:
                turned = turned or reading.found.get("contrast") or self.discourse.stood(source.actor)
            told = act.act in WORDS_OF_WILL and (act.frame == "prior" or act.condition or turned)
            told = told or act.act == "CONCEDE" and act.change
            if target is None and told and not act.noun:
                # "For years Canberra insisted that …": a position told without its receiver is toward the one spoken of so far.
                target = self.discourse.sole_target(source.actor)
            if target is not None and target.actor != source.actor:
                doubts["context"] += 1
                return sources, [target._replace(kind="context", role="")]
        return sources, targets

    @staticmethod
    def _other_of_pair(reading, source, act):
        """Return the other side of a pair that the same sentence sets against each other ("tension between A and B")."""
        between = [m for m in reading.mentions if m.role == "between" and m.actor]
        codes = {m.actor for m in between}
        if act.noun and source.actor in codes and len(codes) == 2:
            return next(m for m in between if m.actor != source.actor)
        return None

    def _row(self, reading, act, source, target, speech, speaker, doubts):
        made, modifiers, indirect_charge = act.act, act.modifiers, False
        said_by = speaker.actor if speaker is not None else None
        if said_by and said_by != source.actor and quad_of(made) == "material conflict" and act.frame == "current" and not act.noun:
            # Rule 6: a speaker's charge is an accusation by the speaker, not an act by the other.
            source, target, made, modifiers, indirect_charge = speaker, source, "ACCUSE", (), True
        pressure, engagement = weigh(made, modifiers, conditional=act.condition is not None)
        start, end = _extent(reading, act, source, target)
        taken = Counter(doubts)
        for mention in (source, target):
            if mention.kind in ("pronoun", "description"):
                taken[mention.kind] += 1
            if mention.adjacent:
                taken["relative"] += 1
        taken["noun"] += act.noun
        taken["indirect"] += bool(speech and not speech.direct)
        for modifier in modifiers:
            taken[LOW.get(modifier, "")] += 1
        if not indirect_charge and source.role != "spoken" and source.kind != "context":
            taken["far"] += reading.clauses.distance(source.start, act.start) >= 2
        confidence = CERTAIN - sum(DOUBTS.get(doubt, 0) * n for doubt, n in taken.items())
        change, about = act.change, _about(reading, act)
        return {
            "start": start,
            "end": end,
            "source": source.actor,
            "target": target.actor,
            "source_name": _written(reading, source),
            "target_name": _written(reading, target),
            "source_resolved_by": "context" if source.role == "spoken" else source.resolved_by,
            "target_resolved_by": target.resolved_by,
            "speaker": _written(reading, speaker) if speaker is not None and speaker.actor else None,
            "act": made,
            "quad": quad_of(made),
            "pressure": pressure,
            "engagement": engagement,
            "frame": act.frame,
            "held": act.held,
            "condition": act.condition and reading.text[slice(*act.condition)],
            "condition_start": act.condition and act.condition[0],
            "condition_end": act.condition and act.condition[1],
            "about": about and reading.text[slice(*about)],
            "change_stated": change and change[0],
            "change_start": change and change[1],
            "change_end": change and change[2],
            "speech": "none" if speech is None else "direct" if speech.direct else "indirect",
            "cue": act.cue.cue.name,
            "confidence": round(max(0.05, confidence), 2),
        }


def _set_against_the_present(told):
    """Set the stated change of prior positions that the text sets against the present.

    By a word of the sentence beside ("Now, …", "That demand is gone"), or, where all that the text tells of that dyad's present
    leans the other way, by the words that place the position in the past ("two years ago"). A meeting alone is no position.
    `told`: one (rows, words for now, of contrast or of an end, words for then) a sentence, in order; words are (start, end, kind of
    change) or None.
    """
    leans = {}
    for rows, _, _ in told:
        for row in rows:
            if row["frame"] == "current" and row["act"] != "CONSULT":
                leans.setdefault((row["source"], row["target"]), set()).add(_lean(row))
    for number, (rows, _, then) in enumerate(told):
        turning = next((told[other][1] for other in (number + 1, number - 1) if 0 <= other < len(told) and told[other][1]), None)
        for row in rows:
            if row["frame"] != "prior" or not row["quad"].startswith("verbal") or row["change_stated"] is not None:
                continue
            opposed = leans.get((row["source"], row["target"])) == {-_lean(row)} != {0}
            words = turning or (then if opposed else None)
            if words:
                row["change_start"], row["change_end"], row["change_stated"] = words


def _lean(row):
    """Return 1 where a statement engages more than it presses, -1 where less, 0 where as much."""
    return (row["engagement"] > row["pressure"]) - (row["engagement"] < row["pressure"])


def _written(reading, mention):
    """Return the mention's words where they stand in this sentence, else null."""
    if mention is None or mention.kind == "context":
        return None
    here = any(m.start == mention.start and m.end == mention.end and m.actors == mention.actors for m in reading.mentions)
    return reading.text[mention.start : mention.end] if here else None


def _pairs(sources, targets, act):
    """Return the directed pairs of an act, each once; both ways where it is mutual."""
    pairs = {}
    for source in sources:
        for target in targets:
            for one, other in [(source, target), (target, source)] if act.mutual else [(source, target)]:
                for a in one.actors if one.kind == "pronoun" else one.actors[:1] if len(one.actors) == 1 else ():
                    for b in other.actors if other.kind == "pronoun" else other.actors[:1] if len(other.actors) == 1 else ():
                        if a != b:
                            pairs.setdefault((a, b), (one._replace(actors=(a,)), other._replace(actors=(b,))))
    return list(pairs.values())


def _about(reading, act):
    """Return the span of what is offered or asked, with the describing words before it, or None where no noun names it."""
    complement = act.complement
    if complement is None and act.condition:
        after = _before_what(reading, act, act.condition[1])
        complement = after and next(
            (match for match in reading.found.get("cue", ()) if match.start >= after.end and match.cue.options.get("weak")), None
        )
    if complement is None or not (complement.cue.options.get("noun") or complement.cue.options.get("weak")):
        return None
    walls = {
        match.end
        for category, matches in reading.found.items()
        for match in matches
        if category in ABOUT_WALLS or category.startswith("marker.")
    }
    walls |= {end for _, end in act.cue.spans} | {mention.end for mention in reading.mentions}
    start, end = complement.spans[0]
    for low, high in complement.spans[1:]:
        marks = any(match.end == high for category, matches in reading.found.items() if category.startswith("marker.") for match in matches)
        if low - end > 1 or marks:
            break
        end = high
    token = reading.token_at.get(start)
    while token:
        before = reading.tokens[token - 1]
        if before.end in walls or not before.written[0].isalpha() or end - before.start > LONGEST_ABOUT:
            break
        start, token = before.start, token - 1
    return start, end


def _extent(reading, act, source, target):
    """Return the half-open span of the clauses that hold the act, its sender and receiver where near, and its condition."""
    low, high = act.extent or (act.start, act.end)
    low, high = min(low, act.start), max(high, act.end)
    for mention in (source, target):
        present = mention.kind != "context" and any(
            m.start == mention.start and m.actors and mention.actor in m.actors for m in reading.mentions
        )
        if present and mention.role != "spoken" and reading.clauses.distance(mention.start, act.start) <= 2:
            low, high = min(low, mention.start), max(high, mention.end)
    if act.condition:
        low, high = min(low, act.condition[0]), max(high, act.condition[1])
    start = min(low, reading.clauses.span(reading.clauses.at(low))[0])
    end = max(high, reading.clauses.span(reading.clauses.at(max(low, high - 1)))[1])
    after = _before_what(reading, act, end)
    if after is not None:
        end = reading.clauses.span(reading.clauses.at(after.start))[1]
    for quote in reading.quotations:
        if quote.start <= act.start < quote.end:
            short = quote.end - quote.start <= SHORT_QUOTATION
            start, end = (quote.start, quote.end) if short else (max(start, quote.start), min(end, quote.end))
    moved = True
    while moved:
        moved = False
        for category in ("complementiser", "coordinator", "contrast", "and", "and_clause"):
            for match in reading.found.get(category, ()):
                if match.start == start and match.end < low:
                    start = match.end + len(reading.text[match.end :]) - len(reading.text[match.end :].lstrip(" ,"))
                    moved = True
    return start, end


def _before_what(reading, act, end):
    """Return the word that opens what a demand must come before ("… before there can be a dialogue"), or None."""
    if act.act != "REQUEST" or not act.condition:
        return None
    return next((match for match in reading.found.get("until", ()) if 0 <= match.start - end <= 2), None)


def _step(act, reason):
    return {"start": act.start, "end": act.end, "cue": act.cue.cue.name, "act": act.act or None, "reason": reason}


def _merge(rows, text):
    """Return rows with the quote cut out, those that repeat dyad, act and frame in one place made one, in order."""
    merged, by_key = [], {}
    for row in rows:
        key = tuple(row[name] for name in ("source", "target", "act", "frame", "condition"))
        # Rows come sentence by sentence, so only the last few alike can share their place.
        alike = by_key.setdefault(key, [])[-ALIKE:]
        twin = next((one for one in alike if one["start"] < row["end"] and row["start"] < one["end"]), None)
        if twin is None:
            merged.append(row)
            by_key[key].append(row)
        else:
            twin["start"], twin["end"] = min(twin["start"], row["start"]), max(twin["end"], row["end"])
            twin["confidence"] = max(twin["confidence"], row["confidence"])
    for row in merged:
        row["quote"] = text[row["start"] : row["end"]]
        row["change_quote"] = row["change_stated"] and text[row["change_start"] : row["change_end"]]
    return merged
