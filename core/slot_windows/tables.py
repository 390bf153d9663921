"""Windows in which partners ask for a season's slots, their requests, and the shares they receive."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check, document_column
from core.shared.quantities import TemperatureClass
from core.slot_windows.kinds import ShareState, SlotMeasure


class SlotWindow(SQLModel, table=True):
    """A line's departures between two days, opened to the requests of some kinds of partners ("producer,hub").

    On offer is a percentage of the room of each departure, or so many kilograms and pallets of each.
    """

    __tablename__ = "slot_window"
    __table_args__ = (
        CheckConstraint(choice_check("measure", SlotMeasure), name="measure_known"),
        CheckConstraint("first_day <= last_day AND opens_at < closes_at", name="days_in_order"),
        CheckConstraint("step BETWEEN 1 AND 1000", name="step_believable"),
        CheckConstraint("offered_percent BETWEEN 1 AND 100", name="percent_believable"),
        CheckConstraint("offered_kg > 0 AND offered_pallet_hundredths > 0", name="amount_positive"),
        CheckConstraint(
            "(offered_percent IS NULL) = (offered_kg IS NOT NULL OR offered_pallet_hundredths IS NOT NULL)",
            name="percent_or_amount",
        ),
        CheckConstraint("(shared_at IS NULL) = (shared_by_id IS NULL)", name="shared_by_somebody"),
        CheckConstraint("shared_at IS NULL OR withdrawn_at IS NULL", name="shared_or_withdrawn"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80)
    line_id: int = Field(foreign_key="line.id")
    kinds: str = Field(max_length=120)
    first_day: date
    last_day: date
    measure: SlotMeasure = Field(sa_column=choice(SlotMeasure))
    step: int
    offered_percent: int | None = None
    offered_kg: int | None = None
    offered_pallet_hundredths: int | None = None
    opens_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(default="", max_length=400)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int = Field(foreign_key="person.id")
    shared_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    shared_by_id: int | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1


class SlotRequest(SQLModel, table=True):
    """What a partner asks of each date of a window; no weekdays ("1,3") and no days mean every departure."""

    __tablename__ = "slot_request"
    __table_args__ = (
        UniqueConstraint("window_id", "partner_id"),
        CheckConstraint("from_site_id <> to_site_id", name="goes_somewhere"),
        CheckConstraint("kg > 0 AND pallet_hundredths >= 0", name="quantity_positive"),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    window_id: int = Field(foreign_key="slot_window.id")
    partner_id: int = Field(foreign_key="partner.id")
    from_site_id: int = Field(foreign_key="site.id")
    to_site_id: int = Field(foreign_key="site.id")
    kg: int
    pallet_hundredths: int
    temperature: TemperatureClass = Field(sa_column=choice(TemperatureClass))
    weekdays: str = Field(default="", max_length=13)
    days: list[str] = Field(default_factory=list, sa_column=document_column())
    waits_for_rest: bool = False
    note: str = Field(default="", max_length=200)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    asked_by_id: int = Field(foreign_key="person.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1


class SlotShare(SQLModel, table=True):
    """What a request receives of one date, why not more, and the reservation it became.

    `tight_place` names the leg that stopped it, with the room on offer there, how many asked for it and the most that
    anybody received. The reason of a refusal is a message of the catalogs with its facts.
    """

    __tablename__ = "slot_share"
    __table_args__ = (
        CheckConstraint("kg BETWEEN 0 AND asked_kg", name="never_more_kg"),
        CheckConstraint("pallet_hundredths BETWEEN 0 AND asked_pallet_hundredths", name="never_more_pallets"),
        CheckConstraint("(state = 'booked') = (reservation_id IS NOT NULL)", name="booked_has_its_reservation"),
        CheckConstraint("state <> 'refused' OR reason <> ''", name="refused_has_its_reason"),
        CheckConstraint(choice_check("state", ShareState), name="state_known"),
    )

    slot_request_id: int = Field(foreign_key="slot_request.id", primary_key=True)
    day: date = Field(primary_key=True)
    asked_kg: int
    asked_pallet_hundredths: int
    kg: int
    pallet_hundredths: int
    box_rank: int = 0
    tight_place: str = Field(default="", max_length=200)
    room_kg: int = 0
    room_pallet_hundredths: int = 0
    sharers: int = 0
    most_kg: int = 0
    most_pallet_hundredths: int = 0
    state: ShareState = Field(sa_column=choice(ShareState, index=True))
    reservation_id: int | None = Field(default=None, foreign_key="reservation.id", unique=True)
    waiting_id: int | None = Field(default=None, foreign_key="reservation.id", unique=True)
    reason: str = Field(default="", max_length=400)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=document_column())
