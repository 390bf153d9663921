"""A small network for tests of roles, effort and money: two partners, their members, a coordinator and a treasurer."""

from dataclasses import dataclass
from datetime import UTC, datetime

from core.access.rights import Member, Right
from core.compensation.actions import ContributionRequest, RoleCard, add_role, give_contribution
from core.compensation.kinds import ContributionKind
from core.database.doors import WriteSession, write
from tests.builders import a_coordinator, a_member, a_partner, a_site

NOW = datetime(2026, 11, 4, 15, 0, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class SmallNetwork:
    """Ids of two partners and the people who act."""

    farm: int
    bank: int
    farmer: Member
    banker: Member
    coordinator: Member
    treasurer: Member


def small_network() -> SmallNetwork:
    """Write the small network and return it."""

    def act(session: WriteSession) -> SmallNetwork:
        farm, bank = a_partner(session, name="Ferme du Test"), a_partner(session, name="Banque du Test")
        for partner_id in (farm, bank):
            a_site(session, partner_id=partner_id)
        return SmallNetwork(
            farm,
            bank,
            a_member(session, partner_ids=[farm], name="Fred Ferme"),
            a_member(session, partner_ids=[bank], name="Bo Banque"),
            a_coordinator(session),
            a_member(session, rights=[Right.treasurer], name="Tony Trésor"),
        )

    return write(act)


def a_role(network: SmallNetwork, *, code: str = "REPARTITION", name_fr: str = "Répartition") -> int:
    """Add a role and return its id."""
    card = RoleCard(code, name_fr, "Dispatch", purpose_fr="Répartir les chargements", purpose_en="Dispatch the loads")
    return write(lambda session: add_role(session, network.coordinator, card))


def given(
    network: SmallNetwork,
    *,
    request_id: str = "req-1",
    kind: ContributionKind = ContributionKind.hours,
    quantity: int = 90,
    **changes: object,
) -> int:
    """Give a contribution as the farm and return its id."""
    fields = {"partner_id": network.farm, "day": TODAY, **changes}
    request = ContributionRequest(request_id=request_id, kind=kind, quantity=quantity, **fields)  # type: ignore[arg-type] # test data
    return write(lambda session: give_contribution(session, network.farmer, request))
