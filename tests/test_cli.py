import json
from pathlib import Path

import pytest

from detente import cli

SEEDS = str(Path(__file__).parent.parent / "seeds")


def run(capsys, *words):
    code = cli.main(list(words))
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return code, printed.out, printed.err


@pytest.fixture
def rain(tmp_path):
    folder = tmp_path / "rain"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(
            f"It rained all day in the north, said forecaster number {number}, and the wind was weak.", "utf-8"
        )
    return folder


def test_help_teaches_with_examples(capsys):
    for words in ([], ["--help"]):
        try:
            code, out, _ = run(capsys, *words)
        except SystemExit as leaving:
            code, out = leaving.code, capsys.readouterr().out
        assert code == 0 and "detente report seeds --dyad USA:PRK --out reports/" in out and "examples:" in out


def test_every_example_in_the_help_is_a_command_that_parses():
    import shlex

    lines = [line.strip() for line in cli.EXAMPLES.splitlines() if line.strip().startswith("detente ")]
    assert len(lines) >= 4
    for line in lines:
        assert cli.build_parser().parse_args(shlex.split(line)[1:]).command in ("report", "explain")


def test_a_report_is_written_where_it_says(capsys, tmp_path):
    code, out, err = run(capsys, "report", SEEDS, "--dyad", "USA:PRK", "--dyad", "KOR:PRK", "--out", str(tmp_path))
    assert code == 0, err
    assert out.split() == ["wrote", str(tmp_path / "USA-PRK.html"), "wrote", str(tmp_path / "KOR-PRK.html")]
    assert json.loads((tmp_path / "USA-PRK.findings.json").read_text("utf-8"))["command"].startswith("detente report ")


def test_the_standing_set_has_an_index(capsys, tmp_path):
    code, out, err = run(capsys, "report", "--all", SEEDS, "--out", str(tmp_path))
    assert code == 0, err
    assert out.splitlines()[-1] == f"wrote {tmp_path / 'index.html'}" and "USA-PRK.html" in (tmp_path / "index.html").read_text("utf-8")


def test_what_cant_be_read_is_named_in_the_terminal_and_on_the_page(capsys, tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "<b>noise.txt").write_bytes(bytes(range(256)) * 8)
    code, _, err = run(capsys, "report", str(tmp_path / "corpus"), "--dyad", "USA:PRK", "--out", str(tmp_path / "out"))
    page = (tmp_path / "out" / "USA-PRK.html").read_text("utf-8")
    assert code == 0 and "rejected <b>noise.txt: binary, not text" in err
    assert "What could not be read" in page and "&lt;b&gt;noise.txt</bdi>: <bdi>binary, not text" in page


def test_nothing_said_is_a_page_and_no_error(capsys, tmp_path, rain):
    code, _, _ = run(capsys, "report", str(rain), "--dyad", "USA:PRK", "--out", str(tmp_path / "out"))
    assert code == 0 and "No statement of USA toward PRK is found in 3 documents" in (tmp_path / "out" / "USA-PRK.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["report", "{seeds}", "--dyad", "USA:PKR"], ["'PKR'", "PRK (North Korea)"]),
        (["report", "{seeds}", "--dyad", "USA:North Korea"], ["PRK (North Korea)"]),
        (["report", "{seeds}", "--dyad", "US:PRK"], ["'US'", "USA (United States)"]),
        (["report", "{seeds}", "--dyad", "USA"], ["'USA' is no dyad", "USA:PRK"]),
        (["report", "{seeds}", "--dyad", "usa:PRK"], ["'usa'", "USA"]),
        (["report", "{seeds}", "--dyad", "USA:USA"], ["both 'USA'"]),
        (["report", "{seeds}"], ["needs a dyad"]),
        (["report"], ["needs a corpus"]),
        (["report", "{seeds}x", "--dyad", "USA:PRK"], ["seedsx"]),
        (["report", "{seeds}", "--dyda", "USA:PRK"], ["'--dyda'", "--dyad"]),
        (["report", "{seeds}", "--dyad", "USA:PRK", "--period", "moth"], ["'moth'", "month"]),
        (["report", "{seeds}", "--dyad", "USA:PRK", "--alpha", "many"], ["--alpha", "'many'"]),
        (["report", "{seeds}", "--dyad", "USA:PRK", "--alpha", "7"], ["alpha is 7"]),
        (["report", "{seeds}", "--dyad", "USA:PRK", "--seed", "1.5"], ["--seed"]),
        (["report", "{seeds}", "more", "--dyad", "USA:PRK"], ["'more'"]),
        (["report", "--all", "--dyad", "USA:PRK"], ["--all"]),
        (["raport"], ["'raport'", "report"]),
        (["explain", "{seeds}", "nothing", "--at", "3"], ["'nothing'"]),
        (["explain", "{seeds}", "nothing", "--at", "x"], ["--at", "'x'"]),
        (["explain", "{seeds}", "nothing"], ["--at"]),
    ],
)
def test_what_cannot_be_done_is_named_with_the_nearest_that_can(capsys, tmp_path, words, named):
    words = [word.replace("{seeds}", SEEDS) for word in words]
    code, out, err = run(capsys, *words, *(["--out", str(tmp_path / "out")] if words[0] == "report" else []))
    assert code == 2 and out == "" and all(name in err for name in named), err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_an_error(capsys, tmp_path, rain):
    (tmp_path / "file").write_text("x", "utf-8")
    code, _, err = run(capsys, "report", str(rain), "--dyad", "USA:PRK", "--out", str(tmp_path / "file"))
    assert code == 2 and "can't write to" in err


def test_explain_says_how_a_sentence_was_coded_and_why(capsys):
    import detente as dt

    documents, _ = dt.load_documents(SEEDS, progress=False)
    article = documents[documents["text"].str.contains("Als je wil praten")].iloc[0]
    key, at = article["document_id"], article["text"].index("Als je wil praten")
    code, out, _ = run(capsys, "explain", SEEDS, key, "--at", str(at))
    assert code == 0 and "USA:PRK AGREE" in out and "because of" in out
    code, _, err = run(capsys, "explain", SEEDS, key, "--at", "999999")
    assert code == 2 and "999999" in err
