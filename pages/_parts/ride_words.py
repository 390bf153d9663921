"""Where and when a load changes trucks, in words."""

from collections.abc import Sequence

from core.i18n.words import Words
from core.reservations.views import RideRow
from pages._parts.plain_text import plain


def changes_said(_: Words, rides: Sequence[RideRow]) -> list[str]:
    """Return a line for each change of truck; nothing for a load that rides on one departure."""
    return [
        "⇄ "
        + _(
            "%(place)s: then “%(line)s”, %(day)s, %(time)s",
            place=plain(ride.from_site),
            line=plain(ride.line_name),
            day=_.day(ride.service_date),
            time=_.clock(ride.leaves_at),
        )
        for ride in rides[1:]
    ]
