"""Turning points of history found in coded event data, beside change-point libraries on the same series.

`python benchmarks/turning_points.py FOLDER` scores the tables that lie in FOLDER, a file each: gulf.csv, levant.csv,
balkans.csv (date, source, target, and a code of CAMEO or WEIS) and icews14.txt (source, relation, target, date between
tabs). A point is left out of n where its table is absent or its dyad silent for half a year each way.

A point is found where it lies in a shift's interval and the interval is at most 30 days wide, 10 where stories come
daily (on half the days of the half-year each way). Libraries give a day and no interval: theirs is the widest that is
allowed, with the day in its middle, and they see the bins that the scan chose; `near` judges this library by that
easier rule too. Points are `develop` or `unseen` by the parity of their digest.
"""

import argparse
import csv
import hashlib
import re
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from detente.events.loading import load_events
from detente.postures.calendars import day_numbers
from detente.postures.positions import measure_stories
from detente.postures.series import build_series, choose_period
from detente.postures.shifts import measure_dyad

POINTS = Path(__file__).with_name("turning_points.csv")
SCORES = Path(__file__).with_name("turning_points_scores.csv")
WIDEST, WIDEST_DAILY, AROUND = 30, 10, 182
# WEIS cue categories (McClelland) as the CAMEO roots nearest to them.
WEIS = dict(
    zip(
        (f"{number:02}" for number in range(1, 23)),
        "08 01 04 05 05 08 07 05 02 03 12 11 14 01 10 13 13 15 16 16 17 19".split(),
        strict=True,
    )
)
# What these tables call states that the library's list doesn't.
ALIASES = {"FRY": "SRB", "SLO": "SVN", "KSV": "XKX", "EEC": "EUU", "PAL": "PSE", "UNK": "GBR"}
# Kolmogorov's 5 % point for the largest of a cumulative sum of independent values, and the shortest part still divided.
CUSUM_CRITICAL, CUSUM_LEAST = 1.358, 10


def read_points():
    """Return the turning points, with `half` and `day` (since 1970-01-01)."""
    points = pd.read_csv(POINTS)
    keys = points["date"] + points["source"] + points["target"]
    odd = [int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2 for key in keys]
    return points.assign(half=np.where(odd, "unseen", "develop"), day=day_numbers(pd.to_datetime(points["date"])))


def translate_table(path, out):
    """Write a table's events as the library reads them: date, source, target, code."""
    with open(path, encoding="utf-8") as file:
        if path.suffix == ".txt":
            cells = (line.rstrip("\n").split("\t") for line in file)
            rows = [
                (date, *(re.sub(r".*\(([^()]*)\)$", r"\1", name) for name in (source, target)), relation)
                for source, relation, target, date in cells
            ]
        else:
            events = list(csv.DictReader(file))
            # CAMEO ends at 20, WEIS at 22: force.
            weis = any(row["code"].startswith("22") for row in events)
            rows = [
                (
                    row["date"],
                    *(ALIASES.get(row[side][:3], row[side]) for side in ("source", "target")),
                    WEIS.get(row["code"][:2]) if weis else row["code"],
                )
                for row in events
            ]
    pd.DataFrame(rows, columns=["date", "source", "target", "code"]).dropna().to_csv(out, index=False)


def read_stories(folder, name, dyads):
    """Return `{dyad: stories}` of one table; empty where it is absent."""
    paths = [path for path in (folder / f"{name}.csv", folder / f"{name}.txt") if path.exists()]
    if not paths:
        return {}
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / f"{name}.csv"
        translate_table(paths[0], out)
        statements, _ = load_events(out)
    return {dyad: measure_stories(statements[statements["source"].eq(dyad[0]) & statements["target"].eq(dyad[1])]) for dyad in dyads}


def split_by_cusum(values, start=0):
    """Return the places at which a cumulative sum leaves its 5 % band, part by part."""
    centred = values - values.mean()
    if len(values) < CUSUM_LEAST or centred.std() < 1e-9:
        return []
    sums = np.abs(np.cumsum(centred))[:-1] / (centred.std() * np.sqrt(len(values)))
    place = int(sums.argmax()) + 1
    if sums.max() < CUSUM_CRITICAL:
        return []
    return [*split_by_cusum(values[:place], start), start + place, *split_by_cusum(values[place:], start + place)]


