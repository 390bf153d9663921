"""What people see of effort: contributions, what they would be worth, the rates, and each partner's effort."""

from dataclasses import dataclass
from datetime import date

from core.access.rights import Member, require_signed_in
from core.compensation import store
from core.compensation.effort import Rate, rate_on, value_cents
from core.compensation.kinds import ContributionKind, ContributionState
from core.compensation.stewards import is_steward
from core.compensation.tables import Contribution, Role
from core.database.doors import ReadSession
from core.ledger.units import Unit
from core.ledger.views import balances
from core.partners.kinds import PartnerKind
from core.shared.places import Point

MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """One contribution; `cents` is what it was valued at, or would be if approved now."""

    id: int
    partner_id: int
    partner_name: str
    role_fr: str
    role_en: str
    kind: ContributionKind
    quantity: int
    day: date
    note: str
    state: ContributionState
    question: str
    cents: int

    def role(self, language: str) -> str:
        """Return the role it was given for, in a language."""
        return self.role_fr if language == "fr" else self.role_en


@dataclass(frozen=True, slots=True)
class EffortRow:
    """A partner's approved effort in a span of days, and its balances at the end of it.

    `point` is its first active place. Dollars are None where the person who looks may not see them (R9).
    """

    partner_id: int
    name: str
    kind: PartnerKind
    town: str
    point: Point | None
    is_active: bool
    hours_minutes: int
    metres: int
    goods_kg: int
    value_cents: int | None
    balance_cents: int | None
    balance_minutes: int
    balance_kg: int

    @property
    def gave_something(self) -> bool:
        """Say whether any effort was approved in the span."""
        return bool(self.hours_minutes or self.metres or self.goods_kg or self.value_cents)

    @property
    def is_to_show(self) -> bool:
        """Say whether the partner is of the network, or has left it with something unsettled."""
        return self.is_active or self.gave_something or bool(self.balance_cents)


def contributions(
    session: ReadSession, member: Member, *, first_day: date, last_day: date, partner_id: int | None = None
) -> list[ContributionRow]:
    """Return the contributions this person may see, latest first: their partners' own, or everybody's for a steward.

    Approved ones are those of the span of days; what waits for an answer is always there.

    Raises:
        SignInNeeded: nobody is signed in.
    """
    require_signed_in(member)
    mine = None if is_steward(member) else member.partner_ids
    if partner_id is not None:
        mine = (partner_id,) if mine is None or partner_id in mine else ()
    rates = store.every_rate(session)
    found = store.contributions(
        session,
        partner_ids=mine,
        states=tuple(ContributionState),
        first_day=first_day,
        last_day=last_day,
        most=MOST_ROWS,
    )
    return [_row(contribution, name, role, rates) for contribution, name, role in found]


def rates(session: ReadSession, member: Member) -> list[Rate]:
    """Return all rates, the latest first in each kind; they are everybody's to see.

    Raises:
        SignInNeeded: nobody is signed in.
    """
    require_signed_in(member)
    return store.every_rate(session)


def partner_effort(session: ReadSession, member: Member, *, first_day: date, last_day: date) -> list[EffortRow]:
    """Return each active partner's effort in a span of days and balances at its end, most effort first.

    Hours, kilometres and kilograms are everybody's to see; dollars only one's own, or all for a steward (R9).

    Raises:
        SignInNeeded: nobody is signed in.
    """
    require_signed_in(member)
    given = {
        (partner, kind): (quantity, cents)
        for partner, kind, quantity, cents in store.effort_sums(session, first_day, last_day)
    }
    stands = balances(session, until=last_day)
    rows = []
    for partner, site in store.partners_and_places(session):
        partner_id = partner.id or 0
        own = {kind: given.get((partner_id, kind), (0, 0)) for kind in ContributionKind}
        sees = member.may_see_money_of(partner_id)
        rows.append(
            EffortRow(
                partner_id=partner_id,
                name=partner.name,
                kind=partner.kind,
                town=partner.town,
                point=Point(site.latitude, site.longitude) if site else None,
                is_active=partner.is_active,
                hours_minutes=own[ContributionKind.hours][0],
                metres=own[ContributionKind.distance][0],
                goods_kg=own[ContributionKind.goods][0],
                value_cents=sum(cents for _, cents in own.values()) if sees else None,
                balance_cents=stands.get((partner_id, Unit.cad_cents), 0) if sees else None,
                balance_minutes=stands.get((partner_id, Unit.minutes), 0),
                balance_kg=stands.get((partner_id, Unit.in_kind_kg), 0),
            )
        )
    return sorted(
        (row for row in rows if row.is_to_show), key=lambda row: (-row.hours_minutes, -row.goods_kg, row.name)
    )


def _row(contribution: Contribution, name: str, role: Role | None, rates: list[Rate]) -> ContributionRow:
    cents = contribution.value_cents
    if cents is None:
        rate = rate_on(rates, contribution.kind, contribution.day)
        cents = value_cents(contribution.kind, contribution.quantity, rate)
    return ContributionRow(
        id=contribution.id or 0,
        partner_id=contribution.partner_id,
        partner_name=name,
        role_fr=role.name_fr if role else "",
        role_en=role.name_en if role else "",
        kind=contribution.kind,
        quantity=contribution.quantity,
        day=contribution.day,
        note=contribution.note,
        state=contribution.state,
        question=contribution.question,
        cents=cents,
    )
