"""What each reader makes of the peculiar things of its format."""

import gzip
import json
import unicodedata
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample_files as samples
from detente.documents.files.formats import detect_format
from detente.documents.loading import load_documents
from detente.documents.pages.markup import fragment_text
from detente.documents.tables.columns import is_coded_events, name_fields
from detente.documents.texts.markdown import plain, unwrap
from detente.documents.texts.pdf import drop_running_heads, join_lines
from detente.documents.texts.text import clean, decode
from fuzz_documents import read_input, run

TEXT = "Seoul and Pyongyang will talk again next month, both governments said."


def load(folder, files, **options):
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_documents(folder, progress=False, **options)


@pytest.mark.parametrize("language", samples.COLUMN_NAMES)
def test_columns_are_known_by_the_names_that_each_language_gives_them(language):
    title, text, date = samples.COLUMN_NAMES[language]
    assert name_fields(["x", date, text, title]) == {"date": date, "text": text, "title": title}


def test_a_column_is_taken_for_what_it_is_and_not_for_what_is_said_about_it():
    assert name_fields(["link", "text", "title", "date_from_title"]) == {
        "text": "text",
        "title": "title",
        "url": "link",
        "date": "date_from_title",
    }
    assert name_fields(["modified_time", "published_time", "body"])["date"] == "published_time"
    assert "date" not in name_fields(["crawl_date", "last_updated", "retrieved_at", "body"])
    assert "text" not in name_fields(["text_id", "story_id", "article_url", "text length"])
    assert name_fields(["webPublicationDate", "fields.bodyText", "webTitle"]) == {
        "date": "webPublicationDate",
        "text": "fields.bodyText",
        "title": "webTitle",
    }
    assert name_fields(["text", "body"], {"text": "body"})["text"] == "body"


def test_coded_events_are_told_by_their_columns():
    assert is_coded_events(["GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor2Code"])
    assert not is_coded_events(["text", "date", "code"])


@pytest.mark.parametrize(("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv")])
def test_tables_may_be_delimited_as_people_do(tmp_path, delimiter, name):
    documents, _ = load(tmp_path, {name: samples.as_csv("de", delimiter)})
    assert documents["title"].tolist() == [samples.REPORTS["de"][0]]


def test_backslashes_may_escape_quotation_marks_in_tables(tmp_path):
    documents, rejected = load(tmp_path, {"a.csv": 'text,date\n"He said: \\"we talk\\", and left.",2018-01-01\n'})
    assert documents["text"].tolist() == ['He said: "we talk", and left.'] and rejected.empty


def test_columns_are_known_by_content_where_names_say_nothing(tmp_path):
    rows = "".join(f"{n},2018-02-{n:02},https://example.org/{n},{TEXT.replace(',', ';')} {n}\n" for n in range(1, 6))
    documents, _ = load(tmp_path, {"a.csv": f"a,b,c,d\n{rows}"})
    assert (
        documents["date_start"].dt.day.tolist() == [1, 2, 3, 4, 5]
        and documents["url"].str.startswith("https://example.org/").all()
    )
    assert documents["text"].str.startswith("Seoul").all()


def test_html_in_cells_becomes_text(tmp_path):
    documents, _ = load(
        tmp_path, {"a.jsonl": json.dumps({"content": "<p>One &amp; two.</p><script>x()</script><p>Three<br>four.</p>"})}
    )
    assert documents["text"].tolist() == ["One & two.\n\nThree\n\nfour."]


def test_paragraphs_of_text_with_a_few_tags_stay_apart(tmp_path):
    documents, _ = load(tmp_path, {"a.jsonl": json.dumps({"content": "One <b>bold</b> word.\n\nAnother paragraph."})})
    assert documents["text"].tolist() == ["One bold word.\n\nAnother paragraph."]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda records: records,
        lambda records: {"response": {"results": records}},
        lambda records: {"a1": records[0], "a2": records[1]},
    ],
)
def test_records_are_found_wherever_json_keeps_them(tmp_path, wrapped):
    records = [
        {"webTitle": f"T{n}", "fields": {"bodyText": f"{TEXT} {n}"}, "source": {"name": "The Paper"}} for n in (1, 2)
    ]
    documents, _ = load(tmp_path, {"a.json": json.dumps(wrapped(records))})
    assert sorted(documents["title"]) == ["T1", "T2"] and set(documents["outlet"]) == {"The Paper"}


