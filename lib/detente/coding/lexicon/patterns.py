"""Word patterns of the data files, and two matchers that find them: over tokens, and over running characters.

A pattern is what a political scientist writes in a lexicon: `hold* open … talks`. Parts of the notation:
`word`    that word in any inflection the lemmatiser knows; `=word` only as written
`word*`   any ending; `*word` any beginning; `*word*` both
`(a|b c)` one of these; `[word]` may be absent; `…` up to MAX_GAP further words (characters: MAX_GAP_CHARACTERS)
`word$`   (in characters) only where a word ends; `word$$` only where the text ends (headlines)
`^word`   only where a sentence, a quotation or a clause begins
`a & b`   both, in any order, at most MAX_SPREAD words apart
In languages written without spaces, and in Korean, patterns are sought as characters: a space in the pattern may be absent in the text, and
what the pattern writes together ("제재(하|한)") stands together there.
"""

import re
from itertools import product
from typing import NamedTuple

from detente.schema import InputError

MAX_GAP = 6  # words: beyond it, the two ends rarely belong to one phrase
MAX_GAP_VERB_FIRST = 9  # words: a subject with office and full name stands between verb and object
MAX_SPREAD = 14  # words: a Dutch or German clause can put this much between a verb and its prefix
MAX_GAP_CHARACTERS = 14  # the same reach in characters
MAX_SPREAD_CHARACTERS = 40
MOST_REMEMBERED = 100_000  # words: a corpus has fewer common ones, and rare ones needn't stay
MAX_EXPANSIONS = 400  # of alternatives in one pattern: more is a slip of the pen
HARD_MARKS = (";", ":", "(", ")", "—")
GAP = "…"
JOIN = "\u2060"  # between words of a variant that the pattern writes together
_SHAPE = re.compile(r"(=?)[^\W_]+([*$]?)")
_PIECES = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(&)|(…|\.\.\.)|([^\s()\[\]&…]+)")


def expand(pattern, joins=False):
    """Return the variants of a pattern: a list of parts (joined by &), each a tuple of words, sets of words, and gaps.

    Alternatives of one word each stay together as a tuple; those of several words are variants of their own. With `joins`,
    JOIN stands between what the pattern writes together. Raises InputError where the pattern can't be read or has more
    than MAX_EXPANSIONS variants.
    """
    choices = []
    position = 0
    for piece in _PIECES.finditer(pattern):
        glued = joins and choices and not pattern[position : piece.start()] and not piece.group(3) and not piece.group(4)
        if pattern[position : piece.start()].strip():
            raise InputError(f"pattern {pattern!r}: can't read {pattern[position : piece.start()].strip()!r}; brackets don't nest")
        position = piece.end()
        group, optional, both, gap, word = piece.groups()
        if group is not None:
            choices.append(_alternatives(group))
        elif optional is not None:
            choices.append([(), *_alternatives(optional)])
        else:
            choices.append([("&",) if both else (GAP,) if gap else (word,)])
        if glued:
            choices[-1] = [(JOIN, *choice) if choice and choice[0] != GAP else choice for choice in choices[-1]]
    n_variants = 1
    for choice in choices:
        n_variants *= len(choice)
    if not choices or n_variants > MAX_EXPANSIONS or pattern[position:].strip():
        raise InputError(f"pattern {pattern!r}: empty, unbalanced, or over {MAX_EXPANSIONS} variants")
    variants = []
    for choice in product(*choices):
        parts, part = [], []
        for word in (word for words in choice for word in words):
            if word == "&":
                parts.append(tuple(part))
                part = []
            elif not (word in (GAP, JOIN) and (not part or part[-1] == GAP)):
                part.append(word)
        parts.append(tuple(part))
        parts = [part for part in parts if part]
        if parts:
            variants.append(parts)
    return variants


def _alternatives(group):
    """Return the choices of a bracket: single words of one kind (plain, as written, stems) as one set, the rest each by itself."""
    words = [tuple(choice.split()) for choice in group.split("|")]
    sets, rest = {}, []
    for word in words:
        shape = _SHAPE.fullmatch(word[0]) if len(word) == 1 else None
        if shape:
            sets.setdefault(shape.groups(), []).append(word[0])
        else:
            rest.append(word)
    return [(tuple(members),) if len(members) > 1 else (members[0],) for members in sets.values()] + rest


