"""Every SQL sentence about the goods: what was delivered, to whom, what found no room, who sent what from where."""

from collections.abc import Sequence

from sqlalchemy import and_, case, func, select

from core.database.doors import ReadSession
from core.database.sentences import rows_of
from core.lines.kinds import DepartureState
from core.lines.tables import Departure
from core.partners.kinds import PartnerKind
from core.partners.tables import Partner, Site
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.routes.own_vehicle import COOLED
from core.steering.alone import Ridden
from core.steering.evidence import Goods
from core.steering.spans import Span
from core.steering.use_store import flag, in_any

RODE = (ReservationState.confirmed, ReservationState.delivered)

_DEPARTURE, _PARTNER = rows_of(Departure), rows_of(Partner)
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


def ridden(session: ReadSession, spans: Sequence[Span]) -> list[Ridden]:
    """Return what each partner sent from place to place, day by day: loads that rode a departure not cancelled.

    A load handed over on the way counts once, on the day of its first departure: alone it would be driven in one go.
    """
    reservation, part, day = _RESERVATION.c, _PART.c, _DEPARTURE.c.service_date
    ends = (reservation.from_site_id, reservation.to_site_id)
    statement = (
        select(
            reservation.partner_id,
            day,
            *ends,
            func.sum(func.coalesce(reservation.delivered_kg, reservation.kg)),
            func.sum(reservation.pallet_hundredths),
            func.max(case((reservation.temperature.in_(COOLED), 1), else_=0)),
        )
        .join(_PART, and_(part.reservation_id == reservation.id, part.position == 0))
        .join(_DEPARTURE, _DEPARTURE.c.id == part.departure_id)
        .where(
            reservation.state.in_(RODE),
            part.from_position.is_not(None),
            _DEPARTURE.c.state != DepartureState.cancelled,
            in_any(day, spans),
        )
        .group_by(reservation.partner_id, day, *ends)
    )
    return [
        Ridden(partner_id, on, from_site_id, to_site_id, int(kg), int(pallet_hundredths), bool(is_cold))
        for partner_id, on, from_site_id, to_site_id, kg, pallet_hundredths, is_cold in session.execute(statement)
    ]
