"""How fast documents load beside peers, whether memory stays flat, and how right dates and titles are on real inputs.

    python benchmarks/documents.py            # all; --quick for a tenth of the sizes

All numbers of one line come from the same run on the same inputs, in processor seconds, the better of two passes.
Real inputs are read from ../shared/corpora where that is; without them only speed and memory are measured.
"""

import argparse
import contextlib
import csv
import gzip
import html
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"
sys.path.insert(0, str(ROOT / "tests"))

import sample_files as samples  # noqa: E402
from detente.documents.loading import iter_documents, load_documents  # noqa: E402

WORDS_PER_TEXT = 250  # a wire report
PASSES = 2


def compose(number, chance, vocabulary):
    """Return (language, text): words of one language in a random order, so that no two texts are copies."""
    language = list(vocabulary)[number % len(vocabulary)]
    joint = "" if language in ("zh", "ja") else " "
    return language, joint.join(chance.choice(vocabulary[language]) for _ in range(WORDS_PER_TEXT))


def write_corpora(folder, n_texts):
    """Write the same texts as text files, as CSV and as JSON Lines; return {name: path}."""
    chance = random.Random(1)
    vocabulary = {
        language: list("".join(report)) if language in ("zh", "ja") else " ".join(report).split()
        for language, report in samples.REPORTS.items()
    }
    texts = [compose(number, chance, vocabulary)[1] for number in range(n_texts)]
    (folder / "texts").mkdir()
    for number, text in enumerate(texts):
        (folder / "texts" / f"{number}.txt").write_text(f" date 2018-{number % 12 + 1:02} {text}", "utf-8")
    with open(folder / "texts.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [("text", "date"), *((text, f"2018-{number % 12 + 1:02}-14") for number, text in enumerate(texts))]
        )
    with open(folder / "texts.jsonl", "w", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"text": text, "date": f"2018-{number % 12 + 1:02}-14"}, ensure_ascii=False) + "\n"
            for number, text in enumerate(texts)
        )
    return {"text": folder / "texts", "csv": folder / "texts.csv", "jsonl": folder / "texts.jsonl"}


def quietly_load(corpus):
    with contextlib.redirect_stderr(io.StringIO()):
        return load_documents(corpus, progress=False)


def processor_seconds(work):
    """Return (the least processor seconds of the passes, what the last one returned)."""
    least = float("inf")
    for _ in range(PASSES):
        started = time.process_time()
        outcome = work()
        least = min(least, time.process_time() - started)
    return least, outcome


def naive_text(folder):
    """The peer for text: read, tell the language of the whole text, MinHash it: what a notebook would do."""
    from datasketch import MinHash, MinHashLSH
    from py3langid.langid import classify

    lsh = MinHashLSH(threshold=0.8, num_perm=128)
    for path in sorted(folder.iterdir()):
        text = path.read_text("utf-8")
        classify(text)
        signature = MinHash(num_perm=128)
        words = text.split()
        signature.update_batch([" ".join(words[at : at + 5]).encode() for at in range(max(1, len(words) - 4))])
        lsh.insert(path.name, signature)


def measure_speed(n_texts):
    with tempfile.TemporaryDirectory() as folder:
        corpora = write_corpora(Path(folder), n_texts)
        quietly_load(corpora["text"] / "0.txt")  # imports are not what is measured
        peers = {
            "text": ("read_text + py3langid + datasketch", lambda: naive_text(corpora["text"])),
            "csv": ("pandas.read_csv alone", lambda: pd.read_csv(corpora["csv"])),
            "jsonl": ("pandas.read_json alone", lambda: pd.read_json(corpora["jsonl"], lines=True)),
        }
        for name, path in corpora.items():
            ours, (documents, _) = processor_seconds(lambda path=path: quietly_load(path))
            theirs, _ = processor_seconds(peers[name][1])
            print(
                f"{name:6} {len(documents) / ours:8,.0f} documents a second a core, with language, date and "
                f"stories; {peers[name][0]}: {len(documents) / theirs:,.0f}"
            )
        measure_stages(corpora["text"])


def measure_stages(folder):
    """Print where the time of plain text goes."""
    from detente.documents.files.dispatch import read_blob
    from detente.documents.files.files import list_files, open_file
    from detente.documents.languages import identify_language
    from detente.documents.stories import assign_stories

    def read_only():
        for name, path, named in list_files(folder).files:
            blob = open_file(name, path, named)
            with blob.stream:
                list(read_blob(blob))

    documents, _ = quietly_load(folder)
    stages = {
        "reading": read_only,
        "language": lambda: [identify_language(text) for text in documents["text"]],
        "stories": lambda: assign_stories(documents),
    }
    for name, work in stages.items():
        print(f"       {name}: {1e6 * processor_seconds(work)[0] / len(documents):,.0f} µs a document")


