"""The rows behind the figures, already added up: what ran, what was carried, who gave and who gives signs of life."""

from dataclasses import dataclass
from datetime import date, datetime

from core.compensation.run_cost import VehicleCosts
from core.lines.load import Carriage
from core.partners.kinds import PartnerKind
from core.reservations.states import ReservationState


@dataclass(frozen=True, slots=True)
class Use:
    """Runs of one vehicle on one line in one week, as far as they are on the same side of every span's ends.

    `in_spans` says, for each span asked, whether these runs are in it. `ferries` names those taken on one run.
    """

    line_id: int
    vehicle_id: int
    week: date
    trough_below_percent: int
    in_spans: tuple[bool, ...]
    was_cancelled: bool
    ferries: str
    crossings: int
    departures: int
    metres: int
    minutes: int
    carriage: Carriage


@dataclass(frozen=True, slots=True)
class SharedVehicle:
    """A vehicle: its owner, what it declares to cost and what it burns."""

    vehicle_id: int
    name: str
    owner_id: int
    owner_name: str
    costs: VehicleCosts
    litres_per_100_km: float
    is_refrigerated: bool


@dataclass(frozen=True, slots=True)
class Goods:
    """Loads of one state in one span: how many, how heavy, how much of it to food banks, how many were weighed."""

    state: ReservationState
    loads: int
    kg: int
    food_bank_kg: int
    recorded_loads: int


@dataclass(frozen=True, slots=True)
class Given:
    """Effort approved in one span: minutes of work, metres driven, kg given, and what all of it is worth in cents.

    `work_cents` is the part of the value that hours and kilometres make: work that sharing asks for.
    """

    minutes: int = 0
    metres: int = 0
    goods_kg: int = 0
    value_cents: int = 0
    work_cents: int = 0


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """One active partner: last signs of life; for each span the effort given in it and the balance at its end."""

    partner_id: int
    name: str
    kind: PartnerKind
    reserved_at: datetime | None
    contributed_at: datetime | None
    signed_in_at: datetime | None
    given: tuple[Given, ...]
    balance_cents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """The network's name and its animator, if one is named."""

    name: str
    animator_name: str | None
