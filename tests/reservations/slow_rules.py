"""A slow reading of who may ride on one departure, from the bare list of reservations; no code of the rules is used.

Room is counted out in pools: the rest of what is kept for food banks, and what is open to all. Those who wait take
their part out of the pools one after the other, each out of its own first; what is left is what the next may take.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.partners.kinds import PartnerKind
from core.shared.quantities import TemperatureClass

AMBIENT, CHILLED, FROZEN = TemperatureClass.ambient, TemperatureClass.chilled, TemperatureClass.frozen
BOXES = {FROZEN: (60, 200), CHILLED: (100, 300), AMBIENT: (80, 300)}  # what each compartment holds: kg, hundredths
PAYLOAD = 200
MAY_RIDE = {FROZEN: {FROZEN}, CHILLED: {CHILLED}, AMBIENT: {AMBIENT, CHILLED}}
HOLDS_ROOM = {"held", "to_approve", "offered", "confirmed", "delivered", "no_show"}

Held = dict[str, Any]
Wants = list[tuple[Held, int]]


class SlowRules:
    """What a departure promises, worked out from who rides and who waits; `share` is kept for food banks, in per cent.

    `limit` is the most of the room one partner may hold, in per cent; 0 is none. Both end at `released_at`.
    """

    kept: dict[int, TemperatureClass]
    kinds: dict[int, PartnerKind]
    share: int
    limit: int
    now: datetime
    released_at: datetime

    def keeps_room(self) -> bool:
        """Say whether anything is still kept."""
        return self.now < self.released_at and bool(self.share or self.limit)

    def rides(self, each: Held, leg: int) -> bool:
        return bool(each["state"] in HOLDS_ROOM and leg in each["legs"])

    def boxes(self, each: Held) -> list[int]:
        return [box for box, kept in self.kept.items() if kept in MAY_RIDE[each["temperature"]]]

    def could_board(self, held: list[Held], ahead: list[Held], waiter: Held) -> bool:
        """Say whether some compartment has room for the waiter beyond what all those before it were promised."""
        ahead = [each for each in ahead if self._ever(each) and self._before_release(held, each)]
        for box in self.boxes(waiter):
            kg, pallets, payload = 10**9, 10**9, 10**9
            for leg in waiter["legs"]:
                there = [each for each in ahead if leg in each["legs"]]
                here = [each for each in there if box in self.boxes(each)]
                kg = min(kg, self._open(held, leg, box, "kg", waiter, [(each, each["kg"]) for each in here]))
                wants = [(each, each["pallets"]) for each in here]
                pallets = min(pallets, self._open(held, leg, box, "pallets", waiter, wants))
                wants = [(each, self._usable(held, leg, each)) for each in there]
                payload = min(payload, self._open(held, leg, None, "kg", waiter, wants))
            if self._part(waiter, kg, pallets, payload) >= waiter["least"]:
                return True
        return False

    def _usable(self, held: list[Held], leg: int, each: Held) -> int:
        """Return how much weight a load that waits could use already."""
        rooms = [self._open(held, leg, box, "kg", each, []) for box in self.boxes(each)]
        return int(min(each["kg"], max([0, *rooms])))

    def _capacity(self, box: int | None, unit: str) -> int:
        return PAYLOAD if box is None else BOXES[self.kept[box]][unit == "pallets"]

    def _aboard(self, held: list[Held], leg: int, box: int | None) -> list[Held]:
        return [each for each in held if self.rides(each, leg) and box in (None, each["box"])]

    def _own_limit(self, held: list[Held], leg: int, box: int | None, unit: str, partner: int) -> int:
        """Return what a partner may still take by its limit."""
        if not (self.limit and self.keeps_room()):
            return 10**9
        mine = sum(each[unit] for each in self._aboard(held, leg, box) if each["partner"] == partner)
        return int(self._capacity(box, unit) * self.limit // 100 - mine)

    def _open(self, held: list[Held], leg: int, box: int | None, unit: str, waiter: Held, wants: Wants) -> int:
        """Return how much of a compartment, or (no box) of the payload, a load may take after those who want some."""
        aboard, capacity = self._aboard(held, leg, box), self._capacity(box, unit)
        free = capacity - sum(each[unit] for each in aboard)
        pool = 0
        if self.keeps_room():
            pool = max(0, capacity * self.share // 100 - sum(each[unit] for each in aboard if self._is_first(each)))
        open_to_all, taken_of_pool = free - pool, 0
        limits = {each: self._own_limit(held, leg, box, unit, each) for each in self.kinds}
        for each, wanted in wants:
            given = max(0, min(wanted, limits[each["partner"]]))
            limits[each["partner"]] -= given
            own = min(pool, given) if self._is_first(each) else 0
            pool, taken_of_pool, open_to_all = pool - own, taken_of_pool + own, open_to_all - (given - own)
        if self._is_first(waiter) and self.share and self.keeps_room():
            found = min(pool + max(0, open_to_all), free - taken_of_pool)
        else:
            found = open_to_all
        return int(min(found, limits[waiter["partner"]]))

    def _is_first(self, each: Held) -> bool:
        return self.kinds[each["partner"]] is PartnerKind.food_bank

    def _ever(self, each: Held) -> bool:
        """Say whether the empty truck would take the smallest part agreed on."""
        return any(self._part(each, *BOXES[self.kept[box]], PAYLOAD) >= each["least"] for box in self.boxes(each))

    def _before_release(self, held: list[Held], each: Held) -> bool:
        """Say whether the smallest part agreed on could ride before the release if every other partner left."""
        if not self.keeps_room():
            return True
        for box in self.boxes(each):
            rooms = [self._at_most(held, leg, box, each) for leg in each["legs"]]
            kg, pallets, payload = (min(room[unit] for room in rooms) for unit in range(3))
            if self._part(each, kg, pallets, payload) >= each["least"]:
                return True
        return False

    def _at_most(self, held: list[Held], leg: int, box: int, each: Held) -> tuple[int, int, int]:
        places = ((box, "kg"), (box, "pallets"), (None, "kg"))
        most = []
        for where, unit in places:
            capacity = self._capacity(where, unit)
            whole = capacity if self._is_first(each) else capacity - capacity * self.share // 100
            most.append(min(whole, self._own_limit(held, leg, where, unit, each["partner"])))
        return most[0], most[1], most[2]

    def _part(self, each: Held, kg: int, pallets: int, payload: int) -> int:
        """Return the most kilograms of a load that a room takes, counted down one by one."""
        whole: int = each["kg"]
        most: int = min(whole, kg, payload)
        for part in range(most, 0, -1):
            if -(-each["pallets"] * part // whole) <= max(0, pallets):
                return int(part)
        return 0
