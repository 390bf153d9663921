"""The demonstration network as it is written down in `data/demo/*.csv`."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from core.shared.quantities import TemperatureClass
from core.shared.settings import PROJECT

FOLDER = PROJECT / "data" / "demo"
Row = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Flow:
    """Who usually sends what, from where to where on which line, and in which season.

    `share` is how often a departure of the high season carries it; pallets follow from `kg_per_pallet`.
    """

    line: str
    partner: str
    from_site: str
    to_site: str
    temperature: TemperatureClass
    kg_low: int
    kg_high: int
    kg_per_pallet: int
    season: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Effort:
    """What a partner gives every so many weeks, in the words of its kind (hours, km, kg)."""

    partner: str
    role: str
    kind: str
    low: int
    high: int
    every_weeks: int
    note: str


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """A meeting so many weeks ago, and what it decided."""

    key: str
    weeks_ago: int
    subject: str
    minutes: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a meeting: who carries it, due and done so many weeks later."""

    meeting: str
    text: str
    owner: str
    due_after_weeks: int
    done_after_weeks: int | None


def rows(name: str) -> list[Row]:
    """Return the rows of one file, each by the names of its columns."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def flows() -> tuple[Flow, ...]:
    """Return the usual loads of the fixed lines."""
    return tuple(Flow(**_load(row), season=row["season"], share=float(row["share"])) for row in rows("flows"))


@cache
def wednesday_requests() -> tuple[Flow, ...]:
    """Return the usual requests of the flexible tours."""
    return tuple(Flow(**_load(row)) for row in rows("wednesday_requests"))


@cache
def seasons() -> dict[str, tuple[float, ...]]:
    """Return each season as twelve shares between 0 and 1, January first."""
    return {row["season"]: tuple(float(row[month]) for month in _MONTHS) for row in rows("seasons")}


def efforts() -> Iterator[Effort]:
    """Return the contributions given regularly."""
    return _each(
        "contributions",
        lambda row: Effort(
            row["partner"],
            row["role"],
            row["kind"],
            int(row["low"]),
            int(row["high"]),
            int(row["every_weeks"]),
            row["note"],
        ),
    )


def meetings() -> Iterator[MeetingHeld]:
    """Return the meetings held."""
    return _each("meetings", lambda row: MeetingHeld(row["key"], int(row["weeks_ago"]), row["subject"], row["minutes"]))


def decisions() -> Iterator[Decided]:
    """Return what the meetings decided."""
    return _each(
        "decisions",
        lambda row: Decided(
            row["meeting"],
            row["text"],
            row["owner"],
            int(row["due_after_weeks"]),
            int(row["done_after_weeks"]) if row["done_after_weeks"] else None,
        ),
    )


def minute_of_day(wall: str) -> int:
    """Return the minutes after midnight of `06:30`."""
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def temperatures(words: str) -> tuple[TemperatureClass, ...]:
    """Return the temperature classes of a list separated by spaces."""
    return tuple(TemperatureClass(word) for word in words.split())


def settings_of_line(words: str) -> dict[str, TemperatureClass]:
    """Return the temperature of each compartment from `Avant=frozen;Arrière=chilled`."""
    pairs = (pair.split("=") for pair in words.split(";"))
    return {name: TemperatureClass(word) for name, word in pairs}


_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def _each(name: str, make: Callable[[Row], T]) -> Iterator[T]:
    return (make(row) for row in rows(name))


def _load(row: Row) -> dict[str, Any]:
    return {
        "line": row["line"],
        "partner": row["partner"],
        "from_site": row["from_site"],
        "to_site": row["to_site"],
        "temperature": TemperatureClass(row["temperature"]),
        "kg_low": int(row["kg_low"]),
        "kg_high": int(row["kg_high"]),
        "kg_per_pallet": int(row["kg_per_pallet"]),
    }
