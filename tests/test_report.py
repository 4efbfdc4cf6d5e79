import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import detente as dt
from detente.reports import pages as report
from detente.schema import InputError, empty_table
from sample_statements import make_documents, make_history, make_statement, make_statements

SEED = Path(__file__).parent.parent / "seeds" / "000_e1d527a7d88290aa.txt"
HOSTILE = (
    "<script>document.title='gone'</script><img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} **bold** [a](javascript:alert(1)) "
    '</style></pre> Iran offered Israel talks & "more" <b>now</b> \u202egnirts.'
)


class _Page(HTMLParser):
    """What a reader of the page meets: ids, links, tags and text."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.links, self.tags, self.text, self.attributes = [], [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in ("href", "src", "xlink:href", "action")]

    def handle_data(self, data):
        self.text.append(data)


def make_corpus(documents, *rows):
    return report.Corpus("made", documents, None, make_statements(*rows) if rows else empty_table("statements"))


def hostile_corpus():
    documents = make_documents(
        HOSTILE,
        title="<script>alert('title')</script>",
        outlet="<b>Herald</b>",
        url="javascript:alert(1)",
        path="{{ 7 * 7 }}.html",
    )
    documents = pd.concat([documents, make_documents("x", "y").iloc[1:]], ignore_index=True)
    return make_corpus(
        documents,
        make_statement(
            documents,
            0,
            'Iran offered Israel talks & "more" <b>now</b>',
            "AGREE",
            condition="<b>now</b>",
            speaker="<i>Khamenei</i>",
            source_name="<i>Iran</i>",
            about="{{ 7 * 7 }}",
            cue="<u>cue</u>",
            change_stated="first",
            change_quote="{% raw %}",
        ),
    )


@pytest.fixture(scope="module")
def seed_page(tmp_path_factory):
    out = tmp_path_factory.mktemp("reports")
    path = dt.write_report(str(SEED), "USA", "PRK", out)
    return path.read_text("utf-8"), json.loads((out / "USA-PRK.findings.json").read_text("utf-8"))


def test_the_seeds_page_says_what_an_expert_reads(seed_page):
    page, findings = seed_page
    text = " ".join(_Page(page).text)
    assert (
        "The United States is reported to offer North Korea talks without its earlier precondition, and to keep the pressure where it is"
        in text
    )
    assert "From coercive to dual-track, along one axis only" in text
    assert "Als je wil praten, dan gaan we praten" in text and "Mike Pence, the vice-president" in text
    assert "February 2018, day not stated" in text and "1 document · 1 outlet, not named · Dutch" in text
    assert findings["lead_shift"]["kind"] == "reported" and findings["lead_shift"]["steps"]["pressure"] == 0
    assert [quote["role"] for quote in findings["quotes"]] == ["before", "now", "unchanged", "conditional"]


def test_the_seeds_page_says_nothing_that_the_article_does_not_show(seed_page):
    text = " ".join(_Page(seed_page[0]).text)
    assert not re.search(r"policy (has )?(shifted|changed)(?!, rather)|p [=<] |\btrend of", text)
    assert not re.search(r"Pyongyang answered|North Korea (answered|replied|rejected|accepted)(?!:)", text)
    assert not re.search(r"\b\d{1,2} February 2018", text)


def test_all_that_the_page_leads_to_is_on_it(seed_page):
    page = _Page(seed_page[0])
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert [link for link in page.links if not link.startswith("#")] == ["USA-PRK.findings.json"]


def test_the_page_is_one_file_without_script(seed_page):
    page = seed_page[0]
    assert "default-src 'none'" in page and "<script" not in page and "@import" not in page and "url(http" not in page
    assert not re.search(r'(src|srcset)="', page) and len(page.encode()) < 150_000


def test_quotes_stand_in_their_language_and_each_is_cut_from_the_article(seed_page):
    page, findings = seed_page
    documents, _ = dt.load_documents(str(SEED), progress=False)
    text = documents["text"].iloc[0]
    assert page.count('lang="nl"') >= len(findings["statements"])
    for row in findings["statements"]:
        assert "".join(piece for piece, _ in row["sentence"]) in text


def test_two_builds_are_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        documents, statements = make_history(n_months=12, turn=6)
        shuffled = statements.sample(frac=1, random_state=len(name) + ord(name[0])).reset_index(drop=True)
        report.write_report(report.Corpus("made", documents, None, shuffled), "IRN", "ISR", tmp_path / name)
    for file in ("IRN-ISR.html", "IRN-ISR.findings.json"):
        one, two = ((tmp_path / name / file).read_bytes().replace(f"/{name}".encode(), b"/x") for name in ("one", "two"))
        assert one == two


def test_text_of_documents_is_shown_and_never_run(tmp_path):
    page = report.write_report(hostile_corpus(), "IRN", "ISR", tmp_path).read_text("utf-8")
    seen = _Page(page)
    assert "script" not in seen.tags and "img" not in seen.tags and "b" in seen.tags  # the strap's own
    assert "<script>document.title='gone'</script>" in "".join(seen.text) and "{{ 7 * 7 }}" in "".join(seen.text)
    assert not any(name.startswith("on") for name, _ in seen.attributes)
    assert not any(str(link).startswith("javascript") for link in seen.links)
    assert "49" not in "".join(seen.text).replace("0.49", "")


def test_right_to_left_text_keeps_its_direction(tmp_path):
    documents = make_documents("عرضت إيران على إسرائيل محادثات.", language="ar")
    corpus = make_corpus(documents, make_statement(documents, 0, "عرضت إيران على إسرائيل محادثات", "AGREE"))
    page = report.write_report(corpus, "IRN", "ISR", tmp_path).read_text("utf-8")
    assert 'lang="ar" dir="rtl"' in page and "Arabic" in page


def test_the_note_of_a_corpus_card_stands_on_the_first_screen(tmp_path):
    corpus = hostile_corpus()
    corpus.documents.attrs["card"] = {"title": "A made corpus", "note": "Composed, not <real>."}
    page = report.write_report(corpus, "IRN", "ISR", tmp_path).read_text("utf-8")
    assert page.index("Composed, not &lt;real&gt;.") < page.index("<h1>") and "A made corpus" in page


def test_silence_is_an_honest_page(tmp_path):
    page = report.write_report(make_corpus(make_documents("Rain.", "Snow.", "Wind.")), "USA", "PRK", tmp_path).read_text("utf-8")
    assert "No statement of USA toward PRK is found in 3 documents" in page and "<svg" not in page


def test_a_wrong_actor_period_or_corpus_writes_nothing(tmp_path):
    corpus, out = make_corpus(make_documents("Rain.")), tmp_path / "out"
    for arguments, options, words in (
        (("USA", "PRX"), {}, "PRK"),
        (("USA", "USA"), {}, "both"),
        (("USA", "North Korea"), {}, "PRK"),
        (("USA", "PRK"), {"period": "moth"}, "month"),
        (("USA", "PRK"), {"alpha": 2}, "alpha"),
        (("USA", "PRK"), {"seed": -1}, "seed"),
    ):
        with pytest.raises(InputError, match=words):
            report.write_report(corpus, *arguments, out, **options)
    with pytest.raises(InputError):
        report.write_report(str(tmp_path / "nowhere"), "USA", "PRK", out)
    assert not out.exists()


def test_a_long_history_keeps_the_page_readable_and_every_lead_on_it(tmp_path):
    documents, statements = make_history()
    report.write_report(report.Corpus("made", documents, None, statements), "IRN", "ISR", tmp_path)
    page = (tmp_path / "IRN-ISR.html").read_text("utf-8")
    seen = _Page(page)
    assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids)
    assert "60 of 240" in page and len(page.encode()) < 400_000
    assert "Timeline of IRN→ISR" in page


def test_the_index_ranks_what_moved_and_leads_to_each_page(tmp_path):
    documents, statements = make_history()
    report.write_report(make_corpus(make_documents("Rain.")), "USA", "PRK", tmp_path)
    report.write_report(report.Corpus("made", documents, None, statements), "IRN", "ISR", tmp_path / "chronicle")
    page = report.write_index(tmp_path).read_text("utf-8")
    seen = _Page(page)
    assert [link for link in seen.links if link.endswith(".html")] == ["chronicle/IRN-ISR.html", "USA-PRK.html"]
    assert "Two reports, one of a shift" in page and page.count('role="img"') == 2
    assert len(seen.ids) == len(set(seen.ids))
    assert "No report yet" in report.write_index(tmp_path / "empty").read_text("utf-8")


def test_the_index_ranks_sure_shifts_first_and_tells_a_note_once(tmp_path):
    documents, statements = make_history()
    documents.attrs["card"] = {"title": "A made corpus", "note": "Composed, not <real>."}
    for folder in ("a", "b"):
        path = report.write_report(report.Corpus("made", documents, None, statements), "IRN", "ISR", tmp_path / folder)
    doubted = tmp_path / "a" / "IRN-ISR.findings.json"
    findings = json.loads(doubted.read_text("utf-8"))
    findings["lead_shift"]["q_value"] = 0.2
    doubted.write_text(json.dumps(findings), "utf-8")
    page = report.write_index(tmp_path).read_text("utf-8")
    assert path.is_file() and page.count("Composed, not &lt;real&gt;.") == 1
    assert [link for link in _Page(page).links if link.endswith(".html")] == ["b/IRN-ISR.html", "a/IRN-ISR.html"]


def test_main_dyads_are_those_with_most_stories():
    documents, statements = make_history(n_months=2)
    few = (
        statements.head(3)
        .assign(source="CHN", statement_id=[f"c{number}" for number in range(3)])
        .astype({"source": "str", "statement_id": "str"})
    )
    assert report.choose_main_dyads(pd.concat([statements, few], ignore_index=True)) == [("IRN", "ISR")]


def _find_chromium():
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_it_without_error_request_or_sideways_scrolling(tmp_path, width, scheme):
    playwright = pytest.importorskip("playwright.sync_api")
    if not _find_chromium():
        pytest.skip("no Chromium on this machine")
    documents, statements = make_history(n_months=14, turn=7)
    pages = [
        report.write_report(hostile_corpus(), "IRN", "ISR", tmp_path / "hostile"),
        report.write_report(report.Corpus("made", documents, None, statements), "IRN", "ISR", tmp_path),
        report.write_index(tmp_path),
    ]
    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    ).split()
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_find_chromium(), args=flags)
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in pages:
            complaints, requests, page = [], [], context.new_page()
            page.on("console", lambda message, complaints=complaints: complaints.append(message.text))
            page.on("pageerror", lambda error, complaints=complaints: complaints.append(str(error)))
            page.on("dialog", lambda dialog, complaints=complaints: (complaints.append(dialog.message), dialog.dismiss()))
            page.on("request", lambda request, requests=requests: requests.append(request.url))
            page.goto(path.as_uri())
            assert complaints == [] and requests == [path.as_uri()]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
                "rgb(23, 22, 20)" if scheme == "dark" else "rgb(253, 252, 250)"
            )
            assert page.title() != "gone" and all(
                page.locator("svg[role=img]").nth(n).get_attribute("aria-label") for n in range(page.locator("svg[role=img]").count())
            )
        browser.close()
