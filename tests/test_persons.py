"""Claims about data/persons.csv: rows can be read, no unmarked name is ambiguous, dates known for certain are right."""
import csv
import re
from calendar import monthrange
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

import detente
from detente.coding.lexicon.names.actors import known_actors, read_persons

PATH = Path(detente.__file__).parent / "coding" / "data" / "persons.csv"
HEADER = ["actor", "office", "start", "end", "gender", "gloss",
          "latin", "nl", "de", "fr", "es", "ru", "zh", "ja", "ko", "ar"]
# The higher office first: of two offices that one person holds at a time, the first in the file is taken.
OFFICES = ("head_of_state", "head_of_government", "vice_president", "party_leader", "secretary_general",
           "foreign_minister", "defence_minister", "security_adviser", "military_chief", "commissioner", "negotiator",
           "envoy", "spokesperson", "relative")
LATIN_SCRIPT = ("latin", "nl", "de", "fr", "es")
# What a form may be made of, and what it must contain. Native papers do write Roman and Arabic numerals, JD and EU.
SCRIPTS = {
    "ru": (r"[IVXЀ-ӿ \-*~'’.]+", r"[Ѐ-ӿ]"),
    "zh": (r"[0-9A-Z一-鿿·\-~]+", r"[一-鿿]"),
    "ja": (r"[0-9A-Z一-鿿ぁ-ヿ・~]+", r"[一-鿿ぁ-ヿ]"),
    "ko": (r"[0-9A-Z一-鿿가-힣 ().\-~]+", r"[가-힣]"),
    "ar": (r"[؀-ۿ \-~]+", r"[؀-ۿ]"),
}
# Words of everyday English, months, places, and family names that thousands bear.
TOO_COMMON = {"Kim", "Lee", "Li", "Park", "Moon", "May", "Rice", "Bush", "Wang", "Khan", "Sharif", "Ban", "Miller",
              "Price", "Power", "Johnson", "Austin", "Harris", "Hunt", "Cohen", "Singh", "Wong", "Abbas",
              "Costa", "Santos"}
# Where words run on without spaces, or particles follow freely, one character is never a name.
SHORTEST = {"zh": 2, "ja": 2, "ko": 2}


def rows():
    with PATH.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def forms_of(row, column):
    return [form for form in row[column].split("|") if form]


def first_day(text):
    """The day itself, or the first of a month or year."""
    return date.fromisoformat(text + {4: "-01-01", 7: "-01", 10: ""}[len(text)])


def last_day(text):
    """The day itself, or the last of a month or year; where none is stated, the last day that there is."""
    if not text:
        return date.max
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7] or 12)
    return date(year, month, monthrange(year, month)[1])


def term(row):
    """First and last day of a term, both inclusive."""
    return first_day(row["start"]), last_day(row["end"])


def overlap(one, other):
    (start, end), (other_start, other_end) = term(one), term(other)
    return start <= other_end and other_start <= end


def name(row):
    return f"{row['actor']} {row['gloss']}, {row['office']} from {row['start']}"


def test_the_columns_are_those_documented():
    with PATH.open(encoding="utf-8") as file:
        assert file.readline().strip().split(",") == HEADER


def test_there_are_enough_offices_and_no_row_twice():
    keys = [(row["actor"], row["office"], row["start"], row["gloss"]) for row in rows()]
    assert len(keys) == len(set(keys)) >= 350


def test_rows_are_sorted_by_actor_rank_of_office_start_and_name():
    keys = [(row["actor"], OFFICES.index(row["office"]), row["start"], row["gloss"]) for row in rows()]
    assert keys == sorted(keys)


def test_actors_are_codes_that_names_can_resolve_to():
    assert {row["actor"] for row in rows()} <= set(known_actors())


def test_gender_is_stated_for_everyone_and_the_same_in_every_row():
    genders = defaultdict(set)
    for row in rows():
        genders[row["gloss"]].add(row["gender"])
    assert all(found in ({"f"}, {"m"}) for found in genders.values())


def test_dates_are_days_months_or_years_and_terms_end_after_they_start():
    for row in rows():
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", row["start"]), name(row)
        assert re.fullmatch(r"(\d{4}(-\d\d){0,2})?", row["end"]), name(row)
        start, end = term(row)
        assert start <= end, name(row)


def test_nobody_holds_one_office_twice_at_a_time():
    held = defaultdict(list)
    for row in rows():
        held[row["actor"], row["office"], row["gloss"]].append(row)
    twice = [name(one) for terms in held.values() for one, other in combinations(terms, 2) if overlap(one, other)
             and other["start"] != one["end"]]
    assert not twice


def test_the_gloss_is_a_latin_form_unless_it_tells_namesakes_apart():
    for row in rows():
        forms = [form.lstrip("~") for form in forms_of(row, "latin")]
        assert row["gloss"] in forms or "(" in row["gloss"] or " of " in row["gloss"], name(row)


def test_everyone_has_a_form_in_every_script():
    missing = [(name(row), column) for row in rows() for column in ("latin", *SCRIPTS) if not forms_of(row, column)]
    assert not missing


@pytest.mark.parametrize("column", SCRIPTS)
def test_forms_are_in_the_script_of_their_column(column):
    allowed, needed = SCRIPTS[column]
    wrong = [(name(row), form) for row in rows() for form in forms_of(row, column)
             if not re.fullmatch(allowed, form) or not re.search(needed, form)]
    assert not wrong


