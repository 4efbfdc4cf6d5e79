"""The reader for each format, and the one place where what goes wrong in a reader becomes a `Rejection`."""

import warnings
from importlib import import_module

from detente.documents.files.blobs import Blob, Draft, Refused, Rejection, TimeUp, in_time
from detente.documents.files.formats import detect_format

READERS = {
    "text": ("texts.text", "read_text"),
    "markdown": ("texts.markdown", "read_markdown"),
    "html": ("pages.markup", "read_html"),
    "csv": ("tables.tables", "read_delimited"),
    "tsv": ("tables.tables", "read_delimited"),
    "excel": ("tables.tables", "read_excel"),
    "parquet": ("tables.tables", "read_parquet"),
    "json": ("tables.records", "read_json"),
    "jsonl": ("tables.records", "read_jsonl"),
    "feed": ("pages.feeds", "read_feed"),
    "eml": ("texts.mail", "read_mail"),
    "mbox": ("texts.mail", "read_mailbox"),
    "pdf": ("texts.pdf", "read_pdf"),
    "docx": ("texts.office", "read_docx"),
    "odt": ("texts.office", "read_odt"),
    "rtf": ("texts.office", "read_rtf"),
    "sgml": ("pages.wires", "read_sgml"),
    "nitf": ("pages.wires", "read_nitf"),
    "newsml": ("pages.wires", "read_newsml"),
    "warc": ("pages.warc", "read_warc"),
    "archive": ("files.archives", "read_zip"),
    "tar": ("files.archives", "read_tar"),
}
SILENT = {
    "text",
    "markdown",
    "csv",
    "tsv",
    "json",
    "jsonl",
    "archive",
    "tar",
    "mbox",
    "sgml",
}  # their readers warn of nothing
UNREAD_ZIPS = {
    "powerpoint": "a PowerPoint file",
    "epub": "an e-book (EPUB)",
    "opendocument": "an OpenDocument table or slides",
}


def read_blob(blob):
    """Return an iterator of the Drafts and Rejections of one file, members of archives included, each with its path.
    Never raises for its content."""
    return in_time(_read_one(blob), blob.limits.seconds_per_file)


def _read_one(blob):
    """Yield what one blob holds; refusals, broken content and the end of time become a Rejection with the blob's
    path."""
    found = False
    try:
        for entry in _choose_reader(blob):
            found = True
            if isinstance(entry, Blob):
                yield from _read_one(entry)
            else:
                entry.path = entry.path or blob.path
                yield entry
        if not found:
            yield Rejection("nothing to read in it", "leave it out, or see whether it was saved whole", path=blob.path)
    except Refused as refusal:
        yield Rejection(refusal.reason, refusal.remedy, path=blob.path)
    except TimeUp:
        yield Rejection(
            f"took more than {blob.limits.seconds_per_file:g} seconds",
            "raise seconds_per_file, or save it in a simpler format",
            path=blob.path,
        )
    except (MemoryError, RecursionError) as error:
        yield Rejection(f"too large or too deeply nested to read ({type(error).__name__})", "split it", path=blob.path)
    except (
        Exception
    ) as error:  # a reader's library may raise anything on broken input: the file is named, the rest is read
        yield Rejection(
            f"can't be read: {type(error).__name__}: {error}"[:300].replace("\n", " "),
            "it may be damaged or cut off: get it again, or save it in another format",
            path=blob.path,
        )


def _choose_reader(blob):
    """Return the iterator of the reader that the content asks for."""
    name = blob.name or blob.path
    format = detect_format(name.rsplit("!", 1)[-1], blob.head())
    if format in ("zip", "parquet"):
        blob.hold()
    if format == "zip":
        from detente.documents.files.archives import zip_family

        format = zip_family(blob)
        if format in UNREAD_ZIPS:
            raise Refused(f"{UNREAD_ZIPS[format]}; there is no reader for it", "save it as PDF, HTML or plain text")
    if format in ("gzip", "bzip2", "xz"):
        from detente.documents.files.archives import read_packed

        return read_packed(blob, format)
    module, function = READERS[format]
    entries = getattr(import_module(f"detente.documents.{module}"), function)(blob)
    return entries if format in SILENT else _quietly(entries)


def _quietly(entries):
    """Yield the entries; what libraries warn of is a file's form, and what matters of it is in the rejections."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            entry = next(entries, None)
        if entry is None:
            return
        yield entry


__all__ = ["Draft", "read_blob"]
