"""Every SQL sentence about slot windows, their requests and their shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel import select as rows_from

from core.database.doors import ReadSession, WriteSession
from core.lines.tables import Departure, DepartureKind, DepartureState, DepartureStop, Line
from core.partners.kinds import PartnerKind
from core.partners.tables import Partner, Site
from core.slot_windows.kinds import ShareState
from core.slot_windows.tables import SlotRequest, SlotShare, SlotWindow


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """A window, the name of its line, and how many requests stand."""

    window: SlotWindow
    line_name: str
    requests: int


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request with the names its sentence needs."""

    request: SlotRequest
    partner_name: str
    partner_kind: PartnerKind
    from_place: str
    to_place: str


@dataclass(frozen=True, slots=True)
class PlaceOnLine:
    """A place where departures of a window stop."""

    site_id: int
    name: str
    town: str


def number_of(row: SlotWindow | SlotRequest) -> int:
    """Return the id of a row that is written."""
    if row.id is None:
        raise ValueError("this is not written yet")
    return row.id


def line(session: ReadSession, line_id: int) -> Line | None:
    """Return a line, or None if there is none."""
    return session.exec(rows_from(Line).where(Line.id == line_id)).first()


def window_by_request(session: ReadSession, request_id: str) -> SlotWindow | None:
    """Return the window that a form already declared."""
    return session.exec(rows_from(SlotWindow).where(SlotWindow.request_id == request_id)).first()


def lock_window(session: WriteSession, window_id: int) -> SlotWindow | None:
    """Lock a window against every other act on it; always before its departures, never after."""
    statement = rows_from(SlotWindow).where(SlotWindow.id == window_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def windows(session: ReadSession) -> list[WindowFacts]:
    """Return the windows that were not withdrawn, those that close last first (one query)."""
    counted = (
        select(func.count())
        .where(col(SlotRequest.window_id) == col(SlotWindow.id), col(SlotRequest.withdrawn_at).is_(None))
        .scalar_subquery()
    )
    statement = (
        select(SlotWindow, col(Line.name), counted)
        .join(Line, col(Line.id) == SlotWindow.line_id)
        .where(col(SlotWindow.withdrawn_at).is_(None))
        .order_by(col(SlotWindow.closes_at).desc(), col(SlotWindow.id))
        .execution_options(populate_existing=True)
    )
    return [WindowFacts(*row) for row in session.execute(statement)]


def partner_kinds(session: ReadSession, partner_ids: Sequence[int]) -> dict[int, PartnerKind]:
    """Return the kinds of some partners."""
    statement = select(col(Partner.id), col(Partner.kind)).where(col(Partner.id).in_(partner_ids))
    return {row[0]: row[1] for row in session.execute(statement)}


def partners_of_kinds(session: ReadSession, kinds: Sequence[str]) -> list[int]:
    """Return the active partners of some kinds, by id."""
    statement = select(col(Partner.id)).where(col(Partner.kind).in_(kinds), col(Partner.is_active))
    return sorted(row[0] for row in session.execute(statement))


def request_of(session: ReadSession, window_id: int, partner_id: int) -> SlotRequest | None:
    """Return what a partner asked in a window, withdrawn or not."""
    statement = rows_from(SlotRequest).where(SlotRequest.window_id == window_id, SlotRequest.partner_id == partner_id)
    return session.exec(statement.execution_options(populate_existing=True)).first()


def requests(session: ReadSession, window_id: int, *, partner_id: int | None = None) -> list[RequestFacts]:
    """Return the requests that stand, of a partner or of all, in the order in which they were made."""
    origin, destination = aliased(Site), aliased(Site)
    statement = (
        select(SlotRequest, col(Partner.name), col(Partner.kind), col(origin.name), col(destination.name))
        .join(Partner, col(Partner.id) == SlotRequest.partner_id)
        .join(origin, col(origin.id) == SlotRequest.from_site_id)
        .join(destination, col(destination.id) == SlotRequest.to_site_id)
        .where(col(SlotRequest.window_id) == window_id, col(SlotRequest.withdrawn_at).is_(None))
        .order_by(col(SlotRequest.asked_at), col(SlotRequest.id))
        .execution_options(populate_existing=True)
    )
    if partner_id is not None:
        statement = statement.where(col(SlotRequest.partner_id) == partner_id)
    return [RequestFacts(*row) for row in session.execute(statement)]


def departures(session: ReadSession, line_id: int, first_day: date, last_day: date) -> dict[date, int]:
    """Return the planned departures with fixed stops of a line between two days, by day."""
    statement = (
        select(col(Departure.service_date), col(Departure.id))
        .where(
            col(Departure.line_id) == line_id,
            col(Departure.service_date).between(first_day, last_day),
            col(Departure.state) == DepartureState.planned,
            col(Departure.kind) == DepartureKind.fixed,
        )
        .order_by(col(Departure.service_date))
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def places(session: ReadSession, line_id: int, first_day: date, last_day: date) -> list[PlaceOnLine]:
    """Return the places where a line's departures between two days stop, in the order they are passed."""
    position = func.min(col(DepartureStop.position))
    statement = (
        select(col(Site.id), col(Site.name), col(Site.town))
        .join(DepartureStop, col(DepartureStop.site_id) == Site.id)
        .join(Departure, col(Departure.id) == DepartureStop.departure_id)
        .where(
            col(Departure.line_id) == line_id,
            col(Departure.service_date).between(first_day, last_day),
            col(Departure.state) == DepartureState.planned,
        )
        .group_by(col(Site.id), col(Site.name), col(Site.town))
        .order_by(position, col(Site.id))
    )
    return [PlaceOnLine(*row) for row in session.execute(statement)]


def shares(
    session: ReadSession, window_id: int, *, partner_id: int | None = None
) -> list[tuple[SlotShare, SlotRequest]]:
    """Return the shares of a window, of a partner or of all, by date and in the order in which they were asked."""
    statement = (
        rows_from(SlotShare, SlotRequest)
        .join(SlotRequest, col(SlotRequest.id) == SlotShare.slot_request_id)
        .where(SlotRequest.window_id == window_id)
        .order_by(col(SlotShare.day), col(SlotRequest.asked_at), col(SlotRequest.id))
        .execution_options(populate_existing=True)
    )
    if partner_id is not None:
        statement = statement.where(SlotRequest.partner_id == partner_id)
    return list(session.exec(statement))


def days_to_book(session: ReadSession, window_id: int, *, most: int) -> list[date]:
    """Return the first dates of a window that have a share still to reserve."""
    statement = (
        select(col(SlotShare.day))
        .join(SlotRequest, col(SlotRequest.id) == SlotShare.slot_request_id)
        .where(col(SlotRequest.window_id) == window_id, col(SlotShare.state) == ShareState.planned)
        .distinct()
        .order_by(col(SlotShare.day))
        .limit(most)
    )
    return [row[0] for row in session.execute(statement)]


def half_booked(session: ReadSession) -> list[tuple[int, int]]:
    """Return the windows with shares still to reserve, each with who confirmed it."""
    statement = (
        select(col(SlotWindow.id), col(SlotWindow.shared_by_id))
        .join(SlotRequest, col(SlotRequest.window_id) == SlotWindow.id)
        .join(SlotShare, col(SlotShare.slot_request_id) == SlotRequest.id)
        .where(col(SlotShare.state) == ShareState.planned)
        .distinct()
        .order_by(col(SlotWindow.id))
    )
    return [(row[0], row[1]) for row in session.execute(statement)]
