"""Every SQL sentence about people, their rights and the partners they act for."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func
from sqlmodel import col, select

from core.access.rights import Right
from core.access.tables import Membership, Person, RightGrant
from core.database.doors import ReadSession, WriteSession


def person(session: ReadSession, person_id: int) -> Person | None:
    """Return a person by id."""
    return session.get(Person, person_id)


def locked_person(session: WriteSession, person_id: int) -> Person | None:
    """Return a person, locked against every other writer."""
    return session.get(Person, person_id, with_for_update=True, populate_existing=True)


def person_by_email(session: ReadSession, email: str) -> Person | None:
    """Return the person who signs in with this e-mail (already in lower case)."""
    return session.exec(select(Person).where(col(Person.email) == email)).first()


def people(session: ReadSession) -> Sequence[Person]:
    """Return everybody, by name."""
    return session.exec(select(Person).order_by(func.lower(Person.name), col(Person.id))).all()


def anybody(session: ReadSession) -> bool:
    """Say whether the network has a person at all."""
    return session.exec(select(Person.id).limit(1)).first() is not None


def rights(session: ReadSession, person_ids: Iterable[int]) -> dict[int, frozenset[Right]]:
    """Return the rights each person holds."""
    statement = select(RightGrant).where(col(RightGrant.person_id).in_(list(person_ids)))
    found: dict[int, set[Right]] = {}
    for grant in session.exec(statement):
        found.setdefault(grant.person_id, set()).add(grant.right_held)
    return {person_id: frozenset(held) for person_id, held in found.items()}


def partner_ids(session: ReadSession, person_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return the partners each person acts for, in order of their ids."""
    statement = (
        select(Membership)
        .where(col(Membership.person_id).in_(list(person_ids)))
        .order_by(col(Membership.person_id), col(Membership.partner_id))
    )
    found: dict[int, list[int]] = {}
    for membership in session.exec(statement):
        found.setdefault(membership.person_id, []).append(membership.partner_id)
    return {person_id: tuple(partners) for person_id, partners in found.items()}


def active_members(session: ReadSession, partners: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return, by partner, the people with an open account who act for it, in order of their ids."""
    statement = (
        select(Membership)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(col(Membership.partner_id).in_(sorted(set(partners))), col(Person.is_active).is_(True))
        .order_by(col(Membership.person_id))
    )
    found: dict[int, list[int]] = {}
    for membership in session.exec(statement):
        found.setdefault(membership.partner_id, []).append(membership.person_id)
    return {partner_id: tuple(people) for partner_id, people in found.items()}


def active_holders(session: ReadSession, held: Iterable[Right]) -> frozenset[int]:
    """Return the people with an open account who hold one of these rights."""
    statement = (
        select(RightGrant.person_id)
        .join(Person, col(Person.id) == RightGrant.person_id)
        .where(col(RightGrant.right_held).in_(sorted(held)), col(Person.is_active).is_(True))
    )
    return frozenset(session.exec(statement))


def replace_rights(session: WriteSession, person_id: int, held: Iterable[Right]) -> None:
    """Make `held` the rights of a person."""
    session.execute(delete(RightGrant).where(col(RightGrant.person_id) == person_id))
    session.add_all(RightGrant(person_id=person_id, right_held=right) for right in sorted(held))


def replace_memberships(session: WriteSession, person_id: int, partners: Iterable[int]) -> None:
    """Make `partners` the partners a person acts for."""
    session.execute(delete(Membership).where(col(Membership.person_id) == person_id))
    session.add_all(Membership(person_id=person_id, partner_id=partner_id) for partner_id in sorted(set(partners)))


def lock_administrators(session: WriteSession) -> list[int]:
    """Lock and return the active administrators, so that two of them cannot remove each other at once."""
    statement = (
        select(Person)
        .join(RightGrant, col(RightGrant.person_id) == col(Person.id))
        .where(col(RightGrant.right_held) == Right.administrator, col(Person.is_active).is_(True))
        .order_by(col(Person.id))
        .with_for_update(of=Person)
    )
    return [each.id for each in session.exec(statement) if each.id is not None]
