"""What `load_documents` promises of its two tables, whatever is read."""

import datetime
import os
from pathlib import Path

import pandas as pd
import pytest

import sample_files as samples
from detente.documents.loading import describe_documents, iter_documents, load_documents, read_corpus_card
from detente.documents.rows import join_title, make_key
from detente.schema import TABLES, InputError, check_table

ROOT = Path(__file__).parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"
TEXT = "Seoul and Pyongyang will talk again next month, both governments said."


def load(corpus, **options):
    return load_documents(corpus, progress=False, **options)


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_the_seed_is_a_dutch_article_dated_to_a_month_by_its_head():
    documents, rejected = load(ROOT / "seeds")
    seed = documents.iloc[0]
    assert (len(documents), len(rejected)) == (1, 0)
    assert seed["path"] == "000_e1d527a7d88290aa.txt" and seed["language"] == "nl" and seed["format"] == "text"
    assert (seed["date_start"], seed["date_end"]) == (pd.Timestamp("2018-02-01"), pd.Timestamp("2018-02-28"))
    assert (seed["date_precision"], seed["date_origin"]) == ("month", "header")
    assert seed["text"].startswith("Voor het eerst sinds Donald Trump president is")
    assert seed["n_characters"] == len(seed["text"])


def test_both_tables_pass_their_schema_when_there_is_nothing_in_them(tmp_path):
    documents, rejected = load(tmp_path)
    assert documents.empty and rejected.empty
    check_table(documents, "documents")
    check_table(rejected, "rejected")


def test_every_format_is_read_with_its_words_in_every_language(tmp_path):
    for language, (title, first, second) in samples.REPORTS.items():
        folder = tmp_path / language
        write(folder, {name: make(language) for name, make in samples.FORMATS.items()})
        documents, rejected = load(folder)
        assert rejected.empty, rejected.to_dict("records")
        assert set(documents["path"].str.partition("!")[0]) == set(samples.FORMATS)
        for document in documents.itertuples():
            assert first in document.text and second in document.text, (language, document.path)
            assert pd.isna(document.title) or document.title == title and document.text.startswith(f"{title}\n\n")
            assert document.text.count(title) <= 1, (language, document.path)


def test_stated_dates_come_out_of_every_format_that_can_state_one(tmp_path):
    write(tmp_path, {name: make("nl") for name, make in samples.FORMATS.items()})
    documents, _ = load(tmp_path)
    undated = {"a.docx", "a.odt", "a.rtf", "a.pdf"}
    for document in documents.itertuples():
        if document.path in undated:
            assert pd.isna(document.date_start) and document.date_precision == "none", document.path
        elif document.path == "a.txt":
            assert document.date_precision == "month"
        else:
            assert document.date_start == document.date_end == pd.Timestamp("2018-02-14"), document.path


def test_text_is_composed_unicode_without_control_characters(tmp_path):
    write(
        tmp_path,
        {
            "a.txt": "Se\u0301oul\r\nparle\rde\u00ad nouveau\x00 avec\ufeff Pyongyang.",
            "b.jsonl": '{"text": "A \\ud800 lone surrogate in the text"}\n',
        },
    )
    documents, _ = load(tmp_path)
    texts = dict(zip(documents["path"], documents["text"], strict=False))
    assert texts["a.txt"] == "Séoul\nparle\nde nouveau avec Pyongyang."
    assert texts["b.jsonl"] == "A \ufffd lone surrogate in the text"


def test_mojibake_is_undone_and_quotation_marks_stay_as_written(tmp_path):
    write(
        tmp_path,
        {
            "a.txt": "La RÃ©publique de CorÃ©e a proposÃ© « des pourparlers ».",
            "b.txt": "“Als je wil praten”, zei hij, 'dan' gaan we \"praten\".",
        },
    )
    texts = set(load(tmp_path)[0]["text"])
    assert texts == {
        "La République de Corée a proposé « des pourparlers ».",
        "“Als je wil praten”, zei hij, 'dan' gaan we \"praten\".",
    }


def test_the_title_stands_before_the_text_once():
    assert join_title("Overleg", "Overleg\n\nHet overleg begint.") == "Overleg\n\nHet overleg begint."
    assert join_title("Overleg", "OVERLEG\nHet overleg begint.") == "Overleg\n\nHet overleg begint."
    assert join_title("Overleg", "Overleg is nodig.") == "Overleg\n\nOverleg is nodig."
    assert join_title(None, "\n Het overleg begint. \n") == "Het overleg begint."


