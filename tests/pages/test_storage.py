"""The storage page: free room for everybody, reserving for partners, offers for the place; and ways with transfers."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.database.doors import reading, write
from core.storage.actions import cancel_stay
from core.storage.states import StayState
from core.storage.tables import StorageStay
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.reservations.ways import a_way
from tests.storage.depot import Depot, a_depot, assert_sound, somebody_else

MOST_QUERIES = 8
MOST_WITH_TRANSFERS = 14  # two searches: the departures that go all the way, none of them, then the ways with transfers


@pytest.fixture
def depot(sqlite_database: Path) -> Depot:
    return a_depot()


def link(depot: Depot, pallets: int = 600) -> dict[str, str]:
    return {
        "pallet_hundredths": str(pallets),
        "temperature": "chilled",
        "first_day": depot.day(2).isoformat(),
        "last_day": depot.day(6).isoformat(),
    }


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def stays() -> list[StorageStay]:
    with reading() as session:
        return list(session.exec(select(StorageStay)).all())


def test_a_stranger_sees_free_room_and_prices_and_never_who(depot: Depot) -> None:
    depot.ask(300, note="secret")
    app = open_page("storage", **link(depot))
    assert not app.exception
    said = texts(app)
    assert "Carrefour d'Amqui" in said.replace("\\", "").replace("’", "'")
    assert "36,00" in said
    assert "secret" not in said
    assert "Choisir" not in labels(app)
    assert "Se connecter pour réserver" in labels(app)


def test_the_price_is_said_in_full_before_the_last_click(depot: Depot) -> None:
    app = press(open_page("storage", depot.member.email, **link(depot)), "Choisir")
    assert not app.exception
    assert "sans taxes" in texts(app)
    assert "36,00" in texts(app)
    assert "Réserver" in labels(app)
    assert stays() == []


def test_a_full_place_says_why_and_offers_a_part_and_the_waiting_list(depot: Depot) -> None:
    depot.ask(800)
    app = open_page("storage", somebody_else(depot).member.email, **link(depot))
    assert "il manque 4 pal" in texts(app).replace("\\", "").replace("\u00a0", " ")
    assert {"Réserver 2\u00a0pal.", "Liste d’attente"} <= set(labels(app))
    assert "M’inscrire à la liste d’attente" in labels(press(app, "Liste d’attente"))


def test_own_stays_are_listed_with_what_can_be_done(depot: Depot) -> None:
    depot.ask(600)
    app = open_page("storage", depot.member.email, view="stays")
    assert "E-0001" in texts(app)
    assert "Annuler le séjour" in labels(press(app, "Annuler"))
    assert "Enregistrer" in labels(press(app, "Modifier"))


def test_room_offered_is_taken_in_one_click(depot: Depot) -> None:
    first = depot.ask(800)
    other = somebody_else(depot)
    other.ask(600, waits_if_full=True, promotes_at_once=False)
    write(lambda session: cancel_stay(session, depot.member, stay_id=first.stay_id))
    app = press(open_page("storage", other.member.email, view="stays"), "Prendre cette place")
    assert not app.exception
    assert [stay.state for stay in stays()] == [StayState.cancelled, StayState.confirmed]
    assert_sound()


def test_the_owner_sees_who_stays_and_others_are_told_how_to_offer(depot: Depot) -> None:
    depot.ask(600)
    app = open_page("storage", depot.owner.email, view="offers")
    assert not app.exception
    assert "1 séjour" in [each.label for each in app.expander]
    assert "Enregistrer" in labels(press(app, "Offrir de l’entreposage"))
    stranger = open_page("storage", depot.member.email, view="offers")
    assert "Demandez à votre coordination" in texts(stranger)


def test_nothing_offered_says_what_else_to_try(sqlite_database: Path) -> None:
    app = open_page("storage")
    assert not app.exception
    assert "Aucun lieu" in texts(app)


@pytest.mark.parametrize("nonsense", ["-1", "abc", "9999999", "²"])
def test_a_link_that_makes_no_sense_opens_the_page_all_the_same(depot: Depot, nonsense: str) -> None:
    app = open_page("storage", pallet_hundredths=nonsense, first_day=nonsense, temperature=nonsense, view=nonsense)
    assert not app.exception


def test_the_page_takes_few_queries(depot: Depot) -> None:
    for view in ("find", "stays", "offers"):
        app = open_page("storage", depot.owner.email, view=view)
        with counting_queries() as counter:
            app.run()
        assert not app.exception
        assert counter.count <= MOST_QUERIES, f"{view}\n{counter}"


def test_where_no_departure_goes_all_the_way_a_transfer_is_proposed_at_one_price(sqlite_database: Path) -> None:
    way = a_way()
    asked = {
        "from": str(way.start),
        "to": str(way.end),
        "kg": "300",
        "pallet_hundredths": "200",
        "first_day": way.day.isoformat(),
        "last_day": way.day.isoformat(),
    }
    app = open_page("reserve", way.member.email, **asked)
    assert not app.exception
    assert "1 trajet avec transfert" in texts(app)
    assert "attente de 3" in texts(app).replace("\xa0", " ")
    with counting_queries() as counter:
        app.run()
    assert counter.count <= MOST_WITH_TRANSFERS, str(counter)
    app = press(app, "Choisir")
    assert not app.exception
    assert "sans taxes" in texts(app)
    assert "Réserver" in labels(app)
    assert way.counted() == (0, 0, 0)