def html_pages():
    """Return the real pages as {name: bytes}."""
    paths = [
        path
        for folder in ("news_html", "dated_html", "kremlin_html")
        for path in sorted((CORPORA / folder).glob("*.html*"))
    ]
    return {
        path.name.removesuffix(".gz"): gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in paths
    }


def measure_html():
    import trafilatura

    pages = html_pages()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in pages.items():
            (Path(folder) / name).write_bytes(content)
        quietly_load(folder)
        ours, (documents, rejected) = processor_seconds(lambda: quietly_load(folder))
        plain, _ = processor_seconds(lambda: [trafilatura.extract(content) for content in pages.values()])
        full, _ = processor_seconds(
            lambda: [trafilatura.bare_extraction(content, with_metadata=True) for content in pages.values()]
        )
    print(
        f"html   {len(pages) / ours:8,.1f} pages a second a core ({len(documents)} read, {len(rejected)} "
        f"rejected); {ours / plain:.2f} times trafilatura.extract, "
        f"{ours / full:.2f} times its extraction with metadata"
    )


def _plain(text):
    return "".join(letter for letter in str(text).casefold() if letter.isalnum())


def _shows(page, title):
    """Tell whether a page has this title anywhere: some of the answers belong to an older page at the same address."""
    source = gzip.decompress(page) if page[:2] == b"\x1f\x8b" else page
    return _plain(title) in _plain(html.unescape(source.decode("utf-8", "replace")))


def measure_accuracy():
    """Print how many dates and titles are right on the real inputs, and how long pages load beside trafilatura."""
    for folder in ("dated_html", "news_html"):
        gold = pd.read_csv(CORPORA / folder / "gold.csv").set_index("file")
        documents, _ = quietly_load(sorted(str(path) for path in (CORPORA / folder).glob("*.html*")))
        found = documents.set_index("path").reindex(gold.index)
        pages = {path.name: path.read_bytes() for path in (CORPORA / folder).glob("*.html*")}
        kept = [name for name in gold.index if "title" not in gold or _shows(pages[name], gold["title"][name])]
        gold, found = gold.loc[kept], found.loc[kept]
        right = found["date_start"].dt.strftime("%Y-%m-%d") == gold["date"].str[:10]
        line = f"{folder}: {right.sum()} of {gold['date'].notna().sum()} dates"
        if "title" in gold:
            same = found["title"].map(_plain) == gold["title"].map(_plain)
            line += f", {same.sum()} of {len(gold)} titles"
            line += f" ({len(pages) - len(kept)} pages left out: their answer belongs to another article)"
        print(line)
    kremlin, _ = quietly_load(CORPORA / "kremlin_html")
    remarks, _ = quietly_load(CORPORA / "china_mfa_zh")
    stated = pd.read_csv(CORPORA / "china_mfa_zh" / "remarks.csv")["date_from_title"]
    right = (
        remarks.sort_values("record")["date_start"].dt.strftime("%Y-%m-%d").fillna("-").to_numpy()
        == stated.fillna("-").to_numpy()
    )
    addresses, _ = quietly_load(CORPORA / "new_year_ko")
    feeds, lost = quietly_load(CORPORA / "feeds")
    print(
        f"kremlin_html: {(kremlin['date_precision'] == 'day').sum()} of {len(kremlin)} dates; china_mfa_zh: "
        f"{right.sum()} of {len(right)} dates or nulls; "
        f"new_year_ko: {(addresses['date_precision'] == 'year').sum()} of {len(addresses)} to the year; feeds: "
        f"{len(feeds)} entries, {len(lost)} rejected, "
        f"{feeds['date_start'].isna().sum()} undated"
    )


def measure_memory(sizes):
    """Print the peak memory and the cost per document of iterating corpora of growing size, each in a process of its
    own."""
    for n_texts in sizes:
        command = [sys.executable, __file__, "--iterate", str(n_texts)]
        print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


def iterate(n_texts):
    chance = random.Random(n_texts)
    vocabulary = {"en": " ".join(samples.REPORTS["en"]).split(), "ru": " ".join(samples.REPORTS["ru"]).split()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        with open(path, "w", encoding="utf-8") as file:
            for number in range(n_texts):
                file.write(
                    json.dumps({"text": f"{compose(number, chance, vocabulary)[1]} {number}", "date": "2018-02-14"})
                    + "\n"
                )
        started = time.process_time()
        n_read = sum(len(documents) for documents, _ in iter_documents(path, progress=False))
        seconds = time.process_time() - started
    peak = (
        int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    )  # of this process, not of its parent
    print(f"chunks: {n_read:9,} documents, peak memory {peak:,.0f} MB, {1e6 * seconds / n_read:,.0f} µs a document")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes")
    parser.add_argument("--iterate", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.iterate:
        return iterate(given.iterate)
    measure_speed(500 if given.quick else 5_000)
    if CORPORA.is_dir():
        measure_html()
        measure_accuracy()
    measure_memory((1_000, 10_000) if given.quick else (1_000, 10_000, 100_000))


if __name__ == "__main__":
    main()
