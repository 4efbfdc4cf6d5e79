"""Dates: what is stated is read, what can't be told is none with a reason, and nothing is guessed."""

import datetime
import time

import pandas as pd
import pytest

from detente.documents.dates.stated import (
    DateSpan,
    date_from_name,
    date_from_text,
    date_from_url,
    find_dates,
    make_span,
    read_date,
    read_head,
    resolve_relative,
)
from detente.documents.dates.words import known_languages, load_date_words

DAY = datetime.date(2018, 2, 14)
VALENTINE = {
    "nl": "woensdag 14 februari 2018",
    "en": "Wednesday, February 14th, 2018",
    "de": "Mittwoch, 14. Februar 2018",
    "fr": "mercredi 14 février 2018",
    "es": "miércoles, 14 de febrero de 2018",
    "ru": "14 февраля 2018 г.",
    "zh": "2018年2月14日 星期三",
    "ja": "平成30年2月14日",
    "ko": "2018년 2월 14일(수)",
    "ar": "14 فبراير 2018",
    "pt": "quarta-feira, 14 de fevereiro de 2018",
}


@pytest.mark.parametrize("language", known_languages())
def test_a_full_date_is_read_in_every_language_with_and_without_knowing_which(language):
    assert read_date(VALENTINE[language], language=language) == make_span(2018, 2, 14)
    assert read_date(VALENTINE[language]).start == DAY


@pytest.mark.parametrize("language", known_languages())
def test_every_month_of_every_language_is_read_back(language):
    for name, month in load_date_words(language).months.items():
        assert read_date(f"14 {name} 2018", language=language) == make_span(2018, month, 14), name


@pytest.mark.parametrize(
    "stated",
    [
        "2018-02-14",
        "2018/02/14",
        "2018.02.14 10:30",
        "2018-2-14",
        "20180214",
        "20180214T101112Z",
        "2018-02-14T23:30:00-05:00",
        "2018-02-14 10:00:00.123456+00:00",
        "Wed, 14 Feb 2018 23:59:00 +0900",
        "Thu Feb 14 00:00:00 UTC 2018",
        "14.02.2018 10:15",
        "Feb. 14, 2018 5:03 p.m. ET",
        "le 14 février 2018 à 10h30",
        "14. Februar 2018, 10:15 Uhr",
        "2018年2月14日（水）10時30分",
        "2018. 2. 14.",
        "٢٠١٨-٠٢-١٤",
        "١٤ شباط ٢٠١٨",
        "14 شباط/فبراير 2018",
        "二〇一八年二月十四日",
        "주체107(2018)년 2월 14일",
        "民國107年2月14日",
        "Published: 14 February 2018",
        "2/14/2018",
        datetime.date(2018, 2, 14),
        datetime.datetime(2018, 2, 14, 23, 59),
        20180214,
        1518566400,
        1518566400000,
    ],
)
def test_one_day_written_in_many_ways(stated):
    assert read_date(stated).start == read_date(stated).end == DAY


def test_a_timestamp_gives_the_calendar_date_of_its_own_zone():
    assert read_date(pd.Timestamp("2018-02-14 23:59", tz="Asia/Seoul")).start == DAY
    assert read_date("2018-02-14T00:30:00+09:00").start == DAY


@pytest.mark.parametrize(
    "stated, end", [("2018-02", 28), ("February 2018", 28), ("2018年2月", 28), ("février 2018", 28), ("2016-02", 29)]
)
def test_a_month_is_an_interval_of_all_its_days(stated, end):
    span = read_date(stated)
    assert (span.precision, span.start.day, span.end.day) == ("month", 1, end)


def test_a_year_is_an_interval():
    for stated in ("2018", 2018, 2018.0, "2018年", "2018년"):
        assert read_date(stated) == DateSpan(datetime.date(2018, 1, 1), datetime.date(2018, 12, 31), "year")


@pytest.mark.parametrize(
    "stated, reason",
    [
        ("31 February 2018", "no 31 February"),
        ("2018-02-30", "no 30 February"),
        ("2018-14-02", "no month 14"),
        ("2057-01-01", "2057"),
        ("0000-01-01", "year 0"),
        ("14-02-18", "two digits"),
        ("14 Feb 18", "two digits"),
        ("Wed, 14 Feb 18 10:00:00 GMT", "two digits"),
        ("03/04/2018", "day/month"),
        ("2018-02-14 to 2018-02-16", "more than one"),
        ("1439-05-28", "Hijri"),
        ("28 جمادى الأولى 1439 هـ", "Hijri"),
        ("۲۵ بهمن ۱۳۹۶", "Hijri"),
        ("2561-02-14", "Buddhist"),
        ("14 กุมภาพันธ์ พ.ศ. 2561", "Buddhist"),
        ("昭和64年1月8日", "昭和"),
        ("平成32年2月14日", "平成"),
        (43145, "43145"),
        (0.5, "0.5"),
        (True, "True"),
        ("soon", "soon"),
        ("", "no date"),
        (None, "no date"),
        (pd.NaT, "no date"),
        (float("nan"), "no date"),
        ("x" * 500, "too long"),
    ],
)
def test_what_cannot_be_told_is_none_and_says_why(stated, reason):
    span = read_date(stated)
    assert (span.start, span.end, span.precision) == (None, None, "none")
    assert reason in span.reason


