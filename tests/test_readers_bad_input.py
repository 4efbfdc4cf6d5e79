"""What can't be read is a row that says why; documents and rejected are all inputs together; nothing hangs, nothing
is fetched."""

import gzip
import io
import os
import tarfile
import time
import zipfile

import pytest

import sample_files as samples
from detente.documents.loading import load_documents
from detente.schema import check_table

TEXT = samples.as_text("en")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def load(folder, files=None, **options):
    for name, content in (files or {}).items():
        (folder / name).write_bytes(content)
    documents, rejected = load_documents(folder, progress=False, **options)
    check_table(documents, "documents")
    check_table(rejected, "rejected")
    assert rejected["reason"].notna().all() and rejected["remedy"].notna().all() and rejected["path"].notna().all()
    return documents, rejected


REFUSED = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "no text"),
    "noise.txt": (bytes(range(256)) * 20, "binary"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n....", "picture"),
    "old.doc": (OLE, "password-protected or pre-2007"),
    "a.rar": (b"Rar!\x1a\x07", "RAR"),
    "cut.pdf": (samples.as_pdf("en")[:300], "damaged PDF"),
    "scan.pdf": (samples.as_scanned_pdf(), "scanned"),
    "cut.docx": (samples.as_docx("en")[:3_000], "damaged"),
    "cut.zip": (samples.as_zip({"a.txt": TEXT * 50})[:150], "damaged"),
    "cut.gz": (gzip.compress(os.urandom(9_000))[:4_000], "EOFError"),
    "cut.json": (samples.as_json("en")[:-20], "broken JSON"),
    "deep.json": (b"[" * 100_000, "nested"),
    "numbers.csv": (b"a,b\n1,2\n", "no column of text"),
    "head.csv": (b"text,date\n", "without rows"),
    "wide.csv": (
        ",".join(f"c{n}" for n in range(10_000)).encode() + b"\n" + b"x," * 9_999 + b"x\n",
        "no column of text",
    ),
    "laughs.xml": (
        b'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><nitf><body>&b;</body></nitf>',
        "entities",
    ),
    "outside.rss": (
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><channel><item><title>&x;</title></item></channel></rss>',
        "entities",
    ),
    "moved.rss": (b"<head><title>Document Moved</title></head><body><h1>Object Moved</h1></body>", "not a feed"),
    "events.tab": (
        b"Event ID\tEvent Date\tSource Country\tTarget Country\tCAMEO Code\n1\t2018-01-01\tA\tB\t040\n",
        "coded events",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_without_usable_text_is_rejected_with_its_reason(tmp_path, name):
    content, reason = REFUSED[name]
    documents, rejected = load(tmp_path, {name: content, "good.txt": TEXT})
    assert documents["path"].tolist() == ["good.txt"] and rejected["path"].tolist() == [name]
    assert reason in rejected["reason"].iloc[0]


ENCODED = {
    "utf-8-sig": "fr",
    "utf-16": "ru",
    "utf-16-le": "de",
    "cp1251": "ru",
    "koi8-r": "ru",
    "gb18030": "zh",
    "shift_jis": "ja",
    "euc-jp": "ja",
    "euc-kr": "ko",
    "cp1256": "ar",
    "cp1252": "fr",
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_text_in_another_encoding_is_read_right(tmp_path, encoding):
    words = "\n".join(samples.REPORTS[ENCODED[encoding]][1:] * 3)
    documents, _ = load(tmp_path, {"a.txt": words.encode(encoding)})
    assert documents["text"].tolist() == [words]


def test_single_strays_of_another_encoding_leave_the_rest_alone(tmp_path):
    documents, _ = load(tmp_path, {"a.txt": "Séoul et Pyongyang. ".encode() * 30 + "Proposé à Séoul.".encode("cp1252")})
    assert documents["text"].iloc[0].endswith("Proposé à Séoul.") and documents["text"].iloc[0].startswith("Séoul")


def test_lines_may_end_as_on_any_system(tmp_path):
    documents, _ = load(
        tmp_path, {"a.txt": b"one line\rtwo\r\nthree\nfour", "b.csv": b'text,date\r"one line\rtwo words",2018-02-14\r'}
    )
    assert set(documents["text"]) == {"one line\ntwo words", "one line\ntwo\nthree\nfour"}


def test_a_wrong_extension_does_no_harm(tmp_path):
    files = {
        "page.txt": samples.as_html("en"),
        "paper.html": samples.as_pdf("en"),
        "letter.csv": samples.as_docx("nl"),
        "prose.json": TEXT,
        "record.txt": samples.as_json("de"),
        "table.txt": samples.as_csv("fr"),
        "feed.html": samples.as_rss("es"),
        "mail.txt": samples.as_mail("ru"),
    }
    documents, rejected = load(tmp_path, files)
    assert rejected.empty
    assert dict(zip(documents["path"], documents["format"], strict=False)) == {
        "page.txt": "html",
        "paper.html": "pdf",
        "letter.csv": "docx",
        "prose.json": "text",
        "record.txt": "json",
        "table.txt": "csv",
        "feed.html": "rss",
        "mail.txt": "eml",
    }


def test_links_pipes_and_devices_are_refused_and_links_never_followed(tmp_path):
    (tmp_path / "a.txt").write_bytes(TEXT)
    outside = tmp_path.parent / f"{tmp_path.name}_outside"
    outside.mkdir()
    (outside / "secret.txt").write_bytes(TEXT)
    os.symlink(outside / "secret.txt", tmp_path / "link.txt")
    os.symlink(outside, tmp_path / "folder")
    os.mkfifo(tmp_path / "pipe.txt")
    documents, rejected = load(tmp_path)
    assert documents["path"].tolist() == ["a.txt"]
    assert rejected["path"].tolist() == ["folder", "link.txt", "pipe.txt"]


def test_every_row_of_a_table_is_a_document_or_says_why_not(tmp_path):
    rows = b"text,date\nA first sentence.,2018-01-01\nOne, two,2018-01-02,x\n,2018-01-03\n"
    rows += b'A second sentence.,2018-01-04\n"Open end,2018-01-05\nlost,2018\n'
    documents, rejected = load(tmp_path, {"a.csv": rows})
    assert documents["record"].tolist() == [1, 4] and rejected["record"].tolist() == [2, 3, 5]


def test_a_table_without_names_keeps_its_first_row(tmp_path):
    prose = "This is a sentence of a text that is long enough to be told from a label"
    documents, _ = load(tmp_path, {"a.csv": f"2018-01-01,{prose} one\n2018-01-02,{prose} two\n".encode()})
    assert documents["text"].tolist() == [f"{prose} one", f"{prose} two"] and documents["date_start"].notna().all()


def test_ten_thousand_columns_are_no_trouble_where_one_is_the_text(tmp_path):
    names, cells = (
        ",".join(["text", *map("c{}".format, range(10_000))]),
        ",".join(["A sentence of words.", *["x"] * 10_000]),
    )
    documents, _ = load(tmp_path, {"a.csv": f"{names}\n{cells}\n".encode()})
    assert documents["text"].tolist() == ["A sentence of words."]


def test_every_line_of_json_is_a_document_or_says_why_not(tmp_path):
    lines = b'{"text": "A sentence of words."}\nnot json\n{"text": ""}\n[1]\n\n{"text": "Another one of words."}\n'
    documents, rejected = load(tmp_path, {"a.jsonl": lines})
    assert sorted(documents["record"]) == [1, 5] and rejected["record"].tolist() == [2, 3, 4]


def test_archives_are_read_with_what_is_packed_in_them(tmp_path):
    inner = samples.as_zip({"a.txt": TEXT, "b.md": samples.as_markdown("nl")})
    files = {
        "a.zip": samples.as_zip(
            {
                "in.zip": inner,
                "c.csv": samples.as_csv("ko"),
                "sheet.parquet": samples.as_parquet("de"),
                "__MACOSX/x": b"x",
            }
        ),
        "b.tar.gz": samples.as_tar({"d/e.html": samples.as_html("ru")}),
        "c.tar.xz": samples.PACKERS[".xz"](samples.as_tar({"f.docx": samples.as_docx("es")}, "w:")),
        "d.jsonl.bz2": samples.PACKERS[".bz2"](samples.as_jsonl("ja")),
        "e.warc.gz": gzip.compress(samples.as_warc("fr")),
    }
    documents, rejected = load(tmp_path, files)
    assert rejected.empty
    assert set(documents["path"]) == {
        "a.zip!in.zip!a.txt",
        "a.zip!in.zip!b.md",
        "a.zip!c.csv",
        "a.zip!sheet.parquet",
        "b.tar.gz!d/e.html",
        "c.tar.xz!f.docx",
        "d.jsonl.bz2",
        "e.warc.gz!https://example.org/fr.html",
    }


def test_members_that_lead_out_of_an_archive_or_point_elsewhere_are_refused(tmp_path):
    link, device = tarfile.TarInfo("link"), tarfile.TarInfo("device")
    link.type, link.linkname, device.type = tarfile.SYMTYPE, "/etc/hostname", tarfile.CHRTYPE
    files = {
        "a.zip": samples.as_zip({"../../up.txt": TEXT, "/root.txt": TEXT, "C:\\x.txt": TEXT, "ok.txt": TEXT}),
        "b.tar": samples.as_tar({"link": link, "device": device, "../up.txt": TEXT, "ok.txt": TEXT}, "w:"),
    }
    documents, rejected = load(tmp_path, files)
    assert sorted(documents["path"]) == ["a.zip!ok.txt", "b.tar!ok.txt"] and len(rejected) == 6


def test_an_encrypted_member_is_refused_and_the_others_are_read(tmp_path):
    packed = bytearray(samples.as_zip({"a.txt": TEXT, "b.txt": TEXT}))
    packed[6] |= 1
    packed[packed.find(b"PK\x01\x02") + 8] |= 1
    documents, rejected = load(tmp_path, {"a.zip": bytes(packed)})
    assert documents["path"].tolist() == ["a.zip!b.txt"] and rejected["reason"].tolist() == ["password-protected"]


def test_bombs_are_stopped_by_what_they_expand_to(tmp_path):
    zeros = b"0" * 30_000_000
    nested = TEXT
    for _ in range(7):
        nested = samples.as_zip({"x.zip": nested})
    started = time.monotonic()
    documents, rejected = load(
        tmp_path,
        {
            "a.zip": samples.as_zip({"zeros.txt": zeros}),
            "b.gz": gzip.compress(zeros),
            "c.zip": nested,
            "d.tar.gz": samples.as_tar({"zeros.txt": zeros}),
        },
        max_bytes=1_000_000,
    )
    assert documents.empty and {path.partition("!")[0] for path in rejected["path"]} == {
        "a.zip",
        "b.gz",
        "c.zip",
        "d.tar.gz",
    }
    assert time.monotonic() - started < 20


def test_a_member_that_lies_about_its_size_is_stopped_too(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 5_000_000)
    content = bytearray(stream.getvalue())
    at = content.find(b"PK\x01\x02") + 24
    content[at : at + 4] = (1_000).to_bytes(4, "little")
    documents, rejected = load(tmp_path, {"a.zip": bytes(content)}, max_bytes=100_000)
    assert len(documents) + len(rejected) == 1


def test_more_members_than_allowed_are_counted_out_loud(tmp_path):
    documents, rejected = load(tmp_path, {"a.zip": samples.as_zip({f"{n}.txt": TEXT for n in range(9)})}, max_members=5)
    assert len(documents) == 5 and "more than 5 members" in rejected["reason"].iloc[0]


def test_what_is_larger_than_the_limit_is_refused_and_tables_are_held_to_it_by_the_row(tmp_path):
    row = '{"text": "' + "word " * 100 + '"}\n'
    documents, rejected = load(
        tmp_path,
        {"a.txt": b"word " * 1_000, "b.jsonl": (row * 20).encode() + b'{"text": "' + b"word " * 1_000 + b'"}'},
        max_bytes=4_000,
    )
    assert len(documents) == 20 and rejected["path"].tolist() == ["a.txt", "b.jsonl"]
    assert rejected["record"].fillna(0).tolist() == [0, 21]


def test_a_long_line_is_read_within_the_limit(tmp_path):
    documents, _ = load(tmp_path, {"a.txt": b"Washington said so on Monday. " * 350_000})
    assert documents["n_characters"].tolist() == [350_000 * 30 - 1]


def test_a_reader_that_takes_too_long_is_interrupted(tmp_path, monkeypatch):
    from detente.documents.texts import text

    monkeypatch.setattr(text, "clean", lambda source: time.sleep(30))
    started = time.monotonic()
    documents, rejected = load(tmp_path, {"a.txt": TEXT}, seconds_per_file=0.2)
    assert documents.empty and "more than 0.2 seconds" in rejected["reason"].iloc[0]
    assert time.monotonic() - started < 10


def test_whatever_a_reader_raises_is_a_row_with_the_file_and_the_rest_is_read(tmp_path, monkeypatch):
    from detente.documents.texts import pdf

    monkeypatch.setattr(pdf, "read_pdf", lambda blob: 1 / 0)
    documents, rejected = load(tmp_path, {"a.pdf": samples.as_pdf("en"), "b.txt": TEXT})
    assert documents["path"].tolist() == ["b.txt"] and "ZeroDivisionError" in rejected["reason"].iloc[0]


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("a.docx", "docx", "office"),
        ("a.rtf", "striprtf.striprtf", "office"),
        ("a.xlsx", "openpyxl", "office"),
        ("a.parquet", "pyarrow.parquet", "tables"),
        ("a.warc", "warcio.archiveiterator", "warc"),
    ],
)
def test_a_format_whose_library_is_missing_names_the_extra(tmp_path, monkeypatch, name, module, extra):
    content = samples.FORMATS[name]("en")
    monkeypatch.setitem(__import__("sys").modules, module, None)
    documents, rejected = load(tmp_path, {name: content})
    assert documents.empty and f"detente[{extra}]" in rejected["remedy"].iloc[0]


def test_a_file_name_that_is_no_unicode_is_shown(tmp_path):
    with open(os.fsencode(tmp_path) + b"/bad\xff.txt", "wb") as file:
        file.write(TEXT)
    assert load(tmp_path)[0]["path"].tolist() == ["bad\\xff.txt"]
