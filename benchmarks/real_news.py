"""Real news to label: `python benchmarks/real_news.py draw ARTICLES… --held-out FILE --out FOLDER [--size 250] [--seed 1]`.

An articles file holds the running news of one language, a JSON object a line: article_sha1, language, date (a day or null),
title, text, repository, path. It stays outside this repository, as does what is drawn. Written are, per language:
`tasks/nl.jsonl`, one line a sentence, in random order and without what the coder says of it; `candidates/nl.jsonl`, one line a
statement that the coder proposes in a drawn sentence, at any confidence, with offsets in the sentence; `second/nl.jsonl`, a tenth of
the tasks for a second reader; and `pools/nl.json`, how many sentences each could have been drawn from. Nothing is fetched.

What is held out is never drawn nor shown as context: see `is_held_out`.
"""

import argparse
import hashlib
import json
import random
from bisect import bisect_right
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd

from detente.coding.lexicon.lexicons import read_lexicon
from detente.coding.lexicon.names.actors import read_actors
from detente.coding.lexicon.sentences import split_sentences
from detente.coding.statements import UNDATED, code_text
from detente.documents.dates.stated import DateSpan
from detente.documents.texts.turns import find_turns

HELD_OUT_DIGIT = "0"  # a sixteenth of all sentences and articles, by the first hex digit of their SHA-1
DIGITS = 12  # of a digest that a file of held-out sentences lists
SHARE_WITH_CANDIDATES = 2 / 3  # the rest name two states and hold no candidate, so that what is missed can be counted
SHARE_READ_TWICE = 0.1
TASK = ("sentence_sha1", "article_sha1", "repository", "path", "title", "before", "sentence", "after")


def digest(text):
    """Return the SHA-1 of a text without surrounding white space, in UTF-8, as hex digits."""
    return hashlib.sha1(text.strip().encode("utf-8")).hexdigest()


def read_held_out(path):
    """Return the digests that a file lists, one a line, each cut to its first twelve digits."""
    return frozenset(line.strip().lower()[:DIGITS] for line in Path(path).read_text("utf-8").splitlines() if line.strip())


def is_held_out(text, digests):
    """Whether a sentence or an article may not be looked at: its SHA-1 begins with 0, or with digits that `digests` lists."""
    found = digest(text)
    return found.startswith(HELD_OUT_DIGIT) or found[:DIGITS] in digests


