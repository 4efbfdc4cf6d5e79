"""Evidence: how well a mention fits as the sender or the receiver of an act, in small whole numbers added up.

For and against: the clause it stands in, its marker, word order, and what else the act's clause holds.
"""

from detente.cases import fits_shape
from detente.groups import group_of, is_outer

OBJECT_REACH = 60  # characters from a verb to its object
JUDGING = ("ACCUSE", "THREATEN", "REJECT")
INSERTED_CLAUSES = 3  # of a relative clause that stands between a subject and its verb
APPOSED_WORDS = 4  # "Paris, furieux, a convoqué …": what only describes the subject is short

JOINED_REACH = 12  # characters between "and" and the verb it adds: an adverb stands there


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
        and role in ("target", "with", "genitive")
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
    elif role == "target" and order == "sov" and not (sender or before or noun):
        # Behind a verb that comes last stands what it describes, and the next verb's words.
        score += 1
    elif role in ("target", "with"):
        score += (-5 if sender else 4) if role == "target" else -1 if sender else 3 if order == "sov" and not act.mutual else 1
        if order in ("svo", "vso") and not sender and _is_of_coordinated(reading, act, mention):
            # "Broke off relations with Peru and resumed talks with Chile": each verb has its own.
            score -= 3
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
            score += -3 if sender else 5 if owned else 2
        else:
            oblique = sender and (order == "v2" or reading.lexicon.case)
            # "Affirmed support for Kyiv against Russia's invasion": an owner named behind a verb isn't its subject.
            behind = sender and order == "svo" and not (before or noun or passive)
            score += 1 if not (sender or noun) and (not before or reading.lexicon.case) else -3 if oblique else -4 if behind else -1
    else:
        speaker = _inverted_subject(reading, act)
        if speaker is not None:
            # What is said stands before: it may name whom the saying is aimed at.
            score += (4 if sender else -3) if mention is speaker else (-2 if sender else 3) if before else (-2 if sender else 1)
        else:
            score += _by_order(order, before, sender, passive, noun)
            if order == "vso" and not (before or noun or passive) and _has_subject(reading, act):
                score += -3 if sender else 2
            if order == "vso" and before and not (noun or passive) and (rank := _place_behind_verb(reading, act, mention)) is not None:
                # "أرغمت سفينة إسبانية قاربا مغربيا … واحتجزت ثلاثة": who did the first did the second too.
                score += (2 if sender else -1) if rank == 0 else (-4 if sender else 2)
    if order == "sov" and not (sender or noun or passive) and act.act in JUDGING and _is_said_of_another(reading, act, mention):
        # "미국은 중국이 러시아에 … 준다고 비판했다": whom the inner subject deals with is not judged.
        score -= 6
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
    if order == "svo" and not (noun or passive) and (owner := _preposed_subject(reading, act)) is not None:
        # "After releasing the French writer, Algiers demanded …": the main clause's subject did both.
        score = (6 if sender else -4) if mention is owner else score - 4 if sender else score
    if order in ("svo", "v2") and sender and before and not (role or noun or passive) and _is_object_before(reading, act, mention):
        # "Sweden boarded a Russian freighter and jailed its captain": Russia is the object of the verb before.
        score -= 4
    if order == "v2" and before and not (role or noun or passive) and _is_behind_subject(reading, act, mention):
        # "… dat Rusland het Finse signaal stoort": the verb is last, so the second name is its object.
        score += -3 if sender else 4
    if order == "v2" and not (sender or before or role or noun or passive) and _is_behind_verb(reading, act, mention):
        # "Nicaragua verklagt Deutschland … für Israel": what follows the verb unmarked is its object.
        score += 4
    if order == "v2" and not (before or role or noun or passive or distance) and _shares_subject(reading, act):
        # "Rabat opende de grens met Spanje en weigerde Algerije de doortocht": whoever did the first did the second.
        score += -4 if sender else 2
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
    """Return how many clause breaks lie between two offsets; a quotation that stands between them, 「…」と,
    parts nothing where the verb is last.
    """
    distance = reading.clauses.distance(one, other)
    if reading.lexicon.order == "sov":
        low, high = sorted((one, other))
        for quote in reading.quotations:
            if low < quote.start and quote.end <= high:
                distance -= reading.clauses.distance(quote.start - 1, quote.end)
    return max(distance, 0)