@pytest.mark.parametrize("column", LATIN_SCRIPT)
def test_latin_columns_hold_no_other_script(column):
    foreign = "|".join(needed for _, needed in SCRIPTS.values())
    assert not [(name(row), form) for row in rows() for form in forms_of(row, column) if re.search(foreign, form)]


def test_a_language_repeats_no_form_and_nothing_that_latin_has():
    for row in rows():
        for column in HEADER[6:]:
            forms = forms_of(row, column)
            assert len(forms) == len(set(forms)), (name(row), column)
            if column in LATIN_SCRIPT[1:]:
                assert not set(forms) & set(forms_of(row, "latin")), (name(row), column)


def test_a_star_ends_a_word_and_a_tilde_begins_a_form():
    for row in rows():
        for column in HEADER[6:]:
            for form in forms_of(row, column):
                assert not re.search(r"\*[^ ]|(^|[ ~])\*|.~", form), (name(row), form)
                assert "*" not in form or column == "ru", (name(row), form)
                assert form == form.strip(), (name(row), form)


def test_names_too_common_to_stand_alone_are_marked():
    unmarked = [(name(row), form) for row in rows() for form in forms_of(row, "latin") if form in TOO_COMMON]
    assert not unmarked


@pytest.mark.parametrize("column", SHORTEST)
def test_no_single_character_is_a_name(column):
    assert not [(name(row), form) for row in rows() for form in forms_of(row, column)
                if len(form.lstrip("~")) < SHORTEST[column]]


def test_an_unmarked_form_names_one_person_at_a_time():
    bearers = defaultdict(list)
    for row in rows():
        for column in HEADER[6:]:
            script = "latin" if column in LATIN_SCRIPT else column
            for form in forms_of(row, column):
                if not form.startswith("~"):
                    bearers[script, form].append(row)
    ambiguous = {(form, one["gloss"], other["gloss"]) for (_, form), found in bearers.items()
                 for one, other in combinations(found, 2) if one["gloss"] != other["gloss"] and overlap(one, other)}
    assert not ambiguous


def test_the_library_reads_as_many_terms_as_the_file_has_rows():
    assert len(read_persons()) == len(rows())


@pytest.mark.parametrize(("actor", "gloss", "office", "start", "end"), [
    ("USA", "Donald Trump", "head_of_state", "2017-01-20", "2021-01-20"),
    ("USA", "Mike Pence", "vice_president", "2017-01-20", "2021-01-20"),
    ("USA", "Rex Tillerson", "foreign_minister", "2017-02-01", "2018-03-31"),
    ("KOR", "Moon Jae-in", "head_of_state", "2017-05-10", "2022-05-10"),
    ("PRK", "Ri Yong Ho", "foreign_minister", "2016-05-09", "2020-01-23"),
    ("JPN", "Shinzo Abe", "head_of_government", "2012-12-26", "2020-09-16"),
    ("RUS", "Vladimir Putin", "head_of_state", "2012-05-07", ""),
    ("DEU", "Angela Merkel", "head_of_government", "2005-11-22", "2021-12-08"),
    ("UNO", "Ban Ki-moon", "secretary_general", "2007-01-01", "2016-12-31"),
    ("NLD", "Mark Rutte", "head_of_government", "2010-10-14", "2024-07-02"),
    ("EUU", "Federica Mogherini", "foreign_minister", "2014-11-01", "2019-11-30"),
    ("UKR", "Volodymyr Zelensky", "head_of_state", "2019-05-20", ""),
    ("IRN", "Mohammad Javad Zarif", "foreign_minister", "2013-08-15", "2021-08-25"),
])
def test_dates_that_are_known_for_certain_are_right(actor, gloss, office, start, end):
    found = [(row["start"], row["end"]) for row in rows()
             if (row["actor"], row["gloss"], row["office"]) == (actor, gloss, office)]
    assert (start, end) in found


@pytest.mark.parametrize(("column", "form", "gloss"), [
    ("nl", "Poetin", "Vladimir Putin"), ("de", "Selenskyj", "Volodymyr Zelensky"), ("fr", "Poutine", "Vladimir Putin"),
    ("es", "Jamenei", "Ali Khamenei"), ("ru", "Меркель", "Angela Merkel"), ("zh", "川普", "Donald Trump"),
    ("ja", "安倍首相", "Shinzo Abe"), ("ko", "문 대통령", "Moon Jae-in"), ("ar", "بوتين", "Vladimir Putin"),
])
def test_papers_find_leaders_under_the_names_they_print(column, form, gloss):
    assert {row["gloss"] for row in rows() if form in forms_of(row, column)} == {gloss} | (
        {"Mojtaba Khamenei"} if form == "Jamenei" else set())


@pytest.mark.parametrize("day", ["2010-06-30", "2014-06-30", "2018-02-28", "2022-06-30", "2025-11-15"])
@pytest.mark.parametrize("actor", ["USA", "CHN", "RUS", "JPN", "KOR", "PRK", "FRA", "DEU", "GBR", "IRN", "ISR", "UNO"])
def test_the_powers_have_a_leader_on_any_day(actor, day):
    leading = {"head_of_state", "head_of_government", "secretary_general"}
    on = date.fromisoformat(day)
    terms = [term(row) for row in rows() if row["actor"] == actor and row["office"] in leading]
    assert any(first <= on <= last for first, last in terms)
