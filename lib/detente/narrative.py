"""The sentences of a report, computed from its findings in every branch: nothing said, one document, no shift, one or several.

A sentence is a list of parts: strings, and dicts of a document's own words with their language and statement. What is said is
what documents report, never what a state did or wants; a first is the outlet's claim; no answer is read into silence.
"""
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from .codebook import AXES

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TOP_OFFICES = {"head_of_state", "head_of_government"}
# More dates, languages or outlets than this in one line tire the reader; the rest are counted.
MOST_NAMED = 4


@cache
def read_phrases():
    """Return the English words of `data/phrases.toml`."""
    return tomllib.loads((files("detente") / "data" / "phrases.toml").read_text(encoding="utf-8"))


@cache
def name_actor(code, *, article=True):
    """Return the English name of an actor code, with its article where it takes one.

    >>> name_actor("USA"), name_actor("PRK"), name_actor("NAT")
    ('the United States', 'North Korea', 'NATO')
    """
    from babel import Locale

    from .actors import alpha3_of

    phrases = read_phrases()
    territories = {alpha3: alpha2 for alpha2, alpha3 in alpha3_of().items()}
    name = phrases["names"].get(code) or Locale("en").territories.get(territories.get(code, ""), code)
    return f"the {name}" if article and code in phrases["the"]["codes"] else name


@cache
def name_language(code):
    """Return the English name of a language tag; "language not identified" for und."""
    from babel import Locale

    base = str(code).split("-")[0]
    return "language not identified" if base == "und" else Locale("en").languages.get(base, str(code))


def capitalise(words):
    """Return the words with their first letter in capitals, the rest as it is."""
    return words[:1].upper() + words[1:]


def count(n, noun, plural=None):
    """Return a number with its noun, in words up to twelve: "one story", "40 stories", "no statements"."""
    return f"{NUMBERS[n] if n < len(NUMBERS) else f'{n:,}'} {noun if n == 1 else plural or noun + 's'}"


def number(n, none="none"):
    """Return a number in words up to twelve."""
    return none if n == 0 else NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"


def join(items, last="and"):
    """Return the items as one phrase: "a, b and c"."""
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def possessive(name):
    """Return a name's possessive: "Iran’s", "the United States’"."""
    return f"{name}\N{RIGHT SINGLE QUOTATION MARK}" + ("" if name.endswith("s") else "s")


