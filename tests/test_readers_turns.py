"""Who speaks where in a transcript; a question from the floor is never the spokesperson's word."""

import pytest

from detente.documents.texts.turns import find_turns, is_question

TRANSCRIPTS = {
    "en": "The White House\n\nMS. PARK:  Good morning. The offer stands.\n\nQ    Will you talk to Pyongyang?\n\n"
    "MS. PARK:  We will, if asked.\n\nQ    When?\n\nMS. PARK:  Soon.",
    "en interview": "Question: Will there be talks?\nPresident of the Republic Jan Novak: There will be.\n"
    "Question: When?\nJan Novak: Soon.",
    "nl": "Vraag: Komt er overleg?\nWoordvoerder: Dat sluiten we niet uit.\nVraag: Wanneer?\nWoordvoerder: Later.",
    "de": "Frage: Wird es Gespräche geben?\nSprecher Meier: Das schließen wir nicht aus.\n"
    "Zusatzfrage: Wann?\nSprecher Meier: Später.",
    "fr": "Question : Y aura-t-il des pourparlers ?\nRéponse : Nous ne l'excluons pas.",
    "es": "Pregunta: ¿Habrá conversaciones?\nPortavoz: No lo descartamos.",
    "ru": "Вопрос: Будут ли переговоры?\nОтвет: Мы этого не исключаем.",
    "zh": "　　路透社记者：会谈何时举行？\n　　耿爽：我们注意到有关报道。\n　　追问：有日期吗？\n　　耿爽：没有。",
    "zh short": "问：6月会谈何时举行？\n　　答：尚未确定。",
    "ja": "記者：協議はいつですか。\n報道官：まだ決まっていません。",
    "ko": "기자: 회담은 언제 열립니까?\n대변인: 아직 정해지지 않았습니다.",
    "ar": "سؤال: متى تعقد المحادثات؟\nجواب: لم يحدد الموعد بعد.",
}
NO_TRANSCRIPTS = [
    "Conclusie: er komt geen overleg.\n\nBron: ANP\nFoto: Reuters",
    "A summit was held in Moscow.\nA second one will follow: in Rome.\nA third one: nowhere.",
    "В Москве сказали: нет.\nВ Риме сказали: да.",
    "中方表示：坚决反对。\n中方强调：必须停止。\n来源：新华社",
    "Europe : les ventes de voitures ont progressé.\nEurope : suite.",
    "The Way Forward: we agree.\nThe Alliance: we stand together.\nTime: 10:30\nPlace: Seoul",
]


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_questions_and_answers_are_told_apart_in_every_language(name):
    text = TRANSCRIPTS[name]
    turns = find_turns(text)
    asked = [is_question(turn["speaker"]) for turn in turns]
    assert any(asked) and not all(asked)
    for turn, question in zip(turns, asked, strict=False):
        spoken = text[turn["start"] : turn["end"]]
        assert spoken.startswith(turn["speaker"])
        assert question == (spoken.rstrip("。").endswith(("?", "？", "؟")) or "ですか" in spoken), spoken


def test_turns_follow_each_other_without_overlap():
    turns = find_turns(TRANSCRIPTS["en"])
    assert [turn["speaker"] for turn in turns] == ["MS. PARK", "Q", "MS. PARK", "Q", "MS. PARK"]
    assert all(one["end"] <= two["start"] for one, two in zip(turns, turns[1:], strict=False))


@pytest.mark.parametrize("text", NO_TRANSCRIPTS)
def test_colons_alone_make_no_transcript(text):
    assert find_turns(text) is None
