"""A line, a window on its Tuesdays of March, and producers who ask: what tests of slot windows begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import col, select

from core.access.rights import Member
from core.database.doors import WriteSession, reading, write
from core.partners.kinds import PartnerKind
from core.reservations.actions import ReservationRequest, Reserved, reserve
from core.reservations.tables import Reservation, ReservationPart
from core.shared import clock
from core.shared.quantities import Quantity, TemperatureClass
from core.slot_windows import store
from core.slot_windows.actions import declare_window
from core.slot_windows.cards import SlotOffer, SlotWish, WindowCard
from core.slot_windows.kinds import SlotMeasure
from core.slot_windows.request_actions import ask_for_slots
from core.slot_windows.sharing_actions import SharingStep, confirm_sharing, go_on_sharing
from core.slot_windows.sharing_views import SharingBoard, sharing_board
from core.slot_windows.tables import SlotRequest, SlotShare
from core.slot_windows.views import OwnSlots, WindowRow, own_slots, slot_windows
from tests.builders import a_coordinator, a_line, a_member, a_partner, site_ids_of

MONDAY = date(2027, 2, 1)
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 31)
TUESDAYS = tuple(date(2027, 3, day) for day in (2, 9, 16, 23, 30))
CLOSES_ON = date(2027, 2, 15)


@dataclass(frozen=True)
class Producer:
    """A producer, and who acts for it."""

    partner_id: int
    member: Member


@dataclass(frozen=True)
class Spring:
    """A line with three stops, its window, and the coordinator."""

    coordinator: Member
    line_id: int
    window_id: int
    sites: list[int]
    departures: dict[date, int]

    def producer(self, kind: PartnerKind = PartnerKind.producer) -> Producer:
        """Return another partner with somebody who acts for it."""

        def written(session: WriteSession) -> Producer:
            partner_id = a_partner(session, kind=kind)
            return Producer(partner_id, a_member(session, partner_ids=[partner_id]))

        return write(written)

    def wish(self, who: Producer, pallets: int = 600, **values: Any) -> SlotWish:
        """Return what somebody would ask, 100 kg a pallet."""
        asked: dict[str, Any] = {
            "window_id": self.window_id,
            "partner_id": who.partner_id,
            "from_site_id": self.sites[0],
            "to_site_id": self.sites[2],
            "quantity": Quantity(pallets, pallets),
            "temperature": TemperatureClass.chilled,
            **values,
        }
        return SlotWish(**asked)

    def ask(self, who: Producer, pallets: int = 600, **values: Any) -> int:
        """Ask for so many hundredths of a pallet on each date."""
        wish = self.wish(who, pallets, **values)
        return write(lambda session: ask_for_slots(session, who.member, wish))

    def asked(self, *pallets: int, **values: Any) -> list[Producer]:
        """Let a producer ask for each of these quantities."""
        found = []
        for each in pallets:
            found.append(self.producer())
            self.ask(found[-1], each, **values)
        return found

    def window(self, member: Member | None = None) -> WindowRow:
        """Return the window as somebody sees it."""
        with reading() as session:
            return next(each for each in slot_windows(session, member or self.coordinator) if each.id == self.window_id)

    def board(self) -> SharingBoard:
        """Return what the coordinator sees."""
        with reading() as session:
            return sharing_board(session, self.coordinator, window=self.window())

    def own(self, who: Producer) -> OwnSlots:
        """Return what a producer sees."""
        with reading() as session:
            return own_slots(session, who.member, window=self.window(who.member), partner_id=who.partner_id)

    def confirm(self, digest: str | None = None) -> SharingStep:
        """Confirm the sharing to its end, as the page does."""
        shown = digest or self.board().digest
        step = write(lambda session: confirm_sharing(session, self.coordinator, window_id=self.window_id, digest=shown))
        while step.goes_on:
            step = step.and_then(
                write(lambda session: go_on_sharing(session, self.coordinator, window_id=self.window_id))
            )
        return step

    def reserve(self, who: Producer, day: date, pallets: int, **values: Any) -> Reserved:
        """Reserve on one date as everybody may."""
        request = ReservationRequest(
            request_id=uuid4().hex,
            partner_id=who.partner_id,
            departure_id=self.departures[day],
            from_site_id=self.sites[0],
            to_site_id=self.sites[2],
            quantity=Quantity(pallets, pallets),
            temperature=TemperatureClass.chilled,
            **values,
        )
        answer = write(lambda session: reserve(session, who.member, request))
        assert isinstance(answer, Reserved)
        return answer

    def held(self, who: Producer) -> dict[date, tuple[str, int]]:
        """Return what a producer has by day, the waiting list left aside: state and hundredths of a pallet."""
        by_id = {key: day for day, key in self.departures.items()}
        with reading() as session:
            rows = session.exec(
                select(Reservation, ReservationPart)
                .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
                .where(Reservation.partner_id == who.partner_id, Reservation.state != "waiting")
            ).all()
            return {
                by_id[part.departure_id]: (str(reservation.state), reservation.pallet_hundredths)
                for reservation, part in rows
            }

    def shares(self) -> list[tuple[SlotShare, SlotRequest]]:
        """Return every share as the database holds it."""
        with reading() as session:
            return store.shares(session, self.window_id)


def a_card(line_id: int, **values: Any) -> WindowCard:
    """Return a window on the Tuesdays of March, all of the truck, in whole hundredths of a pallet."""
    card: dict[str, Any] = {
        "request_id": uuid4().hex,
        "name": "Printemps 2027",
        "line_id": line_id,
        "kinds": frozenset({PartnerKind.producer}),
        "first_day": FIRST,
        "last_day": LAST,
        "measure": SlotMeasure.pallets,
        "step": 1,
        "offer": SlotOffer(percent=100),
        "opens_on": MONDAY,
        "closes_on": CLOSES_ON,
        **values,
    }
    return WindowCard(**card)


def a_spring(*, pallet_hundredths: int = 600, **values: Any) -> Spring:
    """Write a line that runs every Tuesday, and declare its window."""

    def written(session: WriteSession) -> Spring:
        coordinator = a_coordinator(session)
        line_id = a_line(session, rrule="FREQ=WEEKLY;BYDAY=TU", season_from=MONDAY, pallet_hundredths=pallet_hundredths)
        window_id = declare_window(session, coordinator, a_card(line_id, **values))
        departures = store.departures(session, line_id, FIRST, LAST)
        return Spring(coordinator, line_id, window_id, site_ids_of(session, min(departures.values())), departures)

    return write(written)


@contextmanager
def asking_is_over() -> Iterator[None]:
    """Let time pass to the morning after the last day to ask."""
    with clock.set_to(clock.at_local(CLOSES_ON + timedelta(days=1), 9 * 60)):
        yield
