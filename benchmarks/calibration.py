"""False alarms, power and coverage of find_shifts on simulated histories, beside change-point libraries.

One row per scenario and method in `benchmarks/tables/calibration.csv`: the share of runs with at least one shift at
p <= 0.05, its Monte-Carlo standard error, and for planted shifts how often the 90 % date interval held the true day.
All methods see the same histories: what the library is given as stories the others get as monthly shares.
Deterministic: run `python benchmarks/calibration.py --runs 500 --seed 1` for the committed table.
"""

import argparse
import csv
import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from detente.postures.calendars import day_numbers
from detente.postures.shifts import measure_dyad

TABLE = Path(__file__).parent / "tables" / "calibration.csv"
COLUMNS = [
    "scenario",
    "truth",
    "method",
    "runs",
    "found",
    "standard_error",
    "coverage",
    "coverage_error",
    "median_days",
    "seed",
]
N_MONTHS, STORIES, ALPHA = 48, 12, 0.05
LOW, HIGH = 0.3, 0.6
# Spread of the autocorrelated drift on the log-odds scale: at 0.5 a month's share of 0.3 wanders between 0.2 and 0.42.
DRIFT = 0.5
START = "2014-01"


@dataclass(frozen=True)
class Scenario:
    """How a history is made. `levels` is the chance of a hostile story per month, `bounds` the planted months."""

    name: str
    truth: str = "none"
    levels: tuple = (LOW,) * N_MONTHS
    bounds: tuple = ()
    memory: float = 0.0
    drift: float = 0.0
    volume: tuple = (1.0,) * N_MONTHS
    even: bool = False
    copies: bool = False
    month_only: bool = False
    outlets: dict = field(default_factory=dict)
    wrong: float = 0.0
    wave: float = 0.0
    wave_months: int = 12


def plant(first, stop=N_MONTHS):
    """Return levels that are high in `[first, stop)`."""
    return tuple(HIGH if first <= month < stop else LOW for month in range(N_MONTHS))


def list_scenarios():
    """Return all scenarios; what makes each is in its arguments."""
    jump = (1.0,) * 24 + (5.0,) * 24
    quiet = [
        Scenario("independent", even=True),
        Scenario("uneven"),
        Scenario("autocorrelated 0.6", memory=0.6, drift=DRIFT),
        Scenario("autocorrelated 0.6, twice the drift", memory=0.6, drift=2 * DRIFT),
        Scenario("autocorrelated 0.8", memory=0.8, drift=DRIFT),
        Scenario("volume jumps fivefold", volume=jump),
        Scenario("volume jumps fivefold, autocorrelated 0.6", volume=jump, memory=0.6, drift=DRIFT),
        Scenario("wire duplicates, 1 to 40 copies", copies=True),
        Scenario("month-only dates", month_only=True),
        Scenario("a source starts", outlets={"A": (0, 48, 0.0), "B": (24, 48, 1.2)}),
        Scenario("a source stops", outlets={"A": (0, 48, 0.0), "B": (0, 20, 1.2), "C": (0, 48, -0.5)}),
        Scenario("a third of the codings wrong", wrong=1 / 3),
        Scenario("seasonal wave of 12 months", wave=0.5),
        Scenario("seasonal wave of 24 months", wave=0.5, wave_months=24),
    ]
    step = [
        Scenario("step", "step", plant(24), (24,)),
        Scenario("step, autocorrelated 0.6", "step", plant(24), (24,), memory=0.6, drift=DRIFT),
        Scenario("step, autocorrelated 0.6, twice the drift", "step", plant(24), (24,), memory=0.6, drift=2 * DRIFT),
        Scenario("step, a third of the codings wrong", "step", plant(24), (24,), wrong=1 / 3),
        Scenario("step, month-only dates", "step", plant(24), (24,), month_only=True),
        Scenario("step, a source starts", "step", plant(24), (24,), outlets={"A": (0, 48, 0.0), "B": (12, 48, 1.2)}),
        Scenario("late step", "step", plant(40), (40,)),
    ]
    episodes = [
        Scenario(f"episode of {length} months", "episode", plant(16, 16 + length), (16, 16 + length))
        for length in (4, 6, 8, 12, 16, 24)
    ]
    episodes += [
        Scenario(
            "episode of 16 months, autocorrelated 0.6", "episode", plant(16, 32), (16, 32), memory=0.6, drift=DRIFT
        )
    ]
    return quiet + step + episodes


