"""Contributions: what waits for an answer first, then what was approved, and what effort is worth."""

from collections.abc import Sequence

import streamlit as st

from core.access.rights import Right
from core.compensation.actions import Approved, approve_contribution, correct_contribution, question_contribution
from core.compensation.effort import AT_PAR, Rate
from core.compensation.kinds import ContributionKind, ContributionState
from core.compensation.views import ContributionRow
from core.database.doors import WriteSession
from core.i18n.words import Words
from core.shared import clock
from pages._parts.acting import act, flash
from pages._parts.phone_cards import Card, draw_cards
from pages._parts.plain_text import dollars, plain
from pages._parts.roles_forms import PER_UNIT, draw_rate_form
from pages._parts.roles_give import draw_quantity
from pages._parts.roles_words import quantity_said, state_said
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab


def draw_contributions(tab: Tab, rows: Sequence[ContributionRow], rates: Sequence[Rate]) -> None:
    """Draw what waits for this person's answer, the list, and the rates."""
    _ = tab.words
    is_steward = tab.member.has(Right.treasurer) or tab.member.has(Right.coordinator)
    to_approve = [row for row in rows if is_steward and row.state is ContributionState.submitted]
    to_answer = [
        row for row in rows if row.partner_id in tab.member.partner_ids and row.state is ContributionState.questioned
    ]
    if to_approve:
        st.subheader(
            _.many(
                "%(count)s contribution waits for your approval",
                "%(count)s contributions wait for your approval",
                len(to_approve),
            ),
            anchor=False,
        )
        if len(to_approve) > 1 and st.button(_("Approve them all"), key="roles.approve_all"):
            _approve(tab, to_approve)
        for row in to_approve:
            _draw_to_approve(tab, row)
    if to_answer:
        st.subheader(
            _.many(
                "%(count)s contribution needs your answer", "%(count)s contributions need your answer", len(to_answer)
            ),
            anchor=False,
        )
        for row in to_answer:
            _draw_to_answer(tab, row)
    st.subheader(_("All contributions of the period"), anchor=False)
    _draw_list(tab, rows)
    _draw_rates(tab, rates)


def _draw_to_approve(tab: Tab, row: ContributionRow) -> None:
    _ = tab.words
    with st.container(border=True):
        what, worth, answer = st.columns([4, 2, 3], vertical_alignment="center")
        said = f"**{plain(row.partner_name)}** · {quantity_said(_, row.kind, row.quantity)} · {_.day(row.day)}"
        details = " · ".join(part for part in (_.label(row.kind), row.role(_.language), row.note) if part)
        what.markdown(f"{said}  \n:small[{plain(details)}]")
        worth.markdown(
            _("worth %(value)s", value=_.money(row.cents)) if row.cents else _("counts in its own unit only")
        )
        with answer.container(horizontal=True):
            if st.button(_("Approve"), type="primary", key=f"roles.approve.{row.id}"):
                _approve(tab, [row])
            with st.popover(_("Question")), st.form(f"roles.question.{row.id}", border=False):
                question = st.text_input(_("What would you like to know?"), max_chars=300)
                if st.form_submit_button(_("Send it back with this question")):
                    _question(tab, row, question)


def _approve(tab: Tab, rows: Sequence[ContributionRow]) -> None:
    _ = tab.words

    def approve_each(session: WriteSession) -> list[Approved]:
        return [approve_contribution(session, tab.member, contribution_id=row.id) for row in rows]

    done = act(tab, approve_each)
    if done is not None:
        partners = ", ".join(dict.fromkeys(row.partner_name for row in rows))
        flash(tab, _("Approved: %(partner)s is told, and it is in the book.", partner=partners))
        st.rerun()


def _question(tab: Tab, row: ContributionRow, question: str) -> None:
    _ = tab.words
    done = act(
        tab, lambda session: question_contribution(session, tab.member, contribution_id=row.id, question=question)
    )
    if done is not None:
        flash(tab, _("Your question is sent to %(partner)s.", partner=row.partner_name))
        st.rerun()


