"""Random histories of seasons against a slow reading of the rules: who has which date, and who waits (R4)."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from core.database.doors import write
from core.reservations.actions import cancel
from core.reservations.series_actions import SeriesStep
from core.reservations.series_change_actions import pause_series, resume_series
from tests.reservations.asking import assert_sound
from tests.reservations.seasons import Season, a_season, dates_of, in_steps

CAPACITY_KG, WEEKS, ACTS = 1000, 4, 10


@dataclass
class Day:
    """One departure as a list on paper: who rides, who waits, in order."""

    rides: dict[int, int] = field(default_factory=dict)
    line: list[tuple[int, int]] = field(default_factory=list)

    def ask(self, who: int, kg: int, *, waits: bool) -> str:
        if not self.line and sum(self.rides.values()) + kg <= CAPACITY_KG:
            self.rides[who] = kg
            return "confirmed"
        if waits:
            self.line.append((who, kg))
        return "waiting" if waits else "skipped"

    def leave(self, who: int) -> list[int]:
        self.rides.pop(who, None)
        self.line = [each for each in self.line if each[0] != who]
        promoted = []
        while self.line and sum(self.rides.values()) + self.line[0][1] <= CAPACITY_KG:
            first, kg = self.line.pop(0)
            self.rides[first] = kg
            promoted.append(first)
        return promoted


@dataclass
class Paper:
    """Every season on paper."""

    days: dict[date, Day]
    states: dict[int, dict[date, str]] = field(default_factory=dict)
    wishes: dict[int, tuple[int, bool]] = field(default_factory=dict)

    def ask(self, who: int, day: date) -> None:
        kg, waits = self.wishes[who]
        self.states[who][day] = self.days[day].ask(who, kg, waits=waits)

    def leave(self, who: int, day: date, state: str) -> None:
        self.states[who][day] = state
        for each in self.days[day].leave(who):
            self.states[each][day] = "confirmed"


@pytest.mark.parametrize("seed", range(4))
def test_seasons_go_as_on_paper(sqlite_database: Path, seed: int) -> None:
    chance = random.Random(seed)
    season = a_season(weeks=WEEKS, capacity_kg=CAPACITY_KG)
    partners = [season, *(season.somebody_else() for _ in range(3))]
    paper = Paper({day: Day() for day in season.days})
    made: dict[int, int] = {}
    for who, each in enumerate(partners):
        paper.wishes[who] = (chance.randrange(200, 700, 50), chance.random() < 0.7)
        paper.states[who] = {}
        kg, waits = paper.wishes[who]
        made[who] = each.make(kg, waits_if_full=waits).series_id
        for day in season.days:
            paper.ask(who, day)
    for _ in range(ACTS):
        who = chance.randrange(len(partners))
        _act(chance, paper, partners[who], who, made[who])
        for other, each in enumerate(partners):
            assert each.states() == [paper.states[other][day] for day in season.days], f"partner {other}"
    assert_sound()


def _act(chance: random.Random, paper: Paper, season: Season, who: int, series_id: int) -> None:
    act = chance.choice((_cancel_one, _pause, _resume))
    act(chance, paper, season, who, series_id)


def _cancel_one(chance: random.Random, paper: Paper, season: Season, who: int, series_id: int) -> None:
    day = chance.choice(season.days)
    if paper.states[who][day] not in ("confirmed", "waiting"):
        return
    reservation_id = next(each.reservation_id for each in dates_of(series_id) if each.day == day)
    assert reservation_id is not None
    write(lambda session: cancel(session, season.member, reservation_id=reservation_id))
    paper.leave(who, day, "cancelled")


def _pause(chance: random.Random, paper: Paper, season: Season, who: int, series_id: int) -> None:
    first, last = sorted(chance.sample(season.days, 2))
    step: SeriesStep = write(
        lambda session: pause_series(session, season.member, series_id=series_id, first_day=first, last_day=last)
    )
    assert not step.refused
    for day in season.days:
        if first <= day <= last and paper.states[who][day] in ("confirmed", "waiting", "skipped"):
            paper.leave(who, day, "paused")


def _resume(_chance: random.Random, paper: Paper, season: Season, who: int, series_id: int) -> None:
    in_steps(lambda session: resume_series(session, season.member, series_id=series_id), season)
    for day in season.days:
        if paper.states[who][day] == "paused":
            paper.ask(who, day)
