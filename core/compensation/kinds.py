"""The closed lists of words of this package: letters of a role, sorts of effort, facts that move the book."""

from enum import StrEnum


class Responsibility(StrEnum):
    """A letter of the RACI matrix."""

    responsible = "responsible"
    accountable = "accountable"
    consulted = "consulted"
    informed = "informed"


class ContributionKind(StrEnum):
    """What was given; the quantity's unit follows from it."""

    hours = "hours"
    distance = "distance"
    goods = "goods"
    money = "money"


class ContributionState(StrEnum):
    """Where a contribution is."""

    submitted = "submitted"
    approved = "approved"
    questioned = "questioned"


class PaymentDirection(StrEnum):
    """Which way a payment went, seen from the network's bank account."""

    received = "received"
    paid_out = "paid_out"


class Fact(StrEnum):
    """Why an entry stands in the book."""

    departure_closed = "departure_closed"
    storage_closed = "storage_closed"
    contribution_approved = "contribution_approved"
    payment = "payment"
    cost_shared = "cost_shared"
    grant = "grant"
    reversal = "reversal"