def test_keys_can_not_be_forged_by_moving_a_border():
    assert make_key("a", "1", "b\nc") != make_key("a", "1\nb", "c") != make_key("a\n1", "b", "c")
    assert len(make_key("a", 1, "b")) == 16 and make_key("x") == make_key("x")


def test_the_same_corpus_gives_the_same_tables_in_any_order_of_its_parts(tmp_path):
    write(tmp_path, {f"{name}.txt": f" date 2018-0{number} {TEXT} {name}" for number, name in enumerate("dbca", 1)})
    paths = sorted(tmp_path.iterdir())
    one, two = load(paths)[0], load(paths[::-1])[0]
    pd.testing.assert_frame_equal(one, two)
    pd.testing.assert_frame_equal(one, load(tmp_path)[0])
    assert one["date_start"].is_monotonic_increasing


def test_a_file_that_is_named_twice_is_read_once(tmp_path):
    write(tmp_path, {"a.txt": TEXT})
    documents, rejected = load([tmp_path / "a.txt", tmp_path, str(tmp_path / "*.txt")])
    assert len(documents) == 1 and rejected.empty


def test_the_same_text_in_two_folders_is_two_documents_with_one_text_id(tmp_path):
    write(tmp_path, {"one/a.txt": TEXT, "two/a.txt": TEXT})
    documents, rejected = load([tmp_path / "one", tmp_path / "two"])
    assert len(documents) == 2 and rejected.empty
    assert documents["document_id"].nunique() == 2 and documents["text_id"].nunique() == 1
    assert set(documents["path"]) == {"one/a.txt", "two/a.txt"}


def test_the_same_address_record_and_text_is_read_once_and_said_so(tmp_path):
    feed = samples.as_rss("en")
    documents, rejected = load(write(tmp_path, {"monday.rss": feed, "tuesday.rss": feed}))
    assert len(documents) == 1 and rejected["path"].tolist() == ["tuesday.rss"]
    assert "same address" in rejected["reason"].iloc[0]


def test_a_network_address_is_refused_in_words():
    with pytest.raises(InputError, match="network address"):
        load("https://example.org/feed.rss")


def test_what_is_missing_is_named_with_what_lies_beside_it(tmp_path):
    write(tmp_path, {"remarks.csv": "text\nx\n"})
    with pytest.raises(InputError, match="remarks.csv"):
        load(tmp_path / "remark.csv")
    with pytest.raises(InputError, match="no file matches"):
        load(str(tmp_path / "*.docx"))
    with pytest.raises(InputError, match="empty"):
        load([])


@pytest.mark.parametrize(
    "options", [{"max_bytes": 0}, {"max_members": "x"}, {"seconds_per_file": -1}, {"columns": "text"}]
)
def test_a_senseless_option_is_an_error_that_names_it(tmp_path, options):
    with pytest.raises(InputError, match=next(iter(options))):
        load(tmp_path, **options)


def test_an_unknown_column_of_documents_is_an_error_that_names_the_nearest():
    with pytest.raises(InputError, match="title"):
        load(pd.DataFrame({"text": [TEXT]}), columns={"titel": "kop"})


def test_a_data_frame_needs_no_more_than_texts():
    documents, rejected = load(pd.DataFrame({"text": [TEXT, None, " "]}))
    assert len(documents) == 1 and rejected["record"].tolist() == [2, 3]
    assert documents["date_precision"].tolist() == ["none"]


def test_document_columns_of_a_data_frame_are_used_as_given():
    frame = pd.DataFrame(
        {
            "document_id": ["a", "b"],
            "text": [TEXT, TEXT],
            "language": ["en", None],
            "date_start": ["2018-02-01", None],
            "date_end": ["2018-02-28", None],
            "outlet": ["KCNA", "Yonhap"],
            "story_id": ["s1", "s2"],
        }
    )
    documents = load(frame)[0].set_index("document_id")
    assert documents.loc["a", "date_precision"] == "month" and documents.loc["a", "date_origin"] == "given"
    assert documents.loc["a", "outlet"] == "KCNA" and documents.loc["a", "story_id"] == "s1"


