"""Codes of event data: which act a code or a relation's name stands for, and which state or body an actor code names.

The facts live in `data/cameo.csv` and `data/event_actors.csv`. Null means that nothing there, in CLDR or among the
English names of `detente.coding.lexicon.names.actors` fits.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.codebook import ACTS, weigh
from detente.schema import InputError

DATA = files("detente.events") / "data"
NO_ACTOR = "-"
# Whose names of states are understood, from CLDR; where two languages mean two states by one name, the first counts.
LANGUAGES = ("en", "nl", "de", "fr", "es", "ru", "zh", "ja", "ko", "ar", "pt")
# What tables write where there is nothing.
BLANKS = ("", "na", "n/a", "nan", "none", "null", "-", "--", "---", "\\n")
# CAMEO's roots end at 20, its three-digit codes at 204: larger numbers have lost the zero in front.
LAST_ROOT, LAST_THREE_DIGITS = 20, 210
# Actor codes are chains of three letters; these open a body whose name follows.
BODIES = ("IGO", "INT")
ACLED_STATE = re.compile(r"\bof (?:the )?([^():]+?) \(\d{4}")
ACLED_PLACE = re.compile(r"\(([^()\d]+)\)")


@dataclass(frozen=True)
class EventCode:
    """One code: what it is called, the act it stands for (null where it is none), and its weights."""

    code: str
    name: str
    act: str | None
    pressure: float | None
    engagement: float | None


def fold(text):
    """Return a name without case, accents, punctuation and article, so that spellings of one name meet.

    >>> fold("Côte_d'Ivoire"), fold("The Gambia")
    ('cote d ivoire', 'gambia')
    """
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", plain.replace("&", " and ")).split()).removeprefix("the ")


def is_blank(text):
    """Return whether a cell says nothing."""
    return text is None or str(text).strip().lower() in BLANKS


@cache
def read_codes():
    """Return `{code or folded name: EventCode}` of `data/cameo.csv` and of PLOVER's sixteen acts; the longer code names best."""
    codes = {}
    with (DATA / "cameo.csv").open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: (not row["code"].isdigit(), -len(row["code"]))):
            act = row["act"] or None
            if act is not None and act not in ACTS:
                raise InputError(f"cameo.csv: {row['code']} has the act {act}, which the codebook hasn't")
            weights = weigh(act, [row["modifier"]] if row["modifier"] else []) if act else (None, None)
            entry = EventCode(row["code"], row["icews_name"] or row["name"], act, *weights)
            for key in (row["code"], fold(row["code"]), fold(row["name"]), fold(row["icews_name"])):
                if key:
                    codes.setdefault(key, entry)
    for act in ACTS:
        codes.setdefault(fold(act), EventCode(act, act.capitalize(), act, *weigh(act)))
    return codes


def lost_zeros(givens):
    """Return whether the codes of a file have lost the zero in front, as spreadsheets do: 42 for 042.

    >>> lost_zeros(["42", "190"]), lost_zeros(["042", "190"])
    (True, False)
    """
    digits = [text for text in map(_digits, givens) if text]
    if any(text.startswith("0") for text in digits):
        return False
    return any(
        len(text) == 1 or (len(text) == 2 and int(text) > LAST_ROOT) or (len(text) == 3 and int(text) > LAST_THREE_DIGITS)
        for text in digits
    )


def resolve_code(candidates, *, zeros_lost=False):
    """Return the EventCode of the first candidate that is one, the candidates together before each alone; else null.

    A number is looked up by its longest known prefix of at least two digits.

    >>> resolve_code(["Make a visit"]).act, resolve_code(["1384"]).pressure, resolve_code(["CONSULT", "phone"]).engagement
    ('CONSULT', 0.8, 0.35)
    """
    codes = read_codes()
    given = [str(text).strip() for text in candidates if not is_blank(text)]
    for text in ([" ".join(given)] if len(given) > 1 else []) + given:
        digits = _digits(text)
        if digits:
            if zeros_lost and (len(digits) < 3 or (len(digits) == 3 and int(digits) > LAST_THREE_DIGITS)):
                digits = "0" + digits
            for length in range(min(len(digits), 4), 1, -1) if len(digits) <= 4 else ():
                if digits[:length] in codes:
                    return codes[digits[:length]]
        elif fold(text) in codes:
            return codes[fold(text)]
        elif text in codes:
            return codes[text]
    # A row whose every cell says "no code" is read and is no act.
    return codes["---"] if not given and candidates else None


def _digits(text):
    match = re.fullmatch(r"(\d{1,9})(?:\.0+)?", str(text).strip())
    return match[1] if match else None


@cache
def read_event_actors():
    """Return `(codes, names)`: actor by upper-case code, and by folded name; `-` marks what is no state."""
    from babel import Locale

    from detente.coding import alpha3_of, known_actors

    two_letters = alpha3_of()
    names = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in two_letters:
                names.setdefault(fold(name), two_letters[code])
    codes = {code: code for code in known_actors()} | {code: actor for code, actor in two_letters.items() if code.isalpha()}
    with (files("detente.coding") / "data" / "actors" / "en.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] in ("name", "agency") and row["actor"] in codes and not set("*[]") & set(row["form"]):
                names.setdefault(fold(row["form"]), row["actor"])
    with (DATA / "event_actors.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if re.fullmatch("[A-Z]{2,3}", row["given"]):
                codes[row["given"]] = row["actor"]
            if not re.fullmatch("[A-Z]{3}", row["given"]) or row["actor"] != NO_ACTOR:
                names[fold(row["given"])] = row["actor"]
    return codes, names


def resolve_actors(given, *, acled=False):
    """Return the actors that a cell names, in order: a list, null for each that couldn't be mapped.

    Alternatives are parted by `|` (the first that fits counts), several actors by `;`. Chains of three letters are
    read from the left: the state is the first, a body's name follows IGO.

    >>> resolve_actors("USAGOV"), resolve_actors("IGOUNO"), resolve_actors("Viet Nam; Atlantis"), resolve_actors("EUR|EEC")
    (['USA'], ['UNO'], ['VNM', None], ['EUU'])
    """
    found = []
    for actor in str(given).split(";"):
        parts = [part.strip() for part in actor.split("|") if not is_blank(part)]
        if acled:
            parts += [match[1] for pattern in (ACLED_STATE, ACLED_PLACE) for match in pattern.finditer(actor)]
        if parts:
            found.append(next(filter(None, map(_resolve_actor, parts)), None))
    return list(dict.fromkeys(found))


def _resolve_actor(text):
    codes, names = read_event_actors()
    actor = codes.get(text) if re.fullmatch("[A-Z]{2,3}", text) else None
    actor = actor or names.get(fold(text))
    if actor is None and re.fullmatch("(?:[A-Z]{3})+", text):
        groups = re.findall("...", text)
        actor = codes.get(groups[0])
        if groups[0] in BODIES or actor == NO_ACTOR and groups[0] not in ("NGO", "MNC", "IMG", "NGM"):
            actor = next((codes[group] for group in groups[1:] if codes.get(group, NO_ACTOR) != NO_ACTOR), None)
    return None if actor == NO_ACTOR else actor
