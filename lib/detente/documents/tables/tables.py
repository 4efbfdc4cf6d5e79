"""One `Draft` per row of a CSV, TSV, Excel or Parquet table; `record` counts data rows from 1, the header left out.

Delimited text is read row by row, so its size is no limit; a cell or line is held to `max_bytes`. A table without a
column of text is one `Rejection`, which says what its columns are.
"""

import csv
import io
import itertools
import re
from collections import Counter

from detente.documents.files.blobs import Refused, Rejection, too_large
from detente.documents.tables.columns import SAMPLE_ROWS, content_fields, draft_fields, is_coded_events, name_fields
from detente.documents.texts.text import check_text, find_encoding
from detente.schema import nearest

DELIMITERS = ",;\t|"
NAMES_SHOWN = 8  # of the columns that an error names


def read_delimited(blob):
    """Yield the Drafts of a CSV or TSV file, a Rejection for each row that doesn't fit its header."""
    head = blob.head()
    encoding, errors = find_encoding(head, blob.charset)
    check_text(head.decode(encoding, errors))
    delimiter = _find_delimiter(head.decode(encoding, errors))
    csv.field_size_limit(max(csv.field_size_limit(), blob.limits.max_bytes))
    backslashed = head.count(b'\\"') > head.count(b'""')
    rows = _rows(
        csv.reader(
            _lines(blob, encoding, errors),
            delimiter=delimiter,
            strict=True,
            doublequote=not backslashed,
            escapechar="\\" if backslashed else None,
        )
    )
    first = next((row for row in rows if isinstance(row, str) or any(cell.strip() for cell in row)), None)
    if first is None or isinstance(first, str):
        raise Refused(first or "a table without rows", "mend its first row, or leave it out")
    header = [name.strip().lstrip("\ufeff") for name in first]
    if is_data(header, blob.columns):
        header = [f"column {number}" for number in range(1, len(first) + 1)]
        rows = itertools.chain([first], rows)
    fitted = (row if isinstance(row, str) else _fit_row(row, header) for row in rows if row and any(row))
    yield from read_rows(fitted, header, blob, "tsv" if delimiter == "\t" else "csv")


def _rows(reader):
    """Yield the rows of a csv.reader, and a str that says what is wrong in place of a broken one."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            open_end = "unexpected end" in str(error)
            yield (
                "a quotation mark that is never closed: it takes in the rest of the file"
                if open_end
                else f"a broken row: {error}"
            )


def is_data(header, columns=None):
    """Tell whether a first row is a row of data: no name in it is known, and prose, a day or a number is."""
    if name_fields(header, columns):
        return False
    return any(
        len(cell) > 60 and " " in cell or re.fullmatch(r"-?\d+(?:[.,]\d+)*|\d{4}-\d\d-\d\d.*|https?://.*", cell)
        for cell in header
    )


def _lines(blob, encoding, errors):
    """Yield decoded lines, each within the limit; the line ends of all systems count."""
    blob.stream.seek(0)
    reader = io.TextIOWrapper(_Unclosed(blob.stream), encoding=encoding, errors=errors, newline=None)
    limit = blob.limits.max_bytes
    while line := reader.readline(limit + 1):
        if len(line) > limit:
            raise too_large(len(line), limit)
        yield line.replace("\0", "")


class _Unclosed(io.BufferedIOBase):
    """A stream that the text layer above it can't close: whoever opened the file closes it."""

    def __init__(self, stream):
        self.stream = stream

    def readable(self):
        return True

    def read(self, size=-1):
        return self.stream.read(size)

    def read1(self, size=-1):
        return self.stream.read(size)


