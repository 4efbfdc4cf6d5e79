"""One story_id per document: near-verbatim copies share the smallest document_id among them.

A story is one report however often it is printed: exact copies, wire copies under other headlines, light edits,
truncations and updates, in one language and within 14 days of one another. Two articles on one event are two stories,
and so are an article and its translation. An undated document joins a story only by an identical text. Independent of
the order of rows; time grows in proportion to their number (MinHash, banded; rensa makes the signatures).
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import pandas as pd

MOST_DAYS = 14  # a report printed again later is a reprint: news once more
LEAST_JACCARD = 0.66  # of word triples: light edits and updates keep more; two texts from one template have up to 0.6
LEAST_CONTAINED = (
    0.82  # share of the shorter text that is in the longer: truncations; two texts from one template have up to 0.7
)
FEWEST_SHINGLES = 12  # a shorter text is a headline or a formula: only identical ones share a story
WORDS, CHARACTERS = 3, 5  # length of a shingle, in words, or in characters where words aren't set off by spaces
UNSPACED = {"zh", "ja", "th", "lo", "km", "my"}
BODY = (32, 4)  # bands and rows: finds a pair at Jaccard 0.66 in 999 of 1,000 cases
LEAD = (16, 2)  # the same for the first shingles alone: a truncation has its lead in common with the whole
LEAD_SHINGLES = 40
NEIGHBOURS = 12  # in one band, each text is compared with so many before it: what keeps the time linear
OTHER_NUMBERS = 0.5  # from this share of figures that the other lacks, on both sides, two texts report two events
FEWEST_NUMBERS = 3  # with fewer figures on either side that share says nothing
FORM_WORDS = 250  # a longer text is no form with blanks ("spoke by telephone with the ... of ...")
WORDS_PER_BLANK = 50  # a form has a name or figure replaced this often; a desk's own spelling of names is rarer
FEWEST_BLANKS = 2
CAPITAL_NOUNS = {"de", "lb"}  # where every noun has a capital, it doesn't tell a name
SEED = 2018
_MARKS, _NUMBER = re.compile(r"[^\w\s]+"), re.compile(r"\d+")


def assign_stories(documents):
    """Return a Series of story_id, aligned with `documents` (document_id, title, text, language, date_start, date_end).

    >>> texts = ["The line was reopened on Tuesday after two years."] * 2
    >>> rows = pd.DataFrame({"document_id": ["b", "a"], "title": None, "text": texts, "language": "en"})
    >>> rows = rows.assign(date_start=None, date_end=None)
    >>> list(assign_stories(rows))
    ['a', 'a']
    """
    ids = documents["document_id"].astype(str).tolist()
    bodies = [_plain_words(_body(text, title)) for text, title in zip(documents["text"], documents["title"], strict=False)]
    languages = ["und" if pd.isna(language) else str(language).split("-")[0] for language in documents["language"]]
    starts, ends = _days(documents["date_start"]), _days(documents["date_end"])
    order = sorted(range(len(ids)), key=lambda i: (languages[i], starts[i], ids[i]))
    parents = list(range(len(ids)))
    heads = _join_identical(order, bodies, languages, starts, ends, parents)
    for language in sorted({languages[i] for i in heads}):
        rows = [i for i in heads if languages[i] == language and starts[i] != UNDATED]
        _join_similar(rows, bodies, documents["text"].tolist(), language, starts, ends, parents)
    return _smallest_ids(ids, parents, documents.index)


UNDATED = np.iinfo(np.int64).max


def _days(dates):
    days = pd.to_datetime(pd.Series(dates).reset_index(drop=True)).astype("datetime64[s]")
    return [UNDATED if pd.isna(day) else day.toordinal() for day in days]


def _body(text, title):
    """Return the text without its headline: wire copies are printed under other ones."""
    text = "" if pd.isna(text) else text
    if isinstance(title, str) and title and text.startswith(title):
        return text[len(title) :]
    return text


def _plain_words(body):
    """Return the words of a text in lower case with single spaces between them."""
    return " ".join(_MARKS.sub(" ", body.lower()).split())


def _smallest_ids(ids, parents, index):
    smallest = {}
    for i, document_id in enumerate(ids):
        root = _find(parents, i)
        smallest[root] = min(smallest.get(root, document_id), document_id)
    return pd.Series([smallest[_find(parents, i)] for i in range(len(ids))], index=index, dtype="str", name="story_id")


def _find(parents, i):
    while parents[i] != i:
        parents[i] = parents[parents[i]]
        i = parents[i]
    return i


def _join(parents, i, j):
    i, j = _find(parents, i), _find(parents, j)
    parents[max(i, j)] = min(i, j)


def _join_identical(order, bodies, languages, starts, ends, parents):
    """Join texts of the same words, and return the first row of each run of them, its dates widened to the run's."""
    runs, first_runs, heads = {}, {}, []
    for i in order:
        words = bodies[i] or f"\0{i}"  # two empty texts are not copies of one another
        key = (languages[i], blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).digest())
        head = first_runs.get(key) if starts[i] == UNDATED else runs.get(key)
        if head is not None and starts[i] == UNDATED:
            _join(parents, i, head)  # undated rows come last in the order; of several printings the first is taken
        elif head is not None and starts[i] - ends[head] <= MOST_DAYS:
            _join(parents, i, head)
            ends[head] = max(ends[head], ends[i])
        else:
            runs[key] = i
            first_runs.setdefault(key, i)
            heads.append(i)
    return heads


