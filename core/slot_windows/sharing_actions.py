"""Confirming a sharing: each share becomes a reservation like any other, or is listed with its reason (R1, R4).

One step treats a few dates in one transaction: the window is locked, then the departures of these dates in the order
of their ids, then each share is reserved by the code of a single reservation. Whoever confirms repeats the step until
nothing is left; what a closed tab leaves undone, the worker does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.lines.store import lock_departures
from core.notices.actions import tell_once
from core.notices.tables import NoticeKind
from core.shared import clock
from core.slot_windows import store
from core.slot_windows.actions import own_window
from core.slot_windows.fairness_checker import check
from core.slot_windows.kinds import ShareState
from core.slot_windows.proposal import ProposedShare
from core.slot_windows.refusals import (
    AskingGoesOn,
    NobodyAsked,
    SharingChanged,
)
from core.slot_windows.share_actions import book_share, wait_for_rest
from core.slot_windows.sharing_views import proposal_of
from core.slot_windows.tables import SlotRequest, SlotShare, SlotWindow
from core.slot_windows.views import outcome_of, request_row, share_row
from core.work.failures import failure_of

STEP_DATES = 4
Asked = tuple[SlotShare, SlotRequest]


@dataclass(frozen=True, slots=True)
class SharingStep:
    """What one step did: how many shares were reserved, how many refused, and whether others are left."""

    window_id: int
    booked: int = 0
    refused: int = 0
    goes_on: bool = False

    def and_then(self, later: "SharingStep") -> "SharingStep":
        """Return both steps as one."""
        return SharingStep(
            self.window_id, self.booked + later.booked, self.refused + later.refused, goes_on=later.goes_on
        )


def confirm_sharing(session: WriteSession, member: Member, *, window_id: int, digest: str) -> SharingStep:
    """Write down the sharing that the coordinator saw and reserve its first dates; confirming again goes on with it.

    Raises:
        NotAllowed: only a coordinator may.
        AskingGoesOn: partners may still ask.
        NobodyAsked, SharingChanged: there is nothing to share, or not what was seen; nothing is written.
        NotFound: the window is gone.
    """
    person_id = require(member, Right.coordinator)
    window, now = own_window(session, window_id), clock.now()
    if window.shared_at is not None:
        return go_on_sharing(session, member, window_id=window_id)
    if now < window.closes_at:
        raise AskingGoesOn(closes_at=window.closes_at)
    proposal = proposal_of(session, window, now=now)
    if not proposal.shares:
        raise NobodyAsked
    if proposal.digest() != digest:
        raise SharingChanged
    wrong = check(proposal.sharing, proposal.claims, proposal.rooms)
    if wrong:
        raise RuntimeError(f"this sharing is not fair: {wrong[0]}")
    session.add_all(_written(each) for each in proposal.shares)
    window.shared_at, window.shared_by_id = now, person_id
    window.version += 1
    session.flush()
    record(session, person_id, "shared the window", "slot_window", window_id, shares=len(proposal.shares))
    return go_on_sharing(session, member, window_id=window_id)


def go_on_sharing(session: WriteSession, member: Member, *, window_id: int) -> SharingStep:
    """Reserve the next dates of a confirmed sharing, in one step; after the last one tell each partner its result.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such window.
    """
    require(member, Right.coordinator)
    window = own_window(session, window_id)
    days = store.days_to_book(session, window_id, most=STEP_DATES + 1)
    step = SharingStep(window_id, goes_on=len(days) > STEP_DATES)
    every_share = store.shares(session, window_id)
    received = _received(every_share)
    departures = store.departures(session, window.line_id, window.first_day, window.last_day)
    now_booked = days[:STEP_DATES]
    lock_departures(session, [departures[day] for day in now_booked if day in departures])
    for day in now_booked:
        planned = [each for each in every_share if each[0].day == day and each[0].state is ShareState.planned]
        for share, request in sorted(planned, key=lambda each: each[0].box_rank):
            book_share(session, member, window, share, request, departures.get(day))
        for share, request in sorted(planned, key=lambda each: received.get(each[1].partner_id, 0)):
            if request.waits_for_rest and day in departures:
                wait_for_rest(session, member, window, share, request, departures[day])
        states = [share.state for share, _request in planned]
        step = step.and_then(
            SharingStep(window_id, states.count(ShareState.booked), states.count(ShareState.refused), step.goes_on)
        )
    session.flush()
    if not step.goes_on:
        _tell_results(session, window, every_share)
    return step


def _written(each: ProposedShare) -> SlotShare:
    said = each.refusal or each.note
    tight, reason = each.tight, failure_of(said) if said is not None else None
    share = SlotShare(
        slot_request_id=each.request_id,
        day=each.day,
        asked_kg=each.asked.kg,
        asked_pallet_hundredths=each.asked.pallet_hundredths,
        kg=each.given.kg,
        pallet_hundredths=each.given.pallet_hundredths,
        box_rank=each.box_rank,
        state=ShareState.planned if each.refusal is None else ShareState.refused,
        reason=reason.message if reason is not None else "",
        facts=reason.facts if reason is not None else {},
    )
    if tight is not None:
        share.tight_place, share.sharers = tight.place, tight.sharers
        share.room_kg, share.room_pallet_hundredths = tight.room.kg, tight.room.pallet_hundredths
        share.most_kg, share.most_pallet_hundredths = tight.most.kg, tight.most.pallet_hundredths
    return share


def _received(shares: Iterable[Asked]) -> dict[int, int]:
    """Return how much each partner was given over the season, in pallets, then in weight."""
    found: dict[int, int] = {}
    for share, request in shares:
        found[request.partner_id] = found.get(request.partner_id, 0) + (share.pallet_hundredths or share.kg)
    return found


def _tell_results(session: WriteSession, window: SlotWindow, shares: Sequence[Asked]) -> None:
    """Tell each partner once what it received of what it asked."""
    window_id = store.number_of(window)
    found = store.requests(session, window_id)
    line = store.line(session, window.line_id)
    for facts in found:
        row = request_row(facts)
        own = [share_row(share) for share, request in shares if request.id == row.id]
        out = outcome_of(row, own)
        short = [each for each in own if not each.is_all and each.sharers]
        fullest = max(short, key=attrgetter("sharers")) if short else None
        tell_once(
            session,
            key=f"slots-shared-{window_id}-{row.partner_id}",
            partner_id=row.partner_id,
            kind=NoticeKind.slots_shared,
            facts={
                "window": window.name,
                "line": line.name if line is not None else "",
                "asked_quantity": [row.quantity.kg, row.quantity.pallet_hundredths],
                "dates": out.dates,
                "given_quantity": [out.given.kg, out.given.pallet_hundredths],
                "full": out.full,
                "part": out.part,
                "nothing": out.nothing + out.refused,
                "partners": len(found),
                "is_all": out.full == out.dates,
                "fullest_day": fullest.day.isoformat() if fullest else None,
                "sharers": fullest.sharers if fullest else None,
                "room_quantity": [fullest.room.kg, fullest.room.pallet_hundredths] if fullest else None,
                "most_quantity": [fullest.most.kg, fullest.most.pallet_hundredths] if fullest else None,
                "waiting": sum(each.waiting_id is not None for each in own),
            },
        )
