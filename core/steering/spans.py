"""The period under review, the one before it, and the same one a year earlier.

A period that is still running is compared with as many days of the others, so that nothing looks small only because
it is not over.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class SpanKind(StrEnum):
    """How long a period the committee looks at."""

    month = "month"
    quarter = "quarter"
    season = "season"
    year = "year"


MONTHS = {SpanKind.month: 1, SpanKind.quarter: 3, SpanKind.season: 6, SpanKind.year: 12}
_STARTS_FROM_MONTH = {SpanKind.month: 1, SpanKind.quarter: 1, SpanKind.season: 6, SpanKind.year: 1}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last_day - self.first_day).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Compared:
    """A period, cut at the last day that is over, and the two it is compared with, cut to as many days."""

    this: Span
    before: Span
    last_year: Span
    is_running: bool

    @property
    def spans(self) -> tuple[Span, Span, Span]:
        """Return this period, the one before, the same a year earlier: always in this order."""
        return self.this, self.before, self.last_year


def span_of(kind: SpanKind, day: date) -> Span:
    """Return the period of a kind that holds `day`.

    Seasons are those of the fields: June to November, December to May.
    """
    length = MONTHS[kind]
    months_in = (day.year * 12 + day.month - _STARTS_FROM_MONTH[kind]) % length
    first = _shift_months(day.replace(day=1), -months_in)
    return Span(first, _shift_months(first, length) - timedelta(days=1))


def next_span(kind: SpanKind, span: Span, steps: int) -> Span:
    """Return the period of the same kind `steps` later (earlier when negative)."""
    return span_of(kind, _shift_months(span.first_day, steps * MONTHS[kind]))


def compared(first_day: date, last_day: date, *, today: date) -> Compared:
    """Return the period to review with the two it is compared with.

    Whole months are compared with as many whole months before; other spans with as many days before.

    Raises:
        ValueError: the period has not begun, or ends before it begins.
    """
    if last_day < first_day or first_day > today:
        raise ValueError("a review needs a period that has begun")
    months = _whole_months(first_day, last_day)
    days = (last_day - first_day).days + 1
    first_before = _shift_months(first_day, -months) if months else first_day - timedelta(days=days)
    before = Span(first_before, first_day - timedelta(days=1))
    first_last_year = _shift_months(first_day, -12)
    last_year = Span(first_last_year, _end_a_year_earlier(first_day, last_day, months, first_last_year))
    if today > last_day:
        return Compared(Span(first_day, last_day), before, last_year, is_running=False)
    this = Span(first_day, max(first_day, today - timedelta(days=1)))
    return Compared(this, _cut(before, this.days), _cut(last_year, this.days), is_running=True)


def year_until(last_day: date) -> Span:
    """Return the fifty-two weeks that end on a day: long enough for every season to count."""
    return Span(last_day - timedelta(weeks=52) + timedelta(days=1), last_day)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same days with no day twice: spans that touch or overlap are joined."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.first_day):
        if found and span.first_day <= found[-1].last_day + timedelta(days=1):
            found[-1] = Span(found[-1].first_day, max(found[-1].last_day, span.last_day))
        else:
            found.append(span)
    return found


def _cut(span: Span, days: int) -> Span:
    return Span(span.first_day, min(span.last_day, span.first_day + timedelta(days=days - 1)))


def _whole_months(first_day: date, last_day: date) -> int:
    """Return how many whole months a span holds, or 0 when it does not begin and end with a month."""
    ends_a_month = last_day.day == monthrange(last_day.year, last_day.month)[1]
    if first_day.day != 1 or not ends_a_month:
        return 0
    return (last_day.year - first_day.year) * 12 + last_day.month - first_day.month + 1


def _end_a_year_earlier(first_day: date, last_day: date, months: int, first_last_year: date) -> date:
    if months:
        return _shift_months(first_last_year, months) - timedelta(days=1)
    return first_last_year + (last_day - first_day)


def _shift_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
