"""What partners do in an open window: ask, change what they ask, withdraw it."""

from typing import Any

from core.access.rights import Member, require_acting_for
from core.audit.actions import record
from core.database.doors import WriteSession
from core.partners.kinds import PartnerKind
from core.reservations.board_store import boards
from core.shared import clock
from core.shared.errors import N_, NotFound, StaleForm
from core.slot_windows import store
from core.slot_windows.actions import own_window
from core.slot_windows.cards import SlotWish, checked_wish
from core.slot_windows.claims import Claim
from core.slot_windows.proposal import claim_of
from core.slot_windows.refusals import AskingIsOver, NoDateFits, NotForThisKind, NotYetOpen, SharedAlready
from core.slot_windows.tables import SlotRequest, SlotWindow

A_REQUEST = N_("request")


def ask_for_slots(session: WriteSession, member: Member, wish: SlotWish) -> int:
    """Write down what a partner asks of each date of a window, instead of what it asked before; return its id.

    Sending the same form twice asks once; a partner has one request in a window, and keeps its place in time when it
    changes it.

    Raises:
        SignInNeeded, NotAllowed: only for one's own partner, except coordinators.
        NotYetOpen, AskingIsOver, SharedAlready: it is not the time to ask.
        NotForThisKind: the window is meant for others.
        StaleForm: somebody changed the request since the form was drawn.
        Refusal: it cannot be believed, or no date goes there.
    """
    person_id = require_acting_for(member, wish.partner_id)
    window = _open_window(session, wish.window_id)
    kind = store.partner_kinds(session, [wish.partner_id]).get(wish.partner_id)
    if kind is None:
        raise NotFound(what=N_("partner"))
    if kind.value not in window.kinds.split(","):
        raise NotForThisKind(kind=PartnerKind(kind))
    wish = checked_wish(wish, measure=window.measure)
    _require_a_date(session, window, wish)
    row = store.request_of(session, wish.window_id, wish.partner_id)
    if row is None:
        row = SlotRequest(**_content(wish), asked_at=clock.now(), asked_by_id=person_id)
        session.add(row)
    elif row.withdrawn_at is None and _says(row, wish):
        return store.number_of(row)
    else:
        _replace(row, wish, person_id)
    session.flush()
    record(session, person_id, "asked for slots", "slot_request", row.id, kg=wish.quantity.kg)
    return store.number_of(row)


def withdraw_request(session: WriteSession, member: Member, *, window_id: int, partner_id: int) -> None:
    """Withdraw what a partner asked; doing it again changes nothing.

    Raises:
        SignInNeeded, NotAllowed: only for one's own partner, except coordinators.
        NotFound: it asked for nothing.
        NotYetOpen, AskingIsOver, SharedAlready: it is not the time to change it.
    """
    person_id = require_acting_for(member, partner_id)
    _open_window(session, window_id)
    row = store.request_of(session, window_id, partner_id)
    if row is None:
        raise NotFound(what=A_REQUEST)
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = clock.now()
    row.version += 1
    session.flush()
    record(session, person_id, "withdrew the request", "slot_request", row.id)


def _open_window(session: WriteSession, window_id: int) -> SlotWindow:
    window, now = own_window(session, window_id), clock.now()
    if window.shared_at is not None:
        raise SharedAlready(shared_at=window.shared_at)
    if now < window.opens_at:
        raise NotYetOpen(opens_at=window.opens_at)
    if now >= window.closes_at:
        raise AskingIsOver(closed_at=window.closes_at)
    return window


def _require_a_date(session: WriteSession, window: SlotWindow, wish: SlotWish) -> None:
    found = store.departures(session, window.line_id, window.first_day, window.last_day)
    wanted = [departure_id for day, departure_id in found.items() if wish.wants(day)]
    now = clock.now()
    if not any(
        isinstance(claim_of(wish, board, measure=window.measure, step=window.step, now=now), Claim)
        for board in boards(session, wanted)
    ):
        raise NoDateFits(temperature=wish.temperature)


def _content(wish: SlotWish) -> dict[str, Any]:
    return {
        "window_id": wish.window_id,
        "partner_id": wish.partner_id,
        "from_site_id": wish.from_site_id,
        "to_site_id": wish.to_site_id,
        "kg": wish.quantity.kg,
        "pallet_hundredths": wish.quantity.pallet_hundredths,
        "temperature": wish.temperature,
        "weekdays": ",".join(str(each) for each in sorted(wish.weekdays)),
        "days": [each.isoformat() for each in sorted(wish.days)],
        "waits_for_rest": wish.waits_for_rest,
        "note": wish.note,
    }


def _says(row: SlotRequest, wish: SlotWish) -> bool:
    return all(getattr(row, name) == value for name, value in _content(wish).items())


def _replace(row: SlotRequest, wish: SlotWish, person_id: int) -> None:
    if row.withdrawn_at is not None:
        row.asked_at, row.withdrawn_at = clock.now(), None
    elif wish.version != row.version:
        raise StaleForm(what=A_REQUEST)
    for name, value in _content(wish).items():
        setattr(row, name, value)
    row.asked_by_id = person_id
    row.version += 1
