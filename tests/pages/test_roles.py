"""Roles and compensation on screen: each sees its own money, effort is entered and approved, departures are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.access.rights import Member, Right
from core.compensation.actions import (
    ContributionRequest,
    add_role,
    approve_contribution,
    give_contribution,
    record_payment,
    set_rate,
    set_responsibility,
    set_turn,
)
from core.compensation.kinds import ContributionKind, Responsibility
from core.compensation.role_actions import RoleCard
from core.compensation.views import accounts, check
from core.database.doors import WriteSession, reading, write
from core.reservations.actions import ReservationRequest, reserve
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_coordinator, a_departure, a_line, a_member, a_partner, a_site, a_vehicle, site_ids_of
from tests.pages.app import open_page, texts
from tests.queries import counting_queries

SECTIONS = ("overview", "board", "contributions", "accounts", "closing")
MOST_QUERIES = 8


@dataclass(frozen=True, slots=True)
class Living:
    """A network ten days old: a farm that gave three hours and shipped, a food bank with the truck, stewards."""

    farm: int
    bank: int
    farmer: Member
    banker: Member
    coordinator: Member
    treasurer: Member
    departure_id: int


@pytest.fixture
def network(sqlite_database: Path) -> Living:
    with clock.set_to(clock.now() - timedelta(days=10)):
        return write(_a_living_network)


def _a_living_network(session: WriteSession) -> Living:
    today = clock.today()
    coordinator = a_coordinator(session)
    farm, bank = a_partner(session, name="Ferme $1 *du* Test"), a_partner(session, name="Banque du Test")
    for partner_id in (farm, bank):
        a_site(session, partner_id=partner_id)
    farmer = a_member(session, partner_ids=[farm], name="Fred")
    treasurer = a_member(session, partner_ids=[bank], rights=[Right.treasurer], name="Tony")
    set_rate(session, coordinator, kind=ContributionKind.hours, cents_per_unit=2250, valid_from=today)
    role_id = add_role(session, coordinator, RoleCard("DISPATCH", "Répartition", "Dispatch", "Répartir", "Share out"))
    set_responsibility(
        session, coordinator, role_id=role_id, partner_id=farm, responsibility=Responsibility.responsible
    )
    set_turn(
        session,
        coordinator,
        role_id=role_id,
        partner_id=farm,
        first_day=today,
        last_day=today + timedelta(days=12),
    )
    request = ContributionRequest("past", farm, ContributionKind.hours, 180, today)
    given = give_contribution(session, farmer, request)
    approve_contribution(session, coordinator, contribution_id=given)
    record_payment(session, treasurer, request_id="past", partner_id=bank, cents=98_765, day=today)
    set_tariff(session, coordinator, TariffCard(today - timedelta(days=1), 0, 0, 0, 4321))
    truck = a_vehicle(session, owner_id=bank)
    departure_id = a_departure(session, line_id=a_line(session, vehicle_id=truck), day=today + timedelta(days=3))
    sites = site_ids_of(session, departure_id)
    reserve(
        session,
        farmer,
        ReservationRequest("past", farm, departure_id, sites[0], sites[-1], Quantity(80, 50), TemperatureClass.chilled),
    )
    banker = a_member(session, partner_ids=[bank], name="Bo")
    return Living(farm, bank, farmer, banker, coordinator, treasurer, departure_id)


def the_page(member: Member, section: str = "overview", language: str = "fr", **query: str) -> AppTest:
    app = open_page("roles", member.email, language, section=section, **query)
    assert not app.exception
    return app


def everything(app: AppTest) -> str:
    """Return what is readable on the page, tables and choices included."""
    frames = [frame.value.to_csv() for frame in app.dataframe]
    choices = [str(option) for select in app.selectbox for option in select.options]
    metrics = [f"{metric.label} {metric.value}" for metric in app.metric]
    return "\n".join([texts(app), *frames, *choices, *metrics])


def press(app: AppTest, label: str, *, in_dialog: str = "") -> AppTest:
    """Press a button; `in_dialog` names the button that opened its dialog (a test draws the page anew each time)."""
    for each in (in_dialog, label):
        if each:
            next(button for button in app.button if button.label == each).click()
    app.run()
    assert not app.exception
    return app


def test_the_overview_says_half_of_the_hours_and_opens_ones_own_card(network: Living) -> None:
    seen = everything(the_page(network.farmer))
    assert "1 partenaire sur" in seen
    assert "Le réseau vous doit 67,50" in seen
    assert "Répartition" in seen
    assert "Voir le relevé" in seen


def test_a_member_never_reads_another_partners_dollars(network: Living) -> None:
    for section in SECTIONS:
        seen = everything(the_page(network.farmer, section, unit="cad_cents", account_unit="cad_cents"))
        assert "987" not in seen.replace("\xa0", "").replace(" ", ""), section
    assert "987,65" in everything(the_page(network.treasurer, unit="cad_cents")).replace("\u202f", "")


def test_a_members_address_to_the_stewards_section_shows_nothing(network: Living) -> None:
    seen = everything(the_page(network.farmer, "closing"))
    assert "Régler" not in seen
    assert "Ligne" not in seen


def test_the_board_says_whose_turn_it_is_and_what_is_missing(network: Living) -> None:
    seen = everything(the_page(network.farmer, "board"))
    assert "Répartition" in seen
    assert "(vous)" in seen
    assert "personne n’en répond" in seen
    assert "Donner un tour" not in seen
    assert "Donner un tour" in everything(the_page(network.coordinator, "board"))


def test_effort_is_entered_then_approved(network: Living) -> None:
    app = press(the_page(network.farmer, "contributions"), "Ajouter une contribution")
    app.number_input[0].set_value(2.5)
    app = press(app, "Ajouter", in_dialog="Ajouter une contribution")
    assert "2 h 30" in texts(app).replace("\xa0", " ")
    app = press(the_page(network.treasurer, "contributions"), "Approuver")
    assert "Approuvé" in texts(app)
    with reading() as session:
        assert {row.partner_id: row.minutes for row in accounts(session, network.treasurer).rows}[network.farm] == 330


def test_an_empty_quantity_is_answered_with_a_sentence(network: Living) -> None:
    app = press(the_page(network.farmer, "contributions"), "Ajouter une contribution")
    app = press(app, "Ajouter", in_dialog="Ajouter une contribution")
    assert "Temps (minutes)" in app.error[0].value


def test_a_question_comes_back_and_is_answered(network: Living) -> None:
    request = ContributionRequest("now", network.farm, ContributionKind.hours, 600, clock.today(), note="*Quai*")
    write(lambda session: give_contribution(session, network.farmer, request))
    app = the_page(network.treasurer, "contributions")
    next(each for each in app.text_input if "savoir" in each.label).set_value("10 h ?")
    press(app, "La renvoyer avec cette question")
    app = the_page(network.farmer, "contributions")
    assert "10 h ?" in texts(app)
    app.number_input[0].set_value(1.0)
    app = press(app, "Corriger et renvoyer")
    assert "Corrigé" in texts(app)


def test_a_departure_that_is_back_is_closed_and_shows_on_the_statement(network: Living) -> None:
    app = the_page(network.treasurer, "closing")
    assert "30,25" in texts(app)  # 43.21 less 30 % in a trough week
    press(app, "Régler")
    with reading() as session:
        assert check(session) == []
    app = the_page(network.farmer, "accounts")
    assert "37,25" in everything(app)  # 67.50 for three hours less 30.25 for the transport
    assert "Transport livré" in everything(app)


def test_the_treasurer_records_a_payment_once(network: Living) -> None:
    app = press(the_page(network.treasurer, "accounts"), "Inscrire un paiement")
    choice = next(each for each in app.selectbox if each.label == "Partenaire")
    choice.set_value(network.farm)
    app.number_input[0].set_value(12.34)
    app = press(app, "Inscrire le paiement", in_dialog="Inscrire un paiement")
    assert "12,34" in app.success[0].value
    with reading() as session:
        cents = {row.partner_id: row.cents for row in accounts(session, network.treasurer).rows}
    assert cents[network.farm] == 6750 + 1234


def test_the_coordinator_gives_a_turn_a_part_a_role_and_a_rate(network: Living) -> None:
    app = press(the_page(network.coordinator, "board"), "Donner un tour")
    app = press(app, "Donner le tour", in_dialog="Donner un tour")
    assert "C’est déjà le tour de" in app.error[0].value
    app = press(the_page(network.coordinator, "board"), "Dire qui fait quoi")
    app.radio[0].set_value(Responsibility.accountable)
    app = press(app, "Donner cette part", in_dialog="Dire qui fait quoi")
    assert "Noté" in app.success[0].value
    app = press(the_page(network.coordinator, "board"), "Ajouter un rôle")
    for field, value in zip(app.text_input, ("QUAI", "Accueil au quai", "Dock", "", ""), strict=False):
        field.set_value(value)
    app = press(app, "Ajouter le rôle", in_dialog="Ajouter un rôle")
    assert "Accueil au quai" in texts(app)
    app = the_page(network.coordinator, "contributions")
    next(each for each in app.number_input if "Valeur" in each.label).set_value(25.0)
    app = press(app, "Fixer le taux")
    assert "25,00" in texts(app)


def test_the_page_speaks_english(network: Living) -> None:
    seen = everything(the_page(network.farmer, language="en"))
    assert "Roles and compensation" in seen
    assert "The network owes you" in seen
    assert "Dispatch" in seen


def test_an_empty_network_is_told_what_will_be_here(sqlite_database: Path) -> None:
    coordinator = write(a_coordinator)
    for section, said in (
        ("overview", "Aucun partenaire"),
        ("board", "Aucun rôle"),
        ("contributions", "Aucune contribution"),
        ("accounts", "Chacun aura ici son compte"),
        ("closing", "Chaque départ revenu est réglé"),
    ):
        assert said in everything(the_page(coordinator, section)), section


def test_an_address_nobody_wrote_falls_back_on_the_overview(network: Living) -> None:
    seen = everything(the_page(network.farmer, "nonsense", unit="tons", period="1999-99"))
    assert "12 derniers mois" in seen
    assert "partenaire sur" in seen


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_asks_few_questions_of_the_database(network: Living, section: str) -> None:
    for member in (network.farmer, network.treasurer, network.coordinator):
        app = the_page(member, section)
        with counting_queries() as counter:
            app.run()
        assert counter.count <= MOST_QUERIES, f"{member.name}\n{counter}"
