"""Names: homonyms, office dates, words that only contain a name, compounds, and names that stay open."""

import csv
from datetime import date

import pytest

from detente.coding.lexicon.lexicons import DATA, known_languages, read_lexicon
from detente.coding.lexicon.names.actors import NOT_AN_ACTOR, in_term, read_actors, read_persons


def named(text, language, within=None):
    """Return [(words, actors)] for the mentions of a sentence."""
    tokens = read_lexicon(language).tokenise(text)
    return [(text[m.start : m.end], "+".join(m.actors)) for m in read_actors(language).find(text, tokens, within=within)]


@pytest.mark.parametrize(
    "text, language, expected",
    [
        ("Niger and Nigeria closed the border.", "en", [("Niger", "NER"), ("Nigeria", "NGA")]),
        (
            "Guinea, Guinea-Bissau and Equatorial Guinea signed.",
            "en",
            [("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Equatorial Guinea", "GNQ")],
        ),
        ("North Korea and South Korea talked.", "en", [("North Korea", "PRK"), ("South Korea", "KOR")]),
        ("The Washington Post asked in Washington State.", "en", []),
        ("Georgia thanked Poland.", "en", [("Georgia", "GEO"), ("Poland", "POL")]),
        ("Michael Jordan flew to Jordan.", "en", [("Jordan", "JOR")]),
        ("Austria is not Australia.", "en", [("Austria", "AUT"), ("Australia", "AUS")]),
        ("Congo protested.", "en", [("Congo", "COD+COG")]),
        ("Iran en Irak", "nl", [("Iran", "IRN"), ("Irak", "IRQ")]),
        ("'s-Gravenhage waarschuwt Moskou", "nl", [("'s-Gravenhage", "NLD"), ("Moskou", "RUS")]),
    ],
)
def test_names_resolve_to_the_actor_meant(text, language, expected):
    assert named(text, language) == expected


@pytest.mark.parametrize(
    "text, within, expected",
    [
        ("Mike Pence spoke.", (date(2018, 2, 1), date(2018, 2, 28)), [("Mike Pence", "USA")]),
        ("Mike Pence spoke.", (date(2023, 2, 1), date(2023, 2, 28)), []),
        ("Mike Pence spoke.", None, [("Mike Pence", "USA")]),
    ],
)
def test_a_person_counts_only_within_a_term(text, within, expected):
    assert named(text, "en", within) == expected


def test_a_family_name_counts_once_the_full_name_has_stood():
    tokens = read_lexicon("en").tokenise("Kim smiled.")
    index = read_actors("en")
    assert index.find("Kim smiled.", tokens) == []
    assert [m.actor for m in index.find("Kim smiled.", tokens, known={"Kim Jong Un"})] == ["PRK"]


def test_every_term_of_office_is_in_order():
    for person, forms in read_persons():
        assert person.start is None or person.end is None or person.start <= person.end, person
        assert any(forms.values()), person
        assert in_term(person, (person.start or date(2000, 1, 1), person.start or date(2000, 1, 1))), person


def _owners_of(language):
    """Return {name without its marks: actors} of the persons whom a language can meet: Latin names and its own forms."""
    owners = {}
    for person, forms in read_persons():
        for form in forms.get("latin", []) + forms.get(language, []):
            owners.setdefault(form.lstrip("~").replace("*", ""), set()).add(person.actor)
    return owners


@pytest.mark.parametrize("language", known_languages())
def test_no_person_stands_among_the_states_and_bodies(language):
    owners, twice = _owners_of(language), []
    with (DATA / "actors" / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            # A capital or another state's town may bear a person's name: Muscat, Medina.
            own = owners.get(row["form"].replace("*", ""), set())
            if row["kind"] == "person" or row["kind"] != "capital" and own & {row["actor"]} or own and row["actor"] == NOT_AN_ACTOR:
                twice.append((row["actor"], row["form"]))
    assert not twice, f"these are persons: take them out of actors/{language}.csv"
