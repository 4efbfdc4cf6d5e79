"""The sentences of a report, computed from its findings in every branch: nothing said, one document, no shift, several.

A sentence is a list of parts: strings, and dicts of a document's own words with their language and statement. What is
said is what documents report, never what a state did or wants; a first is the outlet's claim; no answer is read into
silence. What a report can't show and what would refute it is in `caveats`.
"""

from detente.codebook import AXES
from detente.reports.caveats import dated_to, is_tested, write_cannot, write_tests, write_uncertainty
from detente.reports.wording import (
    agree,
    capitalise,
    count,
    count_first,
    join,
    month_of,
    number,
    phrase_act,
    plain,
    possessive,
    read_phrases,
    tell_p,
    tell_span,
    tell_speaker,
    tell_when,
)

# More dates, languages or outlets than this in one line tire the reader; the rest are counted.
MOST_NAMED = 4
# With fewer stories than this, and no test, the page says what is reported rather than that no shift was found.
LEAST_SEARCHED = 12
CLAIMS = {"first": "calls this a first", "reversal": "calls this a reversal", "ended": "says that something ended"}
ONE_DOCUMENT = "Whether statements as a whole have shifted can’t be measured with one document."


def write_findings(findings):
    """Return the findings with `kind`, `lead_shift`, `plane` and `told` added: the branch, the picture's words, all sentences."""
    findings["kind"] = name_kind(findings)
    lead = next((shift for shift in findings["shifts"] if shift["shift_id"] == findings["lead"]), None)
    findings["lead_shift"] = lead
    findings["plane"] = write_plane(findings, lead)
    findings["told"] = {
        "headline": write_headline(findings, lead),
        "strap": write_strap(findings),
        "strength": in_parts(write_strength(findings, lead)),
        "rests_on": in_parts(write_rests_on(findings)),
        "cannot": write_cannot(findings, lead),
        "confirm": in_parts(write_tests(findings, lead)),
        "uncertainty": in_parts(write_uncertainty(findings, lead)),
        "back": in_parts(write_back(findings)),
        "shifts": in_parts(tell_shift(shift) for shift in findings["shifts"]),
        "conditions": in_parts(tell_condition(row, findings["source_name"]) for row in findings["conditions"]),
    }
    findings["back"]["shifts_told"] = in_parts(tell_shift(shift) for shift in findings["back"]["shifts"])
    return findings


def in_parts(sentences):
    """Return sentences as lists of parts, a plain string as its only part."""
    return [[sentence] if isinstance(sentence, str) else sentence for sentence in sentences]


def tell_findings(findings):
    """Return all sentences of the findings as plain strings, in reading order: headline, strength, what it rests on …"""
    told = findings["told"]
    sentences = [[told["headline"] + "."], *told["strength"], *told["rests_on"], *told["shifts"]]
    sentences += [[f"It can’t show {words}."] for words in told["cannot"]]
    sentences += [*told["conditions"], *told["back"], *told["confirm"], *told["uncertainty"]]
    return [plain(parts) for parts in sentences]


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
    if lead is None:
        return _headline_without(findings)
    words = _headline_measured(findings, lead) if lead["kind"] == "measured" else _headline_reported(findings, lead)
    words += ", if the weights hold" if lead.get("stable") is False else ""
    return words + (", which may be chance" if may_be_chance(findings, lead) else "")


def may_be_chance(findings, lead):
    """Return whether a shift passes alone, but not among all the pairs that were tested together."""
    return lead["q_value"] is not None and lead["q_value"] > findings["alpha"] >= lead["p_value"]


def _headline_without(findings):
    source, target, kind = findings["source_name"], findings["target_name"], findings["kind"]
    corpus, counts, codes = findings["corpus"], findings["counts"], (findings["source"], findings["target"])
    if kind == "no documents":
        return f"No document could be read, so nothing is known of {codes[0]} toward {codes[1]}"
    if kind == "nothing said":
        n = corpus["n_documents"]
        among = f"{n} document{agree(n, '', 's')}" if n else f"{corpus['n_statements']} coded events"
        if corpus["languages"] and not any(language["coded"] for language in corpus["languages"]):
            return f"No document is in a language that can be coded, so nothing is known of {codes[0]} toward {codes[1]}"
        return f"No statement of {codes[0]} toward {codes[1]} is found in {among}"
    if kind == "only prior":
        return f"What {source} said or did toward {target} earlier is reported, and nothing at present"
    if kind == "only hypothetical":
        return f"What {source} might do toward {target} is reported, and nothing that it did or said"
    if kind in ("only undated", "only unsure"):
        why = "has no stated date" if kind == "only undated" else "is too uncertain to count"
        return f"All that {source} is reported to say to {target} {why}"
    if is_tested(findings) or counts["n_stories"] >= LEAST_SEARCHED:
        return f"No shift of {source} toward {target} is found in {counts['n_stories']:,} stories"
    strongest = [quote for quote in findings["quotes"] if quote["role"] in AXES][::-1]
    acts = [phrase_act(quote, "it" if place else target, "infinitive") for place, quote in enumerate(strongest)]
    return f"{capitalise(source)} is reported to {' and to '.join(acts)}, with no word of a change"


