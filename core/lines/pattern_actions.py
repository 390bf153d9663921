"""What people decide of when a line runs: seasonal timetables, single dates skipped or added, each with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.calendar import recurrence
from core.database.doors import WriteSession
from core.lines import closures_store, departure_store, line_store, pattern_store
from core.lines.cards import StopCard, checked_stops
from core.lines.generation_actions import LineAtRest, Remade, remake_departures
from core.lines.kinds import DateChangeKind, DepartureKind
from core.lines.service_days import Timetable, overlapping
from core.lines.tables import Line, LineException, LinePattern
from core.shared import clock, plausible
from core.shared.errors import N_, InThePast, NotFound, Refusal, StaleForm

_PATTERN = N_("timetable")


@dataclass(frozen=True, slots=True)
class PatternCard:
    """A seasonal timetable as its form is filled in; without stops it keeps the line's."""

    name: str
    first_day: date
    last_day: date
    rrule: str
    starts_minute: int
    stops: Sequence[StopCard] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What was written, by id, and what it did to coming departures."""

    id: int
    departures: Remade


@dataclass(eq=False)
class PatternsOverlap(Refusal):
    """Two timetables cover the same day."""

    name: str
    first_day: date
    last_day: date
    sentence: ClassVar[str] = N_(
        "“%(name)s” already covers days from %(first_day)s to %(last_day)s. Let one end before the other begins."
    )


@dataclass(eq=False)
class RunsAlready(Refusal):
    """The line means to run on that date already."""

    day: date
    sentence: ClassVar[str] = N_("%(day)s: the line runs already. Choose another date, or move the departure.")


@dataclass(eq=False)
class RunsNotThen(Refusal):
    """There is nothing to skip on that date."""

    day: date
    sentence: ClassVar[str] = N_("%(day)s: the line does not run, so there is nothing to skip. Choose another date.")


@dataclass(eq=False)
class CalledOffThen(Refusal):
    """The departure of that date was called off, and is not made a second time."""

    day: date
    sentence: ClassVar[str] = N_(
        "%(day)s: the departure of this date was called off and is not made a second time. Choose another date."
    )


def put_pattern(
    session: WriteSession,
    member: Member,
    *,
    line_id: int,
    card: PatternCard,
    pattern_id: int | None = None,
    version: int | None = None,
) -> Decided:
    """Add a seasonal timetable to a line, or change one; free departures follow, reserved ones are listed (R4).

    Raises:
        Refusal: not a coordinator, no such line or timetable, changed meanwhile, a field is not believable, or
            another timetable covers some of its days.
    """
    by = require(member, Right.coordinator)
    line = line_store.lock_line(session, line_id)
    row = _row(session, line_id, pattern_id, version)
    card = _checked(session, line, card)
    there = pattern_store.patterns_of(session, line_id).get(line_id, {})
    others = {key: pattern_store.timetable(each) for key, each in there.items()}
    wanted = Timetable(card.name, card.first_day, card.last_day, card.rrule, card.starts_minute, ())
    other = overlapping(others, wanted, but=pattern_id)
    if other is not None:
        raise PatternsOverlap(name=other.name, first_day=other.first_day, last_day=other.last_day or date.max)
    for name in ("name", "first_day", "last_day", "rrule", "starts_minute"):
        setattr(row, name, getattr(card, name))
    row.version = (row.version or 0) + (pattern_id is not None)
    id_ = closures_store.put(session, row)
    pattern_store.put_stops(session, id_, card.stops)
    act = "added the pattern of" if pattern_id is None else "changed the pattern of"
    first_day, last_day = card.first_day.isoformat(), card.last_day.isoformat()
    record(session, by, act, "line", line_id, name=card.name, first_day=first_day, last_day=last_day)
    return Decided(id_, remake_departures(session, line, days_changed=True, itinerary_changed=False))


def remove_pattern(session: WriteSession, member: Member, *, pattern_id: int) -> Remade:
    """Take a seasonal timetable away: the line's own holds again on those days.

    Raises:
        Refusal: not a coordinator, or no such timetable.
    """
    by = require(member, Right.coordinator)
    pattern = pattern_store.pattern_by_id(session, pattern_id)
    if pattern is None:
        raise NotFound(what=_PATTERN)
    line = line_store.lock_line(session, pattern.line_id)
    pattern_store.remove(session, pattern)
    record(session, by, "removed the pattern of", "line", pattern.line_id, name=pattern.name)
    return remake_departures(session, line, days_changed=True, itinerary_changed=False)


def skip_date(session: WriteSession, member: Member, *, line_id: int, day: date, reason: str) -> Decided:
    """Leave one date of a line out; a departure that has reservations stays and is listed.

    Raises:
        Refusal: not a coordinator, no such line, a date that is past or on which it does not run, or no reason.
    """
    by = require(member, Right.coordinator)
    line, days = _line_and_days(session, line_id, day)
    if day not in days:
        raise RunsNotThen(day=day)
    text = plausible.text(N_("Reason"), reason, longest=200)
    decided = closures_store.change_to(session, line_id, day) or LineException(
        line_id=line_id, day=day, kind=DateChangeKind.skipped, reason=text
    )
    if decided.kind is DateChangeKind.added:
        closures_store.take_away(session, decided)
        decided = LineException(line_id=line_id, day=day, kind=DateChangeKind.skipped, reason=text)
    decided.kind, decided.to_day, decided.starts_minute = DateChangeKind.skipped, None, None
    decided.reason = text
    id_ = closures_store.put(session, decided)
    record(session, by, "skipped a date of", "line", line_id, day=day.isoformat(), reason=text)
    return Decided(id_, _follow(session, line, day))


def add_date(
    session: WriteSession, member: Member, *, line_id: int, day: date, reason: str, starts_minute: int | None = None
) -> Decided:
    """Let a line run on one more date, whatever closes the day: who adds it knows; its departure is made at once.

    Raises:
        Refusal: not a coordinator, no such line, a date that is past or on which it runs already, no reason, or what
            keeps its departure from being made: the vehicle or the driver away or elsewhere, one called off that day.
    """
    by = require(member, Right.coordinator)
    line, days = _line_and_days(session, line_id, day)
    there = closures_store.change_on(session, line_id, day)
    closed = closures_store.closures_between(session, day, day).line_closed(day, line_id)
    if (day in days and closed is None) or (there is not None and there.kind is not DateChangeKind.skipped):
        raise RunsAlready(day=day)
    minute = None
    if starts_minute is not None:
        minute = plausible.whole(N_("Leaves at (minutes)"), starts_minute, least=0, most=1439)
    decided = there or LineException(line_id=line_id, day=day, kind=DateChangeKind.added, reason="")
    decided.kind, decided.starts_minute = DateChangeKind.added, minute
    decided.reason = plausible.text(N_("Reason"), reason, longest=200)
    id_ = closures_store.put(session, decided)
    done = _follow(session, line, day, makes_it=True)
    if not done.made:
        _require_there(session, line, day, done)
    record(session, by, "added a date to", "line", line_id, day=day.isoformat(), reason=decided.reason)
    return Decided(id_, done)


def take_back_decision(session: WriteSession, member: Member, *, exception_id: int) -> Remade:
    """Forget what was decided for a date of a line: its rule holds again, where departures are generated already.

    Raises:
        Refusal: not a coordinator, or no such decision.
    """
    by = require(member, Right.coordinator)
    decided: LineException | None = closures_store.one(session, LineException, exception_id)
    if decided is None:
        raise NotFound(what=N_("exception"))
    line = line_store.lock_line(session, decided.line_id)
    closures_store.take_away(session, decided)
    record(session, by, "removed the decision of", "line", decided.line_id, day=decided.day.isoformat())
    done = _follow(session, line, decided.day)
    return done if decided.to_day is None else done + _follow(session, line, decided.to_day)


def _require_there(session: WriteSession, line: Line, day: date, done: Remade) -> None:
    """Check that the departure of a date stands already, since none could be made."""
    line_id = line.id or 0
    if departure_store.coming_ids(session, line_id, after=clock.now(), first_day=day, last_day=day):
        return
    if done.skipped:
        raise done.skipped[0].reason
    if departure_store.days_with_departure(session, line_id, day, day):
        raise CalledOffThen(day=day)
    raise InThePast(day=day) if line.is_active and day == clock.today() else LineAtRest(line=line.name)


def _row(session: WriteSession, line_id: int, pattern_id: int | None, version: int | None) -> LinePattern:
    if pattern_id is None:
        return LinePattern(line_id=line_id, name="", first_day=date.min, last_day=date.min, rrule="", starts_minute=0)
    row = pattern_store.pattern_by_id(session, pattern_id)
    if row is None or row.line_id != line_id:
        raise NotFound(what=_PATTERN)
    if version is not None and version != row.version:
        raise StaleForm(what=_PATTERN)
    return row


def _checked(session: WriteSession, line: Line, card: PatternCard) -> PatternCard:
    plausible.days_in_order(N_("Season"), card.first_day, card.last_day)
    stops = checked_stops(card.stops, may_stay=line.kind == DepartureKind.flexible) if card.stops else ()
    wanted = {stop.site_id for stop in stops}
    if line_store.active_sites_among(session, wanted) != wanted:
        raise NotFound(what=N_("site"))
    return PatternCard(
        name=plausible.text(N_("Name"), card.name, longest=80),
        first_day=card.first_day,
        last_day=card.last_day,
        rrule=recurrence.checked(card.rrule, season_from=card.first_day),
        starts_minute=plausible.whole(N_("Leaves at (minutes)"), card.starts_minute, least=0, most=1439),
        stops=stops,
    )


def _line_and_days(session: WriteSession, line_id: int, day: date) -> tuple[Line, set[date]]:
    """Lock a line and return it with the days around `day` on which it means to run."""
    if day < clock.today():
        raise InThePast(day=day)
    line = line_store.lock_line(session, line_id)
    closures = closures_store.closures_between(session, day, day)
    days, _ = pattern_store.times_of(session, line, closures).days(day, day)
    return line, set(days)


def _follow(session: WriteSession, line: Line, day: date, *, makes_it: bool = False) -> Remade:
    return remake_departures(
        session,
        line,
        days_changed=True,
        itinerary_changed=False,
        between=(day, day),
        even_beyond=makes_it,
    )
