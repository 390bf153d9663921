"""Lives the past: every act at its moment, week after week, with the clock set back, up to now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from core.compensation.actions import close_departure
from core.database.doors import WriteSession, writing
from core.demo.demand import Wanted, chance, wanted_on
from core.demo.sources import flows
from core.demo.stage import Run, Stage
from core.lines.actions import set_driver
from core.lines.kinds import DepartureKind
from core.reservations import actions as reservations
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.periods import week_start

_SHARE_BY_YEARS_AGO = (1.0, 0.7, 0.6)  # the network grows: fewer partners shared in its first year
_WAITS_IF_FULL_SHARE = 0.7
_TAKES_A_PART_SHARE = 0.25
_DRIVERS_NAMED_WEEKS_AHEAD = 4


@dataclass(order=True, frozen=True, slots=True)
class Event:
    """Something somebody does at a moment; equal moments happen in the order of their names."""

    at: datetime
    name: str
    act: Callable[[WriteSession], None] = field(compare=False)


def live(stage: Stage, events: Iterable[Event], told: Callable[[date, float], None]) -> None:
    """Let every event up to now happen, one transaction a week; tell each week as it is over."""
    span = stage.span
    past = sorted(event for event in events if event.at <= span.now)
    weeks = max(1, (span.today - span.first_day).days // 7)
    for monday, in_week in groupby(past, key=lambda event: week_start(clock.local(event.at).date())):
        with writing() as session:
            for event in in_week:
                with clock.set_to(event.at):
                    event.act(session)
        told(monday, min(1.0, (monday - span.first_day).days / 7 / weeks))


def bookings(stage: Stage) -> Iterator[Event]:
    """Yield what partners reserve, and later give up, on the fixed lines."""
    usual = {code: [flow for flow in flows() if flow.line == code] for code in stage.lines}
    for run in stage.runs:
        if run.kind is DepartureKind.fixed:
            wanted = wanted_on(stage.span.seed, run.line, run.day, usual[run.line], growth=_growth(stage, run.day))
            for number, each in enumerate(wanted):
                yield from _booking(stage, run, each, f"{run.line}-{run.day:%Y%m%d}-{number}")


def closings(stage: Stage) -> Iterator[Event]:
    """Yield the closing of every departure, the morning after, and the end of offers nobody took, every morning."""
    for run in stage.runs:
        if run.kind is DepartureKind.fixed:
            yield Event(clock.at_local(run.day + timedelta(days=1), 9 * 60), f"close {run.line}", _closing(stage, run))
    for weeks in range((stage.span.today - stage.span.first_day).days // 7 + 1):
        monday = week_start(stage.span.first_day) + timedelta(weeks=weeks)
        yield Event(clock.at_local(monday, 7 * 60), "expire", _expire)


def name_drivers(session: WriteSession, stage: Stage) -> None:
    """Give the departures of the coming weeks their driver, the two of them on the days with two runs."""
    until = stage.span.today + timedelta(weeks=_DRIVERS_NAMED_WEEKS_AHEAD)
    ahead = [run for run in stage.runs if stage.span.today < run.day <= until and run.closes_at > stage.span.now]
    for _day, runs in groupby(ahead, key=lambda run: run.day):
        for run, driver in zip(runs, stage.drivers, strict=False):
            set_driver(session, stage.coordinator, departure_id=run.departure_id, person_id=driver.person_id)


def _growth(stage: Stage, day: date) -> float:
    years_ago = max(0, (stage.span.today - day).days // 365)
    return _SHARE_BY_YEARS_AGO[min(years_ago, len(_SHARE_BY_YEARS_AGO) - 1)]


def _booking(stage: Stage, run: Run, wanted: Wanted, name: str) -> Iterator[Event]:
    """Yield the reservation, and its cancellation if the partner gives it up."""
    made: list[int] = []
    opened = clock.at_local(stage.span.first_day, 13 * 60)
    member = stage.acting_for[wanted.flow.partner]
    request = request_of(stage, run, wanted, name)

    def book(session: WriteSession) -> None:
        try:
            made.append(reservations.reserve(session, member, request).reservation_id)
        except Refusal:
            stage.refused += 1

    def give_up(session: WriteSession) -> None:
        if made:
            reservations.cancel(session, member, reservation_id=made[0])

    booked_at = max(wanted.at, opened)
    if booked_at < run.closes_at:
        yield Event(booked_at, f"book {name}", book)
        if wanted.given_up_at is not None and booked_at < wanted.given_up_at < run.closes_at:
            yield Event(wanted.given_up_at, f"give up {name}", give_up)


def request_of(stage: Stage, run: Run, wanted: Wanted, name: str) -> reservations.ReservationRequest:
    """Return the form a partner sends: some take a part, most wait when it is full."""
    dice = chance(stage.span.seed, "request", name)
    takes_a_part = dice.random() < _TAKES_A_PART_SHARE
    return reservations.ReservationRequest(
        request_id=name,
        partner_id=stage.partners[wanted.flow.partner],
        departure_id=run.departure_id,
        from_site_id=stage.sites[wanted.flow.from_site],
        to_site_id=stage.sites[wanted.flow.to_site],
        quantity=wanted.quantity,
        temperature=wanted.flow.temperature,
        least_kg=max(1, wanted.quantity.kg * 6 // 10) if takes_a_part else None,
        waits_if_full=dice.random() < _WAITS_IF_FULL_SHARE,
    )


def _closing(stage: Stage, run: Run) -> Callable[[WriteSession], None]:
    def close(session: WriteSession) -> None:
        close_departure(session, stage.treasurer, departure_id=run.departure_id)

    return close


def _expire(session: WriteSession) -> None:
    reservations.expire_offers(session)
