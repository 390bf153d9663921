"""Sharing a season: whoever would have least over all its dates comes first on each of them.

Each departure is filled in turn, from what everybody has of the others, again and again as long as the season as a
whole becomes more even; then single steps change hands until `fairness_checker` would find nothing to say. Every
change makes the sorted totals of the season lexicographically greater, so that this ends.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from core.slot_windows.claims import Claim, OfferedRoom, Part, Parts, Sharing, all_fit, season_totals
from core.slot_windows.water_filling import filled


def share(claims: Iterable[Claim], rooms: Mapping[int, OfferedRoom]) -> Sharing:
    """Return each partner's part of each departure, max-min fair over the season's totals.

    Args:
        claims: at most one for each partner and departure, partners in the order in which they asked.
        rooms: what is on offer on each departure, in the order in which they leave.
    """
    of_departure = _by_departure(claims)
    sharing: dict[int, Parts] = {
        key: {
            each.partner_id: Part(each, 0, each.box_ids[0] if each.box_ids else 0) for each in of_departure.get(key, ())
        }
        for key in rooms
    }
    while _evened_out(sharing, of_departure, rooms) or _steps_moved(sharing, rooms):
        pass
    return sharing


def _by_departure(claims: Iterable[Claim]) -> dict[int, Sequence[Claim]]:
    in_order = sorted(claims, key=attrgetter("departure_id"))  # stable: partners stay in order
    return {key: list(found) for key, found in groupby(in_order, key=attrgetter("departure_id"))}


def _evened_out(
    sharing: dict[int, Parts], claims: Mapping[int, Sequence[Claim]], rooms: Mapping[int, OfferedRoom]
) -> bool:
    """Fill each departure again from what everybody has of the others; say whether the season became more even."""
    changed = False
    for departure_id in sharing:
        totals = season_totals(sharing)
        elsewhere = {key: totals[key] - part.steps for key, part in sharing[departure_id].items()}
        again = filled(rooms[departure_id], claims.get(departure_id, ()), elsewhere)
        after = {**totals, **{key: elsewhere[key] + part.steps for key, part in again.items()}}
        if sorted(after.values()) > sorted(totals.values()):
            sharing[departure_id], changed = again, True
    return changed


def _steps_moved(sharing: dict[int, Parts], rooms: Mapping[int, OfferedRoom]) -> bool:
    """Give single steps to those who may have them from whoever keeps more; say whether any changed hands."""
    changed = False
    for departure_id, room in rooms.items():
        for partner_id in sharing[departure_id]:
            totals = season_totals(sharing)
            moved = _one_step_for(sharing[departure_id], partner_id, totals, room)
            if moved is not None:
                sharing[departure_id], changed = moved, True
    return changed


def _one_step_for(parts: Parts, partner_id: int, totals: Mapping[int, int], room: OfferedRoom) -> Parts | None:
    """Return the parts with one more step for a partner, taken from nobody who would then have less than it."""
    part, after = parts[partner_id], totals[partner_id] + 1
    if part.is_all:
        return None
    for box_id in part.claim.box_ids:
        more = {**parts, partner_id: Part(part.claim, part.steps + 1, box_id)}
        spared = {
            key: max(0, each.steps - max(0, totals[key] - after)) for key, each in parts.items() if key != partner_id
        }
        least = {**more, **{key: replace(parts[key], steps=steps) for key, steps in spared.items()}}
        if all_fit(room, least.values()):
            return _given_back(least, parts, partner_id, totals, room)
    return None


def _given_back(
    least: dict[int, Part], parts: Parts, partner_id: int, totals: Mapping[int, int], room: OfferedRoom
) -> Parts:
    """Return to each as much of what was taken as still fits, to those with least over the season first."""
    for key in sorted((key for key in parts if key != partner_id), key=lambda each: totals[each]):
        low, high = least[key].steps, parts[key].steps
        while low < high:
            middle = (low + high + 1) // 2
            if all_fit(room, {**least, key: replace(least[key], steps=middle)}.values()):
                low = middle
            else:
                high = middle - 1
        least[key] = replace(least[key], steps=low)
    return least
