"""A network of five years around one that is there: 40 000 departures and 400 000 reservations, written in bulk.

The rows are those the actions would have left: counters and sums agree, books balance, and `core.schema.verify`
finds nothing. Everything is reckoned from a seed and a day; ids begin above those of the network that was there.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.calendar import statutory_holidays
from core.compensation.kinds import Fact
from core.compensation.posting_rules import departure_closed
from core.ledger.entries import AccountName, Draft, body_sha256
from core.shared import clock
from core.shared.quantities import TemperatureClass
from core.shared.taxes import Bill
from tests.bench.bulk import Bulk

LINES, PARTNERS, SITES, STOPS, SECTORS = 32, 40, 40, 5, 10
YEARS_BACK, YEARS_AHEAD = 4, 1
BUSY_LOADS, FAR_LOADS = 12, 1
FULL_DAYS, OLD_DAYS = 60, 200
REGULAR_SHARE = 1 / 60
PAYLOAD_KG, METRES = 12_000, 24_000
BASE = 100_000
_BOXES = ((TemperatureClass.chilled, 7000, 1600), (TemperatureClass.frozen, 5000, 1100))

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What the network that was there lends: a person, the tariff, its accounts in dollars by code, and a partner.

    That partner, the regular, shipped much on the large network too, long ago.
    """

    person_id: int
    tariff_id: int | None
    regular_id: int
    account_ids: Mapping[str, int]


def write_large_network(bulk: Bulk, around: Around, *, seed: int = 5) -> tuple[int, int]:
    """Write it; return how many departures and reservations were added."""
    bulk.put(_places())
    story = _Story(around, random.Random(seed))
    for part in story.told():
        bulk.put(part)
    return story.departures, story.reservations


