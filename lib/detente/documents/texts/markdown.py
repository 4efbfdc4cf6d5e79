"""One `Draft` per Markdown file: front matter in YAML or TOML gives its date, title and the like, the rest is its text.

The text is as a reader sees it: links are their words, emphasis and headings lose their signs, paragraphs are one line.
"""

import re
import tomllib

from detente.documents.tables.columns import draft_fields, name_fields
from detente.documents.texts.text import check_text, clean, decode, one_line

FRONT_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?\n)?\1[ \t]*(?:\n|\Z)", re.S)
SIGNS = (
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"!\[[^\]\n]{0,500}\]\([^()\s]{0,2000}(?:\s\"[^\"\n]*\")?\)"), ""),  # pictures
    (re.compile(r"(?<!\\)\[([^\[\]\n]{1,500})\]\([^()\s]{0,2000}(?:\s\"[^\"\n]*\")?\)"), r"\1"),  # links
    (re.compile(r"(?m)^[ ]{0,3}#{1,6}[ \t]+(.*?)[ \t#]*$"), r"\1"),  # headings
    (re.compile(r"(?m)^[ ]{0,3}(?:>[ ]?)+"), ""),  # quotations
    (re.compile(r"(?m)^[ ]{0,3}(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$"), ""),  # rules
    (re.compile(r"(?<![\\\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s\\])\1(?!\*)"), r"\2"),  # *emphasis*
    (re.compile(r"(?<![\\\w])(_{1,3})(?=[^\s_])([^_\n]{1,2000}?)(?<=[^\s\\])\1(?!\w)"), r"\2"),  # _emphasis_
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),  # escaped signs
)


def read_markdown(blob):
    """Yield one Draft: YAML or TOML front matter gives title, date, author and the like; else the first heading is
    the title."""
    text = clean(check_text(decode(blob.read(), blob.charset)))
    front = FRONT_MATTER.match(text)
    keys = _read_front_matter(front.group(1), front.group(2) or "") if front else {}
    body = text[front.end() :] if front else text
    fields = {name: keys[key] for name, key in name_fields(keys, blob.columns).items()}
    heading = re.match(r"\s*#[ \t]+(.+?)[ \t#]*\n", body + "\n")
    if heading and (not fields.get("title") or one_line(fields["title"]) == one_line(plain(heading.group(1)))):
        fields["title"] = plain(heading.group(1))
        body = body[heading.end() :]
    fields["text"] = plain(unwrap(body))
    yield draft_fields(fields, format="markdown", origin="header", lone=True)


def _read_front_matter(fence, source):
    """Return the front matter's top-level scalars. All YAML scalars stay strings: an impossible date must not spoil
    the rest."""
    try:
        if fence == "+++":
            found = tomllib.loads(source)
        else:
            import yaml

            found = yaml.load(source, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except Exception:  # an unquoted colon in a title is common: fall back to lines of `key: value`
        found = dict(re.findall(r"^(\w[\w -]*?)\s*[:=]\s*(.*?)\s*$", source, re.M))
        found = {key: value.strip("'\"") for key, value in found.items()}
    if not isinstance(found, dict):
        return {}
    flat = {
        str(key): ", ".join(map(str, value[:20])) if isinstance(value, list) else value for key, value in found.items()
    }
    return {key: value for key, value in flat.items() if not isinstance(value, dict)}


def plain(markdown):
    """Return Markdown without its signs."""
    for sign, instead in SIGNS:
        markdown = sign.sub(instead, markdown)
    return markdown


def unwrap(markdown):
    """Return Markdown with each paragraph on one line: a single line break in it means a space. Code, tables, lists
    stay."""
    out, fenced = [], False
    for line in markdown.split("\n"):
        stripped = line.strip()
        if stripped.startswith(("```", "~~~")):
            fenced = not fenced
        joins = (
            out
            and not fenced
            and stripped
            and out[-1].strip()
            and not line.startswith(("    ", "\t"))
            and not out[-1].endswith(("  ", "\\"))
            and not re.match(r"[#>|=`~]|[-*+] |\d+[.)] |---|\*\*\*", stripped)
            and not re.match(r"[#|=`~]|---", out[-1].strip())
        )
        if joins:
            out[-1] = f"{out[-1].rstrip()}{'' if _no_space(out[-1].rstrip()[-1], stripped[0]) else ' '}{stripped}"
        else:
            out.append(line)
    return "\n".join(out)


def _no_space(before, after):
    """Chinese and Japanese lines join without a space."""
    return "\u3000" <= before <= "\u9fff" and "\u3000" <= after <= "\u9fff" or before >= "\uff00" and after >= "\u3000"
