"""Loads, temperature classes and what may ride where (R2). Whole numbers only: kg and hundredths of a pallet."""

from dataclasses import dataclass
from enum import StrEnum


class TemperatureClass(StrEnum):
    """Temperature classes of Québec's food regulation (P-29, r. 1), as a load needs or a compartment keeps."""

    ambient = "ambient"
    fresh_produce = "fresh_produce"
    chilled = "chilled"
    frozen = "frozen"
    hot = "hot"


_MAY_RIDE_IN: dict[TemperatureClass, frozenset[TemperatureClass]] = {
    TemperatureClass.ambient: frozenset(
        {TemperatureClass.ambient, TemperatureClass.fresh_produce, TemperatureClass.chilled}
    ),
    TemperatureClass.fresh_produce: frozenset(
        {TemperatureClass.fresh_produce, TemperatureClass.ambient, TemperatureClass.chilled}
    ),
    TemperatureClass.chilled: frozenset({TemperatureClass.chilled}),
    TemperatureClass.frozen: frozenset({TemperatureClass.frozen}),
    TemperatureClass.hot: frozenset({TemperatureClass.hot}),
}


def may_ride(load: TemperatureClass, *, kept_at: TemperatureClass) -> bool:
    """Say whether a load of class `load` may ride in a compartment kept at `kept_at` (R2)."""
    return kept_at in _MAY_RIDE_IN[load]


def classes_that_carry(load: TemperatureClass) -> frozenset[TemperatureClass]:
    """Return the compartment settings in which a load of class `load` may ride (R2)."""
    return _MAY_RIDE_IN[load]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A weight in whole kilograms and a floor space in whole hundredths of a pallet, both at least 0."""

    kg: int
    pallet_hundredths: int

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.kg + other.kg, self.pallet_hundredths + other.pallet_hundredths)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.kg - other.kg, self.pallet_hundredths - other.pallet_hundredths)

    def fits_in(self, room: "Quantity") -> bool:
        """Say whether this quantity fits in `room`, by weight and by floor space."""
        return self.kg <= room.kg and self.pallet_hundredths <= room.pallet_hundredths

    def shortfall(self, room: "Quantity") -> "Quantity":
        """Return what `room` lacks to take this quantity (0 where it is enough)."""
        return Quantity(max(0, self.kg - room.kg), max(0, self.pallet_hundredths - room.pallet_hundredths))


NOTHING = Quantity(0, 0)


@dataclass(frozen=True, slots=True)
class Load:
    """A quantity of one temperature class."""

    quantity: Quantity
    temperature: TemperatureClass
