"""Every SQL sentence about the goods: what was delivered, to whom, what found no room, and who rode which stretch."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, FromClause, Label, and_, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from core.database.doors import ReadSession
from core.database.sentences import rows_of
from core.lines.kinds import DepartureState
from core.lines.tables import Departure, DepartureStop, Leg
from core.partners.kinds import PartnerKind
from core.partners.tables import Partner, Site
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.shared.places import Point
from core.steering.alone import Baseline, Stretch, fare_of
from core.steering.evidence import Goods, Ridden
from core.steering.spans import Span
from core.steering.use_store import flag, in_any

RODE = (ReservationState.confirmed, ReservationState.delivered)

_DEPARTURE, _LEG, _PARTNER = rows_of(Departure), rows_of(Leg), rows_of(Partner)
_RESERVATION, _PART, _SITE = rows_of(Reservation), rows_of(ReservationPart), rows_of(Site)


def goods(session: ReadSession, spans: Sequence[Span]) -> list[list[Goods]]:
    """Return, for each span, the loads whose first departure left in it, by their state.

    A load weighs what was recorded at delivery, else what was reserved. Loads of cancelled departures do not count
    as carried: their reservations are cancelled with them.
    """
    reservation, day = _RESERVATION.c, _DEPARTURE.c.service_date
    kg = func.coalesce(reservation.delivered_kg, reservation.kg)
    to_food_bank = case((_PARTNER.c.kind == PartnerKind.food_bank, kg), else_=0)
    recorded = case((reservation.delivered_kg.is_not(None), 1), else_=0)
    sums = [func.sum(flag(day, span) * amount) for span in spans for amount in (1, kg, to_food_bank, recorded)]
    statement = (
        select(reservation.state, *sums)
        .join(_PART, and_(_PART.c.reservation_id == reservation.id, _PART.c.position == 0))
        .join(_DEPARTURE, _DEPARTURE.c.id == _PART.c.departure_id)
        .join(_SITE, _SITE.c.id == reservation.to_site_id)
        .join(_PARTNER, _PARTNER.c.id == _SITE.c.partner_id)
        .where(in_any(day, spans))
        .group_by(reservation.state)
    )
    found: list[list[Goods]] = [[] for _ in spans]
    for state, *amounts in session.execute(statement):
        for index, of_span in enumerate(found):
            loads, weight, to_food_banks, weighed = (int(each) for each in amounts[4 * index : 4 * index + 4])
            of_span.append(Goods(state, loads, weight, to_food_banks, weighed))
    return found


def ridden(session: ReadSession, spans: Sequence[Span], fares: dict[str, int]) -> list[Ridden]:
    """Return what each partner rode, equal stretches counted together; its loads on one departure are one trip.

    Args:
        session: a reading session.
        spans: the periods to count trips in.
        fares: cents of each ferry by its name.
    """
    trip = _equal_trips(spans)
    first, last = rows_of(Site, "first_site"), rows_of(Site, "last_site")
    at_docks = [
        trip.c[f"trips_{index}"] * (first.c.setup_minutes + last.c.setup_minutes) for index in range(len(spans))
    ]
    per_pallet = first.c.minutes_per_pallet + last.c.minutes_per_pallet
    statement = (
        select(
            trip.c.partner_id,
            first.c.latitude,
            first.c.longitude,
            last.c.latitude,
            last.c.longitude,
            trip.c.metres,
            trip.c.crossings,
            trip.c.ferries,
            trip.c.is_one_way,
            _PARTNER.c.alone_cents_per_km,
            _PARTNER.c.alone_cents_per_hour,
            *(trip.c[f"trips_{index}"] for index in range(len(spans))),
            *(100 * set_up + trip.c[f"pallets_{index}"] * per_pallet for index, set_up in enumerate(at_docks)),
        )
        .join(first, first.c.id == trip.c.first_site_id)
        .join(last, last.c.id == trip.c.last_site_id)
        .join(_PARTNER, _PARTNER.c.id == trip.c.partner_id)
    )
    return [_ridden(row, fares) for row in session.execute(statement)]


def _equal_trips(spans: Sequence[Span]) -> CTE:
    """Count the trips of one partner over the same stretch together, in each span, with the pallets handled."""
    ride = _with_road(spans)
    from_stop, to_stop = rows_of(DepartureStop, "from_stop"), rows_of(DepartureStop, "to_stop")
    kinds = (
        ride.c.partner_id,
        from_stop.c.site_id.label("first_site_id"),
        to_stop.c.site_id.label("last_site_id"),
        ride.c.metres,
        ride.c.crossings,
        ride.c.ferries,
        ride.c.is_one_way,
    )
    sums = []
    for index, span in enumerate(spans):
        inside = flag(ride.c.service_date, span)
        sums += [
            func.sum(inside).label(f"trips_{index}"),
            func.sum(inside * ride.c.pallet_hundredths).label(f"pallets_{index}"),
        ]
    return (
        select(*kinds, *sums)
        .join(from_stop, _is_stop(ride, from_stop, "from_position"))
        .join(to_stop, _is_stop(ride, to_stop, "to_position"))
        .group_by(*(kind.element if isinstance(kind, Label) else kind for kind in kinds))
        .cte("trip")
        .prefix_with("MATERIALIZED")
    )


def _is_stop(ride: CTE, stop: FromClause, position: str) -> ColumnElement[bool]:
    return and_(stop.c.departure_id == ride.c.departure_id, stop.c.position == ride.c[position])


def _with_road(spans: Sequence[Span]) -> CTE:
    """Add to each ride the length of its legs and the ferries on them."""
    ride, leg = _rides(spans), _LEG.c
    its_legs = and_(
        leg.departure_id == ride.c.departure_id,
        leg.position >= ride.c.from_position,
        leg.position < ride.c.to_position,
    )
    one = (ride.c.departure_id, ride.c.partner_id)
    same = [
        func.min(column).label(column.name) for column in ride.c if column.name not in {"departure_id", "partner_id"}
    ]
    return (
        select(
            *one,
            *same,
            func.sum(leg.metres).label("metres"),
            func.sum(case((leg.ferry != "", 1), else_=0)).label("crossings"),
            func.max(leg.ferry).label("ferries"),
        )
        .join(_LEG, its_legs)
        .group_by(*one)
        .cte("road")
    )


def _rides(spans: Sequence[Span]) -> CTE:
    """Put together the loads of one partner on one departure: from its first stop to its last."""
    reservation, part = _RESERVATION.c, _PART.c
    ends = (reservation.from_site_id, reservation.to_site_id)
    one_pair = and_(*(func.min(end) == func.max(end) for end in ends))
    return (
        select(
            part.departure_id,
            reservation.partner_id,
            func.min(_DEPARTURE.c.service_date).label("service_date"),
            func.min(part.from_position).label("from_position"),
            func.max(part.to_position).label("to_position"),
            func.sum(reservation.pallet_hundredths).label("pallet_hundredths"),
            case((one_pair, 1), else_=0).label("is_one_way"),
        )
        .join(_PART, part.reservation_id == reservation.id)
        .join(_DEPARTURE, _DEPARTURE.c.id == part.departure_id)
        .where(
            reservation.state.in_(RODE),
            part.from_position.is_not(None),
            _DEPARTURE.c.state != DepartureState.cancelled,
            in_any(_DEPARTURE.c.service_date, spans),
        )
        .group_by(part.departure_id, reservation.partner_id)
        .cte("ride")
        .prefix_with("MATERIALIZED")
    )


def _ridden(row: Sequence[Any], fares: dict[str, int]) -> Ridden:
    partner_id, *places = row[:5]
    metres, crossings, ferries, is_one_way, cents_per_km, cents_per_hour = row[5:11]
    amounts = [int(each) for each in row[11:]]
    trips, hundredths = amounts[: len(amounts) // 2], amounts[len(amounts) // 2 :]
    stretch = Stretch(
        partner_id=partner_id,
        first=Point(*places[:2]),
        last=Point(*places[2:]),
        metres=int(metres),
        crossings=int(crossings),
        fare_cents=fare_of(ferries, fares),
        is_one_way=bool(is_one_way),
    )
    return Ridden(stretch, Baseline(cents_per_km, cents_per_hour), tuple(trips), tuple(hundredths))
