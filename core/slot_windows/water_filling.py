"""Sharing one departure: the least served rise first, step by step, until the truck or the request stops each.

Progressive filling (Bertsekas & Gallager, *Data Networks*, 1992, § 6.5.2), in whole steps, starting from what each
has of the other dates of the season instead of from nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.slot_windows.claims import Claim, OfferedRoom, Part, Parts, all_fit


def filled(room: OfferedRoom, claims: Sequence[Claim], elsewhere: Mapping[int, int]) -> Parts:
    """Return what each claim receives of one departure; on equal terms the first of `claims` gets the last step.

    Args:
        room: what is on offer.
        claims: one a partner, in the order in which they asked.
        elsewhere: the steps each partner has of the other departures.
    """
    water = _Water(room, claims, elsewhere)
    rising = [claim for claim in claims if claim.steps and claim.box_ids]
    while rising:
        level = water.common_level(rising)
        water.raise_to(rising, level)
        stopped = {claim.partner_id for claim in water.at(rising, level) if not water.one_more(claim)}
        rising = [each for each in rising if each.partner_id not in stopped and not water.parts[each.partner_id].is_all]
    return water.parts


class _Water:
    """The parts of one departure while they rise."""

    def __init__(self, room: OfferedRoom, claims: Iterable[Claim], elsewhere: Mapping[int, int]) -> None:
        self._room = room
        self._elsewhere = elsewhere
        self.parts = {each.partner_id: Part(each, 0, each.box_ids[0] if each.box_ids else 0) for each in claims}

    def common_level(self, rising: Sequence[Claim]) -> int:
        """Return the highest level to which all that still rise can rise together."""
        low = min(self._level(each) for each in rising)
        high = max(self._elsewhere.get(each.partner_id, 0) + each.steps for each in rising)
        while low < high:
            middle = (low + high + 1) // 2
            if all_fit(self._room, {**self.parts, **self._raised(rising, middle)}.values()):
                low = middle
            else:
                high = middle - 1
        return low

    def raise_to(self, rising: Sequence[Claim], level: int) -> None:
        """Give everybody what brings their season to this level."""
        self.parts.update(self._raised(rising, level))

    def at(self, rising: Sequence[Claim], level: int) -> list[Claim]:
        """Return those who stand at this level and would have more."""
        return [each for each in rising if self._level(each) == level and not self.parts[each.partner_id].is_all]

    def one_more(self, claim: Claim) -> bool:
        """Give one more step, in another compartment if the load as a whole has to move; say whether it fitted."""
        part = self.parts[claim.partner_id]
        boxes = sorted(claim.box_ids, key=lambda each: each != part.box_id)
        for box_id in boxes:
            more = Part(claim, part.steps + 1, box_id)
            if all_fit(self._room, {**self.parts, claim.partner_id: more}.values()):
                self.parts[claim.partner_id] = more
                return True
        return False

    def _level(self, claim: Claim) -> int:
        return self._elsewhere.get(claim.partner_id, 0) + self.parts[claim.partner_id].steps

    def _raised(self, rising: Iterable[Claim], level: int) -> dict[int, Part]:
        raised = {}
        for claim in rising:
            part = self.parts[claim.partner_id]
            steps = min(claim.steps, max(part.steps, level - self._elsewhere.get(claim.partner_id, 0)))
            raised[claim.partner_id] = replace(part, steps=steps)
        return raised
