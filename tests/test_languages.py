"""Languages: each of the ten is told, an eleventh keeps its own name, and what can't be told is und."""

import pytest

from detente.documents.languages import identify_language

TALKS = {
    "nl": "De minister zei dat de onderhandelingen volgende week in de hoofdstad worden voortgezet.",
    "en": "The minister said that the negotiations would continue next week in the capital.",
    "de": "Der Minister sagte, dass die Verhandlungen nächste Woche in der Hauptstadt fortgesetzt werden.",
    "fr": "Le ministre a déclaré que les négociations se poursuivraient la semaine prochaine.",
    "es": "El ministro dijo que las negociaciones continuarán la próxima semana en la capital.",
    "ru": "Министр сообщил, что переговоры продолжатся на следующей неделе в столице.",
    "zh": "部长表示，谈判将于下周在首都继续举行。",
    "ja": "大臣は、交渉が来週首都で続けられると述べた。",
    "ko": "장관은 협상이 다음 주 수도에서 계속될 것이라고 말했다.",
    "ar": "قال الوزير إن المفاوضات ستستمر الأسبوع المقبل في العاصمة.",
}
ELEVENTH = {
    "pt": "O ministro disse que as negociações continuam na próxima semana na capital do país.",
    "sv": "Ministern sade att förhandlingarna fortsätter nästa vecka i huvudstaden.",
    "pl": "Minister powiedział, że rozmowy będą kontynuowane w przyszłym tygodniu w stolicy.",
    "uk": "Міністр сказав, що переговори тривають і наступного тижня в столиці.",
    "bg": "Министърът каза, че преговорите ще продължат следващата седмица в столицата.",
    "it": "Il ministro ha detto che i negoziati continueranno la prossima settimana.",
    "af": "Die minister het gesê die onderhandelinge gaan volgende week in die hoofstad voort.",
    "fa": "وزیر گفت که مذاکرات هفته آینده در پایتخت ادامه خواهد داشت.",
    "ur": "وزیر نے کہا کہ مذاکرات اگلے ہفتے دارالحکومت میں جاری رہیں گے۔",
    "tr": "Bakan, müzakerelerin gelecek hafta başkentte süreceğini söyledi.",
    "ca": "El ministre va dir que les negociacions continuaran la setmana vinent a la capital.",
    "sr": "Министар је рекао да ће се преговори наставити следеће недеље.",
}


@pytest.mark.parametrize("language", TALKS)
def test_each_of_the_ten_is_told_from_one_sentence_and_more_surely_from_many(language):
    tag, confidence = identify_language(TALKS[language])
    long_tag, long_confidence = identify_language(" ".join([TALKS[language]] * 12))
    assert (tag, long_tag) == (language, language)
    assert 0.4 <= confidence <= 1 and long_confidence >= 0.9


@pytest.mark.parametrize("language", ELEVENTH)
def test_an_eleventh_language_keeps_its_own_tag(language):
    assert identify_language(" ".join([ELEVENTH[language]] * 3))[0] == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "1234 5678",
        "Kim Jong-un",
        "Trump meets Kim",
        "北京",
        "asdkj qwoe zxmc wqoei zmxnc oiqwe mnzxc",
        "https://example.org/the-minister-said-that-the-talks-would-go-on",
        None,
    ],
)
def test_what_is_too_short_or_no_language_is_und(text):
    assert identify_language(text)[0] == "und"


@pytest.mark.parametrize("one, other", [("en", "fr"), ("en", "zh"), ("ru", "de"), ("nl", "es"), ("ar", "en")])
def test_a_text_half_in_one_language_and_half_in_another_is_und(one, other):
    assert identify_language(" ".join([TALKS[one]] * 6 + [TALKS[other]] * (18 if other == "zh" else 6)))[0] == "und"


def test_names_and_quotations_in_another_script_do_not_make_a_text_mixed():
    assert (
        identify_language(
            "特朗普 (Donald Trump) 周二在社交媒体上表示，他愿意与朝鲜领导人会面，并说谈判将于下周在首都继续举行。"
        )[0]
        == "zh"
    )
    assert (
        identify_language("Президент Donald Trump заявил во вторник, что готов встретиться с лидером КНДР в столице.")[
            0
        ]
        == "ru"
    )


def test_a_stated_language_settles_a_short_text_and_never_overrules_a_plain_one():
    assert identify_language("Trump meets Kim", stated="en-US") == ("en", 0.5)
    assert identify_language("首相官邸発表", stated="ja")[0] == "ja"
    assert identify_language(" ".join([TALKS["es"]] * 3), stated="en")[0] == "es"


def test_capitals_do_not_hide_a_language():
    assert (
        identify_language("NORTH KOREA HAS FIRED A MISSILE OVER JAPAN, THE MINISTRY OF DEFENCE SAYS IN A STATEMENT")[0]
        == "en"
    )


def test_a_lone_surrogate_and_a_nul_are_survived():
    assert (
        identify_language("The minister said \ud800 that the talks \x00 would continue next week in the capital.")[0]
        == "en"
    )