class Token(NamedTuple):
    """One word or mark: character offsets, as written, in lower case, and the keys it may be found under."""

    start: int
    end: int
    written: str
    lower: str
    keys: tuple


class _Index:
    """What both matchers share: variants filed under the first unit of their first part."""

    joins = False  # whether what a pattern writes together must stand together

    def __init__(self, patterns):
        self.exact, self.stems = {}, {}
        self.sets, self.sets_of = {}, {}
        for number, pattern in patterns:
            for parts in expand(pattern, self.joins):
                first = parts[0][0]
                anchored = isinstance(first, str) and first.startswith("^")
                if anchored:
                    parts[0] = (first[1:], *parts[0][1:]) if first != "^" else parts[0][1:]
                    parts[0] = parts[0][1:] if parts[0][:1] == (JOIN,) else parts[0]
                if not parts[0] or parts[0][0] == GAP:
                    raise InputError(f"pattern {pattern!r} begins with a gap; begin with a word")
                self.add(number, parts, anchored)

    def _number_of(self, keys):
        """Return the number of a set of keys, filed under each of them: which sets a sentence meets is told once."""
        if keys not in self.sets:
            self.sets[keys] = len(self.sets)
            for key in keys:
                self.sets_of.setdefault(key, []).append(self.sets[keys])
        return self.sets[keys]


