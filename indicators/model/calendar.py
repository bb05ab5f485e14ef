"""Today and now: the one place that asks the clock."""

from datetime import UTC, date, datetime


def today() -> date:
    """Return the date of today, in universal time."""
    return datetime.now(UTC).date()


def this_year() -> int:
    """Return the year of today."""
    return today().year


def now() -> datetime:
    """Return this moment, in universal time."""
    return datetime.now(UTC)
