"""Which format a file is in: told by its first bytes, and by its name only where these leave it open.

A wrong extension is common and harmless then: a web page saved as .txt is read as a page.
"""

import json
import re

from detente.documents.files.blobs import Refused

MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"{\\rtf", "rtf"),
    (b"WARC/1.", "warc"),
)
REFUSED_MAGIC = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and read the folder"),
    (b"Rar!", "a RAR archive", "unpack it and read the folder"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "unpack it and read the folder"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a password-protected or pre-2007 Office file (or an Outlook message)",
        "open it in an office program and save it without a password as DOCX, XLSX or plain text",
    ),
    (b"\x89PNG", "a picture (PNG)", "run it through optical character recognition and save the text"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "run it through optical character recognition and save the text"),
    (b"GIF8", "a picture (GIF)", "run it through optical character recognition and save the text"),
    (b"II*\x00", "a picture (TIFF)", "run it through optical character recognition and save the text"),
    (b"MM\x00*", "a picture (TIFF)", "run it through optical character recognition and save the text"),
    (b"RIFF", "a picture, sound or film (RIFF)", "leave it out, or write down what it says"),
    (b"ID3", "a sound (MP3)", "leave it out, or write down what it says"),
    (b"OggS", "a sound or film (Ogg)", "leave it out, or write down what it says"),
    (b"\x7fELF", "a program", "leave it out"),
    (b"MZ\x90", "a program", "leave it out"),
    (b"SQLite format 3", "a database (SQLite)", "export the table as CSV"),
)
EXTENSIONS = {
    "md": "markdown",
    "markdown": "markdown",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "shtml": "html",
    "csv": "csv",
    "tsv": "tsv",
    "tab": "tsv",
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "eml": "eml",
    "mbox": "mbox",
    "sgm": "sgml",
    "sgml": "sgml",
    "rss": "feed",
    "atom": "feed",
    "geojson": "json",
}
BINARY_EXTENSIONS = {
    "docx": "docx",
    "odt": "odt",
    "xlsx": "excel",
    "xlsm": "excel",
    "pdf": "pdf",
    "parquet": "parquet",
    "rtf": "rtf",
}
ROOTS = {
    b"rss": "feed",
    b"feed": "feed",
    b"rdf:rdf": "feed",
    b"html": "html",
    b"nitf": "nitf",
    b"newsml": "newsml",
    b"newsitem": "newsml",
    b"newsmessage": "newsml",
    b"reuters": "sgml",
    b"doc": "sgml",
    b"newsitems": "newsml",
    b"head": "html",
    b"body": "html",
}
PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!doctype\s+[^\[>]*(?:\[.*?\])?[^>]*>|\s+)*", re.S | re.I)
DOCTYPE_HTML = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<!doctype\s+html", re.S | re.I)
ROOT = re.compile(rb"<(?:(?!rdf)[a-z0-9]+:)?((?:rdf:)?[a-z0-9]+)[\s>/]", re.I)
HTML_SIGNS = re.compile(rb"<(?:html|head|body|div|meta|title|table|p|br|h1)\b[^>]*>", re.I)
MAIL_FIELD = re.compile(
    rb"(?:From|To|Date|Subject|Received|Return-Path|Message-ID|MIME-Version|Content-Type|Delivered-To|"
    rb"Reply-To|X-[\w-]+|DKIM-Signature|Sender|Cc|List-[\w-]+|Content-Transfer-Encoding):",
    re.I,
)
MAIL_PROOF = re.compile(
    rb"^(?:Received|Return-Path|Message-ID|MIME-Version|Delivered-To|DKIM-Signature|"
    rb"Content-Transfer-Encoding):",
    re.I | re.M,
)
MBOX_FROM = re.compile(rb"From \S+.*\d\d:\d\d.*\d{4}")


