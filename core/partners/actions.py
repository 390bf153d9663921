"""What people do with partners and places: add one, change one, name the network and its animator."""

from typing import Any

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.partners import store
from core.partners.cards import CodeTaken, PartnerCard, SiteCard, checked_partner, checked_site
from core.partners.tables import Network, Partner, Site
from core.shared import plausible
from core.shared.errors import N_, NotFound

__all__ = ["PartnerCard", "SiteCard", "add_partner", "add_site", "change_partner", "change_site", "name_network"]

_PARTNER, _SITE = N_("partner"), N_("site")


def add_partner(session: WriteSession, member: Member, card: PartnerCard) -> int:
    """Add an organisation to the network and return its id.

    Raises:
        Refusal: not a coordinator, a field is not believable, or the code is taken.
    """
    by = require(member, Right.coordinator)
    card = checked_partner(card)
    partner = Partner(**_partner_fields(card))
    store.save(session, partner, if_code_is_taken=CodeTaken(code=card.code))
    assert partner.id is not None  # noqa: S101 - the row was just written
    record(session, by, "added", "partner", partner.id, code=card.code, name=card.name)
    return partner.id


def change_partner(
    session: WriteSession,
    member: Member,
    *,
    partner_id: int,
    card: PartnerCard,
    version: int | None,
    is_active: bool = True,
) -> None:
    """Change an organisation; one that is not active stays in the history and can no longer be chosen.

    Raises:
        Refusal: not a coordinator, changed meanwhile, a field is not believable, or the code is taken.
    """
    by = require(member, Right.coordinator)
    partner = store.locked(session, Partner, partner_id, version=version, what=_PARTNER)
    card = checked_partner(card)
    changed = _put(partner, {**_partner_fields(card), "is_active": is_active})
    store.save(session, partner, if_code_is_taken=CodeTaken(code=card.code))
    record(session, by, "changed", "partner", partner_id, **changed)


def add_site(session: WriteSession, member: Member, card: SiteCard) -> int:
    """Add a place where trucks stop and return its id.

    Raises:
        Refusal: not a coordinator, no such partner, a field is not believable, or the code is taken.
    """
    by = require(member, Right.coordinator)
    card = checked_site(card)
    _partner_of(session, card)
    site = Site(**_site_fields(card))
    store.save(session, site, if_code_is_taken=CodeTaken(code=card.code))
    assert site.id is not None  # noqa: S101 - the row was just written
    record(session, by, "added", "site", site.id, code=card.code, name=card.name)
    return site.id


def change_site(
    session: WriteSession,
    member: Member,
    *,
    site_id: int,
    card: SiteCard,
    version: int | None,
    is_active: bool = True,
) -> None:
    """Change a place; departures already generated keep their planned times.

    Raises:
        Refusal: not a coordinator, changed meanwhile, a field is not believable, or the code is taken.
    """
    by = require(member, Right.coordinator)
    site = store.locked(session, Site, site_id, version=version, what=_SITE)
    card = checked_site(card)
    _partner_of(session, card)
    changed = _put(site, {**_site_fields(card), "is_active": is_active})
    store.save(session, site, if_code_is_taken=CodeTaken(code=card.code))
    record(session, by, "changed", "site", site_id, **changed)


def name_network(
    session: WriteSession,
    member: Member,
    *,
    name: str,
    animator_person_id: int | None = None,
    demonstration_seed: int | None = None,
) -> None:
    """Give the network its name and its animator: the person everybody may turn to.

    Raises:
        Refusal: not a coordinator, a blank name, or an unknown person.
    """
    by = require(member, Right.coordinator)
    card = store.network_row(session) or Network(id=1, name="")
    card.name = plausible.text(N_("Name"), name, longest=120)
    if animator_person_id is not None and store.active_person(session, animator_person_id) is None:
        raise NotFound(what=N_("person"))
    card.animator_person_id = animator_person_id
    card.demonstration_seed = card.demonstration_seed if demonstration_seed is None else demonstration_seed
    session.add(card)
    session.flush()
    record(session, by, "named the network", "network", card.id, name=card.name, animator_id=animator_person_id)


def _partner_of(session: WriteSession, card: SiteCard) -> None:
    if store.partner_by_id(session, card.partner_id) is None:
        raise NotFound(what=_PARTNER)


def _partner_fields(card: PartnerCard) -> dict[str, Any]:
    return {name: getattr(card, name) for name in PartnerCard.__slots__}


def _site_fields(card: SiteCard) -> dict[str, Any]:
    fields = {name: getattr(card, name) for name in SiteCard.__slots__}
    return {**fields, "stores_temperatures": ",".join(card.stores_temperatures)}


def _put(row: Partner | Site, fields: dict[str, Any]) -> dict[str, Any]:
    """Write the fields that differ, count the version up, and return what changed."""
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    return changed
