"""What stands on the timeline, in words: runs of vehicles, their days at rest, drivers away, storage, closed days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.calendar import statutory_holidays
from core.i18n.words import Words
from core.lines.timeline_views import VehicleRun, VehicleTimeline
from core.seasons.views import Season
from core.shared import clock
from core.shared.periods import Period, week_start
from core.storage.use_views import StorageLane, UseSpan
from pages._parts import periods as period_signs
from pages._parts.full_timeline import Bar, Row
from pages._parts.timeline_choice import Choice

RUN, HOME, AWAY, STORE, VEHICLE, DRIVER, DAY = "run-", "home-", "away-", "store-", "vehicle-", "driver-", "day-"
_REST = {False: "#4A5751", True: "#B4C0BA"}
_STORED = {False: "#1B6B57", True: "#6FD0B3"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read for the days shown."""

    timeline: VehicleTimeline
    weeks: Season
    storage: tuple[StorageLane, ...]

    def period_of(self, run: VehicleRun) -> Period:
        """Return the period of a run's week on its line."""
        week = self.weeks.periods.get((run.line_id, week_start(run.service_date)))
        return week.period if week is not None else Period.normal

    def vehicle_names(self) -> dict[int, str]:
        """Return the vehicles a departure can be given, by id."""
        return {each.id: each.name for each in self.timeline.vehicles if each.is_active}


def rows_of(_: Words, shown: Shown) -> list[Row]:
    """Return a row for each vehicle, for each driver who is away, and for each offer of storage."""
    vehicles = [
        Row(f"{VEHICLE}{each.id}", f"{each.name}\n{each.owner_name}", _("Vehicles")) for each in shown.timeline.vehicles
    ]
    away = {each.person_id: each.person for each in shown.timeline.closures.drivers}
    drivers = [Row(f"{DRIVER}{person_id}", name, _("Drivers away")) for person_id, name in away.items()]
    places = [
        Row(f"{STORE}{each.offer_id}", f"{each.site_name}\n{storage_said(_, each)}", _("Storage"))
        for each in shown.storage
    ]
    return [*vehicles, *drivers, *places]


def bars_of(_: Words, shown: Shown, choice: Choice, *, dark: bool) -> list[Bar]:
    """Return everything that fills the rows on the days shown."""
    return [
        *_closed_days(_, shown, choice, dark=dark),
        *(_run(_, shown, run, dark=dark) for run in shown.timeline.runs),
        *_absences(_, shown, dark=dark),
        *_stored(_, shown, dark=dark),
    ]


def run_said(_: Words, shown: Shown, run: VehicleRun) -> str:
    """Return `○ 6 h 30 · 45 %`: the period's sign, when it leaves, how full it is."""
    return " · ".join(filter(None, [_leaves_said(_, shown, run), _load_said(_, shown, run)]))


def _leaves_said(_: Words, shown: Shown, run: VehicleRun) -> str:
    return f"{period_signs.SIGNS[shown.period_of(run)]}\u00a0{_.clock(run.starts_at)}"


def _load_said(_: Words, shown: Shown, run: VehicleRun) -> str:
    load = shown.weeks.load_percents.get(run.id)
    return "" if load is None else _.percent(load / 100)


def storage_said(_: Words, lane: StorageLane) -> str:
    """Return what a place keeps, and that it takes nothing new when that is so."""
    kept = f"{lane.town} · {_.label(lane.temperature)}"
    return kept if lane.is_open else _("%(kept)s · closed", kept=kept)


def use_said(_: Words, span: UseSpan) -> str:
    """Return how full a place is: `12 pal. of 20`."""
    return _("%(used)s of %(offered)s", used=_.pallets(span.used), offered=_.pallets(span.offered))


def closed_on(_: Words, shown: Shown, day: date) -> str:
    """Return why nothing runs on a day, or nothing."""
    holiday = statutory_holidays.name_of(day)
    if holiday is not None:
        return _(holiday)
    notes = (note for note in shown.timeline.closures.notes if note.closes and note.line_id is None)
    return next((note.reason for note in notes if note.covers(day)), "")


def _run(_: Words, shown: Shown, run: VehicleRun, *, dark: bool) -> Bar:
    return Bar(
        id=f"{RUN}{run.id}",
        row_id=f"{VEHICLE}{run.vehicle_id}",
        starts_at=run.starts_at,
        ends_at=run.ends_at,
        lines=(_leaves_said(_, shown, run), run.line_name, _load_said(_, shown, run)),
        colour=period_signs.colour(shown.period_of(run), dark=dark),
        is_muted=not run.may_move,
        may_move=run.may_move,
    )


def _absences(_: Words, shown: Shown, *, dark: bool) -> Iterator[Bar]:
    for absent in shown.timeline.closures.vehicles:
        said = _("✕ At rest: %(reason)s", reason=absent.reason)
        row = f"{VEHICLE}{absent.vehicle_id}"
        yield _days(f"{HOME}{absent.id}", row, absent.first_day, absent.last_day, said, _REST[dark])
    for away in shown.timeline.closures.drivers:
        said = _("✕ Away: %(reason)s", reason=away.reason) if away.reason else _("✕ Away")
        row = f"{DRIVER}{away.person_id}"
        yield _days(f"{AWAY}{away.id}", row, away.first_day, away.last_day, said, _REST[dark])


def _stored(_: Words, shown: Shown, *, dark: bool) -> Iterator[Bar]:
    for lane in shown.storage:
        for span in lane.spans:
            bar_id = f"{STORE}{lane.offer_id}-{span.first_day.isoformat()}"
            row = f"{STORE}{lane.offer_id}"
            yield _days(bar_id, row, span.first_day, span.last_day, use_said(_, span), _STORED[dark])


def _closed_days(_: Words, shown: Shown, choice: Choice, *, dark: bool) -> Iterator[Bar]:
    for offset in range(choice.days):
        day = choice.first_day + timedelta(days=offset)
        why = closed_on(_, shown, day)
        if why:
            yield _days(f"{DAY}{day.isoformat()}", "", day, day, why, _REST[dark])


def _days(bar_id: str, row_id: str, first_day: date, last_day: date, said: str, colour: str) -> Bar:
    starts_at, ends_at = clock.at_local(first_day, 0), clock.at_local(last_day + timedelta(days=1), 0)
    return Bar(bar_id, row_id, starts_at, ends_at, (said,), colour)
