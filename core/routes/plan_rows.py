"""A day's plan as people read it."""

from dataclasses import dataclass
from datetime import date, datetime

from core.routes.reasons import Reason
from core.routes.tables import PlanState
from core.shared.places import Point
from core.shared.quantities import Quantity, TemperatureClass


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A load of the plan. Of somebody else's, a partner member reads the goods only: no number, name or place (R9)."""

    number: str
    partner_name: str
    from_name: str
    to_name: str
    quantity: Quantity
    temperature: TemperatureClass
    is_own: bool


@dataclass(frozen=True, slots=True)
class PlanStop:
    """One stop of a tour; `number` counts from 1, the base at the start and at the end included."""

    number: int
    site_name: str
    town: str
    point: Point
    arrives_at: datetime
    leaves_at: datetime
    waits_minutes: int
    deliveries: tuple[LoadRow, ...]
    pick_ups: tuple[LoadRow, ...]


@dataclass(frozen=True, slots=True)
class CompartmentAboard:
    """What one compartment is set to, holds and can hold on a leg."""

    name: str
    setting: TemperatureClass
    aboard: Quantity
    room: Quantity


@dataclass(frozen=True, slots=True)
class PlanLeg:
    """From one stop to the next: how far, how long, by which ferry, and what is aboard of what fits."""

    metres: int
    minutes: int
    ferry: str
    how: str
    aboard: Quantity
    by_compartment: tuple[CompartmentAboard, ...]


@dataclass(frozen=True, slots=True)
class TourRow:
    """One vehicle's tour. Amounts of money are None for whoever may not see the network's (R9)."""

    vehicle_id: int
    vehicle_name: str
    payload_kg: int
    stops: tuple[PlanStop, ...]
    legs: tuple[PlanLeg, ...]
    loads: int
    metres: int
    minutes: int
    driving_minutes: int
    cost_cents: int | None
    emissions_grams: int


@dataclass(frozen=True, slots=True)
class UnservedRow:
    """A load that no tour carries, and why."""

    load: LoadRow
    reason: Reason


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Totals of one side of the comparison."""

    metres: int
    minutes: int
    cost_cents: int | None
    emissions_grams: int


@dataclass(frozen=True, slots=True)
class AloneRow:
    """What one partner would drive alone for its loads of the plan."""

    partner_name: str
    loads: int
    metres: int
    minutes: int
    cost_cents: int
    emissions_grams: int


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A plan as people read it.

    `alone_rows` are those of the partners whose money the reader may see; `changed` counts the loads that are no longer
    those the plan was made for.
    """

    plan_id: int
    service_date: date
    state: PlanState
    made_at: datetime
    accepted_at: datetime | None
    made_by: str
    tours: tuple[TourRow, ...]
    unserved: tuple[UnservedRow, ...]
    together: PlanFigures
    alone: PlanFigures
    alone_rows: tuple[AloneRow, ...]
    alone_method: str
    emissions_source: str
    changed: int
