"""“Partners, sites and vehicles”: a coordinator keeps the network; bad input is answered and stays in its field."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access.actions import create_first_administrator
from core.access.rights import Right
from core.calendar.statutory_holidays import name_of
from core.database.doors import reading, write, writing
from core.fleet.views import vehicles
from core.lines.tables import Departure, LinePause
from core.lines.views import lines
from core.partners.actions import PartnerCard, change_partner
from core.partners.kinds import PartnerKind
from core.partners.views import network_card, partners, sites
from core.shared import clock
from core.shared.places import Point
from core.shared.quantities import TemperatureClass
from tests.builders import a_coordinator, a_departure, a_line, a_member, a_partner, a_person, a_site, a_vehicle
from tests.pages.app import open_page, texts
from tests.queries import counting_queries

COORDINATOR = "coordination@exemple.test"


def network(tab: str = "partners", what: str = "", language: str = "fr") -> AppTest:
    """Open the page as the coordinator, on one of its lists or on one thing of it."""
    with writing() as session:
        a_coordinator(session)
    opened = {"open": what} if what else {}
    return open_page("network", COORDINATOR, language=language, tab=tab, **opened)


def field(page: AppTest, kind: str, label: str) -> Any:
    """Return the field with this label."""
    return next(each for each in page.get(kind) if getattr(each, "label", "") == label)


def press(page: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    return next(each for each in page.button if each.label == label).click().run()


def errors(page: AppTest) -> str:
    """Return the sentences of refusal on the page."""
    assert not page.exception
    return "\n".join(each.value for each in page.error)


def test_a_stranger_is_asked_to_sign_in(sqlite_database: Path) -> None:
    write(
        lambda session: create_first_administrator(
            session, name="Administratrice fictive", email="admin@exemple.test", password="quatre mots sans lien"
        )
    )
    page = open_page("network")
    assert not page.title
    assert "Connectez-vous" in texts(page)


def test_a_partners_member_is_told_which_right_it_takes(sqlite_database: Path) -> None:
    with writing() as session:
        member = a_member(session, partner_ids=[a_partner(session)], rights=[Right.driver])
    page = open_page("network", member.email)
    assert not page.title
    assert [each.value for each in page.warning]


@pytest.mark.parametrize("tab", ["partners", "sites", "vehicles", "lines", "departures"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_list_teaches_what_will_be_there(sqlite_database: Path, tab: str, language: str) -> None:
    page = network(tab, language=language)
    assert not page.exception
    assert len(page.info) == 1
    assert len(page.info[0].value) > 60


@pytest.mark.parametrize("tab", ["partners", "sites", "vehicles", "lines", "departures"])
def test_a_list_takes_few_queries(sqlite_database: Path, tab: str) -> None:
    with writing() as session:
        for _ in range(3):
            a_departure(session)
    page = network(tab)
    assert not page.exception
    assert len(page.dataframe) == 1
    with counting_queries() as asked:
        page.run()
    assert asked.count <= 8, asked


@pytest.mark.parametrize("tab", ["partners", "sites", "vehicles", "lines", "departures"])
def test_one_thing_opens_by_its_link_in_few_queries(sqlite_database: Path, tab: str) -> None:
    with writing() as session:
        departure_id = a_departure(session)
    page = network(tab, str(departure_id if tab == "departures" else 1))
    assert not page.exception
    assert len(page.subheader) >= 1
    with counting_queries() as asked:
        page.run()
    assert asked.count <= 8, asked


@pytest.mark.parametrize("tab", ["partners", "sites", "vehicles", "lines", "departures"])
def test_a_link_to_something_that_is_gone_says_so(sqlite_database: Path, tab: str) -> None:
    assert errors(network(tab, "999"))


def test_a_partner_is_added_and_what_is_blank_is_asked_for_without_losing_the_rest(sqlite_database: Path) -> None:
    with writing() as session:
        a_partner(session, territory="La Matapédia")
    page = network("partners", "new")
    field(page, "text_input", "Ville").set_value("Amqui")
    field(page, "text_input", "Code").set_value("FERME-1")
    field(page, "selectbox", "Genre de partenaire").set_value(PartnerKind.producer)
    field(page, "selectbox", "Territoire").set_value("La Matapédia")
    press(page, "Enregistrer")
    assert "Nom" in errors(page)
    assert field(page, "text_input", "Ville").value == "Amqui"
    field(page, "text_input", "Nom").set_value("Ferme du Lac")
    press(page, "Enregistrer")
    assert not errors(page)
    with reading() as session:
        assert ("FERME-1", "Ferme du Lac", "Amqui") in [(each.code, each.name, each.town) for each in partners(session)]
    assert "Ferme du Lac" in "\n".join(each.value for each in page.success)


def test_somebody_elses_change_is_noticed_before_and_refused_on_saving(sqlite_database: Path) -> None:
    with writing() as session:
        partner_id = a_partner(session, code="P-1", name="Ferme", town="Matane")
    page = network("partners", str(partner_id))
    field(page, "text_input", "Nom").set_value("Ferme à moi")
    with writing() as session:
        card = PartnerCard("P-1", "Ferme à eux", PartnerKind.producer, "Bas-Saint-Laurent", "Matane")
        change_partner(session, a_coordinator(session), partner_id=partner_id, card=card, version=1)
    press(page, "Enregistrer")
    assert errors(page)
    assert [each.value for each in page.warning]
    assert field(page, "text_input", "Nom").value == "Ferme à moi"
    press(page, "Relire la fiche")
    assert field(page, "text_input", "Nom").value == "Ferme à eux"
    field(page, "text_input", "Nom").set_value("Ferme à nous")
    press(page, "Enregistrer")
    with reading() as session:
        assert [each.name for each in partners(session)] == ["Ferme à nous"]


def test_a_site_is_placed_by_its_town_and_homonyms_are_told_apart(sqlite_database: Path) -> None:
    with writing() as session:
        other = a_site(session)
    page = network("sites", "new")
    assert field(page, "number_input", "Latitude").value is None
    town = field(page, "selectbox", "Ville")
    same_name = [place for place, label in enumerate(town.options) if label.startswith("Saint-Bruno (à ")]
    assert len(same_name) == len({town.options[place] for place in same_name}) >= 2
    town.set_value(str(same_name[0])).run()
    assert field(page, "number_input", "Latitude").value is not None
    field(page, "text_input", "Nom").set_value("Grange")
    field(page, "text_input", "Code").set_value("GRANGE")
    field(page, "selectbox", "Territoire").set_value("Bas-Saint-Laurent")
    press(page, "Enregistrer")
    assert "Partenaire" in errors(page)
    field(page, "selectbox", "Partenaire").set_value(1)
    press(page, "Enregistrer")
    assert not errors(page)
    with reading() as session:
        (site,) = (each for each in sites(session) if each.id != other)
    assert (site.name, site.town) == ("Grange", "Saint-Bruno")


def test_blank_coordinates_are_asked_for(sqlite_database: Path) -> None:
    with writing() as session:
        partner_id = a_partner(session)
    page = network("sites", "new")
    field(page, "selectbox", "Partenaire").set_value(partner_id)
    press(page, "Enregistrer")
    assert "latitude" in errors(page)


@pytest.mark.parametrize(("latitude", "longitude"), [(-68.5, 48.4), (1e9, -1e9)])
def test_coordinates_that_are_not_here_are_explained(sqlite_database: Path, latitude: float, longitude: float) -> None:
    with writing() as session:
        site_id = a_site(session)
    page = network("sites", str(site_id))
    field(page, "number_input", "Latitude").set_value(latitude)
    field(page, "number_input", "Longitude").set_value(longitude)
    press(page, "Enregistrer")
    assert "latitude" in errors(page)


def test_a_vehicle_with_two_compartments_is_added(sqlite_database: Path) -> None:
    with writing() as session:
        owner = a_partner(session)
        base = a_site(session, partner_id=owner)
    page = network("vehicles", "new")
    press(page, "Ajouter un compartiment")
    field(page, "text_input", "Nom").set_value("Seize pieds")
    field(page, "text_input", "Code").set_value("16P")
    field(page, "selectbox", "Propriétaire").set_value(owner)
    field(page, "selectbox", "Port d’attache").set_value(base)
    field(page, "number_input", "PNBV (kg)").set_value(7000)
    field(page, "number_input", "Charge utile (kg)").set_value(8000)
    for place, name in enumerate(("Avant", "Arrière")):
        [each for each in page.text_input if each.label == "Nom du compartiment"][place].set_value(name)
        [each for each in page.number_input if each.label == "Poids (kg)"][place].set_value(1000)
        [each for each in page.number_input if each.label == "Palettes"][place].set_value(2.5)
        [each for each in page.multiselect if each.label == "Peut être tenu à"][place].set_value(
            [TemperatureClass.chilled]
        )
    press(page, "Enregistrer")
    assert "PNBV" in errors(page)
    field(page, "number_input", "Charge utile (kg)").set_value(3000)
    press(page, "Enregistrer")
    assert not errors(page)
    with reading() as session:
        (vehicle,) = vehicles(session)
    assert [(each.name, each.kg, each.pallet_hundredths) for each in vehicle.compartments] == [
        ("Avant", 1000, 250),
        ("Arrière", 1000, 250),
    ]


def test_a_stop_is_added_to_a_line_and_its_road_estimated(sqlite_database: Path) -> None:
    with writing() as session:
        line_id = a_line(session, rrule="FREQ=WEEKLY;BYDAY=TU")
        there = a_site(session, name="Quai de Matane", town="Matane", point=Point(48.85, -67.53))
    page = network("lines", str(line_id))
    press(page, "Ajouter un arrêt")
    press(page, "Enregistrer")
    assert "Arrêt 4" in errors(page).replace("L’arrêt", "Arrêt")
    next(each for each in page.selectbox if each.label.startswith("Arrêt 4")).set_value(there).run()
    press(page, "Enregistrer")
    assert "Minutes depuis le départ" in errors(page)
    press(page, "Estimer les temps et distances vides")
    minutes = [each for each in page.number_input if each.label == "Route (min)"][-1].value
    assert minutes is not None
    assert minutes > 20
    press(page, "Enregistrer")
    assert not errors(page)
    with reading() as session:
        (line,) = lines(session)
    assert [stop.site_id for stop in line.stops][3] == there
    assert line.stops[3].arrives_after_minutes == 150 + minutes
    assert (line.rrule, line.version) == ("FREQ=WEEKLY;BYDAY=TU", 2)


def test_a_line_is_paused_with_a_reason(sqlite_database: Path) -> None:
    with writing() as session:
        line_id = a_line(session)
    page = network("lines", str(line_id))
    press(page, "Mettre la ligne en pause")
    assert "Raison" in errors(page)
    field(page, "text_input", "Raison").set_value("Réparations")
    press(page, "Mettre la ligne en pause")
    assert not errors(page)
    with reading() as session:
        assert [each.reason for each in session.exec(select(LinePause))] == ["Réparations"]
    press(page, "Retirer")
    with reading() as session:
        assert session.exec(select(LinePause)).all() == []


def test_departures_are_generated_for_every_line_and_skipped_days_are_listed(sqlite_database: Path) -> None:
    with writing() as session:
        truck = a_vehicle(session)
        a_line(session, vehicle_id=truck, starts_minute=1000)
        a_line(session, vehicle_id=truck, starts_minute=1000)
    page = network("departures")
    field(page, "date_input", "Générer jusqu’au").set_value(clock.today() - timedelta(days=1))
    press(page, "Générer les départs manquants")
    assert "deux ans" in errors(page)
    field(page, "date_input", "Générer jusqu’au").set_value(clock.today() + timedelta(days=9))
    press(page, "Générer les départs manquants")
    assert not errors(page)
    with reading() as session:
        made = session.exec(select(Departure)).all()
    assert 7 <= len(made) <= 10
    assert len(page.dataframe) == 2, "the departures, and the days without a run with their reasons"
    assert [each.label for each in page.expander if "jours sans départ" in each.label]


def test_the_network_is_named_with_its_animator(sqlite_database: Path) -> None:
    with writing() as session:
        a_partner(session)
        animator = a_person(session, name="Alix Animation")
    page = network()
    field(page, "text_input", "Nom du réseau").set_value("Réseau du Fleuve")
    field(page, "selectbox", "Animation").set_value(animator)
    press(page, "Enregistrer")
    assert not errors(page)
    with reading() as session:
        card = network_card(session)
    assert card is not None
    assert (card.name, card.animator_name) == ("Réseau du Fleuve", "Alix Animation")


def test_the_search_finds_without_accents(sqlite_database: Path) -> None:
    with writing() as session:
        a_partner(session, name="Épicerie du Quai")
        a_partner(session, name="Ferme du Lac")
    page = network()
    field(page, "text_input", "Chercher").set_value("epicerie").run()
    assert list(page.dataframe[0].value["name"]) == ["Épicerie du Quai"]
    field(page, "text_input", "Chercher").set_value("zzz").run()
    assert not page.dataframe


@pytest.mark.parametrize("part", ["closures", "line_dates", "conflicts", "cuts"])
def test_the_days_of_the_network_are_kept_in_few_queries(sqlite_database: Path, part: str) -> None:
    with writing() as session:
        a_departure(session)
    page = network("days")
    page.session_state["network.days.part"] = part
    page.run()
    assert not page.exception
    with counting_queries() as asked:
        page.run()
    assert asked.count <= 8, asked


def test_a_note_closes_a_day_from_the_page(sqlite_database: Path) -> None:
    with writing() as session:
        departure_id = a_departure(session)
    page = press(network("days"), "Ajouter la note")
    assert "Note" in errors(page)
    with reading() as session:
        day = session.get_one(Departure, departure_id).service_date
    field(page, "date_input", "Jour").set_value(day)
    next(each for each in page.text_input if each.key == "network.note.text").set_value("Pont fermé")
    field(page, "toggle", "Rien ne roule ce jour-là").set_value(True)
    page = press(page, "Ajouter la note")
    assert not errors(page)
    with reading() as session:
        assert session.exec(select(Departure)).all() == []


def test_a_date_is_skipped_and_a_monthly_timetable_is_added_from_the_page(sqlite_database: Path) -> None:
    from core.lines.tables import LineException, LinePattern

    with writing() as session:
        departure_id = a_departure(session)
        day = session.get_one(Departure, departure_id).service_date
    page = network("days")
    page.session_state["network.days.part"] = "line_dates"
    page.run()
    next(each for each in page.date_input if each.key == "network.change.day").set_value(day)
    next(each for each in page.text_input if each.key == "network.change.reason").set_value("Assemblée")
    page = press(page, "Enregistrer la date")
    assert not errors(page)
    with reading() as session:
        assert session.exec(select(LineException)).one().day == day
    next(each for each in page.text_input if str(each.key).endswith("pattern0.name")).set_value("Hiver")
    next(each for each in page.date_input if str(each.key).endswith("pattern0.last")).set_value(
        clock.today() + timedelta(days=90)
    )
    page = press(page, "Enregistrer l’horaire")
    assert not errors(page)
    with reading() as session:
        assert session.exec(select(LinePattern)).one().name == "Hiver"


def test_a_departure_moves_from_its_page_or_says_why_not(sqlite_database: Path) -> None:
    with writing() as session:
        departure_id = a_departure(session)
        before = session.get_one(Departure, departure_id).service_date
    page = network("departures", str(departure_id))
    field(page, "date_input", "Jour").set_value(clock.today() - timedelta(days=1))
    page = press(page, "Déplacer")
    assert errors(page)
    free = next(day for each in range(1, 5) if not name_of(day := before + timedelta(days=each)))
    field(page, "date_input", "Jour").set_value(free)
    assert not errors(press(page, "Déplacer"))
    with reading() as session:
        assert session.get_one(Departure, departure_id).service_date == free
