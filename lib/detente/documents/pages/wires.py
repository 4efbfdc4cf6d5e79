"""One `Draft` per report of the formats that news agencies and archives use: SGML (Reuters, newswire), NITF and NewsML.

XML is parsed without entities, without a network and without its DTD.
"""

import html
import re

from lxml import etree

from detente.documents.files.blobs import Draft, Refused, Rejection
from detente.documents.pages.feeds import refuse_entities
from detente.documents.pages.markup import decode_markup, fragment_text
from detente.documents.texts.text import clean, decode, one_line

SGML_RECORD = re.compile(r"<(REUTERS|DOC)\b([^>]*)>(.*?)(</\1>|(?=<\1\b)|\Z)", re.S | re.I)
SGML_DAY = re.compile(r"^(\d{1,2})-([A-Z]{3})-(\d{4})\b.*", re.S | re.I)  # 26-FEB-1987 15:01:01.79
SGML_ID_DATE = re.compile(r"_(\d{8})[._]")  # AFP_ENG_20040101.0001


def read_sgml(blob):
    """Yield a Draft per <REUTERS> or <DOC> record; one that isn't closed is a Rejection."""
    source = decode(blob.read(), blob.charset)
    record = 0
    for record, match in enumerate(SGML_RECORD.finditer(source), start=1):
        if not match.group(4):
            yield Rejection(
                f"a <{match.group(1)}> record without its end", "get the file again: it may be cut off", record
            )
            continue
        try:
            yield _draft_sgml(match.group(2), match.group(3), record)
        except Refused as refusal:
            yield Rejection(refusal.reason, refusal.remedy, record)
    if not record:
        raise Refused(
            "SGML without <REUTERS> or <DOC> records", "name it .html if it is a page, .txt if it is plain text"
        )


def _draft_sgml(attributes, content, record):
    title = _element(content, "TITLE", "HEADLINE", "HL", "HEAD")
    dateline = _element(content, "DATELINE")
    body = _element(content, "BODY", "TEXT", "LEADPARA") or ""
    body = re.sub(r"</?P>", "\n\n", body, flags=re.I)
    body = html.unescape(
        re.sub(
            r"<(?:TITLE|HEADLINE|DATELINE|AUTHOR|BODY)\b[^>]*>.*?</(?:TITLE|HEADLINE|DATELINE|AUTHOR)>|<[^<>]{1,80}>",
            "",
            body,
            flags=re.S | re.I,
        )
    )
    body = re.sub(r"\n\s*(?:reuter|REUTER|Reuter)\s*\x03?\s*\Z", "", body).strip("\x03 \n")
    if dateline and body:
        body = f"{one_line(dateline).rstrip(' -')} - {body}"
    if not body.strip() and not title:
        raise Refused("a record without text and title", "leave it out")
    identity = re.search(r"""\bid\s*=\s*["']?([^"'\s>]+)""", attributes, re.I)
    coded = SGML_ID_DATE.search(identity.group(1) if identity else _element(content, "DOCNO") or "")
    stated = _element(content, "DATE", "DATE_TIME", "PUBDATE") or (coded.group(1) if coded else None)
    stated = SGML_DAY.sub(r"\1 \2 \3", stated.strip()) if stated else None
    return Draft(
        clean(body),
        title=one_line(html.unescape(title)) if title else None,
        record=record,
        format="sgml",
        dates=((stated, "metadata"),) if stated else (),
        author=one_line(_element(content, "AUTHOR", "BYLINE")),
    )


def _element(content, *names):
    """Return the content of the first of these elements that is there, or None."""
    for name in names:
        match = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", content, re.S | re.I)
        if match and match.group(1).strip():
            return match.group(1)
    return None


def parse_xml(blob):
    """Return the root of an XML file whose names have lost their namespaces; refuse what declares entities."""
    source = decode_markup(blob.read(), blob.charset)
    refuse_entities(source)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source.strip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Refused(f"broken XML: {error.msg}", "get it again: it may be cut off") from None
    for element in root.iter(etree.Element):
        element.tag = element.tag.rsplit("}", 1)[-1].lower()
    return root


def _inner(node):
    """Return the text of an element, its blocks as paragraphs."""
    return fragment_text(etree.tostring(node, encoding="unicode", with_tail=False)) if node is not None else ""


def _first(root, *paths):
    """Return the text of the first of these elements that has any, or None."""
    for path in paths:
        for node in root.iterfind(path):
            text = one_line("".join(node.itertext()))
            if text:
                return text
    return None


def read_nitf(blob):
    """Yield the Draft of an NITF report."""
    yield _draft_nitf(parse_xml(blob), 1, lone=True)


def _draft_nitf(root, record, lone=False):
    issued = [node.get("norm") for node in root.iterfind(".//docdata/date.issue") if node.get("norm")]
    printed = [node.get("date.publication") for node in root.iterfind(".//pubdata") if node.get("date.publication")]
    stated = (
        issued + printed + [node.get("norm") for node in root.iterfind(".//dateline//story.date") if node.get("norm")]
        or [None]
    )[0]
    pub = root.find(".//pubdata")
    body = root.find(".//body.content")
    dateline = _first(root, ".//dateline")
    text = _inner(body if body is not None else root.find(".//body"))
    if not text:
        raise Refused("a report without text", "leave it out")
    return Draft(
        clean(f"{dateline} - {text}" if dateline and body is not None else text),
        record=record,
        format="nitf",
        lone=lone,
        title=_first(root, ".//hedline/hl1", ".//headline", ".//head/title"),
        dates=((stated, "metadata"),) if stated else (),
        outlet=one_line(pub.get("name")) if pub is not None else None,
        author=_first(root, ".//byline/person", ".//byline"),
        url=one_line(pub.get("ex-ref")) if pub is not None else None,
    )


def read_newsml(blob):
    """Yield a Draft per item of NewsML-G2 or NewsML 1."""
    root = parse_xml(blob)
    items = [node for node in root.iter("newsitem")]
    if not items:
        raise Refused("NewsML without news items", "leave it out")
    for record, item in enumerate(items, start=1):
        try:
            yield _draft_newsml(item, record, root)
        except Refused as refusal:
            yield Rejection(refusal.reason, refusal.remedy, record)


def _draft_newsml(item, record, root):
    content = next(
        (
            node
            for path in (".//inlinexml", ".//datacontent", ".//inlinedata", ".//text")
            for node in item.iterfind(path)
        ),
        None,
    )
    nested = content.find(".//nitf") if content is not None else None
    text = _draft_nitf(nested, record).text if nested is not None else _inner(content)
    title = _first(item, ".//newslines/headline", ".//headline", ".//title", ".//itemmeta/title")
    if not text.strip() and not title:
        raise Refused("an item without text and headline", "if it holds a picture or film, leave it out")
    stated = _first(
        item, ".//itemmeta/firstcreated", ".//contentcreated", ".//firstcreated", ".//dateid", ".//versioncreated"
    ) or next((node.get("date") for node in [item] if node.get("date")), None)
    language = item.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get(
        "{http://www.w3.org/XML/1998/namespace}lang"
    )
    return Draft(
        clean(text),
        title=title,
        record=record,
        format="newsml",
        dates=((stated, "metadata"),) if stated else (),
        language=language,
        outlet=_first(item, ".//provider/name", ".//infosource/name", ".//copyright"),
        author=_first(item, ".//by", ".//byline", ".//creator/name"),
    )
