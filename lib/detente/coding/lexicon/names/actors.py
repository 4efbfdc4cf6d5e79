"""Actors named in a sentence: states, organisations and persons in office, as mentions with their place.

Grain: one `Mention` a name; adjacent names of one actor ("the South Korean president Moon Jae-in") are one. Names come
from CLDR through Babel and from `data/actors/<language>.csv` and `data/persons.csv`, which people can edit. The longest
form wins; `-` in the files marks words that contain a name and are no actor; a form that fits two actors is left open
(two codes in `actors`) unless the text names one of them otherwise; a seat that two share (`EUU|BEL`) is the first's unless
the text names only the second. A person counts only within a term of office.
"""

import csv
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from detente.coding.lexicon.lexicons import DATA, read_lexicon
from detente.coding.lexicon.patterns import MOST_REMEMBERED

# Family names that stand first: "Kim" takes up Kim Jong-un, "Pence" Mike Pence.
FAMILY_NAME_FIRST = {"CHN", "PRK", "KOR", "TWN", "VNM"}
# CLDR still lists the codes of gone states beside their successors' (East Germany, Burma, Yemen's halves …).
GONE = {"ANT", "BUR", "DDR", "FXX", "NTZ", "SCG", "SUN", "TMP", "YMD", "YUG", "ZAR"}
# ISO 3166 leaves QMM to QZZ and XAA to XZZ to its users.
PRIVATE_USE = re.compile("Q[M-Z]|X")
ENDING = 4  # letters that a trailing * may stand for: the longest case and adjective endings of these languages
NOT_AN_ACTOR = "-"
SHARES = 2  # so many times as often a text must name the second owner of a shared seat
SIBILANTS = "sxzß"  # after these no further s marks an owner
RESOLVED_BY = {
    "name": "name",
    "agency": "name",
    "pair": "name",
    "description": "description",
    "demonym": "demonym",
    "capital": "capital",
    "person": "person",
}


@dataclass(frozen=True, slots=True)
class Person:
    """One term of office: actor, office, first and last day (None: open), gender, and the Latin name."""

    actor: str
    office: str
    start: date | None
    end: date | None
    gender: str
    name: str


class Mention(NamedTuple):
    """A name in a sentence: half-open offsets, actor codes (two where it is open), how it was resolved, the person.

    `role` is what its marker says of it (see `roles`); `at` is where it stands for word order: a pronoun's own place.
    """

    start: int
    end: int
    actors: tuple
    kind: str
    person: Person | None = None
    role: str = ""
    adjacent: bool = False
    shared: bool = False

    @property
    def actor(self):
        """The one actor, or None where the name fits two."""
        return self.actors[0] if len(self.actors) == 1 else None

    @property
    def resolved_by(self):
        """The word for the table's `*_resolved_by` columns."""
        return RESOLVED_BY.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class _Form:
    written: str
    words: tuple
    star: bool
    actor: str
    kind: str
    person: Person | None = None
    risky: int = 0  # 1: beside a title or once named in full; 2: only once named in full
    names: tuple = ()
    stars: tuple = ()  # for each word, whether it may carry an ending (Ангел* Меркель)


def _day(text, last):
    """Return a date of YYYY, YYYY-MM or YYYY-MM-DD: its first or its last day."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if not last:
        return date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    year, month = (parts[0], parts[1]) if len(parts) > 1 else (parts[0], 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


@cache
def read_persons():
    """Return the rows of `data/persons.csv` as (Person, {column: [forms]}), in the file's order."""
    path = DATA / "persons.csv"
    people = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            person = Person(row["actor"], row["office"], _day(row["start"], False), _day(row["end"], True), row["gender"], row["gloss"])
            forms = {column: [form for form in (row[column] or "").split("|") if form] for column in list(row)[6:]}
            people.append((person, forms))
    return people


@cache
def alpha3_of():
    """Return {ISO 3166 alpha-2: alpha-3}, from CLDR's territory aliases."""
    from babel.core import get_global

    codes = {}
    for alias, territories in sorted(get_global("territory_aliases").items()):
        if len(alias) == 3 and alias.isalpha() and len(territories) == 1 and alias not in GONE and not PRIVATE_USE.match(alias):
            codes.setdefault(territories[0], alias)
    return {**codes, "XK": "XKX", "EU": "EUU", "UN": "UNO"}


@cache
def known_actors():
    """Return every actor code that a name can resolve to, sorted: ISO 3166 alpha-3 and the organisations of the files."""
    codes = set(alpha3_of().values())
    for path in (DATA / "actors").iterdir():
        if path.name.endswith(".csv"):
            with path.open(encoding="utf-8", newline="") as file:
                codes.update(code for row in csv.DictReader(file) for code in row["actor"].split("+"))
    return sorted(codes - {NOT_AN_ACTOR, ""})


