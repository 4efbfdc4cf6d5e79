"""Postures: statements come in; postures go out, one row a dyad and period, and shifts, one row per shift of a dyad."""

from detente.postures.calendars import check_period, first_days, number_periods, to_dates
from detente.postures.moves import order_moves
from detente.postures.periods import count_statements, measure_postures, measure_stories, name_posture
from detente.postures.positions import label_posture
from detente.postures.reported import LEAST_STEP, find_reported
from detente.postures.shifts import SCALES, describe_side, find_evidence, find_shifts
from detente.postures.tallies import measure_event_postures
from detente.postures.variations import vary_findings

__all__ = [
    "LEAST_STEP",
    "SCALES",
    "check_period",
    "count_statements",
    "describe_side",
    "find_evidence",
    "find_reported",
    "find_shifts",
    "first_days",
    "label_posture",
    "measure_event_postures",
    "measure_postures",
    "measure_stories",
    "name_posture",
    "number_periods",
    "order_moves",
    "to_dates",
    "vary_findings",
]
