"""What people see of tariffs: the prices in force, and the price of one load before anything is booked."""

from datetime import date

from core.database.doors import ReadSession
from core.partners.kinds import PartnerKind
from core.shared.periods import Period
from core.shared.quantities import Quantity
from core.tariffs import store
from core.tariffs.price_list import PriceList, TariffInForce
from core.tariffs.pricing import Quote


def price_list(session: ReadSession) -> PriceList:
    """Return every tariff, oldest first (one query); its `quote` prices any number of loads."""
    return store.price_list(session)


def tariff_on(session: ReadSession, day: date) -> TariffInForce:
    """Return the tariff that counts for a run on `day`."""
    return store.price_list(session).on(day)


def quote(
    session: ReadSession,
    *,
    quantity: Quantity,
    metres: int,
    day: date,
    kind: PartnerKind,
    period: Period = Period.normal,
    trough_discount_percent: int = 0,
) -> Quote:
    """Return the price of carrying a load over `metres` on `day` for a partner of this kind."""
    return store.price_list(session).quote(
        quantity,
        metres=metres,
        day=day,
        kind=kind,
        period=period,
        trough_discount_percent=trough_discount_percent,
    )
