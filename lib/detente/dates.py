"""Dates as intervals with a precision: stated dates, and expressions in a text that are counted from the document's date.

`DateSpan` covers whole days, both ends included. Precision names the smallest unit that holds the interval: day, month
(a week too) or year. A date that is missing, ambiguous, impossible or in a calendar that can't be converted surely is
`none`, and says why: nothing is guessed.
"""
import calendar
import math
import numbers
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from detente.date_words import ISO, known_languages, load_date_words, load_eras

EARLIEST_YEAR = 1600  # below it, four digits are far more often another calendar (Hijri 1439) than a document's year
LATEST_YEAR = 2035    # a constant, not the clock, so that the same input reads the same tomorrow; 2057 is a misprint
EPOCH_FROM = 631152000  # 1990: a ten-digit number from there on is seconds since 1970; smaller ones are taken for ids
LONGEST_STATED = 120    # characters: a longer "date" is a sentence, and what it says isn't a statement of its date
HEAD_LINES, HEAD_CHARACTERS = 8, 800  # where a dateline can stand: the letterhead of a communiqué takes seven lines

_ISO = re.compile(r"(\d{4})([-/.])\s?(\d{1,2})(?:\2\s?(\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}[-/. ]\w{1,10}\.?[-/., ]+['’]?\d{2}(?!\d)")
_CLOCK = re.compile(r"t?\s*\d{1,2}[:h.٫]\d{2}([:.]\d{2})?([.,]\d+)?\s*(z\b|[+-−]\d{2}:?\d{2})?|[+-]\d{4}|gmt[+-]\d{1,2}(:\d{2})?")
_CLOCK_AND_ZONE = re.compile(r"\d{1,2}:\d{2}:\d{2}\s*([a-z]{3,4}\b|[+-]\d{4})?")  # Thu Feb 15 00:00:00 UTC 2018
_HEAD = re.compile(r"[\s\ufeff]*date[ \t:]+(\d{4}(?:-\d{1,2}){0,2})(?:[ \t]+|[ \t]*\r?\n\s*|$)")


@dataclass(frozen=True)
class DateSpan:
    """An interval of whole days, inclusive at both ends; start and end are None where precision is none, for `reason`."""

    start: date | None
    end: date | None
    precision: str
    reason: str | None = None


def _none(reason):
    return DateSpan(None, None, "none", reason)


def _span(start, end):
    days = (end - start).days
    return DateSpan(start, end, "day" if days == 0 else "month" if days < 31 else "year")


def make_span(year, month=None, day=None):
    """Return the span of a year, a month or a day; none with the reason where the calendar has no such date.

    >>> make_span(2018, 2).end
    datetime.date(2018, 2, 28)
    >>> make_span(2018, 2, 31).reason
    'there is no 31 February 2018'
    """
    for other in load_eras()[2]:
        if other["years"][0] <= year <= other["years"][1]:
            return _none(f"{year} looks like a {other['name']} year, which can't be converted surely")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return _none(f"the year {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}")
    if month is None:
        return DateSpan(date(year, 1, 1), date(year, 12, 31), "year")
    if not 1 <= month <= 12:
        return _none(f"there is no month {month}")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return DateSpan(date(year, month, 1), date(year, month, last), "month")
    if not 1 <= day <= last:
        return _none(f"there is no {day} {calendar.month_name[month]} {year}")
    return DateSpan(date(year, month, day), date(year, month, day), "day")


def _number(text, words):
    """Return the integer that digits, a numeral or a number word stands for."""
    if text.isdecimal():
        return int(text)
    if text in load_eras()[1]:
        return 1
    if text in words.numbers:
        return words.numbers[text]
    digits, ten = words.numerals["digits"], words.numerals["ten"]
    values = {**{digit: n for n, digit in enumerate(digits)}, **dict.fromkeys(words.numerals["zero"], 0)}
    if ten in text:
        tens, _, ones = text.partition(ten)
        return (values.get(tens, 1) if tens else 1) * 10 + (values.get(ones, 0) if ones else 0)
    return int("".join(str(values[character]) for character in text))


def _parts(match, words):
    """Return the year, month, day, weekday and count that a match names, as far as it names them."""
    named = {key: re.sub(r"\s+", " ", value) for key, value in match.groupdict().items() if value}
    parts = {key: _number(named[key], words) for key in ("year", "day", "n", "era_year") if key in named}
    if "month" in named:
        parts["month"] = words.months.get(named["month"]) or _number(named["month"], words)
    if "weekday" in named:
        parts["weekday"] = words.weekdays[named["weekday"]]
    if "era" in named:
        parts["era"] = named["era"]
    return parts


