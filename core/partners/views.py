"""What people see of partners and places."""

from dataclasses import dataclass

from core.access.rights import Member, Right
from core.database.doors import ReadSession
from core.partners import store
from core.partners.kinds import PartnerKind
from core.partners.tables import Partner, Site
from core.shared.places import Point
from core.shared.quantities import TemperatureClass


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One organisation."""

    id: int
    code: str
    name: str
    kind: PartnerKind
    territory: str
    town: str
    contact_email: str
    contact_phone: str
    alone_cents_per_km: int
    alone_cents_per_hour: int
    is_active: bool
    version: int


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One place where trucks stop."""

    id: int
    code: str
    partner_id: int
    partner_name: str
    partner_kind: PartnerKind
    name: str
    kind: str
    town: str
    territory: str
    point: Point
    opens_minute: int
    closes_minute: int
    setup_minutes: int
    minutes_per_pallet: int
    dock_note: str
    stores_pallets: int
    stores_temperatures: tuple[TemperatureClass, ...]
    is_active: bool
    version: int


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """The network's own card."""

    name: str
    animator_person_id: int | None
    animator_name: str
    demonstration_seed: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands above every page of a signed-in person: unread notices, and for whom they may act, by name."""

    unread: int
    partner_names: dict[int, str]


def standing(session: ReadSession, member: Member) -> Standing:
    """Return the unread notices of a person's partners, and the active partners they may act for (at most a query)."""
    for_anyone = member.has(Right.coordinator)
    if not for_anyone and not member.partner_ids:
        return Standing(0, {})
    rows = store.names_and_unread(session, member.partner_ids, every=for_anyone)
    return Standing(
        unread=rows[0][3] if rows else 0,
        partner_names={partner_id or 0: name for partner_id, name, is_active, _ in rows if is_active},
    )


def partners(session: ReadSession) -> list[PartnerRow]:
    """Return every organisation by name, those no longer active included."""
    return [_partner_row(each) for each in store.every_partner(session)]


def sites(session: ReadSession) -> list[SiteRow]:
    """Return every place by name, those no longer active included."""
    return [_site_row(site, partner) for site, partner in store.every_site(session)]


def network_card(session: ReadSession) -> NetworkRow | None:
    """Return the network's card, or None before the network is named."""
    found = store.network(session)
    if found is None:
        return None
    card, animator = found
    return NetworkRow(card.name, card.animator_person_id, animator, card.demonstration_seed)


def _partner_row(partner: Partner) -> PartnerRow:
    return PartnerRow(**{name: getattr(partner, name) for name in PartnerRow.__slots__})


def _site_row(site: Site, partner: Partner) -> SiteRow:
    own = {name: getattr(site, name) for name in SiteRow.__slots__ if hasattr(Site, name)}
    own["stores_temperatures"] = tuple(TemperatureClass(word) for word in site.stores_temperatures.split(",") if word)
    return SiteRow(
        **own,
        partner_name=partner.name,
        partner_kind=partner.kind,
        point=Point(site.latitude, site.longitude),
    )
