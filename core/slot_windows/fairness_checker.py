"""Checks a sharing whoever made it: within the room and what was asked, no idle room, nobody favoured.

It shares no code with what makes a sharing but the sizes of loads, and tries one change at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.shared.quantities import NOTHING, Quantity
from core.slot_windows.claims import Claim, OfferedRoom, Sharing


@dataclass(frozen=True, slots=True)
class Unfair:
    """What is wrong with a sharing: on which departure, for whom, and what."""

    departure_id: int
    partner_id: int
    what: str


@dataclass(frozen=True, slots=True)
class _Given:
    claim: Claim
    steps: int
    box_id: int


def check(sharing: Sharing, claims: Sequence[Claim], rooms: Mapping[int, OfferedRoom]) -> list[Unfair]:
    """Return what is wrong with a sharing; an empty list is the only good answer."""
    totals: dict[int, int] = {}
    for parts in sharing.values():
        for partner_id, part in parts.items():
            totals[partner_id] = totals.get(partner_id, 0) + part.steps
    found: list[Unfair] = []
    for departure_id, room in rooms.items():
        on_board = {
            key: _Given(part.claim, part.steps, part.box_id) for key, part in sharing.get(departure_id, {}).items()
        }
        asked = {each.partner_id: each for each in claims if each.departure_id == departure_id}
        found += [Unfair(departure_id, partner_id, what) for partner_id, what in _bounds(on_board, asked, room)]
        found += [Unfair(departure_id, partner_id, what) for partner_id, what in _favours(on_board, totals, room)]
    return found


def _bounds(on_board: Mapping[int, _Given], asked: Mapping[int, Claim], room: OfferedRoom) -> Iterator[tuple[int, str]]:
    for partner_id, given in on_board.items():
        if asked.get(partner_id) != given.claim or not 0 <= given.steps <= given.claim.steps:
            yield partner_id, "not what was asked"
        if given.steps and given.box_id not in given.claim.box_ids:
            yield partner_id, "a compartment that does not keep it"
    yield from ((partner_id, "left out") for partner_id in asked.keys() - on_board.keys())
    if not _fit(list(on_board.values()), room):
        yield 0, "more than the room on offer"


def _favours(on_board: Mapping[int, _Given], totals: Mapping[int, int], room: OfferedRoom) -> Iterator[tuple[int, str]]:
    """Try one step more for each who lacks one: with room nobody uses, then with what richer ones could spare."""
    for partner_id, given in on_board.items():
        if given.steps >= given.claim.steps:
            continue
        others = [each for key, each in on_board.items() if key != partner_id]
        mine = totals[partner_id]
        poorer = [
            each
            if totals[each.claim.partner_id] <= mine + 1
            else _Given(each.claim, _kept(each, totals[each.claim.partner_id], mine), each.box_id)
            for each in others
        ]
        for box_id in given.claim.box_ids:
            more = _Given(given.claim, given.steps + 1, box_id)
            if _fit([*others, more], room):
                yield partner_id, "room is idle"
                break
            if _fit([*poorer, more], room):
                yield partner_id, "somebody with more over the season could spare it"
                break


def _kept(given: _Given, total: int, mine: int) -> int:
    """Return the steps that somebody keeps who goes down, on this date, to what the other one would then have."""
    return max(0, given.steps - (total - (mine + 1)))


def _fit(on_board: Sequence[_Given], room: OfferedRoom) -> bool:
    for leg, most in room.legs.items():
        here = [each for each in on_board if each.steps and leg in each.claim.stretch.legs]
        if not _sum(here).fits_in(most):
            return False
        for (position, box_id), free in room.boxes.items():
            if position == leg and not _sum([each for each in here if each.box_id == box_id]).fits_in(free):
                return False
    return True


def _sum(given: Sequence[_Given]) -> Quantity:
    loads = [each.claim.part(each.steps) for each in given]
    return Quantity(sum(load.kg for load in loads), sum(load.pallet_hundredths for load in loads)) if loads else NOTHING
