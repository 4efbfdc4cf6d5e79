"""How many of the facts that the chronicle's documents state the coder finds: `python benchmarks/chronicle.py`.

Per language: facts with a lean, and how many of them were found, by dyad and by dyad and lean. A fact counts as found
where its document has a statement on its dyad that leans as the fact does, each statement for one fact at most; two
facts of one document, dyad and lean need two. A statement leans to the larger of its axes; hypothetical ones are left
out. `unlisted`: documents' dyads and leans that were coded with confidence 0.5 or more and that the list lacks, as a
share of those coded; some are right, for the list is one reader's. `empty`: of the facts that lean neither way, on
dyads without another fact in that document, how many were left without a statement. Each report counts once, not
once a copy. `--missed nl` shows what wasn't found in a language.

The documents were written without knowledge of the cues; they aren't changed to raise these numbers.
"""

import argparse
import contextlib
import csv
import io
import sys
from collections import Counter, defaultdict
from pathlib import Path

import detente as dt

CHRONICLE = Path(__file__).parent.parent / "seeds" / "chronicle"
SEVERAL = {"jsonl", "csv", "rss"}  # formats in which a file holds several documents
LEAST_CONFIDENCE = 0.5  # from which statements enter a posture


def read_facts():
    """Return the facts of each document, by the document's name: lists of rows."""
    facts = defaultdict(list)
    with (CHRONICLE / "facts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            facts[row["document"]].append(row)
    return facts


def code_documents():
    """Return (documents, statements): one document a story, named as facts.csv does; statements that aren't
    hypothetical."""
    with contextlib.redirect_stderr(io.StringIO()):
        documents, _ = dt.load_documents(CHRONICLE, progress=False)
    documents["name"] = [
        f"{row.path}#{row.record}" if row.format in SEVERAL else row.path for row in documents.itertuples(index=False)
    ]
    documents = documents.sort_values("name").drop_duplicates("story_id")
    statements = dt.code_statements(documents.drop(columns="name"))
    return documents, statements[statements["frame"] != "hypothetical"]


def lean_of(statement):
    """Return pressure or engagement, whichever is larger."""
    return "pressure" if statement.pressure > statement.engagement else "engagement"


def by_dyad(leans):
    """Return a Counter of (source, target, lean) without the lean."""
    dyads = Counter()
    for (source, target, _), n in leans.items():
        dyads[source, target] += n
    return dyads


def score_document(facts, statements, counts):
    """Add one document's counts; return the facts that weren't found."""
    wanted = Counter((row["source"], row["target"], row["lean"]) for row in facts if row["lean"] != "none")
    coded = Counter((row.source, row.target, lean_of(row)) for row in statements)
    sure = {(row.source, row.target, lean_of(row)) for row in statements if row.confidence >= LEAST_CONFIDENCE}
    listed = {key[:2] for key in wanted}
    counts["facts"] += wanted.total()
    counts["found"] += (wanted & coded).total()
    coded_dyads = by_dyad(coded)
    counts["dyads"] += (by_dyad(wanted) & coded_dyads).total()
    counts["coded"] += len(sure)
    counts["unlisted"] += len(sure - set(wanted))
    for row in facts:
        if row["lean"] == "none" and (row["source"], row["target"]) not in listed:
            counts["none"] += 1
            counts["empty"] += not coded_dyads[row["source"], row["target"]]
    missing = wanted - coded
    return [row for row in facts if missing[row["source"], row["target"], row["lean"]]]


def score():
    """Return (counts by language, facts missed by language)."""
    facts, counts, missed = read_facts(), defaultdict(Counter), defaultdict(list)
    documents, statements = code_documents()
    by_document = {key: list(rows.itertuples(index=False)) for key, rows in statements.groupby("document_id")}
    for document in documents.itertuples(index=False):
        counts[document.language]["documents"] += 1
        missed[document.language] += score_document(
            facts[document.name], by_document.get(document.document_id, []), counts[document.language]
        )
    return counts, missed


def line(language, n):
    """Return a row of the printed table."""
    unlisted = f"{n['unlisted'] / n['coded']:8.2f}" if n["coded"] else "       -"
    return (
        f"{language:<9}{n['documents']:>5}{n['facts']:>7}{n['dyads']:>7}{n['found']:>7}  {n['found'] / n['facts']:.2f}"
        f"{n['coded']:>7}{unlisted}{n['empty']:>6} of {n['none']}"
    )


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", metavar="LANGUAGE", help="show the facts of this language that weren't found")
    options = parser.parse_args()
    counts, missed = score()
    print("language docs  facts   dyad  found  share  coded  unlisted  empty")
    for language in sorted(counts):
        print(line(language, counts[language]))
    print(line("all", sum(counts.values(), Counter())))
    for row in missed.get(options.missed, ()):
        print(f"  {row['document']}: {row['source']}→{row['target']} {row['lean']} {row['date']} {row['fact']}")


if __name__ == "__main__":
    sys.exit(main())
