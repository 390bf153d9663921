"""What each ride of a connection was priced on."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class RidePrice(SQLModel, table=True):
    """The price of one ride of a reservation that changes trucks, and the tariff and reductions it was agreed on.

    The price of the reservation is the sum of its rides and of its storage.
    """

    __tablename__ = "ride_price"
    __table_args__ = (
        CheckConstraint("price_cents >= 0 AND full_price_cents >= price_cents", name="price_positive"),
        CheckConstraint(
            "trough_percent BETWEEN 0 AND 100 AND solidarity_percent BETWEEN 0 AND 100", name="reductions_are_percent"
        ),
    )

    reservation_id: int = Field(foreign_key="reservation.id", primary_key=True)
    position: int = Field(primary_key=True)
    tariff_id: int | None = Field(default=None, foreign_key="tariff.id")
    trough_percent: int
    solidarity_percent: int
    full_price_cents: int
    price_cents: int
