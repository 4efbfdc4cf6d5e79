"""Accuracy and speed of the coder on the labelled sentences: `python benchmarks/coding.py [--language nl] [--errors fit]`.

Prints, per language and split (fit: seen while the cues were written; held_out: only scored): recall and precision of dyad
and quad, F1, acts right among those, sentences without a statement left empty, frame, conditions found and false.
`--errors fit` shows what went wrong there; held-out sentences are never shown. `--speed` times the coder against spaCy's
English pipeline, where it is installed, in the same run.
"""

import argparse
import sys
import time
from pathlib import Path

from detente.coding.statements import code_text
from scores import count_split, labelled_languages, measure_reliability, read_labelled, score_articles, score_coder

TABLES = Path(__file__).parent / "tables"


def print_errors(languages):
    """Print the sentences of the part that may be looked at in which something differed."""
    for language in languages:
        for sentence, labelled, coded in count_split(language, "fit")[1]:
            print(f"\n  {sentence}")
            print("    wanted", [(*key, row["act"], row["frame"]) for key, row in labelled.items()] or "nothing")
            shown = [(*key, row["act"], row["frame"], row["cue"], row["confidence"]) for key, row in coded.items()]
            print("    coded ", shown or "nothing")


def measure_speed():
    """Print sentences a second over all labelled sentences, pooled, and the ratio to spaCy's pipeline in the same run."""
    sentences = [(sentence, language) for language in labelled_languages() for sentence, _, _ in read_labelled(language)]
    for sentence, language in sentences:
        code_text(sentence, language)
    started = time.perf_counter()
    for sentence, language in sentences:
        code_text(sentence, language)
    ours = len(sentences) / (time.perf_counter() - started)
    print(f"coder: {ours:.0f} sentences a second a core, {len(sentences)} sentences pooled")
    try:
        import spacy
    except ImportError:
        print("spaCy isn't installed: no ratio")
        return
    english = [sentence for sentence, language in sentences if language == "en"]
    trained = spacy.util.is_package("en_core_web_sm")
    pipeline = spacy.load("en_core_web_sm") if trained else spacy.blank("en")
    started = time.perf_counter()
    for sentence in english:
        pipeline(sentence)
    theirs = len(english) / (time.perf_counter() - started)
    name = "en_core_web_sm" if trained else "blank English pipeline (no trained one is installed)"
    print(f"spaCy {name}: {theirs:.0f} sentences a second; ratio {ours / theirs:.2f}")


def write_tables(folder=TABLES):
    """Write the scores, the reliability and the scores of articles, in all languages, as CSV: what notebook 08 shows."""
    folder.mkdir(exist_ok=True)
    for name, table in (
        ("scores", score_coder()),
        ("reliability", measure_reliability("held_out")),
        ("articles", score_articles()),
    ):
        table.round(4).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", action="append", help="only this language; may be repeated")
    parser.add_argument("--errors", choices=["fit"], help="show what went wrong in the sentences that may be looked at")
    parser.add_argument("--articles", action="store_true", help="reported shifts found in whole articles")
    parser.add_argument("--speed", action="store_true", help="time the coder")
    parser.add_argument("--reliability", action="store_true", help="how often statements of each confidence are right")
    parser.add_argument("--write", action="store_true", help="write what notebook 08 shows to benchmarks/tables/")
    options = parser.parse_args()
    if options.write:
        return write_tables()
    if options.speed:
        return measure_speed()
    if options.articles:
        print(score_articles(options.language).round(2).to_string(index=False))
        return None
    if options.reliability:
        for split in ("fit", "held_out"):
            table = measure_reliability(split, options.language)
            print(f"{split}: expected calibration error {table.attrs['error']:.3f}\n{table.round(3).to_string(index=False)}")
        return None
    print(score_coder(options.language).round(2).to_string(index=False))
    if options.errors:
        print_errors(options.language or labelled_languages())
    return None


if __name__ == "__main__":
    sys.exit(main())
