"""What people see of vehicles."""

from dataclasses import dataclass
from itertools import groupby

from core.database.doors import ReadSession
from core.fleet import store
from core.fleet.tables import HEAVY_FROM_GVWR_KG, Compartment
from core.shared.quantities import TemperatureClass


@dataclass(frozen=True, slots=True)
class CompartmentRow:
    """A part of a vehicle and the temperatures it can be set to."""

    id: int
    name: str
    kg: int
    pallet_hundredths: int
    temperatures: tuple[TemperatureClass, ...]


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """A truck with its compartments; costs in cents."""

    id: int
    code: str
    name: str
    owner_id: int
    owner_name: str
    base_site_id: int
    gvwr_kg: int
    payload_kg: int
    fixed_cents: int
    cents_per_km: int
    cents_per_hour: int
    litres_per_100_km: float
    is_refrigerated: bool
    shift_starts_minute: int
    shift_ends_minute: int
    is_active: bool
    version: int
    compartments: tuple[CompartmentRow, ...]

    @property
    def is_heavy(self) -> bool:
        """Say whether heavy-vehicle rules apply (gross weight rating of 4 500 kg or more)."""
        return self.gvwr_kg >= HEAVY_FROM_GVWR_KG


def vehicles(session: ReadSession) -> list[VehicleRow]:
    """Return every vehicle by name, those no longer active included (one query)."""
    rows = []
    for _id, same in groupby(store.every_vehicle(session), key=lambda found: found[0].id):
        found = list(same)
        vehicle, owner_name, _first = found[0]
        own = {name: getattr(vehicle, name) for name in VehicleRow.__slots__ if hasattr(vehicle, name)}
        boxes = tuple(_compartment_row(box) for _vehicle, _owner, box in found if box is not None)
        rows.append(VehicleRow(**own, owner_name=owner_name, compartments=boxes))
    return rows


def _compartment_row(compartment: Compartment) -> CompartmentRow:
    assert compartment.id is not None  # noqa: S101 - read from the database
    return CompartmentRow(
        id=compartment.id,
        name=compartment.name,
        kg=compartment.kg,
        pallet_hundredths=compartment.pallet_hundredths,
        temperatures=tuple(TemperatureClass(word) for word in compartment.temperatures.split(",") if word),
    )
