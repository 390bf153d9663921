"""The accounts with a known password: one per right, and members of a few partners; demonstration mode only."""

from dataclasses import dataclass

from core.shared.errors import N_

PASSWORD = "demonstration"  # noqa: S105 - known on purpose; opens nothing outside demonstration mode


@dataclass(frozen=True, slots=True)
class Account:
    """Who one may sign in as; `role` is a message that says what this person sees."""

    email: str
    role: str
    password: str = PASSWORD


ACCOUNTS = (
    Account("banque@exemple.qc.ca", N_("Food bank in Amqui")),
    Account("ferme@exemple.qc.ca", N_("Farm in Sainte-Luce")),
    Account("plateforme@exemple.qc.ca", N_("Hub in Amqui")),
    Account("coordination@exemple.qc.ca", N_("Coordinator")),
    Account("tresorerie@exemple.qc.ca", N_("Treasurer")),
    Account("comite@exemple.qc.ca", N_("Committee")),
    Account("chauffeur@exemple.qc.ca", N_("Driver")),
    Account("admin@exemple.qc.ca", N_("Administrator")),
)
