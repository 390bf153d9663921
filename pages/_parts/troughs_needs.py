"""What a partner would ship in a season: the short form, and the list of what is declared, each with its way out."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from core.database.doors import WriteSession
from core.i18n.words import Words
from core.partners.views import SiteRow
from core.shared.errors import N_
from core.shared.quantities import TemperatureClass
from core.troughs.actions import declare_need, withdraw_need
from core.troughs.balance import Priority
from core.troughs.balance_views import NeedRow
from core.troughs.kinds import NeedKind
from core.troughs.seasonal_needs import MOST_FLEXIBILITY_WEEKS, MOST_KG_A_WEEK, NeedCard
from pages._parts.acting import act, flash, renew_request_id, request_id
from pages._parts.plain_text import plain
from pages._parts.reserve_wish import estimated_floor
from pages._parts.tab import Tab

_PRIORITIES = {Priority.normal: N_("normal need"), Priority.high: N_("high"), Priority.urgent: N_("urgent")}
_MONTHS = list(range(1, 13))
_SINCE, _UNTIL = 1, 4
_MOST_PALLETS = 40.0


def draw_need_form(tab: Tab, partner_id: int, sites: Mapping[int, SiteRow]) -> None:
    """Draw the form by which the partner declares a need or an availability."""
    _ = tab.words
    places = sorted((each for each in sites.values() if each.is_active), key=lambda each: (each.town, each.name))
    names = {each.id: f"{each.name} · {each.town}" for each in places}
    territories = sorted({each.territory for each in places})
    starts: list[int | str] = [*names, *territories]

    def start_said(each: int | str) -> str:
        return names[each] if isinstance(each, int) else _("anywhere in %(territory)s", territory=each)

    def month_said(each: int) -> str:
        return _month(_, each)

    with st.form("troughs.need", border=False):
        kind = st.radio(_("What is it?"), list(NeedKind), format_func=_.label, horizontal=True)
        left, right = st.columns(2)
        hint = _("Type a town or a name")
        start = left.selectbox(_("From where"), starts, index=None, format_func=start_said, placeholder=hint)
        end = right.selectbox(
            _("To where"), list(names), index=None, format_func=lambda each: names[each], placeholder=hint
        )
        load, months = st.columns(2)
        with load.container(horizontal=True):
            kg = st.number_input(_("Weight a week (kg)"), 1, MOST_KG_A_WEEK, None, 1, width=160)
            pallets = st.number_input(
                _("Pallets"), 0.0, _MOST_PALLETS, None, 0.25, width=120, placeholder=_("estimated"),
            )  # fmt: skip
            temperature = st.selectbox(_("Temperature"), list(TemperatureClass), format_func=_.label, width=180)
        with months.container(horizontal=True):
            first = st.selectbox(_("From month"), _MONTHS, _SINCE - 1, format_func=month_said, width=140)
            last = st.selectbox(_("To month"), _MONTHS, _UNTIL - 1, format_func=month_said, width=140)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            weeks = st.number_input(_("Weeks earlier or later"), 0, MOST_FLEXIBILITY_WEEKS, 1, 1, width=180)
            priority = st.selectbox(
                _("How urgent"), list(Priority), format_func=lambda each: _(_PRIORITIES[each]), width=180
            )
            sent = st.form_submit_button(_("Declare this need"), type="primary")
    if not sent:
        return
    if start is None or end is None or kg is None:
        st.warning(_("Say from where, to where and how many kilograms a week."))
        return
    card = NeedCard(
        request_id=request_id("troughs.need"),
        partner_id=partner_id,
        kind=kind or NeedKind.need,
        from_site_id=start if isinstance(start, int) else None,
        from_territory="" if isinstance(start, int) else start,
        to_site_id=end,
        first_month=first,
        last_month=last,
        kg_a_week=kg,
        pallet_hundredths_a_week=estimated_floor(kg) if pallets is None else round(100 * pallets),
        temperature=temperature or TemperatureClass.ambient,
        flexibility_weeks=weeks,
        priority=priority or Priority.normal,
    )
    if act(tab, lambda session: declare_need(session, tab.member, card)) is not None:
        renew_request_id("troughs.need")
        flash(tab, _("Declared. The coordinator matches needs to empty room; you are told of each invitation."))
        st.rerun()


def draw_needs(tab: Tab, needs: Sequence[NeedRow], sites: Mapping[int, SiteRow], partners: Mapping[int, str]) -> None:
    """Draw what is declared, each with the button that withdraws it."""
    _ = tab.words
    for need in needs:
        said, way_out = st.columns([7, 1], vertical_alignment="center")
        said.markdown(_need_said(_, need, sites, partners))
        if way_out.button(_("Withdraw"), key=f"troughs.withdraw.{need.id}"):
            _withdraw(tab, need.id)


def _withdraw(tab: Tab, need_id: int) -> None:
    _ = tab.words

    def withdraw(session: WriteSession) -> bool:
        withdraw_need(session, tab.member, need_id=need_id)
        return True

    if act(tab, withdraw):
        flash(tab, _("Withdrawn. Its unanswered invitations are over; what is reserved stays reserved."))
        st.rerun()


def _need_said(_: Words, need: NeedRow, sites: Mapping[int, SiteRow], partners: Mapping[int, str]) -> str:
    start = (
        sites[need.from_site_id].name
        if need.from_site_id is not None
        else _("anywhere in %(territory)s", territory=need.from_territory)
    )
    facts = [
        _("%(quantity)s a week", quantity=_.quantity(need.quantity)),
        _.label(need.temperature),
        _("%(first)s to %(last)s", first=_month(_, need.first_month), last=_month(_, need.last_month)),
    ]
    if need.flexibility_weeks:
        facts.append(_.many("± %(count)s week", "± %(count)s weeks", need.flexibility_weeks))
    if need.priority is not Priority.normal:
        facts.append(_(_PRIORITIES[need.priority]))
    way = f"{plain(start)} → {plain(sites[need.to_site_id].name)}"
    return f"**{plain(partners.get(need.partner_id, '–'))}** · {way} · {' · '.join(facts)}"


def _month(_: Words, month: int) -> str:
    return _.month(date(2027, month, 1)).split()[0]
