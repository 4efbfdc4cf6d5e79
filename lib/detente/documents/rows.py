"""One row of `documents` per Draft: keys, text under its title, language, the date that is stated or else told,
turns."""

import hashlib

from detente.documents.dates.stated import DateSpan, date_from_name, date_from_text, date_from_url, read_date
from detente.documents.languages import identify_language
from detente.documents.texts.turns import find_turns

DATELINE_CHARACTERS = 2_000  # a dateline stands at the top


def describe_draft(draft, problems):
    """Return the row of one Draft: clean text, keys, language and date. Stated dates that can't be read are added to
    `problems`."""
    text = join_title(draft.title, draft.text)
    language, confidence = draft.given_language or identify_language(text, stated=draft.language)
    span, origin = settle_date(draft, language, problems)
    return {
        "document_id": draft.document_id or make_key(draft.url or draft.path or "", draft.record, text),
        "text_id": make_key(text),
        "title": draft.title,
        "text": text,
        "language": language,
        "language_confidence": confidence,
        "date_start": span.start if span else None,
        "date_end": span.end if span else None,
        "date_precision": span.precision if span else "none",
        "date_origin": origin,
        "outlet": draft.outlet,
        "author": draft.author,
        "url": draft.url,
        "path": draft.path,
        "record": draft.record,
        "format": draft.format,
        "turns": draft.turns or find_turns(text),
        "story_id": draft.story_id,
        "n_characters": len(text),
    }


def make_key(*parts):
    """Return the first 16 hex digits of the SHA-256 of the parts, each led by its length so that no two lists look
    alike."""
    joined = "".join(f"{len(part)}\n{part}\n" for part in map(str, parts)) if len(parts) > 1 else str(parts[0])
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:16]


def join_title(title, text):
    """Return the text with its title and an empty line before it, once: a first line that says the title already is
    replaced."""
    text = text.strip("\n \t\u3000")
    if not title:
        return text
    first, _, rest = text.partition("\n")
    if " ".join(first.split()).casefold() == title.casefold():
        text = rest.lstrip("\n \t\u3000")
    return f"{title}\n\n{text}"


def settle_date(draft, language, problems):
    """Return (DateSpan or None, origin or None): what is stated, else the address, the file's name, the text's
    dateline.

    A stated date that can't be read (31 February, a year to come) is not replaced by a guess: there is none, and
    `problems` says why.
    """
    spans = [
        (value if isinstance(value, DateSpan) else read_date(value, language=language), origin)
        for value, origin in draft.dates
    ]
    for span, origin in spans:
        if span.start is not None:
            return span, origin
    if spans:
        problems.append(
            {
                "path": draft.path,
                "record": draft.record,
                "stated": str(draft.dates[0][0])[:60],
                "reason": spans[0][0].reason,
            }
        )
        return None, None
    for origin, span in (
        ("url", date_from_url(draft.url) if draft.url else None),
        ("file name", date_from_name(draft.path.rsplit("/", 1)[-1].rsplit("!", 1)[-1]) if draft.lone else None),
        ("text", date_from_text(draft.text[:DATELINE_CHARACTERS], language)),
    ):
        if span is not None and span.start is not None:
            return span, origin
    return None, None


def _file_name(path):
    """Return the last part of a path, of an archive's member the member's."""
    return path.rsplit("!", 1)[-1].rsplit("/", 1)[-1]
