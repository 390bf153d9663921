"""A window and a request as their forms were sent: believable before they are written."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.partners.kinds import PartnerKind
from core.reservations.requests import LONGEST_SEARCH_DAYS, MOST_KG, MOST_PALLET_HUNDREDTHS, checked_quantity
from core.shared import plausible
from core.shared.errors import N_, InThePast, WrongInput
from core.shared.quantities import Quantity, TemperatureClass
from core.slot_windows.kinds import SlotMeasure

MOST_STEP = 1000


@dataclass(frozen=True, slots=True)
class SlotOffer:
    """How much of each departure is on offer: a percentage of its room, or so many kilograms and pallets."""

    percent: int | None = None
    kg: int | None = None
    pallet_hundredths: int | None = None


@dataclass(frozen=True, slots=True)
class WindowCard:
    """A window as its form was sent; partners ask from the first moment of `opens_on` to the end of `closes_on`.

    Attributes:
        first_day: the first day of departures on offer; `last_day` the last one.
        step: the smallest piece shared, in hundredths of a pallet or in kilograms, as `measure` says.
    """

    request_id: str
    name: str
    line_id: int
    kinds: frozenset[PartnerKind]
    first_day: date
    last_day: date
    measure: SlotMeasure
    step: int
    offer: SlotOffer
    opens_on: date
    closes_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class SlotWish:
    """What a partner asks of each date of a window, as its form was sent.

    Attributes:
        weekdays: only these weekdays (0 is Monday); none means all.
        days: only these dates; none means all.
        waits_for_rest: what is not received joins the waiting list of its date.
        version: of the request that the form showed; None for a first one.
    """

    window_id: int
    partner_id: int
    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass
    weekdays: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()
    waits_for_rest: bool = False
    note: str = ""
    version: int | None = None

    def wants(self, day: date) -> bool:
        """Say whether a date is asked for."""
        return (not self.days or day in self.days) and (not self.weekdays or day.weekday() in self.weekdays)


def checked_window(card: WindowCard, *, today: date) -> WindowCard:
    """Return the window in whole numbers and tidy words.

    Raises:
        Refusal: something is blank, out of bounds or contradictory.
    """
    if not card.kinds:
        raise WrongInput(field=N_("Who may ask"), reason=N_("choose at least one kind of partner."))
    _check_days(card, today)
    return replace(
        card,
        request_id=plausible.text(N_("Request"), card.request_id, longest=40),
        name=plausible.text(N_("Name"), card.name, longest=80),
        kinds=frozenset(PartnerKind(each) for each in card.kinds),
        measure=SlotMeasure(card.measure),
        step=plausible.whole(N_("Smallest piece"), card.step, least=1, most=MOST_STEP),
        offer=checked_offer(card.offer),
        note=plausible.text(N_("Note"), card.note, longest=400, may_be_blank=True),
    )


def _check_days(card: WindowCard, today: date) -> None:
    plausible.days_in_order(N_("Departures on offer"), card.first_day, card.last_day)
    plausible.days_in_order(N_("Asking"), card.opens_on, card.closes_on)
    if card.closes_on < today:
        raise InThePast(day=card.closes_on)
    if card.last_day - card.first_day > timedelta(days=LONGEST_SEARCH_DAYS):
        raise WrongInput(field=N_("Departures on offer"), reason=N_("look at one year at most. Bring the days closer."))
    checked_days(card.closes_on, first_departure=card.first_day)


def checked_days(closes_on: date, *, first_departure: date) -> None:
    """Check that asking ends before the first departure on offer.

    Raises:
        WrongInput: it does not.
    """
    if closes_on >= first_departure:
        raise WrongInput(
            field=N_("Asking"),
            reason=N_("it must end before the first departure on offer, so that there is time to share."),
        )


def checked_offer(offer: SlotOffer) -> SlotOffer:
    """Return what is on offer in whole numbers.

    Raises:
        Refusal: neither a percentage nor an amount, both, or one that cannot be.
    """
    if offer.percent is not None:
        if offer.kg is not None or offer.pallet_hundredths is not None:
            raise WrongInput(field=N_("On offer"), reason=N_("give a percentage or an amount, not both."))
        return SlotOffer(percent=plausible.whole(N_("On offer (%)"), offer.percent, least=1, most=100))
    if offer.kg is None and offer.pallet_hundredths is None:
        raise WrongInput(field=N_("On offer"), reason=N_("say how much of each departure is on offer."))
    kg, pallets = offer.kg, offer.pallet_hundredths
    return SlotOffer(
        kg=None if kg is None else plausible.whole(N_("On offer (kg)"), kg, least=1, most=MOST_KG),
        pallet_hundredths=None
        if pallets is None
        else plausible.whole(N_("On offer (hundredths of a pallet)"), pallets, least=1, most=MOST_PALLET_HUNDREDTHS),
    )


def checked_wish(wish: SlotWish, *, measure: SlotMeasure) -> SlotWish:
    """Return a request in whole numbers and tidy words.

    Raises:
        Refusal: something is blank, out of bounds or contradictory.
    """
    if wish.from_site_id == wish.to_site_id:
        raise WrongInput(
            field=N_("To"), reason=N_("the load would stay where it is. Choose another place to bring it to.")
        )
    quantity = checked_quantity(wish.quantity)
    if measure is SlotMeasure.pallets and not quantity.pallet_hundredths:
        raise WrongInput(field=N_("Pallets"), reason=N_("this room is shared by the pallet: say how many you need."))
    return replace(
        wish,
        quantity=quantity,
        temperature=TemperatureClass(wish.temperature),
        note=plausible.text(N_("Note"), wish.note, longest=200, may_be_blank=True),
    )
