"""Wording: the English that reports are written in. Names from CLDR, numbers in words, intervals as people write them,
and what an act is called, from `data/phrases.toml`.
"""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@cache
def read_phrases():
    """Return the English words of `data/phrases.toml`."""
    return tomllib.loads((files("detente.reports") / "data" / "phrases.toml").read_text(encoding="utf-8"))


@cache
def name_actor(code, *, article=True):
    """Return the English name of an actor code, with its article where it takes one.

    >>> name_actor("USA"), name_actor("PRK"), name_actor("NAT")
    ('the United States', 'North Korea', 'NATO')
    """
    from babel import Locale

    from detente.coding import alpha3_of

    phrases = read_phrases()
    territories = {alpha3: alpha2 for alpha2, alpha3 in alpha3_of().items()}
    name = phrases["names"].get(code) or Locale("en").territories.get(territories.get(code, ""), code)
    return f"the {name}" if article and code in phrases["the"]["codes"] else name


@cache
def name_language(code):
    """Return the English name of a language tag; "language not identified" for und."""
    from babel import Locale

    base = str(code).split("-")[0]
    return "language not identified" if base == "und" else Locale("en").languages.get(base, str(code))


def capitalise(words):
    """Return the words with their first letter in capitals, the rest as it is."""
    return words[:1].upper() + words[1:]


def count(n, noun, plural=None):
    """Return a number with its noun, in words up to twelve: "one story", "40 stories", "no statements"."""
    return f"{NUMBERS[n] if n < len(NUMBERS) else f'{n:,}'} {noun if n == 1 else plural or noun + 's'}"


def count_first(n, noun, plural=None):
    """Return a number with its noun as a sentence begins: "One story", "40 stories"."""
    return capitalise(count(n, noun, plural))


def agree(n, one, more):
    """Return the word that goes with a number: agree(1, "is", "are") is "is"."""
    return one if n == 1 else more


def number(n, none="none"):
    """Return a number in words up to twelve."""
    return none if n == 0 else NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"


def join(items, last="and"):
    """Return the items as one phrase: "a, b and c"."""
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def possessive(name):
    """Return a name's possessive: "Iran’s", "the United States’"."""
    return f"{name}’" + ("" if name.endswith("s") else "s")


def tell_span(start, end):
    """Return an interval of ISO days as people write it: a day, a whole month or year by its name, else both ends.

    >>> tell_span("2018-02-01", "2018-02-28"), tell_span("2018-03-03", "2018-04-02"), tell_span("2018-01-01", "2018-12-31")
    ('February 2018', '3 March to 2 April 2018', '2018')
    """
    if not start or not end:
        return "no stated date"
    low, high = date.fromisoformat(start), date.fromisoformat(end)
    if low == high:
        return f"{low.day} {low:%B %Y}"
    whole = low.day == 1 and (high.toordinal() + 1 == date(high.year + high.month // 12, high.month % 12 + 1, 1).toordinal())
    if whole and low.year == high.year and (low.month, high.month) == (1, 12):
        return f"{low.year}"
    if whole and (low.year, low.month) == (high.year, high.month):
        return f"{low:%B %Y}"
    if whole:
        return f"{low:%B} to {high:%B %Y}" if low.year == high.year else f"{low:%B %Y} to {high:%B %Y}"
    if (low.year, low.month) == (high.year, high.month):
        return f"{low.day} to {high.day} {high:%B %Y}"
    return f"{low.day} {low:%B}{'' if low.year == high.year else f' {low.year}'} to {high.day} {high:%B %Y}"


def tell_when(start, end):
    """Return an interval with its preposition: "on 3 March 2018", "in February 2018", "between 3 March and 2 April 2018"."""
    words = tell_span(start, end)
    if " to " in words:
        return "between " + words.replace(" to ", " and ")
    return ("on " if words[:1].isdigit() and " " in words else "in ") + words


def verb_of(row):
    """Return what a statement does, as a verb: "offers", or "keeps the pressure up" where a course is said to continue."""
    phrases = read_phrases()
    return phrases["held_verb"][row["held"]] if row["held"] else phrases["acts"][row["act"]]["verb"]


def phrase_act(gist, target, form):
    """Return what a statement does, in words: `form` is infinitive or past; an offer is named by what it offers, where the cue says."""
    phrases = read_phrases()
    if gist.get("held") and form == "infinitive":
        return phrases["held"][gist["held"]].format(target=target)
    entry = phrases["acts"][gist["act"]]
    promised = str(gist.get("cue") or "").split(":")[0]
    if gist["act"] == "AGREE" and promised in phrases["offers"]:
        entry = phrases["offers"][promised]
    return entry[form].format(target=target)


def month_of(day):
    """Return the month of an ISO day, as people write it."""
    return f"{date.fromisoformat(day):%B %Y}"


def tell_p(value):
    """Return a probability as "= 0.012" or "< 0.001"."""
    return "unknown" if value is None else "< 0.001" if value < 0.001 else f"= {value:.3f}".rstrip("0")


def tell_speaker(speaker):
    """Return a speaker with rank: "Mike Pence, the vice-president"; the words as written where nobody known fits."""
    office = read_phrases()["offices"].get(speaker["office"]) if speaker["office"] else None
    name = speaker["name"] or (None if office else speaker["written"])
    return ", ".join(part for part in (name, f"the {office}" if office else None) if part)


def plain(parts):
    """Return a sentence's parts as one string."""
    return "".join(part if isinstance(part, str) else part["text"] for part in parts)
