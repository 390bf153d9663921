"""A whole season in one act: the days, then every date with its price or its reason, then one click."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from core.database.doors import WriteSession, reading
from core.i18n.words import Words
from core.lines.kinds import DepartureKind
from core.reservations.series import SeriesRequest, SeriesRule
from core.reservations.series_actions import SeriesStep, extend_series, make_series
from core.reservations.series_views import Preview, preview_of
from core.reservations.views import Option, Wish, find_departures
from core.shared import clock
from core.shared.errors import Refusal
from core.shared.settings import PAGES
from pages._parts.acting import flash, renew_request_id, request_id, show_refusal
from pages._parts.plain_text import dollars, plain
from pages._parts.season_acts import run_steps
from pages._parts.season_words import WEEKDAYS, preview_line, step_said
from pages._parts.tab import Tab
from pages._parts.tour_choice import asked_number

_USUAL = timedelta(weeks=26)
_LINE = "season"


@dataclass(frozen=True, slots=True)
class _Plan:
    """The form as it was last sent; the address holds it, so that a season can be shared as a link."""

    line_id: int
    first_day: date
    last_day: date
    weekdays: tuple[int, ...]
    every_weeks: int
    waits: bool
    least_kg: int | None


def season_asked() -> bool:
    """Say whether the address asks for a whole season."""
    return asked_number(_LINE) is not None


def offer_season(tab: Tab, options: Sequence[Option]) -> None:
    """Offer to reserve a whole season at once, on the best line with fixed stops."""
    lines = [option.line_id for option in options if option.kind == DepartureKind.fixed]
    if lines and st.button(tab.words("Reserve the whole season"), key="season.offer"):
        st.query_params[_LINE] = str(lines[0])
        st.rerun()


def draw_season(tab: Tab, wish: Wish, *, way: str) -> None:
    """Draw the form of a season and what it would bring; nothing is reserved before the last click."""
    _ = tab.words
    if st.button(_("← One departure"), type="tertiary", key="season.back"):
        for name in (_LINE, "until", "days", "every", "waits", "least"):
            st.query_params.pop(name, None)
        st.rerun()
    st.subheader(_("A whole season: %(way)s", way=plain(way)), anchor=False)
    plan = _plan(wish)
    try:
        with reading() as session:
            options = find_departures(session, tab.member, replace(wish, last_day=plan.last_day))
    except Refusal as refusal:
        show_refusal(tab, refusal)
        return
    lines = {option.line_id: option.line_name for option in options if option.kind == DepartureKind.fixed}
    if not lines:
        st.info(_("No line with fixed stops joins these two places. Choose a single departure instead."))
        return
    plan = _with_days(plan, options, lines)
    _form(_, wish, plan, lines)
    try:
        preview = preview_of(_request(wish, plan), options)
    except Refusal as refusal:
        show_refusal(tab, refusal)
        return
    _draw(tab, preview)


def _plan(wish: Wish) -> _Plan:
    said = st.query_params
    days = tuple(int(each) for each in sorted(set(said.get("days", ""))) if each in "0123456")
    every = said.get("every", "1")
    try:
        last = date.fromisoformat(said.get("until", ""))
    except ValueError:
        last = wish.first_day + _USUAL
    latest = clock.today() + timedelta(days=366)
    return _Plan(
        line_id=asked_number(_LINE) or 0,
        first_day=wish.first_day,
        last_day=min(max(last, wish.first_day), latest),
        weekdays=days,
        every_weeks=int(every) if every in tuple("12348") else 1,
        waits=said.get("waits", "1") == "1",
        least_kg=_least(said.get("least", ""), wish),
    )


def _least(said: str, wish: Wish) -> int | None:
    """Return the smallest part that will do, or None where all is asked for or nothing."""
    least_kg = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
    return least_kg if 0 < least_kg < wish.quantity.kg else None


def _with_days(plan: _Plan, options: Sequence[Option], lines: dict[int, str]) -> _Plan:
    """Begin with the line's own weekdays, and with a line that joins the places."""
    line_id = plan.line_id if plan.line_id in lines else next(iter(lines))
    own = {option.service_date.weekday() for option in options if option.line_id == line_id}
    return replace(plan, line_id=line_id, weekdays=plan.weekdays or tuple(sorted(own)))


