"""Figures with their changes, and under each group where they come from."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from core.i18n.words import Words
from core.steering.indicators import Better, Figure, Indicator
from core.steering.views import Review
from pages._parts.committee_words import change_said, troughs_said, value_said
from pages._parts.plain_text import dollars

_COLOUR: dict[Better, Literal["normal", "inverse", "off"]] = {
    Better.more: "normal",
    Better.less: "inverse",
    Better.neither: "off",
}

FILLING = (Indicator.trough_weeks_filled, Indicator.fill_rate, Indicator.departures_run, Indicator.unmet)
GOODS = (Indicator.delivered, Indicator.to_food_banks, Indicator.shared_distance, Indicator.departures_cancelled)
COSTS = (Indicator.pooled_cost, Indicator.alone_cost, Indicator.saved, Indicator.emissions_avoided)
PRICES = (Indicator.pooled_cost_per_kg, Indicator.alone_cost_per_kg)
SHARING = (Indicator.effort_spread, Indicator.largest_carrier, Indicator.concentration)


def draw_figures(_: Words, review: Review, indicators: Sequence[Indicator], *, drawn: Sequence[Indicator] = ()) -> None:
    """Draw figures side by side, each with its change and last year's value; explain them, and those `drawn` above."""
    figures = [review.figure(indicator) for indicator in indicators]
    for column, figure in zip(st.columns(len(figures)), figures, strict=True):
        with column:
            _draw(_, figure)
            if figure.indicator is Indicator.trough_weeks_filled:
                st.caption(troughs_said(_, review.troughs[0]))
            if figure.indicator is Indicator.saved and review.saved_over_a_year[0] is not None:
                share = value_said(_, figure.definition.measure, review.saved_over_a_year[0])
                st.caption(_("Over twelve months, every season included: %(share)s.", share=share))
    with st.expander(_("Where do these figures come from?")):
        for figure in [*(review.figure(indicator) for indicator in drawn), *figures]:
            _explain(_, figure)


def _draw(_: Words, figure: Figure) -> None:
    what = figure.definition
    change = change_said(_, what.measure, figure.change)
    moved = change is not None and change[0] in "+-"
    st.metric(
        _(what.name),
        value_said(_, what.measure, figure.value),
        delta=change,
        delta_color=_COLOUR[what.better] if moved else "off",
        delta_arrow="auto" if moved else "off",
        delta_description=_("from the period before") if figure.change is not None else None,
    )
    if figure.between is not None:
        low, high = (value_said(_, what.measure, each) for each in figure.between)
        st.caption(dollars(_("Cautious assumption; between %(low)s and %(high)s.", low=low, high=high)))
    if figure.last_year is not None:
        since = change_said(_, what.measure, figure.change_from_last_year)
        last_year = _("Last year: %(value)s", value=value_said(_, what.measure, figure.last_year))
        st.caption(dollars(f"{last_year} ({since})" if since else last_year))


def _explain(_: Words, figure: Figure) -> None:
    what = figure.definition
    said = _(
        "**%(name)s.** %(meaning)s *Source:* %(source)s *How sure:* %(sureness)s",
        name=_(what.name),
        meaning=_(what.meaning),
        source=_(what.source),
        sureness=_(what.sureness),
    )
    if figure.recorded_share is not None:
        recorded = _("%(share)s of the loads were weighed at delivery.", share=_.percent(figure.recorded_share))
        said = f"{said} {recorded}"
    st.markdown(said)
