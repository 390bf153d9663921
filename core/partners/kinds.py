"""What a partner is in the food chain."""

from enum import StrEnum

from core.shared.errors import N_


class PartnerKind(StrEnum):
    """What a partner is in the food chain."""

    producer = "producer"
    food_bank = "food_bank"
    hub = "hub"
    grocer = "grocer"
    institution = "institution"
    carrier = "carrier"
    other = "other"


TOGETHER = {
    PartnerKind.producer: N_("producers"),
    PartnerKind.food_bank: N_("food banks"),
    PartnerKind.hub: N_("hubs"),
    PartnerKind.grocer: N_("grocers"),
    PartnerKind.institution: N_("institutions"),
    PartnerKind.carrier: N_("carriers"),
    PartnerKind.other: N_("other organisations"),
}
"""All partners of a kind, inside a sentence."""
