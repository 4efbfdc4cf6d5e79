"""Statements made by hand: the seed article as an expert reads it, and histories whose answer is known."""

import numpy as np
import pandas as pd

from detente.codebook import quad_of, weigh
from detente.schema import build_table

FEBRUARY = (pd.Timestamp("2018-02-01"), pd.Timestamp("2018-02-28"))
# words, source, target, act, modifiers, further columns
SEED = [
    (
        "houden … weer de mogelijkheid open voor direct overleg",
        "USA",
        "PRK",
        "AGREE",
        ["agree.hedged"],
        {"change_stated": "first", "change_quote": "Voor het eerst sinds Donald Trump president is"},
    ),
    ("hij kansen ziet voor diplomatiek contact met Pyongyang", "USA", "PRK", "AGREE", ["agree.hedged"], {}),
    (
        "de druk op Noord-Korea onveranderd hoog blijft",
        "USA",
        "PRK",
        "THREATEN",
        ["threaten.continues"],
        {"held": "pressure"},
    ),
    ("de Noord-Koreaanse kern- en raketproeven", "PRK", "USA", "MOBILIZE", [], {"frame": "prior", "confidence": 0.4}),
    ("de dreiging met militair geweld door Trump", "USA", "PRK", "THREATEN", ["threaten.force"], {"frame": "prior"}),
    ("Pence heeft … met … Moon Jae-in gesproken", "USA", "KOR", "CONSULT", [], {}),
    (
        "Hij hield zich echter strikt afzijdig van de zus van Kim",
        "USA",
        "PRK",
        "REJECT",
        ["reject.avoidance"],
        {"confidence": 0.4},
    ),
    ("naar Zuid-Korea was gekomen … handen te schudden met Moon", "PRK", "KOR", "CONSULT", [], {}),
    ("zijn de twee overeengekomen dat", "USA", "KOR", "AGREE", [], {}),
    ("Zuid-Korea de eerste stappen zet", "KOR", "PRK", "AGREE", [], {}),
    (
        "Moon Noord-Korea duidelijk zal maken",
        "KOR",
        "PRK",
        "REQUEST",
        ["request.precondition"],
        {"frame": "hypothetical", "condition": "als het concrete stappen zet in de afbouw van het kernprogramma"},
    ),
    (
        "Moon Noord-Korea duidelijk zal maken, eigen voorwaarde",
        "USA",
        "PRK",
        "REQUEST",
        ["request.precondition"],
        {"condition": "als het concrete stappen zet in de afbouw van het kernprogramma"},
    ),
    ("mogelijkheden ziet voor direct overleg tussen Noord-Korea en de VS", "USA", "PRK", "AGREE", ["agree.hedged"], {}),
    ("tegelijkertijd maximale druk", "USA", "PRK", "THREATEN", ["threaten.continues"], {}),
    ("toenadering", "USA", "PRK", "AGREE", [], {}),
    (
        "Eerder stelde de VS de voorwaarde dat",
        "USA",
        "PRK",
        "REQUEST",
        ["request.precondition"],
        {"frame": "prior", "condition": "dat Pyongyang concrete concessies zou doen"},
    ),
    ("Als je wil praten, dan gaan we praten", "USA", "PRK", "AGREE", [], {"speech": "direct"}),
]


def build_statements(rows):
    """Return statements from dicts of what matters; ids, dates, frame and weights filled in where they aren't given."""
    filled = []
    for number, row in enumerate(rows):
        pressure, engagement = weigh(row["act"], row.pop("modifiers", ()))
        filled.append(
            {
                "statement_id": f"s{number:06d}",
                "document_id": row.get("story_id", f"d{number:06d}"),
                "story_id": f"d{number:06d}",
                "outlet": "Courant",
                "language": "nl",
                "source": "USA",
                "target": "PRK",
                "quad": quad_of(row["act"]),
                "pressure": pressure,
                "engagement": engagement,
                "frame": "current",
                "speech": "indirect",
                "confidence": 0.9,
                "coder": "by hand",
            }
            | row
        )
    table = build_table("statements", filled)
    return table


def build_seed_statements():
    """Return the seed article's statements as an expert reads them, in the order of the text."""
    rows = []
    for number, (words, source, target, act, modifiers, further) in enumerate(SEED):
        rows.append(
            {
                "statement_id": f"seed-{number:02d}",
                "document_id": "seed",
                "story_id": "seed",
                "quote": words,
                "start": number * 100,
                "end": number * 100 + len(words),
                "date_start": FEBRUARY[0],
                "date_end": FEBRUARY[1],
                "source": source,
                "target": target,
                "act": act,
                "modifiers": modifiers,
            }
            | further
        )
    return build_statements(rows)


def build_history(levels, *, per_month=12, seed=0, source="USA", target="PRK", start="2014-01"):
    """Return one dyad's statements month by month: THREATEN with that probability, else CONSULT, one per story."""
    rng, rows = np.random.default_rng(seed), []
    for month, level in zip(pd.period_range(start, periods=len(levels), freq="M"), levels, strict=True):
        for number in range(per_month):
            day = month.start_time.normalize() + pd.Timedelta(days=int(rng.integers(0, month.days_in_month)))
            name = f"{source}-{target}-{month}-{number}"
            rows.append(
                {
                    "statement_id": name,
                    "document_id": name,
                    "story_id": name,
                    "date_start": day,
                    "date_end": day,
                    "source": source,
                    "target": target,
                    "act": "THREATEN" if rng.random() < level else "CONSULT",
                }
            )
    return build_statements(rows)
