"""When a web page was published: a (`DateSpan`, origin) that its data, its address or its print states; else none.

A publication date beats every other; what tells of an update, a crawl or another page is never taken.
"""

import re
from collections import Counter
from copy import deepcopy
from datetime import date, timedelta
from html import unescape
from urllib.parse import urlsplit

from detente.documents.dates.spans import no_date
from detente.documents.dates.stated import WEB_FROM, date_from_text, date_from_url, read_date
from detente.documents.pages.web_shown import SIDE, SIDE_WORDS, UPDATED_WORDS, find_shown_date, stands_aside

# names of meta tags that state the publication, the surest first; "modified" and "updated" are left out on purpose
PUBLISHED = """
    article:published_time og:article:published_time og:published_time og:pubdate datepublished
    rnews:datepublished article:published published_time published-time publish-date publish_date publishdate
    pubdate pub_date publication_date publicationdate publication-date article.published article_date_original
    originalpublicationdate parsely-pub-date cxenseparse:recs:publishtime cxenseparse:publishtime
    sailthru.date bt:pubdate shareaholic:article_published_time dc.date.issued dcterms.issued dcterms.created
    dc.date.created datecreated dc.date dcterms.date article.created displaydate date pdate ptime
    weibo:article:create_at vr:published_time timestamp last-publish-date
""".split()
PUBLISHED_WORDS = re.compile(
    r"publi|posted|pub-?date|entry-date|post-date|article-?date|date-?time|dateline|created|byline|timestamp"
    r"|(?<![a-z])date(?![a-z])",
    re.I,
)
PRINTED_WORDS = re.compile(
    r"publi(sh|c)|posted|pub-?date|(entry|post|article|news)[-_]?date", re.I
)  # of a class whose date is printed only
LONGEST_PRINTED = 90  # characters of an element that prints a date: more is a paragraph
CONTRADICTING = 3  # days that differ: of two the more trusted is right in 11 of 13 pages, of three none can be told
LATEST_FOR_HTMLDATE = "2035-12-31"  # a fixed end, not the clock's, so that a page reads the same next year


def is_front_page(address):
    """Return whether an address has neither path nor query: a front page is of every day, so no date is its own."""
    if not address:
        return False
    parts = urlsplit(address)
    return parts.path.strip("/") == "" and not parts.query


def type_of(thing):
    kind = thing.get("@type") or ""
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def clean_up(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]{1,200}>", "", unescape(unescape(text or "")))).strip() or None


def settle_page_date(tree, metas, things, article, language, address, title):
    """Return (`DateSpan`, origin, refused): refused where the page has dates and none of them can be believed.

    Order of trust, measured on 488 annotated pages: what is shown beside the headline (.98 right), the address (.96),
    what is stated in data (.94, seldom the day of first publication but often one in another time zone).
    """
    if is_front_page(address):
        return no_date("a front page has no date of its own"), None, False
    stated, reason = find_stated_dates(tree, metas, things, article, language)
    sources = [(find_shown_date(tree, title, language), "text"), (date_from_url(address), "url")]
    sources = [(span, origin) for span, origin in sources if span.precision == "day"]
    return choose_date(sources, stated, reason)


def choose_date(sources, stated, reason, *, today=None):
    """Return (`DateSpan`, origin, refused) from (`DateSpan`, origin) in order of trust and the days stated in data.

    What two sources say is taken; else the most trusted one. Three that all differ are refused, and so are days that
    haven't come yet, and days older than the web that only one source has.
    """
    found = [*sources, *((span, "metadata") for span in stated)]
    latest = (today or date.today()) + timedelta(1)  # where the page was written it may be tomorrow already
    counts = Counter(span for span, _ in found)
    kept = [
        (span, origin)
        for span, origin in found
        if span.start <= latest and (span.start.year >= WEB_FROM or counts[span] > 1)
    ]
    if found and not kept:
        day = found[0][0].start
        return no_date(f"{day} {'is still to come' if day > latest else 'is older than the web'}"), None, True
    voices = [*(pair for pair in kept if pair[1] != "metadata"), *[pair for pair in kept if pair[1] == "metadata"][:1]]
    days = list(dict.fromkeys(span for span, _ in voices))
    agreed = [span for span in days if sum(span == other for other, _ in voices) > 1]
    if len(days) >= CONTRADICTING or (not sources and len({span for span, _ in kept}) >= CONTRADICTING):
        named = ", ".join(sorted({str(span.start) for span, _ in kept}))
        return no_date(f"the page contradicts itself: {named}"), None, True
    chosen = agreed[0] if agreed else days[0] if days else None
    if chosen is None:
        return no_date(reason), None, False
    return chosen, next(origin for span, origin in reversed(voices) if span == chosen), False


