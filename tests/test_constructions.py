"""Constructions: who does what to whom by word order, clauses, quotations and what stood before, a text for each."""

import pytest

from detente.coding.statements import code_text

CASES = [
    # The object that stands between a cue's words, and a participle that only describes a name.
    ("en", "Mr Putin informed U.S. President George W. Bush about his visit to Turkey.", {("RUS", "USA", "CONSULT", "current")}),
    ("en", "French troops moved through occupied Norway.", {("FRA", "NOR", "MOBILIZE", "current")}),
    # A verb behind a comma opens the next thought; what an inserted clause places in the past is its own.
    (
        "en",
        "Colombia, which until recently rejected talks with Venezuela, agreed to negotiate with Caracas.",
        {("COL", "VEN", "REJECT", "prior"), ("COL", "VEN", "AGREE", "current")},
    ),
    ("es", "El canciller de Paraguay, Rubén Ramírez, dijo que rechaza la propuesta de Bolivia.", {("PRY", "BOL", "REJECT", "current")}),
    ("fr", "L'Ouganda, soutenu par Paris, accuse le Kenya.", {("UGA", "KEN", "ACCUSE", "current")}),
    # A pronoun beside a name, a subject behind the verb, and words that take up whoever acted last.
    (
        "de",
        "Trump kritisierte Japan. Am Dienstag drohte er China mit Zöllen.",
        {("USA", "JPN", "ACCUSE", "current"), ("USA", "CHN", "THREATEN", "current")},
    ),
    (
        "nl",
        "Argentinië wil met Londen praten. Jarenlang weigerde Argentinië ieder overleg.",
        {("ARG", "GBR", "AGREE", "current"), ("ARG", "GBR", "REJECT", "prior")},
    ),
    (
        "en",
        "London condemned Minsk. The previous government had always refused to condemn Minsk.",
        {("GBR", "BLR", "ACCUSE", "current"), ("GBR", "BLR", "REJECT", "prior")},
    ),
    (
        "en",
        "After it closed the border with Zambia, Harare invited the Zambian president.",
        {("ZWE", "ZMB", "SANCTION", "current"), ("ZWE", "ZMB", "AGREE", "current")},
    ),
    # Where words run on: pairs of signs, a subject left out, the outer subject of a clause that a word closes.
    ("ja", "米韓は北朝鮮を非難した。", {("USA", "PRK", "ACCUSE", "current"), ("KOR", "PRK", "ACCUSE", "current")}),
    (
        "ja",
        "コロンビアは北朝鮮と話し合う用意があると述べた。これまで、北朝鮮との対話を拒んできた。",
        {("COL", "PRK", "AGREE", "current"), ("COL", "PRK", "REJECT", "prior")},
    ),
    ("ja", "中国は、豪州が調査を求めたことに反発し、態度を硬くした。", {("CHN", "AUS", "ACCUSE", "current")}),
    ("ko", '튀르키예 대통령은 "이스라엘은 테러 국가"라고 비난했다.', {("TUR", "ISR", "ACCUSE", "current")}),
    ("ko", '"르완다는 고마에서 물러가라." 콩고민주공화국 외무장관은 이렇게 말했다.', {("COD", "RWA", "REQUEST", "current")}),
    ("zh", "去年，平壤宣称“永远不会同美国对话”。", {("PRK", "USA", "REJECT", "prior")}),
    ("zh", "如果以色列承认巴勒斯坦，印尼愿意承认以色列。", {("IDN", "ISR", "AGREE", "current")}),
    # A refusal told with "no longer" stands; a promise to refuse is a refusal.
    ("nl", "Met Ankara valt niet meer te praten, zei Athene.", {("GRC", "TUR", "REJECT", "current")}),
]


@pytest.mark.parametrize("language, text, wanted", CASES)
def test_who_does_what_to_whom(language, text, wanted):
    rows, _ = code_text(text, language)
    assert {(row["source"], row["target"], row["act"], row["frame"]) for row in rows} == wanted
