"""One web page read: a dict with title, text, date, date_origin, outlet, author, url and language.

`text` is the main text without navigation, empty where there is none; `date` a `DateSpan`. The date is that of
publication: what the page shows beside its headline beats its address, the address beats what its data state (JSON-LD,
meta tags, `<time>`); "last updated", a crawl or a date in a side bar is never taken. No date is better than a wrong
one: `date_refused` where the page has dates that contradict each other or can't be; `date.reason` says which.
"""

import json
import re
from urllib.parse import urljoin, urlsplit

from detente.documents.dates.stated import DateSpan
from detente.documents.pages.web_dates import clean_up, find_printed_date, is_front_page, settle_page_date, type_of

ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|Posting|VideoObject|PressRelease|Speech|Review$")
SEPARATORS = re.compile(r"\s+[|–—·•»«:-]\s+|\s*[|｜]\s*")
DEEPEST_NAME = 4  # a list of objects whose name is a list: nothing honest goes deeper
LONGEST_AUTHOR = 200  # characters: a longer "author" is a paragraph about one


def read_page(html, *, url=None):
    """Return title, text, date, date_origin, outlet, author, url and language of a page, given as text or bytes.

    What a page doesn't state is None (text: empty). `url` is the address that it was saved from, where known.
    """
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    tree = load_html(html)
    if tree is None:
        return {
            "title": None,
            "text": "",
            "date": DateSpan(None, None, "none", "the page can't be parsed"),
            "date_origin": None,
            "date_refused": False,
            "outlet": None,
            "author": None,
            "url": url,
            "language": None,
        }
    metas, things = _meta_tags(tree), _linked_data(tree)
    article = _main_article(tree, things)
    address = _address(tree, metas, url)
    language = _language(tree, metas)
    outlet = _outlet(metas, things, article, address)
    title = _title(tree, metas, article, outlet)
    author = _author(tree, metas, article)
    span, origin, refused = settle_page_date(tree, metas, things, article, language, address, title)
    page = bare_extraction(tree, url=address, include_comments=False, with_metadata=False)
    text = (page.text or "") if page else ""
    if span.start is None and not refused and not is_front_page(address):
        span, origin = find_printed_date(tree, text, language, address, span)
    return {
        "title": title,
        "text": text,
        "date": span,
        "date_origin": origin,
        "date_refused": refused,
        "outlet": outlet,
        "author": author,
        "url": address,
        "language": language,
    }


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
        source = re.sub(
            r"^\s*(<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(-->|//\s*\]\]>|\]\]>)\s*;?\s*$",
            "",
            script.text.strip().rstrip(";"),
        )
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
            queue += [
                thing[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate")
                if isinstance(thing.get(key), (dict, list))
            ]
    return flat


def _main_article(tree, things):
    """Return the article among a page's objects: the one whose headline the page shows, else the first."""
    articles = [thing for thing in things if ARTICLE_TYPES.search(type_of(thing))]
    headings = _headings(tree) if len(articles) > 1 else []
    named = [thing for thing in articles if isinstance(thing.get("headline"), str)]
    shown = (thing for thing in named if any(_same_words(heading, thing["headline"]) for heading in headings))
    return next(shown, articles[0] if articles else {})


def _address(tree, metas, url):
    found = next(
        (
            link.get("href")
            for link in tree.iter("link")
            if (link.get("rel") or "").lower() == "canonical" and link.get("href")
        ),
        None,
    )
    found = (found or metas.get("og:url") or "").strip()
    if found:
        found = urljoin(url or metas.get("og:url") or "", found)
    if not found.startswith(("http://", "https://")) or (url and is_front_page(found) and not is_front_page(url)):
        return url
    return found


def _language(tree, metas):
    stated = (
        tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or metas.get("og:locale")
        or metas.get("content-language")
    )
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?\b", stated or "")
    if not match:
        return None
    return "-".join(filter(None, [match[1].lower(), match[2] and match[2].title(), match[3] and match[3].upper()]))


def _outlet(metas, things, article, address):
    names = [_name(article.get("publisher")), metas.get("og:site_name"), metas.get("application-name")]
    names += [_name(thing) for thing in things if re.search("Organization|WebSite", type_of(thing))]
    named = next((name for name in names if name and not name.startswith("http")), None)
    host = urlsplit(address).hostname if address else None
    return named or (re.sub(r"^(www|m|amp)\.", "", host) if host else None)


def _name(thing, depth=0):
    """Return the name in a string, in an object, or the names in a list of them; a page can nest them without end."""
    if isinstance(thing, str):
        return clean_up(thing)
    if depth > DEEPEST_NAME:
        return None
    if isinstance(thing, list):
        return ", ".join(dict.fromkeys(filter(None, (_name(one, depth + 1) for one in thing)))) or None
    return _name(thing.get("name"), depth + 1) if isinstance(thing, dict) else None


# ---- title and author


def _headings(tree):
    return [text for text in (clean_up(" ".join(h.itertext())) for h in tree.iter("h1")) if text and len(text) > 3]


def _title(tree, metas, article, outlet):
    """Return the headline as the article's data states it, else as shared, else as shown; without the outlet."""
    headings = _headings(tree)
    tag = next(
        (t.text_content() for t in tree.iter("title") if t.getparent() is not None and t.getparent().tag == "head"),
        None,
    )
    headline = clean_up(article.get("headline")) if isinstance(article.get("headline"), str) else None
    shared = clean_up(metas.get("og:title"))
    agreed = next((heading for heading in headings if shared and _shows(heading, shared)), None)
    if (
        headline
        and agreed
        and not any(
            other and (_shows(other, headline) or _shows(headline, other))
            for other in (*headings, clean_up(tag), shared)
        )
    ):
        return agreed  # the page shows and shares another headline than its data state
    for candidate in (headline, shared, clean_up(metas.get("twitter:title"))):
        if candidate:
            return next((heading for heading in headings if _shows(heading, candidate)), None) or _without_outlet(
                candidate, outlet
            )
    tag = clean_up(tag)
    shown = next((heading for heading in headings if tag and heading.casefold() in tag.casefold()), None)
    return shown or (headings[0] if len(headings) == 1 else None) or (_without_outlet(tag, outlet) if tag else None)


def _shows(heading, candidate):
    """Return whether a heading is the candidate in full: the same words, one cut off, one with a site's name."""
    if _same_words(heading, candidate):
        return True
    start = candidate.rstrip(" .…")
    if start != candidate and len(start) > 20 and heading.startswith(start):
        return True
    return candidate.startswith(heading) and bool(re.match(r"\s*[|｜：–—\[-]\s*\S", candidate[len(heading) :]))


def _same_words(one, other):
    return re.findall(r"\w+", one.lower()) == re.findall(r"\w+", other.lower())


def _without_outlet(title, outlet):
    parts = SEPARATORS.split(title)
    if len(parts) < 2:
        return title
    last = parts[-1]
    if (outlet and (last.lower() in outlet.lower() or outlet.lower() in last.lower())) or re.fullmatch(
        r"[\w-]+\.[a-z]{2,6}", last.lower()
    ):
        return title[: title.rfind(last)].rstrip(" |–—·•»«:-｜")
    return title


def _author(tree, metas, article):
    from trafilatura.metadata import extract_author

    for name in (
        _name(article.get("author")),
        metas.get("author"),
        metas.get("parsely-author"),
        metas.get("dc.creator"),
        metas.get("article:author"),
    ):
        if name and "@" not in name and not name.startswith(("http", "/")) and len(name) < LONGEST_AUTHOR:
            return clean_up(name)
    return extract_author(tree)
