"""What the coming days should show: a note, a truck in repair, a date skipped, a winter timetable, the thaw."""

from datetime import date, timedelta

from core.database.doors import WriteSession
from core.demo.stage import Stage
from core.lines.cards import slower
from core.lines.closure_actions import keep_vehicle_home, note_day
from core.lines.line_store import lock_line, stops_of
from core.lines.pattern_actions import PatternCard, put_pattern, skip_date
from core.reservations.actions import set_thaw

_THURSDAY = 3
_WINTER_SLOWER_PERCENT = 12
_THAW_KEEPS_PERCENT = 85


def decide_days(session: WriteSession, stage: Stage) -> None:
    """Say of some coming days what a coordinator would say of them."""
    today, by = stage.span.today, stage.coordinator
    note_day(session, by, day=today + timedelta(days=11), text="Assemblée du réseau à Rimouski", closes=False)
    repair = _thursday(today + timedelta(weeks=7))
    keep_vehicle_home(
        session,
        by,
        vehicle_id=stage.vehicles["D24"],
        first_day=repair,
        last_day=repair + timedelta(days=1),
        reason="Inspection annuelle",
    )
    _winter(session, stage)
    skipped = _thursday(today + timedelta(weeks=13))
    skip_date(session, by, line_id=stage.lines["COTE"], day=skipped, reason="Inventaire au carrefour")
    spring = _next(today, month=3, day=8)
    set_thaw(
        session,
        by,
        first_day=spring,
        last_day=spring + timedelta(days=60),
        keeps_percent=_THAW_KEEPS_PERCENT,
        note="Dates et part à vérifier chaque printemps",
    )


def _winter(session: WriteSession, stage: Stage) -> None:
    """Give the coast line a winter timetable: the same day and hour, more time on the road."""
    line_id = stage.lines["COTE"]
    line = lock_line(session, line_id)
    first_day = _next(stage.span.today, month=1, day=4)
    card = PatternCard(
        name="Horaire d'hiver",
        first_day=first_day,
        last_day=first_day + timedelta(days=75),
        rrule=line.rrule,
        starts_minute=line.starts_minute,
        stops=slower(stops_of(session, line_id), _WINTER_SLOWER_PERCENT),
    )
    put_pattern(session, stage.coordinator, line_id=line_id, card=card)


def _thursday(day: date) -> date:
    return day + timedelta(days=(_THURSDAY - day.weekday()) % 7)


def _next(today: date, *, month: int, day: int) -> date:
    this_year = date(today.year, month, day)
    return this_year if this_year > today else date(today.year + 1, month, day)