def _headline_reported(findings, lead):
    source, target, before, after = findings["source_name"], findings["target_name"], lead["before"], lead["after"]
    phrases = read_phrases()
    words = phrase_act({**after, "held": None}, target, "infinitive") + (" on a condition" if after["condition"] else "")
    if before and before["condition"] and not after["condition"] and lead["steps"]["engagement"] > 0:
        words += " without its earlier precondition"
    elif before and before["act"] == after["act"]:
        words += ", more than before" if sum(lead["steps"].values()) > 0 else ", less than before"
    elif before:
        earlier = phrase_act(before, target, "past") + (" on a condition" if before["condition"] else "")
        words += f", where earlier it {earlier}"
    else:
        claim = next((claim["kind"] for claim in findings["claims"]), None)
        words += f", which its report calls {phrases['changes'][claim]}" if claim else ", set against what went before"
    words += "".join(f", and to {phrases['keeps'][axis]}" for axis in lead["held"])
    span = (findings["corpus"]["date_start"], findings["corpus"]["date_end"])
    if not lead["date_start"] or (lead["date_start"], lead["date_end"]) == span:
        return f"{capitalise(source)} is reported to {words}"
    return f"{capitalise(tell_when(lead['date_start'], lead['date_end']))}, {source} was reported to {words}"


def _headline_measured(findings, lead):
    whose, target = capitalise(possessive(findings["source_name"])), findings["target_name"]
    when = tell_when(lead["date_start"], lead["date_end"])
    before, after = lead["label_before"], lead["label_after"]
    if "unclear" not in (before, after) and before != after:
        return f"{whose} statements toward {target} moved from {before} to {after} {when}"
    ways = {"pressure": f"pressure on {target}", "engagement": f"engagement with {target}"}
    first, *rest = lead["moved"] or ["engagement"]
    words = f"{ways[first]} {rose_or_fell(lead, first)}" + "".join(f" and its {axis} {rose_or_fell(lead, axis)}" for axis in rest)
    return f"{whose} {words} {when}, as documents have it"


def rose_or_fell(shift, axis):
    """Return which way an axis moved in a shift, as a verb."""
    return "rose" if shift["steps"][axis] > 0 else "fell"


def write_strap(findings):
    """Return the line above the headline: the dyad, the dates as stated, and documents, outlets and languages."""
    corpus, n = findings["corpus"], findings["corpus"]["n_documents"]
    dates = tell_span(corpus["date_start"], corpus["date_end"]) if corpus["date_start"] else "no date stated"
    dates += {"a month": ", day not stated", "a year": ", month not stated"}.get(dated_to(corpus), "")
    n_outlets = len(corpus["outlets"])
    if n == 1 and not n_outlets:
        outlets = "1 outlet, not named"
    elif not n_outlets:
        outlets = "outlets not stated" if n else ""
    else:
        without = f", {corpus['n_without_outlet']} documents without" if corpus["n_without_outlet"] else ""
        outlets = f"{n_outlets} outlet{agree(n_outlets, '', 's')}{without}"
    languages = [language["name"] for language in corpus["languages"]]
    more = f" and {len(languages) - MOST_NAMED} more" if len(languages) > MOST_NAMED else ""
    parts = [f"{n:,} document{agree(n, '', 's')}", outlets, ", ".join(languages[:MOST_NAMED]) + more]
    return {
        "dyad": f"{findings['source']}→{findings['target']}",
        "dates": dates,
        "read": " · ".join(part for part in parts if part),
    }


