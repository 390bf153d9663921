"""What people do with lines: add one, change one, pause one; and, from the modules beside, with their departures."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.fleet.store import compartments_of, vehicle_by_id
from core.lines import departure_store, line_store, store
from core.lines.cards import LineCard, StopCard, checked_line
from core.lines.departure_actions import assign_driver, mark_done, move_departure, set_driver
from core.lines.generation_actions import Generated, generate_departures, remake_departures
from core.lines.service_days import SkippedDay
from core.lines.tables import Line, LinePause
from core.partners.cards import CodeTaken
from core.partners.store import save
from core.shared import clock, plausible
from core.shared.errors import N_, InThePast, NotFound, Refusal, WrongInput
from core.shared.quantities import TemperatureClass

__all__ = [
    "Generated",
    "LineCard",
    "SkippedDay",
    "StopCard",
    "add_line",
    "assign_driver",
    "change_line",
    "end_pause",
    "generate_departures",
    "mark_done",
    "move_departure",
    "pause_line",
    "set_driver",
]

_LATEST_PAUSE = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change could not reach: coming departures that keep their stops and times because people reserved."""

    kept_departure_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paused:
    """The pause, how many free departures it removed, and the reserved ones a person still has to cancel or keep."""

    pause_id: int
    removed: int
    kept_departure_ids: tuple[int, ...]


@dataclass(eq=False)
class CompartmentCannotKeep(Refusal):
    """A compartment cannot be set to the temperature chosen."""

    compartment: str
    temperature: TemperatureClass
    sentence: ClassVar[str] = N_(
        "The compartment “%(compartment)s” cannot be kept at “%(temperature)s”. Choose one of its temperatures."
    )


def add_line(session: WriteSession, member: Member, card: LineCard) -> int:
    """Add a line with its stops and return its id; its departures are generated afterwards.

    Raises:
        Refusal: not a coordinator, a field is not believable, an unknown vehicle or site, or the code is taken.
    """
    by = require(member, Right.coordinator)
    card = _checked(session, card)
    line = Line(**_fields(card))
    save(session, line, if_code_is_taken=CodeTaken(code=card.code))
    assert line.id is not None  # noqa: S101 - the row was just written
    line_store.put_stops(session, line.id, card.stops)
    line_store.put_temperatures(session, line.id, card.compartments)
    record(session, by, "added", "line", line.id, code=card.code, name=card.name)
    return line.id


def change_line(
    session: WriteSession,
    member: Member,
    *,
    line_id: int,
    card: LineCard,
    version: int | None,
    is_active: bool = True,
) -> Changed:
    """Change a line; coming departures without reservations follow, the others are listed and stay as they are (R4).

    Raises:
        Refusal: not a coordinator, changed meanwhile, a field is not believable, or an unknown vehicle or site.
    """
    by = require(member, Right.coordinator)
    line = line_store.lock_line(session, line_id, version=version)
    card = _checked(session, card)
    before = (line_store.stops_of(session, line_id), line_store.temperatures_of(session, line_id))
    fields = {**_fields(card), "is_active": is_active}
    changed = {name: value for name, value in fields.items() if getattr(line, name) != value}
    for name, value in changed.items():
        setattr(line, name, value)
    line.version += 1
    save(session, line, if_code_is_taken=CodeTaken(code=card.code))
    line_store.put_stops(session, line_id, card.stops)
    line_store.put_temperatures(session, line_id, card.compartments)
    kept: tuple[int, ...] = ()
    days_changed = bool(changed.keys() & _CHANGES_DAYS)
    itinerary_changed = before != (list(card.stops), dict(card.compartments))
    if days_changed or itinerary_changed or changed.keys() & _CHANGES_RUNS:
        kept = remake_departures(session, line, days_changed=days_changed).kept_departure_ids
    record(session, by, "changed", "line", line_id, **{name: _plain(value) for name, value in changed.items()})
    return Changed(kept)


def pause_line(
    session: WriteSession, member: Member, *, line_id: int, first_day: date, last_day: date, reason: str
) -> Paused:
    """Stop a line from a day to another, both included, with the reason people see.

    Free departures of those days are removed; those with reservations stay and are listed.

    Raises:
        Refusal: not a coordinator, no such line, days past or reversed, or no reason.
    """
    by = require(member, Right.coordinator)
    line_store.lock_line(session, line_id)
    plausible.days_in_order(N_("Pause"), first_day, last_day)
    if last_day < clock.today():
        raise InThePast(day=last_day)
    if last_day - first_day > _LATEST_PAUSE:
        raise WrongInput(field=N_("Pause"), reason=N_("a pause lasts three years at most. Take the line out instead."))
    pause = LinePause(
        line_id=line_id,
        first_day=first_day,
        last_day=last_day,
        reason=plausible.text(N_("Reason"), reason, longest=200),
    )
    session.add(pause)
    session.flush()
    ids = departure_store.coming_ids(session, line_id, after=clock.now(), first_day=first_day, last_day=last_day)
    store.lock_departures(session, ids)
    kept = departure_store.with_reservations(session, ids)
    free = [each for each in ids if each not in kept]
    departure_store.drop(session, free)
    assert pause.id is not None  # noqa: S101 - the row was just written
    record(
        session,
        by,
        "paused",
        "line",
        line_id,
        first_day=first_day.isoformat(),
        last_day=last_day.isoformat(),
        removed=len(free),
        kept=len(kept),
    )
    return Paused(pause.id, len(free), tuple(sorted(kept)))


def end_pause(session: WriteSession, member: Member, *, pause_id: int) -> int:
    """Take a pause away and return its line, whose missing departures can be generated again.

    Raises:
        Refusal: not a coordinator, or no such pause.
    """
    by = require(member, Right.coordinator)
    pause = line_store.pause_by_id(session, pause_id)
    if pause is None:
        raise NotFound(what=N_("pause"))
    line_id = line_store.lock_line(session, pause.line_id).id
    session.delete(pause)
    session.flush()
    record(session, by, "ended a pause", "line", line_id, first_day=pause.first_day.isoformat())
    return pause.line_id


_CHANGES_DAYS = {"rrule", "season_from", "season_to", "is_active"}
_CHANGES_RUNS = {"kind", "vehicle_id", "driver_id", "starts_minute", "cut_off_hours"}


def _checked(session: WriteSession, card: LineCard) -> LineCard:
    card = checked_line(card)
    if vehicle_by_id(session, card.vehicle_id) is None:
        raise NotFound(what=N_("vehicle"))
    wanted = {stop.site_id for stop in card.stops}
    if line_store.active_sites_among(session, wanted) != wanted:
        raise NotFound(what=N_("site"))
    if not card.compartments:
        raise WrongInput(field=N_("Temperatures"), reason=N_("choose the temperature of at least one compartment."))
    if card.driver_id is not None and departure_store.lock_driver(session, card.driver_id) is None:
        raise WrongInput(field=N_("Driver"), reason=N_("this person does not hold the right “driver”."))
    known = {each.id: each for each in compartments_of(session, card.vehicle_id)}
    for compartment_id, temperature in card.compartments.items():
        if compartment_id not in known:
            raise NotFound(what=N_("compartment"))
        if temperature not in known[compartment_id].temperatures.split(","):
            raise CompartmentCannotKeep(
                compartment=known[compartment_id].name, temperature=TemperatureClass(temperature)
            )
    return card


def _fields(card: LineCard) -> dict[str, Any]:
    return {name: getattr(card, name) for name in LineCard.__slots__ if name not in {"stops", "compartments"}}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
