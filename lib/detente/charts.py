"""Charts: one `Chart` per question, finished with a title that states the finding, a measure, a source and a text alternative.

Both axes of a posture run from 0 to 1. Pressure and engagement have one colour and one mark each (square, round),
everywhere. A gap stays a gap; fewer than five stories are a hollow mark without a band. A Chart shows itself in a
notebook and gives its SVG, which is the same on every run, to a page: `Chart.svg()`.
"""
import io
import re
import textwrap

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from .codebook import AXES, load_codebook
from .schema import InputError

COLORS = {"paper": "#fdfcfa", "ink": "#1d1c1a", "quiet": "#6a665f", "line": "#dcd7ce", "pressure": "#a63d1f",
          "engagement": "#1c6a75"}
MARKS = {"pressure": "s", "engagement": "o"}
ENDS = {"pressure": ("no pressure", "force"), "engagement": ("no engagement", "full")}
# Widths are measured with the font that matplotlib brings along, so that the layout is the same on every machine; the
# reader's own fonts, which are narrower, draw the text.
MEASURED_FONT = "DejaVu Sans"
READER_FONTS = "system-ui, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', Arial, sans-serif"
SETTINGS = {"svg.hashsalt": "detente", "svg.fonttype": "none", "font.family": [MEASURED_FONT], "font.size": 9,
            "axes.edgecolor": COLORS["line"], "axes.linewidth": 0.8, "text.color": COLORS["quiet"],
            "xtick.color": COLORS["quiet"], "ytick.color": COLORS["quiet"], "axes.labelcolor": COLORS["quiet"],
            "axes.facecolor": "none", "savefig.facecolor": "none", "xtick.major.size": 3, "ytick.major.size": 0}
TITLE_LINES = 2
# Characters of a 12 point title in an inch, in the widest font.
TITLE_CHARACTERS = 9.6
# More rows than this in one chart can't be read; the rest are counted at its foot.
MOST_ROWS = 30


class Chart(Figure):
    """A matplotlib figure that knows its words: `title`, `measure`, `source`, `alt`."""

    title = measure = source = alt = ""

    def svg(self, *, bare=False, prefix="chart"):
        """Return the chart as SVG with its text alternative. `bare` leaves out the words that a page sets around it.

        `prefix` keeps the ids of several charts in one page apart. Colours are those of the page where it defines them.
        """
        buffer = io.StringIO()
        for text in self.texts:
            text.set_visible(not (bare and text.get_gid() == "words"))
        with rc_context(SETTINGS):
            self.savefig(buffer, format="svg", bbox_inches="tight", pad_inches=0.04,
                         facecolor="none" if bare else COLORS["paper"],
                         metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        return tidy_svg(buffer.getvalue(), self.alt, prefix, themed=bare)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"image/svg+xml": self.svg(), "text/plain": self.alt}


def tidy_svg(svg, alt, prefix, *, themed):
    """Return an SVG without prolog and metadata, with the reader's fonts, ids under `prefix` and a text alternative.

    `themed`: colours become the page's own variables, so that they follow it into the dark and onto paper.
    """
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = svg.replace(f"'{MEASURED_FONT}'", READER_FONTS).replace("font: bold", "font: 600")
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    if themed:
        for name, color in COLORS.items():
            svg = svg.replace(color, f"var(--{name})")
    label = alt.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)


def finish_chart(chart, *, title, measure, source, alt, left=None):
    """Return the chart with its words set: no chart is finished without all four.

    `title` states the finding and fits two lines; `measure` says what is measured, in what unit, when and how often;
    `source` is what it was made from; `alt` says in words what the picture shows.
    """
    for name, words in (("title", title), ("measure", measure), ("source", source), ("alt", alt)):
        if not str(words or "").strip():
            raise InputError(f"a chart needs its {name}; give it as {name}='…'")
    width, height = chart.get_size_inches()
    boxes = [axes.get_position() for axes in chart.axes]
    left = min(box.x0 for box in boxes) if left is None else left
    top = max(box.y1 for box in boxes) * height
    bottom = min(box.y0 for box in boxes) * height
    room = int(width * (1 - left) * TITLE_CHARACTERS)
    lines = textwrap.wrap(title, room)
    if len(lines) > TITLE_LINES:
        lines = lines[:TITLE_LINES - 1] + [textwrap.shorten(" ".join(lines[TITLE_LINES - 1:]), room, placeholder=" …")]
    measures = textwrap.wrap(measure, int(room * 1.5))
    base = top + 0.16 + 0.16 * len(measures)
    words = [(base, "\n".join(lines), 12, "ink", "bold", "bottom"), (top + 0.1, "\n".join(measures), 8.5, "quiet", "normal", "bottom"),
             (bottom - getattr(chart, "foot", 0.5), textwrap.fill(source, int(room * 1.6)), 8, "quiet", "normal", "top")]
    for y, text, size, color, weight, side in words:
        chart.text(left, y / height, text, fontsize=size, color=COLORS[color], fontweight=weight, ha="left", va=side,
                   linespacing=1.25, gid="words")
    chart.title, chart.measure, chart.source, chart.alt = title, measure, source, alt
    return chart


