"""Caveats: what a report can't show, what would confirm or refute it, and where it is uncertain; computed like the rest."""

from detente.reports.wording import agree, capitalise, count, count_first, join, number, possessive

# Whose word would weigh more than any other's.
TOP_OFFICES = {"head_of_state", "head_of_government"}
# How `find_shifts` says that nothing could be tested.
TOO_FEW = ("too few to tell", "nothing was said")


def is_tested(findings):
    """Return whether the statements were enough to look for a shift: there is one, or the reason for none isn't their number."""
    enough = findings["reason"] is not None and not any(words in findings["reason"] for words in TOO_FEW)
    return enough or any(shift["kind"] == "measured" for shift in findings["shifts"])


def dated_to(corpus):
    """Return "a month" or "a year" where all dated documents are dated no closer, else None."""
    precise = {name for name in corpus["precisions"] if name != "none"}
    return {"month": "a month", "year": "a year"}.get(precise.pop()) if len(precise) == 1 else None


def write_cannot(findings, lead):
    """Return what the report can't show, as endings of "it can't show …"."""
    corpus, dated, out = findings["corpus"], dated_to(findings["corpus"]), []
    if not findings["counts"]["n"]:
        return ["that nothing was said elsewhere: these documents are all that was read"]
    if lead:
        who = "one official’s words" if len(findings["speakers"]) == 1 else "what documents report"
        out.append(f"that policy changed, rather than {who}")
    if dated:
        documents = agree(corpus["n_documents"], "the document is", "the documents are")
        out.append(f"{'a day' if dated == 'a month' else 'a month or a day'}: {documents} dated to {dated}")
    elif not corpus["date_start"]:
        out.append("when: no date is stated")
    if corpus["n_documents"] == 1:
        out.append("a trend, or a probability: one document has neither")
    elif not is_tested(findings):
        out.append("a trend, or a probability: there are too few stories for either")
    if not findings["back"]["counts"]["n_current"]:
        out.append(f"how {findings['target_name']} answered: nothing current from there is reported")
    if len(corpus["outlets"]) == 1 and not corpus["n_without_outlet"] and corpus["n_documents"] > 1:
        out.append("how others tell it: all documents come from one outlet")
    if corpus["n_documents"] > 1:
        out.append("what was said elsewhere: these documents are all that was read")
    if lead and lead["kind"] == "measured":
        out.append("why it shifted, or that one side’s move caused the other’s")
    return out


def write_tests(findings, lead):
    """Return what would confirm the finding, and what would refute it."""
    target = findings["target_name"]
    if not findings["counts"]["n"]:
        return [f"A document in which {findings['source_name']} says or does something to {target} would change it."]
    if lead is None:
        return ["A document that sets an earlier position against a present one would let a shift be seen, and so would "
                "stories over at least ten periods."]  # fmt: skip
    confirm, refute = [], []
    if findings["speakers"] and not TOP_OFFICES & {speaker["office"] for speaker in findings["speakers"]}:
        confirm.append("the head of state or government saying the same")
        refute.append("the head of state or government saying the contrary")
    for axis in lead["moved"]:
        yes, no = _tests_of_move(axis, lead["steps"][axis] > 0, lead["before"])
        confirm.append(yes)
        refute.append(no)
    for axis in lead["held"]:
        refute.append("a new measure, or one lifted" if axis == "pressure" else "an offer withdrawn, or a larger one")
    if lead["kind"] == "measured":
        confirm.append("the same shift in other outlets’ documents")
        refute.append("other outlets’ documents without it, or a shift that only follows outlets that came or went")
    elif len(findings["corpus"]["outlets"]) <= 1:
        confirm.append("the same words in another outlet or in a transcript")
    return [
        f"It would be confirmed by: {'; '.join(confirm)}.",
        f"It would be refuted by: {'; '.join(refute)}.",
        f"{capitalise(possessive(target))} answer would say whether it was heard; it is no part of this finding.",
    ]


def _tests_of_move(axis, up, before):
    """Return (what would confirm, what would refute) that one axis moved that way."""
    if axis == "engagement" and up:
        asked = before and before["condition"]
        return (
            "contact that takes place",
            "the earlier condition stated again" if asked else "a refusal of what is offered",
        )
    if axis == "engagement":
        return "talks called off, or an offer withdrawn", "contact that goes on all the same"
    if up:
        return "a threat carried out, or a new measure", "the threat taken back"
    return "a measure lifted, or a threat not repeated", "a new threat or measure"


def write_uncertainty(findings, lead):
    """Return where the coding, the dates and the weights are uncertain."""
    corpus, out = findings["corpus"], []
    if findings["counts"]["n"]:
        out += [_tell_coding(findings), *_tell_resolution(findings["statements"])]
    if lead and lead.get("stable"):
        out.append("The direction of the move stays the same with the codebook’s modifiers halved and doubled.")
    if lead and lead["kind"] == "reported" and lead["before_basis"] == "implied":
        out.append("No earlier position is stated: where it stood before is what the wording implies.")
    silent = [language for language in corpus["languages"] if not language["coded"]]
    if silent:
        n, names = sum(language["n"] for language in silent), join(language["name"] for language in silent)
        out.append(f"{count_first(n, 'document')} in {names} can’t be coded and {agree(n, 'is', 'are')} left out.")
    if corpus["n_rejected"]:
        out.append(f"{count_first(corpus['n_rejected'], 'input')} could not be read.")
    if corpus["n_undated"]:
        n = corpus["n_undated"]
        says = f"{agree(n, 'states', 'state')} no date and {agree(n, 'counts', 'count')} in no period"
        out.append(f"{count_first(n, 'document')} {says}.")
    return out


def _tell_coding(findings):
    """Return who coded, and how sure of it."""
    counts, least = findings["counts"], f"{findings['method']['levels']['least_confidence']:.2f}"
    by = join(findings["method"]["coders"]) or "whoever made the table"
    if counts["median_confidence"] is None:
        return f"Statements were coded by {by}."
    n = counts["n_unsure"]
    below = f"{number(n)} of {number(counts['n'])}, below {least}, {agree(n, 'doesn’t', 'don’t')} count"
    low = below if n else f"none lies below {least}"
    return f"Statements were coded by {by}; their median confidence is {counts['median_confidence']:.2f}, and {low}."


def _tell_resolution(statements):
    """Return how many of the statements shown name only one side, or rest on a pronoun."""
    ways = [{row["source_resolved_by"], row["target_resolved_by"]} for row in statements]
    inferred, pronouns = (sum(way in each for each in ways) for way in ("context", "pronoun"))
    words = []
    if inferred:
        follows = "(the other follows from what was said before)"
        words.append(f"{number(inferred)} {agree(inferred, 'names', 'name')} only one side {follows}")
    if pronouns:
        words.append(f"{number(pronouns)} {agree(pronouns, 'rests', 'rest')} on a pronoun")
    return [f"Of {count(len(statements), 'statement')} shown, {join(words)}."] if words else []
