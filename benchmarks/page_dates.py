"""How often the publication date of a web page is exact, wrong or none, and what each source gave.

Run `python benchmarks/page_dates.py FOLDER [--half even|odd]`. FOLDER holds annotations, one or more `eval*.json` of
{address: {"file": name, "date": day or null}}, as in the tests of the htmldate package; the pages lie in it or one
folder below. Nothing is fetched; absent pages are counted. `--half` takes the addresses whose SHA-1 ends in an even or
an odd digit: the even ones were used for development, the odd ones weren't looked at.
"""

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

from trafilatura.utils import load_html

from detente.documents.dates.stated import date_from_url
from detente.documents.pages import web
from detente.documents.pages.markup import decode_markup
from detente.documents.pages.web_dates import find_stated_dates
from detente.documents.pages.web_shown import find_shown_date

OUTCOMES = ("exact", "wrong", "none")


def read_annotations(folder, half):
    """Return {address: annotation}, of one half of the addresses or of all."""
    pages = {}
    for path in sorted(folder.glob("eval*.json")):
        pages |= json.loads(path.read_text(encoding="utf-8"))
    return {url: page for url, page in pages.items() if half is None or ("even", "odd")[half_of(url)] == half}


def half_of(url):
    return int(hashlib.sha1(url.encode()).hexdigest()[-1], 16) % 2


def judge(day, true):
    return "exact" if day == true else "none" if day is None else "wrong"


def day_of(span):
    return str(span.start) if span is not None and span.precision == "day" else None


def ask_sources(html, url):
    """Return {source: day or None}: what each source would say of the page alone."""
    tree = load_html(html)
    if tree is None:
        return {}
    metas, things = web._meta_tags(tree), web._linked_data(tree)
    article, address, language = (
        web._main_article(tree, things),
        web._address(tree, metas, url),
        web._language(tree, metas),
    )
    title = web._title(tree, metas, article, None)

    def stated(metas, article, tree):
        days, _ = find_stated_dates(tree, metas, [], article, language)
        return day_of(days[0]) if days else None

    empty = load_html("<html><body><p>.</p></body></html>")
    return {
        "shown beside the headline": day_of(find_shown_date(tree, title, language)),
        "address": day_of(date_from_url(address)),
        "JSON-LD": stated({}, article, empty),
        "meta tags": stated(metas, {}, empty),
        "<time> and the like": stated({}, {}, tree),
    }


def report(name, outcomes):
    n = sum(outcomes.values())
    print(
        f"{name:28} " + "  ".join(f"{kind} {outcomes[kind]:4} ({outcomes[kind] / max(n, 1):.3f})" for kind in OUTCOMES)
    )


def main():
    folder, half = Path(sys.argv[1]), sys.argv[sys.argv.index("--half") + 1] if "--half" in sys.argv else None
    try:
        from htmldate import find_date
    except ImportError:
        find_date = None
    totals, sources, origins, peer = Counter(), {}, {}, {True: Counter(), False: Counter()}
    absent, rejected = 0, 0
    for url, page in read_annotations(folder, half).items():
        path = next((p for p in (folder / page["file"], *folder.glob(f"*/{page['file']}")) if p.is_file()), None)
        if path is None:
            absent += 1
            continue
        html, true = decode_markup(path.read_bytes()), page["date"] if isinstance(page["date"], str) else None
        found = web.read_page(html, url=url)
        outcome = judge(day_of(found["date"]), true)
        totals[outcome] += 1
        rejected += not found["text"].strip()
        origins.setdefault(found["date_origin"] or ("refused" if found["date_refused"] else "no date"), Counter())[
            outcome
        ] += 1
        for source, day in ask_sources(html, url).items():
            sources.setdefault(source, Counter())[judge(day, true)] += 1
        for extensive in (True, False) if find_date else ():
            peer[extensive][judge(find_date(html, url=url, original_date=True, extensive_search=extensive), true)] += 1
    n = sum(totals.values())
    print(f"{n} pages, {absent} absent, {rejected} without a main text; no HTTP headers are stored with the pages\n")
    report("détente", totals)
    for extensive in (True, False):
        report(f"htmldate ({'extensive' if extensive else 'fast'})", peer[extensive]) if find_date else print(
            "htmldate isn't installed"
        )
    print("\nWhat each source says of a page alone: share of pages, and how often right")
    for source, outcomes in sources.items():
        said = outcomes["exact"] + outcomes["wrong"]
        print(f"{source:28} {said / max(n, 1):6.3f} {outcomes['exact'] / max(said, 1):7.3f}   of {said}")
    print("\nWhere the date that was taken came from")
    for origin, outcomes in sorted(origins.items()):
        report(origin, outcomes)


if __name__ == "__main__":
    main()
