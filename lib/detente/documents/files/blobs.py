"""One `Blob` per file or archive member that is to be read, one `Draft` per document found in it, one `Rejection` per
refusal.

Limits are enforced here: bytes held at once, bytes that an archive may expand to, and seconds without a document.
"""

import io
import signal
import threading
from dataclasses import dataclass, field

HEAD_BYTES = 65_536  # enough for the magic numbers, the encoding and the first rows of a table
MAX_DEPTH = 4  # archives within archives: people nest twice; deeper is a trap
SHORTEST = 0.01  # seconds that the alarm may be set to: less would ring before a reader has begun
MAX_EXPANSION = 100  # times its own size that an archive may expand to: prose reaches 3 to 20, zeros 1,000


@dataclass(frozen=True)
class Limits:
    """max_bytes: held at once for one file or record; max_members: read from one archive; seconds without a
    document."""

    max_bytes: int = 64 * 1024 * 1024
    max_members: int = 100_000
    seconds_per_file: float = 60.0


class Refused(Exception):
    """A file or record can't be read: `reason` says what is wrong, `remedy` what to do."""

    def __init__(self, reason, remedy):
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


class TimeUp(BaseException):
    """The time for one document is over. Not an Exception, so that no library swallows it on the way up."""


@dataclass(slots=True)
class Rejection:
    """What could not be read, why, and what to do. `path` is filled in by whoever knows the file."""

    reason: str
    remedy: str
    record: int | None = None
    path: str | None = None


@dataclass(slots=True)
class Draft:
    """A document as its reader found it, before dates are parsed, the language is told and keys are given.

    `dates` holds (value, origin) in order of trust: raw as stated, or a DateSpan. `lone`: the file holds this document
    only, so that the file's name may speak for it.
    """

    text: str
    title: str | None = None
    record: int = 1
    format: str = "text"
    dates: tuple = ()
    language: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    lone: bool = False
    path: str | None = None
    turns: list | None = None
    document_id: str | None = None  # these three where a DataFrame gives them
    story_id: str | None = None
    given_language: tuple | None = None


@dataclass
class Blob:
    """A file or member: `path` as the corpus names it, an open seekable binary `stream`, and what is known
    beforehand."""

    path: str
    stream: object
    limits: Limits = field(default_factory=Limits)
    columns: dict | None = None
    depth: int = 0
    size: int | None = None
    charset: str | None = None
    url: str | None = None
    name: str | None = None  # what its format is told by, where that isn't the path: a.csv in a.csv.gz
    whole: bytes | None = None  # all bytes, where the head holds them
    recognised: dict = field(default_factory=dict)  # path → {field: column}, shared by all members, for the summary

    def head(self):
        """Return the first bytes, and leave the stream at its beginning."""
        self.stream.seek(0)
        first = self.stream.read(HEAD_BYTES)
        self.stream.seek(0)
        self.whole = first if len(first) < HEAD_BYTES else None
        return first

    def read(self):
        """Return all bytes; refuse more than `max_bytes` of them."""
        if self.size is not None and self.size > self.limits.max_bytes:
            raise too_large(self.size, self.limits.max_bytes)
        if self.whole is not None and len(self.whole) <= self.limits.max_bytes:
            return self.whole
        self.stream.seek(0)
        content = self.stream.read(self.limits.max_bytes + 1)
        if len(content) > self.limits.max_bytes:
            raise too_large(len(content), self.limits.max_bytes)
        return content

    def hold(self):
        """Take a member into memory: some formats are read from their end, which a packed stream can't be."""
        if self.depth:
            content = self.read()
            self.stream, self.size = io.BytesIO(content), len(content)

    def inside(self, member, content, **known):
        """Return the blob of a member: `content` is bytes or an open stream."""
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        return Blob(
            f"{self.path}!{member}",
            stream,
            self.limits,
            self.columns,
            self.depth + 1,
            recognised=self.recognised,
            **known,
        )


def too_large(size, limit):
    """Return the refusal of something of more bytes than the limit."""
    return Refused(f"larger than {limit:,} bytes", "split it, or raise max_bytes")


class Metered(io.RawIOBase):
    """A stream that refuses to give more than `budget` bytes: what a decompressor may expand to."""

    def __init__(self, stream, budget):
        self.stream, self.budget = stream, budget

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        return self.stream.seek(offset, whence)

    def tell(self):
        return self.stream.tell()

    def readinto(self, buffer):
        chunk = self.stream.read(len(buffer))
        if self.stream.tell() > self.budget:
            raise Refused(
                f"expands to more than {self.budget:,} bytes", "if you trust it, unpack it yourself and read the folder"
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)


def metered(stream, packed_size, limits):
    """Return `stream`, buffered, with a budget by the packed size."""
    return io.BufferedReader(Metered(stream, expansion_budget(packed_size, limits)), HEAD_BYTES)


def expansion_budget(packed_size, limits):
    """Return the bytes that something of `packed_size` may expand to: small files always may reach `max_bytes`."""
    return max(limits.max_bytes, MAX_EXPANSION * packed_size)


def in_time(steps, seconds):
    """Yield from `steps`, raising TimeUp inside whichever takes more than `seconds`.

    Only the main thread of a Unix process can be interrupted; elsewhere there is no limit. The caller's handler and
    alarm are put back.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield from steps
        return

    def ring(*_):
        raise TimeUp(seconds)

    while True:
        handler, alarm = (
            signal.signal(signal.SIGALRM, ring),
            signal.setitimer(signal.ITIMER_REAL, max(seconds, SHORTEST)),
        )
        try:
            step = next(steps, None)
        except TimeUp:  # it rang on the very edge of a step, outside: the next one is asked for
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, handler)
            if alarm[0]:
                signal.setitimer(signal.ITIMER_REAL, *alarm)
        if step is None:
            return
        yield step
