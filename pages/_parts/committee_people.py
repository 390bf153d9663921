"""Who gives effort, who is owed what, and who has gone quiet."""

from datetime import datetime

import pandas as pd
import streamlit as st

from core.i18n.words import Words
from core.shared.clock import local
from core.steering.portrait import QUIET_AFTER_DAYS, PartnerPulse
from core.steering.views import Review
from pages._parts.committee_charts import draw_balances, draw_hours
from pages._parts.committee_words import balances_said, effort_said, heartbeat_said
from pages._parts.plain_text import plain


def draw_spread(_: Words, review: Review) -> None:
    """Draw effort and balances; amounts only of the partners the person may see."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(effort_said(_, review), anchor=False)
        draw_hours(_, review.effort)
        silent = sum(1 for each in review.effort if not each.minutes)
        if silent:
            st.caption(
                _.many(
                    "%(count)s partner gave no hours in this period; kilometres, goods and money count in the value.",
                    "%(count)s partners gave no hours in this period; kilometres, goods and money count in the value.",
                    silent,
                )
            )
    with right:
        st.subheader(balances_said(_, review), anchor=False)
        draw_balances(_, review.effort)
        if any(each.balance_cents is None for each in review.effort):
            st.caption(_("Each partner's own amount is shown to that partner, to the treasurer and to coordinators."))


def draw_heartbeat(_: Words, review: Review) -> None:
    """Draw each partner's last signs of life, the quietest first, under the animator's name."""
    st.subheader(heartbeat_said(_, review, after_days=QUIET_AFTER_DAYS), anchor=False)
    if review.animator_name:
        st.markdown(_("The network's animator is **%(name)s**.", name=plain(review.animator_name)))
    else:
        st.warning(_("Nobody is named as the network's animator. Name one on the network page: tools die without one."))
    if not review.pulses:
        return
    quietest_first = sorted(
        review.pulses, key=lambda pulse: -(10**6 if pulse.silent_days is None else pulse.silent_days)
    )
    rows = pd.DataFrame(
        [
            {
                "name": pulse.name,
                "kind": _.label(pulse.kind),
                "state": f"○ {_('quiet')}" if pulse.is_quiet else f"● {_('active')}",
                "days": pulse.silent_days,
                "reserved": _day(pulse.reserved_at),
                "contributed": _day(pulse.contributed_at),
                "signed_in": _day(pulse.signed_in_at),
            }
            for pulse in quietest_first
        ]
    )
    st.dataframe(
        rows,
        hide_index=True,
        height="content",
        placeholder="–",
        column_config={
            "name": _("Partner"),
            "kind": _("Kind"),
            "state": _("Sign of life"),
            "days": st.column_config.NumberColumn(_("Silent for (days)")),
            "reserved": st.column_config.DateColumn(_("Last reservation"), format="YYYY-MM-DD"),
            "contributed": st.column_config.DateColumn(_("Last contribution"), format="YYYY-MM-DD"),
            "signed_in": st.column_config.DateColumn(_("Last sign-in"), format="YYYY-MM-DD"),
        },
    )


def _silence(pulse: PartnerPulse) -> tuple[bool, int]:
    return pulse.silent_days is None, pulse.silent_days or 0


def _day(moment: datetime | None) -> object:
    return None if moment is None else local(moment).date()
