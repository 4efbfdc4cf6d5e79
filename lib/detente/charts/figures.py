"""Figures: what all charts share. A `Chart` is a matplotlib figure that knows its words and gives its SVG.

The SVG is the same on every run and machine, carries a text alternative, and takes its colours from the page that holds it.
"""

import io
import re
import textwrap

from matplotlib import rc_context
from matplotlib.figure import Figure

from detente.schema import InputError

COLORS = {
    "paper": "#fdfcfa",
    "ink": "#1d1c1a",
    "quiet": "#6a665f",
    "line": "#dcd7ce",
    "pressure": "#a63d1f",
    "engagement": "#1c6a75",
}
MARKS = {"pressure": "s", "engagement": "o"}
ENDS = {"pressure": ("no pressure", "force"), "engagement": ("no engagement", "full")}
# Widths are measured with the font that matplotlib brings along, so that the layout is the same on every machine; the
# reader's own fonts, which are narrower, draw the text.
MEASURED_FONT = "DejaVu Sans"
READER_FONTS = "system-ui, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', Arial, sans-serif"
SETTINGS = {
    "svg.hashsalt": "detente",
    "svg.fonttype": "none",
    "font.family": [MEASURED_FONT],
    "font.size": 9,
    "axes.edgecolor": COLORS["line"],
    "axes.linewidth": 0.8,
    "text.color": COLORS["quiet"],
    "xtick.color": COLORS["quiet"],
    "ytick.color": COLORS["quiet"],
    "axes.labelcolor": COLORS["quiet"],
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "xtick.major.size": 3,
    "ytick.major.size": 0,
}
TITLE_LINES = 2
# Characters of a 12 point title in an inch, in the widest font.
TITLE_CHARACTERS = 9.6


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
            self.savefig(
                buffer,
                format="svg",
                bbox_inches="tight",
                pad_inches=0.04,
                facecolor="none" if bare else COLORS["paper"],
                metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
            )
        return tidy_svg(buffer.getvalue(), self.alt, prefix, themed=bare)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"image/svg+xml": self.svg(), "text/plain": self.alt}


def tidy_svg(svg, alt, prefix, *, themed):
    """Return an SVG without prolog and metadata, with the reader's fonts, ids under `prefix` and a text alternative.

    `themed`: colours become the page's own variables, so that they follow it into the dark and onto paper.
    """
    svg = svg[svg.index("<svg") :]
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
        lines = lines[: TITLE_LINES - 1] + [textwrap.shorten(" ".join(lines[TITLE_LINES - 1 :]), room, placeholder=" …")]
    measures = textwrap.wrap(measure, int(room * 1.5))
    base = top + 0.16 + 0.16 * len(measures)
    words = [
        (base, "\n".join(lines), 12, "ink", "bold", "bottom"),
        (top + 0.1, "\n".join(measures), 8.5, "quiet", "normal", "bottom"),
        (bottom - getattr(chart, "foot", 0.5), textwrap.fill(source, int(room * 1.6)), 8, "quiet", "normal", "top"),
    ]
    for y, text, size, color, weight, side in words:
        chart.text(
            left,
            y / height,
            text,
            fontsize=size,
            color=COLORS[color],
            fontweight=weight,
            ha="left",
            va=side,
            linespacing=1.25,
            gid="words",
        )
    chart.title, chart.measure, chart.source, chart.alt = title, measure, source, alt
    return chart
