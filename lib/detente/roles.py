"""Who does it and to whom: the role of each mention in a sentence, and the senders and receivers of one cue.

Roles come from a mention's marker (a preposition before it, a particle or case word after it) and from word order; both
are stated by the language's data file. Scores are small whole numbers: evidence for and against, added up.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from detente.actors import join_adjacent

MARKER_REACH = 6  # words between a marker and the name it marks: article, adjectives, title
COMPOUND_WORDS = 4  # words of a Korean compound: 시리아 북부 주둔군 일부를
UNKNOWN_WORDS = 2  # of those, how many may be words that no list knows
REACH_CHARACTERS = 14  # the same in characters: 「韓国の文在寅大統領に」
WALLS = ("complementiser", "relative", "opener", "coordinator", "condition", "speech", "passive", "will", "hypothetical", "wall")
PASSING = ("article", "head", "title", "genitive_link")
OUTSTANDING = 4  # by so much a sender in the act's own clause outweighs any pair without it
NEEDED = 1  # the least evidence for a sender or a receiver


@dataclass(slots=True)
class Reading:
    """One sentence with all that was found in it. Offsets are the sentence's own."""

    text: str
    tokens: list
    found: dict
    clauses: object
    lexicon: object
    quotations: list = field(default_factory=list)
    mentions: list = field(default_factory=list)
    dates: list = field(default_factory=list)
    conditions: list = field(default_factory=list)
    token_at: dict = field(default_factory=dict)
    ending_at: dict = field(default_factory=dict)

    def __post_init__(self):
        self.token_at = {token.start: number for number, token in enumerate(self.tokens)}
        self.ending_at = {token.end: number for number, token in enumerate(self.tokens)}

    def matches(self, *categories):
        """Return the matches of some categories, in order of place."""
        return sorted(
            (match for category in categories for match in self.found.get(category, ())), key=lambda match: (match.start, -match.end)
        )

    def covers(self, category, start, end):
        """Whether some match of the category covers these offsets."""
        return any(match.start <= start and end <= match.end for match in self.found.get(category, ()))


def mark_roles(reading):
    """Return the reading's mentions, neighbours joined, each with the role its marker gives it; groups share a role."""
    lexicon, found = reading.lexicon, reading.found
    passing = [match for category in PASSING for match in found.get(category, ())]
    passing += [match for category, matches in found.items() if category.startswith("office.") for match in matches]
    passing_ends = {}
    for match in passing:
        passing_ends.setdefault(match.end, []).append(match.start)

    def between(start, end):
        piece = reading.text[start:end]
        if not piece.strip():
            return True
        if any(mark in piece for mark in ",;:，、；：（("):
            return False
        left = start
        cover = sorted((match.start, match.end) for match in passing if match.start >= start - 1 and match.end <= end + 1)
        for low, high in cover:
            if reading.text[left:low].strip():
                return False
            left = max(left, high)
        return not reading.text[left:end].strip()

    mentions = join_adjacent(_own_offices(reading, passing), reading.text, between)
    if lexicon.order == "sov":
        mentions = [m for number, m in enumerate(mentions) if not (number and _is_gloss(reading, mentions[number - 1], m))]
    find = _role_by_characters if lexicon.mode == "characters" else _role_by_words
    markers = {category.removeprefix("marker."): matches for category, matches in found.items() if category.startswith("marker.")}
    marked = []
    for number, mention in enumerate(mentions):
        role = mention.role or find(reading, mention, markers, passing, mentions)
        if (
            marked
            and not role
            and _is_group(reading, mentions[number - 1], mention)
            and not _is_place_before_comma(reading, marked[-1], mention)
            and not (lexicon.case and _stands_alone(reading, marked[-1], mention))
        ):
            role = marked[-1].role
        elif marked and lexicon.case and _is_group(reading, mentions[number - 1], mention) and marked[-1].role != role:
            role = _role_in_group(reading, marked[-1], mention, role)
        marked.append(replace(mention, role=role) if role != mention.role else mention)
    if lexicon.mode == "characters":
        # The particle stands after the last of a group, so the earlier ones take it from there.
        for number in range(len(marked) - 2, -1, -1):
            if not marked[number].role and marked[number + 1].role and _is_group(reading, marked[number], marked[number + 1]):
                marked[number] = replace(marked[number], role=marked[number + 1].role)
        if (
            len(marked) > 1
            and marked[0].start == 0
            and marked[1].role == "with"
            and reading.text[marked[0].end : marked[1].start].strip() == ","
        ):
            # A headline: "칠레, 볼리비아와 …".
            marked[0] = replace(marked[0], role="subject")
    return marked


def _own_offices(reading, passing):
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
            mention = replace(mention, actors=last.actors)
        kept.append(mention)
    return kept


