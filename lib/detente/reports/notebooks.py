"""What every notebook needs around its question: a start, a check of its parameters, and a way to run and save them all.

`python -m detente.reports.notebooks notebooks/*.ipynb` clears and runs notebooks in order and saves them with outputs and clean
metadata, which are the same on every run.
"""

import os
import sys
import tempfile
import textwrap
from pathlib import Path

import pandas as pd

from detente.schema import InputError, nearest

# Names that a notebook's own namespace always holds besides its parameters.
UNTOLD = "can't tell"
LINE = 110  # characters: what a notebook shows without wrapping
_OF_IPYTHON = {"In", "Out", "exit", "quit", "open", "get_ipython"}
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def begin():
    """Set a notebook up: work from the project's folder, where `seeds` lies, and show tables whole.

    A notebook started in `notebooks/` moves one folder up; elsewhere it stays where it is.
    """
    here = Path.cwd()
    if not (here / "seeds").is_dir() and (here.parent / "seeds").is_dir():
        os.chdir(here.parent)
    pd.set_option("display.max_colwidth", 160)
    pd.set_option("display.max_rows", 60)


def check_parameters(namespace, known):
    """Raise InputError where a notebook was given a parameter that it doesn't have, naming the nearest it has.

    `namespace`: the notebook's `globals()` right after its parameters; `known`: their names, separated by spaces. papermill
    itself only prints a line, and the report would silently be another than the one asked for.
    """
    names = known.split()
    for name, value in namespace.items():
        foreign = not name.startswith("_") and name not in _OF_IPYTHON and name not in names
        if foreign and not callable(value) and not hasattr(value, "__spec__"):
            raise InputError(f"unknown parameter {name!r}; {nearest(name, names)}")


def show_lines(lines):
    """Print sentences, a paragraph each, wrapped; text of documents stays plain text."""
    print("\n\n".join(textwrap.fill(line, LINE) for line in lines))


def write_page(corpus, source, target, out, **settings):
    """Write the finding as a page to the folder `out` and return a line that says where; where `out` is None, how to."""
    if out is None:
        return "Give `out` a folder, and the same finding is written there as a page."
    from detente.reports.pages import write_report

    return f"The page: {write_report(corpus, source, target, out, **settings)}"


def tell_moves(moves, source, target):
    """Return sentences on a moves table: how many pairs of shifts can be put in order, and in which; or that none can."""
    if not len(moves):
        return [f"No two shifts lie near enough in time to ask who of {source} and {target}, or a third, moved first."]
    lines = [f"{len(moves)} pairs of shifts lie within a year of each other; {int(moves['order'].eq(UNTOLD).sum())} can't be put in order."]
    for row in moves[moves["order"].ne(UNTOLD)].to_dict("records"):
        one, other = f"{row['source_a']}→{row['target_a']}", f"{row['source_b']}→{row['target_b']}"
        early, late = (one, other) if row["order"] == "first" else (other, one)
        low, high = sorted((abs(row["days_low"]), abs(row["days_high"])))
        lines.append(f"{early} moved before {late}, by {low} to {high} days.")
    return lines


def rank_dyads(statements, shifts, most_false):
    """Return one row a dyad: n_stories, n_statements, n_shifts below that q, largest change, smallest q; those that moved most first."""
    dyads = statements.groupby(["source", "target"]).agg(n_stories=("story_id", "nunique"), n_statements=("statement_id", "size"))
    held = shifts[shifts["kind"].eq("measured") & shifts["q_value"].le(most_false)].copy()
    moved = [(held[f"{axis}_after"] - held[f"{axis}_before"]).abs() for axis in ("pressure", "engagement")]
    held["change"] = pd.concat(moved, axis=1).max(axis=1) if len(held) else pd.Series(dtype="Float64")
    found = held.groupby(["source", "target"]).agg(n_shifts=("shift_id", "size"), change=("change", "max"), q=("q_value", "min"))
    ranked = dyads.join(found).reset_index()
    ranked["n_shifts"] = ranked["n_shifts"].fillna(0).astype("Int64")
    return ranked.sort_values(["change", "n_stories", "source", "target"], ascending=[False, False, True, True], kind="stable").reset_index(
        drop=True
    )


def list_untold(shifts):
    """Return one row a dyad without a measured shift: dyad and the reason why there is none, as `find_shifts` gives it."""
    return pd.DataFrame(sorted(shifts.attrs["reasons"].items()), columns=["dyad", "reason"])


def list_rejected(rejected):
    """Return what couldn't be read as a table to look at, grouped by reason, with the remedy and an example; empty where all was read."""
    grouped = rejected.groupby(["reason", "remedy"], dropna=False, sort=True)
    return grouped.agg(n=("path", "size"), example=("path", "min")).reset_index()


def count_by(documents, *columns):
    """Return the number of documents, stories and undated documents for each value of some columns, most first."""
    grouped = documents.fillna(dict.fromkeys(columns, "not stated")).groupby(list(columns), sort=True)
    counts = grouped.agg(
        documents=("document_id", "size"),
        stories=("story_id", "nunique"),
        undated=("date_start", lambda dates: int(dates.isna().sum())),
        first=("date_start", "min"),
        last=("date_end", "max"),
    )
    return counts.sort_values("documents", ascending=False, kind="stable")


def run_notebook(path):
    """Run a notebook with papermill and save it in place: outputs kept, timings and other traces of the run removed."""
    import nbformat
    import papermill

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory() as folder:
        blank, done = Path(folder) / "in.ipynb", Path(folder) / "out.ipynb"
        nbformat.write(notebook, blank)
        papermill.execute_notebook(str(blank), str(done), kernel_name="python3", progress_bar=False, log_output=False)
        ran = nbformat.read(done, as_version=4)
    ran.metadata = nbformat.from_dict(KERNEL)
    for number, cell in enumerate(ran.cells):
        cell.metadata = {"tags": list(cell.metadata.get("tags", []))} if cell.metadata.get("tags") else {}
        cell.id = f"cell-{number:02d}"
    nbformat.write(ran, path)


def main(paths):
    """Run the notebooks named, in order of their names; stop at the first that fails, and say where."""
    for path in sorted(paths):
        print(f"running {path}", flush=True)
        try:
            run_notebook(path)
        except Exception as error:
            print(f"{path} failed:\n{error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
