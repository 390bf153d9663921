"""Vehicles and their compartments."""

from dataclasses import replace
from typing import Any

import pytest

from core.access.rights import Right
from core.database.doors import WriteSession, reading, writing
from core.fleet.actions import CompartmentCard, VehicleCard, add_vehicle, change_vehicle
from core.fleet.cards import CompartmentInUse, PayloadTooHeavy
from core.fleet.views import vehicles
from core.i18n.words import words
from core.partners.cards import CodeTaken
from core.shared.errors import NotAllowed, NotFound, Refusal, StaleForm
from core.shared.quantities import TemperatureClass
from tests.builders import a_coordinator, a_line, a_member, a_partner, a_site, a_vehicle

COLD = CompartmentCard("Froid", 1200, 400, (TemperatureClass.frozen, TemperatureClass.chilled))
DRY = CompartmentCard("Sec", 2000, 600, (TemperatureClass.ambient,))


def a_card(session: WriteSession) -> VehicleCard:
    owner = a_partner(session)
    return VehicleCard(
        code="16P",
        name="Seize pieds",
        owner_id=owner,
        base_site_id=a_site(session, partner_id=owner),
        gvwr_kg=7000,
        payload_kg=3000,
        fixed_cents=6000,
        cents_per_km=75,
        cents_per_hour=3200,
        litres_per_100_km=25.4,
        is_refrigerated=True,
        compartments=(COLD, DRY),
    )


def test_a_vehicle_is_written_and_read_back_with_its_compartments(database: str) -> None:
    with writing() as session:
        card = a_card(session)
        vehicle_id = add_vehicle(session, a_coordinator(session), card)
    with reading() as session:
        (vehicle,) = vehicles(session)
    assert (vehicle.id, vehicle.owner_id, vehicle.is_heavy) == (vehicle_id, card.owner_id, True)
    assert [(each.name, each.kg, each.temperatures) for each in vehicle.compartments] == [
        ("Froid", 1200, (TemperatureClass.chilled, TemperatureClass.frozen)),
        ("Sec", 2000, (TemperatureClass.ambient,)),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"payload_kg": 7000},
        {"payload_kg": 0},
        {"gvwr_kg": 10**6},
        {"fixed_cents": -1},
        {"cents_per_km": 1.5},
        {"litres_per_100_km": float("inf")},
        {"compartments": ()},
        {"compartments": (COLD, replace(DRY, name="FROID"))},
        {"compartments": (replace(COLD, kg=0),)},
        {"compartments": (replace(COLD, pallet_hundredths=-100),)},
        {"compartments": (replace(COLD, temperatures=()),)},
        {"compartments": (replace(COLD, name=" "),)},
        {"shift_starts_minute": 1200, "shift_ends_minute": 600},
        {"owner_id": 0},
        {"base_site_id": 0},
        {"owner_id": 999},
        {"base_site_id": 999},
        {"code": "seize pieds"},
        {"name": ""},
    ],
)
def test_a_vehicle_that_cannot_be_believed_is_refused(sqlite_database: object, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as no, writing() as session:
        add_vehicle(session, a_coordinator(session), replace(a_card(session), **wrong))
    assert "%(" not in words("fr").refusal(no.value)
    with reading() as session:
        assert vehicles(session) == []


def test_a_payload_as_heavy_as_the_truck_is_explained(sqlite_database: object) -> None:
    with pytest.raises(PayloadTooHeavy) as no, writing() as session:
        add_vehicle(session, a_coordinator(session), replace(a_card(session), payload_kg=7000))
    assert "PNBV" in words("fr").refusal(no.value)


def test_only_a_coordinator_writes_vehicles(sqlite_database: object) -> None:
    with pytest.raises(NotAllowed), writing() as session:
        card = a_card(session)
        add_vehicle(session, a_member(session, partner_ids=[card.owner_id], rights=[Right.treasurer]), card)


def test_a_code_belongs_to_one_vehicle(database: str) -> None:
    with writing() as session:
        a_vehicle(session, code="16P")
    with pytest.raises(CodeTaken), writing() as session:
        add_vehicle(session, a_coordinator(session), a_card(session))


def test_a_change_follows_compartments_by_id_by_name_or_makes_them(database: str) -> None:
    with writing() as session:
        card = a_card(session)
        vehicle_id = add_vehicle(session, a_coordinator(session), card)
    with reading() as session:
        cold, dry = vehicles(session)[0].compartments
    with writing() as session:
        compartments = (replace(COLD, id=cold.id, name="Grand froid"), replace(DRY, kg=900), replace(DRY, name="Toit"))
        change_vehicle(
            session,
            a_coordinator(session),
            vehicle_id=vehicle_id,
            card=replace(card, name="Seize pieds neuf", compartments=compartments),
            version=1,
        )
    with reading() as session:
        (vehicle,) = vehicles(session)
    assert (vehicle.name, vehicle.version) == ("Seize pieds neuf", 2)
    assert [(each.id, each.name, each.kg) for each in vehicle.compartments][:2] == [
        (cold.id, "Grand froid", 1200),
        (dry.id, "Sec", 900),
    ]
    assert vehicle.compartments[2].name == "Toit"


def test_two_compartments_may_swap_their_names(database: str) -> None:
    with writing() as session:
        card = a_card(session)
        vehicle_id = add_vehicle(session, a_coordinator(session), card)
    with reading() as session:
        cold, dry = vehicles(session)[0].compartments
    swapped = (replace(COLD, id=cold.id, name="Sec"), replace(DRY, id=dry.id, name="Froid"))
    with writing() as session:
        change_vehicle(
            session,
            a_coordinator(session),
            vehicle_id=vehicle_id,
            card=replace(card, compartments=swapped),
            version=1,
        )
    with reading() as session:
        assert [(each.id, each.name) for each in vehicles(session)[0].compartments] == [
            (cold.id, "Sec"),
            (dry.id, "Froid"),
        ]


def test_a_compartment_that_a_line_uses_stays(database: str) -> None:
    with writing() as session:
        card = a_card(session)
        vehicle_id = add_vehicle(session, a_coordinator(session), card)
    with reading() as session:
        cold = vehicles(session)[0].compartments[0]
    with writing() as session:
        a_line(session, vehicle_id=vehicle_id, temperatures={cold.id: TemperatureClass.chilled})
    with writing() as session:  # the other one may go
        change_vehicle(
            session,
            a_coordinator(session),
            vehicle_id=vehicle_id,
            card=replace(card, compartments=(COLD,)),
            version=None,
        )
    with pytest.raises(CompartmentInUse), writing() as session:
        change_vehicle(
            session,
            a_coordinator(session),
            vehicle_id=vehicle_id,
            card=replace(card, compartments=(DRY,)),
            version=None,
        )


def test_a_stale_or_lost_vehicle_is_said_so(sqlite_database: object) -> None:
    with writing() as session:
        card = a_card(session)
        vehicle_id = add_vehicle(session, a_coordinator(session), card)
    with pytest.raises(StaleForm), writing() as session:
        change_vehicle(session, a_coordinator(session), vehicle_id=vehicle_id, card=card, version=7)
    with pytest.raises(NotFound), writing() as session:
        change_vehicle(session, a_coordinator(session), vehicle_id=999, card=card, version=None)