def _is_gloss(reading, first, second):
    """Whether a name only explains the one before: its abbreviation in brackets, or the ministry of the state just named."""
    gap = reading.text[first.end : second.start]
    if gap in ("(", "（"):
        return first.actors == second.actors
    heads = {(m.start, m.end) for m in reading.found.get("head", ())}
    return gap == " " and second.kind == "agency" and first.kind != "agency" and (second.start, second.end) in heads


def _stands_alone(reading, first, second):
    """Whether an unmarked name after a comma is no part of the oblique name before it ("Не дождавшись ответа Минска, Вильнюс …")."""
    gap = reading.text[first.end : second.start]
    indeclinable = reading.text[second.start : second.end].isupper() or fits_shape(
        reading.tokens[reading.token_at[second.start]].lower, reading.lexicon.case.get("none", ())
    )
    return first.role not in ("", "subject") and gap.strip() == "," and not indeclinable


def _role_in_group(reading, first, second, role):
    """Return the role of a name that its ending marks, beside one that a preposition marks ("между Россией и Китаем")."""
    joined = any(first.end <= m.start and m.end <= second.start for m in reading.found.get("and", ()))
    governed = first.role in ("target", "between", "topic", "place", "agent", "genitive")
    return first.role if governed and role != "subject" and (joined or role == "agent") else role


def _is_group(reading, first, second):
    """Whether two mentions are coordinated: only commas, words for "and", articles and titles stand between them."""
    low, high = first.end, second.start
    if first.actors == second.actors and first.kind != "pronoun":
        return False
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
    remaining = list(piece)
    for start, end, joins in covered:
        joined = joined or joins
        remaining[start - low : end - low] = " " * (end - start)
    rest = "".join(remaining)
    if any(mark in rest for mark in ",，、،・·"):
        joined = True
    if "and" in reading.lexicon.glued:
        # "مصر والسعودية": the word for "and" is part of the next.
        joined = joined or any(low <= t.start <= high and _is_glued(reading, t, "and") for t in reading.tokens)
    return joined and not rest.strip(" ,，、،・·\n")


def _is_place_before_comma(reading, first, second):
    """Whether the first of two stands in a phrase of place or topic that a comma closes ("En visite à Nouakchott, le …")."""
    gap = reading.text[first.end : second.start]
    return (
        first.role in ("place", "topic")
        and any(mark in gap for mark in ",，、،")
        and not any(first.end <= m.start and m.end <= second.start for m in reading.found.get("and", ()))
    )


def group_of(reading, mention):
    """Return the mentions coordinated with this one, itself included, in order."""
    mentions = reading.mentions
    at = next((i for i, other in enumerate(mentions) if (other.start, other.end) == (mention.start, mention.end)), None)
    if at is None:
        return [mention]
    low = high = at

    def joined(first, second):
        return _is_group(reading, first, second) and not _is_place_before_comma(reading, first, second)

    while low > 0 and joined(mentions[low - 1], mentions[low]):
        low -= 1
    while high + 1 < len(mentions) and joined(mentions[high], mentions[high + 1]):
        high += 1
    return mentions[low : high + 1]


def _role_by_words(reading, mention, markers, passing, mentions):
    """Return the role that the words just before a mention give it, or "" where none does."""
    tokens = reading.tokens
    at = reading.ending_at.get(mention.end)
    if at is not None and at + 1 < len(tokens):
        for role, side in (("genitive", "genitive_after"), ("subject", "subject_after"), ("target", "target_after")):
            if any(match.start == tokens[at + 1].start for match in markers.get(side, ())):
                return role
    first = reading.token_at.get(mention.start)
    if first is None:
        return ""
    by_end = {}
    for side, matches in markers.items():
        if side.endswith("_before"):
            for match in matches:
                by_end.setdefault(match.end, []).append((match.end - match.start, side.removesuffix("_before"), match.start))
    cue_ends = {
        end
        for match in reading.found.get("cue", ())
        if not match.cue.options.get("noun")
        for _, end in (match.spans[:1] if reading.lexicon.order == "vso" else match.spans if reading.lexicon.case else ((0, match.end),))
    }
    passing_ends = {match.end: match.start for match in passing}
    taken = {token_end for other in mentions for token_end in range(other.start, other.end + 1) if other is not mention}
    if reading.lexicon.prefixes:
        glued = _glued_role(reading, tokens[first], mention.kind)
        if glued:
            return glued
    # A verb, or a word that opens a clause, ends what a preposition before it can mark.
    verbs = {match.end for category in WALLS for match in reading.found.get(category, ())} | {end for _, end, _ in reading.dates}
    marked = _marker_before(reading, first, by_end, passing_ends, verbs | cue_ends | taken)
    if marked == "place" and reading.lexicon.toward and _is_direction(reading, mention, first, markers):
        marked = "target"
    by_case = _role_by_case(reading, mention, first)
    if marked and reading.lexicon.case and _is_out_of_reach(reading, first, by_end, passing_ends):
        marked = ""
    if not marked and reading.lexicon.toward and first and tokens[first - 1].end in by_end:
        # "Посольство в Багдаде": what governs the preposition takes the name up; its own ending says where.
        by_case = "place" if max(by_end[tokens[first - 1].end])[1] == "place" else by_case
    # No preposition governs a nominative: "из суда Варшава отозвала".
    return (
        (by_case if by_case == "subject" else marked)
        or by_case
        or ("genitive" if reading.lexicon.genitive_endings and _is_genitive(reading, mention) else "")
    )


