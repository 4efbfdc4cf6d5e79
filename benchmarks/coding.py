"""Accuracy and speed of the coder on the labelled sentences: `python benchmarks/coding.py [--language nl] [--errors fit]`.

Prints, per language and split (fit: seen while the cues were written; held_out: only scored): dyad and quad found,
precision and F1, acts right among those, sentences without a statement left empty, frame, conditions found and false.
`--errors fit` shows what went wrong there; held-out sentences are never shown. `--speed` times the coder against spaCy's
English pipeline, where installed, in the same run.
"""

import argparse
import csv
import sys
import time
from collections import defaultdict

from detente.lexicons import DATA
from detente.statements import code_text


def read_labelled(language):
    """Return the labelled rows of a language grouped by sentence: a list of (sentence, split, rows), in the file's order."""
    groups = {}
    with (DATA / "labelled" / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups.setdefault(row["sentence"], (row["sentence"], row["split"], []))[2].append(row)
    return list(groups.values())


def code_sentence(sentence, language):
    """Return the statements coded in one sentence, read as a document without a date."""
    return code_text(sentence, language)[0]


def score(language, split):
    """Return (counts, errors) of a language and split. Counts add up over languages."""
    n, errors = defaultdict(int), []
    for sentence, part, rows in read_labelled(language):
        if part != split:
            continue
        gold = {(row["source"], row["target"], row["quad"]): row for row in rows if row["act"]}
        coded = {}
        for row in sorted(code_sentence(sentence, language), key=lambda one: one["confidence"]):
            coded[(row["source"], row["target"], row["quad"])] = row
        n["sentences"] += 1
        n["empty"] += not gold
        n["empty_right"] += not gold and not coded
        n["gold"] += len(gold)
        n["coded"] += len(coded)
        hits = set(gold) & set(coded)
        n["hits"] += len(hits)
        dyads = {key[:2] for key in gold} & {key[:2] for key in coded}
        n["dyads"] += sum(key[:2] in dyads for key in gold)
        for key in hits:
            n["act_right"] += gold[key]["act"] == coded[key]["act"]
            n["frame_right"] += gold[key]["frame"] == coded[key]["frame"]
            wanted, found = gold[key]["condition"], coded[key]["condition"]
            n["conditions"] += bool(wanted)
            n["conditions_found"] += bool(wanted and found and (wanted in found or found in wanted))
            n["unconditional"] += not wanted
            n["conditions_false"] += bool(found and not wanted)
        if set(gold) != set(coded):
            errors.append(
                (
                    sentence,
                    [(*key, row["act"], row["frame"]) for key, row in gold.items()],
                    [(*key, row["act"], row["frame"], row["cue"], row["confidence"]) for key, row in coded.items()],
                    rows[0]["note"],
                )
            )
    return n, errors


def _share(n, one, other):
    return n[one] / n[other] if n[other] else float("nan")


def line(name, n):
    """Return a row of the printed table."""
    recall, precision = _share(n, "hits", "gold"), _share(n, "hits", "coded")
    f1 = 2 * n["hits"] / (n["gold"] + n["coded"]) if n["gold"] + n["coded"] else float("nan")
    return (
        f"{name:<14}{n['sentences']:>5}{n['gold']:>6}  {recall:.2f}  {precision:.2f}  {f1:.2f}  {_share(n, 'dyads', 'gold'):.2f}  "
        f"{_share(n, 'act_right', 'hits'):.2f}  {_share(n, 'empty_right', 'empty'):.2f}  {_share(n, 'frame_right', 'hits'):.2f}  "
        f"{_share(n, 'conditions_found', 'conditions'):.2f}  {_share(n, 'conditions_false', 'unconditional'):.2f}"
    )


def speed():
    """Print sentences a second over all labelled sentences, pooled, and the ratio to spaCy's pipeline in the same run."""
    sentences = [
        (sentence, path.name[:2])
        for path in sorted((DATA / "labelled").iterdir())
        if path.suffix == ".csv"
        for sentence, _, _ in read_labelled(path.name[:2])
    ]
    for sentence, language in sentences:
        code_sentence(sentence, language)
    started = time.perf_counter()
    for sentence, language in sentences:
        code_sentence(sentence, language)
    ours = len(sentences) / (time.perf_counter() - started)
    print(f"coder: {ours:.0f} sentences a second a core, {len(sentences)} sentences pooled")
    try:
        import spacy
    except ImportError:
        print("spaCy isn't installed: no ratio")
        return
    english = [sentence for sentence, language in sentences if language == "en"]
    pipeline = spacy.load("en_core_web_sm") if spacy.util.is_package("en_core_web_sm") else spacy.blank("en")
    started = time.perf_counter()
    for sentence in english:
        pipeline(sentence)
    theirs = len(english) / (time.perf_counter() - started)
    print(f"spaCy {pipeline.meta['name'] or 'blank'}: {theirs:.0f} sentences a second; ratio {ours / theirs:.2f}")


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", action="append", help="only this language; may be repeated")
    parser.add_argument("--errors", choices=["fit"], help="show what went wrong in the sentences that may be looked at")
    parser.add_argument("--speed", action="store_true", help="time the coder")
    options = parser.parse_args()
    if options.speed:
        return speed()
    known = sorted(
        path.name[:-4]
        for path in (DATA / "labelled").iterdir()
        if path.suffix == ".csv" and (DATA / "lexicons" / f"{path.name[:-4]}.toml").is_file()
    )
    print(f"{'':<14}{'sent':>5}{'gold':>6}  rec   prec  F1    dyad  act   empty frame cond  false")
    pooled = {"fit": defaultdict(int), "held_out": defaultdict(int)}
    for language in options.language or known:
        for split in ("fit", "held_out"):
            n, errors = score(language, split)
            print(line(f"{language} {split}", n))
            for key, value in n.items():
                pooled[split][key] += value
            if options.errors == split:
                for sentence, gold, coded, note in errors:
                    print(f"\n  {sentence}\n    wanted {gold or 'nothing'} {note}\n    coded  {coded or 'nothing'}")
    if not options.language:
        for split, n in pooled.items():
            print(line(f"all {split}", n))


if __name__ == "__main__":
    sys.exit(main())
