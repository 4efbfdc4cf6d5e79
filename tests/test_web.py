# ruff: noqa: E501 (pages and sentences are data)
"""Web pages: the publication date as stated, never the update, the crawl or a side bar; a headline; text without navigation."""

import importlib.util
from pathlib import Path

import pytest

from detente.documents.pages.web import read_page

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
BODY = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The two governments agreed on Tuesday to reopen the military hotline that had been silent for nearly two years, officials said.",
        "A spokesman for the ministry told reporters that the line was clear and that both operators had given their names.",
        "Analysts cautioned that an open telephone line is a modest beginning and that earlier thaws had ended within months.",
    )
)


def page(head="", before="", after="", lang="en", title="Hotline rings again"):
    return (
        f"<html lang='{lang}'><head><title>{title} | Example News</title><meta property='og:site_name' content='Example News'>{head}</head><body>"
        f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World news section</a></li></ul></nav><article><h1>{title}</h1>{before}{BODY}</article>{after}"
        "<footer>Copyright 2026 Example News, all rights reserved</footer></body></html>"
    )


def day(html, url="https://example.org/world/hotline"):
    found = read_page(html, url=url)["date"]
    return str(found.start) if found.precision == "day" else None


LD = "<script type='application/ld+json'>%s</script>"
UPDATED = "<meta property='article:modified_time' content='2018-03-01'>"


@pytest.mark.parametrize(
    "head, before",
    [
        (
            LD % '{"@type": "NewsArticle", "datePublished": "2018-02-14T23:30:00-05:00", "dateModified": "2018-03-01"}',
            "",
        ),
        (
            LD
            % '{"@graph": [{"@type": "WebPage", "datePublished": "2018-03-01"}, {"@type": ["NewsArticle"], "datePublished": "2018-02-14"}]}',
            "",
        ),
        (
            LD % '[{"@type": "Organization", "name": "X"}, {"@type": "Article", "datePublished": "14 February 2018"}]',
            "",
        ),
        (LD % '{"@type": "NewsArticle", "datePublished": "2018-02-14", "headline": "broken "json"}', ""),
        ("<meta property='article:published_time' content='2018-02-14T10:00:00Z'>", ""),
        ("<meta name='DC.date.issued' content='2018-02-14'>", ""),
        ("<meta itemprop='datePublished' content='Wed, 14 Feb 2018 10:00:00 GMT'>", ""),
        ("<meta name='pubdate' content='20180214'>", ""),
        ("", "<time datetime='2018-02-14'>yesterday</time>"),
        (
            "",
            "<time datetime='2018-03-01' class='updated'>1 March</time><time datetime='2018-02-14' class='published'>14 February</time>",
        ),
        ("", "<span itemprop='datePublished' content='2018-02-14'></span>"),
        ("", "<p class='published-date'>By A. Writer / February 14, 2018</p>"),
        ("", "<p>Seoul, February 14, 2018</p>"),
        ("", "<abbr class='published' title='2018-02-14T10:00:00'>14.2.</abbr>"),
    ],
)
def test_the_publication_date_is_found_wherever_a_page_states_it(head, before):
    assert day(page(UPDATED + head, before)) == "2018-02-14"


def test_the_address_dates_a_page_that_states_nothing():
    found = read_page(page(), url="https://example.org/2018/02/14/hotline")
    assert (str(found["date"].start), found["date_origin"]) == ("2018-02-14", "url")


@pytest.mark.parametrize(
    "head, before, after",
    [
        (UPDATED, "", ""),
        ("", "<p>Last updated <time datetime='2018-03-01' class='updated'>1 March</time></p>", ""),
        ("", "", "<aside><time datetime='2018-03-01'>1 March</time></aside>"),
        (
            "",
            "",
            "<div class='related-articles'><ul><li><time datetime='2018-03-01'>1 March</time> Another story</li></ul></div>",
        ),
        ("<meta property='article:published_time' content='2018-02-31'>", "", ""),
        ("<meta property='article:published_time' content='14/02/18'>", "", ""),
    ],
)
def test_no_date_is_better_than_an_update_a_side_bar_or_an_impossible_one(head, before, after):
    found = read_page(page(head, before, after), url="https://example.org/world/hotline")
    assert (found["date"].start, found["date_origin"]) == (None, None)
    assert found["date"].reason