def _is_out_of_reach(reading, first, by_end, passing_ends):
    """Whether unknown words part a name without an oblique ending from the preposition before it ("за взрыв Кабул свалил")."""
    token = reading.tokens[first]
    case = reading.lexicon.case
    oblique = token.written.isupper() or any(
        fits_shape(token.lower, case.get(kind, ())) for kind in ("genitive", "agent", "target", "none")
    )
    before = reading.tokens[first - 1] if first else None
    return not oblique and before is not None and before.end not in by_end and before.end not in passing_ends


def _marker_before(reading, first, by_end, passing_ends, walls):
    """Return the role of the preposition that reaches a name over articles, titles and a few unknown words, or ""."""
    tokens = reading.tokens
    unknown, at, steps = 0, first - 1, 0
    while at >= 0 and steps < MARKER_REACH:
        token = tokens[at]
        if token.end in by_end:
            length, role, start = max(by_end[token.end])
            before = tokens[reading.token_at[start] - 1] if reading.token_at.get(start, 0) > 0 else None
            if role == "none":
                return ""
            if role in ("place", "genitive") and before is not None and before.end in passing_ends:
                at = reading.token_at[start] - 1
                steps += 1
                continue
            return role
        if not token.written[0].isalnum() and token.written not in ("-", "’", "'"):
            return ""
        if token.end in walls:
            return ""
        if token.end in passing_ends:
            at = reading.token_at.get(passing_ends[token.end], at)
            glued = _glued_role(reading, tokens[at]) if reading.lexicon.glued else ""
            if glued:
                return glued
            at -= 1
            steps += 1
            continue
        unknown += 1
        if unknown > UNKNOWN_WORDS:
            return ""
        at -= 1
        steps += 1
    return ""


def _glued_role(reading, token, kind=""):
    """Return the role of a preposition written together with a name or a title (Arabic ل and ب), or "".

    A prefix listed both as target and as place marks a place before a capital, a receiver before other names.
    """
    at = reading.token_at[token.start]
    if at and any(match.end == reading.tokens[at - 1].end for match in reading.found.get("head", ())):
        return ""  # "الأمين العام للأمم المتحدة": a genitive
    sides = [side for side in ("target", "place", "agent", "topic") if _is_glued(reading, token, side)]
    return "place" if kind == "capital" and "place" in sides else sides[0] if sides else ""


def _is_glued(reading, token, side):
    """Whether a prefix listed for a side stands before a name or a title, rather than being a word's first letters.

    `prefix=article` is a prefix that takes the place of an article.
    """
    from detente.actors import ENDING, read_actors

    lexicon, word = reading.lexicon, token.written
    index = read_actors(lexicon.language)

    def known(name):
        stems = (name[: len(name) - cut] for cut in range(min(ENDING, len(name) - 2) + 1))
        return name.translate(lexicon.fold) in lexicon.titles or name in index.forms or any(stem in index.stems for stem in stems)

    for entry in lexicon.glued.get(side, ()):
        prefix, _, article = entry.partition("=")
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= 3 and known(article + rest) and (article or not known(word)):
            return True
    return False


def _role_of_compound(reading, markers, end, following):
    """Return the role that the particle of a compound gives the name it begins with ("벨라루스 항공사에 대한"), or ""."""
    if reading.lexicon.order != "sov":
        return ""
    for _ in range(COMPOUND_WORDS):
        word = re.match(r" [^\W_]+", reading.text[end:])
        if not word or end + 1 >= following:
            return ""
        start, end = end + 1, end + word.end()
        if any(match.start == start and match.cue.options.get("noun") for match in reading.found.get("cue", ())):
            # "그리스 총리의 앙카라 방문은": the particle is the act's own.
            return ""
        found = [
            (match.end - match.start, side.removesuffix("_after"))
            for side, matches in markers.items()
            if side.endswith("_after")
            for match in matches
            if start < match.start < end <= match.end and not reading.covers("not_marker", match.start, match.end)
        ]
        if found:
            return max(found)[1]
    return ""


