"""Accounts: the cushion fund, every partner's balance, one partner's statement with its running balance, payments."""

from collections.abc import Sequence

import streamlit as st

from core.access.rights import Right
from core.compensation.actions import record_payment, reverse_entry
from core.compensation.kinds import Fact, PaymentDirection
from core.compensation.statements import SMALLEST_PER_UNIT, AccountStatement, MoneyLine, statement_csv
from core.compensation.views import Accounts, BalanceRow
from core.i18n.words import Words
from core.ledger.entries import Fund
from core.ledger.units import Unit
from core.shared import clock
from pages._parts.acting import act, flash, renew_request_id, request_id
from pages._parts.phone_cards import Card, draw_cards
from pages._parts.plain_text import plain
from pages._parts.roles_words import amount_said, balance_said, line_said
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab

ACCOUNT_KEY, LINES_KEY = "roles.account", "roles.lines"


def partners_with_statement(tab: Tab, accounts: Accounts) -> dict[int, str]:
    """Return the partners whose statement this person may open, by id."""
    return {row.partner_id: row.name for row in accounts.rows if tab.member.may_see_money_of(row.partner_id)}


def chosen_account(tab: Tab, accounts: Accounts) -> int | None:
    """Return the partner whose statement is open: the one chosen, else one's own, else the first."""
    names = partners_with_statement(tab, accounts)
    kept = st.session_state.get(ACCOUNT_KEY, tab.partner_id)
    return kept if kept in names else next(iter(names), None)


def draw_accounts(tab: Tab, accounts: Accounts, statement: AccountStatement | None) -> None:
    """Draw the funds, the balances and the statement."""
    _ = tab.words
    _draw_funds(_, accounts)
    if not accounts.rows:
        st.info(_("No partner is here yet. Each one will have an account here, and its balance beside the others."))
        return
    if statement is None:
        st.info(_("You act for no partner, so no statement is yours to open. Balances in hours are below."))
    else:
        _draw_statement(tab, accounts, statement)
    _draw_balances(_, accounts.rows)


def _draw_funds(_: Words, accounts: Accounts) -> None:
    with st.container(horizontal=True, gap="large"):
        cushion = accounts.funds[Fund.cushion]
        st.metric(
            _("Cushion fund"),
            _.money(cushion),
            help=_(
                "Shared by all. What reservations bring beyond a run's cost, and grants, fill it; approved effort is "
                "paid from it. Below zero, the network has recognised more effort than came in."
            ),
            width="content",
        )
        if Fund.bank in accounts.funds:
            st.metric(_("Bank account"), _.money(accounts.funds[Fund.bank]), width="content")
        for tax in (Fund.gst, Fund.qst):
            if accounts.funds.get(tax):
                st.metric(_.label(tax)[:1].upper() + _.label(tax)[1:], _.money(accounts.funds[tax]), width="content")


def _draw_statement(tab: Tab, accounts: Accounts, statement: AccountStatement) -> None:
    _ = tab.words
    names = partners_with_statement(tab, accounts)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(names) > 1:
            ids = list(names)
            st.selectbox(
                _("Statement of"),
                ids,
                index=ids.index(statement.partner_id),
                format_func=names.__getitem__,
                key=ACCOUNT_KEY,
                width=320,
            )
        if tab.member.has(Right.treasurer) and st.button(_("Record a payment"), type="primary", key="roles.pay"):
            st.dialog(_("Record a payment"))(_payment_form)(tab, statement.partner_id, names)
        st.download_button(
            _("Download (CSV)"),
            statement_csv(_, statement).encode("utf-8-sig"),
            file_name=f"navette-{statement.partner_id}-{statement.unit.value}-{statement.last_day}.csv",
            mime="text/csv",
            key="roles.csv",
        )
    name = plain(names[statement.partner_id])
    if statement.unit is Unit.cad_cents:
        own = statement.partner_id in tab.member.partner_ids
        st.subheader(f"{name} · {balance_said(_, statement.closing, own=own)}", anchor=False)
    else:
        st.subheader(f"{name} · {amount_said(_, statement.unit, statement.closing)}", anchor=False)
    if not statement.lines:
        st.info(_("Nothing moved in this period. Choose a longer one, or another unit."))
    else:
        _draw_lines(tab, statement)


def _draw_lines(tab: Tab, statement: AccountStatement) -> None:
    _ = tab.words
    smallest = SMALLEST_PER_UNIT[statement.unit]
    step = 1 if smallest == 1 else 0.01
    lines = statement.lines[::-1]
    opening = amount_said(_, statement.unit, statement.opening)
    st.caption(
        _("Balance brought forward on %(day)s: %(amount)s.", day=_.day_and_year(statement.first_day), amount=opening)
    )
    if on_a_phone() and not tab.member.has(Right.treasurer):
        draw_cards(_, [_line_card(_, statement.unit, line) for line in lines], key=LINES_KEY)
        return
    st.dataframe(
        {
            "day": [line.day for line in lines],
            "what": [line_said(_, line) for line in lines],
            "amount": [round(line.amount / smallest, 2) for line in lines],
            "balance": [round(line.balance / smallest, 2) for line in lines],
            "entry": [line.entry_id for line in lines],
        },
        column_config={
            "day": st.column_config.DateColumn(_("Day"), format="YYYY-MM-DD"),
            "what": st.column_config.TextColumn(_("What"), width="large"),
            "amount": st.column_config.NumberColumn(
                _unit_title(_, _("Amount"), statement.unit), format="localized", step=step
            ),
            "balance": st.column_config.NumberColumn(
                _unit_title(_, _("Balance"), statement.unit), format="localized", step=step
            ),
            "entry": st.column_config.NumberColumn(_("Entry"), format="%d"),
        },
        column_order=("day", "amount", "balance", "what", "entry") if on_a_phone() else None,
        hide_index=True,
        key=LINES_KEY,
        on_select="rerun" if tab.member.has(Right.treasurer) else "ignore",
        selection_mode="single-row",
        alt=_("Movements of the account, latest first"),
    )
    if tab.member.has(Right.treasurer):
        _draw_reversal(tab, lines, st.session_state[LINES_KEY]["selection"]["rows"])


