"""One entry per response with text in a WARC file: pages are `Draft`s, PDFs and the like are `Blob`s. `record` counts
responses from 1.

Requests, metadata and what a page only shows itself with (pictures, styles, scripts, fonts) are no documents. A
response that says that there is no page is a `Rejection`. The time of the crawl is no date of publication and isn't
taken.
"""

import contextlib
import io

from detente.documents.files.blobs import Refused, Rejection

NOT_DOCUMENTS = (
    "image/",
    "video/",
    "audio/",
    "font/",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/x-javascript",
    "application/font",
    "application/ecmascript",
)


def read_warc(blob):
    """Yield what each response holds, named `crawl.warc.gz!https://…`."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise Refused("WARC needs warcio", "pip install 'detente[warc]'") from None

    blob.stream.seek(0)
    for count, record in enumerate(_quietly(ArchiveIterator(blob.stream)), start=1):
        if count > blob.limits.max_members:
            yield Rejection(
                f"more than {blob.limits.max_members:,} records; the others were not read",
                "raise max_members, or split the file",
            )
            return
        if record.rec_type not in ("response", "resource", "conversion"):
            continue
        address = record.rec_headers.get_header("WARC-Target-URI") or f"record {count}"
        kind, charset = _content_type(record)
        if kind.startswith(NOT_DOCUMENTS):
            continue
        status = record.http_headers.get_statuscode() if record.http_headers else "200"
        if not status.startswith("2"):
            yield Rejection(
                f"the server answered {status}", "leave it out, or crawl it again", path=f"{blob.path}!{address}"
            )
            continue
        content = record.content_stream().read(blob.limits.max_bytes + 1)
        yield blob.inside(
            address,
            content,
            size=len(content),
            charset=charset,
            url=address if "://" in address else None,
            name="page.html" if "html" in kind else None,
        )


def _quietly(records):
    """Yield the records; what the library prints about broken ones comes out as their Rejections anyway."""
    while True:
        with contextlib.redirect_stderr(io.StringIO()):
            record = next(records, None)
        if record is None:
            return
        yield record


def _content_type(record):
    """Return (media type, charset or None) of a record."""
    stated = (
        record.http_headers.get_header("Content-Type")
        if record.http_headers
        else record.rec_headers.get_header("Content-Type")
    )
    kind, _, rest = (stated or "").partition(";")
    charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'")
    return kind.strip().lower(), charset or None
