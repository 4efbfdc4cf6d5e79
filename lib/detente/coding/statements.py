"""Statements: who does or says what to whom, one row for each thing that one actor does or says to another.

Columns, dtypes and what null means are in `schema.TABLES["statements"]` and the design of the tables. `quote` is always
`text[start:end]`. The same rows come out in any order of documents.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace

import pandas as pd

from detente.codebook import quad_of, weigh
from detente.coding.lexicon.coder import CODER, UNDATED, Coder
from detente.coding.lexicon.lexicons import known_languages, read_lexicon
from detente.coding.lexicon.names.actors import Mention
from detente.coding.lexicon.readings import acts_of, read_sentence
from detente.coding.lexicon.roles.evidence import score_fit
from detente.coding.lexicon.sentences import find_quotations
from detente.documents import DateSpan
from detente.schema import InputError, build_table, check_table, empty_table, nearest


@dataclass(frozen=True, slots=True)
class Coding:
    """What one marked actor does to another in a sentence. Where nothing was coded `act` is None and `reason` says why."""

    act: str | None
    quad: str | None
    pressure: float | None
    engagement: float | None
    condition: str | None
    cue: str | None
    reason: str | None


def _dated(document):
    if pd.isna(document["date_start"]) or pd.isna(document["date_end"]):
        return UNDATED
    first, last = document["date_start"].date(), document["date_end"].date()
    # An interval of two days or more is no day, whatever it is called.
    precision = "day" if first == last else "month" if (last - first).days < 32 else "year"
    return DateSpan(first, last, precision)


def code_text(text, language, *, dated=UNDATED, turns=None):
    """Return (rows, trail) of one text: statements as dicts with offsets, and what became of every candidate.

    `dated`: the DateSpan that the text is from; where it has none, any term of office counts. `turns`: of a transcript, as
    in `documents`: questions from the floor aren't coded, and "we" is whoever has the floor. Nothing is coded where
    the language has no lexicon.
    """
    base = None if pd.isna(language) else str(language).split("-")[0]
    return Coder(base, dated).code(text, turns) if base in known_languages() else ([], [])


def code_document(document):
    """Return (rows, trail) of one document (a row of `documents`, as a mapping); nothing where its language has no lexicon."""
    language = document["language"]
    rows, trail = code_text(document["text"], language, dated=_dated(document), turns=document.get("turns"))
    for row in rows:
        row.update(
            document_id=document["document_id"], story_id=document["story_id"], outlet=document["outlet"], language=language, coder=CODER
        )
        key = "\n".join(str(row[name]) for name in ("document_id", "start", "end", "source", "target", "act", "frame", "cue"))
        row["statement_id"] = hashlib.sha256(key.encode()).hexdigest()[:16]
    return rows, trail


def code_statements(documents, *, progress=True):
    """Return `statements`: one row for each thing that one actor does or says to another, by date, then key.

    `documents`: the table that `load_documents` returns. Documents in a language without a lexicon yield no rows; their
    number is in `statements.attrs["uncoded"]`, by language. Raises InputError where `documents` isn't that table.
    """
    check_table(documents, "documents")
    records = documents.to_dict("records")
    if progress and len(records) > 200:
        from tqdm.auto import tqdm

        records = tqdm(records, desc="coding", unit="document", disable=None)
    rows = [row for document in records for row in code_document(document)[0]]
    statements = build_table("statements", rows) if rows else empty_table("statements")
    statements = (
        statements.drop_duplicates("statement_id")
        .sort_values(["date_start", "statement_id"], kind="stable", na_position="last")
        .reset_index(drop=True)
    )
    bases = documents["language"].fillna("und").str.split("-").str[0]
    statements.attrs["uncoded"] = {language: int(n) for language, n in sorted(Counter(bases).items()) if language not in known_languages()}
    return check_table(statements, "statements")


def code_act(sentence, source_span, target_span, language):
    """Return the Coding of what one marked actor does to another in a sentence.

    `source_span`, `target_span`: half-open character offsets, or None where that side isn't marked. Always a Coding:
    where nothing was coded, `act` is None and `reason` says why ("no actor" where neither side is marked). Raises
    InputError for a language without a lexicon or a span outside the sentence; never for what the sentence says.
    """
    lexicon = read_lexicon(language)
    if source_span is None and target_span is None:
        return Coding(None, None, None, None, None, None, "no actor")
    mentions = []
    for span, code in ((source_span, "<source>"), (target_span, "<target>")):
        if span is not None:
            start, end = span
            if not 0 <= start < end <= len(sentence):
                raise InputError(f"span {span} isn't within the sentence's {len(sentence)} characters")
            mentions.append(Mention(start, end, (code,), "name"))
    mentions.sort(key=lambda mention: mention.start)
    quotations = find_quotations(sentence, lexicon.quotes, glued=lexicon.order == "sov")
    reading = read_sentence(sentence, lexicon, mentions=mentions, quotations=quotations)
    acts, _ = acts_of(reading)
    best = None
    for act in acts:
        if not act.act:
            continue
        fit = _fit(reading, act)
        if best is None or fit > best[0]:
            best = (fit, act)
    if best is None:
        reason = acts[0].reason if acts and acts[0].reason else "no cue"
        return Coding(None, None, None, None, None, acts[0].cue.cue.name if acts else None, reason)
    act = best[1]
    if (
        act.act == "CONSULT"
        and act.frame == "hypothetical"
        and any(reading.clauses.at(match.start) == reading.clauses.at(act.start) for match in reading.found.get("will", ()))
    ):
        # A Coding has no frame to say that a meeting lies ahead: it is the promise of one (rule 2).
        act = replace(act, act="AGREE")
    pressure, engagement = weigh(act.act, act.modifiers, conditional=act.condition is not None)
    condition = act.condition and sentence[slice(*act.condition)]
    return Coding(act.act, quad_of(act.act), pressure, engagement, condition, act.cue.cue.name, None)


def _fit(reading, act):
    """Return how well an act's place fits the marked source and target: higher is better, ties go to the earlier."""
    total = 0
    for mention in reading.mentions:
        side = "source" if mention.actors == ("<source>",) else "target"
        total += score_fit(reading, act, mention, side)
    near = min((abs(act.start - m.start) for m in reading.mentions), default=0)
    return total, -near, -act.start


