"""A window from a partner's side: the form of what it needs while the window is open, then what it received and why."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from core.database.doors import WriteSession
from core.i18n.words import Words
from core.shared.quantities import NOTHING, Quantity, TemperatureClass
from core.slot_windows.cards import SlotWish
from core.slot_windows.kinds import ShareState, WindowStage
from core.slot_windows.request_actions import ask_for_slots, withdraw_request
from core.slot_windows.views import OwnSlots, ShareRow, WindowRow, outcome_of
from pages._parts.acting import act, flash
from pages._parts.reserve_wish import estimated_floor
from pages._parts.screen import on_a_phone
from pages._parts.season_words import WEEKDAYS
from pages._parts.slots_words import days_said, request_said, share_said, share_sign, size_said, why_said
from pages._parts.tab import Tab
from pages._parts.word_table import draw_words

_MOST_KG, _MOST_PALLETS = 40_000, 40.0


def draw_own(tab: Tab, partner_id: int, window: WindowRow, own: OwnSlots) -> None:
    """Draw one partner's request: to fill in, to wait for, or as it came out."""
    _ = tab.words
    if window.stage is WindowStage.shared:
        _draw_result(tab, window, own)
        return
    if own.request is not None:
        st.markdown(_("**Your request**: %(said)s", said=request_said(_, own.request, dates=len(own.dates))))
    if window.stage is not WindowStage.open:
        if own.request is None and window.stage is WindowStage.closed:
            st.caption(_("You asked for nothing. What is free can be reserved as ever, under Reserve."))
        return
    label = _("Ask for slots") if own.request is None else _("Change your request")
    with st.expander(label, expanded=own.request is None):
        _draw_form(tab, partner_id, window, own)
    if own.request is not None and st.button(_("Withdraw your request"), key="slots.withdraw_request"):
        _withdraw(tab, window.id, partner_id)


def _draw_form(tab: Tab, partner_id: int, window: WindowRow, own: OwnSlots) -> None:
    _, asked = tab.words, own.request
    names = {each.site_id: f"{each.name} · {each.town}" for each in own.places}
    ids, temperatures = list(names), list(TemperatureClass)

    def at(site_id: int | None) -> int | None:
        return ids.index(site_id) if site_id in names else None

    with st.form("slots.request", border=False):
        left, right = st.columns(2)
        start = left.selectbox(
            _("From where"), ids, index=at(asked.from_site_id if asked else None), format_func=names.__getitem__,
            placeholder=_("Choose a stop"),
        )  # fmt: skip
        end = right.selectbox(
            _("To where"), ids, index=at(asked.to_site_id if asked else None), format_func=names.__getitem__,
            placeholder=_("Choose a stop"),
        )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kg = st.number_input(
                _("Weight a date (kg)"), 1, _MOST_KG, asked.quantity.kg if asked else None, 1, width=170
            )
            pallets = st.number_input(
                _("Pallets a date"),
                0.0,
                _MOST_PALLETS,
                asked.quantity.pallet_hundredths / 100 if asked else None,
                0.25,
                width=150,
                placeholder=_("estimated"),
            )
            temperature = st.selectbox(
                _("Temperature"),
                temperatures,
                index=temperatures.index(asked.temperature) if asked else 0,
                format_func=_.label,
                width=180,
            )
        weekdays = _weekdays(tab, own)
        days = st.multiselect(
            _("Dates"),
            own.dates,
            default=sorted(asked.days & set(own.dates)) if asked else [],
            format_func=_.day,
            placeholder=_("every departure"),
        )
        waits = st.checkbox(
            _("Put what I do not receive on the waiting list of its date"),
            value=asked.waits_for_rest if asked else True,
        )
        st.caption(
            _(
                "Ask for what you need: asking for more brings nothing more. Each date you receive is a reservation at "
                "the line's tariff of the day of sharing; you may give it back as any other."
            )
        )
        sent = st.form_submit_button(_("Send my request"), type="primary")
    if not sent:
        return
    if start is None or end is None or kg is None:
        st.warning(_("Say from where, to where and how many kilograms a date."))
        return
    wish = SlotWish(
        window_id=window.id,
        partner_id=partner_id,
        from_site_id=start,
        to_site_id=end,
        quantity=Quantity(kg, estimated_floor(kg) if pallets is None else round(100 * pallets)),
        temperature=temperature or TemperatureClass.ambient,
        weekdays=frozenset(weekdays),
        days=frozenset(days),
        waits_for_rest=waits,
        version=asked.version if asked else None,
    )
    if act(tab, lambda session: ask_for_slots(session, tab.member, wish)) is not None:
        flash(tab, _("Your request is written down. You may change it until the window closes."))
        st.rerun()


