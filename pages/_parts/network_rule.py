"""The days of a line, chosen without knowing RRULE: weekly, daily or monthly; and the next dates they give."""

from datetime import date

import streamlit as st

from core.calendar import monthly
from core.calendar.monthly import PLACES, Daily, Monthly
from core.calendar.weekly import Weekly, rule_of, weekly_of
from core.database.doors import reading
from core.i18n.words import Words
from core.lines.views import preview
from core.shared.errors import N_, Refusal
from pages._parts.network_choice import OpenForm
from pages._parts.network_fields import number

WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")),
)
_PLACES = {1: N_("first"), 2: N_("second"), 3: N_("third"), 4: N_("fourth"), -1: N_("last")}
_WEEKLY, _DAILY, _MONTHLY, _OTHER = "weekly", "daily", "monthly", "other"
_REPEATS = {
    _WEEKLY: N_("Days of the week"),
    _DAILY: N_("Every day"),
    _MONTHLY: N_("Each month"),
    _OTHER: N_("Another rule"),
}


def draw_rule(_: Words, form: OpenForm, rule: str, *, prefix: str = "") -> str:
    """Draw the choice of days and return its rule."""
    weekly, other = weekly_of(rule) if rule else Weekly(()), monthly.choice_of(rule) if rule else None
    kind = _DAILY if isinstance(other, Daily) else _MONTHLY if other else _WEEKLY if weekly else _OTHER
    chosen = st.segmented_control(
        _("Repeats"),
        list(_REPEATS),
        default=kind,
        format_func=lambda each: _(_REPEATS[each]),
        key=form.key(f"{prefix}repeats"),
        required=True,
    )
    if chosen == _DAILY:
        every = other.every_days if isinstance(other, Daily) else 1
        return monthly.rule_of(Daily(int(number(_("Every (days)"), form, f"{prefix}every", every) or 0)))
    if chosen == _MONTHLY:
        return monthly.rule_of(_draw_monthly(_, form, other if isinstance(other, Monthly) else Monthly(), prefix))
    if chosen == _OTHER:
        return st.text_input(
            _("Another repetition (RRULE), instead of the days above"),
            value=rule,
            key=form.key(f"{prefix}rule"),
            placeholder="FREQ=MONTHLY;BYDAY=1TU",
            help=_("For the first Tuesday of the month, write FREQ=MONTHLY;BYDAY=1TU."),
        )
    return rule_of(_draw_weekly(_, form, weekly, prefix))


def _draw_weekly(_: Words, form: OpenForm, weekly: Weekly | None, prefix: str) -> Weekly:
    days = st.pills(
        _("Days"),
        list(range(7)),
        selection_mode="multi",
        default=list(weekly.weekdays) if weekly else [],
        format_func=lambda day: _(WEEKDAYS[day]),
        key=form.key(f"{prefix}days"),
        wrap=True,
    )
    weeks = number(_("Every (weeks)"), form, f"{prefix}weeks", weekly.every_weeks if weekly else 1)
    return Weekly(tuple(days), int(weeks or 0))


def _draw_monthly(_: Words, form: OpenForm, choice: Monthly, prefix: str) -> Monthly:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(
            _("Which one"),
            PLACES,
            index=PLACES.index(choice.place),
            format_func=lambda each: _(_PLACES[each]),
            key=form.key(f"{prefix}place"),
            width=160,
        )
        weekday = st.selectbox(
            _("Day of the week"),
            range(7),
            index=choice.weekday,
            format_func=lambda day: _(WEEKDAYS[day]),
            key=form.key(f"{prefix}weekday"),
            width=180,
        )
        day = number(_("or day of the month"), form, f"{prefix}month_day", choice.day)
    return Monthly(place, weekday, int(day) if day is not None else None)


def draw_preview(
    _: Words,
    form: OpenForm,
    rule: str,
    *,
    line_id: int | None,
    first_day: date,
    last_day: date | None,
    prefix: str = "",
) -> None:
    """Draw, when asked, the next ten dates of a rule and those that would be skipped, with why."""
    if not st.toggle(_("Show the next ten dates"), key=form.key(f"{prefix}preview")):
        return
    try:
        with reading() as session:
            seen = preview(session, line_id=line_id, rrule=rule, first_day=first_day, last_day=last_day)
    except Refusal as refusal:
        st.caption(_.refusal(refusal))
        return
    if not seen.days and not seen.skipped:
        st.caption(_("No date ahead. Choose days, or look at the season."))
        return
    st.caption(" · ".join(_.day(day) for day in seen.days))
    for skipped in seen.skipped:
        st.caption(_.refusal(skipped.reason))
