"""What was carried, refused or cancelled: a table, folded."""

from collections.abc import Sequence

import streamlit as st

from core.reservations.views import ReservationRow
from pages._parts.tab import Tab


def draw_past(tab: Tab, rows: Sequence[ReservationRow]) -> None:
    """Draw the reservations that are over, the latest first."""
    if not rows:
        return
    _ = tab.words
    said = _.many("%(count)s reservation over", "%(count)s reservations over", len(rows))
    with st.expander(said):
        st.dataframe(
            [
                {
                    _("No."): row.number,
                    _("Day"): row.service_date,
                    _("Line"): row.line_name,
                    _("From where"): row.from_site,
                    _("To where"): row.to_site,
                    _("Asked (kg)"): row.quantity.kg,
                    _("Delivered (kg)"): row.delivered_kg,
                    _("Price"): _.money(row.price_cents),
                    _("State"): _.label(row.state),
                }
                for row in reversed(rows)
            ],
            hide_index=True,
            width="stretch",
        )