def _places() -> dict[str, list[Row]]:
    """Return partners, sites, vehicles and lines, none of them in a territory of the network that was there."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    today = clock.today()
    season_from = today.replace(year=today.year - YEARS_BACK, day=1)
    kinds = ("producer", "food_bank", "grocer", "institution")
    for each in range(PARTNERS):
        sector = f"Secteur {each % SECTORS}"
        row = (f"X{each}", f"Partenaire {each}", kinds[each % 4], sector, f"Ville {each}", "", "", 95, 2800, True, 1)
        found["partner"].append((BASE + each, *row))
        found["ledger_account"].append((BASE + each, f"partner:{BASE + each}", "cad_cents", BASE + each))
    for each in range(SITES):
        place = (48 + each / 100, -68 - each / 100, 360, 1200, 10, 3, "", 0, "", True, 1)
        names = (f"X{each}-1", BASE + each, f"Lieu {each}", "depot", f"Ville {each}", f"Secteur {each % SECTORS}")
        found["site"].append((BASE + each, *names, *place))
    for line in range(LINES):
        key = BASE + line
        truck = (f"X{line}", f"Camion {line}", key, key, 18_000, PAYLOAD_KG, 9000, 80, 3200, 30.0, True, 300, 1140)
        found["vehicle"].append((key, *truck, True, 1))
        rule = ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", season_from.isoformat(), None, 420, 18, 35, 75, 30, True, "", 1)
        found["line"].append((key, f"X{line}", f"Ligne {line}", f"Secteur {line % SECTORS}", "fixed", key, None, *rule))
        for number, (temperature, kg, pallets) in enumerate(_BOXES):
            box = BASE + 2 * line + number
            found["compartment"].append((box, key, f"Caisse {number}", kg, pallets, temperature.value))
            found["line_compartment"].append((box, key, box, temperature.value))
        for stop in range(STOPS):
            call = (key, stop, _site(line, stop), 60 * stop, 10, METRES if stop else 0, "")
            found["line_stop"].append((BASE + STOPS * line + stop, *call))
    return found


def _site(line: int, stop: int) -> int:
    return BASE + (2 * line + 7 * stop) % SITES


class _Story:
    """Five years of departures, line by line, with their loads."""

    def __init__(self, around: Around, chance: random.Random) -> None:
        self.departures = self.reservations = 0
        self._around, self._chance, self._today = around, chance, clock.today()

    def told(self) -> Iterator[dict[str, list[Row]]]:
        """Yield the rows of one line after the other."""
        first = self._today.replace(year=self._today.year - YEARS_BACK)
        days = [first + timedelta(days=each) for each in range(365 * (YEARS_BACK + YEARS_AHEAD))]
        running = [day for day in days if day.weekday() < 5 and statutory_holidays.name_of(day) is None]
        for line in range(LINES):
            rows: defaultdict[str, list[Row]] = defaultdict(list)
            for day in running:
                self._run(rows, line, day)
            yield rows

    def _run(self, rows: defaultdict[str, list[Row]], line: int, day: date) -> None:
        self.departures += 1
        departure = BASE + self.departures
        key, is_over = BASE + line, day < self._today
        starts = datetime.combine(day, time(12), UTC)
        calls = [_said(starts + timedelta(minutes=60 * stop)) for stop in range(STOPS)]
        leaving = [_said(starts + timedelta(minutes=60 * stop + 10)) for stop in range(STOPS)]
        state = "done" if is_over else "planned"
        times = (day.isoformat(), calls[0], leaving[-1], _said(starts - timedelta(hours=18)))
        rows["departure"].append((departure, key, key, None, "fixed", state, *times, None, "", 1))
        for stop in range(STOPS):
            rows["departure_stop"].append((departure, stop, _site(line, stop), calls[stop], leaving[stop]))
        used = [[[0, 0] for _ in _BOXES] for _ in range(STOPS - 1)]
        owed: defaultdict[int, int] = defaultdict(int)
        for _ in range(self._loads(line, day)):
            self._load(rows, line, departure, day, starts, used, owed)
        for leg, boxes in enumerate(used):
            rows["leg"].append((departure, leg, METRES, "", PAYLOAD_KG, sum(kg for kg, _ in boxes)))
            for number, ((temperature, kg, pallets), taken) in enumerate(zip(_BOXES, boxes, strict=True)):
                room = (BASE + 2 * line + number, temperature.value, kg, pallets, *taken)
                rows["leg_room"].append((departure, leg, *room))
        if owed:
            self._close(rows, departure, line, day, starts, dict(owed))

    def _loads(self, line: int, day: date) -> int:
        """Return how many loads ride: more or fewer by season, fewer on some lines, few of them booked far ahead."""
        if day > self._today + timedelta(days=FULL_DAYS):
            return FAR_LOADS
        week = day.toordinal() / 7
        season = 1 + 0.35 * ((week / 52 + line / 9) % 1 > 0.5) - 0.35 * ((week / 52 + line / 9) % 1 < 0.3)
        return max(1, round(BUSY_LOADS * season + self._chance.uniform(-2, 2)))

    def _load(
        self,
        rows: defaultdict[str, list[Row]],
        line: int,
        departure: int,
        day: date,
        starts: datetime,
        used: list[list[list[int]]],
        owed: defaultdict[int, int],
    ) -> None:
        self.reservations += 1
        chance, reservation, number = self._chance.random, BASE + self.reservations, int(self._chance.random() < 0.4)
        start = int(chance() * (STOPS - 1))
        end = start + 1 + int(chance() * (STOPS - 1 - start))
        partner = self._partner(day, _site(line, start))
        kg, is_over, fate = 50 + int(chance() * 300), day < self._today, chance()
        pallets = kg // 4
        state = self._state(is_over=is_over, fate=fate)
        price = 5 * kg + 400 * (end - start)
        made = _said(starts - timedelta(days=2 + int(28 * chance())))
        waits, delivered = state == "waiting", kg if state == "delivered" else None
        ends = (_site(line, start), _site(line, end))
        agreed = ("normal", self._around.tariff_id, 0, 0, price, price, made, self._around.person_id)
        what = (kg, pallets, _BOXES[number][0].value, kg, True, state)
        how_it_went = (made if waits else None, None, delivered, False, "", 1)
        rows["reservation"].append((reservation, f"x-{reservation}", "", partner, *ends, *what, *agreed, *how_it_went))
        box = None if waits else BASE + 2 * line + number
        rows["reservation_part"].append((reservation, reservation, 0, departure, box, start, end))
        facts = f'{{"reservation_id": {reservation}, "number": "R-{reservation}", "departure_id": {departure}}}'
        kind = "waiting" if waits else "reserved"
        rows["notice"].append((reservation, made, partner, kind, facts, made if is_over else None, None, None))
        if state in ("delivered", "confirmed"):
            for leg in range(start, end):
                used[leg][number][0] += kg
                used[leg][number][1] += pallets
        if delivered:
            owed[partner] += price

    def _partner(self, day: date, site_id: int) -> int:
        """Return who ships: whose place it is, or long ago the regular of the network that was there."""
        is_old = day < self._today - timedelta(days=OLD_DAYS)
        return self._around.regular_id if is_old and self._chance.random() < REGULAR_SHARE else site_id

    @staticmethod
    def _state(*, is_over: bool, fate: float) -> str:
        if fate < 0.04:
            return "cancelled"
        if is_over:
            return "delivered"
        return "waiting" if fate < 0.06 else "confirmed"

    def _close(
        self,
        rows: defaultdict[str, list[Row]],
        departure: int,
        line: int,
        day: date,
        starts: datetime,
        owed: dict[int, int],
    ) -> None:
        """Put what was carried into the book."""
        cost, collected = 40_000, sum(owed.values())
        facts = {
            "departure_id": departure,
            "line": f"Ligne {line}",
            "service_date": day.isoformat(),
            "owner_id": BASE + line,
            "collected_cents": collected,
            "cost_cents": cost,
            "cushion_cents": max(0, collected - cost),
            "reservations": {},
        }
        lines = departure_closed(
            {each: Bill(cents) for each, cents in owed.items()}, owner_id=BASE + line, cost_cents=cost
        )
        fact = Fact.departure_closed.value
        draft = Draft(f"departure:{departure}", day, fact, facts, lines)
        who = (body_sha256(draft), None, self._around.person_id, False)
        rows["ledger_entry"].append(
            (departure, _said(starts + timedelta(days=1)), day.isoformat(), fact, json.dumps(facts), draft.key, *who)
        )
        rows["ledger_posting"] += [(departure, self._account(each.account), each.amount) for each in lines]

    def _account(self, name: AccountName) -> int:
        found = self._around.account_ids.get(name.code)
        return name.partner_id or 0 if found is None else found


def _said(moment: datetime) -> str:
    """Return a moment as SQLite stores it, which PostgreSQL reads too."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")