def plot_plane(findings, *, small=False):
    """Return the posture plane of some findings: where the source stands, and where it stood before.

    Engagement runs to the right, pressure upwards, both 0 to 1. A hollow mark is the earlier position, a full one the present; a
    thin cross is a 95 % band. `small` leaves only the marks and the corners, for a list of many.
    """
    plane = findings["plane"]
    with rc_context(SETTINGS):
        chart = Chart(figsize=(1.5, 1.4) if small else (4.6, 4.3), dpi=72)
        axes = chart.add_axes((0.02, 0.02, 0.96, 0.96) if small else (0.1, 0.12, 0.86, 0.86))
        axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        points = plane["points"]
        # A mean over stories is no story: the line where one counts as high would misplace it.
        banded = any(point.get("pressure_low") is not None for point in points)
        for line in () if banded else (axes.axvline, axes.axhline):
            line(load_codebook().levels.high_value, color=COLORS["line"], linewidth=0.8, linestyle=(0, (2, 3)))
        if not small:
            _name_corners(axes)
            _scale_plane(axes, points, banded)
        _mark_points(axes, points, small)
        chart.foot = 0.62
    return finish_words(chart, plane) if small else finish_chart(chart, **_words(plane))


def finish_words(chart, words):
    """Return a chart too small for words: the page says them; the text alternative stays."""
    chart.title, chart.measure, chart.source, chart.alt = (words[name] for name in ("title", "measure", "source", "alt"))
    return chart


def _words(entry):
    return {name: entry[name] for name in ("title", "measure", "source", "alt")}


def _name_corners(axes):
    for x, y, name, ha, va in ((0, 1, "coercive", "left", "top"), (1, 1, "dual-track", "right", "top"),
                               (0, 0, "disengaged", "left", "bottom"), (1, 0, "conciliatory", "right", "bottom")):
        axes.annotate(name, (x, y), xytext=(8 if ha == "left" else -8, -8 if va == "top" else 8), textcoords="offset points",
                      ha=ha, va=va, fontsize=9.5)


def _scale_plane(axes, points, banded):
    """Name both axes and their ends; the levels of the points stand at the edge, and the line where an axis counts as high."""
    axes.annotate("engagement \N{RIGHTWARDS ARROW}", (0.5, 0), xytext=(0, -8), textcoords="offset points", ha="center", va="top",
                  color=COLORS["engagement"], fontweight="bold")
    axes.annotate("pressure \N{RIGHTWARDS ARROW}", (0, 0.24), xytext=(-12, 0), textcoords="offset points", ha="center", va="center",
                  rotation=90, color=COLORS["pressure"], fontweight="bold")
    for x, words, ha in ((0, "none", "left"), (1, "full", "right")):
        axes.annotate(words, (x, 0), xytext=(0, -8), textcoords="offset points", ha=ha, va="top")
    axes.annotate("1", (0, 1), xytext=(-5, 0), textcoords="offset points", ha="right", va="top")
    axes.annotate("0", (0, 0), xytext=(-5, 0), textcoords="offset points", ha="right", va="bottom")
    foot = ("crosses: 95 % bands; names go by the share of stories that are high" if banded else
            f"dashed: where an axis counts as high ({load_codebook().levels.high_value:.2f})")
    axes.annotate(foot, (0.5, 0), xytext=(0, -24),
                  textcoords="offset points", ha="center", va="top")
    for level in sorted({point["pressure"] for point in points}):
        if 0.06 < level < 0.94:
            axes.annotate(f"{level:.2f}".lstrip("0"), (0, level), xytext=(-5, 0), textcoords="offset points", ha="right", va="center")


