"""One language's words, read from `data/lexicons/<language>.toml`: grammar, markers, pronouns and cues.

Nothing here knows a word of any language. `read_lexicon(language)` returns a `Lexicon`, loaded when its language is
first met; `Lexicon.scan(text)` returns the tokens and every match of every pattern, once, for all later steps.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from detente.codebook import ACTS
from detente.coding.lexicon.patterns import MOST_REMEMBERED, CharacterMatcher, Token, WordMatcher
from detente.schema import InputError, nearest

# Cue sections that are acts of PLOVER are written in capitals; these name what happens to an act named beside them.
OPERATORS = ("offer", "refuse", "threat", "end", "rule_out", "consider", "deny", "convey", "seek", "idle")
CUE_OPTIONS = {
    "mutual",
    "receive",
    "passive",
    "noun",
    "hypothetical",
    "mod",
    "of",
    "needs",
    "unless",
    "weak",
    "only",
    "spoken",
    "active",
    "by_place",
}
DATA = files("detente.coding") / "data"
# Initials such as U.S. stay whole, hyphens part words (U.S.-China, Noord-Koreaans), a possessive 's stands alone.
_WORD_OR_MARK = r"(?:[^\W\d_]\.){2,}|['’]s\b|\d+(?:[.,:]\d+)*|[^\W_]+(?:[\u064b-\u0652\u0670]+[^\W_]*)*|[^\w\s]|_"
_VOWELS = re.compile(r"[\u064b-\u0652\u0670\u0640]")  # Arabic vowel signs and the stretched line: in a word, but not needed to find it
_ELIDED = r"\w+['’](?=\w\w)|"


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry of a lexicon: its act or operator, the pattern as written, and its options."""

    section: str
    pattern: str
    options: dict = field(hash=False, compare=False)

    @property
    def full(self):
        """Whether the entry makes an act by itself, as a verb does."""
        return self.section != "idle" and not (self.options.get("weak") or self.options.get("noun"))

    @property
    def name(self):
        """The entry as `explain` and the table's `cue` column show it."""
        return f"{self.section}: {self.pattern}"


class Match(NamedTuple):
    """A pattern found in a text: its category (or "cue"), the cue, its extent, and the pieces that matched."""

    category: str
    cue: Cue | None
    start: int
    end: int
    spans: tuple
    anchor: int | None = None  # where the pattern's first word stands, which & may put behind the others

    def overlaps(self, other):
        """Whether two matches share some of their words."""
        return any(a < d and c < b for a, b in self.spans for c, d in other.spans)


@cache
def known_languages():
    """Return the languages that have a lexicon, sorted."""
    return sorted(path.name.removesuffix(".toml") for path in (DATA / "lexicons").iterdir() if path.name.endswith(".toml"))


def parse_cue(section, line, where):
    """Return the Cue that a lexicon's line states: a pattern, then after `;` options such as `mutual` or `mod=consult.call`."""
    if section not in ACTS and section not in OPERATORS:
        raise InputError(f"{where}: a section is an act or an operator; {nearest(section, (*ACTS, *OPERATORS))}")
    pattern, _, tail = line.partition(";")
    options = {}
    for option in re.findall(r"(\w+)(?:=(\([^)]*\)|\S+))?", tail):
        name, value = option[0], option[1]
        if name not in CUE_OPTIONS:
            raise InputError(f"{where}: unknown option {name!r} in {line!r}; {nearest(name, CUE_OPTIONS)}")
        options[name] = value.strip("()") or True
    return Cue(section, pattern.strip(), options)