def _behind_gloss(reading, mention, mentions, end, following):
    """Return where a name ends with its gloss in brackets (국제원자력기구(IAEA)는: the particle stands behind), and where the next name begins."""
    bracketed = re.match(r"[(（][^()（）]{1,14}[)）]", reading.text[end:]) if reading.lexicon.order == "sov" else None
    if bracketed:
        end += bracketed.end()
        following = min((other.start for other in mentions if other.start >= end), default=len(reading.text))
    return end, following


def _role_by_characters(reading, mention, markers, passing, mentions):
    """Return the role that particles after a mention, or a preposition before it, give it, or ""."""
    end = mention.end
    following = min((other.start for other in mentions if other.start >= end), default=len(reading.text))
    end, following = _behind_gloss(reading, mention, mentions, end, following)
    spaced = reading.lexicon.order == "sov"
    ends = {}
    for match in passing:
        ends[match.start] = max(match.end, ends.get(match.start, 0))
    links = {match.start: match.end for match in reading.found.get("genitive_link", ())} if reading.lexicon.order == "sov" else {}
    while (end in ends or spaced and end + 1 in ends and reading.text[end] == " ") and ends[end if end in ends else end + 1] <= following:
        # Korean writes the title as a word of its own, and the particle on it: 미국 대통령은.
        end = end if end in ends else end + 1
        if end in links and links[end] == ends[end] and links[end] not in ends:
            # 「米国の|制裁」: a word of the genitive passes only to a title or a head.
            break
        end = ends[end]
    best = None
    # Japanese and Korean titles stand between a name and its particle; a Chinese word after a name marks it only at once.
    reach = REACH_CHARACTERS if reading.lexicon.order == "sov" else 0
    for side, matches in markers.items():
        if side.endswith("_after"):
            for match in matches:
                if reading.covers("not_marker", match.start, match.end):
                    continue
                if end <= match.start <= min(end + reach, following):
                    gap = reading.text[end : match.start]
                    if any(mark in gap for mark in "、，,。 ；;") and not (gap == " " and spaced and side == "between_after"):
                        continue
                    rank = (match.start, -(match.end - match.start))
                    if best is None or rank < best[0]:
                        best = (rank, side.removesuffix("_after"))
    if best and best[0][0] == end:
        if best[1] == "genitive" and spaced and _owns_subject(reading, markers, best[0][0] - best[0][1], following):
            return "subject"
        return best[1]
    before = None
    for side, matches in markers.items():
        if side.endswith("_before"):
            for match in matches:
                if reading.covers("not_marker", match.start, match.end):
                    continue
                gap = reading.text[match.end : mention.start]
                if match.end <= mention.start and len(gap) <= 3 and not any(mark in gap for mark in "、，,。 ；;"):
                    rank = (mention.start - match.end, -(match.end - match.start))
                    if before is None or rank < before[0]:
                        before = (rank, side.removesuffix("_before"))
    if before:
        return before[1]
    return best[1] if best else _role_of_compound(reading, markers, end, following)


def _owns_subject(reading, markers, start, following):
    """Whether what a genitive belongs to is a subject: 「シリアの|暫定政府は」, with no other particle and no mark between."""
    found = [
        (match.start, side == "subject_after")
        for side, matches in markers.items()
        for match in matches
        if side.endswith("_after") and start <= match.start <= min(start + REACH_CHARACTERS, following)
    ]
    if not found or any(mark in reading.text[start : min(found)[0]] for mark in "、，,。 ；;「」"):
        return False
    place = min(found)[0]
    if any(start <= cue.start < place for cue in reading.found.get("cue", ())):
        # 「米国の|制裁は」: what it does, not who it is.
        return False
    return any(subject for at, subject in found if at == place)


