"""Combinations: a verb and its object make a cue together, in one clause, with nothing between them that parts phrases."""

import tomllib

import pytest

from detente.coding.lexicon.acts.combinations import NOUN, combine, read_combinations
from detente.coding.lexicon.lexicons import DATA, Lexicon, known_languages
from detente.coding.lexicon.readings import read_sentence

WORDS = {
    "lemmatiser": "en",
    "classes": {"give": ["hand"], "give_n": ["delivery"], "arms": ["howitzer"], "detain": ["arrest"], "people": ["sailor"]},
    "grammar": {"and": ["and"], "passive": ["=were"], "infinitive": ["=to"]},
}


def _combined(sentence):
    reading = read_sentence(sentence, Lexicon("en", WORDS), mentions=[])
    return [(match.cue.name, sentence[match.start : match.end]) for match in reading.found.get("cue", ())]


@pytest.mark.parametrize(
    ("sentence", "name", "words"),
    [
        ("Oslo handed Kyiv howitzers.", "AID: give + arms", "handed Kyiv howitzers"),
        ("Howitzers were handed over on Monday.", "AID: give + arms", "Howitzers were handed"),
        ("The delivery of howitzers went on.", "AID: give + arms", "delivery of howitzers"),
        ("Oslo arrested two sailors.", "COERCE: detain + people", "arrested two sailors"),
    ],
)
def test_a_verb_and_its_object_make_a_cue(sentence, name, words):
    assert _combined(sentence) == [(name, words)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Oslo handed Kyiv a letter.",
        "Howitzers rust while ministers hand out medals.",
        "Oslo handed out medals, and howitzers rusted.",
        "Oslo arrested a minister and freed two sailors.",
        "Oslo handed him a pen to sketch howitzers.",
    ],
)
def test_nothing_is_made_of_what_is_no_object(sentence):
    assert _combined(sentence) == []


def test_a_noun_of_a_verb_is_a_noun_and_a_language_without_classes_makes_nothing():
    nouns = {verb for verb, _, cue in read_combinations() if cue.options.get("noun")}
    assert nouns == {verb for verb, _, _ in read_combinations() if verb.endswith(NOUN)}
    reading = read_sentence("Oslo handed Kyiv howitzers.", Lexicon("en", {"lemmatiser": "en"}), mentions=[])
    assert combine(reading) is None and "cue" not in reading.found


@pytest.mark.parametrize("language", known_languages())
def test_every_class_of_a_lexicon_is_one_that_combinations_name(language):
    content = tomllib.loads((DATA / "lexicons" / f"{language}.toml").read_text(encoding="utf-8"))
    named = {name for verb, thing, _ in read_combinations() for name in (verb, thing)}
    assert set(content.get("classes", {})) <= named