def test_day_and_month_are_told_apart_by_language_by_size_by_dots_and_by_the_weekday():
    assert read_date("03/04/2018", language="nl").start == datetime.date(2018, 4, 3)
    assert read_date("03/04/2018", language="en").precision == "none"
    assert read_date("13/04/2018").start == datetime.date(2018, 4, 13)
    assert read_date("04/13/2018", language="nl").start == datetime.date(2018, 4, 13)
    assert read_date("03.04.2018").start == datetime.date(2018, 4, 3)
    assert read_date("Tue 03/04/2018", language="en").start == datetime.date(2018, 4, 3)
    assert read_date("Sun 03/04/2018", language="en").start == datetime.date(2018, 3, 4)


def test_eras_begin_and_end_on_their_days():
    assert read_date("昭和64年1月7日").start == datetime.date(1989, 1, 7)
    assert read_date("平成元年1月8日").start == datetime.date(1989, 1, 8)
    assert read_date("令和元年5月1日").start == datetime.date(2019, 5, 1)


def test_the_head_of_a_text_gives_its_date_and_where_the_text_begins():
    span, offset = read_head(" date 2018-02 Voor het eerst")
    assert span == make_span(2018, 2) and " date 2018-02 Voor het eerst"[offset:] == "Voor het eerst"
    assert read_head("date 2018-02-14\n\nVoor")[1] == len("date 2018-02-14\n\n")
    assert read_head("date night in Seoul")[1] == 0
    span, offset = read_head("date 2018-13 Voor")
    assert span.reason == "there is no month 13" and offset == 13


@pytest.mark.parametrize(
    "address, expected",
    [
        ("https://example.org/2018/02/14/talks", DAY),
        ("https://example.org/2018/2/14/talks", DAY),
        ("https://example.org/article/20180214/34046328.html", DAY),
        ("https://example.org/nota/2018-2-14-16-5-0-en-ruta", DAY),
        ("https://example.org/zh/t20180214_12345.shtml", DAY),
        ("https://example.org/title-20180214.html", DAY),
        ("https://example.org/a?date=2018-02-14", None),
        ("https://example.org/1518566400.html", None),
        ("https://example.org/12345678.html", None),
        ("https://example.org/550e8400-e29b-41d4-a716-446655440000", None),
        ("https://example.org/2057/02/14/x", None),
        (None, None),
    ],
)
def test_an_address_states_a_date_in_its_path_or_not_at_all(address, expected):
    assert date_from_url(address).start == expected


def test_an_address_can_state_a_month():
    assert date_from_url("https://example.org/2018/02/talks") == make_span(2018, 2)


@pytest.mark.parametrize(
    "name, expected",
    [
        ("2018-02-14_x.md", make_span(2018, 2, 14)),
        ("a.zip!b/2018_2_14.txt", make_span(2018, 2, 14)),
        ("20180214.txt", make_span(2018, 2, 14)),
        ("note 2018.02.14.txt", make_span(2018, 2, 14)),
        ("2018-02.txt", make_span(2018, 2)),
        ("1946.txt", make_span(1946)),
        ("/a/b/1946년.txt", make_span(1946)),
    ],
)
def test_a_file_name_states_a_day_a_month_or_a_year(name, expected):
    assert date_from_name(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "000_e1d527a7d88290aa.txt",
        "1484494308.html",
        "17610.html",
        "20180214abcdef12.txt",
        "20180214-e29b-41d4-a716-446655440000.json",
        "12345678.txt",
        "doc_1950.txt",
        "2057-01-01.txt",
        "9999.txt",
        "0001.txt",
        "2018-02-14_2018-03-14.txt",
        "",
        None,
    ],
)
def test_hashes_ids_and_ranges_are_no_dates(name):
    assert date_from_name(name).precision == "none"