def test_columns_given_by_the_user_go_before_what_their_names_suggest():
    frame = pd.DataFrame(
        {"text": ["label", "label"], "spoken": [TEXT, f"{TEXT} Again."], "when": ["2018-02-14", "2018-02-15"]}
    )
    documents = load(frame, columns={"text": "spoken", "date": "when"})[0]
    assert documents["text"].tolist() == [TEXT, f"{TEXT} Again."]
    assert documents["date_start"].tolist() == [pd.Timestamp("2018-02-14"), pd.Timestamp("2018-02-15")]


def test_a_column_that_is_not_there_is_never_replaced_by_another_in_silence(tmp_path):
    write(tmp_path, {"a.csv": f'text,spoken,date\nx,"{TEXT}",2018-02-14\n'})
    documents, rejected = load(tmp_path, columns={"text": "spokn"})
    assert documents.empty and "'spokn'" in rejected["reason"].iloc[0] and "spoken" in rejected["reason"].iloc[0]
    with pytest.raises(InputError, match="spoken"):
        load(pd.DataFrame({"text": ["x"], "spoken": [TEXT]}), columns={"text": "spokn"})


def test_a_loaded_table_can_be_loaded_again():
    once, _ = load(ROOT / "seeds")
    again, rejected = load(once)
    assert rejected.empty
    pd.testing.assert_frame_equal(once, again, check_like=True)


def test_documents_are_the_same_after_a_trip_through_csv(tmp_path):
    write(tmp_path / "in", {"a.txt": samples.as_text("nl"), "b.md": samples.as_markdown("ko")})
    once, _ = load(tmp_path / "in")
    once.to_csv(tmp_path / "documents.csv", index=False)
    again, rejected = load(tmp_path / "documents.csv")
    assert rejected.empty
    for column in ("text", "title", "date_start", "date_end", "date_precision", "date_origin", "text_id", "outlet"):
        assert again[column].fillna("-").tolist() == once[column].fillna("-").tolist(), column


def test_a_sub_folder_with_a_card_is_a_corpus_of_its_own(tmp_path, capsys):
    card = 'title = "A"\nnote = "composed"\nignore = ["facts.csv"]\n[columns]\ntext = "spoken"\n'
    write(
        tmp_path,
        {
            "a.txt": TEXT,
            "own/corpus.toml": card,
            "own/b.csv": f"text,spoken\nx,{TEXT.replace(',', ';')}\n",
            "own/facts.csv": "fact\nx\n",
            "own/README.md": "x",
        },
    )
    documents, _ = load_documents(tmp_path)
    assert documents["path"].tolist() == ["a.txt"] and "own/" in capsys.readouterr().err
    assert load(str(tmp_path / "**" / "*.*"))[0]["path"].tolist() == ["a.txt"]
    documents, rejected = load(tmp_path / "own")
    assert documents["path"].tolist() == ["b.csv"] and rejected.empty
    assert documents["text"].iloc[0].startswith("Seoul")
    assert documents.attrs["card"]["note"] == "composed" == read_corpus_card(tmp_path / "own")["note"]
    assert read_corpus_card(tmp_path) == {}


def test_a_part_of_a_corpus_keeps_its_card(tmp_path):
    write(tmp_path, {"own/corpus.toml": 'note = "composed"', "own/en/a.txt": TEXT, "own/README.md": "x"})
    for part in (tmp_path / "own" / "en", tmp_path / "own" / "en" / "a.txt", str(tmp_path / "own" / "*")):
        documents, rejected = load(part)
        assert documents.attrs["card"] == {"note": "composed"} and len(documents) == 1 and rejected.empty


def test_a_glob_that_matches_only_what_is_left_out_gives_no_documents_and_says_so(tmp_path):
    write(tmp_path, {"own/corpus.toml": 'note = "composed"', "own/a.txt": TEXT})
    documents, rejected = load(str(tmp_path / "*" / "*.txt"))
    assert documents.empty and rejected.empty
    assert documents.attrs["left_out"] == {"own/ (a corpus of its own)": 1}


def test_corpora_with_cards_are_never_mixed(tmp_path):
    write(tmp_path, {"real/a.txt": TEXT, "made/corpus.toml": 'title = "A"', "made/b.txt": TEXT})
    with pytest.raises(InputError, match="made is a corpus of its own"):
        load([tmp_path / "real", tmp_path / "made"])


