"""Coded event data: each format from small tables made here, what is counted, what is rejected, and postures without rows."""

import bz2
import gzip
import json
import lzma
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from detente.codebook import ACTS, weigh
from detente.events.codes import read_codes, resolve_actors, resolve_code
from detente.events.loading import CONFIDENCE, load_events
from detente.postures import measure_event_postures
from detente.postures.periods import measure_postures
from detente.postures.shifts import find_shifts
from detente.schema import InputError, check_table

duckdb = pytest.importorskip("duckdb")
SAMPLES = Path(__file__).parents[2] / "shared" / "corpora" / "events"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples aren't here")


def gdelt(number, date, source, target, code, *, url="http://www.paper.com/a", width=61, groups=("", "")):
    """Return one GDELT line of the given width."""
    cells = [""] * width
    cells[0:2] = [str(number), date]
    cells[5:9] = [source + "GOV", "NAME OF " + source, source, groups[0]]
    cells[15:19] = [target + "GOV", "NAME OF " + target, target, groups[1]]
    cells[26:31] = [code, code[:3], code[:2], "4", "-5"]
    if width > 57:
        cells[-1] = url
    return "\t".join(cells)


ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
    "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
)


def icews(number, date, source, target, text, code, *, names=("Ministry", "Envoy"), story="77", publisher="Wire"):
    """Return one ICEWS line."""
    return (
        f"{number}\t{date}\t{names[0]}\tGovernment\t{source}\t{text}\t{code}\t1\t{names[1]}\tGovernment\t{target}\t{story}\t2\t"
        f"{publisher}\tNA\tNA\tNA\tNA\t1\t2"
    )


