"""A confirmed sharing becomes reservations like any others; what cannot be is listed, and each partner is told why."""

from __future__ import annotations

from contextvars import copy_context
from threading import Thread
from typing import Any

import pytest
from sqlmodel import col, select

from core.database.doors import reading, write
from core.i18n.words import words
from core.jobs.regular import reserve_shares_in_time
from core.notices.sentences import sentence_of
from core.notices.tables import Notice, NoticeKind
from core.reservations.actions import cancel, cancel_departure
from core.reservations.tables import Reservation
from core.schema.verify import verify
from core.shared.errors import NotAllowed
from core.slot_windows.actions import withdraw_window
from core.slot_windows.cards import SlotOffer
from core.slot_windows.kinds import ShareState, WindowStage
from core.slot_windows.refusals import AskingGoesOn, NobodyAsked, SharedAlready, SharingChanged
from core.slot_windows.sharing_actions import SharingStep, confirm_sharing
from core.slot_windows.sharing_views import sharing_board
from core.slot_windows.views import outcomes
from tests.slot_windows.windows import TUESDAYS, Producer, a_spring, asking_is_over


def result_of(who: Producer, language: str = "en") -> list[str]:
    with reading() as session:
        notices = session.exec(
            select(Notice).where(
                col(Notice.kind).in_([NoticeKind.slots_shared, NoticeKind.reserved, NoticeKind.waiting]),
                Notice.partner_id == who.partner_id,
            )
        ).all()
        return [sentence_of(words(language), each.kind, each.facts) for each in notices]


def test_the_room_of_each_date_is_shared_reserved_and_explained(database: str) -> None:
    spring = a_spring()
    small, large, larger = spring.asked(100, 400, 600)
    with asking_is_over():
        board = spring.board()
        assert board.is_fair
        assert [(each.asked.pallet_hundredths, each.room.pallet_hundredths) for each in board.dates] == [
            (1100, 600)
        ] * 5
        step = spring.confirm()
    assert step == SharingStep(spring.window_id, booked=15, refused=0, goes_on=False)
    assert spring.held(small) == dict.fromkeys(TUESDAYS, ("confirmed", 100))
    assert spring.held(large) == dict.fromkeys(TUESDAYS, ("confirmed", 250))
    assert spring.held(larger) == dict.fromkeys(TUESDAYS, ("confirmed", 250))
    (said,) = result_of(larger)
    assert "you asked for 600 kg · 6 pal. on 5 dates" in said.replace("\u00a0", " ")
    assert "3 partners asked, each received up to" in said
    (all_of_it,) = result_of(small)
    assert "everything you asked for" in all_of_it
    shares = spring.own(larger).shares
    assert [(each.state, each.sharers, each.room.pallet_hundredths) for each in shares] == [
        (ShareState.booked, 3, 600)
    ] * 5
    assert spring.window().stage is WindowStage.shared
    with reading() as session:
        counted = [
            (each.full, each.part, each.nothing)
            for each in outcomes(session, spring.coordinator, window_id=spring.window_id)
        ]
    assert counted == [(5, 0, 0), (0, 5, 0), (0, 5, 0)]
    assert verify() == []


def test_a_double_click_reserves_once(database: str) -> None:
    spring = a_spring()
    (who,) = spring.asked(300)
    with asking_is_over():
        digest = spring.board().digest
        clicks = [Thread(target=copy_context().run, args=(spring.confirm, digest)) for _ in range(3)]
        for each in clicks:
            each.start()
        for each in clicks:
            each.join()
        spring.confirm(digest)
    assert spring.held(who) == dict.fromkeys(TUESDAYS, ("confirmed", 300))
    with reading() as session:
        assert len(session.exec(select(Reservation)).all()) == 5
    assert len(result_of(who)) == 1


def test_who_ships_on_few_dates_is_not_behind_who_ships_on_all(sqlite_database: object) -> None:
    spring = a_spring()
    (all_dates,) = spring.asked(600)
    (one_date,) = spring.asked(600, days=frozenset(TUESDAYS[:1]))
    with asking_is_over():
        spring.confirm()
    assert spring.held(one_date) == {TUESDAYS[0]: ("confirmed", 600)}
    assert spring.held(all_dates) == dict.fromkeys(TUESDAYS[1:], ("confirmed", 600))


def test_loads_share_only_the_legs_they_ride_together(sqlite_database: object) -> None:
    spring = a_spring()
    first, last = spring.producer(), spring.producer()
    spring.ask(first, 500, to_site_id=spring.sites[1])
    spring.ask(last, 500, from_site_id=spring.sites[1])
    (through,) = spring.asked(500)
    with asking_is_over():
        spring.confirm()
    assert {spring.held(each)[TUESDAYS[0]] for each in (first, last, through)} == {("confirmed", 300)}


