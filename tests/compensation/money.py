"""Acts on money for tests: a run with two loads, closing it, paying, reversing, and what then stands in the book."""

from datetime import date, timedelta

from core.access.rights import Member
from core.compensation.actions import (
    Closed,
    close_departure,
    record_payment,
    reverse_entry,
)
from core.compensation.views import AccountStatement, check, statement
from core.database.doors import WriteSession, reading, write
from core.ledger.units import Unit
from core.ledger.views import balances
from core.reservations.actions import ReservationRequest, Reserved, reserve
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_departure, a_line, a_vehicle, site_ids_of
from tests.compensation.network import NOW, TODAY, SmallNetwork

CAD = Unit.cad_cents
RUN_DAY = TODAY + timedelta(days=7)
AFTER = NOW + timedelta(days=8)
FLAT = 3000


def a_run(network: SmallNetwork) -> int:
    """Return a departure in a week, by a truck of the bank, on which the farm and the bank each reserved 100 kg."""

    def act(session: WriteSession) -> int:
        set_tariff(session, network.coordinator, TariffCard(TODAY - timedelta(days=1), 0, 0, 0, FLAT))
        truck = a_vehicle(session, owner_id=network.bank, fixed_cents=1000, cents_per_km=40, cents_per_hour=0)
        line = a_line(session, vehicle_id=truck, name="Ligne du Test", trough_discount_percent=0)
        return a_departure(session, line_id=line, day=RUN_DAY)

    departure_id = write(act)
    for partner_id, member in ((network.farm, network.farmer), (network.bank, network.banker)):
        booked(departure_id, partner_id, member)
    return departure_id


def booked(departure_id: int, partner_id: int, member: Member, kg: int = 100) -> int:
    def act(session: WriteSession) -> int:
        sites = site_ids_of(session, departure_id)
        answer = reserve(
            session,
            member,
            ReservationRequest(
                f"{departure_id}-{partner_id}-{kg}",
                partner_id,
                departure_id,
                sites[0],
                sites[-1],
                Quantity(kg, 50),
                TemperatureClass.chilled,
            ),
        )
        assert isinstance(answer, Reserved)
        return answer.reservation_id

    return write(act)


def closed(network: SmallNetwork, departure_id: int, *, by: Member | None = None) -> Closed:
    with clock.set_to(AFTER):
        return write(lambda session: close_departure(session, by or network.treasurer, departure_id=departure_id))


def paid(network: SmallNetwork, cents: int = 2000, request_id: str = "pay-1", **changes: object) -> int:
    fields = {"partner_id": network.farm, "day": TODAY, **changes}
    return write(
        lambda session: record_payment(session, network.treasurer, request_id=request_id, cents=cents, **fields)  # type: ignore[arg-type] # test data
    )


def undone(network: SmallNetwork, entry_id: int, request_id: str = "undo-1", reason: str = "erreur de saisie") -> int:
    with clock.set_to(AFTER):
        return write(
            lambda session: reverse_entry(
                session, network.treasurer, request_id=request_id, entry_id=entry_id, reason=reason
            )
        )


def all_balances() -> dict[tuple[int, Unit], int]:
    with reading() as session:
        assert check(session) == []
        return {name: amount for name, amount in balances(session).items() if amount}


def account_of(partner_id: int, member: Member, unit: Unit = CAD) -> AccountStatement:
    with reading() as session:
        return statement(
            session, member, partner_id=partner_id, unit=unit, first_day=date(2026, 1, 1), last_day=date(2027, 12, 31)
        )
