"""A coordinator's say on a line's week."""

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
