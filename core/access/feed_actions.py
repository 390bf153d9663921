"""Making, replacing and closing the secret address of one's own calendar feed."""

from core.access import feed_store, store
from core.access.feed_tables import FeedAddress
from core.access.rights import Member, require_signed_in
from core.access.tokens import new_token, sha256_of
from core.audit.actions import record
from core.database.doors import WriteSession
from core.shared import clock


def make_feed_address(session: WriteSession, member: Member) -> str:
    """Make a new address for this person's feed and return its secret, once; the address before opens nothing more."""
    person_id = require_signed_in(member)
    store.locked_person(session, person_id)
    token = new_token()
    feed_store.replace(session, FeedAddress(person_id=person_id, token_sha256=sha256_of(token), made_at=clock.now()))
    record(session, person_id, "made a calendar address", "person", person_id)
    return token


def close_feed_address(session: WriteSession, member: Member) -> bool:
    """Let the address of this person's feed open nothing more; return True."""
    person_id = require_signed_in(member)
    feed_store.forget(session, person_id)
    record(session, person_id, "closed their calendar address", "person", person_id)
    return True
