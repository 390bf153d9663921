"""What a partner is in the food chain."""

from enum import StrEnum


class PartnerKind(StrEnum):
    """What a partner is in the food chain."""

    producer = "producer"
    food_bank = "food_bank"
    hub = "hub"
    grocer = "grocer"
    institution = "institution"
    carrier = "carrier"
    other = "other"
