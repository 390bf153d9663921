"""The committee's pictures: large, few, readable in grey and on a projector."""

import json
from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.steering.indicators import Figure
from core.steering.portrait import CarrierShare, PartnerEffort, VehicleFill, WeekFill
from pages._parts import vega
from pages._parts.base_map import dark_mode
from pages._parts.screen import on_a_phone

_FONT = 15
# Pale enough (dark enough) for the marks and numbers laid over them.
_BAR = {False: "#7DB5A5", True: "#2F806A"}
_PALE = {False: "#D3D6CF", True: "#56655F"}
_OWES, _OWED = {False: "#B4500F", True: "#F3A66B"}, {False: "#1F5FA8", True: "#8DBDF2"}
_WHOLE = {"domain": [0, 100]}
_QUARTERS = [0, 25, 50, 75, 100]


def _text() -> str:
    return "#EEF2EE" if dark_mode() else "#17231F"


def _axis(title: str | None = None, **options: object) -> vega.Spec:
    text = _text()
    return {
        "title": title,
        "labelFontSize": _FONT,
        "titleFontSize": _FONT,
        "labelColor": text,
        "titleColor": text,
        "ticks": False,
        "domain": False,
        **options,
    }


def _names(field: str = "name") -> vega.Spec:
    """Return the axis of names, in the order of the rows."""
    return vega.words(field, sort=None, title=None, axis=_axis(labelLimit=140 if on_a_phone() else 300))


def _numbers(dx: int, *, align: str = "left", size: int = _FONT, only: str = "", **encoding: vega.Spec) -> vega.Spec:
    """Return the layer of numbers written beside the bars."""
    return vega.layer("text", {"align": align, "dx": dx, "fontSize": size, "color": _text()}, only=only, **encoding)


