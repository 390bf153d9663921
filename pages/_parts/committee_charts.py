"""The committee's pictures: large, few, readable in grey and on a projector."""

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import pandas as pd
import streamlit as st

from core.i18n.words import Words
from core.steering.indicators import Figure
from core.steering.portrait import CarrierShare, PartnerEffort, VehicleFill, WeekFill
from pages._parts.base_map import dark_mode
from pages._parts.screen import on_a_phone

_FONT = 15
# Pale enough (dark enough) for the marks and numbers laid over them.
_BAR = {False: "#7DB5A5", True: "#2F806A"}
_PALE = {False: "#D3D6CF", True: "#56655F"}
_OWES, _OWED = {False: "#B4500F", True: "#F3A66B"}, {False: "#1F5FA8", True: "#8DBDF2"}


def _text() -> str:
    return "#EEF2EE" if dark_mode() else "#17231F"


def _label_limit() -> int:
    return 140 if on_a_phone() else 300


def _axis(title: str | None = None, **options: Any) -> alt.Axis:
    return alt.Axis(
        title=title,
        labelFontSize=_FONT,
        titleFontSize=_FONT,
        labelColor=_text(),
        titleColor=_text(),
        ticks=False,
        domain=False,
        **options,
    )


def _show(chart: alt.LayerChart | alt.FacetChart, *, height: int, alt_text: str) -> None:
    st.altair_chart(chart.properties(height=height).configure_view(strokeWidth=0), alt=alt_text)


def draw_weeks(_: Words, weeks: Sequence[WeekFill]) -> None:
    """Draw the fill of each week as a bar, and of the same week last year as a black mark."""
    rows = pd.DataFrame(
        [
            {
                "week": week.week.isoformat(),
                "percent": week.percent,
                "last_year": week.last_year_percent,
                "top": max(week.percent or 0, week.last_year_percent or 0),
                "said": "" if week.percent is None else _.number(week.percent),
                "week_said": _.day_and_year(week.week),
            }
            for week in weeks
        ]
    )
    few = len(rows) <= 27
    names = {week.week.isoformat(): _.day(week.week).split(maxsplit=1)[1] for week in weeks}
    base = alt.Chart(rows).encode(
        x=alt.X(
            "week:O",
            title=None,
            axis=_axis(labelAngle=0, labelOverlap="parity", labelExpr=f"{names}[datum.value]"),
        ),
        tooltip=[
            alt.Tooltip("week_said:N", title=_("Week of")),
            alt.Tooltip("percent:Q", title=_("Load (%)")),
            alt.Tooltip("last_year:Q", title=_("Last year (%)")),
        ],
    )
    percent = alt.Y(
        "percent:Q", scale=alt.Scale(domain=[0, 100]), axis=_axis(_("Load (%)"), values=[0, 25, 50, 75, 100])
    )
    bars = base.mark_bar(color=_BAR[dark_mode()], width=alt.RelativeBandSize(0.66)).encode(y=percent)
    numbers = base.mark_text(baseline="bottom", dy=-5, fontSize=_FONT, color=_text()).encode(y="top:Q", text="said:N")
    marks = base.mark_tick(color=_text(), thickness=3, width=alt.RelativeBandSize(1)).encode(y="last_year:Q")
    layers = (bars, marks, numbers) if few else (bars, marks)
    _show(alt.layer(*layers), height=430, alt_text=_("How full the trucks were, week by week"))
    st.caption(_("Bar: this period. Horizontal mark: the same week last year."))


def draw_vehicles(_: Words, vehicles: Sequence[VehicleFill]) -> None:
    """Draw each vehicle's fill as a bar, and that of the period before as a mark."""
    rows = pd.DataFrame(
        [
            {
                "name": vehicle.name,
                "percent": vehicle.percent or 0,
                "before": vehicle.before_percent,
                "said": _.percent((vehicle.percent or 0) / 100),
                "departures": vehicle.departures,
            }
            for vehicle in vehicles
        ]
    )
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=_axis(labelLimit=_label_limit())),
        tooltip=[
            alt.Tooltip("name:N", title=_("Vehicle")),
            alt.Tooltip("percent:Q", title=_("Load (%)")),
            alt.Tooltip("before:Q", title=_("Before (%)")),
            alt.Tooltip("departures:Q", title=_("Departures")),
        ],
    )
    percent = alt.X(
        "percent:Q", scale=alt.Scale(domain=[0, 100]), axis=_axis(_("Load (%)"), values=[0, 25, 50, 75, 100])
    )
    bars = base.mark_bar(color=_BAR[dark_mode()], height=alt.RelativeBandSize(0.7)).encode(x=percent)
    numbers = base.mark_text(align="left", dx=8, fontSize=_FONT, color=_text()).encode(x="percent:Q", text="said:N")
    marks = base.mark_tick(color=_text(), thickness=3, height=alt.RelativeBandSize(0.9)).encode(x="before:Q")
    _show(alt.layer(bars, marks, numbers), height=90 + 54 * len(rows), alt_text=_("How full each vehicle was"))
    st.caption(_("Bar: this period. Vertical mark: the period before."))


