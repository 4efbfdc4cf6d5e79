"""The seed article comes out as an expert reads it: these statements, no invented ones, one reported shift."""

from pathlib import Path

import pytest

import detente as dt

SEEDS = Path(__file__).parent.parent / "seeds"
# words in the quote, source, target, acts allowed, frame, and further columns that must hold
EXPECTED = [
    ("de mogelijkheid open voor direct overleg", "USA", "PRK", {"AGREE"}, "current", {"change_stated": "first"}),
    (
        "hij kansen ziet voor diplomatiek contact met Pyongyang",
        "USA",
        "PRK",
        {"AGREE"},
        "current",
        {"speech": "indirect", "speaker": "Pence", "source_resolved_by": "pronoun"},
    ),
    ("de druk op Noord-Korea onveranderd hoog blijft", "USA", "PRK", {"THREATEN"}, "current", {"held": "pressure"}),
    ("de Noord-Koreaanse kern- en raketproeven", "PRK", "USA", {"MOBILIZE"}, "prior", {"target_resolved_by": "context"}),
    ("de dreiging met militair geweld door Trump", "USA", "PRK", {"THREATEN"}, "prior", {}),
    ("Moon Jae-in gesproken", "USA", "KOR", {"CONSULT"}, "current", {}),
    ("Moon Jae-in gesproken", "KOR", "USA", {"CONSULT"}, "current", {}),
    ("Hij hield zich echter strikt afzijdig van de zus van Kim", "USA", "PRK", {"REJECT"}, "current", {"pressure": 0.25}),
    ("handen te schudden met Moon", "PRK", "KOR", {"CONSULT"}, "current", {}),
    ("spraken Pence en Moon elkaar op de tribune", "USA", "KOR", {"CONSULT"}, "current", {}),
    ("spraken Pence en Moon elkaar op de tribune", "KOR", "USA", {"CONSULT"}, "current", {}),
    ("zijn de twee overeengekomen", "USA", "KOR", {"AGREE"}, "current", {}),
    ("zijn de twee overeengekomen", "KOR", "USA", {"AGREE"}, "current", {}),
    ("Zuid-Korea de eerste stappen zet in het diplomatieke contact met Pyongyang", "KOR", "PRK", {"AGREE"}, "current", {}),
    ("Moon heeft een uitnodiging van Kim Jong-un gekregen", "PRK", "KOR", {"AGREE", "SUPPORT"}, "current", {}),
    (
        "Moon Noord-Korea duidelijk zal maken",
        "KOR",
        "PRK",
        {"REQUEST"},
        "hypothetical",
        {"condition": "als het concrete stappen zet in de afbouw van het kernprogramma"},
    ),
    (
        "Moon Noord-Korea duidelijk zal maken",
        "USA",
        "PRK",
        {"REQUEST"},
        "current",
        {"condition": "als het concrete stappen zet in de afbouw van het kernprogramma", "speech": "indirect", "speaker": "Pence"},
    ),
    ("mogelijkheden ziet voor direct overleg", "USA", "PRK", {"AGREE"}, "current", {"condition": None}),
    ("tegelijkertijd maximale druk én toenadering", "USA", "PRK", {"THREATEN"}, "current", {"speech": "direct"}),
    ("tegelijkertijd maximale druk én toenadering", "USA", "PRK", {"AGREE"}, "current", {"speech": "direct"}),
    (
        "Eerder stelde de VS de voorwaarde dat Pyongyang concrete concessies zou doen",
        "USA",
        "PRK",
        {"REQUEST"},
        "prior",
        {"condition": "dat Pyongyang concrete concessies zou doen"},
    ),
    ("Als je wil praten, dan gaan we praten", "USA", "PRK", {"AGREE"}, "current", {"speech": "direct", "condition": None}),
]


def name_value(value):
    """Return a part of a test's name that is the same in every process: sets in order."""
    return "/".join(sorted(value)) if isinstance(value, set) else str(value)[:40]


@pytest.fixture(scope="module")
def documents():
    return dt.load_documents(SEEDS)[0]


@pytest.fixture(scope="module")
def statements(documents):
    return dt.code_statements(documents)


@pytest.mark.parametrize("words, source, target, acts, frame, further", EXPECTED, ids=name_value)
def test_each_statement_an_expert_reads_is_there(statements, words, source, target, acts, frame, further):
    rows = statements[
        (statements["source"] == source)
        & (statements["target"] == target)
        & (statements["frame"] == frame)
        & statements["act"].isin(acts)
        & statements["quote"].str.contains(words, regex=False)
    ]
    assert len(rows), f"{source}→{target} {acts} {frame} isn't coded at {words!r}"
    for column, value in further.items():
        assert any(
            value is None and cell is None or cell == value for cell in rows[column].astype(object).where(rows[column].notna(), None)
        )


def test_nothing_is_invented(statements):
    assert set(statements["source"]) | set(statements["target"]) <= {"USA", "PRK", "KOR"}
    assert not set(statements["act"]) & {"SANCTION", "RETREAT", "CONCEDE", "ASSAULT", "COERCE", "ACCUSE", "PROTEST", "AID"}
    assert not statements["quote"].str.contains("sporters|dagelijks met Trump").any()


def test_prk_is_no_target_of_what_the_two_agree(statements):
    agreed = statements[statements["quote"].str.contains("overeengekomen")]
    assert "PRK" not in set(agreed[agreed["act"] == "AGREE"].query("source == 'USA'")["target"])


def test_a_month_stays_a_month(statements):
    assert (statements["date_end"] > statements["date_start"]).all()


def test_doubtful_readings_say_so(statements):
    avoidance = statements[statements["quote"].str.contains("afzijdig") & (statements["act"] == "REJECT")]
    tests = statements[statements["act"] == "MOBILIZE"]
    assert (avoidance["confidence"] < 0.5).all() and (tests["confidence"] < 0.5).all()


def test_the_quote_is_the_text_between_its_offsets(documents, statements):
    text = documents.set_index("document_id")["text"]
    for row in statements.itertuples():
        assert row.quote == text[row.document_id][row.start : row.end]


def test_one_shift_is_reported_and_none_is_measured(statements):
    shifts = dt.find_shifts(statements, "USA", "PRK")
    assert list(shifts["kind"]) == ["reported"]
    shift = shifts.iloc[0]
    assert (shift["label_before"], shift["label_after"]) == ("coercive", "dual-track")
    assert (shift["pressure_before"], shift["engagement_before"]) == (0.60, 0.15)
    assert (shift["pressure_after"], shift["engagement_after"]) == (0.60, 0.45)
    assert shift["before_basis"] == "stated"
    evidence = dt.find_evidence(shifts, statements)
    assert set(evidence["side"]) == {"before", "after"}
