"""Roles, responsibilities, turns, contributions and rates."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.compensation.kinds import ContributionKind as ContributionKind
from core.compensation.kinds import ContributionState as ContributionState
from core.compensation.kinds import Responsibility as Responsibility
from core.database.columns import UtcDateTime, choice, choice_check


class Role(SQLModel, table=True):
    """A piece of work the network needs done."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=24, unique=True)
    name_fr: str = Field(max_length=80)
    name_en: str = Field(max_length=80)
    purpose_fr: str = Field(default="", max_length=300)
    purpose_en: str = Field(default="", max_length=300)
    rotates: bool = True
    is_active: bool = True


class RoleResponsibility(SQLModel, table=True):
    """A partner's letter for a role (RACI)."""

    __tablename__ = "role_responsibility"
    __table_args__ = (
        UniqueConstraint("role_id", "partner_id", "responsibility"),
        CheckConstraint(choice_check("responsibility", Responsibility), name="responsibility_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    role_id: int = Field(foreign_key="role.id", index=True)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    responsibility: Responsibility = Field(sa_column=choice(Responsibility))


class Turn(SQLModel, table=True):
    """A partner holds a role from the first to the last day, both included."""

    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        Index("ix_turn_role_id_first_day", "role_id", "first_day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    role_id: int = Field(foreign_key="role.id")
    partner_id: int = Field(foreign_key="partner.id", index=True)
    first_day: date
    last_day: date
    note: str = Field(default="", max_length=200)


class Contribution(SQLModel, table=True):
    """Effort given by a partner. `quantity` is whole: minutes, metres, kg or cents, by kind."""

    __table_args__ = (
        CheckConstraint(choice_check("kind", ContributionKind), name="kind_known"),
        CheckConstraint(choice_check("state", ContributionState), name="state_known"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        Index("ix_contribution_partner_id_day", "partner_id", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=40, unique=True)
    partner_id: int = Field(foreign_key="partner.id")
    role_id: int | None = Field(default=None, foreign_key="role.id")
    kind: ContributionKind = Field(sa_column=choice(ContributionKind))
    quantity: int
    day: date = Field(index=True)
    note: str = Field(default="", max_length=300)
    state: ContributionState = Field(sa_column=choice(ContributionState, index=True))
    value_cents: int | None = None
    question: str = Field(default="", max_length=300)
    submitted_by_id: int = Field(foreign_key="person.id")
    submitted_at: datetime = Field(sa_type=UtcDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ContributionRate(SQLModel, table=True):
    """What one unit of effort (hour, km, kg, dollar) is worth from a date on, in cents."""

    __tablename__ = "contribution_rate"
    __table_args__ = (
        UniqueConstraint("kind", "valid_from"),
        CheckConstraint(choice_check("kind", ContributionKind), name="kind_known"),
        CheckConstraint("cents_per_unit >= 0", name="rate_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: ContributionKind = Field(sa_column=choice(ContributionKind))
    valid_from: date
    cents_per_unit: int
