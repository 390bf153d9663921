"""Which compartment can carry a load along a stretch of legs, and how much is free there, and for whom (R1, R2, R5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.lines.capacity import CompartmentOnLeg
from core.reservations.itineraries import Stretch
from core.reservations.priority import NOBODY, OPEN_TO_ALL, Amount, Claim, Holder, Priority
from core.shared.quantities import NOTHING, Quantity, TemperatureClass, may_ride

_WARMEST_FIRST = tuple(TemperatureClass)


@dataclass(frozen=True, slots=True)
class PayloadOnLeg:
    """The weight the vehicle may carry on one leg, all compartments together, and what it carries already."""

    position: int
    payload_kg: int
    used_kg: int

    @property
    def free_kg(self) -> int:
        """Return the weight that may still come aboard."""
        return self.payload_kg - self.used_kg


@dataclass(frozen=True, slots=True)
class TruckRoom:
    """The room of one departure: its compartments and its payload, leg by leg, and whom it is kept for."""

    compartments: Mapping[tuple[int, int], CompartmentOnLeg]
    payloads: Mapping[int, PayloadOnLeg]
    priority: Priority = OPEN_TO_ALL

    @classmethod
    def of(
        cls,
        compartments: Iterable[CompartmentOnLeg],
        payloads: Iterable[PayloadOnLeg],
        priority: Priority = OPEN_TO_ALL,
    ) -> "TruckRoom":
        """Return the room made of these counters."""
        return cls(
            compartments={(each.position, each.compartment_id): each for each in compartments},
            payloads={each.position: each for each in payloads},
            priority=priority,
        )

    def at(self, now: datetime) -> "TruckRoom":
        """Return the room as it is kept at a moment."""
        return self if self.priority.is_over else replace(self, priority=self.priority.at(now))

    def open_to_all(self) -> "TruckRoom":
        """Return the room as if none were kept for anybody."""
        return replace(self, priority=OPEN_TO_ALL)

    def keeping(self, temperature: TemperatureClass, stretch: Stretch) -> list[int]:
        """Return the compartments in which this class may ride on every leg of the stretch (R2), the best first.

        The exact temperature comes first; a substitute is taken from the warmest on, so that cold room stays for
        those who need it.
        """
        numbers = sorted({number for _position, number in self.compartments})
        kept: list[tuple[bool, int, int]] = []
        for number in numbers:
            settings = [self.compartments.get((position, number)) for position in stretch.legs]
            if settings and all(
                each is not None and may_ride(temperature, kept_at=each.temperature) for each in settings
            ):
                kept_at = self.compartments[stretch.from_position, number].temperature
                kept.append((kept_at is not temperature, _WARMEST_FIRST.index(kept_at), number))
        return [number for _substitute, _rank, number in sorted(kept)]

    def compartment_free(self, position: int, compartment_id: int) -> Quantity:
        """Return what the compartment alone has left on a leg, whatever the payload allows and whoever it is for."""
        return self.compartments[position, compartment_id].free

    def compartment_open(
        self,
        position: int,
        compartment_id: int,
        holder: Holder,
        claims: Sequence[tuple[Holder, Quantity]] = (),
    ) -> Quantity:
        """Return what a partner may take of a compartment on a leg, after the claims, whatever the payload allows."""
        room = self.compartments[position, compartment_id]
        if self.priority.is_over:
            free = self.compartment_free(position, compartment_id)
            for _who, claimed in claims:
                free = free - claimed
            return free
        kg, pallets = _amounts(room, self.priority.held.get((position, compartment_id), {}))
        return Quantity(
            self.priority.open_to(holder, kg, [Claim(who, each.kg) for who, each in claims]),
            self.priority.open_to(holder, pallets, [Claim(who, each.pallet_hundredths) for who, each in claims]),
        )

    def payload_open(self, position: int, holder: Holder, claims: Sequence[Claim] = ()) -> int:
        """Return what a partner may still bring aboard on a leg by weight, all compartments together."""
        payload = self.payloads[position]
        if self.priority.is_over:
            return payload.free_kg - sum(claim.amount for claim in claims)
        amount = Amount(payload.payload_kg, payload.free_kg, self.priority.on_leg(position))
        return self.priority.open_to(holder, amount, claims)

    def most_for(self, holder: Holder, stretch: Stretch, compartment_id: int) -> Quantity:
        """Return the most one partner could take along the stretch before any release, if every other one left."""
        if self.priority.is_over:
            return self.capacity(stretch, compartment_id)
        most: list[tuple[int, int]] = []
        for leg in stretch.legs:
            held = self.priority.held.get((leg, compartment_id), {})
            kg, pallets = _amounts(self.compartments[leg, compartment_id], held)
            payload = self.payloads[leg]
            weight = Amount(payload.payload_kg, payload.free_kg, self.priority.on_leg(leg))
            by_weight = min(self.priority.most_for(holder, kg), self.priority.most_for(holder, weight))
            most.append((by_weight, self.priority.most_for(holder, pallets)))
        return Quantity(min(kg for kg, _pallets in most), min(pallets for _kg, pallets in most))

    def capacity(self, stretch: Stretch, compartment_id: int) -> Quantity:
        """Return the most one load could take of this compartment along the stretch if the truck were empty."""
        rooms = [self.compartments[position, compartment_id].capacity for position in stretch.legs]
        return Quantity(
            min(*(room.kg for room in rooms), *(self.payloads[position].payload_kg for position in stretch.legs)),
            min(room.pallet_hundredths for room in rooms),
        )

    def with_load(self, stretch: Stretch, compartment_id: int, quantity: Quantity, by: Holder = NOBODY) -> "TruckRoom":
        """Return the room once `quantity` of a partner rides along the stretch in this compartment."""
        compartments, payloads = dict(self.compartments), dict(self.payloads)
        for position in stretch.legs:
            room, payload = compartments[position, compartment_id], payloads[position]
            compartments[position, compartment_id] = replace(room, used=room.used + quantity)
            payloads[position] = replace(payload, used_kg=payload.used_kg + quantity.kg)
        places = [(position, compartment_id) for position in stretch.legs]
        return TruckRoom(compartments, payloads, self.priority.with_load(places, quantity, by))

    def without_load(
        self, stretch: Stretch, compartment_id: int, quantity: Quantity, by: Holder = NOBODY
    ) -> "TruckRoom":
        """Return the room once `quantity` of a partner no longer rides there."""
        return self.with_load(stretch, compartment_id, NOTHING - quantity, by)


def _amounts(room: CompartmentOnLeg, held: Mapping[Holder, Quantity]) -> tuple[Amount, Amount]:
    """Return a compartment on a leg by weight and by floor space."""
    return (
        Amount(room.capacity.kg, room.free.kg, {who: each.kg for who, each in held.items()}),
        Amount(
            room.capacity.pallet_hundredths,
            room.free.pallet_hundredths,
            {who: each.pallet_hundredths for who, each in held.items()},
        ),
    )


def largest_part(wanted: Quantity, room: Quantity) -> Quantity:
    """Return the largest part of a load that fits in `room`, its pallets in proportion to its weight, rounded up.

    The result has 0 kg if not even 1 kg fits.
    """
    kg = min(wanted.kg, max(0, room.kg))
    if wanted.pallet_hundredths:
        kg = min(kg, max(0, room.pallet_hundredths) * wanted.kg // wanted.pallet_hundredths)
    return part_of(wanted, kg)


def part_of(wanted: Quantity, kg: int) -> Quantity:
    """Return `kg` of a load with the floor space it then takes, rounded up to a hundredth of a pallet."""
    return Quantity(kg, -(-wanted.pallet_hundredths * kg // wanted.kg)) if wanted.kg else NOTHING


def relative_lack(wanted: Quantity, room: Quantity) -> float:
    """Return which share of the load finds no room: 0 if all of it fits, above 1 where room is already promised."""
    lacking = wanted.shortfall(room)
    shares = [lacking.kg / wanted.kg if wanted.kg else 0.0]
    if wanted.pallet_hundredths:
        shares.append(lacking.pallet_hundredths / wanted.pallet_hundredths)
    return max(shares)


def share_of(wanted: Quantity, room: Quantity) -> float:
    """Return which share of a room a load takes, by weight or by floor space, whichever is more; 1 is all of it."""
    shares = [wanted.kg / room.kg if room.kg else float(bool(wanted.kg)) * 2]
    if wanted.pallet_hundredths:
        shares.append(wanted.pallet_hundredths / room.pallet_hundredths if room.pallet_hundredths else 2.0)
    return max(shares)
