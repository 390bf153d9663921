"""A series: one wish for every such weekday of a season, each date with a life of its own (R4)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.reservations.requests import LONGEST_SEARCH_DAYS, checked_quantity
from core.shared import plausible
from core.shared.errors import N_, InThePast, WrongInput
from core.shared.periods import week_start
from core.shared.quantities import Quantity, TemperatureClass

STEP_DATES = 4
CONFIRM_WITHIN = timedelta(days=7)
_LONGEST_INTERVAL_WEEKS = 8


class SeriesDateState(StrEnum):
    """What became of one date: still asked for, booked (its reservation says the rest), skipped, paused or ended."""

    asked = "asked"
    booked = "booked"
    skipped = "skipped"
    paused = "paused"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """Which days: these weekdays (0 is Monday), every so many weeks, from a first to a last day, both included."""

    weekdays: frozenset[int]
    first_day: date
    last_day: date
    every_weeks: int = 1

    def dates(self) -> tuple[date, ...]:
        """Return the days asked for, in order; weeks are counted from the one of the first day."""
        first_week = week_start(self.first_day)
        days = (self.first_day + timedelta(days=each) for each in range((self.last_day - self.first_day).days + 1))
        return tuple(
            day
            for day in days
            if day.weekday() in self.weekdays and (week_start(day) - first_week).days // 7 % self.every_weeks == 0
        )


@dataclass(frozen=True, slots=True)
class SeriesRequest:
    """A season's slots on one line, as its form was sent; `request_id` makes a second sending harmless.

    Attributes:
        least_kg: the smallest part taken on a date where not everything fits; None means all or nothing.
        waits_if_full: join the waiting list of a date that is full instead of skipping it.
        agreed_cents: what the partner saw of each date, taxes included; a date that became dearer is skipped.
    """

    request_id: str
    partner_id: int
    line_id: int
    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass
    rule: SeriesRule
    least_kg: int | None = None
    waits_if_full: bool = False
    agreed_cents: Mapping[date, int] | None = None

    def fingerprint(self) -> str:
        """Return the SHA-256 of what is asked, to tell a repeated request from another one with the same id."""
        rule = self.rule
        asked = {
            "load": (self.partner_id, self.line_id, self.from_site_id, self.to_site_id, self.temperature.value),
            "quantity": (self.quantity.kg, self.quantity.pallet_hundredths, self.least_kg, self.waits_if_full),
            "days": (sorted(rule.weekdays), rule.every_weeks, rule.first_day, rule.last_day),
        }
        return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ConfirmWindow:
    """From when until when a date of a series must be confirmed again."""

    opens_at: datetime
    ends_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Say whether a date may be confirmed at a moment: at its end, its room is let go of."""
        return self.opens_at <= now < self.ends_at


def confirm_window(starts_at: datetime, *, days_before: int) -> ConfirmWindow | None:
    """Return when a departure's dates are confirmed again, or None where the line never asks."""
    if not days_before:
        return None
    ends_at = starts_at - timedelta(days=days_before)
    return ConfirmWindow(ends_at - CONFIRM_WITHIN, ends_at)


def is_confirmed_by_booking(starts_at: datetime, *, days_before: int, now: datetime) -> bool:
    """Say whether booking now says it already: the line never asks, or would ask at once."""
    window = confirm_window(starts_at, days_before=days_before)
    return window is None or window.opens_at <= now


def series_number(series_id: int) -> str:
    """Return the number people see: `S-0003`."""
    return f"S-{series_id:04d}"


def checked_series(request: SeriesRequest, *, today: date) -> SeriesRequest:
    """Return the request in whole numbers, its first day not before today.

    Raises:
        Refusal: something is blank, out of bounds or contradictory, or no day is asked for.
    """
    if request.from_site_id == request.to_site_id:
        raise WrongInput(
            field=N_("To"), reason=N_("the load would stay where it is. Choose another place to bring it to.")
        )
    quantity = checked_quantity(request.quantity)
    least = quantity.kg if request.least_kg is None else request.least_kg
    return replace(
        request,
        request_id=plausible.text(N_("Request"), request.request_id, longest=40),
        quantity=quantity,
        temperature=TemperatureClass(request.temperature),
        least_kg=plausible.whole(N_("Smallest part (kg)"), least, least=1, most=quantity.kg),
        rule=_checked_rule(request.rule, today=today),
    )


def _checked_rule(rule: SeriesRule, *, today: date) -> SeriesRule:
    plausible.days_in_order(N_("Dates"), rule.first_day, rule.last_day)
    if rule.last_day < today:
        raise InThePast(day=rule.last_day)
    if rule.last_day - rule.first_day > timedelta(days=LONGEST_SEARCH_DAYS):
        raise WrongInput(field=N_("Dates"), reason=N_("look at one year at most. Bring the two days closer."))
    every = plausible.whole(N_("Every so many weeks"), rule.every_weeks, least=1, most=_LONGEST_INTERVAL_WEEKS)
    kept = replace(rule, first_day=max(rule.first_day, today), every_weeks=every)
    if not kept.dates():
        raise WrongInput(field=N_("Weekdays"), reason=N_("no such day lies between the two dates. Choose others."))
    return kept
