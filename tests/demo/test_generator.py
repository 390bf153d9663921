"""The generator makes a whole network through the actions, the same for the same seed, and never in the wrong place."""

import hashlib
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text
from sqlmodel import select

from core.access import passwords
from core.access.passwords import is_right
from core.access.tables import Person
from core.audit.tables import AuditLine
from core.database.doors import reading, writing
from core.demo import __main__ as command
from core.demo import generator, store
from core.demo.accounts import ACCOUNTS, PASSWORD
from core.demo.coming import PEAK_LINE
from core.ledger.views import check
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.views import DepartureRow, departures_between, lines
from core.notices.tables import Notice
from core.partners.tables import Network, Partner, PartnerKind
from core.partners.views import network_card, partners, sites
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation
from core.shared import clock
from core.shared.quantities import TemperatureClass
from core.shared.settings import settings
from core.steering.tables import Decision, Meeting
from core.storage.requests import StorageWish
from core.storage.tables import StayState, StorageStay
from core.storage.views import find_storage
from tests.conftest import forget_database, use_database
from tests.demo.conftest import NOW

MAY_DIFFER = {"sign_in_session", "one_use_link", "job", "alembic_version", "person"}


@pytest.fixture(scope="module", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash cheaply: these tests make many accounts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def demonstration_mode(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NAVETTE_DEMO", "1")
    settings.cache_clear()
    yield
    settings.cache_clear()


def fingerprint() -> dict[str, str]:
    """The SHA-256 of every table that may not differ from one making to the next."""
    with reading() as session:
        names = [name for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        return {
            name: hashlib.sha256(
                repr(session.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2")).all()).encode()
            ).hexdigest()
            for name in sorted(names)
            if name not in MAY_DIFFER and not name.startswith("sqlite_")
        }


def coming(line: str | None = None) -> list[DepartureRow]:
    with reading() as session:
        found = departures_between(session, first_day=NOW.date(), last_day=NOW.date() + timedelta(weeks=12))
        codes = {each.id: each.code for each in lines(session)}
    return [each for each in found if line is None or codes[each.line_id] == line]


def test_a_whole_network_is_there(made: list[generator.Progress]) -> None:
    with reading() as session:
        card = network_card(session)
        assert card is not None
        assert card.demonstration_seed == generator.SEED
        assert card.animator_name == "Camille Marée"
        assert 22 <= len(partners(session)) <= 26
        assert 35 <= len(sites(session)) <= 45
        assert len(lines(session)) == 7
        states = {each.state for each in session.exec(select(Reservation))}
        assert {
            ReservationState.delivered,
            ReservationState.confirmed,
            ReservationState.waiting,
            ReservationState.requested,
        } <= states
        assert session.exec(select(Decision)).all() == [] or session.exec(select(Meeting)).all()


def test_nothing_is_wrong_with_the_data(made: list[generator.Progress]) -> None:
    from core.schema.verify import main as verify

    with reading() as session:
        assert check(session) == []
    assert verify() in (0, None)


def test_the_past_is_done_and_the_future_planned(made: list[generator.Progress]) -> None:
    with reading() as session:
        past = departures_between(
            session, first_day=NOW.date() - timedelta(weeks=5), last_day=NOW.date() - timedelta(days=1)
        )
    assert len(past) > 12
    assert {each.state for each in past} == {DepartureState.done}
    assert {each.state for each in coming()} == {DepartureState.planned}


def test_a_coming_week_is_nearly_full_with_people_waiting(made: list[generator.Progress]) -> None:
    fullest = max(coming(PEAK_LINE), key=lambda each: each.load_percent)
    assert fullest.load_percent > 75
    with reading() as session:
        waiting = session.execute(
            text(
                "SELECT count(*) FROM reservation r JOIN reservation_part p ON p.reservation_id = r.id "
                "WHERE r.state = 'waiting' AND p.departure_id = :departure_id"
            ),
            {"departure_id": fullest.id},
        ).scalar_one()
    assert waiting >= 2


def test_the_next_wednesday_waits_to_be_optimised(made: list[generator.Progress]) -> None:
    tours = [each for each in coming() if each.kind is DepartureKind.flexible]
    first = min(each.service_date for each in tours)
    assert first.weekday() == 2
    with reading() as session:
        asked = session.execute(
            text(
                "SELECT count(*) FROM reservation r JOIN reservation_part p ON p.reservation_id = r.id "
                "JOIN departure d ON d.id = p.departure_id WHERE r.state = 'requested' AND d.service_date = :day"
            ),
            {"day": first.isoformat()},
        ).scalar_one()
    assert 12 <= asked <= 20
    assert len([each for each in tours if each.service_date == first]) == 3


def test_places_store_and_a_load_changes_trucks(made: list[generator.Progress]) -> None:
    with clock.set_to(NOW), reading() as session:
        wish = StorageWish(100, TemperatureClass.chilled, clock.today(), clock.today() + timedelta(days=20))
        found = find_storage(session, wish)
        assert sum(option.fits for option in found) >= 3
        waiting = session.exec(select(StorageStay).where(StorageStay.state == StayState.waiting)).all()
        assert waiting
        far = session.exec(select(Reservation).where(Reservation.request_id == "far-load")).one()
        moved = session.exec(select(StorageStay).where(StorageStay.reservation_id == far.id)).all()
        assert len(moved) in (1, 2)


def test_a_far_week_is_empty(made: list[generator.Progress]) -> None:
    assert min(each.load_percent for each in coming("COTE")) == 0


def test_one_may_sign_in_with_the_accounts_that_are_told(made: list[generator.Progress]) -> None:
    with reading() as session:
        kept = {person.email: person.password_hash for person in session.exec(select(Person)) if person.is_active}
    for account in ACCOUNTS:
        assert is_right(PASSWORD, kept[account.email], demonstration=True)
        assert not is_right(PASSWORD, kept[account.email], demonstration=False)
    assert sum(hash_ is not None for hash_ in kept.values()) == len(ACCOUNTS), "the others have no password at all"


def test_old_notices_are_handled_and_recent_ones_wait(made: list[generator.Progress]) -> None:
    with reading() as session:
        notices = session.exec(select(Notice)).all()
    limit = NOW - timedelta(days=7)
    assert all((each.handled_at is not None) == (each.at < limit) for each in notices)
    assert any(each.handled_at is None for each in notices)


def test_everything_was_done_by_somebody_at_its_moment(made: list[generator.Progress]) -> None:
    with reading() as session:
        lines_ = session.exec(select(AuditLine)).all()
    by_nobody = {line.act for line in lines_ if line.person_id is None}
    assert by_nobody <= {"offered", "promoted", "offer ended"}, "only the waiting list moves by itself"
    assert min(line.at for line in lines_) < NOW - timedelta(weeks=5)
    assert max(line.at for line in lines_) == NOW


def test_progress_is_told_and_never_goes_back(made: list[generator.Progress]) -> None:
    percents = [each.percent for each in made]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)
    assert sum(each.week is not None for each in made) >= 5


def test_the_same_seed_makes_the_same_network(
    demonstration_mode: None, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for number, seed in enumerate((1, 1)):
        file = tmp_path / f"{number}.db"
        shutil.copy(sqlite_template, file)
        use_database(monkeypatch, f"sqlite:///{file}")
        with clock.set_to(NOW):
            generator.build(seed=seed, weeks_of_history=1, weeks_ahead=3)
        found.append(fingerprint())
        forget_database()
    assert found[0] == found[1]


def test_it_is_made_on_both_engines(demonstration_mode: None, database: str) -> None:
    with clock.set_to(NOW):
        generator.build(weeks_of_history=1, weeks_ahead=3)
    with reading() as session:
        assert store.is_finished(session)
        assert check(session) == []


def test_it_is_refused_outside_demonstration_mode(
    sqlite_database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NAVETTE_DEMO", raising=False)
    settings.cache_clear()
    with pytest.raises(generator.NotInDemonstrationMode):
        generator.build()
    assert command.main(["--if-empty"]) == 1
    assert "NAVETTE_DEMO=1" in capsys.readouterr().err


def test_a_network_that_is_not_a_demonstration_is_left_as_it_is(
    demonstration_mode: None, sqlite_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing() as session:
        session.add(Partner(code="VRAI", name="Ferme", kind=PartnerKind.producer, territory="T", town="Amqui"))
    with pytest.raises(generator.NotEmpty):
        generator.build()
    assert command.main(["--anew"]) == 1
    assert command.main(["--if-empty"]) == 0, "make run still serves it"
    with reading() as session:
        assert [each.code for each in session.exec(select(Partner))] == ["VRAI"]
    assert "n’a pas été touchée" in capsys.readouterr().out


def test_the_command_makes_it_once_and_makes_it_anew_when_asked_or_unfinished(
    demonstration_mode: None,
    sqlite_database: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    few = ["--weeks", "0", "--weeks-ahead", "1"]

    def power_cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(generator, "_live", power_cut)
        with pytest.raises(KeyboardInterrupt):
            command.main(["--if-empty", *few])
    with reading() as session:
        assert not store.is_finished(session)
    assert command.main(["--if-empty", *few]) == 0
    assert "inachevé" in capsys.readouterr().out
    with reading() as session:
        assert store.is_finished(session)
    assert command.main(["--if-empty", *few]) == 0
    said = capsys.readouterr().out
    assert "banque@exemple.qc.ca" in said
    assert "déjà là" in said
    assert command.main(["--anew", "--seed", "5", *few]) == 0
    with reading() as session:
        card = network_card(session)
    assert card is not None
    assert card.demonstration_seed == 5


def test_a_demonstration_is_emptied_on_both_engines(demonstration_mode: None, database: str) -> None:
    with writing() as session:
        session.add(Network(id=1, name="Démonstration", demonstration_seed=3))
    assert command._prepare(anew=True) is None
    with reading() as session:
        assert store.is_empty(session)