@pytest.mark.parametrize(
    ("offer", "room"),
    [(SlotOffer(percent=50), 300), (SlotOffer(pallet_hundredths=200), 200), (SlotOffer(kg=150), 150)],
    ids=str,
)
def test_only_what_is_on_offer_and_free_is_shared(sqlite_database: object, offer: SlotOffer, room: int) -> None:
    spring = a_spring(offer=offer)
    regular = spring.producer()
    spring.reserve(regular, TUESDAYS[0], 200)
    spring.reserve(regular, TUESDAYS[1], 500)
    one, other = spring.asked(400, 400)
    with asking_is_over():
        spring.confirm()
    shared = [spring.held(one)[day][1] + spring.held(other)[day][1] for day in TUESDAYS]
    assert shared == [room, 100, room, room, room]


def test_what_is_not_received_waits_if_the_partner_wishes(database: str) -> None:
    spring = a_spring()
    waits, leaves = spring.producer(), spring.producer()
    spring.ask(waits, 500, waits_for_rest=True)
    spring.ask(leaves, 500)
    with asking_is_over():
        spring.confirm()
        rows = [share for share, request in spring.shares() if request.partner_id == waits.partner_id]
        assert all(share.waiting_id for share in rows)
        assert spring.held(leaves)[TUESDAYS[0]] == ("confirmed", 300)
        with reading() as session:
            waiting = session.get_one(Reservation, rows[0].waiting_id)
            assert (str(waiting.state), waiting.pallet_hundredths) == ("waiting", 200)
            gone = session.exec(
                select(Reservation).where(Reservation.partner_id == leaves.partner_id).order_by(col(Reservation.id))
            ).first()
        assert gone is not None
        write(lambda session: cancel(session, leaves.member, reservation_id=gone.id or 0))
        with reading() as session:
            assert str(session.get_one(Reservation, rows[0].waiting_id).state) == "confirmed"
    assert len(result_of(waits)) == 1
    assert verify() == []


def test_room_that_was_not_on_offer_is_left_to_everybody(sqlite_database: object) -> None:
    spring = a_spring(offer=SlotOffer(percent=50))
    who = spring.producer()
    spring.ask(who, 500, waits_for_rest=True)
    with asking_is_over():
        spring.confirm()
    assert spring.held(who) == dict.fromkeys(TUESDAYS, ("confirmed", 300))
    assert all(share.waiting_id is None for share, _request in spring.shares())
    assert "room that was not on offer" in spring.shares()[0][0].reason


def test_what_waited_before_is_served_before(sqlite_database: object) -> None:
    spring = a_spring()
    regular, early = spring.producer(), spring.producer()
    spring.reserve(regular, TUESDAYS[0], 400)
    with pytest.raises(AssertionError):
        spring.reserve(early, TUESDAYS[0], 300, waits_if_full=True)  # it waits
    (who,) = spring.asked(600)
    with asking_is_over():
        spring.confirm()
    assert TUESDAYS[0] not in spring.held(who)
    assert spring.own(who).shares[0].state is ShareState.nothing
    assert spring.held(who)[TUESDAYS[1]] == ("confirmed", 600)


def test_a_sharing_that_is_no_longer_what_was_seen_is_not_confirmed(database: str) -> None:
    spring = a_spring()
    regular = spring.producer()
    (who,) = spring.asked(600)
    with asking_is_over():
        digest = spring.board().digest
        spring.reserve(regular, TUESDAYS[0], 100)
        with pytest.raises(SharingChanged):
            spring.confirm(digest)
        assert spring.held(who) == {}
        assert spring.window().stage is WindowStage.closed
        spring.confirm()
    assert spring.held(who)[TUESDAYS[0]] == ("confirmed", 500)


def test_what_changes_between_two_steps_is_listed_with_its_reason(database: str) -> None:
    """The first four dates are reserved at once; before the next step the last truck fills, and the worker goes on."""
    spring = a_spring()
    regular, who = spring.producer(), spring.producer()
    spring.ask(who, 600, waits_for_rest=True)
    with asking_is_over():
        digest = spring.board().digest
        step = write(lambda s: confirm_sharing(s, spring.coordinator, window_id=spring.window_id, digest=digest))
        assert step.goes_on
        assert list(spring.held(who)) == list(TUESDAYS[:4])
        assert result_of(who) == []
        spring.reserve(regular, TUESDAYS[4], 100)
        assert reserve_shares_in_time() == 1
        assert reserve_shares_in_time() == 0
    last = spring.own(who).shares[-1]
    assert (last.state, last.given.pallet_hundredths) == (ShareState.booked, 500)
    assert "others reserved a part" in last.reason
    assert last.waiting_id is not None
    assert spring.held(who)[TUESDAYS[4]] == ("confirmed", 500)
    (said,) = result_of(who)
    assert "all of it on 4, a part on 1" in said
    assert verify() == []


