"""One `Draft` per entry of an RSS or Atom feed; `record` counts entries from 1. The outlet is the feed's title.

The date is the entry's publication; the "updated" date stands in only where nothing says when it was published.
"""

import io
import re

from detente.documents.files.blobs import Draft, Refused, Rejection
from detente.documents.pages.markup import decode_markup, fragment_text
from detente.documents.tables.columns import HTML_TAG
from detente.documents.texts.text import clean, one_line

ENTITY = re.compile(r"<!ENTITY\b", re.I)
ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")


def read_feed(blob):
    """Yield a Draft or Rejection for each entry; a feed that breaks off ends with a Rejection."""
    import feedparser

    raw = blob.read()
    source = decode_markup(raw, blob.charset)
    refuse_entities(source)
    feed = feedparser.parse(
        io.BytesIO(source.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    outlet = one_line(feed.feed.get("title"))
    language = feed.feed.get("language")
    for record, entry in enumerate(feed.entries, start=1):
        try:
            yield _draft_entry(entry, record, outlet, language, feed.version)
        except Refused as refusal:
            yield Rejection(refusal.reason, refusal.remedy, record)
    opened = len(ENTRY.findall(source))
    if not feed.entries and not opened:
        raise Refused("a feed without entries", "leave it out, or get it again: it may be cut off")
    for record in range(len(feed.entries) + 1, opened + 1):
        yield Rejection("a broken entry of a feed", "get the feed again: it may be cut off", record)


def refuse_entities(source):
    """Raise Refused for XML that declares entities: they can expand without end, or name files."""
    if ENTITY.search(source[:100_000]):
        raise Refused(
            "XML that declares entities, which can expand without end or name other files",
            "if you trust it, expand them yourself (xmllint --noent) and read the outcome",
        )


def _draft_entry(entry, record, outlet, language, version):
    contents = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
    text = max((_plain(content) for content in contents if content), key=len, default="")
    title = _plain(entry.get("title", ""))
    if not text.strip() and not title.strip():
        raise Refused("an entry without text and title", "leave it out")
    stated = entry.get("published") or entry.get("created") or entry.get("updated")
    source = entry.get("source", {}).get("title") if isinstance(entry.get("source"), dict) else None
    return Draft(
        clean(text),
        title=one_line(title),
        record=record,
        format="atom" if version.startswith("atom") else "rss",
        dates=((stated, "metadata"),) if stated else (),
        language=entry.get("language") or language,
        outlet=one_line(source) or outlet,
        author=one_line(entry.get("author")),
        url=one_line(entry.get("link")),
    )


def _plain(content):
    """Return an element's text; what is escaped in it is HTML as a rule."""
    if "<" in content and HTML_TAG.search(content) or "&" in content:
        return fragment_text(content)
    return content
