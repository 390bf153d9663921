"""Whether this network still waits for its first administrator; asked until the answer is no, then never again."""

from core.access.rights import Member
from core.access.views import is_set_up
from core.database.doors import reading
from core.shared.settings import settings

_set_up: set[str] = set()


def awaits_set_up(member: Member) -> bool:
    """Say whether nobody has an account yet; then the welcome page is the only one."""
    address = settings().database_url
    if not member.is_visitor or address in _set_up:
        return False
    with reading() as session:
        done = is_set_up(session)
    if done:
        _set_up.add(address)
    return not done
