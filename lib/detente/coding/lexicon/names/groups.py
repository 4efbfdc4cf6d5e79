"""Groups: which names of a sentence belong together, as a list, an office, a gloss, or a topic and its sentence."""

import re

from detente.coding.lexicon.names.cases import fits_shape, is_glued

REACH_CHARACTERS = 14  # the same in characters: 「韓国の文在寅大統領に」
OWNED_WORDS = 5  # between an owner and the verb of what it owns: "Washington's chief trade representative said"
SEATED_WORDS = 2  # at least, before the name of a seat: "officials in The Hague said"
PASSING = ("article", "head", "title", "genitive_link")
# 국제원자력기구(IAEA), マクロン（Emmanuel Macron）: a short gloss, or a name in Latin letters.
_GLOSS = re.compile(r"[(（](?:[^()（）]{1,14}|[A-Za-z .\-’'\u00c0-\u024f]{1,40})[)）]")


def is_outer(reading, mention):
    """Return the match of the particle that makes a mention the topic of its whole sentence (は), or None."""
    following = min((other.start for other in reading.mentions if other.start >= mention.end), default=len(reading.text))
    start, _ = behind_gloss(reading, mention, reading.mentions, mention.end, following)
    passing = {}
    for category in ("head", "title", *(name for name in reading.found if name.startswith("office."))):
        for match in reading.found.get(category, ()):
            passing[match.start] = max(match.end, passing.get(match.start, 0))
    while reading.text[start : start + 1] == " " and start + 1 in passing and passing[start + 1] <= following:
        start = passing[start + 1]
    end = min(start + REACH_CHARACTERS, following)
    for match in reading.found.get("outer", ()):
        if start <= match.start <= end:
            gap = reading.text[start : match.start]
            if not any(mark in gap for mark in "、，,。 ；;「」をにがへ"):
                return match
    return None


def own_offices(reading, passing):
    """Return the mentions, an office of another state ("Xの外務省") taken as that state's, whatever it means alone."""
    if reading.lexicon.order != "sov":
        return reading.mentions
    offices = {(match.start, match.end) for match in passing}
    kept = []
    for mention in reading.mentions:
        last = kept[-1] if kept else None
        if (
            last is not None
            and mention.kind == "agency"
            and (mention.start, mention.end) in offices
            and (
                last.end == mention.start
                or any(match.start == last.end and match.end == mention.start for match in reading.found.get("genitive_link", ()))
            )
        ):
            mention = mention._replace(actors=last.actors)
        kept.append(mention)
    return kept


def speaks_through(reading, mention, start):
    """Whether what a name owns or seats is the subject of a verb at `start` ("Delhi's envoy said", "a minister in Delhi said")."""
    if reading.lexicon.mode == "characters" or mention.role not in ("genitive", "place") or mention.end > start:
        return False
    clause = reading.clauses.at(mention.start)
    if reading.clauses.at(start - 1) != clause or any(mention.end <= m.start < start for m in reading.mentions):
        return False
    between = reading.text[mention.end : start].split()
    if mention.role == "genitive":
        heads = [m for category in ("head", "title") for m in reading.found.get(category, ()) if mention.end <= m.start and m.end <= start]
        return len(between) <= OWNED_WORDS and bool(heads)
    # "In Berlin the minister said" is only a place: something must stand before it that it belongs to.
    opens = reading.clauses.span(clause)[0]
    seated = reading.text[opens : mention.start].split()
    others = any(m.role in ("", "subject") for m in reading.mentions if opens <= m.start < mention.start)
    return mention.kind == "capital" and len(between) <= 1 and len(seated) >= SEATED_WORDS and not others


def is_gloss(reading, first, second):
    """Whether a name only explains the one before: its abbreviation in brackets, or the ministry of the state just named."""
    gap = reading.text[first.end : second.start]
    if gap in ("(", "（"):
        return first.actors == second.actors
    heads = {(m.start, m.end) for m in reading.found.get("head", ())}
    return gap == " " and second.kind == "agency" and first.kind != "agency" and (second.start, second.end) in heads


def stands_alone(reading, first, second):
    """Whether an unmarked name after a comma is no part of the oblique name before it ("Не дождавшись ответа Минска, Вильнюс …")."""
    gap = reading.text[first.end : second.start]
    indeclinable = reading.text[second.start : second.end].isupper() or fits_shape(
        reading.tokens[reading.token_at[second.start]].lower, reading.lexicon.case.get("none", ())
    )
    return first.role not in ("", "subject") and gap.strip() == "," and not indeclinable


def role_in_group(reading, first, second, role):
    """Return the role of a name that its ending marks, beside one that a preposition marks ("между Россией и Китаем")."""
    joined = any(first.end <= m.start and m.end <= second.start for m in reading.found.get("and", ()))
    governed = first.role in ("target", "between", "topic", "place", "agent", "genitive")
    return first.role if governed and role != "subject" and (joined or role == "agent") else role


