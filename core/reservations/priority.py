"""Room kept for some partners until a day, and the most that one partner may hold until then (R5).

A share kept for a kind of partner is theirs on every leg, of each compartment and of the payload; what they hold
already counts in it first, so that only the rest is kept from others. Partners of the kind may take the rest of their
share and what is open to all. A limit says how much of a departure one partner may hold. Both end by themselves, and
on an amount that several wait for, each has a claim on no more than they could take today.

Every amount is a whole number: kg of a compartment on a leg, hundredths of a pallet there, or kg of payload on a leg.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.partners.kinds import PartnerKind
from core.shared.quantities import NOTHING, Quantity

Where = tuple[int, int]
"""A leg and a compartment."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose load it is: a partner, and what it is in the food chain."""

    partner_id: int
    kind: PartnerKind | None


NOBODY = Holder(0, None)


@dataclass(frozen=True, slots=True)
class KeptShare:
    """Per cent of a departure kept for some kinds of partners until a moment; `note` says why."""

    kinds: frozenset[PartnerKind]
    percent: int
    until: datetime
    note: str = ""

    def of(self, capacity: int) -> int:
        """Return how much of a capacity is kept, rounded down."""
        return capacity * self.percent // 100


@dataclass(frozen=True, slots=True)
class PartnerLimit:
    """Per cent of a departure that one partner may hold until a moment."""

    percent: int
    until: datetime

    def of(self, capacity: int) -> int:
        """Return how much of a capacity one partner may hold, rounded down."""
        return capacity * self.percent // 100


@dataclass(frozen=True, slots=True)
class Claim:
    """What a load that waits wants of an amount, and who waits for it."""

    holder: Holder
    amount: int


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is of something, how much of it is free, and who holds the rest."""

    capacity: int
    free: int
    held: Mapping[Holder, int]

    def held_by_kinds(self, kinds: frozenset[PartnerKind]) -> int:
        """Return what partners of some kinds hold."""
        return sum(held for holder, held in self.held.items() if holder.kind in kinds)

    def held_by(self, partner_id: int) -> int:
        """Return what one partner holds."""
        return sum(held for holder, held in self.held.items() if holder.partner_id == partner_id)


@dataclass(frozen=True, slots=True)
class Priority:
    """Whom the room of one departure is kept for, the most one partner may hold, and who holds what of it."""

    shares: tuple[KeptShare, ...] = ()
    limit: PartnerLimit | None = None
    held: Mapping[Where, Mapping[Holder, Quantity]] = field(default_factory=dict)

    def without_holders(self) -> "Priority":
        """Return what the public may know: the rules, not who holds what (R9)."""
        return Priority(self.shares, self.limit)

    @property
    def is_over(self) -> bool:
        """Say whether the room is open to all."""
        return not self.shares and self.limit is None

    @property
    def moments(self) -> list[datetime]:
        """Return when room is released, in order."""
        ends = {share.until for share in self.shares}
        return sorted(ends | ({self.limit.until} if self.limit is not None else set()))

    def at(self, now: datetime) -> "Priority":
        """Return what is not released yet at a moment."""
        shares = tuple(share for share in self.shares if now < share.until)
        limit = self.limit if self.limit is not None and now < self.limit.until else None
        return Priority(shares, limit, self.held if shares or limit else {})

    def with_load(self, places: Iterable[Where], quantity: Quantity, by: Holder) -> "Priority":
        """Return who holds what once a partner's load rides there."""
        if self.is_over:
            return self
        held = dict(self.held)
        for where in places:
            there = held.get(where, {})
            held[where] = {**there, by: there.get(by, NOTHING) + quantity}
        return replace(self, held=held)

    def on_leg(self, leg: int) -> dict[Holder, int]:
        """Return how much weight each partner has on a leg, all compartments together."""
        found: dict[Holder, int] = {}
        for (position, _compartment), there in self.held.items():
            if position == leg:
                for holder, quantity in there.items():
                    found[holder] = found.get(holder, 0) + quantity.kg
        return found

    def open_to(self, holder: Holder, amount: Amount, claims: Sequence[Claim] = ()) -> int:
        """Return how much of an amount a partner may take now, after those who wait before it.

        What is kept for a kind serves its own claims first, and only what it lacks comes out of the open room; a
        claim of others never touches it. The result is below 0 where more is claimed than there is.
        """
        wanted = self._within_limit(amount, claims)
        kept = [max(0, share.of(amount.capacity) - amount.held_by_kinds(share.kinds)) for share in self.shares]
        asked = [sum(each for who, each in wanted.items() if who.kind in share.kinds) for share in self.shares]
        others = sum(wanted.values()) - sum(asked)
        spilled = sum(max(0, more - room) for room, more in zip(kept, asked, strict=True))
        left = amount.free - sum(kept) - others - spilled
        own = next((index for index, share in enumerate(self.shares) if holder.kind in share.kinds), None)
        if own is not None:
            claimed = sum(min(room, more) for room, more in zip(kept, asked, strict=True))
            left = min(max(0, kept[own] - asked[own]) + max(0, left), amount.free - claimed)
        if self.limit is None:
            return left
        mine = sum(each for who, each in wanted.items() if who.partner_id == holder.partner_id)
        return min(left, self._left_to(holder.partner_id, amount) - mine)

    def _within_limit(self, amount: Amount, claims: Sequence[Claim]) -> dict[Holder, int]:
        """Return what each partner may claim together: no more than it may still hold."""
        wanted: dict[Holder, int] = {}
        for claim in claims:
            wanted[claim.holder] = wanted.get(claim.holder, 0) + claim.amount
        if self.limit is None:
            return wanted
        return {who: min(each, max(0, self._left_to(who.partner_id, amount))) for who, each in wanted.items()}

    def _left_to(self, partner_id: int, amount: Amount) -> int:
        """Return what the limit leaves a partner; below 0 where it held more before there was one."""
        limit = amount.capacity if self.limit is None else self.limit.of(amount.capacity)
        return limit - amount.held_by(partner_id)

    def most_for(self, holder: Holder, amount: Amount) -> int:
        """Return the most a partner could take before any release, if every other partner left."""
        others = sum(share.of(amount.capacity) for share in self.shares if holder.kind not in share.kinds)
        most = amount.capacity - others
        return most if self.limit is None else min(most, self._left_to(holder.partner_id, amount))


OPEN_TO_ALL = Priority()


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Why a load does not get room that is free: until when, and for whom it is kept (nobody: one partner's limit)."""

    until: datetime
    kinds: tuple[PartnerKind, ...]
    percent: int
