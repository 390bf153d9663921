"""My account, people and rights, notices, who did what: one success, one refusal each."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.access.entrance import enter
from core.access.feed_views import feed_reader
from core.access.refusals import WrongSignIn
from core.access.rights import Right
from core.access.views import member_by_email, open_link
from core.database.doors import reading, write
from core.notices.actions import tell
from core.notices.letter_tables import LettersWanted
from core.notices.letter_views import letters_wanted
from core.notices.tables import NoticeKind
from core.notices.views import unread_count
from tests.access.people import PASSWORD, an_administrator, member_of, somebody
from tests.builders import a_partner
from tests.pages.app import open_page, texts

NEW = "fleuve givre hangar colis"


def test_a_person_changes_their_password(sqlite_database: Path) -> None:
    an_administrator()
    page = open_page("account", "admin@exemple.test")
    for field, typed in zip(page.text_input, (PASSWORD, NEW, NEW), strict=True):
        field.input(typed)
    page.button(key="FormSubmitter:password-Changer mon mot de passe").click().run()
    assert not page.exception
    assert "Votre mot de passe est changé" in page.success[0].value
    assert enter("admin@exemple.test", NEW, "192.0.2.1")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((PASSWORD, NEW, "autre"), "Tapez-le deux fois"),
        (("faux", NEW, NEW), "Ce n’est pas votre mot de passe actuel"),
        ((PASSWORD, "court", "court"), "trop court"),
        (("", "", ""), "trop court"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(
    sqlite_database: Path, typed: tuple[str, str, str], said: str
) -> None:
    an_administrator()
    page = open_page("account", "admin@exemple.test")
    for field, text in zip(page.text_input, typed, strict=True):
        field.input(text)
    page.button(key="FormSubmitter:password-Changer mon mot de passe").click().run()
    assert said in page.error[0].value
    assert enter("admin@exemple.test", PASSWORD, "192.0.2.1")


def test_a_person_changes_their_language(sqlite_database: Path) -> None:
    admin = an_administrator()
    page = open_page("account", "admin@exemple.test")
    page.segmented_control[0].set_value("en").run()
    assert not page.exception
    assert member_of(admin.person_id or 0).language == "en"


def test_an_administrator_invites_and_the_link_works(sqlite_database: Path) -> None:
    an_administrator()
    write(lambda session: a_partner(session, name="Ferme A"))
    page = open_page("people", "admin@exemple.test")
    page.text_input[0].input("Aude Essai")
    page.text_input[1].input("Aude@exemple.test")
    page.multiselect[0].select(page.multiselect[0].options[0])
    page.button(key="FormSubmitter:people.invite-Inviter").click().run()
    assert not page.exception
    token = re.search(r"/lien/(\S+)", page.code[0].value)
    assert token is not None
    with reading() as session:
        found = open_link(session, token[1])
        aude = member_by_email(session, "aude@exemple.test")
    assert found is not None
    assert aude is not None
    assert len(aude.partner_ids) == 1
    assert not page.run().code, "the link is shown once"


@pytest.mark.parametrize(
    ("name", "email", "said"),
    [("", "a@exemple.test", "Nom"), ("Aude", "pas un courriel", "Courriel"), ("Aude", "admin@exemple.test", "déjà")],
)
def test_an_invitation_that_cannot_be_made_says_why(sqlite_database: Path, name: str, email: str, said: str) -> None:
    an_administrator()
    page = open_page("people", "admin@exemple.test")
    page.text_input[0].input(name)
    page.text_input[1].input(email)
    page.button(key="FormSubmitter:people.invite-Inviter").click().run()
    assert not page.exception
    assert said in page.error[0].value
    assert not page.code


def test_an_administrator_closes_an_account(sqlite_database: Path) -> None:
    basile = somebody(an_administrator())
    page = open_page("people", "admin@exemple.test")
    page.session_state["people.chosen"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run()
    assert not page.exception
    page.button(key=f"people.close.{basile.person_id}").click().run()
    with pytest.raises(WrongSignIn):
        enter("basile@exemple.test", PASSWORD, "192.0.2.1")


def test_notices_are_sentences_and_can_be_marked_read(sqlite_database: Path) -> None:
    admin = an_administrator()
    ours, theirs = (write(lambda session: a_partner(session)) for _ in range(2))
    basile = somebody(admin, partners=(ours,))
    facts: dict[str, Any] = {
        "number": "R-0012",
        "kg": 1320,
        "from_place": "Amqui",
        "to_place": "Matane",
        "day": "2026-12-03",
    }
    for partner_id, line in ((ours, "Ligne de la vallée"), (theirs, "Ligne secrète")):
        write(partial(tell, partner_id=partner_id, kind=NoticeKind.reserved, **facts, line=line, price_cents=4120))
    page = open_page("notices", "basile@exemple.test")
    said = texts(page)
    assert "R-0012 est réservée" in said
    assert "1\u00a0320\u00a0kg, Amqui → Matane, jeu. 3 déc., Ligne de la vallée. Prix\u00a0: 41,20\u00a0$" in said
    assert "Ligne secrète" not in said
    next(button for button in page.button if button.label == "Marquer comme lu").click().run()
    assert not page.exception
    with reading() as session:
        assert unread_count(session, basile) == 0


def test_without_notices_the_page_says_what_will_come(sqlite_database: Path) -> None:
    somebody(an_administrator())
    page = open_page("notices", "basile@exemple.test")
    assert not page.exception
    assert "Rien encore" in page.info[0].value


def test_a_coordinator_reads_everything_that_was_told(sqlite_database: Path) -> None:
    admin = an_administrator()
    partner_id = write(lambda session: a_partner(session))
    write(lambda session: tell(session, partner_id=partner_id, kind=NoticeKind.cancelled, number="R-0099"))
    somebody(admin, rights=frozenset({Right.coordinator}))
    assert "R-0099" in texts(open_page("notices", "basile@exemple.test"))


def test_who_did_what_is_for_those_who_answer_for_the_network(sqlite_database: Path) -> None:
    admin = an_administrator()
    somebody(admin)
    somebody(admin, email="tresor@exemple.test", rights=frozenset({Right.treasurer}))
    refused = open_page("audit_log", "basile@exemple.test")
    assert not refused.title
    assert refused.error
    page = open_page("audit_log", "tresor@exemple.test")
    assert not page.exception
    table = page.dataframe[0].value
    assert "Odile Essai" in set(table["who"])
    assert "a ajouté" in set(table["act"])


def test_a_person_chooses_what_comes_by_mail(sqlite_database: Path) -> None:
    somebody(an_administrator())
    page = open_page("account", "basile@exemple.test")
    page.segmented_control[1].set_value(LettersWanted.none).run()
    assert not page.exception
    with reading() as session:
        basile = member_by_email(session, "basile@exemple.test")
        assert basile is not None
        assert letters_wanted(session, basile) == LettersWanted.none


def test_a_calendar_address_is_shown_once_replaced_and_closed(sqlite_database: Path) -> None:
    somebody(an_administrator())
    page = open_page("account", "basile@exemple.test")
    page.button(key="account.make_address").click().run()
    first = page.code[0].value
    assert re.fullmatch(r"http://\S+/calendrier/\S{40,}\.ics", first)
    assert not page.run().code, "it is shown once"
    page.button(key="account.make_address").click().run()
    assert page.code[0].value != first
    page.button(key="account.close_address").click().run()
    assert not page.exception
    assert not page.code
    with reading() as session:
        assert feed_reader(session, first.split("/")[-1].removesuffix(".ics")) is None


def test_a_coordinator_reads_in_full_what_would_be_sent(sqlite_database: Path) -> None:
    admin = an_administrator()
    partner_id = write(lambda session: a_partner(session))
    somebody(admin, email="lectrice@exemple.test", partners=(partner_id,))
    write(lambda session: tell(session, partner_id=partner_id, kind=NoticeKind.cancelled, number="R-0099"))
    somebody(admin, rights=frozenset({Right.coordinator}))
    page = open_page("notices", "basile@exemple.test")
    page.segmented_control[0].set_value("Courriels").run()
    assert not page.exception
    said = "\n".join(str(each.value) for each in page.text)
    assert "Navette — Annulée" in said
    assert "R-0099 est annulée" in said
    assert "lectrice@exemple.test" in texts(page)
    assert "NAVETTE_SMTP_URL" in page.info[0].value


def test_only_coordinators_have_the_outbox(sqlite_database: Path) -> None:
    somebody(an_administrator())
    assert not open_page("notices", "basile@exemple.test").segmented_control
