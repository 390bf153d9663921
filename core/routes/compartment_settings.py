"""To which temperatures a vehicle's compartments are worth setting for the loads of the day (R2)."""

from collections.abc import Iterable
from itertools import product

from core.routes.problem import TourCompartment, TourVehicle
from core.shared.quantities import TemperatureClass, may_ride

Settings = tuple[tuple[int, TemperatureClass], ...]

_MILDEST_FIRST = tuple(TemperatureClass)  # the classes are declared from the mildest to the most demanding


def useful_settings(vehicle: TourVehicle, classes: Iterable[TemperatureClass]) -> list[Settings]:
    """Return the ways to set the vehicle's compartments, without those that another way beats for every load.

    Chilled keeps all that ambient keeps, so that a choice between the two leaves chilled where a load needs it and
    ambient elsewhere.
    """
    wanted = frozenset(classes)
    choices = [
        [(compartment.id, setting) for setting in _best_settings(compartment, wanted)]
        for compartment in vehicle.compartments
    ]
    return [tuple(way) for way in product(*choices)]


def _best_settings(compartment: TourCompartment, wanted: frozenset[TemperatureClass]) -> list[TemperatureClass]:
    kept: dict[TemperatureClass, frozenset[TemperatureClass]] = {}
    for setting in (each for each in _MILDEST_FIRST if each in compartment.temperatures):
        keeps = frozenset(each for each in wanted if may_ride(each, kept_at=setting))
        if not any(keeps <= other for other in kept.values()):
            kept = {other: theirs for other, theirs in kept.items() if not theirs <= keeps}
            kept[setting] = keeps
    return list(kept)


def keeps_all(settings: Settings, loads: Iterable[tuple[int, TemperatureClass]]) -> bool:
    """Say whether every load, given with its compartment, may ride at these settings."""
    at = dict(settings)
    return all(may_ride(temperature, kept_at=at[compartment_id]) for compartment_id, temperature in loads)
