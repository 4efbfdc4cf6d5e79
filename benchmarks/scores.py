"""Scores: how right the coder is on labelled sentences, one row a language and split.

The sentences of `labelled/<language>.csv` were written before the cues; a third, `held_out`, was put away and is only
scored. Columns of `score_coder`: n_sentences, n_statements (labelled), recall, precision, f1 (a hit is the right dyad and
quad), act (right among hits), empty (sentences without a statement that were left so), frame (right among hits),
conditions (found among those labelled), false_conditions (among statements without one).
"""

import csv
from collections import defaultdict
from pathlib import Path

import pandas as pd

from detente.codebook import AXES
from detente.coding import code_text, known_languages

LABELLED = Path(__file__).parent / "labelled"
SPLITS = ("fit", "held_out")
_SIGN = {1: "up", -1: "down", 0: "same"}
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def labelled_languages():
    """Return the languages that have both labelled sentences and a lexicon, sorted."""
    labelled = {path.name.removesuffix(".csv") for path in (LABELLED).iterdir() if path.name.endswith(".csv")}
    return sorted(labelled & set(known_languages()))


def read_labelled(language):
    """Return [(sentence, split, rows)]: the labelled sentences of a language, in the file's order."""
    groups = {}
    with (LABELLED / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups.setdefault(row["sentence"], (row["sentence"], row["split"], []))[2].append(row)
    return list(groups.values())


def compare_sentence(sentence, rows, language):
    """Return (labelled, coded): dicts from (source, target, quad) to a labelled row and to the most confident coded one."""
    labelled = {(row["source"], row["target"], row["quad"]): row for row in rows if row["act"]}
    coded = {}
    for row in sorted(code_text(sentence, language)[0], key=lambda one: one["confidence"]):
        coded[row["source"], row["target"], row["quad"]] = row
    return labelled, coded


def count_split(language, split):
    """Return (counts, errors) of a language and split; counts add up over languages, errors hold what differed."""
    n, errors = defaultdict(int), []
    for sentence, part, rows in read_labelled(language):
        if part != split:
            continue
        labelled, coded = compare_sentence(sentence, rows, language)
        n["sentences"] += 1
        n["empty"] += not labelled
        n["empty_right"] += not labelled and not coded
        n["labelled"] += len(labelled)
        n["coded"] += len(coded)
        for key in set(labelled) & set(coded):
            n["hits"] += 1
            n["act_right"] += labelled[key]["act"] == coded[key]["act"]
            n["frame_right"] += labelled[key]["frame"] == coded[key]["frame"]
            wanted, found = labelled[key]["condition"], coded[key]["condition"]
            n["conditional"] += bool(wanted)
            n["conditions_found"] += bool(wanted and found and (wanted in found or found in wanted))
            n["unconditional"] += not wanted
            n["conditions_false"] += bool(found and not wanted)
        if set(labelled) != set(coded):
            errors.append((sentence, labelled, coded))
    return n, errors


def _share(n, part, whole):
    return n[part] / n[whole] if n[whole] else None


def describe_counts(language, split, n):
    """Return a row of the scores table from some counts."""
    both = n["labelled"] + n["coded"]
    return {
        "language": language,
        "split": split,
        "n_sentences": n["sentences"],
        "n_statements": n["labelled"],
        "recall": _share(n, "hits", "labelled"),
        "precision": _share(n, "hits", "coded"),
        "f1": 2 * n["hits"] / both if both else None,
        "act": _share(n, "act_right", "hits"),
        "empty": _share(n, "empty_right", "empty"),
        "frame": _share(n, "frame_right", "hits"),
        "conditions": _share(n, "conditions_found", "conditional"),
        "false_conditions": _share(n, "conditions_false", "unconditional"),
    }


def score_coder(languages=None):
    """Return the scores of some languages (None: all that can be scored) and, last, of all pooled, by split."""
    rows, pooled = [], {split: defaultdict(int) for split in SPLITS}
    for language in languages or labelled_languages():
        for split in SPLITS:
            n, _ = count_split(language, split)
            rows.append(describe_counts(language, split, n))
            for name, value in n.items():
                pooled[split][name] += value
    rows += [describe_counts("all", split, n) for split, n in pooled.items()]
    scores = pd.DataFrame(rows)
    return scores.astype({name: "Float64" for name in scores.columns[4:]})


def read_articles():
    """Return the labelled articles, one row each: id, language, date, split, source, target, pressure, engagement, text.

    `pressure` and `engagement` say which way the reported shift goes: up, down or same; source is empty where none is reported.
    """
    with (LABELLED / "articles.csv").open(encoding="utf-8", newline="") as file:
        return pd.DataFrame(csv.DictReader(file))


def compare_article(article):
    """Return (labelled, found): (source, target, signs of pressure and engagement) of the shift, or None, and a list of those found."""
    from detente.coding import code_statements
    from detente.documents import load_documents
    from detente.postures import find_reported

    given = pd.DataFrame([{"text": article["text"], "date_start": pd.Timestamp(article["date"]), "language": article["language"]}])
    documents, _ = load_documents(given.assign(date_end=given["date_start"]), progress=False)
    found = []
    for shift in find_reported(code_statements(documents, progress=False)).to_dict("records"):
        moves = [shift[f"{axis}_after"] - shift[f"{axis}_before"] for axis in AXES]
        found.append((shift["source"], shift["target"], tuple(_SIGN[(move > 1e-9) - (move < -1e-9)] for move in moves)))
    wanted = (article["source"], article["target"], (article["pressure"], article["engagement"])) if article["source"] else None
    return wanted, found


def score_articles(languages=None):
    """Return how well reported shifts are found in whole articles, by language and split, all pooled last.

    Columns: n_articles, n_shifts, found (the right dyad among those labelled), direction (right on both axes among the
    found), invented (shifts found on another dyad, or where none is reported, an article).
    """
    rows, pooled = [], defaultdict(lambda: defaultdict(int))
    articles = read_articles()
    if languages is not None:
        articles = articles[articles["language"].isin(languages)]
    for (language, split), own in articles.groupby(["language", "split"], sort=True):
        n = defaultdict(int)
        for article in own.to_dict("records"):
            wanted, found = compare_article(article)
            same = [shift for shift in found if wanted and shift[:2] == wanted[:2]]
            n["articles"] += 1
            n["shifts"] += wanted is not None
            n["found"] += bool(same)
            n["right"] += any(shift[2] == wanted[2] for shift in same)
            n["invented"] += len(found) - len(same)
        rows.append((language, split, n))
        for name, value in n.items():
            pooled[split][name] += value
    rows += [("all", split, n) for split, n in sorted(pooled.items())]
    return pd.DataFrame(
        {
            "language": language,
            "split": split,
            "n_articles": n["articles"],
            "n_shifts": n["shifts"],
            "found": _share(n, "found", "shifts"),
            "direction": _share(n, "right", "found"),
            "invented": _share(n, "invented", "articles"),
        }
        for language, split, n in rows
    )


def measure_reliability(split="held_out", languages=None):
    """Return how often statements of each confidence are right (dyad and quad): one row a bin of confidence.

    Columns: low, high, n, confidence (mean), right (share), gap. `attrs["error"]` is the expected calibration error.
    """
    pairs = []
    for language in languages or labelled_languages():
        for sentence, part, rows in read_labelled(language):
            if part == split:
                labelled, coded = compare_sentence(sentence, rows, language)
                pairs += [(row["confidence"], key in labelled) for key, row in coded.items()]
    found = pd.DataFrame(pairs, columns=["confidence", "right"])
    rows = []
    for low, high in zip(BINS[:-1], BINS[1:], strict=True):
        own = found[(found["confidence"] >= low) & (found["confidence"] < high)]
        if len(own):
            mean, right = own["confidence"].mean(), own["right"].mean()
            rows.append({"low": low, "high": high, "n": len(own), "confidence": mean, "right": right, "gap": right - mean})
    table = pd.DataFrame(rows, columns=["low", "high", "n", "confidence", "right", "gap"])
    table.attrs["error"] = float((table["gap"].abs() * table["n"]).sum() / max(1, table["n"].sum()))
    return table
