"""What a person writes down about a vehicle and its compartments, and what makes it believable."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from core.shared import plausible
from core.shared.errors import N_, Refusal, WrongInput
from core.shared.quantities import TemperatureClass

HEAVIEST_KG = 60_000


@dataclass(frozen=True, slots=True)
class CompartmentCard:
    """A part of a vehicle: what it holds and the temperatures it can be set to; `id` when it exists already."""

    name: str
    kg: int
    pallet_hundredths: int
    temperatures: tuple[TemperatureClass, ...]
    id: int | None = None


@dataclass(frozen=True, slots=True)
class VehicleCard:
    """A truck as its form is filled in; costs in cents, times in minutes after midnight."""

    code: str
    name: str
    owner_id: int
    base_site_id: int
    gvwr_kg: int
    payload_kg: int
    fixed_cents: int
    cents_per_km: int
    cents_per_hour: int
    litres_per_100_km: float
    is_refrigerated: bool
    compartments: tuple[CompartmentCard, ...] = field(default=())
    shift_starts_minute: int = 5 * 60
    shift_ends_minute: int = 19 * 60


@dataclass(eq=False)
class PayloadTooHeavy(Refusal):
    """The payload is not below the gross vehicle weight rating."""

    payload_kg: int
    gvwr_kg: int
    sentence: ClassVar[str] = N_(
        "The payload (%(payload_kg)s kg) must be smaller than the gross vehicle weight rating (%(gvwr_kg)s kg): "
        "both are on the plate in the door frame."
    )


@dataclass(eq=False)
class CompartmentInUse(Refusal):
    """A compartment that lines or departures use cannot be removed."""

    name: str
    sentence: ClassVar[str] = N_(
        "The compartment “%(name)s” is used by a line or a departure. Keep it, or change those lines first."
    )


def checked_vehicle(card: VehicleCard) -> VehicleCard:
    """Return the card with its texts tidied.

    Raises:
        Refusal: a field is blank, too long or not believable.
    """
    if not card.owner_id:
        raise plausible.Missing(field=N_("Owner"))
    if not card.base_site_id:
        raise plausible.Missing(field=N_("Base"))
    gvwr = plausible.whole(N_("Gross vehicle weight rating (kg)"), card.gvwr_kg, least=500, most=HEAVIEST_KG)
    payload = plausible.whole(N_("Payload (kg)"), card.payload_kg, least=1, most=HEAVIEST_KG)
    if payload >= gvwr:
        raise PayloadTooHeavy(payload_kg=payload, gvwr_kg=gvwr)
    starts = plausible.whole(N_("Start of the working day"), card.shift_starts_minute, least=0, most=1439)
    ends = plausible.whole(N_("End of the working day"), card.shift_ends_minute, least=1, most=2880)
    if starts >= ends:
        raise WrongInput(field=N_("Working day"), reason=N_("it ends before it starts. Change one of the hours."))
    return replace(
        card,
        code=plausible.code(N_("Code"), card.code),
        name=plausible.text(N_("Name"), card.name, longest=120),
        gvwr_kg=gvwr,
        payload_kg=payload,
        fixed_cents=plausible.cents(N_("Cost of a day"), card.fixed_cents, most=1_000_000),
        cents_per_km=plausible.cents(N_("Cost of a kilometre"), card.cents_per_km, most=5_000),
        cents_per_hour=plausible.cents(N_("Cost of an hour"), card.cents_per_hour, most=100_000),
        litres_per_100_km=plausible.decimal(N_("Litres per 100 km"), card.litres_per_100_km, least=0, most=100),
        compartments=_checked_compartments(card.compartments),
        shift_starts_minute=starts,
        shift_ends_minute=ends,
    )


def _checked_compartments(cards: tuple[CompartmentCard, ...]) -> tuple[CompartmentCard, ...]:
    if not cards:
        raise WrongInput(field=N_("Compartments"), reason=N_("a vehicle has at least one. Describe its box."))
    checked = tuple(_checked_compartment(card) for card in cards)
    if len({card.name.casefold() for card in checked}) != len(checked):
        raise WrongInput(field=N_("Compartments"), reason=N_("two of them carry the same name. Rename one."))
    return checked


def _checked_compartment(card: CompartmentCard) -> CompartmentCard:
    if not card.temperatures:
        raise WrongInput(field=N_("Temperatures"), reason=N_("choose at least one temperature per compartment."))
    return replace(
        card,
        name=plausible.text(N_("Name of the compartment"), card.name, longest=60),
        kg=plausible.whole(N_("Weight the compartment takes (kg)"), card.kg, least=1, most=HEAVIEST_KG),
        pallet_hundredths=plausible.whole(
            N_("Room of the compartment (hundredths of a pallet)"), card.pallet_hundredths, least=1, most=4_000
        ),
        temperatures=tuple(each for each in TemperatureClass if each in card.temperatures),
    )
