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


@dataclass(frozen=True, slots=True)
class Headline:
    """The subject, its value (per cent, or kg for what was delivered), the change in points from last year if known."""

    subject: Subject
    value: float = 0.0
    change: float | None = None


def headline(
    troughs: tuple[FilledTroughs, FilledTroughs, FilledTroughs],
    *,
    saved_over_a_year: tuple[float | None, float | None],
    delivered_kg: float | None,
) -> Headline:
    """Return what to say first.

    Troughs filled, when there were enough of them for a share to mean something; else what pooling saved over a year,
    because one season flatters and another shocks; else what was delivered. Both are compared with last year only.

    Args:
        troughs: counts of this period, the one before, the same last year.
        saved_over_a_year: what pooling saved in per cent, this year and the year before.
        delivered_kg: what was delivered in this period.
    """
    share, saved = troughs[0].telling_percent, saved_over_a_year[0]
    if share is not None:
        return _compared(Subject.troughs, share, troughs[2].telling_percent)
    if saved is not None:
        return _compared(Subject.saved if saved >= 0 else Subject.cost_more, saved, saved_over_a_year[1])
    return Headline(Subject.delivered, delivered_kg) if delivered_kg else Headline(Subject.nothing)


def _compared(subject: Subject, value: float, last_year: float | None) -> Headline:
    return Headline(subject, value, None if last_year is None else value - last_year)
