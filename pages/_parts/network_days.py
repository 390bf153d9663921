"""The days of the network: what no longer agrees, what closes days, and the dates and timetables of one line."""

from enum import StrEnum

from core.shared.errors import N_
from pages._parts.choosing import choose_one
from pages._parts.network_choice import KEY
from pages._parts.network_closures import draw_closures
from pages._parts.network_conflicts import draw_conflicts, draw_cuts
from pages._parts.network_line_dates import draw_line_dates
from pages._parts.tab import Tab


class Part(StrEnum):
    """What a coordinator looks at of the days."""

    closures = "closures"
    line_dates = "line_dates"
    conflicts = "conflicts"
    cuts = "cuts"


_TITLES = {
    Part.closures: N_("Closures and notes"),
    Part.line_dates: N_("Dates and timetables of a line"),
    Part.conflicts: N_("Departures to decide on"),
    Part.cuts: N_("Trucks booked too full"),
}
_DRAWN_BY = {
    Part.closures: draw_closures,
    Part.line_dates: draw_line_dates,
    Part.conflicts: draw_conflicts,
    Part.cuts: draw_cuts,
}


def draw_days(tab: Tab, _what: str) -> None:
    """Draw the part chosen."""
    part = choose_one(
        tab.words("What to look at"),
        list(Part),
        default=Part.closures,
        format_func=lambda each: tab.words(_TITLES[each]),
        key=f"{KEY}.days.part",
    )
    _DRAWN_BY[part](tab)