def _writes_latin(language):
    """Whether a language calls itself in Latin letters: then names as the international press writes them are its own too."""
    from babel import Locale

    return unicodedata.name((Locale.parse(language).get_language_name() or "L")[0]).startswith("LATIN")


def _bracketed(form, n_names):
    """Return (form without its brackets, the places of the names in it); no places where there are no brackets."""
    places, plain = [], ""
    for number, piece in enumerate(re.split(r"\[([^\]]*)\]", form)):
        if number % 2:
            places.append((len(plain), len(plain) + len(piece)))
        plain += piece
    return plain, tuple(places) if len(places) == n_names else ()


def _parts(form, n_parts):
    """Return the places of the names in a pair written as one word: parted at a mark, else in equal parts."""
    pieces = [match.span() for match in re.finditer(r"[^-–·・/]+", form)]
    if len(pieces) == n_parts:
        return pieces
    size = len(form) // n_parts
    return [(number * size, (number + 1) * size if number < n_parts - 1 else len(form)) for number in range(n_parts)]


_SCRIPTS = (re.compile(r"[ァ-ヴー]"), re.compile(r"[A-Za-z]"))
_HANGUL = re.compile(r"[가-힣]")


def _is_part_of_word(text, start, end, last):
    """Whether a form only begins or ends inside a longer word of its script; `last` is where the name before it ended.

    Katakana and Latin words are written in one run (タイ in タイトル). Korean words begin after a space, and their
    particles follow freely.
    """
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    for script in _SCRIPTS:
        if (script.match(text[start]) and script.match(before)) or (script.match(text[end - 1]) and script.match(after)):
            return True
    return bool(_HANGUL.match(text[start]) and _HANGUL.match(before) and start != last)


