# ruff: noqa: E501 (pages and sentences are data)
"""Stories: copies share one, whatever their headline; two articles on one event, templates and translations don't."""

from itertools import combinations

import pandas as pd
import pytest

from data_stories import make_story_set
from detente.documents.stories import assign_stories


def documents_of(texts, *, days=None, languages=None, titles=None, ids=None):
    dates = pd.Series(
        [
            pd.NaT if day is None else pd.Timestamp("2018-02-01") + pd.Timedelta(days=day)
            for day in (days or [0] * len(texts))
        ],
        dtype="datetime64[us]",
    )
    return pd.DataFrame(
        {
            "document_id": ids or [f"{i:016x}" for i in range(len(texts))],
            "title": titles or [None] * len(texts),
            "text": texts,
            "language": languages or ["en"] * len(texts),
            "date_start": dates,
            "date_end": dates,
        }
    )


@pytest.fixture(scope="module")
def story_set():
    return make_story_set()


def test_pairs_of_the_story_set_are_found_with_f1_of_at_least_95_percent(story_set):
    documents, truth = story_set
    stories = assign_stories(documents)
    found = {(i, j) for i, j in combinations(range(len(truth)), 2) if stories.iloc[i] == stories.iloc[j]}
    true = {(i, j) for i, j in combinations(range(len(truth)), 2) if truth.iloc[i] == truth.iloc[j]}
    assert 2 * len(found & true) / (len(found) + len(true)) >= 0.95
    wrong = found - true
    assert len(wrong) <= 0.02 * len(found), sorted({(truth.iloc[i], truth.iloc[j]) for i, j in wrong})


def test_the_order_of_rows_does_not_matter(story_set):
    documents, _ = story_set
    stories = assign_stories(documents)
    for seed in range(3):
        assert assign_stories(documents.sample(frac=1, random_state=seed)).sort_index().equals(stories)


def test_the_story_is_named_for_the_smallest_document_and_keeps_the_index(story_set):
    documents, _ = story_set
    part = documents.iloc[::2]
    stories = assign_stories(part)
    assert stories.index.equals(part.index)
    for story, ids in part["document_id"].groupby(stories):
        assert story == min(ids)


ARTICLE = (
    "The two governments agreed on Tuesday to reopen the military hotline that had been silent for nearly two years. Officials spoke for twenty minutes in the border village, "
    "their first direct exchange since the winter before last. A spokesman declined to describe the tone of the conversation."
)


def test_the_same_text_is_one_story_within_fourteen_days_and_two_beyond():
    assert assign_stories(documents_of([ARTICLE, ARTICLE], days=[0, 14])).nunique() == 1
    assert assign_stories(documents_of([ARTICLE, ARTICLE], days=[0, 15])).nunique() == 2


def test_the_same_text_in_two_languages_by_tag_is_two_stories():
    assert assign_stories(documents_of([ARTICLE, ARTICLE], languages=["en", "nl"])).nunique() == 2


def test_an_undated_copy_joins_by_identical_text_only():
    assert assign_stories(documents_of([ARTICLE, ARTICLE], days=[0, None])).nunique() == 1
    assert assign_stories(documents_of([ARTICLE, ARTICLE + " More follows."], days=[0, None])).nunique() == 2
    assert assign_stories(documents_of([ARTICLE, ARTICLE, ARTICLE], days=[0, 100, None])).iloc[2] == f"{0:016x}"


def test_a_form_filled_in_with_other_figures_is_another_story():
    form = (
        "The ministry said that the missile flew {} kilometres at an altitude of {} kilometres after its launch at {} on the morning of {} March, and that intelligence services "
        "are analysing the details together with their partners. The military has strengthened its surveillance and maintains a full readiness posture. The council met and expressed "
        "its strong regret, calling on the other side to stop at once all acts that raise tension on the peninsula and in the region."
    )
    assert (
        assign_stories(documents_of([form.format(410, 50, "6:42", 2), form.format(240, 30, "7:15", 9)])).nunique() == 2
    )


READOUT = (
    "The Secretary-General spoke today by telephone with {} of {}. They discussed the situation in the region and the need for all parties to exercise restraint. "
    "The Secretary-General reiterated his call for a resumption of dialogue and the full implementation of the relevant resolutions of the Security Council, and "
    "expressed appreciation for the support of the country for the work of the Organization."
)


def test_a_form_filled_in_with_other_names_is_another_story():
    calls = [
        READOUT.format("Foreign Minister Kang", "the Republic of Korea"),
        READOUT.format("Prime Minister Abe", "Japan"),
    ]
    assert assign_stories(documents_of(calls, days=[0, 1])).nunique() == 2


def test_a_desk_that_spells_names_its_own_way_has_the_same_story():
    call = READOUT.format("Foreign Minister Kang", "South Korea")
    own_way = call.replace("South Korea", "the Republic of Korea").replace("today", "on Tuesday")
    assert assign_stories(documents_of(["SEOUL (Agency) - " + call, "Tuesday: " + own_way])).nunique() == 1


def test_an_update_with_another_toll_is_the_same_story():
    assert (
        assign_stories(
            documents_of([ARTICLE + " Four people were hurt, 12 left.", ARTICLE + " Four people were hurt, 14 left."])
        ).nunique()
        == 1
    )


def test_short_texts_share_a_story_only_if_identical():
    assert (
        assign_stories(
            documents_of(["Talks resume on Monday.", "Talks resume on Monday!", "Talks resume on Tuesday."])
        ).nunique()
        == 2
    )


def test_empty_texts_and_missing_values_are_stories_of_their_own():
    texts = documents_of(["", "", None, " "])
    assert assign_stories(texts).tolist() == texts["document_id"].tolist()
    assert assign_stories(documents_of([])).tolist() == []


def test_forty_copies_are_one_story_and_strangers_between_them_are_none():
    texts = [
        f"Desk {i}. {ARTICLE}" if i % 2 else f"Item {i}: " + " ".join(f"word{i}x{k}" for k in range(60))
        for i in range(80)
    ]
    assert assign_stories(documents_of(texts)).nunique() == 41
