"""People and rights: who may sign in, with which rights, for which partners."""

import pandas as pd
import streamlit as st

from core.access.rights import Right
from core.access.views import PersonRow, people
from core.database.doors import reading
from core.partners.views import partners
from pages._parts.people_forms import draw_invitation, draw_person, pick_on_a_phone, show_link
from pages._parts.screen import on_a_phone
from pages._parts.tab import signed_in_member

tab = signed_in_member(Right.administrator)
_ = tab.words

with reading() as session:
    everybody = people(session, tab.member)
    partner_names = {each.id: each.name for each in partners(session)}


def state_of(person: PersonRow) -> str:
    """Say in a word whether the person can sign in."""
    if not person.is_active:
        return _("closed")
    if person.awaits_link:
        return _("link sent, not used yet")
    return _("active") if person.has_password else _("no password yet")


heading, action = st.columns([3, 1], vertical_alignment="bottom")
heading.title(_("People and rights"))
with action.popover(_("Invite somebody"), type="primary", width="stretch"):
    draw_invitation(tab, partner_names)
show_link(tab)

if on_a_phone():
    picked = pick_on_a_phone(tab, everybody, state_of)
else:
    chosen = st.dataframe(
        pd.DataFrame(
            {
                "name": [each.name for each in everybody],
                "email": [each.email for each in everybody],
                "rights": [", ".join(_.label(right) for right in sorted(each.rights)) for each in everybody],
                "partners": [
                    ", ".join(partner_names.get(partner_id, "") for partner_id in each.partner_ids)
                    for each in everybody
                ],
                "state": [state_of(each) for each in everybody],
            }
        ),
        column_config={
            "name": st.column_config.TextColumn(_("Name")),
            "email": st.column_config.TextColumn(_("E-mail")),
            "rights": st.column_config.TextColumn(_("Rights")),
            "partners": st.column_config.TextColumn(_("Acts for")),
            "state": st.column_config.TextColumn(_("Account")),
        },
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="single-row",
        key="people.chosen",
        alt=_("Everybody who may sign in"),
    )
    picked = chosen["selection"]["rows"]
if picked:
    draw_person(tab, everybody[picked[0]], partner_names)
elif not on_a_phone():
    st.caption(_("Choose a line to change a person's rights, send a link, or close an account."))
