"""One web page read: a dict with title, text, date, date_origin, outlet, author, url and language.

`text` is the main text without navigation, empty where there is none; `date` a `DateSpan`. The date is that of
publication: what the page states in its data (JSON-LD, meta tags, `<time>`) beats its address, the address beats what is
printed, and "last updated", a crawl or a date in a side bar is never taken. No date is better than a wrong one.
"""
import json
import re
from copy import deepcopy
from urllib.parse import urljoin, urlsplit

from detente.dates import DateSpan, date_from_text, date_from_url, read_date

# names of meta tags that state the publication, the surest first; "modified", "updated" and plain "revised" are left out on purpose
PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:pubdate", "datepublished", "rnews:datepublished",
    "article:published", "published_time", "published-time", "publish-date", "publish_date", "publishdate", "pubdate", "pub_date", "publication_date",
    "publicationdate", "publication-date", "article.published", "article_date_original", "originalpublicationdate", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "sailthru.date", "bt:pubdate", "shareaholic:article_published_time", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "datecreated", "dc.date", "dcterms.date", "article.created", "displaydate", "date", "pdate",
    "ptime", "weibo:article:create_at", "vr:published_time", "timestamp", "last-publish-date",
)
SIDE = {"aside", "nav", "footer", "form"}
SIDE_WORDS = re.compile(
    r"(?<![a-z])(side-?bar|related|teaser|recommend\w*|comments?|most|popular|latest|trending|footer|nav|menu|widget|promo|card|archive|crawl\w*|more-)", re.I)
PUBLISHED_WORDS = re.compile(r"publi|posted|pub-?date|entry-date|post-date|article-?date|date-?time|dateline|created|byline|timestamp|(?<![a-z])date(?![a-z])", re.I)
PRINTED_WORDS = re.compile(r"publi(sh|c)|posted|pub-?date|(entry|post|article|news)[-_]?date", re.I)  # of a class whose date is printed only
LONGEST_PRINTED = 90  # characters of an element that prints a date: more is a paragraph
UPDATED_WORDS = re.compile(r"updat|modif|edited|revis", re.I)
ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|Posting|VideoObject|PressRelease|Speech|Review$")
SEPARATORS = re.compile(r"\s+[|–—·•»«:-]\s+|\s*[|｜]\s*")
LONGEST_AUTHOR = 200  # characters: a longer "author" is a paragraph about one
LATEST_FOR_HTMLDATE = "2035-12-31"  # a fixed end, not the clock's, so that a page reads the same next year


def read_page(html, *, url=None):
    """Return title, text, date, date_origin, outlet, author, url and language of a page, given as text or bytes.

    What a page doesn't state is None (text: empty). `url` is the address that it was saved from, where known.
    """
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    tree = load_html(html)
    if tree is None:
        return {"title": None, "text": "", "date": DateSpan(None, None, "none", "the page can't be parsed"), "date_origin": None,
                "outlet": None, "author": None, "url": url, "language": None}
    metas, things = _meta_tags(tree), _linked_data(tree)
    article = next((thing for thing in things if ARTICLE_TYPES.search(_type(thing))), {})
    address = _address(tree, metas, url)
    language = _language(tree, metas)
    outlet = _outlet(metas, things, article, address)
    title = _title(tree, metas, article, outlet)
    author = _author(tree, metas, article)
    stated, origin = _stated_date(tree, metas, things, article, language, address)
    page = bare_extraction(tree, url=address, include_comments=False, with_metadata=False)
    text = (page.text or "") if page else ""
    if stated.start is None and not _is_front_page(address):
        stated, origin = _printed_date(tree, text, language, address, stated)
    return {"title": title, "text": text, "date": stated, "date_origin": origin, "outlet": outlet, "author": author, "url": address, "language": language}


# ---- what the page states in its data