def _draw_reversal(tab: Tab, lines: Sequence[MoneyLine], picked: Sequence[int]) -> None:
    _ = tab.words
    if not picked or picked[0] >= len(lines):
        st.caption(_("A line is wrong? Choose it to reverse its entry: nothing is ever erased."))
        return
    line = lines[picked[0]]
    if line.fact is Fact.reversal or line.is_reversed:
        st.caption(_("This line is a reversal, or was reversed: nothing is left to reverse."))
        return
    with st.form("roles.reverse_form"):
        st.markdown(_("Reverse entry %(entry)s: %(what)s", entry=line.entry_id, what=plain(line_said(_, line))))
        reason = st.text_input(_("Reason"), max_chars=200)
        sent = st.form_submit_button(_("Reverse this entry"))
    if sent:
        wanted = request_id(f"reverse.{line.entry_id}")
        done = act(
            tab,
            lambda session: reverse_entry(
                session, tab.member, request_id=wanted, entry_id=line.entry_id, reason=reason
            ),
        )
        if done is not None:
            flash(tab, _("Entry %(entry)s is reversed by entry %(reversal)s.", entry=line.entry_id, reversal=done))
            st.rerun()


def _payment_form(tab: Tab, partner_id: int, names: dict[int, str]) -> None:
    _ = tab.words
    ids = list(names)
    with st.form("roles.payment_form", border=False):
        chosen = st.selectbox(_("Partner"), ids, index=ids.index(partner_id), format_func=names.__getitem__)
        direction = st.radio(_("The payment was"), list(PaymentDirection), format_func=_.label)
        dollars = st.number_input(_("Amount ($)"), min_value=0.0, max_value=1_000_000.0, value=None, format="%.2f")
        day = st.date_input(_("Day"), clock.today(), max_value=clock.today(), format="YYYY-MM-DD")
        sent = st.form_submit_button(_("Record the payment"), type="primary", width="stretch")
    if not sent or chosen is None or direction is None:
        return
    cents = round((dollars or 0) * 100)
    wanted = request_id("payment")
    done = act(
        tab,
        lambda session: record_payment(
            session,
            tab.member,
            request_id=wanted,
            partner_id=chosen,
            cents=cents,
            day=day,
            direction=direction,
        ),
    )
    if done is not None:
        renew_request_id("payment")
        flash(tab, _("Recorded: %(amount)s, %(partner)s.", amount=_.money(cents), partner=names[chosen]))
        st.rerun()


def _draw_balances(_: Words, rows: Sequence[BalanceRow]) -> None:
    st.subheader(_("Balances of all partners"), anchor=False)
    if any(row.cents is None for row in rows):
        st.caption(_("Hours and kilograms are everybody's to see; amounts in dollars only each partner's own."))
    if on_a_phone():
        draw_cards(_, [_balance_card(_, row) for row in rows], key="roles.balances")
        return
    st.dataframe(
        {
            "name": [row.name for row in rows],
            "kind": [_.label(row.kind) for row in rows],
            "cents": [None if row.cents is None else row.cents / 100 for row in rows],
            "hours": [round(row.minutes / 60, 1) for row in rows],
            "kg": [row.kg for row in rows],
        },
        column_config={
            "name": st.column_config.TextColumn(_("Partner"), pinned=True),
            "kind": st.column_config.TextColumn(_("Kind")),
            "cents": st.column_config.NumberColumn(
                _("Balance ($)"),
                format="localized",
                step=0.01,
                help=_("Above zero, the network owes the partner; below, it owes."),
            ),
            "hours": st.column_config.NumberColumn(_("Hours given"), format="localized"),
            "kg": st.column_config.NumberColumn(_("Given in kind (kg)"), format="localized"),
        },
        hide_index=True,
        height="content",
        placeholder="—",
        alt=_("Balance of each partner"),
    )


def _line_card(_: Words, unit: Unit, line: MoneyLine) -> Card:
    balance = _("balance: %(amount)s", amount=amount_said(_, unit, line.balance))
    return Card(_.day_and_year(line.day), amount_said(_, unit, line.amount), f"{line_said(_, line)} · {balance}")


def _balance_card(_: Words, row: BalanceRow) -> Card:
    given = [
        *([_("%(hours)s given", hours=_.duration(row.minutes))] if row.minutes else []),
        *([_("%(kg)s given", kg=_.kg(row.kg))] if row.kg else []),
    ]
    return Card(row.name, "" if row.cents is None else _.money(row.cents), " · ".join([_.label(row.kind), *given]))


def _unit_title(_: Words, title: str, unit: Unit) -> str:
    sign = {Unit.cad_cents: _("$"), Unit.minutes: _("h"), Unit.in_kind_kg: _("kg")}[unit]
    return f"{title} ({sign})"
