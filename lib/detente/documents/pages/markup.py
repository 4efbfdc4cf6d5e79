"""One `Draft` per HTML or XHTML page; and the plain text of the fragments of HTML that feeds, mails and tables hold."""

import re

from lxml import etree, html

from detente.documents.files.blobs import Draft, Refused
from detente.documents.pages.web import read_page
from detente.documents.texts.text import clean, decode, one_line

DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
BLOCKS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote section article hr dd dt pre figure".split()
)
SILENT = frozenset("script style head title template noscript svg iframe object".split())
MAX_FRAGMENT = 5_000_000  # characters of a fragment that are parsed


def read_html(blob):
    """Yield one Draft: the page's main text, with its title, publication date, outlet and author as the page states
    them."""
    source = decode_markup(blob.read(), blob.charset)
    page = read_page(source, url=blob.url)
    text = page.get("text") or ""
    if not text.strip():
        raise Refused(
            "a page without a main text",
            "open it in a browser and see whether its text is loaded by a script; save it from there",
        )
    span = page["date"]
    yield Draft(
        clean(text),
        title=one_line(page.get("title")),
        format="html",
        lone=True,
        dates=((span, page["date_origin"]),) if span.start or page["date_refused"] else (),
        language=page.get("language"),
        outlet=one_line(page.get("outlet")),
        author=one_line(page.get("author")),
        url=one_line(page.get("url") or blob.url),
    )


def decode_markup(raw, declared=None):
    """Return markup as a str without its XML declaration: as UTF-8, else as it declares, else as its bytes suggest."""
    found = DECLARED.search(raw[:4_000])
    source = decode(raw, declared or (found.group(1).decode("ascii", "replace") if found else None))
    return XML_DECLARATION.sub("", source.replace("\0", ""), count=1)


def fragment_text(source):
    """Return the text of a fragment of HTML, its blocks as paragraphs. Nothing is fetched, scripts are left out."""
    try:
        root = html.fromstring(
            f"<div>{source[:MAX_FRAGMENT]}</div>", parser=html.HTMLParser(no_network=True, huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]*>", " ", source)
    pieces = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else None
        if event in ("comment", "pi"):
            pieces.append(element.tail or "")
        elif event == "start":
            if tag in BLOCKS:
                pieces.append("\n")
            if tag not in SILENT and not any(
                up.tag in SILENT for up in element.iterancestors() if isinstance(up.tag, str)
            ):
                pieces.append(_squeeze(element.text))
        else:
            if tag in BLOCKS:
                pieces.append("\n")
            if element is not root:
                pieces.append(_squeeze(element.tail))
    lines = (" ".join(line.split(" ")).strip() for line in "".join(pieces).split("\n"))
    return "\n\n".join(re.sub(" {2,}", " ", line) for line in lines if line)


def _squeeze(text):
    return re.sub(r"[ \t\r\n\f]+", " ", text) if text else ""
