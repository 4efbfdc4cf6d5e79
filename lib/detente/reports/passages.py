"""Passages: a statement as plain values, with its sentence cut into marked pieces and its speaker by name and office.

Values go to JSON and back: dates are ISO days, missing values None, numbers rounded to four digits.
"""

from itertools import pairwise

import pandas as pd

from detente.codebook import AXES
from detente.coding import in_term, known_languages, read_lexicon, read_persons, split_sentences

# Words on the first screen; the whole sentence stands below.
LONGEST_QUOTE = 420
CONTEXT_CHARACTERS = 200
RIGHT_TO_LEFT = {"ar", "he", "fa", "ur"}


class Texts:
    """The documents by key: finds a statement's sentence, its marks and its speaker."""

    def __init__(self, documents):
        self.documents = documents.set_index("document_id")
        self.sentences, self.people = {}, {}

    def describe(self, row, counts):
        """Return a statement as plain values, with its sentence cut into marked pieces."""
        known = row["document_id"] in self.documents.index
        document = self.documents.loc[row["document_id"]] if known else None
        return {
            **{
                name: plain_value(row[name])
                for name in (
                    "statement_id",
                    "source",
                    "target",
                    "source_name",
                    "target_name",
                    "source_resolved_by",
                    "target_resolved_by",
                    "act",
                    "quad",
                    "frame",
                    "held",
                    "condition",
                    "about",
                    "change_stated",
                    "change_quote",
                    "speech",
                    "cue",
                    "record",
                    "coder",
                )
            },
            **{name: None if pd.isna(row[name]) else round(float(row[name]), 4) for name in (*AXES, "confidence")},
            "date_start": write_day(row["date_start"]),
            "date_end": write_day(row["date_end"]),
            "counts": bool(counts),
            "speaker": self.speaker_words(row),
            "lang": language_of(row),
            "rtl": is_right_to_left(row),
            "sentence": self.pieces(row, whole=True),
            "words": self.pieces(row, whole=False),
            "document": {
                "document_id": plain_value(row["document_id"]),
                **{name: plain_value(document[name]) if known else None for name in ("title", "outlet", "url", "path")},
            },
        }

    def pieces(self, row, *, whole):
        """Return [text, kind] pieces of a statement's sentence, or of its words alone; kind is "", "quote", "condition" or "change"."""
        if pd.isna(row["quote"]):
            return []
        start, end = int(row["start"]), int(row["end"])
        text = self.documents.loc[row["document_id"], "text"] if row["document_id"] in self.documents.index else None
        if text is None:
            return [[row["quote"], "quote"]]
        spans = [(start, end, "quote")]
        for name in ("change", "condition"):
            if pd.notna(row[f"{name}_start"]) and (whole or name == "condition"):
                spans.append((int(row[f"{name}_start"]), int(row[f"{name}_end"]), name))
        low, high = min(span[0] for span in spans), max(span[1] for span in spans)
        if whole:
            low, high = self._sentence(row["document_id"], text, low, high)
        elif high - low > LONGEST_QUOTE:
            low, high = start, min(end, start + LONGEST_QUOTE)
        cuts = sorted({low, high, *(min(max(at, low), high) for span in spans for at in span[:2])})
        out = []
        for left, right in pairwise(cuts):
            kind = next((name for first, last, name in reversed(spans) if first <= left and right <= last), "")
            out.append([text[left:right], kind])
        return out + ([["…", ""]] if not whole and high < end else [])

    def _sentence(self, key, text, low, high):
        if key not in self.sentences:
            language = self.documents.loc[key, "language"]
            base = None if pd.isna(language) else str(language).split("-")[0]
            self.sentences[key] = split_sentences(text, read_lexicon(base)) if base in known_languages() else []
        fitting = [span for span in self.sentences[key] if span[0] < high and span[1] > low]
        if not fitting:
            return max(0, low - CONTEXT_CHARACTERS), min(len(text), high + CONTEXT_CHARACTERS)
        return min(low, fitting[0][0]), max(high, fitting[-1][1])

    def speaker(self, row):
        """Return (name, office, words as written) of a statement's speaker; name and office None where nobody known fits."""
        key = (row["speaker"], row["source"], row["language"], row["date_start"], row["date_end"])
        if key not in self.people:
            self.people[key] = identify_speaker(*key)
        name, office = self.people[key]
        return name, office, None if name else row["speaker"]

    def speaker_words(self, row):
        """Return the speaker as {name, office, written}, or None where nobody is quoted."""
        if pd.isna(row["speaker"]):
            return None
        name, office, _ = self.speaker(row)
        return {"name": name, "office": office, "written": row["speaker"]}


def identify_speaker(written, source, language, date_start, date_end):
    """Return (name, office) of the person in office whom these words name, by name or by office; (None, None) where nobody fits."""
    within = None if pd.isna(date_start) or pd.isna(date_end) else (date_start.date(), date_end.date())
    people = [(person, forms) for person, forms in read_persons() if person.actor == source and (within is None or in_term(person, within))]
    for person, columns in people:
        for forms in columns.values():
            for form in (form.strip("~*") for form in forms):
                if form and (form in written or written in form.split()):
                    return person.name, person.office
    base = str(language).split("-")[0]
    if base in known_languages():
        lexicon = read_lexicon(base)
        named = {category.partition(".")[2] for category in lexicon.scan(written)[1] if category.startswith("office.")}
        fitting = sorted({(person.name, person.office) for person, _ in people if person.office in named})
        if len(fitting) == 1:
            return fitting[0]
        if len(named) == 1:
            return None, named.pop()
    return None, None


def language_of(row):
    return "und" if pd.isna(row["language"]) else str(row["language"])


def is_right_to_left(row):
    return language_of(row).split("-")[0] in RIGHT_TO_LEFT


def write_day(value):
    return None if value is None or pd.isna(value) else f"{value:%Y-%m-%d}"


def plain_value(value):
    if value is None or value is pd.NA or (not isinstance(value, (list, dict)) and pd.isna(value)):
        return None
    if hasattr(value, "strftime"):
        return write_day(value)
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return bool(value)
    if hasattr(value, "item"):
        value = value.item()
    return round(value, 4) if isinstance(value, float) else value


def plain_row(row):
    return {name: plain_value(value) for name, value in row.items()}
