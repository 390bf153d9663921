"""Administrators invite, change rights and close accounts; nobody else does, and somebody always can."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlmodel import select

from core.access import actions
from core.access.actions import (
    add_person,
    change_rights,
    create_first_administrator,
    deactivate,
    invite,
    reactivate,
    reset,
    sign_out_of_everywhere,
)
from core.access.entrance import enter
from core.access.own_account_actions import change_language
from core.access.refusals import (
    AlreadySetUp,
    EmailTaken,
    LastAdministrator,
    PasswordTooShort,
    WrongSignIn,
)
from core.access.rights import VISITOR, Member, Right
from core.access.tokens import sha256_of
from core.access.views import is_set_up, member_by_email, open_link, signed_in
from core.audit.tables import AuditLine
from core.database.doors import WriteSession, reading, write
from core.shared.errors import NotAllowed, NotFound, Refusal, SignInNeeded, WrongInput
from core.shared.settings import settings
from tests.access.people import PASSWORD, an_administrator, member_of, somebody

NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)


def test_the_first_administrator_opens_the_network_once(database: str) -> None:
    with reading() as session:
        assert not is_set_up(session)
    admin = an_administrator()
    assert admin.has(Right.administrator)
    with reading() as session:
        assert is_set_up(session)
    with pytest.raises(AlreadySetUp):
        an_administrator("autre@exemple.test")


def test_two_first_administrators_at_the_same_moment_are_one(database: str) -> None:
    def try_it(number: int) -> bool:
        try:
            an_administrator(f"a{number}@exemple.test")
        except AlreadySetUp:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, range(4))) == 1


@pytest.mark.parametrize(
    ("name", "email", "password", "language", "refusal"),
    [
        (" ", "a@exemple.test", PASSWORD, "fr", WrongInput),
        ("N" * 121, "a@exemple.test", PASSWORD, "fr", WrongInput),
        ("Nom", "pas un courriel", PASSWORD, "fr", WrongInput),
        ("Nom", "a@" + "b" * 260 + ".test", PASSWORD, "fr", WrongInput),
        ("Nom", "a@exemple.test", "court", "fr", PasswordTooShort),
        ("Nom", "a@exemple.test", PASSWORD, "de", WrongInput),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(
    sqlite_database: object, name: str, email: str, password: str, language: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        write(
            lambda session: create_first_administrator(
                session, name=name, email=email, password=password, language=language
            )
        )
    with reading() as session:
        assert not is_set_up(session)


def test_an_email_is_taken_whatever_its_capitals(database: str) -> None:
    admin = an_administrator()
    with pytest.raises(EmailTaken):
        write(
            lambda session: add_person(
                session, admin, name="Autre", email="ADMIN@exemple.test", rights=frozenset(), partner_ids=()
            )
        )


def test_a_closed_account_is_out_at_once_and_may_come_back(database: str) -> None:
    admin = an_administrator()
    basile_id = somebody(admin).person_id or 0
    token = enter("basile@exemple.test", PASSWORD, "192.0.2.1")
    link = write(lambda session: reset(session, admin, person_id=basile_id))
    write(lambda session: deactivate(session, admin, person_id=basile_id))
    with reading() as session:
        assert signed_in(session, sha256_of(token)) is None
        assert open_link(session, link) is None
        assert member_by_email(session, "basile@exemple.test") is None
    with pytest.raises(WrongSignIn):
        enter("basile@exemple.test", PASSWORD, "192.0.2.1")
    with pytest.raises(NotFound):
        write(lambda session: invite(session, admin, person_id=basile_id))
    write(lambda session: reactivate(session, admin, person_id=basile_id))
    assert enter("basile@exemple.test", PASSWORD, "192.0.2.1")


def test_rights_taken_back_are_gone_from_open_sessions(database: str) -> None:
    admin = an_administrator()
    basile_id = somebody(admin, rights=frozenset({Right.coordinator})).person_id or 0
    token = enter("basile@exemple.test", PASSWORD, "192.0.2.1")
    write(lambda session: change_rights(session, admin, person_id=basile_id, rights=frozenset({Right.driver})))
    with reading() as session:
        found = signed_in(session, sha256_of(token))
    assert found is not None
    assert not found.member.has(Right.coordinator)
    assert found.member.has(Right.driver)


def test_a_lost_telephone_is_signed_out_by_an_administrator(database: str) -> None:
    admin = an_administrator()
    basile_id = somebody(admin).person_id or 0
    token = enter("basile@exemple.test", PASSWORD, "192.0.2.1")
    write(lambda session: sign_out_of_everywhere(session, admin, person_id=basile_id))
    with reading() as session:
        assert signed_in(session, sha256_of(token)) is None


def test_the_last_administrator_cannot_leave(database: str) -> None:
    admin = an_administrator()
    admin_id = admin.person_id or 0
    with pytest.raises(LastAdministrator):
        write(lambda session: deactivate(session, admin, person_id=admin_id))
    with pytest.raises(LastAdministrator):
        write(lambda session: change_rights(session, admin, person_id=admin_id, rights=frozenset()))
    second = somebody(admin, rights=frozenset({Right.administrator}))
    write(lambda session: deactivate(session, second, person_id=admin_id))
    with pytest.raises(LastAdministrator):
        write(lambda session: deactivate(session, second, person_id=second.person_id or 0))


def test_two_administrators_cannot_remove_each_other_at_the_same_moment(database: str) -> None:
    first = an_administrator()
    second = somebody(first, rights=frozenset({Right.administrator}))

    def remove(pair: tuple[Member, Member]) -> bool:
        by, other = pair
        try:
            write(lambda session: deactivate(session, by, person_id=other.person_id or 0))
        except LastAdministrator:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(remove, [(first, second), (second, first)])) == 1


ACTS: dict[str, Callable[[WriteSession, Member], object]] = {
    "add_person": lambda s, m: add_person(s, m, name="N", email="n@e.test", rights=frozenset(), partner_ids=()),
    "invite": lambda s, m: invite(s, m, person_id=1),
    "reset": lambda s, m: reset(s, m, person_id=1),
    "change_rights": lambda s, m: change_rights(s, m, person_id=1, rights=frozenset()),
    "deactivate": lambda s, m: deactivate(s, m, person_id=1),
    "reactivate": lambda s, m: reactivate(s, m, person_id=1),
    "sign_out_of_everywhere": lambda s, m: sign_out_of_everywhere(s, m, person_id=1),
}


@pytest.mark.parametrize("name", ACTS)
def test_people_are_the_administrators_business_only(sqlite_database: object, name: str) -> None:
    admin = an_administrator()
    coordinator = somebody(admin, rights=frozenset({Right.coordinator, Right.treasurer}))

    def act(session: WriteSession, member: Member) -> object:
        return ACTS[name](session, member)

    with pytest.raises(SignInNeeded):
        write(lambda session: act(session, VISITOR))
    with pytest.raises(NotAllowed):
        write(lambda session: act(session, coordinator))


def test_a_visitor_has_no_language_to_change_and_a_member_has(sqlite_database: object) -> None:
    admin = an_administrator()
    with pytest.raises(SignInNeeded):
        write(lambda session: change_language(session, VISITOR, language="en"))
    with pytest.raises(WrongInput):
        write(lambda session: change_language(session, admin, language="de"))
    write(lambda session: change_language(session, admin, language="en"))
    assert member_of(admin.person_id or 0).language == "en"


def test_a_known_password_exists_in_demonstration_only(
    sqlite_database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = an_administrator()

    def add(session: WriteSession) -> int:
        return add_person(
            session, admin, name="Démo", email="demo@exemple.test", rights=frozenset(), partner_ids=(), password="demo"
        )

    monkeypatch.delenv("NAVETTE_DEMO", raising=False)
    settings.cache_clear()
    with pytest.raises(actions.KnownPasswordOutsideDemonstration):
        write(add)
    monkeypatch.setenv("NAVETTE_DEMO", "1")
    settings.cache_clear()
    write(add)
    assert enter("demo@exemple.test", "demo", "192.0.2.1")
    monkeypatch.delenv("NAVETTE_DEMO")
    settings.cache_clear()
    with pytest.raises(WrongSignIn):
        enter("demo@exemple.test", "demo", "192.0.2.1")


def test_every_write_on_people_is_in_the_audit(sqlite_database: object) -> None:
    admin = an_administrator()
    basile_id = somebody(admin).person_id or 0
    for name in ("reset", "change_rights", "deactivate", "reactivate", "sign_out_of_everywhere"):
        write(partial(_on, admin=admin, name=name, person_id=basile_id))
    with reading() as session:
        acts = [line.act for line in session.exec(select(AuditLine)) if line.subject_id == basile_id]
    assert acts == [
        "added",
        "invited",
        "chose a password",
        "made a reset link for",
        "changed the rights of",
        "closed the account of",
        "opened again the account of",
        "signed out",
    ]


def _on(session: WriteSession, *, admin: Member, name: str, person_id: int) -> object:
    extra: dict[str, Any] = {"rights": frozenset()} if name == "change_rights" else {}
    return getattr(actions, name)(session, admin, person_id=person_id, **extra)
