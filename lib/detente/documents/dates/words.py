"""A language's words for dates, compiled from `data/dates/<language>.toml` into patterns that `dates` reads with.

One `DateWords` a language, made once. No word of any language stands in the code: to correct one, edit its file.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

EDGES = {  # what must not stand directly before and after a pattern
    "both": (r"(?<!\w)", r"(?!\w)"),
    "start": (r"(?<!\w)", r"(?!\d)"),
    "end": (r"(?<!\d)", r"(?!\w)"),
    "none": (r"(?<!\d)", r"(?!\d)"),
}
NEEDS_DIGITS = ("{day}", "{year}", "{era_year}", "{number_day}")
ISO = r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w-])"


@dataclass(frozen=True)
class Pattern:
    """One way to write a date: the expression, and the rule that says what it means."""

    regex: re.Pattern
    rule: dict


@dataclass(frozen=True)
class DateWords:
    """The words of one language: patterns with a year, patterns counted from an anchor, and their locators."""

    language: str
    numeric: str
    months: dict
    weekdays: dict
    numbers: dict
    numerals: dict
    absolute: tuple
    years: tuple
    relative: tuple
    locate: re.Pattern
    locate_without_digits: re.Pattern
    digits: re.Pattern
    labels: re.Pattern
    clock: str
    wire: re.Pattern
    since: re.Pattern
    since_after: re.Pattern


def _folder():
    return files("detente.documents") / "data" / "dates"


@cache
def known_languages():
    """Return the languages that have a file of date words, in alphabetical order."""
    return tuple(sorted(f.name[:-5] for f in _folder().iterdir() if f.name.endswith(".toml") and f.name != "eras.toml"))


@cache
def load_eras():
    """Return the other calendars: (eras, words for the first year of one, calendars that are only recognised)."""
    eras = tomllib.loads((_folder() / "eras.toml").read_text(encoding="utf-8"))
    return eras["eras"], tuple(eras["first_year"]["words"]), eras["recognised"]


def _names(table):
    return {name: int(number) for number, names in table.items() for name in names}


def _any_of(names):
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)


def _placeholders(months, weekdays, numbers, numerals):
    eras, first, _ = load_eras()
    numeral = f"[{numerals['digits']}{numerals['zero']}{numerals['ten']}]" if numerals else None
    small = rf"\d{{1,2}}|{numeral}{{1,3}}" if numeral else r"\d{1,2}"
    month = _any_of(months) if months else small
    return {
        "{day}": rf"(?P<day>{small})",
        "{number_day}": r"(?P<day>\d{1,2})",
        "{month}": f"(?P<month>{month})",
        "{other_month}": f"(?:{month})",
        "{year}": rf"(?P<year>\d{{4}}|{numeral}{{4}})" if numeral else r"(?P<year>\d{4})",
        "{weekday}": f"(?P<weekday>{_any_of(weekdays)})",
        "{n}": rf"(?P<n>\d{{1,3}}|{_any_of(numbers)})",
        "{era}": f"(?P<era>{_any_of([name for era in eras for name in era['names']])})",
        "{era_year}": rf"(?P<era_year>{small}|\d{{3}}|{_any_of(first)})",
    }


def _core(pattern, placeholders):
    # 14-16 February 2018: the day is not the 16th alone, so a day must not follow a dash or a slash
    guard = r"(?<!\d[-–/.])" if "day}" in pattern else ""
    source = pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
    for placeholder, expression in placeholders.items():
        source = source.replace(placeholder, expression)
    return guard + f"(?:{source})"


def _locator(cores, edges, iso=None):
    # one check of the edge before all alternatives: three times as fast as one in each
    without_groups = (re.sub(r"\(\?P<\w+>", "(?:", core) for core in cores)
    alternatives = edges[0] + "(?:" + "|".join(f"(?:{core})" for core in without_groups) + ")" + edges[1]
    return re.compile(f"{iso}|{alternatives}" if iso else alternatives)


@cache
def load_date_words(language):
    """Return the `DateWords` of a language tag (its first part counts), or None where there is no file for it."""
    name = (language or "").split("-")[0].lower()
    if name not in known_languages():
        return None
    words = tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))
    months, weekdays, numbers = _names(words["months"]), _names(words["weekdays"]), _names(words["numbers"])
    numerals = words.get("numerals", {})
    placeholders, edges = _placeholders(months, weekdays, numbers, numerals), EDGES[words["boundary"]]
    rules = [({"unit": "absolute"}, words["absolute"]["patterns"]), ({"unit": "absolute"}, words["absolute"]["years"])]
    rules += [({k: v for k, v in rule.items() if k != "patterns"}, rule["patterns"]) for rule in words["relative"]]
    compiled = [
        [(Pattern(re.compile(edges[0] + _core(p, placeholders) + edges[1]), rule), p) for p in patterns]
        for rule, patterns in rules
    ]
    # a year alone comes last: 去年 7 and 2018年 must not win over a longer reading
    everything = [pair for group in [compiled[0], *compiled[2:], compiled[1]] for pair in group]
    cores = [(_core(p, placeholders), not any(need in p for need in NEEDS_DIGITS)) for _, p in everything]
    return DateWords(
        language=name,
        numeric=words["numeric"],
        months=months,
        weekdays={**_names(words["weekday_abbreviations"]), **weekdays},
        numbers=numbers,
        numerals=numerals,
        absolute=tuple(p for p, _ in compiled[0]),
        years=tuple(p for p, _ in compiled[1]),
        relative=tuple(p for group in compiled[2:] for p, _ in group),
        locate=_locator([core for core, _ in cores], edges, re.sub(r"\(\?P<\w+>", "(?:", ISO)),
        locate_without_digits=_locator([core for core, plain in cores if plain], edges),
        digits=re.compile(rf"[\d{numerals.get('digits', '')}{numerals.get('ten', '')}]"),
        clock=words.get("clock", ""),
        wire=re.compile("|".join(words["labels"].get("wire", [])) or r"(?!)"),
        since=re.compile(r"(?<!\w)(?:" + "|".join(words["labels"].get("since", [r"(?!)"])).replace(" ", r"\s+") + r")(\s*$|\s)"),
        since_after=re.compile(r"\s*(" + "|".join(words["labels"].get("since_after", [r"(?!)"])) + ")"),
        labels=re.compile(
            (edges[0] if words["boundary"] in ("both", "start") else "")
            + "(?:"
            + "|".join(words["labels"]["words"]).replace(" ", r"\s+")
            + r")\s*[:：]?\s*$"
        ),
    )
