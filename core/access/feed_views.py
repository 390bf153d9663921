"""Whose calendar a secret address opens, and since when one has such an address."""

from datetime import datetime

from core.access import feed_store
from core.access.rights import Member, require_signed_in
from core.access.tokens import sha256_of
from core.access.views import member as member_of
from core.database.doors import ReadSession


def feed_reader(session: ReadSession, token: str) -> Member | None:
    """Return the active person whose feed this secret opens, as a member of their partners and nothing more.

    Rights are left out: a calendar address that leaks must not show what a coordinator may see.
    """
    found = feed_store.by_token(session, sha256_of(token))
    person = member_of(session, found.person_id) if found is not None else None
    if person is None:
        return None
    return Member(person.person_id, person.name, person.email, person.language, person.partner_ids)


def feed_address_made_at(session: ReadSession, member: Member) -> datetime | None:
    """Return when this person's present address was made, or None without one."""
    found = feed_store.address_of(session, require_signed_in(member))
    return None if found is None else found.made_at
