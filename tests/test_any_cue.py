"""Whatever words meet in a sentence, it is coded or left empty with a reason: no exception from any cue of any language."""

import csv
import os
import re
import tomllib
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente as dt
from detente.codebook import weigh
from detente.coding.lexicon.lexicons import DATA, known_languages, read_lexicon
from detente.coding.lexicon.patterns import GAP, JOIN, expand
from test_statements import make_documents

NAMES = {"ru": ("Москва", "Киев"), "zh": ("中国", "日本"), "ja": ("中国", "韓国"), "ko": ("중국", "일본"), "ar": ("روسيا", "إيران")}
LATIN = ("Turkey", "Iran")
# What places an act in time, turns it round, makes it passive, ties it to a condition or puts it into a mouth.
AROUND = (
    "active", "condition", "condition_end", "condition_noun", "consequence", "contrast", "ended", "first", "future", "held",
    "hypothetical", "infinitive", "negation", "now", "only", "passive", "pluperfect", "prior", "reversal", "speech", "until", "volition",
    "will",
)  # fmt: skip


def write_out(pattern):
    """Return the words of a pattern's first variant as a sentence would hold them; empty where it has none."""
    parts = (expand(pattern) or [[]])[0]
    words = [word if isinstance(word, str) else sorted(word)[0] for part in parts for word in part if word not in (GAP, JOIN)]
    return " ".join(filter(None, (word.strip("^=*$") for word in words)))


@cache
def read_words(language):
    """Return ({(section, modifier): cues}, {category: patterns of grammar}) of a language."""
    kinds = {}
    for _, cue in read_lexicon(language).entries:
        if cue is not None:
            kinds.setdefault((cue.section, str(cue.options.get("mod", ""))), []).append(cue.pattern)
    grammar = tomllib.loads((DATA / "lexicons" / f"{language}.toml").read_text(encoding="utf-8"))["grammar"]
    return dict(sorted(kinds.items())), {category: grammar[category] for category in AROUND if grammar.get(category)}


@st.composite
def sentences(draw):
    """Draw (sentence, source span, target span, language): a cue, or two, between two names and two words of grammar.

    Cues are drawn by section and modifier first, so that rare ones come up as often as common ones.
    """
    language = draw(st.sampled_from(known_languages()))
    lexicon = read_lexicon(language)

    def draw_words(listed):
        return write_out(draw(st.sampled_from(listed[draw(st.sampled_from(list(listed)))])))

    kinds, grammar = read_words(language)
    cue, other, before, between = (draw_words(listed) for listed in (kinds, kinds, grammar, grammar))
    source, target = NAMES.get(language, LATIN)
    pieces = [source, before, target, between, cue] if lexicon.order == "sov" else [before, source, between, cue, target]
    pieces += draw(st.sampled_from([[], [other], [",", other]]))
    text = ("" if lexicon.mode == "characters" and language != "ko" else " ").join(filter(None, pieces))
    spans = [(text.index(name), text.index(name) + len(name)) for name in (source, target)]
    return text, *spans, language


@given(sentences())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_no_words_of_a_lexicon_make_code_act_raise(case):
    coding = dt.code_act(*case)
    assert (coding.act is None) == (coding.reason is not None)


@given(st.lists(sentences(), min_size=1, max_size=5))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_no_words_of_a_lexicon_make_coding_or_explaining_a_document_raise(cases):
    documents = make_documents([(case[0] + ".", case[3]) for case in cases])
    statements = dt.code_statements(documents)
    assert set(statements["document_id"]) <= set(documents["document_id"])
    for key in documents["document_id"]:
        assert len(dt.explain(documents, key, at=0))


@pytest.mark.parametrize(
    ("language", "sentence"), [("ru", "Нужно встретиться и завтра провести саммит"), ("zh", "将举行首脑会谈"), ("en", "will hold a summit")]
)
def test_a_sentence_that_is_only_a_cue_is_left_empty_with_its_reason(language, sentence):
    coding = dt.code_act(sentence, None, None, language)
    assert coding.act is None and coding.reason == "no actor"
    documents = make_documents([(sentence + ".", language)])
    assert len(dt.code_statements(documents)) == 0
    assert set(dt.explain(documents, documents["document_id"][0], at=0)["reason"]) <= {"no actor", "no cue"}


@pytest.mark.parametrize(
    ("sentence", "source", "target", "language"),
    [
        ("Turkey will likely hold a summit with Iran.", "Turkey", "Iran", "en"),
        ("Президент России, возможно, позвонит в Киев.", "России", "Киев", "ru"),
    ],
)
def test_a_meeting_that_becomes_a_promise_weighs_as_a_promise(sentence, source, target, language):
    spans = [(sentence.index(name), sentence.index(name) + len(name)) for name in (source, target)]
    coding = dt.code_act(sentence, *spans, language)
    assert (coding.act, coding.pressure, coding.engagement) == ("AGREE", *weigh("AGREE"))


@pytest.mark.skipif("LABELLED_ACTS" not in os.environ, reason="LABELLED_ACTS names no file of labelled English sentences")
def test_no_real_sentence_with_marked_actors_makes_code_act_raise():
    with open(os.environ["LABELLED_ACTS"], encoding="utf-8", newline="") as file:
        marked = [row["marked_sentence"] for row in csv.DictReader(file, delimiter="\t")]
    assert marked
    for sentence in marked:
        text, starts, spans = "", {}, {}
        for piece in re.split(r"(</?[st]>)", sentence):
            if piece in ("<s>", "<t>"):
                starts[piece[1]] = len(text)
            elif piece in ("</s>", "</t>"):
                spans.setdefault(piece[2], (starts[piece[2]], len(text)))
            else:
                text += piece
        coding = dt.code_act(text, spans.get("s"), spans.get("t"), "en")
        assert (coding.act is None) == (coding.reason is not None)
