"""How full each offer of storage is, as coordinators read it: spans of days that hold the same."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from core.access.rights import Member, Right, require
from core.database.doors import ReadSession
from core.shared.quantities import TemperatureClass
from core.storage.use_store import DayUsed, days_used


@dataclass(frozen=True, slots=True)
class UseSpan:
    """Consecutive days, both ends included, that offer and hold the same, in hundredths of a pallet."""

    first_day: date
    last_day: date
    offered: int
    used: int


@dataclass(frozen=True, slots=True)
class StorageLane:
    """One offer and how full it is, span after span."""

    offer_id: int
    site_name: str
    town: str
    temperature: TemperatureClass
    is_open: bool
    spans: tuple[UseSpan, ...]


def storage_use(session: ReadSession, member: Member, *, first_day: date, last_day: date) -> list[StorageLane]:
    """Return the offers that have a day between two days, by place (one query).

    Raises:
        SignInNeeded, NotAllowed: not a coordinator.
    """
    require(member, Right.coordinator)
    lanes = []
    for _id, same in groupby(days_used(session, first_day, last_day), key=lambda each: each.offer_id):
        days = list(same)
        one = days[0]
        lanes.append(
            StorageLane(one.offer_id, one.site_name, one.town, one.temperature, one.is_open, tuple(_spans(days)))
        )
    return lanes


def _spans(days: Iterable[DayUsed]) -> list[UseSpan]:
    spans: list[UseSpan] = []
    for each in days:
        last = spans[-1] if spans else None
        goes_on = last is not None and last.last_day + timedelta(days=1) == each.day
        if last is not None and goes_on and (last.offered, last.used) == (each.offered, each.used):
            spans[-1] = replace(last, last_day=each.day)
        else:
            spans.append(UseSpan(each.day, each.day, each.offered, each.used))
    return spans
