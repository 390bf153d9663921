"""A small network with partners who declare needs, and the steps from a need to an invitation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.access.rights import Member
from core.database.doors import WriteSession, reading, write, writing
from core.shared.quantities import TemperatureClass
from core.troughs import balance_planning
from core.troughs.actions import ask_for_proposal, declare_need, invite
from core.troughs.balance_views import InvitationRow, invitations
from core.troughs.kinds import NeedKind
from core.troughs.proposal import Proposal, proposal_of
from core.troughs.seasonal_needs import NeedCard
from core.work.actions import claim, finish
from tests.builders import a_coordinator, a_departure, a_line, a_member, a_partner, site_ids_of

NOW = datetime(2027, 1, 6, 15, tzinfo=UTC)
FIRST = date(2027, 2, 1)


@dataclass
class Network:
    """A line with departures on some Tuesdays, two partners with a person each, and a coordinator."""

    line_id: int
    departures: list[int]
    sites: list[int]
    partners: list[int]
    members: list[Member]
    coordinator: Member

    def card(self, number: int = 0, **changes: Any) -> NeedCard:
        """Return a need of 300 kg a week from the first stop to the last, in February."""
        card = NeedCard(
            request_id=f"need-{number}",
            partner_id=self.partners[number],
            kind=NeedKind.availability,
            from_site_id=self.sites[0],
            from_territory="",
            to_site_id=self.sites[2],
            first_month=2,
            last_month=2,
            kg_a_week=300,
            pallet_hundredths_a_week=100,
            temperature=TemperatureClass.chilled,
        )
        return replace(card, **changes)


def a_network(*, weeks: int = 2, capacity_kg: int = 1000, pallet_hundredths: int = 600) -> Network:
    def build(session: WriteSession) -> Network:
        line_id = a_line(session, name="Vallée", capacity_kg=capacity_kg, pallet_hundredths=pallet_hundredths)
        departures = [
            a_departure(session, line_id=line_id, day=FIRST + timedelta(weeks=each, days=1)) for each in range(weeks)
        ]
        partners = [a_partner(session, name=name) for name in ("Ferme", "Banque")]
        members = [a_member(session, partner_ids=[each]) for each in partners]
        return Network(
            line_id, departures, site_ids_of(session, departures[0]), partners, members, a_coordinator(session)
        )

    return write(build)


def proposed(network: Network, *, weeks: int = 2) -> tuple[str, Proposal]:
    """Ask for a proposal and let the worker answer."""
    job_id = write(lambda session: ask_for_proposal(session, network.coordinator, first_week=FIRST, weeks=weeks))
    assert claim(job_id)
    result = balance_planning.run(job_id, {"first_week": FIRST.isoformat(), "weeks": weeks})
    assert finish(job_id, result)
    return job_id, proposal_of(result)


def invited(network: Network, *cards: NeedCard, weeks: int = 2) -> list[InvitationRow]:
    """Declare needs, propose, send, and return what the coordinator sees."""
    with writing() as session:
        for card in cards:
            declare_need(session, network.coordinator, card)
    job_id, _ = proposed(network, weeks=weeks)
    write(lambda session: invite(session, network.coordinator, job_id=job_id))
    return seen(network.coordinator)


def seen(member: Member) -> list[InvitationRow]:
    with reading() as session:
        return invitations(session, member)
