"""Acts in one sentence: which cues count, what they make of each other, and what negation, time and conditions do to them.

Grain: one `Act` for each head cue of a sentence, before anybody is named as its sender or receiver. The classes of words
and what they compose to stand in `data/composition.toml`; no word of a language stands here.
"""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from detente.codebook import ACTS, quad_of
from detente.coding.lexicon.lexicons import DATA, Match
from detente.coding.lexicon.names.cases import fits_shape, has_shape_at

REACH = {"words": 110, "characters": 45}  # characters between a head and what it speaks of: a long noun phrase, not the next thought
WORDS_OF_WILL = ("AGREE", "REJECT", "REQUEST", "THREATEN")  # what these say lies ahead anyway
SPEAKING = ("REQUEST", "ACCUSE", "REJECT", "THREATEN")


@dataclass(slots=True)
class Act:
    """A head cue with what it governs. `reason` is set, and `act` empty, where the words cancel it.

    `lent`: the codebook modifiers that its words lend, whatever act they make in the end.
    """

    cue: Match
    act: str
    start: int
    end: int
    complement: Match | None = None
    lent: tuple = ()
    frame: str = "current"
    held: str | None = None
    condition: tuple | None = None
    change: tuple | None = None
    noun: bool = False
    passive: bool = False
    mutual: bool | str = False
    receives: bool = False
    of: str = "target"
    conveys: bool = False
    spoken: bool = False
    negated: bool = False
    extent: tuple = ()
    reason: str = ""

    @property
    def modifiers(self):
        """The lent modifiers that belong to the act as it stands: a meeting that became a promise is no summit."""
        return tuple(name for name in self.lent if name.startswith(f"{self.act.lower()}."))

    @property
    def goes_to_place(self):
        """Whether the place gone to is the receiver (a visit to Seoul is made to South Korea)."""
        return self.of == "place"


@cache
def composition():
    """Return the tables of `data/composition.toml`."""
    return tomllib.loads((DATA / "composition.toml").read_text(encoding="utf-8"))


def _side(act):
    return "cooperation" if act and quad_of(act).endswith("cooperation") else "conflict"


def usable_cues(reading):
    """Return the cue matches that stand: those inside a longer one left out, `needs` and `unless` respected."""
    cues = reading.found.get("cue", [])
    keys = {key for token in reading.tokens for key in token.keys}
    lower = reading.text.lower()

    def present(option):
        for word in str(option).lower().split("|"):
            stem = word.strip("*= ")
            if not keys or not stem.isalnum():
                found = stem in lower
            elif word.endswith("*"):
                found = any(key.startswith(stem) for key in keys)
            else:
                found = stem in keys
            if found:
                return True
        return False

    kept = []
    for match in cues:
        options = match.cue.options
        if any(
            m.start <= match.start and match.end <= m.end and m.end - m.start > match.end - match.start
            for m in reading.found.get("speech", ())
        ):
            continue
        if ("needs" in options and not present(options["needs"])) or ("unless" in options and present(options["unless"])):
            continue
        if _describes(reading, match):
            continue
        kept.append(match)
    standing = []
    # "End" hides no combination of its own verb ("froze" + accounts); it stands where that doesn't.
    made = defaultdict(list)
    for match in kept:
        if match.cue.options.get("combined"):
            for span in match.spans:
                made[span].append(set(match.spans))

    def inside(match):
        return match.cue.section not in (*ACTS, "idle") and any(set(match.spans) < spans for spans in made.get(match.spans[0], ()))

    ranked = sorted((match for match in kept if not inside(match)), key=lambda match: _rank(reading, match), reverse=True)
    for match in ranked + [match for match in kept if inside(match)]:
        # From the strongest claim down, each cue that stands hides what shares its words.
        if not any(match.overlaps(other) for other in standing):
            standing.append(match)
    return sorted(standing, key=lambda match: (match.start, -match.end, match.cue.pattern))


def _describes(reading, match):
    """Whether a participle only describes the name behind it ("through occupied Norway", "the jailed Russian writer")."""
    lexicon = reading.lexicon
    if lexicon.order != "svo" or not lexicon.participles or len(match.spans) > 1 or match.cue is None or match.cue.options.get("noun"):
        return False
    first = reading.token_at.get(match.start)
    if not first or reading.tokens[first].end != match.end or not has_shape_at(reading, match.start, lexicon.participles):
        return False
    if not any(m.start - match.end == 1 for m in reading.mentions):
        return False
    before = reading.tokens[first - 1].end
    if any(m.end <= match.start and reading.words_between(m.end, match.start) <= 2 for m in reading.near("active", match, 30)):
        # "Had once hailed Lima's choice": an auxiliary makes it a verb.
        return False
    opening = [category for category in reading.found if category == "article" or category.endswith("_before")]
    return any(m.end == before for m in reading.matches(*opening))


