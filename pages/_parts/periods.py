"""Trough, normal, peak: always a sign, a word and a colour, the same on every screen."""

import streamlit as st

from core.i18n.words import Words
from core.shared.periods import Period

SIGNS: dict[Period, str] = {Period.trough: "○", Period.normal: "◐", Period.peak: "●"}
_LIGHT: dict[Period, str] = {Period.trough: "#1F5FA8", Period.normal: "#5B6660", Period.peak: "#B4500F"}
_DARK: dict[Period, str] = {Period.trough: "#8DBDF2", Period.normal: "#AEB9B3", Period.peak: "#F3A66B"}
_THEMED: dict[Period, str] = {Period.trough: "blue", Period.normal: "gray", Period.peak: "orange"}


def colour(period: Period, *, dark: bool) -> str:
    """Return the colour of a period, for charts, calendars and maps."""
    return (_DARK if dark else _LIGHT)[period]


def said(_: Words, period: Period) -> str:
    """Return sign and word: `○ creux`."""
    return f"{SIGNS[period]}\u00a0{_.label(period)}"


def shown(_: Words, period: Period) -> str:
    """Return sign and word in the period's colour, as Markdown for `st.markdown`, `st.caption` and labels."""
    return f":{_THEMED[period]}[{said(_, period)}]"


def legend(_: Words) -> None:
    """Draw the legend, with what each word means on hover."""
    st.markdown(
        "\u2002".join(f"**{shown(_, period)}**" for period in Period),
        help=_(
            "How full the line's week is. ○ trough: much room, reduced price. ◐ normal. ● peak: nearly full, "
            "book early. Each line sets its own thresholds."
        ),
        width="content",
    )