def test_a_truck_that_filled_meanwhile_is_listed_and_all_of_it_waits(sqlite_database: object) -> None:
    spring = a_spring()
    regular, who = spring.producer(), spring.producer()
    spring.ask(who, 600, waits_for_rest=True)
    with asking_is_over():
        digest = spring.board().digest
        write(lambda s: confirm_sharing(s, spring.coordinator, window_id=spring.window_id, digest=digest))
        spring.reserve(regular, TUESDAYS[4], 600)
        assert reserve_shares_in_time() == 1
    last = spring.own(who).shares[-1]
    assert last.state is ShareState.refused
    assert "full between" in last.reason
    assert last.waiting_id is not None


def test_a_departure_cancelled_meanwhile_is_listed(sqlite_database: object) -> None:
    spring = a_spring()
    who = spring.producer()
    spring.ask(who, 600, days=frozenset(TUESDAYS[:2]))
    cancelled = spring.departures[TUESDAYS[0]]
    write(lambda s: cancel_departure(s, spring.coordinator, departure_id=cancelled, reason="Bris mécanique"))
    with asking_is_over():
        spring.confirm()
    first, second = spring.own(who).shares
    assert (first.state, second.state) == (ShareState.refused, ShareState.booked)
    assert "No departure" in first.reason


def test_sharing_waits_for_the_last_request_and_for_a_first_one(sqlite_database: object) -> None:
    spring = a_spring()
    with pytest.raises(AskingGoesOn):
        spring.confirm()
    with asking_is_over():
        with pytest.raises(NobodyAsked):
            spring.confirm()
        who = spring.producer()
        with pytest.raises(NotAllowed):
            write(lambda s: confirm_sharing(s, who.member, window_id=spring.window_id, digest=""))
        with reading() as session, pytest.raises(NotAllowed):
            sharing_board(session, who.member, window=spring.window())
        with reading() as session, pytest.raises(NotAllowed):
            outcomes(session, who.member, window_id=spring.window_id)


def test_what_is_shared_stays_shared(sqlite_database: object) -> None:
    spring = a_spring()
    who = spring.producer()
    spring.ask(who, 300)
    with asking_is_over():
        spring.confirm()
        with pytest.raises(SharedAlready):
            spring.ask(who, 100, version=1)
        with pytest.raises(SharedAlready):
            write(lambda s: withdraw_window(s, spring.coordinator, window_id=spring.window_id))


def test_steps_of_a_quarter_pallet_leave_nobody_with_crumbs(sqlite_database: object) -> None:
    spring = a_spring(step=25)
    partners = spring.asked(*[400] * 7)
    with asking_is_over():
        spring.confirm()
    received = [[held for _state, held in spring.held(each).values()] for each in partners]
    assert all(held % 25 == 0 for dates in received for held in dates)
    assert sum(map(sum, received)) == 5 * 600
    seasons = sorted(map(sum, received))
    assert seasons[-1] - seasons[0] <= 25


def test_bookings_of_others_at_the_same_time_never_overfill_a_truck(database: str) -> None:
    """While the sharing is confirmed in steps, others reserve what they can: everybody is answered, nothing is over."""
    spring = a_spring()
    spring.asked(300, 300, 300, waits_for_rest=True)
    others = [spring.producer() for _ in range(3)]
    faults: list[BaseException] = []

    def quietly(act: Any, *given: Any) -> None:
        try:
            act(*given)
        except Exception as fault:  # looked at below
            faults.append(fault)

    with asking_is_over():
        digest = spring.board().digest
        acts: list[tuple[Any, ...]] = [(spring.confirm, digest)]
        acts += [(spring.reserve, who, day, 100) for who in others for day in TUESDAYS[3:]]
        threads = [Thread(target=copy_context().run, args=(quietly, *each)) for each in acts]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        if spring.window().stage is WindowStage.closed:  # others were quicker than the first step
            spring.confirm()
    assert {type(each).__name__ for each in faults} <= {
        "SharingChanged",
        "TruckFull",
        "TruckFullUntil",
        "OthersWaitFirst",
    }
    assert {share.state for share, _request in spring.shares()} <= {ShareState.booked, ShareState.refused}
    assert verify() == []
