"""The arithmetic of kept room, pure: what each may take of an amount, held to the rules by brute force (R5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.partners.kinds import PartnerKind
from core.reservations.fitting import TruckRoom
from core.reservations.priority import Amount, Claim, Holder, KeptShare, PartnerLimit, Priority
from core.reservations.waiting_list import Placed, Short, answer_to, promotions
from core.shared.quantities import Quantity
from tests.reservations.trucks import a_truck, a_waiter

NOW = datetime(2027, 1, 4, 15, tzinfo=UTC)
LATER, LAST = NOW + timedelta(days=1), NOW + timedelta(days=2)
FOOD, HUBS = frozenset({PartnerKind.food_bank}), frozenset({PartnerKind.hub, PartnerKind.grocer})
KINDS = (PartnerKind.producer, PartnerKind.food_bank, PartnerKind.hub)
PRODUCER, FOOD_BANK, HUB = (Holder(number + 1, kind) for number, kind in enumerate(KINDS))
SIXTY = Priority((KeptShare(FOOD, 60, LATER),))


def amount(free: int = 1000, capacity: int = 1000, **held: int) -> Amount:
    named = {"producer": PRODUCER, "food_bank": FOOD_BANK, "hub": HUB}
    return Amount(capacity, free, {named[name]: each for name, each in held.items()})


def test_a_share_is_rounded_down_in_whole_units() -> None:
    assert KeptShare(FOOD, 33, LATER).of(101) == 33
    assert PartnerLimit(33, LATER).of(101) == 33


def test_what_the_kind_holds_is_taken_off_its_share_first() -> None:
    assert SIXTY.open_to(PRODUCER, amount()) == 400
    assert SIXTY.open_to(PRODUCER, amount(500, food_bank=500)) == 400
    assert SIXTY.open_to(PRODUCER, amount(200, food_bank=800)) == 200
    assert SIXTY.open_to(FOOD_BANK, amount(600, producer=400)) == 600


def test_a_claim_of_others_never_reaches_into_the_share() -> None:
    waiting = [Claim(PRODUCER, 900)]
    assert SIXTY.open_to(FOOD_BANK, amount(), waiting) == 600
    assert SIXTY.open_to(HUB, amount(), waiting) == -500
    assert SIXTY.open_to(FOOD_BANK, amount(), [Claim(FOOD_BANK, 700)]) == 300


def test_nobody_is_promised_more_than_is_free() -> None:
    crowded = amount(100, producer=900)
    assert SIXTY.open_to(FOOD_BANK, crowded) == 100
    assert SIXTY.open_to(FOOD_BANK, crowded, [Claim(FOOD_BANK, 60)]) == 40
    assert SIXTY.open_to(PRODUCER, crowded) <= 0


def test_what_is_released_is_open_to_all() -> None:
    both = Priority((KeptShare(FOOD, 60, LATER),), PartnerLimit(50, LAST), {(0, 1): {PRODUCER: Quantity(1, 0)}})
    assert both.moments == [LATER, LAST]
    assert both.at(LATER) == Priority((), both.limit, both.held)
    assert both.at(LAST).is_over
    assert both.at(LAST).held == {}
    assert both.without_holders().held == {}


shares = st.lists(st.tuples(st.sampled_from([FOOD, HUBS]), st.integers(1, 50)), max_size=2, unique_by=lambda s: s[0])
holdings = st.dictionaries(st.sampled_from([PRODUCER, FOOD_BANK, HUB, Holder(9, KINDS[0])]), st.integers(0, 60))
waiting = st.lists(st.builds(Claim, st.sampled_from([PRODUCER, FOOD_BANK, HUB]), st.integers(0, 80)), max_size=4)
limits = st.none() | st.builds(PartnerLimit, st.integers(1, 99), st.just(LATER))


@given(shares, limits, holdings, waiting, st.sampled_from([PRODUCER, FOOD_BANK, HUB]), st.integers(0, 60))
def test_what_is_open_keeps_every_promise(
    kept: list[tuple[frozenset[PartnerKind], int]],
    limit: PartnerLimit | None,
    held: dict[Holder, int],
    claims: list[Claim],
    holder: Holder,
    spare: int,
) -> None:
    capacity = sum(held.values()) + spare
    here = Amount(capacity, spare, held)
    rules = Priority(tuple(KeptShare(kinds, percent, LATER) for kinds, percent in kept), limit)
    most = rules.open_to(holder, here, claims)
    taken = max(0, most)
    assert taken <= spare
    assert most <= rules.open_to(holder, here), "a claim of others never makes more room"
    still = [max(0, share.of(capacity) - here.held_by_kinds(share.kinds)) for share in rules.shares]
    others = [rest for share, rest in zip(rules.shares, still, strict=True) if holder.kind not in share.kinds]
    if taken and (spare >= sum(still) or len(others) == len(still)):
        assert spare - taken >= sum(others), "the rest of another share is left alone"
    if limit is not None and taken:
        assert here.held_by(holder.partner_id) + taken <= limit.of(capacity)
    if rules.is_over:
        assert most == spare - sum(claim.amount for claim in claims)


# --- in the waiting list -------------------------------------------------------------------------------------------


def keeping(priority: Priority, **values: int) -> TruckRoom:
    return replace(a_truck(**values), priority=priority)  # type: ignore[arg-type]  # all its numbers are whole


def test_a_load_is_told_until_when_its_room_is_kept_and_for_whom() -> None:
    room = keeping(SIXTY)
    waiter = a_waiter(1, 500)
    answer = answer_to(room, (), waiter)
    assert isinstance(answer, Short)
    assert answer.kept_back is not None
    assert (answer.kept_back.until, answer.kept_back.kinds, answer.kept_back.percent) == (LATER, tuple(FOOD), 60)
    assert (answer.most.kg, answer.lacking.kg) == (400, 100)
    assert answer_to(room.at(LATER), (), waiter) == Placed(1, Quantity(500, 0))


def test_the_weight_of_the_truck_is_kept_as_its_parts_are() -> None:
    answer = answer_to(keeping(SIXTY, kg=1000, payload_kg=500), (), a_waiter(1, 300))
    assert isinstance(answer, Short)
    assert answer.most.kg == 200, "60 % of 500 kg are kept"


def test_promotions_count_what_each_one_takes() -> None:
    room = keeping(Priority((), PartnerLimit(40, LATER)))
    one, other = Holder(1, PartnerKind.producer), Holder(2, PartnerKind.producer)
    queue = [replace(a_waiter(number, 300), holder=who) for number, who in ((1, one), (2, one), (3, other))]
    assert [each.waiter.reservation_id for each in promotions(room, queue)] == [1, 3]