def score_fit(reading, act, mention, side):
    """Return evidence that a mention is the act's sender (side "source") or receiver ("target")."""
    order, role = reading.lexicon.order, mention.role
    distance = _apart(reading, mention.start, act.start)
    # Where objects may stand before their verb, order counts from the verb.
    anchored = reading.lexicon.case and act.cue.anchor is not None and not act.noun
    before = mention.start < (act.cue.anchor if anchored else act.start)
    noun, passive = act.noun, act.passive or act.spoken
    if role == "from":
        # By whom in a passive, elsewhere of whom something is asked or taken.
        role = "agent" if passive and not noun else "target"
    if act.spoken and side == "source" and mention.role != "agent":
        # Whoever speaks; in a marked sentence, whoever is marked.
        return 1
    sender = side == "source"
    score = 4 - 2 * min(distance, 4)
    if sender and order == "vso" and any(q.start <= act.start < q.end and not q.start <= mention.start < q.end for q in reading.quotations):
        # Behind a quotation stands who speaks, then whom it is said to.
        score -= 4
    if sender and any(one.start <= mention.start < one.end and not one.start <= act.start < one.end for one in reading.conditions):
        # Whom a condition names is asked, and doesn't act outside it.
        score -= 8 if order == "sov" else 4
    if (
        order == "sov"
        and not sender
        and role == "target"
        and any(one.start <= mention.start < one.end and not one.start <= act.start < one.end for one in reading.conditions)
    ):
        # 「米国が台湾に武器を売り続けるなら」: what a condition speaks of is no receiver; its subject is.
        score -= 8
    if role == "topic":
        score -= 5
    elif role == "place" and sender and _place_acts(reading, act, mention):
        score += 2
    elif role == "place":
        score -= 4 if not (act.goes_to_place and not sender) else -2
    elif role == "agent" and order in ("v2", "sov") and not (sender or passive or noun):
        # "Von Moskau fordert Kiew …", 「イスラエルから大使を召還」: of whom something is asked, whom one leaves.
        score += 1
    elif role == "agent":
        score += (
            4
            if sender and (passive or noun)
            else (
                3
                if act.receives and not sender
                else 1
                if not (sender or passive or noun or before)
                else -5
                if sender and reading.lexicon.case
                else -3
            )
        )
    elif role == "target" and order == "sov" and passive and sender and before:
        # 「英国に追放された」: に marks the doer of a passive, where nothing else does.
        score += 1
    elif role == "target" and order == "sov" and passive and not sender and before:
        # "인도 선원이 나이지리아로 끌려갔다": who suffers it is the subject.
        score += 1
    elif role in ("target", "with"):
        score += (-5 if sender else 4) if role == "target" else -1 if sender else 3 if order == "sov" and not act.mutual else 1
        if act.receives:
            score += 2
    elif role == "between":
        score += 1 if sender else 2
    elif role == "subject" and order == "sov" and not passive and (inner := _is_inner(reading, act, mention)) is not None:
        # 「AはBが…したと非難した」: the outer one acts, on the inner one or on whom a particle marks.
        score += (-2 if inner else 5) if sender else (2 if inner else -4)
    elif role == "subject" and not passive and not sender and _is_answered(reading, act, mention):
        # "A가 …하자 B는 반발했다": B answers A.
        score += 1
    elif role == "subject":
        score += (3 if sender else -4) if not passive else (-4 if sender else 3)
        if act.spoken and not sender and order == "sov":
            # "미국은 … 철회하여야 한다": the subject is asked, whatever else is marked.
            score += 3
    elif role == "genitive":
        if act.receives:
            return score + (-3 if sender else 3)
        close = 0 <= act.start - mention.end <= 30 if before else 0 <= mention.start - act.end <= 12
        if noun and close:
            score += (3 if before or act.of == "source" else -1) if sender else (-1 if before or act.of == "source" else 3)
        elif order == "sov" and before and not noun and not passive:
            # "온두라스의 결단을 높이 평가했다": what is judged is the owner's.
            owned = act.act == "REJECT" and act.start - mention.end <= 12
            score += -4 if sender else 5 if owned else 2
        else:
            oblique = sender and (order == "v2" or reading.lexicon.case)
            score += 1 if not (sender or noun) and (not before or reading.lexicon.case) else -3 if oblique else -1
    else:
        speaker = _inverted_subject(reading, act)
        if speaker is not None:
            # What is said stands before: it may name whom the saying is aimed at.
            score += (4 if sender else -3) if mention is speaker else (-2 if sender else 3) if before else (-2 if sender else 1)
        else:
            score += _by_order(order, before, sender, passive, noun)
            if order == "vso" and not (before or noun or passive) and _has_subject(reading, act):
                score += -3 if sender else 2
    if order == "sov" and noun and mention.start >= act.end:
        # A noun's own words stand before it: "영국의 추방에 모스크바는 …".
        score -= 4
    if noun and any(
        min(mention.end, act.end) <= cue.start < max(mention.start, act.start) and cue is not act.cue
        for cue in reading.found.get("cue", ())
        if cue.cue.options.get("noun")
    ):
        # Another noun stands between: the name belongs to that one.
        score -= 2
    elif mention.kind == "demonym" and not mention.person and noun and before and act.start - mention.end <= 30:
        score += 3 if sender else -2
    if not sender and not noun and not passive and _is_object(reading, act, mention) and mention is not _inverted_subject(reading, act):
        score += 3
    if mention.adjacent and mention.start > act.start:
        # What takes up a name behind the verb acts in its own clause only.
        score -= 6
    if (
        mention.kind == "demonym"
        and noun
        and not before
        and mention.start - act.end <= 12
        and order in ("svo", "vso")
        and not reading.lexicon.case
    ):
        score += 3 if sender else -2
    return score


def _apart(reading, one, other):
    """Return how many clause breaks lie between two offsets; a quotation that stands between them, 「…」と, parts nothing where the verb is last."""
    distance = reading.clauses.distance(one, other)
    if reading.lexicon.order == "sov":
        low, high = sorted((one, other))
        for quote in reading.quotations:
            if low < quote.start and quote.end <= high:
                distance -= reading.clauses.distance(quote.start - 1, quote.end)
    return max(distance, 0)


