"""Troughs of past years that ran again: how many there were, and how many filled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.lines.load import NOTHING_CARRIED, Carriage
from core.seasons.week_load import PAST_SEASONS, same_week_before

LineWeek = tuple[int, date]
FEWEST_FOR_A_SHARE = 5


def together(several: Iterable[Carriage]) -> Carriage:
    """Add up."""
    return sum(several, start=NOTHING_CARRIED)


def percent_of(carriage: Carriage | None) -> float | None:
    """Return how full it was, 0 to 100; None without any room."""
    if carriage is None or not (carriage.capacity_kg_metres or carriage.capacity_pallet_metres):
        return None
    return carriage.load_percent


def usual_percent(loads: Mapping[LineWeek, Carriage], line_id: int, week: date) -> float | None:
    """Return the mean load of the same ISO week in past seasons; None when the line ran in none of them."""
    past = [percent_of(loads.get((line_id, same_week_before(week, years)))) for years in range(1, PAST_SEASONS + 1)]
    known = [percent for percent in past if percent is not None]
    return sum(known) / len(known) if known else None


@dataclass(frozen=True, slots=True)
class FilledTroughs:
    """Weeks that used to be troughs and ran again: how many, and how many of them were troughs no more.

    `without_history` counts the weeks left out because their line has no past season.
    """

    troughs: int
    filled: int
    without_history: int

    @property
    def percent(self) -> float | None:
        """Return the share that was filled; None when no week used to be a trough."""
        return 100 * self.filled / self.troughs if self.troughs else None

    @property
    def telling_percent(self) -> float | None:
        """Return the share when there are enough weeks for one to mean something."""
        return self.percent if self.troughs >= FEWEST_FOR_A_SHARE else None


def filled_troughs(
    loads: Mapping[LineWeek, Carriage], weeks: Iterable[LineWeek], trough_below: Mapping[int, int]
) -> FilledTroughs:
    """Count the line-weeks that were troughs in past years, and those of them now at the line's threshold or above."""
    troughs = filled = without_history = 0
    for line_id, week in weeks:
        now, usual = percent_of(loads.get((line_id, week))), usual_percent(loads, line_id, week)
        if usual is None:
            without_history += 1
        elif now is not None and usual < trough_below[line_id]:
            troughs += 1
            filled += now >= trough_below[line_id]
    return FilledTroughs(troughs, filled, without_history)