def _rank(reading, match):
    """Return how strongly a cue claims its words: able to stand alone, longer, written as in the lexicon, further left."""
    size = sum(end - start for start, end in match.spans)
    written = reading.text[match.start : match.end].lower() in match.cue.pattern.lower()
    options = match.cue.options
    verb = not options.get("noun")
    return not options.get("weak"), not options.get("combined"), size, written, verb, -match.start, match.cue.section, match.cue.pattern


def find_acts(reading, usable):
    """Return the acts that its usable cues make in a sentence, in order of place, cancelled ones included with their reason."""
    cues = [match for match in usable if match.cue.section != "idle"]
    if reading.lexicon.head == "last":
        heads = _govern(reading, cues[::-1])
        heads.reverse()
    else:
        heads = _govern(reading, cues)
    return [_finish(reading, head, governed) for head, governed in heads]


def _govern(reading, cues):
    """Return [(head, [cues it speaks of])]: the head stands nearest to the governing end of the sentence."""
    taken, heads = set(), []
    waiting = []
    for number, head in enumerate(cues):
        if number in taken:
            continue
        governed = []
        bare = head.cue.options.get("weak")
        if _can_govern(head.cue) and not bare:
            for later in range(number + 1, len(cues)):
                other = cues[later]
                if later in taken or not _within_reach(reading, head, other):
                    break
                governed.append(other)
                taken.add(later)
        if head.cue.options.get("weak") and not governed:
            # A noun that only names a topic may be what a verb after it speaks of ("sancties opheffen").
            waiting.append(head)
            continue
        # A run of such nouns before one verb all go to it.
        before = [noun for noun in waiting if _can_govern(head.cue) and _within_reach(reading, noun, head, joined=True)]
        heads += [(noun, []) for noun in waiting if noun not in before]
        waiting = []
        governed = before[::-1] + governed
        heads.append((head, governed))
    return sorted(heads + [(noun, []) for noun in waiting], key=lambda one: one[0].start, reverse=reading.lexicon.head == "last")


def _can_govern(cue):
    return cue.section in composition()["absorbs"]["acts"] or cue.section not in ACTS


def _within_reach(reading, head, other, joined=False):
    """Whether one cue can be spoken of by another: near, no hard break, and no new main clause between."""
    low, high = (head, other) if head.start <= other.start else (other, head)
    if high.start - low.end > REACH[reading.lexicon.mode]:
        return False
    if any(reading.between(category, low.end, high.start) for category in ("condition", "until", "consequence", "condition_end")):
        return False
    if any(
        (span.start <= low.start < span.end) != (span.start <= high.start < span.end) for span in (*reading.quotations, *reading.conditions)
    ):
        return False
    low_clause, high_clause = reading.clauses.at(low.start), reading.clauses.at(high.start)
    if any(reading.clauses.breaks[number] in reading.clauses.hard for number in range(low_clause + 1, high_clause + 1)):
        return False
    if any(reading.between(category, low.end, high.start) for category in ("coordinator", "contrast")):
        return False
    if joined:
        return not reading.between("relative", low.end, high.start)
    loose = (other.cue.options.get("noun") or other.cue.options.get("weak")) and not head.cue.options.get("noun")
    # A single sign may be part of any word (と in 「すると約束した」): it coordinates names only.
    least = 2 if reading.lexicon.order == "sov" and reading.lexicon.mode == "characters" else 1
    # 단교|하고 …: the word that joins is the ending of the verb before it.
    ending = reading.lexicon.order == "sov"
    coordinated = [
        m
        for category in ("and", "and_clause")
        for m in reading.found.get(category, ())
        if (low.end <= m.start or ending and low.start < m.start and low.end <= m.end)
        # In Arabic "and" is written together with the verb that it adds: انتقدت … وفرضت.
        and (m.end <= high.start or category == "and_clause" and m.start == high.start)
        and m.end - m.start >= least
    ]
    if coordinated and not loose:
        return False
    infinitive = any(low.end <= m.start <= low.end + 4 for m in reading.found.get("infinitive", ())) or any(
        low.end <= m.start <= low.end + 3 for m in reading.found.get("complementiser", ())
    )
    if head.cue.options.get("noun") and infinitive:
        # "The threat to expel …", "de eis dat …": the noun speaks of the clause that opens behind it.
        return True
    if head.cue.options.get("noun") and not (other.cue.options.get("noun") or other.cue.options.get("weak")):
        # A noun speaks of what its own phrase holds, not of the verb behind it.
        return False
    apart = any(mark in reading.text[low.end : high.start] for mark in ",，、،")
    if apart and not loose and (other.cue.section in SPEAKING or other.cue.section == "threat"):
        # "Proposes talks, demands that …, and warns": a list of verbs, not one speaking of the next.
        return False
    fresh = other.cue.section in ("AGREE", "offer") and head.cue.section in ("REJECT", "refuse", "rule_out")
    fresh = fresh or reading.lexicon.mode == "words" and head.start < other.start
    if apart and other.cue.full and reading.lexicon.order == "svo" and fresh:
        # "Which had long rejected any contact, is now ready to …": the verb behind a comma opens the next thought.
        return False
    if apart and not loose and reading.lexicon.order == "vso" and head.start < other.start and not other.cue.options.get("noun"):
        # "بعد أن كانت ترفض …، دعت أثينا": a verb behind a comma opens the next clause, its subject follows it.
        return False
    said = reading.between("complementiser", low.end, high.start)
    if said and not loose and head.cue.section in ("AGREE", "CONSULT", "SUPPORT"):
        # What two agree that one of them will do is that one's act too (rule 14).
        return False
    return bool(other.cue.options.get("weak")) or not reading.between("relative", low.end, high.start)


