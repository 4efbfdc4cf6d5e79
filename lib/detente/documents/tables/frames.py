"""One `Draft` per row of a DataFrame, its document columns used as given; a `Rejection` per row without a text."""

import pandas as pd

from detente.documents.dates.stated import DateSpan, read_date
from detente.documents.files.blobs import Draft, Rejection
from detente.documents.tables.columns import name_fields
from detente.documents.texts.text import clean, one_line
from detente.schema import ALLOWED, TABLES, InputError, nearest


def read_frame(frame, columns, recognised):
    """Yield a Draft or Rejection per row. `record` is the row's number from 1 where there is no such column."""
    for field, name in (columns or {}).items():
        if name not in frame.columns:
            raise InputError(f"the DataFrame has no column {name!r} for {field}; {nearest(name, frame.columns)}")
    fields = name_fields(frame.columns, columns)
    fields.update({name: name for name in TABLES["documents"] if name in frame.columns and name not in (columns or {})})
    if "text" not in fields:
        shown = ", ".join(map(str, frame.columns[:8]))
        raise InputError(f'the DataFrame has no column of text among {shown}; name it: columns={{"text": "…"}}')
    recognised["DataFrame"] = {field: name for field, name in fields.items() if str(name) != field}
    if "document_id" in frame and frame["document_id"].dropna().duplicated().any():
        repeated = frame.loc[frame["document_id"].duplicated(), "document_id"].iloc[0]
        raise InputError(
            f"the DataFrame's document_id is not unique: {repeated}; leave the column out to have keys made"
        )
    if "date_origin" in frame:
        wrong = set(frame["date_origin"].dropna()) - ALLOWED["date_origin"]
        if wrong:
            raise InputError(
                f"the DataFrame's date_origin has {sorted(map(str, wrong))[0]!r}; "
                f"{nearest(sorted(map(str, wrong))[0], ALLOWED['date_origin'])}"
            )
    series = {field: frame[name].tolist() for field, name in fields.items()}
    for position in range(len(frame)):
        yield _draft_row({field: values[position] for field, values in series.items()}, position + 1)


def _present(value):
    """Return the value, or None for any of pandas' nulls."""
    if isinstance(value, (list, dict, tuple)):
        return value
    return None if value is None or pd.isna(value) else value


def _draft_row(cells, number):
    cells = {field: _present(value) for field, value in cells.items()}
    record = int(cells["record"]) if cells.get("record") is not None else number
    path = str(cells["path"]) if cells.get("path") is not None else None
    text = cells.get("text")
    if not isinstance(text, str) or not (text.strip() or cells.get("title")):
        what = "no text" if text is None or isinstance(text, str) else f"text is {type(text).__name__}, not str"
        return Rejection(what, "fill in its text, or drop the row", record, path)
    language = cells.get("language")
    confidence = cells.get("language_confidence")
    return Draft(
        clean(text),
        title=one_line(cells.get("title")),
        record=record,
        format=str(cells.get("format") or "table"),
        dates=_given_dates(cells),
        language=language,
        outlet=one_line(cells.get("outlet")),
        author=one_line(cells.get("author")),
        url=one_line(cells.get("url")),
        path=path,
        turns=cells.get("turns"),
        document_id=cells.get("document_id"),
        story_id=cells.get("story_id"),
        given_language=(language, 1.0 if confidence is None else float(confidence)) if language else None,
    )


def _given_dates(cells):
    """Return the row's date as ((value, origin),): the interval where it is given, else the one date."""
    origin = cells.get("date_origin") or "given"
    start, end = (
        read_date(cells[name]) if cells.get(name) is not None else None for name in ("date_start", "date_end")
    )
    precision = cells.get("date_precision")
    if start is not None and start.start:
        last = end.end if end is not None and end.end else start.end
        if precision not in ("day", "month", "year"):
            days = (last - start.start).days
            precision = "day" if days < 1 else "month" if days < 31 else "year"
        return ((DateSpan(start.start, last, precision), origin),)
    return ((cells["date"], origin),) if cells.get("date") is not None else ()
