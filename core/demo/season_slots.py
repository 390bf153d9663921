"""What producers ask of a season: a window that was shared a moment ago, and one that is open for the coming summer."""

from datetime import date, timedelta

from core.database.doors import WriteSession
from core.demo.sources import Row, rows
from core.demo.stage import Run, Stage
from core.partners.kinds import PartnerKind
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from core.slot_windows.actions import declare_window
from core.slot_windows.cards import SlotOffer, SlotWish, WindowCard
from core.slot_windows.kinds import SlotMeasure
from core.slot_windows.request_actions import ask_for_slots
from core.slot_windows.sharing_actions import confirm_sharing, go_on_sharing
from core.slot_windows.sharing_views import sharing_board
from core.slot_windows.views import slot_windows

LINE = "VALLEE"
_WEEKS, _SUMMER = "weeks", "summer"
_FIRST_WEEK, _LAST_WEEK = 5, 16
_JUNE, _MAY = 6, 5


def share_twelve_weeks(session: WriteSession, stage: Stage) -> None:
    """Let producers ask last month for some coming weeks, and share their room now."""
    today = stage.span.today
    runs = _runs(stage, today + timedelta(weeks=_FIRST_WEEK), today + timedelta(weeks=_LAST_WEEK))
    if not runs:
        return
    asked_on = today - timedelta(weeks=3)
    with clock.set_to(clock.at_local(asked_on, 9 * 60)):
        window_id = _open(
            session, stage, _WEEKS, "Douze semaines dans la vallée", runs, (asked_on, today - timedelta(days=2)), 50
        )
        _ask(session, stage, _WEEKS, window_id, runs)
    coordinator = stage.coordinator
    window = next(each for each in slot_windows(session, coordinator) if each.id == window_id)
    digest = sharing_board(session, coordinator, window=window).digest
    step = confirm_sharing(session, coordinator, window_id=window_id, digest=digest)
    while step.goes_on:
        step = go_on_sharing(session, coordinator, window_id=window_id)


def open_the_summer(session: WriteSession, stage: Stage) -> None:
    """Open the coming summer to the requests of producers, some of whom have asked already."""
    today = stage.span.today
    year = today.year if today.month < _MAY else today.year + 1
    runs = _runs(stage, date(year, _JUNE, 1), date(year, 10, 31))
    if not runs:
        return
    opened_on = today - timedelta(days=6)
    with clock.set_to(clock.at_local(opened_on, 9 * 60)):
        window_id = _open(session, stage, _SUMMER, f"Été {year}", runs, (opened_on, today + timedelta(weeks=3)), 60)
    with clock.set_to(clock.at_local(today - timedelta(days=1), 9 * 60)):
        _ask(session, stage, _SUMMER, window_id, runs)


def _runs(stage: Stage, first_day: date, last_day: date) -> list[Run]:
    return [run for run in stage.runs if run.line == LINE and first_day <= run.day <= last_day]


def _open(
    session: WriteSession, stage: Stage, key: str, name: str, runs: list[Run], asking: tuple[date, date], percent: int
) -> int:
    card = WindowCard(
        request_id=f"window-{key}",
        name=name,
        line_id=stage.lines[LINE],
        kinds=frozenset({PartnerKind.producer}),
        first_day=runs[0].day,
        last_day=runs[-1].day,
        measure=SlotMeasure.pallets,
        step=25,
        offer=SlotOffer(percent=percent),
        opens_on=asking[0],
        closes_on=asking[1],
    )
    return declare_window(session, stage.coordinator, card)


def _ask(session: WriteSession, stage: Stage, key: str, window_id: int, runs: list[Run]) -> None:
    """Let each partner of the file ask for its slots, some on every second date only."""
    for row in rows("season_requests"):
        if row["window"] == key:
            ask_for_slots(session, stage.acting_for[row["partner"]], _wish(stage, row, window_id, runs))


def _wish(stage: Stage, row: Row, window_id: int, runs: list[Run]) -> SlotWish:
    every = int(row["every"])
    return SlotWish(
        window_id=window_id,
        partner_id=stage.partners[row["partner"]],
        from_site_id=stage.sites[row["from_site"]],
        to_site_id=stage.sites[row["to_site"]],
        quantity=Quantity(int(row["kg"]), round(100 * float(row["pallets"]))),
        temperature=TemperatureClass(row["temperature"]),
        days=frozenset() if every == 1 else frozenset(run.day for run in runs[::every]),
        waits_for_rest=row["waits"] == "yes",
    )
