"""The trough board: lines and weeks, what they carried, what is booked, what to expect, and the empty weeks ahead."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from core.database.doors import ReadSession
from core.lines.load import Carriage
from core.seasons.explanation import Explanation, explain
from core.seasons.store import thresholds_and_overrides
from core.seasons.tables import PeriodOverride
from core.seasons.week_load import (
    PAST_SEASONS,
    Override,
    WeekLoad,
    WeekPeriod,
    periods_of_weeks,
    same_week_before,
)
from core.shared import clock
from core.shared.periods import Period, Thresholds, week_start, weeks_between
from core.troughs import store
from core.troughs.board import BoardCell, EmptyWeek, LineOutlook, TroughBoard
from core.troughs.forecasting import WEEKS_REMEMBERED, Forecast, forecasts
from core.troughs.needs import NeedsOfTheYear
from core.troughs.room_ahead import RoomAhead, room_left
from core.troughs.store import LineFacts, LineWeekRow
from core.troughs.track_record import TrackRecord, track_record

LineWeek = tuple[int, date]
PastWeeks = tuple[tuple[date, float], ...]
_LINES_REMEMBERED = 256


def trough_board(session: ReadSession, *, first_week: date, last_week: date, line_id: int | None = None) -> TroughBoard:
    """Return the board from the week of one day to the week of another, for everybody to see (6 queries).

    With a line that runs then, only its weeks are read; the others that run are named, without their record.
    """
    first, last = week_start(first_week), week_start(last_week)
    this_week, now = week_start(clock.today()), clock.now()
    facts = store.lines(session, (first, last))
    only = line_id if line_id in facts and facts[line_id].runs else None
    span = _span(first, last, this_week)
    rows = {(row.line_id, row.week): row for row in store.loads(session, [span], line_id=only)}
    inside = {key: row for key, row in rows.items() if first <= key[1] <= last}
    thresholds, said = thresholds_and_overrides(session, first, last)
    periods = _periods(rows, inside, thresholds, said, this_week)
    past = _Past(rows, this_week)
    forecasts = past.forecasts(inside)
    coming = sorted({week for _, week in inside if week >= this_week})
    by_now = _booked_by_now(session, coming, rows, now, only) if coming else {}
    cells = tuple(
        _cell(
            facts[key[0]],
            inside[key],
            periods[key],
            forecasts.get(key),
            explain(periods[key], thresholds[key[0]], monday=key[1], this_week=this_week),
            by_now.get(key),
            is_over=key[1] < this_week,
        )
        for key in sorted(inside, key=lambda key: (facts[key[0]].name, key))
    )
    records = {each: past.record(each) for each in dict.fromkeys(cell.line_id for cell in cells)}
    running = sorted((line for line in facts.values() if line.runs), key=lambda line: (line.name, line.line_id))
    return TroughBoard(
        weeks=tuple(weeks_between(first, last)),
        this_week=this_week,
        line_names=tuple(dict.fromkeys(cell.line_name for cell in cells)),
        cells=cells,
        empty_weeks=_empty_weeks(session, cells, facts, rows, records, max(first, this_week), last, now),
        lines=tuple(LineOutlook(line.line_id, line.name, records.get(line.line_id)) for line in running),
    )


def _span(first: date, last: date, this_week: date) -> tuple[date, date]:
    """Return the weeks to read: those of the board, what forecasts remember, and the same weeks in past seasons."""
    remembered = this_week - timedelta(weeks=WEEKS_REMEMBERED)
    return min(remembered, same_week_before(first, PAST_SEASONS)), last


def _periods(
    rows: Mapping[LineWeek, LineWeekRow],
    inside: Mapping[LineWeek, LineWeekRow],
    thresholds: Mapping[int, Thresholds],
    said: Sequence[PeriodOverride],
    this_week: date,
) -> dict[LineWeek, WeekPeriod]:
    return periods_of_weeks(
        [_week_load(row) for row in inside.values()],
        past={key: _week_load(row) for key, row in rows.items()},
        overrides={(each.line_id, each.week_start): Override(each.period, each.note) for each in said},
        thresholds=thresholds,
        this_week=this_week,
    )


def _week_load(row: LineWeekRow) -> WeekLoad:
    carried = row.carriage
    return WeekLoad(
        line_id=row.line_id,
        week_start=row.week,
        departures=row.departures,
        capacity_kg=carried.mean_capacity_kg * row.departures,
        booked_kg=carried.mean_used_kg * row.departures,
        load_percent=carried.load_percent,
    )


class _Past:
    """The loads of each line by week, and what can be learned from those that are over."""

    def __init__(self, rows: Mapping[LineWeek, LineWeekRow], this_week: date) -> None:
        self._known_until = this_week - timedelta(weeks=1)
        self._by_line: defaultdict[int, dict[date, float]] = defaultdict(dict)
        for (line_id, week), row in rows.items():
            self._by_line[line_id][week] = row.carriage.load_percent

    def forecasts(self, wanted: Iterable[LineWeek]) -> dict[LineWeek, Forecast]:
        """Return what the coming ones of the wanted weeks will probably carry."""
        weeks: defaultdict[int, list[date]] = defaultdict(list)
        for line_id, week in wanted:
            if week > self._known_until:
                weeks[line_id].append(week)
        return {
            (line_id, week): found
            for line_id, coming in weeks.items()
            for week, found in _forecasts(self._over(line_id), tuple(coming), self._known_until).items()
        }

    def record(self, line_id: int) -> TrackRecord | None:
        """Return how good the forecasts of a line have been."""
        return _record(self._over(line_id), self._known_until)

    def _over(self, line_id: int) -> PastWeeks:
        return tuple(sorted(each for each in self._by_line[line_id].items() if each[0] <= self._known_until))


# What a line's past teaches changes once a week: learning it takes far longer than finding it again.
@lru_cache(maxsize=_LINES_REMEMBERED)
def _forecasts(past: PastWeeks, weeks: tuple[date, ...], known_until: date) -> dict[date, Forecast]:
    return forecasts(dict(past), weeks, known_until=known_until)


@lru_cache(maxsize=_LINES_REMEMBERED)
def _record(past: PastWeeks, known_until: date) -> TrackRecord | None:
    return track_record(dict(past), known_until=known_until)


def _cell(
    line: LineFacts,
    row: LineWeekRow,
    period: WeekPeriod,
    expected: Forecast | None,
    explanation: Explanation,
    last_year_by_now: float | None,
    *,
    is_over: bool,
) -> BoardCell:
    return BoardCell(
        line_id=line.line_id,
        line_name=line.name,
        week=row.week,
        is_over=is_over,
        departures=row.departures,
        load_percent=period.load_percent,
        typical_percent=period.typical_percent,
        forecast=expected,
        period=period.period,
        is_overridden=period.is_overridden,
        note=period.note,
        explanation=explanation,
        last_year_by_now_percent=last_year_by_now,
    )


def _empty_weeks(
    session: ReadSession,
    cells: Sequence[BoardCell],
    facts: Mapping[int, LineFacts],
    rows: Mapping[LineWeek, LineWeekRow],
    records: Mapping[int, TrackRecord | None],
    first: date,
    last: date,
    now: datetime,
) -> tuple[EmptyWeek, ...]:
    troughs = [cell for cell in cells if not cell.is_over and cell.period is Period.trough]
    if not troughs:
        return ()
    rooms: defaultdict[LineWeek, list[RoomAhead]] = defaultdict(list)
    only = next(iter({cell.line_id for cell in troughs})) if len({cell.line_id for cell in cells}) == 1 else None
    for room in store.room_ahead(session, (first, last), now=now, line_id=only):
        rooms[room.line_id, week_start(room.day)].append(room)
    spans = [
        (same_week_before(first, years) - timedelta(weeks=1), same_week_before(last, years) + timedelta(weeks=1))
        for years in range(1, PAST_SEASONS + 1)
    ]
    needs = NeedsOfTheYear(store.past_needs(session, spans, territory=facts[only].territory if only else None))
    found = []
    for cell in troughs:
        left = room_left(rooms[cell.line_id, cell.week])
        year_before = rows.get((cell.line_id, same_week_before(cell.week, 1)))
        if left is None:
            continue
        found.append(
            EmptyWeek(
                line_id=cell.line_id,
                line_name=cell.line_name,
                territory=facts[cell.line_id].territory,
                week=cell.week,
                first_day=left.first_day,
                first_departure_id=left.first_departure_id,
                departures=left.departures,
                free_kg=left.kg,
                free_by_temperature=left.by_temperature,
                discount_percent=facts[cell.line_id].discount_percent,
                booked_percent=cell.load_percent,
                last_year_by_now_percent=cell.last_year_by_now_percent,
                last_year_percent=year_before.carriage.load_percent if year_before else None,
                forecast=cell.forecast,
                record=records[cell.line_id],
                needs=needs.usual(line_id=cell.line_id, territory=facts[cell.line_id].territory, week=cell.week),
                note=cell.note,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.week, -each.free_kg, each.line_name)))


def _booked_by_now(
    session: ReadSession,
    weeks: Sequence[date],
    rows: Mapping[LineWeek, LineWeekRow],
    now: datetime,
    only: int | None,
) -> dict[LineWeek, float]:
    """Return how full each line's coming week was a year ago, as many days ahead, in per cent."""
    year_before = {week: same_week_before(week, 1) for week in weeks}
    by_moment: defaultdict[datetime, list[date]] = defaultdict(list)
    for week, then in year_before.items():
        by_moment[now - (week - then)].append(then)
    dates = [((min(then), max(then)), moment) for moment, then in by_moment.items()]
    booked = store.booked_by(session, dates, line_id=only)
    found = {}
    for week, then in year_before.items():
        for (line_id, monday), row in rows.items():
            if monday == then:
                known = booked.get((line_id, then))
                found[line_id, week] = _share(row.carriage, known)
    return found


def _share(carriage: Carriage, booked: store.Booked | None) -> float:
    if booked is None:
        return 0.0
    early = Carriage(
        booked.used_kg_metres,
        carriage.capacity_kg_metres,
        booked.used_pallet_metres,
        carriage.capacity_pallet_metres,
        carriage.metres,
    )
    return min(early.load_percent, carriage.load_percent)
