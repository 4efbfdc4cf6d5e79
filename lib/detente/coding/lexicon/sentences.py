"""Sentences, clauses and quoted speech of a text, as half-open character offsets.

Grain: one span a sentence. A sentence never crosses an empty line. No word of any language stands here: abbreviations,
quotation marks and the words that open a clause are the lexicon's.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

LONGEST_SENTENCE = {"words": 1_500, "characters": 600}  # longer runs are tables or text without marks, and are cut at a space
_END = re.compile(r"[.!?…]+[\"'”’»›)\]]*(?=\s)|[。！？]+[」』”’）]*|\n\s*\n|\n(?=\s*[-*•\d])|\n")
_IDEOGRAPH = re.compile("[一-鿿]")
MERE_WORD = 8  # characters without a space, in quotation marks
_HARD = re.compile(r"[;:；：]|(?<=\s)[-–—](?=\s)|——|[()（）]")
_GLOSS = re.compile(r"(?<=[^\W\d_])[(（][^()（），,]{1,14}[)）](?=\s?[가-힣]|[一-鿿])")  # 국제원자력기구(IAEA)는, 刚果（金）与: no break
_SOFT = re.compile(r"[,，、،؛]")
_OPENING, _CLOSING = "“「『", "”」』"  # of scripts that put the full stop inside
_STRAIGHT = {'"', "'"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words between quotation marks, marks left out."""

    start: int
    end: int


