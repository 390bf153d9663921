"""The tours of the day: a coordinator optimises and accepts, a partner reads its own, a stranger signs in first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.database.doors import WriteSession, reading, write
from core.fleet.tables import Vehicle
from core.i18n.words import words
from core.routes import planning
from core.routes.actions import accept_plan
from core.routes.each_alone import METHOD
from core.routes.tables import TourPlan
from core.shared import clock
from core.work.actions import assignment, claim, finish
from core.work.tables import Job
from tests.pages.app import open_page, texts
from tests.queries import counting_queries
from tests.routes.networks import TourDay, a_tour_day


def page(tours: TourDay, who: str = "coordination@exemple.test", language: str = "fr", **query: str) -> AppTest:
    opened = open_page("routes", who, language, **query)
    assert not opened.exception
    return opened


def plain_texts(app: AppTest) -> str:
    """What a person reads, without the signs that keep Markdown from reading formatting into it."""
    return texts(app).replace("\\", "")


def words_of(app: AppTest) -> str:
    """Everything written on the page, tables and figures included."""
    tables = [str(each.value.to_dict()) for each in app.table]
    figures = [f"{each.label} {each.value} {each.delta}" for each in app.metric]
    return "\n".join([texts(app), *tables, *figures]).replace("\\", "")


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def work_off() -> None:
    """Do the worker's part of every queued job, with a short search."""
    with reading() as session:
        waiting = [job.id for job in session.exec(select(Job)) if job.state.value == "queued"]
    for job_id in waiting:
        assert claim(job_id)
        asked = assignment(job_id)
        assert asked is not None
        finish(job_id, planning.run(job_id, {**asked.arguments, "seconds": 0.05}))


def an_accepted_day() -> TourDay:
    tours = a_tour_day()
    tours.ask("Rimouski", "Amqui", kg=300, who=0)
    tours.ask("Mont-Joli", "Amqui", kg=400, who=1)
    plan_id = tours.plan()
    write(lambda session: accept_plan(session, tours.coordinator, plan_id=plan_id))
    return tours


def test_a_coordinator_optimises_then_accepts(sqlite_database: Path) -> None:
    tours = a_tour_day()
    tours.ask("Rimouski", "Amqui", kg=300, who=0)
    tours.ask("Mont-Joli", "Amqui", kg=400, who=1)
    app = page(tours)
    assert "2 chargements" in words_of(app) + str(app.expander)
    app = press(app, "Optimiser")
    assert not app.exception
    job_id = app.query_params["job"]
    assert job_id
    work_off()
    app = page(tours, day=tours.day.isoformat(), job=job_id[0] if isinstance(job_id, list) else job_id)
    app = page(tours, day=tours.day.isoformat())
    said = words_of(app)
    assert "2 chargements dans 1 véhicule" in said
    assert "chacun seul" in said
    assert "Quai de Mont-Joli" in said
    app = press(app, "Accepter le plan")
    assert not app.exception
    assert "Plan accepté\u00a0: 2 chargements ont leur place." in words_of(app)
    with reading() as session:
        assert [plan.state.value for plan in session.exec(select(TourPlan))] == ["accepted"]


def test_a_draft_that_is_out_of_date_cannot_be_accepted(sqlite_database: Path) -> None:
    tours = a_tour_day()
    tours.ask()
    tours.plan()
    tours.ask(who=1)
    app = page(tours, language="en")
    assert "1 load changed since this plan was made" in words_of(app)
    assert "Accept the plan" not in [button.label for button in app.button]


def test_a_refusal_is_a_sentence_on_the_page(sqlite_database: Path) -> None:
    tours = a_tour_day(vehicles=1)
    tours.ask(kg=900)
    tours.plan()
    app = page(tours)

    def make_smaller(session: WriteSession) -> None:
        session.get_one(Vehicle, tours.vehicle_ids[0]).payload_kg = 800

    write(make_smaller)  # meanwhile, in another tab
    app = press(app, "Accepter le plan")
    assert not app.exception
    assert "Optimisez de nouveau" in "\n".join(error.value for error in app.error)


