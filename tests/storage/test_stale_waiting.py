"""A stay that waited in vain until its first day ends, is told so, and its place in line holds up nobody (R3, R12)."""

from __future__ import annotations

from datetime import timedelta

from core.database.doors import reading, write
from core.i18n.words import words
from core.jobs.regular import free_storage_in_time
from core.notices.sentences import sentence_of
from core.notices.views import own_notices
from core.shared import clock
from core.storage.actions import cancel_stay, change_stay
from core.storage.states import StayState
from tests.storage.depot import Depot, a_depot, assert_sound, notices, somebody_else, stay_of


def test_it_ends_the_day_after_and_whoever_it_held_up_gets_the_room(database: str) -> None:
    depot = a_depot()
    depot.ask(600, on=(1, 2))
    vain, behind = somebody_else(depot), somebody_else(depot)
    waits = vain.ask(1000, on=(2, 9), waits_if_full=True)
    held_up = behind.ask(400, on=(5, 9), waits_if_full=True)
    with clock.set_to(clock.at_local(depot.day(2), 24 * 60 - 1)):
        assert free_storage_in_time() == 0, "it may still come on its first day"
    with clock.set_to(clock.at_local(depot.day(3), 0)):
        assert free_storage_in_time() == 1
        assert free_storage_in_time() == 0
    assert stay_of(waits.stay_id).state is StayState.cancelled
    assert notices(vain.partner_id)[-1] == "stay_cancelled"
    assert stay_of(held_up.stay_id).state is StayState.confirmed
    assert_sound()


def test_one_that_asks_for_later_days_in_time_goes_on_waiting(sqlite_database: object) -> None:
    depot = a_depot()
    depot.ask(600, on=(1, 20))
    vain = somebody_else(depot)
    waits = vain.ask(1000, on=(2, 9), waits_if_full=True)
    write(
        lambda session: change_stay(
            session,
            vain.member,
            stay_id=waits.stay_id,
            pallet_hundredths=1000,
            first_day=depot.day(5),
            last_day=depot.day(9),
            version=1,
        )
    )
    with clock.set_to(clock.now() + timedelta(days=4)):
        assert free_storage_in_time() == 0
    assert stay_of(waits.stay_id).state is StayState.waiting


def test_the_notice_says_why_it_ended(sqlite_database: object) -> None:
    depot = a_depot()
    first = depot.ask(1000)
    unanswered, vain = somebody_else(depot), somebody_else(depot)
    unanswered.ask(400, waits_if_full=True, promotes_at_once=False)
    write(lambda session: cancel_stay(session, depot.member, stay_id=first.stay_id))
    vain.ask(1000, waits_if_full=True)
    with clock.set_to(clock.at_local(depot.day(2), 0)):
        free_storage_in_time()
    with clock.set_to(clock.at_local(depot.day(4), 0)):
        free_storage_in_time()
    assert "sans réponse" in last_said(unanswered)
    assert notices(vain.partner_id) == ["stay_waiting", "stay_promoted"]
    other = somebody_else(depot)
    other.ask(1000, waits_if_full=True)
    with clock.set_to(clock.at_local(depot.day(3), 0)):
        free_storage_in_time()
    assert "Aucune place ne s’est libérée" in last_said(other)


def last_said(depot: Depot) -> str:
    with reading() as session:
        told = own_notices(session, depot.member)[0]
    return sentence_of(words("fr"), told.kind, told.facts)
