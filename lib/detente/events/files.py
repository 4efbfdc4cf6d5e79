"""Files of event data as plain lines: one EventFile per file or archive member, unpacked to disk, never into memory.

`path` is a file of UTF-8 lines parted by tabs; where `numbered`, each begins with the number of its line in the
original. A file that can't be read has a `reason` and a `remedy` instead.
"""

import bz2
import codecs
import csv
import gzip
import lzma
import re
import shutil
import zipfile
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from detente.events.formats import Layout, detect_layout, split_line
from detente.schema import InputError

CHUNK = 1 << 22
# Enough lines to tell a format by, though a few of them are broken.
SAMPLE_BYTES, SAMPLE_LINES = 1 << 18, 50
# DuckDB gives up on lines of two megabytes; no event has one.
LONGEST_LINE = 1_000_000
OPENERS = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
NOT_TEXT = (b"%PDF", b"PAR1", b"SQLite", b"\x89PNG", b"\xff\xd8\xff", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
PACKED = "unpack the file yourself and give what is in it"


@dataclass(frozen=True)
class EventFile:
    """One readable file, or the reason why it isn't one."""

    label: str
    path: Path | None = None
    layout: Layout | None = None
    numbered: bool = False
    reason: str | None = None
    remedy: str | None = None


def list_event_files(path):
    """Return `[(label, path)]` for a path, a folder, a glob or a list of them; labels don't depend on where they lie."""
    if isinstance(path, (list, tuple)):
        if not path:
            raise InputError("no files; give a file, a folder, a glob or a list of them")
        found = {file.resolve(): (label, file) for each in path for label, file in list_event_files(each)}
        return sorted(found.values())
    if not isinstance(path, (str, Path)):
        raise InputError(f"path is a {type(path).__name__}; give a file, a folder, a glob or a list of them")
    path = Path(path).expanduser()
    if path.is_dir():
        inside = [file for file in sorted(path.rglob("*")) if file.is_file()]
        inside = [(file.relative_to(path), file) for file in inside]
        found = [
            (name.as_posix(), file)
            for name, file in inside
            if not any(part.startswith(".") for part in name.parts) and not re.match("README|corpus.toml$", file.name)
        ]
        if not found:
            raise InputError(f"{path} holds no files; give a folder with event data")
    elif path.exists():
        found = [(path.name, path)]
    else:
        matches = [Path(name) for name in sorted(glob(str(path), recursive=True))]
        if not matches:
            raise InputError(f"{path} isn't there; give a file, a folder or a glob of event data")
        root = Path(*[part for part in path.parts if not set("*?[") & set(part)][: _n_fixed(path)])
        found = [(file.relative_to(root).as_posix(), file) for file in matches if file.is_file()]
    return found


def open_event_files(files, folder, *, format=None, columns=None):
    """Yield an EventFile for each of `files` and archive members; its lines lie in `folder` until the next is asked for."""
    for number, (label, path) in enumerate(files):
        with path.open("rb") as file:
            head = file.read(8)
        if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
            yield from _open_archive(label, path, folder, number, format, columns)
            continue
        opener = next((opener for magic, opener in OPENERS.items() if head.startswith(magic)), None)
        plain = folder / f"{number}.txt"
        try:
            if opener is None:
                plain.symlink_to(path.resolve())
            else:
                with opener(path, "rb") as packed, plain.open("wb") as file:
                    shutil.copyfileobj(packed, file, CHUNK)
        except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
            yield EventFile(label, reason=f"damaged or cut short: {error}", remedy=PACKED)
        else:
            yield prepare(label, plain, format, columns)
        plain.unlink(missing_ok=True)


def _open_archive(label, path, folder, number, format, columns):
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX")]
            if any(info.filename == "[Content_Types].xml" for info in members):
                yield EventFile(label, reason="an Office file", remedy="save the table as CSV")
                return
            if not members:
                yield EventFile(label, reason="an archive without files", remedy="give one with events")
            for place, info in enumerate(sorted(members, key=lambda info: info.filename)):
                plain = folder / f"{number}.{place}.txt"
                try:
                    with archive.open(info) as packed, plain.open("wb") as file:
                        shutil.copyfileobj(packed, file, CHUNK)
                except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:
                    yield EventFile(f"{label}!{info.filename}", reason=f"can't be unpacked: {error}", remedy=PACKED)
                else:
                    yield prepare(f"{label}!{info.filename}", plain, format, columns)
                plain.unlink(missing_ok=True)
    except zipfile.BadZipFile as error:
        yield EventFile(label, reason=f"damaged archive: {error}", remedy=PACKED)


def prepare(label, path, format, columns):
    """Return the EventFile of an unpacked file: as it is where it is clean and parted by tabs, else rewritten beside it."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    if not sample.strip():
        return EventFile(label, reason="empty file", remedy="give a file with events")
    wide = sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if sample.startswith(NOT_TEXT) or (not wide and b"\0" in sample[:4096]):
        return EventFile(label, reason="binary, not a table of text", remedy="export the events as CSV or tab-separated text")
    encoding, clean = ("utf-16", False) if wide else examine(path)
    lines = sample.decode(encoding, errors="ignore").removeprefix("\ufeff").splitlines()
    lines = lines[:SAMPLE_LINES] if len(lines) > SAMPLE_LINES or len(sample) < SAMPLE_BYTES else lines[:-1] or lines
    try:
        layout = detect_layout(lines, format=format, columns=columns)
    except InputError as error:
        reason, _, remedy = str(error).partition("; ")
        return EventFile(label, reason=reason, remedy=remedy)
    if clean and layout.delimiter == "\t":
        return EventFile(label, path, layout)
    return EventFile(label, rewrite(path, encoding, layout), layout, numbered=True)


def examine(path):
    """Return `(encoding, whether the lines can be read as they are)`: UTF-8, no marks, no stray line ends, none too long."""
    decoder, encoding, clean, last = codecs.getincrementaldecoder("utf-8")(), "utf-8", True, b""
    returns, pairs, ends, unix = 0, 0, 0, False
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            if encoding == "utf-8" and not (chunk.isascii() and decoder.getstate() == (b"", 0)):
                try:
                    decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError:
                    encoding, clean = "cp1252", False
            if not chunk:
                break
            clean &= not (chunk.startswith(codecs.BOM_UTF8) and not last) and b"\0" not in chunk and b"\x01" not in chunk
            clean &= _longest_gap(chunk) < LONGEST_LINE
            if b"\r" in chunk or last == b"\r":
                returns, ends = returns + chunk.count(b"\r"), ends + chunk.count(b"\n")
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk.startswith(b"\n"))
            else:
                unix = True
            last = chunk[-1:]
    return encoding, clean and (not returns or (not unix and returns == pairs == ends))


def _longest_gap(chunk):
    if b"\n" not in chunk:
        return len(chunk)
    step = LONGEST_LINE // 2
    return max((LONGEST_LINE for at in range(0, len(chunk) - step, step) if b"\n" not in chunk[at : at + step]), default=0)


def rewrite(path, encoding, layout):
    """Return a copy of the file as numbered lines parted by tabs; what was quoted loses its line breaks."""
    copy = path.with_suffix(".lines")
    csv.field_size_limit(LONGEST_LINE)
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    with path.open(encoding=encoding, errors="replace", newline="") as file, copy.open("w", encoding="utf-8", newline="") as out:
        for number, cells in _read_cells(file, layout):
            text = "\t".join(re.sub(r"[\t\r\n\0\x01]", " ", cell) for cell in cells)
            if text.strip():
                out.write(f"{number}\t{text[:LONGEST_LINE]}\n")
    path.unlink()
    copy.rename(path)
    return path


def _read_cells(file, layout):
    """Yield `(line number, cells)` for each record; what a quotation mark without its fellow swallows is read line by line."""
    delimiter = layout.delimiter
    if delimiter in "\t ":
        for number, line in enumerate(file, 1):
            yield number, split_line(line, delimiter)
        return
    held = []

    def hold(lines):
        for line in lines:
            held.append(line.replace("\0", " "))
            yield held[-1]

    reader, number = csv.reader(hold(file), delimiter=delimiter, strict=True), 1
    while True:
        try:
            cells = next(reader)
            whole = len(held) <= 1 or len(cells) == layout.widths[0]
        except StopIteration:
            return
        except csv.Error:
            whole = False
        if whole:
            yield number, cells
        else:
            for place, line in enumerate(held):
                yield number + place, next(csv.reader([line], delimiter=delimiter), [])
        number += len(held)
        held.clear()


def _n_fixed(path):
    """Return how many parts of a glob stand before the first wildcard."""
    return next((number for number, part in enumerate(path.parts) if set("*?[") & set(part)), len(path.parts))
