"""Dates as intervals with a precision: stated dates, dates in names and at the top of a text; expressions within one.

`DateSpan` covers whole days, both ends included. Precision names the smallest unit that holds the interval: day, month
(a week too) or year. A date that is missing, ambiguous, impossible or in a calendar that can't be converted surely is
`none`, and says why: nothing is guessed.
"""

import math
import numbers
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from detente.documents.dates.expressions import find_dates, has_gone_on, resolve_relative
from detente.documents.dates.spans import DateSpan, lower_in_place, make_span, no_date, read_absolute, read_parts
from detente.documents.dates.words import ISO, known_languages, load_date_words, load_eras

__all__ = [
    "DateSpan",
    "date_from_name",
    "date_from_text",
    "date_from_url",
    "find_dates",
    "has_gone_on",
    "make_span",
    "read_date",
    "read_head",
    "resolve_relative",
]

NOTHING = {"", "<NA>", "NaT", "nan", "NaN", "None", "null"}
EPOCH_FROM = 631152000  # 1990: a ten-digit number from there on is seconds since 1970; smaller ones are taken for ids
LONGEST_STATED = 120  # characters: a longer "date" is a sentence, and what it says isn't a statement of its date
HEAD_LINES, HEAD_CHARACTERS = 8, 800  # where a dateline can stand: the letterhead of a communiqué takes seven lines

_ISO = re.compile(r"(\d{4})([-/.])\s?(\d{1,2})(?:\2\s?(\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}[-/. ]\w{1,10}\.?[-/., ]+['’]?\d{2}(?!\d)")
_CLOCK = re.compile(
    r"t?\s*\d{1,2}[:h.٫]\d{2}([:.]\d{2})?([.,]\d+)?\s*(z\b|[+-−]\d{2}:?\d{2})?|[+-]\d{4}|gmt[+-]\d{1,2}(:\d{2})?"
)
_CLOCK_AND_ZONE = re.compile(r"\d{1,2}:\d{2}:\d{2}\s*([a-z]{3,4}\b|[+-]\d{4})?")  # Thu Feb 15 00:00:00 UTC 2018
_HEAD = re.compile(r"[\s\ufeff]*date[ \t:]+(\d{4}(?:-\d{1,2}){0,2})(?:[ \t]+|[ \t]*\r?\n\s*|$)")


# ---- stated dates


def read_date(value, *, language=None):
    """Return the `DateSpan` of a stated date: a string in any of the known languages, a date, a timestamp or a number.

    A timestamp gives the calendar date in its own zone. `language` settles what is ambiguous without it (03/04/2018),
    where that language has one order. Two-digit years are never completed.

    >>> read_date("14 février 2018").start, read_date("2018年2月").precision
    (datetime.date(2018, 2, 14), 'month')
    """
    missing = isinstance(value, (numbers.Number, date)) and bool(value != value)  # NaN and NaT differ from themselves
    if value is None or missing or str(value).strip() in NOTHING:
        return no_date("no date is given")
    if isinstance(value, (date, datetime)):
        return make_span(value.year, value.month, value.day)
    if isinstance(value, (numbers.Real, Decimal)) and not isinstance(value, bool):
        return _read_number(value)
    return _read_text(str(value), language)


@lru_cache(maxsize=4096)
def _read_text(stated, language):
    text = re.sub(r"\s+", " ", lower_in_place(stated)).strip(" \u200e\u200f\ufeff\"'")
    if len(text) > LONGEST_STATED:
        return no_date("too long for a date")
    if text.isdecimal():
        return _read_number(int(text))
    compact = _COMPACT.fullmatch(text.upper())
    if compact:
        return make_span(*map(int, compact.groups()))
    spans = {span: None for span in _numeric_spans(text, language)}
    if not spans:
        spans = {
            span: None
            for span in _worded_spans(text, language) or _worded_spans(_CLOCK_AND_ZONE.sub(" ", text), language)
        }
    found = [span for span in spans if span.start]
    finest = [
        span
        for span in found
        if not any(other != span and span.start <= other.start and other.end <= span.end for other in found)
    ]
    if len(finest) == 1:
        return finest[0]
    if len(finest) > 1:
        return no_date(f"{stated.strip()!r} names more than one date")
    if spans:
        return next(iter(spans))
    return _explain(text, stated)


def _explain(text, stated):
    for other in load_eras()[2]:
        if any(mark in text for mark in other["marks"]):
            return no_date(f"{stated.strip()!r} is a {other['name']} date, which can't be converted surely")
    if _SHORT_YEAR.search(text):
        return no_date(f"{stated.strip()!r} has a year of two digits")
    return no_date(f"{stated.strip()!r} is not a date that can be read")


