"""What a worker does by itself every so often: the network's clock, for whatever nobody happens to touch.

Each act looks first whether there is anything to do, then does it in a transaction of its own. Two workers doing the
same one do no harm: acts decide under their locks.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import core.schema.every_table  # noqa: F401 - what an act writes may point to any table
from core.access.rights import Member, Right
from core.database.doors import reading, write
from core.jobs.post import send_letters
from core.reservations.actions import expire_offers
from core.reservations.priority_actions import serve_released
from core.reservations.priority_views import served_now
from core.reservations.reminder_actions import remind, reminders_due
from core.reservations.series_actions import SeriesStep, extend_series
from core.reservations.series_confirm_actions import release_unconfirmed
from core.reservations.series_views import series_to_confirm, series_to_extend
from core.reservations.views import room_to_free
from core.shared.errors import BusyNetwork
from core.slot_windows.sharing_actions import SharingStep, go_on_sharing
from core.slot_windows.views import windows_to_book
from core.storage.actions import expire_storage_offers
from core.storage.views import storage_to_free

log = logging.getLogger("navette.jobs")


@dataclass(frozen=True, slots=True)
class RegularAct:
    """One thing done every so many seconds; `run` says how much it did."""

    name: str
    every_seconds: float
    run: Callable[[], int]


def _apart(what: str, ids: Iterable[int], do: Callable[[int], int]) -> int:
    """Do something for each of these things; what fails for one is no fault of the others. Return how much was done."""
    done = 0
    for each in ids:
        try:
            done += do(each)
        except BusyNetwork:
            log.warning("%s %s: the database is busy; trying again soon", what, each)
        except Exception:  # a fault about one thing must not hold up the others
            log.exception("%s %s could not go on; trying again soon", what, each)
    return done


def free_room_in_time() -> int:
    """End the offers, kept room and approvals whose time is over, and serve whoever waits; return how many ended."""
    with reading() as session:
        late = room_to_free(session)
    return _apart("departure", late, lambda each: write(partial(expire_offers, departure_id=each)))


def free_storage_in_time() -> int:
    """End the offers of storage whose time is over, and serve whoever waits; return in how many places."""
    with reading() as session:
        late = storage_to_free(session)
    return _apart("storage offer", late, lambda each: write(partial(expire_storage_offers, offer_id=each)))


def extend_series_in_time() -> int:
    """Book the dates of series that have a departure by now; return how many were decided, booked or not.

    A series goes on in the name of somebody who may act for its partner, for it alone; one that fails holds up no
    other.
    """
    with reading() as session:
        asked = series_to_extend(session)
    members = {series_id: Member(person_id=by, partner_ids=(partner_id,)) for series_id, by, partner_id in asked}
    return _apart("series", members, lambda each: _extend(each, members[each]))


def _extend(series_id: int, member: Member) -> int:
    decided = 0
    step: SeriesStep | None = None
    while step is None or step.next_day is not None:
        step = write(partial(extend_series, member=member, series_id=series_id))
        decided += len(step.done) + len(step.waiting) + len(step.refused)
    return decided


def confirm_series_in_time() -> int:
    """Let go of the dates of series that nobody confirmed again, and remind of the next ones; return how many."""
    with reading() as session:
        due = series_to_confirm(session)
    return _apart("series", due, lambda each: write(partial(release_unconfirmed, series_id=each)))


def serve_released_in_time() -> int:
    """Serve whoever waited for room that was kept and is released now; return on how many departures."""
    with reading() as session:
        if not served_now(session):
            return 0
    return write(serve_released)


def remind_of_tomorrow() -> int:
    """Remind partners of what leaves tomorrow; return how many reservations were told."""
    with reading() as session:
        if not reminders_due(session):
            return 0
    return write(remind)


def reserve_shares_in_time() -> int:
    """Reserve the shares of confirmed windows that a closed tab left undone; return how many were decided."""
    with reading() as session:
        left = windows_to_book(session)
    members = {window_id: Member(person_id=by, rights=frozenset({Right.coordinator})) for window_id, by in left}
    return _apart("slot window", members, lambda each: _share(each, members[each]))


def _share(window_id: int, member: Member) -> int:
    decided = 0
    step: SharingStep | None = None
    while step is None or step.goes_on:
        step = write(partial(go_on_sharing, member=member, window_id=window_id))
        decided += step.booked + step.refused
    return decided


REGULAR: tuple[RegularAct, ...] = (
    RegularAct("free room in time", 15, free_room_in_time),
    RegularAct("free storage in time", 60, free_storage_in_time),
    RegularAct("extend series in time", 60, extend_series_in_time),
    RegularAct("confirm series in time", 60, confirm_series_in_time),
    RegularAct("reserve shares in time", 60, reserve_shares_in_time),
    RegularAct("serve released room in time", 60, serve_released_in_time),
    RegularAct("remind of tomorrow", 300, remind_of_tomorrow),
    RegularAct("send letters", 15, send_letters),
)


class Rounds:
    """Remembers when each act was last done, and does those that are due."""

    def __init__(self, acts: Sequence[RegularAct] = REGULAR, now: Callable[[], float] = time.monotonic) -> None:
        self._acts = acts
        self._now = now
        self._due = dict.fromkeys((act.name for act in acts), now())

    def make(self) -> None:
        """Do what is due; what fails is tried again at its next turn, and holds up nothing else."""
        for act in self._acts:
            if self._now() < self._due[act.name]:
                continue
            self._due[act.name] = self._now() + act.every_seconds
            try:
                act.run()
            except BusyNetwork:
                log.warning("%s: the database is busy; trying again soon", act.name)
            except Exception:  # one act that fails must not stop the others
                log.exception("%s failed; trying again soon", act.name)
