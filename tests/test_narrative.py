import json

import pandas as pd
import pytest

from detente.reports import narrative, wording
from detente.reports.findings import find_findings
from detente.schema import build_table, empty_table
from sample_statements import make_documents, make_history, make_statement, make_statements

TEXT = (
    "Earlier Iran demanded that Israel leave first. Now Iran offered Israel talks, for the first time. "
    "The pressure on Israel stays high, Iran said. Israel threatened Iran."
)


def reported(**changes):
    documents = make_documents(TEXT)
    rows = [
        make_statement(
            documents,
            0,
            "Earlier Iran demanded that Israel leave first",
            "REQUEST",
            frame="prior",
            condition="that Israel leave first",
        ),
        make_statement(documents, 0, "Iran offered Israel talks", "AGREE", cue="CONSULT: talks"),
        make_statement(documents, 0, "The pressure on Israel stays high", "THREATEN", held="pressure", speech="indirect"),
    ]
    rows[1] |= changes
    return documents, make_statements(*rows)


def tell(documents, statements, source="IRN", target="ISR", **options):
    findings = find_findings(documents, statements, source, target, **options)
    assert json.loads(json.dumps(findings, allow_nan=False)) == findings
    sentences = narrative.tell_findings(findings)
    assert all(sentence.strip() and sentence[-1] in ".!?" for sentence in sentences)
    assert not any(word in " ".join(sentences) for word in ("None", "nan", "NaT", "<NA>", "  ", ",,", ".."))
    return findings, sentences


def test_a_dropped_condition_is_reported_and_the_held_axis_named():
    findings, sentences = tell(*reported())
    assert sentences[0] == "Iran is reported to offer Israel talks without its earlier precondition, and to keep the pressure where it is."
    assert findings["kind"] == "reported" and findings["plane"]["title"] == "From coercive to dual-track, along one axis only"
    assert [quote["role"] for quote in findings["quotes"]] == ["before", "now", "unchanged"]
    assert findings["conditions"][0]["status"] == "dropped"


def test_one_document_gets_no_probability_no_day_and_no_policy():
    _, sentences = tell(*reported())
    told = " ".join(sentences)
    assert "can’t be measured with one document" in told and "a day: the document is dated to a month" in told
    assert "policy shifted" not in told and "p =" not in told and "p <" not in told
    assert "that policy changed, rather than" in told


def test_a_first_is_the_outlets_claim():
    documents, statements = reported(
        change_stated="first",
        change_quote="for the first time",
        change_start=TEXT.index("for the first"),
        change_end=TEXT.index("for the first") + 18,
    )
    _, sentences = tell(documents, statements)
    assert any(sentence == "The outlet, not this report, calls this a first: “for the first time”." for sentence in sentences)
    _, named = tell(documents, statements.assign(outlet="The Herald").astype({"outlet": "str"}))
    assert any(sentence.startswith("The Herald, not this report, calls this a first") for sentence in named)


def test_words_that_set_a_prior_position_against_the_present_are_no_claim_of_a_reversal():
    documents, statements = reported()
    prior = statements["frame"].eq("prior")
    statements.loc[prior, ["change_stated", "change_quote", "change_start", "change_end"]] = ["reversal", "Earlier", 0, len("Earlier")]
    findings, sentences = tell(documents, statements)
    assert findings["claims"] == [] and "calls this" not in " ".join(sentences)
    findings, _ = tell(documents, statements.assign(change_stated=statements["change_stated"].replace("reversal", "ended")))
    assert [claim["kind"] for claim in findings["claims"]] == ["ended"]


def test_a_change_without_a_stated_before_says_that_it_is_implied():
    documents, statements = reported(change_stated="first", change_quote="for the first time")
    findings, sentences = tell(documents, statements[statements["frame"].eq("current")].reset_index(drop=True))
    assert "which its report calls a first" in sentences[0]
    assert findings["lead_shift"]["before_basis"] == "implied" and any("wording implies" in sentence for sentence in sentences)


def test_silence_is_said_with_the_number_of_documents():
    documents = make_documents("Rain fell.", "Snow fell.", "Wind blew.")
    findings, sentences = tell(documents, empty_table("statements"), "USA", "PRK")
    assert sentences[0] == "No statement of USA toward PRK is found in 3 documents."
    assert findings["kind"] == "nothing said" and findings["plane"]["points"] == [] and findings["shifts"] == []


def test_no_documents_at_all_is_said():
    _, sentences = tell(empty_table("documents"), empty_table("statements"))
    assert sentences[0].startswith("No document could be read")


def test_no_shift_in_one_document_names_what_is_reported():
    documents = make_documents("Iran offered Israel talks. Iran threatened Israel.")
    _, sentences = tell(
        documents,
        make_statements(
            make_statement(documents, 0, "Iran offered Israel talks", "AGREE", cue="CONSULT: talks"),
            make_statement(documents, 0, "Iran threatened Israel", "THREATEN"),
        ),
    )
    assert sentences[0] == "Iran is reported to threaten Israel and to offer it talks, with no word of a change."


@pytest.mark.parametrize(
    ("frame", "confidence", "words"),
    [
        ("prior", 0.8, "earlier is reported, and nothing at present"),
        ("hypothetical", 0.8, "might do toward Israel is reported"),
        ("current", 0.3, "is too uncertain to count"),
    ],
)
def test_what_does_not_count_is_no_position(frame, confidence, words):
    documents = make_documents("Iran threatened Israel.")
    findings, sentences = tell(
        documents,
        make_statements(make_statement(documents, 0, "Iran threatened Israel", "THREATEN", frame=frame, confidence=confidence)),
    )
    assert words in sentences[0] and findings["position"] is None


