"""A line's rule gives the days people expect, in local time (R8)."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar.recurrence import RuleNeverRuns, RuleNotUnderstood, checked, days
from core.shared.clock import at_local, local


def runs(rule: str, start: str, last: str, *, starts_minute: int = 9 * 60, first: str | None = None) -> list[str]:
    found = days(
        rule,
        season_from=date.fromisoformat(start),
        starts_minute=starts_minute,
        first_day=date.fromisoformat(first or start),
        last_day=date.fromisoformat(last),
    )
    return [day.isoformat() for day in found]


# Small cases of RFC 5545 on which four calendar libraries agree.
AGREED = [
    ("FREQ=DAILY;COUNT=3", "1997-09-02", ["1997-09-02", "1997-09-03", "1997-09-04"]),
    ("FREQ=DAILY;INTERVAL=10;COUNT=3", "1997-09-02", ["1997-09-02", "1997-09-12", "1997-09-22"]),
    ("FREQ=WEEKLY;COUNT=3", "1997-09-02", ["1997-09-02", "1997-09-09", "1997-09-16"]),
    ("FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH", "1997-09-02", ["1997-09-02", "1997-09-04", "1997-09-09", "1997-09-11"]),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997-08-05",
        ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"],
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997-08-05",
        ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"],
    ),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05", ["1997-09-05", "1997-10-03", "1997-11-07"]),
    ("FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-11-07", ["1997-11-07", "1997-12-05"]),
    (
        "FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU",
        "1997-09-07",
        ["1997-09-07", "1997-09-28", "1997-11-02", "1997-11-30"],
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007-01-15",
        ["2007-01-15", "2007-01-30", "2007-02-15", "2007-03-15", "2007-03-30"],
    ),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", ["1997-09-04", "1997-10-07", "1997-11-06"]),
    ("FREQ=YEARLY;COUNT=3;BYMONTH=6,7", "1997-06-10", ["1997-06-10", "1997-07-10", "1998-06-10"]),
    (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3",
        "1996-11-05",
        ["1996-11-05", "2000-11-07", "2004-11-02"],
    ),
]


@pytest.mark.parametrize(("rule", "start", "expected"), AGREED, ids=[rule for rule, _, _ in AGREED])
def test_a_rule_gives_the_days_on_which_calendar_libraries_agree(rule: str, start: str, expected: list[str]) -> None:
    assert runs(rule, start, expected[-1]) == expected


def test_only_the_days_asked_for_are_returned_yet_the_count_begins_with_the_season() -> None:
    assert runs("FREQ=DAILY;COUNT=5", "2027-01-04", "2027-02-01", first="2027-01-07") == ["2027-01-07", "2027-01-08"]


def test_every_second_week_keeps_its_beat_whatever_the_window() -> None:
    whole = runs("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2027-01-05", "2027-03-31")
    later = runs("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2027-01-05", "2027-03-31", first="2027-02-10")
    assert later == [day for day in whole if day >= "2027-02-10"]
    assert later


@pytest.mark.parametrize(
    ("until", "last_run"),
    [
        ("20270209", "2027-02-09"),  # a day is counted whole
        ("20270209T070000", "2027-02-09"),  # the wall clock, this minute included
        ("20270209T065959", "2027-02-08"),
        ("20270209T120000Z", "2027-02-09"),  # 07:00 in Québec
        ("20270209T115959Z", "2027-02-08"),
    ],
)
def test_until_is_a_day_a_wall_clock_time_or_a_moment(until: str, last_run: str) -> None:
    found = runs(f"FREQ=DAILY;UNTIL={until}", "2027-02-07", "2027-02-28", starts_minute=7 * 60)
    assert found[-1] == last_run


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "every tuesday", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;COUNT=0"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=x", "FREQ=DAILY;UNTIL=soon"),
        *("INTERVAL=2", "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY\nEXDATE:20270101", "FREQ=DAILY;UNTIL=20271345"),
        *("FREQ=DAILY;COUNT=99999999", "FREQ=DAILY;;COUNT=2", "FREQ=MONTHLY;BYMONTHDAY=99"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_with_a_sentence(wrong: str) -> None:
    with pytest.raises(RuleNotUnderstood):
        checked(wrong, season_from=date(2027, 1, 1))


def test_a_rule_that_gives_no_day_is_refused() -> None:
    with pytest.raises(RuleNeverRuns):
        checked("FREQ=DAILY;UNTIL=20261231", season_from=date(2027, 1, 1))
    assert checked("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", season_from=date(2096, 3, 1))  # 2100 is no leap year


def test_a_rule_is_kept_in_its_plain_form() -> None:
    assert checked(" rrule:freq=weekly; byday=tu,th; ", season_from=date(2027, 1, 1)) == "FREQ=WEEKLY;BYDAY=TU,TH"


@given(start=st.dates(date(2024, 1, 1), date(2030, 12, 31)), starts_minute=st.integers(0, 1439))
def test_a_daily_run_leaves_every_day_at_the_same_time_on_the_wall(start: date, starts_minute: int) -> None:
    found = days(
        "FREQ=DAILY",
        season_from=start,
        starts_minute=starts_minute,
        first_day=start,
        last_day=date.fromordinal(start.toordinal() + 400),
    )
    assert [day.toordinal() - start.toordinal() for day in found] == list(range(401))
    skipped_hour = range(2 * 60, 3 * 60)  # what the spring change takes out of the night
    for day in found:
        wall = local(at_local(day, starts_minute))
        if starts_minute not in skipped_hour:
            assert (wall.date(), wall.hour * 60 + wall.minute) == (day, starts_minute)


@pytest.mark.parametrize(
    ("before", "after", "utc_before", "utc_after"),
    [
        (date(2027, 3, 13), date(2027, 3, 14), 12, 11),  # spring: an hour less
        (date(2027, 11, 6), date(2027, 11, 7), 11, 12),  # autumn: an hour more
    ],
)
def test_seven_o_clock_stays_seven_o_clock_across_both_changes(
    before: date, after: date, utc_before: int, utc_after: int
) -> None:
    found = days("FREQ=DAILY", season_from=before, starts_minute=420, first_day=before, last_day=after)
    assert [at_local(day, 420) for day in found] == [
        datetime(before.year, before.month, before.day, utc_before, tzinfo=UTC),
        datetime(after.year, after.month, after.day, utc_after, tzinfo=UTC),
    ]


VECTORS = Path(os.environ.get("NAVETTE_TESTDATA", "/nowhere")) / "calendar" / "rrule_vectors_consensus.json"


@pytest.mark.skipif(not VECTORS.exists(), reason="NAVETTE_TESTDATA holds no recurrence vectors")
def test_all_agreed_vectors_with_daily_or_rarer_rules_at_wall_clock_times() -> None:
    compared = 0
    for vector in json.loads(VECTORS.read_text(encoding="utf-8")):
        if not _is_ours(vector["rrule"], vector["dtstart"]):
            continue
        start = datetime.fromisoformat(vector["dtstart"])
        expected = [datetime.fromisoformat(each).date() for each in vector["instances"]]
        found = days(
            vector["rrule"],
            season_from=start.date(),
            starts_minute=start.hour * 60 + start.minute,
            first_day=start.date(),
            last_day=max(expected),
        )
        assert found == expected, vector["comment"]
        compared += 1
    assert compared >= 50


def _is_ours(rule: str, start: str) -> bool:
    """Several runs a day, and starts given in UTC, are not what a line does."""
    several_a_day = ("SECONDLY", "MINUTELY", "HOURLY", "BYHOUR", "BYMINUTE")
    return not start.endswith("Z") and not any(word in rule for word in several_a_day)
