"""Numbers for periods of the calendar, and back: one integer per day, week, month, quarter or year.

Weeks begin on Monday. Plain NumPy, because dates may lie before 1677, where nanosecond timestamps end.
"""

import numpy as np

from detente.schema import InputError, nearest

PERIODS = ("day", "week", "month", "quarter", "year")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
# 1970-01-01 was a Thursday: three days after a Monday.
DAYS_SINCE_MONDAY = 3


def check_period(period, allowed=PERIODS):
    """Return `period` if it is one of those allowed; InputError that names the nearest where not."""
    if period not in allowed:
        raise InputError(f"unknown period {period!r}; {nearest(period, allowed)}")
    return period


def day_numbers(dates):
    """Return days since 1970-01-01 for a column of dates without nulls."""
    return np.asarray(dates, dtype="datetime64[D]").astype(np.int64)


def number_periods(days, period):
    """Return the number of the period in which each day (since 1970-01-01) lies."""
    days = np.asarray(days, dtype=np.int64)
    if period == "day":
        return days
    if period == "week":
        return (days + DAYS_SINCE_MONDAY) // 7
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // MONTHS[period]


def first_days(numbers, period):
    """Return the first day (since 1970-01-01) of each numbered period; the last is the next one's first minus one."""
    numbers = np.asarray(numbers, dtype=np.int64)
    if period == "day":
        return numbers
    if period == "week":
        return numbers * 7 - DAYS_SINCE_MONDAY
    return (numbers * MONTHS[period]).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def to_dates(days):
    """Return day numbers as a column of `datetime64[us]`."""
    return np.asarray(days, dtype=np.int64).astype("datetime64[D]").astype("datetime64[us]")
