"""What people do with vehicles: add one, change one."""

from typing import Any

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.fleet import store
from core.fleet.cards import CompartmentCard, CompartmentInUse, VehicleCard, checked_vehicle
from core.fleet.tables import Compartment, Vehicle
from core.partners.cards import CodeTaken
from core.partners.store import partner_by_id, save, site_by_id
from core.shared.errors import N_, NotFound

__all__ = ["CompartmentCard", "VehicleCard", "add_vehicle", "change_vehicle"]


def add_vehicle(session: WriteSession, member: Member, card: VehicleCard) -> int:
    """Add a vehicle with its compartments and return its id.

    Raises:
        Refusal: not a coordinator, a field is not believable, an unknown owner or base, or the code is taken.
    """
    by = require(member, Right.coordinator)
    card = checked_vehicle(card)
    _owner_and_base(session, card)
    vehicle = Vehicle(**_fields(card))
    save(session, vehicle, if_code_is_taken=CodeTaken(code=card.code))
    assert vehicle.id is not None  # noqa: S101 - the row was just written
    _put_compartments(session, vehicle.id, card.compartments)
    record(session, by, "added", "vehicle", vehicle.id, code=card.code, name=card.name)
    return vehicle.id


def change_vehicle(
    session: WriteSession,
    member: Member,
    *,
    vehicle_id: int,
    card: VehicleCard,
    version: int | None,
    is_active: bool = True,
) -> None:
    """Change a vehicle; departures already generated keep the room they were generated with.

    Raises:
        Refusal: not a coordinator, changed meanwhile, a field is not believable, or a used compartment left out.
    """
    by = require(member, Right.coordinator)
    vehicle = store.lock_vehicle(session, vehicle_id, version=version)
    card = checked_vehicle(card)
    _owner_and_base(session, card)
    fields = {**_fields(card), "is_active": is_active}
    changed = {name: value for name, value in fields.items() if getattr(vehicle, name) != value}
    for name, value in changed.items():
        setattr(vehicle, name, value)
    vehicle.version += 1
    save(session, vehicle, if_code_is_taken=CodeTaken(code=card.code))
    _put_compartments(session, vehicle_id, card.compartments)
    record(session, by, "changed", "vehicle", vehicle_id, **changed)


def _owner_and_base(session: WriteSession, card: VehicleCard) -> None:
    if partner_by_id(session, card.owner_id) is None:
        raise NotFound(what=N_("partner"))
    if site_by_id(session, card.base_site_id) is None:
        raise NotFound(what=N_("site"))


def _fields(card: VehicleCard) -> dict[str, Any]:
    return {name: getattr(card, name) for name in VehicleCard.__slots__ if name != "compartments"}


def _put_compartments(session: WriteSession, vehicle_id: int, cards: tuple[CompartmentCard, ...]) -> None:
    """Make the vehicle's compartments those of the cards: known by id, else by name."""
    there = {each.id: each for each in store.compartments_of(session, vehicle_id)}
    claimed = {card.id for card in cards}
    by_name = {each.name: each for key, each in there.items() if key not in claimed}
    known = [there.get(card.id) or by_name.get(card.name) for card in cards]
    kept = {each.id for each in known if each is not None}
    for left_out in (each for key, each in there.items() if key not in kept):
        if left_out.id is not None and store.compartment_is_used(session, left_out.id):
            raise CompartmentInUse(name=left_out.name)
        session.delete(left_out)
    for each in known:
        if each is not None:
            each.name = f"#{each.id}"  # two compartments may swap their names, which are unique at every moment
    session.flush()
    for compartment, card in zip(known, cards, strict=True):
        fields: dict[str, Any] = {"name": card.name, "kg": card.kg, "pallet_hundredths": card.pallet_hundredths}
        row = compartment or Compartment(vehicle_id=vehicle_id, temperatures="", **fields)
        for name, value in {**fields, "temperatures": ",".join(card.temperatures)}.items():
            setattr(row, name, value)
        session.add(row)
    session.flush()
