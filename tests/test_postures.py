"""Postures are means over stories of their strongest statements; answers worked out by hand."""

import pandas as pd
import pytest

from detente.postures.periods import label_posture, measure_postures, measure_stories
from detente.schema import InputError, check_table, empty_table
from seed_statements import build_seed_statements, build_statements


def day(text):
    return {"date_start": pd.Timestamp(text), "date_end": pd.Timestamp(text)}


# Ten rows: January has stories a (three statements), b, c, d, e; March has f and an unsure g; h is prior; one undated.
TEN = [
    {"story_id": "a", "act": "AGREE", **day("2018-01-03")},
    {"story_id": "a", "act": "REQUEST", **day("2018-01-03")},
    {"story_id": "b", "act": "THREATEN", **day("2018-01-10")},
    {"story_id": "c", "act": "SANCTION", **day("2018-01-11")},
    {"story_id": "d", "act": "CONSULT", **day("2018-01-20")},
    {"story_id": "e", "act": "REJECT", **day("2018-01-31")},
    {"story_id": "f", "act": "AID", **day("2018-03-05")},
    {"story_id": "g", "act": "ASSAULT", "confidence": 0.3, **day("2018-03-06")},
    {"story_id": "h", "act": "ASSAULT", "frame": "prior", **day("2018-03-07")},
    {"story_id": "i", "act": "ASSAULT"},
]


def measure_ten(**arguments):
    return measure_postures(build_statements([dict(row) for row in TEN]), "USA", "PRK", **arguments)


def test_a_period_is_the_mean_of_its_stories_strongest_statements():
    january = measure_ten().iloc[0]
    assert january["n_stories"] == 5 and january["n_statements"] == 6
    assert january["pressure"] == pytest.approx((0.35 + 0.60 + 0.70 + 0 + 0.40) / 5)
    assert january["engagement"] == pytest.approx((0.45 + 0 + 0 + 0.50 + 0) / 5)


def test_a_month_of_silence_has_nulls_and_says_why():
    months = measure_ten()
    assert list(months["period_start"].dt.month) == [1, 2, 3]
    february = months.iloc[1]
    assert pd.isna(february["pressure"]) and pd.isna(february["conditionality"]) and february["n_statements"] == 0
    assert february["label"] == "unclear" and february["label_reason"] == "no documents"


def test_prior_unsure_and_undated_statements_do_not_count():
    months = measure_ten()
    assert months.iloc[2]["pressure"] == 0 and months.iloc[2]["engagement"] == 0.75
    assert months.attrs["n_undated"] == 1


def test_below_five_stories_there_is_no_band_and_no_label():
    months = measure_ten()
    assert pd.isna(months.iloc[2]["pressure_low"]) and months.iloc[2]["label_reason"] == "too few stories"
    assert months.iloc[0]["pressure_low"] < months.iloc[0]["pressure"] < months.iloc[0]["pressure_high"]


def test_a_story_copied_forty_times_counts_once():
    rows = [dict(row) for row in TEN] + [
        {"story_id": "b", "act": "THREATEN", "document_id": f"copy{n}", **day("2018-01-12")} for n in range(40)
    ]
    rows[-1]["outlet"] = "Herald"
    january = measure_postures(build_statements(rows), "USA", "PRK").iloc[0]
    assert january["n_stories"] == 5 and january["n_outlets"] == 2
    assert january["pressure"] == pytest.approx(measure_ten().iloc[0]["pressure"])


def test_a_story_dated_to_a_month_is_spread_over_its_weeks():
    rows = [
        {
            "story_id": "a",
            "act": "AID",
            "date_start": pd.Timestamp("2018-02-01"),
            "date_end": pd.Timestamp("2018-02-28"),
        }
    ]
    weeks = measure_postures(build_statements(rows), "USA", "PRK", period="week")
    assert len(weeks) == 5 and (weeks["engagement"] == 0.75).all() and (weeks["n_stories"] == 1).all()