def test_undated_documents_measure_nothing_and_say_so():
    documents = make_documents("Iran threatened Israel.", date_start=None, date_end=None, date_precision="none")
    findings, sentences = tell(documents, make_statements(make_statement(documents, 0, "Iran threatened Israel", "THREATEN")))
    assert findings["kind"] == "only undated" and "no stated date" in sentences[0]
    assert any("when: no date is stated" in sentence for sentence in sentences)


def test_the_other_direction_is_told_and_not_called_an_answer():
    documents, statements = reported()
    both = pd.concat(
        [
            statements,
            make_statements(make_statement(documents, 0, "Israel threatened Iran", "THREATEN", source="ISR", target="IRN")),
        ],
        ignore_index=True,
    )
    findings, sentences = tell(documents, both)
    assert findings["back"]["counts"]["n"] == 1 and any("goes the other way, a current one" in sentence for sentence in sentences)
    assert not any("Israel answered" in sentence for sentence in sentences)


def test_a_planted_shift_is_measured_dated_to_an_interval_and_sized():
    findings, sentences = tell(*make_history())
    lead = findings["lead_shift"]
    assert lead["kind"] == "measured" and lead["date_start"] <= "2016-04-10" and lead["date_end"] >= "2016-03-20"
    assert sentences[0].startswith("Iran’s ") and wording.tell_when(lead["date_start"], lead["date_end"]) in sentences[0]
    assert any("stories before and" in sentence and "(p " in sentence for sentence in sentences)
    assert any("No document says in its own words" in sentence for sentence in sentences)


def test_measured_and_reported_are_told_together():
    documents, statements = make_history()
    near = statements.index[statements["date_start"].eq("2016-04-01") & statements["act"].eq("AGREE")][0]
    statements.loc[near, "change_stated"], statements.loc[near, "change_quote"] = "first", "Iran offered"
    findings, sentences = tell(documents, statements)
    assert findings["kind"] == "measured and reported" and findings["lead_shift"]["kind"] == "measured"
    assert any("Documents say so in their own words, too" in sentence for sentence in sentences)
    assert len(findings["told"]["shifts"]) == 2


def test_a_finding_that_hangs_on_the_weights_says_so():
    documents, statements = make_history()
    findings = find_findings(documents, statements, "IRN", "ISR")
    for shift in findings["shifts"]:
        shift["stable"] = False
    told = narrative.tell_findings(narrative.write_findings(findings))
    assert told[0].endswith("if the weights hold.") and any("it hangs on the weights" in sentence for sentence in told)


def test_a_shift_that_may_be_chance_among_many_pairs_says_so():
    findings = find_findings(*make_history(), "IRN", "ISR")
    for shift in findings["shifts"]:
        shift["q_value"] = 0.2
    told = narrative.tell_findings(narrative.write_findings(findings))
    assert told[0].endswith(", which may be chance.") and any("it may be chance" in sentence for sentence in told)


def test_documents_in_languages_that_cant_be_coded_are_no_silence():
    documents = make_documents("Stany Zjednoczone nałożyły sankcje na Iran.", language="pl")
    _, sentences = tell(documents, empty_table("statements"), "USA", "IRN")
    assert sentences[0] == "No document is in a language that can be coded, so nothing is known of USA toward IRN."


def test_a_series_without_a_shift_says_how_little_could_be_seen():
    documents, statements = make_history(turn=99)
    findings, sentences = tell(documents, statements)
    assert findings["kind"] == "no shift" and sentences[0].startswith("No shift of Iran toward Israel is found in 240 stories")
    assert findings["reason"] and any("240 stories" in sentence for sentence in sentences[1:3])


def test_the_order_of_rows_does_not_matter():
    documents, statements = reported()
    assert find_findings(documents, statements, "IRN", "ISR") == find_findings(
        documents, statements.iloc[::-1].reset_index(drop=True), "IRN", "ISR"
    )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2018-02-01", "2018-02-28", "in February 2018"),
        ("2018-02-12", "2018-02-12", "on 12 February 2018"),
        ("2018-01-01", "2018-12-31", "in 2018"),
        ("2018-03-03", "2018-04-02", "between 3 March and 2 April 2018"),
        ("2017-12-20", "2018-01-03", "between 20 December 2017 and 3 January 2018"),
        ("2018-03-01", "2018-04-30", "between March and April 2018"),
        ("2020-02-01", "2020-02-29", "in February 2020"),
    ],
)
def test_an_interval_reads_as_people_write_it(start, end, words):
    assert wording.tell_when(start, end) == words


def test_names_come_from_cldr_and_take_their_article():
    assert wording.name_actor("NLD") == "the Netherlands" and wording.name_actor("EUU") == "the European Union"
    assert wording.name_actor("XKX") == "Kosovo" and wording.name_actor("PRK") == "North Korea"
    assert wording.name_language("zh-Hant") == "Chinese"


def test_every_act_and_change_has_its_words():
    from detente.codebook import ACTS
    from detente.schema import ALLOWED

    phrases = wording.read_phrases()
    assert (
        set(phrases["acts"]) == set(ACTS)
        and set(phrases["changes"]) == ALLOWED["change_stated"]
        and set(phrases["held"]) == ALLOWED["held"]
    )
    assert all("{target}" in entry["infinitive"] and "{target}" in entry["past"] for entry in phrases["acts"].values())


def test_coded_events_without_text_are_told_as_records():
    rows = [
        make_statement(
            make_documents("x"),
            0,
            "x",
            "THREATEN",
            document_id=None,
            quote=None,
            start=None,
            end=None,
            record="events.csv:3",
        )
    ]
    findings, sentences = tell(empty_table("documents"), build_table("statements", rows))
    assert findings["statements"][0]["sentence"] == [] and findings["statements"][0]["record"] == "events.csv:3"
    assert "threaten Israel" in sentences[0]