def list_peers():
    """Return `{method: function from values to places}`; ruptures where it is installed."""
    peers = {"CUSUM, binary": split_by_cusum}
    try:
        import ruptures
    except ImportError:
        return peers

    def pelt(values):
        sigma2 = max(np.median(np.abs(np.diff(values))) / 0.6745 / np.sqrt(2), 1e-2) ** 2
        return ruptures.Pelt("l2", min_size=2, jump=1).fit(values).predict(pen=2 * sigma2 * np.log(len(values)))[:-1]

    def kernel(values):
        return ruptures.KernelCPD("rbf", min_size=2).fit(values[:, None]).predict(pen=3)[:-1]

    return {"ruptures PELT, l2, BIC": pelt, "ruptures kernel CPD, penalty 3": kernel} | peers


def find_all(stories, dyad, permutations):
    """Return `{method: [(day, low, high)]}` of one dyad: peers see the scan's own bins, pressure less engagement."""
    found, _, _ = measure_dyad(stories, dyad, 0.05, permutations, 0)
    shifts = {"detente": [(shift["day"], shift["low"], shift["high"]) for shift in found]}
    series = build_series(stories, choose_period(stories))
    values = series.values[0] - series.values[1]
    for method, peer in list_peers().items():
        shifts[method] = [(int(series.starts[place]), None, None) for place in peer(values)]
    return shifts


def score_points(folder, half, permutations):
    """Return one row per point and method: found, near, days, and what the dyad had of shifts a year."""
    points = read_points()
    points = points if half == "all" else points[points["half"].eq(half)]
    rows = []
    for name, own in points.groupby("data", sort=False):
        stories = read_stories(folder, name, set(zip(own["source"], own["target"], strict=True)))
        for dyad, wanted in own.groupby(["source", "target"], sort=False):
            table = stories.get(dyad)
            days = np.unique(table["first_day"]) if table is not None and len(table) else np.array([], dtype=int)
            known = [abs(days - day).min(initial=9999) <= AROUND for day in wanted["day"]]
            if not any(known):
                continue
            years = (days.max() - days.min() + 1) / 365.25
            for method, shifts in find_all(table, dyad, permutations).items():
                for point in wanted[known].to_dict("records"):
                    daily = (abs(days - point["day"]) <= AROUND).sum() >= AROUND
                    widest = WIDEST_DAILY if daily else WIDEST
                    near = any(abs(day - point["day"]) <= widest / 2 for day, _, _ in shifts)
                    holding = [high - low + 1 for _, low, high in shifts if low is not None and low <= point["day"] <= high]
                    within = min(holding, default=9999) <= widest if method == "detente" else near
                    rows.append(
                        {
                            "method": method,
                            "half": point["half"],
                            "date": point["date"],
                            "dyad": ":".join(dyad),
                            "daily": daily,
                            "found": within,
                            "near": near,
                            "days": min(holding, default=None),
                            "a_year": len(shifts) / years,
                        }
                    )
    return pd.DataFrame(rows)


def main():
    """Print each point, and the table; write the table where `--out` is given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("develop", "unseen", "all"), default="develop")
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--version", default="now", help="what the row of this library is called")
    parser.add_argument("--out", action="store_true", help=f"append the table to {SCORES.name}")
    options = parser.parse_args()
    rows = score_points(options.folder, options.half, options.permutations)
    if not len(rows):
        parser.error(f"no table of {options.folder} holds a point; see {POINTS.name} for what is looked for")
    print(rows[rows["method"].eq("detente")].drop(columns=["method"]).to_string(index=False))
    dyads = rows.drop_duplicates(["method", "dyad"]).groupby("method")["a_year"].mean()
    table = rows.groupby("method").agg(n=("found", "size"), found=("found", "mean"), near=("near", "mean"))
    table = table.assign(shifts_a_dyad_year=dyads).round(3).reset_index()
    table.insert(0, "half", options.half)
    table["method"] = table["method"].replace("detente", f"detente, {options.version}")
    print(table.to_string(index=False))
    if options.out:
        table.to_csv(SCORES, mode="a", index=False, header=not SCORES.exists())


if __name__ == "__main__":
    main()
