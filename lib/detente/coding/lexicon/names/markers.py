"""Markers: the role that a preposition, a particle or a case gives each name of a sentence.

Grain: one role a mention: target, agent, place, topic, genitive, between, with, from, subject, or "" where nothing marks
it. The words are the language's data file's.
"""

import re
from typing import NamedTuple

from detente.coding.lexicon.names.actors import join_adjacent
from detente.coding.lexicon.names.cases import fits_shape, glued_role, is_direction, is_genitive, role_by_case
from detente.coding.lexicon.names.groups import (
    PASSING,
    REACH_CHARACTERS,
    behind_gloss,
    is_gloss,
    is_group,
    is_place_before_comma,
    own_offices,
    role_in_group,
    stands_alone,
)

MARKER_REACH = 6  # words between a marker and the name it marks: article, adjectives, title
COMPOUND_WORDS = 4  # words of a Korean compound: 시리아 북부 주둔군 일부를
UNKNOWN_WORDS = 2  # of those, how many may be words that no list knows
WALLS = ("complementiser", "relative", "opener", "coordinator", "condition", "speech", "passive", "will", "hypothetical", "wall")


def mark_roles(reading):
    """Return the reading's mentions, neighbours joined, each with the role its marker gives it; groups share a role."""
    lexicon, found = reading.lexicon, reading.found
    passing = [match for category in PASSING for match in found.get(category, ())]
    passing += [match for category, matches in found.items() if category.startswith("office.") for match in matches]

    def between(start, end):
        piece = reading.text[start:end]
        if not piece.strip():
            return True
        if any(mark in piece for mark in ",;:，、；：（("):
            return False
        if lexicon.object_articles and not lexicon.object_articles.isdisjoint(piece.lower().split()):
            # "In Kairo den ägyptischen Präsidenten": the article opens another phrase.
            return False
        left = start
        cover = sorted((match.start, match.end) for match in passing if match.start >= start - 1 and match.end <= end + 1)
        for low, high in cover:
            if reading.text[left:low].strip():
                return False
            left = max(left, high)
        return not reading.text[left:end].strip()

    mentions = join_adjacent(own_offices(reading, passing), reading.text, between)
    if lexicon.order == "sov":
        mentions = [m for number, m in enumerate(mentions) if not (number and is_gloss(reading, mentions[number - 1], m))]
    find = _role_by_characters if lexicon.mode == "characters" else _role_by_words
    markers = {category.removeprefix("marker."): matches for category, matches in found.items() if category.startswith("marker.")}
    before = _words_before(reading, markers, passing) if mentions and lexicon.mode == "words" else passing
    marked = []
    for number, mention in enumerate(mentions):
        role = mention.role or find(reading, mention, markers, before, mentions)
        if (
            marked
            and not role
            and is_group(reading, mentions[number - 1], mention)
            and not is_place_before_comma(reading, marked[-1], mention)
            and not (lexicon.case and stands_alone(reading, marked[-1], mention))
        ):
            role = marked[-1].role
        elif marked and lexicon.case and is_group(reading, mentions[number - 1], mention) and marked[-1].role != role:
            role = role_in_group(reading, marked[-1], mention, role)
        marked.append(mention._replace(role=role) if role != mention.role else mention)
    if lexicon.mode == "characters":
        headline = (
            len(marked) > 1
            and marked[0].start == 0
            and reading.text[marked[0].end : marked[1].start].strip() == ","
            and (marked[1].role == "with" or lexicon.order == "sov" and not marked[0].role and marked[1].role not in ("", "subject"))
        )
        # The particle stands after the last of a group, so the earlier ones take it from there.
        for number in range(len(marked) - 2, -1, -1):
            if not is_group(reading, marked[number], marked[number + 1]):
                continue
            role, following = marked[number].role, marked[number + 1].role
            # "캐나다와 멕시코는": what joins two subjects is no companion of one.
            if following and (not role or lexicon.order == "sov" and role == "with" and following == "subject"):
                marked[number] = marked[number]._replace(role=following)
        if headline:
            # "칠레, 볼리비아와 …", "美, 中에 …": the name before the comma is the subject.
            marked[0] = marked[0]._replace(role="subject")
    return marked


class _WordsBefore(NamedTuple):
    """Where the words of a sentence end that bear on a name behind them: its markers, what they pass over, and what stops them."""

    by_end: dict  # markers as (length, role, start)
    passing_ends: dict
    walls: set


