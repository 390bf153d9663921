"""For which partner: one's own, or any for a coordinator who reserves on somebody's behalf."""

import streamlit as st

from core.access.rights import Right
from core.database.doors import reading
from core.partners.views import partners
from pages._parts.tab import Tab


def choose_partner(tab: Tab, *, key: str) -> int | None:
    """Return the partner chosen; nothing is asked of a person who acts for a single one."""
    _ = tab.words
    with reading() as session:
        known = {row.id: row.name for row in partners(session) if row.is_active}
    may = [each for each in known if tab.member.may_act_for(each)]
    if len(may) <= 1:
        return may[0] if may else None
    first = may.index(tab.partner_id) if tab.partner_id in may else 0
    help_text = _("As a coordinator you reserve on a partner's behalf.") if tab.member.has(Right.coordinator) else None
    chosen: int = st.selectbox(
        _("Partner"), may, index=first, format_func=lambda each: known[each], key=key, help=help_text, width=360
    )
    return chosen