def _mark_points(axes, points, small):
    size = 5 if small else 8
    for point in points:
        for axis, across in (("engagement", True), ("pressure", False)):
            low, high = point.get(f"{axis}_low"), point.get(f"{axis}_high")
            if low is not None and high is not None:
                x, y = ([low, high], [point["pressure"]] * 2) if across else ([point["engagement"]] * 2, [low, high])
                axes.plot(x, y, color=COLORS[axis], linewidth=1.2, alpha=0.7, solid_capstyle="butt", zorder=2)
    if len(points) == 2:
        (x0, y0), (x1, y1) = [(point["engagement"], point["pressure"]) for point in points]
        steps = {"engagement": abs(x1 - x0), "pressure": abs(y1 - y0)}
        color = COLORS[max(steps, key=steps.get)] if min(steps.values()) < 0.05 else COLORS["quiet"]
        if abs(x1 - x0) + abs(y1 - y0) > 0.02:
            axes.annotate("", (x1, y1), (x0, y0), zorder=3, arrowprops={
                "arrowstyle": "->", "color": color, "linewidth": 1.2 if small else 2, "shrinkA": size * 0.7, "shrinkB": size * 0.8})
    for number, point in enumerate(points):
        past = point["past"]
        x, y = point["engagement"], point["pressure"]
        axes.plot([x], [y], "o", markersize=size + (0 if past else 1), clip_on=False, zorder=4, markeredgecolor=COLORS["ink"],
                  markerfacecolor=COLORS["paper"] if past else COLORS["ink"], markeredgewidth=1.4)
        if small:
            continue
        above, ha, shift = _label_place(points, number)
        rise = 11
        if point.get("pressure_low") is not None:
            # Beside the cross, not on it.
            above, ha, shift, rise = True, ("right" if x > 0.8 else "left"), (-8 if x > 0.8 else 8), 4
        axes.annotate(point["name"], (x, y), xytext=(shift, rise if above else -rise), textcoords="offset points", ha=ha,
                      va="bottom" if above else "top", color=COLORS["ink"], fontweight="bold", fontsize=9.5, zorder=5)
        axes.annotate(f"{x:.2f}", (x, y), xytext=(shift, -rise if above else rise), textcoords="offset points", ha=ha,
                      va="top" if above else "bottom", zorder=5)


def _label_place(points, number):
    """Return (above, alignment, shift) of a point's name, so that neighbours and edges don't collide."""
    point = points[number]
    x = point["engagement"]
    others = [other for place, other in enumerate(points) if place != number]
    near = [other for other in others if abs(other["engagement"] - x) < 0.16 and abs(other["pressure"] - point["pressure"]) < 0.14]
    if near:
        left = (x, number) < (near[0]["engagement"], 1 - number)
        return True, ("right" if left and x > 0.12 else "left"), (-2 if left and x > 0.12 else 2)
    if x < 0.06:
        return True, "left", -4
    return (True, "right", 4) if x > 0.94 else (True, "center", 0)


def plot_postures(postures, shifts=None, *, title=None, source=None):
    """Return the timeline of one dyad: pressure above, engagement below, and how many stories stand behind each period.

    Bands are 95 %; a hollow mark is a period of fewer than five stories, a gap one in which nothing was said. A hairline is a
    shift: solid where measured, dotted where documents report it, with the shade of its date interval. A single period with
    statements is drawn as one bar a side across the days it may be from. `title` and `source` replace the computed ones.
    """
    dyads = postures[["source", "target"]].drop_duplicates()
    if len(dyads) != 1:
        raise InputError(f"a timeline shows one dyad, these postures hold {len(dyads)}; measure_postures(statements, source, target) gives one")
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
        for axes, axis in zip(panels, AXES):
            _draw_axis(axes, rows, spoken, axis)
            _draw_shifts(axes, shifts if many else None, axis, named=axis == "pressure")
        if many:
            _draw_stories(panels[2], rows)
        _share_dates(panels, rows)
        chart.foot = 0.42
    words = describe_timeline(rows, spoken, shifts)
    return finish_chart(chart, title=title or words["title"], measure=words["measure"], source=source or words["source"], alt=words["alt"])


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
        axes.plot([only["period_start"], only["period_end"]], [float(only[axis])] * 2, color=color, linewidth=3, solid_capstyle="butt")
    else:
        axes.fill_between(x, low, high, color=color, alpha=0.16, linewidth=0, zorder=1)
        axes.plot(x, y, color=color, linewidth=1.6, zorder=2)
        few = np.isfinite(y) & ~np.isfinite(low.to_numpy())
        lone = np.isfinite(y) & ~few & ~np.isfinite(np.r_[np.nan, y[:-1]]) & ~np.isfinite(np.r_[y[1:], np.nan])
        axes.plot(x[few], y[few], MARKS[axis], markersize=3.6, markerfacecolor=COLORS["paper"], markeredgecolor=color, linewidth=0, zorder=3)
        axes.plot(x[lone], y[lone], MARKS[axis], markersize=3.6, color=color, linewidth=0, zorder=3)
    if len(spoken):
        last = spoken.iloc[-1]
        at = last["period_end"] if len(spoken) == 1 else _middle(spoken).iloc[-1]
        axes.annotate(f"{axis}\n{float(last[axis]):.2f}", (at, float(last[axis])), xytext=(9, 0), textcoords="offset points", va="center",
                      color=color, fontweight="bold", annotation_clip=False)


