"""One record {start, end, speaker} per turn of a transcript or a question-and-answer text, in order; None where it is neither.

A turn begins with its label ("MS. PSAKI:", "Q ", "耿爽：") and ends before the next one; offsets are half-open. `speaker` is the
label as written: the questions' labels differ from the answers', so that a journalist's question is never the spokesperson's word.
What stands before the first label belongs to nobody.
"""
import re

MIN_TURNS = 3  # fewer are a heading with a colon, a quotation or a list
MIN_REPEATED = 1  # speakers that come back; in a transcript somebody speaks twice
MAX_LABEL_WORDS = 7
SEARCHED = 20_000  # characters in which a transcript has shown what it is

# A label stands at the beginning of a line. Latin and Cyrillic ones are names: capitals first; a colon ends them.
QUESTION = r"(?:Q|QUESTION|Question|Vraag|Frage|Pregunta|Вопрос|В|سؤال|س)"
ANSWER = r"(?:A|ANSWER|Answer|Antwoord|Antwort|Réponse|Respuesta|Ответ|О|جواب|ج)"
NAME_WORD = r"(?:\d+(?:st|nd|rd|th)\s+)?[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄ][\w.'’\-]*"
SMALL_WORD = r"(?:of|the|and|for|de|van|der|den|von|zu|la|le|du|des|del|y|et|и|в|по|al|bin|ibn|to|A\.)"
LATIN = rf"(?:{NAME_WORD}(?:[ \t]+(?:{NAME_WORD}|{SMALL_WORD})){{0,{MAX_LABEL_WORDS - 1}}}(?:[ \t]*\([^()\n]{{1,60}}\))?)"
CJK = r"(?:[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7a3·・\w《》“”\" ]{1,24}?(?:[（(][^（）()\n]{1,40}[）)])?)"
ARABIC = r"(?:[\u0621-\u064a][\u0621-\u0652\u0640 ]{0,40})"
INDENT = r"^[ \t\u3000\u00a0>*_]{0,8}"
LABELLED = re.compile(rf"{INDENT}(?P<speaker>{LATIN}|{ARABIC}|{CJK})[*_]{{0,3}}[ \t]*[:：][*_]{{0,3}}(?![/\d])(?=[ \t\u3000\u00a0]*\S|[ \t]*$)", re.M)
BARE_QUESTION = re.compile(rf"{INDENT}(?P<speaker>Q|A|В|О)(?:[.)]?[ \t]{{1,}}|[.:][ \t]*)(?=\S)", re.M)
NOT_A_SPEAKER = re.compile(r"(?i)^(?:note|notes|source|sources|photo|date|subject|re|from|to|cc|tel|fax|e-?mail|web|http|https|read more|see also|update|"
                           r"updated|topics?|tags?|location|time|place|contact|for immediate release|editor'?s note|ps|bron|quelle|fuente|"
                           r"foto|datum|betreff|источник|фото|дата|来源|日期|时间|标题|作者|编辑|责任编辑|摘要|关键词|出典|日時|場所|출처|사진|날짜|المصدر|صورة|التاريخ)$")


def find_turns(text):
    """Return the turns of `text` as a list of {start, end, speaker}, or None where it is no transcript.

    >>> find_turns("Vraag: Komt er overleg?\\nWoordvoerder: Dat sluiten we niet uit.\\nVraag: Wanneer?\\nWoordvoerder: Later.")[1]
    {'start': 24, 'end': 64, 'speaker': 'Woordvoerder'}
    """
    if ":" not in text and "：" not in text and "\nQ" not in text:
        return None
    if len(_labels(text[:SEARCHED])) < MIN_TURNS:
        return None
    labels = _labels(text)
    names = [speaker for _, speaker in labels]
    speakers = set(names)
    if len(labels) < MIN_TURNS or len(speakers) < 2 or len(names) - len(speakers) < MIN_REPEATED:
        return _question_and_answer(text, labels)
    labels = _plausible(text, labels)
    return _turns(text, labels) if len(labels) >= MIN_TURNS else None


def _labels(text):
    """Return [(start, speaker)] of whatever looks like a label."""
    found = {}
    for match in LABELLED.finditer(text):
        speaker = match.group("speaker").strip(" \t\u3000*_")
        if speaker and not NOT_A_SPEAKER.match(speaker):
            found[match.start("speaker")] = speaker
    for match in BARE_QUESTION.finditer(text):
        found.setdefault(match.start("speaker"), match.group("speaker"))
    return sorted(found.items())


def _plausible(text, labels):
    """Return the labels without those that occur once within another's turn and say nothing before a break: headings, lists."""
    return [(start, speaker) for start, speaker in labels if speaker not in ("A", "О") or any(other in ("Q", "В") for _, other in labels)]


def _question_and_answer(text, labels):
    """Return the turns of a short exchange, two labels of which one asks, else None."""
    asks = [speaker for _, speaker in labels if re.search(r"(?i)\b(?:Q|question|vraag|frage|pregunta|вопрос)\b|记者|記者|问$|問$|기자|질문|سؤال|صحفي", speaker)]
    return _turns(text, labels) if asks and len(set(speaker for _, speaker in labels)) >= 2 else None


def _turns(text, labels):
    ends = [start for start, _ in labels[1:]] + [len(text)]
    turns = []
    for (start, speaker), end in zip(labels, ends):
        while end > start and text[end - 1] in " \t\n\u3000*_>":
            end -= 1
        turns.append({"start": start, "end": end, "speaker": speaker})
    return turns