def _weekdays(tab: Tab, own: OwnSlots) -> list[int]:
    """Ask for weekdays where the line runs on several."""
    _ = tab.words
    running = sorted({each.weekday() for each in own.dates})
    if len(running) < 2:
        return []
    return st.multiselect(
        _("Weekdays"),
        running,
        default=sorted(own.request.weekdays & set(running)) if own.request else [],
        format_func=lambda each: _(WEEKDAYS[each]),
        placeholder=_("every departure"),
    )


def _withdraw(tab: Tab, window_id: int, partner_id: int) -> None:
    def withdraw(session: WriteSession) -> bool:
        withdraw_request(session, tab.member, window_id=window_id, partner_id=partner_id)
        return True

    if act(tab, withdraw):
        flash(tab, tab.words("Your request is withdrawn. You may ask again until the window closes."))
        st.rerun()


def _draw_result(tab: Tab, window: WindowRow, own: OwnSlots) -> None:
    _ = tab.words
    if own.request is None:
        st.caption(_("You asked for nothing. What is free can be reserved as ever, under Reserve."))
        return
    out = outcome_of(own.request, own.shares)
    st.markdown(_("**Your request**: %(said)s", said=request_said(_, own.request, dates=len(own.dates))))
    st.subheader(
        _(
            "You receive %(given)s of %(asked)s over the season.",
            given=size_said(_, out.given, window.measure),
            asked=size_said(_, out.asked, window.measure),
        ),
        anchor=False,
    )
    st.markdown(
        _.many(
            "%(count)s date: all on %(full)s, a part on %(part)s, nothing on %(nothing)s.",
            "%(count)s dates: all on %(full)s, a part on %(part)s, nothing on %(nothing)s.",
            out.dates,
            full=_.number(out.full),
            part=_.number(out.part),
            nothing=_.number(out.nothing + out.refused),
        )
    )
    if out.full < out.dates:
        st.caption(
            _(
                "Where room was short, whoever had least over the season came first on each date, until all who "
                "shared it had the same or everything they asked for. Nobody on these trucks received more than you "
                "by taking your place."
            )
        )
    _draw_dates(_, own.shares)
    if any(each.state is ShareState.planned and each.given != NOTHING for each in own.shares):
        st.caption(_("… The reservations are being made, one date after the other."))


def _draw_dates(_: Words, shares: Sequence[ShareRow]) -> None:
    """Draw what each date received and why; dates that follow one another alike are told together."""

    def result(share: ShareRow) -> tuple[str, str]:
        return share_said(_, share), why_said(_, share)

    rows = []
    for _said, found in groupby(shares, key=result):
        alike = list(found)
        said = f"{share_sign(alike[0])} {days_said(_, [each.day for each in alike])}"
        rows.append((said, *result(alike[0])))
    if not on_a_phone():
        draw_words((_("Date"), _("Received"), _("Why")), rows)
        return
    for dates, received, why in rows:
        with st.container(border=True, gap="xxsmall"):
            st.markdown(f"**{dates}**  \n{received}")
            if why:
                st.caption(why)
