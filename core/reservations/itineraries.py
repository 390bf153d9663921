"""The stops of one departure in order, and the stretches of it that join two places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: the place, and when the truck is there."""

    position: int
    site_id: int
    site_name: str
    town: str
    arrives_at: datetime
    leaves_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Consecutive legs, from the stop at `from_position` to the stop at `to_position`."""

    from_position: int
    to_position: int

    @property
    def legs(self) -> range:
        """Return the positions of its legs."""
        return range(self.from_position, self.to_position)

    def overlaps(self, other: "Stretch") -> bool:
        """Say whether both ride at least one leg together."""
        return self.from_position < other.to_position and other.from_position < self.to_position


@dataclass(frozen=True, slots=True)
class Itinerary:
    """The stops of a departure in order; by the position a leg leaves from, its length in metres, and the ferries."""

    stops: Sequence[Stop]
    leg_metres: Mapping[int, int]
    ferry_legs: frozenset[int] = frozenset()

    def stop(self, position: int) -> Stop:
        """Return the stop at a position."""
        return next(stop for stop in self.stops if stop.position == position)

    def stretches(self, from_site_id: int, to_site_id: int) -> list[Stretch]:
        """Return every shortest way to ride from one place to the other, the one with the fewest legs first.

        A truck may pass twice at a place: a way that contains another one is left out.
        """
        found: list[Stretch] = []
        boards_at: int | None = None
        for stop in self.stops:
            if stop.site_id == from_site_id:
                boards_at = stop.position
            elif stop.site_id == to_site_id and boards_at is not None:
                found.append(Stretch(boards_at, stop.position))
                boards_at = None
        return sorted(found, key=lambda stretch: (len(stretch.legs), stretch.from_position))

    def metres(self, stretch: Stretch) -> int:
        """Return the length of a stretch."""
        return sum(self.leg_metres.get(position, 0) for position in stretch.legs)

    def places_of_leg(self, position: int) -> tuple[str, str]:
        """Return what people call both ends of a leg: the towns, or the names of the places inside one town."""
        start, end = self.stop(position), self.stop(position + 1)
        return (start.site_name, end.site_name) if start.town == end.town else (start.town, end.town)
