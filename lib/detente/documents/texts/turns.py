"""One record {start, end, speaker} per turn of a transcript or a question-and-answer text, in order; None where it is
neither.

A turn begins with its label ("MS. PSAKI:", "Q ", "耿爽：") and ends before the next one; offsets are half-open.
`speaker` is the label as written. `is_question` tells from it whether a journalist speaks, whose question is never
the spokesperson's word. What stands before the first label belongs to nobody. The words are in `data/turns.toml`.
"""

import functools
import re
import tomllib
from collections import Counter
from importlib.resources import files

SEARCHED = 20_000  # characters in which a transcript has shown what it is
MIN_TURNS, MIN_SPEAKERS = 3, 2  # without a question: fewer are a heading with a colon, a quotation or a list
SPACE = "[ \t\u00a0\u3000]"
NAME = r"(?:\d+(?:st|nd|rd|th)\s)?[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄ][\w'’\-]*\.?"
PARTICLE = r"(?:of|the|and|for|de|van|der|den|von|zu|la|le|du|des|del|y|et|и|al|bin|ibn|to|on)"
CASED = rf"{NAME}(?:{SPACE}{{1,2}}(?:{NAME}|{PARTICLE})){{0,6}}"
CJK_LETTER = "\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7a3"
UNCASED = rf"[《“\"]?[A-Z]{{0,10}}[{CJK_LETTER}][{CJK_LETTER}·・》”\" ]{{0,23}}|[\u0621-\u064a][\u0621-\u0652 ]{{0,40}}"
START = rf"^(?:{SPACE}|[>*_]){{0,8}}"
LABEL = re.compile(
    rf"{START}(?P<speaker>(?:{CASED}|{UNCASED})(?:{SPACE}?[（(][^（）()\n]{{1,60}}[)）])?)[*_]{{0,3}}{SPACE}?(?:：|:(?![/\d]))",
    re.M,
)
BARE = re.compile(rf"{START}(?P<speaker>Q)(?:[.]?{SPACE}+|[.])(?=\S)|{START}(?P<answer>[AОВ])\.{SPACE}+(?=\S)", re.M)


@functools.cache
def _words():
    """Return {list: words in lower case} of the data file, all languages together."""
    listed = tomllib.loads((files("detente.documents") / "data" / "turns.toml").read_text("utf-8"))
    return {
        name: frozenset(word.casefold() for words in languages.values() for word in words)
        for name, languages in listed.items()
    }


def _bare(speaker):
    return re.sub(r"[（(].*$", "", speaker).strip(' \t\u00a0\u3000.*_"').casefold()


@functools.lru_cache(maxsize=4_096)
def is_question(speaker):
    """Tell whether a turn with this speaker is a question from the floor: "Q", "Vraag", "路透社记者"."""
    label = _bare(speaker)
    return label in _words()["asks"] or any(word in label for word in _words()["asks_within"])


def is_answer(speaker):
    """Tell whether a label says that somebody answers, and not who: "A", "Antwort", "答"."""
    return _bare(speaker) in _words()["answers"]


@functools.lru_cache(maxsize=4_096)
def _kind(speaker):
    """Return what a label is: asks, answers, office, name or None."""
    label, words = _bare(speaker), _words()
    if label in words["not_speakers"] or not label:
        return None
    if is_question(speaker):
        return "asks"
    if is_answer(speaker):
        return "answers"
    if (
        any(label == office or label.startswith((f"{office} ", f"{office}. ")) for office in words["offices"])
        or speaker.upper() == speaker != speaker.lower()
        and len(label) > 3
        and " " in label
    ):
        return "office"
    if not label.isascii() and any(word in label for word in words["clauses"]):
        return None
    return "name" if len(label) > 1 else None


def find_turns(text):
    """Return the turns of `text` as a list of {start, end, speaker}, or None where it is no transcript.

    >>> find_turns("Vraag: Komt er overleg?\\nWoordvoerder: Dat sluiten we niet uit.")[1]
    {'start': 24, 'end': 62, 'speaker': 'Woordvoerder'}
    >>> find_turns("Conclusie: er komt geen overleg.") is None
    True
    """
    if ":" not in text and "：" not in text and "\nQ" not in text:
        return None
    if not _labels(text[:SEARCHED]):
        return None
    labels = _labels(text)
    kinds = [_kind(speaker) for _, speaker in labels]
    speakers = {speaker for _, speaker in labels}
    asked = "asks" in kinds and len(speakers) >= MIN_SPEAKERS or "answers" in kinds and len(_bare(labels[0][1])) > 0
    several = kinds.count("office") >= 1 and len(labels) >= MIN_TURNS and len(speakers) >= MIN_SPEAKERS
    told = Counter(speaker for _, speaker in labels)
    alternating = sum(n >= 2 for n in told.values()) >= MIN_SPEAKERS and len(labels) >= 2 * MIN_SPEAKERS
    alone = kinds.count("office") == len(kinds) and all(speaker.isupper() for speaker in speakers)
    return _turns(text, labels) if asked or several or alternating or alone else None


def _labels(text):
    """Return [(start, speaker)]: labels that say what they are, and names that come back or answer a question."""
    found = {}
    for match in LABEL.finditer(text):
        found[match.start("speaker")] = match.group("speaker").strip(" \t\u00a0\u3000*_")
    for match in BARE.finditer(text):
        group = "speaker" if match.group("speaker") else "answer"
        found.setdefault(match.start(group), match.group(group))
    labels = [(start, speaker) for start, speaker in sorted(found.items()) if _kind(speaker)]
    counts = Counter(speaker for _, speaker in labels)
    kept, former = [], None
    for start, speaker in labels:
        kind = _kind(speaker)
        if kind != "name" or counts[speaker] > 1 or former == "asks":
            kept.append((start, speaker))
            former = kind
    return (
        kept
        if {_kind(speaker) for _, speaker in kept} != {"answers"}
        or any(len(_bare(speaker)) > 1 or not speaker.isascii() for _, speaker in kept)
        else []
    )


def _turns(text, labels):
    ends = [start for start, _ in labels[1:]] + [len(text)]
    turns = []
    for (start, speaker), end in zip(labels, ends, strict=False):
        while end > start and text[end - 1] in " \t\n\u00a0\u3000*_>":
            end -= 1
        turns.append({"start": start, "end": end, "speaker": speaker})
    return turns
