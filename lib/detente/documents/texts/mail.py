"""One `Draft` per message of a mail (EML) or mailbox (MBOX); attachments are `Blob`s of their own:
`box.mbox!3/report.pdf`.

`title` is the subject, `author` the sender, the date the Date field: when it was sent.
"""

import email
import email.policy
import re

from detente.documents.files.blobs import Draft, Refused, Rejection, too_large
from detente.documents.pages.markup import decode_markup, fragment_text
from detente.documents.texts.text import clean, decode, one_line

MAX_PARTS = 1_000  # of one message; real ones have a dozen
FROM_LINE = re.compile(rb"From \S+.*\d\d:\d\d.*\d{4}\s*$")


def read_mail(blob):
    """Yield the message's Draft, then its attachments."""
    yield from _read_message(blob.read(), blob, record=1, prefix="", format="eml", lone=True)


def read_mailbox(blob):
    """Yield each message's Draft and attachments, message by message: the size of the box is no limit."""
    blob.stream.seek(0)
    record, lines, size = 0, [], 0
    for line in iter(lambda: blob.stream.readline(blob.limits.max_bytes + 1), b""):
        if FROM_LINE.match(line) and (not lines or not lines[-1].strip()):
            if lines:
                yield from _read_boxed(lines, size, record, blob)
            record, lines, size = record + 1, [line], 0
        elif size <= blob.limits.max_bytes:
            lines.append(line)
            size += len(line)
    if lines:
        yield from _read_boxed(lines, size, max(record, 1), blob)


def _read_boxed(lines, size, record, blob):
    if size > blob.limits.max_bytes:
        refusal = too_large(size, blob.limits.max_bytes)
        yield Rejection(refusal.reason, refusal.remedy, record)
        return
    raw = b"".join(line[1:] if line.startswith(b">From ") else line for line in lines[1:])
    try:
        yield from _read_message(raw, blob, record, f"{record}/", "mbox", lone=False)
    except Refused as refusal:
        yield Rejection(refusal.reason, refusal.remedy, record)
    except Exception as error:  # the parser of mails raises many things on broken ones; the next message is read
        yield Rejection(f"a broken message: {type(error).__name__}: {error}"[:200], "get it again", record)


def _read_message(raw, blob, record, prefix, format, lone):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if not message.keys():
        raise Refused("a mail without a head", "name it .txt if it is plain text")
    plain, marked_up, attachments = _sort_parts(message)
    text = "\n\n".join(plain) if any(part.strip() for part in plain) else "\n\n".join(map(fragment_text, marked_up))
    title = _field(message, "subject")
    if text.strip() or title:
        stated = _field(message, "date")
        yield Draft(
            clean(text),
            title=title,
            record=record,
            format=format,
            dates=((stated, "header"),) if stated else (),
            outlet=_field(message, "organization"),
            author=_field(message, "from"),
            language=_field(message, "content-language"),
            lone=lone,
        )
    else:
        yield Rejection(
            "a mail without text and subject", "see whether it is encrypted; leave it out if it is empty", record
        )
    for number, (name, content) in enumerate(attachments, start=1):
        yield blob.inside(f"{prefix}{name or f'attachment {number}'}", content, size=len(content))


def _field(message, name):
    """Return a field of the head as written, or None; broken ones are taken raw."""
    try:
        value = message.get(name)
    except Exception:  # the policy's parser fails on malformed fields
        value = next((raw for key, raw in message.raw_items() if key.lower() == name), None)
    return one_line(value)


def _sort_parts(message):
    """Return (plain texts, HTML texts, [(name, bytes)] of attachments)."""
    plain, marked_up, attachments = [], [], []
    for count, part in enumerate(message.walk()):
        if count >= MAX_PARTS:
            raise Refused(f"a mail of more than {MAX_PARTS:,} parts", "save what you need of it by itself")
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True) or b""
        attached = part.get_content_disposition() == "attachment"
        kind = part.get_content_type()
        if attached or not kind.startswith("text/") and part.get_filename():
            attachments.append((_safe_name(part), content))
        elif kind == "text/html":
            marked_up.append(decode_markup(content, part.get_content_charset()))
        elif kind.startswith("text/"):
            plain.append(decode(content, part.get_content_charset()))
    return plain, marked_up, attachments


def _safe_name(part):
    try:
        return re.sub(r"[/\\!\x00-\x1f]", "_", part.get_filename() or "")
    except Exception:  # malformed names raise many things
        return ""
