"""Instances of the season balancer: one of a whole year as in the literature of our own benchmark, and random ones."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

from core.shared.quantities import Quantity, TemperatureClass
from core.troughs.balance import BalanceProblem, Box, Priority, Truck, Want

FIRST = date(2027, 1, 4)
_KEEPS = (TemperatureClass.ambient, TemperatureClass.chilled, TemperatureClass.frozen)
ROOMY = 10**6


def a_year(*, weeks: int = 52, departures: int = 40, partners: int = 30, seed: int = 0) -> BalanceProblem:
    """Return 52 weeks × 40 departures × 30 partners: 12 ways, waves of room and of need, ± 2 weeks; whole pallets."""
    dice = random.Random(seed)
    ways = 12
    way_of = [dice.randrange(ways) for _ in range(departures)]
    cold = [dice.choice([0, 0, 1, 1, 2]) for _ in range(departures)]
    trucks: list[Truck] = []
    for week in range(weeks):
        for number in range(departures):
            wave = 4 + 4 * math.sin(2 * math.pi * (week - 10 - 3 * (number % 4)) / 52) + dice.gauss(0, 1.5)
            free = max(0, round(wave))
            trucks.append(
                Truck(
                    departure_id=len(trucks),
                    week=FIRST + timedelta(weeks=week),
                    site_ids=(2 * way_of[number], 2 * way_of[number] + 1),
                    boxes=(Box(number, _KEEPS[cold[number]], (Quantity(free, ROOMY),)),),
                    payload_free_kg=(free,),
                )
            )
    wants = []
    for partner in range(partners):
        for way in dice.sample(range(ways), 3):
            phase, level, kept = dice.randrange(52), dice.uniform(1, 5), _KEEPS[dice.choice([0, 0, 1, 1, 2])]
            for week in range(weeks):
                wave = 1 + 0.9 * math.sin(2 * math.pi * (week - phase) / 52) + dice.gauss(0, 0.2)
                asked = round(level * max(0.0, wave))
                if asked:
                    monday = FIRST + timedelta(weeks=week)
                    wants.append(
                        Want(partner, partner, monday, Quantity(asked, 0), kept, frozenset({2 * way}), 2 * way + 1, 2)
                    )
    return BalanceProblem(wants, trucks)


def a_small_network(seed: int) -> BalanceProblem:
    """Return a few trucks of several stops and boxes, and wants of every kind, from chance."""
    dice = random.Random(seed)
    kinds = list(TemperatureClass)
    trucks = []
    for number in range(dice.randrange(1, 7)):
        stops = tuple(dice.randrange(5) for _ in range(dice.randrange(2, 6)))
        legs = len(stops) - 1
        boxes = tuple(
            Box(
                index,
                dice.choice(kinds),
                tuple(Quantity(dice.randrange(0, 500), dice.randrange(0, 300)) for _ in range(legs)),
            )
            for index in range(dice.randrange(1, 3))
        )
        payload = tuple(dice.randrange(0, 700) for _ in range(legs))
        trucks.append(Truck(100 + number, FIRST + timedelta(weeks=dice.randrange(4)), stops, boxes, payload))
    wants = [
        Want(
            need_id=number,
            partner_id=dice.randrange(4),
            week=FIRST + timedelta(weeks=dice.randrange(4)),
            quantity=Quantity(dice.randrange(1, 400), dice.choice([0, 0, dice.randrange(1, 250)])),
            temperature=dice.choice(kinds),
            from_site_ids=frozenset(dice.sample(range(5), dice.randrange(1, 3))),
            to_site_id=dice.randrange(5),
            flexibility_weeks=dice.randrange(0, 3),
            priority=dice.choice(list(Priority)),
            least_kg=dice.choice([1, 25]),
        )
        for number in range(dice.randrange(1, 12))
    ]
    return BalanceProblem(wants, trucks)