@pytest.mark.parametrize("card", ["title = ", 'titel = "x"'])
def test_a_broken_card_is_an_error_that_names_it(tmp_path, card):
    write(tmp_path, {"corpus.toml": card, "a.txt": TEXT})
    with pytest.raises(InputError, match="corpus.toml"):
        load(tmp_path)


def test_hidden_files_are_left_out_and_counted(tmp_path):
    documents, rejected = load(
        write(tmp_path, {".DS_Store": "x", "~$a.docx": "x", "README": "x", "a.txt": TEXT, "sub/README.md": TEXT})
    )
    assert len(documents) == 2 and rejected.empty
    assert documents.attrs["left_out"] == {"hidden": 2, "about the corpus": 1}


def test_an_impossible_date_is_null_and_said_why(tmp_path):
    documents, _ = load(
        write(
            tmp_path,
            {"2018-02-14.md": f"---\ndate: 2018-02-31\n---\n{TEXT}", "b.csv": f'text,date\n"{TEXT}",2057-03-01\n'},
        )
    )
    assert documents["date_start"].isna().all() and set(documents["date_precision"]) == {"none"}
    assert sorted(problem["stated"] for problem in documents.attrs["date_problems"]) == ["2018-02-31", "2057-03-01"]


def test_the_time_of_a_file_is_never_a_date(tmp_path):
    write(tmp_path, {"a.txt": TEXT})
    os.utime(tmp_path / "a.txt", (1_518_600_000, 1_518_600_000))
    assert load(tmp_path)[0]["date_start"].isna().all()


def test_a_name_speaks_for_a_file_of_one_document_and_not_for_a_table(tmp_path):
    documents, _ = load(write(tmp_path, {"1984.txt": TEXT, "1985.csv": f'text\n"{TEXT} Again."\n'}))
    dated = documents.set_index("path")
    assert dated.loc["1984.txt", "date_precision"] == "year" and dated.loc["1984.txt", "date_origin"] == "file name"
    assert pd.isna(dated.loc["1985.csv", "date_start"])


def test_the_summary_counts_what_the_tables_hold(tmp_path, capsys):
    write(
        tmp_path,
        {
            "a.txt": samples.as_text("nl"),
            "b.txt": samples.as_text("nl"),
            "c.bin": bytes(range(256)) * 9,
            "d.csv": samples.as_csv("ru"),
        },
    )
    load(tmp_path)
    assert capsys.readouterr().err == "", "progress=False is silent"
    documents, rejected = load_documents(tmp_path)
    line = capsys.readouterr().err.strip()
    assert line == documents.attrs["summary"] and "\n" not in line
    assert line.startswith("3 documents read, 1 rejected, 1 exact duplicate, ") and "title from заголовок" in line
    assert describe_documents(documents, rejected) in line


def test_chunks_hold_what_the_whole_holds(tmp_path):
    write(
        tmp_path,
        {f"{number}.txt": f"{TEXT} Number {number}." for number in range(7)} | {"x.bin": bytes(range(256)) * 9},
    )
    chunks = list(iter_documents(tmp_path, size=3, progress=False))
    assert [len(documents) + len(rejected) for documents, rejected in chunks] == [3, 3, 2]
    ids = {key for documents, _ in chunks for key in documents["document_id"]}
    assert ids == set(load(tmp_path)[0]["document_id"])
    with pytest.raises(InputError, match="size"):
        iter_documents(tmp_path, size=0)


def test_dates_before_and_after_those_that_nanoseconds_hold_are_kept():
    documents, _ = load(
        pd.DataFrame({"text": [TEXT, f"{TEXT} Again."], "date": [datetime.date(1648, 1, 30), "1905-09-05"]})
    )
    assert documents["date_start"].dt.year.tolist() == [1648, 1905]
    assert str(documents["date_start"].dtype) == TABLES["documents"]["date_start"]


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the real inputs are not here")
@pytest.mark.parametrize(
    ("corpus", "n_documents", "n_rejected", "n_dated"),
    [
        ("china_mfa_zh", 300, 0, 250),
        ("whitehouse_md", 60, 0, 60),
        ("new_year_ko", 70, 0, 70),
        ("kremlin_html", 50, 0, 50),
    ],
)
def test_real_corpora_are_read_whole_and_dated_where_they_state_it(corpus, n_documents, n_rejected, n_dated):
    documents, rejected = load(CORPORA / corpus)
    assert (len(documents), len(rejected), documents["date_start"].notna().sum()) == (n_documents, n_rejected, n_dated)
