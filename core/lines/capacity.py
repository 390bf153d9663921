"""Room on a leg, and a departure that no longer takes reservations (R1, R2, R12)."""

from dataclasses import dataclass
from typing import ClassVar

from core.shared.errors import N_, Refusal
from core.shared.quantities import Quantity, TemperatureClass


@dataclass(frozen=True, slots=True)
class Ride:
    """A stretch of one departure in one compartment: from stop `from_position` to stop `to_position`."""

    departure_id: int
    compartment_id: int
    from_position: int
    to_position: int

    @property
    def legs(self) -> range:
        """Return the positions of the legs ridden."""
        return range(self.from_position, self.to_position)


@dataclass(frozen=True, slots=True)
class CompartmentOnLeg:
    """What one compartment keeps, can hold and already holds on one leg."""

    position: int
    compartment_id: int
    temperature: TemperatureClass
    capacity: Quantity
    used: Quantity

    @property
    def free(self) -> Quantity:
        """Return the room that is left."""
        return self.capacity - self.used


@dataclass(eq=False)
class DepartureClosed(Refusal):
    """The departure has left, was cancelled, or no longer takes reservations."""

    line: str
    sentence: ClassVar[str] = N_("“%(line)s” no longer takes reservations for this date. Choose another departure.")
