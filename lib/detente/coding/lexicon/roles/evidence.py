"""Evidence: how well a mention fits as the sender or the receiver of an act, in small whole numbers added up.

For and against: the clause it stands in, its marker, word order, and what else the act's clause holds.
"""

from detente.coding.lexicon.roles.constructions import (
    has_subject,
    inverted_subject,
    is_addressed,
    is_answered,
    is_behind_subject,
    is_behind_verb,
    is_inner,
    is_object,
    is_object_before,
    is_of_coordinated,
    is_said_of_another,
    place_acts,
    place_behind_verb,
    preposed_subject,
    shares_subject,
)

JUDGING = ("ACCUSE", "THREATEN", "REJECT")


def score_fit(reading, act, mention, side):
    """Return evidence that a mention is the act's sender (side "source") or receiver ("target")."""
    order, role = reading.lexicon.order, mention.role
    distance = reading.apart(mention.start, act.start)
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
        and not is_addressed(reading, mention)
        and any(one.start <= mention.start < one.end and not one.start <= act.start < one.end for one in reading.conditions)
    ):
        # 「米国が台湾に武器を売り続けるなら」: what a condition speaks of is no receiver; its subject is.
        score -= 8
    if role == "topic":
        score -= 5
    elif role == "place" and sender and place_acts(reading, act, mention):
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
        if order in ("svo", "vso") and not sender and is_of_coordinated(reading, act, mention):
            # "Broke off relations with Peru and resumed talks with Chile": each verb has its own.
            score -= 3
        if act.receives:
            score += 2
    elif role == "between":
        score += 1 if sender else 2
    elif role == "subject" and order == "sov" and not passive and (inner := is_inner(reading, act, mention)) is not None:
        # 「AはBが…したと非難した」: the outer one acts, on the inner one or on whom a particle marks.
        score += (-2 if inner else 5) if sender else (2 if inner else -4)
    elif role == "subject" and not passive and not sender and is_answered(reading, act, mention):
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
        speaker = inverted_subject(reading, act)
        if speaker is not None:
            # What is said stands before: it may name whom the saying is aimed at.
            score += (4 if sender else -3) if mention is speaker else (-2 if sender else 3) if before else (-2 if sender else 1)
        else:
            score += _by_order(order, before, sender, passive, noun)
            if order == "vso" and not (before or noun or passive) and has_subject(reading, act):
                score += -3 if sender else 2
            if order == "vso" and before and not (noun or passive) and (rank := place_behind_verb(reading, act, mention)) is not None:
                # "أرغمت سفينة إسبانية قاربا مغربيا … واحتجزت ثلاثة": who did the first did the second too.
                score += (2 if sender else -1) if rank == 0 else (-4 if sender else 2)
    if order == "sov" and not (sender or noun or passive) and act.act in JUDGING and is_said_of_another(reading, act, mention):
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
    if not sender and not noun and not passive and is_object(reading, act, mention) and mention is not inverted_subject(reading, act):
        score += 3
    if order == "svo" and not (noun or passive) and (owner := preposed_subject(reading, act)) is not None:
        # "After releasing the French writer, Algiers demanded …": the main clause's subject did both.
        score = (6 if sender else -4) if mention is owner else score - 4 if sender else score
    if order in ("svo", "v2") and sender and before and not (role or noun or passive) and is_object_before(reading, act, mention):
        # "Sweden boarded a Russian freighter and jailed its captain": Russia is the object of the verb before.
        score -= 4
    if order == "v2" and before and not (role or noun or passive) and is_behind_subject(reading, act, mention):
        # "… dat Rusland het Finse signaal stoort": the verb is last, so the second name is its object.
        score += -3 if sender else 4
    if order == "v2" and not (sender or before or role or noun or passive) and is_behind_verb(reading, act, mention):
        # "Nicaragua verklagt Deutschland … für Israel": what follows the verb unmarked is its object.
        score += 4
    if order == "v2" and not (before or role or noun or passive or distance) and shares_subject(reading, act):
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
