"""Formats of event data: one Layout per file, which says in which column what lies.

Columns are numbers from 0. A role without a column is absent from `columns`; several columns are alternatives, or, for
`code`, parts of one code.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass, field

from detente.schema import InputError, nearest

FORMATS = ("gdelt1", "gdelt2", "icews", "polecat", "phoenix", "keds", "acled", "csv")
ROLES = ("date", "source", "target", "code", "act", "quad", "story", "outlet", "language", "event_id", "source_name", "target_name")
# A GDELT export has neither header nor version: its width tells which it is.
GDELT_WIDTHS = {57: "gdelt1", 58: "gdelt1", 61: "gdelt2"}
GDELT = {
    "event_id": [0], "date": [1], "source": [7, 8], "source_name": [6, 5], "target": [17, 18], "target_name": [16, 15],
    "code": [26], "quad": [29],
}  # fmt: skip
# Phoenix has 26 columns; older days lack the last.
PHOENIX_WIDTHS = (25, 26, 27)
PHOENIX = {"event_id": [0], "date": [1], "source": [5], "target": [9], "code": [13], "quad": [15], "story": [24], "outlet": [25]}
KEDS = {"date": [0], "source": [1], "target": [2], "code": [3]}
# Headers, folded to letters and digits: {role: alternatives, each a list of columns that belong together}.
HEADERS = {
    "icews": {
        "date": ["eventdate"], "source": ["sourcecountry", "sourcename"], "target": ["targetcountry", "targetname"],
        "code": ["eventtext", "cameocode"], "act_given": ["cameocode"], "story": ["storyid"], "outlet": ["publisher"],
        "event_id": ["eventid"], "source_name": ["sourcename"], "target_name": ["targetname"],
    },
    "polecat": {
        "date": ["eventdate"], "source": ["actorcountry"], "target": ["recipientcountry"], "code": ["eventtype", "eventmode"],
        "quad": ["quadcode"], "outlet": ["source"], "language": ["language"], "event_id": ["eventid"],
        "source_name": ["actorname"], "target_name": ["recipientname"],
    },
    "acled": {
        "date": ["eventdate"], "source": ["actor1"], "target": ["actor2"], "code": ["subeventtype", "eventtype"],
        "act_given": ["subeventtype"], "outlet": ["source"], "event_id": ["eventidcnty"], "source_name": ["actor1"],
        "target_name": ["actor2"],
    },
    "gdelt": {
        "event_id": ["globaleventid"], "date": ["sqldate"], "source": ["actor1countrycode", "actor1knowngroupcode"],
        "source_name": ["actor1name", "actor1code"], "target": ["actor2countrycode", "actor2knowngroupcode"],
        "target_name": ["actor2name", "actor2code"], "code": ["eventcode"], "quad": ["quadclass"], "story": ["sourceurl"],
    },
    "phoenix": {
        "event_id": ["eid"], "date": ["storydate"], "source": ["sourceroot", "source"], "target": ["targetroot", "target"],
        "code": ["code"], "quad": ["quadclass"], "story": ["aid"],
    },
}  # fmt: skip
NEEDED = {
    "icews": {"eventdate", "sourcecountry", "targetcountry", "cameocode"},
    "polecat": {"eventdate", "eventtype", "actorcountry", "recipientcountry"},
    "acled": {"eventdate", "actor1", "actor2", "eventtype"},
    "gdelt": {"sqldate", "actor1countrycode", "actor2countrycode", "eventcode"},
    "phoenix": {"storydate", "source", "target", "code"},
}
# What the columns of home-made tables are called, likeliest first.
GUESSES = {
    "date": ["date", "eventdate", "day", "sqldate", "storydate"],
    "source": ["source", "sourcecountry", "actor1", "actor1countrycode", "src", "from", "actor"],
    "target": ["target", "targetcountry", "actor2", "actor2countrycode", "tgt", "to", "recipient"],
    "code": ["code", "cameocode", "cameo", "eventcode", "act", "plover", "eventtype", "event"],
    "quad": ["quad", "quadclass"],
    "story": ["story", "storyid", "sourceurl", "url"],
    "outlet": ["outlet", "publisher"],
    "event_id": ["eventid", "id"],
}
CODE = re.compile(r"\d{2,4}|---|\d\d?X")
DAY = re.compile(r"\d{6}|\d{8}|\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Layout:
    """How one file is read. `widths` are the least and most columns of a row; the most is null where there is none."""

    format: str
    delimiter: str
    header: bool
    widths: tuple
    columns: dict = field(hash=False)

    @property
    def joins_actors(self):
        """Whether the columns of an actor are read together: GDELT names a body beside the region it lies in."""
        return self.format.startswith("gdelt")

    @property
    def story_is_address(self):
        """Whether a story counts as the format's own only where it is an address: else many reports share a name."""
        return self.format.startswith("gdelt") or self.format == "phoenix"


