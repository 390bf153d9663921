"""Roles and compensation: who does what, the effort of each partner, and what is owed to whom, on a map too."""

import streamlit as st

from core.access.rights import Right
from core.compensation import views
from core.database.doors import reading
from core.shared import clock
from pages._parts.roles_accounts import chosen_account, draw_accounts
from pages._parts.roles_board import draw_board
from pages._parts.roles_choice import Section, draw_filters, draw_sections, read_choice
from pages._parts.roles_closing import draw_closing
from pages._parts.roles_contributions import draw_contributions
from pages._parts.roles_forms import draw_role_tools
from pages._parts.roles_give import draw_give_button
from pages._parts.roles_overview import chosen_partner, draw_no_partner, draw_overview
from pages._parts.roles_stays import draw_stays_to_close
from pages._parts.tab import signed_in_member

tab = signed_in_member()
_ = tab.words
member = tab.member
today = clock.today()
choice = read_choice(tab, today)

with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    with st.container(width="content", gap="xsmall"):
        st.title(_("Roles and compensation"), anchor=False)
        st.caption(_("Who does what, what each partner gives, and what is owed to whom."))
    draw_give_button(tab)
draw_sections(tab, choice)

if choice.section is Section.overview:
    with reading() as session:
        rows = views.partner_effort(session, member, first_day=choice.first_day, last_day=choice.last_day)
        chosen = chosen_partner(tab, rows)
        card = None if chosen is None else views.partner_card(session, member, partner_id=chosen, day=today)
    draw_filters(_, choice, today)
    if rows:
        draw_overview(tab, choice, rows, chosen, card)
    else:
        draw_no_partner(_)

elif choice.section is Section.board:
    with reading() as session:
        board = views.role_board(session, member, day=today)
    if member.has(Right.coordinator):
        draw_role_tools(tab, board)
    draw_board(tab, board)

elif choice.section is Section.contributions:
    with reading() as session:
        given = views.contributions(session, member, first_day=choice.first_day, last_day=choice.last_day)
        rates = views.rates(session, member)
    draw_contributions(tab, given, rates)

elif choice.section is Section.accounts:
    with reading() as session:
        accounts = views.accounts(session, member)
        of = chosen_account(tab, accounts)
        statement = of and views.statement(
            session,
            member,
            partner_id=of,
            unit=choice.unit,
            first_day=choice.first_day,
            last_day=choice.last_day,
        )
    draw_filters(_, choice, today)
    draw_accounts(tab, accounts, statement or None)

elif member.has(Right.treasurer) or member.has(Right.coordinator):
    with reading() as session:
        waiting = views.to_close(session, member)
    draw_closing(tab, waiting.departures)
    draw_stays_to_close(tab, waiting.stays)
