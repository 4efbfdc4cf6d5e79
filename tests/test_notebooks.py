"""Notebooks headlessly: the same finding as the command line, and no parameter that is silently ignored."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from detente.reports.notebooks import check_parameters, count_by, list_rejected, tell_moves
from detente.schema import InputError, build_table

ROOT = Path(__file__).resolve().parent.parent


def run_papermill(tmp_path, *parameters):
    command = [sys.executable, "-m", "papermill", "notebooks/02_when_did_posture_shift.ipynb", str(tmp_path / "out.ipynb"),
               "-k", "python3", "--no-progress-bar", *parameters]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)


def test_papermill_and_the_command_line_find_the_same(tmp_path):
    asked = ["-p", "corpus", "seeds", "-p", "source", "USA", "-p", "target", "PRK", "-p", "out", str(tmp_path / "a")]
    ran = run_papermill(tmp_path, *asked)
    assert ran.returncode == 0, ran.stderr[-2000:]
    command = [sys.executable, "-m", "detente.cli", "report", "seeds", "--dyad", "USA:PRK", "--out", str(tmp_path / "b")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    one, other = (json.loads((tmp_path / folder / "USA-PRK.findings.json").read_text(encoding="utf-8")) for folder in "ab")
    assert "--out" in one.pop("command") and "--out" in other.pop("command")
    assert one == other


@pytest.mark.parametrize("wrong, named", [(("sourc", "USA"), "source"), (("source", "USX"), "USA"), (("corpus", "sedes"), "seeds")])
def test_a_wrong_parameter_is_an_error_that_names_the_nearest(tmp_path, wrong, named):
    ran = run_papermill(tmp_path, "-p", *wrong)
    assert ran.returncode != 0 and wrong[1 if wrong[0] != "sourc" else 0] in ran.stderr and named in ran.stderr


def test_check_parameters_lets_modules_and_functions_be():
    check_parameters({"_": 1, "In": [], "json": json, "f": len, "corpus": "x"}, "corpus")
    with pytest.raises(InputError, match="corpus"):
        check_parameters({"corpsu": "x"}, "corpus")


def test_counts_and_rejections_are_tables_to_look_at():
    documents = build_table("documents", [
        {"document_id": "a", "story_id": "a", "language": "nl", "date_start": "2018-02-01", "date_end": "2018-02-28"},
        {"document_id": "b", "story_id": "a", "language": "nl"}, {"document_id": "c", "story_id": "c"}])
    counts = count_by(documents, "language")
    assert counts.loc["nl", ["documents", "stories", "undated"]].tolist() == [2, 1, 1] and counts.loc["not stated", "documents"] == 1
    rejected = build_table("rejected", [{"path": p, "reason": "empty", "remedy": "leave it out"} for p in "yx"])
    assert list_rejected(rejected)[["n", "example"]].values.tolist() == [[2, "x"]]


def test_moves_that_cannot_be_ordered_are_said_to_be_so():
    from detente.postures.moves import COLUMNS

    empty = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})
    assert "No two shifts" in tell_moves(empty, "USA", "PRK")[0]
