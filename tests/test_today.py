from datetime import UTC, datetime

from indicators import site
from indicators.today import this_year, today


def test_today_is_the_calendars() -> None:
    before, found, after = datetime.now(UTC).date(), today(), datetime.now(UTC).date()
    assert before <= found <= after
    assert this_year() == site.this_year() == today().year
