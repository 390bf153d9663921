"""The price of each ride of a way with transfers, by the week of its own line."""

from datetime import date, timedelta

from core.database.doors import ReadSession
from core.reservations.itineraries import Stretch
from core.reservations.search import DepartureBoard
from core.reservations.store import Asker
from core.reservations.transfers import HopPrice, Pricing
from core.seasons.views import periods
from core.shared.periods import Period, week_start
from core.shared.quantities import Quantity


def hop_pricing(session: ReadSession, asker: Asker, quantity: Quantity, *, first_day: date, last_day: date) -> Pricing:
    """Return what prices any ride between two days for this partner and load (the weeks are read once)."""
    weeks = periods(session, first_week=week_start(first_day), last_week=last_day + timedelta(days=6))

    def priced(board: DepartureBoard, stretch: Stretch) -> HopPrice:
        week = weeks.get((board.line_id, week_start(board.service_date)))
        period = week.period if week is not None else Period.normal
        found = asker.prices.quote(
            quantity,
            metres=board.itinerary.metres(stretch),
            day=board.service_date,
            kind=asker.kind,
            period=period,
            trough_discount_percent=board.trough_discount_percent,
        )
        return HopPrice(found, period, asker.prices.on(board.service_date).tariff_id)

    return priced
