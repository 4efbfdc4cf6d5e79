"""The codebook: one entry per act and per modifier, with the weights and the reasons for them.

The facts live in `data/codebook.toml`. Pressure and engagement run from 0 to 1 and aren't opposites.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.schema import InputError, nearest

AXES = ("pressure", "engagement")


@dataclass(frozen=True)
class Act:
    """One of PLOVER's sixteen acts: what it means, its quad, its weights and why they are so."""

    name: str
    quad: str
    pressure: float
    engagement: float
    meaning: str
    why: str
    example: str
    near_miss: str


@dataclass(frozen=True)
class Modifier:
    """What a statement adds to its act: values that it sets (null where it leaves them) and a factor."""

    name: str
    act: str
    pressure: float | None
    engagement: float | None
    times: float
    meaning: str
    why: str


@dataclass(frozen=True)
class Levels:
    """Where an axis counts as high, and how many stories, how sure, a label needs."""

    high_share: float
    high_value: float
    label_interval: float
    least_stories: int
    least_confidence: float


@dataclass(frozen=True)
class Codebook:
    """The acts and modifiers by name, and the levels behind the labels."""

    acts: dict
    modifiers: dict
    levels: Levels


@cache
def load_codebook():
    """Return the Codebook of `data/codebook.toml`; InputError where a weight is outside 0 to 1."""
    raw = tomllib.loads((files("detente") / "codebook.toml").read_text(encoding="utf-8"))
    acts = {name: Act(name=name, **entry) for name, entry in raw["acts"].items()}
    modifiers = {}
    for name, entry in raw["modifiers"].items():
        sets = entry.get("sets", {})
        modifiers[name] = Modifier(
            name,
            name.split(".")[0].upper(),
            sets.get("pressure"),
            sets.get("engagement"),
            entry.get("times", 1.0),
            entry["meaning"],
            entry["why"],
        )
    for entry in [*acts.values(), *modifiers.values()]:
        for axis in AXES:
            value = getattr(entry, axis)
            if value is not None and not 0 <= value <= 1:
                raise InputError(f"codebook.toml: {entry.name} has {axis} {value}; weights run from 0 to 1")
    return Codebook(acts, modifiers, Levels(**raw["levels"]))


ACTS = tuple(load_codebook().acts)
QUADS = tuple(dict.fromkeys(act.quad for act in load_codebook().acts.values()))


def find_act(act):
    """Return the codebook's Act of that name; InputError that names the nearest acts where there is none."""
    acts = load_codebook().acts
    if act not in acts:
        raise InputError(f"unknown act {act!r}; {nearest(act, acts)}")
    return acts[act]


def quad_of(act):
    """Return the quad of an act.

    >>> quad_of("MOBILIZE")
    'material conflict'
    """
    return find_act(act).quad


def weigh(act, modifiers=(), *, conditional=False):
    """Return `(pressure, engagement)` of an act under its modifiers, each 0 to 1.

    `conditional` adds the act's own modifier for a condition: `agree.conditional`, and `request.precondition` unless
    another modifier of REQUEST is given; it changes no other act. The order of the modifiers doesn't matter. Raises
    InputError for an unknown act, an unknown modifier, and a modifier of another act.

    >>> weigh("AGREE", conditional=True)
    (0.0, 0.27)
    >>> weigh("REQUEST", ["request.precondition"])
    (0.45, 0.15)
    """
    entry, known = find_act(act), load_codebook().modifiers
    names = {modifiers} if isinstance(modifiers, str) else set(modifiers)
    for name in names:
        if name not in known:
            raise InputError(f"unknown modifier {name!r}; {nearest(name, known)}")
        if known[name].act != act:
            raise InputError(f"the modifier {name!r} belongs to {known[name].act}, not to {act}")
    if conditional and act == "AGREE":
        names.add("agree.conditional")
    if conditional and act == "REQUEST" and not names:
        names.add("request.precondition")
    given = [known[name] for name in sorted(names)]
    weights = []
    for axis in AXES:
        value = max(
            (getattr(modifier, axis) for modifier in given if getattr(modifier, axis) is not None),
            default=getattr(entry, axis),
        )
        for modifier in given:
            value *= modifier.times
        weights.append(round(value, 6))
    return tuple(weights)
