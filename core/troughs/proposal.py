"""A proposal as it is kept and shown: who could fill what, and each line's weeks before and after."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from core.shared.quantities import Quantity, TemperatureClass
from core.troughs.balance import BalanceProblem, Match, Ride


@dataclass(frozen=True, slots=True)
class ProposedLoad:
    """One load proposed: part of a need's week, on one departure."""

    need_id: int
    partner_id: int
    departure_id: int
    wanted_week: date
    compartment_id: int
    from_site_id: int
    to_site_id: int
    from_position: int
    to_position: int
    kg: int
    pallet_hundredths: int
    temperature: TemperatureClass


@dataclass(frozen=True, slots=True)
class DepartureFilled:
    """A departure to which loads are proposed."""

    departure_id: int
    line_name: str
    service_date: date


@dataclass(frozen=True, slots=True)
class WeekBeforeAfter:
    """How full a line's week is, and would be if every invitation were accepted, in per cent."""

    line_id: int
    line_name: str
    week: date
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Loads to invite partners for.

    `asked_kg` is what partners declared for these weeks, `smallest_share` the share served of the least served
    partner among those whose needs meet some empty room, `gap` how far the fill is from the most possible.
    """

    first_week: date
    weeks: int
    loads: tuple[ProposedLoad, ...]
    departures: tuple[DepartureFilled, ...]
    cells: tuple[WeekBeforeAfter, ...]
    asked_kg: int
    filled_kg: int
    smallest_share: float
    gap: float

    def document(self) -> dict[str, Any]:
        """Return the proposal as JSON values."""
        kept = asdict(self)
        kept["first_week"] = self.first_week.isoformat()
        kept["loads"] = [each | {"wanted_week": each["wanted_week"].isoformat()} for each in kept["loads"]]
        kept["departures"] = [each | {"service_date": each["service_date"].isoformat()} for each in kept["departures"]]
        kept["cells"] = [each | {"week": each["week"].isoformat()} for each in kept["cells"]]
        return kept


def proposal_of(document: dict[str, Any]) -> Proposal:
    """Return the proposal that a document holds."""
    loads = (
        ProposedLoad(
            **each
            | {
                "wanted_week": date.fromisoformat(each["wanted_week"]),
                "temperature": TemperatureClass(each["temperature"]),
            }
        )
        for each in document["loads"]
    )
    departures = (
        DepartureFilled(**each | {"service_date": date.fromisoformat(each["service_date"])})
        for each in document["departures"]
    )
    cells = (WeekBeforeAfter(**each | {"week": date.fromisoformat(each["week"])}) for each in document["cells"])
    return Proposal(
        **document
        | {
            "first_week": date.fromisoformat(document["first_week"]),
            "loads": tuple(loads),
            "departures": tuple(departures),
            "cells": tuple(cells),
        }
    )


def loads_of(problem: BalanceProblem, matches: Sequence[Match]) -> tuple[ProposedLoad, ...]:
    """Return matches as loads, in the order their departures leave."""
    found = []
    for match in matches:
        ride = match.ride
        want, truck = problem.wants[ride.want], problem.trucks[ride.truck]
        load = ProposedLoad(
            need_id=want.need_id,
            partner_id=want.partner_id,
            departure_id=truck.departure_id,
            wanted_week=want.week,
            compartment_id=truck.boxes[ride.box].compartment_id,
            from_site_id=truck.site_ids[ride.from_position],
            to_site_id=truck.site_ids[ride.to_position],
            from_position=ride.from_position,
            to_position=ride.to_position,
            kg=match.quantity.kg,
            pallet_hundredths=match.quantity.pallet_hundredths,
            temperature=want.temperature,
        )
        found.append((ride.truck, load))
    return tuple(load for _, load in sorted(found, key=lambda each: (each[0], each[1].partner_id, each[1].need_id)))


def matches_of(problem: BalanceProblem, loads: Sequence[ProposedLoad]) -> list[Match] | None:
    """Return loads as matches of the problem as it is now; None when one of them has no place in it any more."""
    wants = {(want.need_id, want.week): place for place, want in enumerate(problem.wants)}
    trucks = {truck.departure_id: place for place, truck in enumerate(problem.trucks)}
    matches = []
    for load in loads:
        want, truck = wants.get((load.need_id, load.wanted_week)), trucks.get(load.departure_id)
        if want is None or truck is None:
            return None
        boxes = [box.compartment_id for box in problem.trucks[truck].boxes]
        if load.compartment_id not in boxes:
            return None
        ride = Ride(want, truck, boxes.index(load.compartment_id), load.from_position, load.to_position, 0, load.kg)
        matches.append(Match(ride, Quantity(load.kg, load.pallet_hundredths)))
    return matches
