"""One `Draft` per DOCX, ODT or RTF file, a paragraph a line, tables cell by cell. They need the extra `office`.

When a file was made or changed is no date of publication and isn't taken; a template's title isn't either.
"""
import io
import re

from detente.readers.blobs import Draft, Refused
from detente.readers.pdf import GENERIC_TITLE
from detente.readers.text import clean, decode, one_line

EXTRA = "pip install 'detente[office]'"


def read_docx(blob):
    """Yield the Draft of a DOCX file."""
    try:
        import docx
    except ImportError:
        raise Refused("DOCX needs python-docx", EXTRA) from None

    book = docx.Document(io.BytesIO(blob.read()))
    lines = []
    for block in book.iter_inner_content():
        if hasattr(block, "rows"):
            lines += [" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        else:
            lines.append(block.text)
    styled = next((block.text for block in book.paragraphs if block.style is not None and block.style.name == "Title"), None)
    yield _draft(lines, styled or book.core_properties.title, "docx", book.core_properties.author)


def read_odt(blob):
    """Yield the Draft of an ODT file."""
    try:
        from odf import opendocument, teletype, text
    except ImportError:
        raise Refused("ODT needs odfpy", EXTRA) from None

    book = opendocument.load(io.BytesIO(blob.read()))
    wanted = {text.P(check_grammar=False).qname, text.H(outlinelevel=1).qname}
    lines = [teletype.extractText(node) for node in _walk(book.text) if getattr(node, "qname", None) in wanted]
    titles = [teletype.extractText(node) for node in book.meta.childNodes if getattr(node, "tagName", "") == "dc:title"]
    yield _draft(lines, titles[0] if titles else None, "odt")


def _walk(node):
    """Yield the nodes of a document in reading order, without recursion: hostile ones nest deeply."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if getattr(node, "tagName", "") not in ("text:p", "text:h", "office:annotation", "text:tracked-changes"):
            waiting.extend(reversed(node.childNodes))


def read_rtf(blob):
    """Yield the Draft of an RTF file."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise Refused("RTF needs striprtf", EXTRA) from None

    raw = blob.read()
    if raw.count(b"{") - raw.count(b"\\{") > raw.count(b"}") - raw.count(b"\\}") + 1:
        raise Refused("a cut-off RTF file", "get it again")
    page = re.search(rb"\\ansicpg(\d+)", raw[:2_000])
    encoding = f"cp{page.group(1).decode()}" if page else "cp1252"
    text = rtf_to_text(raw.decode("latin-1"), encoding=encoding, errors="replace") if raw.isascii() else \
        rtf_to_text(decode(raw, encoding), encoding=encoding, errors="replace")
    title = re.search(rb"\{\\title ([^{}\\]+)\}", raw[:20_000])
    yield _draft(text.split("\n"), title.group(1).decode("cp1252", "replace") if title else None, "rtf")


def _draft(lines, title, format, author=None):
    text = "\n\n".join(line.strip() for line in lines if line.strip())
    if not text:
        raise Refused("a document without text", "if it holds pictures of pages, run it through optical character recognition")
    title = one_line(title)
    return Draft(clean(text), title=None if title and GENERIC_TITLE.match(title) else title, format=format,
                 author=None if author in ("python-docx", "") else one_line(author), lone=True)