def _finish(reading, head, governed):
    """Return the Act of a head cue and what it governs."""
    options = head.cue.options
    complement = next((cue for cue in governed if cue.cue.section in ACTS), None)
    inner = next((cue for cue in governed if cue.cue.section not in ACTS), None)
    section = head.cue.section
    modifiers = [options["mod"]] if "mod" in options else []
    negation = _negation(reading, head, governed)
    told = composition()
    reason = ""
    if section in ACTS:
        act = section
        if complement is not None and act == "AGREE" and _side(complement.cue.section) == "conflict" and not inner:
            act = "THREATEN"
        if negation:
            ahead = bool(reading.near("will", head))
            act = told["negated"]["ahead" if ahead else "told"].get(section, "")
            modifiers = ["agree.hedged"] if act == "AGREE" else []
            reason = "" if act else "negated"
    else:
        # What an inner operator makes of its act comes first: "threatens to end the talks".
        beside = _compose(inner.cue.section, complement, False) if inner is not None else complement and complement.cue.section
        name = f"not.{section}" if negation else section
        act = _compose_side(section, beside, bool(negation))
        if told["modifiers"].get(name):
            modifiers.append(told["modifiers"][name])
        reason = "" if act else ("negated" if negation else "no cue")
    if act == "THREATEN" and section in ("offer", "AGREE") and complement is not None:
        if _is_forgone(reading, head, complement):
            act = "AGREE"
        elif complement.cue.section in ("REJECT", "ACCUSE", "REQUEST"):
            # "Made clear that it won't accept": words that are announced are said.
            act = complement.cue.section
    if complement is not None and act in ("REQUEST", "THREATEN", "AGREE"):
        modifiers += _carried(act, complement)
    act_end = max([head.end] + [cue.end for cue in governed])
    act_start = min([head.start] + [cue.start for cue in governed])
    made = Act(
        head,
        act,
        head.start,
        head.end,
        complement,
        tuple(dict.fromkeys(modifiers)),
        reason=reason,
        noun=bool(options.get("noun")),
        passive=bool(options.get("passive")) or _is_passive(reading, head),
        mutual=_is_mutual(head, complement, act),
        receives=bool(options.get("receive")),
        of=options.get("of", "target"),
        conveys=section == "convey",
        spoken=bool(options.get("spoken")),
        negated=bool(negation),
        extent=(act_start, act_end),
    )
    offered = section == "CONSULT" and reading.near("will", head, 30) and reading.found.get("condition")
    if section in ("consider", "convey") and complement is not None:
        # The act is the one beside it, with its direction.
        lent = complement.cue.options
        made.noun, made.receives = made.noun or bool(lent.get("noun")), made.receives or bool(lent.get("receive"))
        made.passive, made.of = made.passive or bool(lent.get("passive")), lent.get("of", made.of)
    if options.get("weak") and not governed and not offered:
        # "Talks" alone names a topic; "if they want to talk, we will talk" offers them.
        made.act, made.reason = "", "no cue"
    if section == "consider" or options.get("hypothetical"):
        made.frame = "hypothetical"
    if made.act == "REJECT" and "reject.not_lifting" in made.modifiers:
        made.held = "pressure"
    return made


def _is_forgone(reading, head, complement):
    """Whether a negation stands between a promise and the hostile act it speaks of: "promised not to raise tariffs"."""
    low, high = (head.end, complement.start) if head.start < complement.start else (complement.end - 1, head.start)
    return any(
        low <= match.start and match.end <= high + 1 and not reading.covers("not_negation", match.start, match.end)
        for match in reading.found.get("negation", ())
    )