@pytest.mark.parametrize(
    "text, language",
    [
        ("WASHINGTON, Feb. 14, 2018 (Agency) — Talks", "en"),
        ("THE FOREIGN MINISTRY\nPress Office\n\nFebruary 14, 2018\n\nREMARKS", "en"),
        ("Press briefing, February 14, 2018\n\nText", "en"),
        ("Amsterdam, 14 februari 2018\nDe VS", "nl"),
        ("Paris, le 14 février 2018 - Le", "fr"),
        ("Berlin (dpa), 14. Februar 2018 – Die", "de"),
        ("Madrid, 14 de febrero de 2018.- El", "es"),
        ("Москва, 14 февраля 2018 года\nПрезидент", "ru"),
        ("2018年2月14日 10:30 来源：本报", "zh"),
        ("新华社北京2018年2月14日电 外交部", "zh"),
        ("平成30年2月14日\n外務省", "ja"),
        ("서울, 2018년 2월 14일\n외교부", "ko"),
        ("القاهرة، 14 فبراير 2018 - قال", "ar"),
        ("Wednesday, February 14, 2018\nText", "en"),
    ],
)
def test_a_dateline_dates_a_text(text, language):
    assert date_from_text(text, language).start == DAY


@pytest.mark.parametrize(
    "text, language",
    [
        ("On 14 February 2018, the minister said that", "en"),
        ("Remembering the crash of 3 March 1974\nText", "en"),
        ("PYONGYANG, February 14 (Agency) -- Talks", "en"),
        ("新华社北京2月14日电 外交部", "zh"),
        ("Last updated: 14 February 2018\nText", "en"),
        ("The summit, which was held on 14 February 2018: a summary", "en"),
        ("Talks went on.\n" * 20 + "14 February 2018", "en"),
        ("14 lutego 2018", "pl"),
        ("", "en"),
    ],
)
def test_an_event_in_a_sentence_or_a_dateline_without_a_year_dates_nothing(text, language):
    assert date_from_text(text, language).precision == "none"


RELATIVE = [
    ("nl", "afgelopen zaterdag"),
    ("en", "last Saturday"),
    ("de", "am vergangenen Samstag"),
    ("fr", "samedi dernier"),
    ("es", "el pasado sábado"),
    ("ru", "в прошлую субботу"),
    ("zh", "上周六"),
    ("ja", "先週の土曜日"),
    ("ko", "지난 토요일"),
    ("ar", "السبت الماضي"),
]


@pytest.mark.parametrize("language, expression", RELATIVE)
def test_last_saturday_is_a_day_from_a_day_and_no_day_from_a_month(language, expression):
    assert resolve_relative(expression, make_span(2018, 2, 14), language) == make_span(2018, 2, 10)
    assert resolve_relative(expression, make_span(2018, 2), language).precision == "none"
    assert resolve_relative(expression, read_date(None), language).precision == "none"


@pytest.mark.parametrize(
    "language, expression",
    [
        ("nl", "juli vorig jaar"),
        ("en", "July last year"),
        ("de", "im Juli vergangenen Jahres"),
        ("fr", "en juillet de l'an dernier"),
        ("es", "en julio del año pasado"),
        ("ru", "в июле прошлого года"),
        ("zh", "去年7月"),
        ("ja", "昨年7月"),
        ("ko", "지난해 7월"),
        ("ar", "يوليو من العام الماضي"),
    ],
)
def test_july_of_last_year_is_a_month_whether_the_document_has_a_day_or_a_month(language, expression):
    for anchor in (make_span(2018, 2, 14), make_span(2018, 2), make_span(2018)):
        assert resolve_relative(expression, anchor, language) == make_span(2017, 7)


@pytest.mark.parametrize(
    "language, expression",
    [
        ("nl", "gisteren"),
        ("en", "yesterday"),
        ("de", "gestern"),
        ("fr", "hier"),
        ("es", "ayer"),
        ("ru", "вчера"),
        ("zh", "昨天"),
        ("ja", "昨日"),
        ("ko", "어제"),
        ("ar", "أمس"),
        ("zh", "13日"),
        ("en", "Tuesday"),
        ("nl", "13 februari"),
        ("ja", "2月13日"),
        ("ko", "지난 13일"),
        ("en", "one day ago"),
    ],
)
def test_yesterday_is_the_day_before(language, expression):
    assert resolve_relative(expression, make_span(2018, 2, 14), language) == make_span(2018, 2, 13)


def test_a_day_without_a_year_is_the_nearest_on_either_side():
    assert resolve_relative("25 december", make_span(2018, 1, 5), "nl").start == datetime.date(2017, 12, 25)
    assert resolve_relative("12 June", make_span(2018, 5, 11), "en").start == datetime.date(2018, 6, 12)


