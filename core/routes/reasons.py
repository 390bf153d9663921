"""Why a load could not be placed, as a fact with its figures and a way out (R11, R12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.shared.errors import N_


class ReasonKind(StrEnum):
    """Why a load is not on any tour, from the furthest from fitting to the closest."""

    no_vehicle = "no_vehicle"
    temperature = "temperature"
    too_heavy = "too_heavy"
    too_large = "too_large"
    window_closes = "window_closes"
    shift_too_short = "shift_too_short"
    driving_too_long = "driving_too_long"
    no_setting_left = "no_setting_left"
    no_room_left = "no_room_left"
    no_time_left = "no_time_left"


SENTENCES: Mapping[ReasonKind, str] = MappingProxyType(
    {
        ReasonKind.no_vehicle: N_("No vehicle was chosen for this day. Add one and optimise again."),
        ReasonKind.temperature: N_(
            "No compartment of the chosen vehicles keeps %(temperature)s. Add a vehicle that does."
        ),
        ReasonKind.too_heavy: N_(
            "%(vehicle)s takes %(room_kg)s at most in one compartment; this load weighs %(load_kg)s. Split it in two."
        ),
        ReasonKind.too_large: N_(
            "%(vehicle)s takes %(room_pallets)s at most in one compartment; this load has %(load_pallets)s. "
            "Split it in two."
        ),
        ReasonKind.window_closes: N_(
            "%(site)s closes at %(closes_minute)s, %(late_minutes)s before %(vehicle)s could be there. "
            "Ask for later hours there, or start the shift earlier."
        ),
        ReasonKind.shift_too_short: N_(
            "Alone it would take %(vehicle)s %(needed_minutes)s; its shift allows %(allowed_minutes)s. "
            "Hand it over on the way, or lengthen the shift."
        ),
        ReasonKind.driving_too_long: N_(
            "Alone it would take %(vehicle)s %(needed_minutes)s of driving; %(allowed_minutes)s are allowed. "
            "Hand it over on the way."
        ),
        ReasonKind.no_setting_left: N_(
            "The compartments that could keep %(temperature)s are set to another temperature for other loads. "
            "Add a vehicle or move it to another day."
        ),
        ReasonKind.no_room_left: N_(
            "The tours that pass there are full: %(lacks_kg)s and %(lacks_pallets)s are lacking on %(vehicle)s. "
            "Add a vehicle or move it to another day."
        ),
        ReasonKind.no_time_left: N_(
            "There is room, but no tour has the time left for this detour. Add a vehicle or move it to another day."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A named reason; `facts` are the JSON values its sentence needs.

    The ending of a fact's name says how it is written for people: `_kg`, `_pallets` (hundredths), `_minute` (of the
    day), `_minutes` (a duration); `temperature` is a word of TemperatureClass; the others are names.
    """

    kind: ReasonKind
    facts: tuple[tuple[str, int | str], ...] = ()

    @property
    def sentence(self) -> str:
        """Return the message to translate and fill in."""
        return SENTENCES[self.kind]


def reason(kind: ReasonKind, **facts: int | str) -> Reason:
    """Return a reason with its facts."""
    return Reason(kind, tuple(facts.items()))
