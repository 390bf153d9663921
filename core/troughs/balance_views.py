"""What is known of the coming season: needs, trucks with room in trough weeks, invitations, a proposal to look at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access.rights import Member, Right, require_signed_in
from core.database.doors import ReadSession
from core.lines.kinds import DepartureState
from core.seasons.views import periods
from core.shared import clock
from core.shared.periods import Period, week_start
from core.shared.quantities import Quantity, TemperatureClass
from core.troughs import balance_store as store
from core.troughs.balance import BalanceProblem, Box, Priority, Truck
from core.troughs.balance_store import ComingDeparture, InvitationFacts
from core.troughs.kinds import InvitationState, NeedKind
from core.troughs.seasonal_needs import wants
from core.troughs.tables import Invitation, SeasonalNeed

_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A declared need as its partner and the coordinator see it."""

    id: int
    partner_id: int
    kind: NeedKind
    from_site_id: int | None
    from_territory: str
    to_site_id: int
    first_month: int
    last_month: int
    quantity: Quantity
    temperature: TemperatureClass
    flexibility_weeks: int
    priority: Priority
    note: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation as its partner and the coordinator see it."""

    id: int
    partner_id: int
    partner_name: str
    departure_id: int
    line_name: str
    service_date: date
    answer_by: datetime
    wanted_week: date
    from_place: str
    to_place: str
    quantity: Quantity
    temperature: TemperatureClass
    price_cents: int
    state: InvitationState
    reason: str
    reservation_id: int | None


@dataclass(frozen=True, slots=True)
class SeasonAhead:
    """The problem of some weeks, with the departure behind each of its trucks."""

    problem: BalanceProblem
    departures: tuple[ComingDeparture, ...]


def needs(session: ReadSession, member: Member) -> list[NeedRow]:
    """Return the active needs of the person's partners, or of all for a coordinator (R9)."""
    require_signed_in(member)
    return [_need(each) for each in store.active_needs(session, _seen_by(member))]


def invitations(session: ReadSession, member: Member) -> list[InvitationRow]:
    """Return the invitations to coming departures of the person's partners, or of all for a coordinator (R9)."""
    require_signed_in(member)
    now = clock.now()
    facts = store.invitations(session, _seen_by(member), since=clock.today(), most=_MOST_SHOWN)
    return [_invitation(each, now) for each in facts]


def season_ahead(session: ReadSession, *, first_week: date, weeks: int, now: datetime) -> SeasonAhead:
    """Return what partners want of some weeks, and the departures of trough weeks with room (nine queries).

    What partners were invited for counts as asked already; what is still to answer, as promised.
    """
    first = week_start(first_week)
    last = first + timedelta(weeks=weeks - 1)
    sent = store.counted_invitations(session, (first, last), now=now)
    answered: defaultdict[tuple[int, date], int] = defaultdict(int)
    for each in sent:
        answered[each.need_id, each.wanted_week] += each.kg
    of_week = periods(session, first_week=first, last_week=last)
    departures = tuple(
        each
        for each in store.coming_departures(session, (first, last), now=now)
        if _is_trough(of_week.get((each.departure.line_id, week_start(each.departure.service_date))))
    )
    promised: defaultdict[int, list[Invitation]] = defaultdict(list)
    for each in sent:
        if each.state is InvitationState.open:
            promised[each.departure_id].append(each)
    mondays = [first + timedelta(weeks=each) for each in range(weeks)]
    problem = BalanceProblem(
        wants=tuple(wants(store.declared_needs(session), mondays, answered)),
        trucks=tuple(_truck(each, promised[each.departure.id or 0]) for each in departures),
    )
    return SeasonAhead(problem, departures)


def _is_trough(week: object) -> bool:
    return getattr(week, "period", None) is Period.trough


def _truck(coming: ComingDeparture, promised: Sequence[Invitation]) -> Truck:
    by_box: defaultdict[int, list[Quantity]] = defaultdict(list)
    kept: dict[int, TemperatureClass] = {}
    for room in coming.rooms:
        kept[room.compartment_id] = room.temperature
        free = Quantity(room.capacity_kg - room.used_kg, room.capacity_pallet_hundredths - room.used_pallet_hundredths)
        by_box[room.compartment_id].append(free - _promised(promised, room.position, room.compartment_id))
    payload = tuple(leg.payload_kg - leg.used_kg - _promised(promised, leg.position).kg for leg in coming.legs)
    return Truck(
        departure_id=coming.departure.id or 0,
        week=week_start(coming.departure.service_date),
        site_ids=coming.site_ids,
        boxes=tuple(Box(key, kept[key], tuple(_not_below_nothing(free))) for key, free in by_box.items()),
        payload_free_kg=tuple(max(0, kg) for kg in payload),
    )


def _promised(promised: Sequence[Invitation], leg: int, compartment_id: int | None = None) -> Quantity:
    on_leg = [each for each in promised if each.from_position <= leg < each.to_position]
    in_box = [each for each in on_leg if compartment_id in (None, each.compartment_id)]
    return Quantity(sum(each.kg for each in in_box), sum(each.pallet_hundredths for each in in_box))


def _not_below_nothing(free: Iterable[Quantity]) -> Iterable[Quantity]:
    return (Quantity(max(0, each.kg), max(0, each.pallet_hundredths)) for each in free)


def _seen_by(member: Member) -> Collection[int] | None:
    return None if member.has(Right.coordinator) else member.partner_ids


def _need(row: SeasonalNeed) -> NeedRow:
    return NeedRow(
        id=row.id or 0,
        partner_id=row.partner_id,
        kind=row.kind,
        from_site_id=row.from_site_id,
        from_territory=row.from_territory,
        to_site_id=row.to_site_id,
        first_month=row.first_month,
        last_month=row.last_month,
        quantity=Quantity(row.kg_a_week, row.pallet_hundredths_a_week),
        temperature=row.temperature,
        flexibility_weeks=row.flexibility_weeks,
        priority=Priority(row.priority),
        note=row.note,
    )


def _invitation(facts: InvitationFacts, now: datetime) -> InvitationRow:
    row, departure = facts.invitation, facts.departure
    is_closed = departure.closes_at <= now or departure.state is not DepartureState.planned
    over = row.state is InvitationState.open and is_closed
    return InvitationRow(
        id=row.id or 0,
        partner_id=row.partner_id,
        partner_name=facts.partner_name,
        departure_id=row.departure_id,
        line_name=facts.line_name,
        service_date=departure.service_date,
        answer_by=departure.closes_at,
        wanted_week=row.wanted_week,
        from_place=facts.from_place,
        to_place=facts.to_place,
        quantity=Quantity(row.kg, row.pallet_hundredths),
        temperature=row.temperature,
        price_cents=row.price_cents,
        state=InvitationState.lapsed if over else row.state,
        reason=row.reason,
        reservation_id=row.reservation_id,
    )