def _is_inner(reading, act, mention):
    """Whether a subject is that of a clause inside (True) or of the sentence around it (False), None where there is but one.

    Only the verb that ends the sentence, or its quotation, has the outer one.
    """
    clause = reading.clauses.at(mention.start)
    subjects = [
        m for m in reading.mentions if m.role == "subject" and m.start < act.start and reading.clauses.distance(m.start, mention.start) <= 2
    ]
    inverted = _inner_before(reading, act, subjects)
    if inverted is not None:
        inner, outer = inverted
        return True if mention is inner else False if mention is outer else None
    quoted = [m for m in subjects if any(q.start <= m.start < q.end and not q.start <= act.start < q.end for q in reading.quotations)]
    outer = next((m for m in subjects if is_outer(reading, m) and m not in quoted), None)
    if outer is None:
        return None
    # 「Bが…している|とAは責めた」: what is said may stand before who says it.
    opens = [match.start for match in reading.found.get("quotative", ()) if match.end == outer.start]
    plain = [
        m
        for m in subjects
        if m is not outer and (m in quoted or any(m.end <= start for start in opens) or m.start > outer.start and not is_outer(reading, m))
    ]
    if not plain or plain[0].start > outer.start and _has_verb_between(reading, outer.end, plain[0].start):
        return None
    behind = [
        cue
        for cue in reading.found.get("cue", ())
        if cue.start >= act.end and cue.cue.section != "idle" and not cue.cue.options.get("weak") and not cue.cue.options.get("noun")
    ]
    last = not any(reading.clauses.distance(act.start, cue.start) <= 1 for cue in behind)
    # 「AはBが…していたと発表した」: what is told is not done by who tells it.
    last = last and not any(
        act.end <= match.start and reading.clauses.distance(act.start, match.start) <= 1 for match in reading.found.get("speech", ())
    )
    if not last:
        return None
    if mention in plain:
        reach = 2 if any(mention.end <= m.start <= act.end for m in reading.found.get("complementiser", ())) else 1
        return reading.clauses.distance(mention.start, act.start) <= reach and clause is not None
    return False if mention is outer else None


def _is_said_of_another(reading, act, mention):
    """Whether a name stands in the words said that an act judges, behind their own subject and before the word that closes them."""
    if mention.role == "subject":
        return False
    closing = [m for m in reading.found.get("complementiser", ()) if mention.end <= m.start <= act.end and act.start - m.end <= 8]
    if not closing:
        return False
    before = [m for m in reading.mentions if m.role == "subject" and m.end <= mention.start]
    return len(before) > 1 and any(_is_inner(reading, act, m) for m in before)


def _inner_before(reading, act, subjects):
    """Return (inner, outer), subjects before and behind what closes the words said ("인도가 조작했다|고 캐나다가 비난했다"), or None."""
    for match in reading.found.get("complementiser", ()):
        outer = [m for m in reading.mentions if m.role == "subject" and match.end <= m.start < act.end]
        inner = [m for m in reading.mentions if m.role == "subject" and m.start < match.start]
        if outer and inner and outer[-1].start - match.end <= 2 and match.start <= act.end and outer[-1].actors != inner[-1].actors:
            return inner[-1], outer[-1]
    return None


def _has_verb_between(reading, low, high):
    """Whether a full cue stands between two offsets: 「AはXを追い払い、BがYになだれ込んだ」, the outer one has had its verb."""
    between = [cue.cue for cue in reading.found.get("cue", ()) if low <= cue.start and cue.end <= high]
    return any(cue.section != "idle" and not (cue.options.get("weak") or cue.options.get("noun")) for cue in between)