def test_front_matter_survives_a_colon_in_the_title(tmp_path):
    documents, _ = load(tmp_path, {"a.md": f"---\ntitle: Seoul: talks\ndate: 2018-02-14\n---\n{TEXT}"})
    assert documents["title"].tolist() == ["Seoul: talks"] and documents["date_precision"].tolist() == ["day"]


def test_a_first_heading_is_the_title_of_markdown_once(tmp_path):
    documents, _ = load(
        tmp_path,
        {
            "a.md": f"# Seoul proposes talks\n\n{TEXT}\n",
            "b.md": f"---\ntitle: Seoul proposes talks\n---\n# Seoul proposes talks\n\n{TEXT}\n",
        },
    )
    assert set(documents["text"]) == {f"Seoul proposes talks\n\n{TEXT}"}


def test_paragraphs_of_markdown_are_unwrapped_and_lists_are_not():
    assert (
        unwrap("one\ntwo\n\n- a\n- b\n\n首尔提议\n举行会谈\n```\nx\ny\n```")
        == "one two\n\n- a\n- b\n\n首尔提议举行会谈\n```\nx\ny\n```"
    )


def test_markdown_is_read_as_it_looks():
    marked = "## A *new* **offer**\n\n> [Pence](https://example.org/a_b) sees_a chance \\#1, 2 * 3 * 4 "
    marked += "![map](m.png)\n\n---\n_Seoul_ agrees."
    assert plain(marked) == "A new offer\n\nPence sees_a chance #1, 2 * 3 * 4 \n\n\nSeoul agrees."


def test_a_feed_prefers_publication_to_the_update(tmp_path):
    documents, _ = load(tmp_path, {"a.atom": samples.as_atom("en")})
    assert str(documents["date_start"].iloc[0].date()) == "2018-02-14"


def test_a_feed_that_breaks_off_says_so_for_each_entry_that_is_lost(tmp_path):
    item = "<item><title>{0}</title><description>{0} and more words.</description></item>"
    items = f"{item.format('One')}{item.format('Two')}<item></item>"
    feed = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
    documents, rejected = load(tmp_path, {"a.rss": feed})
    assert sorted(documents["title"]) == ["One", "Two"]
    assert rejected["record"].tolist() == [3]


def test_a_feed_in_another_encoding_is_read_as_it_declares(tmp_path):
    item = "<item><title>É a nova presidência</title></item>"
    feed = f'<rss version="2.0"><channel><title>Notícias</title>{item}</channel></rss>'
    feed = f'<?xml version="1.0" encoding="ISO-8859-1"?>{feed}'
    documents, _ = load(tmp_path, {"a.rss": feed.encode("latin-1")})
    assert documents["title"].tolist() == ["É a nova presidência"] and documents["outlet"].tolist() == ["Notícias"]


def test_mail_in_old_encodings_with_attachments_is_read_with_them(tmp_path):
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = (
        "a@example.org",
        "Переговоры",
        "Wed, 14 Feb 2018 23:30:00 +0900",
    )
    message["Message-ID"] = "<1@example.org>"
    message.set_content(samples.REPORTS["ru"][1], charset="koi8-r")
    message.add_attachment(samples.as_pdf("en"), maintype="application", subtype="pdf", filename="communiqué.pdf")
    documents, rejected = load(
        tmp_path,
        {"a.eml": message.as_bytes(), "b.mbox": b"From a Wed Feb 14 09:30:00 2018\n" + message.as_bytes() + b"\n"},
    )
    assert rejected.empty and set(documents["path"]) == {
        "a.eml",
        "a.eml!communiqué.pdf",
        "b.mbox",
        "b.mbox!1/communiqué.pdf",
    }
    mail = documents.set_index("path").loc["a.eml"]
    assert (
        mail["title"] == "Переговоры"
        and samples.REPORTS["ru"][1] in mail["text"]
        and str(mail["date_start"].date()) == "2018-02-14"
    )


