"""Scores per language are pinned with the digest of the sentences they were measured on; lowering a floor is an edit that says why."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from scores import LABELLED, SPLITS, count_split, describe_counts, labelled_languages, read_articles, read_labelled, score_articles

FLOORS = tomllib.loads((Path(__file__).parent / "score_floors.toml").read_text(encoding="utf-8"))
COLUMNS = ["id", "sentence", "source", "target", "act", "quad", "frame", "condition", "speech", "speaker", "held", "split", "note"]


@pytest.mark.parametrize("language", labelled_languages())
def test_a_language_scores_no_lower_than_its_floor(language):
    floor = FLOORS[language]
    digest = hashlib.sha256((LABELLED / f"{language}.csv").read_bytes()).hexdigest()[:16]
    assert digest == floor["digest"], "the sentences changed: measure again and pin the new scores"
    for split in SPLITS:
        scores = describe_counts(language, split, count_split(language, split)[0])
        for name in ("f1", "empty"):
            assert scores[name] >= floor[split][name], f"{language} {split} {name} is {scores[name]:.3f}"


def test_every_language_with_sentences_and_a_lexicon_has_a_floor():
    assert set(FLOORS) == {*labelled_languages(), "articles"}


@pytest.mark.parametrize("language", labelled_languages())
def test_labelled_sentences_are_well_formed(language):
    for sentence, split, rows in read_labelled(language):
        assert split in SPLITS and {row["split"] for row in rows} == {split}
        for row in rows:
            assert list(row) == COLUMNS and row["source"] != row["target"] or not row["act"]
            assert row["condition"] in sentence and row["speaker"] in sentence


def test_labelled_articles_are_well_formed_and_each_language_has_some():
    articles = read_articles()
    assert articles["id"].is_unique and set(articles["split"]) == set(SPLITS)
    assert set(articles["language"]) <= set(labelled_languages()) and articles.groupby("language").size().ge(8).all()
    for article in articles.to_dict("records"):
        moves = {article["pressure"], article["engagement"]}
        assert moves <= {"up", "down", "same"} if article["source"] else moves == {""}


def test_reported_shifts_are_found_in_articles_no_less_often_than_pinned():
    scores = score_articles().set_index(["language", "split"]).loc["all"]
    for split in SPLITS:
        for name in ("found", "direction"):
            assert scores.loc[split, name] >= FLOORS["articles"][split][name]
        assert scores.loc[split, "invented"] <= FLOORS["articles"][split]["invented"]
