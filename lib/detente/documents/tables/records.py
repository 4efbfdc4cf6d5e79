"""One `Draft` per record of a JSON or JSON Lines file; `record` counts from 1.

In JSON, the records are the list, or the list under some key whose entries hold text ("articles", "response.results"),
else the one object. Nested keys are named with points: `source.name`.
"""

import json

from detente.documents.files.blobs import Refused, Rejection, too_large
from detente.documents.tables.columns import SAMPLE_ROWS, content_fields, draft_fields, name_fields
from detente.documents.tables.tables import find_fields
from detente.documents.texts.text import check_text, decode

MAX_KEY_DEPTH = 4  # of nested objects that are looked into
MAX_KEYS = 500  # of one record; beyond, the rest is no document's field


def read_json(blob):
    """Yield the Drafts of a JSON file."""
    source = check_text(decode(blob.read(), blob.charset))
    try:
        parsed = json.loads(source.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise Refused(
            f"broken JSON: {error.msg} at line {error.lineno}, column {error.colno}", "it may be cut off: get it again"
        ) from None
    except RecursionError:
        raise Refused("JSON nested too deeply", "give its records as a flat list") from None
    records = _find_records(parsed)
    rows = [flatten(entry) if isinstance(entry, dict) else "not an object with named values" for entry in records]
    yield from _read_records(rows, blob, "json")


def _find_records(parsed):
    """Return the list of records in parsed JSON."""
    if isinstance(parsed, list):
        if parsed and all(isinstance(entry, str) for entry in parsed):
            return [{"text": entry} for entry in parsed]
        return parsed
    if not isinstance(parsed, dict):
        raise Refused("JSON without named values", 'give records like {"text": "…", "date": "…"}')
    entries = list(parsed.values())
    if len(entries) > 1 and all(isinstance(entry, dict) and "text" in name_fields(flatten(entry)) for entry in entries):
        return entries  # {"id1": {…}, "id2": {…}}
    own = name_fields(flatten(parsed))
    if "text" in own and isinstance(flatten(parsed)[own["text"]], str):
        return [parsed]
    lists = [
        entries
        for entries in _lists_within(parsed)
        if {"text", "title", "summary"} & set(name_fields(flatten(entries[0])))
    ]
    if lists:
        return max(lists, key=len)
    return [parsed]


def _lists_within(parsed, depth=0):
    """Yield the lists of objects within an object."""
    for value in parsed.values():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield value
        elif isinstance(value, dict) and depth < MAX_KEY_DEPTH:
            yield from _lists_within(value, depth + 1)


def flatten(entry, prefix="", depth=0):
    """Return an object's scalars as {"fields.body": …}; a list of words is joined, a list of paragraphs too."""
    flat = {}
    for key, value in entry.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < MAX_KEY_DEPTH:
            flat.update(flatten(value, f"{name}.", depth + 1))
        elif isinstance(value, list):
            words = [part for part in value if isinstance(part, str)]
            if words:
                flat[name] = ("\n\n" if max(map(len, words)) > 80 else ", ").join(words)
        elif not isinstance(value, dict):
            flat[name] = value
        if len(flat) >= MAX_KEYS:
            break
    return flat


def _read_records(rows, blob, format):
    """Yield a Draft or Rejection for each record; records of one file may have different keys."""
    objects = [row for row in rows if isinstance(row, dict)]
    if not rows:
        raise Refused("JSON without records", "leave it out")
    sample = objects[:SAMPLE_ROWS]
    names = list(dict.fromkeys(name for row in sample for name in row))
    if objects:
        find_fields(sample, names, blob)
    for record, row in enumerate(rows, start=1):
        yield _draft_record(row, record, blob, format)


def _draft_record(row, record, blob, format):
    if isinstance(row, str):
        return Rejection(row, 'give records like {"text": "…", "date": "…"}', record)
    try:
        fields = name_fields(row, blob.columns)
        if not {"text", "summary"} & set(fields):
            fields = content_fields([row], list(row), fields)
        return draft_fields({field: row[name] for field, name in fields.items()}, record=record, format=format)
    except Refused as refusal:
        return Rejection(refusal.reason, refusal.remedy, record)


def read_jsonl(blob):
    """Yield the Drafts of a JSON Lines file, line by line."""
    limit = blob.limits.max_bytes
    blob.stream.seek(0)
    record = 0
    wide = blob.head()[:2] in (b"\xff\xfe", b"\xfe\xff")
    lines = (
        decode(blob.read()).encode("utf-8").splitlines() if wide else iter(lambda: blob.stream.readline(limit + 1), b"")
    )
    for line in lines:
        if not line.strip():
            continue
        record += 1
        if len(line) > limit:
            refusal = too_large(len(line), limit)
            yield Rejection(
                f"line {record} is {refusal.reason}; the lines after it were not read", refusal.remedy, record
            )
            return
        try:
            parsed = json.loads(decode(line, blob.charset).lstrip("\ufeff"))
        except (json.JSONDecodeError, RecursionError) as error:
            yield Rejection(f"broken JSON: {error}"[:200], "mend this line; it may be cut off", record)
            continue
        if isinstance(parsed, str):
            parsed = {"text": parsed}
        row = flatten(parsed) if isinstance(parsed, dict) else "not an object with named values"
        if record == 1 and isinstance(row, dict):
            blob.recognised[blob.path] = name_fields(row, blob.columns)
        yield _draft_record(row, record, blob, "jsonl")
    if not record:
        raise Refused("JSON without records", "leave it out")
