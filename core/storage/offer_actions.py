"""What a place does: offer storage between dates, change what it offers; the partners who wait get what is freed."""

from core.access.rights import Member, require_acting_for
from core.audit.actions import record
from core.database.doors import WriteSession
from core.partners.tables import Site
from core.shared import clock
from core.shared.errors import N_, InThePast, NotFound, StaleForm, WrongInput
from core.shared.quantities import Quantity, TemperatureClass
from core.storage import store
from core.storage.cards import OfferCard, checked_offer
from core.storage.refusals import CutBelowStays, MoreThanDeclared
from core.storage.room import Days
from core.storage.settling_actions import OFFER, settle
from core.storage.tables import StorageOffer

_SITE = N_("place")


def offer_storage(session: WriteSession, member: Member, card: OfferCard) -> int:
    """Offer storage at a place of one's own partner, and return the offer's id; saying the same twice offers once.

    Raises:
        SignInNeeded, NotAllowed: only for the partner of the place, except coordinators.
        Refusal: the card cannot be believed, or exceeds what the place is said to store.
    """
    by, site = _own_site(session, member, card.site_id)
    card = _believable(site, card)
    if card.last_day < clock.today():
        raise InThePast(day=card.last_day)
    offer = StorageOffer(
        site_id=card.site_id,
        temperature=card.temperature,
        first_day=card.first_day,
        last_day=card.last_day,
        pallet_hundredths=card.pallet_hundredths,
        cents_per_pallet_day=card.cents_per_pallet_day,
        conditions=card.conditions,
    )
    earlier = store.same_offer(session, offer)
    if earlier is not None:
        return earlier
    _require_declared(session, site, card)
    session.add(offer)
    session.flush()
    if offer.id is None:  # pragma: no cover - the flush gives it
        raise RuntimeError("a flushed offer has an id")
    store.replace_days(session, offer.id, _days(card), card.pallet_hundredths)
    record(session, by, "added", "storage_offer", offer.id, **_facts(card))
    return offer.id


def change_storage_offer(
    session: WriteSession, member: Member, *, offer_id: int, card: OfferCard, is_open: bool, version: int
) -> int:
    """Change an offer and return its id; the stays it has keep their days and price.

    More room goes at once to who waits (R3). Closing is always allowed, whatever the card of the place says by now.

    Raises:
        SignInNeeded, NotAllowed: only for the partner of the place, except coordinators.
        StaleForm: somebody changed it meanwhile.
        CutBelowStays: less would be offered than is reserved on a day (R1).
        Refusal: the card cannot be believed, or exceeds what the place is said to store.
    """
    offer = store.offer(session, offer_id)
    if offer is None:
        raise NotFound(what=OFFER)
    by, site = _own_site(session, member, offer.site_id)
    offer = store.lock_offers(session, [offer_id])[offer_id]
    if offer.version != version:
        raise StaleForm(what=OFFER)
    _same_room(offer, card)
    card = _believable(site, card, was_declared=None if is_open else offer.temperature)
    if is_open:
        _require_declared(session, site, card, offer_id=offer_id)
    days = _days(card)
    _check_stays(session, offer_id, days, card.pallet_hundredths)
    store.replace_days(session, offer_id, days, card.pallet_hundredths)
    offer.first_day, offer.last_day = card.first_day, card.last_day
    offer.pallet_hundredths, offer.cents_per_pallet_day = card.pallet_hundredths, card.cents_per_pallet_day
    offer.conditions, offer.is_open = card.conditions, is_open
    offer.version += 1
    record(session, by, "changed", "storage_offer", offer_id, **_facts(card), is_open=is_open)
    settle(session, offer_id, now=clock.now())
    return offer_id


def _own_site(session: WriteSession, member: Member, site_id: int) -> tuple[int, Site]:
    site = store.locked_site(session, site_id)
    if site is None:
        raise NotFound(what=_SITE)
    return require_acting_for(member, site.partner_id), site


def _same_room(offer: StorageOffer, card: OfferCard) -> None:
    """Pallets are there for this place and temperature: another one is another offer."""
    if (offer.site_id, offer.temperature) != (card.site_id, card.temperature):
        raise WrongInput(
            field=N_("Storage"), reason=N_("its place and temperature stay as they are. Make another offer.")
        )


def _believable(site: Site, card: OfferCard, *, was_declared: TemperatureClass | None = None) -> OfferCard:
    declared = {TemperatureClass(word) for word in site.stores_temperatures.split(",") if word}
    return checked_offer(card, site=site.name, declared=declared | ({was_declared} if was_declared else set()))


def _require_declared(session: WriteSession, site: Site, card: OfferCard, *, offer_id: int | None = None) -> None:
    elsewhere = store.offered_elsewhere(session, site_id=card.site_id, days=_days(card), except_offer_id=offer_id)
    declared_hundredths = site.stores_pallets * 100
    day, taken = max(elsewhere.items(), key=lambda each: (each[1], -each[0].toordinal()), default=(card.first_day, 0))
    if taken + card.pallet_hundredths > declared_hundredths:
        left = Quantity(0, max(0, declared_hundredths - taken))
        raise MoreThanDeclared(site.name, day, Quantity(0, declared_hundredths), left)


def _check_stays(session: WriteSession, offer_id: int, days: Days, pallet_hundredths: int) -> None:
    for day, used in sorted(store.used_by_day(session, offer_id).items()):
        left = pallet_hundredths if days.first <= day <= days.last else 0
        if used > left:
            raise CutBelowStays(day, Quantity(0, used))


def _days(card: OfferCard) -> Days:
    return Days(card.first_day, card.last_day)


def _facts(card: OfferCard) -> dict[str, object]:
    return {
        "site_id": card.site_id,
        "temperature": card.temperature.value,
        "first_day": card.first_day.isoformat(),
        "last_day": card.last_day.isoformat(),
        "pallet_hundredths": card.pallet_hundredths,
        "cents_per_pallet_day": card.cents_per_pallet_day,
    }