def is_outer(reading, mention):
    """Return the match of the particle that makes a mention the topic of its whole sentence (は), or None."""
    following = min((other.start for other in reading.mentions if other.start >= mention.end), default=len(reading.text))
    start, _ = _behind_gloss(reading, mention, reading.mentions, mention.end, following)
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


def _is_inner(reading, act, mention):
    """Whether a subject is that of a clause inside (True) or of the sentence around it (False), None where there is but one.

    Only the verb that ends the sentence, or its quotation, has the outer one.
    """
    clause = reading.clauses.at(mention.start)
    subjects = [
        m for m in reading.mentions if m.role == "subject" and m.start < act.start and reading.clauses.distance(m.start, mention.start) <= 2
    ]
    outer = [m for m in subjects if is_outer(reading, m)]
    plain = [m for m in subjects if not is_outer(reading, m) and outer and m.start > outer[0].start]
    if not outer or not plain:
        return None
    behind = [
        cue
        for cue in reading.found.get("cue", ())
        if cue.start >= act.end and cue.cue.section != "idle" and not cue.cue.options.get("weak") and not cue.cue.options.get("noun")
    ]
    last = not any(reading.clauses.distance(act.start, cue.start) <= 1 for cue in behind)
    if not last:
        return None
    if mention in plain:
        return reading.clauses.distance(mention.start, act.start) <= 1 and clause is not None
    return False if mention is outer[0] else None


def _is_answered(reading, act, mention):
    """Whether a subject belongs to a clause that the act answers: a word such as 하자 closes it, and another subject follows."""
    for match in reading.found.get("upon", ()):
        if mention.end <= match.start and match.end <= act.start:
            return any(m.role == "subject" and match.end <= m.start < act.start and m.actors != mention.actors for m in reading.mentions)
    return False


def _is_object(reading, act, mention):
    """Whether a name follows an active verb at once, unmarked or as owner of what follows: its direct object."""
    if reading.lexicon.order == "vso":
        return _is_second(reading, act, mention)
    if reading.lexicon.order != "svo" or mention.role not in ("", "genitive") or not 0 <= mention.start - act.end <= 40:
        return False
    gap = reading.text[act.end : mention.start]
    return (
        len(gap.split()) <= 4
        and not any(act.end <= other.start < mention.start for other in reading.mentions)
        and not any(act.end <= match.start < mention.start for match in reading.found.get("complementiser", ()))
    )


def _has_subject(reading, act):
    """Whether a word that holds the subject opens the act's clause ("إنها لن تجالس كراكاس"): a name behind the verb is its object."""
    clause = reading.clauses.at(act.start)
    words = [m for m in reading.found.get("own_subject", ()) if m.start < act.end and reading.clauses.at(m.start) == clause]
    return any(not any(word.end <= m.start < act.start for m in reading.mentions) for word in words)


def _is_second(reading, act, mention):
    """Whether a name is the first unmarked one behind a verb's subject, in the verb's clause ("طالبت مصر إسرائيل")."""
    between = [other for other in reading.mentions if act.start < other.start < mention.start and other.actors]
    return (
        not mention.role
        and mention.start > act.start
        and bool(between)
        and not any(other.role for other in between)
        and len(between) == len([m for m in group_of(reading, between[0]) if m.start < mention.start and m.start > act.start])
        and not any(mention.actors == other.actors for other in between)
        and mention not in group_of(reading, between[0])
        and reading.clauses.distance(act.start, mention.start) == 0
        and not any(act.end <= match.start < mention.start for match in reading.found.get("complementiser", ()))
    )


def _inverted_subject(reading, act):
    """Return the subject behind a verb of saying that opens its clause after what is said (", warned Moscow"), or None."""
    return next((m for m in reading.mentions if not m.role and _is_inverted(reading, act, m)), None)


def _follows_apposition(reading, clause):
    """Whether the clause before is a mere name or apposition ("El presidente chileno, Gabriel Boric, tildó …"): it holds the subject."""
    if not clause:
        return False
    low, high = reading.clauses.span(clause - 1)
    return any(low <= m.start < high and not m.role for m in reading.mentions) and not any(
        low <= cue.start < high for cue in reading.found.get("cue", ())
    )


