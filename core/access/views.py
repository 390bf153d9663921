"""Who is asking, and what an administrator sees of the people of the network."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.access import session_store, store
from core.access.rights import Member, Right, require
from core.access.tables import LinkPurpose, Person
from core.access.tokens import sha256_of
from core.database.doors import ReadSession
from core.shared import clock

IDLE_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A signed-in browser: who, and when the session was last seen."""

    member: Member
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person, as an administrator sees them."""

    id: int
    name: str
    email: str
    language: str
    is_active: bool
    has_password: bool
    awaits_link: bool
    rights: frozenset[Right]
    partner_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A one-use link that may still be used: for what, and by whom."""

    purpose: LinkPurpose
    name: str
    email: str
    language: str


def signed_in(session: ReadSession, token_sha256: str) -> SignedIn | None:
    """Return who is signed in with this cookie (its SHA-256), or None if the session ended or was never there."""
    rows = session_store.signed_in_rows(session, token_sha256)
    if not rows:
        return None
    opened, person = rows[0][0], rows[0][1]
    now = clock.now()
    if opened.expires_at <= now or opened.seen_at + IDLE_AFTER <= now:
        return None
    rights = frozenset(right for _, _, right, _ in rows if right is not None)
    partners = {partner for _, _, _, partner in rows if partner is not None}
    return SignedIn(_member(person, rights, tuple(sorted(partners))), opened.seen_at)


def member(session: ReadSession, person_id: int) -> Member | None:
    """Return an active person as the rules see them."""
    found = store.person(session, person_id)
    if found is None or not found.is_active:
        return None
    rights = store.rights(session, [person_id]).get(person_id, frozenset())
    return _member(found, rights, store.partner_ids(session, [person_id]).get(person_id, ()))


def member_by_email(session: ReadSession, email: str) -> Member | None:
    """Return the active person who signs in with this e-mail."""
    found = store.person_by_email(session, email.strip().lower())
    return member(session, found.id) if found is not None and found.id is not None else None


def is_set_up(session: ReadSession) -> bool:
    """Say whether somebody can sign in at all; when not, the first screen is the set-up."""
    return store.anybody(session)


def people(session: ReadSession, asking: Member) -> list[PersonRow]:
    """Return everybody with their rights and partners, for an administrator."""
    require(asking, Right.administrator)
    found = [(each, each.id) for each in store.people(session)]
    ids = [person_id for _, person_id in found if person_id is not None]
    rights, partners = store.rights(session, ids), store.partner_ids(session, ids)
    waiting = session_store.open_invitations(session, clock.now())
    return [
        PersonRow(
            id=person_id,
            name=each.name,
            email=each.email,
            language=each.language,
            is_active=each.is_active,
            has_password=each.password_hash is not None,
            awaits_link=person_id in waiting,
            rights=rights.get(person_id, frozenset()),
            partner_ids=partners.get(person_id, ()),
        )
        for each, person_id in found
        if person_id is not None
    ]


def names(session: ReadSession) -> dict[int, str]:
    """Return the name of everybody, for screens that say who did what."""
    return {each.id: each.name for each in store.people(session) if each.id is not None}


def browsers_signed_in(session: ReadSession, asking: Member) -> int:
    """Return in how many browsers this person is signed in."""
    if asking.person_id is None:
        return 0
    return session_store.count_sessions(session, asking.person_id, after=clock.now())


def open_link(session: ReadSession, token: str) -> OpenLink | None:
    """Return what a one-use link still opens, or None when it was used or is too old."""
    found = session_store.link(session, sha256_of(token))
    if found is None or found.used_at is not None or found.expires_at <= clock.now():
        return None
    person = store.person(session, found.person_id)
    if person is None or not person.is_active:
        return None
    return OpenLink(found.purpose, person.name, person.email, person.language)


def kept_password(session: ReadSession, email: str) -> tuple[int, str] | None:
    """Return (person, password hash) for the sign-in route to check, outside of any transaction."""
    found = store.person_by_email(session, email.strip().lower())
    if found is None or found.id is None or not found.is_active or found.password_hash is None:
        return None
    return found.id, found.password_hash


def _member(person: Person, rights: frozenset[Right], partners: tuple[int, ...]) -> Member:
    return Member(
        person_id=person.id,
        name=person.name,
        email=person.email,
        language=person.language,
        partner_ids=partners,
        rights=rights,
    )