class Lexicon:
    """The words of one language, compiled. Raises InputError that names the file and the entry that can't be read."""

    def __init__(self, language, content):
        self.language = language
        self.mode = content.get("mode", "words")
        self.order = content.get("order", "svo")
        self.head = content.get("head", "first")
        self.elision = content.get("elision", False)
        self.prefixes = tuple(content.get("prefixes", ()))
        self.future_within = content.get("future_within", False)
        self.places = tuple(content.get("places", ()))
        self.toward = frozenset(content.get("toward", ()))
        self.known = {}
        self.inversion = content.get("inversion", False)
        self.agents_prove = content.get("agents_prove", True)
        self.participles_alone = content.get("participles_alone", False)
        self.case = {role: tuple(shapes) for role, shapes in content.get("case", {}).items()}
        self.gerunds = tuple(content.get("gerunds", ()))
        self.place_acts = tuple(content.get("place_acts", ()))
        self.object_articles = frozenset(content.get("object_articles", ()))
        self.genitive_articles = frozenset(content.get("genitive_articles", ()))
        self.genitive_endings = tuple(content.get("genitive_endings", ()))
        self.pair_words = tuple(content.get("pair_words", ()))
        self.fold = str.maketrans(content.get("fold", {}))
        self.forms, self.form_stems = _forms(content.get("lemmas", {}), self.fold)
        self.relative_always = content.get("relative_always", False)
        self.glued = content.get("glued", {})
        self.negation_reach = tuple(content.get("negation_reach", (4, 0) if self.mode == "words" else (6, 10)))
        self.abbreviations = frozenset(word.lower() for word in content.get("abbreviations", ()))
        self.quotes = [tuple(pair) for pair in content.get("quotes", ())]
        self.participles = tuple(content.get("participles", ()))
        self.pronouns = content.get("pronouns", {})
        self.offices = content.get("offices", {})
        # Without their article, as they stand beside a name: "Prime Minister Mark Rutte".
        self.office_words = {
            office: tuple({word.strip("=^").split(" ", 1)[-1].lower() for word in words}) for office, words in self.offices.items()
        }
        self.lemmatiser = content.get("lemmatiser")
        self._token = re.compile((_ELIDED if self.elision else "") + _WORD_OR_MARK)
        listed = [content.get("grammar", {}).get(category, ()) for category in ("head", "title")] + list(self.offices.values())
        # First words of titles and heads, which tell a preposition written together with one from a first letter.
        self.titles = {word.split()[0].strip("=^[]").translate(self.fold) for words in listed for word in words}
        patterns, self.entries = [], []
        for category, words in {
            **content.get("grammar", {}),
            **{f"marker.{k}": v for k, v in content.get("markers", {}).items()},
            **{f"domain.{k}": v for k, v in content.get("domains", {}).items()},
            **{f"class.{k}": v for k, v in content.get("classes", {}).items()},
        }.items():
            for word in words:
                self._file(patterns, category, None, word)
        for kind, words in {
            **{f"pronoun.{k}": v for k, v in self.pronouns.items()},
            **{f"office.{k}": v for k, v in self.offices.items()},
        }.items():
            for word in words:
                self._file(patterns, kind, None, word)
        for section, lines in content.get("cues", {}).items():
            for line in lines.splitlines():
                if line.strip() and not line.lstrip().startswith("#"):
                    cue = parse_cue(section, line, f"lexicons/{language}.toml [cues] {section}")
                    self._file(patterns, "cue", cue, cue.pattern)
        self.matcher = (
            CharacterMatcher(patterns)
            if self.mode == "characters"
            else WordMatcher(patterns, self.split, self.keys_of, self.fold, self.order)
        )

    def _file(self, patterns, category, cue, pattern):
        patterns.append((len(self.entries), pattern))
        self.entries.append((category, cue))

    def split(self, text):
        """Return the words and marks of a pattern or a name, cut as texts are cut."""
        return self._token.findall(text)

    def keys_of(self, word):
        """Return the keys under which a pattern's word is found: itself in lower case and its lemma."""
        # Where the file lists the forms itself, a verb's entry stands for all of them, any other word for itself.
        return frozenset([word.lower().translate(self.fold)]) if self.prefixes else frozenset(self._keys(word, ()))

    def tokenise(self, text):
        """Return the tokens of a text; in languages sought as characters, none."""
        if self.mode == "characters":
            return []
        fold, keys = self.fold, self._keys
        return [
            Token(found.start(), found.end(), found.group(), found.group().lower().translate(fold), keys(found.group()))
            for found in self._token.finditer(text)
        ]

    def _keys(self, word, prefixes=None):
        """Return the keys of a word, remembered: words recur."""
        known = self.known.get((word, prefixes))
        if known is None:
            if len(self.known) > MOST_REMEMBERED:
                self.known.clear()
            known = self.known[word, prefixes] = self._find_keys(word, prefixes)
        return known

    def _find_keys(self, word, prefixes):
        """Return the keys of a word, in a text also without its prefixes, each in the folded spelling too ("ё" as "е")."""
        prefixes = self.prefixes if prefixes is None else prefixes
        keys = _keys(word, self.lemmatiser, prefixes)
        if self.fold:
            folded = _keys(word.translate(self.fold), self.lemmatiser, prefixes)
            own = keys if prefixes else ()  # names are filed as they are written
            keys = tuple(dict.fromkeys((*(key.translate(self.fold) for key in keys), *folded, *own)))
        return self._with_forms(keys) if self.forms or self.form_stems else keys

    def _with_forms(self, keys):
        """Return the keys with the lemmas that the file's `[lemmas]` give forms which the lemmatiser doesn't know."""
        lemmas = []
        for key in keys:
            if key in self.forms:
                lemmas += self.forms[key]
                continue
            for size in range(len(key), 3, -1) if self.form_stems else ():
                if key[:size] in self.form_stems:
                    lemmas += self.form_stems[key[:size]]
                    break
        return tuple(dict.fromkeys((*keys, *lemmas))) if lemmas else keys

    def scan(self, text):
        """Return (tokens, matches by category), matches in order of their place, longest first."""
        tokens = self.tokenise(text)
        found = {}
        characters = self.mode == "characters"
        for number, places in self.matcher.scan(text if characters else tokens):
            category, cue = self.entries[number]
            if characters:
                spans, anchor = tuple(places), None
            elif len(places) == 1:
                anchor, end = tokens[places[0]][:2]
                spans = ((anchor, end),)
            else:
                spans, anchor = tuple([tokens[i][:2] for i in sorted(places)]), tokens[places[0]].start
            end = spans[0][1] if len(spans) == 1 else max([end for _, end in spans])
            found.setdefault(category, []).append(Match(category, cue, spans[0][0], end, spans, anchor))
        for matches in found.values():
            if len(matches) > 1:
                matches.sort(key=lambda match: (match.start, -match.end, match.cue.pattern if match.cue else ""))
        return tokens, found


