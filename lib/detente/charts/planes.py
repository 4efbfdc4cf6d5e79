"""Planes: where one actor stands toward another, and where it stood before; engagement to the right, pressure upwards."""

from matplotlib import rc_context

from detente.charts.figures import COLORS, SETTINGS, Chart, finish_chart
from detente.codebook import load_codebook

# Half the length of "pressure →" written upright, as a share of the axis, and a little air.
NAME_ROOM = 0.16
# How far up or down an arrow must lead for words on that side to meet it.
ARROW_ROOM = 0.06


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
    for x, y, name, ha, va in (
        (0, 1, "coercive", "left", "top"),
        (1, 1, "dual-track", "right", "top"),
        (0, 0, "disengaged", "left", "bottom"),
        (1, 0, "conciliatory", "right", "bottom"),
    ):
        axes.annotate(
            name,
            (x, y),
            xytext=(8 if ha == "left" else -8, -8 if va == "top" else 8),
            textcoords="offset points",
            ha=ha,
            va=va,
            fontsize=9.5,
        )


def _scale_plane(axes, points, banded):
    """Name both axes and their ends; the levels of the points stand at the edge, and the line where an axis counts as high."""
    axes.annotate(
        "engagement →",
        (0.5, 0),
        xytext=(0, -8),
        textcoords="offset points",
        ha="center",
        va="top",
        color=COLORS["engagement"],
        fontweight="bold",
    )
    axes.annotate(
        "pressure →",
        (0, _clear_height(points)),
        xytext=(-12, 0),
        textcoords="offset points",
        ha="center",
        va="center",
        rotation=90,
        color=COLORS["pressure"],
        fontweight="bold",
    )
    for x, words, ha in ((0, "none", "left"), (1, "full", "right")):
        axes.annotate(words, (x, 0), xytext=(0, -8), textcoords="offset points", ha=ha, va="top")
    axes.annotate("1", (0, 1), xytext=(-5, 0), textcoords="offset points", ha="right", va="top")
    axes.annotate("0", (0, 0), xytext=(-5, 0), textcoords="offset points", ha="right", va="bottom")
    foot = (
        "crosses: 95 % bands; names go by the share of stories that are high"
        if banded
        else f"dashed: where an axis counts as high ({load_codebook().levels.high_value:.2f})"
    )
    axes.annotate(foot, (0.5, 0), xytext=(0, -24), textcoords="offset points", ha="center", va="top")
    for level in sorted({point["pressure"] for point in points}):
        if 0.06 < level < 0.94:
            axes.annotate(
                f"{level:.2f}".lstrip("0"),
                (0, level),
                xytext=(-5, 0),
                textcoords="offset points",
                ha="right",
                va="center",
            )


def _clear_height(points):
    """Return where on the upright axis its name is farthest from the levels written there."""
    levels = [point["pressure"] for point in points]
    return max((0.24, 0.5, 0.76), key=lambda at: (min((abs(at - level) for level in levels), default=1) > NAME_ROOM, -at))


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
            axes.annotate(
                "",
                (x1, y1),
                (x0, y0),
                zorder=3,
                arrowprops={
                    "arrowstyle": "->",
                    "color": color,
                    "linewidth": 1.2 if small else 2,
                    "shrinkA": size * 0.7,
                    "shrinkB": size * 0.8,
                },
            )
    for number, point in enumerate(points):
        past = point["past"]
        x, y = point["engagement"], point["pressure"]
        axes.plot(
            [x],
            [y],
            "o",
            markersize=size + (0 if past else 1),
            clip_on=False,
            zorder=4,
            markeredgecolor=COLORS["ink"],
            markerfacecolor=COLORS["paper"] if past else COLORS["ink"],
            markeredgewidth=1.4,
        )
        if small:
            continue
        above, ha, shift = _label_place(points, number)
        rise = 11
        if point.get("pressure_low") is not None:
            # Beside the cross, not on it.
            above, ha, shift, rise = True, ("right" if x > 0.8 else "left"), (-8 if x > 0.8 else 8), 4
        # Both words stand on the side that the arrow leaves free, at the foot of the plane always above the mark.
        others = [other["pressure"] - y for other in points if other is not point]
        high = y < 0.08 or any(step < -ARROW_ROOM for step in others)
        deep = not high and any(step > ARROW_ROOM for step in others)
        up = rise if above else -rise
        first, second = (10 + rise, rise) if high else (-rise, -rise - 10) if deep else (up, -up)
        bold = {"fontweight": "bold", "fontsize": 9.5, "color": COLORS["ink"]}
        for words, place, look in ((point["name"], first, bold), (f"{x:.2f}", second, {})):
            axes.annotate(
                words,
                (x, y),
                xytext=(shift, place),
                textcoords="offset points",
                ha=ha,
                va="bottom" if place > 0 else "top",
                zorder=5,
                **look,
            )


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