def _is_inverted(reading, act, mention):
    if act.noun or not 0 < mention.start - act.end <= 40 or reading.clauses.distance(mention.start, act.end):
        return False
    clause = reading.clauses.at(act.start)
    start = reading.clauses.span(clause)[0]
    first = reading.lexicon.inversion and not act.passive and not _follows_apposition(reading, clause)
    if clause == 0 and not first or act.start - start > 5 or any(start <= m.start < act.start for m in reading.mentions):
        return False
    if any(act.end <= m.start < mention.start for m in reading.mentions):
        return False
    quoted = any(0 <= start - q.end <= 4 for q in reading.quotations)
    said = reading.lexicon.inversion and any(match.start <= act.start < match.end for match in reading.found.get("speech", ()))
    return (
        quoted
        or said
        or first
        or reading.lexicon.order == "v2"
        and not any(
            start <= match.start <= act.start
            for category in ("complementiser", "opener", "relative", "condition", "until")
            for match in reading.found.get(category, ())
        )
    )


def _place_acts(reading, act, mention):
    """Whether the place stands for who acts: the cue says so, or its verb has an ending that names nobody ("В Кремле пригрозили")."""
    clause = reading.clauses.at(act.start)
    # In a passive whoever is unmarked is the patient ("In Moskou is een journalist opgepakt").
    if any(
        m.role in (("agent",) if act.passive and act.cue.cue.options.get("by_place") else ("", "subject", "agent"))
        and (m.role or m.start < act.start)
        and reading.clauses.at(m.start) == clause
        and m.actors
        for m in reading.mentions
    ):
        return False
    if act.cue.cue.options.get("by_place"):
        return True
    toward = reading.lexicon.toward
    if toward and not any(t.lower in toward and 0 < mention.start - t.end <= 25 for t in reading.tokens):
        return False
    words = [token.lower for token in reading.tokens if any(start <= token.start < end for start, end in act.cue.spans)]
    return any(fits_shape(word, reading.lexicon.place_acts) for word in words)


@lru_cache(maxsize=100_000)
def fits_shape(word, shapes):
    """Return the longest of some shapes such as `ge*d` or `*ами` that a word has, or None."""
    best = None
    for shape in shapes:
        first, star, last = shape.partition("*")
        fits = word == shape if not star else word.startswith(first) and word.endswith(last) and len(word) > len(first) + len(last) + 1
        if fits and (best is None or len(shape) > len(best)):
            best = shape
    return best


def _is_direction(reading, mention, first, markers):
    """Whether a name after a preposition of place stands in the case of a direction ("в Киев"), not of a place ("в Киеве")."""
    lexicon, tokens = reading.lexicon, reading.tokens
    at = next((n for n in range(first - 1, max(-1, first - 5), -1) if tokens[n].lower in lexicon.toward), None)
    if at is None or not any(match.end == tokens[at].end and match.start == tokens[at].start for match in markers.get("place_before", ())):
        return False
    run = tokens[first : reading.ending_at.get(mention.end, first) + 1]
    heads = {match.start for match in reading.found.get("head", ())}
    following = tokens[first + len(run)] if first + len(run) < len(tokens) else None
    if mention.kind == "demonym" and following is not None and following.start in heads:
        run = [following]
    return not any(fits_shape(token.lower, lexicon.places) or token.lower in lexicon.places for token in run)


def _role_by_case(reading, mention, first):
    """Return the role that the ending of a name, or of the title before it, gives it, or ""."""
    lexicon, tokens = reading.lexicon, reading.tokens
    start = first
    titles = {
        match.end: match.start
        for category, matches in reading.found.items()
        if category in ("head", "title") or category.startswith("office.")
        for match in matches
    }
    heads = {match.end for match in reading.found.get("head", ())} - {match.end for match in reading.found.get("title", ())}
    own = tokens[first]
    bound = own.written.isupper() or fits_shape(own.lower, lexicon.case.get("genitive", ()))
    while start > 0 and tokens[start - 1].end in titles and (bound or tokens[start - 1].end not in heads):
        start = reading.token_at.get(titles[tokens[start - 1].end], start - 1)
    last = reading.ending_at.get(mention.end, first)
    run = tokens[start : last + 1]
    if mention.kind == "demonym" and last + 1 < len(tokens) and tokens[last + 1].start in {m.start for m in reading.found.get("head", ())}:
        run = run + [tokens[last + 1]]
    for number, token in enumerate(run):
        best = max(
            ((len(shape), role) for role, shapes in lexicon.case.items() if (shape := fits_shape(token.lower, shapes))), default=None
        )
        if best and best[1] != "none":
            return best[1]
        if best is None and start + number < first:
            return ""
    return ""


def _is_genitive(reading, mention):
    """Whether a name is written with the ending of a genitive ("Moskaus") and nothing follows that takes it up."""
    written = reading.text[mention.start : mention.end]
    if mention.kind == "demonym" or mention.person is not None:
        return False
    for ending in reading.lexicon.genitive_endings:
        if written.endswith(ending):
            from detente.actors import read_actors

            stem = reading.lexicon.tokenise(written[: -len(ending)])
            return any(m.actors == mention.actors for m in read_actors(reading.lexicon.language).find(written[: -len(ending)], stem))
    return False


