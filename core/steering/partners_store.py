"""Every SQL sentence about partners' signs of life, effort and balances, and about the network's own card."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import FromClause, Subquery, case, func, select

from core.access.tables import Membership, Person
from core.audit.tables import AuditLine
from core.compensation.kinds import ContributionKind, ContributionState
from core.compensation.tables import Contribution
from core.database.doors import ReadSession
from core.database.sentences import rows_of
from core.ledger.tables import LedgerAccount, LedgerEntry, LedgerPosting
from core.ledger.units import Unit
from core.partners.tables import Network, Partner
from core.reservations.tables import Reservation
from core.steering.evidence import Given, NetworkCard, PartnerFacts
from core.steering.spans import Span
from core.steering.use_store import flag

SIGNED_IN = "signed in"
_WORK = (ContributionKind.hours, ContributionKind.distance)
_AMOUNTS_GIVEN = 5
_PARTNER, _CONTRIBUTION = rows_of(Partner), rows_of(Contribution)


def network_card(session: ReadSession) -> NetworkCard | None:
    """Return the network's card, None before the network is named."""
    network, person = rows_of(Network), rows_of(Person)
    found = network.outerjoin(person, person.c.id == network.c.animator_person_id)
    row = session.execute(select(network.c.name, person.c.name).select_from(found)).first()
    return None if row is None else NetworkCard(row[0], row[1])


def partners_and_network(session: ReadSession, spans: Sequence[Span]) -> tuple[list[PartnerFacts], NetworkCard | None]:
    """Return every active partner by name, with its signs of life, effort and balances; and the network's card."""
    partner = _PARTNER.c
    reserved = _latest(rows_of(Reservation), "made_at")
    contributed = _latest(_CONTRIBUTION, "submitted_at")
    signed_in, effort, balance = _signed_in(), _effort(spans), _balances(spans)
    joined: Any = _PARTNER
    for facts in (reserved, contributed, signed_in, effort, balance):
        joined = joined.outerjoin(facts, facts.c.partner_id == partner.id)
    network, person = rows_of(Network), rows_of(Person)
    animator = select(person.c.name).join(network, network.c.animator_person_id == person.c.id).scalar_subquery()
    statement = (
        select(
            select(network.c.name).scalar_subquery(),
            animator,
            partner.id,
            partner.name,
            partner.kind,
            reserved.c.latest,
            contributed.c.latest,
            signed_in.c.latest,
            *(func.coalesce(column, 0) for column in (*effort.c, *balance.c) if column.name != "partner_id"),
        )
        .select_from(joined)
        .where(partner.is_active)
        .order_by(partner.name, partner.id)
    )
    rows = session.execute(statement).all()
    if not rows:
        return [], network_card(session)
    card = NetworkCard(rows[0][0], rows[0][1]) if rows[0][0] is not None else None
    return [_facts(row[2:], len(spans)) for row in rows], card


def _latest(rows: FromClause, column: str) -> Subquery:
    return (
        select(rows.c.partner_id, func.max(rows.c[column]).label("latest"))
        .group_by(rows.c.partner_id)
        .subquery(f"latest_{column}")
    )


def _signed_in() -> Subquery:
    """Find the last sign-in of anybody who acts for the partner."""
    membership, line = rows_of(Membership), rows_of(AuditLine)
    per_person = (
        select(line.c.person_id, func.max(line.c.at).label("latest"))
        .where(line.c.act == SIGNED_IN)
        .group_by(line.c.person_id)
        .subquery("per_person")
    )
    return (
        select(membership.c.partner_id, func.max(per_person.c.latest).label("latest"))
        .join(per_person, per_person.c.person_id == membership.c.person_id)
        .group_by(membership.c.partner_id)
        .subquery("signed_in")
    )


def _effort(spans: Sequence[Span]) -> Subquery:
    contribution = _CONTRIBUTION.c
    sums = []
    for index, span in enumerate(spans):
        inside = flag(contribution.day, span)
        for kind in (ContributionKind.hours, ContributionKind.distance, ContributionKind.goods):
            of_kind = case((contribution.kind == kind, contribution.quantity), else_=0)
            sums.append(func.sum(inside * of_kind).label(f"{kind.value}_{index}"))
        value = func.coalesce(contribution.value_cents, 0)
        of_work = case((contribution.kind.in_(_WORK), value), else_=0)
        sums.append(func.sum(inside * value).label(f"value_{index}"))
        sums.append(func.sum(inside * of_work).label(f"work_{index}"))
    return (
        select(contribution.partner_id, *sums)
        .where(contribution.state == ContributionState.approved)
        .group_by(contribution.partner_id)
        .subquery("effort")
    )


def _balances(spans: Sequence[Span]) -> Subquery:
    account, entry, posting = rows_of(LedgerAccount), rows_of(LedgerEntry), rows_of(LedgerPosting)
    sums = [
        func.sum(case((entry.c.day <= span.last_day, posting.c.amount), else_=0)).label(f"balance_{index}")
        for index, span in enumerate(spans)
    ]
    return (
        select(account.c.partner_id, *sums)
        .join(posting, posting.c.account_id == account.c.id)
        .join(entry, entry.c.id == posting.c.entry_id)
        .where(account.c.partner_id.is_not(None), account.c.unit == Unit.cad_cents)
        .group_by(account.c.partner_id)
        .subquery("balance")
    )


def _facts(row: Sequence[Any], spans: int) -> PartnerFacts:
    partner_id, name, kind, reserved_at, contributed_at, signed_in_at = row[:6]
    amounts = [int(each) for each in row[6:]]
    return PartnerFacts(
        partner_id=partner_id,
        name=name,
        kind=kind,
        reserved_at=reserved_at,
        contributed_at=contributed_at,
        signed_in_at=signed_in_at,
        given=tuple(Given(*amounts[_AMOUNTS_GIVEN * index : _AMOUNTS_GIVEN * (index + 1)]) for index in range(spans)),
        balance_cents=tuple(amounts[_AMOUNTS_GIVEN * spans :]),
    )
