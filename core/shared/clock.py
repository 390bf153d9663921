"""The only place where Navette asks what time it is.

Everything else receives a moment or a date as an argument, so that a test can freeze time and the demonstration
network can book its own past.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

NETWORK_ZONE = ZoneInfo("America/Toronto")

_set_moment: ContextVar[datetime | None] = ContextVar("set_moment", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _set_moment.get() or datetime.now(UTC)  # noqa: TID251 - the one place that may ask


def today() -> date:
    """Return today's date as people of the network read it on the wall."""
    return now().astimezone(NETWORK_ZONE).date()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Make `now()` answer `moment` (aware) inside the block, for this thread or task only."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs a moment with a time zone")
    token = _set_moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_moment.reset(token)


def local(moment: datetime) -> datetime:
    """Return `moment` as wall-clock time of the network zone (aware)."""
    return moment.astimezone(NETWORK_ZONE)


def at_local(day: date, minutes: int) -> datetime:
    """Return the UTC moment of `minutes` after local midnight of `day`, as a wall clock shows it (R8).

    A wall-clock time that the spring change skips is read with the offset before the change.
    """
    extra_days, minute_of_day = divmod(minutes, 24 * 60)
    wall = datetime.combine(
        date.fromordinal(day.toordinal() + extra_days), datetime.min.time(), tzinfo=NETWORK_ZONE
    ).replace(hour=minute_of_day // 60, minute=minute_of_day % 60)
    return wall.astimezone(UTC)
