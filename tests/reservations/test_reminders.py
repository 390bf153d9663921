"""The day before, each partner is reminded once of what leaves tomorrow."""

from __future__ import annotations

import threading
from contextvars import copy_context
from datetime import datetime, timedelta

from core.database.doors import reading, write
from core.jobs.regular import remind_of_tomorrow
from core.notices.tables import NoticeKind
from core.notices.views import own_notices
from core.reservations.actions import cancel
from core.reservations.reminder_actions import REMINDS_FROM_MINUTE
from core.shared import clock
from tests.reservations.asking import Dock, a_dock, day_of, notices, somebody_else


def the_day_before(dock: Dock, minute: int = REMINDS_FROM_MINUTE) -> datetime:
    return clock.at_local(day_of(dock) - timedelta(days=1), minute)


def test_each_reservation_of_tomorrow_is_told_once(database: str) -> None:
    dock = a_dock()
    dock.ask(300)
    with clock.set_to(the_day_before(dock)):
        assert remind_of_tomorrow() == 1
        assert remind_of_tomorrow() == 0
    assert notices(dock.partner_id).count(NoticeKind.reminder) == 1
    with reading() as session:
        newest = own_notices(session, dock.member)[0]
    assert newest.facts["number"].startswith("R-")


def test_nobody_is_reminded_before_nine_nor_two_days_ahead(database: str) -> None:
    dock = a_dock()
    dock.ask(300)
    with clock.set_to(the_day_before(dock, REMINDS_FROM_MINUTE - 1)):
        assert remind_of_tomorrow() == 0
    with clock.set_to(the_day_before(dock) - timedelta(days=1)):
        assert remind_of_tomorrow() == 0


def test_who_waits_or_has_cancelled_is_not_reminded(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    gone = dock.ask(200).reservation_id
    write(lambda session: cancel(session, dock.member, reservation_id=gone, version=None))
    dock.ask(400)
    waits = somebody_else(dock)
    waits.ask(300, waits_if_full=True)
    with clock.set_to(the_day_before(dock)):
        assert remind_of_tomorrow() == 1
    assert NoticeKind.reminder not in notices(waits.partner_id)


def test_workers_at_the_same_time_remind_once(database: str) -> None:
    dock = a_dock()
    dock.ask(300)
    with clock.set_to(the_day_before(dock)):
        threads = [threading.Thread(target=copy_context().run, args=(remind_of_tomorrow,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert notices(dock.partner_id).count(NoticeKind.reminder) == 1
