"""Timelines: one dyad's pressure and engagement period by period, its shifts, and how many stories stand behind them."""

import numpy as np
import pandas as pd
from matplotlib import rc_context

from detente.charts.figures import COLORS, ENDS, MARKS, SETTINGS, Chart, finish_chart
from detente.codebook import AXES, load_codebook
from detente.schema import InputError


def count(number, word):
    """Return a number with its word: "1 statement", "40 statements"."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def plot_postures(postures, shifts=None, *, title=None, source=None):
    """Return the timeline of one dyad: pressure above, engagement below, and how many stories stand behind each period.

    Bands are 95 %; a hollow mark is a period of fewer than five stories, a gap one in which nothing was said. A hairline is a
    shift: solid where measured, dotted where documents report it, with the shade of its date interval. A single period with
    statements is drawn as one bar a side across the days it may be from. `title` and `source` replace the computed ones.
    """
    dyads = postures[["source", "target"]].drop_duplicates()
    if len(dyads) != 1:
        raise InputError(
            f"a timeline shows one dyad, these postures hold {len(dyads)}; measure_postures(statements, source, target) gives one"
        )
    rows = postures.sort_values("period_start").reset_index(drop=True)
    spoken = rows[rows["n_stories"].gt(0).astype(bool)]
    shifts = None if shifts is None else shifts[shifts["source"].eq(dyads.iloc[0, 0]) & shifts["target"].eq(dyads.iloc[0, 1])]
    many = len(spoken) > 1
    with rc_context(SETTINGS):
        chart = Chart(figsize=(9, 4.6) if many else (5.6, 2.1), dpi=72)
        heights = (0.34, 0.34, 0.12) if many else (0.4, 0.4, 0)
        panels, top = [], 0.98
        for height in heights:
            if height:
                panels.append(chart.add_axes((0.1, top - height, 0.78, height) if many else (0.17, top - height, 0.64, height)))
                top -= height + (0.07 if many else 0.16)
        for axes, axis in zip(panels, AXES, strict=False):
            _draw_axis(axes, rows, spoken, axis)
            _draw_shifts(axes, shifts if many else None, axis, named=axis == "pressure")
        if many:
            _draw_stories(panels[2], rows)
        _share_dates(panels, rows)
        chart.foot = 0.42
    words = describe_timeline(rows, spoken, shifts)
    return finish_chart(
        chart,
        title=title or words["title"],
        measure=words["measure"],
        source=source or words["source"],
        alt=words["alt"],
    )


def _middle(rows):
    return rows["period_start"] + (rows["period_end"] - rows["period_start"]) / 2


def _draw_axis(axes, rows, spoken, axis):
    color, low, high = COLORS[axis], rows[f"{axis}_low"].astype(float), rows[f"{axis}_high"].astype(float)
    x, y = _middle(rows).to_numpy(), rows[axis].astype(float).to_numpy()
    axes.set(ylim=(-0.02, 1.02), yticks=[0, 1])
    axes.set_yticklabels(ENDS[axis], fontsize=8)
    axes.axhline(load_codebook().levels.high_value, color=COLORS["line"], linewidth=0.8, linestyle=(0, (2, 3)), zorder=0)
    if len(spoken) == 1:
        only = spoken.iloc[0]
        axes.plot(
            [only["period_start"], only["period_end"]],
            [float(only[axis])] * 2,
            color=color,
            linewidth=3,
            solid_capstyle="butt",
        )
    else:
        axes.fill_between(x, low, high, color=color, alpha=0.16, linewidth=0, zorder=1)
        axes.plot(x, y, color=color, linewidth=1.6, zorder=2)
        few = np.isfinite(y) & ~np.isfinite(low.to_numpy())
        lone = np.isfinite(y) & ~few & ~np.isfinite(np.r_[np.nan, y[:-1]]) & ~np.isfinite(np.r_[y[1:], np.nan])
        axes.plot(
            x[few],
            y[few],
            MARKS[axis],
            markersize=3.6,
            markerfacecolor=COLORS["paper"],
            markeredgecolor=color,
            linewidth=0,
            zorder=3,
        )
        axes.plot(x[lone], y[lone], MARKS[axis], markersize=3.6, color=color, linewidth=0, zorder=3)
    if len(spoken):
        last = spoken.iloc[-1]
        at = last["period_end"] if len(spoken) == 1 else _middle(spoken).iloc[-1]
        axes.annotate(
            f"{axis}\n{float(last[axis]):.2f}",
            (at, float(last[axis])),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            color=color,
            fontweight="bold",
            annotation_clip=False,
        )


def _draw_shifts(axes, shifts, axis, *, named):
    if shifts is None:
        return
    placed = []
    for shift in shifts[shifts["date"].notna()].to_dict("records"):
        measured = shift["kind"] == "measured"
        axes.axvspan(
            shift["date_start"],
            shift["date_end"] + pd.Timedelta(days=1),
            color=COLORS["quiet"],
            alpha=0.10 if measured else 0.06,
            linewidth=0,
            zorder=0,
        )
        if not measured and shift["date_start"] != shift["date_end"]:
            continue  # an interval that nobody narrowed down has no likeliest day
        axes.axvline(shift["date"], color=COLORS["ink"], linewidth=0.8, linestyle="-" if measured else ":", zorder=4)
        step = shift[f"{axis}_after"] - shift[f"{axis}_before"]
        near = sum(abs((shift["date"] - other).days) < 240 for other in placed)
        words = f"{shift['date']:%d %b %Y}".lstrip("0") + "\n" if named else ""
        axes.annotate(
            f"{words}{step:+.2f}".replace("-", "−"),
            (shift["date"], 1),
            xytext=(3, -2 - 22 * near),
            textcoords="offset points",
            ha="left",
            va="top",
            fontsize=7.5,
            color=COLORS["ink"],
            xycoords=("data", "axes fraction"),
        )
        placed.append(shift["date"])


def _draw_stories(axes, rows):
    width = (rows["period_end"] - rows["period_start"] + pd.Timedelta(days=1)) * 0.8
    counts = rows["n_stories"].astype(float)
    axes.bar(_middle(rows), counts, width=width, color=COLORS["quiet"], alpha=0.55, linewidth=0)
    axes.set(yticks=[0, int(counts.max())], ylim=(0, counts.max() * 1.05))
    axes.set_yticklabels(["", str(int(counts.max()))], fontsize=8)
    axes.annotate("stories", (1, 0.5), xycoords="axes fraction", xytext=(9, 0), textcoords="offset points", va="center")


def _share_dates(panels, rows):
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    start, end = rows["period_start"].min(), rows["period_end"].max()
    margin = max((end - start) * 0.02, pd.Timedelta(days=2))
    short = (end - start).days <= 45
    for axes in panels:
        axes.set_xlim(start - margin, end + margin)
        axes.spines[["top", "right"]].set_visible(False)
        if axes is not panels[-1]:
            axes.set_xticks([])
            axes.spines["bottom"].set_visible(False)
    if short:
        days = list(dict.fromkeys([start, end]))
        panels[-1].set_xticks(days, [f"{day.day} {day:%b %Y}" for day in days])
    else:
        locator = AutoDateLocator(minticks=3, maxticks=9)
        panels[-1].xaxis.set_major_locator(locator)
        panels[-1].xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))


def describe_timeline(rows, spoken, shifts):
    """Return title, measure, source and alt of a timeline, from the same rows that it draws."""
    source, target = rows.iloc[0][["source", "target"]]
    dyad, n_stories = f"{source}→{target}", int(rows["n_stories"].sum())
    measured = None if shifts is None else shifts[shifts["kind"].eq("measured")]
    span = f"{rows['period_start'].min():%B %Y} to {rows['period_end'].max():%B %Y}"
    if rows["period_start"].min().to_period("M") == rows["period_end"].max().to_period("M"):
        span = f"{rows['period_start'].min():%B %Y}"
    levels = " ".join(f"{axis.capitalize()} {_range(spoken[axis])}." for axis in AXES) if len(spoken) else ""
    if not len(spoken):
        title, alt = f"{dyad}: nothing was said", f"Timeline of {dyad}, {span}: nothing was said."
    elif len(spoken) == 1:
        title = f"{dyad}: one period with statements, so nothing to compare over time"
        alt = f"Timeline of {dyad}: statements in one period only, {span}. {levels}"
    else:
        if measured is None or not len(measured):
            title = f"{dyad}: {'no shift is measured' if shifts is not None else 'pressure and engagement over time'}"
            told = ""
        else:
            dates = ", ".join(f"{day:%B %Y}" for day in measured["date"])
            title = f"{dyad} shifted {'once' if len(measured) == 1 else f'{len(measured)} times'}: {dates}"
            told = " " + " ".join(tell_step(shift) for shift in measured.to_dict("records"))
        silent = len(rows) - len(spoken)
        alt = f"Timeline of {dyad}, {span}, {len(spoken)} periods with statements and {silent} without. {levels}{told}"
    n = count(int(rows["n_statements"].sum()), "statement")
    many = f"mean per period, 0 to 1; 95 % band from five stories; {span}"
    how = many if len(spoken) > 1 else "0 to 1; a bar spans the days it may be from"
    measure = f"Strongest statement of each story, {how}; n = {n_stories} {'story' if n_stories == 1 else 'stories'}"
    return {
        "title": title,
        "alt": alt,
        "measure": measure,
        "source": f"Source: {n} that count{'s' if n.startswith('1 ') else ''}, {span}. Weights are judgement: see the codebook.",
    }


def _range(values):
    low, high = float(values.min()), float(values.max())
    return f"{low:.2f}" if high - low < 0.005 else f"between {low:.2f} and {high:.2f}"


def tell_step(shift):
    steps = ", ".join(f"{axis} from {shift[f'{axis}_before']:.2f} to {shift[f'{axis}_after']:.2f}" for axis in AXES)
    return f"Shift about {shift['date']:%B %Y}: {steps}."
