"""What a person writes down about a line and its stops, and what makes it believable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import ClassVar

from core.calendar import recurrence
from core.lines.kinds import DepartureKind
from core.shared import plausible
from core.shared.errors import N_, Refusal, WrongInput
from core.shared.quantities import TemperatureClass

LONGEST_RUN_MINUTES = 3 * 24 * 60
FARTHEST_METRES = 2_000_000


@dataclass(frozen=True, slots=True)
class StopCard:
    """A planned stop: minutes after the start, minutes at the dock, metres from the stop before, the ferry taken."""

    site_id: int
    arrives_after_minutes: int
    dwell_minutes: int
    metres_from_previous: int
    ferry: str = ""


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line as its form is filled in; `rrule` repeats from `season_from`, `starts_minute` counts from midnight."""

    code: str
    name: str
    territory: str
    kind: DepartureKind
    vehicle_id: int
    rrule: str
    season_from: date
    season_to: date | None
    starts_minute: int
    cut_off_hours: int = 18
    trough_below_percent: int = 35
    peak_from_percent: int = 75
    trough_discount_percent: int = 30
    note: str = ""
    stops: tuple[StopCard, ...] = ()
    compartments: Mapping[int, TemperatureClass] = field(default_factory=dict)
    driver_id: int | None = None


@dataclass(eq=False)
class StopsOutOfOrder(Refusal):
    """A stop is reached before the one ahead of it has been left."""

    stop: int
    sentence: ClassVar[str] = N_(
        "Stop %(stop)s is reached before the stop ahead of it has been left. Put the stops in the order they are "
        "driven, or give it a later time."
    )


@dataclass(eq=False)
class SameStopTwice(Refusal):
    """Two stops in a row are at the same place."""

    stop: int
    sentence: ClassVar[str] = N_("Stop %(stop)s is at the same place as the one before. Remove one of the two.")


@dataclass(eq=False)
class StopWithoutPlace(Refusal):
    """A stop is at no place yet."""

    stop: int
    sentence: ClassVar[str] = N_("Stop %(stop)s has no place yet. Choose one, or take the stop away.")


@dataclass(eq=False)
class StopFigureUnclear(Refusal):
    """A figure of a stop is blank or cannot be believed."""

    stop: int
    field: str
    least: float
    most: float
    sentence: ClassVar[str] = N_("Stop %(stop)s, “%(field)s”: write a number between %(least)s and %(most)s.")


def checked_line(card: LineCard) -> LineCard:
    """Return the card with its texts tidied and its rule in plain form.

    Raises:
        Refusal: a field is blank, too long or not believable, or the stops do not make a run.
    """
    if not card.vehicle_id:
        raise plausible.Missing(field=N_("Vehicle"))
    if card.season_to is not None:
        plausible.days_in_order(N_("Season"), card.season_from, card.season_to)
    trough = plausible.whole(N_("Trough below (per cent)"), card.trough_below_percent, least=1, most=99)
    peak = plausible.whole(N_("Peak from (per cent)"), card.peak_from_percent, least=2, most=100)
    if trough >= peak:
        raise WrongInput(field=N_("Thresholds"), reason=N_("the trough must end below the peak. Change one of them."))
    return replace(
        card,
        code=plausible.code(N_("Code"), card.code),
        name=plausible.text(N_("Name"), card.name, longest=120),
        territory=plausible.text(N_("Territory"), card.territory, longest=60),
        kind=DepartureKind(card.kind),
        rrule=recurrence.checked(card.rrule, season_from=card.season_from),
        starts_minute=plausible.whole(N_("Leaves at (minutes)"), card.starts_minute, least=0, most=1439),
        cut_off_hours=plausible.whole(N_("Reservations close (hours before)"), card.cut_off_hours, least=0, most=336),
        trough_below_percent=trough,
        peak_from_percent=peak,
        trough_discount_percent=plausible.whole(
            N_("Trough discount (per cent)"), card.trough_discount_percent, least=0, most=100
        ),
        note=plausible.text(N_("Note"), card.note, longest=400, may_be_blank=True),
        stops=checked_stops(card.stops, may_stay=card.kind == DepartureKind.flexible),
    )


def checked_stops(stops: Sequence[StopCard], *, may_stay: bool) -> tuple[StopCard, ...]:
    """Return the stops if they make a run: two at least, in order, the first at the start.

    `may_stay` lets a flexible line go from its base to its base, to be filled in by a tour plan.

    Raises:
        Refusal: they do not.
    """
    if len(stops) < 2:
        raise WrongInput(field=N_("Stops"), reason=N_("a line has at least two stops. Add where it goes."))
    checked = [_checked_stop(number, stop) for number, stop in enumerate(stops, start=1)]
    checked[0] = replace(checked[0], arrives_after_minutes=0, metres_from_previous=0, ferry="")
    for position, (before, stop) in enumerate(pairwise(checked), start=2):
        if stop.arrives_after_minutes < before.arrives_after_minutes + before.dwell_minutes:
            raise StopsOutOfOrder(stop=position)
        if stop.site_id == before.site_id and not may_stay:
            raise SameStopTwice(stop=position)
    if checked[-1].arrives_after_minutes + checked[-1].dwell_minutes == 0:
        raise StopsOutOfOrder(stop=len(checked))
    return tuple(checked)


def slower(stops: Sequence[StopCard], percent: int) -> tuple[StopCard, ...]:
    """Return the same stops with that many per cent more time on the road, as winter asks; docks take as long."""
    dated: list[StopCard] = []
    for before, stop in pairwise([None, *stops]):
        if before is None or stop is None:
            dated += [stop] if stop is not None else []
            continue
        road = stop.arrives_after_minutes - before.arrives_after_minutes - before.dwell_minutes
        left_at = dated[-1].arrives_after_minutes + dated[-1].dwell_minutes
        dated.append(replace(stop, arrives_after_minutes=left_at + -(-road * (100 + percent) // 100)))
    return tuple(dated)


def _checked_stop(number: int, stop: StopCard) -> StopCard:
    if not stop.site_id:
        raise StopWithoutPlace(stop=number)
    try:
        return StopCard(
            site_id=stop.site_id,
            arrives_after_minutes=plausible.whole(
                N_("Minutes since the start"), stop.arrives_after_minutes, least=0, most=LONGEST_RUN_MINUTES
            ),
            dwell_minutes=plausible.whole(N_("Minutes at the dock"), stop.dwell_minutes, least=0, most=24 * 60),
            metres_from_previous=plausible.whole(
                N_("Metres from the stop before"), stop.metres_from_previous, least=0, most=FARTHEST_METRES
            ),
            ferry=plausible.text(N_("Ferry"), stop.ferry, longest=80, may_be_blank=True),
        )
    except plausible.OutOfBounds as fault:
        raise StopFigureUnclear(stop=number, field=fault.field, least=fault.least, most=fault.most) from fault
