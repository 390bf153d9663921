"""What people do with their own account: their password, their language, and the link they received."""

from core.access import session_store, store
from core.access.actions import set_password
from core.access.passwords import HashedPassword
from core.access.refusals import LinkNotValid
from core.access.rights import Member, require_signed_in
from core.access.tables import Person
from core.access.tokens import sha256_of
from core.audit.actions import record
from core.database.doors import WriteSession
from core.shared import clock
from core.shared.errors import N_, NotFound, WrongInput

_LANGUAGES = ("fr", "en")


def change_password(session: WriteSession, member: Member, *, new: HashedPassword, keep_session: str) -> bool:
    """Keep the person's new password and sign them out of every other browser; return True.

    `core.access.entrance` has checked the present password and hashed the new one, outside of this transaction.
    """
    person_id = require_signed_in(member)
    set_password(session, _own(session, person_id), new, keep_session=keep_session)
    record(session, person_id, "changed their password", "person", person_id)
    return True


def change_language(session: WriteSession, member: Member, *, language: str) -> bool:
    """Write which language this person reads; return True."""
    person_id = require_signed_in(member)
    if language not in _LANGUAGES:
        raise WrongInput(field=N_("Language"), reason=N_("choose French or English."))
    _own(session, person_id).language = language
    record(session, person_id, "changed their language", "person", person_id, language=language)
    return True


def choose_password(session: WriteSession, *, token: str, new: HashedPassword) -> int:
    """Use a one-use link: keep the password its bearer chose, and return the person. The link opens nothing more.

    Raises:
        LinkNotValid: the link was used, replaced or is too old.
    """
    link = session_store.locked_link(session, sha256_of(token))
    now = clock.now()
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise LinkNotValid
    person = store.locked_person(session, link.person_id)
    if person is None or not person.is_active:
        raise LinkNotValid
    link.used_at = now
    session.flush()
    set_password(session, person, new)
    record(session, link.person_id, "chose a password", "person", link.person_id, purpose=link.purpose.value)
    return link.person_id


def _own(session: WriteSession, person_id: int) -> Person:
    person = store.locked_person(session, person_id)
    if person is None:
        raise NotFound(what=N_("account"))
    return person
