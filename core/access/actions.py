"""What administrators do with people: the first one, invitations, rights, partners, leaving."""

import re
from collections.abc import Iterable
from datetime import timedelta

from core.access import session_store, store
from core.access.passwords import HashedPassword, hashed, hashed_for_demonstration
from core.access.refusals import AlreadySetUp, EmailTaken, LastAdministrator
from core.access.rights import Member, Right, require
from core.access.tables import LinkPurpose, OneUseLink, Person
from core.access.tokens import new_token, sha256_of
from core.audit.actions import record
from core.database.doors import WriteSession
from core.shared import clock
from core.shared.errors import N_, NotFound, WrongInput
from core.shared.settings import settings

LINK_LIVES = {LinkPurpose.invitation: timedelta(days=7), LinkPurpose.password_reset: timedelta(hours=24)}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LANGUAGES = ("fr", "en")


class KnownPasswordOutsideDemonstration(RuntimeError):
    """A password may be set for somebody else in demonstration mode only; elsewhere people receive a link."""


def create_first_administrator(
    session: WriteSession, *, name: str, email: str, password: str, language: str = "fr"
) -> int:
    """Create the person who opens a new network; possible only while nobody exists.

    Raises:
        AlreadySetUp: the network has people already.
        WrongInput: the name, the e-mail or the language cannot be used.
        Refusal: the password is too short, too long or too easy.
    """
    session_store.lock_sign_ins(session)
    if store.anybody(session):
        raise AlreadySetUp
    person = _new_person(session, name=name, email=email, language=language)
    person.password_hash = hashed(password, email=person.email)
    person_id = _saved(session, person)
    store.replace_rights(session, person_id, {Right.administrator})
    record(session, person_id, "set the network up", "person", person_id)
    return person_id


def add_person(
    session: WriteSession,
    member: Member,
    *,
    name: str,
    email: str,
    rights: frozenset[Right],
    partner_ids: tuple[int, ...],
    language: str = "fr",
    password: str | None = None,
) -> int:
    """Add a person without a password (they receive a link), or with a known one in demonstration mode.

    Raises:
        NotAllowed: the member is not an administrator.
        EmailTaken: somebody already signs in with this e-mail.
        WrongInput: the name, the e-mail or the language cannot be used.
        KnownPasswordOutsideDemonstration: a password was given and this is no demonstration (a bug of the caller).
    """
    by = require(member, Right.administrator)
    if password is not None and not settings().demonstration:
        raise KnownPasswordOutsideDemonstration
    person = _new_person(session, name=name, email=email, language=language)
    if password is not None:
        person.password_hash = hashed_for_demonstration(password)
    person_id = _saved(session, person)
    store.replace_rights(session, person_id, rights)
    store.replace_memberships(session, person_id, partner_ids)
    record(session, by, "added", "person", person_id, rights=sorted(rights), partner_ids=sorted(partner_ids))
    return person_id


def invite(session: WriteSession, member: Member, *, person_id: int) -> str:
    """Make a new invitation link for a person and return its secret; their older links open nothing any more."""
    return _new_link(session, member, person_id, LinkPurpose.invitation, "invited")


def reset(session: WriteSession, member: Member, *, person_id: int) -> str:
    """Make a link by which a person chooses a new password; return its secret. The present one keeps working."""
    return _new_link(session, member, person_id, LinkPurpose.password_reset, "made a reset link for")


def change_rights(
    session: WriteSession,
    member: Member,
    *,
    person_id: int,
    rights: frozenset[Right],
    partner_ids: tuple[int, ...] | None = None,
) -> bool:
    """Give a person these rights (and these partners, when given) instead of the present ones; return True.

    Raises:
        LastAdministrator: nobody would be left to open the doors.
    """
    by = require(member, Right.administrator)
    _still_an_administrator(session, person_id, stays=Right.administrator in rights)
    person = _found(session, person_id)
    store.replace_rights(session, person_id, rights)
    facts: dict[str, object] = {"rights": sorted(rights)}
    if partner_ids is not None:
        store.replace_memberships(session, person_id, partner_ids)
        facts["partner_ids"] = sorted(partner_ids)
    record(session, by, "changed the rights of", "person", person.id, **facts)
    return True


def deactivate(session: WriteSession, member: Member, *, person_id: int) -> bool:
    """Close a person's account: every session and link ends now; what they did stays theirs. Return True."""
    by = require(member, Right.administrator)
    _still_an_administrator(session, person_id, stays=False)
    person = _found(session, person_id)
    person.is_active = False
    session_store.close_sessions(session, person_id)
    session_store.drop_links(session, person_id)
    record(session, by, "closed the account of", "person", person_id)
    return True


def reactivate(session: WriteSession, member: Member, *, person_id: int) -> bool:
    """Open a closed account again; return True."""
    by = require(member, Right.administrator)
    _found(session, person_id).is_active = True
    record(session, by, "opened again the account of", "person", person_id)
    return True


def sign_out_of_everywhere(session: WriteSession, member: Member, *, person_id: int) -> bool:
    """End every session of a person (a lost telephone); return True."""
    by = require(member, Right.administrator)
    _found(session, person_id)
    session_store.close_sessions(session, person_id)
    record(session, by, "signed out", "person", person_id)
    return True


def set_password(session: WriteSession, person: Person, new: HashedPassword, *, keep_session: str = "") -> None:
    """Keep a new password and end the person's other sessions and links (shared by the account and the links)."""
    person.password_hash = new
    assert person.id is not None  # noqa: S101 - a person read from the database has an id
    session_store.close_sessions(session, person.id, but=keep_session)
    session_store.drop_links(session, person.id)


def _new_link(session: WriteSession, member: Member, person_id: int, purpose: LinkPurpose, act: str) -> str:
    by = require(member, Right.administrator)
    person = _found(session, person_id)
    if not person.is_active:
        raise NotFound(what=N_("account"))
    token, now = new_token(), clock.now()
    session_store.drop_links(session, person_id)
    session.add(
        OneUseLink(
            token_sha256=sha256_of(token),
            purpose=purpose,
            person_id=person_id,
            created_at=now,
            expires_at=now + LINK_LIVES[purpose],
        )
    )
    record(session, by, act, "person", person_id)
    return token


def _new_person(session: WriteSession, *, name: str, email: str, language: str) -> Person:
    name, email = " ".join(name.split()), email.strip().lower()
    if not 1 <= len(name) <= 120:
        raise WrongInput(field=N_("Name"), reason=N_("write between 1 and 120 characters."))
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise WrongInput(field=N_("E-mail"), reason=N_("write it like marie@exemple.org."))
    if language not in _LANGUAGES:
        raise WrongInput(field=N_("Language"), reason=N_("choose French or English."))
    if store.person_by_email(session, email) is not None:
        raise EmailTaken(email=email)
    return Person(email=email, name=name, language=language, created_at=clock.now())


def _saved(session: WriteSession, person: Person) -> int:
    session.add(person)
    session.flush()
    assert person.id is not None  # noqa: S101 - the flush just gave it one
    return person.id


def _found(session: WriteSession, person_id: int) -> Person:
    person = store.locked_person(session, person_id)
    if person is None:
        raise NotFound(what=N_("account"))
    return person


def _still_an_administrator(session: WriteSession, person_id: int, *, stays: bool) -> None:
    remaining: Iterable[int] = set(store.lock_administrators(session)) - {person_id}
    if not stays and not remaining and Right.administrator in store.rights(session, [person_id]).get(person_id, ()):
        raise LastAdministrator