def split_sentences(text, lexicon):
    """Return the sentences of a text as (start, end), without surrounding white space, in order."""
    spans, start = [], 0
    for found in _END.finditer(text):
        mark = found.group()
        if mark[0] == "." and len(mark) == 1 and _goes_on(text, start, found, lexicon):
            continue
        if mark == "\n" and _is_wrapped(text, found):
            continue
        closed = mark[-1] in _CLOSING + '"' or mark == "。" and text[found.start() - 1 : found.start()] in tuple(_CLOSING)
        if closed and _is_attributed(text, start, found):
            continue
        spans.append((start, found.end()))
        start = found.end()
    spans.append((start, len(text)))
    out, longest = [], LONGEST_SENTENCE[lexicon.mode]
    for low, high in spans:
        while high - low > longest:
            marks = [text.rfind(mark, low + longest // 2, low + longest) for mark in " ，、"]
            cut = max(marks) + 1 if max(marks) > 0 else low + longest
            out.append((low, cut))
            low = cut
        out.append((low, high))
    trimmed = []
    for low, high in out:
        piece = text[low:high]
        left = len(piece) - len(piece.lstrip())
        if piece.strip():
            trimmed.append((low + left, low + left + len(piece.strip())))
    return trimmed


def _goes_on(text, start, found, lexicon):
    """Whether a full stop belongs to an abbreviation or an initial, or the next word shows that the sentence goes on."""
    rest = text[found.end() : found.end() + 40].lstrip()
    first = rest[:1]
    if first.islower():
        return True
    word = re.search(r"(\S+)$", text[max(start, found.start() - 20) : found.start()])
    word = word.group(1).strip("(\"'“‘«[") if word else ""
    if word.lower() in lexicon.abbreviations or re.fullmatch(r"(?:[^\W\d_]\.)*[^\W\d_]", word):
        # Initials end a sentence only where a paragraph does; a lone capital is part of a name.
        return "\n" not in text[found.end() : found.end() + 2]
    return False


def _is_attributed(text, start, found):
    """Whether a sentence that is one quotation goes on with who said it ("…。”总统如此回应。")."""
    rest = text[found.end() : found.end() + 60]
    hangul = "가" <= rest.lstrip()[:1] <= "힣"
    end = re.search(r"[.!?](?=\s|\Z)|\n|\Z" if hangul else r"[。！？\n]", rest)
    return (
        text[start : found.end()].lstrip()[:1] in (_OPENING + '"' if hangul else _OPENING)
        and end is not None
        and end.group() != "\n"
        and end.start() > 0
        and not any(mark in rest[: end.start()] for mark in _OPENING)
    )


def _is_wrapped(text, found):
    """Whether a single line end only wraps a paragraph: the line before is long and what follows reads on."""
    line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    following = text[found.end() :].lstrip(" ")[:1]
    return len(line) > 40 and bool(following) and not line.rstrip().endswith((".", "!", "?", "。", ":", "”", '"'))


def find_quotations(text, pairs, glued=False):
    """Return the quotations of a text; a pair that isn't closed within its paragraph is none.

    `glued`: particles follow a closing mark at once (국가"라고), so that straight marks pair up as they come.
    """
    if not pairs:
        return []
    found = []
    for opening, closing in pairs:
        if opening not in text:
            continue
        if opening in _STRAIGHT:
            # Straight marks open and close alike: they pair up within a paragraph, and apostrophes are none.
            for paragraph in re.finditer(r"[^\n]+", text):
                edge = opening if glued and opening == '"' else rf"(?<!\w){opening}|{opening}(?!\w)"
                marks = [paragraph.start() + mark.start() for mark in re.finditer(edge, paragraph.group())]
                found += [Quotation(a + 1, b) for a, b in zip(marks[::2], marks[1::2], strict=False)]
        else:
            for quote in re.finditer(re.escape(opening) + r"([^\n" + re.escape(opening + closing) + r"]+)" + re.escape(closing), text):
                found.append(Quotation(quote.start(1), quote.end(1)))
    found.sort(key=lambda quote: (quote.start, -quote.end))
    outer, reach = [], -1
    for quote in found:
        if quote.start >= reach and quote.end > quote.start:
            outer.append(quote)
            reach = quote.end
    return outer


class Clauses:
    """The clauses of one sentence. `at(offset)` is a clause's number; `breaks` are where clauses begin."""

    def __init__(self, sentence, openers, quotations):
        """`openers`: matches of words that open a clause; `quotations`: of the sentence, in its own offsets."""
        starts = {0}
        self.hard = {0}
        glosses = [found.span() for found in _GLOSS.finditer(sentence)]
        for found in _HARD.finditer(sentence):
            if any(start <= found.start() < end for start, end in glosses):
                continue
            starts.add(found.end())
            self.hard.add(found.end())
        for found in _SOFT.finditer(sentence):
            starts.add(found.end())
        for match in openers:
            starts.add(match.start)
        for quote in quotations:
            quoted = sentence[quote.start : quote.end]
            if len(quoted) > MERE_WORD or " " in quoted.strip() or _IDEOGRAPH.search(quoted):
                # One short word in quotation marks is only named ("Cruise", 「いずも」): it parts nothing.
                starts.update((quote.start, quote.end))
        self.length = len(sentence)
        self.breaks = sorted(start for start in starts if start < self.length) or [0]
        self.sentence = sentence

    def bridge(self, inserted):
        """Let what stands around a phrase between commas be one clause, the phrase included."""
        gone = {self.breaks[n] for number in inserted for n in (number, number + 1)}
        self.breaks = [start for start in self.breaks if start not in gone]

    def at(self, offset):
        """Return the number of the clause that holds the offset."""
        return max(0, bisect_right(self.breaks, offset) - 1)

    def span(self, number):
        """Return (start, end) of a clause, without surrounding white space and marks."""
        start = self.breaks[number]
        end = self.breaks[number + 1] if number + 1 < len(self.breaks) else self.length
        piece = self.sentence[start:end]
        left = len(piece) - len(piece.lstrip(" \n\t,;:，、；：،)）\"“”»«'’‘」』"))
        return start + left, start + max(left, len(piece.rstrip(" \n\t,;:，、；：،.。(（\"“”»«'‘「『")))

    def distance(self, one, other):
        """Return how many clause breaks lie between two offsets; a hard one counts double."""
        low, high = sorted((self.at(one), self.at(other)))
        return sum(2 if self.breaks[number] in self.hard else 1 for number in range(low + 1, high + 1))


@dataclass(slots=True)
class Reading:
    """One sentence with all that was found in it. Offsets are the sentence's own."""

    text: str
    tokens: list
    found: dict
    clauses: object
    lexicon: object
    quotations: list = field(default_factory=list)
    mentions: list = field(default_factory=list)
    dates: list = field(default_factory=list)
    conditions: list = field(default_factory=list)
    usable: list = field(default_factory=list)
    token_at: dict = field(default_factory=dict)
    ending_at: dict = field(default_factory=dict)

    def __post_init__(self):
        self.token_at = {token.start: number for number, token in enumerate(self.tokens)}
        self.ending_at = {token.end: number for number, token in enumerate(self.tokens)}

    def matches(self, *categories):
        """Return the matches of some categories, in order of place."""
        return sorted(
            (match for category in categories for match in self.found.get(category, ())), key=lambda match: (match.start, -match.end)
        )

    def covers(self, category, start, end):
        """Whether some match of the category covers these offsets."""
        return any(match.start <= start and end <= match.end for match in self.found.get(category, ()))

    def between(self, category, low, high):
        """Return the matches of a category that lie within two offsets."""
        return [match for match in self.found.get(category, ()) if low <= match.start and match.end <= high]

    def near(self, category, head, reach=60):
        """Return the matches of a category in a match's clause, within some characters of it."""
        clause = self.clauses.at(head.start)
        return [
            match
            for match in self.found.get(category, ())
            if self.clauses.at(match.start) == clause and match.end >= head.start - reach and match.start <= head.end + reach
        ]

    def apart(self, one, other):
        """Return how many clause breaks lie between two offsets; a quotation that stands between them, 「…」と, parts nothing where
        the verb is last.
        """
        distance = self.clauses.distance(one, other)
        if self.lexicon.order == "sov":
            low, high = sorted((one, other))
            for quote in self.quotations:
                if low < quote.start and quote.end <= high:
                    distance -= self.clauses.distance(quote.start - 1, quote.end)
        return max(distance, 0)

    def words_between(self, low, high):
        """Return how many words stand between two offsets."""
        return len(self.text[low:high].split())
