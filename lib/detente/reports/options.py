"""Options: what may be asked of a report. Actors, periods, levels and seeds are checked before anything is read or written."""

from difflib import get_close_matches

from detente.coding import alpha3_of, known_actors
from detente.postures import check_period
from detente.reports.wording import name_actor
from detente.schema import InputError


def check_dyad(source, target, statements):
    """Raise InputError where a code is unknown here and elsewhere, or where both are the same."""
    check_actors(source, target, set(statements["source"].dropna()) | set(statements["target"].dropna()))


def check_actors(source, target, present=frozenset()):
    """Raise InputError where one of two codes is no actor, naming the nearest by code and by name, or where both are the same."""
    known = set(known_actors()) | set(present)
    for code in (source, target):
        if code not in known:
            offered_codes = suggest_actors(str(code), sorted(known))
            offered = ", ".join(f"{each} ({name_actor(each, article=False)})" for each in offered_codes)
            raise InputError(
                f"unknown actor {code!r}; "
                + (f"the nearest known are {offered}; " if offered else "")
                + "actors are ISO 3166 alpha-3 codes such as USA, or EUU, UNO, NAT"
            )
    if source == target:
        raise InputError(f"source and target are both {source!r}; a dyad is a pair of two actors, such as USA:PRK")


def suggest_actors(typed, known):
    """Return up to four codes that somebody may have meant: by English name, two-letter code, the same letters, or likeness."""
    names = {name_actor(code, article=False).casefold(): code for code in known}
    alike = [names[name] for name in get_close_matches(typed.casefold(), names, n=2, cutoff=0.75)]
    two_letters = [code for code in [alpha3_of().get(typed.upper())] if code]
    shuffled = [code for code in known if sorted(code) == sorted(typed.upper())]
    in_capitals = [typed.upper()] if typed.upper() in known else []
    close = get_close_matches(typed.upper(), known, n=3, cutoff=0.6)
    return list(dict.fromkeys([*in_capitals, *alike, *two_letters, *shuffled, *close]))[:4]


def check_options(period, alpha, seed):
    """Raise InputError where a report's option is no period, level or seed."""
    check_period(period, ("day", "week", "month", "quarter"))
    if not 0 < alpha <= 1:
        raise InputError(f"alpha is {alpha}; it is a probability above 0 and at most 1, such as 0.05")
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise InputError(f"seed is {seed!r}; it is a whole number from 0")
