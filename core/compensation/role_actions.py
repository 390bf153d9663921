"""What people do with roles: describe them, say who answers for them, and whose turn it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.compensation import store
from core.compensation.kinds import Responsibility
from core.compensation.refusals import TurnTaken
from core.compensation.tables import Role, Turn
from core.database.doors import WriteSession
from core.partners.cards import CodeTaken
from core.shared import plausible
from core.shared.errors import N_, NotFound, WrongInput

LONGEST_TURN = timedelta(days=366)
_ROLE, _PARTNER, _TURN = N_("role"), N_("partner"), N_("turn")


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role as its form is filled in, in both languages; `rotates` when partners take turns."""

    code: str
    name_fr: str
    name_en: str
    purpose_fr: str = ""
    purpose_en: str = ""
    rotates: bool = True


def add_role(session: WriteSession, member: Member, card: RoleCard) -> int:
    """Add a role to the catalogue and return its id.

    Raises:
        Refusal: not a coordinator, a blank name, or the code is taken.
    """
    by = require(member, Right.coordinator)
    fields = _checked(card)
    role_id = store.add_role(session, **fields, is_active=True)
    if role_id is None:
        raise CodeTaken(code=str(fields["code"]))
    record(session, by, "added", "role", role_id, code=fields["code"])
    return role_id


def change_role(session: WriteSession, member: Member, *, role_id: int, card: RoleCard, is_active: bool = True) -> int:
    """Describe a role anew (its code stays), or take it out of the catalogue; return its id.

    Raises:
        Refusal: not a coordinator, no such role, or a blank name.
    """
    by = require(member, Right.coordinator)
    role = _locked_role(session, role_id)
    for name, value in {**_checked(card), "code": role.code, "is_active": is_active}.items():
        setattr(role, name, value)
    store.save(session, role)
    record(session, by, "changed", "role", role_id, name=role.name_fr, is_active=is_active)
    return role_id


def set_responsibility(
    session: WriteSession, member: Member, *, role_id: int, partner_id: int, responsibility: Responsibility
) -> bool:
    """Give a partner a letter for a role; a second accountable is kept and shown as a double to settle.

    Return False when the partner held it already.

    Raises:
        Refusal: not a coordinator, or no such role or partner.
    """
    by = require(member, Right.coordinator)
    _locked_role(session, role_id)
    _partner(session, partner_id)
    given = store.add_letter(session, role_id, partner_id, Responsibility(responsibility))
    if given:
        record(session, by, "gave a responsibility", "role", role_id, partner_id=partner_id, letter=responsibility)
    return given


def drop_responsibility(
    session: WriteSession, member: Member, *, role_id: int, partner_id: int, responsibility: Responsibility
) -> bool:
    """Take a letter from a partner; return False when it did not hold it.

    Raises:
        Refusal: not a coordinator, or no such role.
    """
    by = require(member, Right.coordinator)
    _locked_role(session, role_id)
    taken = store.drop_letter(session, role_id, partner_id, responsibility)
    if taken:
        record(session, by, "took a responsibility", "role", role_id, partner_id=partner_id, letter=responsibility)
    return taken


def set_turn(
    session: WriteSession,
    member: Member,
    *,
    role_id: int,
    partner_id: int,
    first_day: date,
    last_day: date,
    note: str = "",
) -> int:
    """Say that it is a partner's turn from a day to another, both included, and return the turn's id.

    Raises:
        Refusal: not a coordinator, no such role or partner, days reversed or too long, or somebody else's turn.
    """
    by = require(member, Right.coordinator)
    _locked_role(session, role_id)
    _partner(session, partner_id)
    plausible.days_in_order(N_("Turn"), first_day, last_day)
    if last_day - first_day > LONGEST_TURN:
        raise WrongInput(field=N_("Turn"), reason=N_("a turn lasts one year at most. Bring the two days closer."))
    if taken := store.turns_between(session, first_day, last_day, role_id=role_id):
        other, name = taken[0]
        raise TurnTaken(partner=name, first_day=other.first_day, last_day=other.last_day)
    turn = Turn(
        role_id=role_id,
        partner_id=partner_id,
        first_day=first_day,
        last_day=last_day,
        note=plausible.text(N_("Note"), note, longest=200, may_be_blank=True),
    )
    store.save(session, turn)
    record(session, by, "set a turn", "role", role_id, partner_id=partner_id, first_day=first_day.isoformat())
    return turn.id or 0


def drop_turn(session: WriteSession, member: Member, *, turn_id: int) -> int:
    """Remove a turn, whose days are vacant again, and return its role.

    Raises:
        Refusal: not a coordinator, or no such turn.
    """
    by = require(member, Right.coordinator)
    turn = store.locked(session, Turn, turn_id)
    if turn is None:
        raise NotFound(what=_TURN)
    store.drop_turn(session, turn)
    record(
        session,
        by,
        "removed a turn",
        "role",
        turn.role_id,
        partner_id=turn.partner_id,
        first_day=turn.first_day.isoformat(),
    )
    return turn.role_id


def _locked_role(session: WriteSession, role_id: int) -> Role:
    role = store.locked(session, Role, role_id)
    if role is None:
        raise NotFound(what=_ROLE)
    return role


def _partner(session: WriteSession, partner_id: int) -> None:
    if store.partner_name(session, partner_id) is None:
        raise NotFound(what=_PARTNER)


def _checked(card: RoleCard) -> dict[str, str | bool]:
    return {
        "code": plausible.code(N_("Code"), card.code),
        "name_fr": plausible.text(N_("Name in French"), card.name_fr, longest=80),
        "name_en": plausible.text(N_("Name in English"), card.name_en, longest=80),
        "purpose_fr": plausible.text(N_("Purpose in French"), card.purpose_fr, longest=300, may_be_blank=True),
        "purpose_en": plausible.text(N_("Purpose in English"), card.purpose_en, longest=300, may_be_blank=True),
        "rotates": card.rotates,
    }