def _absolute_span(parts):
    if "era" not in parts:
        return make_span(parts["year"], parts.get("month"), parts.get("day"))
    era = next(era for era in load_eras()[0] if parts["era"] in era["names"])
    span = make_span(parts["era_year"] + era["offset"], parts.get("month"), parts.get("day"))
    if span.start and (span.end < era["first"] or span.start > era.get("last", date.max)):
        return _none(f"{parts['era']} has no year {parts['era_year']} with that date")
    if span.start and parts.get("year", span.start.year) != span.start.year:
        return _none(f"{parts['era']} {parts['era_year']} is not {parts['year']}")
    return span


def _same_length_lower(text):
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


# ---- stated dates

def read_date(value, *, language=None):
    """Return the `DateSpan` of a stated date: a string in any of the known languages, a date, a timestamp or a number.

    A timestamp gives the calendar date in its own zone. `language` settles what is ambiguous without it (03/04/2018),
    where that language has one order. Two-digit years are never completed.

    >>> read_date("14 février 2018").start, read_date("2018年2月").precision
    (datetime.date(2018, 2, 14), 'month')
    """
    if value is None or value != value or (isinstance(value, str) and not value.strip()):
        return _none("no date is given")
    if isinstance(value, (date, datetime)):
        return make_span(value.year, value.month, value.day)
    if isinstance(value, numbers.Number) and not isinstance(value, bool):
        return _read_number(value)
    return _read_text(str(value), language)


@lru_cache(maxsize=4096)
def _read_text(stated, language):
    text = re.sub(r"\s+", " ", _same_length_lower(stated)).strip(" \u200e\u200f\ufeff\"'")
    if len(text) > LONGEST_STATED:
        return _none("too long for a date")
    if text.isdecimal():
        return _read_number(int(text))
    compact = _COMPACT.fullmatch(text.upper())
    if compact:
        return make_span(*map(int, compact.groups()))
    spans = {span: None for span in _numeric_spans(text, language)}
    if not spans:
        spans = {span: None for span in _worded_spans(text, language) or _worded_spans(_CLOCK_AND_ZONE.sub(" ", text), language)}
    found = [span for span in spans if span.start]
    finest = [span for span in found if not any(other != span and span.start <= other.start and other.end <= span.end for other in found)]
    if len(finest) == 1:
        return finest[0]
    if len(finest) > 1:
        return _none(f"{stated.strip()!r} names more than one date")
    if spans:
        return next(iter(spans))
    return _explain(text, stated)


def _explain(text, stated):
    for other in load_eras()[2]:
        if any(mark in text for mark in other["marks"]):
            return _none(f"{stated.strip()!r} is a {other['name']} date, which can't be converted surely")
    if _SHORT_YEAR.search(text):
        return _none(f"{stated.strip()!r} has a year of two digits")
    return _none(f"{stated.strip()!r} is not a date that can be read")


