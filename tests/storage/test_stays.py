"""Reserving storage, waiting for it, changing one's mind; on both engines."""

from datetime import timedelta

import pytest
from sqlmodel import col, func, select, update

from core.access.rights import VISITOR
from core.audit.tables import AuditLine
from core.database.doors import reading, write
from core.shared import clock
from core.shared.errors import InThePast, NotAllowed, NotFound, SignInNeeded, StaleForm
from core.shared.plausible import OutOfBounds
from core.storage.actions import (
    StayWaiting,
    Stored,
    accept_storage_offer,
    cancel_stay,
    change_stay,
    decline_storage_offer,
    expire_storage_offers,
    reserve_storage,
)
from core.storage.check_views import drift
from core.storage.refusals import (
    BiggerThanStorage,
    NoStorageForMore,
    NotKeptThere,
    NotOfferedThatDay,
    OthersWaitForStorage,
    StayBegun,
    StayNotOpen,
    StayOfferEnded,
    StayRequestReused,
    StorageDearerNow,
    StorageFull,
)
from core.storage.states import StayState
from core.storage.tables import StorageDay
from tests.storage.depot import FROZEN, a_depot, assert_sound, notices, somebody_else, stay_of


def test_pallets_are_stored_on_every_day_and_priced_in_full(database: str) -> None:
    depot = a_depot()
    done = depot.ask(600, on=(2, 6), agreed_cents=5 * 6 * 120)
    assert isinstance(done, Stored)
    assert done.price_cents == 5 * 6 * 120
    assert depot.used() == [0, 0, 600, 600, 600, 600, 600, 0, 0, 0]
    assert notices(depot.partner_id) == ["stay_reserved"]
    assert notices(depot.owner_id) == ["stay_here"]
    assert_sound()
    with reading() as session:
        assert session.exec(select(AuditLine.act).where(AuditLine.subject == "storage_stay")).all() == ["reserved"]


def test_the_same_form_twice_stores_once_and_another_one_with_its_id_is_refused(database: str) -> None:
    depot = a_depot()
    request = depot.request()
    first = depot.send(request)
    assert depot.send(request) == first
    with pytest.raises(StayRequestReused):
        depot.send(depot.request(500, request_id=request.request_id))
    stranger = somebody_else(depot)
    with pytest.raises(NotFound):
        stranger.send(stranger.request(request_id=request.request_id))
    assert depot.used(2, 2) == [600]


def test_a_full_day_is_explained_and_one_may_wait_for_it(database: str) -> None:
    depot = a_depot()
    other, third = somebody_else(depot), somebody_else(depot)
    depot.ask(600, on=(4, 5))
    with pytest.raises(StorageFull) as full:
        other.ask(600, on=(2, 6))
    assert full.value.day == depot.day(4)
    assert full.value.lacking.pallet_hundredths == 200
    assert full.value.most.pallet_hundredths == 400
    waiting = other.ask(600, on=(2, 6), waits_if_full=True)
    assert isinstance(waiting, StayWaiting)
    assert waiting.rank == 1
    with pytest.raises(OthersWaitForStorage):
        third.ask(500, on=(6, 8))
    assert isinstance(third.ask(400, on=(6, 8)), Stored)
    assert_sound()


def test_freed_room_goes_at_once_to_who_waits(database: str) -> None:
    depot = a_depot()
    other = somebody_else(depot)
    first = depot.ask(800)
    waiting = other.ask(600, waits_if_full=True)
    assert isinstance(waiting, StayWaiting)
    write(lambda session: cancel_stay(session, depot.member, stay_id=first.stay_id))
    assert stay_of(waiting.stay_id).state is StayState.confirmed
    assert depot.used(2, 6) == [600] * 5
    assert notices(other.partner_id) == ["stay_waiting", "stay_promoted"]
    assert notices(depot.owner_id) == ["stay_here", "stay_here", "stay_gone"]
    assert_sound()


def test_an_offer_of_freed_room_is_accepted_declined_or_ends(database: str) -> None:
    depot = a_depot()
    first = depot.ask(1000)
    second, third = somebody_else(depot), somebody_else(depot)
    asks = second.ask(1000, waits_if_full=True, promotes_at_once=False)
    later = third.ask(900, waits_if_full=True, promotes_at_once=False)
    write(lambda session: cancel_stay(session, depot.member, stay_id=first.stay_id))
    assert stay_of(asks.stay_id).state is StayState.offered
    assert depot.used(2, 2) == [1000]
    write(lambda session: decline_storage_offer(session, second.member, stay_id=asks.stay_id))
    held = stay_of(later.stay_id)
    assert held.state is StayState.offered
    assert held.offer_ends_at is not None
    with clock.set_to(held.offer_ends_at):
        with pytest.raises(StayOfferEnded):
            write(lambda session: accept_storage_offer(session, third.member, stay_id=later.stay_id))
        assert write(expire_storage_offers) == 1
        assert write(expire_storage_offers) == 0
    assert stay_of(later.stay_id).state is StayState.cancelled
    assert depot.used(2, 2) == [0]
    assert notices(third.partner_id) == ["stay_waiting", "stay_offered", "stay_cancelled"]
    assert_sound()


