"""The kinds of departures and the states of their life."""

from enum import StrEnum


class DepartureKind(StrEnum):
    """Whether stops are planned ahead or optimised after the requests are in."""

    fixed = "fixed"
    flexible = "flexible"


class DepartureState(StrEnum):
    """Where a departure is in its life."""

    planned = "planned"
    done = "done"
    cancelled = "cancelled"


class DateChangeKind(StrEnum):
    """What a coordinator decided for one date of a line, against its rule."""

    skipped = "skipped"
    moved = "moved"
    added = "added"
