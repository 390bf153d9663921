"""What a person writes down about a partner or a site, and what makes it believable."""

from dataclasses import dataclass, replace
from typing import ClassVar

from core.partners.kinds import PartnerKind
from core.shared import plausible
from core.shared.errors import N_, Refusal, WrongInput
from core.shared.quantities import TemperatureClass

_QUEBEC_BOX = (40.0, 63.0, -85.0, -50.0)


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """An organisation as its form is filled in; `alone_…` is what a kilometre and an hour cost it on its own."""

    code: str
    name: str
    kind: PartnerKind
    territory: str
    town: str
    contact_email: str = ""
    contact_phone: str = ""
    alone_cents_per_km: int = 95
    alone_cents_per_hour: int = 2800


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A place as its form is filled in: coordinates in decimal degrees, hours in minutes after midnight."""

    code: str
    partner_id: int
    name: str
    kind: str
    town: str
    territory: str
    latitude: float
    longitude: float
    opens_minute: int = 7 * 60
    closes_minute: int = 17 * 60
    setup_minutes: int = 10
    minutes_per_pallet: int = 3
    dock_note: str = ""
    stores_pallets: int = 0
    stores_temperatures: tuple[TemperatureClass, ...] = ()


@dataclass(eq=False)
class CodeTaken(Refusal):
    """Another thing of the same sort already carries this code."""

    code: str
    sentence: ClassVar[str] = N_("The code “%(code)s” is already used. Choose another one, for example with a number.")


@dataclass(eq=False)
class OutsideQuebec(Refusal):
    """The coordinates are not in or around Québec."""

    latitude: float
    longitude: float
    sentence: ClassVar[str] = N_(
        "This point is not in or around Québec. Write the latitude first (about 45 to 52), then the longitude with "
        "its minus sign (about −79 to −57), or choose a town."
    )


def is_in_quebec(latitude: float, longitude: float) -> bool:
    """Say whether a point is in or around Québec (the box the table itself keeps to)."""
    south, north, west, east = _QUEBEC_BOX
    return south <= latitude <= north and west <= longitude <= east


def checked_partner(card: PartnerCard) -> PartnerCard:
    """Return the card with its texts tidied.

    Raises:
        Refusal: a field is blank, too long or not believable.
    """
    return replace(
        card,
        code=plausible.code(N_("Code"), card.code),
        name=plausible.text(N_("Name"), card.name, longest=120),
        kind=_kind(card.kind),
        territory=plausible.text(N_("Territory"), card.territory, longest=60),
        town=plausible.text(N_("Town"), card.town, longest=80),
        contact_email=plausible.email(N_("E-mail"), card.contact_email),
        contact_phone=plausible.text(N_("Phone"), card.contact_phone, longest=40, may_be_blank=True),
        alone_cents_per_km=plausible.cents(N_("Cost of a kilometre alone"), card.alone_cents_per_km, most=2_000),
        alone_cents_per_hour=plausible.cents(N_("Cost of an hour alone"), card.alone_cents_per_hour, most=50_000),
    )


def checked_site(card: SiteCard) -> SiteCard:
    """Return the card with its texts tidied.

    Raises:
        Refusal: a field is blank, too long or not believable.
    """
    if not card.partner_id:
        raise plausible.Missing(field=N_("Partner"))
    if not is_in_quebec(card.latitude, card.longitude):
        raise OutsideQuebec(latitude=card.latitude, longitude=card.longitude)
    opens = plausible.whole(N_("Opens at"), card.opens_minute, least=0, most=24 * 60 - 1)
    closes = plausible.whole(N_("Closes at"), card.closes_minute, least=1, most=24 * 60)
    if opens >= closes:
        raise WrongInput(field=N_("Opening hours"), reason=N_("the place closes before it opens. Change one of them."))
    return replace(
        card,
        code=plausible.code(N_("Code"), card.code),
        name=plausible.text(N_("Name"), card.name, longest=120),
        kind=plausible.text(N_("Sort of place"), card.kind, longest=24, may_be_blank=True),
        town=plausible.text(N_("Town"), card.town, longest=80),
        territory=plausible.text(N_("Territory"), card.territory, longest=60),
        latitude=float(card.latitude),
        longitude=float(card.longitude),
        opens_minute=opens,
        closes_minute=closes,
        setup_minutes=plausible.whole(N_("Minutes at the dock"), card.setup_minutes, least=0, most=240),
        minutes_per_pallet=plausible.whole(N_("Minutes per pallet"), card.minutes_per_pallet, least=0, most=120),
        dock_note=plausible.text(N_("Dock note"), card.dock_note, longest=400, may_be_blank=True),
        stores_pallets=plausible.whole(N_("Storage (pallets)"), card.stores_pallets, least=0, most=10_000),
        stores_temperatures=tuple(TemperatureClass(each) for each in card.stores_temperatures),
    )


def _kind(kind: PartnerKind) -> PartnerKind:
    try:
        return PartnerKind(kind)
    except ValueError as fault:
        raise WrongInput(field=N_("Sort of partner"), reason=N_("choose one of the list.")) from fault