def write(folder, name, lines, encoding="utf-8"):
    """Write lines to a file of that name and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def dyads(statements):
    """Return source, target and act of each row."""
    return statements[["source", "target", "act"]].values.tolist()


def test_every_cameo_code_goes_to_an_act_of_the_codebook_or_to_none():
    codes = pd.read_csv(files("detente.events") / "data" / "cameo.csv", dtype=str, keep_default_na=False)
    assert set(codes["act"]) == {*ACTS, ""}
    assert not codes["code"].duplicated().any()
    assert set(codes.loc[codes["code"].str.match("01"), "act"]) == {""}
    roots = codes[codes["code"].str.fullmatch(r"\d\d")]
    assert roots["code"].tolist() == [f"{number:02}" for number in range(1, 21)]
    assert len(read_codes()) > 500


@pytest.mark.parametrize(
    ("given", "act"),
    [
        ("042", "CONSULT"),
        ("1384", "THREATEN"),
        ("0871", "RETREAT"),
        ("163", "SANCTION"),
        ("0862", "CONCEDE"),
        ("174", "SANCTION"),
        ("195", "ASSAULT"),
        ("191", "COERCE"),
        ("154", "MOBILIZE"),
        ("0219", "REQUEST"),
        ("Make_a_visit", "CONSULT"),
        ("DEMAND", "REQUEST"),
        ("assault", "ASSAULT"),
        ("Meet at a 'third' location", "CONSULT"),
        ("Shelling/artillery/missile attack", "ASSAULT"),
    ],
)
def test_codes_and_names_find_their_act_by_the_longest_prefix(given, act):
    assert resolve_code([given]).act == act


@pytest.mark.parametrize("given", ["999", "2130", "20180601", "Make tea", "inf", "-1", "4.2"])
def test_what_is_no_code_finds_none(given):
    assert resolve_code([given]) is None


def test_codes_weigh_as_the_codebook_says():
    assert (resolve_code(["138"]).pressure, resolve_code(["138"]).engagement) == weigh("THREATEN", ["threaten.force"])
    assert resolve_code(["026"]).engagement == weigh("REQUEST", ["request.for_talks"])[1]


@pytest.mark.parametrize(
    ("given", "actors"),
    [
        ("USAGOV", ["USA"]),
        ("ROM", ["ROU"]),
        ("YUG", ["SRB"]),
        ("Soviet Union", ["RUS"]),
        ("IGOUNO", ["UNO"]),
        ("EUR|EEC", ["EUU"]),
        ("EUR", [None]),
        ("North Korea", ["PRK"]),
        ("Côte d’Ivoire", ["CIV"]),
        ("CHN;USA", ["CHN", "USA"]),
        ("the Gambia", ["GMB"]),
        ("NATO", ["NAT"]),
        ("NGOUSA", [None]),
        ("Occupied Palestinian Territory", ["PSE"]),
        ("PALMIL", ["PSE"]),
        ("Atlantis", [None]),
        ("PRK", ["PRK"]),
        ("CHINA", ["CHN"]),
        ("MAC", ["MAC"]),
        ("KOR", ["KOR"]),
        ("Россия", ["RUS"]),
        ("北朝鮮", ["PRK"]),
        ("سوريا", ["SYR"]),
        ("Frankrijk", ["FRA"]),
    ],
)
def test_actor_codes_and_names_become_iso_codes(given, actors):
    assert resolve_actors(given) == actors


def test_acled_forces_belong_to_their_state():
    assert resolve_actors("Military Forces of Ukraine (2019-)", acled=True) == ["UKR"]
    assert resolve_actors("Civilians (Syria)", acled=True) == ["SYR"]


def test_gdelt_of_each_width_is_read(tmp_path):
    for width in (57, 58, 61):
        path = write(tmp_path, f"{width}.tsv", [gdelt(1, "20180601", "USA", "PRK", "036", width=width)])
        statements, rejected = load_events(path)
        assert dyads(statements) == [["USA", "PRK", "AGREE"]] and not len(rejected)
        row = statements.iloc[0]
        assert row["record"] == f"{width}.tsv:1" and row["act_given"] == "036" and row["quad_given"] == "4"
        assert str(row["date_start"].date()) == str(row["date_end"].date()) == "2018-06-01"
        assert (row["story_id"] == "http://www.paper.com/a") == (width > 57)
        assert (row["outlet"] == "paper.com") if width > 57 else pd.isna(row["outlet"])
        assert row["confidence"] == CONFIDENCE and row["frame"] == "current" and row["speech"] == "none" and row["coder"] == "event codes"
        assert row[["document_id", "quote", "start", "end"]].isna().all()


def test_gdelt_rows_of_both_old_widths_stand_in_one_file(tmp_path):
    lines = [gdelt(1, "20130331", "USA", "PRK", "036", width=57), gdelt(2, "20130401", "USA", "PRK", "036", width=58)]
    statements, rejected = load_events(write(tmp_path, "g.tsv", lines))
    assert len(statements) == 2 and not len(rejected)


def test_what_is_no_statement_is_counted_by_kind(tmp_path):
    lines = [
        gdelt(1, "20180601", "USA", "PRK", "036"),
        gdelt(2, "20180601", "USA", "", "036"),
        gdelt(3, "20180601", "USA", "USA", "173"),
        gdelt(4, "20180601", "AFR", "USA", "036"),
        gdelt(5, "20180601", "USA", "PRK", "010"),
        gdelt(1, "20180601", "USA", "PRK", "036"),
        gdelt(7, "20181301", "USA", "PRK", "036"),
        gdelt(8, "20180601", "USA", "PRK", "990"),
        gdelt(9, "20180601", "USA", "PRK", "036") + "\tmore",
        gdelt(10, "20180601", "", "USA", "051", groups=("UNO", "")),
    ]
    statements, rejected = load_events(write(tmp_path, "g.tsv", lines))
    counts = statements.attrs["events"]
    assert sorted(dyads(statements)) == [["UNO", "USA", "SUPPORT"], ["USA", "PRK", "AGREE"]]
    assert [
        counts[f"n_{name}"] for name in ("rows", "statements", "without_actor", "domestic", "unmapped", "no_act", "repeated", "rejected")
    ] == [
        10,
        2,
        1,
        1,
        1,
        1,
        1,
        3,
    ]
    assert counts["unmapped"] == {"AFR": 1} and counts["no_act"] == {"010": 1}
    assert rejected["record"].tolist() == [7, 8, 9] and rejected["path"].eq("g.tsv").all() and rejected["remedy"].notna().all()
    assert json.loads(json.dumps(statements.attrs)) == statements.attrs


def test_counts_and_rows_add_up(tmp_path, capsys):
    lines = [
        icews(n, "2018-06-01", source, target, "Consult", "040")
        for n, (source, target) in enumerate(
            [("India", "China"), ("NA", "China"), ("India", "India"), ("Atlantis", "China"), ("India", "")]
        )
    ]
    statements, rejected = load_events(write(tmp_path, "i.tab", [ICEWS_HEADER, *lines]))
    counts = statements.attrs["events"]
    kinds = ("statements", "without_actor", "domestic", "unmapped", "no_act", "repeated", "rejected")
    assert counts["n_rows"] == 5 == sum(counts[f"n_{kind}"] for kind in kinds) - counts["n_further_pairs"]
    assert "5 events: 1 statements" in capsys.readouterr().err


def test_icews_raw_and_quoted_exports_are_read(tmp_path):
    plain = icews(1, "2018-06-01", "Russian Federation", "Ukraine", "Make a visit", "042")
    quoted = "\t".join(f'"{cell}"' for cell in plain.split("\t"))
    for name, line in (("raw.csv", plain), ("events.2018.tab", quoted)):
        statements, rejected = load_events(write(tmp_path, name, [ICEWS_HEADER, line]))
        assert dyads(statements) == [["RUS", "UKR", "CONSULT"]] and not len(rejected)
        assert statements.loc[0, ["story_id", "outlet", "record", "act_given", "source_name"]].tolist() == [
            "77",
            "Wire",
            f"{name}:2",
            "042",
            "Ministry",
        ]


def test_icews_codes_that_lost_their_zero_are_read_by_name(tmp_path):
    lines = [
        icews(1, "2018-06-01", "India", "China", "Host a visit", "43"),
        icews(2, "2018-06-01", "India", "China", "Make statement", "10"),
    ]
    statements, _ = load_events(write(tmp_path, "i.tab", [ICEWS_HEADER, *lines]))
    assert dyads(statements) == [["IND", "CHN", "CONSULT"]] and statements.attrs["events"]["n_no_act"] == 1


def test_polecat_lists_of_countries_are_a_row_for_each_pair(tmp_path):
    header = (
        "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tActor Name\tActor Country\tRecipient Name\t"
        "Recipient Country\tSource\tLanguage"
    )
    lines = [
        "a\t2022-03-01\tCONSULT\tphone\t3\tVERBAL COOPERATION\tX\tUSA;GBR\tY\tUKR\tReuters\ten",
        "b\t2022-03-01\tASSAULT\theavy-weapons\t-9\tMATERIAL CONFLICT\tX\tRUS\tY\tUKR;RUS\tReuters\tru",
        "c\t2022-03-02\tREQUEST\tmeet\t0\tVERBAL CONFLICT\tX\tNone\tY\tUKR\tReuters\ten",
    ]
    statements, rejected = load_events(write(tmp_path, "ngecEvents.txt", [header, *lines]))
    assert sorted(dyads(statements)) == [["GBR", "UKR", "CONSULT"], ["RUS", "UKR", "ASSAULT"], ["USA", "UKR", "CONSULT"]]
    assert set(statements["engagement"]) == {weigh("CONSULT", ["consult.call"])[1], 0.0}
    assert statements["act_given"].tolist().count("CONSULT phone") == 2 and set(statements["language"]) == {"en", "ru"}
    counts = statements.attrs["events"]
    assert (counts["n_rows"], counts["n_further_pairs"], counts["n_domestic"], counts["n_without_actor"]) == (3, 2, 1, 1)


def test_phoenix_is_read_by_its_places(tmp_path):
    line = (
        "20150301_1\t20150301\t2015\t03\t01\tSYRREB\tSYR\tREB\t\tTURGOV\tTUR\tGOV\t\t190\t19\t4\t-10\t\t1\t2\t"
        "Aleppo\tHalab\tSYR\t3\thttp://x.org/1\txinhua"
    )
    statements, rejected = load_events(write(tmp_path, "events.full.txt", [line]))
    assert dyads(statements) == [["SYR", "TUR", "ASSAULT"]] and not len(rejected)
    assert statements.loc[0, ["story_id", "outlet"]].tolist() == ["http://x.org/1", "xinhua"]


@pytest.mark.parametrize("delimiter", ["\t", " ", ","])
def test_keds_tables_have_years_of_two_digits(tmp_path, delimiter):
    rows = [("790415", "ISR", "PAL", "190"), ("040301", "USAGOV", "IRQ", "173"), ("040301", "---", "IRQ", "173")]
    lines = [delimiter.join(row) + (f"{delimiter}(ARREST)" if number else "") for number, row in enumerate(rows)]
    statements, rejected = load_events(write(tmp_path, "levant.txt", lines))
    assert dyads(statements) == [["ISR", "PSE", "ASSAULT"], ["USA", "IRQ", "COERCE"]] and not len(rejected)
    assert statements["date_start"].dt.year.tolist() == [1979, 2004]


def test_acled_is_read_from_quoted_commas(tmp_path):
    lines = [
        "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,source,notes",
        "UKR1,16 February 2023,Explosions/Remote violence,Shelling/artillery/missile attack,Military Forces of Russia (2000-),"
        'Military Forces of Ukraine (2019-),"Telegram; UNIAN","a note,\nof two lines"',
        "UKR2,17 February 2023,Strategic developments,Agreement,Government of Russia (2000-),Government of Ukraine (2019-),TASS,",
    ]
    statements, rejected = load_events(write(tmp_path, "acled.csv", lines))
    assert dyads(statements) == [["RUS", "UKR", "ASSAULT"], ["RUS", "UKR", "SUPPORT"]] and not len(rejected)
    assert statements["record"].tolist() == ["acled.csv:2", "acled.csv:4"]


def test_any_table_is_read_by_a_mapping(tmp_path):
    path = write(
        tmp_path,
        "mine.csv",
        ["when;who;whom;what;art", "2018-06-01;France;Iran;Express intent to cooperate;A1", "2018-06-02;FR;IRN;SANCTION;A2"],
    )
    columns = {"date": "when", "source": "who", "target": "whom", "act": "what", "story": "art"}
    statements, rejected = load_events(path, columns=columns)
    assert dyads(statements) == [["FRA", "IRN", "AGREE"], ["FRA", "IRN", "SANCTION"]]
    assert statements["story_id"].tolist() == ["A1", "A2"] and not len(rejected)
    bare = write(tmp_path, "bare.csv", ["2018-06-01,France,Iran,042"])
    statements, _ = load_events(bare, columns={"date": 0, "source": 1, "target": 2, "code": 3})
    assert dyads(statements) == [["FRA", "IRN", "CONSULT"]] and statements.loc[0, "record"] == "bare.csv:1"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"date": "when"}, "source, target, code"),
        ({"dat": "when"}, "date"),
        ({"date": "whe", "source": "who", "target": "whom", "code": "what"}, "when"),
    ],
)
def test_a_wrong_mapping_is_an_error_that_names_the_nearest(tmp_path, columns, said):
    path = write(tmp_path, "mine.csv", ["when,who,whom,what", "2018-06-01,France,Iran,042"])
    with pytest.raises(InputError, match=said):
        load_events(path, columns=columns)


def test_packed_files_folders_and_globs_give_the_same_rows(tmp_path):
    lines = [gdelt(n, "20180601", "USA", "PRK", code) for n, code in enumerate(["036", "042", "138"])]
    plain = load_events(write(tmp_path, "p/g.tsv", lines))[0]
    content = (tmp_path / "p" / "g.tsv").read_bytes()
    for suffix, opener in (("gz", gzip.open), ("bz2", bz2.open), ("xz", lzma.open)):
        (tmp_path / suffix).mkdir()
        with opener(tmp_path / suffix / f"g.tsv.{suffix}", "wb") as file:
            file.write(content)
        for path in (tmp_path / suffix, str(tmp_path / suffix / "*")):
            pd.testing.assert_frame_equal(load_events(path)[0].drop(columns="record"), plain.drop(columns="record"))
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as archive:
        archive.writestr("20180601.export.CSV", content)
        archive.writestr("none.csv", b"")
    statements, rejected = load_events(tmp_path / "g.zip")
    assert statements["record"].str.startswith("g.zip!20180601.export.CSV:").all() and len(statements) == 3
    assert rejected["path"].tolist() == ["g.zip!none.csv"] and rejected.loc[0, "reason"] == "empty file"


def test_ids_do_not_depend_on_the_order_of_rows_or_files_and_twice_is_once(tmp_path):
    rows = [f"2018-06-0{day},USA,PRK,{code}" for day in (1, 2, 3) for code in ("036", "138", "138")]
    header = "date,source,target,code"
    one, _ = load_events(write(tmp_path, "one.csv", [header, *rows]))
    other, _ = load_events(write(tmp_path, "two.csv", [header, *reversed(rows)]))
    assert len(one) == 9 and one["statement_id"].tolist() == other["statement_id"].tolist()
    both, _ = load_events([tmp_path / "two.csv", tmp_path / "one.csv"])
    assert both["statement_id"].tolist() == one["statement_id"].tolist() and both.attrs["events"]["n_repeated"] == 9


def test_a_story_is_the_formats_own_else_date_pair_and_act(tmp_path):
    lines = [
        gdelt(1, "20180601", "USA", "PRK", "190", url="BBC Monitoring"),
        gdelt(2, "20180601", "USA", "PRK", "195", url="BBC Monitoring"),
        gdelt(3, "20180602", "USA", "PRK", "190", url="BBC Monitoring"),
    ]
    statements, _ = load_events(write(tmp_path, "g.tsv", lines))
    assert statements["story_id"].nunique() == 2 and set(statements["outlet"]) == {"BBC Monitoring"}


def test_old_encodings_marks_and_line_ends_are_read(tmp_path):
    line = icews(1, "2018-06-01", "Cote d'Ivoire", "France", "Consult", "040", names=("Félix", "Envoy"))
    for number, content in enumerate(
        [
            "\ufeff" + ICEWS_HEADER + "\r\n" + line + "\r\n",
            ICEWS_HEADER + "\n\n\n" + line,
            ICEWS_HEADER + "\r" + line,
            ICEWS_HEADER + "\n" + line + "\t\t\n",
        ]
    ):
        for encoding in ("utf-8", "cp1252", "utf-16"):
            if encoding == "cp1252" and "\ufeff" in content:
                continue
            path = tmp_path / f"{number}.tab"
            path.write_bytes(content.encode(encoding))
            statements, rejected = load_events(path)
            assert dyads(statements) == [["CIV", "FRA", "CONSULT"]] and not len(rejected)
            assert statements.loc[0, "source_name"] == "Félix" and statements.loc[0, "record"] == f"{number}.tab:{4 if number == 1 else 2}"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\n\n \n", "empty"),
        ("p.csv", b"%PDF-1.4 \0\0", "binary"),
        ("b.tsv", bytes(range(256)) * 20, "binary"),
        ("text.txt", b"Nothing here is a table.\nAt all.\n", "columns="),
        ("cut.csv.gz", gzip.compress(bytes(range(65, 91)) * 200, mtime=0)[:30], "damaged"),
        ("cut.zip", b"PK\x03\x04 cut", "damaged"),
    ],
)
def test_a_file_that_is_no_table_is_an_error_alone_and_a_row_among_others(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        load_events(tmp_path / name)
    write(tmp_path, "good.tsv", [gdelt(1, "20180601", "USA", "PRK", "036")])
    statements, rejected = load_events(tmp_path)
    assert len(statements) == 1 and rejected["path"].tolist() == [name] and said in rejected.loc[0, "reason"] + rejected.loc[0, "remedy"]


def test_a_header_alone_gives_empty_tables_of_the_right_schema(tmp_path):
    path = write(tmp_path, "i.tab", [ICEWS_HEADER])
    statements, rejected = load_events(path)
    assert len(statements) == len(rejected) == 0
    check_table(statements, "statements")
    check_table(rejected, "rejected")
    assert len(measure_event_postures(path)) == 0 and len(find_shifts(statements)) == 0


def test_nothing_there_an_empty_folder_and_a_wrong_format_are_errors(tmp_path):
    with pytest.raises(InputError, match="isn't there"):
        load_events(tmp_path / "no.csv")
    with pytest.raises(InputError, match="holds no files"):
        load_events(tmp_path)
    write(tmp_path, "g.tsv", [gdelt(1, "20180601", "USA", "PRK", "036")])
    with pytest.raises(InputError, match="nearest known are .*gdelt"):
        load_events(tmp_path / "g.tsv", format="gdelt3")
    with pytest.raises(InputError, match="can't be read as icews"):
        load_events(tmp_path / "g.tsv", format="icews")
    with pytest.raises(InputError, match="unknown period"):
        measure_event_postures(tmp_path / "g.tsv", period="fortnight")


def test_bad_dates_and_infinite_numbers_are_rejected_rows(tmp_path):
    lines = [
        "date,source,target,code",
        "2018-02-30,USA,PRK,042",
        "inf,USA,PRK,042",
        ",USA,PRK,042",
        "03/04/2018,USA,PRK,042",
        "2018-02-03,USA,PRK,inf",
        "2018-02-03,USA,PRK,nan",
        "2018-02-03,USA,PRK",
        "2018-02-03T10:00:00Z,USA,PRK,042",
    ]
    statements, rejected = load_events(write(tmp_path, "x.csv", lines))
    assert statements["record"].tolist() == ["x.csv:9"] and rejected["record"].tolist() == [2, 3, 4, 5, 6, 8]
    assert statements.attrs["events"]["no_act"] == {"(none)": 1}


def test_days_and_months_parted_by_slashes_are_read_where_the_file_shows_which_is_which(tmp_path):
    lines = ["date,source,target,code", "03/04/2018,USA,PRK,042", "25/04/2018,USA,PRK,042"]
    statements, rejected = load_events(write(tmp_path, "x.csv", lines))
    assert statements["date_start"].dt.strftime("%Y-%m-%d").tolist() == ["2018-04-03", "2018-04-25"] and not len(rejected)


def test_without_duckdb_the_error_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(InputError, match=r"pip install 'detente\[events\]'"):
        load_events(write(tmp_path, "g.tsv", [gdelt(1, "20180601", "USA", "PRK", "036")]))


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter"])
def test_postures_without_rows_are_those_of_the_rows(tmp_path, period):
    codes = ["036", "042", "138", "190", "010", "026", "112", "0871"]
    states = ["USA", "PRK", "CHN", "EUR", ""]
    lines = [
        gdelt(
            n // 2 if n % 7 == 0 else n,
            f"2018{1 + n % 5:02}{1 + n * 7 % 28:02}",
            states[n % 5],
            states[(n * 3 + 1) % 5],
            codes[n * 5 % 8],
            url="BBC" if n % 3 == 0 else f"http://paper{n % 4}.org/{n // 3}",
        )
        for n in range(400)
    ]
    write(tmp_path, "a/g.tsv", lines)
    write(tmp_path, "a/mine.csv", ["date,source,target,code", *["2018-03-05,USA,PRK,042"] * 3, "2018-04-05,KOR,PRK,1384"])
    statements, _ = load_events(tmp_path / "a")
    expected = measure_postures(statements, period=period, replicates=19)
    postures = measure_event_postures(tmp_path / "a", period=period)
    banded = [column for column in expected if column.endswith(("_low", "_high"))]
    assert postures[banded].isna().all(axis=None) and len(expected[expected["n_stories"] > 5]) > 0
    pd.testing.assert_frame_equal(postures.drop(columns=banded), expected.drop(columns=banded), rtol=1e-9)
    assert postures.attrs["events"] == statements.attrs["events"]


def test_a_known_change_of_tone_is_found_within_thirty_days_and_nothing_in_the_steady_dyad(tmp_path):
    warm, cold = ["036", "042", "051", "061"], ["112", "120", "138", "172"]
    lines = ["date,source,target,code"]
    for day, date in enumerate(pd.date_range("2017-01-01", periods=365)):
        for turn in range(4):
            at = (day * 7 + turn * 3) % 10
            lines.append(f"{date.date()},USA,PRK,{(warm if at < (3 if day < 200 else 7) else cold)[(day + turn) % 4]}")
            lines.append(f"{date.date()},CHN,PRK,{(warm if at < 5 else cold)[(day + turn) % 4]}")
    statements, _ = load_events(write(tmp_path, "year.csv", lines))
    shifts = find_shifts(statements)
    turned = pd.Timestamp("2017-01-01") + pd.Timedelta(days=200)
    assert shifts[["source", "target"]].values.tolist() == [["USA", "PRK"]]
    assert shifts.loc[0, "date_start"] <= turned <= shifts.loc[0, "date_end"]
    assert shifts.loc[0, "date_end"] - shifts.loc[0, "date_start"] <= pd.Timedelta(days=30)


@needs_samples
def test_the_samples_are_read_whole():
    for name, n_rows in (("gdelt_v1_57_columns.tsv", 100), ("gdelt_v2_61_columns.tsv", 100), ("icews_raw.tab", 3705)):
        statements, rejected = load_events(SAMPLES / name)
        assert statements.attrs["events"]["n_rows"] == n_rows and not len(rejected)
        postures = measure_event_postures(SAMPLES / name)
        assert postures["n_statements"].sum() == len(statements)
    pair = statements[statements["source"].eq("USA") & statements["target"].eq("PRK")]
    assert len(pair) > 100 and pair["engagement"].mean() > 0.4


def test_a_quotation_mark_without_its_fellow_swallows_no_rows(tmp_path):
    lines = [
        "date,source,target,code,note",
        '2018-01-01,USA,PRK,042,"open',
        "2018-01-02,USA,PRK,042,b",
        '2018-01-03,USA,PRK,042,c "d"',
        "2018-01-04,USA,PRK",
    ]
    statements, rejected = load_events(write(tmp_path, "x.csv", lines))
    assert statements["record"].tolist() == ["x.csv:2", "x.csv:3", "x.csv:4"] and rejected["record"].tolist() == [5]
    assert rejected.loc[0, "reason"] == "3 columns instead of 5"


def test_weis_codes_are_rejected_not_taken_for_cameo(tmp_path):
    lines = ["790415\tISR\tPAL\t223", "790416\tISR\tPAL\t121"]
    statements, rejected = load_events(write(tmp_path, "levant.txt", lines))
    assert dyads(statements) == [["ISR", "PSE", "REJECT"]]
    assert "'223'" in rejected.loc[0, "reason"] and "WEIS" in rejected.loc[0, "remedy"]


def test_a_mistyped_year_is_an_error_not_a_table_without_end(tmp_path):
    lines = ["date,source,target,code", "0018-01-01,USA,PRK,042", "9018-01-01,PRK,USA,042"]
    path = write(tmp_path, "x.csv", lines)
    assert len(load_events(path)[0]) == 2
    with pytest.raises(InputError, match="mistyped date"):
        measure_event_postures(path, period="day")


@pytest.mark.parametrize("path", [None, 3, [], {}])
def test_what_is_no_path_is_an_error(path):
    with pytest.raises(InputError, match="give a file, a folder, a glob"):
        load_events(path)