def _draw_to_answer(tab: Tab, row: ContributionRow) -> None:
    _ = tab.words
    with st.container(border=True):
        st.markdown(f"{quantity_said(_, row.kind, row.quantity)} · {_.day(row.day)}  \n**? {plain(row.question)}**")
        with st.form(f"roles.answer.{row.id}", border=False):
            quantity = draw_quantity(_, row.kind, key=f"roles.answer.quantity.{row.id}", quantity=row.quantity)
            day = st.date_input(_("Day"), row.day, max_value=clock.today(), format="YYYY-MM-DD")
            note = st.text_input(_("Note"), row.note, max_chars=300)
            sent = st.form_submit_button(_("Correct and send again"), type="primary")
        if sent:
            done = act(
                tab,
                lambda session: correct_contribution(
                    session, tab.member, contribution_id=row.id, quantity=quantity, day=day, note=note
                ),
            )
            if done is not None:
                flash(tab, _("Corrected: it waits for approval again."))
                st.rerun()


def _draw_list(tab: Tab, rows: Sequence[ContributionRow]) -> None:
    _ = tab.words
    if not rows:
        st.info(
            _(
                "No contribution in this period. Hours at the dock, kilometres driven for others, goods given: what "
                "each partner gives shows here, and counts once approved."
            )
        )
        return
    if on_a_phone():
        draw_cards(_, [_card(_, row) for row in rows], key="roles.contributions")
        return
    st.dataframe(
        {
            "day": [row.day for row in rows],
            "partner": [row.partner_name for row in rows],
            "what": [quantity_said(_, row.kind, row.quantity) for row in rows],
            "kind": [_.label(row.kind) for row in rows],
            "worth": [row.cents / 100 for row in rows],
            "state": [state_said(_, row.state) for row in rows],
            "role": [row.role(_.language) for row in rows],
            "note": [row.note for row in rows],
        },
        column_config={
            "day": st.column_config.DateColumn(_("Day"), format="YYYY-MM-DD"),
            "partner": st.column_config.TextColumn(_("Partner")),
            "what": st.column_config.TextColumn(_("Quantity"), alignment="right"),
            "kind": st.column_config.TextColumn(_("Effort")),
            "worth": st.column_config.NumberColumn(_("Worth ($)"), format="localized", step=0.01),
            "state": st.column_config.TextColumn(_("State")),
            "role": st.column_config.TextColumn(_("Role")),
            "note": st.column_config.TextColumn(_("Note")),
        },
        hide_index=True,
        alt=_("Contributions of the period"),
    )


def _card(_: Words, row: ContributionRow) -> Card:
    told = (_.day(row.day), _.label(row.kind), row.role(_.language), row.note, state_said(_, row.state))
    worth = f" · {_.money(row.cents)}" if row.cents else ""
    figure = quantity_said(_, row.kind, row.quantity)
    return Card(row.partner_name, f"{figure}{worth}", " · ".join(each for each in told if each))


def _draw_rates(tab: Tab, rates: Sequence[Rate]) -> None:
    _ = tab.words
    today = clock.today()
    in_force: dict[ContributionKind, Rate] = {}
    for rate in rates:
        if rate.valid_from <= today:
            in_force.setdefault(rate.kind, rate)
    said = [
        _("%(dollars)s %(unit)s since %(day)s", **_rate_said(_, in_force[kind]))
        for kind in ContributionKind
        if kind in in_force and (kind, in_force[kind].cents_per_unit) != (ContributionKind.money, AT_PAR)
    ]
    said += [
        _("%(dollars)s %(unit)s from %(day)s on", **_rate_said(_, rate)) for rate in rates if rate.valid_from > today
    ]
    st.subheader(_("What effort is worth"), anchor=False)
    st.markdown(
        dollars("\n".join(f"- {each}" for each in said)) or _("No rate yet: effort counts in its own unit only.")
    )
    if tab.member.has(Right.coordinator):
        with st.expander(_("Set a rate")):
            draw_rate_form(tab)


def _rate_said(_: Words, rate: Rate) -> dict[str, str]:
    return {
        "dollars": _.money(rate.cents_per_unit),
        "unit": _(PER_UNIT[rate.kind]),
        "day": _.day_and_year(rate.valid_from),
    }
