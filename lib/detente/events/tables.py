"""Event data inside DuckDB: one row per line of the files, judged: a statement, or the reason why it is none.

The tables live in a file in a temporary folder and spill there, so that memory stays bounded whatever the files weigh.
What a distinct date, actor or code means is looked up once, in Python; the rows are only joined to it.
"""

import re
import tempfile
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pandas as pd

from detente.events.codes import BLANKS, lost_zeros, resolve_actors, resolve_code
from detente.events.files import list_event_files, open_event_files
from detente.events.formats import FORMATS
from detente.schema import InputError, nearest

# What DuckDB may hold in memory at once; the rest of the two gigabytes is Python's and its own overhead.
MEMORY = "1GB"
# Event data begin in 1946 at the earliest (a century written with two digits).
CENTURY = 46
TEXTS = ("language", "quad_given", "source_name", "target_name", "act_given")
VERDICTS = ("statement", "without_actor", "no_act", "unmapped", "domestic", "columns", "date", "code")
REASONS = {
    "columns": ("{n_columns} columns instead of {widths}", "mend the row: a tab or a quotation mark is missing or too many"),
    "date": ("{date_given!r} is no day", "write dates as YYYY-MM-DD or YYYYMMDD"),
    "code": ("unknown code {code_given!r}", "use CAMEO codes, ICEWS or PLOVER names; data/cameo.csv lists them (WEIS isn't among them)"),
}


@contextmanager
def open_events(path, *, format=None, columns=None, slim=False):
    """Yield `(connection, {label: EventFile})` with the table `events` and the view `judged` (see the module).

    `slim` keeps of stories, outlets and contents only 64-bit hashes, which is all that counting needs.
    """
    try:
        import duckdb
    except ImportError as error:
        raise InputError("event data need DuckDB: pip install 'detente[events]'") from error
    if format is not None and format not in FORMATS:
        raise InputError(f"unknown format {format!r}; {nearest(format, FORMATS)}")
    if columns is not None and not isinstance(columns, dict):
        raise InputError(f'columns is a {type(columns).__name__}; it is a dict such as {{"date": "Day", …}}')
    files = list_event_files(path)
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        folder = Path(folder)
        with duckdb.connect(str(folder / "events.duckdb")) as con:
            con.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = {quote(folder / 'spill')}")
            opened = {}
            for number, file in enumerate(open_event_files(files, folder, format=format, columns=columns)):
                if file.reason is None:
                    try:
                        insert_lines(con, file, number, slim)
                    except duckdb.InvalidInputException as error:
                        file = type(file)(file.label, reason=f"can't be read: {str(error).splitlines()[0]}", remedy="mend the file")
                opened[number] = file
            readable = [file for file in opened.values() if file.reason is None]
            if not readable:
                first = next(iter(opened.values()))
                others = f" (and {len(opened) - 1} more files can't be read)" if len(opened) > 1 else ""
                raise InputError(f"{first.label}: {first.reason}; {first.remedy}{others}")
            judge_events(con, opened)
            yield con, opened


def insert_lines(con, file, number, slim):
    """Append the lines of one file to the table `events`, as its layout says where what lies."""
    layout = file.layout
    told = f"CASE WHEN {STORY_IS_ADDRESS} THEN story END" if layout.story_is_address else "story"
    outlet = f"CASE WHEN {STORY_IS_ADDRESS} THEN {HOST} ELSE story END" if layout.format.startswith("gdelt") else "outlet"
    # Only rows that name two actors can count; of the others no hash is needed. (Elsewhere a cell may list several.)
    two = "source_given IS NOT NULL AND target_given IS NOT NULL"
    if layout.joins_actors:
        two += " AND source_given <> target_given"
    if slim:
        texts = {"story": told, "outlet": outlet}
        kept = [f"CASE WHEN {two} AND {text} IS NOT NULL THEN hash({text}) END AS {name}" for name, text in texts.items()]
    else:
        kept = [f"{told} AS story", f"{outlet} AS outlet", "event_id", *TEXTS]
    least, most = layout.widths
    # Some exporters end rows in empty columns: they do no harm.
    fits = f"n_columns >= {least}"
    if most is not None:
        fits = f"CASE WHEN n_columns > {most} THEN {count_filled(file)} <= {most} ELSE {fits} END"
    query = f"""
        SELECT CAST({number} AS SMALLINT) AS file, row, CAST(n_columns AS INTEGER) AS n_columns, {fits} AS fits, date_given, source_given,
            target_given, code_given, event_id IS NOT NULL AS has_id, CASE WHEN {two} THEN {CONTENT} END AS content, {", ".join(kept)}
        FROM ({select_cells(file)})"""
    if layout.header:
        query += f" WHERE row > {first_line(file)}"
    exists = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'events'").fetchone()[0]
    con.execute(f"INSERT INTO events {query}" if exists else f"CREATE TABLE events AS {query}")


