"""Charts: one `Chart` per question, finished with a title that states the finding, a measure, a source and a text
alternative.

Both axes of a posture run from 0 to 1. Pressure and engagement have one colour and one mark each (square, round),
everywhere. A gap stays a gap; fewer than five stories are a hollow mark without a band. A Chart shows itself in a
notebook and gives its SVG, which is the same on every run, to a page: `Chart.svg()`.
"""

import numpy as np
import pandas as pd
from matplotlib import rc_context

from detente.charts.figures import COLORS, ENDS, MARKS, SETTINGS, Chart, finish_chart
from detente.charts.planes import plot_plane
from detente.charts.timelines import count, plot_postures, tell_step
from detente.codebook import AXES

__all__ = ["Chart", "finish_chart", "plot_dyads", "plot_order", "plot_plane", "plot_postures"]

# More rows than this in one chart can't be read; the rest are counted at its foot.
MOST_ROWS = 30


def plot_dyads(shifts, *, title=None, source=None):
    """Return all dyads that moved, at a glance: one row a measured shift, its largest first, from hollow (before) to full (after).

    Pressure stands left, engagement right, both 0 to 1; the q-value is beside the name. At most thirty rows; the rest are counted.
    """
    moved = shifts[shifts["kind"].eq("measured")].copy()
    moved["size"] = sum((moved[f"{axis}_after"] - moved[f"{axis}_before"]).abs() for axis in AXES).astype(float)
    moved = moved.sort_values(["size", "shift_id"], ascending=[False, True])
    shown = moved.head(MOST_ROWS)
    with rc_context(SETTINGS):
        height = max(0.9, 0.3 * len(shown) + 0.3)
        chart = Chart(figsize=(9, height), dpi=72)
        panels = [chart.add_axes((x, 0.0, 0.3, 1.0)) for x in (0.32, 0.68)]
        for axes, axis in zip(panels, AXES, strict=False):
            axes.set(xlim=(-0.03, 1.03), ylim=(len(shown) - 0.5, -0.7), yticks=[], xticks=[0, 1])
            axes.set_xticklabels(ENDS[axis])
            axes.spines[["top", "right", "left"]].set_visible(False)
            axes.annotate(
                axis,
                (0.5, 0),
                xycoords="axes fraction",
                xytext=(0, -14),
                textcoords="offset points",
                ha="center",
                va="center",
                color=COLORS[axis],
                fontweight="bold",
            )
            for row, shift in enumerate(shown.to_dict("records")):
                before, after = float(shift[f"{axis}_before"]), float(shift[f"{axis}_after"])
                axes.plot([before, after], [row, row], color=COLORS[axis], linewidth=1.6, zorder=1)
                axes.plot(
                    [before],
                    [row],
                    MARKS[axis],
                    markerfacecolor=COLORS["paper"],
                    markeredgecolor=COLORS[axis],
                    markersize=5,
                )
                axes.plot([after], [row], MARKS[axis], color=COLORS[axis], markersize=5.5)
        for row, shift in enumerate(shown.to_dict("records")):
            panels[0].annotate(
                f"{shift['source']}→{shift['target']}   {shift['date']:%b %Y}   q {_p(shift['q_value'])}",
                (0, row),
                xycoords=("axes fraction", "data"),
                xytext=(-14, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                color=COLORS["ink"],
            )
        chart.foot = 0.45
    n_dyads = moved[["source", "target"]].drop_duplicates().shape[0]
    rest = f" {len(moved) - len(shown)} smaller shifts aren't shown." if len(moved) > len(shown) else ""
    lead = "" if moved.empty else f", {moved.iloc[0]['source']}→{moved.iloc[0]['target']} most"
    alt = " ".join(
        [
            f"{len(moved)} measured shifts of {n_dyads} dyads.",
            *(f"{shift['source']}→{shift['target']}: {tell_step(shift)}" for shift in shown.to_dict("records")),
        ]
    )
    return finish_chart(
        chart,
        title=title or (f"{count(n_dyads, 'dyad')} moved{lead}" if n_dyads else "No dyad moved"),
        alt=alt,
        left=0.02,
        measure="Mean position before (hollow) and after (full) each measured shift, 0 to 1; q: false discovery rate over all dyads tested",
        source=source or f"Source: {count(len(moved), 'measured shift')}.{rest} Weights are judgement: see the codebook.",
    )


def _p(value):
    return "none" if pd.isna(value) else "< 0.001" if value < 0.001 else f"{value:.3f}".rstrip("0")


def plot_order(moves, shifts, *, title=None, source=None):
    """Return who moved first: one row a shift of `moves` (see `detente.postures.moves`), its date interval a bar, its likeliest day a mark.

    Shifts whose intervals overlap can't be put in order, and the row says so. Order is not cause.
    """
    ids = list(dict.fromkeys([*moves["shift_id_a"], *moves["shift_id_b"]]))
    rows = shifts[shifts["shift_id"].isin(ids)].sort_values(["date", "shift_id"]).head(MOST_ROWS)
    with rc_context(SETTINGS):
        chart = Chart(figsize=(9, max(0.9, 0.32 * len(rows) + 0.3)), dpi=72)
        axes = chart.add_axes((0.14, 0.0, 0.8, 1.0))
        axes.set(ylim=(len(rows) - 0.5, -0.7), yticks=[])
        for row, shift in enumerate(rows.to_dict("records")):
            moved = max(AXES, key=lambda axis: abs(shift[f"{axis}_after"] - shift[f"{axis}_before"]))
            step = shift[f"{moved}_after"] - shift[f"{moved}_before"]
            axes.plot(
                [shift["date_start"], shift["date_end"] + pd.Timedelta(days=1)],
                [row, row],
                color=COLORS[moved],
                linewidth=6,
                alpha=0.35,
                solid_capstyle="butt",
            )
            axes.plot([shift["date"]], [row], MARKS[moved], color=COLORS[moved], markersize=6)
            axes.annotate(
                f"{shift['source']}→{shift['target']}",
                (0, row),
                xycoords=("axes fraction", "data"),
                xytext=(-10, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                color=COLORS["ink"],
            )
            axes.annotate(
                f"{moved} {step:+.2f}".replace("-", "−"),
                (shift["date_end"] + pd.Timedelta(days=1), row),
                xytext=(6, 0),
                textcoords="offset points",
                ha="left",
                va="center",
                color=COLORS[moved],
                fontsize=8,
            )
        axes.spines[["top", "right", "left"]].set_visible(False)
        if len(rows):
            axes.xaxis_date()
            axes.margins(x=0.12)
        else:
            axes.set_xticks([])
        chart.foot = 0.45
    told = [f"{m['source_a']}→{m['target_a']} {m['order']} against {m['source_b']}→{m['target_b']}" for m in moves.to_dict("records")]
    return finish_chart(
        chart,
        title=title or _title_order(moves),
        alt="Order of shifts. " + ("; ".join(told) + "." if told else "No two shifts lie near enough to compare."),
        left=0.02,
        measure="Likeliest day (mark) and date interval (bar) of each shift; overlapping intervals can't be put in order",
        source=source or f"Source: {count(len(rows), 'shift')}. Order is not cause.",
    )


def _title_order(moves):
    if not len(moves):
        return "No two shifts lie near enough to compare"
    counts = moves["order"].value_counts()
    pair = f"{moves.iloc[0]['source_a']}→{moves.iloc[0]['target_a']}"
    known = int(counts.get("first", 0)), int(counts.get("second", 0))
    if not sum(known):
        return f"Who moved first can't be told: the dates of {pair} and of the others overlap"
    return f"{pair} moved before the other {count(known[0], 'time')}, after it {count(known[1], 'time')}"


def plot_documents(documents, *, title=None, source=None):
    """Return how many stories and copies a corpus holds in each month; documents dated only to a year, or not at all, are counted beside.

    A story is one mark of ink, its copies a lighter one on top: what repeats adds no evidence.
    """
    dated = documents[documents["date_precision"].isin(["day", "month"])]
    n_coarse, n_undated = int(documents["date_precision"].eq("year").sum()), int(documents["date_start"].isna().sum())
    months = dated["date_start"].dt.to_period("M")
    firsts = ~dated.sort_values(["date_start", "document_id"]).duplicated("story_id").reindex(dated.index)
    stories, copies = months[firsts].value_counts(), months[~firsts].value_counts()
    span = pd.period_range(months.min(), months.max(), freq="M") if len(months) else pd.PeriodIndex([], freq="M")
    stories, copies = (counts.reindex(span, fill_value=0).to_numpy() for counts in (stories, copies))
    with rc_context(SETTINGS):
        chart = Chart(figsize=(9, 2.4), dpi=72)
        axes = chart.add_axes((0.06, 0.2, 0.9, 0.72))
        places = np.arange(len(span))
        axes.bar(places, stories, color=COLORS["ink"], width=0.8)
        axes.bar(places, copies, bottom=stories, color=COLORS["line"], width=0.8)
        step = max(1, len(span) // 8)
        axes.set_xticks(places[::step], [period.strftime("%b %Y") for period in span[::step]])
        axes.set_xlim(-0.8, max(len(span), 6) - 0.2)
        axes.yaxis.get_major_locator().set_params(integer=True)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
    n_stories, n_copies = int(stories.sum()), int(copies.sum())
    ends = [period.strftime("%B %Y") for period in (span[0], span[-1])] if len(span) else ["no dates"]
    when = " to ".join(dict.fromkeys(ends))
    silent = int((stories + copies == 0).sum())
    quiet = f", none in {count(silent, 'month')} of it" if silent else ""
    found = f"{n_stories} {'story' if n_stories == 1 else 'stories'} in {when}{quiet}"
    beside = "; ".join(f"{n} {words}" for n, words in ((n_coarse, "dated only to a year"), (n_undated, "undated")) if n)
    return finish_chart(
        chart, title=title or found[0].upper() + found[1:], source=source or f"Source: {count(len(documents), 'document')} as loaded.",
        measure=f"Stories a month (dark) and their copies (light, n = {n_copies})" + (f"; not shown: {beside}" if beside else ""),
        alt=f"Bars of documents a month. {found}. {n_copies} copies. {beside or 'All are dated to a month or a day'}.")