def test_an_accepted_offer_is_a_stay_like_any_other(database: str) -> None:
    depot = a_depot()
    first = depot.ask(1000)
    other = somebody_else(depot)
    asks = other.ask(1000, waits_if_full=True, promotes_at_once=False)
    write(lambda session: cancel_stay(session, depot.member, stay_id=first.stay_id))
    for _twice in range(2):
        done = write(lambda session: accept_storage_offer(session, other.member, stay_id=asks.stay_id))
        assert done == Stored(asks.stay_id, 5 * 10 * 120, 1000)
    with pytest.raises(StayNotOpen):
        write(lambda session: decline_storage_offer(session, other.member, stay_id=asks.stay_id))
    assert_sound()


def test_less_frees_room_at_once_and_more_is_taken_only_where_there_is_some(database: str) -> None:
    depot = a_depot()
    other = somebody_else(depot)
    mine = depot.ask(800, on=(2, 6))
    waits = other.ask(500, on=(6, 8), waits_if_full=True)
    with pytest.raises(NoStorageForMore):
        write(
            lambda session: change_stay(
                session,
                depot.member,
                stay_id=mine.stay_id,
                pallet_hundredths=1000,
                first_day=depot.day(2),
                last_day=depot.day(6),
                version=1,
            )
        )
    done = write(
        lambda session: change_stay(
            session,
            depot.member,
            stay_id=mine.stay_id,
            pallet_hundredths=500,
            first_day=depot.day(1),
            last_day=depot.day(6),
            version=1,
        )
    )
    assert done == Stored(mine.stay_id, 6 * 5 * 120, 500)
    assert stay_of(waits.stay_id).state is StayState.confirmed
    assert depot.used(0, 8) == [0, 500, 500, 500, 500, 500, 1000, 500, 500]
    with pytest.raises(StaleForm):
        write(
            lambda session: change_stay(
                session,
                depot.member,
                stay_id=mine.stay_id,
                pallet_hundredths=400,
                first_day=depot.day(1),
                last_day=depot.day(6),
                version=1,
            )
        )
    assert_sound()


def test_a_stay_that_has_begun_is_shortened_not_cancelled(database: str) -> None:
    depot = a_depot()
    mine = depot.ask(800, on=(0, 6))
    with clock.set_to(clock.now() + timedelta(days=3)):
        with pytest.raises(StayBegun):
            write(lambda session: cancel_stay(session, depot.member, stay_id=mine.stay_id))
        with pytest.raises(InThePast):
            write(
                lambda session: change_stay(
                    session,
                    depot.member,
                    stay_id=mine.stay_id,
                    pallet_hundredths=800,
                    first_day=depot.day(-3),
                    last_day=depot.day(-1),
                    version=1,
                )
            )
        write(
            lambda session: change_stay(
                session,
                depot.member,
                stay_id=mine.stay_id,
                pallet_hundredths=800,
                first_day=depot.day(-3),
                last_day=depot.day(0),
                version=1,
            )
        )
    assert depot.used(0, 6) == [800, 800, 800, 800, 0, 0, 0]
    assert_sound()


def test_what_cannot_be_is_refused_with_its_own_sentence(database: str) -> None:
    depot = a_depot()
    with pytest.raises(BiggerThanStorage):
        depot.ask(1001)
    with pytest.raises(NotOfferedThatDay):
        depot.ask(100, on=(28, 40))
    with pytest.raises(NotKeptThere):
        depot.ask(100, temperature=FROZEN)
    with pytest.raises(StorageDearerNow):
        depot.ask(100, on=(2, 2), agreed_cents=119)
    with pytest.raises(InThePast):
        depot.ask(100, on=(-1, 2))
    for nonsense in (0, -5, 10**9, 1.5):
        with pytest.raises(OutOfBounds):
            depot.ask(nonsense)  # type: ignore[arg-type]  # what a form could send
    with pytest.raises(NotFound):
        depot.ask(100, offer_id=999)
    assert depot.used() == [0] * 10


def test_only_ones_own_partner_stores_and_changes(database: str) -> None:
    depot = a_depot()
    other = somebody_else(depot)
    mine = depot.ask()
    with pytest.raises(NotAllowed):
        write(lambda session: reserve_storage(session, other.member, depot.request()))
    with pytest.raises(SignInNeeded):
        write(lambda session: reserve_storage(session, VISITOR, depot.request()))
    with pytest.raises(NotFound):
        write(lambda session: cancel_stay(session, other.member, stay_id=mine.stay_id))
    write(lambda session: cancel_stay(session, depot.coordinator, stay_id=mine.stay_id))
    write(lambda session: cancel_stay(session, depot.coordinator, stay_id=mine.stay_id))
    assert depot.used() == [0] * 10


def test_a_counter_that_drifts_is_found(database: str) -> None:
    depot = a_depot()
    depot.ask()
    write(
        lambda session: session.execute(
            update(StorageDay).where(col(StorageDay.day) == depot.day(3)).values(used_pallet_hundredths=599)
        )
    )
    with reading() as session:
        assert len(drift(session)) == 1
        assert session.exec(select(func.count()).select_from(StorageDay)).one() == 31
