"""A coordinator's say on a line's week, and the room of a line kept for some partners in its season."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import choice, choice_check
from core.shared.periods import Period


class PeriodOverride(SQLModel, table=True):
    """A line's week declared trough, normal or peak by a coordinator, with the reason people see."""

    __tablename__ = "period_override"
    __table_args__ = (
        UniqueConstraint("line_id", "week_start"),
        CheckConstraint(choice_check("period", Period), name="period_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="line.id")
    week_start: date
    period: Period = Field(sa_column=choice(Period))
    note: str = Field(max_length=200)


class Allotment(SQLModel, table=True):
    """A share of each departure of a line, in some months, kept for kinds of partners until days before it leaves (R5).

    `kinds` are the words of `PartnerKind`, with commas. `every_year`: its days come back each year from `first_day` on.
    """

    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("percent BETWEEN 1 AND 100 AND release_days BETWEEN 1 AND 90", name="share_believable"),
    )

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="line.id", index=True)
    kinds: str = Field(max_length=120)
    percent: int
    first_day: date
    last_day: date
    every_year: bool = False
    release_days: int
    note: str = Field(default="", max_length=200)
    version: int = 1