def _form(_: Words, wish: Wish, plan: _Plan, lines: dict[int, str]) -> None:
    with st.form("season.plan"):
        ids = list(lines)
        line_id = st.selectbox(_("Line"), ids, index=ids.index(plan.line_id), format_func=lambda each: lines[each])
        days = st.pills(
            _("Days"),
            range(7),
            selection_mode="multi",
            default=plan.weekdays,
            format_func=lambda each: _(WEEKDAYS[each]),
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            until = st.date_input(_("Until"), plan.last_day, plan.first_day, format="YYYY-MM-DD", width=150)
            every = st.selectbox(
                _("Every"),
                (1, 2, 3, 4, 8),
                index=(1, 2, 3, 4, 8).index(plan.every_weeks),
                format_func=lambda count: _.many("%(count)s week", "%(count)s weeks", count),
                width=150,
            )
            least_kg = st.number_input(
                _("Accept a part from (kg)"),
                1,
                wish.quantity.kg,
                plan.least_kg,
                1,
                placeholder=_("all or nothing"),
                help=_("On a date where not everything fits, at least this much is reserved; blank, nothing is."),
                width=190,
            )
            waits = st.checkbox(_("Wait in line where a date is full"), value=plan.waits)
            sent = st.form_submit_button(_("See the dates and the price"))
    if sent:
        st.query_params.update(
            {
                _LINE: str(line_id),
                "until": until.isoformat() if isinstance(until, date) else plan.last_day.isoformat(),
                "days": "".join(str(each) for each in sorted(days)),
                "every": str(every),
                "waits": "1" if waits else "0",
                "least": str(least_kg or ""),
            }
        )
        st.rerun()


def _request(wish: Wish, plan: _Plan) -> SeriesRequest:
    return SeriesRequest(
        request_id=request_id("season"),
        partner_id=wish.partner_id,
        line_id=plan.line_id,
        from_site_id=wish.from_site_id,
        to_site_id=wish.to_site_id,
        quantity=wish.quantity,
        temperature=wish.temperature,
        rule=SeriesRule(frozenset(plan.weekdays), plan.first_day, plan.last_day, plan.every_weeks),
        waits_if_full=plan.waits,
        least_kg=plan.least_kg,
    )


def _draw(tab: Tab, preview: Preview) -> None:
    _ = tab.words
    free, in_part = preview.free, preview.in_part
    taken = len(free) + len(in_part)
    waits = preview.request.waits_if_full
    st.markdown(f"**{_.many('%(count)s date has room', '%(count)s dates have room', taken)}** · {_load(_, preview)}")
    st.markdown(dollars(_price(_, preview)))
    others = (each for each in preview.dates if each not in free)
    lines = [preview_line(_, each, waits=waits, takes_part=each in in_part) for each in others]
    if lines:
        st.markdown("  \n".join(lines))
    if free:
        with st.expander(_("The dates with room")):
            st.markdown("  \n".join(preview_line(_, each, waits=waits) for each in free))
    said = _.many("Reserve %(count)s date", "Reserve these %(count)s dates", taken) if taken else _("Wait in line")
    if not taken and not (waits and preview.would_wait):
        st.info(_("No date has room. Choose other days, a smaller quantity, or wait in line."))
    elif st.button(said, type="primary", key="season.reserve", width="stretch"):
        _reserve(tab, preview)


def _load(_: Words, preview: Preview) -> str:
    return f"{_.quantity(preview.request.quantity)} · {_.label(preview.request.temperature)}"


def _price(_: Words, preview: Preview) -> str:
    bill = preview.bill
    said = _("In all: **%(price)s**", price=_.bill(bill))
    if preview.full_price_cents <= bill.price_cents:
        return said
    return f"{said} · {_('instead of %(price)s before taxes', price=_.money(preview.full_price_cents))}"


def _reserve(tab: Tab, preview: Preview) -> None:
    request = replace(preview.request, agreed_cents=preview.agreed())
    made: list[int] = []

    def step(session: WriteSession, next_day: date | None) -> SeriesStep:
        if next_day is None:
            return make_series(session, tab.member, request)
        return extend_series(session, tab.member, series_id=made[0])

    def noted(session: WriteSession, next_day: date | None) -> SeriesStep:
        done = step(session, next_day)
        made[:] = [done.series_id]
        return done

    done = run_steps(tab, noted, dates=len(preview.dates))
    if done is not None:
        renew_request_id("season")
        flash(tab, dollars("  \n".join(step_said(tab.words, done, books=True))))
        st.switch_page(PAGES / "my_reservations.py", query_params={"season": str(done.series_id)})
