"""One-use links: an invitation or a reset opens one choice of password, once, for a while."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from core.access.actions import add_person, invite, reset
from core.access.entrance import enter
from core.access.own_account_actions import choose_password
from core.access.refusals import LinkNotValid, WrongSignIn
from core.access.tokens import sha256_of
from core.access.views import open_link, people, signed_in
from core.database.doors import reading, write
from core.shared import clock
from tests.access.people import HASHED, PASSWORD, an_administrator, somebody

NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)


def test_an_invited_person_chooses_a_password_and_the_link_is_over(database: str) -> None:
    admin = an_administrator()
    person_id = write(
        lambda session: add_person(
            session, admin, name="Basile Essai", email="Basile@Exemple.test", rights=frozenset(), partner_ids=()
        )
    )
    with pytest.raises(WrongSignIn):
        enter("basile@exemple.test", "", "192.0.2.1")
    token = write(lambda session: invite(session, admin, person_id=person_id))
    with reading() as session:
        found = open_link(session, token)
        assert found is not None
        assert found.email == "basile@exemple.test"
        assert people(session, admin)[0].awaits_link
    assert write(lambda session: choose_password(session, token=token, new=HASHED)) == person_id
    assert enter("basile@exemple.test", PASSWORD, "192.0.2.1")
    with pytest.raises(LinkNotValid):
        write(lambda session: choose_password(session, token=token, new=HASHED))
    with reading() as session:
        assert open_link(session, token) is None


def test_two_bearers_of_one_link_at_the_same_moment_are_one(database: str) -> None:
    admin = an_administrator()
    basile = somebody(admin)
    token = write(lambda session: reset(session, admin, person_id=basile.person_id or 0))

    def use(_number: int) -> bool:
        try:
            write(lambda session: choose_password(session, token=token, new=HASHED))
        except LinkNotValid:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, range(6))) == 1


def test_only_the_newest_link_opens_and_not_for_ever(database: str) -> None:
    admin = an_administrator()
    basile_id = somebody(admin).person_id or 0
    with clock.set_to(NOON):
        old = write(lambda session: reset(session, admin, person_id=basile_id))
        new = write(lambda session: reset(session, admin, person_id=basile_id))
        with reading() as session:
            assert open_link(session, old) is None
            assert open_link(session, new) is not None
    with clock.set_to(NOON + timedelta(hours=24)), pytest.raises(LinkNotValid):
        write(lambda session: choose_password(session, token=new, new=HASHED))


def test_a_reset_signs_out_whoever_held_the_account(database: str) -> None:
    admin = an_administrator()
    basile = somebody(admin)
    taken = enter("basile@exemple.test", PASSWORD, "192.0.2.1")
    token = write(lambda session: reset(session, admin, person_id=basile.person_id or 0))
    write(lambda session: choose_password(session, token=token, new=HASHED))
    with reading() as session:
        assert signed_in(session, sha256_of(taken)) is None