def _draw_shifts(axes, shifts, axis, *, named):
    if shifts is None:
        return
    placed = []
    for shift in shifts[shifts["date"].notna()].to_dict("records"):
        measured = shift["kind"] == "measured"
        axes.axvspan(shift["date_start"], shift["date_end"] + pd.Timedelta(days=1), color=COLORS["quiet"], alpha=0.10 if measured else 0.06, linewidth=0, zorder=0)
        if not measured and shift["date_start"] != shift["date_end"]:
            continue  # an interval that nobody narrowed down has no likeliest day
        axes.axvline(shift["date"], color=COLORS["ink"], linewidth=0.8, linestyle="-" if measured else ":", zorder=4)
        step = shift[f"{axis}_after"] - shift[f"{axis}_before"]
        near = sum(abs((shift["date"] - other).days) < 240 for other in placed)
        words = f"{shift['date']:%d %b %Y}".lstrip("0") + "\n" if named else ""
        axes.annotate(f"{words}{step:+.2f}".replace("-", "\N{MINUS SIGN}"), (shift["date"], 1), xytext=(3, -2 - 22 * near), textcoords="offset points", ha="left", va="top",
                      fontsize=7.5, color=COLORS["ink"], xycoords=("data", "axes fraction"))
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
    dyad, n_stories = f"{source}\N{RIGHTWARDS ARROW}{target}", int(rows["n_stories"].sum())
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
            told = " " + " ".join(_tell_step(shift) for shift in measured.to_dict("records"))
        silent = len(rows) - len(spoken)
        alt = f"Timeline of {dyad}, {span}, {len(spoken)} periods with statements and {silent} without. {levels}{told}"
    n = _count(int(rows["n_statements"].sum()), "statement")
    measure = (f"Strongest statement of each story, mean per period, 0 to 1; 95 % band from five stories; {span}; n = {n_stories} stories" if len(spoken) > 1 else
               f"Strongest statement of each story, 0 to 1; a bar spans the days it may be from; n = {n_stories} {'story' if n_stories == 1 else 'stories'}")
    return {"title": title, "alt": alt, "measure": measure, "source": f"Source: {n} that count{'s' if n.startswith('1 ') else ''}, {span}. Weights are judgement: see the codebook."}


def _count(number, word):
    return f"{number} {word}{'' if number == 1 else 's'}"


def _range(values):
    low, high = float(values.min()), float(values.max())
    return f"{low:.2f}" if high - low < 0.005 else f"between {low:.2f} and {high:.2f}"


