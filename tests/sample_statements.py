"""Documents and statements by hand for tests of charts, narrative and reports: what is coded is given, not found."""

from detente.schema import build_table

QUADS = {
    "AGREE": "verbal cooperation",
    "CONSULT": "verbal cooperation",
    "REQUEST": "verbal conflict",
    "THREATEN": "verbal conflict",
    "REJECT": "verbal conflict",
    "SANCTION": "material conflict",
}
WEIGHTS = {
    "AGREE": (0.0, 0.45),
    "CONSULT": (0.0, 0.50),
    "REQUEST": (0.45, 0.15),
    "THREATEN": (0.6, 0.0),
    "REJECT": (0.4, 0.0),
    "SANCTION": (0.7, 0.0),
}


def make_documents(*texts, **columns):
    """Return the documents table of some texts; `columns` are given to all."""
    rows = []
    for number, text in enumerate(texts):
        key = f"{number:016x}"
        rows.append(
            {
                "document_id": key,
                "text_id": key,
                "text": text,
                "language": "en",
                "language_confidence": 1.0,
                "date_start": "2018-02-01",
                "date_end": "2018-02-28",
                "date_precision": "month",
                "date_origin": "header",
                "path": f"{number}.txt",
                "record": 0,
                "format": "text",
                "story_id": key,
                "n_characters": len(text),
                **columns,
            }
        )
    return build_table("documents", rows)


def make_statement(documents, number, words, act, *, source="IRN", target="ISR", **columns):
    """Return one statement as a dict: `words` are found in the text of document `number`, weights are the act's own."""
    document = documents.iloc[number]
    start = document["text"].index(words)
    row = {
        "document_id": document["document_id"],
        "story_id": document["story_id"],
        "outlet": document["outlet"],
        "language": document["language"],
        "start": start,
        "end": start + len(words),
        "quote": words,
        "date_start": document["date_start"],
        "date_end": document["date_end"],
        "source": source,
        "target": target,
        "source_name": None,
        "target_name": None,
        "source_resolved_by": "name",
        "target_resolved_by": "name",
        "act": act,
        "quad": QUADS[act],
        "pressure": WEIGHTS[act][0],
        "engagement": WEIGHTS[act][1],
        "frame": "current",
        "speech": "none",
        "cue": f"{act}: test",
        "confidence": 0.8,
        "coder": "test 1",
        **columns,
    }
    for name in ("condition", "change"):
        span = row.get("condition" if name == "condition" else "change_quote")
        if span:
            at = document["text"].index(span)
            row |= {f"{name}_start": at, f"{name}_end": at + len(span)}
    row["statement_id"] = f"{number:04x}{start:04x}{source[0]}{target[0]}{act[:6]:_>6}"
    return row


def make_statements(*rows):
    """Return the statements table of some dicts."""
    return build_table("statements", list(rows))


def make_history(n_months=30, turn=15, per_month=8):
    """Return (documents, statements) of a planted shift: threats until month `turn`, then offers beside fewer threats."""
    import pandas as pd

    texts, dates = [], []
    for month in range(n_months):
        for number in range(per_month):
            texts.append(f"Iran offered Israel talks. Iran threatened Israel, report {month} {number}.")
            dates.append(pd.Timestamp("2015-01-01") + pd.DateOffset(months=month) + pd.Timedelta(days=3 * number))
    documents = make_documents(*texts)
    documents["date_start"] = documents["date_end"] = pd.Series(dates).astype("datetime64[us]")
    documents["date_precision"] = pd.array(["day"] * len(texts), dtype="str")
    documents["outlet"] = pd.array(["Herald" if number % 2 else "Post" for number in range(len(texts))], dtype="str")
    rows = []
    for number in range(len(texts)):
        month, place = divmod(number, per_month)
        warm = place < (1 + month % 2 if month < turn else 5 + month % 3)
        rows.append(
            make_statement(documents, number, "Iran offered Israel talks", "AGREE", cue="CONSULT: talks")
            if warm
            else make_statement(documents, number, "Iran threatened Israel", "THREATEN")
        )
    return documents, make_statements(*rows)
