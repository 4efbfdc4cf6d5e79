"""Series: one bin of the calendar per position, with how many stories it holds and where they stand on both axes.

Bins without stories have no position; `times` keeps their places. Values have the outlets' own levels taken out, as
far as outlets that report in the same bin tell them apart: a paper that starts to report is not a shift.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from detente.codebook import AXES
from detente.postures.calendars import PERIODS, first_days, number_periods

# More bins than this, and the scan's cost grows with no gain: dates are located on days afterwards.
MOST_BINS = 96
# For short episodes, where each bin holds at least ten stories on average: below that they drown in sampling noise.
MOST_BRIEF_BINS, LEAST_PER_BIN = 224, 10
# A period is fine enough only if this share of the stories is dated to one of it.
LEAST_FITTING = 0.8
# Outlets with a level of their own; smaller ones share one.
MOST_OUTLETS = 12
# How far outlets differ from one another: variance of their levels over that of single stories. With stories spread by
# 0.3 it is 0.15 each way, about the difference between a tabloid and an agency.
OUTLET_RATIO = 0.25


@dataclass(frozen=True)
class Series:
    """Binned stories of one dyad: see the module. `within` is the sum of squares inside bins, one per axis."""

    n_stories: np.ndarray
    times: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    values: tuple
    within: tuple
    extra: tuple
    period: str
    key: tuple
    n_left_out: int


def choose_period(stories, most_bins=MOST_BINS):
    """Return the finest period with at most `most_bins` bins over the stories, to which most of them are dated."""
    first, last = stories["first_day"].to_numpy(), stories["last_day"].to_numpy()
    for period in PERIODS:
        start, end = number_periods(first, period), number_periods(last, period)
        if end.max() - start.min() < most_bins and (start == end).mean() >= LEAST_FITTING:
            return period
    return PERIODS[-1]


def choose_brief_period(stories):
    """Return the finest period dense enough to look for short episodes in, or null where there is none."""
    period = choose_period(stories, MOST_BRIEF_BINS)
    number = number_periods(stories["first_day"], period)
    dense = len(stories) >= LEAST_PER_BIN * (number.max() - number.min() + 1)
    return period if dense and period in ("day", "week") else None


def build_series(stories, period, source="", target=""):
    """Return the Series of one dyad's stories; those dated to more than one bin are left out and counted."""
    number = number_periods(stories["first_day"], period)
    fitting = number == number_periods(stories["last_day"], period)
    stories, number = stories[fitting], number[fitting]
    bins, position, counts = np.unique(number, return_inverse=True, return_counts=True)
    values, within, extra = adjust_outlets(stories, position, counts)
    digest = hashlib.sha256(f"{source}>{target}".encode()).digest()
    return Series(
        counts.astype(float),
        bins - bins.min() if len(bins) else bins,
        first_days(bins, period),
        first_days(bins + 1, period) - 1,
        values,
        within,
        extra,
        period,
        (int.from_bytes(digest[:4], "big"),),
        int((~fitting).sum()),
    )


def adjust_outlets(stories, position, counts):
    """Return `(bin means, sums of squares within bins, covariances of the adjustment)`, one of each per axis.

    An outlet's level is its difference from others in the same bin, shrunk toward none as if outlets' levels varied
    by OUTLET_RATIO; what remains unknown of it goes into the covariance, so that a change of outlets without overlap
    isn't taken for a change of posture.
    """
    n_bins = len(counts)
    shares, inverse = None, None
    outlets = stories["outlet"].fillna("").to_numpy(dtype=object)
    names, sizes = np.unique(outlets.astype(str), return_counts=True)
    if len(names) > 1:
        large = names[np.argsort(-sizes, kind="stable")[: MOST_OUTLETS - 1]]
        member = np.column_stack([outlets == name for name in large]).astype(float)
        if len(names) > len(large):
            member = np.column_stack([member, 1 - member.sum(axis=1)])
        shares = (
            np.column_stack([np.bincount(position, weights=column, minlength=n_bins) for column in member.T])
            / counts[:, None]
        )
        apart = member - shares[position]
        inverse = np.linalg.inv(apart.T @ apart + np.eye(member.shape[1]) / OUTLET_RATIO)
    values, within, extra = [], [], []
    for axis in AXES:
        raw = stories[axis].to_numpy(dtype=float)
        means = np.bincount(position, weights=raw, minlength=n_bins) / counts
        spread = raw - means[position]
        if shares is None:
            extra.append(0.0)
        else:
            levels = inverse @ (apart.T @ spread)
            centred = shares - (counts @ shares) / counts.sum()
            means = means - centred @ levels
            spread = spread - apart @ levels
            extra.append(centred @ inverse @ centred.T)
        values.append(means)
        within.append(float(spread @ spread))
    return tuple(values), tuple(within), tuple(extra)
