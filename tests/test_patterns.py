"""The notation of patterns, over words and over characters."""

import pytest

from detente.coding.lexicon.lexicons import Lexicon
from detente.coding.lexicon.patterns import expand
from detente.schema import InputError


def found(pattern, text, **content):
    """Return the words that a pattern matches in a text, piece by piece, or None."""
    lexicon = Lexicon("xx", {"cues": {"AGREE": pattern}, **content})
    matches = lexicon.scan(text)[1].get("cue", [])
    return [text[start:end] for start, end in matches[0].spans] if matches else None


@pytest.mark.parametrize(
    "pattern, text, expected",
    [
        ("open talks", "They open talks.", ["open", "talks"]),
        ("open talks", "They open, talks.", None),
        ("open … talks", "They open long, secret talks.", ["open", "talks"]),
        ("open … talks", "They open " + "very " * 9 + "talks.", None),
        ("(open|start) talks", "They start talks.", ["start", "talks"]),
        ("open [direct] talks", "They open direct talks.", ["open", "direct", "talks"]),
        ("open [direct] talks", "They open talks.", ["open", "talks"]),
        ("sanction*", "New sanctions.", ["sanctions"]),
        ("*sancties", "De handelssancties blijven.", ["handelssancties"]),
        ("=Open", "open talks", ["open"]),
        ("^open", "They open talks.", None),
        ("^open", "Now, open talks.", ["open"]),
        ("talks & open", "They open, at last, talks.", ["open", "talks"]),
        ("talks & open", "They open. " + "very " * 20 + "talks", None),
    ],
)
def test_a_pattern_over_words_matches_what_the_notation_says(pattern, text, expected):
    assert found(pattern, text) == expected


def test_inflection_is_the_lemmatisers():
    assert found("condemn", "He condemned it.", lemmatiser="en") == ["condemned"]
    assert found("veroordelen", "Hij veroordeelt het.", lemmatiser="nl") == ["veroordeelt"]
    assert found("=condemn", "He condemned it.", lemmatiser="en") is None


@pytest.mark.parametrize(
    "pattern, text, expected",
    [
        ("谴责", "中方强烈谴责此举", ["谴责"]),
        ("(取消|解除) … 制裁", "美方宣布解除对伊朗的制裁", ["解除对伊朗的制裁"]),
        ("제재 해제", "대북 제재해제를 요구", ["제재해제"]),
        ("制裁 & 拒绝", "拒绝解除制裁", ["拒绝", "制裁"]),
    ],
)
def test_a_pattern_over_characters_needs_no_spaces(pattern, text, expected):
    assert found(pattern, text, mode="characters") == expected


@pytest.mark.parametrize("pattern", ["", "(a|b", "a ((b))", "(" + "|".join(f"a b{i}" for i in range(30)) + ") " * 2])
def test_a_pattern_that_cannot_be_read_is_an_error_that_shows_it(pattern):
    with pytest.raises(InputError):
        found(pattern or " ", "text") or expand(pattern)


def test_single_words_of_one_bracket_stay_one_variant():
    assert len(expand("(a|b|c|=d|=e|f*) (g|h i)")) == 3 * 2
