"""People for the tests of access: an administrator, and somebody with a password of their own."""

from __future__ import annotations

from core.access.actions import add_person, create_first_administrator, invite
from core.access.own_account_actions import choose_password
from core.access.passwords import HashedPassword, hashed
from core.access.rights import Member, Right
from core.access.views import member
from core.database.doors import reading, write

PASSWORD = "quatre mots sans lien"
HASHED: HashedPassword = hashed(PASSWORD)


def member_of(person_id: int) -> Member:
    with reading() as session:
        found = member(session, person_id)
    assert found is not None
    return found


def an_administrator(email: str = "admin@exemple.test") -> Member:
    return member_of(
        write(
            lambda session: create_first_administrator(
                session, name="Odile Essai", email=email, password=PASSWORD, language="fr"
            )
        )
    )


def somebody(
    by: Member,
    email: str = "basile@exemple.test",
    rights: frozenset[Right] = frozenset(),
    partners: tuple[int, ...] = (),
) -> Member:
    """A person who has used their invitation and chosen the password `PASSWORD`."""
    person_id = write(
        lambda session: add_person(session, by, name="Basile Essai", email=email, rights=rights, partner_ids=partners)
    )
    token = write(lambda session: invite(session, by, person_id=person_id))
    write(lambda session: choose_password(session, token=token, new=HASHED))
    return member_of(person_id)