def draw_weeks(_: Words, weeks: Sequence[WeekFill]) -> None:
    """Draw the fill of each week as a bar, and of the same week last year as a black mark."""
    rows = [
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
    names = {week.week.isoformat(): _.day(week.week).split(maxsplit=1)[1] for week in weeks}
    axis = _axis(labelAngle=0, labelOverlap="parity", labelExpr=f"{json.dumps(names)}[datum.value]")
    shared = {
        "x": vega.step("week", title=None, axis=axis),
        "tooltip": [
            vega.words("week_said", title=_("Week of")),
            vega.amount("percent", title=_("Load (%)")),
            vega.amount("last_year", title=_("Last year (%)")),
        ],
    }
    percent = vega.amount("percent", scale=_WHOLE, axis=_axis(_("Load (%)"), values=_QUARTERS))
    bars = vega.layer("bar", {"color": _BAR[dark_mode()], "width": {"band": 0.66}}, y=percent)
    marks = vega.layer("tick", {"color": _text(), "thickness": 3, "width": {"band": 1}}, y=vega.amount("last_year"))
    numbers = vega.layer(
        "text",
        {"baseline": "bottom", "dy": -5, "fontSize": _FONT, "color": _text()},
        y=vega.amount("top"),
        text=vega.words("said"),
    )
    layers = [bars, marks, numbers] if len(rows) <= 27 else [bars, marks]
    vega.show(rows, layers, encoding=shared, height=430, alt=_("How full the trucks were, week by week"))
    st.caption(_("Bar: this period. Horizontal mark: the same week last year."))


def draw_vehicles(_: Words, vehicles: Sequence[VehicleFill]) -> None:
    """Draw each vehicle's fill as a bar, and that of the period before as a mark."""
    rows = [
        {
            "name": vehicle.name,
            "percent": vehicle.percent or 0,
            "before": vehicle.before_percent,
            "said": _.percent((vehicle.percent or 0) / 100),
            "departures": vehicle.departures,
        }
        for vehicle in vehicles
    ]
    shared = {
        "y": _names(),
        "tooltip": [
            vega.words("name", title=_("Vehicle")),
            vega.amount("percent", title=_("Load (%)")),
            vega.amount("before", title=_("Before (%)")),
            vega.amount("departures", title=_("Departures")),
        ],
    }
    percent = vega.amount("percent", scale=_WHOLE, axis=_axis(_("Load (%)"), values=_QUARTERS))
    bars = vega.layer("bar", {"color": _BAR[dark_mode()], "height": {"band": 0.7}}, x=percent)
    marks = vega.layer("tick", {"color": _text(), "thickness": 3, "height": {"band": 0.9}}, x=vega.amount("before"))
    numbers = _numbers(8, x=vega.amount("percent"), text=vega.words("said"))
    vega.show(
        rows, [bars, marks, numbers], encoding=shared, height=90 + 54 * len(rows), alt=_("How full each vehicle was")
    )
    st.caption(_("Bar: this period. Vertical mark: the period before."))


def draw_costs(_: Words, pooled: Figure, alone: Figure) -> None:
    """Draw the cost of a kilogram together and alone, as two bars with their price."""
    rows = [
        {"who": said, "cents": figure.value or 0, "price": _.money(round(figure.value or 0)), "kind": kind}
        for said, figure, kind in ((_("together"), pooled, 0), (_("each alone"), alone, 1))
    ]
    most = max(1, 1.25 * max(pooled.value or 0, alone.value or 0))
    bars = vega.layer(
        "bar",
        {"height": {"band": 0.7}},
        x=vega.amount("cents", axis=None, scale={"domain": [0, most]}),
        color=vega.words(
            "kind", legend=None, scale={"range": [_BAR[dark_mode()], _PALE[dark_mode()]], "domain": [0, 1]}
        ),
    )
    numbers = _numbers(8, size=_FONT + 3, x=vega.amount("cents"), text=vega.words("price"))
    shared = {"y": vega.words("who", sort=None, title=None, axis=_axis())}
    vega.show(rows, [bars, numbers], encoding=shared, height=150, alt=_("Cost per kilogram, together and each alone"))


def draw_carriers(_: Words, carriers: Sequence[CarrierShare]) -> None:
    """Draw each carrier's share of the kilometres."""
    rows = [{"name": each.name, "share": 100 * each.share, "said": _.percent(each.share)} for each in carriers]
    bars = vega.layer(
        "bar",
        {"color": _BAR[dark_mode()], "height": {"band": 0.7}},
        x=vega.amount("share", axis=None, scale={"domain": [0, 110]}),
    )
    numbers = _numbers(8, x=vega.amount("share"), text=vega.words("said"))
    vega.show(
        rows,
        [bars, numbers],
        encoding={"y": _names()},
        height=40 + 48 * len(rows),
        alt=_("Share of the kilometres of each carrier"),
    )


def draw_hours(_: Words, effort: Sequence[PartnerEffort]) -> None:
    """Draw the hours each partner gave, the largest first; partners who gave none are counted in words."""
    gave = sorted((each for each in effort if each.minutes), key=lambda each: -each.minutes)
    if not gave:
        return
    rows = [{"name": each.name, "hours": each.minutes / 60, "said": _.duration(each.minutes)} for each in gave]
    bars = vega.layer(
        "bar",
        {"color": _BAR[dark_mode()]},
        x=vega.amount("hours", axis=None, scale={"domain": [0, gave[0].minutes / 60 * 1.2]}),
    )
    numbers = _numbers(6, x=vega.amount("hours"), text=vega.words("said"))
    vega.show(
        rows,
        [bars, numbers],
        encoding={"y": _names()},
        height=40 + 30 * len(rows),
        alt=_("Hours of work given by each partner"),
    )


def draw_balances(_: Words, effort: Sequence[PartnerEffort]) -> None:
    """Draw the balances that the person who looks may see: owed to the right, owing to the left."""
    seen = [(each.name, each.balance_cents) for each in effort if each.balance_cents]
    if not seen:
        return
    seen.sort(key=lambda each: -each[1])
    rows = [{"name": name, "dollars": cents / 100, "said": _.money(cents), "owes": cents < 0} for name, cents in seen]
    widest = 1.7 * max(abs(cents) for _name, cents in seen) / 100
    bars = vega.layer(
        "bar",
        x=vega.amount("dollars", axis=None, scale={"domain": [-widest, widest]}),
        color=vega.words(
            "owes",
            legend=None,
            scale={"domain": [False, True], "range": [_OWED[dark_mode()], _OWES[dark_mode()]]},
        ),
    )
    numbers = [
        _numbers(dx, align=align, only=condition, x=vega.amount("dollars"), text=vega.words("said"))
        for condition, align, dx in (("datum.dollars >= 0", "left", 6), ("datum.dollars < 0", "right", -6))
    ]
    vega.show(
        rows,
        [bars, *numbers],
        encoding={"y": _names()},
        height=40 + 30 * len(rows),
        alt=_("Balance of each partner"),
    )
    st.caption(_("To the right: the network owes the partner. To the left: the partner owes the network."))