def detect_format(name, head):
    """Return the format's name for the first bytes of a file; raise Refused for formats that hold no text for us."""
    if not head:
        raise Refused("empty file", "check how it was saved; leave it out if it is meant to be empty")
    extension = name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower() if "." in name.rsplit("/", 1)[-1] else ""
    for magic, what, remedy in REFUSED_MAGIC:
        if head.startswith(magic):
            raise Refused(f"{what}, no text", remedy)
    for magic, found in MAGIC:
        if head.startswith(magic):
            return found
    if b"%PDF-" in head[:1024] and extension not in EXTENSIONS:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head[257:262] == b"ustar" or extension == "tar":
        return "tar"
    if extension in BINARY_EXTENSIONS and (b"\0" in head or not head.strip()):
        raise Refused(
            f"not a readable .{extension} file: it doesn't begin like one",
            "save it anew, or get it again: it may be cut off or encrypted",
        )
    return _text_format(extension, head)


def _text_format(extension, head):
    """Return the format of something that is text, as far as its first bytes tell."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x0b\x0c")
    if start.startswith(b"<"):
        marked_up = _markup_format(start)
        if marked_up == "html" and extension in ("rss", "atom"):
            raise Refused(
                "a web page, not a feed: what servers send for a feed that has moved",
                "get the feed from its present address",
            )
        if marked_up:
            return marked_up
    if MBOX_FROM.match(start):
        return "mbox"
    if extension != "mbox" and _is_mail(start):
        return "eml"
    if start[:1] in (b"{", b"[") and extension not in ("md", "markdown", "csv", "tsv"):
        found = _json_format(extension, start)
        if found:
            return found
    elif extension in ("json", "jsonl", "ndjson", "geojson"):
        return "text"
    if start.startswith((b"---\n", b"---\r", b"+++\n", b"+++\r")):
        return "markdown"
    if extension in ("rss", "atom", "html", "htm", "xhtml", "shtml"):
        return "html" if HTML_SIGNS.search(head) else "text"
    return EXTENSIONS.get(extension) or ("csv" if _is_table(head) else "text")


def _markup_format(start):
    if DOCTYPE_HTML.match(start):
        return "html"
    root = ROOT.match(start, PROLOGUE.match(start).end())
    found = ROOTS.get(root.group(1).lower()) if root else None
    if found:
        return found
    return "html" if len(HTML_SIGNS.findall(start[:20_000])) >= 2 else None


def _is_mail(start):
    """Tell a mail from a text that opens with a letterhead: mails carry fields that people never type."""
    lines = start[:8_000].split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0].splitlines()
    fields = [line for line in lines if not line[:1].isspace()]
    named = sum(MAIL_FIELD.match(line) is not None for line in fields)
    return len(fields) >= 2 and named >= 0.5 * len(fields) and MAIL_PROOF.search(b"\n".join(fields)) is not None


def _json_format(extension, start):
    """Return json, jsonl, or None for prose that opens with a bracket ("[Beijing, 3 March]")."""
    first, _, rest = start.partition(b"\n")
    try:
        whole_line = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        whole_line = False
    if whole_line and rest.lstrip()[:1] == b"{":
        return "jsonl"
    if extension in ("jsonl", "ndjson"):
        return "jsonl"
    looks_so = re.match(rb'\{\s*(?:"|\}|$)|\[\s*(?:[\[{"\d\]-]|$)', start)
    return "json" if extension == "json" or looks_so and (start[:1] == b"{" or rb'":' in start) else None


def _is_table(head):
    """Tell a table without a telling name: two names that we know, text among them, in the first line."""
    from detente.documents.tables.columns import name_fields

    first = head.split(b"\n", 1)[0][:2_000].decode("utf-8", "replace").strip("\ufeff\r ")
    for delimiter in "\t;,|":
        names = [name.strip(' "') for name in first.split(delimiter)]
        if (
            len(names) > 1
            and max(map(len, names)) <= 30
            and len({"text", "title"} & set(found := name_fields(names)))
            and len(found) > 1
        ):
            return True
    return False
