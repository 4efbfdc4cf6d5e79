"""Forty sentences, written before the coder saw them, come out as an expert reads them."""

import csv
from pathlib import Path

import pytest

from detente.coding.statements import code_text

with (Path(__file__).parent / "forty_sentences.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


def wanted(expected):
    """Return the expected statements as {(source, target, act, frame)} and the one condition, if any."""
    rows, _, condition = expected.partition(" | ")
    statements = set()
    for row in filter(None, rows.split("; ")):
        dyad, act, *frame = row.split()
        source, target = dyad.split(">")
        statements.add((source, target, act, frame[0] if frame else "current"))
    return statements, condition or None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['sentence'][:60]}")
def test_a_sentence_is_coded_as_an_expert_reads_it(case):
    rows, _ = code_text(case["sentence"], case["language"])
    statements, condition = wanted(case["expected"])
    assert {(row["source"], row["target"], row["act"], row["frame"]) for row in rows} == statements
    assert {row["condition"] for row in rows} <= {condition}
    if condition:
        assert {row["condition"] for row in rows} == {condition}
