"""Filling the troughs from the page: declare, propose, look before and after, send, accept or decline in a click."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.access.tables import Person
from core.database.doors import reading, write, writing
from core.shared import clock
from core.troughs.actions import ask_for_proposal, declare_need
from core.troughs.balance_views import needs
from core.troughs.kinds import InvitationState
from core.work.actions import claim, fail
from core.work.failures import LOST
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.troughs.season_network import FIRST, NOW, Network, a_network, invited, proposed, seen

MOST_QUERIES = 8
COORDINATION = "coordination@exemple.test"


@pytest.fixture(autouse=True)
def _in_january(monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeze the clock for the page's own thread too."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page(email: str | None, language: str = "fr", **query: str) -> AppTest:
    opened = open_page("troughs", email, language, view="balance", **query)
    assert not opened.exception, opened.exception
    return opened


def email_of(network: Network, number: int = 0) -> str:
    with reading() as session:
        return session.get_one(Person, network.members[number].person_id).email


def click(app: AppTest, label: str) -> AppTest:
    buttons = [button for button in app.button if button.label == label]
    buttons[0].click().run()
    assert not app.exception, app.exception
    return app


def test_a_visitor_is_told_what_it_is_and_how_to_come_in(sqlite_database: Path) -> None:
    a_network()
    said = texts(page(None))
    assert "Les partenaires déclarent ici" in said
    assert "Se connecter" in said


def test_a_partner_declares_a_need_and_withdraws_it(sqlite_database: Path) -> None:
    network = a_network()
    app = page(email_of(network), "en")
    by_label = {each.label: each for each in app.selectbox}
    by_label["From where"].set_value(network.sites[0])
    by_label["To where"].set_value(network.sites[2])
    next(each for each in app.number_input if each.label == "Weight a week (kg)").set_value(120)
    click(app, "Declare this need")
    assert "Declared. The coordinator matches" in texts(app)
    assert "**Ferme**" in texts(app)
    assert "120\u00a0kg" in texts(app)
    assert "January to April" in texts(app)
    click(app, "Withdraw")
    assert "Withdrawn." in texts(app)
    with reading() as session:
        assert needs(session, network.coordinator) == []


def test_a_need_without_places_is_asked_for_them(sqlite_database: Path) -> None:
    network = a_network()
    app = click(page(email_of(network)), "Déclarer")
    assert any("Dites d’où, vers où" in str(each.value) for each in app.warning)


def test_a_coordinator_looks_before_and_after_then_sends(sqlite_database: Path) -> None:
    network = a_network()
    write(lambda session: declare_need(session, network.coordinator, network.card()))
    job_id, _ = proposed(network)
    app = page(COORDINATION, job=job_id)
    said = texts(app)
    assert "ces semaines passent de 0\u00a0% à 30\u00a0% de remplissage\u00a0: 600\u00a0kg de plus" in said
    click(app, "Envoyer 2 invitations")
    assert "2 invitations envoyées." in texts(app)
    assert [row.state for row in seen(network.coordinator)] == [InvitationState.open] * 2
    assert "Invitations acceptées\u00a0: 0 sur 2" in [each.label for each in app.expander]


def test_a_coordinator_asks_for_a_proposal(sqlite_database: Path) -> None:
    network = a_network()
    write(lambda session: declare_need(session, network.coordinator, network.card()))
    app = click(page(COORDINATION), "Proposer")
    assert app.query_params["job"]


def test_asking_without_needs_is_answered_with_a_sentence(sqlite_database: Path) -> None:
    a_network()
    app = click(page(COORDINATION), "Proposer")
    assert any("Aucun partenaire n’a encore déclaré" in str(each.value) for each in app.error)


def test_a_search_that_failed_says_why(sqlite_database: Path) -> None:
    network = a_network()
    write(lambda session: declare_need(session, network.coordinator, network.card()))
    job_id = write(lambda session: ask_for_proposal(session, network.coordinator, first_week=FIRST, weeks=2))
    assert claim(job_id)
    assert fail(job_id, LOST)
    assert page(COORDINATION, job=job_id).warning
    assert page(COORDINATION, job="unknown").query_params.get("job") is None


def test_a_partner_accepts_and_declines_in_a_click(sqlite_database: Path) -> None:
    network = a_network()
    invited(network, network.card())
    app = page(email_of(network))
    assert "2 invitations attendent votre réponse" in texts(app)
    click(app, "Accepter")
    assert "Réservé — n°\u00a0R-0001" in texts(app)
    click(app, "Décliner")
    assert "C’est décliné" in texts(app)
    assert [row.state for row in seen(network.coordinator)] == [InvitationState.accepted, InvitationState.declined]


def test_all_are_accepted_in_one_click_except_those_without_room(sqlite_database: Path) -> None:
    network = a_network()
    invited(network, network.card())
    click(page(email_of(network)), "Accepter le tout")
    assert [row.state for row in seen(network.coordinator)] == [InvitationState.accepted] * 2


def test_a_partner_sees_no_invitation_of_another(sqlite_database: Path) -> None:
    network = a_network()
    invited(network, network.card())
    said = texts(page(email_of(network, 1)))
    assert "invitation" not in said
    assert "300" not in said


def test_it_speaks_english(sqlite_database: Path) -> None:
    network = a_network()
    invited(network, network.card())
    said = texts(page(email_of(network), "en"))
    assert "2 invitations to answer" in said
    assert "room is taken when you accept" in said


def test_it_asks_few_questions_of_the_database(sqlite_database: Path) -> None:
    network = a_network()
    invited(network, network.card(), network.card(1))
    with writing() as session:
        declare_need(session, network.coordinator, network.card(1, request_id="more"))
    job_id, _ = proposed(network)
    for app in (page(COORDINATION, job=job_id), page(email_of(network))):
        with counting_queries() as counter:
            app.run()
        assert counter.count <= MOST_QUERIES, counter