def _is_answered(reading, act, mention):
    """Whether a subject belongs to a clause that the act answers: a word such as 하자 closes it, and another subject follows."""
    for match in reading.found.get("upon", ()):
        if mention.end <= match.start and match.end <= act.start:
            return any(m.role == "subject" and match.end <= m.start < act.start and m.actors != mention.actors for m in reading.mentions)
    return False


def _is_of_coordinated(reading, act, mention):
    """Whether a marked name goes with another verb, that "and" joins to the act's in one clause: with the verb nearest before it."""
    if act.noun or act.passive or reading.clauses.distance(act.start, mention.start):
        return False
    verbs = [
        cue
        for cue in reading.found.get("cue", ())
        if cue.start < mention.start
        and cue.cue.section != "idle"
        and not (cue.cue.options.get("noun") or cue.cue.options.get("weak"))
        and not (act.start <= cue.start < act.end)
        and reading.clauses.distance(cue.start, act.start) == 0
    ]
    if mention.start < act.start:
        joined = (mention.end, act.start)
    else:
        verbs = [cue for cue in verbs if cue.start >= act.end]
        joined = (act.end, min((cue.start for cue in verbs), default=0))
    return bool(verbs) and any(
        joined[0] <= m.start and m.end <= joined[1] and joined[1] - m.end <= JOINED_REACH
        for category in ("and", "and_clause")
        for m in reading.found.get(category, ())
    )


def _is_object(reading, act, mention):
    """Whether a name follows an active verb at once, unmarked or as owner of what follows: its direct object."""
    if reading.lexicon.order == "vso":
        return _is_second(reading, act, mention)
    if reading.lexicon.mode == "characters" and reading.lexicon.order == "svo" and mention.role in ("", "genitive"):
        inner = [m for m in reading.mentions if act.start < m.start < act.end]
        if inner and inner[0].role in ("", "genitive") and any(m.start < act.start and not m.role for m in reading.mentions):
            # 允许|联合国|车队取道乍得: the name between the words of a cue is its object, not one behind them.
            return mention is inner[0]
    if reading.lexicon.order != "svo" or mention.role not in ("", "genitive") or not 0 <= mention.start - act.end <= 40:
        return False
    gap = reading.text[act.end : mention.start]
    return (
        len(gap.split()) <= 4
        and not any(act.end <= other.start < mention.start for other in reading.mentions)
        and not any(act.end <= match.start < mention.start for match in reading.found.get("complementiser", ()))
    )


def _preposed_subject(reading, act):
    """Return the name that opens the clause behind the act's own, where that one opens the sentence and has no subject, or None."""
    clauses = reading.clauses
    clause = clauses.at(act.start)
    if clause + 1 >= len(clauses.breaks) or clause and clauses.breaks[clause] not in clauses.hard:
        return None
    start, end = clauses.span(clause)
    if act.start - start > 60 or any(start <= m.start < act.start for m in reading.mentions):
        return None
    low, high = clauses.span(clause + 1)
    if reading.text[end : end + 1] != "," or clauses.breaks[clause + 1] in clauses.hard:
        return None
    subject = next((m for m in reading.mentions if low <= m.start < high), None)
    if subject is None or subject.role or len(reading.text[low : subject.start].split()) > 3:
        return None
    return subject


def _is_behind_subject(reading, act, mention):
    """Whether another actor's unmarked name stands before a mention in the act's clause: the subject of a verb that comes last."""
    if mention.adjacent or reading.clauses.distance(mention.start, act.start) or _inverted_subject(reading, act) is not None:
        return False
    group = group_of(reading, mention)
    return any(
        m.start < mention.start
        and not m.role
        and m.actors
        and m.actors != mention.actors
        and m not in group
        and reading.clauses.distance(m.start, mention.start) == 0
        for m in reading.mentions
    )


