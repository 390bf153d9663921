"""07:00 stays 07:00 (R8)."""

from datetime import UTC, date, datetime

import pytest

from core.shared import clock


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(date(2027, 3, 13), 12), (date(2027, 3, 14), 11), (date(2027, 11, 6), 11), (date(2027, 11, 7), 12)],
)
def test_seven_in_the_morning_stays_seven_across_both_changes(day: date, utc_hour: int) -> None:
    moment = clock.at_local(day, 7 * 60)
    assert (moment.hour, moment.tzinfo) == (utc_hour, UTC)
    assert clock.local(moment).hour == 7


def test_minutes_beyond_midnight_are_the_next_day() -> None:
    assert clock.local(clock.at_local(date(2027, 2, 1), 25 * 60)).date() == date(2027, 2, 2)


def test_the_clock_can_be_set_and_comes_back() -> None:
    past = datetime(2025, 1, 2, 3, tzinfo=UTC)
    with clock.set_to(past):
        assert clock.now() == past
        assert clock.today() == date(2025, 1, 1)  # still the evening before, in Québec
    assert clock.now() != past


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.set_to(datetime(2025, 1, 1)):
        pass