# What tells one event from another: the id that the table gives it, and what it is said to be; without an id, everything.
SAID = "date_given, source_given, target_given, code_given"
CONTENT = f"CASE WHEN event_id IS NOT NULL THEN hash(event_id, {SAID}) ELSE hash({SAID}, story, source_name, target_name) END"
# Trimming every line to see whether it is blank takes as long as cutting it: only those that begin with a blank are.
SAYS_SOMETHING = "CASE WHEN left(line, 1) > ' ' THEN true ELSE trim(line, ' ' || chr(9)) <> '' END"
STORY_IS_ADDRESS = "contains(story, '://')"
HOST = "replace(split_part(split_part(story, '://', 2), '/', 1), 'www.', '')"


def select_cells(file):
    """Return the query that cuts a file's lines into the columns of an event, null where a cell says nothing."""
    layout, offset = file.layout, int(file.numbered)
    # GDELT knows no quoting, and one way alone to say nothing; that makes its files quick to read.
    gdelt = not layout.header and layout.format.startswith("gdelt")

    def cell(at):
        raw = f"f[{at + 1 + offset}]"
        if gdelt:
            return f"nullif({raw}, '')"
        plain = f"CASE WHEN {raw} LIKE '\"%\"' THEN replace(substr({raw}, 2, length({raw}) - 2), '\"\"', '\"') ELSE {raw} END"
        return f"(CASE WHEN lower(trim({plain})) IN ({', '.join(map(quote, BLANKS))}) THEN NULL ELSE trim({plain}) END)"

    def role(name, join=None):
        cells = [cell(at) for at in layout.columns.get(name, [])]
        if not cells:
            return "CAST(NULL AS VARCHAR)"
        if join and len(cells) > 1:
            return f"nullif(concat_ws({join}, {', '.join(cells)}), '')"
        return f"coalesce({', '.join(cells)})"

    actors, date = quote("|") if layout.joins_actors else None, role("date")
    if not gdelt:
        date = f"CASE WHEN regexp_matches({date}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]') THEN left({date}, 10) ELSE {date} END"
    fields = {"date_given": date, "source_given": role("source", actors), "target_given": role("target", actors)}
    fields |= {"code_given": role("code", "chr(31)"), "act_given": role("act_given" if "act_given" in layout.columns else "code", "' '")}
    fields |= {name: role(name) for name in ("event_id", "story", "outlet", "language", "source_name", "target_name")}
    fields["quad_given"] = role("quad")
    lines = f"SELECT row_number() OVER () AS line_number, line FROM read_csv({quote(file.path)}, {LINES})"
    number = "CAST(f[1] AS BIGINT)" if file.numbered else "line_number"
    return f"""
        SELECT {number} AS row, len(f) - {offset} AS n_columns, line, {", ".join(f"{text} AS {name}" for name, text in fields.items())}
        FROM (SELECT line_number, line, string_split(line, chr(9)) AS f FROM ({lines}) WHERE {SAYS_SOMETHING})"""


def count_filled(file):
    """Return the SQL for how many columns a line has up to its last that isn't empty."""
    return f"(len(string_split(rtrim(line, chr(9) || ' '), chr(9))) - {int(file.numbered)})"


# One column that nothing parts: the lines themselves, blank ones as nulls, in the file's order.
LINES = (
    "delim = '\\x01', header = false, quote = '', escape = '', auto_detect = false, columns = {'line': 'VARCHAR'}, "
    "strict_mode = false, null_padding = true"
).replace("\\x01", "\x01")


def first_line(file):
    """Return the number of the first line that isn't blank, as the table numbers lines."""
    with file.path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                return int(line.split("\t", 1)[0]) if file.numbered else number
    return 0