def test_a_front_page_has_no_date_of_its_own():
    assert (
        day(page("<meta property='article:published_time' content='2018-02-14'>"), url="https://example.org/") is None
    )


def test_text_is_the_article_without_navigation_and_footer():
    found = read_page(page())
    assert "military hotline" in found["text"] and "modest beginning" in found["text"]
    assert "World news section" not in found["text"] and "Copyright" not in found["text"]


@pytest.mark.parametrize(
    "head, shown, expected",
    [
        ("", "Hotline rings again", "Hotline rings again"),
        (
            "<meta property='og:title' content='Hotline rings again - Example News'>",
            "Hotline rings again",
            "Hotline rings again",
        ),
        (LD % '{"@type": "NewsArticle", "headline": "Line open &amp; clear"}', "Line open", "Line open & clear"),
        (
            LD % '{"@type": "NewsArticle", "headline": "After two years of silence the phone r..."}',
            "After two years of silence the phone rang",
            "After two years of silence the phone rang",
        ),
    ],
)
def test_the_headline_is_the_articles_without_the_outlets_name(head, shown, expected):
    assert read_page(page(head, title=shown))["title"] == expected


def test_outlet_author_address_and_language_are_as_stated():
    found = read_page(
        page(
            LD % '{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "A. Writer"}, {"name": "B. Editor"}]}'
            + "<link rel='canonical' href='/world/hotline'>",
            lang="pt_br",
        ),
        url="https://example.org/amp/hotline?x=1",
    )
    assert (found["outlet"], found["author"], found["url"], found["language"]) == (
        "Example News",
        "A. Writer, B. Editor",
        "https://example.org/world/hotline",
        "pt-BR",
    )


@pytest.mark.parametrize(
    "lang, printed",
    [
        ("nl", "Seoul, 14 februari 2018"),
        ("de", "Seoul, 14. Februar 2018"),
        ("fr", "Séoul, le 14 février 2018"),
        ("es", "Seúl, 14 de febrero de 2018"),
        ("ru", "Сеул, 14 февраля 2018 года"),
        ("zh", "2018年2月14日 10:30"),
        ("ja", "2018年2月14日 10時30分"),
        ("ko", "2018년 2월 14일"),
        ("ar", "سيول، 14 فبراير 2018"),
    ],
)
def test_a_printed_date_is_read_in_the_pages_language(lang, printed):
    assert day(page("", f"<div class='article-date'>{printed}</div>", lang=lang)) == "2018-02-14"


@pytest.mark.parametrize(
    "html",
    [
        "",
        b"",
        "<html>",
        "plain words only",
        "<!DOCTYPE html><html><body></body></html>",
        b"\x00\x01\x02",
        "<html><script type='application/ld+json'>[[[[</script>",
        "<a" * 5000,
    ],
)
def test_what_is_no_page_has_no_text_and_raises_nothing(html):
    assert read_page(html)["text"].strip() in ("", "plain words only")


def _benchmark():
    spec = importlib.util.spec_from_file_location(
        "pages", Path(__file__).resolve().parents[1] / "benchmarks" / "pages.py"
    )
    pages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pages)
    return pages


@pytest.mark.skipif(not (CORPORA / "dated_html").is_dir(), reason="the pages with checked dates are not here")
def test_publication_dates_of_real_pages_are_exact_in_nine_of_ten(capsys):
    pages = _benchmark()
    rows = list(pages.read_gold(CORPORA / "dated_html"))
    right = sum(
        (str(found.start) if found.precision == "day" else "nan") == row["date"]
        for row, found in ((row, read_page(source, url=row["url"])["date"]) for row, source in rows)
    )
    assert right >= 0.9 * len(rows)


@pytest.mark.skipif(not (CORPORA / "kremlin_html").is_dir(), reason="the pages of transcripts are not here")
def test_transcripts_are_dated_by_publication_and_not_by_update(capsys):
    _benchmark().score_kremlin(CORPORA / "kremlin_html", False)
    assert "100.0 %" in capsys.readouterr().out
