"""What is done with a season from its card: confirm, try again, pause, take up again, change, end."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from core.database.doors import WriteSession
from core.i18n.words import Words
from core.reservations.series_actions import SeriesStep, extend_series
from core.reservations.series_change_actions import change_series, end_series, pause_series, resume_series
from core.reservations.series_confirm_actions import confirm_dates
from core.reservations.series_views import SeriesRow
from core.shared import clock
from core.shared.quantities import Quantity
from pages._parts.acting import act, flash
from pages._parts.choosing import choose_one
from pages._parts.plain_text import dollars
from pages._parts.season_words import step_said
from pages._parts.tab import Tab

Step = Callable[[WriteSession, date | None], SeriesStep]


def run_steps(tab: Tab, do: Step, *, dates: int) -> SeriesStep | None:
    """Run an act step by step, each kept as it is done, showing how far it is; None if it was refused at once."""
    bar = st.progress(0.0, tab.words("One date after the other…"))
    done: SeriesStep | None = None
    while done is None or done.next_day is not None:
        next_day = done.next_day if done is not None else None
        step = act(tab, lambda session: do(session, next_day))  # noqa: B023 - run at once
        if step is None:
            break
        done = step if done is None else done.and_then(step)
        treated = len(done.done) + len(done.waiting) + len(done.refused)
        bar.progress(min(1.0, treated / max(dates, 1)))
    bar.empty()
    return done


def confirm_week(tab: Tab, row: SeriesRow) -> None:
    """Confirm the dates whose turn it is."""
    _ = tab.words
    count = act(tab, lambda session: confirm_dates(session, tab.member, series_id=row.id))
    if count is not None:
        flash(tab, _.many("%(count)s date confirmed.", "%(count)s dates confirmed.", count))
        st.rerun()


def try_again(tab: Tab, row: SeriesRow) -> None:
    """Ask once more for the dates that were not booked."""

    def again(session: WriteSession, next_day: date | None) -> SeriesStep:
        return extend_series(session, tab.member, series_id=row.id, since=next_day, tries_again=True)

    _finish(tab, run_steps(tab, again, dates=len(row.dates)), books=True)


def resume(tab: Tab, row: SeriesRow) -> None:
    """Take the paused dates up again."""

    def take_up(session: WriteSession, next_day: date | None) -> SeriesStep:
        if next_day is None:
            return resume_series(session, tab.member, series_id=row.id)
        return extend_series(session, tab.member, series_id=row.id, since=next_day)

    _finish(tab, run_steps(tab, take_up, dates=len(row.dates)), books=True)


def change(tab: Tab, row: SeriesRow) -> None:
    """Open the dialog that pauses, changes or ends a season."""
    _ = tab.words

    @st.dialog(_("Change season %(number)s", number=row.number))
    def dialog() -> None:
        acts = {
            _("Another quantity"): _quantity_form,
            _("A pause"): _pause_form,
            _("The end"): _end_form,
        }
        chosen = choose_one(
            _("What changes"),
            list(acts),
            default=next(iter(acts)),
            key=f"season.{row.id}",
            label_visibility="visible",
        )
        do = acts[chosen](_, tab, row)
        if do is not None:
            _finish(tab, run_steps(tab, do, dates=len(row.coming(clock.today()))))

    dialog()


def _quantity_form(_: Words, tab: Tab, row: SeriesRow) -> Step | None:
    st.caption(_("Each date is changed where there is room; the others keep what they have, and you read why."))
    with st.form(f"season.quantity.{row.id}", border=False):
        kg = st.number_input(_("Weight (kg)"), 1, 40_000, row.quantity.kg, 1)
        pallets = st.number_input(_("Pallets"), 0.0, 40.0, row.quantity.pallet_hundredths / 100, 0.25)
        first = _day_input(_("From this date on"), row)
        if not st.form_submit_button(_("Change the dates"), type="primary", width="stretch"):
            return None
    quantity = Quantity(int(kg), round(pallets * 100))
    return lambda session, next_day: change_series(
        session, tab.member, series_id=row.id, from_day=next_day or first, quantity=quantity
    )


def _pause_form(_: Words, tab: Tab, row: SeriesRow) -> Step | None:
    st.caption(_("The dates between the two days are given back and can be taken up again later, if there is room."))
    with st.form(f"season.pause.{row.id}", border=False):
        first = _day_input(_("Between"), row)
        last = _day_input(_("and"), row)
        if not st.form_submit_button(_("Pause"), type="primary", width="stretch"):
            return None
    return lambda session, next_day: pause_series(
        session, tab.member, series_id=row.id, first_day=next_day or first, last_day=last
    )


def _end_form(_: Words, tab: Tab, row: SeriesRow) -> Step | None:
    st.caption(_("Every date from this day on is given back. The dates before stay."))
    with st.form(f"season.end.{row.id}", border=False):
        first = _day_input(_("From this date on"), row)
        if not st.form_submit_button(_("End the season"), type="primary", width="stretch"):
            return None
    return lambda session, next_day: end_series(session, tab.member, series_id=row.id, from_day=next_day or first)


def _day_input(label: str, row: SeriesRow) -> date:
    today = clock.today()
    first, last = max(today, row.first_day), max(today, row.last_day)
    day = st.date_input(label, first, min_value=first, max_value=last, format="YYYY-MM-DD")
    return day if isinstance(day, date) else first


def _finish(tab: Tab, step: SeriesStep | None, *, books: bool = False) -> None:
    if step is not None:
        flash(tab, dollars("  \n".join(step_said(tab.words, step, books=books))))
        st.rerun()
