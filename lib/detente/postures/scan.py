"""The scan: which step or episode explains most of a series, and how often noise alone would explain as much.

Positions are numbers of bins; a segment `[first, stop)` is half-open. The statistic of a candidate is the share of
the exposure-weighted variation that it explains, on the axis where it explains more: Pearson's form of the
quasi-binomial deviance, in which the axis' own dispersion cancels. Steps and episodes (up and down again) are each
measured against their own reference before the larger is taken, because there are twenty times as many episodes.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from detente.postures.noise import correlate, draw_noise, fit_noise, weigh_bins

# A level that lasts for fewer bins can't be told from one odd bin.
LEAST_SIDE = 3
# Shorter episodes than an eighth of the series are what remembered noise looks like.
EPISODE_SHARE = 8
# Below ten bins the noise around a shift can't be estimated.
LEAST_BINS = 10
# References: the quantile of the noise's largest step and episode. Episodes stand higher, which favours steps:
# noise has twenty times as many
# episodes to choose from, and a step is the commoner news.
STEP_QUANTILE, EPISODE_QUANTILE = 0.95, 0.98
# The first batch settles most dyads in which nothing happened: with a fifth of it above, p can't come out at 0.05.
FIRST_BATCH, SETTLED = 99, 20
# Fewer exceedances than this and the p-value is read from a fitted tail (Knijnenburg and others, 2009),
FEW, TAIL_SIZE = 10, 250
# but never below a thousandth of the resolution: further out the fitted tail is a guess.
TAIL_REACH = 1000


@dataclass(frozen=True)
class Scan:
    """The best candidate: its bins, its p-value, the noise around it, and the smallest step that could be found."""

    first: int
    stop: int
    episode: bool
    p_value: float
    noises: tuple
    correlation: float
    smallest_step: float


@cache
def list_candidates(n_bins, brief=False):
    """Return `(first, stop, is_step)`: levels that differ over `[first, stop)`; a step lasts to the end.

    `brief` gives the episodes that are too short for the ordinary scan, and no steps.
    """
    first, stop = np.triu_indices(n_bins + 1, 1)
    length, step = stop - first, stop == n_bins
    least = max(LEAST_SIDE, -(-n_bins // EPISODE_SHARE))
    inside = (first >= LEAST_SIDE) & (length >= LEAST_SIDE)
    if brief:
        kept = inside & (n_bins - stop >= LEAST_SIDE) & (length <= least)
    else:
        kept = inside & (step | ((n_bins - stop >= LEAST_SIDE) & (length >= least) & (n_bins - length >= least)))
    return first[kept], stop[kept], step[kept]


def measure_drops(values, exposure, first, stop):
    """Return how much of the weighted sum of squares each candidate explains: candidates × series."""
    total = exposure.sum()
    centred = values - (exposure @ values) / total
    sums = np.vstack([np.zeros(values.shape[1]), np.cumsum(exposure[:, None] * centred, axis=0)])
    ends = np.concatenate([[0.0], np.cumsum(exposure)])
    inside = ends[stop] - ends[first]
    drop = sums[stop]
    drop -= sums[first]
    np.square(drop, out=drop)
    drop /= (inside * (total - inside) / total)[:, None]
    return drop


def find_maxima(values, exposure, brief=False):
    """Return `(largest step, largest episode)` for each series; 0 where there are no candidates of the kind."""
    first, stop, step = list_candidates(len(exposure), brief)
    explained = measure_drops(values, exposure, first, stop)
    none = np.zeros(values.shape[1])
    return [explained[kind].max(axis=0) if kind.any() else none for kind in (step, ~step)]


def scan_series(series, permutations=999, seed=0, alpha=0.05, brief=False):
    """Return the Scan of a Series (see `series`), its p-value from `permutations` series of noise alone.

    The noise is estimated around the best candidate, or a shift would count as noise against itself. Both axes are
    drawn together, with the correlation that they have. `brief` looks for short episodes only.
    """
    exposure = weigh_bins(series.n_stories)
    first, stop, step = list_candidates(len(exposure), brief)
    drops = [measure_drops(values[:, None], exposure, first, stop)[:, 0] for values in series.values]
    sizes = [max(exposure @ (values - np.average(values, weights=exposure)) ** 2, 1e-12) for values in series.values]
    number = int(np.maximum(*(drop / size for drop, size in zip(drops, sizes, strict=True))).argmax())
    fits, bounds = fit_noise(
        series, [bound for bound in (int(first[number]), int(stop[number])) if bound < len(exposure)]
    )
    observed = np.maximum(*(drop / fit.variance for drop, fit in zip(drops, fits, strict=True)))
    design = np.greater_equal.outer(np.arange(len(exposure)), [0, *bounds]).astype(float)
    residuals = [remove_levels(values, design, exposure) for values in series.values]
    tallest = {
        kind: int(np.flatnonzero(mask)[observed[mask].argmax()])
        for kind, mask in enumerate((step, ~step))
        if mask.any()
    }
    correlation = correlate(residuals, exposure)
    rng = np.random.default_rng([seed, *series.key])
    maxima = np.empty((2, 0))
    for batch in (min(FIRST_BATCH, permutations), max(permutations - FIRST_BATCH, 0)):
        if not batch:
            break
        white = rng.standard_normal((2, len(exposure), batch))
        white[1] = correlation * white[0] + np.sqrt(1 - correlation**2) * white[1]
        # The observed drops are divided by an estimated variance, so the drawn ones are divided by one as uncertain.
        drawn = [
            np.array(find_maxima(draw_noise(fit, noise), exposure, brief))
            * (fit.freedom / rng.chisquare(fit.freedom, batch))
            for fit, noise in zip(fits, white, strict=True)
        ]
        maxima = np.hstack([maxima, np.maximum(*drawn)])
        references = np.maximum([np.quantile(maxima[0], STEP_QUANTILE), np.quantile(maxima[1], EPISODE_QUANTILE)], 1e-9)
        scores = {kind: observed[number] / references[kind] for kind, number in tallest.items()}
        best = max(scores, key=scores.get)
        noise_scores = (maxima / references[:, None]).max(axis=0)
        if (noise_scores >= scores[best] - 1e-12).sum() >= SETTLED:
            break
    chosen = tallest[best]
    return Scan(
        int(first[chosen]),
        int(stop[chosen]),
        best == 1,
        read_p_value(noise_scores, scores[best]),
        fits,
        correlation,
        find_smallest_step(exposure, fits, np.quantile(noise_scores, 1 - alpha) * references[0]),
    )


def remove_levels(values, design, exposure):
    """Return what a weighted fit of `design` leaves of `values`."""
    root = np.sqrt(exposure)
    return values - design @ np.linalg.lstsq(design * root[:, None], values * root, rcond=None)[0]


def find_smallest_step(exposure, fits, critical):
    """Return the smallest step in mid-series whose drop would reach the critical value, on the noisier axis."""
    return float(np.sqrt(critical * max(fit.variance for fit in fits) / (exposure.sum() / 4)))


def read_p_value(noise_scores, score):
    """Return the share of noise at or above `score`, itself counted; from a fitted tail where almost none is.

    The tail is a generalised Pareto, by probability-weighted moments (Hosking and Wallis, 1987), its shape not below
    zero, so that it never ends: without it the smallest p of 999 draws would be 0.001, and a thousand dyads tested
    together could show nothing.
    """
    above = int((noise_scores >= score - 1e-12).sum())
    n_draws = len(noise_scores)
    plain = (1 + above) / (1 + n_draws)
    if above >= FEW or n_draws < 2 * TAIL_SIZE:
        return plain
    ordered = np.sort(noise_scores)
    threshold = (ordered[-TAIL_SIZE - 1] + ordered[-TAIL_SIZE]) / 2
    excess = ordered[-TAIL_SIZE:] - threshold
    ranks = (np.arange(1, TAIL_SIZE + 1) - 0.35) / TAIL_SIZE
    mean, weighted = excess.mean(), (excess * (1 - ranks)).mean()
    if mean - 2 * weighted <= 1e-12:
        return plain
    shape = max(2 - mean / (mean - 2 * weighted), 0.0)
    scale = mean * (1 - shape)
    distance = (score - threshold) / scale
    tail = np.exp(-distance) if shape == 0 else (1 + shape * distance) ** (-1 / shape)
    return float(max(min(TAIL_SIZE / n_draws * tail, plain if above else 1.0), 1 / (TAIL_REACH * (1 + n_draws))))
