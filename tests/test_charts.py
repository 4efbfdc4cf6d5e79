import re

import pandas as pd
import pytest

import detente as dt
from detente import charts
from detente.charts import figures
from detente.postures.moves import order_moves
from detente.reports.findings import find_findings
from detente.schema import InputError, build_table
from sample_statements import make_documents, make_history, make_statement, make_statements

SHIFT = {
    "shift_id": "a",
    "kind": "measured",
    "source": "IRN",
    "target": "ISR",
    "date": "2016-04-01",
    "date_start": "2016-03-01",
    "date_end": "2016-05-01",
    "before_start": "2015-01-01",
    "after_end": "2017-06-01",
    "pressure_before": 0.6,
    "pressure_after": 0.2,
    "engagement_before": 0.1,
    "engagement_after": 0.4,
    "label_before": "coercive",
    "label_after": "conciliatory",
    "p_value": 0.01,
    "q_value": 0.02,
    "n_stories_before": 40,
    "n_stories_after": 50,
}


def one_document():
    documents = make_documents("Iran offered Israel talks. Iran threatened Israel.")
    return documents, make_statements(
        make_statement(documents, 0, "Iran offered Israel talks", "AGREE"),
        make_statement(documents, 0, "Iran threatened Israel", "THREATEN"),
    )


@pytest.mark.parametrize("missing", ["title", "measure", "source", "alt"])
def test_no_chart_is_finished_without_its_four_words(missing):
    words = {"title": "t", "measure": "m", "source": "s", "alt": "a", missing: " "}
    chart = figures.Chart()
    chart.add_axes((0, 0, 1, 1))
    with pytest.raises(InputError, match=missing):
        figures.finish_chart(chart, **words)


def test_the_plane_states_both_positions_in_its_text_alternative_and_is_the_same_on_every_run():
    documents, statements = one_document()
    findings = find_findings(documents, statements, "IRN", "ISR")
    first, second = (charts.plot_plane(findings).svg() for _ in range(2))
    assert first == second
    assert 'role="img"' in first
    assert "pressure 0.60, engagement 0.45" in first
    assert "<dc:date>" not in first and "Matplotlib" not in first


def test_a_bare_picture_leaves_words_to_the_page_and_takes_its_colours():
    documents, statements = one_document()
    chart = charts.plot_plane(find_findings(documents, statements, "IRN", "ISR"))
    full, bare = chart.svg(), chart.svg(bare=True, prefix="plane")
    assert ">Pressure 0.60, engagement 0.45" in full and ">Pressure" not in bare
    assert "var(--engagement)" in bare and not any(color in bare for color in figures.COLORS.values())
    assert all(name.startswith("plane-") for name in re.findall(r'\bid="([^"]+)"', bare))


def test_text_stays_text_and_the_alternative_is_escaped():
    assert 'aria-label="a &lt;b> &quot;c&quot; &amp;"' in figures.tidy_svg("<svg></svg>", 'a <b> "c" &', "x", themed=False)
    documents, statements = one_document()
    assert ">coercive<" in charts.plot_plane(find_findings(documents, statements, "IRN", "ISR")).svg()


def test_a_notebook_shows_svg_with_the_alternative_as_plain_text():
    documents, statements = one_document()
    chart = charts.plot_plane(find_findings(documents, statements, "IRN", "ISR"))
    bundle = chart._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg") and bundle["text/plain"] == chart.alt


def test_the_timeline_names_its_shift_and_leaves_gaps():
    documents, statements = make_history()
    silent = documents["date_start"].between("2015-06-01", "2015-07-31")
    statements = statements[~statements["document_id"].isin(documents.loc[silent, "document_id"])].reset_index(drop=True)
    postures = dt.measure_postures(statements, "IRN", "ISR", documents=documents)
    chart = charts.plot_postures(postures, build_table("shifts", [SHIFT]))
    assert chart.title == "IRN→ISR shifted once: April 2016"
    assert "28 periods with statements and 2 without" in chart.alt
    assert "pressure from 0.60 to 0.20, engagement from 0.10 to 0.40" in chart.alt
    line = chart.axes[0].lines[1].get_ydata()
    assert sum(pd.isna(line)) == 2


def test_one_document_gets_a_timeline_without_a_trend():
    documents, statements = one_document()
    chart = charts.plot_postures(dt.measure_postures(statements, "IRN", "ISR", documents=documents))
    assert "nothing to compare over time" in chart.title and "95 %" not in chart.measure


def test_a_timeline_of_two_dyads_is_refused():
    documents, statements = one_document()
    both = pd.concat(
        [statements, statements.assign(source="ISR", target="IRN", statement_id=statements["statement_id"] + "x")],
        ignore_index=True,
    )
    with pytest.raises(InputError, match="one dyad"):
        charts.plot_postures(dt.measure_postures(both, documents=documents))


def test_all_dyads_at_a_glance_put_the_largest_move_first():
    shifts = build_table("shifts", [SHIFT, {**SHIFT, "shift_id": "b", "source": "CHN", "pressure_after": 0.5, "engagement_after": 0.2}])
    chart = charts.plot_dyads(shifts)
    assert chart.title == "2 dyads moved, IRN→ISR most"
    assert chart.alt.index("IRN→ISR") < chart.alt.index("CHN→ISR")
    assert charts.plot_dyads(shifts.iloc[:0]).title == "No dyad moved"


def test_who_moved_first_is_told_only_where_the_dates_allow():
    back = {**SHIFT, "shift_id": "b", "source": "ISR", "target": "IRN"}
    apart = build_table("shifts", [SHIFT, {**back, "date": "2016-09-01", "date_start": "2016-08-01", "date_end": "2016-10-01"}])
    overlap = build_table("shifts", [SHIFT, back])
    assert charts.plot_order(order_moves(apart, "IRN", "ISR"), apart).title == "IRN→ISR moved before the other 1 time, after it 0 times"
    assert "can't be told" in charts.plot_order(order_moves(overlap, "IRN", "ISR"), overlap).title
    assert "No two shifts" in charts.plot_order(order_moves(apart.iloc[:1], "IRN", "ISR"), apart.iloc[:1]).title
