"""What people see of windows: those meant for them, what they asked, what they received and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.access.rights import Member, Right, require, require_signed_in
from core.database.doors import ReadSession
from core.partners.kinds import PartnerKind
from core.shared import clock
from core.shared.errors import NotFound
from core.shared.quantities import NOTHING, Quantity, TemperatureClass
from core.slot_windows import store
from core.slot_windows.actions import A_WINDOW
from core.slot_windows.cards import SlotOffer
from core.slot_windows.kinds import ShareState, SlotMeasure, WindowStage
from core.slot_windows.stages import stage_of
from core.slot_windows.store import PlaceOnLine, RequestFacts, WindowFacts
from core.slot_windows.tables import SlotRequest, SlotShare, SlotWindow


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window as everybody it is meant for sees it; `requests` counts what stands, for coordinators only."""

    id: int
    name: str
    line_id: int
    line_name: str
    kinds: tuple[PartnerKind, ...]
    first_day: date
    last_day: date
    measure: SlotMeasure
    step: int
    offer: SlotOffer
    opens_at: datetime
    closes_at: datetime
    stage: WindowStage
    shared_at: datetime | None
    note: str
    version: int
    requests: int | None


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What a partner asks, as it and coordinators see it."""

    id: int
    partner_id: int
    partner_name: str
    from_site_id: int
    to_site_id: int
    from_place: str
    to_place: str
    quantity: Quantity
    temperature: TemperatureClass
    weekdays: frozenset[int]
    days: frozenset[date]
    waits_for_rest: bool
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What a request received of one date, and why not more.

    Where it is not everything, `tight_place` names the leg that stopped it, unless nothing could be claimed at all.
    """

    day: date
    asked: Quantity
    given: Quantity
    state: ShareState
    tight_place: str
    room: Quantity
    sharers: int
    most: Quantity
    reservation_id: int | None
    waiting_id: int | None
    reason: str
    facts: dict[str, Any]

    @property
    def is_all(self) -> bool:
        """Say whether the date received everything that was asked, and has it."""
        return self.given == self.asked and self.state is not ShareState.refused


@dataclass(frozen=True, slots=True)
class OwnSlots:
    """A window from one partner's side: the dates on offer, the places, its request and its shares."""

    dates: tuple[date, ...]
    places: tuple[PlaceOnLine, ...]
    request: RequestRow | None
    shares: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one request came out: on how many dates it has everything, a part, nothing, or was refused."""

    request: RequestRow
    dates: int
    full: int
    part: int
    nothing: int
    refused: int
    asked: Quantity
    given: Quantity


def slot_windows(session: ReadSession, member: Member) -> list[WindowRow]:
    """Return the windows meant for the person's partners, or all for a coordinator, those that close last first."""
    require_signed_in(member)
    coordinates = member.has(Right.coordinator)
    own = set(store.partner_kinds(session, member.partner_ids).values()) if not coordinates else set()
    return [
        window_row(each, now=clock.now(), counts=coordinates)
        for each in store.windows(session)
        if coordinates or own & {PartnerKind(kind) for kind in each.window.kinds.split(",")}
    ]


def windows_to_book(session: ReadSession) -> list[tuple[int, int]]:
    """Return the windows with shares still to reserve, each with who confirmed it."""
    return store.half_booked(session)


def own_slots(session: ReadSession, member: Member, *, window: WindowRow, partner_id: int) -> OwnSlots:
    """Return a window from one partner's side (three queries); its places are those of a form still to fill in.

    Raises:
        NotFound: the person does not act for this partner (R9).
    """
    require_signed_in(member)
    if not member.may_act_for(partner_id):
        raise NotFound(what=A_WINDOW)
    span = (window.line_id, window.first_day, window.last_day)
    found = store.requests(session, window.id, partner_id=partner_id)
    is_shared = window.stage is WindowStage.shared
    shares = store.shares(session, window.id, partner_id=partner_id) if is_shared else []
    return OwnSlots(
        dates=tuple(store.departures(session, *span)),
        places=() if is_shared else tuple(store.places(session, *span)),
        request=request_row(found[0]) if found else None,
        shares=tuple(share_row(share) for share, _request in shares),
    )


