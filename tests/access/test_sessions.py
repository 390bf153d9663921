"""Signing in, staying in, being counted, being signed out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlmodel import select

from core.access import session_store
from core.access.entrance import change_own_password, enter
from core.access.refusals import PasswordTooShort, TooManyAttempts, WrongPassword, WrongSignIn
from core.access.rights import Right
from core.access.session_actions import keep_alive, note_attempt, sign_out, sign_out_everywhere
from core.access.tables import SignInAttempt, SignInSession
from core.access.tokens import sha256_of
from core.access.views import browsers_signed_in, signed_in
from core.database.doors import reading, write
from core.shared import clock
from tests.access.people import PASSWORD, an_administrator, member_of, somebody
from tests.builders import a_partner

NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)
HOME = "192.0.2.7"


def who(token: str) -> str | None:
    with reading() as session:
        found = signed_in(session, sha256_of(token))
    return found.member.name if found else None


def test_the_right_password_opens_a_session_that_knows_rights_and_partners(database: str) -> None:
    admin = an_administrator()
    partner_id = write(lambda session: a_partner(session))
    basile = somebody(admin, rights=frozenset({Right.driver, Right.committee}), partners=(partner_id,))
    token = enter(" Basile@Exemple.test ", PASSWORD, HOME)
    with reading() as session:
        found = signed_in(session, sha256_of(token))
    assert found is not None
    assert found.member == basile
    assert found.member.rights == {Right.driver, Right.committee}
    assert found.member.partner_ids == (partner_id,)


def test_the_database_keeps_no_secret_that_opens_anything(database: str) -> None:
    an_administrator()
    token = enter("admin@exemple.test", PASSWORD, HOME)
    with reading() as session:
        kept = session.exec(select(SignInSession)).one()
        assert token not in str(kept)
        assert signed_in(session, token) is None
        assert signed_in(session, kept.token_sha256) is not None


@pytest.mark.parametrize(("email", "password"), [("admin@exemple.test", "mauvais"), ("inconnu@exemple.test", PASSWORD)])
def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(database: str, email: str, password: str) -> None:
    an_administrator()
    with pytest.raises(WrongSignIn):
        enter(email, password, HOME)


def test_after_five_failures_even_the_right_password_must_wait(database: str) -> None:
    an_administrator()
    with clock.set_to(NOON):
        for _ in range(5):
            with pytest.raises(WrongSignIn):
                enter("admin@exemple.test", "mauvais mot de passe", HOME)
        with pytest.raises(TooManyAttempts):
            enter("admin@exemple.test", PASSWORD, HOME)
        assert who(enter("admin@exemple.test", PASSWORD, "192.0.2.99")) == "Odile Essai", "elsewhere is not punished"
    with clock.set_to(NOON + timedelta(minutes=16)):
        assert who(enter("admin@exemple.test", PASSWORD, HOME)) == "Odile Essai"


def test_a_success_forgets_the_failures_before_it(database: str) -> None:
    an_administrator()
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongSignIn):
                enter("admin@exemple.test", "mauvais mot de passe", HOME)
        enter("admin@exemple.test", PASSWORD, HOME)


def test_one_address_cannot_try_every_account(database: str) -> None:
    with pytest.raises(TooManyAttempts):
        for number in range(61):
            write(partial(note_attempt, email=f"p{number}@exemple.test", address=HOME))


def test_many_addresses_cannot_try_one_account(database: str) -> None:
    with pytest.raises(TooManyAttempts):
        for number in range(41):
            write(partial(note_attempt, email="a@exemple.test", address=f"192.0.2.{number}"))


def test_guesses_made_at_the_same_moment_are_all_counted(database: str) -> None:
    def guess(_number: int) -> bool:
        try:
            write(lambda session: note_attempt(session, email="admin@exemple.test", address=HOME))
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(guess, range(24))) == 5


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("locked", "counted"), [(True, 5), (False, 6)])
def test_without_the_lock_two_guesses_slip_through_at_once(
    database: str, monkeypatch: pytest.MonkeyPatch, locked: bool, counted: int
) -> None:
    """The control: both threads look before either writes, unless the lock keeps one of them waiting."""
    for _ in range(4):
        write(partial(note_attempt, email="a@exemple.test", address=HOME))
    both_looked, look = Barrier(2), session_store.attempts_since

    def look_then_wait(*arguments: Any) -> dict[str, int]:
        found = look(*arguments)
        with suppress(BrokenBarrierError):
            both_looked.wait(0.5)
        return found

    monkeypatch.setattr(session_store, "attempts_since", look_then_wait)
    if not locked:
        monkeypatch.setattr(session_store, "lock_sign_ins", lambda _session: None)

    def guess(_number: int) -> None:
        with suppress(TooManyAttempts):
            write(partial(note_attempt, email="a@exemple.test", address=HOME))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(guess, range(2)))
    with reading() as session:
        tries = [each for each in session.exec(select(SignInAttempt)) if each.key.startswith("both:")]
    assert len(tries) == counted


def test_old_failures_are_forgotten(database: str) -> None:
    with clock.set_to(NOON):
        write(lambda session: note_attempt(session, email="a@exemple.test", address=HOME))
    with clock.set_to(NOON + timedelta(days=2)):
        write(lambda session: note_attempt(session, email="b@exemple.test", address=HOME))
    with reading() as session:
        assert {each.at for each in session.exec(select(SignInAttempt))} == {NOON + timedelta(days=2)}


def test_an_unused_session_ends_after_a_week_and_a_used_one_after_a_month(database: str) -> None:
    an_administrator()
    with clock.set_to(NOON):
        token = enter("admin@exemple.test", PASSWORD, HOME)
    for day in (6, 12, 18, 24):
        with clock.set_to(NOON + timedelta(days=day)):
            assert who(token) == "Odile Essai"
            write(lambda session: keep_alive(session, token_sha256=sha256_of(token)))
    with clock.set_to(NOON + timedelta(days=30)):
        assert who(token) is None
    with clock.set_to(NOON):
        idle = enter("admin@exemple.test", PASSWORD, HOME)
    with clock.set_to(NOON + timedelta(days=7)):
        assert who(idle) is None


def test_signing_out_ends_this_browser_only_and_twice_is_harmless(database: str) -> None:
    an_administrator()
    here, there = (enter("admin@exemple.test", PASSWORD, HOME) for _ in range(2))
    for _ in range(2):
        write(lambda session: sign_out(session, token_sha256=sha256_of(here)))
    assert (who(here), who(there)) == (None, "Odile Essai")


def test_signing_out_everywhere_ends_every_browser(database: str) -> None:
    admin = an_administrator()
    tokens = [enter("admin@exemple.test", PASSWORD, HOME) for _ in range(3)]
    with reading() as session:
        assert browsers_signed_in(session, admin) == 3
    write(lambda session: sign_out_everywhere(session, admin))
    assert [who(token) for token in tokens] == [None] * 3


def test_a_new_password_signs_out_every_other_browser(database: str) -> None:
    admin = an_administrator()
    here, there = (enter("admin@exemple.test", PASSWORD, HOME) for _ in range(2))
    new = "fleuve givre hangar colis"
    change_own_password(admin, present=PASSWORD, new=new, keep_session=sha256_of(here))
    assert (who(here), who(there)) == ("Odile Essai", None)
    with pytest.raises(WrongSignIn):
        enter("admin@exemple.test", PASSWORD, HOME)
    assert who(enter("admin@exemple.test", new, HOME)) == "Odile Essai"


def test_changing_a_password_asks_for_the_present_one(database: str) -> None:
    admin = an_administrator()
    with pytest.raises(WrongPassword):
        change_own_password(admin, present="autre", new="fleuve givre hangar colis", keep_session="")
    with pytest.raises(PasswordTooShort):
        change_own_password(admin, present=PASSWORD, new="court", keep_session="")
    assert who(enter("admin@exemple.test", PASSWORD, HOME)) == "Odile Essai"
    assert member_of(admin.person_id or 0).email == "admin@exemple.test"
