"""Notices: what happened to my reservations and contributions; for coordinators, everything that was told."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import reading
from core.notices.actions import mark_all_read
from core.notices.letter_views import letters
from core.notices.sentences import sentence_of
from core.notices.views import NoticeRow, outbox, own_notices
from core.partners.views import partners
from core.shared.clock import local
from pages._parts.acting import act
from pages._parts.choosing import choose_one
from pages._parts.leaving import link_to
from pages._parts.outbox import draw_letters, say_whether_mail_leaves
from pages._parts.tab import signed_in_member

AT_ONCE, SHOWN = 20, "notices.shown"

tab = signed_in_member()
_ = tab.words
member = tab.member

st.title(_("Notices"))
own = _("For us")
everybody = _("Everything that was told")
by_mail = _("E-mails")
whose = own
if member.has(Right.coordinator):
    whose = choose_one(
        _("Notices"),
        [own, everybody, by_mail],
        default=own if member.partner_ids else everybody,
        key="notices.whose",
    )

with reading() as session:
    mailed = letters(session, member) if whose == by_mail else []
    rows = outbox(session, member) if whose == everybody else own_notices(session, member)
    name_of = {each.id: each.name for each in partners(session)}
if whose == by_mail:
    say_whether_mail_leaves(_)
    with st.container(width=720, gap="small"):
        draw_letters(_, mailed, name_of)
    if not mailed:
        st.caption(_("No e-mail yet: each important notice writes one to the people of its partner."))
    st.stop()

shown = st.session_state.get(SHOWN, AT_ONCE)
new = [row for row in rows if row.is_new and row.partner_id in member.partner_ids]


def draw(row: NoticeRow) -> None:
    """Draw one notice as a card."""
    with st.container(border=True, gap="xsmall"):
        about = f"{_.day(local(row.at).date())}, {_.clock(row.at)} · {name_of.get(row.partner_id, '')}"
        st.markdown(f"**{_.label(row.kind)}**" + (f" :primary-badge[{_('new')}]" if row in new else ""))
        st.write(sentence_of(_, row.kind, row.facts))
        st.caption(about)


if not rows:
    st.info(
        _(
            "Nothing yet. When you reserve, when room is found for you, or when a departure changes, "
            "it is told here the same minute."
        )
    )
    if member.partner_ids:
        link_to("reserve", _("Reserve"))

if new and st.button(_.many("Mark %(count)s as read", "Mark all %(count)s as read", len(new))):
    act(tab, lambda session: mark_all_read(session, member))
    st.rerun()

with st.container(width=720, gap="small"):
    for row in rows[:shown]:
        draw(row)
if len(rows) > shown and st.button(_("Show more"), type="tertiary"):
    st.session_state[SHOWN] = shown + AT_ONCE
    st.rerun()
