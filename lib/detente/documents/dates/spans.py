"""`DateSpan`, an interval of whole days with its precision, and how the parts of a written date become one."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from detente.documents.dates.words import load_eras

EARLIEST_YEAR = 1600  # below it, four digits are far more often another calendar (Hijri 1439) than a document's year
LATEST_YEAR = 2035  # a constant, not the clock, so that the same input reads the same tomorrow; 2057 is a misprint


@dataclass(frozen=True)
class DateSpan:
    """An interval of whole days, inclusive at both ends; start and end are None where precision is none."""

    start: date | None
    end: date | None
    precision: str
    reason: str | None = None


def no_date(reason):
    """Return the span of what has no date that can be told, for that reason."""
    return DateSpan(None, None, "none", reason)


def cover_days(start, end):
    """Return the span of an interval of days, with the smallest unit that holds it."""
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
            return no_date(f"{year} looks like a {other['name']} year, which can't be converted surely")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return no_date(f"the year {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}")
    if month is None:
        return DateSpan(date(year, 1, 1), date(year, 12, 31), "year")
    if not 1 <= month <= 12:
        return no_date(f"there is no month {month}")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return DateSpan(date(year, month, 1), date(year, month, last), "month")
    if not 1 <= day <= last:
        return no_date(f"there is no {day} {calendar.month_name[month]} {year}")
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


def read_parts(match, words):
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


def read_absolute(parts):
    """Return the span of parts that name a year, of the common era or of another."""
    if "era" not in parts:
        return make_span(parts["year"], parts.get("month"), parts.get("day"))
    era = next(era for era in load_eras()[0] if parts["era"] in era["names"])
    span = make_span(parts["era_year"] + era["offset"], parts.get("month"), parts.get("day"))
    if span.start and (span.end < era["first"] or span.start > era.get("last", date.max)):
        return no_date(f"{parts['era']} has no year {parts['era_year']} with that date")
    if span.start and parts.get("year", span.start.year) != span.start.year:
        return no_date(f"{parts['era']} {parts['era_year']} is not {parts['year']}")
    return span


def lower_in_place(text):
    """Return the text in lower case, character for character, so that offsets stay true."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
