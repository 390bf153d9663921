"""The rights of a signed-in person and the frozen answer to “who is asking?”."""

from dataclasses import dataclass, field
from enum import StrEnum

from core.shared.errors import NotAllowed, SignInNeeded


class Right(StrEnum):
    """What a signed-in person may do network-wide; a partner's member needs none of these for its own partner."""

    driver = "driver"
    coordinator = "coordinator"
    treasurer = "treasurer"
    committee = "committee"
    administrator = "administrator"


_IMPLIED: dict[Right, frozenset[Right]] = {
    Right.administrator: frozenset(Right),
    Right.coordinator: frozenset({Right.coordinator, Right.committee}),
    Right.treasurer: frozenset({Right.treasurer, Right.committee}),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the rules see them: who, for which partners, with which rights."""

    person_id: int | None
    name: str = ""
    email: str = ""
    language: str = "fr"
    partner_ids: tuple[int, ...] = ()
    rights: frozenset[Right] = field(default_factory=frozenset)

    @property
    def is_visitor(self) -> bool:
        """Say whether nobody is signed in."""
        return self.person_id is None

    def has(self, right: Right) -> bool:
        """Say whether this person holds `right`, directly or through a wider one."""
        return any(right in _IMPLIED.get(held, frozenset({held})) for held in self.rights)

    def may_act_for(self, partner_id: int) -> bool:
        """Say whether this person may act for a partner: its members, and coordinators on anyone's behalf."""
        return partner_id in self.partner_ids or self.has(Right.coordinator)

    def may_see_money_of(self, partner_id: int) -> bool:
        """Say whether this person may see a partner's own amounts (R9)."""
        return partner_id in self.partner_ids or self.has(Right.treasurer) or self.has(Right.coordinator)


VISITOR = Member(person_id=None)


def require_signed_in(member: Member) -> int:
    """Return the person's id.

    Raises:
        SignInNeeded: nobody is signed in.
    """
    if member.person_id is None:
        raise SignInNeeded
    return member.person_id


def require(member: Member, right: Right) -> int:
    """Return the person's id if they hold `right`.

    Raises:
        SignInNeeded: nobody is signed in.
        NotAllowed: signed in, without the right.
    """
    person_id = require_signed_in(member)
    if not member.has(right):
        raise NotAllowed(needed=right.value)
    return person_id


def require_acting_for(member: Member, partner_id: int) -> int:
    """Return the person's id if they may act for the partner.

    Raises:
        SignInNeeded: nobody is signed in.
        NotAllowed: signed in, but neither a member of this partner nor a coordinator.
    """
    person_id = require_signed_in(member)
    if not member.may_act_for(partner_id):
        raise NotAllowed(needed=Right.coordinator.value)
    return person_id
