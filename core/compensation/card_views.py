"""What people see of one partner at a glance: its letters, its turns from this week on, its latest contributions."""

from dataclasses import dataclass
from datetime import date

from core.access.rights import Member, require_signed_in
from core.compensation import store
from core.compensation.kinds import ContributionKind, ContributionState, Responsibility
from core.database.doors import ReadSession
from core.shared.periods import week_start

LATEST = 4


@dataclass(frozen=True, slots=True)
class RoleOfPartner:
    """A role as one partner holds it: its letters, and its turns (first and last day) from this week on."""

    name_fr: str
    name_en: str
    letters: tuple[Responsibility, ...]
    turns: tuple[tuple[date, date], ...]

    def name(self, language: str) -> str:
        """Return the role's name in a language."""
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True, slots=True)
class LatestRow:
    """A recent contribution, without its value."""

    day: date
    kind: ContributionKind
    quantity: int
    state: ContributionState


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """One partner's part in the work; contributions only where the person who looks acts for it or is a steward."""

    roles: tuple[RoleOfPartner, ...]
    latest: tuple[LatestRow, ...]


def partner_card(session: ReadSession, member: Member, *, partner_id: int, day: date) -> PartnerCard:
    """Return a partner's roles around `day`, and its latest contributions where they may be seen (R9).

    Raises:
        SignInNeeded: nobody is signed in.
    """
    require_signed_in(member)
    latest = store.latest_contributions(session, partner_id, LATEST) if member.may_see_money_of(partner_id) else []
    return PartnerCard(
        roles=_roles(session, partner_id, week_start(day)),
        latest=tuple(LatestRow(each.day, each.kind, each.quantity, each.state) for each in latest),
    )


def _roles(session: ReadSession, partner_id: int, monday: date) -> tuple[RoleOfPartner, ...]:
    names: dict[int, tuple[str, str]] = {}
    letters: dict[int, dict[Responsibility, None]] = {}
    turns: dict[int, dict[tuple[date, date], None]] = {}
    for role, letter, turn in store.roles_of(session, partner_id, monday):
        role_id = role.id or 0
        names[role_id] = role.name_fr, role.name_en
        if letter is not None:
            letters.setdefault(role_id, {})[letter.responsibility] = None
        if turn is not None:
            turns.setdefault(role_id, {})[turn.first_day, turn.last_day] = None
    return tuple(
        RoleOfPartner(fr, en, tuple(letters.get(role_id, ())), tuple(turns.get(role_id, ())))
        for role_id, (fr, en) in names.items()
    )
