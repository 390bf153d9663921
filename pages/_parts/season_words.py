"""A season in words: which days, how they stand, and why each of the others is not booked."""

from collections.abc import Sequence
from datetime import date

from core.i18n.words import Words
from core.reservations.series import SeriesDateState
from core.reservations.series_actions import SeriesStep
from core.reservations.series_views import PreviewDate, SeriesDateRow
from core.reservations.states import ReservationState
from core.shared.errors import N_
from core.work.failures import failure_sentence
from pages._parts.plain_text import dollars, plain

WEEKDAYS = (
    N_("on Mondays"),
    N_("on Tuesdays"),
    N_("on Wednesdays"),
    N_("on Thursdays"),
    N_("on Fridays"),
    N_("on Saturdays"),
    N_("on Sundays"),
)
BOOKED, WAITS, NOT, LATER = "✓", "≡", "✕", "…"


def weekdays_said(_: Words, weekdays: Sequence[int], every_weeks: int) -> str:
    """Return "on Tuesdays", with the interval where it is longer than a week."""
    days = ", ".join(_(WEEKDAYS[each]) for each in weekdays)
    said = days[:1].upper() + days[1:]
    return said if every_weeks == 1 else _("%(days)s, every %(count)s weeks", days=said, count=_.number(every_weeks))


def span_said(_: Words, first: date, last: date) -> str:
    """Return both days."""
    return _("from %(first)s until %(last)s", first=_.day(first), last=_.day(last))


def preview_line(_: Words, each: PreviewDate, *, waits: bool, takes_part: bool = False) -> str:
    """Say in one line what a date would become; `takes_part` where a part of the load has room."""
    option, day = each.option, f"**{_.day(each.day)}**"
    if option is None:
        return f"{LATER} {day} · {_('no departure yet: the date joins by itself once there is one')}"
    if option.fits:
        return f"{BOOKED} {day} · {_.clock(option.leaves_at)} · {dollars(_.money(option.bill.total_cents))}"
    if takes_part:
        part = _("a part, %(quantity)s", quantity=_.quantity(option.most))
        price = dollars(_.money(option.most_bill.total_cents))
        return f"{BOOKED} {day} · {_.clock(option.leaves_at)} · {part} · {price}"
    if waits and option.may_wait:
        return f"{WAITS} {day} · {_('full: on the waiting list')}"
    return f"{NOT} {day} · {plain(_.refusal(option.reason)) if option.reason is not None else ''}"


def date_line(_: Words, each: SeriesDateRow) -> str:
    """Say in one line how a date stands."""
    day = f"**{_.day(each.day)}**"
    if each.state == SeriesDateState.booked and each.reservation_state is not None:
        sign = _SIGNS.get(each.reservation_state, BOOKED)
        said = (
            f"{sign} {day} · {each.reservation_number} · {_.label(each.reservation_state)} · {_.kg(each.quantity.kg)}"
        )
        if each.confirm_by is None:
            return said
        return f"{said} · **{_('to confirm before %(moment)s', moment=_.value(each.confirm_by))}**"
    if each.reason is not None and each.state == SeriesDateState.skipped:
        return f"{NOT} {day} · {plain(failure_sentence(_, each.reason.message, each.reason.facts))}"
    return f"{LATER} {day} · {_.label(each.state)}"


_SIGNS = {ReservationState.waiting: WAITS, ReservationState.cancelled: NOT, ReservationState.no_show: NOT}


def counts_said(_: Words, dates: Sequence[SeriesDateRow]) -> str:
    """Return how many dates are booked, wait, are not booked, and have no departure yet."""
    waiting = sum(each.reservation_state == ReservationState.waiting for each in dates)
    counted = (
        (
            BOOKED,
            _.many("%(count)s date booked", "%(count)s dates booked", sum(each.is_booked for each in dates)),
            True,
        ),
        (WAITS, _.many("%(count)s on the waiting list", "%(count)s on the waiting list", waiting), waiting),
        *_others(_, dates),
    )
    return " · ".join(f"{sign} {said}" for sign, said, count in counted if count)


def _others(_: Words, dates: Sequence[SeriesDateRow]) -> list[tuple[str, str, int]]:
    skipped, paused, asked = (
        sum(each.state == state for each in dates)
        for state in (SeriesDateState.skipped, SeriesDateState.paused, SeriesDateState.asked)
    )
    return [
        (NOT, _.many("%(count)s not booked", "%(count)s not booked", skipped), skipped),
        (LATER, _.many("%(count)s paused", "%(count)s paused", paused), paused),
        (LATER, _.many("%(count)s without a departure yet", "%(count)s without a departure yet", asked), asked),
    ]


def step_said(_: Words, step: SeriesStep, *, books: bool) -> list[str]:
    """Return what an act did and, for each date on which nothing changed, why; `books` says that it took room."""
    done, waiting = len(step.done), len(step.waiting)
    counted = [
        _.many("%(count)s date booked", "%(count)s dates booked", done)
        if books
        else _.many("%(count)s date changed", "%(count)s dates changed", done)
    ]
    if waiting:
        counted.append(_.many("%(count)s on the waiting list", "%(count)s on the waiting list", waiting))
    return [
        " · ".join(counted),
        *(f"{NOT} {_.day(each.day)}: {plain(_.refusal(each.reason))}" for each in step.refused),
    ]
