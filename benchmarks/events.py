"""Speed and memory of measure_event_postures on GDELT rows, beside pandas on fewer rows in the same run.

The rows are drawn, seeded, from what a GDELT 2 day looks like: three in ten name a state on both sides, dyads and codes
are skewed as a power of their rank, several rows share a story, and addresses have the length that they have there.
Prints one line per measurement. Every measurement is a process of its own, so that its peak memory is its own.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

# Shares of rows as in the sample: no actor but one, one state twice, or two states.
NO_TARGET, DOMESTIC = 0.45, 0.25
STATES = (
    "USA RUS CHN GBR FRA DEU IRN ISR SYR IRQ PRK KOR JPN IND PAK AFG TUR SAU EGY UKR PSE YEM LBN QAT ARE JOR ITA ESP POL "
    "AUS CAN MEX BRA VEN CUB COL ARG NGA ZAF KEN ETH SDN SSD SOM LBY TUN DZA MAR MLI NER VNM PHL IDN MYS SGP THA MMR KHM "
    "TWN HKG GRC CYP SRB BIH HRV BGR ROM HUN CZE AUT CHE BEL NLD SWE NOR FIN DNK EST LVA LTU BLR GEO ARM AZE KAZ UZB "
    "EUR AFR WST"
).split()
CODES = (
    "010 020 042 043 040 051 036 190 173 112 111 193 046 057 050 030 120 090 013 060 073 110 070 130 084 141 183 061 080 "
    "071 100 012 163 172 114 154 016 014 138 0211 1384 0871 085 161 072 180 195 113 128 053 174 062 125 037 045 026"
).split()
# How fast ranks fall off: the first of a hundred states takes about a tenth of all mentions.
SKEW = 1.1
ROWS_PER_STORY = 3


def draw(rng, items, n):
    """Return n numbers of items, the first likeliest."""
    weights = 1 / np.arange(1, len(items) + 1) ** SKEW
    return rng.choice(len(items), n, p=weights / weights.sum())


def write_rows(path, n_rows, seed=0, n_days=730, chunk=200_000):
    """Write n rows of 61 columns; the same seed writes the same bytes."""
    rng = np.random.default_rng(seed)
    days = [str(np.datetime64("2017-01-01") + day).replace("-", "") for day in range(n_days)]
    place = "4\tKyiv, Kyyiv, Misto, Ukraine\tUP\tUP12\t25133\t50.4333\t30.5167\t-1044367"
    with path.open("w", encoding="utf-8") as out:
        for start in range(0, n_rows, chunk):
            n = min(chunk, n_rows - start)
            source, target, code = draw(rng, STATES, n), draw(rng, STATES, n), draw(rng, CODES, n)
            kind, day = rng.random(n), np.sort(rng.integers(0, n_days, n))
            story = (start + np.arange(n)) // ROWS_PER_STORY
            for at in range(n):
                own = STATES[source[at]]
                other = "" if kind[at] < NO_TARGET else own if kind[at] < NO_TARGET + DOMESTIC else STATES[target[at]]
                event = CODES[code[at]]
                date = days[day[at]]
                out.write(
                    f"{410000000 + start + at}\t{date}\t{date[:6]}\t{date[:4]}\t{date[:4]}.1315\t"
                    f"{own}GOV\tGOVERNMENT OF {own}\t{own}\t\t\t\t\tGOV\t\t\t"
                    f"{other}\t{other}\t{other}\t\t\t\t\t\t\t\t1\t{event}\t{event[:3]}\t{event[:2]}\t1\t2.8\t5\t1\t5\t-4.4776119402985\t"
                    f"{place}\t{place}\t{place}\t{date}230000\t"
                    f"http://www.paper{story[at] % 997}.com/world/{date}/a-headline-of-the-usual-length-about-talks-{story[at]}\n"
                )


def measure_with_pandas(path):
    """Return how many cells the same numbers take in pandas: the plain way to write it."""
    import pandas as pd

    from detente.events.codes import resolve_actors, resolve_code

    columns = {0: "event_id", 1: "date", 7: "source", 17: "target", 26: "code", 60: "story"}
    rows = pd.read_csv(path, sep="\t", header=None, usecols=list(columns), dtype=str, quoting=3, keep_default_na=False)
    rows = rows.rename(columns=columns)
    for side in ("source", "target"):
        rows[side] = rows[side].map({given: (resolve_actors(given) or [None])[0] for given in rows[side].unique()})
    codes = {given: resolve_code([given]) for given in rows["code"].unique()}
    for part in ("act", "pressure", "engagement"):
        rows[part] = rows["code"].map({given: getattr(code, part) for given, code in codes.items()})
    rows = rows.dropna(subset=["source", "target", "act"])
    rows = rows[rows["source"] != rows["target"]].drop_duplicates("event_id")
    rows["day"] = pd.to_datetime(rows["date"], format="%Y%m%d")
    key = ["source", "target", "story"]
    rows["event"] = (rows["day"] - rows.groupby(key)["day"].transform("min")).dt.days // 15
    stories = rows.groupby([*key, "event"]).agg(day=("day", "min"), pressure=("pressure", "max"), engagement=("engagement", "max"))
    stories["month"] = stories["day"].dt.to_period("M")
    cells = stories.groupby(["source", "target", "month"])[["pressure", "engagement"]].mean()
    return len(cells), float(cells["pressure"].sum())


def run(kind, path):
    """Print seconds, processor seconds, peak megabytes, cells and their sum for one way of measuring, in this process."""
    start = time.perf_counter()
    if kind == "pandas":
        n_cells, total = measure_with_pandas(path)
    else:
        from detente.postures import measure_event_postures

        postures = measure_event_postures(path)
        spoken = postures[postures["n_stories"] > 0]
        n_cells, total = len(spoken), float(spoken["pressure"].sum())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # Processor seconds over both cores, start of Python included: what stays the same while others use the machine.
    print(time.perf_counter() - start, time.process_time(), peak, n_cells, total)


def main():
    """Generate the rows, measure each way in a process of its own, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--compared", type=int, default=1_000_000, help="rows that pandas is timed on")
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run(options.run[0], Path(options.run[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        seconds = {}
        for kind, n_rows in (("pandas", options.compared), ("detente", options.compared), ("detente", options.rows)):
            path = Path(folder) / f"{n_rows}.tsv"
            if not path.exists():
                write_rows(path, n_rows)
            told = subprocess.run([sys.executable, __file__, "--run", kind, str(path)], capture_output=True, text=True, check=True)
            took, busy, peak, n_cells, total = map(float, told.stdout.split())
            seconds[kind, n_rows] = took
            size = path.stat().st_size / 1e9
            print(
                f"{kind}: {n_rows:,} rows ({size:.1f} GB) to {n_cells:,.0f} months of dyads"
                f" in {took:.1f} s ({busy:.1f} s of processor), peak {peak:,.0f} MB",
                end=" ",
            )
            print(f"(sum {total:.6f})", flush=True)
        ratio = seconds["pandas", options.compared] / seconds["detente", options.compared]
        print(f"pandas takes {ratio:.1f} times as long on {options.compared:,} rows")


if __name__ == "__main__":
    main()
