"""One `Draft` per PDF, from its text layer, its lines made paragraphs. A scanned one is a `Rejection`: there is no
text in it.

The date at which the file was made is no date of publication and isn't taken.
"""

import re
from collections import Counter

from detente.documents.files.blobs import Draft, Refused
from detente.documents.texts.text import clean, one_line

CHARACTERS_PER_PAGE = 20  # below, on average, the pages are pictures with at most a stamp or a page number
FULL_LINE = 0.75  # of the width of the page's text: a shorter line ends its paragraph
REPEATED_ON = 0.6  # of the pages: a first or last line that comes back so often is a running head
TITLE_CHARACTERS = 300
GENERIC_TITLE = re.compile(
    r"(?i)^(?:untitled|microsoft (?:word|powerpoint)\b.*|document\d*|.*\.(?:docx?|pdf|indd|rtf|odt|qxd|pages))$"
)
SENTENCE_END = re.compile(r"[.!?:;。！？…]['\"”’»」)]*$")
WIDE = re.compile(r"[\u3000-\u9fff\uac00-\ud7a3\uff00-\uffef]")


def read_pdf(blob):
    """Yield one Draft, or raise Refused for scanned, encrypted and damaged files."""
    import pypdfium2

    try:
        book = pypdfium2.PdfDocument(blob.read())
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Refused("password-protected", "open it with its password and print it into a new PDF") from None
        raise Refused(f"a damaged PDF: {error}", "get it again: it may be cut off") from None
    try:
        pages = [_page_lines(book[number]) for number in range(len(book))]
        stated = book.get_metadata_dict().get("Title", "")
    finally:
        book.close()
    if sum(len(line) for page in pages for line in page) < CHARACTERS_PER_PAGE * max(1, len(pages)):
        raise Refused(
            f"a scanned PDF: {len(pages)} pages without a text layer",
            "run it through optical character recognition (ocrmypdf)",
        )
    text = clean("\n\n".join(filter(None, map(join_lines, drop_running_heads(pages)))))
    title = one_line(stated)
    yield Draft(
        text,
        title=None if not title or GENERIC_TITLE.match(title) or len(title) > TITLE_CHARACTERS else title,
        format="pdf",
        lone=True,
    )


def _page_lines(page):
    """Return a page's lines; a hyphen at a line's end comes out as U+0002 or U+FFFE."""
    sheet = page.get_textpage()
    try:
        found = sheet.get_text_range()
    finally:
        sheet.close()
        page.close()
    found = re.sub("[\x02\ufffe]\\s*", "", found.replace("\r\n", "\n").replace("\r", "\n"))
    return [line.strip() for line in found.split("\n")]


def drop_running_heads(pages):
    """Return the pages without page numbers and without first and last lines that come back on most of them."""
    ends = Counter(_shape(line) for page in pages for line in {*_ends(page)})
    heads = {line for line, n in ends.items() if len(pages) >= 4 and n >= REPEATED_ON * len(pages)}
    kept = []
    for page in pages:
        edges = set(_ends(page))
        kept.append(
            [
                line
                for line in page
                if not (line in edges and (_shape(line) in heads or re.fullmatch(r"[-–—\s]*\d{1,4}[-–—\s]*", line)))
            ]
        )
    return kept


def _ends(page):
    filled = [line for line in page if line]
    return filled[:1] + filled[-1:]


def _shape(line):
    return re.sub(r"\d+", "#", line)


def join_lines(lines):
    """Return lines joined into paragraphs: one goes on in the next unless it is short, ends a sentence short, or is
    followed by a gap."""
    width = max((len(line) for line in lines), default=0)
    out, last = [], ""
    for line in lines:
        if not line:
            out.append("")
        elif out and out[-1] and len(last) >= FULL_LINE * width * (0.9 if not SENTENCE_END.search(last) else 1.1):
            wide = WIDE.match(line) and WIDE.match(out[-1][-1])
            out[-1] += line if wide else f" {line}"
        else:
            out.append(line)
        last = line
    return "\n\n".join(line for line in out if line)
