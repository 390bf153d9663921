"""Every SQL sentence about vehicles and their compartments."""

from collections.abc import Iterable

from sqlalchemy import column, exists, func, table
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.fleet.tables import Compartment, Vehicle
from core.partners.tables import Partner
from core.shared.errors import N_, NotFound, StaleForm

_VEHICLE = N_("vehicle")
# Lines stand above the fleet: whether they use a compartment is asked by table name, like a foreign key.
_USES_OF_A_COMPARTMENT = ("line_compartment", "leg_room", "reservation_part")


def vehicle_by_id(session: ReadSession, vehicle_id: int) -> Vehicle | None:
    """Return a vehicle."""
    return session.get(Vehicle, vehicle_id)


def lock_vehicles(session: WriteSession, vehicle_ids: Iterable[int]) -> dict[int, Vehicle]:
    """Lock vehicles in the order of their ids: nobody else can give them another run meanwhile."""
    wanted = sorted(set(vehicle_ids))
    statement = select(Vehicle).where(col(Vehicle.id).in_(wanted)).order_by(col(Vehicle.id)).with_for_update()
    found = session.exec(statement.execution_options(populate_existing=True)).all()
    return {vehicle.id: vehicle for vehicle in found if vehicle.id is not None}


def lock_vehicle(session: WriteSession, vehicle_id: int, *, version: int | None = None) -> Vehicle:
    """Lock one vehicle and return it as it is now; `version` is what the form was drawn from.

    Raises:
        NotFound: there is no such vehicle.
        StaleForm: somebody changed it since the form was drawn.
    """
    vehicle = lock_vehicles(session, [vehicle_id]).get(vehicle_id)
    if vehicle is None:
        raise NotFound(what=_VEHICLE)
    if version is not None and vehicle.version != version:
        raise StaleForm(what=_VEHICLE)
    return vehicle


def compartments_of(session: ReadSession, vehicle_id: int) -> list[Compartment]:
    """Return the compartments of a vehicle, in the order they were described."""
    statement = select(Compartment).where(col(Compartment.vehicle_id) == vehicle_id)
    return list(session.exec(statement.order_by(col(Compartment.id))))


def compartment_is_used(session: ReadSession, compartment_id: int) -> bool:
    """Say whether a line, a departure or a reservation uses the compartment."""
    return any(
        session.execute(
            select(exists().select_from(table(name)).where(column("compartment_id") == compartment_id))
        ).scalar()
        for name in _USES_OF_A_COMPARTMENT
    )


def every_vehicle(session: ReadSession) -> list[tuple[Vehicle, str, Compartment | None]]:
    """Return all vehicles by name with their owner's name, once per compartment in the order they were described."""
    statement = (
        select(Vehicle, Partner.name, Compartment)
        .join(Partner, col(Partner.id) == Vehicle.owner_id)
        .join(Compartment, col(Compartment.vehicle_id) == Vehicle.id, isouter=True)
        .order_by(func.lower(Vehicle.name), col(Vehicle.id), col(Compartment.id))
    )
    return list(session.exec(statement))
