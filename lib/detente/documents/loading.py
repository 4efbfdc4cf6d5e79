"""`documents`: one row per document; `rejected`: one row per input that could not be read. Together they are all
inputs.

Columns and dtypes are in `detente.schema`. Dates are calendar days, intervals inclusive at both ends, and null where
nothing states one. `text` is clean Unicode (NFC, \\n), begins with the title and an empty line where a title is
known, and is what all offsets count in. Rows are in the order of date, undated last, then document_id.
"""

import itertools
import sys

import numpy as np
import pandas as pd

from detente.documents.files.blobs import Limits, Refused, Rejection
from detente.documents.files.dispatch import read_blob
from detente.documents.files.files import list_files, open_file, read_corpus_card
from detente.documents.rows import describe_draft
from detente.documents.stories import assign_stories
from detente.documents.tables.columns import FIELDS, check_columns
from detente.schema import TABLES, InputError, build_table, check_table

PROGRESS_AFTER_SECONDS = 2  # below, a bar would only flicker
NAMED_TABLES = 3  # ways of recognising columns that the summary spells out
NAMED_PROBLEMS = (
    20  # stated dates that can't be read which `attrs` keeps as examples: attrs are copied with every operation
)

__all__ = ["load_documents", "iter_documents", "read_corpus_card", "describe_documents"]


def load_documents(
    corpus,
    *,
    columns=None,
    max_bytes=Limits.max_bytes,
    max_members=Limits.max_members,
    seconds_per_file=Limits.seconds_per_file,
    progress=True,
):
    """Return `(documents, rejected)`: one row per document, and one per input that could not be read, with reason and
    remedy.

    `corpus` is a path, a glob, a list of them, a folder (read with its sub-folders), or a DataFrame with at least a
    `text` column, whose further document columns are used as given. A folder's hidden files, and README* and
    `corpus.toml` at its root are no documents, nor what the `ignore` globs of its `corpus.toml` match; a sub-folder
    with a `corpus.toml` is a corpus of its own and is left out. The summary says so. Links are not followed and
    nothing is fetched.

    `columns` maps document columns to your names: {"text": "body"}. `max_bytes`: held at once for one file, or for
    one record of a file that is read record by record. `max_members`: of one archive. `seconds_per_file`: without a
    document (in the main thread; others can't be interrupted). `progress`: the summary line, and a bar for what takes longer than two
    seconds, on a terminal or in a notebook.

    `documents.attrs` holds `card` (what corpus.toml says), `summary` (the line that is printed) and `left_out`. An
    empty folder gives two empty tables. Raises InputError for what isn't there, isn't a corpus, or lies on the network.

    >>> import pandas as pd
    >>> texts = ["Seoul stelt nieuwe gesprekken voor.", "Сеул предложил переговоры."]
    >>> reports = pd.DataFrame({"text": texts, "date": ["2018-02", None]})
    >>> documents, rejected = load_documents(reports, progress=False)
    >>> documents.date_precision.tolist(), len(rejected)
    (['month', 'none'], 0)
    """
    limits = _check_limits(max_bytes, max_members, seconds_per_file)
    reading = _Reading(corpus, check_columns(columns), limits, progress)
    documents, rejected = _build_tables(reading, list(reading))
    documents.attrs = reading.attributes(documents, rejected)
    if progress:
        print(documents.attrs["summary"], file=sys.stderr)
    return documents, rejected


def iter_documents(
    corpus,
    *,
    size=1_000,
    columns=None,
    max_bytes=Limits.max_bytes,
    max_members=Limits.max_members,
    seconds_per_file=Limits.seconds_per_file,
    progress=True,
):
    """Yield `(documents, rejected)` for at most `size` inputs at a time, so that memory stays flat whatever the
    corpus' size.

    Arguments as in `load_documents`. Order, repeats and stories are those within the chunk;
    `detente.stories.assign_stories` finds stories across chunks, from the columns that it needs.
    """
    if not isinstance(size, int) or size < 1:
        raise InputError(f"size must be a whole number from 1, not {size!r}")
    limits = _check_limits(max_bytes, max_members, seconds_per_file)
    return _chunks(_Reading(corpus, check_columns(columns), limits, progress), size)


def _chunks(reading, size):
    entries = iter(reading)
    while chunk := list(itertools.islice(entries, size)):
        documents, rejected = _build_tables(reading, chunk)
        documents.attrs = {"card": reading.card}
        yield documents, rejected


