"""The SQL sentences by which the demonstration knows what state a database is in."""

from sqlalchemy import delete, update
from sqlmodel import col, func, select

from core.access.tables import Person
from core.audit.tables import AuditLine
from core.database.doors import ReadSession, WriteSession
from core.notices.tables import Notice
from core.partners.tables import Network, Partner
from core.reservations.tables import Reservation, ReservationState

FINISHED = "finished the demonstration network"


def is_empty(session: ReadSession) -> bool:
    """Say whether nobody and nothing is in the database."""
    counted = (session.exec(select(func.count()).select_from(table)).one() for table in (Person, Partner, Network))
    return not any(counted)


def is_demonstration(session: ReadSession) -> bool:
    """Say whether the network was made by the generator, finished or not."""
    return session.exec(select(Network.demonstration_seed).where(col(Network.id) == 1)).first() is not None


def is_finished(session: ReadSession) -> bool:
    """Say whether the generator came to its end."""
    return session.exec(select(AuditLine.id).where(col(AuditLine.act) == FINISHED).limit(1)).first() is not None


def let_go(session: WriteSession) -> None:
    """Leave no word that older tables do not know, before they are thrown away one migration after the other."""
    session.execute(delete(Notice))
    session.execute(update(Reservation).values(state=ReservationState.cancelled))
