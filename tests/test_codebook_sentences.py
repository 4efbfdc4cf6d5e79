"""The codebook's own examples come out as it says, and its near misses don't."""

import re

import pytest

from detente.codebook import ACTS, find_act
from detente.coding.statements import code_text

# Sentences of one named actor, from which nothing between two can be coded.
ONE_ACTOR = {"Madrid gave in and let the inspectors in."}


def acts_in(sentence):
    """Return the acts coded as current in a sentence, its bracketed remark left out."""
    return {row["act"] for row in code_text(re.sub(r"\s*\(.*\)$", "", sentence), "en")[0] if row["frame"] == "current"}


@pytest.mark.parametrize("act", ACTS)
def test_an_example_is_coded_as_its_act(act):
    example = find_act(act).example
    assert acts_in(example) == (set() if example in ONE_ACTOR else {act})


@pytest.mark.parametrize("act", ACTS)
def test_a_near_miss_is_not(act):
    assert act not in acts_in(find_act(act).near_miss)
