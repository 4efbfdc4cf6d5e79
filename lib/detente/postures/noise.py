"""The noise around a posture: how much of a series' ups and downs is sampling, how much a slow drift of the news.

A bin's mean is its level, plus a drift that remembers itself from bin to bin (autocorrelation `memory`, variance
`drift`), plus sampling noise that shrinks with the number of stories. Which memory and drift a series has can't be
known from a few dozen bins, so none is picked: each pair of a grid is weighed by its restricted likelihood, and all
that follows averages over them. Drift is in units of one story's variance.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

# Lag-one autocorrelation of the drift from bin to bin. Posture is never taken to wander without memory: with 0.3 in the
# grid, false alarms under autocorrelation 0.6 and twice the drift were .075, without it .03. Above 0.9, some fifty bins
# can't tell drift from a change of level.
MEMORIES = (0.5, 0.65, 0.8, 0.9)
# Drift variance over the sampling variance of an average bin, from hardly any to four times as much.
DRIFT_RATIOS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
# Settings with less than this weight are left out when dates are located: they can't move a 90 % interval.
LEAST_WEIGHT = 0.005
# Price of one more level, in logs of the number of bins: one for its height and two for its place, which is searched
# for (after Zhang and Siegmund's modified BIC, 2007).
MORE_BOUNDS = 1.5
MOST_BOUNDS = 6
# No story's value is known better than this: the codebook's weights stand a twentieth apart.
GRAIN = 0.05
# A level lasts at least three bins: see `scan`.
LEAST_LEVEL = 3


@dataclass(frozen=True)
class Noise:
    """The settings of one axis: memory, drift, the weight of each, and the Cholesky factors of their covariances.

    `variance` is that of a single story, known from `freedom` degrees.
    """

    memory: np.ndarray
    drift: np.ndarray
    weight: np.ndarray
    factors: np.ndarray
    variance: float
    freedom: float


def weigh_bins(n_stories):
    """Return each bin's weight: its number of stories, levelled off as if drift and sampling were equal on average.

    With plain exposure a jump in volume would leave the drift of the loud months to decide alone.
    """
    return 1 / (1 / n_stories + np.mean(1 / n_stories))


def list_settings(n_stories):
    """Return `(memory, drift)`: all pairs of the grid, drift scaled to an average bin's sampling variance."""
    memory, ratio = np.array([(memory, ratio) for memory in MEMORIES for ratio in DRIFT_RATIOS]).T
    return memory, ratio * np.mean(1 / n_stories)


def build_covariances(times, n_stories, memory, drift, extra):
    """Return one covariance per setting, for bins at `times` (in bins), in units of one story's variance.

    `extra` is the covariance that comes from estimating the outlets' own levels.
    """
    lag = np.abs(np.subtract.outer(times, times))[None]
    return drift[:, None, None] * memory[:, None, None] ** lag + np.diag(1 / n_stories) + extra


def whiten(values, times, n_stories, extra):
    """Return `(memory, drift, factors, white steps, white values)`: one of each per setting.

    Column b of the steps is 1 from bin b on, column 0 the overall level.
    """
    memory, drift = list_settings(n_stories)
    factors = np.linalg.cholesky(build_covariances(times, n_stories, memory, drift, extra))
    columns = np.column_stack([np.tril(np.ones((len(values), len(values)))), values])
    white = np.linalg.solve(factors, np.broadcast_to(columns, (len(memory), *columns.shape)))
    return memory, drift, factors, white[:, :, :-1], white[:, :, -1:]


def weigh_settings(whitened, bounds, n_stories, within, restricted=True):
    """Return `(log likelihood, variance of a story)` per setting when the level changes at each of `bounds`.

    `within` is the sum of squares of single stories around their bins' means: it tells sampling noise from drift.
    Restricted likelihoods compare settings, plain ones compare sets of bounds.
    """
    _, _, factors, steps, target = whitened
    levels = steps[:, :, [0, *bounds]]
    cross = levels.transpose(0, 2, 1) @ levels
    fitted = levels @ np.linalg.solve(cross, levels.transpose(0, 2, 1) @ target)
    residual = ((target - fitted) ** 2).sum(axis=(1, 2))
    log_size = 2 * np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
    freedom = n_stories.sum()
    if restricted:
        log_size = log_size + np.linalg.slogdet(cross)[1]
        freedom = freedom - levels.shape[2]
    variance = np.maximum((residual + within) / freedom, GRAIN**2)
    return -0.5 * log_size - 0.5 * freedom * np.log(variance), variance


