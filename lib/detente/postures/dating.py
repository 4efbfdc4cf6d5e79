"""Dates of a measured shift: the likeliest first day, and the interval in which it lies with nine chances in ten.

The scan works on coarse bins; here the stories around its candidate are looked at by the day. Each day's split has a
likelihood under the noise that the scan found, drift included; a flat prior over days makes it a probability, and the
shortest run of days that gathers 90 % is the interval.
"""

from itertools import pairwise

import numpy as np

from detente.postures.noise import weigh_splits
from detente.postures.series import adjust_outlets

COVERAGE = 0.9
# Days are merged beyond this many positions, which keeps the matrices small.
MOST_POSITIONS = 120
# Bins of the scan on each side that can still say something about the date.
WINDOW_BINS = 12


def locate_shift(stories, series, scan):
    """Return `(parts, shifts)`: the stories of each level, and one dict of day, low and high per boundary."""
    bounds = [int(series.starts[scan.first])]
    if scan.episode:
        bounds.append(int(series.starts[scan.stop]))
    length = np.median(series.ends - series.starts) + 1
    middle = ((stories["first_day"] + stories["last_day"]) / 2).to_numpy()
    shifts = []
    for number, bound in enumerate(bounds):
        start = max([middle.min(), bound - WINDOW_BINS * length, *bounds[:number]])
        stop = min([middle.max() + 1, bound + WINDOW_BINS * length, *bounds[number + 1 :]])
        shifts.append(locate_bound(stories[(middle >= start) & (middle < stop)], length, scan, bound))
    edges = [-np.inf, *(shift["day"] for shift in shifts), np.inf]
    parts = [stories[(middle >= low) & (middle < high)] for low, high in pairwise(edges)]
    return parts, shifts


def locate_bound(stories, length, scan, bound):
    """Return the day, low and high of one boundary from the stories around it."""
    first, last = stories["first_day"].to_numpy(), stories["last_day"].to_numpy()
    middle = (first + last) // 2
    width = max(1, -(-int(middle.max() - middle.min() + 1) // MOST_POSITIONS))
    _, position, counts = np.unique((middle - middle.min()) // width, return_inverse=True, return_counts=True)
    n_positions = len(counts)
    if n_positions < 2:
        return {"day": bound, "low": int(first.min()), "high": int(last.max())}
    starts, ends = np.full(n_positions, np.iinfo(np.int64).max), np.full(n_positions, np.iinfo(np.int64).min)
    np.minimum.at(starts, position, first)
    np.maximum.at(ends, position, last)
    times = np.bincount(position, weights=middle) / counts / length
    values, within, extra = adjust_outlets(stories, position, counts)
    logs = sum(
        weigh_splits(
            values[axis],
            times,
            counts.astype(float),
            within[axis],
            extra[axis],
            noise.memory,
            noise.drift,
            noise.weight,
        )
        for axis, noise in enumerate(scan.noises)
        if np.ptp(values[axis]) > 1e-12
    )
    # Two axes that mirror each other are one witness, not two.
    logs = logs / (1 + abs(scan.correlation) * (min(map(np.ptp, values)) > 1e-12))
    gaps = np.maximum(np.diff(starts), 1)
    mass = np.exp(logs - np.max(logs)) * gaps
    mass /= mass.sum()
    low, high = find_shortest(mass, gaps)
    best = low + int((mass / gaps)[low : high + 1].argmax())
    return {
        "day": int(starts[best + 1]),
        "low": int(min(starts[low] + 1, starts[low + 1])),
        "high": int(ends[high + 1]),
    }


def find_shortest(mass, lengths):
    """Return the first and last split of the shortest run that gathers COVERAGE."""
    sums, days = np.concatenate([[0.0], np.cumsum(mass)]), np.concatenate([[0], np.cumsum(lengths)])
    stops = np.searchsorted(sums, sums[:-1] + COVERAGE - 1e-12)
    possible = np.flatnonzero(stops < len(sums))
    if not len(possible):
        return 0, len(mass) - 1
    best = possible[np.argmin(days[stops[possible]] - days[possible])]
    return int(best), int(stops[best]) - 1
