"""Who does it and to whom: the senders and receivers of one act, by the evidence for each mention."""

from detente.coding.lexicon.names.groups import group_of
from detente.coding.lexicon.roles.constructions import follows_time
from detente.coding.lexicon.roles.evidence import score_fit

MOST_MENTIONS = 40  # names that may be an act's sides: no sentence that is read holds more
OUTSTANDING = 4  # by so much a sender in the act's own clause outweighs any pair without it
NEEDED = 1  # the least evidence for a sender or a receiver
UNLIKELY = ("genitive", "target", "topic", "with")  # what a name that acts is hardly marked as where the verb is last
MUTUAL_REACH = 3  # clauses between a pair and what both do: an apposition stands between


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
        if reading.lexicon.order == "sov":
            # What is the speaker's own, or lies in his land, doesn't receive what he says that he does.
            reading.mentions = [m for m in reading.mentions if m.actors != outside.actors or m.role == "subject"]
    if len(reading.mentions) > MOST_MENTIONS:
        # A list without end: who acts stands near.
        near = sorted(reading.mentions, key=lambda m: abs(m.start - act.start))[:MOST_MENTIONS]
        reading.mentions = sorted(near, key=lambda m: (m.start, m.end))
    sources, targets = _assign(reading, act, speech)
    reading.mentions = mentions
    if outside is not None and reading.lexicon.order == "sov" and not act.passive and all(m.role in UNLIKELY for m in sources):
        # "일본은 러시아산 석유를 끊겠다고 발표했다": who is no subject doesn't do what the speaker says.
        sources = []
    return (targets, sources) if act.receives else (sources, targets)


def _assign(reading, act, speech=None):
    if act.spoken:
        # Whoever speaks is no target of his own words: "China is bullying us".
        own = speech.speaker.actors if speech is not None and speech.speaker is not None else ()
        others = [m for m in reading.mentions if m.actors and m.actors != own]
        scored = [(score_fit(reading, act, m, "target"), -abs(m.start - act.start), m) for m in others]
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
    best, choice, joined = None, ([], []), {}
    sources = [(score, m) for score, m in scored_source if score >= NEEDED]
    targets = [(score, m) for score, m in scored_target if score >= NEEDED]
    for s_score, source in sources:
        for t_score, target in targets:
            if source is target or source.actors == target.actors:
                continue
            if target.start not in joined:
                joined[target.start] = _joined_with(reading, act, target)
            if source.start in joined[target.start]:
                continue
            if source.role == target.role == "between" and not act.mutual:
                # 「北朝鮮は米韓の演習を…」: a pair is one side.
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
        if top_source and (not top_target or top_source[0] >= top_target[0] or follows_time(reading, act, top_source[1])):
            choice = ([top_source[1]], [])
        elif top_target:
            choice = ([], [top_target[1]])
    source_group = [m for one in choice[0] for m in group_of(reading, one)]
    target_group = [m for one in choice[1] for m in group_of(reading, one)]
    if source_group and target_group and {m.start for m in source_group} & {m.start for m in target_group}:
        source_group, target_group = choice
    return source_group, target_group


def _joined_with(reading, act, mention):
    """Return where the names stand that are one side of an act with this one: "Russia and China condemned the strike"."""
    order = reading.lexicon.order
    if order == "sov" or order != "vso" and act.mutual:
        return ()
    starts = []
    for other in group_of(reading, mention):
        low, high = sorted((mention, other), key=lambda m: m.start)
        if order == "vso" or reading.between("and", low.end, high.start):
            starts.append(other.start)
    return starts


def _mutual(reading, act, mentions):
    """Return the two sides of a mutual act named as one group ("A and B met", "talks between A and B"), or None."""
    two = next(
        (m for m in mentions if m.kind == "pronoun" and len(m.actors) == 2 and reading.clauses.distance(m.start, act.start) <= 1), None
    )
    if two is not None:
        return [two], [two]
    near = [m for m in mentions if m.role not in ("topic", "place") and reading.clauses.distance(m.start, act.start) <= MUTUAL_REACH]
    order_last = reading.lexicon.order == "sov"
    for mention in sorted(near, key=lambda m: abs(m.start - act.start)):
        group = [m for m in group_of(reading, mention) if m.actor]
        verbal = reading.tokens and reading.lexicon.order == "svo" and not (act.noun or act.passive)
        if verbal and all(m.start > act.end and m.role != "between" for m in group):
            # "Held talks with A and B": those named behind the verb are met, not meeting each other.
            continue
        unspaced = reading.lexicon.mode == "characters" and not order_last
        if unspaced and not act.noun and group and group[0].role == "target":
            # 将同阿尔巴尼亚、波黑…官员举行会议: a list behind "with" is met, its states don't meet each other.
            continue
        if len({m.actor for m in group}) > 1:
            object_of = (
                mention.role == "target"
                or order_last
                and mention.role == "with"
                or mention.role == "genitive"
                and not act.noun
                and mention.start > act.start
            )
            if object_of and (
                reading.lexicon.order == "svo"
                and not act.noun
                and mention.start > act.start
                or any(m.role in ("", "subject") and m not in group for m in near)
            ):
                continue
            return group, group
    between = [m for m in mentions if m.role == "between"]
    if len({m.actor for m in between if m.actor}) > 1:
        return between, between
    return None