def _forms(content, fold):
    """Return ({form: [lemma]}, {beginning: [lemma]}) of a lexicon's `[lemmas]`: forms by lemma, a * where endings follow."""
    forms, stems = {}, {}
    for lemma, listed in content.items():
        for form in listed.split():
            (stems if form.endswith("*") else forms).setdefault(form.rstrip("*").translate(fold), []).append(lemma.translate(fold))
    return forms, stems


@lru_cache(maxsize=200_000)
def _keys(word, lemmatiser, prefixes):
    lower = unicodedata.normalize("NFC", word).lower()
    keys = [lower]
    if lemmatiser and lower[:1].isalpha():
        import simplemma

        lemma = simplemma.lemmatize(lower, lemmatiser).lower().replace("_", "")
        if lemma != lower:
            keys.append(lemma)
    bare = _VOWELS.sub("", lower)
    keys.append(bare)
    for prefix in prefixes:
        # Three letters at least must remain, or the prefix is the word.
        if bare.startswith(prefix) and len(bare) - len(prefix) >= 3:
            keys.append(bare[len(prefix) :])
    return tuple(dict.fromkeys(keys))


@cache
def read_lexicon(language):
    """Return the Lexicon of a BCP 47 language; InputError names the languages there are."""
    base = str(language).split("-")[0].lower()
    path = DATA / "lexicons" / f"{base}.toml"
    if not path.is_file():
        raise InputError(f"no lexicon for language {language!r}; there is one for {', '.join(known_languages())}")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"lexicons/{base}.toml can't be read: {error}") from error
    return Lexicon(base, content)
