"""What was carried, refused or cancelled: a table, folded."""

from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.reservations.views import ReservationRow
from pages._parts.tab import Tab


def _state(_: Words, row: ReservationRow) -> str:
    """Say how it ended; where there is more to say than that it did, that."""
    if row.ending is None:
        return _.label(row.state)
    said = _.label(row.ending)
    if row.ending_reason:
        said = f"{said} ({row.ending_reason})"
    return f"{said} · {_('%(price)s owed', price=_.money(row.owed_cents))}" if row.owed_cents else said


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
                    _("Price"): _.money(row.bill.total_cents),
                    _("State"): _state(_, row),
                }
                for row in reversed(rows)
            ],
            hide_index=True,
            width="stretch",
        )