def explain(documents, document_id, *, at):
    """Return rows that say how each candidate of the sentence at a character offset was coded, or why it was not.

    One row a candidate cue: start, end, words, cue, act, reason (empty where it was coded), source, target, confidence.
    Raises InputError for an unknown document or an offset outside its text.
    """
    check_table(documents, "documents")
    chosen = documents[documents["document_id"] == document_id]
    if chosen.empty:
        raise InputError(f"no document {document_id!r}; {nearest(document_id, documents['document_id'])}")
    document = chosen.to_dict("records")[0]
    if not 0 <= at < len(document["text"]):
        raise InputError(f"offset {at} lies outside the document's {len(document['text'])} characters")
    rows, trail = code_document(document)
    columns = ["start", "end", "words", "cue", "act", "reason", "source", "target", "confidence"]
    out = []
    for step in trail:
        if not step["sentence_start"] <= at < step["sentence_end"]:
            continue
        coded = [row for row in rows if row["start"] <= step["start"] < row["end"] and row["cue"] == step["cue"]]
        base = {
            "start": step["start"],
            "end": step["end"],
            "words": document["text"][step["start"] : step["end"]],
            "cue": step["cue"],
            "act": step["act"],
            "reason": step["reason"],
        }
        for row in coded or [{}]:
            out.append(
                base
                | {
                    "act": row.get("act", step["act"]),
                    "source": row.get("source"),
                    "target": row.get("target"),
                    "confidence": row.get("confidence"),
                }
            )
    return pd.DataFrame(out, columns=columns)