def simulate_stories(scenario, rng):
    """Return one history as `measure_stories` would: hostile stories at 0.6 pressure, others at 0.5 engagement."""
    months = pd.period_range(START, periods=N_MONTHS, freq="M")
    starts = day_numbers(months.to_timestamp())
    lengths = months.days_in_month.to_numpy()
    volume = STORIES * np.array(scenario.volume)
    counts = rng.poisson(volume if scenario.even else rng.gamma(4, volume / 4))
    noise = rng.standard_normal(N_MONTHS)
    drift = np.empty(N_MONTHS)
    drift[0] = noise[0]
    for month in range(1, N_MONTHS):
        drift[month] = scenario.memory * drift[month - 1] + np.sqrt(1 - scenario.memory**2) * noise[month]
    levels = np.array(scenario.levels)
    wave = scenario.wave * np.sin(2 * np.pi * np.arange(N_MONTHS) / scenario.wave_months + rng.uniform(0, 2 * np.pi))
    odds = np.log(levels / (1 - levels)) + scenario.drift * drift + wave
    month = np.repeat(np.arange(N_MONTHS), counts)
    outlet = np.full(len(month), "A", dtype=object)
    tilt = np.zeros(len(month))
    if scenario.outlets:
        names = list(scenario.outlets)
        live = np.array([[first <= m < stop for first, stop, _ in scenario.outlets.values()] for m in range(N_MONTHS)])
        share = live / live.sum(axis=1, keepdims=True)
        pick = (rng.random(len(month))[:, None] > share[month].cumsum(axis=1)).sum(axis=1)
        outlet = np.array(names, dtype=object)[pick]
        tilt = np.array([each[2] for each in scenario.outlets.values()])[pick]
    hostile = rng.random(len(month)) < 1 / (1 + np.exp(-(odds[month] + tilt)))
    mistaken = rng.random(len(month)) < scenario.wrong
    hostile = np.where(mistaken, rng.random(len(month)) < 0.5, hostile)
    first_day = starts[month] if scenario.month_only else starts[month] + rng.integers(0, lengths[month])
    last_day = first_day + lengths[month] - 1 if scenario.month_only else first_day
    return pd.DataFrame(
        {
            "first_day": first_day,
            "last_day": last_day,
            "outlet": outlet,
            "pressure": np.where(hostile, 0.6, 0.0),
            "engagement": np.where(hostile, 0.0, 0.5),
            "month": month,
        }
    )


def fold_copies(stories, rng):
    """Return the stories after each was copied 1 to 40 times over a week, and folded again by `measure_stories`."""
    from detente.postures.positions import measure_stories
    from detente.schema import build_table

    copies = stories.assign(story_id=[f"s{n}" for n in range(len(stories))])
    copies = copies.loc[copies.index.repeat(rng.integers(1, 41, len(copies)))].reset_index(drop=True)
    late = np.where(copies["story_id"].duplicated(), rng.integers(0, 8, len(copies)), 0)
    dates = (copies["first_day"] + late).to_numpy().astype("datetime64[D]")
    statements = build_table(
        "statements",
        pd.DataFrame(
            {
                "statement_id": [f"c{n}" for n in range(len(copies))],
                "document_id": [f"c{n}" for n in range(len(copies))],
                "story_id": copies["story_id"],
                "outlet": "A",
                "date_start": dates,
                "date_end": dates,
                "source": "AAA",
                "target": "BBB",
                "act": np.where(copies["pressure"] > 0, "THREATEN", "CONSULT"),
                "pressure": copies["pressure"],
                "engagement": copies["engagement"],
                "frame": "current",
                "confidence": 0.9,
            }
        ),
    )
    return measure_stories(statements)


def run_detente(stories, seed):
    """Return `[(day, low, high)]` of the shifts found at ALPHA."""
    found, _, _ = measure_dyad(stories, ("AAA", "BBB"), ALPHA, 999, seed)
    return [(shift["day"], shift["low"], shift["high"]) for shift in found]


def list_peers():
    """Return `{method: function from monthly shares to the months of its change points}` for the libraries at hand."""
    peers = {}
    try:
        import ruptures
    except ImportError:
        ruptures = None
    if ruptures:

        def pelt(shares):
            # The usual BIC penalty: twice the noise variance (from first differences) times the log of the length.
            sigma2 = max(np.median(np.abs(np.diff(shares))) / 0.6745 / np.sqrt(2), 1e-6) ** 2
            return (
                ruptures.Pelt("l2", min_size=2, jump=1).fit(shares).predict(pen=2 * sigma2 * np.log(len(shares)))[:-1]
            )

        def kernel(shares):
            return ruptures.KernelCPD("rbf", min_size=2).fit(shares[:, None]).predict(pen=3)[:-1]

        peers |= {"ruptures PELT, l2, BIC": pelt, "ruptures kernel CPD, penalty 3": kernel}
    try:
        import Rbeast
    except ImportError:
        Rbeast = None
    if Rbeast:

        def beast(shares):
            fit = Rbeast.beast(
                shares, season="none", quiet=True, print_progress=False, print_options=False, print_warning=False
            )
            places, chances = np.atleast_1d(fit.trend.cp), np.atleast_1d(fit.trend.cpPr)
            sure = np.isfinite(places) & (chances[: len(places)] >= 0.95)
            return [int(place) - 1 for place in places[sure]]

        peers["Rbeast, probability 0.95"] = beast
    return peers


