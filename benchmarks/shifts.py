"""Speed of find_shifts and measure_postures, beside ruptures on the same series in the same run.

Prints one line per measurement: one dyad of 10,000 statements, all dyads of growing tables with the exponent of their
time, and the same monthly shares through PELT and kernel CPD with as many shuffled copies as find_shifts draws,
which is what a p-value would cost there.
"""

import argparse
import time

import numpy as np
import pandas as pd

from detente.codebook import weigh
from detente.postures.periods import measure_postures
from detente.postures.shifts import find_shifts
from detente.schema import build_table


def make_statements(n_statements, n_dyads, seed=0, n_days=1461):
    """Return statements spread over dyads and days, one per story; in every tenth dyad the posture shifts halfway."""
    rng = np.random.default_rng(seed)
    dyad, day = rng.integers(0, n_dyads, n_statements), rng.integers(0, n_days, n_statements)
    level = np.where((dyad % 10 == 0) & (day > n_days // 2), 0.7, 0.3)
    hostile = rng.random(n_statements) < level
    weights = {act: weigh(act) for act in ("THREATEN", "CONSULT")}
    act = np.where(hostile, "THREATEN", "CONSULT")
    dates = np.datetime64("2014-01-01") + day
    names = np.char.add("s", np.arange(n_statements).astype(str))
    return build_table(
        "statements",
        pd.DataFrame(
            {
                "statement_id": names,
                "document_id": names,
                "story_id": names,
                "outlet": "A",
                "date_start": dates,
                "date_end": dates,
                "source": np.char.add("A", dyad.astype(str)),
                "target": "ZZZ",
                "act": act,
                "frame": "current",
                "confidence": 0.9,
                "pressure": np.where(hostile, weights["THREATEN"][0], 0.0),
                "engagement": np.where(hostile, 0.0, weights["CONSULT"][1]),
            }
        ),
    )


def clock(action):
    """Return `(seconds, what the action returned)`."""
    start = time.perf_counter()
    returned = action()
    return time.perf_counter() - start, returned


def compare_one_dyad(n_statements, permutations):
    """Print the time for one dyad, and that of ruptures on its monthly shares, once and over the shuffled copies."""
    statements = make_statements(n_statements, 1)
    seconds, shifts = clock(lambda: find_shifts(statements, permutations=permutations))
    print(
        f"find_shifts, one dyad, {n_statements} statements, {permutations} permutations: "
        f"{seconds:.2f} s, {len(shifts)} shift"
    )
    try:
        import ruptures
    except ImportError:
        print("ruptures isn't installed: no comparison")
        return
    months = statements["date_start"].dt.to_period("M")
    shares = statements["pressure"].gt(0).groupby(months).mean().to_numpy(dtype=float)
    rng = np.random.default_rng(0)
    methods = {
        "PELT, l2": lambda values: ruptures.Pelt("l2", min_size=2, jump=1).fit(values).predict(pen=0.02),
        "kernel CPD": lambda values: ruptures.KernelCPD("rbf", min_size=2).fit(values[:, None]).predict(pen=3),
    }
    for name, method in methods.items():
        method(shares)
        once, _ = clock(lambda method=method: method(shares))
        many, _ = clock(lambda method=method: [method(rng.permutation(shares)) for _ in range(permutations)])
        print(
            f"ruptures {name}, the same {len(shares)} months: {once:.4f} s once, "
            f"{many:.2f} s for {permutations} permutations"
        )


def compare_sizes(sizes):
    """Print the time for all dyads of tables of growing size, 1,000 statements a dyad, and the exponent."""
    times = {"find_shifts": [], "measure_postures": []}
    for size in sizes:
        statements = make_statements(size, max(size // 1000, 1))
        times["find_shifts"].append(clock(lambda statements=statements: find_shifts(statements))[0])
        times["measure_postures"].append(clock(lambda statements=statements: measure_postures(statements))[0])
        print(
            f"all dyads of {size} statements: find_shifts {times['find_shifts'][-1]:.1f} s, "
            f"measure_postures {times['measure_postures'][-1]:.1f} s",
            flush=True,
        )
    for name, seconds in times.items():
        if len(sizes) > 1:
            print(
                f"{name}: time grows with the number of statements to the power "
                f"{np.polyfit(np.log(sizes), np.log(seconds), 1)[0]:.2f}"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=10_000)
    parser.add_argument("--permutations", type=int, default=1000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[30_000, 100_000, 300_000, 1_000_000])
    options = parser.parse_args()
    compare_one_dyad(options.statements, options.permutations)
    if options.sizes:
        compare_sizes(options.sizes)
