"""Every SQL sentence about roles, turns, contributions and rates."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import and_, delete, or_
from sqlmodel import SQLModel, col, func, select

from core.compensation.effort import Rate
from core.compensation.kinds import ContributionKind, ContributionState, Responsibility
from core.compensation.tables import Contribution, ContributionRate, Role, RoleResponsibility, Turn
from core.database.doors import ReadSession, WriteSession
from core.database.once import insert_once
from core.partners.tables import Partner, Site

T = TypeVar("T", Role, Contribution, Turn)

# --- roles ------------------------------------------------------------------------------------------------------


def locked(session: WriteSession, table: type[T], row_id: int) -> T | None:
    """Lock one row for a change and return it as it is now."""
    statement = select(table).where(col(table.id) == row_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def partner_name(session: ReadSession, partner_id: int) -> str | None:
    """Return the name of a partner, or None when there is none."""
    return session.exec(select(Partner.name).where(col(Partner.id) == partner_id)).first()


def partners_and_places(session: ReadSession) -> list[tuple[Partner, Site | None]]:
    """Return every partner by name with its first place, an active one if it has one."""
    statement = (
        select(Partner, Site)
        .outerjoin(Site, col(Site.partner_id) == Partner.id)
        .order_by(func.lower(Partner.name), col(Partner.id), col(Site.is_active).desc(), col(Site.id))
    )
    first: dict[int, tuple[Partner, Site | None]] = {}
    for partner, site in session.exec(statement):
        first.setdefault(partner.id or 0, (partner, site))
    return list(first.values())


def add_role(session: WriteSession, **fields: Any) -> int | None:
    """Write a role and return its id; None when its code is taken."""
    return insert_once(session, Role, **fields)


def every_role(session: ReadSession) -> list[Role]:
    """Return all roles by code."""
    return list(session.exec(select(Role).order_by(col(Role.code))))


def every_letter(session: ReadSession) -> list[tuple[RoleResponsibility, str]]:
    """Return every letter with its partner's name."""
    statement = select(RoleResponsibility, Partner.name).join(Partner, col(Partner.id) == RoleResponsibility.partner_id)
    return list(session.exec(statement.order_by(func.lower(Partner.name), col(RoleResponsibility.id))))


def add_letter(session: WriteSession, role_id: int, partner_id: int, responsibility: Responsibility) -> bool:
    """Give a partner a letter; False when it held it already."""
    fields = {"role_id": role_id, "partner_id": partner_id, "responsibility": responsibility}
    return insert_once(session, RoleResponsibility, **fields) is not None


def drop_letter(session: WriteSession, role_id: int, partner_id: int, responsibility: Responsibility) -> bool:
    """Take a letter from a partner; False when it did not hold it."""
    statement = select(RoleResponsibility).where(
        col(RoleResponsibility.role_id) == role_id,
        col(RoleResponsibility.partner_id) == partner_id,
        col(RoleResponsibility.responsibility) == responsibility,
    )
    held = session.exec(statement).first()
    if held is not None:
        session.delete(held)
        session.flush()
    return held is not None


def turns_between(
    session: ReadSession, first_day: date, last_day: date, *, role_id: int | None = None
) -> list[tuple[Turn, str]]:
    """Return the turns that touch a span of days, with their partner's name, in order of their first day."""
    statement = (
        select(Turn, Partner.name)
        .join(Partner, col(Partner.id) == Turn.partner_id)
        .where(col(Turn.first_day) <= last_day, col(Turn.last_day) >= first_day)
        .order_by(col(Turn.first_day), col(Turn.id))
    )
    if role_id is not None:
        statement = statement.where(col(Turn.role_id) == role_id)
    return list(session.exec(statement))


def roles_of(
    session: ReadSession, partner_id: int, from_day: date
) -> list[tuple[Role, RoleResponsibility | None, Turn | None]]:
    """Return each role in use with a partner's letters and turns of it, from a day on; one row per pair of them."""
    letter = and_(col(RoleResponsibility.role_id) == Role.id, col(RoleResponsibility.partner_id) == partner_id)
    turn = and_(col(Turn.role_id) == Role.id, col(Turn.partner_id) == partner_id, col(Turn.last_day) >= from_day)
    statement = (
        select(Role, RoleResponsibility, Turn)
        .outerjoin(RoleResponsibility, letter)
        .outerjoin(Turn, turn)
        .where(col(Role.is_active), or_(col(RoleResponsibility.id).is_not(None), col(Turn.id).is_not(None)))
        .order_by(col(Role.code), col(RoleResponsibility.id), col(Turn.first_day))
    )
    return list(session.exec(statement))


