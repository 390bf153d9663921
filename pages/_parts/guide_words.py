"""The words of buttons and titles that the user guide names, exactly as they stand on the screens."""

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
    "see_places": N_("See the places"),
    "stays": N_("My stays"),
    "subscribe": N_("Subscribe (ICS)"),
    "take": N_("Take this room"),
    "to_approve": N_("To approve"),
    "to_close": N_("Departures to close"),
    "troughs": N_("Troughs"),
}