def fit_noise(series, bounds):
    """Return one Noise per axis, estimated around the levels between `bounds` and further ones if there are.

    A series with several shifts would otherwise count all but the first as noise. A further bound is taken only
    where it makes the series likelier by MORE_BOUNDS per bound, which remembered noise rarely does.
    """
    exposure = series.n_stories
    centred = [values - np.average(values, weights=exposure) for values in series.values]
    # Two axes that mirror each other are one witness, not two.
    witnesses = 1 + abs(correlate(centred, exposure)) * (min(map(np.ptp, centred)) > 1e-12)
    axes = zip(series.values, series.extra, strict=True)
    whitened = [whiten(values, series.times, exposure, extra) for values, extra in axes]

    def judge(tried):
        logs = [
            weigh_settings(axis, tried, exposure, within, restricted=False)[0]
            for axis, within in zip(whitened, series.within, strict=True)
        ]
        return sum(log.max() + np.log(np.mean(np.exp(log - log.max()))) for log in logs) / witnesses

    price = MORE_BOUNDS * np.log(len(exposure))
    bounds = tried = sorted(bounds)
    best = judge(bounds)
    for _ in range(MOST_BOUNDS):
        extra_bound = find_next_bound(series, tried)
        if extra_bound is None:
            break
        tried = sorted([*tried, extra_bound])
        gain = judge(tried) - best - price * (len(tried) - len(bounds))
        if gain > 0:
            best, bounds = gain + best + price * (len(tried) - len(bounds)), tried
        elif len(tried) - len(bounds) >= 2:
            break
    noises = []
    for axis, within in zip(whitened, series.within, strict=True):
        log, variance = weigh_settings(axis, bounds, exposure, within)
        weight = np.exp(log - log.max())
        weight /= weight.sum()
        noises.append(
            Noise(axis[0], axis[1], weight, axis[2], float(weight @ variance), exposure.sum() - len(bounds) - 1)
        )
    return tuple(noises), bounds


def correlate(residuals, exposure):
    """Return the exposure-weighted correlation of the two axes' residuals; 0 where one of them doesn't vary."""
    sizes = [exposure @ values**2 for values in residuals]
    if min(sizes) <= 1e-12:
        return 0.0
    return float(np.clip(exposure @ (residuals[0] * residuals[1]) / np.sqrt(sizes[0] * sizes[1]), -0.99, 0.99))


def find_next_bound(series, bounds):
    """Return the bin at which one more change of level explains most, or null where no level can be divided."""
    exposure, best, found = weigh_bins(series.n_stories), 0.0, None
    edges = [0, *bounds, len(exposure)]
    totals = [max(exposure @ (values - np.average(values, weights=exposure)) ** 2, 1e-12) for values in series.values]
    for low, high in pairwise(edges):
        if high - low < 2 * LEAST_LEVEL:
            continue
        size = np.cumsum(exposure[low:high])
        gains = 0.0
        for values, total in zip(series.values, totals, strict=True):
            sums = np.cumsum(
                exposure[low:high] * (values[low:high] - np.average(values[low:high], weights=exposure[low:high]))
            )
            gains = gains + sums[:-1] ** 2 * size[-1] / (size[:-1] * (size[-1] - size[:-1])) / total
        inner = gains[LEAST_LEVEL - 1 : len(gains) - LEAST_LEVEL + 1]
        if len(inner) and inner.max() > best:
            best, found = inner.max(), low + LEAST_LEVEL + int(inner.argmax())
    return found


def draw_noise(noise, white):
    """Return series without a shift, one per column of `white` (standard normal), settings in proportion to weight."""
    n_series = white.shape[1]
    share = (np.arange(n_series) + 0.5) / n_series
    setting = np.minimum(np.searchsorted(np.cumsum(noise.weight), share), len(noise.weight) - 1)
    drawn = np.empty_like(white)
    for number in np.unique(setting):
        drawn[:, setting == number] = noise.factors[number] @ white[:, setting == number]
    return drawn


def weigh_splits(values, times, n_stories, within, extra, memory, drift, weight):
    """Return the log likelihood of a single split before each bin but the first, averaged over the noise settings."""
    kept = weight >= LEAST_WEIGHT * weight.max()
    memory, drift, weight = memory[kept], drift[kept], weight[kept]
    precision = np.linalg.inv(build_covariances(times, n_stories, memory, drift, extra))
    ones = precision.sum(axis=2)
    total = ones.sum(axis=1)
    centred = precision - ones[:, :, None] * ones[:, None, :] / total[:, None, None]
    projected = centred @ values
    rss = projected @ values
    # Sums over the bins before each split: of the projected values, and of the projected indicator with itself.
    before = np.cumsum(projected, axis=1)[:, :-1]
    size = np.diagonal(centred.cumsum(axis=1).cumsum(axis=2), axis1=1, axis2=2)[:, :-1]
    left = rss[:, None] - before**2 / np.maximum(size, 1e-12) + within
    log_det = np.linalg.slogdet(precision)[1]
    freedom = n_stories.sum() - 2
    logs = (
        (np.log(weight) + 0.5 * log_det - 0.5 * np.log(total))[:, None]
        - 0.5 * np.log(np.maximum(size, 1e-12))
        - 0.5 * freedom * np.log(np.maximum(left, 1e-9))
    )
    top = logs.max()
    return top + np.log(np.exp(logs - top).sum(axis=0) + 1e-300)
