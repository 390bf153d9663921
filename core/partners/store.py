"""Every SQL sentence about partners, their sites and the network's card."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select

from core.access.tables import Person
from core.database.doors import ReadSession, WriteSession
from core.notices import store as notices
from core.partners.tables import Network, Partner, Site
from core.shared.errors import NotFound, Refusal, StaleForm

T = TypeVar("T", Partner, Site)


def partner_by_id(session: ReadSession, partner_id: int) -> Partner | None:
    """Return a partner."""
    return session.get(Partner, partner_id)


def site_by_id(session: ReadSession, site_id: int) -> Site | None:
    """Return a site."""
    return session.get(Site, site_id)


def locked(session: WriteSession, table: type[T], row_id: int, *, version: int | None, what: str) -> T:
    """Lock one row for a change and return it as it is now; `version` is what the form was drawn from.

    Raises:
        NotFound: there is no such row.
        StaleForm: somebody changed it since the form was drawn.
    """
    statement = select(table).where(col(table.id) == row_id).with_for_update()
    row = session.exec(statement.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound(what=what)
    if version is not None and row.version != version:
        raise StaleForm(what=what)
    return row


def save(session: WriteSession, row: SQLModel, *, if_code_is_taken: Refusal) -> None:
    """Write a row; a code that another row already carries is answered with the refusal given.

    The unique constraint is asked rather than read beforehand: two people may type the same code at once.
    """
    session.add(row)
    try:
        session.flush()
    except IntegrityError as fault:
        if "code" in str(fault.orig):
            raise if_code_is_taken from fault
        raise


def every_partner(session: ReadSession) -> list[Partner]:
    """Return all partners by name."""
    return list(session.exec(select(Partner).order_by(func.lower(Partner.name), col(Partner.id))))


def names_and_unread(
    session: ReadSession, own: Sequence[int], *, every: bool
) -> list[tuple[int | None, str, bool, int]]:
    """Return (id, name, is active, unread notices of `own` in all) of one's partners, or of every one, by name."""
    statement = select(Partner.id, Partner.name, Partner.is_active, notices.unread(own).scalar_subquery())
    if not every:
        statement = statement.where(col(Partner.id).in_(own))
    return [
        (partner_id, name, is_active, count)
        for partner_id, name, is_active, count in session.exec(
            statement.order_by(func.lower(Partner.name), col(Partner.id))
        )
    ]


def every_site(session: ReadSession) -> list[tuple[Site, Partner]]:
    """Return all sites with their partner, by name."""
    statement = select(Site, Partner).join(Partner, col(Partner.id) == Site.partner_id)
    return list(session.exec(statement.order_by(func.lower(Site.name), col(Site.id))))


def network(session: ReadSession) -> tuple[Network, str] | None:
    """Return the network's card and its animator's name."""
    statement = select(Network, Person.name).join(
        Person, col(Person.id) == col(Network.animator_person_id), isouter=True
    )
    row = session.exec(statement).first()
    return None if row is None else (row[0], row[1] or "")


def network_row(session: WriteSession) -> Network | None:
    """Return the network's row for a change."""
    return session.exec(select(Network).with_for_update()).first()


def active_person(session: ReadSession, person_id: int) -> Person | None:
    """Return a person who may still sign in."""
    person = session.get(Person, person_id)
    return person if person is not None and person.is_active else None