def describe_documents(documents, rejected, *, left_out=None, recognised=None):
    """Return the summary line: read, rejected, duplicates, undated, by language; what was left out; how columns were
    recognised."""
    undated = int(documents["date_start"].isna().sum())
    repeats = len(documents) - documents["text_id"].nunique()
    parts = [
        f"{len(documents):,} document{'s' * (len(documents) != 1)} read",
        f"{len(rejected):,} rejected",
        f"{repeats:,} exact duplicate{'s' * (repeats != 1)}",
        f"{(n_stories := documents['story_id'].nunique()):,} {'story' if n_stories == 1 else 'stories'}",
        f"{undated:,} undated",
    ]
    line = ", ".join(parts)
    counts = documents["language"].value_counts()
    if len(counts):
        line += "; " + ", ".join(
            f"{language} {n:,}" for language, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        )
    if left_out:
        line += "; left out: " + ", ".join(why if "/" in why else f"{n:,} {why}" for why, n in sorted(left_out.items()))
    if recognised:
        line += "; columns: " + "; ".join(recognised)
    return line


def _check_limits(max_bytes, max_members, seconds_per_file):
    for name, value in (("max_bytes", max_bytes), ("max_members", max_members), ("seconds_per_file", seconds_per_file)):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
            raise InputError(f"{name} must be a number above 0, not {value!r}")
    return Limits(int(max_bytes), int(max_members), float(seconds_per_file))


class _Reading:
    """One pass over a corpus: yields rows of `documents` (dicts) and Rejections, and keeps what the summary says."""

    def __init__(self, corpus, columns, limits, progress):
        self.limits, self.progress, self.recognised, self.problems = limits, progress, {}, []
        self.seen = set()
        self.frame = corpus if isinstance(corpus, pd.DataFrame) else None
        self.listing = None if self.frame is not None else list_files(corpus)
        self.card = self.listing.card if self.listing else {}
        self.columns = {**(check_columns(self.card.get("columns")) or {}), **(columns or {})} or None

    def __iter__(self):
        entries = self._read_frame() if self.frame is not None else self._read_files()
        for entry in entries:
            yield entry if isinstance(entry, Rejection) else self._settle(entry)

    def _read_frame(self):
        from detente.documents.tables.frames import read_frame

        return read_frame(self.frame, self.columns, self.recognised)

    def _read_files(self):
        for name, path, is_named in _with_progress(self.listing.files, self.progress):
            try:
                blob = open_file(name, path, is_named, self.limits, self.columns)
            except Refused as refusal:
                yield Rejection(refusal.reason, refusal.remedy, path=name)
                continue
            blob.recognised = self.recognised
            with blob.stream:
                yield from read_blob(blob)

    def _settle(self, draft):
        """Return the row of a draft, or a Rejection where the same document was there before."""
        row = describe_draft(draft, self.problems)
        key = int(row["document_id"], 16) if draft.document_id is None else draft.document_id
        if key in self.seen:
            return Rejection(
                "the same address, record and text as a document before it",
                "nothing: it is read once",
                draft.record,
                draft.path,
            )
        self.seen.add(key)
        return row

    def attributes(self, documents, rejected):
        """Return what `documents.attrs` says about this reading."""
        left_out = self.listing.left_out if self.listing else {}
        described = dict.fromkeys(
            ", ".join(f"{field} from {fields[field]}" for field in FIELDS if field in fields)
            for fields in self.recognised.values()
        )
        summary = describe_documents(
            documents, rejected, left_out=left_out, recognised=[line for line in described if line][:NAMED_TABLES]
        )
        return {
            "card": self.card,
            "summary": summary,
            "left_out": dict(left_out),
            "date_problems": self.problems[:NAMED_PROBLEMS],
        }


def _with_progress(files, progress):
    """Return `files`, with a bar where somebody watches; papermill and pipes stay silent."""
    if not progress or not _is_watched():
        return files
    from tqdm.auto import tqdm

    return tqdm(files, desc="reading", unit="file", delay=PROGRESS_AFTER_SECONDS, leave=False)


def _is_watched():
    shell = sys.modules.get("IPython")
    shell = shell.get_ipython() if shell else None
    return sys.stderr.isatty() or type(shell).__name__ == "ZMQInteractiveShell"


def _build_tables(reading, entries):
    """Return the two tables of the rows and Rejections that were read, sorted, with stories assigned."""
    rows = [entry for entry in entries if not isinstance(entry, Rejection)]
    for row in rows:
        row["date_start"], row["date_end"] = _moment(row["date_start"]), _moment(row["date_end"])
    documents = build_table("documents", rows)
    documents = documents.sort_values(["date_start", "document_id"], na_position="last", ignore_index=True)
    if documents["story_id"].isna().any():
        documents["story_id"] = assign_stories(documents).astype("str")
    rejections = sorted(
        (entry for entry in entries if isinstance(entry, Rejection)),
        key=lambda entry: (entry.path or "", entry.record or 0, entry.reason),
    )
    rejected = build_table(
        "rejected", [{column: getattr(entry, column) for column in TABLES["rejected"]} for entry in rejections]
    )
    return check_table(documents, "documents"), check_table(rejected, "rejected")


def _moment(day):
    return None if day is None else np.datetime64(day, "us")
