"""One `Blob` per file of a corpus: a path, a glob, a list of them or a folder, in the order of their names.

A folder is read with all its sub-folders. Left out, and counted: hidden files, README* and corpus.toml at the root,
what the card's `ignore` names, and sub-folders with a card of their own. Refused: links, devices, pipes, files that
can't be opened.
"""

import fnmatch
import glob
import io
import os
import re
import stat
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from detente.documents.files.blobs import HEAD_BYTES, Blob, Limits, Refused
from detente.schema import InputError, nearest

CARD = "corpus.toml"
OWN = "/ (a corpus of its own)"
CARD_KEYS = {"title", "note", "columns", "outlets", "ignore"}
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
HIDDEN = re.compile(r"\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$", re.I)


@dataclass
class Listing:
    """The files of a corpus: (name within it, path on disk, whether the user named it), what was left out, and its
    card."""

    root: str
    files: list = field(default_factory=list)
    left_out: dict = field(default_factory=dict)
    card: dict = field(default_factory=dict)

    def leave_out(self, why, n=1):
        self.left_out[why] = self.left_out.get(why, 0) + n


def find_card(path):
    """Return the path of the card that holds for a folder or file: its own folder's, else that of the nearest above."""
    folder = Path(os.path.abspath(os.path.expanduser(path)))
    folders = [folder, *folder.parents] if folder.is_dir() else folder.parents
    return next((above / CARD for above in folders if (above / CARD).is_file()), None)


def read_corpus_card(path):
    """Return the card of the corpus that `path` is or lies in: title, note, columns, outlets, ignore; {} without one.

    Raises InputError where `corpus.toml` isn't TOML or has keys that mean nothing.
    """
    card = find_card(path)
    if card is None:
        return {}
    try:
        found = tomllib.loads(card.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{card} is not valid TOML: {error}; mend it, or remove it to read the folder without a card"
        ) from None
    for key in found:
        if key not in CARD_KEYS:
            raise InputError(f"{card}: {key!r} means nothing here; {nearest(key, CARD_KEYS)}")
    return found


def list_files(corpus):
    """Return the Listing of a path, a glob, or a list of them; raise InputError where one is missing or is a network
    address."""
    items = [corpus] if isinstance(corpus, (str, os.PathLike)) else list(corpus)
    if not items:
        raise InputError("the list of paths is empty; give at least one path, glob or folder")
    found = [entry for item in items for entry in _expand(item)]
    roots = sorted({root for root, _, _ in found})
    listing = Listing(os.path.commonpath(roots) if len(roots) > 1 else roots[0])
    listing.card = _one_card(roots)
    seen = set()
    for root, path, is_named in sorted(found, key=lambda entry: entry[1:]):
        if is_named:
            inside = _walk(path, listing) if os.path.isdir(path) else [path]
        else:
            inside = _matched(path, root, listing)
        for file in inside:
            if file not in seen:
                seen.add(file)
                listing.files.append((_name_within(file, listing.root), file, is_named and file == path))
    listing.files.sort()
    return listing


def _expand(item):
    """Return [(root, path, whether the user named it)] for one path or glob."""
    if not isinstance(item, (str, os.PathLike)):
        raise InputError(f"a corpus is a path, a glob, a list of them or a DataFrame, not {type(item).__name__}")
    given = os.fspath(item)
    if isinstance(given, bytes):
        given = os.fsdecode(given)
    if ADDRESS.match(given):
        raise InputError(
            f"{given} is a network address, and nothing is ever fetched; download it and give the path of the file"
        )
    if not given.strip() or "\0" in given:
        raise InputError(f"{given!r} is no path; give a file, a folder or a glob")
    path = os.path.abspath(os.path.expanduser(given))
    if os.path.isdir(path):
        return [(path, path, True)]
    if os.path.lexists(path):
        return [(os.path.dirname(path), path, True)]
    if glob.has_magic(given):
        found = sorted(glob.glob(path, recursive=True))
        if not found:
            raise InputError(f"no file matches {given}; see whether the folder before the * is right")
        root = os.path.dirname(path[: re.search(r"[*?\[]", path).start()])
        return [(root, match, False) for match in found if "**" not in given or not os.path.isdir(match)]
    raise InputError(f"there is no file or folder {given}; {_neighbours(path)}")


