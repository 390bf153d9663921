"""Partners and places: who may write them, what is believed, what is refused with a sentence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import VISITOR, Member, Right
from core.audit.tables import AuditLine
from core.database.doors import WriteSession, reading, writing
from core.i18n.words import words
from core.partners import store
from core.partners.actions import (
    PartnerCard,
    SiteCard,
    add_partner,
    add_site,
    change_partner,
    change_site,
    name_network,
)
from core.partners.cards import CodeTaken, OutsideQuebec
from core.partners.tables import Partner, PartnerKind
from core.partners.views import network_card, partners, sites
from core.shared.errors import NotAllowed, NotFound, Refusal, SignInNeeded, StaleForm
from core.shared.quantities import TemperatureClass
from tests.builders import a_coordinator, a_member, a_partner, a_person

FARM = PartnerCard("FERME-1", "Ferme du Bic", PartnerKind.producer, "Bas-Saint-Laurent", "Rimouski", "a@b.ca")


def barn(partner_id: int) -> SiteCard:
    return SiteCard("GRANGE", partner_id, "Grange", "farm", "Rimouski", "Bas-Saint-Laurent", 48.37, -68.7)


def test_a_partner_and_its_place_are_written_read_back_and_logged(database: str) -> None:
    with writing() as session:
        coordinator = a_coordinator(session)
        partner_id = add_partner(session, coordinator, replace(FARM, name="  Ferme   du Bic ", code="ferme-1"))
        card = replace(barn(partner_id), stores_pallets=12, stores_temperatures=(TemperatureClass.chilled,))
        site_id = add_site(session, coordinator, card)
    with reading() as session:
        (partner,) = partners(session)
        (site,) = sites(session)
        acts = [(line.act, line.subject, line.person_id) for line in session.exec(select(AuditLine))]
    assert (partner.id, partner.code, partner.name, partner.version) == (partner_id, "FERME-1", "Ferme du Bic", 1)
    assert (site.id, site.partner_name, site.partner_kind) == (site_id, "Ferme du Bic", PartnerKind.producer)
    assert (site.point.latitude, site.stores_temperatures) == (48.37, (TemperatureClass.chilled,))
    assert acts == [("added", "partner", coordinator.person_id), ("added", "site", coordinator.person_id)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"name": "x" * 121},
        {"code": "ferme du bic"},
        {"kind": "pirate"},
        {"contact_email": "chez nous"},
        {"territory": ""},
        {"town": "\n"},
        {"alone_cents_per_km": -1},
        {"alone_cents_per_hour": 10**12},
    ],
)
def test_a_card_that_cannot_be_believed_is_refused_and_nothing_is_kept(
    sqlite_database: object, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as no, writing() as session:
        add_partner(session, a_coordinator(session), replace(FARM, **wrong))
    assert "%(" not in words("fr").refusal(no.value)
    with reading() as session:
        assert partners(session) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"partner_id": 0},
        {"latitude": 0.0, "longitude": 0.0},
        {"latitude": -68.7, "longitude": 48.37},  # swapped
        {"latitude": float("nan")},
        {"opens_minute": 600, "closes_minute": 600},
        {"closes_minute": 1441},
        {"opens_minute": -1},
        {"setup_minutes": 241},
        {"minutes_per_pallet": 3.5},
        {"stores_pallets": -4},
        {"dock_note": "x" * 401},
    ],
)
def test_a_place_that_cannot_be_believed_is_refused(sqlite_database: object, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as no, writing() as session:
        add_site(session, a_coordinator(session), replace(barn(a_partner(session)), **wrong))
    assert "%(" not in words("fr").refusal(no.value)


def test_swapped_coordinates_are_explained(sqlite_database: object) -> None:
    with pytest.raises(OutsideQuebec) as no, writing() as session:
        add_site(session, a_coordinator(session), replace(barn(a_partner(session)), latitude=-68.7, longitude=48.4))
    assert "latitude" in words("fr").refusal(no.value)


def test_a_code_belongs_to_one_partner(database: str) -> None:
    with writing() as session:
        a_partner(session, code="FERME-1")
    with pytest.raises(CodeTaken), writing() as session:
        add_partner(session, a_coordinator(session), FARM)
    with pytest.raises(CodeTaken), writing() as session:
        other = a_partner(session, code="FERME-2")
        change_partner(session, a_coordinator(session), partner_id=other, card=FARM, version=1)


def test_a_form_drawn_before_somebody_elses_change_is_refused(database: str) -> None:
    with writing() as session:
        coordinator = a_coordinator(session)
        partner_id = add_partner(session, coordinator, FARM)
        site_id = add_site(session, coordinator, barn(partner_id))
        change_partner(session, coordinator, partner_id=partner_id, card=replace(FARM, town="Matane"), version=1)
        change_site(session, coordinator, site_id=site_id, card=replace(barn(partner_id), town="Matane"), version=1)
    with pytest.raises(StaleForm), writing() as session:
        change_partner(session, coordinator, partner_id=partner_id, card=replace(FARM, town="Amqui"), version=1)
    with pytest.raises(StaleForm), writing() as session:
        change_site(session, coordinator, site_id=site_id, card=replace(barn(partner_id), town="Amqui"), version=1)
    with reading() as session:
        assert [each.town for each in partners(session)] == ["Matane"]
        assert [(each.town, each.version) for each in sites(session)] == [("Matane", 2)]


def test_a_partner_that_left_stays_in_the_list_as_no_longer_active(sqlite_database: object) -> None:
    with writing() as session:
        coordinator = a_coordinator(session)
        partner_id = add_partner(session, coordinator, FARM)
        change_partner(session, coordinator, partner_id=partner_id, card=FARM, version=None, is_active=False)
    with reading() as session:
        assert [each.is_active for each in partners(session)] == [False]
        logged = session.exec(select(AuditLine).where(AuditLine.act == "changed")).one()
    assert logged.facts == {"is_active": False}


def _add_partner(session: WriteSession, member: Member) -> None:
    add_partner(session, member, FARM)


def _change_partner(session: WriteSession, member: Member) -> None:
    change_partner(session, member, partner_id=1, card=FARM, version=None)


def _add_site(session: WriteSession, member: Member) -> None:
    add_site(session, member, barn(1))


def _change_site(session: WriteSession, member: Member) -> None:
    change_site(session, member, site_id=1, card=barn(1), version=None)


def _name(session: WriteSession, member: Member) -> None:
    name_network(session, member, name="Réseau")


@pytest.mark.parametrize("act", [_add_partner, _change_partner, _add_site, _change_site, _name])
def test_only_a_coordinator_writes_partners_and_places(
    sqlite_database: object, act: Callable[[WriteSession, Member], None]
) -> None:
    with writing() as session:
        own = a_member(session, partner_ids=[a_partner(session)], rights=[Right.treasurer, Right.driver])
    with pytest.raises(NotAllowed), writing() as session:
        act(session, own)
    with pytest.raises(SignInNeeded), writing() as session:
        act(session, VISITOR)


def test_what_is_not_there_is_said_so(sqlite_database: object) -> None:
    with writing() as session:
        coordinator = a_coordinator(session)
    for act in (_change_partner, _add_site, _change_site):
        with pytest.raises(NotFound), writing() as session:
            act(session, coordinator)
    with pytest.raises(NotFound), writing() as session:
        name_network(session, coordinator, name="R", animator_person_id=999)


def test_the_network_has_one_card_with_its_animator(database: str) -> None:
    with reading() as session:
        assert network_card(session) is None
    with writing() as session:
        coordinator = a_coordinator(session)
        animator = a_person(session, name="Alix Animation")
        name_network(session, coordinator, name="Réseau du Fleuve", demonstration_seed=7)
        name_network(session, coordinator, name="Réseau du Fleuve", animator_person_id=animator)
    with reading() as session:
        card = network_card(session)
    assert card is not None
    assert (card.name, card.animator_name, card.demonstration_seed) == ("Réseau du Fleuve", "Alix Animation", 7)


def test_another_broken_rule_of_the_table_is_not_taken_for_a_code(database: str) -> None:
    from sqlalchemy.exc import IntegrityError

    broken = Partner(code="X", name="X", kind=PartnerKind.other, territory="T", town="T", alone_cents_per_km=-1)
    with pytest.raises(IntegrityError), writing() as session:
        store.save(session, broken, if_code_is_taken=CodeTaken(code="X"))


def test_the_last_wall_refuses_what_passes_around_the_rules(database: str) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError, match="baseline_positive"), writing() as session:
        session.add(Partner(code="X", name="X", kind=PartnerKind.other, territory="T", town="T", alone_cents_per_km=-1))
        session.flush()
