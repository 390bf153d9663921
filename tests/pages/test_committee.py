"""The committee page: one sentence, one picture, figures that explain themselves, decisions that come back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access.rights import Right
from core.access.tables import Person
from core.database.doors import WriteSession, reading, write
from core.shared import clock
from core.steering.actions import record_decision, record_meeting
from core.steering.indicators import DEFINITIONS
from core.steering.tables import Decision, Meeting
from tests.builders import a_member, a_partner
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.steering.random_network import write_random_network

MOST_QUERIES = 8


def email_of(person_id: int | None) -> str:
    with reading() as session:
        return session.get_one(Person, person_id).email


@pytest.fixture
def committee(sqlite_database: Path) -> str:
    """A member of the committee without other rights, on an empty network."""
    return email_of(write(lambda session: a_member(session, rights=[Right.committee])).person_id)


@pytest.fixture
def busy(committee: str) -> str:
    """The same, on a network that ran in the month before last, in each of four years."""
    today = clock.today()
    first = (today.replace(day=1) - timedelta(days=45)).replace(day=1)
    last = today.replace(day=1) - timedelta(days=1)
    write(
        lambda session: write_random_network(
            session, seed=4, years=range(first.year - 3, first.year + 1), first=first, last=last
        )
    )
    return committee


def page(email: str, language: str = "fr", **query: str) -> AppTest:
    opened = open_page("committee", email, language, **query)
    assert not opened.exception, opened.exception
    return opened


def busy_month() -> str:
    return (clock.today().replace(day=1) - timedelta(days=45)).replace(day=1).isoformat()


def test_who_does_not_sit_on_the_committee_is_told_which_right_it_takes(sqlite_database: Path) -> None:
    driver = email_of(write(lambda session: a_member(session, rights=[Right.driver])).person_id)
    app = open_page("committee", driver)
    assert "comité" in texts(app)
    assert not app.title


def test_an_empty_network_is_taught_what_will_stand_here(committee: str) -> None:
    app = page(committee)
    assert app.title[0].value == "Rien n’a roulé pendant cette période."
    assert "Le comité verra ici" in texts(app)
    assert not app.metric or all(metric.value == "–" for metric in app.metric)


def test_a_busy_month_is_said_in_one_sentence_and_every_figure_explains_itself(busy: str) -> None:
    app = page(busy, span="month", day=busy_month())
    assert len(app.title) == 1
    assert app.title[0].value.endswith(".")
    said = texts(app)
    for name in ("Taux de remplissage", "Kilogrammes livrés", "Économie du partage"):
        assert any(metric.label == name and metric.value != "–" for metric in app.metric), name
        assert f"**{name}.**" in said
    assert said.count("*Fiabilité") == len(DEFINITIONS)


def test_the_page_speaks_english(busy: str) -> None:
    app = page(busy, language="en", span="month", day=busy_month())
    assert any(metric.label == "Fill rate" for metric in app.metric)
    assert "Where do these figures come from?" in [expander.label for expander in app.expander]


@pytest.mark.parametrize("query", [{"span": "siècle"}, {"day": "hier"}, {"day": "9999-12-31"}, {"day": "0001-01-01"}])
def test_an_address_that_means_nothing_opens_a_period_all_the_same(committee: str, query: dict[str, str]) -> None:
    assert page(committee, **query).title


def test_a_period_that_has_not_begun_cannot_be_reached(committee: str) -> None:
    app = page(committee, span="year")
    assert app.button(key="committee.later").disabled
    app.button(key="committee.earlier").click().run()
    assert not app.exception
    assert date(clock.today().year - 1, 1, 1).isoformat() in app.query_params["day"]


def test_nobody_elses_money_is_on_the_page(busy: str) -> None:
    app = page(busy, span="month", day=busy_month())
    assert "Le montant de chaque partenaire est montré à ce partenaire" in texts(app)


def test_a_meeting_and_its_decision_are_written_down_and_come_back_until_done(committee: str) -> None:
    app = page(committee)
    app.text_input[0].set_value("Remplir l’hiver")
    app.button(key="FormSubmitter:committee.meeting-Consigner").click().run()
    assert not app.exception
    assert "Réunion consignée." in texts(app)
    with reading() as session:
        assert session.exec(select(Meeting.subject)).all() == ["Remplir l’hiver"]

    app.text_area[1].set_value("Appeler les *banques*")
    app.button(key="FormSubmitter:committee.decision-Consigner").click().run()
    assert "Décision consignée." in texts(app)
    with reading() as session:
        decision_id = session.exec(select(Decision.id)).one()

    app.button(key=f"committee.done.{decision_id}").click().run()
    assert "Suivi marqué fait" in texts(app)
    with reading() as session:
        assert session.get_one(Decision, decision_id).done_on == clock.today()
    assert "✓ fait le" in texts(app)


def test_a_blank_meeting_is_answered_with_a_sentence(committee: str) -> None:
    app = page(committee)
    app.button(key="FormSubmitter:committee.meeting-Consigner").click().run()
    assert not app.exception
    assert app.error


def test_a_late_decision_says_so(committee: str) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def long_ago(session: WriteSession) -> None:
        member = a_member(session, rights=[Right.committee])
        with clock.set_to(now):
            meeting_id = record_meeting(session, member, request_id="m", held_on=date(2026, 2, 1), subject="S")
            record_decision(
                session,
                member,
                request_id="d",
                meeting_id=meeting_id,
                decided="Appeler",
                owner_partner_id=a_partner(session, name="La Huche"),
                due_on=date(2026, 2, 20),
            )

    write(long_ago)
    assert "La Huche · ⚠ en retard depuis le 20 février 2026" in texts(page(committee))


def test_the_page_asks_few_questions_of_the_database(busy: str) -> None:
    app = page(busy, span="month", day=busy_month())
    with counting_queries() as counter:
        app.run()
    assert counter.count <= MOST_QUERIES, counter
