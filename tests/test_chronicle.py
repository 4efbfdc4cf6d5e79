"""The composed chronicle loads whole, dated and told apart as it was written, and its list of facts fits its documents."""

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

import detente as dt

SEEDS = Path(__file__).parent.parent / "seeds"
CHRONICLE = SEEDS / "chronicle"
LANGUAGES = {"nl", "en", "de", "fr", "es", "ru", "zh", "ja", "ko", "ar"}
SEVERAL = {"jsonl", "csv", "rss"}  # formats in which a file holds several documents
COPIES = [
    {"ar/marsa.jsonl#3", "ar/waha_dawat-moon.html"},
    {"de/donauwarte_trump-uno-warte.html", "de/trump-uno.txt"},
    {
        "en/harbour-ledger.jsonl#4",
        "en/meridian-wire_shipping.html",
        "en/northfield-dispatch_shipping-dispatch.md",  # with a paragraph added
    },
    {"es/correo-del-mirador_liberados.md", "es/ribera-diaria_liberados-ribera.eml"},
    {"fr/courrier-des-rives.csv#3", "fr/phare-du-matin_liste-terrorisme-phare.html"},
    {"ja/hokuho_hokkaido-tsuka.html", "ja/shiomi.csv#3"},
    {"ko/handeul.jsonl#5", "ko/saebyeoknaru_teuksadan.html", "ko/teuksadan-gipan.txt"},
    {"nl/guam.txt", "nl/maaspost.csv#3", "nl/noordzeebode_guam-bode.md"},
    {"ru/severny-listok.jsonl#5", "ru/vestnik-pristani_vladivostok-vestnik.md", "ru/vladivostok.txt"},
    {"zh/jiangan.jsonl#5", "zh/kim-beijing.txt", "zh/yuanshan_kim-beijing-yuanshan.md"},
]


@pytest.fixture(scope="module")
def loaded():
    return dt.load_documents(CHRONICLE, progress=False)


@pytest.fixture(scope="module")
def documents(loaded):
    """Return the documents by the name that facts.csv gives them: path, and record where a file holds several."""
    documents = loaded[0]
    names = [
        f"{row.path}#{row.record}" if row.format in SEVERAL else row.path for row in documents.itertuples(index=False)
    ]
    return documents.set_index(pd.Index(names))