def write_strength(findings, lead):
    """Return the sentences that say how much stands behind the headline."""
    if lead is None:
        return _strength_without(findings)
    counts = findings["counts"]
    out = _strength_measured(findings, lead) if lead["kind"] == "measured" else _strength_reported(findings, lead)
    if lead.get("stable") is False:
        out.append("With the codebook’s modifiers halved or doubled its direction would change: it hangs on the weights.")
    if counts["n_undated"]:
        n = counts["n_undated"]
        out.append(f"{count_first(n, 'statement')} without a date {agree(n, 'is', 'are')} left out of every measure.")
    if not findings["corpus"]["n_documents"]:
        out.append("These are coded events; no text stands behind them here.")
    return out


def _strength_reported(findings, lead):
    corpus, n, speakers = findings["corpus"], lead["n_documents"], findings["speakers"]
    said_by = count_first(n, "document") + (" in one outlet" if corpus["n_documents"] == 1 else "")
    if n == 1 and dated_to(corpus):
        said_by += f", dated only to {dated_to(corpus)},"
    if len(speakers) == 1:
        quoting = f", quoting one speaker: {tell_speaker(speakers[0])}"
    elif 1 < len(speakers) <= MOST_NAMED:
        quoting = ", quoting " + join(each["name"] or each["written"] or tell_speaker(each) for each in speakers)
    elif speakers:
        quoting = f", quoting {count(len(speakers), 'speaker')}"
    else:
        quoting = agree(n, " in its own voice", " in their own voice")
    out = [f"{said_by} {agree(n, 'says', 'say')} so{quoting}."]
    if corpus["n_documents"] == 1:
        out.append(ONE_DOCUMENT)
    elif not any(shift["kind"] == "measured" for shift in findings["shifts"]):
        out.append(
            "The statements themselves show no shift."
            if is_tested(findings)
            else "Whether statements as a whole have shifted can’t be told."
        )
        if findings["reason"]:
            out.append(f"{capitalise(findings['reason'])}.")
    return out


def _strength_measured(findings, lead):
    steps = [
        f"{axis} {rose_or_fell(lead, axis)} from {lead[f'{axis}_before']:.2f} to {lead[f'{axis}_after']:.2f}" for axis in lead["moved"]
    ]
    level = f"p {tell_p(lead['p_value'])}"
    if lead["q_value"] is not None and abs(lead["q_value"] - lead["p_value"]) > 1e-9:
        level += f", q {tell_p(lead['q_value'])}"
    before = count(lead["n_stories_before"], "story", "stories")
    moved = capitalise(join(steps) or "hardly a move on either axis")
    out = [f"{moved}, over {before} before and {lead['n_stories_after']:,} after ({level})."]
    if may_be_chance(findings, lead):
        out.append(f"Among all pairs tested together that isn’t below {findings['alpha']:g}: it may be chance.")
    n = lead["n_corroborating"] or 0
    if n:
        reports = f"{count(n, 'reported shift')} {agree(n, 'lies', 'lie')}"
        out.append(f"Documents say so in their own words, too: {reports} in the same interval.")
    else:
        out.append("No document says in its own words that anything changed then.")
    measured = [shift for shift in findings["shifts"] if shift["kind"] == "measured"]
    others = [month_of(shift["date"]) for shift in measured if shift["shift_id"] != lead["shift_id"]]
    if others:
        named = join(others[:MOST_NAMED]) + (" and later" if len(others) > MOST_NAMED else "")
        rest = f"{agree(len(others), 'the other lies', 'the others lie')} about {named}"
        out.append(f"It is the largest of {count(len(measured), 'measured shift')}; {rest}.")
    return out


def _strength_without(findings):
    corpus, counts, kind = findings["corpus"], findings["counts"], findings["kind"]
    if kind == "no documents":
        n = corpus["n_rejected"]
        why = f"{count_first(n, 'input')} {agree(n, 'was', 'were')} rejected; why is told below."
        return [why if n else "The corpus is empty: no file in it could be a document."]
    if kind == "nothing said":
        return _tell_silence(findings)
    if counts["n"] == 1:
        part = "and it counts" if counts["n_counted"] else "and it doesn’t count"
    elif counts["n_counted"] == counts["n"]:
        part = "all of which count"
    else:
        part = f"{number(counts['n_counted'])} of which {agree(counts['n_counted'], 'counts', 'count')}"
    out = [f"{count_first(counts['n'], 'statement')} in {count(counts['n_documents'], 'document')}, {part}."]
    if corpus["n_documents"] == 1:
        out.append(ONE_DOCUMENT)
    elif findings["reason"]:
        out.append(f"{capitalise(findings['reason'])}.")
    return out