def _matched(path, root, listing):
    """Yield what a glob has matched, but for what is left out of a folder too."""
    name = _name_within(path, root)
    above = name.split("/")[:-1]
    own = next((at for at in range(len(above)) if os.path.isfile(os.path.join(root, *above[: at + 1], CARD))), None)
    if own is not None:
        listing.leave_out("/".join(above[: own + 1]) + OWN)
    elif not _left_out(name, listing):
        if not os.path.isdir(path) or os.path.islink(path):
            yield path
        elif os.path.isfile(os.path.join(path, CARD)):
            listing.leave_out(name + OWN)
        else:
            yield from _walk(path, listing)


def _left_out(name, listing):
    """Tell whether a file or folder, named within the corpus, is no document; count it."""
    base = name.rsplit("/", 1)[-1]
    if HIDDEN.match(base):
        why = "hidden"
    elif name == CARD or "/" not in name and name.upper().startswith("README"):
        why = "about the corpus"
    elif any(fnmatch.fnmatch(name, pattern) for pattern in listing.card.get("ignore", ())):
        why = "ignored by the card"
    else:
        return False
    listing.leave_out(why)
    return True


def _neighbours(path):
    """Return a clause that names what lies beside a path that doesn't exist."""
    parent = os.path.dirname(path)
    while not os.path.isdir(parent):
        path, parent = parent, os.path.dirname(parent)
    return nearest(os.path.basename(path), [name for name in os.listdir(parent) if not name.startswith(".")])


def _one_card(roots):
    """Return the card that all roots share; corpora with cards of their own are never mixed."""
    cards = {find_card(root): root for root in reversed(roots)}
    if len(cards) > 1:
        own = next(card for card in cards if card is not None)
        raise InputError(f"{own.parent.name} is a corpus of its own (it has a {CARD}); load it alone")
    return read_corpus_card(roots[0])


def _walk(folder, listing):
    """Yield the files of a folder and its sub-folders; links are yielded too, to be refused by name."""
    open_folders = [folder]
    while open_folders:
        current = open_folders.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError:
            yield current
            continue
        for entry in entries:
            name = _name_within(entry.path, folder)
            if _left_out(name, listing):
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield entry.path
            elif os.path.isfile(os.path.join(entry.path, CARD)):
                listing.leave_out(name + OWN)
            else:
                open_folders.append(entry.path)


def _name_within(path, root):
    """Return the path within the corpus, with forward slashes, and with what is no Unicode in a name made visible."""
    name = path[len(root) :].lstrip(os.sep) if path.startswith(root) else os.path.relpath(path, root)
    name = name.replace(os.sep, "/")
    if name.isascii():
        return name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def open_file(name, path, is_named, limits=None, columns=None):
    """Return the open Blob of a regular file, or raise Refused. A link is followed only where the user named it."""
    try:
        found = os.stat(path, follow_symlinks=is_named)
        if stat.S_ISLNK(found.st_mode):
            raise Refused("a symbolic link; links are not followed", "put the file itself into the folder, or name it")
        if stat.S_ISDIR(found.st_mode):
            raise Refused("a folder that can't be listed", "see whether you may read it")
        if not stat.S_ISREG(found.st_mode):
            raise Refused("not a regular file (a device, pipe or socket)", "leave it out")
        stream = open(path, "rb", buffering=0)
    except OSError as error:
        raise Refused(f"can't be opened: {error.strerror}", "see whether you may read it") from None
    return Blob(name, io.BufferedReader(stream, HEAD_BYTES), limits or Limits(), columns, size=found.st_size)
