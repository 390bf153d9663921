"""The periods a committee compares."""

from datetime import date

import pytest

from core.steering.spans import Span, SpanKind, compared, merged, next_span, span_of

D = date


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (SpanKind.month, D(2026, 2, 14), D(2026, 2, 1), D(2026, 2, 28)),
        (SpanKind.month, D(2028, 2, 29), D(2028, 2, 1), D(2028, 2, 29)),
        (SpanKind.quarter, D(2026, 11, 22), D(2026, 10, 1), D(2026, 12, 31)),
        (SpanKind.quarter, D(2026, 1, 1), D(2026, 1, 1), D(2026, 3, 31)),
        (SpanKind.season, D(2026, 11, 30), D(2026, 6, 1), D(2026, 11, 30)),
        (SpanKind.season, D(2026, 12, 1), D(2026, 12, 1), D(2027, 5, 31)),
        (SpanKind.season, D(2026, 5, 31), D(2025, 12, 1), D(2026, 5, 31)),
        (SpanKind.year, D(2026, 7, 1), D(2026, 1, 1), D(2026, 12, 31)),
    ],
)
def test_a_period_holds_its_day_and_whole_months(kind: SpanKind, day: date, first: date, last: date) -> None:
    assert span_of(kind, day) == Span(first, last)
    assert day in span_of(kind, day)


@pytest.mark.parametrize("kind", SpanKind)
def test_going_forth_and_back_comes_home_and_periods_touch(kind: SpanKind) -> None:
    span = span_of(kind, D(2026, 8, 31))
    later = next_span(kind, span, 1)
    assert next_span(kind, later, -1) == span
    assert (later.first_day - span.last_day).days == 1


def test_a_finished_quarter_is_compared_with_the_quarter_before_and_last_years() -> None:
    found = compared(D(2026, 7, 1), D(2026, 9, 30), today=D(2026, 11, 22))
    assert found.before == Span(D(2026, 4, 1), D(2026, 6, 30))
    assert found.last_year == Span(D(2025, 7, 1), D(2025, 9, 30))
    assert not found.is_running


def test_a_running_quarter_is_cut_at_yesterday_and_the_others_to_as_many_days() -> None:
    found = compared(D(2026, 10, 1), D(2026, 12, 31), today=D(2026, 10, 11))
    assert found.is_running
    assert [span.days for span in found.spans] == [10, 10, 10]
    assert found.before.first_day == D(2026, 7, 1)


def test_on_its_first_day_a_period_is_that_day() -> None:
    assert compared(D(2026, 10, 1), D(2026, 10, 31), today=D(2026, 10, 1)).this == Span(D(2026, 10, 1), D(2026, 10, 1))


def test_days_that_are_no_whole_months_are_compared_with_as_many_days() -> None:
    found = compared(D(2026, 3, 5), D(2026, 3, 18), today=D(2026, 11, 22))
    assert found.before == Span(D(2026, 2, 19), D(2026, 3, 4))
    assert found.last_year == Span(D(2025, 3, 5), D(2025, 3, 18))


def test_a_leap_day_has_a_year_before() -> None:
    found = compared(D(2028, 2, 1), D(2028, 2, 29), today=D(2028, 5, 1))
    assert found.last_year == Span(D(2027, 2, 1), D(2027, 2, 28))


@pytest.mark.parametrize(("first", "last"), [(D(2026, 2, 2), D(2026, 2, 1)), (D(2027, 1, 1), D(2027, 1, 31))])
def test_a_period_that_has_not_begun_or_runs_backwards_is_a_fault(first: date, last: date) -> None:
    with pytest.raises(ValueError, match="begun"):
        compared(first, last, today=D(2026, 11, 22))


def test_overlapping_and_touching_spans_are_read_once() -> None:
    spans = [
        Span(D(2026, 1, 5), D(2026, 1, 9)),
        Span(D(2026, 1, 1), D(2026, 1, 4)),
        Span(D(2026, 1, 8), D(2026, 1, 20)),
    ]
    assert merged([*spans, Span(D(2026, 2, 1), D(2026, 2, 1))]) == [
        Span(D(2026, 1, 1), D(2026, 1, 20)),
        Span(D(2026, 2, 1), D(2026, 2, 1)),
    ]
