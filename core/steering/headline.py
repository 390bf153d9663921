"""The one thing to say about a period: the figure that is worth a sentence in large type."""

from dataclasses import dataclass
from enum import Enum

from core.steering.loads import FilledTroughs


class Subject(Enum):
    """What the headline is about."""

    troughs = "troughs"
    saved = "saved"
    cost_more = "cost_more"
    delivered = "delivered"
    nothing = "nothing"


class Against(Enum):
    """What the headline compares with."""

    last_year = "last_year"
    before = "before"
    nothing = "nothing"


@dataclass(frozen=True, slots=True)
class Headline:
    """The subject, its value (per cent, or kg for what was delivered) and the change in points, if it can be said."""

    subject: Subject
    value: float = 0.0
    change: float | None = None
    against: Against = Against.nothing


def headline(
    troughs: tuple[FilledTroughs, FilledTroughs, FilledTroughs],
    *,
    saved: tuple[float | None, float | None, float | None],
    delivered_kg: float | None,
) -> Headline:
    """Return what to say first.

    Troughs filled, when there were enough of them for a share to mean something; else what pooling saved; else what
    was delivered. Troughs are compared with the same season last year only, the saving else with the period before.

    Args:
        troughs: counts of this period, the one before, the same last year.
        saved: what pooling saved in per cent, in the same order.
        delivered_kg: what was delivered in this period.
    """
    share = troughs[0].telling_percent
    if share is not None:
        return _compared(Subject.troughs, share, before=None, last_year=troughs[2].telling_percent)
    if saved[0] is not None:
        subject = Subject.saved if saved[0] >= 0 else Subject.cost_more
        return _compared(subject, saved[0], before=saved[1], last_year=saved[2])
    return Headline(Subject.delivered, delivered_kg) if delivered_kg else Headline(Subject.nothing)


def _compared(subject: Subject, value: float, *, before: float | None, last_year: float | None) -> Headline:
    if last_year is not None:
        return Headline(subject, value, value - last_year, Against.last_year)
    if before is not None:
        return Headline(subject, value, value - before, Against.before)
    return Headline(subject, value)
