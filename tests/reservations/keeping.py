"""A departure some of whose room is kept for food banks, and the partners who would like it: for tests of R5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.database.doors import WriteSession, write
from core.lines.tables import Departure
from core.partners.kinds import PartnerKind
from core.seasons.allotment_actions import add_allotment
from core.seasons.allotments import AllotmentCard
from core.shared import clock
from tests.builders import a_member, a_partner
from tests.reservations.asking import Dock, a_dock, day_of

RELEASE_DAYS = 3
FOOD_BANKS = frozenset({PartnerKind.food_bank})


@dataclass(frozen=True)
class Quay:
    """One departure, and a producer, another one, and a food bank in front of it."""

    producer: Dock
    neighbour: Dock
    food_bank: Dock

    @property
    def day(self) -> date:
        return day_of(self.producer)

    @property
    def released(self) -> date:
        return self.day - timedelta(days=RELEASE_DAYS)


def partner_at(dock: Dock, kind: PartnerKind) -> Dock:
    """Return another partner in front of the same departure."""

    def written(session: WriteSession) -> Dock:
        partner_id = a_partner(session, kind=kind)
        member = a_member(session, partner_ids=[partner_id])
        return Dock(partner_id, member, dock.coordinator, dock.departure_id, dock.sites)

    return write(written)


def a_quay(**values: Any) -> Quay:
    """Write a departure (see `a_departure`) and its three partners; nothing is kept yet."""
    dock = a_dock(**values)
    return Quay(dock, partner_at(dock, PartnerKind.producer), partner_at(dock, PartnerKind.food_bank))


def line_of(dock: Dock) -> int:
    """Return the line of a dock's departure."""
    return write(lambda session: session.get_one(Departure, dock.departure_id).line_id)


def a_card(**values: Any) -> AllotmentCard:
    """Return an allotment for food banks over the coming months."""
    facts: dict[str, Any] = {
        "kinds": FOOD_BANKS,
        "percent": 60,
        "first_day": clock.today(),
        "last_day": clock.today() + timedelta(days=90),
        "release_days": RELEASE_DAYS,
        **values,
    }
    return AllotmentCard(**facts)


def keep(dock: Dock, **values: Any) -> int:
    """Keep room on the line of a dock's departure, for food banks unless said otherwise; return the allotment."""
    line_id, card = line_of(dock), a_card(**values)
    return write(lambda session: add_allotment(session, dock.coordinator, line_id=line_id, card=card))


def at_release(quay: Quay) -> Any:
    """Stand a minute after the release."""
    return clock.set_to(clock.at_local(quay.released, 1))
