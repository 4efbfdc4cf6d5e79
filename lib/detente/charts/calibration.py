"""Calibration: what `benchmarks/calibration.py` measured on simulated histories, one row a scenario and method.

Columns: scenario, truth (none, step, episode …), method, runs, found (share of runs with a shift), standard_error,
coverage (of the 90 % date interval), coverage_error, median_days, seed.
"""

NOMINAL = 0.05


def plot_found(calibration, method="detente"):
    """Return a chart of the share of runs in which a shift was found, scenario by scenario, with two standard errors each way."""
    from matplotlib import rc_context

    from detente.charts.figures import COLORS, SETTINGS, Chart, finish_chart

    rows = calibration[calibration["method"].eq(method)].sort_values(["truth", "found"], key=_nothing_first, kind="stable")
    with rc_context(SETTINGS):
        chart = Chart(figsize=(9, 0.24 * len(rows) + 0.4), dpi=72)
        axes = chart.add_axes((0.42, 0.05, 0.53, 0.93))
        axes.set(xlim=(-0.02, 1.02), ylim=(len(rows) - 0.5, -0.6), xticks=[0, NOMINAL, 0.5, 1])
        axes.axvline(NOMINAL, color=COLORS["line"], linewidth=0.8)
        for number, row in enumerate(rows.to_dict("records")):
            color = COLORS["pressure"] if row["truth"] == "none" else COLORS["engagement"]
            spread = 2 * row["standard_error"]
            axes.plot([row["found"] - spread, row["found"] + spread], [number, number], color=color, linewidth=1.2)
            axes.plot(row["found"], number, marker="s" if row["truth"] == "none" else "o", color=color, markersize=5)
            axes.text(-0.05, number, row["scenario"], ha="right", va="center", fontsize=8)
        axes.set_yticks([])
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
    quiet = rows[rows["truth"].eq("none")]
    worst = quiet.loc[quiet["found"].idxmax()]
    words = f"at most {worst['found']:.1%} false alarms ({worst['scenario']})"
    return finish_chart(
        chart,
        title=f"Where nothing happens, {words}",
        measure=f"Share of simulated histories in which a shift is found, two standard errors each way; line: {NOMINAL}",
        source="Source: benchmarks/calibration.py. Squares: no shift planted. Circles: one planted.",
        alt=f"Shares by scenario. Where nothing was planted {words}. Planted shifts are found in "
        f"{rows[rows['truth'].ne('none')]['found'].min():.0%} to {rows[rows['truth'].ne('none')]['found'].max():.0%} of histories.",
    )


def _nothing_first(values):
    return values.eq("none").map({True: 0, False: 1}) if values.dtype == object or str(values.dtype) == "str" else values
