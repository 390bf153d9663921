"""Every figure of a review again, by reading all the rows and looping: slow, plain, and sharing no code with it."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date, timedelta

from sqlmodel import select

from core.compensation.tables import Contribution
from core.database.doors import ReadSession
from core.fleet.tables import Vehicle
from core.ledger.tables import LedgerAccount, LedgerEntry, LedgerPosting
from core.lines.tables import Departure, Leg, LegRoom, Line
from core.partners.tables import Partner, Site
from core.reservations.tables import Reservation, ReservationPart
from core.routes.crossings import CROSSINGS
from core.routes.distances import road
from core.shared.places import Point


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

    def alone(
        self,
        first: date,
        last: date,
        *,
        days: int = 7,
        most_dollars_per_kg: float = 2.5,
        roads: float = 1.0,
    ) -> tuple[float, float]:
        """Return the cents and grams of each partner alone: one loop for every `days` from a Monday."""
        rounds = defaultdict(list)
        for part, reservation, departure in self.carried(first, last):
            if departure.state.value != "cancelled" and part.from_position is not None and part.position == 0:
                since_a_monday = (departure.service_date - date(2018, 1, 1)).days
                rounds[since_a_monday // days, reservation.partner_id].append(reservation)
        cents = grams = 0.0
        for (_, partner_id), loads in rounds.items():
            owner = self.partners[partner_id]
            per_metre, per_minute = owner.alone_cents_per_km / 1000, owner.alone_cents_per_hour / 60
            sites = [
                self.sites[each] for each in {end for load in loads for end in (load.from_site_id, load.to_site_id)}
            ]
            loops = []
            for order in itertools.permutations(Point(site.latitude, site.longitude) for site in sites):
                ways = [road(a, b) for a, b in zip(order, order[1:] + order[:1], strict=True) if a != b]
                metres, minutes = sum(way.metres for way in ways) * roads, sum(way.minutes for way in ways) * roads
                fares = sum(way.ferry_cents for way in ways)
                loops.append((metres * per_metre + minutes * per_minute + fares, metres))
            spent, metres = min(loops)
            spent += sum(site.setup_minutes for site in sites) * per_minute
            for load in loads:
                for end in (load.from_site_id, load.to_site_id):
                    spent += load.pallet_hundredths / 100 * self.sites[end].minutes_per_pallet * per_minute
            kg = sum(load.kg if load.delivered_kg is None else load.delivered_kg for load in loads)
            litres = metres / 1000 * (14.0 if kg <= 1000 else 25.4) / 100
            cold = any(load.temperature.value in {"chilled", "frozen"} for load in loads)
            counted = min(1.0, 100 * most_dollars_per_kg * kg / spent)
            cents += counted * spent
            grams += counted * litres * 2720 * (1.12 if cold else 1)
        return cents, grams

    def work_cents(self, first: date, last: date) -> int:
        return sum(
            each.value_cents or 0
            for each in self.contributions
            if each.kind.value in {"hours", "distance"}
            and each.state.value == "approved"
            and first <= each.day <= last
            and self.partners[each.partner_id].is_active
        )

    def pooled_grams(self, departures: list[Departure]) -> float:
        total = 0.0
        for departure in departures:
            vehicle = self.vehicles[departure.vehicle_id]
            litres = self.metres([departure]) / 1000 * vehicle.litres_per_100_km / 100
            total += litres * 2720 * (1.12 if vehicle.is_refrigerated else 1)
        return total

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
