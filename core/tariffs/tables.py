"""Tariffs and solidarity rates."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import choice, choice_check
from core.partners.kinds import PartnerKind


class Tariff(SQLModel, table=True):
    """The price formula in force from `valid_from`; unit prices in millionths of a dollar.

    Taxes are in thousandths of a per cent; none for a small supplier.
    """

    __table_args__ = (
        CheckConstraint(
            "microdollars_per_kg_km >= 0 AND microdollars_per_pallet_km >= 0 "
            "AND cents_per_stop >= 0 AND cents_flat >= 0",
            name="prices_positive",
        ),
        CheckConstraint(
            "gst_millipercent BETWEEN 0 AND 30000 AND qst_millipercent BETWEEN 0 AND 30000", name="taxes_are_rates"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    valid_from: date = Field(unique=True)
    microdollars_per_kg_km: int
    microdollars_per_pallet_km: int
    cents_per_stop: int
    cents_flat: int
    gst_millipercent: int = 0
    qst_millipercent: int = 0


class SolidarityRate(SQLModel, table=True):
    """A reduction for one kind of partner under one tariff."""

    __tablename__ = "solidarity_rate"
    __table_args__ = (
        UniqueConstraint("tariff_id", "kind"),
        CheckConstraint(choice_check("kind", PartnerKind), name="kind_known"),
        CheckConstraint("discount_percent BETWEEN 0 AND 100", name="discount_is_percent"),
    )

    id: int | None = Field(default=None, primary_key=True)
    tariff_id: int = Field(foreign_key="tariff.id")
    kind: PartnerKind = Field(sa_column=choice(PartnerKind))
    discount_percent: int
