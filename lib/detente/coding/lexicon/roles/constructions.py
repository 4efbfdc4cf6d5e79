"""Constructions: where a name stands toward a verb, by the order of words, the clauses between them and what else is named.

Each tells one thing of an act and a mention of a `Reading`; `evidence` adds up what they tell.
"""

from detente.coding.lexicon.names.cases import fits_shape, has_shape_at
from detente.coding.lexicon.names.groups import group_of, is_outer

APPOSED_WORDS = 4  # "Paris, furieux, a convoqué …": what only describes the subject is short
INSERTED_CLAUSES = 3  # of a relative clause that stands between a subject and its verb
CLOSING_REACH = 8  # characters between the word that closes what is said and the verb that says it
JOINED_REACH = 12  # characters between "and" and the verb it adds: an adverb stands there
OBJECT_REACH = 60  # characters from a verb to its object


def is_inner(reading, act, mention):
    """Whether a subject is that of a clause inside (True) or of the sentence around it (False), None where there is but one.

    Only the verb that ends the sentence, or its quotation, has the outer one.
    """
    subjects = [
        m for m in reading.mentions if m.role == "subject" and m.start < act.start and reading.clauses.distance(m.start, mention.start) <= 2
    ]
    inverted = _inner_before(reading, act)
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
    behind = [cue for cue in reading.found.get("cue", ()) if cue.start >= act.end and cue.cue.full]
    last = not any(reading.clauses.distance(act.start, cue.start) <= 1 for cue in behind)
    # 「AはBが…していたと発表した」: what is told is not done by who tells it.
    last = last and not any(
        act.end <= match.start and reading.clauses.distance(act.start, match.start) <= 1 for match in reading.found.get("speech", ())
    )
    # 「AはBが…したことに反発し、…」: what closes the inner clause right before the act leaves it to the outer subject.
    closed = any(
        plain[-1].end <= m.start <= act.end and act.start - m.end <= CLOSING_REACH
        for category in ("complementiser", "nominaliser")
        for m in reading.found.get(category, ())
    )
    if not (last or closed):
        return None
    if mention in plain:
        reach = 2 if any(mention.end <= m.start <= act.end for m in reading.found.get("complementiser", ())) else 1
        return reading.clauses.distance(mention.start, act.start) <= reach
    return False if mention is outer else None


def is_said_of_another(reading, act, mention):
    """Whether a name stands in the words said that an act judges, behind their own subject and before the word that closes them."""
    if mention.role == "subject":
        return False
    closing = (m for m in reading.found.get("complementiser", ()) if mention.end <= m.start <= act.end)
    if not any(act.start - m.end <= CLOSING_REACH for m in closing):
        return False
    before = [m for m in reading.mentions if m.role == "subject" and m.end <= mention.start]
    return len(before) > 1 and any(is_inner(reading, act, m) for m in before)


def _inner_before(reading, act):
    """Return (inner, outer), subjects before and behind what closes the words said ("인도가 조작했다|고 캐나다가 비난했다"), or None."""
    for match in reading.found.get("complementiser", ()):
        outer = [m for m in reading.mentions if m.role == "subject" and match.end <= m.start < act.end]
        inner = [m for m in reading.mentions if m.role == "subject" and m.start < match.start]
        if outer and inner and outer[-1].start - match.end <= 2 and match.start <= act.end and outer[-1].actors != inner[-1].actors:
            return inner[-1], outer[-1]
    return None


def _has_verb_between(reading, low, high):
    """Whether a full cue that stands lies between two offsets: 「AはXを追い払い、BがYになだれ込んだ」, the outer one has had its verb."""
    return any(low <= cue.start and cue.end <= high and cue.cue.full for cue in reading.usable)


def is_addressed(reading, mention):
    """Whether a name stands straight behind the outer subject: "이란은 이스라엘에 …하면 …하겠다고 경고했다" speaks to it."""
    between = (reading.text[m.end : mention.start] for m in reading.mentions if m.role == "subject" and 0 < mention.start - m.end <= 12)
    outer = [match.end for match in reading.found.get("outer", ())]
    return mention.role == "target" and any(" " in gap and any(0 <= mention.start - end <= 1 for end in outer) for gap in between)


def is_answered(reading, act, mention):
    """Whether a subject belongs to a clause that the act answers: a word such as 하자 closes it, and another subject follows."""
    for match in reading.found.get("upon", ()):
        if mention.end <= match.start and match.end <= act.start:
            return any(m.role == "subject" and match.end <= m.start < act.start and m.actors != mention.actors for m in reading.mentions)
    return False


