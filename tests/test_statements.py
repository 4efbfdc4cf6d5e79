"""The coder on ordinary and on bad input: offsets, order, reasons, bounds."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente as dt
from detente.coding.lexicon.lexicons import known_languages
from detente.coding.statements import code_text
from detente.schema import InputError, build_table

SENTENCES = {
    "en": "Turkey condemned Greece. In Athens, Moscow said that Kyiv had attacked Belarus; it will not talk until Ankara apologises.",
    "nl": 'China sluit overleg met Japan niet uit, zei Xi. "Als Tokio wil praten, dan gaan we praten."',
    "de": "Berlin warf Moskau vor, Kiew zu bedrohen, und lehnte Gespräche ab, solange Russland angreift.",
    "zh": "中方强烈谴责美方的做法，敦促日方停止挑衅。",
    "ru": "Москва осудила Киев и пригрозила Варшаве ответом.",
}


def make_documents(texts):
    """Return a documents table of (text, language) pairs."""
    rows = [
        {
            "document_id": f"{i:016x}",
            "text_id": f"{i:016x}",
            "story_id": f"{i:016x}",
            "text": text,
            "language": language,
            "date_start": f"2024-03-0{i % 9 + 1}",
            "date_end": f"2024-03-0{i % 9 + 1}",
            "date_precision": "day",
        }
        for i, (text, language) in enumerate(texts)
    ]
    return build_table("documents", rows)


def test_every_offset_cuts_its_words_out():
    documents = make_documents([(text, language) for language, text in SENTENCES.items() if language in known_languages()])
    statements = dt.code_statements(documents)
    texts = documents.set_index("document_id")["text"]
    assert len(statements) >= 5
    for row in statements.itertuples():
        text = texts[row.document_id]
        assert text[row.start : row.end] == row.quote and row.source != row.target
        if pd.notna(row.condition):
            assert text[row.condition_start : row.condition_end] == row.condition
        if pd.notna(row.change_quote):
            assert text[row.change_start : row.change_end] == row.change_quote
        for name in (row.source_name, row.target_name, row.speaker, row.about):
            assert pd.isna(name) or name in text


def test_the_order_of_documents_makes_no_difference():
    documents = make_documents([(text, language) for language, text in SENTENCES.items()])
    once, again = dt.code_statements(documents), dt.code_statements(documents.iloc[::-1].reset_index(drop=True))
    pd.testing.assert_frame_equal(once, again)


def test_no_documents_give_an_empty_table_of_the_same_columns():
    statements = dt.code_statements(make_documents([]))
    assert len(statements) == 0 and list(statements.columns) == list(dt.code_statements(make_documents(SENTENCES.items())).columns)


def test_a_language_without_a_lexicon_is_counted_and_coded_by_nobody():
    statements = dt.code_statements(make_documents([("Turcja potępiła Grecję.", "pl"), ("???", "und")]))
    assert len(statements) == 0 and statements.attrs["uncoded"] == {"pl": 1, "und": 1}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "TURKEY CONDEMNED GREECE",
        "turkey condemned greece",
        "Türkei🇹🇷 💥 Griechenland",
        "\u202eTurkey\u202c \u2066Greece\u2069",
        "Turkey|Greece|Iran\n1|2|3",
        "- Turkey\n- Greece",
        "Tu rk ey condem ned Gre ece",
        "Россия Turkey 中国 북한 إيران",
        "((((" * 2000,
        "\"'“„«" * 2000,
    ],
)
@pytest.mark.parametrize("language", ["en", "nl", "zh"])
def test_bad_input_is_read_without_an_exception(text, language):
    rows, trail = code_text(text, language)
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)


@given(st.text(alphabet=st.sampled_from(list("Turkey Greece warns, not if \"'()。，对美方制裁 \n")), max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(text):
    for language in ("en", "zh"):
        for row in code_text(text, language)[0]:
            assert text[row["start"] : row["end"]] == row["quote"]


def test_cost_grows_with_length_not_faster():
    sentence = "Turkey, Greece and Iran condemned the sanctions that France, if Germany agrees, will not lift, said Russia, "

    def seconds(copies):
        started = time.perf_counter()
        code_text(sentence * copies, "en")
        return time.perf_counter() - started

    seconds(10)
    assert seconds(800) < 40 * max(seconds(100), 0.01)


def test_code_act_tells_what_one_marked_actor_does_to_another():
    sentence = "Zagreb has sharply condemned the raid by Skopje."
    coding = dt.code_act(sentence, (0, 6), (41, 47), "en")
    assert (coding.act, coding.quad, coding.reason) == ("ACCUSE", "verbal conflict", None) and "condemn" in coding.cue
    assert dt.code_act(sentence, None, (41, 47), "en").act == "ACCUSE"
    assert dt.code_act(sentence, (0, 6), None, "en").act == "ACCUSE"


def test_code_act_says_why_nothing_was_coded():
    coding = dt.code_act("Zagreb and Skopje are in Europe.", (0, 6), (11, 17), "en")
    assert coding.act is None and coding.reason == "no cue"


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (0, 999)])
def test_a_span_outside_the_sentence_is_an_error_that_says_so(span):
    with pytest.raises(InputError, match="isn't within"):
        dt.code_act("Zagreb condemned Skopje.", span, None, "en")


def test_an_unknown_language_is_an_error_that_names_the_known():
    with pytest.raises(InputError, match="nl"):
        dt.code_act("x", None, None, "tlh")


def test_explain_says_how_a_sentence_was_coded_and_why_another_was_not():
    documents = make_documents([("Turkey condemned Greece. Turkey is large. Turkey did not condemn Greece.", "en")])
    key = documents["document_id"][0]
    coded = dt.explain(documents, key, at=3)
    assert coded.loc[0, ["act", "source", "target", "reason"]].tolist() == ["ACCUSE", "TUR", "GRC", ""]
    assert dt.explain(documents, key, at=30)["reason"].tolist() == ["one actor"]
    assert "negated" in dt.explain(documents, key, at=50)["reason"].tolist()
    with pytest.raises(InputError, match="no document"):
        dt.explain(documents, "nowhere", at=0)
    with pytest.raises(InputError, match="outside"):
        dt.explain(documents, key, at=10_000)


def test_a_question_from_the_floor_is_nobodys_stance():
    text = "Q: Will Turkey attack Greece?\nMS. PSAKI: The United States condemned Greece.\n"
    second = text.index("MS.")
    turns = [{"start": 0, "end": second, "speaker": "Q"}, {"start": second, "end": len(text), "speaker": "MS. PSAKI"}]
    rows, trail = code_text(text, "en", turns=turns)
    assert {row["source"] for row in rows} == {"USA"}
    assert "question" in {step["reason"] for step in trail}


def frames_of(text):
    """Return [(act, frame, change_stated)] of a text dated 1 March 2024."""
    table = dt.code_statements(make_documents([(text, "en")]), progress=False)
    return [(row["act"], row["frame"], row["change_stated"]) for row in table.astype(object).where(table.notna(), None).to_dict("records")]


def test_what_a_text_dates_to_its_past_is_prior_and_what_it_dates_to_its_week_is_news():
    assert frames_of("In March 2022 Oslo offered Riga talks.") == [("AGREE", "prior", None)]
    assert frames_of("On Tuesday Oslo offered Riga talks.") == [("AGREE", "current", None)]


def test_a_position_of_the_past_is_set_against_a_present_that_leans_only_the_other_way():
    past = "In March 2022 Oslo offered Riga talks. "
    assert frames_of(past + "Oslo rejected the Latvian request.")[0] == ("AGREE", "prior", "reversal")
    assert frames_of(past + "Oslo praised Riga.")[0] == ("AGREE", "prior", None)
    assert frames_of(past + "Oslo met Riga.")[0] == ("AGREE", "prior", None)


def test_a_date_since_which_something_goes_on_is_not_the_past():
    assert frames_of("Since 2022 Oslo has refused to meet Riga.") == [("REJECT", "current", None)]
    assert frames_of("In 2022 Oslo refused to meet Riga.") == [("REJECT", "prior", None)]
