"""Which column of a table, key of a record or key of front matter is which column of `documents`.

By what the user or the corpus' card says, by name in ten languages (`data/columns.toml`), and, for what is missing,
by content.
"""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from importlib.resources import files

from detente.documents.dates.stated import DateSpan, read_date
from detente.documents.files.blobs import Draft, Refused
from detente.schema import TABLES, InputError, nearest

FIELDS = ("text", "title", "date", "url", "outlet", "author", "language", "summary")
EXACT = ("date_start", "date_end", "date_precision", "date_origin")  # our own table, written out and read again
SAMPLE_ROWS = 50  # rows whose content decides; more change nothing
MAX_COLUMNS_BY_CONTENT = 200  # beyond, only names count: looking into thousands of columns takes minutes
SHARE_OF_DATES = 0.8  # of the cells that are filled, to call a column the date by content
EVENT_NAMES = 3  # columns that only coded events have; texts have one of them by chance
PROSE_CHARACTERS = 40  # mean length from which cells are prose and not labels
BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h[1-6]|td)\b", re.I)
HTML_TAG = re.compile(r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|img|blockquote|table|tr|td)\b[^>]*>", re.I)


def _plain(name):
    """Return a name without case, spaces and signs, camelCase and accents in Latin letters kept as letters."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", str(name)).casefold())


@functools.cache
def _known_names():
    """Return {plain name: [(rank, field)]}, {words that make a date another date}, {… a text none}, {names of coded
    events}."""
    listed = tomllib.loads((files("detente.documents") / "data" / "columns.toml").read_text("utf-8"))
    known = {}
    for field in FIELDS:
        for names in listed[field].values():
            for rank, name in enumerate(names):
                known.setdefault(_plain(name), []).append((rank, field))
    return known, *(
        {_plain(word) for words in listed[table].values() for word in words}
        for table in ("not_published", "not_text", "coded_events")
    )


def is_coded_events(names):
    """Tell whether these are the columns of coded event data, which is no text."""
    return len(_known_names()[3].intersection(map(_plain, names))) >= EVENT_NAMES


def check_columns(columns):
    """Return `columns` ({document column: name in the input}) or raise InputError that names the nearest right one."""
    if columns is None:
        return None
    if not isinstance(columns, Mapping):
        raise InputError(f'columns must map document columns to your names, like {{"text": "body"}}, not {columns!r}')
    allowed = {*FIELDS, *EXACT}
    for field in columns:
        if field not in allowed:
            raise InputError(f"columns: {field!r} is no column of documents; {nearest(field, allowed)}")
    return dict(columns)


def name_fields(names, given=None):
    """Return {field: name} for the names that are recognised; `given` goes first, and what it claims is free for no
    other."""
    names = [name for name in names if name is not None and str(name).strip()]
    found = {}
    for field, name in (given or {}).items():
        if name in names:
            found[field] = name
    for name in names:
        if name in EXACT and name not in found:
            found[name] = name
    known, not_published, not_text, _ = _known_names()
    ranked = []
    for position, name in enumerate(names):
        words = _words(name)
        wrong_date = bool(not_published.intersection(words))
        for rank, field in known.get(_plain(name), ()):
            if not (wrong_date and field == "date"):
                ranked.append((0, rank, position, field, name))
        for place, word in ((1, words[0]), (2, words[-1])) if len(words) > 1 else ():
            for rank, field in known.get(word, ()):
                if not (wrong_date and field == "date") and not (
                    field in ("text", "title", "summary") and not_text.intersection(words)
                ):
                    ranked.append((place, rank, position, field, name))
    for *_, field, name in sorted(ranked, key=lambda entry: entry[:3]):
        if field not in found and name not in found.values():
            found[field] = name
    return found


def _words(name):
    """Return the words of `published_at`, `publishedAt`, `fields.bodyText`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", str(name))
    return [_plain(word) for word in re.split(r"[\W_]+", spaced) if word] or [""]


