"""Letters reach a real mail server once, come back after a refusal, and carry the event of their reservation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import select

from core.access.rights import Right
from core.access.tables import Person
from core.database.doors import reading, write, writing
from core.i18n.words import words
from core.jobs.post import send_letters
from core.jobs.smtp import NotTaken, connected, mail_server
from core.notices.actions import tell
from core.notices.delivery import CLAIMED_FOR, PAUSES, TOO_OLD
from core.notices.letter import page_of, subject_of
from core.notices.letter_actions import choose_letters, claim_letter, mark_sent
from core.notices.letter_store import due
from core.notices.letter_tables import Letter, LetterState, LettersWanted
from core.notices.letter_views import letters
from core.notices.tables import NoticeKind
from core.reservations.actions import cancel, cancel_departure, change_quantity, move_departure
from core.shared import clock
from core.shared.errors import NotAllowed
from core.shared.quantities import Quantity
from core.shared.settings import PAGES, settings
from tests.builders import a_coordinator, a_member, a_partner
from tests.jobs.mail import MailBox, a_mail_server
from tests.reservations.asking import Dock, a_dock, departure_of, row_of

FACTS: dict[str, Any] = {"number": "R-0012", "kg": 1320, "from_place": "Amqui", "to_place": "Matane", "line": "Vallée"}


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailBox]:
    """A mail server that the installation names; ask for the database first."""
    with a_mail_server() as (url, box):
        monkeypatch.setenv("NAVETTE_SMTP_URL", url)
        monkeypatch.setenv("NAVETTE_MAIL_FROM", "Navette <navette@exemple.test>")
        monkeypatch.delenv("NAVETTE_DEMO", raising=False)
        settings.cache_clear()
        yield box


def the_letters() -> list[Letter]:
    with reading() as session:
        return list(session.exec(select(Letter).order_by(Letter.id)))  # type: ignore[arg-type]  # a column at run time


def told(*people: dict[str, Any], kind: NoticeKind = NoticeKind.reserved) -> int:
    """Tell a partner of these people (one French reader, unless others are given) something; return the partner."""
    partner_id = write(a_partner)
    for person in people or ({},):
        write(partial(a_member, partner_ids=[partner_id], **person))
    write(lambda session: tell(session, partner_id=partner_id, kind=kind, **FACTS, day="2026-12-03", price_cents=4120))
    return partner_id


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\xa0", " ").replace("\n", " ")


def event_of(message: EmailMessage) -> tuple[str, dict[str, str]]:
    """Return the method and the plain fields of the event that a message carries."""
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    assert str(part["content-type"].params["method"]) == str(calendar["method"])
    return str(calendar["method"]), {name: str(event[name]) for name in ("uid", "sequence", "status")}


def test_each_of_a_partners_people_reads_it_in_their_language(database: str, box: MailBox) -> None:
    told({}, {"language": "en"})
    assert send_letters() == 2
    assert send_letters() == 0, "nothing leaves twice"
    french, english = sorted(box.taken, key=lambda each: "is reserved" in text_of(each))
    assert "R-0012 est réservée" in text_of(french)
    assert "R-0012 is reserved: 1,320 kg" in text_of(english)
    assert str(english["subject"]) == "Navette — Reserved: R-0012, Vallée"
    assert str(french["from"]) == "Navette <navette@exemple.test>"
    assert french["message-id"] != english["message-id"]
    assert {each.state for each in the_letters()} == {LetterState.sent}


def test_strangers_and_closed_accounts_receive_nothing(database: str, box: MailBox) -> None:
    partner_id = told()
    with writing() as session:
        for person in session.exec(select(Person)):
            person.is_active = False
    assert send_letters() == 0
    assert not box.taken
    assert [each.state for each in the_letters()] == [LetterState.given_up]
    write(lambda session: tell(session, partner_id=partner_id, kind=NoticeKind.changed, **FACTS))
    assert len(the_letters()) == 1


@pytest.mark.parametrize(
    ("wanted", "kind", "letters_written"),
    [
        (None, NoticeKind.reserved, 1),
        (None, NoticeKind.waiting, 0),
        (LettersWanted.all, NoticeKind.waiting, 1),
        (LettersWanted.none, NoticeKind.offered, 0),
    ],
)
def test_each_person_chooses_what_comes_by_mail(
    database: str, wanted: LettersWanted | None, kind: NoticeKind, letters_written: int
) -> None:
    partner_id = write(a_partner)
    member = write(lambda session: a_member(session, partner_ids=[partner_id]))
    if wanted is not None:
        write(lambda session: choose_letters(session, member, wanted=LettersWanted.none))
        write(lambda session: choose_letters(session, member, wanted=wanted))
    write(lambda session: tell(session, partner_id=partner_id, kind=kind, **FACTS))
    assert len(the_letters()) == letters_written


def test_a_letter_is_written_with_the_fact_or_not_at_all(database: str) -> None:
    partner_id = told()
    with pytest.raises(RuntimeError), writing() as session:
        tell(session, partner_id=partner_id, kind=NoticeKind.cancelled, **FACTS)
        raise RuntimeError
    assert len(the_letters()) == 1


def test_a_refusal_is_tried_again_after_growing_pauses(database: str, box: MailBox) -> None:
    told()
    box.answers = ["451 not now", "451 not now"]
    now = clock.now()
    with clock.set_to(now):
        assert send_letters() == 0
        assert send_letters() == 0, "not before the pause is over"
    (letter,) = the_letters()
    assert (letter.state, letter.tries) == (LetterState.failed, 1)
    assert "451" in letter.error
    with clock.set_to(now + PAUSES[0]):
        assert send_letters() == 0
    with clock.set_to(now + 2 * PAUSES[0]):
        assert send_letters() == 0, "the second pause is longer"
    with clock.set_to(now + PAUSES[0] + PAUSES[1]):
        assert send_letters() == 1
    assert (len(box.taken), the_letters()[0].error) == (1, "")


def test_an_address_that_will_never_take_it_is_given_up_and_holds_up_nobody(database: str, box: MailBox) -> None:
    told({}, {})
    box.refused_receivers = {the_letters()[0].address}
    assert send_letters() == 1
    refused, taken = the_letters()
    assert (refused.state, refused.error) == (LetterState.given_up, "550 no such person")
    assert taken.state == LetterState.sent


def test_a_server_that_is_away_costs_one_letter_one_try(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told({}, {})
    with a_mail_server() as (url, _box):
        gone = url
    monkeypatch.setenv("NAVETTE_SMTP_URL", gone)
    monkeypatch.setenv("NAVETTE_MAIL_FROM", "navette@exemple.test")
    settings.cache_clear()
    assert send_letters() == 0
    assert [(each.state, each.tries) for each in the_letters()] == [(LetterState.failed, 1), (LetterState.pending, 0)]


def test_without_a_server_nothing_is_claimed_and_nothing_marked(database: str) -> None:
    told()
    assert send_letters() == 0
    (letter,) = the_letters()
    assert (letter.state, letter.tries) == (LetterState.pending, 0)


def test_a_demonstration_writes_to_nobody(database: str, box: MailBox, monkeypatch: pytest.MonkeyPatch) -> None:
    told()
    monkeypatch.setenv("NAVETTE_DEMO", "1")
    settings.cache_clear()
    assert send_letters() == 0
    assert not box.taken


def test_what_waited_for_days_is_not_sent_any_more(database: str, box: MailBox) -> None:
    told()
    with clock.set_to(clock.now() + TOO_OLD + timedelta(minutes=1)):
        assert send_letters() == 0
    assert (the_letters()[0].state, box.taken) == (LetterState.given_up, [])


def at_once(act: Callable[[], Any], workers: int) -> None:
    threads = [threading.Thread(target=act) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_workers_at_the_same_time_send_each_letter_once(database: str, box: MailBox) -> None:
    for _ in range(4):
        told({}, {})
    at_once(send_letters, 4)
    assert len(box.taken) == len({str(each["message-id"]) for each in box.taken}) == 8


def test_without_the_claim_two_workers_would_send_it_twice(database: str, box: MailBox) -> None:
    told()
    seen = threading.Barrier(2)

    def look_then_send() -> None:
        with reading() as session:
            found = due(session, clock.now(), 1)
        seen.wait(5)
        with connected(settings().mail_url) as postman:
            message = EmailMessage()
            message["To"], message["From"], message["Message-ID"] = "a@exemple.test", "b@exemple.test", f"<{found[0]}>"
            postman.hand_over(message)

    at_once(look_then_send, 2)
    assert len(box.taken) == 2


def test_a_worker_that_dies_before_writing_it_down_sends_the_same_message_again(database: str, box: MailBox) -> None:
    told()
    now = clock.now()
    with clock.set_to(now), pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.jobs.post.mark_sent", _die)
        with pytest.raises(KeyboardInterrupt):
            send_letters()
    with clock.set_to(now + CLAIMED_FOR - timedelta(seconds=1)):
        assert send_letters() == 0, "it is still the other worker's"
    with clock.set_to(now + CLAIMED_FOR):
        assert send_letters() == 1
    first, second = box.taken
    assert first["message-id"] == second["message-id"]


def _die(*_anything: Any) -> None:
    raise KeyboardInterrupt


def test_a_worker_whose_claim_ended_writes_nothing(database: str, box: MailBox) -> None:
    told()
    now = clock.now()
    with clock.set_to(now):
        late = write(claim_letter)
    assert late is not None
    with clock.set_to(now + CLAIMED_FOR):
        assert send_letters() == 1
    assert write(lambda session: mark_sent(session, late)) is False


def test_one_event_is_written_changed_and_cancelled(database: str, box: MailBox) -> None:
    dock = a_dock()
    reservation_id = dock.ask(300).reservation_id
    send_letters()
    _change(dock, reservation_id, 400)
    send_letters()
    write(lambda session: cancel(session, dock.member, reservation_id=reservation_id, version=None))
    send_letters()
    found = [event_of(each) for each in box.taken]
    assert [method for method, _event in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["status"] for _method, event in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({event["uid"] for _method, event in found}) == 1
    sequences = [int(event["sequence"]) for _method, event in found]
    assert sequences == sorted(set(sequences)), "each replaces the one before"


def test_a_departure_that_will_not_run_cancels_the_event(database: str, box: MailBox) -> None:
    dock = a_dock()
    dock.ask(300)
    send_letters()
    write(lambda session: cancel_departure(session, dock.coordinator, departure_id=dock.departure_id, reason="pont"))
    send_letters()
    (_first, before), (method, after) = (event_of(each) for each in box.taken)
    assert (method, after["uid"]) == ("CANCEL", before["uid"])
    assert int(after["sequence"]) > int(before["sequence"])


def test_a_departure_that_moves_takes_the_event_with_it(database: str, box: MailBox) -> None:
    dock = a_dock()
    dock.ask(300)
    send_letters()
    departure = departure_of(dock.departure_id)
    later = departure.starts_at + timedelta(hours=2)
    write(
        lambda session: move_departure(
            session,
            dock.coordinator,
            departure_id=dock.departure_id,
            starts_at=later,
            vehicle_id=departure.vehicle_id,
            version=departure.version,
        )
    )
    send_letters()
    (_first, before), (method, after) = (event_of(each) for each in box.taken)
    assert (method, after["uid"]) == ("REQUEST", before["uid"])
    assert int(after["sequence"]) > int(before["sequence"])


def test_a_late_letter_never_brings_a_cancelled_event_back(database: str, box: MailBox) -> None:
    dock = a_dock()
    reservation_id = dock.ask(300).reservation_id
    write(lambda session: cancel(session, dock.member, reservation_id=reservation_id, version=None))
    send_letters()
    assert [event_of(each)[0] for each in box.taken] == ["CANCEL", "CANCEL"]


def test_who_waits_has_no_event_yet(database: str, box: MailBox) -> None:
    dock = a_dock(capacity_kg=500)
    write(lambda session: choose_letters(session, dock.member, wanted=LettersWanted.all))
    dock.ask(400)
    dock.ask(300, waits_if_full=True)
    send_letters()
    assert sorted(len(list(each.iter_attachments())) for each in box.taken) == [0, 1]


def _change(dock: Dock, reservation_id: int, kg: int) -> None:
    version = row_of(reservation_id).version
    write(
        lambda session: change_quantity(
            session, dock.member, reservation_id=reservation_id, quantity=Quantity(kg, 0), version=version
        )
    )


def test_coordinators_see_what_would_be_sent_and_others_do_not(database: str) -> None:
    partner_id = told()
    with reading() as session:
        coordinator = write(a_coordinator)
        (row,) = letters(session, coordinator)
        assert (row.partner_id, row.state, row.kind) == (partner_id, LetterState.pending, NoticeKind.reserved)
    driver = write(lambda session: a_member(session, rights=[Right.driver]))
    with reading() as session, pytest.raises(NotAllowed):
        letters(session, driver)


def test_a_letter_leads_to_where_its_reader_acts() -> None:
    found = {page_of(kind) for kind in NoticeKind}
    assert found == {"my_reservations", "storage", "roles", "troughs"}
    assert all((PAGES / f"{page}.py").exists() for page in found)
    assert page_of(NoticeKind.stay_offered) == "storage"


def test_no_fact_can_write_a_header_of_its_own() -> None:
    said = subject_of(words("fr"), NoticeKind.changed, {"number": "R-1", "line": "Vallée\r\nBcc: tous@exemple.test"})
    assert "\n" not in said
    assert "\r" not in said


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtps://navette:s%40cret@mail.exemple.test", ("mail.exemple.test", 465, "navette", "s@cret", True)),
        ("smtp://mail.exemple.test", ("mail.exemple.test", 25, "", "", False)),
        ("smtp://navette:x@mail.exemple.test", ("mail.exemple.test", 587, "navette", "x", False)),
        ("smtp://[::1]:2525", ("::1", 2525, "", "", False)),
    ],
)
def test_a_servers_address_is_read(url: str, found: tuple[str, int, str, str, bool]) -> None:
    server = mail_server(url)
    assert (server.host, server.port, server.user, server.password, server.is_encrypted) == found


@pytest.mark.parametrize("url", ["mail.exemple.test:25", "http://mail.exemple.test", "smtp://", "smtp://a:port"])
def test_what_is_no_servers_address_is_said(url: str) -> None:
    with pytest.raises(NotTaken):
        mail_server(url)


def test_settings_show_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAVETTE_SMTP_URL", "smtp://navette:s3cret@mail.exemple.test")
    monkeypatch.setenv("DATABASE_URL", "postgresql://navette:s3cret@db.exemple.test/reseau")
    settings.cache_clear()
    assert "s3cret" not in repr(settings())
    settings.cache_clear()
