"""Who wants to send what, and when they reserve it: chance, from the seed, shaped by the seasons.

Each departure draws from its own generator, named by seed, line and date: adding weeks or lines changes no other draw.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.demo.sources import Flow, seasons
from core.shared.clock import at_local
from core.shared.quantities import Quantity

_MIDDLE_OF_MONTH = 15
_FEWEST_DAYS_AHEAD = 2
_MOST_DAYS_AHEAD = 100
_CANCELLED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Wanted:
    """A load that a partner reserves at `at`, and gives up at `given_up_at` if not None."""

    flow: Flow
    quantity: Quantity
    at: datetime
    given_up_at: datetime | None


def chance(seed: int, *names: object) -> random.Random:
    """Return the generator of one thing, the same whatever is drawn elsewhere."""
    return random.Random(f"{seed}/{'/'.join(map(str, names))}")  # noqa: S311 - a repeatable story, not a secret


def season_share(season: str, day: date) -> float:
    """Return how high a season is on a day, 0 to 1: straight lines between the middles of the months."""
    curve = seasons()[season]
    if day.day < _MIDDLE_OF_MONTH:
        before, after = curve[(day.month - 2) % 12], curve[day.month - 1]
        part = (day.day + 30 - _MIDDLE_OF_MONTH) / 30
    else:
        before, after = curve[day.month - 1], curve[day.month % 12]
        part = (day.day - _MIDDLE_OF_MONTH) / 30
    return before + (after - before) * min(1.0, part)


def wanted_on(seed: int, line: str, day: date, flows: Iterable[Flow], *, growth: float) -> list[Wanted]:
    """Return the loads that partners want on the departure of `line` on `day`, in the order they reserve."""
    dice = chance(seed, line, day)
    drawn = []
    for flow in flows:
        height = season_share(flow.season, day)
        if dice.random() < flow.share * height * growth:
            drawn.append(_wanted(dice, flow, day, height))
    return sorted(drawn, key=lambda each: each.at)


def quantity_of(dice: random.Random, flow: Flow, height: float) -> Quantity:
    """Draw a load between the flow's bounds, nearer the upper one in high season; pallets by tenths, rounded up."""
    mode = flow.kg_low + (flow.kg_high - flow.kg_low) * height
    kg = max(5, round(dice.triangular(flow.kg_low, flow.kg_high, mode) / 5) * 5)
    tenths = -(-10 * kg // flow.kg_per_pallet)
    return Quantity(kg, 10 * tenths)


def working_moment(dice: random.Random, day: date) -> datetime:
    """Return a moment of the working hours of `day`, or of the Friday before a week-end."""
    weekday = day - timedelta(days=max(0, day.weekday() - 4))
    return at_local(weekday, 8 * 60 + dice.randrange(9 * 60))


def _wanted(dice: random.Random, flow: Flow, day: date, height: float) -> Wanted:
    quantity = quantity_of(dice, flow, height)
    usual = 8 + 14 * height  # people reserve earlier when the truck is known to fill up
    days_ahead = min(_MOST_DAYS_AHEAD, _FEWEST_DAYS_AHEAD + int(dice.expovariate(1 / usual)))
    at = working_moment(dice, day - timedelta(days=days_ahead))
    given_up = None
    if dice.random() < _CANCELLED_SHARE and days_ahead > 5:
        given_up = working_moment(dice, day - timedelta(days=dice.randrange(3, days_ahead)))
    return Wanted(flow, quantity, at, given_up if given_up is not None and given_up > at else None)