@pytest.fixture(scope="module")
def facts():
    with (CHRONICLE / "facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_is_read_but_the_broken_file(loaded):
    documents, rejected = loaded
    assert len(documents) == 182 and rejected["path"].tolist() == ["de/havelbote_abgebrochen.docx"]


def test_each_language_has_at_least_twelve_documents_and_is_recognised(documents):
    assert (documents["language"] == documents["path"].str[:2]).all()
    counts = documents["language"].value_counts()
    assert set(counts.index) == LANGUAGES and counts.min() >= 12


def test_dates_lie_within_the_four_years_and_one_document_has_none(documents):
    undated = documents[documents["date_precision"] == "none"]
    assert undated.index.tolist() == ["de/leitartikel-gipfel.txt"] and undated["date_start"].isna().all()
    months = documents[documents["date_precision"] == "month"]
    assert sorted(months.index) == ["ko/hoedam-geobu.txt", "nl/derde-spoor.txt"]
    dated = documents.drop(undated.index)
    assert dated["date_start"].dt.year.between(2016, 2019).all()
    assert (dated.drop(months.index)["date_precision"] == "day").all()


@pytest.mark.parametrize(
    "name, day, origin",
    [
        ("nl/guam.txt", "2017-08-09", "header"),
        ("nl/stockholm.txt", "2019-10-06", "text"),
        ("en/meridian-wire_envoy-easter.txt", "2018-04-18", "text"),
        ("ru/vladivostok.txt", "2019-04-25", "text"),
        ("zh/mfa-briefing.txt", "2018-01-09", "text"),
        ("ko/beuriping-tongilbu.txt", "2018-05-18", "text"),
        ("ar/mutamar-sahafi.txt", "2019-05-10", "text"),
        ("ja/shiomi.csv#1", "2016-02-13", "metadata"),
        ("en/meridian-wire.xml#6", "2019-11-18", "metadata"),
        ("de/donauwarte_niedrigwasser.eml", "2018-10-23", "header"),
    ],
)
def test_a_date_is_the_one_that_was_written(documents, name, day, origin):
    assert documents.at[name, "date_start"] == pd.Timestamp(day) == documents.at[name, "date_end"]
    assert documents.at[name, "date_origin"] == origin


def test_a_web_page_under_a_wrong_extension_is_read_as_one(documents):
    page = documents.loc["ru/severny-listok_proekt-rezolyucii.txt"]
    assert page["format"] == "html" and page["outlet"] == "Северный листок" and "<p>" not in page["text"]


def test_copies_share_a_story_and_nothing_else_does(documents):
    stories = [set(names) for names in documents.groupby("story_id").groups.values() if len(names) > 1]
    assert sorted(map(sorted, stories)) == sorted(map(sorted, COPIES))


def test_a_briefing_in_each_language_has_turns(documents):
    briefings = documents[documents["turns"].notna()]
    assert set(briefings["language"]) == LANGUAGES
    assert all(len({turn["speaker"] for turn in turns}) == 2 for turns in briefings["turns"])


def test_loading_the_seeds_gives_the_article_alone():
    documents, rejected = dt.load_documents(SEEDS, progress=False)
    assert len(documents) == 1 and rejected.empty and documents.at[0, "path"].startswith("000_")
    assert "chronicle/" in documents.attrs["summary"]


def test_the_card_says_that_it_is_composed(loaded):
    assert loaded[0].attrs["card"]["note"].startswith("Composed for demonstration")


def test_each_fact_belongs_to_a_document_and_each_document_has_one(documents, facts):
    assert list(facts[0]) == ["document", "date", "source", "target", "lean", "fact"]
    assert {row["document"] for row in facts} == set(documents.index)
    assert len({tuple(row.values()) for row in facts}) == len(facts)


def test_each_fact_names_two_actors_a_lean_and_a_day_month_or_year(facts):
    for row in facts:
        assert re.fullmatch(r"[A-Z]{3}", row["source"]) and re.fullmatch(r"[A-Z]{3}", row["target"]), row
        assert row["source"] != row["target"] and row["lean"] in {"pressure", "engagement", "none"}, row
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", row["date"]) and row["fact"].strip(), row


def test_no_fact_is_later_than_the_document_that_states_it(documents, facts):
    ends = documents["date_end"]
    late = [row for row in facts if pd.Timestamp(row["date"]) > ends[row["document"]]]  # no date is never earlier
    assert late == []


def test_copies_state_the_same_facts(facts):
    stated = {}
    for row in facts:
        stated.setdefault(row["document"], set()).add((row["date"], row["source"], row["target"], row["lean"]))
    for copies in COPIES:
        shared = set.intersection(*(stated[name] for name in copies))
        assert all(len(stated[name] - shared) <= 1 for name in copies)


def test_the_main_dyad_moves_both_ways_in_every_year(facts):
    for year in ("2016", "2017", "2018", "2019"):
        leans = {
            row["lean"]
            for row in facts
            if (row["source"], row["target"]) == ("USA", "PRK") and row["date"].startswith(year)
        }
        assert {"pressure", "engagement"} <= leans


def test_what_the_readme_counts_is_so(documents):
    prose = " ".join((SEEDS / "README.md").read_text("utf-8").split())
    repeats = len(documents) - documents["story_id"].nunique()
    assert f"{len(documents)} short documents in ten languages" in prose
    assert repeats == 15 and "fourteen exact repeats of a report under other headlines and one with a paragraph added" in prose
