"""Reports: one self-contained HTML page and one findings.json per directed pair, and an index over all of them.

A page fetches nothing and runs no script. All text of documents is escaped by the template; only pictures made here go in
as they are. The same input gives the same bytes.
"""

import json
import os
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

from detente.reports import wording
from detente.reports.findings import find_findings, write_command
from detente.reports.narrative import may_be_chance
from detente.reports.options import check_dyad, check_options
from detente.schema import InputError, check_table

__all__ = ["choose_main_dyads", "find_findings", "read_corpus", "write_index", "write_report"]

SUFFIX = ".findings.json"
# Pairs of the standing set that a corpus with a history gets a page for: as many as a reader looks through.
MOST_DYADS = 8
# Below this many stories a pair has no history to tell.
LEAST_STORIES = 5
ROLES = {
    "before": "Before",
    "now": "Now",
    "unchanged": "Unchanged",
    "conditional": "Still conditional",
    "engagement": "Strongest engagement",
    "pressure": "Strongest pressure",
    "prior": "Earlier",
    "hypothetical": "Not yet said or done",
}
FRAMES = {"current": "current", "prior": "an earlier position", "hypothetical": "not yet said or done"}


@dataclass(frozen=True, eq=False)
class Corpus:
    """A corpus that was read and coded once, for several reports: its name as typed, and its tables."""

    name: str | None
    documents: pd.DataFrame
    rejected: pd.DataFrame | None
    statements: pd.DataFrame
    shifts: pd.DataFrame | None = None
    command: str | None = None


def read_corpus(corpus):
    """Return the Corpus of a path, of a documents table, or of a DataFrame with a `text` column."""
    from detente.coding import code_statements
    from detente.documents import load_documents

    if isinstance(corpus, Corpus):
        return corpus
    if isinstance(corpus, pd.DataFrame) and "document_id" in corpus and "text_id" in corpus:
        documents, rejected, name = check_table(corpus, "documents"), None, None
    else:
        documents, rejected = load_documents(corpus)
        name = None if isinstance(corpus, pd.DataFrame) else str(corpus)
    return Corpus(name, documents, rejected, code_statements(documents))