class WordMatcher(_Index):
    """Finds patterns over tokens. `patterns`: pairs (number, pattern); `keys_of`: the keys of a pattern's word."""

    def __init__(self, patterns, split, keys_of, fold=None, order="svo"):
        self.max_gap = MAX_GAP_VERB_FIRST if order == "vso" else MAX_GAP
        self.split, self.keys_of, self.fold = split, keys_of, fold or {}
        self.inner = {}
        self.filed = {}
        super().__init__(patterns)
        self.lengths = sorted({len(stem) for stem in self.stems})
        self.needed_lengths = sorted({len(key[1]) for key in self.sets_of if isinstance(key, tuple) and key[0] == "stem"})
        self.needed_inner = [key for key in self.sets_of if isinstance(key, tuple) and key[0] == "inner"]

    def add(self, number, parts, anchored):
        """File one variant under the keys of its first word, with the sets of keys that its other words need."""
        sequences = [self._read(part) for part in parts]
        first = sequences[0][0]
        later = [element for sequence in sequences for element in sequence]
        later.remove(first)
        needs = frozenset(self._number_of(_needed(kind, value)) for kind, value in later if kind != GAP)
        entry = (number, sequences, anchored, needs)
        if first[0] == "stem":
            for stem in first[1]:
                self.stems.setdefault(stem, []).append(entry)
        elif first[0] == "inner":
            self.inner.setdefault(first[1], []).append(entry)
        else:
            for key in first[1]:
                alone, needing = self.exact.setdefault(key, ([], {}))
                (needing.setdefault(max(needs), []) if needs else alone).append(entry)

    def _read(self, part):
        sequence = []
        for word in part:
            if word == GAP:
                sequence.append((GAP, None))
            elif isinstance(word, tuple):
                sequence.append(self._read_set(word))
            elif word.startswith("*"):
                sequence.append(("inner", (word.strip("*").lower().translate(self.fold), word.endswith("*"))))
            elif word.startswith("=") and len(word) > 1:
                sequence.append(("written", frozenset([word[1:].lower().translate(self.fold)])))
            else:
                star = word.endswith("*") and len(word) > 1
                pieces = self.split(word[:-1] if star else word)
                for number, piece in enumerate(pieces):
                    if star and number == len(pieces) - 1:
                        sequence.append(("stem", (piece.lower().translate(self.fold),)))
                    else:
                        sequence.append(("keys", self.keys_of(piece)))
        return sequence

    def _read_set(self, words):
        """Return the element of alternatives of one kind."""
        if words[0].startswith("="):
            return "written", frozenset(word[1:].lower().translate(self.fold) for word in words)
        if words[0].endswith("*"):
            return "stem", tuple(word[:-1].lower().translate(self.fold) for word in words)
        return "keys", frozenset(key for word in words for key in self.keys_of(word))

    @staticmethod
    def _hits(element, token):
        kind, value = element
        if kind == "keys":
            return not value.isdisjoint(token.keys)
        if kind == "stem":
            return token.lower.startswith(value)
        if kind == "written":
            return token.lower in value
        place = token.lower.find(value[0])
        return place >= 0 and (value[1] or token.lower.endswith(value[0]))

    def _follow(self, sequence, step, at, tokens):
        if step == len(sequence):
            return ()
        if sequence[step][0] == GAP:
            for skip in range(at, min(at + self.max_gap, len(tokens)) + 1):
                rest = self._follow(sequence, step + 1, skip, tokens)
                if rest is not None:
                    return rest
            return None
        if at >= len(tokens) or not self._hits(sequence[step], tokens[at]):
            return None
        rest = self._follow(sequence, step + 1, at + 1, tokens)
        return None if rest is None else (at,) + rest

    def scan(self, tokens):
        """Yield (number, token indexes) for every pattern found in the tokens."""
        known, filed = self.filed, []
        for token in tokens:
            key = token[3:]
            if key not in known:
                if len(known) > MOST_REMEMBERED:
                    known.clear()
                known[key] = self._file_under(token)
            filed.append(known[key])
        met = set().union(*[sets for _, _, sets in filed])
        for at, (entries, needing, _) in enumerate(filed):
            for need in needing.keys() & met if needing else ():
                entries = entries + needing[need]
            if entries:
                yield from self._verify(entries, tokens, at, met).items()

    def _file_under(self, token):
        """Return what a word leads to: entries to verify, entries by the set of keys that they need last, and the sets it meets."""
        entries, needing, lower = [], {}, token.lower
        for key in token.keys:
            alone, by_need = self.exact.get(key, ((), {}))
            entries += alone
            for need, further in by_need.items():
                needing[need] = needing.get(need, []) + further
        for length in self.lengths:
            entries += self.stems.get(lower[:length], ()) if length <= len(lower) else ()
        for (value, anywhere), further in self.inner.items():
            if value in lower and (anywhere or lower.endswith(value)):
                entries += further
        keys = [*token.keys, ("written", lower)]
        keys += [("stem", lower[:length]) for length in self.needed_lengths if length <= len(lower)]
        keys += [key for key in self.needed_inner if key[1][0] in lower and (key[1][1] or lower.endswith(key[1][0]))]
        return entries, needing, frozenset(number for key in keys for number in self.sets_of.get(key, ()))

    def _verify(self, entries, tokens, at, met):
        """Return the patterns found in full where they are filed, each with its longest variant's tokens, the closest of equals."""
        longest = {}
        for number, sequences, anchored, needs in entries:
            if not needs <= met or anchored and not self._opens(tokens, at):
                continue
            first = sequences[0]
            if len(first) > 1:
                found = self._follow(first, 0, at, tokens)
            elif first[0][0] != "written" or tokens[at].lower in first[0][1]:
                found = (at,)
            else:
                continue
            if len(sequences) > 1:
                for sequence in sequences[1:]:
                    if found is None:
                        break
                    found = self._beside(sequence, found, tokens)
            if found is None:
                continue
            best = longest.get(number)
            if best is None or (-len(found), max(found) - min(found), found) < (-len(best), max(best) - min(best), best):
                longest[number] = found
        return longest

    @staticmethod
    def _opens(tokens, at):
        """Whether a sentence, a quotation or a clause opens at a token."""
        return at == 0 or not tokens[at - 1].written[-1].isalnum() and tokens[at - 1].written not in ("-", "’", "'")

    def _beside(self, sequence, found, tokens):
        """Return `found` with the nearest place of a further part within MAX_SPREAD words, or None."""
        low, high = min(found), max(found)
        first = sequence[0]
        near = [
            at
            for at in range(max(0, low - MAX_SPREAD), min(len(tokens), high + MAX_SPREAD + 1))
            if at not in found and self._hits(first, tokens[at])
        ]
        # In the same clause first; never beyond a hard break.
        ranked = []
        for at in near:
            between = [tokens[i].written for i in (range(high + 1, at) if at > high else range(at + 1, low))]
            if not any(mark in HARD_MARKS for mark in between):
                ranked.append((sum(mark in "," for mark in between), at - high if at > high else max(0, low - at), at))
        for _, _, at in sorted(ranked):
            rest = self._follow(sequence, 0, at, tokens)
            if rest is not None:
                return tuple(found) + rest
        return None


