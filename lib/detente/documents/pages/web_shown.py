"""The date that a page shows its readers beside its headline: a `DateSpan` of a day, else none with the reason.

Counted in characters of visible text from the headline. What stands aside (side bars, menus, lists of other stories)
and what tells of an update isn't seen; a frame that holds the headline itself is never aside, however it is called.
"""

import re

from detente.documents.dates.spans import lower_in_place, read_absolute, read_parts
from detente.documents.dates.stated import DateSpan, read_date
from detente.documents.dates.words import known_languages, load_date_words

AFTER = 400  # characters from the headline to its date: a standfirst; .98 right up to there, .95 up to 1,000
BEFORE = 60  # the same before it: a line with the section; .95 right up to there, .82 up to 400
LONGEST_LINE = 90  # characters of a text that shows a date: more is a sentence, which dates an event
HEADINGS = {"h1", "h2", "h3"}
HIDDEN = {"script", "style", "noscript", "template", "select", "option", "head"}
SIDE = {"aside", "nav", "footer", "form"}
FRAMES = {"body", "html", "article", "main"}
SIDE_WORDS = re.compile(
    r"(?<![a-z])(side-?bar|related|teaser|recommend\w*|comments?|most|popular|latest|trending|footer|nav|menu|widget"
    r"|promo|card|archive|crawl\w*|more-)",
    re.I,
)
UPDATED_WORDS = re.compile(r"updat|modif|edited|revis", re.I)
_NUMERIC = re.compile(r"(?<![\d./-])(?:\d{1,2}([./-])\s?\d{1,2}\1\s?\d{4}|\d{4}([./-])\d{1,2}\2\d{1,2})(?![\d/-])")


def find_shown_date(tree, headline, language):
    """Return the `DateSpan` of the day shown nearest to the headline: after it, else shortly before it."""
    headings = [element for element in tree.iter(*HEADINGS) if _words(element) == _words_of(headline)]
    headings = headings or [element for element in tree.iter("h1") if _words(element)]
    after, before = [], []
    pieces, places = _lay_out(tree, headings)
    for place, text, previous in pieces:
        days = _days_in(text, language)
        if len(days) != 1 or UPDATED_WORDS.search(f"{previous[-LONGEST_LINE:]} {text[:LONGEST_LINE]}"):
            continue
        for start, end in places:
            if 0 <= place - end <= AFTER:
                after.append((place - end, *days))
            elif 0 <= start - place <= BEFORE:
                before.append((start - place, *days))
    nearest = sorted(after, key=lambda found: found[0]) or sorted(before, key=lambda found: found[0])
    return nearest[0][1] if nearest else DateSpan(None, None, "none", "no date is shown beside the headline")


def stands_aside(element, holding=()):
    """Return whether an element is called a side bar or the like, and isn't one of those that hold the headline."""
    if not isinstance(element.tag, str) or element.tag in FRAMES or element in holding:
        return False
    return element.tag in SIDE or bool(SIDE_WORDS.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _words_of(text):
    return re.findall(r"\w+", (text or "").lower())


def _words(element):
    return _words_of(" ".join(element.itertext()))


def _lay_out(tree, headings):
    """Return the visible texts that stand for themselves, (place, text, the text before it), and the headings' ends."""
    holding = {ancestor for heading in headings for ancestor in (heading, *heading.iterancestors())}
    pieces, spans, place, previous = [], {}, 0, ""
    waiting = [("open", tree, True)]
    while waiting:
        step, what, seen = waiting.pop()
        if step == "close":
            spans[what] = (spans[what], place)
        elif step == "text":
            text = " ".join((what or "").split())
            if text:
                if seen:
                    pieces.append((place, text, previous))
                place, previous = place + len(text), text
        elif isinstance(what.tag, str) and what.tag not in HIDDEN:
            seen = seen and not stands_aside(what, holding)
            told = seen and not UPDATED_WORDS.search(f"{what.get('class') or ''} {what.get('id') or ''}")
            spans[what] = place
            waiting.append(("close", what, seen))
            for child in reversed(what):
                waiting += [("text", child.tail, told), ("open", child, seen)]
            waiting.append(("text", what.text, told))
    return pieces, [spans[heading] for heading in headings if isinstance(spans.get(heading), tuple)]


def _days_in(text, language):
    """Return the days named in a line, or at the very start of a longer text; in all languages where its own is
    unknown."""
    if not any(character.isdecimal() for character in text[:LONGEST_LINE]):
        return set()
    lowered = lower_in_place(text[:LONGEST_LINE])
    name = (language or "").split("-")[0]
    find = "finditer" if len(text) <= LONGEST_LINE else "match"
    spans = {read_date(match[0], language=name) for match in _matches(_NUMERIC, find, lowered)}
    for known in {name, "en"} if load_date_words(name) else known_languages():
        for pattern in load_date_words(known).absolute:
            spans |= {
                read_absolute(read_parts(match, load_date_words(known)))
                for match in _matches(pattern.regex, find, lowered)
            }
    return {span for span in spans if span.precision == "day"}


def _matches(regex, find, text):
    found = getattr(regex, find)(text)
    return found if find == "finditer" else filter(None, [found])