def test_one_outlet_is_not_averaged_with_another_when_asked_for_apart():
    rows = [
        {"story_id": f"{outlet}{n}", "act": act, "outlet": outlet, **day("2018-01-05")}
        for outlet, act in (("Pravda", "THREATEN"), ("Courant", "CONSULT"))
        for n in range(6)
    ]
    apart = measure_postures(build_statements([dict(row) for row in rows]), "USA", "PRK", by="outlet")
    assert dict(zip(apart["outlet"], apart["label"], strict=True)) == {"Courant": "conciliatory", "Pravda": "coercive"}
    together = measure_postures(build_statements(rows), "USA", "PRK")
    assert len(apart) == 2 and len(together) == 1 and together["pressure"][0] == pytest.approx(0.3)


def test_conditionality_is_the_share_of_stories_with_engagement_that_ask_something_first():
    rows = [
        {
            "story_id": "a",
            "act": "AGREE",
            "modifiers": ["agree.conditional"],
            "condition": "if it disarms",
            **day("2018-01-01"),
        },
        {"story_id": "b", "act": "AGREE", **day("2018-01-02")},
        {"story_id": "c", "act": "THREATEN", **day("2018-01-02")},
        {"story_id": "d", "act": "AGREE", **day("2018-01-02")},
        {"story_id": "d", "act": "REQUEST", "condition": "first", **day("2018-01-02")},
    ]
    assert measure_postures(build_statements(rows), "USA", "PRK")["conditionality"][0] == pytest.approx(1 / 3)


def test_the_label_waits_until_the_interval_allows_it():
    assert label_posture(12, 10, 0) == ("coercive", None)
    assert label_posture(12, 10, 11) == ("dual-track", None)
    assert label_posture(12, 4, 11) == ("unclear", "pressure too close to call")
    assert label_posture(4, 4, 0) == ("unclear", "too few stories")
    assert label_posture(5, 0, 0) == ("disengaged", None)


def test_the_seed_has_pressure_and_engagement_at_once():
    month = measure_postures(build_seed_statements(), "USA", "PRK").iloc[0]
    assert (month["pressure"], month["engagement"]) == (0.60, 0.45) and month["label_reason"] == "too few stories"


def test_the_order_of_rows_changes_nothing():
    statements = build_statements([dict(row) for row in TEN])
    shuffled = statements.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(measure_postures(statements, "USA", "PRK"), measure_postures(shuffled, "USA", "PRK"))


def test_a_silent_pair_of_real_actors_is_nulls_and_an_unknown_code_is_an_error():
    statements = build_statements([dict(row) for row in TEN])
    silent = measure_postures(statements, "USA", "KOR")
    assert len(silent) == 3 and set(silent["label_reason"]) == {"no documents", "no statements"}
    with pytest.raises(InputError, match="USA:PRK"):
        measure_postures(statements, "USA", "PKR")
    with pytest.raises(InputError, match="two actors"):
        measure_postures(statements, "USA", "USA")


def test_no_statements_give_an_empty_table_of_the_right_schema():
    assert len(check_table(measure_postures(empty_table("statements")), "postures")) == 0


@pytest.mark.parametrize("value", [float("inf"), -0.2, 1.5])
def test_a_weight_outside_the_scale_is_an_error_that_names_the_statement(value):
    statements = build_statements([dict(row) for row in TEN])
    statements.loc[3, "pressure"] = value
    with pytest.raises(InputError, match="s000003"):
        measure_postures(statements, "USA", "PRK")


def test_dates_in_the_far_past_are_measured():
    rows = [{"act": "ASSAULT", **day("1453-05-29")}, {"act": "AGREE", **day("1455-01-01")}]
    months = measure_postures(build_statements(rows), "USA", "PRK")
    assert len(months) == 21 and months["pressure"][0] == 1


def test_halving_the_modifiers_moves_a_value_halfway_to_its_act():
    rows = [{"story_id": "a", "act": "AGREE", "modifiers": ["agree.conditional"], **day("2018-01-01")}]
    statements = build_statements(rows)
    assert measure_stories(statements, scale=0.5)["engagement"][0] == pytest.approx((0.45 + 0.27) / 2)
    assert measure_stories(statements, scale=2.0)["engagement"][0] == pytest.approx(0.09)