def content_fields(rows, names, found):
    """Return `found` with text, date and url added where cells tell: `rows` are dicts, some of them are enough."""
    if len(names) > MAX_COLUMNS_BY_CONTENT or not rows:
        return found
    found = dict(found)
    free = [name for name in names if name not in found.values()]
    cells = {
        name: [str(row[name]).strip() for row in rows[:SAMPLE_ROWS] if row.get(name) not in (None, "")] for name in free
    }
    cells = {name: values for name, values in cells.items() if values}
    if "text" not in found:
        mean = {
            name: sum(map(len, values)) / len(values)
            for name, values in cells.items()
            if not values[0].startswith(("http://", "https://"))
            and sum(" " in value or len(value) > 80 or not value.isascii() for value in values) > len(values) / 2
        }
        longest = max(mean, key=mean.get, default=None)
        if longest is not None and mean[longest] >= PROSE_CHARACTERS:
            found["text"] = longest
            cells.pop(longest)
    if "date" not in found and "date_start" not in found:
        not_published = _known_names()[1]
        for name, values in cells.items():
            if not not_published.intersection(_words(name)) and _are_dates(values):
                found["date"] = name
                break
    if "url" not in found:
        links = [name for name, values in cells.items() if all(re.match("https?://", value) for value in values)]
        if len(links) == 1:
            found["url"] = links[0]
    return found


def _are_dates(values):
    """Tell whether cells are days. Bare numbers aren't: they are counts, prices and identifiers as often."""
    if sum(len(value) > 40 or re.fullmatch(r"[\d.,]+", value) is not None for value in values) > len(values) / 5:
        return False
    return sum(read_date(value).precision == "day" for value in values) >= SHARE_OF_DATES * len(values)


def draft_fields(fields, *, record=1, format, origin="metadata", lone=False):
    """Return the Draft of one record's fields, with HTML in cells made text; refuse a record without words."""
    from detente.documents.texts.text import clean, one_line

    fields = {name: value for name, value in fields.items() if _filled(value)}
    text = fields.get("text") or fields.get("summary") or ""
    text = text if isinstance(text, str) else str(text)
    if "<" in text and HTML_TAG.search(text[:5_000]):
        from detente.documents.pages.markup import fragment_text

        breaks = r"\n\s*\n" if BLOCK_TAG.search(text) else r"\n"  # line breaks of text in which tags are strewn
        text = fragment_text(re.sub(breaks, "<br>", text))
    title = fields.get("title")
    if title is not None and "&" in str(title):
        import html

        title = html.unescape(str(title))
    if not text.strip() and not title:
        raise Refused("no text and no title", "fill in its text, or leave the record out")
    return Draft(
        clean(text),
        title=one_line(title),
        record=record,
        format=format,
        dates=_field_dates(fields, origin),
        language=one_line(fields.get("language")),
        outlet=one_line(fields.get("outlet")),
        author=one_line(fields.get("author")),
        url=one_line(fields.get("url")),
        lone=lone,
    )


def _filled(value):
    """Tell whether a cell holds something; pandas' and JSON's nulls don't."""
    if value is None or value == "":
        return False
    try:
        return bool(value == value)
    except (TypeError, ValueError):
        return False


def _field_dates(fields, origin):
    if "date_start" in fields:
        start, end = read_date(fields["date_start"]).start, read_date(fields.get("date_end", fields["date_start"])).end
        precision = fields.get("date_precision")
        if start and end and precision in ("day", "month", "year"):
            stated = fields.get("date_origin")
            from detente.schema import ALLOWED

            return ((DateSpan(start, end, precision), stated if stated in ALLOWED["date_origin"] else origin),)
    stated = [(fields[name], origin) for name in ("date_start", "date") if name in fields]
    return tuple(stated)


assert set(FIELDS) - {"date", "summary"} <= set(TABLES["documents"])