def _read_number(value):
    if isinstance(value, float) and (math.isinf(value) or value != int(value)):
        return _none(f"the number {value} is not unmistakably a date")
    n = int(value)
    if 1000 <= n <= 9999:
        return make_span(n)
    if 10_000_101 <= n <= 99_991_231:
        return make_span(n // 10000, n // 100 % 100, n % 100)
    for scale in (1, 1000):
        if EPOCH_FROM * scale <= n < EPOCH_FROM * 4 * scale:
            stamp = datetime.fromtimestamp(n // scale, tz=timezone.utc)
            return make_span(stamp.year, stamp.month, stamp.day)
    return _none(f"the number {n} is not unmistakably a date")


def _numeric_spans(text, language):
    """Return the spans that dates in digits alone stand for, each once; ambiguous ones as none with the reason."""
    if _has_mark(text):
        return [_explain(text, text)]
    iso = [m for m in _ISO.finditer(text) if not text[max(m.start() - 1, 0):m.start()].strip().isalnum()]
    if iso:
        return [make_span(int(m[1]), int(m[3]), int(m[4]) if m[4] else None) for m in iso]
    return [_day_month_year(m, text, language) for m in _NUMERIC.finditer(text)]


def _has_mark(text):
    return any(mark in text for other in load_eras()[2] for mark in other["marks"]) and not any(
        name in text for language in known_languages() for name in load_date_words(language).months if len(name) > 4)


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
    return agreeing[0] if len(agreeing) == 1 else _none(f"{match[0]} can be read as day/month or as month/day")


def _weekday_named(text, language):
    for name in [language] if load_date_words(language) else known_languages():
        for word, weekday in load_date_words(name).weekdays.items():
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                return weekday
    return None


def _worded_spans(text, language):
    """Return the spans of the dates with a month's name or native year, month and day signs; what is left over must not be a date."""
    ordered = [language, *known_languages()] if load_date_words(language) else known_languages()
    found, covered = [], {}
    for name in ordered:
        words = load_date_words(name)
        for pattern in (*words.absolute, *words.years):
            for match in pattern.regex.finditer(text):
                if not any(start <= match.start() and match.end() <= end for start, end in covered.get(name, [])):
                    covered.setdefault(name, []).append(match.span())
                    found.append((match.span(), _absolute_span(_parts(match, words))))
        if found and name == language:
            break
    longest = max((end - start for (start, end), _ in found), default=0)
    kept = [((start, end), span) for (start, end), span in found if end - start == longest or not any(
        s <= start and end <= e and (s, e) != (start, end) for (s, e), _ in found)]
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
    """Return (`DateSpan`, offset where the text proper begins) of a text that starts with `date 2018-02`; offset 0 without such a head.

    >>> read_head(" date 2018-02 Voor het eerst")[1]
    14
    """
    match = _HEAD.match(text)
    if not match:
        return _none("the text has no date head"), 0
    parts = [int(part) for part in match[1].split("-")]
    return make_span(*parts), match.end()


# ---- dates in names and at the top of a text

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_PATH_DAY = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?=[/_.-]|$)|/(\d{4})/(\d{2})(\d{2})(?=[/_.-]|$)")
_PATH_MONTH = re.compile(r"/(\d{4})/(\d{2})(?=/|$)")
_SLUG_DAY = re.compile(r"(?<![\w.-])(\d{4})-(\d{1,2})-(\d{1,2})(?![0-9a-z])|(?<=[-_])(\d{4})-(\d{2})-(\d{2})(?=$|[./])", re.I)
_SLUG_COMPACT = re.compile(r"(?<=[/_-])t?(\d{4})(\d{2})(\d{2})(?=$|[/._-])")
_NAME_DAY = re.compile(r"(?<![0-9a-z])(\d{4})([-_.]?)(\d{2})\2(\d{2})(?![0-9a-z])|(?<![0-9a-z])(\d{4})([-_.])(\d{1,2})\6(\d{1,2})(?![0-9a-z])", re.I)
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
    """Return the `DateSpan` that an address states in its path (/2018/02/14/, /20180214/, 2018-02-14-title); never from its query.

    >>> date_from_url("https://example.org/2018/02/14/talks").start
    datetime.date(2018, 2, 14)
    """
    path = _UUID.sub("x", re.sub(r"^[a-z]+://[^/]*", "", (url or "").split("?")[0].split("#")[0], flags=re.I))
    for regex in (_PATH_DAY, _SLUG_DAY, _SLUG_COMPACT, _PATH_MONTH):
        span = _only(_spans(regex, path), WEB_FROM)
        if span:
            return span
    return _none("the address states no date")


def date_from_name(file_name):
    """Return the `DateSpan` that a file's name states: 2018-02-14_x.md a day, 2018-02.txt a month, 1946.txt a year; ids and hashes none.

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
    return _none("the file name states no date")


def date_from_text(text, language):
    """Return the `DateSpan` of a dateline at the top of a text: a line that is a date, or a place, a comma and a date.

    A date in the middle of a sentence tells of an event and is not taken; a dateline without a year is none.

    >>> date_from_text("WASHINGTON, Feb. 14, 2018 (Agency) — Talks.", "en").start
    datetime.date(2018, 2, 14)
    """
    words = load_date_words(language)
    if words is None:
        return _none("no date words for this language")
    lines = [line.strip() for line in text[:HEAD_CHARACTERS].splitlines() if line.strip()][:HEAD_LINES]
    for line in lines:
        lowered = _same_length_lower(line[:200])
        for pattern in words.absolute if words.digits.search(lowered) else ():
            match = pattern.regex.search(lowered)
            if match and _is_dateline(lowered[:match.start()], lowered[match.end():], words):
                return _absolute_span(_parts(match, words))
        iso = re.match(ISO, lowered)
        if iso and not lowered[iso.end():].strip(" .)"):
            return make_span(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    return _none("the text has no dateline with a year")


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


# ---- expressions within a text

def find_dates(sentence, language):
    """Return the date expressions of a sentence, absolute and relative: a list of (start, end, expression), in order.

    >>> find_dates("Zij spraken elkaar afgelopen zaterdag.", "nl")
    [(19, 37, 'afgelopen zaterdag')]
    """
    words = load_date_words(language)
    if words is None:
        return []
    lowered = _same_length_lower(sentence)
    locate = words.locate if words.digits.search(lowered) else words.locate_without_digits
    return [(*match.span(), sentence[match.start():match.end()]) for match in locate.finditer(lowered)]


def resolve_relative(expression, anchor, language):
    """Return the `DateSpan` of a date expression, counted from `anchor`, the date of the document that it stands in.

    A day is only told where the anchor is a day: "last Saturday" in a document dated to a month is none. A bare weekday
    is the most recent one, the anchor's own included; a day and month without a year are the nearest on either side.

    >>> resolve_relative("last Saturday", read_date("2018-02-14"), "en").start
    datetime.date(2018, 2, 10)
    """
    words = load_date_words(language)
    if words is None:
        return _none("no date words for this language")
    text = _same_length_lower(expression).strip()
    iso = re.fullmatch(ISO, text)
    if iso:
        return make_span(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    for pattern in (*words.absolute, *words.relative, *words.years):
        match = pattern.regex.fullmatch(text)
        if match:
            return _resolve(pattern.rule, _parts(match, words), anchor, expression)
    return _none(f"{expression!r} is not a date expression")


def _resolve(rule, parts, anchor, expression):
    if rule.get("unit") == "absolute":
        return _absolute_span(parts)
    if anchor is None or anchor.start is None:
        return _none(f"the document has no date to count {expression!r} from")
    if "which" in rule:
        return _resolve_named(rule["which"], parts, anchor, expression)
    unit = rule.get("unit") or rule["back"]
    needed = {"day": ("day",), "week": ("day",), "month": ("day", "month"), "year": ("day", "month", "year")}[unit]
    if "back" in rule:
        needed = ("day",)
    if anchor.precision not in needed or (unit == "month" and (anchor.start.year, anchor.start.month) != (anchor.end.year, anchor.end.month)):
        return _none(f"the document is dated to a {anchor.precision}: {expression!r} can't be placed")
    if "back" in rule:
        start = {"week": anchor.start - timedelta(7), "month": _add_months(anchor.start, -1), "year": _add_months(anchor.start, -12)}[unit]
        return _span(start, anchor.end)
    return _shift(unit, -parts["n"] if rule["offset"] == "ago" else rule["offset"], parts, anchor, rule["offset"] == "ago")


def _shift(unit, offset, parts, anchor, counted):
    if unit == "day":
        day = anchor.start + timedelta(offset)
        return _span(day, day)
    if unit == "week":
        monday = anchor.start + timedelta(7 * offset - anchor.start.weekday())
        if "weekday" in parts:
            day = monday + timedelta(parts["weekday"] - 1)
            return _span(day, day)
        return _span(monday, monday + timedelta(6))
    if unit == "month":
        first = _add_months(anchor.start.replace(day=1), offset)
        return make_span(first.year, first.month, parts.get("day"))
    return make_span(anchor.start.year + offset, parts.get("month"), parts.get("day"))


def _add_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _resolve_named(which, parts, anchor, expression):
    """Return the last, next, recent or nearest weekday, day of a month, or month, seen from the anchor."""
    if "weekday" not in parts and "month" in parts and anchor.precision in ("day", "month"):
        return _named_month(which, parts, anchor, expression)
    if anchor.precision != "day":
        return _none(f"the document is dated to a {anchor.precision}: {expression!r} can't be placed on a day")
    if "weekday" in parts:
        back = (anchor.start.isoweekday() - parts["weekday"]) % 7
        days = {"recent": -back, "last": -(back or 7), "next": (7 - back) or 7}[which]
        day = anchor.start + timedelta(days)
        return _span(day, day)
    first = anchor.start.replace(day=1) if parts["day"] <= anchor.start.day else _add_months(anchor.start.replace(day=1), -1)
    return make_span(first.year, first.month, parts["day"])


def _named_month(which, parts, anchor, expression):
    years = [anchor.start.year + offset for offset in (-1, 0, 1)]
    spans = [span for span in (make_span(year, parts["month"], parts.get("day")) for year in years) if span.start]
    if which == "last":
        if "day" in parts and any(anchor.start <= span.start <= anchor.end for span in spans) and anchor.precision != "day":
            return _none(f"the document is dated to a {anchor.precision}: {expression!r} can't be placed on a day")
        spans = [span for span in spans if span.end < anchor.start][-1:]
    elif which == "next":
        spans = [span for span in spans if span.start > anchor.end][:1]
    else:
        spans = sorted(spans, key=lambda span: abs((span.start - anchor.start).days))[:1]
    return spans[0] if spans else _none(f"{expression!r} has no such date near the document's")