def is_of_coordinated(reading, act, mention):
    """Whether a marked name goes with another verb, that "and" joins to the act's in one clause: with the verb nearest before it."""
    if act.noun or act.passive or reading.clauses.distance(act.start, mention.start):
        return False
    verbs = [
        cue
        for cue in reading.found.get("cue", ())
        if cue.start < mention.start
        and cue.cue.full
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


def is_object(reading, act, mention):
    """Whether a name follows an active verb at once, unmarked or as owner of what follows: its direct object."""
    if reading.lexicon.order == "vso":
        return _is_second(reading, act, mention)
    if reading.lexicon.mode == "characters" and reading.lexicon.order == "svo" and mention.role in ("", "genitive"):
        inner = [m for m in reading.mentions if act.start < m.start < act.end]
        if inner and inner[0].role in ("", "genitive") and any(m.start < act.start and not m.role for m in reading.mentions):
            # 允许|联合国|车队取道乍得: the name between the words of a cue is its object, not one behind them.
            return mention is inner[0]
    # "Informed Washington about …": the object stands between the words of the cue.
    opened = reading.lexicon.mode == "words" and act.cue.spans[0][1] < mention.start < act.end
    end = act.cue.spans[0][1] if opened else act.end
    roles = ("",) if opened else ("", "genitive")
    if reading.lexicon.order != "svo" or mention.role not in roles or not 0 <= mention.start - end <= 40:
        return False
    return (
        len(reading.text[end : mention.start].split()) <= 4
        and not any(end <= other.start < mention.start for other in reading.mentions)
        and not any(end <= match.start < mention.start for match in reading.found.get("complementiser", ()))
    )


def preposed_subject(reading, act):
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


def is_behind_subject(reading, act, mention):
    """Whether another actor's unmarked name stands before a mention in the act's clause: the subject of a verb that comes last."""
    if mention.adjacent or reading.clauses.distance(mention.start, act.start) or inverted_subject(reading, act) is not None:
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


def is_object_before(reading, act, mention):
    """Whether a name is the object of an active verb that stands before an act: its subject stands before both."""
    for cue in reading.found.get("cue", ()):
        if cue.end > act.start or cue.cue.options.get("noun") or not cue.start < mention.start or mention.start - cue.start > OBJECT_REACH:
            continue
        inside = cue.start < mention.start < cue.end or not any(cue.end <= m.start < mention.start for m in reading.mentions)
        subject = any(m.end <= cue.start and not m.role and reading.clauses.distance(m.start, cue.start) <= 1 for m in reading.mentions)
        if inside and subject and reading.clauses.distance(cue.start, mention.start) == 0:
            return True
    return False


def is_behind_verb(reading, act, mention):
    """Whether a mention is the first behind an act in its clause, and another actor's unmarked name stands before the act."""
    if reading.clauses.distance(act.start, mention.start) or mention is inverted_subject(reading, act):
        return False
    if any(act.start < m.start < mention.start for m in reading.mentions):
        return False
    return any(
        m.start < act.start and not m.role and m.actors and m.actors != mention.actors and not reading.clauses.distance(m.start, act.start)
        for m in reading.mentions
    )


def has_subject(reading, act):
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


def place_behind_verb(reading, act, mention):
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


def inverted_subject(reading, act):
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
        # ", soutenu par Paris, …": a participle that opens a clause describes the subject before it.
        described = has_shape_at(reading, low, reading.lexicon.participles)
        if not described and any(low <= cue.start < high for cue in reading.found.get("cue", ())):
            return False
        inside = [m for m in reading.mentions if low <= m.start < high]
        if inside and all(m.role and m.role != "subject" for m in inside) and number:
            # "L'Ouganda, soutenu par Paris, accuse …": what only names others hides no subject before it.
            continue
        if inside:
            return any(not m.role for m in inside)
        if len(reading.text[low:high].split()) > APPOSED_WORDS:
            return False
    return False


def _is_inverted(reading, act, mention):
    if has_shape_at(reading, act.start, reading.lexicon.gerunds):
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
    if reading.lexicon.order == "v2" and not quoted and shares_subject(reading, act):
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


def shares_subject(reading, act):
    """Whether a verb stands right behind an "and" that opens its clause, so that its subject is that of the clause before."""
    start = reading.clauses.span(reading.clauses.at(act.start))[0]
    opened = any(
        start - 5 <= match.start <= start + 1 and match.start < act.start
        for category in ("and", "and_clause")
        for match in reading.found.get(category, ())
    )
    words = reading.text[start : act.start].split()
    return opened and len(words) <= 1 and any(m.start < start and m.actors and not m.role for m in reading.mentions)


def _owns_object(act, mention):
    """Whether a demonym stands right before a word of the cue: "the Russian embassy"."""
    return mention.kind == "demonym" and any(0 < start - mention.end <= 2 for start, _ in act.cue.spans)


def place_acts(reading, act, mention):
    """Whether the place stands for who acts: the cue says so, or its verb has an ending that names nobody ("В Кремле пригрозили")."""
    clause, by_place = reading.clauses.at(act.start), act.cue.cue.options.get("by_place")
    if by_place and _owns_object(act, mention):
        # "Vor der russischen Botschaft in Tiflis": whose embassy it is, is no place.
        return False
    # In a passive whoever is unmarked is the patient ("In Moskou is een journalist opgepakt").
    if any(
        m.role in (("agent",) if act.passive and by_place else ("", "subject", "agent"))
        and (m.role or m.start < act.start)
        and reading.clauses.at(m.start) == clause
        and m.actors
        and not (by_place and _owns_object(act, m))
        for m in reading.mentions
    ):
        return False
    if by_place:
        return True
    toward = reading.lexicon.toward
    if toward and not any(t.lower in toward and 0 < mention.start - t.end <= 25 for t in reading.tokens):
        return False
    words = [token.lower for token in reading.tokens if any(start <= token.start < end for start, end in act.cue.spans)]
    return any(fits_shape(word, reading.lexicon.place_acts) for word in words)


def follows_time(reading, act, mention):
    """Whether words for then or now open an act's clause, so that who stands right behind its verb is the subject: "Jahrelang lehnte
    Ankara jedes Gespräch ab".
    """
    if reading.lexicon.order != "v2" or act.noun or act.passive or mention.role or mention.start < act.start:
        return False
    opens = reading.clauses.span(reading.clauses.at(act.start))[0]
    times = [(m.start, m.end) for kind in ("prior", "now", "first") for m in reading.found.get(kind, ())]
    times = [one for one in (*times, *(date[:2] for date in reading.dates)) if opens <= one[0] < act.start]
    return (
        bool(times)
        and reading.words_between(opens, min(times)[0]) <= 1
        and reading.words_between(max(min(end, act.start) for _, end in times), act.start) <= 1
        and reading.words_between(act.cue.spans[0][1], mention.start) <= 3
    )
