"""What people see of lines; and, from `departure_views`, of their departures."""

from dataclasses import dataclass
from datetime import date

from core.database.doors import ReadSession
from core.lines import departure_store, line_store
from core.lines.calendar_views import (
    ClosedDays,
    ConflictRow,
    DayNotice,
    PatternRow,
    Preview,
    ThawRow,
    closed_days,
    conflicts,
    patterns,
    preview,
    said_of_days,
)
from core.lines.departure_views import (
    DepartureDetail,
    DepartureFilter,
    DepartureRow,
    FreeRoom,
    LegRow,
    StopRow,
    departure_detail,
    departures_between,
    everything,
)
from core.lines.kinds import DepartureKind
from core.lines.room_views import RoomCutRow, room_cuts
from core.lines.tables import Line, LineStop
from core.partners.tables import Site
from core.shared.periods import Thresholds
from core.shared.places import Point
from core.shared.quantities import TemperatureClass

__all__ = [
    "ClosedDays",
    "ConflictRow",
    "DayNotice",
    "DepartureDetail",
    "DepartureFilter",
    "DepartureRow",
    "FreeRoom",
    "LegRow",
    "LineRow",
    "LineSettings",
    "LineStopRow",
    "PatternRow",
    "PauseRow",
    "Preview",
    "RoomCutRow",
    "StopRow",
    "ThawRow",
    "closed_days",
    "conflicts",
    "departure_detail",
    "departures_between",
    "drivers",
    "everything",
    "generated_until",
    "line_settings",
    "lines",
    "patterns",
    "preview",
    "room_cuts",
    "said_of_days",
]


@dataclass(frozen=True, slots=True)
class LineStopRow:
    """A planned stop of a line."""

    site_id: int
    site_name: str
    town: str
    point: Point
    arrives_after_minutes: int
    dwell_minutes: int
    metres_from_previous: int
    ferry: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with its planned stops."""

    id: int
    code: str
    name: str
    territory: str
    kind: DepartureKind
    vehicle_id: int
    vehicle_name: str
    driver_id: int | None
    rrule: str
    season_from: date
    season_to: date | None
    starts_minute: int
    cut_off_hours: int
    trough_below_percent: int
    peak_from_percent: int
    trough_discount_percent: int
    note: str
    is_active: bool
    version: int
    stops: tuple[LineStopRow, ...]

    @property
    def thresholds(self) -> Thresholds:
        """Return what makes a week of this line a trough or a peak."""
        return Thresholds(self.trough_below_percent, self.peak_from_percent)


@dataclass(frozen=True, slots=True)
class PauseRow:
    """Days on which a line does not run."""

    id: int
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class LineSettings:
    """What a coordinator sets besides: the temperature of each compartment, and pauses."""

    temperatures: dict[int, TemperatureClass]
    pauses: tuple[PauseRow, ...]


def lines(session: ReadSession) -> list[LineRow]:
    """Return every line by name with its stops, those at rest included (one query)."""
    found: dict[int, tuple[Line, str]] = {}
    stops: dict[int, list[LineStopRow]] = {}
    for line, vehicle_name, stop, site in line_store.every_line(session):
        found[line.id or 0] = line, vehicle_name
        if stop is not None and site is not None:
            stops.setdefault(stop.line_id, []).append(_stop_row(stop, site))
    return [_line_row(line, vehicle_name, stops) for line, vehicle_name in found.values()]


def line_settings(session: ReadSession) -> dict[int, LineSettings]:
    """Return the settings of every line (one query)."""
    temperatures: dict[int, dict[int, TemperatureClass]] = {}
    pauses: dict[int, list[PauseRow]] = {}
    for _what, line_id, id_, words, first_day, last_day in line_store.every_setting(session):
        if first_day is None or last_day is None:
            temperatures.setdefault(line_id, {})[id_] = TemperatureClass(words)
        else:
            pauses.setdefault(line_id, []).append(PauseRow(id_, first_day, last_day, words))
    return {
        line_id: LineSettings(temperatures.get(line_id, {}), tuple(pauses.get(line_id, ())))
        for line_id in temperatures.keys() | pauses.keys()
    }


def generated_until(session: ReadSession) -> dict[int, date]:
    """Return the last day for which each line has a departure (one query)."""
    return line_store.last_generated(session)


def drivers(session: ReadSession) -> dict[int, str]:
    """Return the names of the people who may drive a departure, by id (one query)."""
    return departure_store.people_who_drive(session)


def _line_row(line: Line, vehicle_name: str, stops: dict[int, list[LineStopRow]]) -> LineRow:
    own = {name: getattr(line, name) for name in LineRow.__slots__ if hasattr(line, name)}
    return LineRow(**own, vehicle_name=vehicle_name, stops=tuple(stops.get(own["id"], ())))


def _stop_row(stop: LineStop, site: Site) -> LineStopRow:
    return LineStopRow(
        site_id=stop.site_id,
        site_name=site.name,
        town=site.town,
        point=Point(site.latitude, site.longitude),
        arrives_after_minutes=stop.arrives_after_minutes,
        dwell_minutes=stop.dwell_minutes,
        metres_from_previous=stop.metres_from_previous,
        ferry=stop.ferry,
    )