def save(session: WriteSession, row: SQLModel) -> None:
    """Write a row."""
    session.add(row)
    session.flush()


def drop_turn(session: WriteSession, turn: Turn) -> None:
    """Remove a turn."""
    session.delete(turn)
    session.flush()


# --- effort -----------------------------------------------------------------------------------------------------


def add_contribution(session: WriteSession, **fields: Any) -> int | None:
    """Write a contribution and return its id; None when its request id is taken."""
    return insert_once(session, Contribution, **fields)


def contribution_of_request(session: ReadSession, request_id: str) -> Contribution | None:
    """Return the contribution that this request made."""
    return session.exec(select(Contribution).where(col(Contribution.request_id) == request_id)).first()


def latest_contributions(session: ReadSession, partner_id: int, most: int) -> list[Contribution]:
    """Return the latest contributions of a partner."""
    statement = select(Contribution).where(col(Contribution.partner_id) == partner_id)
    return list(session.exec(statement.order_by(col(Contribution.day).desc(), col(Contribution.id).desc()).limit(most)))


def contributions(
    session: ReadSession,
    *,
    partner_ids: Sequence[int] | None,
    states: Sequence[ContributionState],
    first_day: date,
    last_day: date,
    most: int,
) -> list[tuple[Contribution, str, Role | None]]:
    """Return contributions with their partner's name and role, latest first; `partner_ids` None means everybody's.

    What waits for an answer is returned whatever its day.
    """
    in_span = col(Contribution.day).between(first_day, last_day)
    statement = (
        select(Contribution, Partner.name, Role)
        .join(Partner, col(Partner.id) == Contribution.partner_id)
        .outerjoin(Role, col(Role.id) == Contribution.role_id)
        .where(col(Contribution.state).in_(states))
        .where(or_(in_span, col(Contribution.state) != ContributionState.approved))
        .order_by(col(Contribution.day).desc(), col(Contribution.id).desc())
        .limit(most)
    )
    if partner_ids is not None:
        statement = statement.where(col(Contribution.partner_id).in_(partner_ids))
    return list(session.exec(statement))


def effort_sums(session: ReadSession, first_day: date, last_day: date) -> list[tuple[int, ContributionKind, int, int]]:
    """Return partner, kind, quantity and value in cents of what was approved, summed over a span of days."""
    statement = (
        select(
            Contribution.partner_id,
            Contribution.kind,
            func.sum(Contribution.quantity),
            func.coalesce(func.sum(Contribution.value_cents), 0),
        )
        .where(col(Contribution.state) == ContributionState.approved)
        .where(col(Contribution.day).between(first_day, last_day))
        .group_by(col(Contribution.partner_id), col(Contribution.kind))
    )
    return [
        (partner_id, ContributionKind(kind), int(quantity or 0), int(cents or 0))
        for partner_id, kind, quantity, cents in session.exec(statement)
    ]


def approved_values(session: ReadSession) -> dict[int, int]:
    """Return what each approved contribution was valued at, by its id."""
    statement = select(Contribution.id, Contribution.value_cents).where(
        col(Contribution.state) == ContributionState.approved
    )
    return {contribution_id: cents or 0 for contribution_id, cents in session.exec(statement) if contribution_id}


def every_rate(session: ReadSession) -> list[Rate]:
    """Return all rates, the latest first in each kind."""
    statement = select(ContributionRate).order_by(col(ContributionRate.kind), col(ContributionRate.valid_from).desc())
    return [Rate(row.kind, row.valid_from, row.cents_per_unit) for row in session.exec(statement)]


def put_rate(session: WriteSession, rate: Rate) -> bool:
    """Write a rate, in the place of the one that starts on the same day; False when another hand just wrote it."""
    same = delete(ContributionRate).where(
        col(ContributionRate.kind) == rate.kind, col(ContributionRate.valid_from) == rate.valid_from
    )
    session.execute(same)
    fields = {"kind": rate.kind, "valid_from": rate.valid_from, "cents_per_unit": rate.cents_per_unit}
    return insert_once(session, ContributionRate, **fields) is not None
