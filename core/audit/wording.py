"""The words on screen of the acts and things that the audit names; a test finds every act written in the code."""

from core.shared.errors import N_

SUBJECTS: dict[str, str] = {
    "contribution": N_("contribution"),
    "contribution_rate": N_("value of contributions"),
    "decision": N_("decision"),
    "departure": N_("departure"),
    "job": N_("calculation"),
    "ledger_entry": N_("ledger entry"),
    "line": N_("line"),
    "meeting": N_("meeting"),
    "network": N_("network"),
    "partner": N_("partner"),
    "person": N_("person"),
    "reservation": N_("reservation"),
    "role": N_("role"),
    "site": N_("place"),
    "tariff": N_("tariff"),
    "tour_plan": N_("tour plan"),
    "vehicle": N_("vehicle"),
}

ACTS: dict[str, str] = {
    "accepted": N_("has accepted"),
    "accepted the offer": N_("has accepted the offer for"),
    "added": N_("has added"),
    "approved": N_("has approved"),
    "asked for a place in a tour": N_("has asked for a place in a tour for"),
    "asked to cancel": N_("has asked to stop"),
    "cancelled": N_("has cancelled"),
    "cancelled departure": N_("has cancelled"),
    "changed": N_("has changed"),
    "changed quantity": N_("has changed the quantity of"),
    "changed the rights of": N_("has changed the rights of"),
    "changed their language": N_("has changed their language"),
    "changed their password": N_("has changed their password"),
    "chose a password": N_("has chose a password"),
    "closed": N_("has closed the accounts of"),
    "closed the account of": N_("has closed the account of"),
    "corrected": N_("has corrected"),
    "declared the period": N_("has declared the period of"),
    "declined the offer": N_("has declined the offer for"),
    "drafted": N_("has drafted"),
    "ended a pause": N_("has ended a pause of"),
    "ended as cancelled": N_("was stopped"),
    "ended as done": N_("has finished"),
    "ended as failed": N_("has stopped on a fault"),
    "enqueued": N_("has asked for"),
    "finished the demonstration network": N_("has finished the demonstration"),
    "gave": N_("has gave"),
    "gave a responsibility": N_("has gave a responsibility in"),
    "generated departures": N_("has made the departures of"),
    "invited": N_("has invited"),
    "joined the waiting list": N_("has put on the waiting list"),
    "made a reset link for": N_("has made a reset link for"),
    "marked done": N_("has marked done"),
    "named the network": N_("has named"),
    "offer ended": N_("has let the offer lapse of"),
    "offered": N_("has offered room to"),
    "opened again the account of": N_("has opened again the account of"),
    "paused": N_("has paused"),
    "promoted": N_("has found room for"),
    "questioned": N_("has questioned"),
    "recorded": N_("has recorded"),
    "recorded a grant": N_("has recorded a grant to"),
    "recorded a payment": N_("has recorded a payment of"),
    "recorded delivery": N_("has recorded the delivery of"),
    "removed a turn": N_("has removed a turn of"),
    "reserved": N_("has reserved"),
    "reversed": N_("has reversed"),
    "set a rate": N_("has set"),
    "set a turn": N_("has set a turn of"),
    "set tariff": N_("has set the tariff"),
    "set the driver": N_("has set the driver of"),
    "set the network up": N_("has opened the network"),
    "shared a cost": N_("has shared the cost of"),
    "signed in": N_("has signed in"),
    "signed out": N_("has signed out"),
    "signed out everywhere": N_("has signed out everywhere"),
    "took a responsibility": N_("has took back a responsibility in"),
}


def act_said(act: str) -> str:
    """Return the message of an act; one without a wording is shown as it was written."""
    return ACTS.get(act, act)


def subject_said(subject: str) -> str:
    """Return the message of a kind of thing."""
    return SUBJECTS.get(subject, subject)
