"""Every SQL sentence about declared needs, the trucks ahead and invitations."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel import select as rows_from

from core.database.doors import ReadSession, WriteSession
from core.database.sentences import rows_of
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.tables import Departure, DepartureStop, Leg, LegRoom, Line
from core.partners.kinds import PartnerKind
from core.partners.tables import Partner, Site
from core.shared.quantities import Quantity
from core.troughs.balance import Priority
from core.troughs.kinds import InvitationState
from core.troughs.seasonal_needs import DeclaredNeed
from core.troughs.tables import Invitation, SeasonalNeed

_COUNTS = (InvitationState.open, InvitationState.accepted, InvitationState.declined)


@dataclass(frozen=True, slots=True)
class ComingDeparture:
    """A departure that still takes reservations: its line, stops, legs and rooms, in order."""

    departure: Departure
    line: Line
    site_ids: tuple[int, ...]
    legs: tuple[Leg, ...]
    rooms: tuple[LegRoom, ...]


def active_needs(session: ReadSession, partner_ids: Collection[int] | None = None) -> list[SeasonalNeed]:
    """Return the needs that were not withdrawn, of these partners or of all, oldest first."""
    statement = rows_from(SeasonalNeed).where(col(SeasonalNeed.withdrawn_at).is_(None)).order_by(col(SeasonalNeed.id))
    if partner_ids is not None:
        statement = statement.where(col(SeasonalNeed.partner_id).in_(partner_ids))
    return list(session.exec(statement))


def declared_needs(session: ReadSession) -> list[DeclaredNeed]:
    """Return the active needs of active partners, with the places each may leave from (two queries)."""
    of_territory: defaultdict[str, set[int]] = defaultdict(set)
    for site in session.exec(rows_from(Site).where(col(Site.is_active))):
        of_territory[site.territory].add(site.id or 0)
    statement = (
        rows_from(SeasonalNeed)
        .join(Partner, col(Partner.id) == SeasonalNeed.partner_id)
        .where(col(SeasonalNeed.withdrawn_at).is_(None), col(Partner.is_active))
        .order_by(col(SeasonalNeed.id))
    )
    return [
        DeclaredNeed(
            need_id=need.id or 0,
            partner_id=need.partner_id,
            from_site_ids=frozenset(
                of_territory[need.from_territory] - {need.to_site_id}
                if need.from_site_id is None
                else {need.from_site_id}
            ),
            to_site_id=need.to_site_id,
            first_month=need.first_month,
            last_month=need.last_month,
            quantity=Quantity(need.kg_a_week, need.pallet_hundredths_a_week),
            temperature=need.temperature,
            flexibility_weeks=need.flexibility_weeks,
            priority=Priority(need.priority),
        )
        for need in session.exec(statement)
    ]


def need_by_request(session: ReadSession, request_id: str) -> SeasonalNeed | None:
    """Return the need that a form already declared."""
    return session.exec(rows_from(SeasonalNeed).where(col(SeasonalNeed.request_id) == request_id)).first()


def lock_need(session: WriteSession, need_id: int) -> SeasonalNeed | None:
    """Lock one need and return it as it is now."""
    return session.get(SeasonalNeed, need_id, with_for_update=True, populate_existing=True)


def lock_needs(session: WriteSession, need_ids: Collection[int]) -> list[SeasonalNeed]:
    """Lock several needs, in order, and return those not withdrawn."""
    statement = (
        rows_from(SeasonalNeed)
        .where(col(SeasonalNeed.id).in_(sorted(need_ids)), col(SeasonalNeed.withdrawn_at).is_(None))
        .order_by(col(SeasonalNeed.id))
        .with_for_update()
    )
    return list(session.exec(statement))


def lock_invitation(session: WriteSession, invitation_id: int) -> Invitation | None:
    """Lock one invitation and return it as it is now."""
    return session.get(Invitation, invitation_id, with_for_update=True, populate_existing=True)


def sent_by(session: ReadSession, job_id: str) -> int:
    """Return how many invitations of a proposal were sent."""
    statement = select(func.count()).select_from(Invitation).where(col(Invitation.job_id) == job_id)
    return int(session.execute(statement).scalar_one())


def lapse(session: WriteSession, *, need_id: int, now: datetime, reason: str) -> None:
    """End the open invitations of a need."""
    session.execute(
        update(Invitation)
        .where(col(Invitation.need_id) == need_id, col(Invitation.state) == InvitationState.open)
        .values(state=InvitationState.lapsed, answered_at=now, reason=reason)
    )


def counted_invitations(session: ReadSession, weeks: tuple[date, date], *, now: datetime) -> list[Invitation]:
    """Return the invitations wanted around these weeks that count: answered, or open while they can be accepted."""
    first, last = weeks[0] - timedelta(weeks=8), weeks[1] + timedelta(weeks=8)
    statement = (
        rows_from(Invitation)
        .join(Departure, col(Departure.id) == Invitation.departure_id)
        .where(col(Invitation.wanted_week).between(first, last), col(Invitation.state).in_(_COUNTS))
        .where((col(Invitation.state) != InvitationState.open) | _may_be_accepted(now))
    )
    return list(session.exec(statement))


def _may_be_accepted(now: datetime) -> ColumnElement[bool]:
    return (col(Departure.closes_at) > now) & (col(Departure.state) == DepartureState.planned)


def coming_departures(session: ReadSession, weeks: tuple[date, date], *, now: datetime) -> list[ComingDeparture]:
    """Return the fixed departures of some weeks that still take reservations (four queries)."""
    wanted = (
        rows_from(Departure, Line)
        .join(Line, col(Line.id) == Departure.line_id)
        .where(
            col(Departure.kind) == DepartureKind.fixed,
            col(Departure.state) == DepartureState.planned,
            col(Departure.closes_at) > now,
            col(Departure.service_date).between(weeks[0], weeks[1] + timedelta(days=6)),
        )
        .order_by(col(Departure.service_date), col(Departure.id))
    )
    found = list(session.exec(wanted))
    ids = wanted.with_only_columns(col(Departure.id)).order_by(None)
    stops: defaultdict[int, list[DepartureStop]] = defaultdict(list)
    for stop in session.exec(rows_from(DepartureStop).where(col(DepartureStop.departure_id).in_(ids))):
        stops[stop.departure_id].append(stop)
    legs: defaultdict[int, list[Leg]] = defaultdict(list)
    for leg in session.exec(rows_from(Leg).where(col(Leg.departure_id).in_(ids))):
        legs[leg.departure_id].append(leg)
    rooms: defaultdict[int, list[LegRoom]] = defaultdict(list)
    for room in session.exec(rows_from(LegRoom).where(col(LegRoom.departure_id).in_(ids))):
        rooms[room.departure_id].append(room)
    return [
        ComingDeparture(
            departure,
            line,
            tuple(stop.site_id for stop in sorted(stops[key], key=lambda each: each.position)),
            tuple(sorted(legs[key], key=lambda each: each.position)),
            tuple(sorted(rooms[key], key=lambda each: (each.compartment_id, each.position))),
        )
        for departure, line in found
        for key in (departure.id or 0,)
    ]


def partner_kinds(session: ReadSession, partner_ids: Collection[int]) -> dict[int, PartnerKind]:
    """Return the kind of some partners."""
    partner = rows_of(Partner).c
    statement = select(partner.id, partner.kind).where(partner.id.in_(sorted(partner_ids)))
    return {row[0]: row[1] for row in session.execute(statement)}


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """An invitation with what its sentence needs."""

    invitation: Invitation
    departure: Departure
    line_name: str
    partner_name: str
    from_place: str
    to_place: str


def invitations(
    session: ReadSession, partner_ids: Collection[int] | None, *, since: date, most: int
) -> list[InvitationFacts]:
    """Return the invitations to departures from a day on, of these partners or of all, in the order they leave."""
    origin, destination = aliased(Site), aliased(Site)
    statement = (
        select(Invitation, Departure, col(Line.name), col(Partner.name), col(origin.name), col(destination.name))
        .join(Departure, col(Departure.id) == Invitation.departure_id)
        .join(Line, col(Line.id) == Departure.line_id)
        .join(Partner, col(Partner.id) == Invitation.partner_id)
        .join(origin, col(origin.id) == Invitation.from_site_id)
        .join(destination, col(destination.id) == Invitation.to_site_id)
        .where(col(Departure.service_date) >= since)
        .order_by(col(Departure.service_date), col(Invitation.id))
        .limit(most)
    )
    if partner_ids is not None:
        statement = statement.where(col(Invitation.partner_id).in_(partner_ids))
    return [InvitationFacts(*row) for row in session.execute(statement)]
