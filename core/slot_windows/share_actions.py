"""Reserving one share of one date, by the code of a single reservation; what it lacks may wait for room (R1, R3)."""

from dataclasses import replace

from core.access.rights import Member
from core.database.doors import WriteSession
from core.notices.gathering import told_together
from core.notices.tables import NoticeKind
from core.reservations.requests import Answered, ReservationRequest, Reserved, Waiting
from core.reservations.reserve_actions import reserve
from core.shared.errors import BusyNetwork, Refusal
from core.shared.quantities import NOTHING, Quantity
from core.slot_windows.claims import part_of_load
from core.slot_windows.kinds import ShareState
from core.slot_windows.refusals import NoDepartureThen, RoomBesideTheOffer, RoomTakenMeanwhile
from core.slot_windows.tables import SlotRequest, SlotShare, SlotWindow
from core.work.failures import failure_of

_TOLD_ONCE = (NoticeKind.reserved, NoticeKind.waiting, NoticeKind.awaiting_approval)


def book_share(
    session: WriteSession,
    member: Member,
    window: SlotWindow,
    share: SlotShare,
    request: SlotRequest,
    departure_id: int | None,
) -> None:
    """Reserve one share as anybody would, or what is left of it, or note why not."""
    given = Quantity(share.kg, share.pallet_hundredths)
    if given == NOTHING:
        share.state = ShareState.nothing
        return
    try:
        answer = _reserved(session, member, window, share, request, departure_id)
    except BusyNetwork:
        raise
    except Refusal as refusal:
        reason = failure_of(refusal)
        share.state, share.reason, share.facts = ShareState.refused, reason.message, reason.facts
        return
    share.state, share.reservation_id = ShareState.booked, answer.reservation_id
    if isinstance(answer, Reserved) and answer.quantity != given:
        share.kg, share.pallet_hundredths = answer.quantity.kg, answer.quantity.pallet_hundredths
        _note(share, RoomTakenMeanwhile(shared=given))


def _reserved(
    session: WriteSession,
    member: Member,
    window: SlotWindow,
    share: SlotShare,
    request: SlotRequest,
    departure_id: int | None,
) -> Answered:
    """Reserve a share, or at least a step of it.

    Raises:
        Refusal: its departure is gone, or has no room for it any more.
    """
    if departure_id is None:
        raise NoDepartureThen(day=share.day)
    given = Quantity(share.kg, share.pallet_hundredths)
    load = replace(_load(share, request, departure_id, given), least_kg=min(given.kg, _step_of(window, share).kg))
    with told_together(session, partner_id=request.partner_id, kinds=_TOLD_ONCE), session.begin_nested():
        return reserve(session, member, load)


def _step_of(window: SlotWindow, share: SlotShare) -> Quantity:
    return part_of_load(Quantity(share.asked_kg, share.asked_pallet_hundredths), window.step, window.measure)


def wait_for_rest(
    session: WriteSession, member: Member, window: SlotWindow, share: SlotShare, request: SlotRequest, departure_id: int
) -> None:
    """Put what a date lacks on its waiting list.

    Whoever waits has a claim on free room (R3): where even a step of it is free beside the offer, nothing waits, and
    that room stays everybody's.
    """
    asked = Quantity(share.asked_kg, share.asked_pallet_hundredths)
    rest = asked - (Quantity(share.kg, share.pallet_hundredths) if share.state is ShareState.booked else NOTHING)
    if rest.kg <= 0:
        return
    load = _load(share, request, departure_id, rest, is_rest=True)
    try:
        if _would_ride(session, member, replace(load, least_kg=min(_step_of(window, share).kg, rest.kg))):
            raise RoomBesideTheOffer
        with told_together(session, partner_id=load.partner_id, kinds=_TOLD_ONCE), session.begin_nested():
            share.waiting_id = reserve(session, member, load).reservation_id
    except BusyNetwork:
        raise
    except Refusal as refusal:
        _note(share, refusal)


class _Tried(Exception):
    """Leaves a savepoint with what would have happened."""

    def __init__(self, answer: Answered) -> None:
        super().__init__()
        self.answer = answer


def _would_ride(session: WriteSession, member: Member, load: ReservationRequest) -> bool:
    """Say whether a load, or the part it accepts, would get room now; nothing of the trial is kept."""
    try:
        with told_together(session, partner_id=load.partner_id, kinds=_TOLD_ONCE), session.begin_nested():
            raise _Tried(reserve(session, member, load))  # noqa: TRY301 - leaving the savepoint is what undoes it
    except _Tried as trial:
        return not isinstance(trial.answer, Waiting)


def _note(share: SlotShare, refusal: Refusal) -> None:
    """Say why nothing waits, where nothing else is said of this date."""
    if not share.reason:
        reason = failure_of(refusal)
        share.reason, share.facts = reason.message, reason.facts


def _load(
    share: SlotShare, request: SlotRequest, departure_id: int, quantity: Quantity, *, is_rest: bool = False
) -> ReservationRequest:
    return ReservationRequest(
        request_id=f"slots-{share.slot_request_id}-{share.day:%Y%m%d}{'-rest' if is_rest else ''}",
        partner_id=request.partner_id,
        departure_id=departure_id,
        from_site_id=request.from_site_id,
        to_site_id=request.to_site_id,
        quantity=quantity,
        temperature=request.temperature,
        waits_if_full=is_rest,
    )
