"""How well web pages are read: dates, titles and speed on three sets of real pages with a checked answer.

Run `python benchmarks/pages.py [FOLDER]`; FOLDER holds dated_html, news_html and kremlin_html (default:
../shared/corpora). Sets that are absent are skipped. `--misses` lists what was read wrongly.
"""

import csv
import gzip
import html
import re
import sys
import time
import unicodedata
from pathlib import Path

from detente.documents.pages.web import read_page

ROUNDS = 3  # the fastest of so many runs is compared, in processor time: other processes share the machine


def read_gold(folder):
    with open(folder / "gold.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            source = (folder / row["file"]).read_bytes()
            yield row, gzip.decompress(source) if row["file"].endswith(".gz") else source


def normalise(title):
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", title or "")).casefold().strip()


def report(name, n_right, n, misses, show):
    print(f"{name:36} {n_right:3} of {n:3}  {100 * n_right / max(n, 1):5.1f} %")
    for miss in misses if show else ():
        print("    ", *miss, sep="  ")


def score_dates(folder, show):
    misses, n = [], 0
    for row, source in read_gold(folder):
        n += 1
        found = read_page(source, url=row.get("url"))
        day = str(found["date"].start) if found["date"].precision == "day" else "nan"
        if day != row["date"]:
            misses.append((row["file"], row["date"], day, found["date_origin"]))
    report(f"{folder.name} dates", n - len(misses), n, misses, show)


def is_of_this_page(row, source):
    """Return whether the page has the checked title at all: where it hasn't, the answer belongs to another page."""
    return normalise(row["title"]) in normalise(html.unescape(html.unescape(source.decode("utf-8", "replace"))))


def score_news(folder, show):
    pages = list(read_gold(folder))
    score_titled(f"{folder.name} (all)", pages, False)
    score_titled(f"{folder.name} (title in page)", [page for page in pages if is_of_this_page(*page)], show)


def score_titled(name, pages, show):
    dates, titles, n = [], [], 0
    for row, source in pages:
        n += 1
        found = read_page(source)
        if str(found["date"].start) != row["date"]:
            dates.append((row["file"], row["date"], found["date"].start, found["date_origin"]))
        if normalise(found["title"]) != normalise(row["title"]):
            titles.append((row["file"], row["title"], found["title"]))
    report(f"{name} dates", n - len(dates), n, dates, show)
    report(f"{name} titles", n - len(titles), n, titles, show)


def score_kremlin(folder, show):
    misses, n = [], 0
    for path in sorted(folder.glob("*.html")):
        source = path.read_bytes()
        true = re.search(
            rb'class="read__published"[^>]*datetime="([^"]+)"|Publication date:\s*<time datetime="([^"]+)"', source
        )
        n += 1
        found = read_page(source)["date"].start
        day = (true[1] or true[2]).decode() if true else "none"
        if str(found) != day:
            misses.append((path.name, day, found))
    report(f"{folder.name} dates", n - len(misses), n, misses, show)


def score_speed(sources):
    import trafilatura

    fastest = {}
    for read in (trafilatura.extract, read_page) * ROUNDS:
        start = time.process_time()
        for source in sources:
            read(source)
        fastest[read.__name__] = min(time.process_time() - start, fastest.get(read.__name__, 1e9))
    for name, seconds in fastest.items():
        print(f"{name:36} {len(sources) / seconds:6.1f} pages a second")
    print(f"{'against trafilatura':36} {fastest['read_page'] / fastest['extract']:6.2f} times its time")


def main():
    folders = [a for a in sys.argv[1:] if not a.startswith("-")]
    corpora = Path(folders[0]) if folders else Path(__file__).resolve().parents[2] / "shared" / "corpora"
    show, sources = "--misses" in sys.argv, []
    for name, score in (("dated_html", score_dates), ("news_html", score_news), ("kremlin_html", score_kremlin)):
        if not (corpora / name).is_dir():
            print(f"{name:36} absent, skipped")
            continue
        score(corpora / name, show)
        if name != "kremlin_html":
            sources += [source for _, source in read_gold(corpora / name)]
    if sources:
        score_speed(sources)


if __name__ == "__main__":
    main()
