"""The words of the user guide: buttons and titles as they stand on the screens, and what our own words mean."""

from core.shared.errors import N_

SCREEN_WORDS = {
    "accept_plan": N_("Accept the plan"),
    "accounts": N_("Accounts"),
    "add_contribution": N_("Add a contribution"),
    "approve": N_("Approve"),
    "change": N_("Change the quantity"),
    "choose": N_("Choose"),
    "committee": N_("Committee"),
    "driver_sheet": N_("Driver sheet"),
    "elsewhere": N_("Call it off or move its loads"),
    "find": N_("See the departures"),
    "join": N_("Join the waiting list"),
    "notices": N_("Notices"),
    "offer": N_("Offer storage"),
    "optimise": N_("Optimise"),
    "reservations": N_("My reservations"),
    "reserve": N_("Reserve"),
    "season": N_("Reserve the whole season"),
    "roles": N_("Roles and compensation"),
    "change_season": N_("Change or end"),
    "season_requests": N_("Season requests"),
    "see_places": N_("See the places"),
    "stays": N_("My stays"),
    "subscribe": N_("Subscribe (ICS)"),
    "take": N_("Take this room"),
    "tariffs": N_("Tariffs"),
    "to_approve": N_("To approve"),
    "to_close": N_("Departures and stays to close"),
    "troughs": N_("Troughs"),
}

WORDS: tuple[tuple[str, str], ...] = (
    (N_("line"), N_("a route that comes back: its stops, its days, its season")),
    (N_("departure"), N_("one dated run of a truck; with fixed stops, or a flexible tour planned from what is asked")),
    (N_("leg"), N_("from one stop to the next: that is where room is counted")),
    (N_("load"), N_("kilograms and pallets of one temperature")),
    (N_("period"), N_("how full a line's week is: ○ trough, ◐ normal, ● peak")),
    (N_("waiting list"), N_("reservations that did not fit, in order; freed room is offered to them first")),
    (N_("contribution"), N_("effort given to the network: hours, kilometres, goods or money")),
    (N_("balance"), N_("what a partner owes the network, or the network owes it")),
    (N_("turn"), N_("who holds a role, from when to when")),
)