def judge_events(con, files):
    """Create the view `judged`: each event with its day, actors, act and weights, and `verdict`, one of VERDICTS."""
    dates = con.execute("SELECT DISTINCT file, date_given FROM events WHERE date_given IS NOT NULL ORDER BY ALL").fetchall()
    put_table(con, "days", ["file", "given", "day"], read_dates(dates), {"file": "SMALLINT", "day": "DATE"})
    acled = {number for number, file in files.items() if file.layout and file.layout.format == "acled"}
    names = con.execute(
        "SELECT DISTINCT list_contains(?, file) AS acled, given FROM (SELECT file, source_given AS given FROM events "
        "UNION SELECT file, target_given FROM events) WHERE given IS NOT NULL ORDER BY ALL", [sorted(acled)]
    ).fetchall()  # fmt: skip
    actors = [(is_acled, given, actor) for is_acled, given in names for actor in resolve_actors(given, acled=is_acled)]
    put_table(con, "actors", ["acled", "given", "actor"], actors, {"acled": "BOOLEAN"})
    codes = con.execute("SELECT DISTINCT file, code_given FROM events ORDER BY ALL").fetchall()
    parts = {number: [part for file, given in codes if file == number and given for part in given.split("\x1f")] for number in files}
    # Formats without a header are text from end to end: there a 223 is a WEIS code, not a 0223.
    headed = {number for number, file in files.items() if file.layout and file.layout.header}
    zeros_lost = {number: number in headed and lost_zeros(given) for number, given in parts.items()}
    acts = []
    for number, given in codes:
        entry = resolve_code((given or "").split("\x1f"), zeros_lost=zeros_lost[number])
        if entry is not None:
            acts.append((number, given or "", entry.act, entry.pressure, entry.engagement, entry.name))
    put_table(
        con, "acts", ["file", "given", "act", "pressure", "engagement", "cue"], acts,
        {"file": "SMALLINT", "pressure": "DOUBLE", "engagement": "DOUBLE"},
    )  # fmt: skip
    con.execute(f"""
        CREATE VIEW judged AS SELECT e.*, d.day, s.actor AS source, t.actor AS target, a.act, a.pressure, a.engagement, a.cue,
            CASE WHEN NOT coalesce(e.fits, false) THEN 'columns' WHEN d.day IS NULL THEN 'date'
                 WHEN e.source_given IS NULL OR e.target_given IS NULL THEN 'without_actor' WHEN a.given IS NULL THEN 'code'
                 WHEN a.act IS NULL THEN 'no_act' WHEN s.actor IS NULL OR t.actor IS NULL THEN 'unmapped'
                 WHEN s.actor = t.actor THEN 'domestic' ELSE 'statement' END AS verdict
        FROM events e LEFT JOIN days d ON d.file = e.file AND d.given = e.date_given
            LEFT JOIN actors s ON s.given = e.source_given AND s.acled = list_contains({sorted(acled)}::SMALLINT[], e.file)
            LEFT JOIN actors t ON t.given = e.target_given AND t.acled = list_contains({sorted(acled)}::SMALLINT[], e.file)
            LEFT JOIN acts a ON a.file = e.file AND a.given = coalesce(e.code_given, '')""")


def put_table(con, name, columns, rows, types):
    """Create a small table in DuckDB from rows; columns are text unless `types` says otherwise."""
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    frame = frame.where(frame.notna(), None)
    con.register("given_rows", frame.astype(object))
    picked = ", ".join(f"CAST({column} AS {types.get(column, 'VARCHAR')}) AS {column}" for column in columns)
    con.execute(f"CREATE TABLE {name} AS SELECT {picked} FROM given_rows")
    con.unregister("given_rows")


def read_dates(dates):
    """Return `[(file, given, ISO day)]` for `[(file, given)]`, without those that name no day.

    Days and months parted by slashes are read only where the file's other dates show which comes first.
    """
    slashed = {}
    for file, given in dates:
        if match := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", given):
            slashed.setdefault(file, []).append((int(match[1]), int(match[2])))
    orders = {}
    for file, pairs in slashed.items():
        day_first, month_first = any(first > 12 for first, _ in pairs), any(second > 12 for _, second in pairs)
        orders[file] = "%d/%m/%Y" if day_first and not month_first else "%m/%d/%Y" if month_first and not day_first else None
    days = [(file, given, read_date(given, orders.get(file))) for file, given in dates]
    return [row for row in days if row[2] is not None]


def read_date(text, slashed=None):
    """Return the ISO day that a date names, or null.

    >>> read_date("20180601"), read_date("790415"), read_date("16-Feb-2023"), read_date("2018-02-30")
    ('2018-06-01', '1979-04-15', '2023-02-16', None)
    """
    text = text.strip()
    if re.fullmatch(r"\d{6}", text):
        text = ("19" if int(text[:2]) >= CENTURY else "20") + text
    patterns = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y", "%B %d, %Y", slashed]
    if text.isdigit():
        patterns = ["%Y%m%d"] if len(text) == 8 else []
    for pattern in filter(None, patterns):
        try:
            return datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    return None


def quote(text):
    """Return a text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"