def run_scenario(scenario, runs, seed, methods):
    """Return the rows of one scenario: the same simulated histories for every method."""
    months = pd.period_range(START, periods=N_MONTHS + 1, freq="M")
    days = day_numbers(months.to_timestamp())
    found = {method: [] for method in methods}
    covered, widths = [], []
    for run in range(runs):
        # Named by the scenario's own words, so that a scenario added later leaves the others' numbers as they are.
        rng = np.random.default_rng([seed, int(hashlib.sha256(scenario.name.encode()).hexdigest()[:8], 16), run])
        stories = simulate_stories(scenario, rng)
        given = fold_copies(stories, rng) if scenario.copies else stories
        for method, peer in methods.items():
            if peer is None:
                shifts = run_detente(given, run)
                found[method].append(bool(shifts))
                if scenario.bounds and shifts:
                    # The shift nearest to each planted day answers for it.
                    for bound in scenario.bounds:
                        day, low, high = min(shifts, key=lambda shift: abs(shift[0] - days[bound]))
                        covered.append(low <= days[bound] <= high)
                        widths.append(high - low + 1)
            else:
                shares = (
                    stories.assign(hostile=stories["pressure"] > 0)
                    .groupby("month")["hostile"]
                    .mean()
                    .reindex(range(N_MONTHS))
                    .interpolate(limit_direction="both")
                    .to_numpy()
                )
                found[method].append(len(peer(shares)) > 0)
    rows = []
    for method in methods:
        share, own = float(np.mean(found[method])), methods[method] is None
        cover = float(np.mean(covered)) if own and covered else None
        rows.append(
            {
                "scenario": scenario.name,
                "truth": scenario.truth,
                "method": method,
                "runs": runs,
                "found": round(share, 4),
                "standard_error": round(float(np.sqrt(share * (1 - share) / runs)), 4),
                "coverage": None if cover is None else round(cover, 4),
                "coverage_error": None
                if cover is None
                else round(float(np.sqrt(cover * (1 - cover) / len(covered))), 4),
                "median_days": float(np.median(widths)) if own and widths else None,
                "seed": seed,
            }
        )
    return rows


def main():
    """Write the table, or print it where `--out -` is given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", action="append", help="a scenario's name; all where none is given")
    parser.add_argument("--no-peers", action="store_true", help="detente alone")
    parser.add_argument("--jobs", type=int, default=1, help="processes; the table doesn't depend on it")
    parser.add_argument("--out", default=str(TABLE))
    options = parser.parse_args()
    names = [scenario.name for scenario in list_scenarios()]
    unknown = set(options.scenario or []) - set(names)
    if unknown:
        parser.error(f"unknown scenario {', '.join(sorted(unknown))}; there are: {'; '.join(names)}")
    scenarios = [scenario for scenario in list_scenarios() if not options.scenario or scenario.name in options.scenario]
    rows, start = [], time.perf_counter()
    tasks = [(scenario, options.runs, options.seed, options.no_peers) for scenario in scenarios]
    if options.jobs > 1:
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(options.jobs) as pool:
            results = list(pool.map(run_task, tasks))
    else:
        results = map(run_task, tasks)
    for found in results:
        rows += found
        for row in found:
            print(
                f"{time.perf_counter() - start:6.0f} s  {row['scenario']:45} {row['method']:32} {row['found']:.3f}"
                f" ± {row['standard_error']:.3f}"
                + (
                    f"  coverage {row['coverage']:.2f} in {row['median_days']:.0f} days"
                    if row["coverage"] is not None
                    else ""
                ),
                flush=True,
            )
    if options.out != "-":
        with open(options.out, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def run_task(task):
    """Return the rows of one scenario, given as a tuple: what a worker process is handed."""
    scenario, runs, seed, no_peers = task
    return run_scenario(scenario, runs, seed, {"detente": None} | ({} if no_peers else list_peers()))


if __name__ == "__main__":
    main()