def _needed(kind, value):
    """Return the keys one of which a sentence must hold for an element of a pattern; those that aren't words name their kind."""
    if kind == "keys":
        return value
    return frozenset([(kind, value)] if kind == "inner" else [(kind, word) for word in value])


def _ending(word):
    """Return the expression of a word in running characters; `$` after it: no letter may follow."""
    if word.endswith("$$"):
        return re.escape(word[:-2]) + r"(?=[\s.…]*\Z)"
    return re.escape(word[:-1]) + r"(?!\w)" if word.endswith("$") else re.escape(word)


def _heads(word):
    """Return the first two characters, or the one, of each alternative of an element, as they must stand in a text."""
    words = (one.strip("=*$") for one in (word if isinstance(word, tuple) else (word,)))
    return frozenset(one[:2] for one in words)


class CharacterMatcher(_Index):
    """Finds patterns in running characters; each part is compiled to an expression when it is first met."""

    joins = True

    def add(self, number, parts, anchored):
        """File one variant under each of its first words (these by length under their first two characters) and what follows it."""
        first = parts[0][0]
        later = [_heads(word) for part in parts for word in part if word not in (GAP, JOIN)][1:]
        needs = frozenset(self._number_of(heads) for heads in later if "" not in heads)
        entry = [number, parts, None, anchored, needs]
        for word in {one.strip("=*$") for one in (first if isinstance(first, tuple) else (first,))} - {""}:
            filed = self.exact.setdefault(word[:2], {}).setdefault(len(word), {}).setdefault(word, {})
            for following in self._following(parts[0]):
                filed.setdefault(following, []).append(entry)

    @staticmethod
    def _following(part):
        """Return the characters that may follow a part's first word, or an empty one where any may."""
        second = next((word for word in part[1:] if word != JOIN), GAP)
        return {""} if second == GAP else {one.strip("=*$")[:1] for one in (second if isinstance(second, tuple) else (second,))}

    @staticmethod
    def _compile(part):
        source = []
        for number, word in enumerate(part):
            if word == JOIN:
                continue
            if word == GAP:
                source.append(f"[^。！？!?；;，\\n]{{0,{MAX_GAP_CHARACTERS}}}?")
                continue
            if source and source[-1][0] != "[" and part[number - 1] != JOIN:
                source.append(r"\s?")
            words = sorted(word if isinstance(word, tuple) else (word,), key=lambda one: (-len(one), one))
            source.append("(?:" + "|".join(_ending(one.strip("=*")) for one in words) + ")")
        return re.compile("".join(source))

    def scan(self, text):
        """Yield (number, [(start, end), …]) for every pattern found in the text, each in its longest variant at a place."""
        met = set()
        for head in {*text, *(text[at : at + 2] for at in range(len(text) - 1))}:
            met.update(self.sets_of.get(head, ()))
        exact = self.exact
        for at in range(len(text)):
            entries = []
            two = text[at : at + 2]
            for head in (two[0], two) if len(two) == 2 else (two,):
                for length, filed in exact.get(head, {}).items():
                    by_following = filed.get(text[at : at + length])
                    if by_following:
                        following = text[at + length : at + length + 2]
                        entries += by_following.get("", ())
                        entries += by_following.get(following.lstrip()[:1] or None, ())
            if not entries:
                continue
            longest = {}
            for entry in entries:
                number, parts, compiled, anchored, needs = entry
                if not needs <= met or anchored and at and text[at - 1].isalnum():
                    continue
                if compiled is None:
                    compiled = entry[2] = [self._compile(part) for part in parts]
                spans = self._match(compiled, text, at)
                if spans and sum(end - start for start, end in spans) > longest.get(number, (0,))[0]:
                    longest[number] = sum(end - start for start, end in spans), sorted(spans)
            for number, (_, spans) in longest.items():
                yield number, spans

    @staticmethod
    def _match(compiled, text, at):
        """Return the spans of a variant's parts where the first is found at a place, or None."""
        first = compiled[0].match(text, at)
        if not first:
            return None
        spans = [first.span()]
        for further in compiled[1:]:
            low, high = max(0, at - MAX_SPREAD_CHARACTERS), first.end() + MAX_SPREAD_CHARACTERS
            near = [found.span() for found in further.finditer(text, low, high) if found.end() <= at or found.start() >= first.end()]
            if not near:
                return None
            spans.append(min(near, key=lambda span: (abs(span[0] - at), span)))
        return spans