def _tell_step(shift):
    steps = ", ".join(f"{axis} from {shift[f'{axis}_before']:.2f} to {shift[f'{axis}_after']:.2f}" for axis in AXES)
    return f"Shift about {shift['date']:%B %Y}: {steps}."


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
        for axes, axis in zip(panels, AXES):
            axes.set(xlim=(-0.03, 1.03), ylim=(len(shown) - 0.5, -0.7), yticks=[], xticks=[0, 1])
            axes.set_xticklabels(ENDS[axis])
            axes.spines[["top", "right", "left"]].set_visible(False)
            axes.annotate(axis, (0.5, 0), xycoords="axes fraction", xytext=(0, -14), textcoords="offset points", ha="center", va="center", color=COLORS[axis], fontweight="bold")
            for row, shift in enumerate(shown.to_dict("records")):
                before, after = float(shift[f"{axis}_before"]), float(shift[f"{axis}_after"])
                axes.plot([before, after], [row, row], color=COLORS[axis], linewidth=1.6, zorder=1)
                axes.plot([before], [row], MARKS[axis], markerfacecolor=COLORS["paper"], markeredgecolor=COLORS[axis], markersize=5)
                axes.plot([after], [row], MARKS[axis], color=COLORS[axis], markersize=5.5)
        for row, shift in enumerate(shown.to_dict("records")):
            panels[0].annotate(f"{shift['source']}\N{RIGHTWARDS ARROW}{shift['target']}   {shift['date']:%b %Y}   q {_p(shift['q_value'])}", (0, row),
                               xycoords=("axes fraction", "data"), xytext=(-14, 0), textcoords="offset points", ha="right", va="center", color=COLORS["ink"])
        chart.foot = 0.45
    n_dyads = moved[["source", "target"]].drop_duplicates().shape[0]
    rest = f" {len(moved) - len(shown)} smaller shifts aren't shown." if len(moved) > len(shown) else ""
    lead = "" if moved.empty else f", {moved.iloc[0]['source']}\N{RIGHTWARDS ARROW}{moved.iloc[0]['target']} most"
    alt = " ".join([f"{len(moved)} measured shifts of {n_dyads} dyads.", *(
        f"{shift['source']}\N{RIGHTWARDS ARROW}{shift['target']}: {_tell_step(shift)}" for shift in shown.to_dict("records"))])
    return finish_chart(chart, title=title or (f"{_count(n_dyads, 'dyad')} moved{lead}" if n_dyads else "No dyad moved"), alt=alt, left=0.02,
                        measure="Mean position before (hollow) and after (full) each measured shift, 0 to 1; q: false discovery rate over all dyads tested",
                        source=source or f"Source: {_count(len(moved), 'measured shift')}.{rest} Weights are judgement: see the codebook.")


def _p(value):
    return "none" if pd.isna(value) else "< 0.001" if value < 0.001 else f"{value:.3f}".rstrip("0")


def plot_order(moves, shifts, *, title=None, source=None):
    """Return who moved first: one row a shift of `moves` (see `detente.moves`), its date interval a bar, its likeliest day a mark.

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
            axes.plot([shift["date_start"], shift["date_end"] + pd.Timedelta(days=1)], [row, row], color=COLORS[moved], linewidth=6, alpha=0.35, solid_capstyle="butt")
            axes.plot([shift["date"]], [row], MARKS[moved], color=COLORS[moved], markersize=6)
            axes.annotate(f"{shift['source']}\N{RIGHTWARDS ARROW}{shift['target']}", (0, row), xycoords=("axes fraction", "data"), xytext=(-10, 0),
                          textcoords="offset points", ha="right", va="center", color=COLORS["ink"])
            axes.annotate(f"{moved} {step:+.2f}".replace("-", "\N{MINUS SIGN}"), (shift["date_end"] + pd.Timedelta(days=1), row), xytext=(6, 0),
                          textcoords="offset points", ha="left", va="center", color=COLORS[moved], fontsize=8)
        axes.spines[["top", "right", "left"]].set_visible(False)
        if len(rows):
            axes.xaxis_date()
            axes.margins(x=0.12)
        else:
            axes.set_xticks([])
        chart.foot = 0.45
    told = [f"{m['source_a']}\N{RIGHTWARDS ARROW}{m['target_a']} {m['order']} against {m['source_b']}\N{RIGHTWARDS ARROW}{m['target_b']}" for m in moves.to_dict("records")]
    return finish_chart(chart, title=title or _title_order(moves), alt="Order of shifts. " + ("; ".join(told) + "." if told else "No two shifts lie near enough to compare."),
                        left=0.02, measure="Likeliest day (mark) and date interval (bar) of each shift; overlapping intervals can't be put in order",
                        source=source or f"Source: {_count(len(rows), 'shift')}. Order is not cause.")


def _title_order(moves):
    if not len(moves):
        return "No two shifts lie near enough to compare"
    counts = moves["order"].value_counts()
    pair = f"{moves.iloc[0]['source_a']}\N{RIGHTWARDS ARROW}{moves.iloc[0]['target_a']}"
    known = int(counts.get("first", 0)), int(counts.get("second", 0))
    if not sum(known):
        return f"Who moved first can't be told: the dates of {pair} and of the others overlap"
    return f"{pair} moved before the other {_count(known[0], 'time')}, after it {_count(known[1], 'time')}"