def tell_span(start, end):
    """Return an interval of ISO days as people write it: a day, a whole month or year by its name, else both ends.

    >>> tell_span("2018-02-01", "2018-02-28"), tell_span("2018-03-03", "2018-04-02"), tell_span("2018-01-01", "2018-12-31")
    ('February 2018', '3 March to 2 April 2018', '2018')
    """
    if not start or not end:
        return "no stated date"
    low, high = date.fromisoformat(start), date.fromisoformat(end)
    if low == high:
        return f"{low.day} {low:%B %Y}"
    whole = low.day == 1 and (high.toordinal() + 1 == date(high.year + high.month // 12, high.month % 12 + 1, 1).toordinal())
    if whole and low.year == high.year and (low.month, high.month) == (1, 12):
        return f"{low.year}"
    if whole and (low.year, low.month) == (high.year, high.month):
        return f"{low:%B %Y}"
    if whole:
        return f"{low:%B} to {high:%B %Y}" if low.year == high.year else f"{low:%B %Y} to {high:%B %Y}"
    if (low.year, low.month) == (high.year, high.month):
        return f"{low.day} to {high.day} {high:%B %Y}"
    return f"{low.day} {low:%B}{'' if low.year == high.year else f' {low.year}'} to {high.day} {high:%B %Y}"


def tell_when(start, end):
    """Return an interval with its preposition: "on 3 March 2018", "in February 2018", "between 3 March and 2 April 2018"."""
    words = tell_span(start, end)
    if " to " in words:
        return "between " + words.replace(" to ", " and ")
    return ("on " if words[:1].isdigit() and " " in words else "in ") + words


def verb_of(row):
    """Return what a statement does, as a verb: "offers", or "keeps the pressure up" where a course is said to continue."""
    phrases = read_phrases()
    return phrases["held_verb"][row["held"]] if row["held"] else phrases["acts"][row["act"]]["verb"]


def phrase_act(gist, target, form):
    """Return what a statement does, in words: `form` is infinitive or past; an offer is named by what it offers, where the cue says."""
    phrases = read_phrases()
    if gist.get("held") and form == "infinitive":
        return phrases["held"][gist["held"]].format(target=target)
    entry = phrases["acts"][gist["act"]]
    promised = str(gist.get("cue") or "").split(":")[0]
    if gist["act"] == "AGREE" and promised in phrases["offers"]:
        entry = phrases["offers"][promised]
    return entry[form].format(target=target)


def write_findings(findings):
    """Return the findings with `kind`, `plane` and `told` added: which branch it is, the picture's words, and all sentences."""
    findings["kind"] = name_kind(findings)
    findings["lead_shift"] = lead = lead_of(findings)
    findings["told"] = {
        "headline": write_headline(findings, lead), "strap": write_strap(findings), "strength": write_strength(findings, lead),
        "rests_on": write_rests_on(findings, lead), "cannot": write_cannot(findings, lead), "confirm": write_tests(findings, lead),
        "uncertainty": write_uncertainty(findings, lead), "back": write_back(findings), "shifts": [tell_shift(findings, shift) for shift in findings["shifts"]],
        "conditions": write_conditions(findings)}
    findings["plane"] = write_plane(findings, lead)
    findings["back"]["shifts_told"] = [tell_shift({**findings, "source_name": findings["target_name"], "target_name": findings["source_name"]}, shift)
                                       for shift in findings["back"]["shifts"]]
    return findings


def tell_findings(findings):
    """Return all sentences of the findings as plain strings, in reading order: headline, strength, what it rests on, what it can't show …"""
    told = findings["told"]
    sentences = [[told["headline"] + "."], *told["strength"], *told["rests_on"], *told["shifts"]]
    sentences += [[f"It can\N{RIGHT SINGLE QUOTATION MARK}t show {words}."] for words in told["cannot"]]
    return [plain(parts) for parts in [*sentences, *told["conditions"], *told["back"], *told["confirm"], *told["uncertainty"]]]


def plain(parts):
    """Return a sentence's parts as one string."""
    return "".join(part if isinstance(part, str) else part["text"] for part in parts)


def lead_of(findings):
    """Return the shift that the report is about, or None."""
    return next((shift for shift in findings["shifts"] if shift["shift_id"] == findings["lead"]), None)


def name_kind(findings):
    """Return the branch that a report takes, from the counts and shifts alone."""
    counts, kinds = findings["counts"], {shift["kind"] for shift in findings["shifts"]}
    if not findings["corpus"]["n_documents"] and not findings["corpus"]["n_statements"]:
        return "no documents"
    if kinds:
        return "measured and reported" if len(kinds) == 2 else kinds.pop()
    if not counts["n"]:
        return "nothing said"
    if counts["n_counted"]:
        return "no shift"
    if not counts["n_current"]:
        return "only prior" if counts["n_prior"] else "only hypothetical"
    return "only undated" if counts["n_undated"] else "only unsure"


def write_headline(findings, lead):
    """Return the finding in one sentence, without its full stop: attributed, and no stronger than what there is."""
    source, target, counts = findings["source_name"], findings["target_name"], findings["counts"]
    kind, n_documents = findings["kind"], findings["corpus"]["n_documents"]
    if lead:
        words = _headline_measured(source, target, lead) if lead["kind"] == "measured" else _headline_reported(findings, lead)
        return words + (", if the weights hold" if lead.get("stable") is False else "")
    if kind == "no documents":
        return f"No document could be read, so nothing is known of {findings['source']} toward {findings['target']}"
    if kind == "nothing said":
        among = f"{n_documents} document{'' if n_documents == 1 else 's'}" if n_documents else f"{findings['corpus']['n_statements']} coded events"
        return f"Nothing was said by {findings['source']} to {findings['target']} in {among}"
    if kind == "only prior":
        return f"What {source} said or did toward {target} earlier is reported, and nothing at present"
    if kind == "only hypothetical":
        return f"What {source} might do toward {target} is reported, and nothing that it did or said"
    if kind in ("only undated", "only unsure"):
        why = "has no stated date" if kind == "only undated" else "is too uncertain to count"
        return f"All that {source} is reported to say to {target} {why}"
    if tested(findings) or counts["n_stories"] >= 12:
        return f"No shift of {source} toward {target} is found in {counts['n_stories']:,} stories"
    acts = [phrase_act(quote, target if place == 0 else "it", "infinitive") for place, quote in
            enumerate([quote for quote in findings["quotes"] if quote["role"] in AXES][::-1])]
    return f"{capitalise(source)} is reported to {' and to '.join(acts)}, with no word of a change"


def tested(findings):
    """Return whether the statements were enough to look for a shift: the reason for none gives a p-value, or a shift is there."""
    return "p = " in (findings["reason"] or "") or any(shift["kind"] == "measured" for shift in findings["shifts"])


def _headline_reported(findings, lead):
    source, target, before, after = findings["source_name"], findings["target_name"], lead["before"], lead["after"]
    words = phrase_act({**after, "held": None}, target, "infinitive") + (" on a condition" if after["condition"] else "")
    if before and before["condition"] and not after["condition"] and lead["steps"]["engagement"] > 0:
        words += " without its earlier precondition"
    elif before:
        earlier = phrase_act(before, target, "past") + (" on a condition" if before["condition"] else "")
        same = before["act"] == after["act"]
        words += f", {'more' if sum(lead['steps'].values()) > 0 else 'less'} than before" if same else f", where earlier it {earlier}"
    else:
        claim = after["change_stated"] or next((claim["kind"] for claim in findings["claims"]), None)
        words += f", which its report calls {read_phrases()['changes'][claim]}" if claim else ""
    for axis in lead["held"]:
        words += f", and to {read_phrases()['held'][axis].format(target='it')}".replace(" on it", "").replace(" to it", "")
    span, corpus = tell_when(lead["date_start"], lead["date_end"]), findings["corpus"]
    if (lead["date_start"], lead["date_end"]) == (corpus["date_start"], corpus["date_end"]) or not lead["date_start"]:
        return f"{capitalise(source)} is reported to {words}"
    return f"{capitalise(span)}, {source} was reported to {words}"


def _headline_measured(source, target, lead):
    when = tell_when(lead["date_start"], lead["date_end"])
    labels = lead["label_before"], lead["label_after"]
    if "unclear" not in labels and labels[0] != labels[1]:
        return f"{capitalise(possessive(source))} statements toward {target} moved from {labels[0]} to {labels[1]} {when}"
    moves = [f"{'its ' if place else ''}{axis}{f' on {target}' if axis == 'pressure' else f' with {target}' if not place else ''} {_verb(lead['steps'][axis])}"
             for place, axis in enumerate(lead["moved"] or ["engagement"])]
    return f"{capitalise(possessive(source))} {' and '.join(moves)} {when}, as documents have it"


def _verb(step):
    return "rose" if step > 0 else "fell"


def write_strap(findings):
    """Return the line above the headline: the dyad, the dates as stated, and documents, outlets and languages."""
    corpus, n = findings["corpus"], findings["corpus"]["n_documents"]
    precise = {name for name in corpus["precisions"] if name != "none"}
    dates = tell_span(corpus["date_start"], corpus["date_end"]) if corpus["date_start"] else "no date stated"
    if precise == {"month"}:
        dates += ", day not stated"
    elif precise == {"year"}:
        dates += ", month not stated"
    n_outlets = len(corpus["outlets"]) + (1 if corpus["n_without_outlet"] == 1 == n else 0)
    outlets = "" if not n else "outlets not stated" if not n_outlets else f"{n_outlets} outlet{'' if n_outlets == 1 else 's'}"
    if n == 1 and not corpus["outlets"]:
        outlets = "1 outlet, not named"
    elif n_outlets and corpus["n_without_outlet"]:
        outlets += f", {corpus['n_without_outlet']} documents without"
    languages = [language["name"] for language in corpus["languages"]]
    named = ", ".join(languages[:MOST_NAMED]) + (f" and {len(languages) - MOST_NAMED} more" if len(languages) > MOST_NAMED else "")
    parts = [f"{n:,} document{'' if n == 1 else 's'}", outlets, named]
    return {"dyad": f"{findings['source']}\N{RIGHTWARDS ARROW}{findings['target']}", "dates": dates, "read": " \N{MIDDLE DOT} ".join(part for part in parts if part)}


def tell_speaker(speaker):
    """Return a speaker with rank: "Mike Pence, the vice-president"; the words as written where nobody known fits."""
    office = read_phrases()["offices"].get(speaker["office"]) if speaker["office"] else None
    name = speaker["name"] or (None if office else speaker["written"])
    return ", ".join(part for part in (name, f"the {office}" if office else None) if part)


def write_strength(findings, lead):
    """Return the sentences that say how much stands behind the headline."""
    corpus, counts, out = findings["corpus"], findings["counts"], []
    if lead is None:
        return _strength_without(findings)
    if lead["kind"] == "measured":
        out += _strength_measured(findings, lead)
    else:
        out += _strength_reported(findings, lead)
    if lead.get("stable") is False:
        out.append(["With the codebook\N{RIGHT SINGLE QUOTATION MARK}s modifiers halved or doubled its direction would change: it hangs on the weights."])
    if counts["n_undated"]:
        out.append([capitalise(count(counts["n_undated"], "statement")) + f" without a date {'is' if counts['n_undated'] == 1 else 'are'} left out of every measure."])
    if not corpus["n_documents"]:
        out.append(["These are coded events; no text stands behind them here."])
    return out


def _strength_reported(findings, lead):
    corpus, n = findings["corpus"], lead["n_documents"]
    outlets = "in one outlet" if corpus["n_documents"] == 1 else ""
    dated = _dated_to(corpus)
    source = " ".join(part for part in (count(n, "document"), outlets) if part) + (f", dated only to {dated}," if dated and n == 1 else "")
    sentence = f"{capitalise(source)} say{'s' if n == 1 else ''} so"
    speakers = findings["speakers"]
    if len(speakers) == 1:
        sentence += f", quoting one speaker: {tell_speaker(speakers[0])}"
    elif 1 < len(speakers) <= MOST_NAMED:
        sentence += ", quoting " + join(speaker["name"] or speaker["written"] or tell_speaker(speaker) for speaker in speakers)
    elif speakers:
        sentence += f", quoting {count(len(speakers), 'speaker')}"
    else:
        sentence += " in its own voice" if n == 1 else " in their own voice"
    out = [[sentence + "."]]
    if corpus["n_documents"] == 1:
        out.append(["Whether statements as a whole have shifted can\N{RIGHT SINGLE QUOTATION MARK}t be measured with one document."])
    elif not any(shift["kind"] == "measured" for shift in findings["shifts"]):
        out.append([f"The statements themselves show no shift \N{EM DASH} {findings['reason']}." if tested(findings) else
                    f"Whether statements as a whole have shifted can\N{RIGHT SINGLE QUOTATION MARK}t be told: {findings['reason']}."])
    return out


def _dated_to(corpus):
    precise = {name for name in corpus["precisions"] if name != "none"}
    return {"month": "a month", "year": "a year"}.get(next(iter(precise))) if len(precise) == 1 else None


def _strength_measured(findings, lead):
    steps = join(f"{axis} {_verb(lead['steps'][axis])} from {lead[f'{axis}_before']:.2f} to {lead[f'{axis}_after']:.2f}" for axis in lead["moved"]) or "hardly a move on either axis"
    level = f"p {tell_p(lead['p_value'])}" + (f", q {tell_p(lead['q_value'])}" if lead["q_value"] is not None and abs(lead["q_value"] - lead["p_value"]) > 1e-9 else "")
    out = [[f"{capitalise(steps)}, over {count(lead['n_stories_before'], 'story', 'stories')} before and {lead['n_stories_after']:,} after ({level})."]]
    n = lead["n_corroborating"] or 0
    out.append([f"Documents say so in their own words, too: {count(n, 'reported shift')} {'lies' if n == 1 else 'lie'} in the same interval." if n else
                "No document says in its own words that anything changed then."])
    others = [shift for shift in findings["shifts"] if shift["kind"] == "measured" and shift["shift_id"] != lead["shift_id"]]
    if others:
        named = join(month_of(shift["date"]) for shift in others[:MOST_NAMED]) + (" and later" if len(others) > MOST_NAMED else "")
        out.append([f"It is the largest of {count(len(others) + 1, 'measured shift')}; {'the other lies' if len(others) == 1 else 'others lie'} about {named}."])
    return out


def month_of(day):
    """Return the month of an ISO day, as people write it."""
    return f"{date.fromisoformat(day):%B %Y}"


def tell_p(value):
    """Return a probability as "= 0.012" or "< 0.001"."""
    return "unknown" if value is None else "< 0.001" if value < 0.001 else f"= {value:.3f}".rstrip("0")


def _strength_without(findings):
    corpus, counts, kind = findings["corpus"], findings["counts"], findings["kind"]
    names = f"{findings['source']} is {findings['source_name']}, {findings['target']} is {findings['target_name']}."
    if kind == "no documents":
        return [[f"{capitalise(count(corpus['n_rejected'], 'input'))} {'was' if corpus['n_rejected'] == 1 else 'were'} rejected; the list of rejected inputs says why."]] if corpus["n_rejected"] else [["The corpus is empty."]]
    if kind == "nothing said":
        out, silent = [[names]], [language["name"] for language in corpus["languages"] if not language["coded"]]
        if findings["back"]["counts"]["n"]:
            out.append([f"The other way, {count(findings['back']['counts']['n'], 'statement')} {'was' if findings['back']['counts']['n'] == 1 else 'were'} found."])
        if findings["other_dyads"]:
            out.append(["Other pairs that speak here: " + ", ".join(f"{each['dyad']} ({each['n']})" for each in findings["other_dyads"]) + "."])
        if silent:
            out.append([f"Documents in {join(silent)} can\N{RIGHT SINGLE QUOTATION MARK}t be coded yet, and may say something."])
        return out
    part = ("and it counts" if counts["n_counted"] else "and it doesn\N{RIGHT SINGLE QUOTATION MARK}t count") if counts["n"] == 1 else (
        f"{number(counts['n_counted'])} of which {'counts' if counts['n_counted'] == 1 else 'count'}" if counts["n_counted"] != counts["n"] else "all of which count")
    out = [[f"{capitalise(count(counts['n'], 'statement'))} in {count(counts['n_documents'], 'document')}, {part}."]]
    if corpus["n_documents"] == 1:
        out.append(["Whether statements as a whole have shifted can\N{RIGHT SINGLE QUOTATION MARK}t be measured with one document."])
    elif findings["reason"]:
        out.append([f"{capitalise(findings['reason'])}."])
    return out


def write_rests_on(findings, lead):
    """Return what the finding rests on: how many statements, who calls it a first, what goes the other way."""
    counts, back, source, target = findings["counts"], findings["back"]["counts"], findings["source_name"], findings["target_name"]
    if not counts["n"]:
        return [[f"{capitalise(count(findings['corpus']['n_documents'], 'document'))} read, {count(findings['corpus']['n_statements'], 'statement')} of any pair found, none of {source} toward {target}."]]
    kinds = [f"{NUMBERS[counts[f'n_{frame}']] if counts[f'n_{frame}'] < 13 else counts[f'n_{frame}']} {words}" for frame, words in (
        ("current", "current"), ("prior", "prior"), ("hypothetical", "not yet said or done")) if counts[f"n_{frame}"]]
    out = [[f"{capitalise(count(counts['n'], 'statement'))} of {source} toward {target}" + (f", {join(kinds)}" if len(kinds) > 1 else f", all {kinds[0].split(' ', 1)[1]}" if counts["n"] > 1 else f", {kinds[0].split(' ', 1)[1]}")
            + f", in {count(counts['n_stories'], 'story', 'stories')}."]]
    if counts["n_unsure"]:
        out.append([f"{capitalise(count(counts['n_unsure'], 'statement'))} {'is' if counts['n_unsure'] == 1 else 'are'} too uncertain to count."])
    for claim in findings["claims"][:2]:
        who = claim["outlet"] or "The outlet"
        what = {"first": "calls this a first", "reversal": "calls this a reversal", "ended": "says that something ended"}[claim["kind"]]
        out.append([f"{who}, not this report, {what}: \N{LEFT DOUBLE QUOTATION MARK}", {key: claim[key] for key in ("text", "lang", "statement_id")}, "\N{RIGHT DOUBLE QUOTATION MARK}."])
    if back["n"]:
        current = "all current" if back["n_current"] == back["n"] else f"{number(back['n_current'])} of them current"
        if back["n"] == 1:
            current = "a current one" if back["n_current"] else "an earlier one" if back["n_prior"] else "not yet said or done"
        out.append([f"{capitalise(count(back['n'], 'statement'))} {'goes' if back['n'] == 1 else 'go'} the other way, {current}."])
    else:
        out.append([f"No statement of {target} toward {source} is reported."])
    for each in findings["disagreements"]:
        if each["testable"]:
            out.append(["Documents and statements disagree: " + each["text"] + "."])
    return out


def write_cannot(findings, lead):
    """Return what the report can't show, as endings of "it can't show …"."""
    corpus, counts, back, out = findings["corpus"], findings["counts"], findings["back"]["counts"], []
    if not counts["n"]:
        return ["that nothing was said elsewhere: these documents are all that was read"]
    speakers = findings["speakers"]
    if lead:
        who = "one official\N{RIGHT SINGLE QUOTATION MARK}s words" if len(speakers) == 1 else "what documents report"
        out.append(f"that policy changed, rather than {who}")
    dated = _dated_to(corpus)
    if dated:
        out.append(f"{'a day' if dated == 'a month' else 'a month or a day'}: {'the document is' if corpus['n_documents'] == 1 else 'the documents are'} dated to {dated}")
    elif not corpus["date_start"]:
        out.append("when: no date is stated")
    if corpus["n_documents"] == 1:
        out.append("a trend, or a probability: one document has neither")
    elif not tested(findings):
        out.append("a trend, or a probability: there are too few stories for either")
    if not back["n_current"]:
        out.append(f"how {findings['target_name']} answered: nothing current from there is reported")
    if len(corpus["outlets"]) + bool(corpus["n_without_outlet"]) == 1 and corpus["n_documents"] > 1 and corpus["outlets"]:
        out.append("how others tell it: all documents come from one outlet")
    if lead and lead["kind"] == "measured":
        out.append("why it shifted, or that one side\N{RIGHT SINGLE QUOTATION MARK}s move caused the other\N{RIGHT SINGLE QUOTATION MARK}s")
    return out


def write_tests(findings, lead):
    """Return what would confirm the finding, and what would refute it."""
    target = findings["target_name"]
    if lead is None:
        return [["A document that sets an earlier position against a present one, or stories over at least ten periods, would let a shift be seen."]] if findings["counts"]["n"] else [
            [f"A document in which {findings['source_name']} says or does something to {target}."]]
    confirm, refute = [], []
    up = {axis: lead["steps"][axis] > 0 for axis in lead["moved"]}
    if "engagement" in up:
        confirm.append("contact that takes place" if up["engagement"] else "talks called off, or an offer withdrawn")
        refute.append("the earlier condition stated again" if up["engagement"] and lead["before"] and lead["before"]["condition"] else
                      "a refusal of what is now offered" if up["engagement"] else "contact that goes on all the same")
    if "pressure" in up:
        confirm.append("a threat carried out, or a new measure" if up["pressure"] else "a measure lifted, or a threat not repeated")
        refute.append("the threat taken back" if up["pressure"] else "a new threat or measure")
    for axis in lead["held"]:
        refute.append("a new measure, or one lifted" if axis == "pressure" else "an offer withdrawn, or a larger one")
    if findings["speakers"] and not TOP_OFFICES & {speaker["office"] for speaker in findings["speakers"]}:
        confirm.insert(0, "the head of state or government saying the same")
        refute.insert(0, "the head of state or government saying the contrary")
    if len(findings["corpus"]["outlets"]) <= 1:
        confirm.append("the same words in another outlet or in a transcript")
    if lead["kind"] == "measured":
        confirm.append("the same shift in other outlets\N{RIGHT SINGLE QUOTATION MARK} documents")
        refute.append("other outlets\N{RIGHT SINGLE QUOTATION MARK} documents without it, or a shift that only follows outlets that came or went")
    return [["It would be confirmed by: " + "; ".join(confirm) + "."], ["It would be refuted by: " + "; ".join(refute) + "."],
            [f"{capitalise(possessive(target))} answer would say whether it was heard; it is no part of this finding."]]


def write_uncertainty(findings, lead):
    """Return where the coding, the dates and the weights are uncertain."""
    counts, corpus, out = findings["counts"], findings["corpus"], []
    if counts["n"]:
        coders = findings["method"]["coders"]
        least = f"{findings['method']['levels']['least_confidence']:.2f}"
        sure = "" if counts["median_confidence"] is None else f"; their median confidence is {counts['median_confidence']:.2f}, and " + (
            f"none lies below {least}" if not counts["n_unsure"] else f"{number(counts['n_unsure'])} of {counts['n']:,}, below {least}, {'doesn' if counts['n_unsure'] == 1 else 'don'}\N{RIGHT SINGLE QUOTATION MARK}t count")
        out.append([f"Statements were coded by {join(coders) or 'whoever made the table'}{sure}."])
        inferred = sum("context" in (row["target_resolved_by"], row["source_resolved_by"]) for row in findings["statements"])
        pronouns = sum("pronoun" in (row["target_resolved_by"], row["source_resolved_by"]) for row in findings["statements"])
        if inferred or pronouns:
            out.append([f"Of {count(len(findings['statements']), 'statement')} shown, " + join(words for n, words in (
                (inferred, f"{NUMBERS[inferred] if inferred < 13 else inferred} {'names' if inferred == 1 else 'name'} only one side (the other follows from what was said before)"),
                (pronouns, f"{NUMBERS[pronouns] if pronouns < 13 else pronouns} {'rests' if pronouns == 1 else 'rest'} on a pronoun")) if n) + "."])
    if lead and lead.get("stable"):
        out.append(["The direction of the move stays the same with the codebook\N{RIGHT SINGLE QUOTATION MARK}s modifiers halved and doubled."])
    if lead and lead["kind"] == "reported" and lead["before_basis"] == "implied":
        out.append(["No earlier position is stated: where it stood before is what the wording implies."])
    silent = [language for language in corpus["languages"] if not language["coded"]]
    if silent:
        out.append([f"{capitalise(count(sum(language['n'] for language in silent), 'document'))} in {join(language['name'] for language in silent)} can\N{RIGHT SINGLE QUOTATION MARK}t be coded and {'is' if sum(language['n'] for language in silent) == 1 else 'are'} left out."])
    if corpus["n_rejected"]:
        out.append([f"{capitalise(count(corpus['n_rejected'], 'input'))} could not be read."])
    if corpus["n_undated"]:
        out.append([f"{capitalise(count(corpus['n_undated'], 'document'))} {'states' if corpus['n_undated'] == 1 else 'state'} no date and {'counts' if corpus['n_undated'] == 1 else 'count'} in no period."])
    return out


def write_back(findings):
    """Return what the target says and does to the source: counts, strongest words, position; nothing is called an answer."""
    back, source, target = findings["back"], findings["source_name"], findings["target_name"]
    counts = back["counts"]
    if not counts["n"]:
        return [[f"No statement of {target} toward {source} was found."]]
    out = [[f"{capitalise(count(counts['n'], 'statement'))} of {target} toward {source}, {'all current' if counts['n_current'] == counts['n'] > 1 else 'a current one' if counts['n_current'] == counts['n'] else 'none current' if not counts['n_current'] else number(counts['n_current']) + ' current'}."]]
    if back["position"] and counts["n_counted"]:
        at = back["position"]
        out.append([f"Over {count(at['n_stories'], 'story', 'stories')}: pressure {at['pressure']:.2f}, engagement {at['engagement']:.2f}."])
    else:
        out.append([f"None counts toward a position, so where {target} stands isn\N{RIGHT SINGLE QUOTATION MARK}t measured."])
    return out


def tell_shift(findings, shift):
    """Return one shift as a sentence: kind, when, from where to where, how sure."""
    where = [f"{axis} {shift[f'{axis}_before']:.2f} to {shift[f'{axis}_after']:.2f}" for axis in AXES]
    labels = f"{shift['label_before']} to {shift['label_after']}" if "unclear" not in (shift["label_before"], shift["label_after"]) and shift["label_before"] != shift["label_after"] else None
    when = tell_when(shift["date_start"], shift["date_end"]) if shift["date_start"] else "at no stated date"
    if shift["kind"] == "measured":
        sure = f"p {tell_p(shift['p_value'])}; {shift['n_stories_before']} stories before, {shift['n_stories_after']} after"
        lead = f"Measured {when}"
    else:
        sure = f"{count(shift['n_documents'], 'document')}; the earlier position is {shift['before_basis']}"
        lead = f"Reported {when}"
    also = "; the other kind agrees" if shift["n_corroborating"] else ""
    return [f"{lead}: {', '.join(([labels] if labels else []) + where)} ({sure}{also})."]


def write_conditions(findings):
    """Return the ledger in sentences, for those who don't see the table."""
    out = []
    for row in findings["conditions"]:
        by = tell_speaker(row["by"]) if row["by"] else findings["source_name"]
        out.append([f"{capitalise(by)}{',' if ', ' in by else ''} set a condition, ", {"text": f"\N{LEFT DOUBLE QUOTATION MARK}{row['condition']}\N{RIGHT DOUBLE QUOTATION MARK}", "lang": row["lang"], "statement_id": row["statement_id"]},
                    f": {row['status']}."])
    return out


def write_plane(findings, lead):
    """Return the posture plane: its points, and its title, measure, source and text alternative."""
    corpus, points = findings["corpus"], []
    if lead:
        for side, name, past in (("before", "before", True), ("after", "now" if lead["kind"] == "reported" else "after", False)):
            points.append({"name": name, "past": past, "label": lead[f"label_{side}"], **{axis: lead[f"{axis}_{side}"] for axis in AXES},
                           **{f"{axis}_{end}": lead.get(f"{axis}_{side}_{end}") for axis in AXES for end in ("low", "high")}})
    elif findings["position"]:
        at = findings["position"]
        points.append({"name": "now", "past": False, "label": at["label"], **{key: at.get(key) for axis in AXES for key in (axis, f"{axis}_low", f"{axis}_high")}})
    places = [f"{capitalise(point['name'])}: pressure {point['pressure']:.2f}, engagement {point['engagement']:.2f}" + ("" if point["label"] == "unclear" else f", {point['label']}") for point in points]
    moved = "" if not lead else f" The move is on {join(lead['moved'])}." if lead["moved"] else " Neither axis moves much."
    held = f" {capitalise(join(lead['held']))} is held." if lead and lead["held"] else ""
    many = lead["kind"] == "measured" if lead else bool(points) and findings["position"]["n_stories"] > 1
    sizes = f"; {lead['n_stories_before']} stories before, {lead['n_stories_after']} after" if lead and lead["kind"] == "measured" else ""
    name = f" of {corpus['title'] or corpus['name']}" if corpus["title"] or corpus["name"] else ""
    return {"points": points, "title": title_plane(points, lead),
            "measure": ("Mean over stories of each one\N{RIGHT SINGLE QUOTATION MARK}s strongest statement, 0 to 1" + sizes) if many else "Position on each axis, 0 to 1, strongest statement of the story",
            "source": f"Source: {corpus['n_documents']:,} document{'' if corpus['n_documents'] == 1 else 's'}{name}, {tell_span(corpus['date_start'], corpus['date_end'])}. Weights are judgement: see method.",
            "alt": f"Posture plane of {findings['source']} toward {findings['target']}. " + (". ".join(places) + "." if places else "Nothing to place.") + moved + held}


def title_plane(points, lead):
    """Return the finding that the plane shows."""
    if not points:
        return "Nothing to place on the two axes"
    labels = [point["label"] for point in points]
    if not lead:
        return f"Pressure {points[0]['pressure']:.2f}, engagement {points[0]['engagement']:.2f}" + ("" if labels[0] == "unclear" else f": {labels[0]}")
    one = ", along one axis only" if len(lead["moved"]) == 1 else ""
    moves = join(f"{'more' if lead['steps'][axis] > 0 else 'less'} {axis}" for axis in lead["moved"]) or "hardly a move"
    if "unclear" in labels:
        return capitalise(moves)
    return f"From {labels[0]} to {labels[1]}{one}" if labels[0] != labels[1] else f"Still {labels[0]}, with {moves}"
