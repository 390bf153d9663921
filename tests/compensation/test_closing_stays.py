"""A stay in storage that is over reaches the book once: its partner owes it, the owner of the place is owed it (R6)."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest

from core.access.rights import Member, Right
from core.compensation.actions import StayClosed, close_departure, close_stay, reverse_entry
from core.compensation.refusals import NothingToClose, StillStored
from core.compensation.views import check, statement, to_close
from core.database.doors import WriteSession, reading, write
from core.ledger.entries import Fund
from core.ledger.units import Unit
from core.ledger.views import balances, fund_balances
from core.schema.verify import verify
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound
from core.storage.actions import Stored, cancel_stay
from core.storage.tables import StorageStay
from core.tariffs.actions import set_tariff
from core.tariffs.cards import QUEBEC_TAXES, TariffCard
from tests.builders import a_member
from tests.reservations.ways import a_way, assert_whole
from tests.storage.depot import Depot, a_depot

CAD = Unit.cad_cents
PRICE = 6 * 5 * 120  # pallets, days, cents


@pytest.fixture
def depot(database: str) -> Depot:
    return a_depot()


def treasurer() -> Member:
    return write(lambda session: a_member(session, rights=[Right.treasurer]))


def stored(depot: Depot) -> int:
    done = depot.ask(600)
    assert isinstance(done, Stored)
    return done.stay_id


def closed(stay_id: int, member: Member) -> StayClosed:
    return write(lambda session: close_stay(session, member, stay_id=stay_id))


def dollars() -> dict[int, int]:
    with reading() as session:
        assert check(session) == []
        return {name[0]: cents for name, cents in balances(session).items() if name[1] is CAD and cents}


def test_whoever_stored_owes_the_owner_of_the_place(depot: Depot) -> None:
    stay_id, member = stored(depot), treasurer()
    with clock.set_to(clock.now() + timedelta(days=7)):
        with reading() as session:
            (row,) = to_close(session, depot.coordinator).stays
            assert (row.stay_id, row.bill.total_cents, row.partner_id) == (stay_id, PRICE, depot.partner_id)
            with pytest.raises(NotAllowed):
                to_close(session, depot.member)
        first = closed(stay_id, member)
        assert closed(stay_id, depot.coordinator) == first
        assert dollars() == {depot.partner_id: -PRICE, depot.owner_id: PRICE}
        with reading() as session:
            assert not to_close(session, member).stays
            today = clock.today()
            (line,) = statement(
                session,
                depot.owner,
                partner_id=depot.owner_id,
                unit=CAD,
                first_day=today - timedelta(days=9),
                last_day=today,
            ).lines
        assert (line.amount, line.about) == (PRICE, f"Carrefour d'Amqui · E-{stay_id:04d}")
        assert verify() == []


def test_two_people_closing_at_once_post_it_once(depot: Depot) -> None:
    stay_id = stored(depot)
    answers: list[StayClosed] = []

    def close() -> None:
        with clock.set_to(clock.now() + timedelta(days=7)):
            answers.append(closed(stay_id, depot.coordinator))

    threads = [threading.Thread(target=close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len({answer.entry_id for answer in answers}) == 1
    assert dollars() == {depot.partner_id: -PRICE, depot.owner_id: PRICE}


def test_a_reversed_stay_comes_back_to_be_closed_anew(depot: Depot) -> None:
    stay_id, member = stored(depot), treasurer()
    with clock.set_to(clock.now() + timedelta(days=7)):
        entry_id = closed(stay_id, member).entry_id or 0
        write(lambda session: reverse_entry(session, member, request_id="u", entry_id=entry_id, reason="erreur"))
        assert dollars() == {}
        with reading() as session:
            assert [row.stay_id for row in to_close(session, member).stays] == [stay_id]
        assert closed(stay_id, member).entry_id not in (None, entry_id)
        assert dollars() == {depot.partner_id: -PRICE, depot.owner_id: PRICE}


def test_a_stay_under_way_or_cancelled_or_free_or_at_home_owes_nothing(depot: Depot) -> None:
    stay_id = stored(depot)
    with pytest.raises(StillStored):
        closed(stay_id, depot.coordinator)
    write(lambda session: cancel_stay(session, depot.member, stay_id=stay_id))
    owner = a_depot(cents_per_pallet_day=0)
    free = stored(owner)
    with clock.set_to(clock.now() + timedelta(days=7)):
        with pytest.raises(NothingToClose):
            closed(stay_id, depot.coordinator)
        with pytest.raises(NotFound):
            closed(999, depot.coordinator)
        with pytest.raises(NotAllowed):
            closed(free, owner.member)
        assert closed(free, owner.coordinator).entry_id is None
        with reading() as session:
            assert not to_close(session, depot.coordinator).stays
    assert dollars() == {}


def test_taxes_on_a_stay_are_agreed_with_it_and_kept_apart(depot: Depot) -> None:
    card = TariffCard(clock.today(), 0, 0, 0, 0, taxes=QUEBEC_TAXES)
    write(lambda session: set_tariff(session, depot.coordinator, card))
    done = depot.ask(600)
    assert isinstance(done, Stored)
    bill = QUEBEC_TAXES.on(PRICE)
    assert done.taxes.on(done.price_cents) == bill
    with clock.set_to(clock.now() + timedelta(days=7)):
        closed(done.stay_id, depot.coordinator)
        assert dollars() == {depot.partner_id: -bill.total_cents, depot.owner_id: PRICE}
        with reading() as session:
            funds = fund_balances(session)
    assert (funds[Fund.gst, CAD], funds[Fund.qst, CAD]) == (bill.gst_cents, bill.qst_cents)


def test_the_check_sees_a_price_changed_after_closing(depot: Depot) -> None:
    stay_id = stored(depot)
    with clock.set_to(clock.now() + timedelta(days=7)):
        closed(stay_id, depot.coordinator)

        def cheaper(session: WriteSession) -> None:
            session.get_one(StorageStay, stay_id).price_cents = 1

        write(cheaper)
        with reading() as session:
            assert check(session) == [
                f"stay {stay_id}: the book says {PRICE} cents and 0 of taxes, not what was agreed"
            ]


def test_what_a_way_pays_for_storage_goes_to_the_place_when_its_last_truck_is_back(database: str) -> None:
    way = a_way()
    done = way.send(way.request())
    storage = 2 * 120
    with clock.set_to(clock.at_local(way.day, 23 * 60)):
        for departure_id in way.departure_ids:
            write(partial(close_departure, member=way.coordinator, departure_id=departure_id))
        owed = dollars()
        with reading() as session:
            assert not to_close(session, way.coordinator).stays
    assert owed[way.partner_id] == -done.price_cents
    assert owed[way.owner_id] == storage
    assert_whole()
