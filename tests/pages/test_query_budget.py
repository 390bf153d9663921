"""Every page, in every ordinary state, asks the database at most eight questions, its header and menu included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest
from sqlmodel import select

from core.access.rights import Right
from core.database.doors import WriteSession, write
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.tables import Departure, DepartureStop, Line
from core.partners.tables import Partner
from core.reservations.actions import ReservationRequest, reserve
from core.routes.actions import accept_plan
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from pages._shell.menu import PAGE_NAMES
from tests.browser.seed import VALLEY, seed_a_small_network
from tests.builders import a_member, a_person
from tests.conftest import forget_database, use_database
from tests.pages.app import open_page
from tests.queries import counting_queries
from tests.routes.networks import a_tour_day
from tests.steering.random_network import write_random_network

MOST = 8
VISITOR, PARTNER, COORDINATOR = None, "partenaire@exemple.test", "coordination@exemple.test"
TREASURER, COMMITTEE, DRIVER, ADMINISTRATOR = (
    f"{right}@exemple.test" for right in (Right.treasurer, Right.committee, Right.driver, Right.administrator)
)


@dataclass(frozen=True, slots=True)
class State:
    """A page as one person has it open; `{name}` in the query stands for what the network below holds."""

    page: str
    who: str | None = VISITOR
    query: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        who = (self.who or "visitor").partition("@")[0]
        return " ".join([self.page, who, *(f"{name}={value}" for name, value in self.query.items())])


EVERYBODY = (VISITOR, PARTNER, COORDINATOR, TREASURER)
SIGNED_IN = EVERYBODY[1:]
WISH = {"from": "{start}", "to": "{end}", "kg": "100"}
STATES = (
    *(State("transport_calendar", who) for who in EVERYBODY),
    *(State("transport_calendar", who, {"view": view}) for who in SIGNED_IN for view in ("week", "list", "season")),
    *(State("transport_calendar", who, {"departure": "{departure}"}) for who in EVERYBODY),
    *(State("transport_calendar", who, {"departure": "{tour}"}) for who in EVERYBODY),
    State("transport_calendar", VISITOR, {"territory": "Côte-Nord", "temperature": "frozen", "least_kg": "100"}),
    *(State("troughs", who, {"weeks": weeks}) for who in EVERYBODY for weeks in ("8", "26")),
    *(State("user_guide", who) for who in EVERYBODY),
    *(State("welcome", who) for who in EVERYBODY),
    *(State("storage", who, {"view": view}) for who in EVERYBODY for view in ("find", "stays", "offers")),
    *(State("reserve", PARTNER, query) for query in ({}, WISH, {**WISH, "departure": "{departure}"})),
    *(State("reserve", PARTNER, query) for query in ({"departure": "{departure}"}, {**WISH, "kg": "9000"})),
    *(State("my_reservations", who) for who in (PARTNER, COORDINATOR)),
    *(State("routes", who, {"day": "{day}"}) for who in (PARTNER, COORDINATOR)),
    *(State("driver_sheet", who, {"departure": "{tour}"}) for who in (DRIVER, COORDINATOR)),
    *(
        State("roles", who, {"section": section})
        for who in SIGNED_IN
        for section in ("overview", "board", "contributions", "accounts", "closing")
    ),
    *(State("committee", who, {"span": "month", "day": "{past}"}) for who in (COORDINATOR, TREASURER, COMMITTEE)),
    *(
        State("network", COORDINATOR, {"tab": tab, **opened})
        for tab in ("partners", "sites", "vehicles", "lines", "departures", "tariffs")
        for opened in ({}, {"open": "{departure}" if tab == "departures" else "1"})
    ),
    *(State("timeline", COORDINATOR, {"view": view, "day": "{day}"}) for view in ("week", "weeks", "list")),
    *(State("audit_log", who) for who in (COORDINATOR, TREASURER)),
    *(State(page, who) for page in ("notices", "account") for who in SIGNED_IN),
    *(State(page, ADMINISTRATOR) for page in PAGE_NAMES),  # so that a new page is counted before anybody thinks of it
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """A network lived in, and what the states name of it."""

    names: dict[str, str]


@pytest.fixture(scope="module")
def network(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    file = tmp_path_factory.mktemp("budget") / "navette.db"
    copy(sqlite_template, file)
    with pytest.MonkeyPatch.context() as patch:
        use_database(patch, f"sqlite:///{file}")
        yield Seeded(_seed())
        forget_database()


def _seed() -> dict[str, str]:
    """Write runs of the past, lines of the coming weeks, an accepted tour, loads of a partner, and each right."""
    past = (clock.today().replace(day=1) - timedelta(days=45)).replace(day=1)
    until = clock.today().replace(day=1) - timedelta(days=1)
    write(  # before all others: it numbers its departures itself
        lambda session: write_random_network(
            session, seed=4, years=range(past.year - 1, past.year + 1), first=past, last=until
        )
    )
    seed_a_small_network()
    tours = a_tour_day()
    for who in (0, 1):
        tours.ask("Rimouski", "Amqui", kg=200, who=who)
    plan_id = tours.plan()
    write(lambda session: accept_plan(session, tours.coordinator, plan_id=plan_id))
    names = write(_people_and_loads)
    return {**names, "day": tours.day.isoformat(), "tour": str(tours.departure_ids[0]), "past": past.isoformat()}


def _people_and_loads(session: WriteSession) -> dict[str, str]:
    partners = [partner.id or 0 for partner in session.exec(select(Partner).limit(2))]
    a_person(session, email=PARTNER, partner_ids=partners)
    a_person(session, email=TREASURER, partner_ids=partners[:1], rights=[Right.treasurer])
    a_person(session, email=COMMITTEE, partner_ids=partners[:1], rights=[Right.committee])
    a_person(session, email=DRIVER, rights=[Right.driver])
    a_person(session, email=ADMINISTRATOR, rights=[Right.administrator])
    member = a_member(session, partner_ids=partners)
    line = session.exec(select(Line).where(Line.name == VALLEY)).one()
    coming = session.exec(
        select(Departure)
        .where(
            Departure.line_id == line.id,
            Departure.kind == DepartureKind.fixed,
            Departure.state == DepartureState.planned,
            Departure.closes_at > clock.now() + timedelta(days=7),
        )
        .order_by(Departure.service_date)  # type: ignore[arg-type]  # a column at run time
    ).all()
    stops = session.exec(select(DepartureStop).where(DepartureStop.departure_id == coming[0].id)).all()
    start, end = (stop.site_id for stop in sorted(stops, key=lambda each: each.position)[:2])
    for number, departure in enumerate(coming[:3]):
        request = ReservationRequest(
            request_id=f"budget-{number}",
            partner_id=partners[0],
            departure_id=departure.id or 0,
            from_site_id=start,
            to_site_id=end,
            quantity=Quantity(10, 5),
            temperature=TemperatureClass.chilled,
            waits_if_full=True,
        )
        reserve(session, member, request)
    return {"departure": str(coming[0].id), "start": str(start), "end": str(end)}


@pytest.mark.parametrize("state", STATES, ids=str)
def test_a_page_asks_at_most_eight_questions(network: Seeded, state: State) -> None:
    query = {name: value.format_map(network.names) for name, value in state.query.items()}
    page = open_page(state.page, state.who, **query)
    assert not page.exception, page.exception
    with counting_queries() as asked:
        page.run()
    assert asked.count <= MOST, f"{asked.count} questions\n{asked}"


def test_the_pages_counted_show_what_they_are_for(network: Seeded) -> None:
    """An empty page asks little: these hold departures, answers, loads, a plan and figures."""
    wish = {name: value.format_map(network.names) for name, value in WISH.items()}
    assert [button for button in open_page("reserve", PARTNER, **wish).button if button.label == "Choisir"]
    assert VALLEY in "".join(each.value for each in open_page("my_reservations", PARTNER).markdown)
    detail = open_page("transport_calendar", PARTNER, departure=network.names["departure"])
    assert detail.title[0].value == VALLEY
    assert len(detail.subheader) >= 2
    assert open_page("routes", COORDINATOR, day=network.names["day"]).metric
    assert open_page("committee", COMMITTEE, span="month", day=network.names["past"]).metric
