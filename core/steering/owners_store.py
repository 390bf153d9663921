"""The SQL sentence about what partners own: their places, their vehicles, and what their own vehicle costs them."""

from dataclasses import dataclass, field

from sqlalchemy import select

from core.compensation.run_cost import VehicleCosts
from core.database.doors import ReadSession
from core.database.sentences import rows_of
from core.fleet.tables import Vehicle
from core.partners.tables import Partner, Site
from core.shared.places import Point
from core.steering.alone import Baseline, Place
from core.steering.evidence import SharedVehicle

_PARTNER, _SITE, _VEHICLE = rows_of(Partner), rows_of(Site), rows_of(Vehicle)
_BASELINE = (_PARTNER.c.id, _PARTNER.c.name, _PARTNER.c.alone_cents_per_km, _PARTNER.c.alone_cents_per_hour)
_PLACE = (_SITE.c.id, _SITE.c.latitude, _SITE.c.longitude, _SITE.c.setup_minutes, _SITE.c.minutes_per_pallet)
_OWN = (
    _VEHICLE.c.id,
    _VEHICLE.c.name,
    _VEHICLE.c.fixed_cents,
    _VEHICLE.c.cents_per_km,
    _VEHICLE.c.cents_per_hour,
    _VEHICLE.c.litres_per_100_km,
    _VEHICLE.c.is_refrigerated,
)
_PLACE_FROM, _OWN_FROM = len(_BASELINE), len(_BASELINE + _PLACE)


@dataclass(frozen=True, slots=True)
class Owned:
    """Every place and every shared vehicle by its id, and by the id of a partner what a vehicle of its own costs."""

    places: dict[int, Place] = field(default_factory=dict)
    baselines: dict[int, Baseline] = field(default_factory=dict)
    vehicles: dict[int, SharedVehicle] = field(default_factory=dict)


def owned(session: ReadSession) -> Owned:
    """Return what every partner owns, retired vehicles too: they may have run in the period (one query).

    Partners without a place of their own send nothing, but they are there too. A partner's places and vehicles come
    in every combination: a few dozen rows, against one more question asked of the database.
    """
    statement = (
        select(*_BASELINE, *_PLACE, *_OWN)
        .join(_SITE, _SITE.c.partner_id == _PARTNER.c.id, isouter=True)
        .join(_VEHICLE, _VEHICLE.c.owner_id == _PARTNER.c.id, isouter=True)
    )
    found = Owned()
    for row in session.execute(statement):
        partner_id, partner_name, cents_per_km, cents_per_hour = row[:_PLACE_FROM]
        found.baselines[partner_id] = Baseline(cents_per_km, cents_per_hour)
        site_id, latitude, longitude, set_up, per_pallet = row[_PLACE_FROM:_OWN_FROM]
        if site_id is not None:
            found.places[site_id] = Place(Point(latitude, longitude), set_up, per_pallet)
        vehicle_id, name, *costs, litres, is_refrigerated = row[_OWN_FROM:]
        if vehicle_id is not None:
            found.vehicles[vehicle_id] = SharedVehicle(
                vehicle_id, name, partner_id, partner_name, VehicleCosts(*costs), litres, is_refrigerated
            )
    return found
