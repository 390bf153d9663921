"""What is asked for against the room on offer, date by date."""

import json
from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.shared.quantities import Quantity
from core.slot_windows.kinds import SlotMeasure
from core.slot_windows.proposal import DateOnOffer
from core.slot_windows.views import WindowRow
from pages._parts import vega
from pages._parts.base_map import dark_mode

_HEIGHT = 240


def draw_short(_: Words, window: WindowRow, dates: Sequence[DateOnOffer]) -> None:
    """Draw what is asked against the room on offer, date by date, on the busiest leg."""
    short = sum(each.is_short() for each in dates)
    st.subheader(
        _.many(
            "Room is short on %(count)s of %(dates)s dates.",
            "Room is short on %(count)s of %(dates)s dates.",
            short,
            dates=_.number(len(dates)),
        )
        if short
        else _("There is room for everything that is asked."),
        anchor=False,
    )
    pallets = window.measure is SlotMeasure.pallets

    def amount(quantity: Quantity) -> float:
        return quantity.pallet_hundredths / 100 if pallets else quantity.kg

    room, asked = _("room on offer"), _("asked for")
    rows = [
        {
            "day": each.day.isoformat(),
            "said": _.day(each.day),
            "place": each.place,
            "room": amount(each.room),
            "asked": amount(each.asked),
            "partners": each.partners,
        }
        for each in dates
    ]
    dark = dark_mode()
    accent, warm, text = ("#6FD0B3", "#F3A66B", "#EEF2EE") if dark else ("#1B6B57", "#B4500F", "#17231F")
    order = [str(row["day"]) for row in rows]
    colours = {"domain": [room, asked], "range": [accent, warm]}
    colour = vega.words("what", scale=colours, title=None, legend={"orient": "top", "labelColor": text})
    title = _("Pallets") if pallets else _("Weight (kg)")
    y = {"title": title, "axis": {"labelColor": text, "titleColor": text, "grid": False}}
    vega.show(
        [
            {**row, "what": what, "amount": row[name]}
            for row in rows
            for what, name in ((room, "room"), (asked, "asked"))
        ],
        [
            vega.layer("bar", {"opacity": 0.55}, only=f"datum.what === '{room}'", y=vega.amount("amount", **y)),
            vega.layer(
                "tick", {"thickness": 4, "bandSize": 22}, only=f"datum.what === '{asked}'", y=vega.amount("amount", **y)
            ),
        ],
        encoding={
            "x": vega.step("day", title=None, sort=order, axis=_days_axis(_, dates, text)),
            "color": colour,
            "tooltip": [
                vega.words("said", title=_("Date")),
                vega.words("place", title=_("Busiest leg")),
                vega.amount("room", title=_("room on offer")),
                vega.amount("asked", title=_("asked for")),
                vega.amount("partners", title=_("Partners")),
            ],
        },
        height=_HEIGHT,
        alt=_("Room on offer and what is asked for, date by date, on the busiest leg"),
    )


def _days_axis(_: Words, dates: Sequence[DateOnOffer], text: str) -> vega.Spec:
    said = {each.day.isoformat(): _.day(each.day).split(maxsplit=1)[1] for each in dates}
    return {
        "labelExpr": f"{json.dumps(said)}[datum.value]",
        "labelAngle": 0,
        "labelOverlap": "parity",
        "labelSeparation": 8,
        "labelColor": text,
        "ticks": False,
        "domain": False,
    }
