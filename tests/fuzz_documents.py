"""Mutate inputs of every format and read them: no exception, no hang, and as many documents and rejections as there
are inputs.

    python tests/fuzz_documents.py --runs 10000 --seed 1

prints the seed, the counts by format and the slowest input; a failure leaves the bytes beside a line that repeats it.
"""

import argparse
import io
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

import sample_files as samples
from detente.documents.files.blobs import Blob, Draft, Limits, Rejection
from detente.documents.files.dispatch import read_blob
from detente.documents.rows import describe_draft
from detente.schema import build_table, check_table

LIMITS = Limits(max_bytes=2_000_000, max_members=200, seconds_per_file=5)
GRACE_SECONDS = 5  # on top of the limit, on a busy machine, before an input counts as a hang
TOKENS = [
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b'"',
    b"<",
    b"</p>",
    b"<!ENTITY a 'b'>",
    b"]]>",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"%PDF-",
    b"PK\x03\x04",
    b"---\n",
    b"From a Mon Jan  1 00:00:00 2018\n",
    b"\x1f\x8b",
    b"&#0;",
    b"&#x110000;",
    b"2018-02-31",
    b"9" * 400,
    b"\xed\xa0\x80",
    b",",
    b"\t",
    b"\n\n",
    b"Content-Type: multipart/mixed; boundary=x\n",
    b"charset=utf-99",
    b"<REUTERS>",
    b"\\u-70000?",
    b"A" * 5_000,
]


def make_inputs(languages=("nl", "en", "ru", "zh", "ar")):
    """Return {name: bytes} of whole inputs, packed ones too."""
    inputs = {f"{language}_{name}": make(language) for language in languages for name, make in samples.FORMATS.items()}
    some = {name: content for name, content in inputs.items() if name.startswith(("nl", "zh"))}
    inputs |= {
        "all.zip": samples.as_zip(some),
        "all.tar.gz": samples.as_tar(some),
        "all.tar": samples.as_tar(some, "w:"),
        "in.zip": samples.as_zip({"a.zip": samples.as_zip({"b.txt": samples.as_text("de")})}),
        "scan.pdf": samples.as_scanned_pdf(),
    }
    return inputs | {f"nl_a.csv{ending}": pack(samples.as_csv("nl")) for ending, pack in samples.PACKERS.items()}


def mutate(content, chance):
    """Return the bytes with one to eight changes: flipped, inserted, deleted, doubled, cut off, or spliced with a
    token."""
    content = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(content) + 1)
        kind = chance.randrange(7)
        if kind == 0 and content:
            content[at % len(content)] = chance.randrange(256)
        elif kind == 1:
            content[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
        elif kind == 2:
            del content[at : at + chance.randrange(1, 200)]
        elif kind == 3:
            content[at:at] = content[at : at + chance.randrange(1, 500)] * chance.choice((1, 2, 20))
        elif kind == 4:
            del content[at:]
        elif kind == 5:
            content[at:at] = chance.choice(TOKENS)
        elif content:
            content[at % len(content)] ^= 1 << chance.randrange(8)
    return bytes(content)


def read_input(name, content):
    """Return (drafts, rejections) of one input; raise AssertionError where what came out breaks a promise."""
    entries = list(read_blob(Blob(name, io.BytesIO(content), LIMITS, size=len(content))))
    assert entries, "nothing came out: neither a document nor a rejection"
    drafts = [entry for entry in entries if isinstance(entry, Draft)]
    rejections = [entry for entry in entries if isinstance(entry, Rejection)]
    assert len(drafts) + len(rejections) == len(entries)
    for rejection in rejections:
        assert rejection.path and rejection.reason and rejection.remedy, rejection
    rows = [describe_draft(draft, []) for draft in drafts]
    for row in rows:
        row["text"].encode("utf-8")
        assert "\0" not in row["text"] and "\r" not in row["text"]
        assert row["title"] is None or row["text"].startswith(f"{row['title']}\n\n")
        assert (row["date_start"] is None) == (row["date_precision"] == "none")
        assert row["date_start"] is None or row["date_start"] <= row["date_end"]
        for turn in row["turns"] or []:
            assert 0 <= turn["start"] < turn["end"] <= len(row["text"]) and row["text"][turn["start"] :].startswith(
                turn["speaker"]
            )
    unique = {
        row["document_id"]: {**row, "date_start": None, "date_end": None, "date_origin": None, "date_precision": "none"}
        for row in rows
    }
    check_table(build_table("documents", list(unique.values())), "documents")
    return drafts, rejections


def run(runs, seed, report=None):
    """Return the counts of `runs` mutated inputs; raise AssertionError for the first that breaks a promise."""
    chance = random.Random(seed)
    inputs = make_inputs()
    names = sorted(inputs)
    counts, slowest = Counter(), (0.0, "")
    warnings.simplefilter("ignore")
    for number in range(runs):
        name = names[number % len(names)]
        content = mutate(inputs[name], chance)
        if chance.random() < 0.05:
            name = f"x.{chance.choice(sorted(samples.FORMATS)).rsplit('.', 1)[-1]}"
        started = time.monotonic()
        try:
            drafts, rejections = read_input(name, content)
            assert time.monotonic() - started < LIMITS.seconds_per_file + GRACE_SECONDS, "a hang"
        except BaseException as error:
            kept = Path(tempfile.gettempdir()) / f"fuzz_{seed}_{number}_{name}"
            kept.write_bytes(content)
            raise AssertionError(
                f"seed {seed}, run {number}, {name} (kept as {kept}): {type(error).__name__}: {error}"
            ) from error
        slowest = max(slowest, (time.monotonic() - started, f"run {number}, {name}"))
        counts.update(
            {
                "inputs": 1,
                "documents": len(drafts),
                "rejected": len(rejections),
                f"{name.rsplit('.', 1)[-1]} read": bool(drafts),
            }
        )
        if report and number % 1_000 == 999:
            report(f"{number + 1:,} of {runs:,}: {counts['documents']:,} documents, {counts['rejected']:,} rejected")
    return counts, slowest


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    print(f"seed {given.seed}, {given.runs:,} runs")
    counts, (seconds, slowest) = run(given.runs, given.seed, report=lambda line: print(line, file=sys.stderr))
    print(", ".join(f"{n:,} {name}" for name, n in sorted(counts.items(), key=lambda pair: -pair[1])))
    print(f"slowest: {seconds:.2f} s, {slowest}; no exception, no hang, nothing lost")


if __name__ == "__main__":
    main()
