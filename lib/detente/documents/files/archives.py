"""One `Blob` per member of a zip or tar archive, and the one inside a gzip, bzip2 or xz file; a `Rejection` per
refused member.

Nothing is written to disk. Members are named `a.zip!folder/b.txt`. Links, devices, encrypted members and names that
lead out of the archive are refused; so is what expands beyond its budget, in one member or in all together.
"""

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib

from detente.documents.files.blobs import MAX_DEPTH, Refused, Rejection, expansion_budget, metered

OFFICE_MARKS = {"word/": "docx", "xl/": "excel", "ppt/": "powerpoint"}
LEFT_OUT = ("__MACOSX/",)  # what a Mac adds to every archive
OPENERS = {"gzip": lambda stream: gzip.GzipFile(fileobj=stream), "bzip2": bz2.BZ2File, "xz": lzma.LZMAFile}
BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    EOFError,
    OSError,
    lzma.LZMAError,
    zlib.error,
    NotImplementedError,
    ValueError,
)


def zip_family(blob):
    """Return what a zip file is: docx, excel, odt, powerpoint, epub, or plainly an archive."""
    try:
        with zipfile.ZipFile(blob.stream) as archive:
            names = archive.namelist()[:2_000]
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype")
                for mark, family in (
                    (b"opendocument.text", "odt"),
                    (b"epub", "epub"),
                    (b"opendocument", "opendocument"),
                ):
                    if mark in kind:
                        return family
            if "[Content_Types].xml" in names:
                for mark, family in OFFICE_MARKS.items():
                    if any(name.startswith(mark) for name in names):
                        return family
    except BROKEN:
        pass
    return "archive"


def read_zip(blob):
    """Yield the members of a zip archive."""
    _check_depth(blob)
    blob.stream.seek(0)
    with _opened(zipfile.ZipFile, blob.stream) as archive:
        packed = blob.stream.seek(0, 2)
        left = expansion_budget(packed, blob.limits)
        for count, member in enumerate(sorted(archive.infolist(), key=lambda member: member.filename), start=1):
            if count > blob.limits.max_members:
                yield _too_many(blob)
                return
            if member.is_dir() or member.filename.startswith(LEFT_OUT) or _is_hidden(member.filename):
                continue
            refusal = _refuse_zip_member(member)
            left -= max(0, member.file_size)
            if refusal is None and left < 0:
                yield _too_much(blob, member.filename)
                return
            if refusal is None:
                try:
                    with archive.open(member) as stream:
                        yield blob.inside(
                            member.filename, metered(stream, member.compress_size, blob.limits), size=member.file_size
                        )
                    continue
                except BROKEN as error:
                    refusal = Refused(f"damaged in the archive: {error}", "get the archive again")
            yield Rejection(refusal.reason, refusal.remedy, path=f"{blob.path}!{member.filename}")


def _refuse_zip_member(member):
    if member.flag_bits & 1:
        return Refused("password-protected", "unpack the archive with its password and read the folder")
    if (member.external_attr >> 16) & 0o170000 == 0o120000:
        return Refused("a symbolic link in an archive; links are not followed", "put the file itself into the archive")
    return _refuse_name(member.filename)


def _refuse_name(name):
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or name[1:3] in (":\\", ":/"):
        return Refused(
            "its name leads out of the archive", "distrust this archive; unpack it yourself if you know better"
        )
    return None


def read_tar(blob):
    """Yield the members of a tar archive, packed or not, in their order there: a packed tar can't be read in
    another."""
    _check_depth(blob)
    blob.stream.seek(0)
    left = expansion_budget(blob.size, blob.limits) if blob.size else float("inf")  # packed: its stream has a budget
    with _opened(lambda stream: tarfile.open(fileobj=stream, mode="r:"), blob.stream) as archive:
        count = 0
        while True:
            try:
                member = archive.next()
            except BROKEN as error:
                yield Rejection(f"the archive is damaged after {count} members: {error}", "get it again")
                return
            if member is None:
                return
            count += 1
            if count > blob.limits.max_members:
                yield _too_many(blob)
                return
            archive.members = []  # else the table of contents of a huge archive stays in memory
            if member.isdir() or _is_hidden(member.name):
                continue
            left -= max(0, member.size)
            if left < 0:
                yield _too_much(blob, member.name)
                return
            refusal = _refuse_tar_member(member)
            if refusal is None:
                try:
                    yield blob.inside(member.name, archive.extractfile(member), size=member.size)
                    continue
                except BROKEN as error:
                    refusal = Refused(f"damaged in the archive: {error}", "get the archive again")
            yield Rejection(refusal.reason, refusal.remedy, path=f"{blob.path}!{member.name}")


def _refuse_tar_member(member):
    if member.issym() or member.islnk():
        return Refused("a link in an archive; links are not followed", "put the file itself into the archive")
    if not member.isreg():
        return Refused("not a regular file (a device or pipe)", "leave it out")
    return _refuse_name(member.name)


def read_packed(blob, format):
    """Yield what is inside a gzip, bzip2 or xz file, named like the file without its ending."""
    _check_depth(blob)
    packed = blob.size or len(blob.read())
    blob.stream.seek(0)
    name = blob.path
    for ending in (".gz", ".bz2", ".xz", ".tgz", ".tbz2", ".txz"):
        if name.lower().endswith(ending):
            name = name[: -len(ending)] + (".tar" if ending.startswith(".t") else "")
            break
    with OPENERS[format](blob.stream) as stream:
        inner = blob.inside("", metered(stream, packed, blob.limits), url=blob.url, name=name)
        inner.path = blob.path  # one file in, one file out: it keeps its path
        yield inner


def _opened(opener, stream):
    try:
        return opener(stream)
    except BROKEN as error:
        raise Refused(f"a damaged archive: {error}", "get it again: it may be cut off") from None


def _check_depth(blob):
    if blob.depth >= MAX_DEPTH:
        raise Refused(f"an archive within {MAX_DEPTH} archives", "unpack the outer ones and read the folder")


def _is_hidden(name):
    return name.rsplit("/", 1)[-1].startswith((".", "~$")) and not name.endswith("..")


def _too_many(blob):
    return Rejection(
        f"more than {blob.limits.max_members:,} members; the others were not read",
        "raise max_members, or split the archive",
    )


def _too_much(blob, name):
    return Rejection(
        f"expands to more than its budget; {name} and what follows was not read",
        "if you trust it, unpack it yourself and read the folder",
    )