def test_a_week_is_seven_days_and_not_a_day():
    span = resolve_relative("last week", make_span(2018, 2, 14), "en")
    assert (span.start, span.end, span.precision) == (datetime.date(2018, 2, 5), datetime.date(2018, 2, 11), "month")


@pytest.mark.parametrize(
    "language, sentence, expressions",
    [
        (
            "nl",
            "De spanning is het afgelopen jaar opgelopen, en afgelopen zaterdag spraken zij.",
            ["het afgelopen jaar", "afgelopen zaterdag"],
        ),
        (
            "en",
            "They met on 14 February 2018, again last Saturday, and may march on.",
            ["14 February 2018", "last Saturday"],
        ),
        ("zh", "外交部发言人14日表示，去年7月的会谈和2018年1月9日的会谈。", ["14日", "去年7月", "2018年1月9日"]),
        ("ja", "官房長官は14日の記者会見で、昨年7月4日の発射について述べた。", ["14日", "昨年7月4日"]),
        ("ko", "북한은 지난해 7월 4일과 지난 토요일에 미사일을 발사했다.", ["지난해 7월 4일", "지난 토요일"]),
        (
            "ru",
            "В прошлую пятницу, 9 февраля 2018 года, президент заявил",
            ["В прошлую пятницу", "9 февраля 2018 года"],
        ),
        (
            "ar",
            "قال الوزير يوم السبت الماضي إن المحادثات في 14 فبراير/شباط 2018 مستمرة",
            ["يوم السبت الماضي", "14 فبراير/شباط 2018"],
        ),
        ("en", "The deal of 12 pages, article 45, chapter 3.2018, was signed by May.", []),
        ("pl", "W sobotę 14 lutego 2018", []),
    ],
)
def test_expressions_are_found_where_they_stand(language, sentence, expressions):
    found = find_dates(sentence, language)
    assert [expression for _, _, expression in found] == expressions
    assert all(sentence[start:end] == expression for start, end, expression in found)


def test_what_is_found_can_be_resolved_in_every_language():
    anchor = make_span(2018, 2, 14)
    for language, expression in RELATIVE:
        ((start, end, found),) = find_dates(f"— {expression} —", language)
        assert resolve_relative(found, anchor, language).start == datetime.date(2018, 2, 10)


def test_a_sentence_without_a_date_costs_little():
    sentence = "Pence zegt dat Moon Noord-Korea duidelijk zal maken dat het alleen kan rekenen op tegemoetkomingen."
    find_dates(sentence, "nl")
    start = time.process_time()
    for _ in range(2_000):
        find_dates(sentence, "nl")
    assert 2_000 / (time.process_time() - start) > 5_000  # 50,000 a second when measured; a busy machine gets a tenth


def test_every_file_of_date_words_is_complete_and_every_rule_means_something():
    import tomllib
    from importlib.resources import files

    folder = files("detente.documents") / "data" / "dates"
    assert set(known_languages()) == set(VALENTINE)
    for language in known_languages():
        words = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        assert set(words["weekdays"]) == set("1234567")
        assert set(words["months"]) == {str(month) for month in range(1, 13)} or words["months"] == {}
        for rule in words["relative"]:
            meaning = {key: value for key, value in rule.items() if key != "patterns"}
            assert rule["patterns"] and (
                set(meaning) == {"unit", "offset"}
                or meaning.get("back") in ("week", "month", "year")
                or meaning.get("which") in ("last", "next", "recent", "nearest")
            ), (language, rule)


def test_random_pieces_of_dates_raise_nothing_and_offsets_stay_true():
    import random

    rng = random.Random(7)
    pieces = "2018|14|2|02|/|-|.| |,|年|月|日|년 |월 |일|februari|Feb|mars|мая|٢٠١٨|فبراير|十|〇|平成|元|T10:00|Z"
    pieces = [
        *pieces.split("|"),
        "GMT",
        "last",
        "Saturday",
        "上周",
        "六",
        "\u00a0",
        "\ud800",
        "\0",
        "İ",
        "ﬀ",
        "去年",
        "(",
        "[",
    ]
    for _ in range(3_000):
        text = "".join(rng.choice(pieces) for _ in range(rng.randrange(1, 9)))
        language = rng.choice([None, "pl", *known_languages()])
        for span in (read_date(text, language=language), date_from_text(text, language), date_from_name(text)):
            assert (span.precision == "none") == (span.start is None) == (span.reason is not None)
        for start, end, expression in find_dates(text, language):
            assert text[start:end] == expression
            assert "not a date expression" not in (
                resolve_relative(expression, make_span(2018, 2, 14), language).reason or ""
            )