def _by_order(order, before, sender, passive, noun):
    """Return the evidence of word order for a mention that nothing marks."""
    subject = sender != passive
    if order == "sov":
        return (2 if before else -4) if subject else (1 if before else -4)
    if before:
        return 2 if subject else -3
    if order == "svo" and not noun:
        return -3 if subject else 2
    if order == "vso":
        return 1 if subject else 0
    # Verb first, or an inverted main clause: the subject follows the verb.
    return 0 if subject else 1


def assign(reading, act, speech=None):
    """Return (sources, targets): the best-fitting groups of mentions for an act; either may be empty.

    Who receives an invitation is the subject of "received": the two sides change places. `speech` holds the act: who speaks
    from outside it is no part of what is said.
    """
    outside = (
        speech.speaker
        if speech is not None and speech.speaker is not None and not (speech.start <= speech.speaker.start < speech.end)
        else None
    )
    mentions = reading.mentions
    if outside is not None:
        reading.mentions = [m for m in mentions if not (m.start == outside.start and m.end == outside.end)]
    sources, targets = _assign(reading, act)
    reading.mentions = mentions
    return (targets, sources) if act.receives else (sources, targets)


def _assign(reading, act):
    if act.spoken:
        scored = [(score_fit(reading, act, m, "target"), -abs(m.start - act.start), m) for m in reading.mentions if m.actors]
        best = max(scored, key=lambda one: one[:2], default=None)
        return [], group_of(reading, best[2]) if best and best[0] >= NEEDED else []
    mentions = [mention for mention in reading.mentions if mention.actors]
    if act.mutual:
        pair = _mutual(reading, act, mentions)
        if pair:
            return pair
        act.mutual = act.mutual != "group"
    order = reading.lexicon.order
    scored_source = [(score_fit(reading, act, m, "source"), m) for m in mentions]
    scored_target = [(score_fit(reading, act, m, "target"), m) for m in mentions]
    best, choice = None, ([], [])
    sources = [(score, m) for score, m in scored_source if score >= NEEDED]
    targets = [(score, m) for score, m in scored_target if score >= NEEDED]
    for s_score, source in sources:
        for t_score, target in targets:
            if source is target or source.actors == target.actors or order == "vso" and source in group_of(reading, target):
                continue
            total = s_score + t_score
            if order in ("v2", "vso") and source.start > act.start and target.start > act.start and not source.role and not target.role:
                total += 1 if (source.start < target.start) != act.passive else -1
            if order == "sov" and not source.role and not target.role:
                total += 1 if source.start < target.start else -1
            rank = (total, -abs(source.start - act.start) - abs(target.start - act.start), -source.start, s_score)
            if best is None or rank > best:
                best, choice = rank, ([source], [target])
    if best is not None and max(sources, key=lambda one: one[0])[0] - best[-1] >= OUTSTANDING:
        # The clause's own subject outstands: it acts, on somebody this sentence may not name.
        best = None
    if best is None:
        top_source = max(sources, key=lambda one: (one[0], -abs(one[1].start - act.start)), default=None)
        top_target = max(targets, key=lambda one: (one[0], -abs(one[1].start - act.start)), default=None)
        if top_source and (not top_target or top_source[0] >= top_target[0]):
            choice = ([top_source[1]], [])
        elif top_target:
            choice = ([], [top_target[1]])
    source_group = [m for one in choice[0] for m in group_of(reading, one)]
    target_group = [m for one in choice[1] for m in group_of(reading, one)]
    if source_group and target_group and {m.start for m in source_group} & {m.start for m in target_group}:
        source_group, target_group = choice
    return source_group, target_group


def _mutual(reading, act, mentions):
    """Return the two sides of a mutual act named as one group ("A and B met", "talks between A and B"), or None."""
    two = next(
        (m for m in mentions if m.kind == "pronoun" and len(m.actors) == 2 and reading.clauses.distance(m.start, act.start) <= 1), None
    )
    if two is not None:
        return [two], [two]
    near = [m for m in mentions if m.role not in ("topic", "place") and reading.clauses.distance(m.start, act.start) <= 1]
    order_last = reading.lexicon.order == "sov"
    for mention in sorted(near, key=lambda m: abs(m.start - act.start)):
        group = [m for m in group_of(reading, mention) if m.actor]
        if len({m.actor for m in group}) > 1:
            object_of = (
                mention.role == "target"
                or order_last
                and mention.role == "with"
                or mention.role == "genitive"
                and not act.noun
                and mention.start > act.start
            )
            if object_of and any(m.role in ("", "subject") and m not in group for m in near):
                continue
            return group, group
    between = [m for m in mentions if m.role == "between"]
    if len({m.actor for m in between if m.actor}) > 1:
        return between, between
    return None
