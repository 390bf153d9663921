"""Whether this network still waits for its first administrator; asked until the answer is no, then never again."""

from core.access.rights import Member
from core.access.views import is_set_up
from core.database.doors import reading
from core.demo.beside import making
from core.shared.settings import settings

_set_up: set[str] = set()


def awaits_set_up(member: Member) -> bool:
    """Say whether nobody has an account yet, or the demonstration is being made; then welcome is the only page."""
    under_way = making()
    if under_way is not None and under_way.is_running:
        return True
    address = settings().database_url
    if not member.is_visitor or address in _set_up:
        return False
    with reading() as session:
        done = is_set_up(session)
    if done:
        _set_up.add(address)
    return not done
