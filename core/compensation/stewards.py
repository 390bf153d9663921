"""Who looks after the network's effort and money: coordinators and the treasurer."""

from core.access.rights import Member, Right, require


def is_steward(member: Member) -> bool:
    """Say whether this person looks after everybody's effort and money."""
    return member.has(Right.treasurer) or member.has(Right.coordinator)


def require_steward(member: Member) -> int:
    """Return the person's id if they are coordinator or treasurer.

    Raises:
        SignInNeeded: nobody is signed in.
        NotAllowed: neither right is held.
    """
    return require(member, Right.treasurer if member.has(Right.treasurer) else Right.coordinator)
