"""Tour plans as they were proposed, checked and accepted."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check, document_column


class PlanState(StrEnum):
    """Where a plan is in its life."""

    draft = "draft"
    accepted = "accepted"
    superseded = "superseded"


class TourPlan(SQLModel, table=True):
    """One proposal for one day: the problem it answers, its tours and its figures, as one document."""

    __tablename__ = "tour_plan"
    __table_args__ = (CheckConstraint(choice_check("state", PlanState), name="state_known"),)

    id: int | None = Field(default=None, primary_key=True)
    service_date: date = Field(index=True)
    state: PlanState = Field(sa_column=choice(PlanState))
    job_id: str | None = Field(default=None, foreign_key="job.id", max_length=32)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int | None = Field(default=None, foreign_key="person.id")
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_by_id: int | None = Field(default=None, foreign_key="person.id")
    cost_cents: int
    alone_cost_cents: int
    metres: int
    alone_metres: int
    minutes: int
    emissions_grams: int
    alone_emissions_grams: int
    document: dict[str, Any] = Field(sa_column=document_column())