class ActorIndex:
    """The names of one language, filed by their first word (or first two characters)."""

    def __init__(self, language):
        self.lexicon = read_lexicon(language)
        self.characters = self.lexicon.mode == "characters"
        self.forms = {}
        self.seen = set()
        self.stems = {}
        self.known = {}
        self._unsure = None
        for actor, form, kind in self._names(language):
            if kind == "pair" and form.endswith("~"):
                # 俄叙~: two sides only where a word such as 两国 follows.
                for word in self.lexicon.pair_words:
                    self._file("".join(f"[{sign}]" for sign in form[:-1]) + word, actor, kind)
                continue
            self._file(form, actor, kind)
        latin = _writes_latin(language)
        for person, columns in read_persons():
            own = columns.get(language, [])
            # A language that writes in Latin script takes its own forms beside the international ones.
            for form in own + (columns.get("latin", []) if latin or language not in columns else []):
                self._file(form.lstrip("~"), person.actor, "person", person, int(form.startswith("~")))
                words = form.strip("~*").split()
                if len(words) > 1 and not self.characters:
                    # Once named in full, a family name alone is enough.
                    family = words[0] if person.actor in FAMILY_NAME_FIRST else words[-1]
                    self._file(family + ("*" if form.endswith("*") else ""), person.actor, "person", person, 2)

    @staticmethod
    def _names(language):
        from babel import Locale

        codes = alpha3_of()
        seen = set()
        for territory, name in sorted(Locale.parse(language).territories.items()):
            if territory in codes:
                seen.add(name)
                yield codes[territory], name, "name"
        path = DATA / "actors" / f"{language}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    yield row["actor"], row["form"], row["kind"]

    def _file(self, form, actor, kind, person=None, risky=0):
        if person is not None and form[-1:].islower() and form[-1:] not in SIBILANTS:
            for ending in self.lexicon.genitive_endings:
                self._file(form + ending, actor, kind, person, risky)  # "Putins"
        star = form.endswith("*") and not self.characters
        form, names = _bracketed(form.rstrip("*"), actor.count("+") + 1)
        key = (form, star, actor, kind, person, risky)
        if not form.strip() or key in self.seen:
            return
        self.seen.add(key)
        words, stars = ((form,), (False,)) if self.characters else self._words(form, star)
        entry = _Form(form, words, star, actor, kind, person, risky, names, stars)
        if self.characters:
            self.forms.setdefault(form[:2], []).append(entry)
        elif stars[0]:
            self.stems.setdefault(words[0], []).append(entry)
        else:
            self.forms.setdefault(words[0], []).append(entry)

    def _words(self, form, star):
        """Return (words, stars) of a form: a star may end any of its words, and belongs to the last part of a hyphenated one."""
        words, stars = [], []
        for piece in form.split():
            parts = self.lexicon.split(piece.rstrip("*"))
            words += parts
            stars += [False] * (len(parts) - 1) + [piece.endswith("*")] if parts else []
        if stars:
            stars[-1] = stars[-1] or star
        return tuple(words), tuple(stars)

    def named_in(self, text, within=None):
        """Return how often a whole text names each actor for certain; nothing where it holds no name that fits two."""
        if self._unsure is None:
            forms = [form for filed in (*self.forms.values(), *self.stems.values()) for form in filed if not form.person]
            actors = {}
            for form in forms:
                actors.setdefault(form.written, set()).update(form.actor.split("|"))
            unsure = sorted(written for written, codes in actors.items() if len(codes - {NOT_AN_ACTOR}) > 1)
            self._unsure = re.compile("|".join(map(re.escape, unsure)) or r"(?!)")
        if not self._unsure.search(text):
            return Counter()
        mentions = self.find(text, self.lexicon.tokenise(text), within=within)
        return Counter(m.actor for m in mentions if m.actor and not self._unsure.fullmatch(text, m.start, m.end))

    def find(self, text, tokens, *, within=None, known=frozenset(), titles=frozenset(), named=None):
        """Return the mentions of a sentence in order.

        `within`: (first, last) day of the document, or None where it has no date: then any term counts. `known`: the
        Latin names of persons already named in full; `titles`: offsets where a title or an office begins or ends, beside which
        a short name is enough. Names of persons outside their term are left out. `named`: how often the whole text names each
        actor for certain, which tells whom a name means that fits two.
        """
        spans = self._spans_of_characters(text) if self.characters else self._spans_of_words(tokens)
        mentions = []
        known = set(known) if isinstance(known, (set, frozenset)) else known
        for start, end, forms in spans:
            titled = end + 1 in titles or end in titles or start - 1 in titles or start in titles
            mentions += self._resolve(text, start, end, forms, within, known, titled)
            if isinstance(known, set):
                known.update(mention.person.name for mention in mentions[-1:] if mention.person)
        return [_settled(mention, mentions, named or {}) if len(mention.actors) > 1 else mention for mention in mentions]

    def _spans_of_characters(self, text):
        at = last = 0
        while at < len(text):
            here = self._forms_at(text, at, last)
            if here:
                longest = max(len(form.written) for form in here)
                here = [form for form in here if len(form.written) == longest]
                low = here[0].names[0][0] if len(here[0].names) == 1 else 0
                # In 访[华] the name is one sign; 访华沙 is a visit to Warsaw.
                if low and any(len(form.written) > longest - low for form in self._forms_at(text, at + low, at + low)):
                    at += low
                    continue
                yield at, at + longest, here
                at = last = at + longest
            else:
                at += 1

    def _forms_at(self, text, at, last):
        """Return the forms that stand at a place, those that are only part of a longer word left out."""
        forms = self.forms.get(text[at : at + 2], []) + (self.forms.get(text[at], []) if text[at : at + 2] != text[at] else [])
        return [
            form for form in forms if text.startswith(form.written, at) and not _is_part_of_word(text, at, at + len(form.written), last)
        ]

    def _spans_of_words(self, tokens):
        at = 0
        shouting = sum(token.written.isupper() for token in tokens) > 0.8 * sum(token.written[:1].isalpha() for token in tokens)
        while at < len(tokens):
            best, length = [], 0
            for form in self._candidates_of(tokens[at], shouting):
                n = len(form.words)
                # The first word led here.
                if n >= length and (n == 1 or self._fits(form, tokens, at, shouting)):
                    if n > length or (best and best[0].star and not form.star):
                        best, length = [form], n
                    elif not (form.star and best and not best[0].star):
                        best.append(form)
            if best:
                # Where stems of several lengths fit, the longest stem knows best.
                longest = max(len(form.written) for form in best)
                yield tokens[at].start, tokens[at + length - 1].end, [f for f in best if len(f.written) == longest]
                at += length
            else:
                at += 1

    def _candidates_of(self, token, shouting):
        """Return the forms that a word may begin, remembered: words recur."""
        key = token.written, token.start == 0, shouting
        known = self.known.get(key)
        if known is None:
            if len(self.known) > MOST_REMEMBERED:
                self.known.clear()
            known = self.known[key] = tuple(self._candidates(token, shouting))
        return known

    def _candidates(self, token, shouting):
        written = [token.written]
        if token.start == 0 and token.written[:1].isupper():
            # A sentence's first word is capitalised whatever it is ("Russische Truppen …").
            written.append(token.written[:1].lower() + token.written[1:])
        if shouting and len(token.written) > 3:
            written.append(token.written.capitalize())
        if self.lexicon.prefixes:
            written += [key for key in token.keys if key != token.lower]
        for word in written:
            yield from self.forms.get(word, ())
            for cut in range(min(ENDING, len(word) - 2) + 1):
                stem = word[: len(word) - cut]
                yield from self.stems.get(stem, ())

    def _fits(self, form, tokens, at, shouting):
        if at + len(form.words) > len(tokens):
            return False
        # A starred last word may carry an ending.
        for number, word in enumerate(form.words[1:], start=1):
            written = tokens[at + number].written
            if shouting and len(written) > 3:
                written = written.capitalize()
            open_ended = form.stars[number]
            if written != word and not (open_ended and written.startswith(word) and len(written) - len(word) <= ENDING):
                return False
        return True

    def _has_office_beside(self, form, text, start, end):
        """Whether the word for a person's office stands before or behind the name ("Prime Minister Mark Rutte", 「呂特首相」)."""
        words = self.lexicon.office_words.get(form.person.office, ())
        before, after = text[max(0, start - 40) : start].lower().rstrip(), text[end : end + 40].lower().lstrip()
        return any(before.endswith(word) or self.characters and after.startswith(word) for word in words)

    def _resolve(self, text, start, end, forms, within, known, titled):
        if any(form.actor == NOT_AN_ACTOR for form in forms):
            return []
        persons = [form for form in forms if form.person]
        if persons:
            # Terms first: a risky name of the one in office isn't hidden by the certain name of one who is not.
            in_office = [form for form in persons if within is None or in_term(form.person, within)]
            certain = [form for form in in_office if not form.risky]
            in_office = certain or [form for form in in_office if (titled and form.risky == 1) or form.person.name in known]
            names = {form.person.actor for form in in_office}
            if in_office and len(names) == 1:
                # Of two offices at one time the higher stands first in the file.
                return [Mention(start, end, (in_office[0].actor,), "person", in_office[0].person)]
            if len(names) > 1:
                named = [form for form in in_office if self._has_office_beside(form, text, start, end)]
                if len({form.person.actor for form in named}) == 1:
                    return [Mention(start, end, (named[0].actor,), "person", named[0].person)]
                return [Mention(start, end, tuple(sorted(names)), "person")]
        plain = [form for form in forms if not form.person]
        if not plain:
            return []
        codes = sorted({form.actor for form in plain})
        names = plain[0].names
        if "+" in codes[0] and len(codes) == 1:
            places = names or _parts(text[start:end], codes[0].count("+") + 1)
            return [
                Mention(start + low, start + high, (code,), "name", role="between")
                for code, (low, high) in zip(codes[0].split("+"), places, strict=False)
            ]
        if names:
            start, end = start + names[0][0], start + names[0][1]
        if len(codes) == 1 and "|" in codes[0]:
            return [Mention(start, end, tuple(codes[0].split("|")), plain[0].kind, shared=True)]
        return [Mention(start, end, tuple(codes), plain[0].kind)]


