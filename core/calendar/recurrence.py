"""The days on which a line runs, from its rule (RRULE), as they are read on the network's wall clock (R8).

A rule repeats in local time, so a run at 07:00 stays at 07:00 across clock changes. The words are those of RFC 5545;
the days are counted by `dateutil`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import ClassVar

from dateutil.rrule import rrulestr

from core.shared.clock import local
from core.shared.errors import N_, Refusal

_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO"} | {
    "BYSETPOS"
}
_MOST_COUNT = 5_000
_LONG_ENOUGH = 9 * 366  # 29 February comes back within eight years
_LARGEST = {"BYMONTHDAY": 31, "BYMONTH": 12, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}


@dataclass(eq=False)
class RuleNotUnderstood(Refusal):
    """The repetition rule cannot be read."""

    rule: str
    sentence: ClassVar[str] = N_(
        "The repetition “%(rule)s” cannot be read. Choose the days of the week, or write a rule such as "
        "FREQ=WEEKLY;BYDAY=TU,TH."
    )


@dataclass(eq=False)
class RuleNeverRuns(Refusal):
    """The repetition rule is well formed and gives no day at all."""

    rule: str
    sentence: ClassVar[str] = N_(
        "The repetition “%(rule)s” gives no day at all in this season. Choose at least one day of the week or month."
    )


def checked(rule: str, *, season_from: date) -> str:
    """Return the rule in its plain form (capitals, no spaces, no `RRULE:` in front).

    Raises:
        RuleNotUnderstood: it is not a daily, weekly, monthly or yearly rule of RFC 5545.
        RuleNeverRuns: it gives no day in the years that follow the beginning of the season.
    """
    plain = re.sub(r"\s", "", str(rule)).upper().removeprefix("RRULE:").rstrip(";")
    last_day = season_from + timedelta(days=_LONG_ENOUGH)
    if not days(plain, season_from=season_from, starts_minute=0, first_day=season_from, last_day=last_day):
        raise RuleNeverRuns(rule=plain)
    return plain


def days(rule: str, *, season_from: date, starts_minute: int, first_day: date, last_day: date) -> list[date]:
    """Return the local days of the runs from `first_day` to `last_day`, both included.

    The rule is counted from `season_from` (its DTSTART) at `starts_minute` after local midnight. An UNTIL with a `Z`
    is a moment in UTC, without it a moment or a day on the wall clock.

    Raises:
        RuleNotUnderstood: the rule cannot be read.
    """
    begin = datetime.combine(season_from, time.min) + timedelta(minutes=starts_minute)
    until = datetime.combine(last_day, time.max)
    try:
        parts = _parts(rule)
        count = int(parts.pop("COUNT", _MOST_COUNT))
        if "UNTIL" in parts:
            until = min(until, _until(parts.pop("UNTIL")))
        if not 0 < count <= _MOST_COUNT or int(parts.get("INTERVAL", "1")) < 1:
            raise RuleNotUnderstood(rule=rule)
        text = ";".join(f"{name}={value}" for name, value in parts.items())
        runs = rrulestr(f"{text};UNTIL={until:%Y%m%dT%H%M%S}", dtstart=begin)
        return [run.date() for run in islice(runs, count) if run.date() >= first_day]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as fault:
        raise RuleNotUnderstood(rule=rule) from fault


def _parts(rule: str) -> dict[str, str]:
    pairs = [(part.partition("=")[0], part.partition("=")[2]) for part in rule.split(";")]
    parts = dict(pairs)
    if len(parts) != len(pairs) or not parts.keys() <= _PARTS or parts.get("FREQ") not in _FREQUENCIES:
        raise RuleNotUnderstood(rule=rule)
    for name in parts.keys() & _LARGEST.keys():
        # dateutil would look for a 99th of the month until the year 9999
        if any(not 1 <= abs(int(number)) <= _LARGEST[name] for number in parts[name].split(",")):
            raise RuleNotUnderstood(rule=rule)
    return parts


def _until(text: str) -> datetime:
    """Return the last moment of a rule as the wall clock shows it (naive)."""
    if len(text) == len("20270131"):
        return datetime.combine(date.fromisoformat(text), time.max)
    moment = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall-clock value on purpose
    return local(moment.replace(tzinfo=UTC)).replace(tzinfo=None) if text.endswith("Z") else moment