def _words_before(reading, markers, passing):
    """Return the _WordsBefore of a sentence. A verb, or a word that opens a clause, ends what a preposition before it can mark."""
    by_end = {}
    for side, matches in markers.items():
        if side.endswith("_before"):
            for match in matches:
                by_end.setdefault(match.end, []).append((match.end - match.start, side.removesuffix("_before"), match.start))
    walls = {match.end for category in WALLS for match in reading.found.get(category, ())} | {end for _, end, _ in reading.dates}
    order, case = reading.lexicon.order, reading.lexicon.case
    for match in reading.found.get("cue", ()):
        if not match.cue.options.get("noun"):
            walls.update([match.spans[0][1]] if order == "vso" else [end for _, end in match.spans] if case else [match.end])
    return _WordsBefore(by_end, {match.end: match.start for match in passing}, walls)


def _role_by_words(reading, mention, markers, words, mentions):
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
    by_end, passing_ends, walls = words
    taken = {token_end for other in mentions for token_end in range(other.start, other.end + 1) if other is not mention}
    if reading.lexicon.prefixes:
        glued = glued_role(reading, tokens[first], mention.kind)
        if glued:
            return glued
    marked = _marker_before(reading, first, words, taken)
    if marked == "place" and reading.lexicon.toward and is_direction(reading, mention, first, markers):
        marked = "target"
    by_case = role_by_case(reading, mention, first)
    if marked and reading.lexicon.case and _is_out_of_reach(reading, first, by_end, passing_ends):
        marked = ""
    if not marked and reading.lexicon.toward and first and tokens[first - 1].end in by_end:
        # "Посольство в Багдаде": what governs the preposition takes the name up; its own ending says where.
        if max(by_end[tokens[first - 1].end])[1] == "place":
            by_case = "target" if is_direction(reading, mention, first, markers) else "place"
    # No preposition governs a nominative: "из суда Варшава отозвала".
    return (
        (by_case if by_case == "subject" else marked)
        or by_case
        or ("genitive" if reading.lexicon.genitive_endings and is_genitive(reading, mention) else "")
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


def _marker_before(reading, first, words, taken):
    """Return the role of the preposition that reaches a name over articles, titles and a few unknown words, or ""."""
    tokens = reading.tokens
    by_end, passing_ends, walls = words
    unknown, at, steps = 0, first - 1, 0
    owners = reading.lexicon.genitive_articles
    opened, articles = False, {m.end for m in reading.found.get("article", ())} if owners else ()
    while at >= 0 and steps < MARKER_REACH:
        token = tokens[at]
        if token.end in by_end:
            length, role, start = max(by_end[token.end])
            before = tokens[reading.token_at[start] - 1] if reading.token_at.get(start, 0) > 0 else None
            if role == "none":
                return ""
            governed = before is not None and before.end in passing_ends and not _is_owned(reading, passing_ends[before.end], taken)
            if role in ("place", "genitive") and governed:
                at = reading.token_at[start] - 1
                steps += 1
                continue
            return role
        if not token.written[0].isalnum() and token.written not in ("-", "’", "'"):
            return ""
        if token.end in walls or token.end in taken:
            return ""
        if token.end in passing_ends:
            # "am Viktoriasee acht ugandische Fischer": a number or an article opens a phrase, and a noun before it ends the other.
            opened = opened or token.end in articles and token.lower not in owners
            at = reading.token_at.get(passing_ends[token.end], at)
            glued = glued_role(reading, tokens[at]) if reading.lexicon.glued else ""
            if glued:
                return glued
            at -= 1
            steps += 1
            continue
        if opened and token.written[0].isupper():
            return ""
        unknown += 1
        if unknown > UNKNOWN_WORDS:
            return ""
        at -= 1
        steps += 1
    return ""


def _is_owned(reading, start, taken):
    """Whether a name stands before a head, whose it is: in "the British embassy in Buenos Aires" only the place is left to tell."""
    return reading.lexicon.order == "svo" and start - 1 in taken


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


def _role_by_characters(reading, mention, markers, passing, mentions):
    """Return the role that particles after a mention, or a preposition before it, give it, or ""."""
    end = mention.end
    following = min((other.start for other in mentions if other.start >= end), default=len(reading.text))
    end, following = behind_gloss(reading, mention, mentions, end, following)
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
    if any(cue.start < place and start < cue.end for cue in reading.found.get("cue", ())):
        # 「米国の|制裁は」: what it does, not who it is.
        return False
    return any(subject for at, subject in found if at == place)
