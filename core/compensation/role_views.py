"""What people see of roles: who answers for what, what is unclear, whose turn it is and which weeks are vacant."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.access.rights import Member, require_signed_in
from core.compensation import store
from core.compensation.kinds import Responsibility
from core.compensation.raci import Gap, gaps
from core.compensation.tables import Role, RoleResponsibility, Turn
from core.database.doors import ReadSession
from core.shared.periods import week_start


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A partner's letter for a role."""

    partner_id: int
    partner_name: str
    responsibility: Responsibility


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A partner holds a role from a day to another, both included."""

    id: int
    role_id: int
    partner_id: int
    partner_name: str
    first_day: date
    last_day: date
    note: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role with its letters, what is unclear about it, and its turns of this week and the next."""

    id: int
    code: str
    name_fr: str
    name_en: str
    purpose_fr: str
    purpose_en: str
    rotates: bool
    is_active: bool
    letters: tuple[LetterRow, ...]
    gaps: tuple[Gap, ...]
    this_week: tuple[TurnRow, ...]
    next_week: tuple[TurnRow, ...]

    def name(self, language: str) -> str:
        """Return the role's name in a language."""
        return self.name_fr if language == "fr" else self.name_en

    def purpose(self, language: str) -> str:
        """Return what the role is for, in a language."""
        return self.purpose_fr if language == "fr" else self.purpose_en

    def holders(self, letter: Responsibility) -> tuple[str, ...]:
        """Return the names of the partners that hold a letter."""
        return tuple(each.partner_name for each in self.letters if each.responsibility is letter)

    @property
    def is_vacant_this_week(self) -> bool:
        """Say whether partners take turns at it and nobody has this week's."""
        return self.rotates and not self.this_week

    @property
    def is_vacant_next_week(self) -> bool:
        """Say whether partners take turns at it and nobody has next week's."""
        return self.rotates and not self.next_week


@dataclass(frozen=True, slots=True)
class RoleBoard:
    """Who does what, as of one day: the roles in use, and the turns from this week on."""

    week: date
    roles: tuple[RoleRow, ...]
    coming_turns: tuple[TurnRow, ...]

    @property
    def vacancies(self) -> int:
        """Return how many turns of this week and the next nobody has."""
        return sum(role.is_vacant_this_week + role.is_vacant_next_week for role in self.roles)

    @property
    def unclear(self) -> int:
        """Return how many roles have a gap or a double."""
        return sum(bool(role.gaps) for role in self.roles)


def role_board(session: ReadSession, member: Member, *, day: date, weeks_ahead: int = 12) -> RoleBoard:
    """Return who does what around `day`, with the turns of the `weeks_ahead` weeks that follow.

    Raises:
        SignInNeeded: nobody is signed in.
    """
    require_signed_in(member)
    monday = week_start(day)
    turns = [
        _turn_row(turn, name)
        for turn, name in store.turns_between(session, monday, monday + timedelta(days=7 * weeks_ahead - 1))
    ]
    letters: dict[int, list[LetterRow]] = {}
    for letter, name in store.every_letter(session):
        letters.setdefault(letter.role_id, []).append(_letter_row(letter, name))
    roles = tuple(
        _role_row(role, letters.get(role.id or 0, []), turns, monday)
        for role in store.every_role(session)
        if role.is_active
    )
    return RoleBoard(monday, roles, tuple(turns))


def _role_row(role: Role, letters: list[LetterRow], turns: list[TurnRow], monday: date) -> RoleRow:
    own = [turn for turn in turns if turn.role_id == role.id]
    return RoleRow(
        id=role.id or 0,
        code=role.code,
        name_fr=role.name_fr,
        name_en=role.name_en,
        purpose_fr=role.purpose_fr,
        purpose_en=role.purpose_en,
        rotates=role.rotates,
        is_active=role.is_active,
        letters=tuple(letters),
        gaps=gaps(letter.responsibility for letter in letters),
        this_week=_touching(own, monday),
        next_week=_touching(own, monday + timedelta(days=7)),
    )


def _touching(turns: list[TurnRow], monday: date) -> tuple[TurnRow, ...]:
    sunday = monday + timedelta(days=6)
    return tuple(turn for turn in turns if turn.first_day <= sunday and turn.last_day >= monday)


def _turn_row(turn: Turn, name: str) -> TurnRow:
    return TurnRow(turn.id or 0, turn.role_id, turn.partner_id, name, turn.first_day, turn.last_day, turn.note)


def _letter_row(letter: RoleResponsibility, name: str) -> LetterRow:
    return LetterRow(letter.partner_id, name, letter.responsibility)
