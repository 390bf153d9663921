"""A reservation as an event of its partner's calendar, the same in the e-mails about it and in the private feed."""

from datetime import timedelta
from urllib.parse import urlsplit

from core.calendar.feeds import FeedEvent
from core.i18n.words import Words
from core.reservations.listing_views import ReservationRow
from core.reservations.states import TAKES_ROOM, ReservationState

_SHORTEST = timedelta(minutes=15)
_ANSWER_AWAITED = (ReservationState.held, ReservationState.to_approve, ReservationState.offered)
_DEPARTURE_CHANGES = 10_000


def sequence_of(version: int, departure_versions: tuple[int, ...]) -> int:
    """Return a number that grows with each change of a reservation or of the departures it rides on.

    A reservation that changes departures has a new version of its own, so that a younger departure never lowers it.
    """
    return version * _DEPARTURE_CHANGES + min(sum(departure_versions), _DEPARTURE_CHANGES - 1)


def event_of(_: Words, row: ReservationRow, *, origin: str) -> FeedEvent:
    """Return the event of a reservation; without room on a truck it is a cancelled one. `origin` is ours."""
    last = row.rides[-1] if row.rides else None
    arrives_at = last.arrives_at if last is not None and last.arrives_at is not None else row.leaves_at
    return FeedEvent(
        uid=f"reservation-{row.id}@{urlsplit(origin).hostname or 'navette'}",
        version=sequence_of(row.version, tuple(ride.departure_version for ride in row.rides)),
        starts_at=row.leaves_at,
        ends_at=max(arrives_at, row.leaves_at + _SHORTEST),
        title=_(
            "%(from_place)s → %(to_place)s, %(kg)s", from_place=row.from_site, to_place=row.to_site, kg=_kg(_, row)
        ),
        description="\n".join(
            [
                f"{row.number} · {row.partner_name} · {_.label(row.state)}",
                *(
                    f"{_.clock(ride.leaves_at)} {ride.line_name}: {ride.from_site} → {ride.to_site}"
                    for ride in row.rides
                ),
                _goods(_, row),
                *([_("Price: %(price)s", price=_.bill(row.bill))] if row.price_cents else []),
                f"{origin}/my_reservations",
            ]
        ),
        place=", ".join(each for each in (row.from_site, row.from_town) if each),
        point=None,
        link=f"{origin}/my_reservations",
        is_cancelled=row.state not in TAKES_ROOM,
        is_tentative=row.state in _ANSWER_AWAITED,
    )


def _goods(_: Words, row: ReservationRow) -> str:
    pallets = row.quantity.pallet_hundredths
    return " · ".join([_kg(_, row), *([_.pallets(pallets)] if pallets else []), _.label(row.temperature)])


def _kg(_: Words, row: ReservationRow) -> str:
    return _.kg(row.quantity.kg)
