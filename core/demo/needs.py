"""What the partners declare of the coming winter, so that the trough page has something to match."""

from core.database.doors import WriteSession
from core.demo.sources import Row, rows
from core.demo.stage import Stage
from core.shared.quantities import TemperatureClass
from core.troughs.actions import declare_need
from core.troughs.balance import Priority
from core.troughs.kinds import NeedKind
from core.troughs.seasonal_needs import NeedCard


def declare_needs(session: WriteSession, stage: Stage) -> None:
    """Declare the needs of the file, each by its own partner."""
    for number, row in enumerate(rows("seasonal_needs")):
        declare_need(session, stage.acting_for[row["partner"]], _card(stage, row, number))


def _card(stage: Stage, row: Row, number: int) -> NeedCard:
    kg = int(row["kg_a_week"])
    return NeedCard(
        request_id=f"need-{number}",
        partner_id=stage.partners[row["partner"]],
        kind=NeedKind(row["kind"]),
        from_site_id=stage.sites[row["from_site"]] if row["from_site"] else None,
        from_territory=row["from_territory"],
        to_site_id=stage.sites[row["to_site"]],
        first_month=int(row["first_month"]),
        last_month=int(row["last_month"]),
        kg_a_week=kg,
        pallet_hundredths_a_week=10 * -(-10 * kg // int(row["kg_per_pallet"])),
        temperature=TemperatureClass(row["temperature"]),
        flexibility_weeks=int(row["flexibility_weeks"]),
        priority=Priority(int(row["priority"])),
        note=row["note"],
    )
