"""The tables' columns and dtypes, in one place, and the check each table passes where it crosses a module.

Text is pandas `str` (null is missing), offsets and counts `Int64`, flags `boolean`, dates `datetime64[us]`
without a zone, intervals of dates inclusive at both ends, character offsets half-open. Cells are scalars; `turns`
in `documents`, a list of records, is the one exception.
"""

from difflib import get_close_matches

import pandas as pd

DATE, TEXT, COUNT, FLOAT, FLAG = "datetime64[us]", "str", "Int64", "Float64", "boolean"
DECIMALS = 9  # of every fraction in a table

TABLES = {
    "documents": {
        "document_id": TEXT,
        "text_id": TEXT,
        "title": TEXT,
        "text": TEXT,
        "language": TEXT,
        "language_confidence": FLOAT,
        "date_start": DATE,
        "date_end": DATE,
        "date_precision": TEXT,
        "date_origin": TEXT,
        "outlet": TEXT,
        "author": TEXT,
        "url": TEXT,
        "path": TEXT,
        "record": COUNT,
        "format": TEXT,
        "turns": object,
        "story_id": TEXT,
        "n_characters": COUNT,
    },
    "rejected": {"path": TEXT, "record": COUNT, "reason": TEXT, "remedy": TEXT},
    "statements": {
        "statement_id": TEXT,
        "document_id": TEXT,
        "story_id": TEXT,
        "outlet": TEXT,
        "language": TEXT,
        "start": COUNT,
        "end": COUNT,
        "quote": TEXT,
        "date_start": DATE,
        "date_end": DATE,
        "source": TEXT,
        "target": TEXT,
        "source_name": TEXT,
        "target_name": TEXT,
        "speaker": TEXT,
        "source_resolved_by": TEXT,
        "target_resolved_by": TEXT,
        "act": TEXT,
        "quad": TEXT,
        "pressure": FLOAT,
        "engagement": FLOAT,
        "frame": TEXT,
        "held": TEXT,
        "condition": TEXT,
        "condition_start": COUNT,
        "condition_end": COUNT,
        "about": TEXT,
        "change_stated": TEXT,
        "change_quote": TEXT,
        "change_start": COUNT,
        "change_end": COUNT,
        "speech": TEXT,
        "cue": TEXT,
        "confidence": FLOAT,
        "coder": TEXT,
        "record": TEXT,
    },
    "postures": {
        "source": TEXT,
        "target": TEXT,
        "period_start": DATE,
        "period_end": DATE,
        "pressure": FLOAT,
        "pressure_low": FLOAT,
        "pressure_high": FLOAT,
        "engagement": FLOAT,
        "engagement_low": FLOAT,
        "engagement_high": FLOAT,
        "conditionality": FLOAT,
        "conditionality_low": FLOAT,
        "conditionality_high": FLOAT,
        "n_statements": COUNT,
        "n_stories": COUNT,
        "n_outlets": COUNT,
        "n_documents": COUNT,
        "label": TEXT,
        "label_reason": TEXT,
    },
    "shifts": {
        "shift_id": TEXT,
        "kind": TEXT,
        "source": TEXT,
        "target": TEXT,
        "date": DATE,
        "date_start": DATE,
        "date_end": DATE,
        "before_start": DATE,
        "after_end": DATE,
        "pressure_before": FLOAT,
        "pressure_after": FLOAT,
        "engagement_before": FLOAT,
        "engagement_after": FLOAT,
        "label_before": TEXT,
        "label_after": TEXT,
        "p_value": FLOAT,
        "q_value": FLOAT,
        "n_stories_before": COUNT,
        "n_stories_after": COUNT,
        "before_basis": TEXT,
        "before_statement_id": TEXT,
        "after_statement_id": TEXT,
        "corroborated_by": TEXT,
        "n_corroborating": COUNT,
    },
    "evidence": {
        "shift_id": TEXT,
        "statement_id": TEXT,
        "side": TEXT,
        "document_id": TEXT,
        "quote": TEXT,
        "act": TEXT,
        "pressure": FLOAT,
        "engagement": FLOAT,
        "date_start": DATE,
        "date_end": DATE,
    },
}
OPTIONAL = {"statements": {"act_given": TEXT, "quad_given": TEXT}, "postures": {"outlet": TEXT, "language": TEXT}}
KEYS = {"documents": ["document_id"], "statements": ["statement_id"], "shifts": ["shift_id"]}

ALLOWED = {
    "date_precision": {"day", "month", "year", "none"},
    "date_origin": {"header", "metadata", "url", "text", "file name", "given"},
    "frame": {"current", "prior", "hypothetical"},
    "speech": {"direct", "indirect", "none"},
    "held": {"pressure", "engagement"},
    "change_stated": {"first", "reversal", "ended"},
    "kind": {"reported", "measured"},
    "before_basis": {"stated", "implied"},
    "side": {"before", "after"},
}


class InputError(ValueError):
    """What was given can't be used. The message says what is wrong, where, and what to do."""


def nearest(name, known, n=3):
    """Return a clause that names the known words nearest to `name`, for the end of an error message."""
    known = sorted(map(str, known))
    matches = get_close_matches(str(name), known, n=n, cutoff=0.5) or known[:8]
    return f"the nearest known are {', '.join(matches)}" if matches else "there are none"


def empty_table(name):
    """Return an empty table of that name with its columns and dtypes."""
    return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in TABLES[name].items()})


def build_table(name, rows):
    """Return `rows` (a list of dicts or a DataFrame) as the named table: missing columns null, dtypes of the schema.

    Fractions are rounded to DECIMALS: beyond them they would depend on the machine's arithmetic.
    """
    columns = {**TABLES[name], **OPTIONAL.get(name, {})}
    given = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
    wanted = [column for column in columns if column in TABLES[name] or column in given]
    out = {}
    for column in wanted:
        values = given[column] if column in given else pd.Series([None] * len(given), index=given.index, dtype=object)
        if columns[column] == DATE:
            out[column] = pd.to_datetime(values).astype(DATE)
        elif columns[column] is object:
            out[column] = values.astype(object)
        else:
            out[column] = values.astype(columns[column])
            if columns[column] == FLOAT:
                out[column] = out[column].round(DECIMALS)
    return pd.DataFrame(out, index=given.index).reset_index(drop=True)


def check_table(table, name):
    """Return `table` unchanged if it is the named table; raise InputError that says which column is wrong.

    Checks the columns, their dtypes, unique keys and the closed vocabularies. Further columns are allowed.
    """
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"{name} must be a DataFrame, not {type(table).__name__}")
    expected = TABLES[name]
    missing = [column for column in expected if column not in table.columns]
    if missing:
        raise InputError(f"{name} lacks the columns {', '.join(missing)}; `detente.schema.build_table` adds them as nulls")
    for column, dtype in {**expected, **OPTIONAL.get(name, {})}.items():
        if column in table and str(table[column].dtype) != (dtype if isinstance(dtype, str) else "object"):
            raise InputError(f"{name}.{column} has dtype {table[column].dtype}, expected {dtype}")
    for column, allowed in ALLOWED.items():
        if column in expected:
            wrong = set(table[column].dropna()) - allowed
            if wrong:
                raise InputError(f"{name}.{column} has {', '.join(map(repr, sorted(wrong)))}; allowed: {', '.join(sorted(allowed))}")
    key = KEYS.get(name)
    if key and table.duplicated(key).any():
        raise InputError(f"{name}.{key[0]} is not unique: {table.loc[table.duplicated(key), key[0]].iloc[0]}")
    return table