def _settled(mention, mentions, named):
    """Return a name of two actors as of the one that the sentence, or else the text, names otherwise.

    "The EU's top diplomat Josep Borrell" is the EU's; of a seat that two share ("Brussels") the first counts where nothing tells.
    """
    others = {other.actor for other in mentions if other.actor in mention.actors}
    if mention.shared:
        first, *further = mention.actors
        told = [code for code in further if named.get(code, 0) > SHARES * named.get(first, 0) and not others]
        return mention._replace(actors=(told[0] if len(told) == 1 else first,))
    others = others or {code for code in mention.actors if code in named}
    return mention._replace(actors=(min(others),)) if len(others) == 1 else mention


def in_term(person, within):
    """Whether any day of `within`, (first, last), falls in a person's term."""
    first, last = within
    return (person.start is None or person.start <= last) and (person.end is None or person.end >= first)


def join_adjacent(mentions, text, between):
    """Return mentions with neighbours of one actor joined where only words of `between(start, end)` stand between them."""
    joined = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and last.actors == mention.actors and mention.role != "between" and between(last.end, mention.start):
            person = last.person or mention.person
            kind = "person" if person else last.kind
            joined[-1] = last._replace(end=mention.end, kind=kind, person=person)
        else:
            joined.append(mention)
    return joined


@cache
def read_actors(language):
    """Return the ActorIndex of a language."""
    return ActorIndex(language)