def read_articles(path, digests):
    """Return the articles of a file as dicts, held-out ones left out."""
    with Path(path).open(encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    return [article for article in articles if not is_held_out(article["text"], digests)]


def propose(article, text):
    """Return the statements that the coder proposes in an article's text, as dicts with offsets in it, at any confidence."""
    day = article["date"] and pd.Timestamp(article["date"]).date()
    dated = DateSpan(day, day, "day") if day else UNDATED
    return code_text(text, article["language"], dated=dated, turns=find_turns(text))[0]


def read_sentences(article, digests):
    """Return the sentences of an article, title first, that aren't held out: each as a task, its candidates and its number of actors.

    `before` and `after` are the sentences beside, null where there is none or it is held out.
    """
    text = "\n\n".join(part for part in (article["title"], article["text"]) if part)
    lexicon, index = read_lexicon(article["language"]), read_actors(article["language"])
    spans = split_sentences(text, lexicon)
    candidates = defaultdict(list)
    for row in propose(article, text):
        candidates[bisect_right(spans, (row["start"], len(text))) - 1].append(row)
    shown = [None if is_held_out(text[slice(*span)], digests) else text[slice(*span)] for span in spans]
    beside = [None, *shown, None]
    sentences = []
    for number, sentence in enumerate(shown):
        if sentence is None:
            continue
        place = {name: article[name] for name in ("article_sha1", "repository", "path", "title")}
        context = {"before": beside[number], "sentence": sentence, "after": beside[number + 2]}
        low, found = spans[number][0], []
        for row in candidates[number]:
            moved = {name: value - low for name, value in row.items() if name.endswith(("start", "end")) and isinstance(value, int)}
            found.append({**row, **moved})
        named = {mention.actor for mention in index.find(sentence, lexicon.tokenise(sentence)) if mention.actor}
        sentences.append({"sentence_sha1": digest(sentence), **place, **context, "candidates": found, "n_actors": len(named)})
    return sentences


def draw_sentences(sentences, size, seed):
    """Return (drawn, pools): sentences in random order, each once, with the `stratum` that it was drawn from.

    Two thirds hold a candidate and come from the acts in turn, the rarest first, at random within each, so that rare acts are read
    too; the rest name two actors or more and hold none ("none"). `pools`: the number of sentences of each stratum, which says how
    much a drawn one stands for.
    """
    chance = random.Random(seed)
    unique = sorted({one["sentence_sha1"]: one for one in sentences}.values(), key=lambda one: one["sentence_sha1"])
    chance.shuffle(unique)
    strata = defaultdict(list)
    for one in unique:
        for act in sorted({row["act"] for row in one["candidates"]}) or (["none"] if one["n_actors"] > 1 else []):
            strata[act].append(one)
    pools = {stratum: len(held) for stratum, held in sorted(strata.items())}
    rest = strata.pop("none", [])
    drawn = {}
    while len(drawn) < round(size * SHARE_WITH_CANDIDATES) and any(strata.values()):
        for act in sorted(strata, key=lambda act: (pools[act], act)):
            held = strata[act]
            while held and held[-1]["sentence_sha1"] in drawn:
                held.pop()
            if held and len(drawn) < round(size * SHARE_WITH_CANDIDATES):
                one = held.pop()
                drawn[one["sentence_sha1"]] = {**one, "stratum": act}
    n_rest = round(size * (1 - SHARE_WITH_CANDIDATES))
    drawn.update((one["sentence_sha1"], {**one, "stratum": "none"}) for one in rest[:n_rest])
    order = list(drawn.values())
    chance.shuffle(order)
    return order, pools


def write_lines(path, rows):
    """Write rows as one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows), "utf-8")


def write_draw(drawn, pools, folder, language, seed):
    """Write tasks, candidates, the second reader's tenth and the pools of one language."""
    tasks = [{"n": n, **{name: one[name] for name in TASK}} for n, one in enumerate(drawn, start=1)]
    candidates = [
        {"n": n, "sentence_sha1": one["sentence_sha1"], "article_sha1": one["article_sha1"], "stratum": one["stratum"], **row}
        for n, one in enumerate(drawn, start=1)
        for row in one["candidates"]
    ]
    second = sorted(random.Random(seed).sample(tasks, round(len(tasks) * SHARE_READ_TWICE)), key=lambda task: task["n"])
    for name, rows in (("tasks", tasks), ("candidates", candidates), ("second", second)):
        write_lines(folder / name / f"{language}.jsonl", rows)
    write_lines(folder / "pools" / f"{language}.json", [pools])


def main():
    """Draw the sentences of each articles file and print how many."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["draw"])
    parser.add_argument("articles", nargs="+", type=Path, help="a .jsonl file a language")
    parser.add_argument("--held-out", type=Path, required=True, help="digests of the sentences that may not be looked at")
    parser.add_argument("--out", type=Path, required=True, help="a folder outside this repository")
    parser.add_argument("--size", type=int, default=250, help="sentences a language")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    digests = read_held_out(given.held_out)
    for path in given.articles:
        articles = read_articles(path, digests)
        sentences = [one for article in articles for one in read_sentences(article, digests)]
        drawn, pools = draw_sentences(sentences, given.size, given.seed)
        write_draw(drawn, pools, given.out, path.stem, given.seed)
        acts = Counter(row["act"] for one in drawn for row in one["candidates"])
        print(f"{path.stem}: {len(articles)} articles, {len(sentences)} sentences, drawn {len(drawn)} of")
        print(f"  {pools}\n  candidates {acts.total()}: {dict(acts.most_common())}", flush=True)


if __name__ == "__main__":
    main()
