"""What a coordinator sees before confirming: what is asked, the room on offer, and the sharing that follows."""

from dataclasses import dataclass
from datetime import datetime

from core.access.rights import Member, Right, require
from core.database.doors import ReadSession
from core.reservations.board_store import boards
from core.shared import clock
from core.slot_windows import store
from core.slot_windows.cards import SlotWish
from core.slot_windows.fairness_checker import check
from core.slot_windows.kinds import ShareState
from core.slot_windows.proposal import DateOnOffer, ProposedShare, SharingProposal, WrittenRequest, propose
from core.slot_windows.store import RequestFacts
from core.slot_windows.tables import SlotWindow
from core.slot_windows.views import (
    Outcome,
    RequestRow,
    ShareRow,
    WindowRow,
    days_of,
    kinds_of,
    offer_of,
    outcome_of,
    request_row,
    weekdays_of,
)


@dataclass(frozen=True, slots=True)
class SharingBoard:
    """A window from the coordinator's side.

    Attributes:
        dates: each departure, what is asked of it and what is on offer.
        outcomes: how each request would come out, in the order in which they were made.
        is_fair: the checker, which did not make the sharing, finds nothing to say.
        digest: what a confirmation names, so that what was seen is what is reserved.
    """

    requests: tuple[RequestRow, ...]
    dates: tuple[DateOnOffer, ...]
    outcomes: tuple[Outcome, ...]
    shares: tuple[ProposedShare, ...]
    is_fair: bool
    digest: str


def sharing_board(session: ReadSession, member: Member, *, window: WindowRow) -> SharingBoard:
    """Return what is asked in a window and how it would be shared now (four queries).

    Raises:
        NotAllowed: only coordinators see what others asked (R9).
    """
    require(member, Right.coordinator)
    found = store.requests(session, window.id)
    departures = store.departures(session, window.line_id, window.first_day, window.last_day)
    proposal = _propose(session, found, list(departures.values()), window, now=clock.now())
    rows = tuple(request_row(each) for each in found)
    return SharingBoard(
        requests=rows,
        dates=proposal.dates,
        outcomes=tuple(
            outcome_of(row, [_share(each) for each in proposal.shares if each.request_id == row.id]) for row in rows
        ),
        shares=proposal.shares,
        is_fair=not check(proposal.sharing, proposal.claims, proposal.rooms),
        digest=proposal.digest(),
    )


def proposal_of(session: ReadSession, window: SlotWindow, *, now: datetime) -> SharingProposal:
    """Return how a window would be shared now."""
    found = store.requests(session, store.number_of(window))
    departures = store.departures(session, window.line_id, window.first_day, window.last_day)
    return _propose(session, found, list(departures.values()), window, now=now)


def _propose(
    session: ReadSession,
    found: list[RequestFacts],
    departure_ids: list[int],
    window: SlotWindow | WindowRow,
    *,
    now: datetime,
) -> SharingProposal:
    return propose(
        [WrittenRequest(store.number_of(each.request), _wish(each), each.partner_kind) for each in found],
        [each.settled(now=now).board for each in boards(session, departure_ids)],
        window.offer if isinstance(window, WindowRow) else offer_of(window),
        measure=window.measure,
        step=window.step,
        now=now,
        kinds=window.kinds if isinstance(window, WindowRow) else kinds_of(window),
    )


def _wish(facts: RequestFacts) -> SlotWish:
    row = facts.request
    return SlotWish(
        window_id=row.window_id,
        partner_id=row.partner_id,
        from_site_id=row.from_site_id,
        to_site_id=row.to_site_id,
        quantity=request_row(facts).quantity,
        temperature=row.temperature,
        weekdays=weekdays_of(row),
        days=days_of(row),
        waits_for_rest=row.waits_for_rest,
        note=row.note,
    )


def _share(each: ProposedShare) -> ShareRow:
    """Return a proposed share as it would be seen once written."""
    tight = each.tight
    return ShareRow(
        day=each.day,
        asked=each.asked,
        given=each.given,
        state=ShareState.planned if each.refusal is None else ShareState.refused,
        tight_place=tight.place if tight else "",
        room=tight.room if tight else each.given,
        sharers=tight.sharers if tight else 0,
        most=tight.most if tight else each.given,
        reservation_id=None,
        waiting_id=None,
        reason="",
        facts={},
    )
