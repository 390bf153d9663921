"""How a departure is said in the calendar: its hours, its free room, its state."""

from collections.abc import Mapping
from datetime import date, datetime

from core.i18n.words import Words
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.views import DepartureRow, FreeRoom
from core.seasons.views import WeekPeriod
from core.shared.periods import Period, week_start
from core.shared.quantities import Quantity

Periods = Mapping[tuple[int, date], WeekPeriod]


def period_of(departure: DepartureRow, periods: Periods) -> Period:
    """Return the period of a departure's week on its line."""
    week = periods.get((departure.line_id, week_start(departure.service_date)))
    return week.period if week is not None else Period.normal


def hours_said(_: Words, departure: DepartureRow) -> str:
    """Return `6 h 30 – 15 h`."""
    return f"{_.clock(departure.starts_at)}\u00a0–\u00a0{_.clock(departure.ends_at)}"


def route_said(_: Words, departure: DepartureRow) -> str:
    """Return the towns in order; a flexible tour has none to promise."""
    if departure.kind is DepartureKind.flexible:
        return _.label(departure.kind)
    return " → ".join(departure.stop_names)


def is_open(departure: DepartureRow, now: datetime) -> bool:
    """Say whether reservations are still taken."""
    return departure.state is DepartureState.planned and now < departure.closes_at


def quantity_said(_: Words, quantity: Quantity) -> str:
    """Return `780 kg · 4 pal.`."""
    return f"{_.kg(quantity.kg)} · {_.pallets(quantity.pallet_hundredths)}"


def room_said(_: Words, room: FreeRoom) -> str:
    """Return what is free in one compartment from the first stop to the last, or else on part of the way."""
    temperature = _.label(room.temperature)
    if _has_room(room.free_everywhere):
        return _("%(temperature)s: %(room)s", temperature=temperature, room=quantity_said(_, room.free_everywhere))
    if _has_room(room.free_somewhere):
        return _(
            "%(temperature)s: %(room)s on part of the way",
            temperature=temperature,
            room=quantity_said(_, room.free_somewhere),
        )
    return _("%(temperature)s: full", temperature=temperature)


def state_said(_: Words, departure: DepartureRow, now: datetime) -> str:
    """Return why nothing more can be reserved, or nothing."""
    if departure.state is not DepartureState.planned:
        return _.label(departure.state).capitalize()
    if now >= departure.starts_at:
        return _("Gone")
    return "" if now < departure.closes_at else _("Reservations closed")


def _has_room(quantity: Quantity) -> bool:
    return quantity.kg > 0 and quantity.pallet_hundredths > 0
