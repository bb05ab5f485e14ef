from datetime import UTC, datetime

from indicators.model.calendar import this_year, today
from indicators.web import app_state


def test_today_is_the_calendars() -> None:
    before, found, after = datetime.now(UTC).date(), today(), datetime.now(UTC).date()
    assert before <= found <= after
    assert this_year() == app_state.this_year() == today().year