def _is_object_before(reading, act, mention):
    """Whether a name is the object of an active verb that stands before an act: its subject stands before both."""
    for cue in reading.found.get("cue", ()):
        if cue.end > act.start or cue.cue.options.get("noun") or not cue.start < mention.start or mention.start - cue.start > OBJECT_REACH:
            continue
        inside = cue.start < mention.start < cue.end or not any(cue.end <= m.start < mention.start for m in reading.mentions)
        subject = any(m.end <= cue.start and not m.role and reading.clauses.distance(m.start, cue.start) <= 1 for m in reading.mentions)
        if inside and subject and reading.clauses.distance(cue.start, mention.start) == 0:
            return True
    return False


def _is_behind_verb(reading, act, mention):
    """Whether a mention is the first behind an act in its clause, and another actor's unmarked name stands before the act."""
    if reading.clauses.distance(act.start, mention.start) or mention is _inverted_subject(reading, act):
        return False
    if any(act.start < m.start < mention.start for m in reading.mentions):
        return False
    return any(
        m.start < act.start and not m.role and m.actors and m.actors != mention.actors and not reading.clauses.distance(m.start, act.start)
        for m in reading.mentions
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


def _place_behind_verb(reading, act, mention):
    """Return 0 for the subject and 1 for the object of the verb before the act's, where both stand behind it unmarked, or None."""
    verbs = [
        cue
        for cue in reading.found.get("cue", ())
        if cue.start < mention.start and cue.end <= act.start and not cue.cue.options.get("noun") and cue.cue.section != "idle"
    ]
    if not verbs:
        return None
    start = max(cue.start for cue in verbs)
    behind = [m for m in reading.mentions if start < m.start < act.start and m.actors]
    subject = next((m for m in behind if not m.role), None)
    if subject is None or any(m.role for m in behind if m.start < subject.start):
        return None
    if mention in group_of(reading, subject):
        return 0
    return 1 if mention.start > subject.start and mention.actors != subject.actors else None


def _inverted_subject(reading, act):
    """Return the subject behind a verb of saying that opens its clause after what is said (", warned Moscow"), or None."""
    return next((m for m in reading.mentions if not m.role and _is_inverted(reading, act, m)), None)


def _follows_apposition(reading, clause):
    """Whether what stands before is a mere name or apposition ("Gabriel Boric, furioso, tildó …"): it holds the subject."""
    relative = [reading.clauses.at(match.start) for match in reading.found.get("relative", ())]
    inserted = [number for number in relative if max(1, clause - INSERTED_CLAUSES) <= number < clause]
    if inserted:
        # "Paris, qui avait exigé des excuses, a convoqué …": the subject stands before what is inserted.
        clause = min(inserted)
    for number in range(clause - 1, -1, -1):
        low, high = reading.clauses.span(number)
        if any(low <= cue.start < high for cue in reading.found.get("cue", ())):
            return False
        inside = [m for m in reading.mentions if low <= m.start < high]
        if inside:
            return any(not m.role for m in inside)
        if len(reading.text[low:high].split()) > APPOSED_WORDS:
            return False
    return False


def _is_inverted(reading, act, mention):
    token = reading.token_at.get(act.start)
    if reading.lexicon.gerunds and token is not None and fits_shape(reading.tokens[token].lower, reading.lexicon.gerunds):
        # "…, tuant six bergers afghans": what has no subject of its own hides none behind it.
        return False
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
    if reading.lexicon.order == "v2" and not quoted and _shares_subject(reading, act):
        return False
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


def _shares_subject(reading, act):
    """Whether a verb stands right behind an "and" that opens its clause, so that its subject is that of the clause before."""
    start = reading.clauses.span(reading.clauses.at(act.start))[0]
    opened = any(
        start - 5 <= match.start <= start + 1 and match.start < act.start
        for category in ("and", "and_clause")
        for match in reading.found.get(category, ())
    )
    words = reading.text[start : act.start].split()
    return opened and len(words) <= 1 and any(m.start < start and m.actors and not m.role for m in reading.mentions)


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