def _find_delimiter(head):
    """Return the delimiter that cuts the first rows into the same number of cells, and most of them."""
    sample = "\n".join(head.splitlines()[:40])
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = [
                len(row) for row in itertools.islice(csv.reader(io.StringIO(sample), delimiter=delimiter), 20) if row
            ]
        except csv.Error:
            continue
        if widths and widths[0] > 1:
            agreement = Counter(widths)[widths[0]] / len(widths)
            score = agreement * min(widths[0], 10) ** 0.5
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _fit_row(row, header):
    """Return the row as {name: cell}, or the reason why it doesn't fit: cells beyond the header are never dropped."""
    extra = [cell for cell in row[len(header) :] if cell.strip()]
    if extra:
        return f"{len(row)} cells under {len(header)} column names"
    return dict(zip(header, row, strict=False))


def read_rows(rows, header, blob, format):
    """Yield a Draft or Rejection for each row: `rows` are dicts, or a str that says what is wrong with the row."""
    rows = iter(rows)
    sample = list(itertools.islice(rows, SAMPLE_ROWS))
    fields = find_fields([row for row in sample if isinstance(row, dict)], header, blob, bool(sample))
    for record, row in enumerate(itertools.chain(sample, rows), start=1):
        if isinstance(row, str):
            yield Rejection(row, "quote cells that hold the delimiter, a quotation mark or a line break", record)
            continue
        try:
            yield draft_fields({field: row.get(name) for field, name in fields.items()}, record=record, format=format)
        except Refused as refusal:
            yield Rejection(refusal.reason, refusal.remedy, record)


def find_fields(sample, header, blob, has_rows=True):
    """Return {field: column} for a table, or raise Refused: without text there is nothing to read."""
    if is_coded_events(header) and "text" not in (blob.columns or {}):
        raise Refused("coded events, not texts", "read them with load_events")
    for name in (blob.columns or {}).values():
        if name not in header:
            reason = f"no column {name!r}; {nearest(name, header)}"
            raise Refused(reason[:300], "give columns the names that this table has, or read it by itself")
    fields = content_fields(sample, header, name_fields(header, blob.columns))
    shown = ", ".join(map(str, header[:NAMES_SHOWN])) + (
        f" and {len(header) - NAMES_SHOWN} more" if len(header) > NAMES_SHOWN else ""
    )
    if not {"text", "summary"} & set(fields):
        raise Refused(
            f"no column of text among {shown}"[:500],
            'name it: columns={"text": "…"}; for coded events use load_events',
        )
    if not has_rows:
        raise Refused("a table without rows", "leave it out")
    blob.recognised[blob.path] = fields
    return fields


def read_excel(blob):
    """Yield the Drafts of all sheets of an Excel workbook; `record` runs on from sheet to sheet."""
    try:
        import openpyxl
    except ImportError:
        raise Refused("Excel needs openpyxl", "pip install 'detente[office]'") from None

    book = openpyxl.load_workbook(io.BytesIO(blob.read()), read_only=True, data_only=True)
    refusals, found, last = [], False, 0
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        header = next((row for row in rows if any(cell is not None for cell in row)), None)
        if header is None:
            continue
        header = [str(name).strip() if name is not None else "" for name in header]
        filled = (dict(zip(header, row, strict=False)) for row in rows if any(cell is not None for cell in row))
        try:
            for entry in read_rows(filled, header, blob, "excel"):
                found = True
                top = entry.record or 0
                entry.record = top + last or None
                yield entry
            last += top
        except Refused as refusal:
            refusals.append((sheet.title, refusal))
    if not found:
        if not refusals:
            raise Refused("a workbook without rows", "leave it out")
        title, refusal = refusals[0]
        raise Refused(f"sheet {title}: {refusal.reason}", refusal.remedy)


def read_parquet(blob):
    """Yield the Drafts of a Parquet file, batch by batch."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise Refused("Parquet needs pyarrow", "pip install 'detente[tables]'") from None

    table = pyarrow.parquet.ParquetFile(blob.stream)
    header = table.schema_arrow.names
    rows = (row for batch in table.iter_batches(batch_size=1_000) for row in batch.to_pylist())
    yield from read_rows(rows, header, blob, "parquet")
