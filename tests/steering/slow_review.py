"""Every figure of a review again, by reading all the rows and looping: slow, plain, and sharing no code with it."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, timedelta

from sqlmodel import select

from core.compensation.tables import Contribution
from core.database.doors import ReadSession
from core.fleet.tables import Vehicle
from core.ledger.tables import LedgerAccount, LedgerEntry, LedgerPosting
from core.lines.tables import Departure, DepartureStop, Leg, LegRoom, Line
from core.partners.tables import Partner, Site
from core.reservations.tables import Reservation, ReservationPart
from core.routes.crossings import CROSSINGS
from core.routes.distances import road
from core.shared.places import Point


def nearest(value: float) -> int:
    """Round half away from zero."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


class SlowReview:
    """All the rows, and each figure by its definition."""

    def __init__(self, session: ReadSession) -> None:
        self.departures = [
            each
            for each in session.exec(select(Departure)).all()
            if each.kind.value == "fixed" or each.tour_plan_id is not None
        ]
        self.legs: defaultdict[int, list[Leg]] = defaultdict(list)
        for leg in session.exec(select(Leg)).all():
            self.legs[leg.departure_id].append(leg)
        self.rooms: defaultdict[tuple[int, int], list[LegRoom]] = defaultdict(list)
        for room in session.exec(select(LegRoom)).all():
            self.rooms[room.departure_id, room.position].append(room)
        self.stops = session.exec(select(DepartureStop)).all()
        self.parts = session.exec(select(ReservationPart)).all()
        self.reservations = {each.id: each for each in session.exec(select(Reservation)).all()}
        self.all_departures = {each.id: each for each in session.exec(select(Departure)).all()}
        self.vehicles = {each.id: each for each in session.exec(select(Vehicle)).all()}
        self.lines = {each.id: each for each in session.exec(select(Line)).all()}
        self.sites = {each.id: each for each in session.exec(select(Site)).all()}
        self.partners = {each.id: each for each in session.exec(select(Partner)).all()}
        self.contributions = session.exec(select(Contribution)).all()
        self.postings = session.exec(
            select(LedgerPosting, LedgerEntry, LedgerAccount).where(
                LedgerPosting.entry_id == LedgerEntry.id, LedgerPosting.account_id == LedgerAccount.id
            )
        ).all()

    def ran(self, first: date, last: date) -> list[Departure]:
        return [
            each for each in self.departures if first <= each.service_date <= last and each.state.value != "cancelled"
        ]

    def cancelled(self, first: date, last: date) -> int:
        return sum(
            1 for each in self.departures if first <= each.service_date <= last and each.state.value == "cancelled"
        )

    def legs_of(self, departure_id: int | None) -> list[Leg]:
        return self.legs[departure_id or 0]

    def percent(self, departures: list[Departure]) -> float | None:
        used_kg = room_kg = used_pallets = room_pallets = 0
        for departure in departures:
            boxes = payload = 0
            for leg in self.legs_of(departure.id):
                payload += leg.payload_kg * leg.metres
                for room in self.rooms[leg.departure_id, leg.position]:
                    used_kg += room.used_kg * leg.metres
                    boxes += room.capacity_kg * leg.metres
                    used_pallets += room.used_pallet_hundredths * leg.metres
                    room_pallets += room.capacity_pallet_hundredths * leg.metres
            room_kg += min(boxes, payload)
        if not room_kg:
            return None
        return 100 * max(used_kg / room_kg, used_pallets / room_pallets)

    def metres(self, departures: list[Departure]) -> int:
        return sum(leg.metres for departure in departures for leg in self.legs_of(departure.id))

    def fare(self, names: str) -> int:
        return sum(each.cents for each in CROSSINGS if each.is_ferry and each.name == names)

    def pooled_cents(self, departures: list[Departure]) -> float:
        total = 0.0
        for departure in departures:
            vehicle = self.vehicles[departure.vehicle_id]
            minutes = (departure.ends_at - departure.starts_at).total_seconds() / 60
            total += vehicle.fixed_cents + vehicle.cents_per_hour * minutes / 60
            total += vehicle.cents_per_km * self.metres([departure]) / 1000
            total += sum(self.fare(leg.ferry) for leg in self.legs_of(departure.id))
        return total

    def carried(self, first: date, last: date) -> list[tuple[ReservationPart, Reservation, Departure]]:
        found = []
        for part in self.parts:
            reservation, departure = self.reservations[part.reservation_id], self.all_departures[part.departure_id]
            if reservation.state.value in {"confirmed", "delivered"} and first <= departure.service_date <= last:
                found.append((part, reservation, departure))
        return found

    def alone(self, first: date, last: date) -> tuple[int, float]:
        """Return the metres and cents of each partner alone."""
        trips = defaultdict(list)
        for part, reservation, departure in self.carried(first, last):
            if departure.state.value != "cancelled" and part.from_position is not None:
                trips[departure.id, reservation.partner_id].append((part, reservation))
        metres, cents = 0, 0.0
        for (departure_id, partner_id), loads in trips.items():
            start = min(part.from_position or 0 for part, _ in loads)
            end = max(part.to_position or 0 for part, _ in loads)
            legs = [leg for leg in self.legs_of(departure_id) if start <= leg.position < end]
            stretch = sum(leg.metres for leg in legs)
            ends = {stop.position: self.sites[stop.site_id] for stop in self.stops if stop.departure_id == departure_id}
            here, there = ends[start], ends[end]
            a, b = Point(here.latitude, here.longitude), Point(there.latitude, there.longitude)
            way, back = road(a, b), road(b, a)
            pairs = {(each.from_site_id, each.to_site_id) for _, each in loads}
            at_pace = (
                nearest(stretch * way.minutes / way.metres) if way.metres >= 5000 else nearest(stretch * 60 / 70000)
            )
            if len(pairs) == 1 and way.metres <= stretch:
                driven, minutes, fares = way.metres, way.minutes, way.ferry_cents
            else:
                ferries = [leg.ferry for leg in legs if leg.ferry]
                driven, minutes, fares = stretch, at_pace, len(ferries) * self.fare(max(ferries, default=""))
            driven += min(back.metres, stretch)
            minutes += back.minutes if back.metres <= stretch else at_pace
            if back.metres <= stretch or not (len(pairs) == 1 and way.metres <= stretch):
                fares += back.ferry_cents
            pallets = sum(each.pallet_hundredths for _, each in loads)
            docks = (
                here.setup_minutes
                + there.setup_minutes
                + pallets * (here.minutes_per_pallet + there.minutes_per_pallet) / 100
            )
            owner = self.partners[partner_id]
            metres += driven
            cents += (
                driven * owner.alone_cents_per_km / 1000 + (minutes + docks) * owner.alone_cents_per_hour / 60 + fares
            )
        return metres, cents

    def troughs(self, first: date, last: date, until: date) -> tuple[int, int]:
        """Return the weeks that were troughs in past years, and how many filled."""
        count = filled = 0
        for line in self.lines.values():
            monday = first
            while monday <= last:
                if monday.weekday() == 0 and monday + timedelta(days=6) <= until:
                    now = self._week(line, monday)
                    past = [self._week(line, self._same(monday, back)) for back in (1, 2, 3)]
                    known = [each for each in past if each is not None]
                    if now is not None and known and sum(known) / len(known) < line.trough_below_percent:
                        count += 1
                        filled += now >= line.trough_below_percent
                monday += timedelta(days=1)
        return count, filled

    def _week(self, line: Line, monday: date) -> float | None:
        days = [monday + timedelta(days=each) for each in range(7)]
        of_week = [
            each
            for each in self.departures
            if each.line_id == line.id and each.service_date in days and each.state.value != "cancelled"
        ]
        percent = self.percent(of_week)
        return None if percent is None else round(percent, 1)

    @staticmethod
    def _same(monday: date, back: int) -> date:
        year, week, _ = monday.isocalendar()
        return date.fromisocalendar(year - back, min(week, date(year - back, 12, 28).isocalendar().week), 1)

    def carriers(self, departures: list[Departure]) -> dict[int, int]:
        found: defaultdict[int, int] = defaultdict(int)
        for departure in departures:
            found[self.vehicles[departure.vehicle_id].owner_id] += self.metres([departure])
        return found

    def values_given(self, first: date, last: date) -> list[int]:
        return [
            sum(
                each.value_cents or 0
                for each in self.contributions
                if each.partner_id == partner_id and first <= each.day <= last and each.state.value == "approved"
            )
            for partner_id in self.partners
        ]

    def balance(self, partner_id: int, until: date) -> int:
        return sum(
            posting.amount
            for posting, entry, account in self.postings
            if account.partner_id == partner_id and entry.day <= until and account.unit.value == "cad_cents"
        )
