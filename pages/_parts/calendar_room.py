"""The free room of a departure, leg by leg: one bar a compartment, its words beside it; in words alone on a phone."""

from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.lines.capacity import CompartmentOnLeg
from core.lines.views import DepartureDetail, LegRow
from pages._parts import vega
from pages._parts.base_map import dark_mode
from pages._parts.calendar_words import quantity_said
from pages._parts.plain_text import plain
from pages._parts.word_table import draw_words

_LETTER, _SMALL_LETTER = 6.1, 5.6  # about how wide a letter comes out in labels and in figures, in pixels
_LEAST_BAR = 60
_LABEL_LIMIT = 260
_STEPS = 5


def draw_room(_: Words, departure: DepartureDetail, *, width: int = 500, kept: Sequence[str] = ()) -> None:
    """Draw the bars in about `width` pixels (a table where they do not fit), what is kept of it, and the ferries."""
    st.subheader(_("Free room on each leg"), anchor=False)
    rows = _rows(_, departure)
    if not rows:
        st.caption(_("Room is counted once the stops are known."))
        return
    tightest = min(departure.legs, key=lambda leg: sum(room.free.kg for room in leg.rooms))
    st.markdown(
        _(
            "Tightest: **%(leg)s**, %(kg)s left.",
            leg=_leg_said(departure, tightest),
            kg=_.kg(min(tightest.payload_kg - tightest.used_kg, sum(room.free.kg for room in tightest.rooms))),
        )
    )
    for rule in kept:
        st.markdown(f":material/schedule: {plain(rule)}")
    share = _share_of_bars(rows, width)
    if share is None:
        _table(_, departure)
    else:
        _chart(_, departure, rows, share, dark=dark_mode())
    said = [
        _("%(leg)s: by ferry (%(ferry)s)", leg=_leg_said(departure, leg), ferry=leg.ferry)
        for leg in departure.legs
        if leg.ferry
    ]
    if said:
        st.caption("  \n".join(said))


def _share_of_bars(rows: Sequence[vega.Row], width: int) -> float | None:
    """Return the share of the drawing that the fullest bar may take, its words beside it; None for too little."""
    labels = min(_LABEL_LIMIT, _LETTER * max(len(str(row["leg"])) for row in rows)) + 12
    words = _SMALL_LETTER * max(len(str(row["said"])) for row in rows) + 12
    bars = width - labels - words
    return bars / (width - labels) if bars >= _LEAST_BAR else None


def _table(_: Words, departure: DepartureDetail) -> None:
    rows = []
    for leg in departure.legs:
        for place, room in enumerate(leg.rooms):
            name = "" if place else f"{leg.position + 1}\\. {plain(_leg_said(departure, leg))}"
            full = min(_STEPS, -(-max(0, room.free.kg) * _STEPS // max(1, room.capacity.kg)))
            rows.append((name, f"{'▰' * full}{'▱' * (_STEPS - full)} {_room_said(_, room)}"))
    draw_words((_("Leg"), _("Free room")), rows)


def _room_said(_: Words, room: CompartmentOnLeg) -> str:
    return _("%(temperature)s: %(room)s", temperature=_.label(room.temperature), room=quantity_said(_, room.free))


def _leg_said(departure: DepartureDetail, leg: LegRow) -> str:
    start, end = departure.stops[leg.position], departure.stops[leg.position + 1]
    return f"{start.town} → {end.town if end.town != start.town else end.site_name}"


def _rows(_: Words, departure: DepartureDetail) -> list[vega.Row]:
    rows: list[vega.Row] = []
    for leg in departure.legs:
        for place, room in enumerate(leg.rooms):
            both = {
                "leg": f"{leg.position + 1}. {_leg_said(departure, leg)}",
                "place": place,
                "order": leg.position * 100 + place,
                "capacity": room.capacity.kg,
                "said": _room_said(_, room),
                "temperature": _.label(room.temperature),
                "km": _.km(leg.metres),
            }
            free, used = max(0, room.free.kg), room.used.kg
            rows.append({**both, "share": "used", "from": 0, "until": used, "hover": quantity_said(_, room.used)})
            rows.append(
                {**both, "share": "free", "from": used, "until": used + free, "hover": quantity_said(_, room.free)}
            )
    return rows


def _chart(_: Words, departure: DepartureDetail, rows: Sequence[vega.Row], share: float, *, dark: bool) -> None:
    free, used, text = ("#6FD0B3", "#4A5A54", "#EEF2EE") if dark else ("#1B6B57", "#C9CFC6", "#17231F")
    legs = list(dict.fromkeys(row["leg"] for row in rows))
    most = max(1, *(room.capacity.kg for leg in departure.legs for room in leg.rooms))
    names = {"used": _("reserved"), "free": _("free")}
    leg_axis = {"labelLimit": _LABEL_LIMIT, "labelFontSize": 13, "labelColor": text, "ticks": False, "domain": False}
    bars = vega.layer(
        "bar",
        {"height": 13, "cornerRadius": 2},
        x=vega.amount("from", title=None, axis=None, scale={"domain": [0, most / share]}),
        x2={"field": "until"},
        color=vega.words(
            "share",
            title=None,
            scale={"domain": ["used", "free"], "range": [used, free]},
            legend={
                "orient": "top",
                "labelExpr": f"datum.label == 'used' ? {names['used']!r} : {names['free']!r}",
            },
        ),
        tooltip=[
            vega.words("leg", title=_("Leg")),
            vega.words("km", title=_("Distance")),
            vega.words("temperature", title=_("Temperature")),
            vega.words("hover", title=_("Quantity")),
        ],
    )
    words = vega.layer(
        "text",
        {"align": "left", "dx": 8, "fontSize": 13},
        only="datum.share == 'free'",
        x=vega.amount("capacity"),
        text=vega.words("said"),
        color={"value": text},
    )
    vega.show(
        rows,
        [bars, words],
        encoding={"y": vega.words("leg", sort=legs, title=None, axis=leg_axis), "yOffset": vega.words("place")},
        height=22 * len(rows) // 2 + 12 * len(legs) + 50,  # the legend is counted in
        key=f"calendar.room.{departure.id}",
        alt=_("Free room on each leg"),
    )
