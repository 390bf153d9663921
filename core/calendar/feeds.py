"""Calendar feeds (ICS, RFC 5545): departures as any calendar program can subscribe to them.

The time zone is written with its yearly rules. `icalendar.add_missing_timezones()` would list single changes
instead, which ical.js (the reader in Thunderbird and FullCalendar) applies one hour late in summer.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vRecur

from core.shared.clock import NETWORK_ZONE, local
from core.shared.places import Point

PRODUCT = "-//Navette//Shared transport calendar//FR"
PUBLISH = "PUBLISH"
READ_AGAIN_AFTER = timedelta(hours=1)
_EASTERN, _EASTERN_SUMMER = timedelta(hours=-5), timedelta(hours=-4)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One dated run as a calendar shows it. `uid` never changes; `version` grows with each change of the run.

    One that is all day long goes from a local midnight to another.
    """

    uid: str
    version: int
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str
    place: str
    point: Point | None
    link: str
    categories: tuple[str, ...] = ()
    is_cancelled: bool = False
    is_tentative: bool = False
    is_all_day: bool = False


def feed(name: str, events: Sequence[FeedEvent], *, made_at: datetime) -> bytes:
    """Return a calendar file named `name`; a cancelled run stays in it, marked cancelled."""
    calendar = _calendar(PUBLISH)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", NETWORK_ZONE.key)
    calendar.add("refresh-interval", vDuration(READ_AGAIN_AFTER), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN_AFTER))
    calendar.add_component(_network_zone())
    for event in events:
        calendar.add_component(_event(event, made_at=made_at))
    return bytes(calendar.to_ical())


def method_of(event: FeedEvent) -> str:
    """Return what an e-mail asks a calendar program to do with an event: REQUEST (write or change it) or CANCEL."""
    return "CANCEL" if event.is_cancelled else "REQUEST"


def invitation(event: FeedEvent, *, organizer: str, attendee: str, made_at: datetime) -> bytes:
    """Return one event as a file to send by e-mail (RFC 5546): the same `uid`, with a higher `version`, replaces it."""
    calendar = _calendar(method_of(event))
    calendar.add_component(_network_zone())
    component = _event(event, made_at=made_at)
    component.add("organizer", f"mailto:{organizer}")
    component.add("attendee", f"mailto:{attendee}", parameters={"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    calendar.add_component(component)
    return bytes(calendar.to_ical())


def agenda(events: Sequence[FeedEvent], *, made_at: datetime) -> bytes:
    """Return several events as a file to send by e-mail: they are published, for a REQUEST is about one (RFC 5546)."""
    calendar = _calendar(PUBLISH)
    calendar.add_component(_network_zone())
    for event in events:
        calendar.add_component(_event(event, made_at=made_at))
    return bytes(calendar.to_ical())


def fingerprint(name: str, events: Sequence[FeedEvent]) -> str:
    """Return a short word that changes when, and only when, what the feed says changes (for an ETag)."""
    return hashlib.sha256(repr((name, tuple(events))).encode("utf-8")).hexdigest()[:32]


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _status(event: FeedEvent) -> str:
    if event.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.is_tentative else "CONFIRMED"


def _event(event: FeedEvent, *, made_at: datetime) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.version)
    component.add("dtstamp", made_at)
    starts, ends = local(event.starts_at), local(event.ends_at)
    component.add("dtstart", starts.date() if event.is_all_day else starts)
    component.add("dtend", ends.date() if event.is_all_day else ends)
    component.add("summary", event.title)
    component.add("description", event.description)
    component.add("location", event.place)
    if event.point is not None:
        component.add("geo", (event.point.latitude, event.point.longitude))
    if event.categories:
        component.add("categories", list(event.categories))
    component.add("url", event.link)
    component.add("status", _status(event))
    component.add("transp", "TRANSPARENT")  # knowing when a truck runs does not make anybody busy
    return component


def _network_zone() -> Timezone:
    """Return the network's zone by its yearly rules, in force since 2007."""
    zone = Timezone()
    zone.add("tzid", NETWORK_ZONE.key)
    zone.add("x-lic-location", NETWORK_ZONE.key)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    changes = (
        (summer, "EDT", _EASTERN, _EASTERN_SUMMER, datetime(2007, 3, 11, 2), 3, "2SU"),  # noqa: DTZ001 - wall clock
        (winter, "EST", _EASTERN_SUMMER, _EASTERN, datetime(2007, 11, 4, 2), 11, "1SU"),  # noqa: DTZ001 - wall clock
    )
    for part, name, before, after, first, month, weekday in changes:
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        part.add("dtstart", first)
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday=weekday))
        zone.add_component(part)
    return zone