def test_a_partner_sees_its_own_loads_and_no_amount(sqlite_database: Path) -> None:
    tours = an_accepted_day()
    app = page(tours, tours.members[0].email)
    said = words_of(app).replace(words("fr")(METHOD), "")  # what is assumed is nobody's amount
    assert "R\u20110001" in said
    assert "R\u20110002" not in said
    assert "Partenaire B" not in said
    assert "$" not in said
    assert not [button for button in app.button if "ptimiser" in button.label]


def test_a_partner_is_told_when_nothing_is_planned(sqlite_database: Path) -> None:
    tours = a_tour_day()
    tours.ask()
    tours.plan()
    assert "Aucune tournée n'est encore planifiée" in words_of(page(tours, tours.members[0].email)).replace("’", "'")
    asked = page(tours, tours.members[0].email, day=tours.day.isoformat())
    assert "Aucun plan n'est accepté" in words_of(asked).replace("’", "'")


def test_a_coordinator_without_requests_learns_what_will_be_here(sqlite_database: Path) -> None:
    tours = a_tour_day()
    assert "le jour apparaît ici" in words_of(page(tours))
    other = page(tours, day=(clock.today() + timedelta(days=40)).isoformat())
    assert "Aucun chargement ne demande de tournée" in words_of(other)


def test_loads_without_a_tour_have_their_reason(sqlite_database: Path) -> None:
    tours = a_tour_day(vehicles=1, capacity_kg=1000)
    for _ in range(5):
        tours.ask(kg=900)
    tours.plan()
    said = words_of(page(tours)) + "\n".join(each.value for each in page(tours).warning)
    assert "sans tournée" in said
    assert "Ajoutez un véhicule" in said


def test_a_stranger_is_asked_to_sign_in(sqlite_database: Path) -> None:
    an_accepted_day()
    app = open_page("routes")
    assert not app.exception
    assert not app.title


def test_nonsense_in_the_address_never_breaks_the_page(sqlite_database: Path) -> None:
    tours = an_accepted_day()
    nonsense: list[dict[str, Any]] = [
        {"day": "demain"},
        {"plan": "x"},
        {"plan": "999"},
        {"plan": "9" * 30},
        {"job": "nothing"},
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
    ]
    for query in nonsense:
        page(tours, **query)


def test_the_page_needs_few_queries(sqlite_database: Path) -> None:
    tours = an_accepted_day()
    page(tours)
    with counting_queries() as counter:
        page(tours)
    shell = counter.count
    with counting_queries() as counter:
        open_page("account", "coordination@exemple.test")
    assert shell - counter.count <= 8, shell - counter.count


def test_the_sheet_shows_a_driver_the_stops(sqlite_database: Path) -> None:
    tours = an_accepted_day()
    app = open_page("driver_sheet", tours.driver.email)
    assert not app.exception
    said = plain_texts(app)
    assert "Quai de Mont-Joli" in said
    assert "400" in said
    assert "Partenaire B" in said


def test_the_sheet_of_a_departure_opens_by_its_number_alone(sqlite_database: Path) -> None:
    tours = an_accepted_day()
    app = open_page("driver_sheet", "coordination@exemple.test", departure=str(tours.departure_ids[1]))
    assert not app.exception
    assert "Tournée 2" in str(app.selectbox)


def test_a_partner_member_gets_a_sentence_instead_of_a_sheet(sqlite_database: Path) -> None:
    tours = an_accepted_day()
    app = open_page("driver_sheet", tours.members[0].email)
    assert not app.exception
    assert app.error
    assert "Quai de Mont-Joli" not in plain_texts(app)


def test_a_day_without_truck_says_so(sqlite_database: Path) -> None:
    tours = an_accepted_day()
    app = open_page("driver_sheet", tours.driver.email, day=(tours.day + timedelta(days=400)).isoformat())
    assert not app.exception
    assert "Aucun camion ne roule" in texts(app)
