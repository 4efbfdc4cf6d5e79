"""One `Draft` per DOCX, ODT or RTF file, a paragraph a line, tables cell by cell. DOCX and RTF need the extra `office`.

When a file was made or changed is no date of publication and isn't taken; a template's title isn't either.
"""

import io
import re
import zipfile

from lxml import etree

from detente.documents.files.blobs import Draft, Refused, too_large
from detente.documents.pages.feeds import refuse_entities
from detente.documents.texts.pdf import GENERIC_TITLE
from detente.documents.texts.text import clean, decode, one_line

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
WORDS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
DUBLIN = "http://purl.org/dc/elements/1.1/"
BREAKS = {f"{{{WORDS}}}tab": "\t", f"{{{WORDS}}}line-break": "\n"}
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
    styled = next(
        (block.text for block in book.paragraphs if block.style is not None and block.style.name == "Title"), None
    )
    yield _draft(lines, styled or book.core_properties.title, "docx", book.core_properties.author)


def read_odt(blob):
    """Yield the Draft of an ODT file. It is XML in a zip archive, so that nothing but the parser is needed."""
    with zipfile.ZipFile(io.BytesIO(blob.read())) as packed:
        content, described = (_read_part(packed, part, blob.limits) for part in ("content.xml", "meta.xml"))
    if content is None:
        raise Refused("an ODT file without content", "get it again, or save it anew")
    title, author = (
        described.findtext(f".//{{{DUBLIN}}}{name}") if described is not None else None for name in ("title", "creator")
    )
    body = content.find(f".//{{{OFFICE}}}text")
    lines = (
        []
        if body is None
        else [_paragraph(node) for node in body.iter(f"{{{WORDS}}}p", f"{{{WORDS}}}h") if not _stands_aside(node)]
    )
    yield _draft(lines, title, "odt", author)


def _read_part(packed, part, limits):
    """Return the root of one XML part of the archive, or None where it isn't there."""
    if part not in packed.namelist():
        return None
    if packed.getinfo(part).file_size > limits.max_bytes:
        raise too_large(packed.getinfo(part).file_size, limits.max_bytes)
    source = packed.read(part)
    refuse_entities(source[:100_000].decode("utf-8", "replace"))
    return etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _stands_aside(node):
    """Tell whether a paragraph is a comment, a deleted change, or lies within another paragraph, which has its
    words."""
    aside = {f"{{{OFFICE}}}annotation", f"{{{WORDS}}}tracked-changes", f"{{{WORDS}}}p", f"{{{WORDS}}}h"}
    return any(up.tag in aside for up in node.iterancestors())


def _paragraph(node):
    """Return a paragraph's words; runs of spaces, tabs and line breaks are elements of their own."""
    pieces = []
    walk = etree.iterwalk(node, events=("start", "end"))
    for event, part in walk:
        if event == "start" and part.tag == f"{{{OFFICE}}}annotation":
            walk.skip_subtree()
        elif event == "start":
            spaces = int(part.get(f"{{{WORDS}}}c", "1")) if part.tag == f"{{{WORDS}}}s" else 0
            pieces.append(part.text or (" " * min(spaces, 20) if spaces else BREAKS.get(part.tag, "")))
        elif part is not node:
            pieces.append(part.tail or "")
    return "".join(pieces)


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
    text = (
        rtf_to_text(raw.decode("latin-1"), encoding=encoding, errors="replace")
        if raw.isascii()
        else rtf_to_text(decode(raw, encoding), encoding=encoding, errors="replace")
    )
    title = re.search(rb"\{\\title ([^{}\\]+)\}", raw[:20_000])
    yield _draft(text.split("\n"), title.group(1).decode("cp1252", "replace") if title else None, "rtf")


def _draft(lines, title, format, author=None):
    text = "\n\n".join(line.strip() for line in lines if line.strip())
    if not text:
        raise Refused(
            "a document without text", "if it holds pictures of pages, run it through optical character recognition"
        )
    title = one_line(title)
    return Draft(
        clean(text),
        title=None if title and GENERIC_TITLE.match(title) else title,
        format=format,
        author=None if author in ("python-docx", "") else one_line(author),
        lone=True,
    )