def _meta_tags(tree):
    metas = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        content = (tag.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _linked_data(tree):
    """Return the objects of the page's JSON-LD, outermost first; a block that isn't JSON is passed over."""
    things = []
    for script in tree.iter("script"):
        if (script.get("type") or "").lower().strip() != "application/ld+json" or not script.text:
            continue
        source = re.sub(r"^\s*(<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", script.text.strip().rstrip(";"))
        try:
            top = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            match = re.search(r'"datePublished"\s*:\s*"([^"]{8,40})"', source)
            headline = re.search(r'"headline"\s*:\s*"((?:[^"\\]|\\.){3,300})"', source)
            top = {"@type": "Article", "datePublished": match and match[1], "headline": headline and headline[1]}
        things += _flatten(top)
    return things


def _flatten(top):
    flat, queue = [], [top]
    while queue:
        thing = queue.pop(0)
        if isinstance(thing, list):
            queue = thing + queue
        elif isinstance(thing, dict):
            flat.append(thing)
            queue += [thing[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate") if isinstance(thing.get(key), (dict, list))]
    return flat


def _type(thing):
    kind = thing.get("@type") or ""
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _address(tree, metas, url):
    found = next((link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical" and link.get("href")), None)
    found = (found or metas.get("og:url") or "").strip()
    if found:
        found = urljoin(url or metas.get("og:url") or "", found)
    if not found.startswith(("http://", "https://")) or (url and _is_front_page(found) and not _is_front_page(url)):
        return url
    return found


def _is_front_page(address):
    """Return whether an address has neither path nor query: a front page is of every day, so no date is its own."""
    if not address:
        return False
    parts = urlsplit(address)
    return parts.path.strip("/") == "" and not parts.query


def _language(tree, metas):
    stated = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or metas.get("og:locale") or metas.get("content-language")
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?\b", stated or "")
    if not match:
        return None
    return "-".join(filter(None, [match[1].lower(), match[2] and match[2].title(), match[3] and match[3].upper()]))


def _outlet(metas, things, article, address):
    names = [_name(article.get("publisher")), metas.get("og:site_name"), metas.get("application-name")]
    names += [_name(thing) for thing in things if re.search("Organization|WebSite", _type(thing))]
    named = next((name for name in names if name and not name.startswith("http")), None)
    host = urlsplit(address).hostname if address else None
    return named or (re.sub(r"^(www|m|amp)\.", "", host) if host else None)


def _name(thing):
    if isinstance(thing, list):
        return ", ".join(dict.fromkeys(filter(None, map(_name, thing)))) or None
    if isinstance(thing, dict):
        thing = thing.get("name")
        return _name(thing) if isinstance(thing, list) else _name(thing) if isinstance(thing, str) else None
    return _clean(thing) if isinstance(thing, str) else None


def _clean(text):
    from html import unescape
    return re.sub(r"\s+", " ", re.sub(r"<[^>]{1,200}>", "", unescape(unescape(text or "")))).strip() or None


# ---- title and author

def _headings(tree):
    return [text for text in (_clean(" ".join(h.itertext())) for h in tree.iter("h1")) if text and len(text) > 3]


def _title(tree, metas, article, outlet):
    """Return the headline: as the article's data states it, else as it is shared, else as it is shown; without the outlet's name."""
    headings = _headings(tree)
    tag = next((t.text_content() for t in tree.iter("title") if t.getparent() is not None and t.getparent().tag == "head"), None)
    headline = _clean(article.get("headline")) if isinstance(article.get("headline"), str) else None
    shared = _clean(metas.get("og:title"))
    agreed = next((heading for heading in headings if shared and _shows(heading, shared)), None)
    if headline and agreed and not any(
            other and (_shows(other, headline) or _shows(headline, other)) for other in (*headings, _clean(tag), shared)):
        return agreed  # the page shows and shares another headline than its data state
    for candidate in (headline, shared, _clean(metas.get("twitter:title"))):
        if candidate:
            return next((heading for heading in headings if _shows(heading, candidate)), None) or _without_outlet(candidate, outlet)
    tag = _clean(tag)
    shown = next((heading for heading in headings if tag and heading.casefold() in tag.casefold()), None)
    return shown or (headings[0] if len(headings) == 1 else None) or (_without_outlet(tag, outlet) if tag else None)


def _shows(heading, candidate):
    """Return whether a heading is the candidate in full: the same words, one that was cut off, or one with a site's name after it."""
    if _same_words(heading, candidate):
        return True
    start = candidate.rstrip(" .…")
    if start != candidate and len(start) > 20 and heading.startswith(start):
        return True
    return candidate.startswith(heading) and bool(re.match(r"\s*[|｜：–—\[-]\s*\S", candidate[len(heading):]))


def _same_words(one, other):
    return re.findall(r"\w+", one.lower()) == re.findall(r"\w+", other.lower())


def _without_outlet(title, outlet):
    parts = SEPARATORS.split(title)
    if len(parts) < 2:
        return title
    last = parts[-1]
    if (outlet and (last.lower() in outlet.lower() or outlet.lower() in last.lower())) or re.fullmatch(r"[\w-]+\.[a-z]{2,6}", last.lower()):
        return title[:title.rfind(last)].rstrip(" |–—·•»«:-｜")
    return title


def _author(tree, metas, article):
    from trafilatura.metadata import extract_author
    for name in (_name(article.get("author")), metas.get("author"), metas.get("parsely-author"), metas.get("dc.creator"), metas.get("article:author")):
        if name and "@" not in name and not name.startswith(("http", "/")) and len(name) < LONGEST_AUTHOR:
            return _clean(name)
    return extract_author(tree)


# ---- the date

def _stated_date(tree, metas, things, article, language, address):
    """Return (`DateSpan`, origin) of the publication as the page's data or its address states it."""
    if _is_front_page(address):
        return DateSpan(None, None, "none", "a front page has no date of its own"), None
    bare = {}
    for name, content in metas.items():
        bare.setdefault(_bare_name(name), content)
    readings = [article.get("datePublished"), *(bare.get(_bare_name(name)) for name in PUBLISHED)]
    readings += [thing.get("datePublished") for thing in things if re.search("WebPage|CreativeWork", _type(thing))]
    readings += [article.get("dateCreated"), article.get("uploadDate")]
    reason = "the page states no date of publication"
    for value in readings:
        if isinstance(value, str) and value.strip():
            span = read_date(value, language=language)
            if span.precision == "day":
                return span, "metadata"
            reason = span.reason or reason
    for span in _time_elements(tree, language):
        return span, "metadata"
    span = date_from_url(address)
    if span.precision == "day":
        return span, "url"
    return DateSpan(None, None, "none", reason), None


def _bare_name(name):
    return re.sub(r"[^a-z]", "", name)  # article:published:time, article.published_time and the like are one name


def _time_elements(tree, language):
    """Yield the dates of `<time>` and of elements marked as the publication's, the most telling first, those of side bars left out."""
    marked = []
    for place, element in enumerate(tree.iter("time", "abbr", "span", "div", "p", "li")):
        about = " ".join(filter(None, (element.get("itemprop"), element.get("class"), element.get("id"))))
        value = element.get("datetime") or element.get("content") or (element.get("title") if element.tag == "abbr" else None)
        published = (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None
        if not (element.tag == "time" or published or (PUBLISHED_WORDS if value else PRINTED_WORDS).search(about)):
            continue
        if UPDATED_WORDS.search(about) or (not published and _stands_aside(element)):
            continue
        printed = None if value else _clean(element.text_content())
        if printed and (len(printed) > LONGEST_PRINTED or UPDATED_WORDS.search(printed)):
            continue
        span = read_date(value or printed, language=language)
        if span.precision == "day":
            marked.append((not published, not PUBLISHED_WORDS.search(about), place, span))
    yield from (span for *_, span in sorted(marked, key=lambda found: found[:3]))


def _stands_aside(element):
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in SIDE or SIDE_WORDS.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}") and ancestor.tag not in ("body", "html", "article", "main"):
            return True
    return False


def _printed_date(tree, text, language, address, stated):
    """Return (`DateSpan`, origin) of a date printed at the head of the page, or of a month in its address."""
    span = date_from_text(text, language)
    if span.start:
        return span, "text"
    from htmldate import find_date
    # without scripts, meta tags and side bars: htmldate falls back to updates, and completes years of two digits
    found = find_date(_main_part(tree), original_date=True, extensive_search=False, max_date=LATEST_FOR_HTMLDATE, min_date="1995-01-01")
    if found:
        return read_date(found), "text"
    span = date_from_url(address)
    return (span, "url") if span.start else (stated, None)


def _main_part(tree):
    """Return a copy of the page without what stands aside, what tells of an update, and what isn't shown."""
    tree = deepcopy(tree)
    for element in list(tree.iter("script", "style", "meta", "link", "aside", "nav", "footer", "form", "div", "section", "ul", "p", "span", "time", "li")):
        about = f"{element.get('class') or ''} {element.get('id') or ''}"
        shown = element.tag not in ("script", "style", "meta", "link") and element.tag not in SIDE
        if shown and element.tag in ("p", "span", "time", "li", "div"):
            words = (element.text or "")[:LONGEST_PRINTED]
            shown = not UPDATED_WORDS.search(f"{about} {words}")
        if not shown or SIDE_WORDS.search(about):
            if element.getparent() is not None:
                element.drop_tree()
    return tree
