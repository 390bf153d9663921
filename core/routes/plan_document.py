"""A plan as JSON values and back, for the row that keeps it."""

from typing import Any

from core.routes.distances import RoadEstimate
from core.routes.plan import Plan, Tour, TourLeg, TourStop, Unserved
from core.routes.problem import Shipment, TourVehicle
from core.routes.reasons import Reason, ReasonKind
from core.shared.quantities import Quantity, TemperatureClass

Document = dict[str, Any]


def document_of(plan: Plan) -> Document:
    """Return the plan as JSON values."""
    return {
        "tours": [_tour_document(tour) for tour in plan.tours],
        "unserved": [
            {"shipment": each.shipment_id, "reason": each.reason.kind.value, "facts": dict(each.reason.facts)}
            for each in plan.unserved
        ],
    }


def plan_from(document: Document) -> Plan:
    """Return the plan that `document_of` wrote."""
    return Plan(
        tuple(_tour_from(each) for each in document["tours"]),
        tuple(
            Unserved(each["shipment"], Reason(ReasonKind(each["reason"]), tuple(each["facts"].items())))
            for each in document["unserved"]
        ),
    )


def load_document(shipment: Shipment) -> Document:
    """Return what a plan counts on for one load, to tell later whether it changed."""
    return {
        "id": shipment.id,
        "partner": shipment.partner_id,
        "from": shipment.pick_up.site_id,
        "to": shipment.delivery.site_id,
        "kg": shipment.load.quantity.kg,
        "pallet_hundredths": shipment.load.quantity.pallet_hundredths,
        "temperature": shipment.load.temperature.value,
    }


def vehicle_document(vehicle: TourVehicle) -> Document:
    """Return what a plan's readers need to know of a vehicle, as it was when the plan was made."""
    return {
        "id": vehicle.id,
        "name": vehicle.name,
        "payload_kg": vehicle.payload_kg,
        "compartments": [
            [each.id, each.name, each.room.kg, each.room.pallet_hundredths] for each in vehicle.compartments
        ],
    }


def changed_loads(kept: list[Document], now: list[Document]) -> int:
    """Return how many loads are new, gone or different."""
    before, after = ({each["id"]: each for each in loads} for loads in (kept, now))
    return sum(before.get(each) != after.get(each) for each in before.keys() | after.keys())


def _tour_document(tour: Tour) -> Document:
    return {
        "vehicle": tour.vehicle_id,
        "settings": [[compartment_id, setting.value] for compartment_id, setting in tour.settings],
        "places": [list(each) for each in tour.places],
        "stops": [
            {
                "site": stop.site_id,
                "arrives": stop.arrives,
                "begins": stop.begins,
                "leaves": stop.leaves,
                "deliveries": list(stop.deliveries),
                "pick_ups": list(stop.pick_ups),
            }
            for stop in tour.stops
        ],
        "legs": [_leg_document(leg) for leg in tour.legs],
    }


def _leg_document(leg: TourLeg) -> Document:
    road = leg.road
    return {
        "metres": road.metres,
        "minutes": road.minutes,
        "ferry": road.ferry,
        "ferry_minutes": road.ferry_minutes,
        "ferry_cents": road.ferry_cents,
        "how": road.how,
        "loads": [[each, quantity.kg, quantity.pallet_hundredths] for each, quantity in leg.loads],
    }


def _tour_from(document: Document) -> Tour:
    return Tour(
        vehicle_id=document["vehicle"],
        settings=tuple((compartment_id, TemperatureClass(word)) for compartment_id, word in document["settings"]),
        places=tuple((shipment_id, compartment_id) for shipment_id, compartment_id in document["places"]),
        stops=tuple(
            TourStop(
                stop["site"],
                stop["arrives"],
                stop["begins"],
                stop["leaves"],
                tuple(stop["deliveries"]),
                tuple(stop["pick_ups"]),
            )
            for stop in document["stops"]
        ),
        legs=tuple(_leg_from(each) for each in document["legs"]),
    )


def _leg_from(document: Document) -> TourLeg:
    road = RoadEstimate(
        metres=document["metres"],
        minutes=document["minutes"],
        ferry=document["ferry"],
        ferry_minutes=document["ferry_minutes"],
        ferry_cents=document["ferry_cents"],
        how=document["how"],
    )
    return TourLeg(road, tuple((each, Quantity(kg, hundredths)) for each, kg, hundredths in document["loads"]))