def detect_layout(lines, *, format=None, columns=None):
    """Return the Layout of a file from its first lines; InputError that says what is there and how to map it."""
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise InputError("empty file; give one with events")
    delimiter = find_delimiter(lines)
    rows = list(csv.reader(lines, delimiter=delimiter)) if delimiter not in "\t " else [split_line(line, delimiter) for line in lines]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    if columns is not None:
        return map_columns(rows, delimiter, columns, format)
    if format in (None, "gdelt1", "gdelt2") and delimiter == "\t" and width in GDELT_WIDTHS and not rows[0][1].isalpha():
        return _gdelt(width)
    header = [fold_header(name) for name in rows[0]]
    for name, needed in NEEDED.items():
        if (format or name).rstrip("12") == name and needed <= set(header):
            return Layout(name if name != "gdelt" else "gdelt1", delimiter, True, (len(header), len(header)), _find(header, HEADERS[name]))
    if format in (None, "phoenix") and width in PHOENIX_WIDTHS and re.fullmatch(r"\d{8}", rows[-1][1]):
        found = {role: [at for at in places if at < width] for role, places in PHOENIX.items()}
        return Layout("phoenix", delimiter, False, (min(PHOENIX_WIDTHS), max(PHOENIX_WIDTHS)), {r: at for r, at in found.items() if at})
    found = _find(header, GUESSES, first_only=True)
    if format in (None, "csv") and {"date", "source", "target", "code"} <= set(found):
        return Layout("csv", delimiter, True, (len(header), len(header)), found)
    if format in (None, "keds") and all(len(row) >= 4 for row in rows) and any(_is_keds(row) for row in rows):
        return Layout("keds", delimiter, not DAY.fullmatch(rows[0][0].strip()), (4, None), KEDS)
    wanted = f"as {format}" if format else "as event data"
    raise InputError(
        f"can't be read {wanted}: {width} columns, the first row is {', '.join(rows[0])[:120]!r}; say which column is which: "
        'columns={"date": …, "source": …, "target": …, "code": …}'
    )


def find_delimiter(lines):
    """Return the character that parts the columns: tab, comma, semicolon or bar; a space where there is none of them."""
    for delimiter in "\t,;|":
        if sum(delimiter in line for line in lines) * 2 > len(lines):
            if delimiter == "\t" or len({len(row) for row in csv.reader(lines, delimiter=delimiter)}) <= 2 or delimiter == ",":
                return delimiter
    return " " if any(_is_keds(line.split()) for line in lines) else ","


def split_line(line, delimiter):
    """Return the cells of a line that knows no quoting but marks around a cell."""
    cells = line.rstrip("\r\n").split("\t") if delimiter == "\t" else line.split()
    return [cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in cells]


def fold_header(name):
    """Return a column's name in small letters and digits alone."""
    return re.sub(r"[^0-9a-z]", "", name.lower().removeprefix("\ufeff"))


def map_columns(rows, delimiter, columns, format):
    """Return the Layout that `columns` states: names of the header, or numbers from 0 where there is none."""
    unknown = sorted(set(columns) - set(ROLES))
    if unknown:
        raise InputError(f"columns names {unknown[0]!r}, which is no part of an event; {nearest(unknown[0], ROLES)}")
    given = {"code" if role == "act" else role: name for role, name in columns.items()}
    missing = [role for role in ("date", "source", "target", "code") if role not in given]
    if missing:
        raise InputError(f"columns says nothing of {', '.join(missing)}; it needs date, source, target and code (or act)")
    numbered, header, found = all(isinstance(name, int) for name in given.values()), rows[0], {}
    for role, name in given.items():
        if isinstance(name, int) and 0 <= name < len(header):
            found[role] = [name]
        elif name in header:
            found[role] = [header.index(name)]
        else:
            raise InputError(f"no column {name!r}; {nearest(name, header)}")
    width = Counter(map(len, rows)).most_common(1)[0][0] if numbered else len(header)
    return Layout(format or "csv", delimiter, not numbered, (width, width), found)


def _gdelt(width):
    # The address came as a 58th column in 2013; files that span the change hold rows of both widths.
    widths = (61, 61) if width == 61 else (57, 58)
    return Layout(GDELT_WIDTHS[width], "\t", False, widths, GDELT | {"story": [widths[1] - 1]})


def _is_keds(row):
    if len(row) < 4:
        return False
    date, source, target, code = (cell.strip() for cell in row[:4])
    actor = r"[A-Z][A-Z0-9]{1,}|-{2,3}"
    return bool(DAY.fullmatch(date) and CODE.fullmatch(code) and re.fullmatch(actor, source) and re.fullmatch(actor, target))


def _find(header, wanted, first_only=False):
    found = {}
    for role, names in wanted.items():
        places = [header.index(name) for name in names if name in header]
        if places:
            found[role] = places[:1] if first_only else places
    return found
