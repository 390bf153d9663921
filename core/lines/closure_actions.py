"""What people say of days: a vehicle or a driver away, a note, the thaw; coming departures follow at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.fleet.store import lock_vehicle
from core.fleet.tables import DriverAbsence, ThawPeriod, VehicleAbsence
from core.lines import closures_store, departure_store, line_store
from core.lines.generation_actions import Remade, remake_departures
from core.lines.room_actions import Followed, follow_thaw
from core.lines.tables import DayNote
from core.shared import clock, plausible
from core.shared.errors import N_, InThePast, NotFound, WrongInput

_LONGEST = timedelta(days=3 * 366)
LEAST_KEPT_PERCENT = 50


@dataclass(frozen=True, slots=True)
class Closed:
    """What was written, by id, and what it did to departures."""

    id: int
    departures: Remade


@dataclass(frozen=True, slots=True)
class Thawed:
    """The thaw that was written, by id, and the room that followed."""

    id: int
    room: Followed


def note_day(
    session: WriteSession, member: Member, *, day: date, text: str, closes: bool, line_id: int | None = None
) -> Closed:
    """Say something of a day, of one line or of all; when it `closes`, free departures go and reserved ones are listed.

    Raises:
        Refusal: not a coordinator, a day that is past, no text, or no such line.
    """
    by = require(member, Right.coordinator)
    if day < clock.today():
        raise InThePast(day=day)
    lines = [line_id] if line_id is not None else line_store.line_ids(session)
    if line_id is not None:
        line_store.lock_line(session, line_id)
    row = DayNote(day=day, line_id=line_id, closes=closes, text=plausible.text(N_("Note"), text, longest=200))
    id_ = closures_store.put(session, row)
    done = _remake(session, lines if closes else (), day, day)
    record(session, by, "noted", "day", id_, day=day.isoformat(), closes=closes, removed=done.removed)
    return Closed(id_, done)


def remove_note(session: WriteSession, member: Member, *, note_id: int) -> Remade:
    """Take a note away; the runs it kept from being made come back where departures are generated already.

    Raises:
        Refusal: not a coordinator, or no such note.
    """
    by = require(member, Right.coordinator)
    note = _found(closures_store.one(session, DayNote, note_id), N_("note"))
    closures_store.take_away(session, note)
    lines = [note.line_id] if note.line_id is not None else line_store.line_ids(session)
    done = _remake(session, lines if note.closes else (), note.day, note.day, reopens=True)
    record(session, by, "removed the note of", "day", note_id, day=note.day.isoformat(), made=done.made)
    return done


def keep_vehicle_home(
    session: WriteSession, member: Member, *, vehicle_id: int, first_day: date, last_day: date, reason: str
) -> Closed:
    """Say that a vehicle is not available (maintenance…): its free departures go, its reserved ones are listed.

    Raises:
        Refusal: not a coordinator, no such vehicle, days past or reversed, or no reason.
    """
    by = require(member, Right.coordinator)
    _check_days(N_("Absence"), first_day, last_day)
    lock_vehicle(session, vehicle_id)
    text = plausible.text(N_("Reason"), reason, longest=200)
    row = VehicleAbsence(vehicle_id=vehicle_id, first_day=first_day, last_day=last_day, reason=text)
    id_ = closures_store.put(session, row)
    done = _remake(session, line_store.line_ids(session, vehicle_id=vehicle_id), first_day, last_day)
    facts = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat(), "removed": done.removed}
    record(session, by, "took out of the calendar", "vehicle", vehicle_id, **facts, reason=text)
    return Closed(id_, done)


def end_vehicle_absence(session: WriteSession, member: Member, *, absence_id: int) -> Remade:
    """Take an absence of a vehicle away; the runs it kept from being made come back.

    Raises:
        Refusal: not a coordinator, or no such absence.
    """
    by = require(member, Right.coordinator)
    absence = _found(closures_store.one(session, VehicleAbsence, absence_id), N_("absence"))
    closures_store.take_away(session, absence)
    lines = line_store.line_ids(session, vehicle_id=absence.vehicle_id)
    done = _remake(session, lines, absence.first_day, absence.last_day, reopens=True)
    record(session, by, "put back in the calendar", "vehicle", absence.vehicle_id, made=done.made)
    return done


def keep_driver_home(
    session: WriteSession,
    member: Member,
    *,
    person_id: int,
    first_day: date,
    last_day: date,
    substitute_id: int | None = None,
    reason: str = "",
) -> Closed:
    """Say that a driver is away; the substitute drives what they would have driven, or nothing runs.

    Departures given to them by hand keep them and are listed, for a coordinator to find somebody.

    Raises:
        Refusal: not a coordinator, not a driver, days past or reversed, or somebody who replaces themselves.
    """
    by = require(member, Right.coordinator)
    _check_days(N_("Absence"), first_day, last_day)
    for each in sorted({person_id, substitute_id or person_id}):
        if departure_store.lock_driver(session, each) is None:
            raise WrongInput(field=N_("Driver"), reason=N_("this person does not hold the right “driver”."))
    if substitute_id == person_id:
        raise WrongInput(field=N_("Replaced by"), reason=N_("choose somebody else than the person who is away."))
    row = DriverAbsence(
        person_id=person_id,
        first_day=first_day,
        last_day=last_day,
        substitute_id=substitute_id,
        reason=plausible.text(N_("Reason"), reason, longest=200, may_be_blank=True),
    )
    id_ = closures_store.put(session, row)
    done = _remake(session, line_store.line_ids(session, driver_id=person_id), first_day, last_day)
    facts = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat(), "removed": done.removed}
    record(session, by, "noted the absence of", "person", person_id, **facts, substitute_id=substitute_id)
    return Closed(id_, done)


def end_driver_absence(session: WriteSession, member: Member, *, absence_id: int) -> Remade:
    """Take an absence of a driver away; the runs it kept from being made come back.

    Raises:
        Refusal: not a coordinator, or no such absence.
    """
    by = require(member, Right.coordinator)
    absence = _found(closures_store.one(session, DriverAbsence, absence_id), N_("absence"))
    closures_store.take_away(session, absence)
    lines = line_store.line_ids(session, driver_id=absence.person_id)
    done = _remake(session, lines, absence.first_day, absence.last_day, reopens=True)
    record(session, by, "ended the absence of", "person", absence.person_id, made=done.made)
    return done


def set_thaw(
    session: WriteSession,
    member: Member,
    *,
    first_day: date,
    last_day: date,
    keeps_percent: int,
    note: str = "",
    thaw_id: int | None = None,
) -> Thawed:
    """Write down a thaw, or change one: heavy vehicles keep that share of their payload on those days.

    Coming departures are cut at once, never below what is booked: those are listed until somebody chose who moves.
    The caller promotes who waits where a shorter or milder thaw leaves more room.

    Raises:
        Refusal: not a coordinator, no such thaw, days past or reversed, or a share that is not believable.
    """
    by = require(member, Right.coordinator)
    _check_days(N_("Thaw"), first_day, last_day)
    kept = plausible.whole(
        N_("Share of the payload kept (per cent)"), keeps_percent, least=LEAST_KEPT_PERCENT, most=100
    )
    row = ThawPeriod(first_day=first_day, last_day=last_day, keeps_percent=kept)
    reach = (first_day, last_day)
    if thaw_id is not None:
        row = _found(closures_store.one(session, ThawPeriod, thaw_id), N_("thaw"))
        reach = (min(first_day, row.first_day), max(last_day, row.last_day))
    row.first_day, row.last_day, row.keeps_percent = first_day, last_day, kept
    row.note = plausible.text(N_("Note"), note, longest=200, may_be_blank=True)
    id_ = closures_store.put(session, row)
    room = follow_thaw(session, *reach)
    facts = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat(), "keeps_percent": kept}
    record(session, by, "set the thaw", "thaw", id_, **facts, cut=len(room.cut), held=len(room.held))
    return Thawed(id_, room)


def end_thaw(session: WriteSession, member: Member, *, thaw_id: int) -> Thawed:
    """Take a thaw away; heavy vehicles have their whole payload back. The caller promotes who waits.

    Raises:
        Refusal: not a coordinator, or no such thaw.
    """
    by = require(member, Right.coordinator)
    thaw = _found(closures_store.one(session, ThawPeriod, thaw_id), N_("thaw"))
    closures_store.take_away(session, thaw)
    room = follow_thaw(session, thaw.first_day, thaw.last_day)
    record(session, by, "removed the thaw", "thaw", thaw_id, grown=len(room.grown))
    return Thawed(thaw_id, room)


def _check_days(field: str, first_day: date, last_day: date) -> None:
    plausible.days_in_order(field, first_day, last_day)
    if last_day < clock.today():
        raise InThePast(day=last_day)
    if last_day - first_day > _LONGEST:
        raise WrongInput(field=field, reason=N_("three years at most."))


def _found(row: Any, what: str) -> Any:
    if row is None:
        raise NotFound(what=what)
    return row


def _remake(
    session: WriteSession, line_ids: Iterable[int], first_day: date, last_day: date, *, reopens: bool = False
) -> Remade:
    """Let the departures of lines follow what is now said of some days, line after line in the order of their ids.

    Closing makes nothing new and looks at long runs that began before; reopening makes what is missing.
    """
    since = first_day if reopens else first_day - timedelta(days=4)
    done = Remade()
    for line_id in sorted(line_ids):
        line = line_store.lock_line(session, line_id)
        done += remake_departures(
            session, line, days_changed=reopens, itinerary_changed=False, between=(since, last_day)
        )
    return done