def test_a_mailbox_is_cut_at_its_messages_and_not_at_the_word_from(tmp_path):
    box = b"".join(
        b"From a@example.org Wed Feb 14 09:30:00 2018\nSubject: %d\nMessage-ID: <%d@x>\n\n"
        b"From Seoul came words.\n>From here too.\n\n" % (n, n)
        for n in (1, 2, 3)
    )
    documents, _ = load(tmp_path, {"a.mbox": box})
    assert sorted(documents["record"]) == [1, 2, 3]
    assert documents["text"].str.endswith("From Seoul came words.\nFrom here too.").all()


def test_a_wire_record_without_its_end_is_rejected_and_the_others_are_read(tmp_path):
    documents, rejected = load(tmp_path, {"a.sgm": samples.as_sgml("en") + samples.as_sgml("nl")[:200]})
    assert documents["record"].tolist() == [1] and rejected["record"].tolist() == [2]
    assert "Reuter" not in documents["text"].iloc[0] and str(documents["date_start"].iloc[0].date()) == "2018-02-14"


def test_a_crawl_gives_its_pages_with_their_addresses_and_not_the_time_of_the_crawl(tmp_path):
    page = samples.as_warc("en").replace(b"2018-02-14T09:30:00+01:00", b"-" * 25)
    documents, _ = load(tmp_path, {"a.warc.gz": gzip.compress(page)})
    assert documents["url"].tolist() == ["https://example.org/en.html"] and documents["date_start"].isna().all()


def test_running_heads_and_page_numbers_of_pdfs_go_and_lines_become_paragraphs():
    pages = [
        ["Ministry of Foreign Affairs", f"Paragraph {n} begins here and goes on to the", "next line.", f"- {n} -"]
        for n in range(1, 6)
    ]
    assert join_lines(drop_running_heads(pages)[0]) == "Paragraph 1 begins here and goes on to the next line."


def test_comments_in_office_files_are_no_words_of_the_text(tmp_path):
    documents, _ = load(tmp_path, {"a.odt": samples.as_odt("nl")})
    assert documents["text"].iloc[0] == "\n\n".join(samples.REPORTS["nl"])


def test_fragments_keep_their_words_in_order():
    assert (
        fragment_text("a <b>bold</b> word<p>two<br/>lines</p><ul><li>one</li><li>two</li></ul><style>p{}</style>tail")
        == "a bold word\n\ntwo\n\nlines\n\none\n\ntwo\n\ntail"
    )


def test_decoding_never_fails_and_cleaning_twice_is_once():
    for content in (
        b"\xff\xfe\x00",
        b"\xed\xa0\x80abc",
        bytes(range(256)),
        b"\xef\xbb\xbf",
        "Se\u0301oul".encode("utf-16"),
    ):
        once = clean(decode(content))
        assert clean(once) == once


@pytest.mark.parametrize(
    ("name", "head", "format"),
    [
        ("a.txt", b"[Beijing, 3 March] The ministry said {so}.", "text"),
        ("a.txt", b"From: the ministry\nDate: 3 March\n\nText", "text"),
        ("a", b'{"text": "x"}\n{"text": "y"}\n', "jsonl"),
        ("a.xml", b"<?xml version='1.0'?><!-- x --><rss version='2.0'>", "feed"),
        ("a.xml", b"<?xml version='1.0'?><n:newsItem xmlns:n='x'>", "newsml"),
        ("a.txt", b"date, place and names were given.\nThen", "text"),
        ("a.txt", b"title\ttext\tdate\nx\ty\tz\n", "csv"),
        ("a.md", b"[link](x) and text", "markdown"),
        ("a.txt", b"+++\ntitle = 'x'\n+++\n", "markdown"),
    ],
)
def test_formats_are_told_by_content_first(name, head, format):
    assert detect_format(name, head) == format


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
)
def test_any_bytes_are_a_document_or_a_rejection_under_any_name(content):
    for name in ("a.txt", "a.md", "a.csv", "a.jsonl", "a.eml", "a"):
        read_input(name, content)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(text=st.text(alphabet=st.characters(), max_size=200))
def test_clean_text_is_clean_and_stays_so(text):
    once = clean(text)
    assert clean(once) == once and unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\0\r\ufeff\u00ad\u2028\ud800")


def test_a_short_fuzz_run_breaks_no_promise():
    counts, _ = run(150, seed=20180214)
    assert counts["inputs"] == 150 and counts["documents"] > 20 and counts["rejected"] > 20