def outcomes(session: ReadSession, member: Member, *, window_id: int) -> list[Outcome]:
    """Return how each request of a shared window came out, in the order in which they were made.

    Raises:
        NotAllowed: only coordinators see what others asked (R9).
    """
    require(member, Right.coordinator)
    by_request: defaultdict[int, list[ShareRow]] = defaultdict(list)
    for share, _request in store.shares(session, window_id):
        by_request[share.slot_request_id].append(share_row(share))
    return [
        outcome_of(request_row(each), by_request[each.request.id or 0]) for each in store.requests(session, window_id)
    ]


def outcome_of(request: RequestRow, shares: Sequence[ShareRow]) -> Outcome:
    """Count the dates of one request by what it has of them."""
    had = [each for each in shares if each.state is not ShareState.refused]
    return Outcome(
        request=request,
        dates=len(shares),
        full=sum(each.is_all for each in had),
        part=sum(not each.is_all and each.given != NOTHING for each in had),
        nothing=sum(each.given == NOTHING for each in had),
        refused=len(shares) - len(had),
        asked=total(each.asked for each in shares),
        given=total(each.given for each in had),
    )


def total(quantities: Iterable[Quantity]) -> Quantity:
    """Add quantities up."""
    found = list(quantities)
    return Quantity(sum(each.kg for each in found), sum(each.pallet_hundredths for each in found))


def window_row(facts: WindowFacts, *, now: datetime, counts: bool) -> WindowRow:
    """Return a window as people see it."""
    window = facts.window
    return WindowRow(
        id=store.number_of(window),
        name=window.name,
        line_id=window.line_id,
        line_name=facts.line_name,
        kinds=kinds_of(window),
        first_day=window.first_day,
        last_day=window.last_day,
        measure=window.measure,
        step=window.step,
        offer=offer_of(window),
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        stage=stage_of(
            opens_at=window.opens_at,
            closes_at=window.closes_at,
            shared_at=window.shared_at,
            withdrawn_at=window.withdrawn_at,
            now=now,
        ),
        shared_at=window.shared_at,
        note=window.note,
        version=window.version,
        requests=facts.requests if counts else None,
    )


def kinds_of(window: SlotWindow) -> tuple[PartnerKind, ...]:
    """Return which kinds of partners a window is meant for."""
    return tuple(PartnerKind(each) for each in window.kinds.split(","))


def offer_of(window: SlotWindow) -> SlotOffer:
    """Return how much of each departure a window offers."""
    return SlotOffer(window.offered_percent, window.offered_kg, window.offered_pallet_hundredths)


def request_row(facts: RequestFacts) -> RequestRow:
    """Return a request as people see it."""
    row = facts.request
    return RequestRow(
        id=store.number_of(row),
        partner_id=row.partner_id,
        partner_name=facts.partner_name,
        from_site_id=row.from_site_id,
        to_site_id=row.to_site_id,
        from_place=facts.from_place,
        to_place=facts.to_place,
        quantity=Quantity(row.kg, row.pallet_hundredths),
        temperature=row.temperature,
        weekdays=weekdays_of(row),
        days=days_of(row),
        waits_for_rest=row.waits_for_rest,
        note=row.note,
        version=row.version,
    )


def weekdays_of(row: SlotRequest) -> frozenset[int]:
    """Return the weekdays a request is limited to."""
    return frozenset(int(each) for each in row.weekdays.split(",") if each)


def days_of(row: SlotRequest) -> frozenset[date]:
    """Return the dates a request is limited to."""
    return frozenset(date.fromisoformat(each) for each in row.days)


def share_row(share: SlotShare) -> ShareRow:
    """Return a share as people see it."""
    return ShareRow(
        day=share.day,
        asked=Quantity(share.asked_kg, share.asked_pallet_hundredths),
        given=Quantity(share.kg, share.pallet_hundredths),
        state=share.state,
        tight_place=share.tight_place,
        room=Quantity(share.room_kg, share.room_pallet_hundredths),
        sharers=share.sharers,
        most=Quantity(share.most_kg, share.most_pallet_hundredths),
        reservation_id=share.reservation_id,
        waiting_id=share.waiting_id,
        reason=share.reason,
        facts=share.facts,
    )
