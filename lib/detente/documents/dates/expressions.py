"""Date expressions in a sentence, a list of (start, end, expression), and what each means from the document's date.

Absolute ("14 February 2018") and relative ("last Saturday", 去年7月): all from the languages' files in `data/dates`.
"""

import calendar
import re
from datetime import date, timedelta

from detente.documents.dates.spans import cover_days, lower_in_place, make_span, no_date, read_absolute, read_parts
from detente.documents.dates.words import ISO, load_date_words


def find_dates(sentence, language):
    """Return the date expressions of a sentence, absolute and relative: a list of (start, end, expression), in order.

    >>> find_dates("Zij spraken elkaar afgelopen zaterdag.", "nl")
    [(19, 37, 'afgelopen zaterdag')]
    """
    words = load_date_words(language)
    if words is None:
        return []
    lowered = lower_in_place(sentence)
    locate = words.locate if words.digits.search(lowered) else words.locate_without_digits
    return [(*match.span(), sentence[match.start() : match.end()]) for match in locate.finditer(lowered)]


def has_gone_on(sentence, start, end, language):
    """Whether something began at the date that stands at these offsets and goes on: "since 2016", "seit März", 2016年以来."""
    words, lowered = load_date_words(language), lower_in_place(sentence)
    before = words.since.search(lowered, max(0, start - 20), start) or words.since.match(lowered, start)
    return bool(before or words.since_after.match(lowered, end))


def resolve_relative(expression, anchor, language):
    """Return the `DateSpan` of a date expression, counted from `anchor`, the date of the document that it stands in.

    A day is only told where the anchor is a day: "last Saturday" in a document dated to a month is none. A bare weekday
    is the most recent one, the anchor's own included; a day and month without a year are the nearest on either side.

    >>> resolve_relative("last Saturday", make_span(2018, 2, 14), "en").start
    datetime.date(2018, 2, 10)
    """
    words = load_date_words(language)
    if words is None:
        return no_date("no date words for this language")
    text = lower_in_place(expression).strip()
    iso = re.fullmatch(ISO, text)
    if iso:
        return make_span(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    for pattern in (*words.absolute, *words.relative, *words.years):
        match = pattern.regex.fullmatch(text)
        if match:
            return _resolve(pattern.rule, read_parts(match, words), anchor, expression)
    return no_date(f"{expression!r} is not a date expression")


def _resolve(rule, parts, anchor, expression):
    if rule.get("unit") == "absolute":
        return read_absolute(parts)
    if anchor is None or anchor.start is None:
        return no_date(f"the document has no date to count {expression!r} from")
    if "which" in rule:
        return _resolve_named(rule["which"], parts, anchor, expression)
    unit = rule.get("unit") or rule["back"]
    needed = {"day": ("day",), "week": ("day",), "month": ("day", "month"), "year": ("day", "month", "year")}[unit]
    if "back" in rule:
        needed = ("day",)
    if anchor.precision not in needed or (
        unit == "month" and (anchor.start.year, anchor.start.month) != (anchor.end.year, anchor.end.month)
    ):
        return no_date(f"the document is dated to a {anchor.precision}: {expression!r} can't be placed")
    if "back" in rule:
        start = {
            "week": anchor.start - timedelta(7),
            "month": _add_months(anchor.start, -1),
            "year": _add_months(anchor.start, -12),
        }[unit]
        return cover_days(start, anchor.end)
    return _shift(
        unit, -parts["n"] if rule["offset"] == "ago" else rule["offset"], parts, anchor, rule["offset"] == "ago"
    )


def _shift(unit, offset, parts, anchor, counted):
    if unit == "day":
        day = anchor.start + timedelta(offset)
        return cover_days(day, day)
    if unit == "week":
        monday = anchor.start + timedelta(7 * offset - anchor.start.weekday())
        if "weekday" in parts:
            day = monday + timedelta(parts["weekday"] - 1)
            return cover_days(day, day)
        return cover_days(monday, monday + timedelta(6))
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
        return no_date(f"the document is dated to a {anchor.precision}: {expression!r} can't be placed on a day")
    if "weekday" in parts:
        back = (anchor.start.isoweekday() - parts["weekday"]) % 7
        days = {"recent": -back, "last": -(back or 7), "next": (7 - back) or 7}[which]
        day = anchor.start + timedelta(days)
        return cover_days(day, day)
    first = (
        anchor.start.replace(day=1)
        if parts["day"] <= anchor.start.day
        else _add_months(anchor.start.replace(day=1), -1)
    )
    return make_span(first.year, first.month, parts["day"])


def _named_month(which, parts, anchor, expression):
    years = [anchor.start.year + offset for offset in (-1, 0, 1)]
    spans = [span for span in (make_span(year, parts["month"], parts.get("day")) for year in years) if span.start]
    if which == "last":
        if (
            "day" in parts
            and any(anchor.start <= span.start <= anchor.end for span in spans)
            and anchor.precision != "day"
        ):
            return no_date(f"the document is dated to a {anchor.precision}: {expression!r} can't be placed on a day")
        spans = [span for span in spans if span.end < anchor.start][-1:]
    elif which == "next":
        spans = [span for span in spans if span.start > anchor.end][:1]
    else:
        spans = sorted(spans, key=lambda span: abs((span.start - anchor.start).days))[:1]
    return spans[0] if spans else no_date(f"{expression!r} has no such date near the document's")
