"""Seasons to share, made small: trucks of a few legs, partners with their claims, and a rule that is not fair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from core.reservations.itineraries import Stretch
from core.shared.quantities import Quantity
from core.slot_windows.claims import Claim, OfferedRoom, Part, Sharing, all_fit
from core.slot_windows.kinds import SlotMeasure

PLENTY = 10_000


def a_room(*pallets: int, kg: int = PLENTY, boxes: Mapping[int, Sequence[int]] | None = None) -> OfferedRoom:
    """Return a truck with so many hundredths of a pallet on each leg, in one compartment or in `boxes`."""
    of_box = boxes or {1: pallets}
    legs = range(len(next(iter(of_box.values()))))
    return OfferedRoom(
        boxes={(leg, box): Quantity(kg, sizes[leg]) for box, sizes in of_box.items() for leg in legs},
        legs={leg: Quantity(kg, sum(sizes[leg] for sizes in of_box.values())) for leg in legs},
    )


def a_claim(
    partner_id: int,
    pallets: int,
    departure_id: int = 1,
    *,
    legs: tuple[int, int] = (0, 1),
    kg: int = 1,
    boxes: tuple[int, ...] = (1,),
    step: int = 1,
) -> Claim:
    """Return what a partner asks of a departure, in hundredths of a pallet."""
    return Claim(partner_id, departure_id, Stretch(*legs), boxes, Quantity(kg, pallets), SlotMeasure.pallets, step)


def received(sharing: Sharing) -> dict[int, dict[int, int]]:
    """Return the steps each partner has of each departure."""
    return {key: {partner: part.steps for partner, part in parts.items()} for key, parts in sharing.items()}


def in_proportion(claims: Sequence[Claim], rooms: Mapping[int, OfferedRoom]) -> Sharing:
    """Share each departure in proportion to what is asked, then the rest: the rule that favours who asks more."""
    sharing: dict[int, dict[int, Part]] = {}
    for departure_id, room in rooms.items():
        asked = [each for each in claims if each.departure_id == departure_id]
        share = next(
            percent
            for percent in range(100, -1, -1)
            if all_fit(room, [Part(each, each.steps * percent // 100, each.box_ids[0]) for each in asked])
        )
        parts = {each.partner_id: Part(each, each.steps * share // 100, each.box_ids[0]) for each in asked}
        for each in asked:
            while parts[each.partner_id].steps < each.steps:
                more = {**parts, each.partner_id: Part(each, parts[each.partner_id].steps + 1, each.box_ids[0])}
                if not all_fit(room, more.values()):
                    break
                parts = more
        sharing[departure_id] = parts
    return sharing


@st.composite
def seasons(draw: st.DrawFn) -> tuple[list[Claim], dict[int, OfferedRoom]]:
    """Draw trucks with legs and one or two compartments, and claims of any stretch, density, step and measure."""
    legs, departures, partners = (draw(st.integers(1, most)) for most in (4, 4, 5))
    rooms = {
        departure_id: a_room(
            kg=draw(st.integers(5, 400)),
            boxes={
                box: [draw(st.integers(0, 60)) for _leg in range(legs)] for box in range(1, draw(st.integers(1, 2)) + 1)
            },
        )
        for departure_id in range(1, departures + 1)
    }
    measure, step = draw(st.sampled_from(list(SlotMeasure))), draw(st.sampled_from((1, 3, 10)))
    claims = []
    for departure_id, room in rooms.items():
        box_ids = sorted({box for _leg, box in room.boxes})
        for partner_id in draw(st.lists(st.integers(1, partners), unique=True)):
            start = draw(st.integers(0, legs - 1))
            stretch = Stretch(start, draw(st.integers(start + 1, legs)))
            boxes = tuple(draw(st.permutations(box_ids))[: draw(st.integers(1, len(box_ids)))])
            asked = Quantity(draw(st.integers(1, 300)), draw(st.integers(1, 80)))
            claims.append(Claim(partner_id, departure_id, stretch, boxes, asked, measure, step))
    return sorted(claims, key=lambda each: (each.partner_id, each.departure_id)), rooms