def _tell_silence(findings):
    out = [f"{findings['source']} is {findings['source_name']}, {findings['target']} is {findings['target_name']}."]
    n = findings["back"]["counts"]["n"]
    if n:
        out.append(f"The other way, {count(n, 'statement')} {agree(n, 'was', 'were')} found.")
    if findings["other_dyads"]:
        named = ", ".join(f"{each['dyad']} ({each['n']})" for each in findings["other_dyads"])
        out.append(f"Other pairs that speak here: {named}.")
    silent = [language["name"] for language in findings["corpus"]["languages"] if not language["coded"]]
    if silent:
        out.append(f"Documents in {join(silent)} can’t be coded yet, and may say something.")
    return out


def write_rests_on(findings):
    """Return what the finding rests on: how many statements, who calls it a first, what goes the other way."""
    counts, source, target = findings["counts"], findings["source_name"], findings["target_name"]
    corpus = findings["corpus"]
    if not counts["n"]:
        read, found = count_first(corpus["n_documents"], "document"), count(corpus["n_statements"], "statement")
        return [f"{read} read, {found} of any pair found, none of {source} toward {target}."]
    out = [f"{count_first(counts['n'], 'statement')} of {source} toward {target}, {tell_frames(counts)}, in "
           f"{count(counts['n_stories'], 'story', 'stories')}."]  # fmt: skip
    if counts["n_unsure"]:
        n = counts["n_unsure"]
        out.append(f"{count_first(n, 'statement')} {agree(n, 'is', 'are')} too uncertain to count.")
    for claim in findings["claims"][:2]:
        words = {key: claim[key] for key in ("text", "lang", "statement_id")}
        out.append([f"{claim['outlet'] or 'The outlet'}, not this report, {CLAIMS[claim['kind']]}: “", words, "”."])
    back = findings["back"]["counts"]
    if back["n"]:
        out.append(f"{count_first(back['n'], 'statement')} {agree(back['n'], 'goes', 'go')} the other way, {tell_frames(back)}.")
    else:
        out.append(f"No statement of {target} toward {source} is reported.")
    out += _tell_unseen(findings)
    return out


def _tell_unseen(findings):
    """Return a sentence on what documents report and the statements, though enough to tell, don't show; or nothing."""
    unseen = {each["shift_id"] for each in findings["disagreements"] if each["testable"]}
    spans = [tell_when(each["date_start"], each["date_end"]) for each in findings["shifts"] if each["shift_id"] in unseen]
    if not spans:
        return []
    reported = f"{count_first(len(spans), 'shift')} reported by documents ({join(spans[:MOST_NAMED])})"
    return [f"{reported} {agree(len(spans), 'isn’t', 'aren’t')} seen in the statements as a whole."]


def tell_frames(counts):
    """Return how many statements are current, earlier, or not yet said or done: "eight current and two earlier"."""
    words = {"n_current": "current", "n_prior": "earlier", "n_hypothetical": "not yet said or done"}
    present = [(counts[key], name) for key, name in words.items() if counts[key]]
    if counts["n"] == 1:
        return {"current": "a current one", "earlier": "an earlier one"}.get(present[0][1], present[0][1])
    if len(present) == 1:
        return f"all {present[0][1]}"
    return join(f"{number(n)} {name}" for n, name in present)


def write_back(findings):
    """Return what the target says and does to the source: counts and position; nothing is called an answer."""
    back, source, target = findings["back"], findings["source_name"], findings["target_name"]
    counts, at = back["counts"], back["position"]
    if not counts["n"]:
        return [f"No statement of {target} toward {source} was found."]
    out = [f"{count_first(counts['n'], 'statement')} of {target} toward {source}, {tell_frames(counts)}."]
    if at and counts["n_counted"]:
        over = count(at["n_stories"], "story", "stories")
        out.append(f"Over {over}: pressure {at['pressure']:.2f}, engagement {at['engagement']:.2f}.")
    else:
        out.append(f"{agree(counts['n'], 'It doesn’t count', 'None counts')} toward a position, so where {target} stands isn’t measured.")
    return out