# ---- near copies


def _shingle(words, language):
    """Return the shingles of plain words in their order."""
    words = words.split(" ")
    if language in UNSPACED:
        joined = "".join(words)
        return [joined[i : i + CHARACTERS] for i in range(len(joined) - CHARACTERS + 1)]
    return list(map(" ".join, zip(*(words[i:] for i in range(WORDS)), strict=False)))


def _signatures(token_sets, bands):
    """Return an array of documents by bands: two texts with the same number in a band are likely alike."""
    from rensa import RMinHash

    n_bands, n_rows = bands
    matrix = RMinHash.digest_matrix_from_token_sets(token_sets, n_bands * n_rows, SEED)
    rows = np.array(matrix.to_rows(), dtype=np.uint64).reshape(len(token_sets), n_bands, n_rows)
    mixed = np.zeros((len(token_sets), n_bands), dtype=np.uint64)
    for row in range(n_rows):
        mixed = (mixed ^ rows[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


CHUNK = 2_000  # documents whose shingles are in memory at once


def _join_similar(rows, bodies, texts, language, starts, ends, parents):
    kept, signatures = [], []
    for first in range(0, len(rows), CHUNK):
        shingled = [(i, _shingle(bodies[i], language)) for i in rows[first : first + CHUNK]]
        shingled = [(i, shingles) for i, shingles in shingled if len(shingles) >= FEWEST_SHINGLES]
        if shingled:
            kept += [i for i, _ in shingled]
            whole = _signatures([shingles for _, shingles in shingled], BODY)
            lead = _signatures([shingles[:LEAD_SHINGLES] for _, shingles in shingled], LEAD)
            signatures.append(np.hstack([whole, lead]))
    if len(kept) < 2:
        return
    shingles_of = lru_cache(maxsize=4 * CHUNK)(lambda i: frozenset(_shingle(bodies[i], language)))
    seen = set()
    for band in np.vstack(signatures).T:
        for bucket in _buckets(band):
            for place, at in enumerate(bucket):
                for before in bucket[max(0, place - NEIGHBOURS) : place]:
                    i, j = kept[before], kept[at]
                    if (i, j) in seen or starts[j] - ends[i] > MOST_DAYS or _find(parents, i) == _find(parents, j):
                        continue
                    seen.add((i, j))
                    if not _is_copy(shingles_of(i), shingles_of(j)) or _has_other_numbers(bodies[i], bodies[j]):
                        continue
                    if language in UNSPACED | CAPITAL_NOUNS or not _fills_other_blanks(texts[i], texts[j]):
                        _join(parents, i, j)


def _buckets(band):
    """Yield the places of rows that share a number in one band, in their order."""
    order = np.argsort(band, kind="stable")
    edges = np.flatnonzero(np.diff(band[order])) + 1
    for bucket in np.split(order, edges):
        if len(bucket) > 1:
            yield bucket.tolist()


def _is_copy(one, other):
    common = len(one & other)
    return common >= LEAST_JACCARD * (len(one) + len(other) - common) or common >= LEAST_CONTAINED * min(
        len(one), len(other)
    )


def _has_other_numbers(one, other):
    """Return whether each of two texts has mostly figures that the other lacks: a form filled in for two events."""
    one, other = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if min(len(one), len(other)) < FEWEST_NUMBERS:
        return False
    return len(one - other) >= OTHER_NUMBERS * len(one) and len(other - one) >= OTHER_NUMBERS * len(other)


def _fills_other_blanks(one, other):
    """Return whether two short texts are one form with other names or figures in its blanks: two events, not a copy."""
    one, other = _MARKS.sub(" ", one).split(), _MARKS.sub(" ", other).split()
    if max(len(one), len(other)) > FORM_WORDS:
        return False
    matcher = SequenceMatcher(None, [w.lower() for w in one], [w.lower() for w in other], autojunk=False)
    blanks = set()
    for kind, a, b, c, d in matcher.get_opcodes():
        # at either end stand headlines, datelines and credits, which differ between copies
        if kind == "replace" and a > 0 and c > 0 and b < len(one) and d < len(other):
            names = [tuple(w for w in words if w[0].isupper() or w[0].isdigit()) for words in (one[a:b], other[c:d])]
            if all(names):
                blanks.add((names[0], names[1]))
    return len(blanks) >= max(FEWEST_BLANKS, min(len(one), len(other)) / WORDS_PER_BLANK)