def draw_costs(_: Words, pooled: Figure, alone: Figure) -> None:
    """Draw the cost of a kilogram together and alone, as two bars with their price."""
    rows = pd.DataFrame(
        [
            {"who": said, "cents": figure.value or 0, "price": _.money(round(figure.value or 0)), "kind": kind}
            for said, figure, kind in ((_("together"), pooled, 0), (_("each alone"), alone, 1))
        ]
    )
    base = alt.Chart(rows).encode(y=alt.Y("who:N", sort=None, title=None, axis=_axis()))
    bars = base.mark_bar(height=alt.RelativeBandSize(0.7)).encode(
        x=alt.X("cents:Q", axis=None, scale=alt.Scale(domain=[0, max(1, rows["cents"].max() * 1.25)])),
        color=alt.Color(
            "kind:N", legend=None, scale=alt.Scale(range=[_BAR[dark_mode()], _PALE[dark_mode()]], domain=[0, 1])
        ),
    )
    numbers = base.mark_text(align="left", dx=8, fontSize=_FONT + 3, color=_text()).encode(x="cents:Q", text="price:N")
    _show(alt.layer(bars, numbers), height=150, alt_text=_("Cost per kilogram, together and each alone"))


def draw_carriers(_: Words, carriers: Sequence[CarrierShare]) -> None:
    """Draw each carrier's share of the kilometres."""
    rows = pd.DataFrame(
        [{"name": each.name, "share": 100 * each.share, "said": _.percent(each.share)} for each in carriers]
    )
    base = alt.Chart(rows).encode(y=alt.Y("name:N", sort=None, title=None, axis=_axis(labelLimit=_label_limit())))
    bars = base.mark_bar(color=_BAR[dark_mode()], height=alt.RelativeBandSize(0.7)).encode(
        x=alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, 110]))
    )
    numbers = base.mark_text(align="left", dx=8, fontSize=_FONT, color=_text()).encode(x="share:Q", text="said:N")
    _show(alt.layer(bars, numbers), height=40 + 48 * len(rows), alt_text=_("Share of the kilometres of each carrier"))


def draw_hours(_: Words, effort: Sequence[PartnerEffort]) -> None:
    """Draw the hours each partner gave, the largest first; partners who gave none are counted in words."""
    gave = sorted((each for each in effort if each.minutes), key=lambda each: -each.minutes)
    if not gave:
        return
    rows = pd.DataFrame(
        [{"name": each.name, "hours": each.minutes / 60, "said": _.duration(each.minutes)} for each in gave]
    )
    base = alt.Chart(rows).encode(y=alt.Y("name:N", sort=None, title=None, axis=_axis(labelLimit=_label_limit())))
    bars = base.mark_bar(color=_BAR[dark_mode()]).encode(
        x=alt.X("hours:Q", axis=None, scale=alt.Scale(domain=[0, rows["hours"].max() * 1.2]))
    )
    numbers = base.mark_text(align="left", dx=6, fontSize=_FONT, color=_text()).encode(x="hours:Q", text="said:N")
    _show(alt.layer(bars, numbers), height=40 + 30 * len(rows), alt_text=_("Hours of work given by each partner"))


def draw_balances(_: Words, effort: Sequence[PartnerEffort]) -> None:
    """Draw the balances that the person who looks may see: owed to the right, owing to the left."""
    seen = [(each.name, each.balance_cents) for each in effort if each.balance_cents]
    if not seen:
        return
    seen.sort(key=lambda each: -each[1])
    rows = pd.DataFrame(
        [{"name": name, "dollars": cents / 100, "said": _.money(cents), "owes": cents < 0} for name, cents in seen]
    )
    widest = 1.7 * rows["dollars"].abs().max()
    base = alt.Chart(rows).encode(y=alt.Y("name:N", sort=None, title=None, axis=_axis(labelLimit=_label_limit())))
    bars = base.mark_bar().encode(
        x=alt.X("dollars:Q", axis=None, scale=alt.Scale(domain=[-widest, widest])),
        color=alt.Color(
            "owes:N",
            legend=None,
            scale=alt.Scale(domain=[False, True], range=[_OWED[dark_mode()], _OWES[dark_mode()]]),
        ),
    )
    sides: tuple[tuple[str, Literal["left", "right"], int], ...] = (
        ("datum.dollars >= 0", "left", 6),
        ("datum.dollars < 0", "right", -6),
    )
    numbers = [
        base.transform_filter(condition)
        .mark_text(align=align, dx=dx, fontSize=_FONT, color=_text())
        .encode(x="dollars:Q", text="said:N")
        for condition, align, dx in sides
    ]
    _show(alt.layer(bars, *numbers), height=40 + 30 * len(rows), alt_text=_("Balance of each partner"))
    st.caption(_("To the right: the network owes the partner. To the left: the partner owes the network."))
