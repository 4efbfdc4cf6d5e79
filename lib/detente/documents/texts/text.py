"""One `Draft` per text file; and how bytes become clean Unicode, for all readers.

Clean: NFC, line ends as \\n, no NUL or other control characters, no lone surrogates, no byte-order mark, no soft
hyphens, mojibake undone, no spaces at line ends. Nothing else is changed: quotation marks and spaces stay as written,
for offsets count in this text.
"""

import codecs
import re
import unicodedata

from detente.documents.dates.stated import read_head
from detente.documents.files.blobs import Draft, Refused

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES = 50_000  # the detector's verdict doesn't change beyond; its time does
WIDE_SAMPLE = 2_000  # bytes that tell whether a text is in UTF-16
STRAY_SHARE = (
    0.2  # wrong bytes among the non-ASCII ones to which a text is UTF-8 with strays; in another encoding nearly all are
)
BINARY_SHARE, BINARY_FLOOR = 0.02, 5  # unprintable characters, of all and at least, above which something is not a text

ACCENTED_SHARE = (
    0.25  # accented letters to plain ones, at most, in Western European text; Cyrillic and the like are far above
)
ASCII_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
WESTERN = "àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜŸ“”‘’„‚–—…«»‹›€·•°§£¡¿ºª\xa0\xad".encode("cp1252")
HIGH_BYTES = bytes(range(128, 256))
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
LINE_TAILS = re.compile("[ \t\u00a0\u3000]+\n")  # a line of spaces is an empty line to a reader, and so to us
DROPPED = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\ufeff\ufffe\uffff]")
UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)  # whatever the next two and the last change
SURROGATES = re.compile("[\ud800-\udfff]")
SURROGATE_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# Two characters that stand side by side in UTF-8 read as Windows-1252 or -1251, and seldom elsewhere: worth a closer
# look.
MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\x80-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|[\u0420\u0421][\xa0-\xbb\u0402-\u040f\u0452-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]"
)
MOJIBAKE_SAMPLE = 20_000  # characters: what is wrong in a text is wrong from its beginning
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffd]")


def _latin_strays(error):
    """Read single bytes that are not UTF-8 as Windows-1252, which is what they nearly always are."""
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("detente_strays", _latin_strays)


def decode(raw, declared=None):
    """Return the bytes as a str: by byte-order mark, as UTF-8, as declared, else as the bytes suggest."""
    if b"\0" not in raw[:WIDE_SAMPLE]:
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    return raw.decode(*find_encoding(raw, declared))


def find_encoding(raw, declared=None):
    """Return (encoding, error handler) for bytes, which may be cut in the middle of a character."""
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return ("utf-8-sig" if encoding == "utf-8" else encoding.rsplit("-", 1)[0]), "replace"
    wide = _wide_encoding(raw)
    if wide:
        return wide, "replace"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw)
        return "utf-8", "detente_strays"
    except UnicodeDecodeError:
        pass
    if declared and _decodes(raw, declared):
        return declared, "replace"
    sample = raw[:SAMPLE_BYTES]
    strays = sample.decode("utf-8", "replace").count("\ufffd")
    if strays <= STRAY_SHARE * (len(sample) - len(sample.translate(None, HIGH_BYTES))):
        return "utf-8", "detente_strays"
    return _guess_encoding(raw), "replace"


def _wide_encoding(raw):
    """Return UTF-16 where every other byte of mostly Latin text is NUL, else None."""
    sample = raw[:WIDE_SAMPLE]
    half = len(sample) // 2
    if half < 2 or b"\0" not in sample:
        return None
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else None


def _decodes(raw, encoding):
    try:
        codecs.getincrementaldecoder(encoding)().decode(raw)
        return True
    except (LookupError, UnicodeError, TypeError, ValueError):
        return False


def _guess_encoding(raw):
    """Return Windows-1252 for Latin text whose few accented letters are Western ones, else what the detector says."""
    from charset_normalizer import from_bytes

    marks = raw[:SAMPLE_BYTES].translate(None, bytes(range(128)))
    letters = sum(byte in ASCII_LETTERS for byte in raw[:SAMPLE_BYTES])
    if len(marks) <= ACCENTED_SHARE * letters and not marks.translate(None, WESTERN):
        return "cp1252"
    best = from_bytes(raw[:SAMPLE_BYTES]).best()
    return best.encoding if best else "cp1252"


def check_text(text):
    """Return `text` unless so much of it is unprintable that it is no text."""
    sample = text[:20_000]
    if len(UNPRINTABLE.findall(sample)) > max(BINARY_FLOOR, BINARY_SHARE * len(sample)):
        raise Refused("binary, not text", "name the format it is in by its extension, or leave it out")
    if not text or text.isspace():
        raise Refused("no text in it: only spaces and line breaks", "leave it out, or see whether it was saved whole")
    return text


def clean(text):
    """Return `text` as all offsets count in it; see the head of this module."""
    if UNCLEAN.search(text):
        text = SURROGATE_PAIRS.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)
        text = DROPPED.sub("", LINE_ENDS.sub("\n", SURROGATES.sub("\ufffd", text)))
    if " \n" in text or "\u3000\n" in text or "\u00a0\n" in text or "\t\n" in text:
        text = LINE_TAILS.sub("\n", text)
    if text.isascii():
        return text
    if MOJIBAKE.search(text, 0, MOJIBAKE_SAMPLE):
        from ftfy import fix_encoding
        from ftfy.badness import is_bad

        if is_bad(text[:MOJIBAKE_SAMPLE]):
            text = DROPPED.sub("", LINE_ENDS.sub("\n", fix_encoding(text)))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def one_line(text):
    """Return `text` clean, on one line, or None where nothing is left: for titles, outlets, authors."""
    return (" ".join(clean(str(text)).split()) or None) if text is not None else None


def read_text(blob):
    """Yield one Draft: the head's date (` date 2018-02 `) is taken out of the text."""
    text = clean(check_text(decode(blob.read(), blob.charset)))
    span, offset = read_head(text)
    yield Draft(text[offset:], format="text", dates=((span, "header"),) if offset else (), lone=True)
