"""The pages on which a partner finds a departure, reserves, and changes its mind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access.rights import Right
from core.database.doors import reading, write
from core.reservations.actions import cancel_departure
from core.reservations.tables import Reservation
from core.shared import clock
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import MONT_JOLI, a_person, a_site
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.reservations.asking import Dock, a_dock, day_of
from tests.reservations.terms import with_terms

MOST_QUERIES = 8
FLAT_TARIFF = TariffCard(
    valid_from=date(2020, 1, 1),
    microdollars_per_kg_km=0,
    microdollars_per_pallet_km=0,
    cents_per_stop=0,
    cents_flat=1000,
    solidarity={},
)


@pytest.fixture
def dock(sqlite_database: Path) -> Dock:
    return a_dock(capacity_kg=500)


def search(dock: Dock, kg: str = "300", language: str = "fr", **query: str) -> AppTest:
    asked = {
        "from": str(dock.sites[0]),
        "to": str(dock.sites[2]),
        "kg": kg,
        "pallet_hundredths": "50",
        "first_day": clock.today().isoformat(),
        "last_day": day_of(dock).isoformat(),
        **query,
    }
    return open_page("reserve", dock.member.email, language, **asked)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def reservations() -> list[Reservation]:
    with reading() as session:
        return list(session.exec(select(Reservation)).all())


def test_a_stranger_is_asked_to_sign_in(sqlite_database: Path) -> None:
    for page in ("reserve", "my_reservations"):
        app = open_page(page)
        assert not app.exception
        assert "Se connecter" in texts(app)


def test_the_page_teaches_before_anything_is_asked(dock: Dock) -> None:
    app = open_page("reserve", dock.member.email)
    assert not app.exception
    assert "le meilleur d’abord" in texts(app)


def test_a_coordinator_without_a_partner_is_told_where_to_choose_one(dock: Dock) -> None:
    write(lambda session: a_person(session, email="coordo@exemple.test", rights=[Right.coordinator]))
    for page in ("reserve", "my_reservations"):
        app = open_page(page, "coordo@exemple.test")
        assert not app.exception
        assert "en haut de la page" in texts(app)


def test_a_search_is_a_link_and_room_is_only_kept_before_the_last_look(dock: Dock) -> None:
    app = press(search(dock), "Choisir")
    assert not app.exception
    assert "Réserver" in labels(app)
    assert "Une place vous est gardée" in texts(app)
    assert [each.state.value for each in reservations()] == ["held"]


def test_a_line_that_keeps_no_room_takes_it_at_the_last_click(dock: Dock) -> None:
    with_terms(dock, hold_minutes=0)
    app = press(search(dock), "Choisir")
    assert "Réserver" in labels(app)
    assert reservations() == []


def test_choosing_another_departure_gives_back_what_was_kept(dock: Dock) -> None:
    app = press(search(dock), "Choisir")
    press(app, "Choisir")
    assert sorted(each.state.value for each in reservations()) == ["cancelled", "held"]
    assert dock.used_kg() == [300, 300]


def test_terms_are_said_before_the_click(dock: Dock) -> None:
    with_terms(dock, needs_approval=True, cancel_notice_hours=48, late_cancel_percent=50)
    said = texts(press(search(dock), "Choisir"))
    assert "la coordination approuve chaque réservation" in said
    assert "50\u00a0% du prix est dû" in said


def test_a_blank_floor_space_is_estimated_not_forgotten(dock: Dock) -> None:
    app = search(dock, kg="450", pallet_hundredths="")
    assert "450\u00a0kg · 1,25\u00a0pal." in texts(app)


def test_a_full_departure_says_why_and_offers_a_part_and_the_waiting_list(dock: Dock) -> None:
    dock.ask(280)
    app = search(dock, kg="300")
    assert "il manque 80\u00a0kg" in texts(app).replace("\\", "")
    assert {"Réserver 220\u00a0kg", "Liste d’attente"} <= set(labels(app))
    assert "M’inscrire à la liste d’attente" in labels(press(app, "Liste d’attente"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kg": "-5"},
        {"kg": "99999999999"},
        {"kg": "nan"},
        {"from": "9999"},
        {"to": "x"},
        {"pallet_hundredths": "1e9"},
        {"temperature": "lukewarm"},
        {"first_day": "2020-01-01", "last_day": "2020-02-01"},
        {"first_day": "soon"},
        {"last_day": "2099-01-01"},
        {"departure": "-1"},
        {"departure": "424242"},
    ],
    ids=str,
)
def test_a_link_that_makes_no_sense_never_crashes_the_page(dock: Dock, wrong: dict[str, str]) -> None:
    assert not search(dock, **wrong).exception


def test_the_same_place_twice_is_answered_with_a_sentence(dock: Dock) -> None:
    app = search(dock, to=str(dock.sites[0]))
    assert not app.exception
    assert app.error


def test_no_departure_is_explained_with_a_way_further(dock: Dock) -> None:
    app = search(dock, last_day=clock.today().isoformat())
    assert "Aucun départ ne relie" in texts(app)
    app = press(app, "Chercher 6 semaines plus loin")
    assert "Choisir" in labels(app)


# --- my reservations -----------------------------------------------------------------------------------------------


def mine(dock: Dock, language: str = "fr") -> AppTest:
    return open_page("my_reservations", dock.member.email, language)


def test_an_empty_list_teaches(dock: Dock) -> None:
    app = mine(dock)
    assert not app.exception
    assert "Commencez par les semaines creuses" in texts(app)


def test_ones_reservations_are_listed_with_place_in_line_in_both_languages(dock: Dock) -> None:
    dock.ask(400)
    dock.ask(200, waits_if_full=True)
    assert "Rang 1 sur la liste d" in texts(mine(dock))
    assert "Place 1 on the waiting list" in texts(mine(dock, "en"))


def test_a_departure_called_off_leads_to_the_others(dock: Dock) -> None:
    dock.ask(300)
    write(lambda s: cancel_departure(s, dock.coordinator, departure_id=dock.departure_id, reason="Tempête"))
    app = mine(dock)
    assert "Tempête" in texts(app)
    assert "Autres départs" in labels(app)


def test_a_kept_room_is_confirmed_or_left_from_the_list(dock: Dock) -> None:
    dock.ask(100, holds_first=True)
    dock.ask(200, holds_first=True)
    app = press(mine(dock), "Confirmer")
    assert sorted(each.state.value for each in reservations()) == ["confirmed", "held"]
    press(app, "Laisser")
    assert sorted(each.state.value for each in reservations()) == ["cancelled", "confirmed"]


def test_what_cancelling_costs_is_said_before_the_click(dock: Dock) -> None:
    with_terms(dock, cancel_notice_hours=336, late_cancel_percent=50)
    write(lambda session: set_tariff(session, dock.coordinator, FLAT_TARIFF))
    dock.ask(100)
    app = press(mine(dock), "Annuler")
    assert "Annuler maintenant coûte" in texts(app)


def test_a_coordinator_approves_or_is_asked_why_not(dock: Dock) -> None:
    with_terms(dock, needs_approval=True)
    dock.ask(100)
    dock.ask(200)
    app = press(open_page("approvals", dock.coordinator.email), "Approuver")
    assert [each.state.value for each in reservations()] == ["confirmed", "to_approve"]
    assert "Motif (le partenaire le lit)" in [field.label for field in press(app, "Refuser").text_input]


def test_only_a_coordinator_opens_the_approvals(dock: Dock) -> None:
    app = open_page("approvals", dock.member.email)
    assert not app.exception
    assert "coordination" in texts(app)


def test_the_list_takes_few_queries(dock: Dock) -> None:
    for _ in range(3):
        dock.ask(200, waits_if_full=True)
    app = mine(dock)
    with counting_queries() as counter:
        app.run()
    assert counter.count <= MOST_QUERIES, str(counter)


def test_what_would_do_is_a_click_that_fills_the_search_in_again(dock: Dock) -> None:
    dock.ask(400, way=(0, 1))
    app = search(dock, kg="300")
    less = next(button for button in app.button if "Chercher plutôt" in button.label)
    less.click().run()
    assert app.query_params["kg"] == "100"
    assert "Choisir" in labels(app)
    app = search(dock, kg="300")
    nearby = next(button for button in app.button if "sur la ligne" in button.label)
    nearby.click().run()
    assert app.query_params["from"] == str(dock.sites[1])
    assert "Choisir" in labels(app)


def test_where_no_departure_joins_the_places_a_stop_nearby_is_a_click_away(dock: Dock) -> None:
    beside = write(lambda session: a_site(session, town="Saint-Donat", point=MONT_JOLI))
    app = search(dock, to=str(beside))
    assert "Aucun départ ne relie" in texts(app)
    next(button for button in app.button if "Mont-Joli" in button.label).click().run()
    assert app.query_params["to"] == str(dock.sites[1])
    assert "Choisir" in labels(app)
