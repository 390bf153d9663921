"""The outbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check, document_column, only_where


class NoticeKind(StrEnum):
    """What a notice tells."""

    reserved = "reserved"
    waiting = "waiting"
    promoted = "promoted"
    offered = "offered"
    changed = "changed"
    cancelled = "cancelled"
    departure_cancelled = "departure_cancelled"
    departure_moved = "departure_moved"
    cancelled_late = "cancelled_late"
    awaiting_approval = "awaiting_approval"
    approved = "approved"
    refused = "refused"
    not_approved = "not_approved"
    moved = "moved"
    tour_accepted = "tour_accepted"
    left_out_of_tour = "left_out_of_tour"
    reminder = "reminder"
    invited = "invited"
    contribution_approved = "contribution_approved"
    contribution_questioned = "contribution_questioned"
    stay_reserved = "stay_reserved"
    stay_waiting = "stay_waiting"
    stay_promoted = "stay_promoted"
    stay_offered = "stay_offered"
    stay_changed = "stay_changed"
    stay_cancelled = "stay_cancelled"
    stay_here = "stay_here"
    stay_gone = "stay_gone"
    series_booked = "series_booked"
    series_to_confirm = "series_to_confirm"
    series_not_confirmed = "series_not_confirmed"
    slots_open = "slots_open"
    slots_shared = "slots_shared"


class Notice(SQLModel, table=True):
    """One thing to tell one partner, with the facts its sentence needs; `once_key` names what is told only once."""

    __table_args__ = (
        CheckConstraint(choice_check("kind", NoticeKind), name="kind_known"),
        Index("ix_notice_partner_at", "partner_id", "at"),
        Index("ix_notice_once_key", "once_key", unique=True),
        Index("ix_notice_unread", "partner_id", **only_where("read_at IS NULL AND handled_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    partner_id: int = Field(foreign_key="partner.id")
    kind: NoticeKind = Field(sa_column=choice(NoticeKind))
    facts: dict[str, Any] = Field(sa_column=document_column())
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    once_key: str | None = Field(default=None, max_length=80)