def tell_shift(shift):
    """Return one shift as a sentence: kind, when, from where to where, how sure."""
    where = [f"{axis} {shift[f'{axis}_before']:.2f} to {shift[f'{axis}_after']:.2f}" for axis in AXES]
    before, after = shift["label_before"], shift["label_after"]
    if "unclear" not in (before, after) and before != after:
        where.insert(0, f"{before} to {after}")
    when = tell_when(shift["date_start"], shift["date_end"]) if shift["date_start"] else "at no stated date"
    if shift["kind"] == "measured":
        stories = f"{shift['n_stories_before']} stories before, {shift['n_stories_after']} after"
        sure = f"p {tell_p(shift['p_value'])}; {stories}"
    else:
        sure = f"{count(shift['n_documents'], 'document')}; the earlier position is {shift['before_basis']}"
    also = "; the other kind agrees" if shift["n_corroborating"] else ""
    return f"{shift['kind'].capitalize()} {when}: {', '.join(where)} ({sure}{also})."


def tell_condition(row, source_name):
    """Return one row of the ledger as a sentence, for those who don't see the table."""
    by = tell_speaker(row["by"]) if row["by"] else source_name
    words = {"text": f"“{row['condition']}”", "lang": row["lang"], "statement_id": row["statement_id"]}
    return [f"{capitalise(by)}{',' if ', ' in by else ''} set a condition, ", words, f": {row['status']}."]


def write_plane(findings, lead):
    """Return the posture plane: its points, and its title, measure, source and text alternative."""
    corpus, at = findings["corpus"], findings["position"]
    points = []
    if lead:
        points = [_point(lead, "before", past=True, side="_before"),
                  _point(lead, "now" if lead["kind"] == "reported" else "after", past=False, side="_after")]  # fmt: skip
    elif at:
        points = [_point(at, "now", past=False)]
    measured = lead is not None and lead["kind"] == "measured"
    measure = "Position on each axis, 0 to 1, strongest statement of the story"
    if measured or (lead is None and at and at["n_stories"] > 1):
        measure = "Mean over stories of each one’s strongest statement, 0 to 1"
    if measured:
        measure += f"; {lead['n_stories_before']} stories before, {lead['n_stories_after']} after"
    named = f" of {corpus['title'] or corpus['name']}" if corpus["title"] or corpus["name"] else ""
    read = f"{corpus['n_documents']:,} document{agree(corpus['n_documents'], '', 's')}{named}"
    return {
        "points": points,
        "title": title_plane(points, lead),
        "measure": measure,
        "source": f"Source: {read}, {tell_span(corpus['date_start'], corpus['date_end'])}. Weights are judgement: see method.",
        "alt": describe_plane(findings, points, lead),
    }


def _point(row, name, *, past, side=""):
    places = {axis: row[f"{axis}{side}"] for axis in AXES}
    bands = {f"{axis}_{end}": row.get(f"{axis}{side}_{end}") for axis in AXES for end in ("low", "high")}
    return {"name": name, "past": past, "label": row[f"label{side}"], **places, **bands}


def describe_plane(findings, points, lead):
    """Return the plane in words, for those who don't see it."""
    out = [f"Posture plane of {findings['source']} toward {findings['target']}."]
    for point in points:
        label = "" if point["label"] == "unclear" else f", {point['label']}"
        at = f"pressure {point['pressure']:.2f}, engagement {point['engagement']:.2f}"
        out.append(f"{capitalise(point['name'])}: {at}{label}.")
    if not points:
        out.append("Nothing to place.")
    if lead:
        out.append(f"The move is on {join(lead['moved'])}." if lead["moved"] else "Neither axis moves much.")
        out += [f"{capitalise(axis)} is held." for axis in lead["held"]]
    return " ".join(out)


def title_plane(points, lead):
    """Return the finding that the plane shows."""
    if not points:
        return "Nothing to place on the two axes"
    before, after = points[0]["label"], points[-1]["label"]
    if not lead:
        at = f"Pressure {points[0]['pressure']:.2f}, engagement {points[0]['engagement']:.2f}"
        return at if after == "unclear" else f"{at}: {after}"
    moves = join(f"{'more' if lead['steps'][axis] > 0 else 'less'} {axis}" for axis in lead["moved"]) or "hardly a move"
    if "unclear" in (before, after):
        return capitalise(moves)
    if before == after:
        return f"Still {after}, with {moves}"
    return f"From {before} to {after}" + (", along one axis only" if len(lead["moved"]) == 1 else "")
