"""What the story needs to remember while it is told: the ids behind the codes, and who acts for whom."""

from dataclasses import dataclass, field
from datetime import date, datetime

from core.access.rights import Member
from core.lines.kinds import DepartureKind


@dataclass(frozen=True, slots=True)
class Span:
    """The seed, the moment the story ends (now), and the days it tells: the past weeks and the coming ones."""

    seed: int
    now: datetime
    first_day: date
    today: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Run:
    """A departure of the story."""

    departure_id: int
    line: str
    kind: DepartureKind
    day: date
    closes_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class Stage:
    """Ids by code, people by what they do, departures in order."""

    span: Span
    partners: dict[str, int] = field(default_factory=dict)
    sites: dict[str, int] = field(default_factory=dict)
    vehicles: dict[str, int] = field(default_factory=dict)
    compartments: dict[tuple[str, str], int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)
    acting_for: dict[str, Member] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    refused: int = 0

    @property
    def administrator(self) -> Member:
        """Return who may do everything."""
        return self.people["admin@exemple.qc.ca"]

    @property
    def coordinator(self) -> Member:
        """Return who keeps the calendar."""
        return self.people["coordination@exemple.qc.ca"]

    @property
    def treasurer(self) -> Member:
        """Return who keeps the book."""
        return self.people["tresorerie@exemple.qc.ca"]

    @property
    def drivers(self) -> tuple[Member, ...]:
        """Return who drives."""
        return self.people["chauffeur@exemple.qc.ca"], self.people["chauffeuse@exemple.qc.ca"]