def _is_mutual(head, complement, act):
    """Return whether an act goes both ways: by its head, or by the mutual act that is offered, weighed or refused beside it.

    A refusal is one side's, unless both sides refuse as one group.
    """
    mutual = head.cue.options.get("mutual", False)
    if not mutual and complement is not None and head.cue.section in ("consider", "convey", "offer", "seek"):
        mutual = complement.cue.options.get("mutual", False)
    return "group" if mutual and (act == "REJECT" or head.cue.section in ("offer", "seek")) else mutual


def _carried(act, complement):
    """Return the modifiers that what is spoken of lends: talks asked for, force threatened."""
    if act == "REQUEST" and complement.cue.section == "CONSULT":
        return ["request.for_talks"]
    if act == "THREATEN" and complement.cue.section in ("ASSAULT", "MOBILIZE"):
        return ["threaten.force"]
    return []


def _compose(section, complement, negated):
    return _compose_side(section, complement.cue.section if complement is not None else None, negated)


def _compose_side(section, act, negated):
    tables = composition()
    table = tables["not"].get(section, {}) if negated else tables.get(section, {})
    made = table.get(_side(act) if act else "alone", "")
    return (act or "") if made == "same" else made


def _negation(reading, head, governed):
    """Return the negation that bears on a head cue: near enough on its language's side, in its clause, outside its own words."""
    before, after = reading.lexicon.negation_reach
    characters = reading.lexicon.mode == "characters"
    clause = reading.clauses.at(head.start)
    for match in reading.found.get("negation", ()):
        own = [span for cue in [head, *governed] for span in cue.spans]
        if any(start <= low and high <= end for low, high in match.spans for start, end in own):
            continue
        if reading.covers("not_negation", match.start, match.end) or reading.clauses.at(match.start) != clause:
            continue
        if len(match.spans) > 1 and match.start < head.start and match.end > head.start:
            # Its words stand around the verb: ne … plus.
            return match
        if match.end <= head.start:
            gap = head.start - match.end if characters else reading.words_between(match.end, head.start)
            if gap < before:
                return match
        elif match.start >= head.end:
            gap = match.start - head.end if characters else reading.words_between(head.end, match.start)
            if gap < after:
                return match
        elif match.start >= head.start:
            return match
    return None


def _is_passive(reading, head):
    """Whether an auxiliary of the passive and a participle meet in the head's clause."""
    lexicon = reading.lexicon
    if lexicon.mode == "characters" and lexicon.order == "sov":
        # 支持|されている: the passive is an ending of the verb.
        own = head.cue.options
        return not own.get("active") and any(
            -3 <= match.start - head.end <= 1 and match.end > head.end - 1 for match in reading.found.get("passive", ())
        )
    if not lexicon.participles or head.cue.options.get("active") or head.cue.options.get("noun") or lexicon.mode == "characters":
        return False
    if lexicon.order == "vso" and any(m.role == "agent" and reading.clauses.distance(m.start, head.start) == 0 for m in reading.mentions):
        # The vowel that makes a passive is seldom written; "by" is.
        return True
    words = [token for token in reading.tokens if any(start <= token.start < end for start, end in head.spans)]
    if lexicon.case:
        # "План" only looks like a participle: it is no form of another word.
        words = [token for token in words if len(token.keys) > 1]
    if not any(fits_shape(token.lower, lexicon.participles) for token in words):
        return False
    perfect = [m for m in reading.near("active", head, 40) if m.end <= head.start and reading.words_between(m.end, head.start) <= 3]
    if lexicon.order == "v2":
        # The auxiliary and the participle stand at the two ends of the clause.
        perfect = reading.near("active", head, 400)
    if perfect and lexicon.order == "v2" and not reading.near("passive", head, 400):
        return False
    if perfect and lexicon.order != "v2" and not any(perfect[-1].end <= m.start <= head.end for m in reading.near("passive", head, 80)):
        # "a condamné" is a perfect; "a été condamné" isn't.
        return False
    if lexicon.participles_alone:
        return True
    marked = any(
        mention.role == "agent"
        and reading.clauses.distance(mention.start, head.start) == 0
        and not _has_other_participle(reading, head, mention)
        for mention in reading.mentions
    )
    return (
        marked
        and lexicon.agents_prove
        or any(
            match.end <= head.start and reading.words_between(match.end, head.start) <= 4 or lexicon.order == "v2"
            for match in reading.near("passive", head, 80)
        )
    )


def _has_other_participle(reading, head, agent):
    """Whether a participle of another verb stands between a verb and an agent: "vetoed a resolution drafted by Albania"."""
    return reading.lexicon.order == "svo" and any(
        head.end <= token.start < agent.start and len(token.lower) > 4 and fits_shape(token.lower, reading.lexicon.participles)
        for token in reading.tokens
    )
