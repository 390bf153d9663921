"""Who did what, when: every write of the network, for those who answer for it."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from core.access.audit_views import may_read_audit, who_did_what
from core.access.refusals import NotYours
from core.access.views import names
from core.audit.details import Known
from core.audit.wording import SUBJECTS
from core.database.doors import reading
from core.partners.views import partners
from core.shared.clock import local, today
from pages._parts.acting import show_refusal
from pages._parts.audit_words import details_said, done_said, thing_said
from pages._parts.phone_cards import Card, draw_cards
from pages._parts.screen import on_a_phone
from pages._parts.tab import signed_in_member

tab = signed_in_member()
_ = tab.words
if not may_read_audit(tab.member):
    show_refusal(tab, NotYours())
    st.stop()

st.title(_("Who did what"))
st.caption(_("Every change is written here the moment it is made; nobody can rewrite it."))

with reading() as session:
    name_of = names(session)
    known = Known(name_of, {each.id: each.name for each in partners(session)})

with st.container(horizontal=True, gap="medium"):
    days = st.date_input(
        _("Days"), (today() - timedelta(days=7), today()), max_value=today(), format="YYYY-MM-DD", width=260
    )
    person = st.selectbox(
        _("Person"), list(name_of), index=None, format_func=name_of.__getitem__, placeholder=_("Everybody"), width=260
    )
    subject = st.selectbox(
        _("About"),
        list(SUBJECTS),
        index=None,
        format_func=lambda word: _(SUBJECTS[word]),
        placeholder=_("Everything"),
        width=260,
    )
first_day, last_day = (days[0], days[-1]) if isinstance(days, tuple) and days else (today(), today())

with reading() as session:
    rows = who_did_what(session, tab.member, first_day=first_day, last_day=last_day, person_id=person, subject=subject)

if not rows:
    st.info(_("Nothing was written on these days. Choose more days, or everybody."))
    st.stop()

if on_a_phone():
    cards = [
        Card(
            row.name or _("Navette itself"),
            f"{_.day(local(row.at).date())}, {_.clock(row.at)}",
            " · ".join(filter(None, (done_said(_, row), thing_said(_, row, known), details_said(_, row, known)))),
        )
        for row in rows
    ]
    draw_cards(_, cards, key="audit")
    st.stop()

st.dataframe(
    pd.DataFrame(
        {
            "at": [row.at for row in rows],
            "who": [row.name or _("Navette itself") for row in rows],
            "act": [done_said(_, row) for row in rows],
            "thing": [thing_said(_, row, known) for row in rows],
            "facts": [details_said(_, row, known) for row in rows],
        }
    ),
    column_config={
        "at": st.column_config.DatetimeColumn(
            _("When"), format="YYYY-MM-DD HH:mm", timezone="America/Toronto", width=140
        ),
        "who": st.column_config.TextColumn(_("Who"), width=140),
        "act": st.column_config.TextColumn(_("Did"), width=250),
        "thing": st.column_config.TextColumn(_("What"), width=190),
        "facts": st.column_config.TextColumn(_("Details"), width=400),
    },
    hide_index=True,
    height=560,
    alt=_("Every change of these days, newest first"),
)
st.caption(_.many("%(count)s change", "%(count)s changes", len(rows)))