def is_group(reading, first, second):
    """Whether two mentions are coordinated: only commas, words for "and", articles and titles stand between them."""
    low, high = first.end, second.start
    if first.actors == second.actors and first.kind != "pronoun":
        return False
    if high == low and first.role == second.role == "between":
        # 「米韓は…」: two signs, two sides of one act.
        return True
    if high - low > 40 or reading.lexicon.case and first.role and second.role and first.role != second.role:
        return False
    piece = reading.text[low:high]
    joined = False
    covered = [(m.start, m.end, True) for m in reading.found.get("and", ()) if low <= m.start and m.end <= high]
    covered += [
        (m.start, m.end, False) for category in PASSING for m in reading.found.get(category, ()) if low <= m.start and m.end <= high
    ]
    covered += [
        (m.start, m.end, False)
        for category, matches in reading.found.items()
        if category.startswith("office.")
        for m in matches
        if low <= m.start and m.end <= high
    ]
    if reading.lexicon.order == "svo" and second.kind != "pronoun":
        # "Yemen's government and the Saudi delegation": an owner's mark belongs to the first.
        covered += [(m.start, m.end, False) for m in reading.found.get("marker.genitive_after", ()) if low <= m.start and m.end <= high]
    remaining = list(piece)
    for start, end, joins in covered:
        joined = joined or joins
        remaining[start - low : end - low] = " " * (end - start)
    rest = "".join(remaining)
    # 「，」 parts clauses in Chinese; names in a list stand between 「、」.
    unspaced = reading.lexicon.mode == "characters" and reading.lexicon.order == "svo"
    if any(mark in rest for mark in ("、・·" if unspaced else ",，、،・·")):
        joined = True
    if "and" in reading.lexicon.glued:
        # "مصر والسعودية": the word for "and" is part of the next.
        joined = joined or any(low <= t.start <= high and is_glued(reading, t, "and") for t in reading.tokens)
    if reading.lexicon.order == "svo" and not any(joins for _, _, joins in covered) and _is_seated(reading, low, high):
        # "… to Greece, the chancellery in Berlin said": who sits there opens a clause of its own.
        return False
    return joined and not rest.strip(" 、・·\n" if unspaced else " ,，、،・·\n")


def _is_seated(reading, low, high):
    """Whether a head and the word that seats it ("the chancellery in") stand between two offsets."""
    return bool(reading.between("genitive_link", low, high)) and any(low < m.start and m.end <= high for m in reading.found.get("head", ()))


def is_place_before_comma(reading, first, second):
    """Whether the first of two stands in a phrase of place or topic that a comma closes ("En visite à Nouakchott, le …")."""
    gap = reading.text[first.end : second.start]
    return (
        (first.role in ("place", "topic") or first.role in ("target", "agent") and _opens_sentence(reading, first, second))
        and any(mark in gap for mark in ",，、،")
        and not any(first.end <= m.start and m.end <= second.start for m in reading.found.get("and", ()))
    )


def _opens_sentence(reading, first, second):
    """Whether a phrase without a verb opens the sentence, and its subject follows the comma ("Faute d'entente avec Kinshasa, Luanda …")."""
    if reading.lexicon.order != "svo" or reading.clauses.at(first.start) != 0 or reading.clauses.at(second.start) != 1:
        return False
    if any(m.end <= first.start for category in ("passive", "active", "negation", "wall") for m in reading.found.get(category, ())):
        return False
    if any(m.end <= first.start and m.actors for m in reading.mentions):
        return False
    # "Face à Moscou, Pékin et Téhéran, …" is a list.
    return not any(m.start >= second.end and not reading.text[second.end : m.start].strip() for m in reading.found.get("and", ()))


def group_of(reading, mention):
    """Return the mentions coordinated with this one, itself included, in order."""
    mentions = reading.mentions
    at = next((i for i, other in enumerate(mentions) if (other.start, other.end) == (mention.start, mention.end)), None)
    if at is None:
        return [mention]
    low = high = at

    def joined(first, second):
        return is_group(reading, first, second) and not is_place_before_comma(reading, first, second)

    while low > 0 and joined(mentions[low - 1], mentions[low]):
        low -= 1
    while high + 1 < len(mentions) and joined(mentions[high], mentions[high + 1]):
        high += 1
    return mentions[low : high + 1]


def behind_gloss(reading, mention, mentions, end, following):
    """Return where a name ends with its gloss in brackets (국제원자력기구(IAEA)는: the particle stands behind), and
    where the next name begins.
    """
    bracketed = _GLOSS.match(reading.text, end) if reading.lexicon.order == "sov" else None
    if bracketed:
        end = bracketed.end()
        following = min((other.start for other in mentions if other.start >= end), default=len(reading.text))
    return end, following
