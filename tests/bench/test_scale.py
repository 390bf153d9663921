"""What pages cost with five years behind them: 40 000 departures and 400 000 reservations around the demonstration.

Each page is opened on the demonstration network, and on the same network with the large one around it, with filters
by which both draw the same rows. The goal: not more than one and a half times as long on the server.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import func, select

from core.access.views import member_by_email
from core.database.doors import ReadSession, reading
from core.demo.generator import build
from core.ledger.tables import LedgerAccount
from core.ledger.units import Unit
from core.lines.check_views import double_bookings
from core.lines.tables import Departure, Leg, LegRoom, Line, LineStop
from core.reservations.tables import Reservation
from core.shared import clock
from core.steering.views import review
from core.tariffs.tables import Tariff
from tests.bench.bulk import bulk_writing
from tests.bench.large_network import Around, write_large_network
from tests.bench.rerunning import Cost, cost_of
from tests.conftest import forget_database, use_database
from tests.pages.app import ENTRY, session_of

MOST_TIMES = 1.5
MOST_QUERIES = 8
RERUNS = 12
PARTNER, COMMITTEE = "banque@exemple.qc.ca", "comite@exemple.qc.ca"
VALLEY = "VALLEE"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a visitor or a person has it open; `{line}`, `{start}`, `{end}` name those of the valley's line."""

    said: str
    name: str
    query: Mapping[str, str]
    who: str | None = None


SAME_ROWS = (
    Page("calendar, a month of a territory", "transport_calendar", {"territory": "{territory}"}),
    Page("calendar, a year of a territory", "transport_calendar", {"territory": "{territory}", "view": "season"}),
    Page("search for a fit", "reserve", {"from": "{start}", "to": "{end}", "kg": "100"}, PARTNER),
    Page("my reservations", "my_reservations", {}, PARTNER),
    Page("troughs of a line", "troughs", {"view": "line", "line": "{line}"}),
)
MORE_ROWS = (
    Page("calendar, a month of everybody", "transport_calendar", {}),
    Page("troughs of every line", "troughs", {}),
)


@dataclass(frozen=True, slots=True)
class Networks:
    """The demonstration, and the same with the large network around it; what the addresses name."""

    demonstration: str
    large: str
    names: dict[str, str]


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Networks]:
    folder = tmp_path_factory.mktemp("scale")
    small, large = folder / "small.db", folder / "large.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAVETTE_DEMO", "1")
        shutil.copy(sqlite_template, small)
        use_database(patch, f"sqlite:///{small}")
        build()
        for who in (PARTNER, COMMITTEE):
            session_of(who)
        with reading() as session:
            names, around = _names(session), _around(session)
        forget_database()  # closes the file whole, so that it can be copied
        shutil.copy(small, large)
        use_database(patch, f"sqlite:///{large}")
        started = time.perf_counter()
        with bulk_writing() as bulk:
            write_large_network(bulk, around)
        print(f"\nloaded in {time.perf_counter() - started:.0f} s, {large.stat().st_size / 2**20:.0f} MiB")
        forget_database()
        yield Networks(f"sqlite:///{small}", f"sqlite:///{large}", names)


def _names(session: ReadSession) -> dict[str, str]:
    line = session.exec(select(Line).where(Line.code == VALLEY)).one()
    stops = session.exec(select(LineStop.site_id).where(LineStop.line_id == line.id, LineStop.position < 2)).all()
    return {"line": str(line.id), "territory": line.territory, "start": str(stops[0]), "end": str(stops[1])}


def _around(session: ReadSession) -> Around:
    partner, committee = member_by_email(session, PARTNER), member_by_email(session, COMMITTEE)
    assert partner is not None
    assert committee is not None
    dollars = session.exec(select(LedgerAccount).where(LedgerAccount.unit == Unit.cad_cents)).all()
    return Around(
        person_id=committee.person_id or 0,
        tariff_id=session.exec(select(Tariff.id)).first(),
        regular_id=partner.partner_ids[0],
        account_ids={account.code: account.id or 0 for account in dollars},
    )


@pytest.mark.bench
def test_the_large_network_is_as_large_and_as_sound_as_it_says(
    networks: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A spot check: the whole of `core.schema.verify`, which finds nothing either, takes a minute and a half."""
    use_database(monkeypatch, networks.large)
    with reading() as session:
        first, last, departures = session.exec(
            select(func.min(Departure.service_date), func.max(Departure.service_date), func.count())
        ).one()
        reservations = session.exec(select(func.count()).select_from(Reservation)).one()
        print(f"\n{departures} departures from {first} to {last}, {reservations} reservations")
        assert departures >= 40_000
        assert reservations >= 400_000
        assert (last - first).days >= 5 * 365 - 10
        assert double_bookings(session) == []
        assert (
            session.exec(select(func.sum(Leg.used_kg))).one() == session.exec(select(func.sum(LegRoom.used_kg))).one()
        )
    forget_database()


@pytest.mark.bench
def test_a_page_costs_as_much_with_five_years_behind_it(networks: Networks, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = []
    for page in SAME_ROWS:
        small, large = (_cost(monkeypatch, url, page, networks) for url in (networks.demonstration, networks.large))
        assert small.elements == large.elements, f"{page.said}: not the same rows"
        _say(page, small, large)
        if large.whole > MOST_TIMES * small.whole or large.queries > MOST_QUERIES:
            slow.append(page.said)
    assert not slow, f"too slow on the large network: {', '.join(slow)}"


@pytest.mark.bench
def test_what_draws_more_rows_costs_more(networks: Networks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures only: the large network has thirty-nine lines to draw, the demonstration seven."""
    for page in MORE_ROWS:
        small, large = (
            _cost(monkeypatch, url, page, networks, reruns=3) for url in (networks.demonstration, networks.large)
        )
        _say(page, small, large)


@pytest.mark.bench
def test_the_yearly_review_of_the_committee(networks: Networks, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure only: what the committee's page reads and reckons for the last full year."""
    year = clock.today().year - 1
    for said, url in (("demonstration", networks.demonstration), ("large", networks.large)):
        use_database(monkeypatch, url)
        started = time.process_time()
        with reading() as session:
            member = member_by_email(session, COMMITTEE)
            assert member is not None
            found = review(
                session,
                member,
                first_day=clock.today().replace(year, 1, 1),
                last_day=clock.today().replace(year, 12, 31),
            )
        spent = time.process_time() - started
        print(
            f"\nyearly review, {said}: {spent:.1f} s of CPU, {len(found.weeks)} weeks, {len(found.vehicles)} vehicles"
        )
        forget_database()


def _cost(monkeypatch: pytest.MonkeyPatch, url: str, page: Page, networks: Networks, *, reruns: int = RERUNS) -> Cost:
    use_database(monkeypatch, url)
    user = {"session": session_of(page.who) if page.who else None, "language": "fr"}
    query = {name: value.format_map(networks.names) for name, value in page.query.items()}
    cost = cost_of(ENTRY, page.name, query, user=user, reruns=reruns)
    forget_database()
    return cost


def _say(page: Page, small: Cost, large: Cost) -> None:
    print(
        f"{page.said:<34}{small.whole:7.1f} → {large.whole:7.1f} ms of CPU, × {large.whole / small.whole:.2f}; "
        f"reading {small.reading:.1f} → {large.reading:.1f} (database {small.database:.1f} → {large.database:.1f}), "
        f"{large.queries} queries; {small.elements} → {large.elements} elements, "
        f"{small.bytes_sent / 1024:.0f} → {large.bytes_sent / 1024:.0f} KiB"
    )
