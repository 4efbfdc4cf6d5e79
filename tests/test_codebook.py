"""The codebook says what the design says, and the weights follow from it."""

import pytest

from detente.codebook import ACTS, QUADS, load_codebook, quad_of, weigh
from detente.schema import InputError

PUBLISHED = {
    "AGREE": (0, 0.45),
    "CONSULT": (0, 0.50),
    "SUPPORT": (0, 0.50),
    "CONCEDE": (0, 0.65),
    "COOPERATE": (0, 0.70),
    "AID": (0, 0.75),
    "RETREAT": (0, 0.70),
    "REQUEST": (0.35, 0.10),
    "ACCUSE": (0.35, 0),
    "REJECT": (0.40, 0),
    "THREATEN": (0.60, 0),
    "PROTEST": (0.25, 0),
    "SANCTION": (0.70, 0),
    "MOBILIZE": (0.80, 0),
    "COERCE": (0.75, 0),
    "ASSAULT": (1, 0),
}


def test_the_sixteen_acts_have_the_published_weights():
    assert {act: weigh(act) for act in ACTS} == PUBLISHED


@pytest.mark.parametrize(
    "modifier, weights",
    [
        ("request.for_talks", (0.05, 0.35)),
        ("request.precondition", (0.45, 0.15)),
        ("agree.conditional", (0, 0.27)),
        ("agree.hedged", (0, 0.315)),
        ("sanction.light", (0.5, 0)),
        ("sanction.heavy", (0.85, 0)),
        ("retreat.waiver", (0, 0.4)),
        ("retreat.full", (0, 0.8)),
        ("threaten.force", (0.8, 0)),
        ("threaten.continues", (0.6, 0)),
        ("reject.avoidance", (0.25, 0)),
        ("reject.denial", (0.25, 0)),
        ("reject.not_lifting", (0.5, 0)),
        ("consult.call", (0, 0.35)),
        ("consult.envoys", (0, 0.5)),
        ("consult.summit", (0, 0.65)),
    ],
)
def test_each_modifier_changes_its_act_as_published(modifier, weights):
    assert weigh(modifier.split(".")[0].upper(), [modifier]) == pytest.approx(weights)


def test_there_are_no_other_modifiers_than_those_tested_here():
    tested = test_each_modifier_changes_its_act_as_published.pytestmark[0].args[1]
    assert {name for name, _ in tested} == set(load_codebook().modifiers)


def test_every_act_is_explained_with_an_example_and_a_near_miss():
    for act in load_codebook().acts.values():
        assert act.meaning and act.why and act.example and act.near_miss
        assert act.example != act.near_miss


def test_each_quad_has_the_acts_of_the_labelled_set():
    grouped = {quad: {act for act in ACTS if quad_of(act) == quad} for quad in QUADS}
    assert grouped["verbal cooperation"] == {"AGREE", "CONSULT", "SUPPORT"}
    assert grouped["material cooperation"] == {"CONCEDE", "COOPERATE", "AID", "RETREAT"}
    assert grouped["verbal conflict"] == {"REQUEST", "ACCUSE", "REJECT", "THREATEN"}
    assert len(grouped["material conflict"]) == 5


def test_a_condition_weakens_an_offer_and_sharpens_a_demand():
    assert weigh("AGREE", conditional=True) == (0, 0.27)
    assert weigh("REQUEST", conditional=True) == (0.45, 0.15)
    assert weigh("REJECT", conditional=True) == weigh("REJECT")


def test_modifiers_that_multiply_compound_and_their_order_does_not_matter():
    assert weigh("AGREE", ["agree.hedged"], conditional=True) == pytest.approx((0, 0.45 * 0.6 * 0.7))
    assert weigh("REQUEST", ["request.for_talks", "request.precondition"]) == weigh(
        "REQUEST", ["request.precondition", "request.for_talks"]
    )


def test_an_unknown_act_or_modifier_names_the_nearest():
    with pytest.raises(InputError, match="THREATEN"):
        weigh("THREATN")
    with pytest.raises(InputError, match="request.for_talks"):
        weigh("REQUEST", ["request.for_talk"])
    with pytest.raises(InputError, match="belongs to REQUEST"):
        weigh("AGREE", ["request.for_talks"])