def write_report(corpus, source, target, out, *, period="month", alpha=0.05, seed=0, index="index.html"):
    """Return the path of the report on source→target that was written: `<out>/USA-PRK.html`, and its findings.json beside.

    `corpus` is a path, a documents table, or a Corpus (see `read_corpus`) where several reports are made of one. `index`
    is where the page's foot leads, if that is there. A pair that says nothing gets an honest page. Raises InputError for
    an unknown corpus, actor or period, naming the nearest, and writes nothing then.
    """
    check_options(period, alpha, seed)
    read = read_corpus(corpus)
    check_dyad(source, target, read.statements)
    command = read.command or write_command(read.name, source, target, out, period=period, alpha=alpha, seed=seed)
    findings = find_findings(
        read.documents,
        read.statements,
        source,
        target,
        period=period,
        alpha=alpha,
        seed=seed,
        rejected=read.rejected,
        corpus=read.name,
        command=command,
        shifts=read.shifts,
    )
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{source}-{target}.html"
        (folder / f"{source}-{target}{SUFFIX}").write_text(
            json.dumps(findings, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8"
        )
        path.write_text(
            write_page(findings, f"{source}-{target}", index=index if (folder / (index or "")).is_file() else None),
            encoding="utf-8",
        )
    except OSError as error:
        raise InputError(f"can't write to {out}: {error.strerror}; give another folder with --out") from None
    return path


@cache
def _templates():
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = str(files("detente.reports") / "data" / "templates")
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _as_is(ours):
    """Return markup that this project made (a picture, the style sheet), which the template doesn't escape. Never text of a document."""
    from markupsafe import Markup

    return Markup(ours)


def _style():
    return _as_is((files("detente.reports") / "data" / "templates" / "style.css").read_text(encoding="utf-8"))


def write_page(findings, stem, *, index="index.html"):
    """Return the HTML page of some findings; `stem` is its file name without the ending."""
    from detente import __version__, charts

    pictures = {
        "plane": _as_is(charts.plot_plane(findings).svg(bare=True, prefix="plane")) if findings["plane"]["points"] else None,
        "timeline": None,
    }
    timeline = None
    spoken = [row for row in findings["postures"] if row["n_stories"]]
    if spoken:
        timeline = plot_timeline(findings)
        pictures["timeline"] = _as_is(timeline.svg(bare=True, prefix="timeline"))
    statements = [
        *findings["statements"],
        *findings["back"]["statements"],
        *findings["quotes"],
        *findings["back"]["quotes"],
    ]
    phrases = wording.read_phrases()
    return (
        _templates()
        .get_template("report.html")
        .render(
            findings,
            style=_style(),
            pictures=pictures,
            timeline=timeline,
            stem=stem,
            index=index,
            has_index=index is not None,
            version=__version__,
            roles=ROLES,
            frames=FRAMES,
            verbs={row["statement_id"]: wording.verb_of(row) for row in statements},
            offices=phrases["offices"],
            changes=phrases["changes"],
            spans={row["statement_id"]: wording.tell_span(row["date_start"], row["date_end"]) for row in statements},
            links={row["statement_id"]: _safe_link(row["document"]["url"]) for row in statements},
            offers={row["statement_id"]: _name_offer(row, phrases) for row in statements},
        )
    )


def _safe_link(url):
    return url if str(url or "").startswith(("https://", "http://")) else None


def _name_offer(row, phrases):
    """Return what a statement offers, as a clause: "talks are offered"."""
    promised = str(row["cue"] or "").split(":")[0]
    return (
        phrases["offers"][promised]["noun"]
        if row["act"] == "AGREE" and promised in phrases["offers"]
        else "an offer is made"
        if row["act"] == "AGREE"
        else "it acts"
    )


def plot_timeline(findings):
    """Return the timeline of some findings as a Chart."""
    from detente import charts
    from detente.schema import build_table

    postures = build_table("postures", findings["postures"])
    shifts = build_table(
        "shifts",
        [{key: value for key, value in shift.items() if not isinstance(value, (dict, list))} for shift in findings["shifts"]],
    )
    return charts.plot_postures(postures, shifts)


def choose_main_dyads(statements, most=MOST_DYADS):
    """Return the (source, target) pairs with the most stories, each of at least five, in that order; a tie goes by name."""
    said = statements[statements["frame"].eq("current").fillna(False)]
    counts = said.assign(story=said["story_id"].fillna(said["document_id"])).groupby(["source", "target"])["story"].nunique()
    counts = counts[counts >= LEAST_STORIES].sort_index().sort_values(ascending=False, kind="stable")
    return list(counts.index[:most])


def write_index(out):
    """Return the path of `<out>/index.html`, which ranks the reports under `out` by what moved, from their findings.json."""
    from detente import __version__, charts

    folder, entries, notes = Path(out), [], {}
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        findings = json.loads(path.read_text(encoding="utf-8"))
        page = path.with_name(path.name.removesuffix(SUFFIX) + ".html")
        if not page.is_file():
            continue
        findings["href"] = os.path.relpath(page, folder).replace(os.sep, "/")
        findings["strength"] = wording.plain(findings["told"]["strength"][0]) if findings["told"]["strength"] else ""
        notes.setdefault(findings["corpus"]["note"], findings["corpus"]["title"])
        entries.append(findings)
    entries.sort(key=lambda findings: (_rank(findings), findings["href"]))
    for number, findings in enumerate(entries):
        findings["picture"] = _as_is(charts.plot_plane(findings, small=True).svg(bare=True, prefix=f"plane{number}"))
    moved = sum(bool(findings["shifts"]) for findings in entries)
    n = wording.count(len(entries), "report")
    page = (
        _templates()
        .get_template("index.html")
        .render(
            entries=entries,
            # A corpus' note is told once, however many of its reports there are.
            notes=[{"title": title, "note": note} for note, title in sorted(notes.items(), key=str) if note],
            style=_style(),
            version=__version__,
            summary=f"{len(entries)} report{'' if len(entries) == 1 else 's'}",
            headline=f"{wording.capitalise(n)}, {wording.NUMBERS[moved] if moved < 13 else moved} of a shift"
            if entries
            else "No report yet",
        )
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    path.write_text(page, encoding="utf-8")
    return path


def _rank(findings):
    """Return the sort key of a report: measured before reported before none; sure ones first; the largest move on top."""
    lead = findings["lead_shift"]
    if lead is None:
        return 2, 0, 0.0, -findings["counts"]["n"]
    return (
        int(lead["kind"] != "measured"),
        int(lead.get("stable") is False) + int(may_be_chance(findings, lead)),
        -sum(map(abs, lead["steps"].values())),
        -findings["counts"]["n"],
    )
