"""Who usually has something to ship in a week of the year, and between which towns: kinds of partners, never names."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.partners.kinds import PartnerKind
from core.seasons.week_load import PAST_SEASONS, same_week_before

KINDS_SHOWN = 3
_WEEKS_AROUND = 1


@dataclass(frozen=True, slots=True)
class PastNeed:
    """What partners of one kind asked to ship from a town to another on a line in one past week, served or not."""

    line_id: int
    territory: str
    week: date
    kind: PartnerKind
    from_town: str
    to_town: str
    loads: int
    kg: int


@dataclass(frozen=True, slots=True)
class UsualNeed:
    """A kind of partner that had needs in these weeks, in how many past seasons, and its most usual way.

    `on_this_line` is False when they shipped on other lines of the same territory.
    """

    kind: PartnerKind
    seasons: int
    from_town: str
    to_town: str
    on_this_line: bool


_Found = defaultdict[tuple[int | str, date], list[PastNeed]]


class NeedsOfTheYear:
    """Past needs, found again by line and week of the year."""

    def __init__(self, past: Iterable[PastNeed]) -> None:
        self._by_line: _Found = defaultdict(list)
        self._by_territory: _Found = defaultdict(list)
        for need in past:
            self._by_line[need.line_id, need.week].append(need)
            self._by_territory[need.territory, need.week].append(need)

    def usual(self, *, line_id: int, territory: str, week: date) -> tuple[UsualNeed, ...]:
        """Return who usually ships around `week`: on the line itself, then elsewhere in its territory, at most 3."""
        own = _usual(self._by_line, line_id, week, on_this_line=True)
        shown = {need.kind for need in own}
        around = _usual(self._by_territory, territory, week, on_this_line=False)
        return tuple([*own, *(need for need in around if need.kind not in shown)][:KINDS_SHOWN])


def weeks_like(week: date) -> dict[date, int]:
    """Return the past weeks that tell about `week`, with how many years ago each was."""
    return {
        same_week_before(week, years) + timedelta(weeks=offset): years
        for years in range(1, PAST_SEASONS + 1)
        for offset in range(-_WEEKS_AROUND, _WEEKS_AROUND + 1)
    }


def _usual(past: _Found, where: int | str, week: date, *, on_this_line: bool) -> list[UsualNeed]:
    ways: defaultdict[PartnerKind, defaultdict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    seasons: defaultdict[PartnerKind, set[int]] = defaultdict(set)
    for past_week, years in weeks_like(week).items():
        for need in past.get((where, past_week), ()):
            ways[need.kind][need.from_town, need.to_town] += need.kg
            seasons[need.kind].add(years)
    ranked = sorted(ways, key=lambda kind: (-len(seasons[kind]), -sum(ways[kind].values()), kind.value))
    found = []
    for kind in ranked:
        from_town, to_town = min(ways[kind], key=lambda way: (-ways[kind][way], way))
        found.append(UsualNeed(kind, len(seasons[kind]), from_town, to_town, on_this_line))
    return found
