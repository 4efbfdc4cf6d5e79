"""What a document has said so far: who was named last, who speaks, who is meant by "he", "the two" or "you".

One `Discourse` is kept while a document's sentences are read in order; it resolves the words that name nobody.
"""

from detente.coding.lexicon.speech.speech import find_speaker

MEMORY = 3  # sentences: an unnamed addressee or an official by title further back is a guess
ARTICLE = 8  # sentences: a short article tells of then and of now so far apart
NEAR = 1  # sentences back that "he" or "they" may reach: further, running text has named others in between
OFFICE_WORDS = "office."


class Discourse:
    """The memory of one document, from its first sentence to the present one."""

    def __init__(self):
        self.sentence = 0
        self.persons = []
        self.states = []
        self.pair = []
        self.pair_at = 0
        self.speaker = None
        self.targets = {}  # by source: whom it has addressed, and in which sentence last, the latest at the end
        self.past = {}  # by whom a position of the past was told: in which sentence last
        self.known = set()
        self.named = {}
        self.turn = None
        self.subject = None
        self.actor = None  # whoever was last told to act on somebody

    def resolve(self, reading):
        """Return the reading's mentions with those that its pronouns and descriptions stand for, in order of place."""
        mentions = list(reading.mentions)
        taken = [(m.start, m.end) for m in mentions]
        for category, matches in sorted(reading.found.items()):
            if not category.startswith(("pronoun.", OFFICE_WORDS)):
                continue
            for match in matches:
                # A pattern may show what stands before the pronoun ("dat het"): its last word is the pronoun.
                if category.startswith("pronoun."):
                    match = match._replace(start=match.spans[-1][0], end=match.spans[-1][1])
                # "Drohte er China", «نطالب باماكو»: what stands for a person stands beside what the verb names; and without spaces
                # a name may begin right behind the place of a subject left out.
                beside = category in ("pronoun.we", "pronoun.i", "pronoun.male", "pronoun.female", "pronoun.person")
                unspaced = category == "pronoun.dropped" and reading.lexicon.mode == "characters"
                reach = 0 if beside or unspaced else 2
                if any(start < match.end + reach and match.start - reach < end for start, end in taken):
                    continue
                resolved = self._antecedent(category, match, mentions, reading)
                if resolved is not None:
                    speaks = category in ("pronoun.we", "pronoun.i")
                    mentions.append(
                        resolved._replace(
                            start=match.start,
                            end=match.end,
                            role="subject" if speaks else "",
                            kind="pronoun" if category.startswith("pronoun.") else "description",
                        )
                    )
                    taken.append((match.start, match.end))
        mentions += self._relatives(reading, mentions)
        return sorted(mentions, key=lambda m: (m.start, m.end))

    def _antecedent(self, category, match, mentions, reading):
        name = category.split(".", 1)[1]
        before = [m for m in mentions if m.end <= match.start and m.kind != "pronoun"]
        if category.startswith(OFFICE_WORDS):
            in_sentence = [m for m in before if m.person and m.person.office == name]
            if self.turn is not None and not in_sentence:
                # In a briefing "the president" is the speaker's own.
                return self.turn
            return self._recent(lambda m: m.person.office == name, in_sentence[:1])
        if name in ("person", "male", "female"):
            fits = {"person": ("m", "f", ""), "male": ("m", ""), "female": ("f", "")}[name]
            in_sentence = [m for m in before if m.person and (m.person.gender in fits) and m.role not in ("topic", "place")]
            return self._recent(lambda m: m.person.gender in fits, in_sentence[:1], NEAR)
        if name == "state":
            states = [m for m in before if m.actor and not m.person and m.role not in ("place",)]
            subjects = [m for m in states if m.role in ("", "subject")]
            if states:
                # "Poland told Belarus that it would …": what was the subject goes on.
                return subjects[0] if subjects and reading.lexicon.order == "svo" else states[-1]
            return self._ahead(match, mentions, reading)
        if name == "dropped":
            return self._dropped(match, mentions)
        if name == "same":
            # "The same ministry", "the government in office then".
            return self.actor
        if name == "pair" and self.sentence - self.pair_at <= NEAR and len({m.actor for m in self.pair}) == 2:
            return self.pair[0]._replace(actors=tuple(m.actor for m in self.pair), kind="pronoun")
        if name in ("we", "i"):
            quoted = any(q.start <= match.start < q.end for q in reading.quotations)
            if not quoted:
                return self.turn
            outside = [
                m
                for m in mentions
                if m.actor and m.role not in ("topic", "place") and not any(q.start <= m.start < q.end for q in reading.quotations)
            ]
            verbs = [match.start for match in reading.found.get("speech", ())]
            speakers = [find_speaker(reading, verb) for verb in reading.found.get("speech", ()) if reading.lexicon.order == "svo"]
            speakers = [m for m in speakers if m is not None and m in outside]
            if speakers:
                return speakers[0]
            if verbs and outside:
                return min(outside, key=lambda m: (min(abs(m.start - place) for place in verbs), m.start))
            return next((m for m in before if m.person and m in outside), None) or self.speaker
        return None

    @staticmethod
    def _ahead(match, mentions, reading):
        """Return the subject of the clause behind the first, where the first only has a pronoun: "After it closed the border, Harare …"."""
        clause = reading.clauses.at(match.start)
        behind = [m for m in mentions if reading.clauses.at(m.start) == clause + 1]
        opens = bool(behind) and reading.words_between(reading.clauses.span(clause + 1)[0], behind[0].start) <= 2
        return behind[0] if clause == 0 and opens and not behind[0].role and behind[0].actor else None

    def carried_on(self):
        """Return the subject of the sentence before, which this one may go on about, or None."""
        return self.subject[1] if self.subject is not None and self.sentence - self.subject[0] <= 1 else None

    def _dropped(self, match, mentions):
        """Return the subject of the sentence before, for a verb that opens a sentence with no name before it: "Había exigido …"."""
        return None if any(m.start < match.end for m in mentions) else self.carried_on()

    def _recent(self, fits, in_sentence, reach=MEMORY):
        for mention in in_sentence:
            return mention
        for at, mention in reversed(self.persons):
            if self.sentence - at > reach:
                break
            if fits(mention):
                return mention
        return None

    @staticmethod
    def _relatives(reading, mentions):
        """Return a mention for each relative word that directly follows the clause of a name it takes up."""
        made = []
        for match in reading.found.get("relative", ()):
            before = [m for m in mentions if m.end <= match.start and match.start - m.end <= 3]
            if before and not any(m.start == match.start for m in mentions):
                made.append(before[-1]._replace(start=match.start, end=match.end, role="subject", adjacent=True))
        return made

    def is_far(self):
        """Whether all that was named lies further back than a pronoun or a title reaches."""
        last = max((at for at, _ in self.persons[-1:]), default=-MEMORY)
        return self.sentence - max(last, self.pair_at) > MEMORY

    def remember(self, reading, speaker):
        """Take up what a sentence named, once it has been read."""
        for mention in reading.mentions:
            if mention.adjacent or not mention.actor:
                continue
            if mention.person:
                self.known.add(mention.person.name)
            if mention.kind in ("pronoun",):
                continue
            if mention.person:
                # A grammatical subject is what a later "he" takes up first.
                self.persons.append((self.sentence, mention))
            elif mention.role not in ("place", "topic"):
                self.states.append((self.sentence, mention))
        subjects = [m for m in reading.mentions if m.actor and m.role in ("", "subject") and not m.adjacent]
        named = [m for m in reading.mentions if m.actor and not m.adjacent and m.role not in ("topic", "place")]
        if named and named[0].role in ("", "subject"):
            self.subject = (self.sentence, named[0])
        if subjects:
            first_person = next((m for m in subjects if m.person), None)
            if first_person is not None:
                self.persons = [one for one in self.persons if one[1] is not first_person] + [(self.sentence, first_person)]
            pair = {m.actor: m for m in reading.mentions if m.actor and m.role in ("", "subject", "target", "between") and not m.adjacent}
            if len(pair) == 2:
                self.pair, self.pair_at = list(pair.values()), self.sentence
        if speaker is not None:
            self.speaker = speaker

    def note_target(self, source, target):
        """Remember who acted last, and whom an actor last addressed."""
        self.actor = source
        addressed = self.targets.setdefault(source.actor, {})
        addressed.pop(target.actor, None)
        addressed[target.actor] = (self.sentence, target)

    def sole_target(self, source):
        """Return the one whom an actor has addressed in this document so far, or None where there are several or none."""
        addressed = list(self.targets.get(source, {}).values())
        return addressed[0][1] if len(addressed) == 1 else None

    def stood(self, source):
        """Whether an actor's position of the past was told within an article's length."""
        return source in self.past and self.sentence - self.past[source] <= ARTICLE

    def last_target(self, source):
        """Return whom an actor addressed within the last sentences, or None."""
        at, target = next(reversed(self.targets.get(source, {}).values()), (None, None))
        return target if at is not None and self.sentence - at <= MEMORY else None