def find_stated_dates(tree, metas, things, article, language):
    """Return (days, reason): the different days that the page's data give as its publication, the surest first."""
    bare = {}
    for name, content in metas.items():
        bare.setdefault(_bare_name(name), content)
    readings = [article.get("datePublished"), *(bare.get(_bare_name(name)) for name in PUBLISHED)]
    readings += [thing.get("datePublished") for thing in things if re.search("WebPage|CreativeWork", type_of(thing))]
    readings += [article.get("dateCreated"), article.get("uploadDate")]
    days, reason = [], "the page states no date of publication"
    for value in readings:
        if isinstance(value, str) and value.strip():
            span = read_date(value, language=language)
            if span.precision == "day":
                days.append(span)
            reason = span.reason or reason
    return list(dict.fromkeys([*days, *list(_time_elements(tree, language))[:1]])), reason


def _bare_name(name):
    return re.sub(r"[^a-z]", "", name)  # article:published:time, article.published_time and the like are one name


def _time_elements(tree, language):
    """Yield the dates of `<time>` and of elements marked as the publication's, the most telling first, no side bars."""
    marked = []
    for place, element in enumerate(tree.iter("time", "abbr", "span", "div", "p", "li")):
        about = " ".join(filter(None, (element.get("itemprop"), element.get("class"), element.get("id"))))
        value = (
            element.get("datetime")
            or element.get("content")
            or (element.get("title") if element.tag == "abbr" else None)
        )
        published = (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None
        if not (element.tag == "time" or published or (PUBLISHED_WORDS if value else PRINTED_WORDS).search(about)):
            continue
        if UPDATED_WORDS.search(about) or (
            not published and any(map(stands_aside, (element, *element.iterancestors())))
        ):
            continue
        printed = None if value else clean_up(element.text_content())
        if printed and (len(printed) > LONGEST_PRINTED or UPDATED_WORDS.search(printed)):
            continue
        span = read_date(value or printed, language=language)
        if span.precision == "day":
            marked.append((not published, not PUBLISHED_WORDS.search(about), place, span))
    yield from (span for *_, span in sorted(marked, key=lambda found: found[:3]))


def find_printed_date(tree, text, language, address, stated):
    """Return (`DateSpan`, origin) of a date printed at the head of the page, or of a month in its address."""
    span = date_from_text(text, language)
    if span.start:
        return span, "text"
    from htmldate import find_date

    # without scripts, meta tags and side bars: htmldate falls back to updates, and completes years of two digits
    found = find_date(
        _main_part(tree),
        original_date=True,
        extensive_search=False,
        max_date=LATEST_FOR_HTMLDATE,
        min_date="1995-01-01",
    )
    if found:
        return read_date(found), "text"
    span = date_from_url(address)
    return (span, "url") if span.start else (stated, None)


def _main_part(tree):
    """Return a copy of the page without what stands aside, what tells of an update, and what isn't shown."""
    tree = deepcopy(tree)
    for element in list(
        tree.iter(
            "script",
            "style",
            "meta",
            "link",
            "aside",
            "nav",
            "footer",
            "form",
            "div",
            "section",
            "ul",
            "p",
            "span",
            "time",
            "li",
        )
    ):
        about = f"{element.get('class') or ''} {element.get('id') or ''}"
        shown = element.tag not in ("script", "style", "meta", "link") and element.tag not in SIDE
        if shown and element.tag in ("p", "span", "time", "li", "div"):
            words = (element.text or "")[:LONGEST_PRINTED]
            shown = not UPDATED_WORDS.search(f"{about} {words}")
        if not shown or SIDE_WORDS.search(about):
            if element.getparent() is not None:
                element.drop_tree()
    return tree
