"""Why nothing runs on a day, and what is told of it: in the grid, above the list, under the year."""

from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.lines.closures import ClosedByNote, DriverAway, Holiday, OnPause, VehicleAway
from core.lines.service_days import MovedDate, MovedDateBecause, SkippedDate
from core.lines.views import ClosedDays, DayNotice
from core.shared import clock
from core.shared.clock import at_local
from core.shared.errors import Refusal
from pages._parts.calendar_choice import Choice, View
from pages._parts.full_calendar import DARK, LIGHT, CalendarEvent
from pages._parts.plain_text import plain

_FEW = 6
_CLOSED = "×"


def closure_events(_: Words, closed: ClosedDays, *, dark: bool) -> list[CalendarEvent]:
    """Return a block for each thing said of a day; they open nothing."""
    colour = (DARK if dark else LIGHT).muted
    return [
        CalendarEvent(
            id=f"day-{place}",
            starts_at=at_local(notice.day, 0),
            ends_at=at_local(notice.day, 30),
            lines=(f"{_CLOSED} {said}" if notice.reason else said, *_whose(_, notice)),
            colour=colour,
            is_muted=True,
        )
        for place, (notice, said) in enumerate((each, short_said(_, each)) for each in closed.notices)
    ]


def draw_closures(_: Words, closed: ClosedDays, choice: Choice) -> None:
    """Draw the thaw, and, where no grid shows them, the days without run with the reason of each."""
    for thaw in closed.thaws:
        st.caption(
            _(
                "Thaw, %(days)s: heavy vehicles keep %(share)s of their payload. %(note)s",
                days=_.days(thaw.first_day, thaw.last_day),
                share=_.percent(thaw.keeps_percent / 100),
                note=plain(thaw.note),
            ).strip()
        )
    if choice.view not in (View.list, View.season):
        return
    coming = [each for each in closed.notices if each.day >= clock.today()]
    if not coming:
        return
    title = _.many("%(count)s day to know about", "%(count)s days to know about", len(coming))
    with st.expander(title, expanded=choice.view is View.list and len(coming) <= _FEW):
        st.markdown("\n".join(f"- {_line(_, each)}" for each in coming))


def short_said(_: Words, notice: DayNotice) -> str:
    """Return the reason in a few words, without its day."""
    return _("note: %(text)s", text=notice.told) if notice.reason is None else _reason(_, notice.reason)


def _reason(_: Words, reason: Refusal) -> str:
    facts = reason.facts()
    if isinstance(reason, Holiday):
        return _("holiday: %(name)s", name=_(reason.name))
    if isinstance(reason, ClosedByNote):
        return reason.text
    if isinstance(reason, DriverAway):
        return _("no driver available")
    said = {
        OnPause: _("pause: %(reason)s", reason=facts.get("reason", "")),
        VehicleAway: _("vehicle not available: %(reason)s", reason=facts.get("reason", "")),
        SkippedDate: _("skipped: %(reason)s", reason=facts.get("reason", "")),
    }
    if isinstance(reason, MovedDate | MovedDateBecause):
        return _("moved to %(day)s", day=_.day(reason.to_day))
    return said.get(type(reason), _.refusal(reason))


def _whose(_: Words, notice: DayNotice) -> Sequence[str]:
    return (notice.line_name,) if notice.line_name else ()


def _line(_: Words, notice: DayNotice) -> str:
    said = " · ".join(plain(each) for each in (*_whose(_, notice), short_said(_, notice)))
    return f"**{_.day(notice.day)}** — {said}"
