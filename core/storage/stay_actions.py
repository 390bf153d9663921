"""Reserving storage: room is taken on every day or not at all, whatever others do at once (R1, R2, R3, R10)."""

from dataclasses import dataclass
from datetime import datetime

from core.access.rights import Member, require_acting_for
from core.audit.actions import record
from core.database.doors import WriteSession
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.partners.store import partner_by_id
from core.shared import clock
from core.shared.errors import N_, NotFound
from core.shared.money import Cents
from core.shared.taxes import TaxRates, rates_of
from core.storage import stay_store
from core.storage.board import StorageBoard
from core.storage.refusals import NotKeptThere, OfferClosed, StayRequestReused, StorageDearerNow
from core.storage.requests import StayRequest, StayWaiting, Stored, checked_request, stay_number
from core.storage.settling_actions import STAY, as_it_is, facts_of, open_offer, refusal, take, tell_both
from core.storage.states import StayState
from core.storage.tables import StorageStay
from core.storage.waiting_list import Placed, Short
from core.tariffs.views import tariff_on


def reserve_storage(session: WriteSession, member: Member, request: StayRequest) -> Stored | StayWaiting:
    """Take room for pallets on every day asked, or a place in line; the same request id gives the same answer.

    Raises:
        SignInNeeded, NotAllowed: only for one's own partner, except coordinators.
        Refusal: the request cannot be believed; the offer is closed, does not keep the temperature, or has no room;
            the price went up; the form was already used for something else.
    """
    person_id = require_acting_for(member, request.partner_id)
    now, fingerprint = clock.now(), request.fingerprint()
    board = open_offer(session, request.offer_id, now=now)
    earlier = stay_store.made_by_request(session, request.request_id)
    if earlier is not None:
        return _same_answer(board, earlier, request.partner_id, fingerprint)
    request = checked_request(request, today=clock.today())
    _require_open(session, board, request)
    taxes = tariff_on(session, request.first_day).taxes
    _check_price(board, request, taxes)
    answer = board.answer(request.days, request.pallet_hundredths, least=request.least)
    asking = _Asking(session, person_id, request, fingerprint, board, taxes, now)
    if isinstance(answer, Placed):
        return asking.take(answer)
    if isinstance(answer, Short) and request.waits_if_full:
        return asking.wait(answer.ahead + 1)
    raise refusal(board, answer)


def _require_open(session: WriteSession, board: StorageBoard, request: StayRequest) -> None:
    partner = partner_by_id(session, request.partner_id)
    if partner is None or not partner.is_active:
        raise NotFound(what=N_("partner"))
    if not board.is_open:
        raise OfferClosed(site=board.site_name)
    if not board.keeps(request.temperature):
        raise NotKeptThere(site=board.site_name, temperature=request.temperature)


def _same_answer(board: StorageBoard, earlier: StorageStay, partner_id: int, fingerprint: str) -> Stored | StayWaiting:
    """Answer a form that came twice as it was answered first, as far as that is still so."""
    if earlier.partner_id != partner_id:
        raise NotFound(what=STAY)
    if earlier.request_sha256 != fingerprint or earlier.state == StayState.cancelled:
        raise StayRequestReused(number=stay_number(stay_store.number_of(earlier)))
    return as_it_is(board, earlier)


def _check_price(board: StorageBoard, request: StayRequest, taxes: TaxRates) -> None:
    asked = taxes.on(board.price(request.days, request.pallet_hundredths)).total_cents
    if request.agreed_cents is not None and asked > request.agreed_cents:
        raise StorageDearerNow(shown=Cents(request.agreed_cents), now=Cents(asked))


@dataclass(frozen=True, slots=True)
class _Asking:
    """One request under the lock of its offer."""

    session: WriteSession
    person_id: int
    request: StayRequest
    fingerprint: str
    board: StorageBoard
    taxes: TaxRates
    now: datetime

    def take(self, placed: Placed) -> Stored:
        """Take room, all of it or the part agreed beforehand."""
        take(self.session, self.board.offer_id, self.request.days, placed.pallet_hundredths)
        stay = self._write(StayState.confirmed, placed.pallet_hundredths)
        tell_both(self.session, stay, self.board, NoticeKind.stay_reserved)
        self._record("reserved", stay)
        return Stored(stay_store.number_of(stay), stay.price_cents, stay.pallet_hundredths, rates_of(stay))

    def wait(self, place: int) -> StayWaiting:
        """Take a place in line."""
        stay = self._write(StayState.waiting, self.request.pallet_hundredths)
        facts = {**facts_of(stay, self.board), "rank": place}
        tell(self.session, partner_id=stay.partner_id, kind=NoticeKind.stay_waiting, **facts)
        self._record("joined the waiting list", stay)
        return StayWaiting(stay_store.number_of(stay), place)

    def _write(self, state: StayState, pallet_hundredths: int) -> StorageStay:
        request = self.request
        stay = StorageStay(
            request_id=request.request_id,
            request_sha256=self.fingerprint,
            partner_id=request.partner_id,
            offer_id=request.offer_id,
            first_day=request.first_day,
            last_day=request.last_day,
            pallet_hundredths=pallet_hundredths,
            least_pallet_hundredths=min(request.least, pallet_hundredths),
            temperature=request.temperature,
            promotes_at_once=request.promotes_at_once,
            state=state,
            cents_per_pallet_day=self.board.cents_per_pallet_day,
            price_cents=self.board.price(request.days, pallet_hundredths),
            gst_millipercent=self.taxes.gst_millipercent,
            qst_millipercent=self.taxes.qst_millipercent,
            made_at=self.now,
            made_by_id=self.person_id,
            waiting_since=self.now if state == StayState.waiting else None,
            note=request.note,
        )
        stay_store.add(self.session, stay)
        return stay

    def _record(self, act: str, stay: StorageStay) -> None:
        record(
            self.session,
            self.person_id,
            act,
            "storage_stay",
            stay.id,
            offer_id=stay.offer_id,
            pallet_hundredths=stay.pallet_hundredths,
            first_day=stay.first_day.isoformat(),
            last_day=stay.last_day.isoformat(),
            price_cents=stay.price_cents,
        )
