"""Sentences, clauses and quotations, in the scripts of the ten languages."""

from hypothesis import given
from hypothesis import strategies as st

from detente.coding.lexicon.lexicons import read_lexicon
from detente.coding.lexicon.sentences import LONGEST_SENTENCE, find_quotations, split_sentences


def sentences(text, language):
    return [text[start:end] for start, end in split_sentences(text, read_lexicon(language))]


def test_abbreviations_and_initials_end_no_sentence():
    assert sentences("The U.S. warned Iran. Mr. Lavrov agreed.", "en") == ["The U.S. warned Iran.", "Mr. Lavrov agreed."]
    assert sentences("Van Washington D.C. naar Seoul. Hij zweeg.", "nl") == ["Van Washington D.C. naar Seoul.", "Hij zweeg."]


def test_chinese_sentences_end_without_a_space():
    assert sentences("中方反对。美方回应！", "zh") == ["中方反对。", "美方回应！"]


def test_an_empty_line_ends_a_sentence_without_a_mark():
    assert sentences("Strikt afzijdig\n\nPence sprak.", "nl") == ["Strikt afzijdig", "Pence sprak."]


def test_a_quotation_is_what_stands_between_its_marks():
    text = 'Hij zei: "Als je wil praten, dan gaan we praten".'
    assert [text[q.start : q.end] for q in find_quotations(text, read_lexicon("nl").quotes)] == ["Als je wil praten, dan gaan we praten"]
    text = "外长说：“我们反对制裁。”他离开了。"
    assert [text[q.start : q.end] for q in find_quotations(text, read_lexicon("zh").quotes)] == ["我们反对制裁。"]


def test_an_apostrophe_opens_no_quotation():
    assert find_quotations("Russia's envoy and Iran's minister met.", [("'", "'")]) == []


def test_a_run_without_marks_is_cut():
    for language, run in (("en", "word " * 30_000), ("zh", "声明，" * 10_000), ("zh", "声" * 10_000)):
        lexicon = read_lexicon(language)
        spans = split_sentences(run, lexicon)
        assert all(end - start <= LONGEST_SENTENCE[lexicon.mode] for start, end in spans)
        assert "".join(run[start:end] for start, end in spans).replace(" ", "") == run.replace(" ", "")


@given(st.text(max_size=400))
def test_sentences_are_in_order_apart_and_lose_only_white_space(text):
    spans = split_sentences(text, read_lexicon("en"))
    assert all(a < b for a, b in spans) and all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))
    left = set(range(len(text))) - {i for a, b in spans for i in range(a, b)}
    assert all(text[i].isspace() for i in left)