def _read_number(value):
    if isinstance(value, float) and (math.isinf(value) or value != int(value)):
        return no_date(f"the number {value} is not unmistakably a date")
    n = int(value)
    if 1000 <= n <= 9999:
        return make_span(n)
    if 10_000_101 <= n <= 99_991_231:
        return make_span(n // 10000, n // 100 % 100, n % 100)
    for scale in (1, 1000):
        if EPOCH_FROM * scale <= n < EPOCH_FROM * 4 * scale:
            stamp = datetime.fromtimestamp(n // scale, tz=UTC)
            return make_span(stamp.year, stamp.month, stamp.day)
    return no_date(f"the number {n} is not unmistakably a date")


def _numeric_spans(text, language):
    """Return the spans that dates in digits alone stand for, each once; ambiguous ones as none with the reason."""
    if _has_mark(text):
        return [_explain(text, text)]
    iso = [m for m in _ISO.finditer(text) if not text[max(m.start() - 1, 0) : m.start()].strip().isalnum()]
    if iso:
        return [make_span(int(m[1]), int(m[3]), int(m[4]) if m[4] else None) for m in iso]
    return [_day_month_year(m, text, language) for m in _NUMERIC.finditer(text)]


def _has_mark(text):
    return any(mark in text for other in load_eras()[2] for mark in other["marks"]) and not any(
        name in text for language in known_languages() for name in load_date_words(language).months if len(name) > 4
    )


def _day_month_year(match, text, language):
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    dmy, mdy = make_span(year, second, first), make_span(year, first, second)
    words = load_date_words(language)
    possible = [span for span in (dmy, mdy) if span.start]
    if dmy == mdy or not mdy.start or not possible:
        return dmy
    if not dmy.start:
        return mdy
    if match[2] == "." or (words and words.numeric == "dmy"):  # dots are written in day-month-year countries only
        return dmy
    if words and words.numeric == "mdy":
        return mdy
    weekday = _weekday_named(text, language)
    agreeing = [span for span in possible if weekday == span.start.isoweekday()]
    return agreeing[0] if len(agreeing) == 1 else no_date(f"{match[0]} can be read as day/month or as month/day")


def _weekday_named(text, language):
    for name in [language] if load_date_words(language) else known_languages():
        for word, weekday in load_date_words(name).weekdays.items():
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                return weekday
    return None


def _worded_spans(text, language):
    """Return the spans of dates with a month's name, or signs for year, month and day; no digits may be left."""
    ordered = [language, *known_languages()] if load_date_words(language) else known_languages()
    found, covered = [], {}
    for name in ordered:
        words = load_date_words(name)
        for pattern in (*words.absolute, *words.years):
            for match in pattern.regex.finditer(text):
                if not any(start <= match.start() and match.end() <= end for start, end in covered.get(name, [])):
                    covered.setdefault(name, []).append(match.span())
                    found.append((match.span(), read_absolute(read_parts(match, words))))
        if found and name == language:
            break
    longest = max((end - start for (start, end), _ in found), default=0)
    kept = [
        ((start, end), span)
        for (start, end), span in found
        if end - start == longest or not any(s <= start and end <= e and (s, e) != (start, end) for (s, e), _ in found)
    ]
    rest = text
    for (start, end), _ in kept:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    if any(character.isdecimal() for character in _clocks().sub(" ", rest)):
        return []
    return [span for _, span in kept]


@lru_cache(maxsize=1)
def _clocks():
    worded = [load_date_words(name).clock for name in known_languages()]
    return re.compile("|".join([*filter(None, worded), _CLOCK.pattern]))


def read_head(text):
    """Return (`DateSpan`, offset where the text proper begins) of a text headed like `date 2018-02`; else offset 0.

    >>> read_head(" date 2018-02 Voor het eerst")[1]
    14
    """
    match = _HEAD.match(text)
    if not match:
        return no_date("the text has no date head"), 0
    parts = [int(part) for part in match[1].split("-")]
    return make_span(*parts), match.end()


# ---- dates in names and at the top of a text

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_PATH_DAY = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?=[/_.-]|$)|/(\d{4})/(\d{2})(\d{2})(?=[/_.-]|$)")
_PATH_MONTH = re.compile(r"/(\d{4})/(\d{2})(?=/|$)")
_SLUG_DAY = re.compile(
    r"(?<![\w.-])(\d{4})-(\d{1,2})-(\d{1,2})(?![0-9a-z])|(?<=[-_])(\d{4})-(\d{2})-(\d{2})(?=$|[./])", re.I
)
_SLUG_COMPACT = re.compile(r"(?<=[/_-])t?(\d{4})(\d{2})(\d{2})(?=$|[/._-])")
_NAME_DAY = re.compile(
    r"(?<![0-9a-z])(\d{4})([-_.]?)(\d{2})\2(\d{2})(?![0-9a-z])"
    r"|(?<![0-9a-z])(\d{4})([-_.])(\d{1,2})\6(\d{1,2})(?![0-9a-z])",
    re.I,
)
_NAME_MONTH = re.compile(r"(?<![0-9a-z])(\d{4})[-_](\d{2})(?![0-9a-z]|[-_]\d)", re.I)
WEB_FROM = 1990  # no page is older, so an older "date" in an address is something else
NAME_FROM = 1800  # files of digitised archives are named for the years of their documents, seldom older ones


def _only(spans, earliest):
    spans = {span for span in spans if span.start and span.start.year >= earliest}
    return spans.pop() if len(spans) == 1 else None


def _spans(regex, text):
    for match in regex.finditer(text):
        parts = [part for part in match.groups() if part and part.isdecimal()]
        yield make_span(*map(int, parts))


def date_from_url(url):
    """Return the `DateSpan` that an address states in its path: /2018/02/14/, /20180214/, 2018-02-14-title. No queries.

    >>> date_from_url("https://example.org/2018/02/14/talks").start
    datetime.date(2018, 2, 14)
    """
    path = _UUID.sub("x", re.sub(r"^[a-z]+://[^/]*", "", (url or "").split("?")[0].split("#")[0], flags=re.I))
    for regex in (_PATH_DAY, _SLUG_DAY, _SLUG_COMPACT, _PATH_MONTH):
        span = _only(_spans(regex, path), WEB_FROM)
        if span:
            return span
    return no_date("the address states no date")


def date_from_name(file_name):
    """Return the `DateSpan` of a file's name: 2018-02-14_x.md a day, 2018-02.txt a month, 1946.txt a year; ids none.

    >>> date_from_name("1946.txt").precision, date_from_name("1484494308.html").precision
    ('year', 'none')
    """
    name = _UUID.sub("x", re.split(r"[\\/!]", file_name or "")[-1])
    stem = re.sub(r"(\.[A-Za-z]{1,8}\d?)+$", "", name)
    for regex in (_NAME_DAY, _NAME_MONTH):
        span = _only(_spans(regex, stem), NAME_FROM)
        if span:
            return span
    year = re.fullmatch(r"(\d{4})[年년]?", stem)
    if year and int(year[1]) >= NAME_FROM:
        return make_span(int(year[1]))
    return no_date("the file name states no date")


def date_from_text(text, language):
    """Return the `DateSpan` of a dateline at the top of a text: a line that is a date, or a place, a comma and a date.

    A date in the middle of a sentence tells of an event and is not taken; a dateline without a year is none.

    >>> date_from_text("WASHINGTON, Feb. 14, 2018 (Agency) — Talks.", "en").start
    datetime.date(2018, 2, 14)
    """
    words = load_date_words(language)
    if words is None:
        return no_date("no date words for this language")
    lines = [line.strip() for line in text[:HEAD_CHARACTERS].splitlines() if line.strip()][:HEAD_LINES]
    for line in lines:
        lowered = lower_in_place(line[:200])
        for pattern in words.absolute if words.digits.search(lowered) else ():
            match = pattern.regex.search(lowered)
            if match and _is_dateline(lowered[: match.start()], lowered[match.end() :], words):
                return read_absolute(read_parts(match, words))
        iso = re.match(ISO, lowered)
        if iso and not lowered[iso.end() :].strip(" .)"):
            return make_span(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    return no_date("the text has no dateline with a year")


_AFTER = re.compile(r"\s*(?:[^\w\s]*\s*$|[(\[（【]|[.)]?\s*[-–—―|/:：]|,?\s*\d{1,2}[:.h]\d{2})")
_BEFORE = re.compile(r"[,，、،()（）/=|–—]\s*$")
PLACE_WORDS = 4  # "New York, United States": a longer run before the comma is a sentence


def _is_dateline(before, after, words):
    before = before.lstrip(" (（[【")
    if words.wire.match(after) and not re.search(r"[,.，。、]", before):
        return True
    if not _AFTER.match(after):
        return False
    for weekday in words.weekdays:
        before = re.sub(rf"(?:^|(?<=[\s,])){re.escape(weekday)}\s*[,.]?\s*$", "", before)
    if not before.strip():
        return True
    return len(before.split()) <= PLACE_WORDS and bool(_BEFORE.search(before) or words.labels.search(before))
