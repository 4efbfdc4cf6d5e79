# ruff: noqa: E501 (pages are data)
"""Where a page's dates disagree: what is shown beside the headline, the address, the data; and when none is believed."""

from datetime import date, timedelta

import pytest
from lxml import html

from detente.documents.loading import load_documents
from detente.documents.pages.web import read_page
from detente.documents.pages.web_dates import choose_date
from detente.documents.pages.web_shown import find_shown_date
from test_web import LD, page

SHOWN = "<p>By A. Writer | 14 February 2018 | World</p>"
STATED = LD % '{"@type": "NewsArticle", "datePublished": "%s"}'
HEADLINE = "Hotline rings again"


def read(head="", before="", path="world/hotline", **known):
    found = read_page(page(head, before, **known), url=f"https://example.org/{path}")
    return str(found["date"].start) if found["date"].precision == "day" else None, found


def test_what_is_shown_beside_the_headline_beats_what_the_data_state():
    assert read(STATED % "2018-03-20", SHOWN)[0] == "2018-02-14"


def test_the_address_beats_what_the_data_state():
    assert read(STATED % "2018-02-15T02:30:00Z", path="2018/02/14/hotline")[0] == "2018-02-14"


@pytest.mark.parametrize(
    "head, before, path",
    [
        (STATED % "2018-02-14", SHOWN, "2018/02/15/hotline"),
        (STATED % "2018-02-14", "<p>15 February 2018</p>", "2018/02/14/hotline"),
        (STATED % "2018-02-20", SHOWN, "2018/02/14/hotline"),
    ],
)
def test_what_two_sources_say_beats_a_third(head, before, path):
    assert read(head, before, path)[0] == "2018-02-14"


def test_three_sources_that_all_differ_are_refused_with_their_dates():
    day, found = read(STATED % "2018-02-16", SHOWN, "2018/02/15/hotline")
    assert day is None and found["date_refused"] and found["date_origin"] is None
    assert found["date"].reason == "the page contradicts itself: 2018-02-14, 2018-02-15, 2018-02-16"


def test_a_page_with_five_contradicting_dates_has_none_and_the_summary_says_why(tmp_path):
    head = (
        STATED % "2018-02-16"
        + "<meta property='article:published_time' content='2018-02-17'><meta name='pubdate' content='20180218'>"
    )
    address = "<link rel='canonical' href='https://example.org/2018/02/15/hotline'>"
    path = tmp_path / "2018-01-01.html"  # nor is the name of the file taken instead
    path.write_text(page(head + address, SHOWN), encoding="utf-8")
    documents, _ = load_documents(path, progress=False)
    assert documents["date_precision"].tolist() == ["none"] and documents["date_origin"].isna().all()
    problem = documents.attrs["date_problems"][0]
    assert "contradicts itself" in problem["reason"] and problem["reason"].count("2018-") == 5


def test_data_alone_that_state_three_days_are_refused_and_two_are_not():
    two = STATED % "2018-02-14" + "<meta name='pubdate' content='20180218'>"
    assert read(two)[0] == "2018-02-14"
    assert read(two + "<meta name='dc.date' content='2018-03-18'>")[1]["date_refused"]


def test_a_day_to_come_is_no_publication_but_tomorrow_may_be_today_elsewhere():
    ahead = [(date.today() + timedelta(days)).isoformat() for days in (1, 3)]
    assert read(STATED % ahead[0])[0] == ahead[0]
    day, found = read(STATED % ahead[1])
    assert day is None and found["date_refused"] and "still to come" in found["date"].reason
    assert read(STATED % ahead[1], SHOWN)[0] == "2018-02-14"


def test_a_day_older_than_the_web_needs_two_sources():
    day, found = read(STATED % "1970-01-01")
    assert day is None and "older than the web" in found["date"].reason
    assert read(STATED % "1970-01-01", SHOWN)[0] == "2018-02-14"
    assert read(STATED % "1972-02-27", "<p>27 February 1972</p>")[0] == "1972-02-27"


@pytest.mark.parametrize(
    "before",
    [
        "<ul class='nav meta'><li>14/02/2018 10:30</li></ul><p>Photo: Agency</p>",
        "<p>14. 2. 2018 - 04:30 - Agency</p>",
        "<h5>Date:</h5>2018-02-14",
        "<p>14.02.2018 The two governments, which had long been silent, agreed to reopen the military hotline between them, officials said.</p>",
    ],
)
def test_a_date_beside_the_headline_needs_no_mark_up(before):
    before = before.replace(" class='nav meta'", " class='meta'")
    assert read("", before, lang="xx")[0] == "2018-02-14"


@pytest.mark.parametrize(
    "before",
    [
        "<p>Updated 14 February 2018</p>",
        "<p>Last updated:</p> 14 February 2018",
        "<p class='modified'>14 February 2018</p>",
        "<ul class='related'><li>14 February 2018</li></ul>",
        "<p>13 February 2018 to 14 February 2018</p>",
        "<p>" + "It was a long day in the capital, and nobody had slept. " * 10 + "</p><p>14 February 2018</p>",
        "<p>The two governments have not spoken to each other since the summit that was held in the capital on 14 February 2018.</p>",
    ],
)
def test_an_update_a_side_bar_two_days_a_far_off_one_and_a_sentence_show_no_publication(before):
    tree = html.document_fromstring(page("", before))
    assert find_shown_date(tree, HEADLINE, "en").reason == "no date is shown beside the headline"


def test_a_frame_called_a_card_that_holds_the_headline_is_not_aside():
    source = page("", SHOWN).replace("<article>", "<div class='card menu'>").replace("</article>", "</div>")
    assert str(read_page(source, url="https://example.org/world/hotline")["date"].start) == "2018-02-14"


def test_the_choice_is_the_same_on_any_later_day():
    from detente.documents.dates.stated import make_span

    days = [make_span(2018, 2, 14)]
    for today in (date(2018, 2, 14), date(2030, 1, 1)):
        assert choose_date([], days, None, today=today) == (days[0], "metadata", False)
    assert choose_date([], [], "nothing is stated")[0].reason == "nothing is stated"
