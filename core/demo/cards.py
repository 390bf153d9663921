"""From the rows of the files to the cards that people would fill in."""

from datetime import date, timedelta

from core.demo.sources import Row, minute_of_day, rows, settings_of_line, temperatures
from core.demo.stage import Span, Stage
from core.fleet.cards import CompartmentCard, VehicleCard
from core.lines.cards import LineCard, StopCard
from core.lines.kinds import DepartureKind
from core.partners.cards import PartnerCard, SiteCard
from core.partners.kinds import PartnerKind
from core.shared import clock
from core.shared.taxes import NO_TAXES, TaxRates
from core.tariffs.cards import TariffCard

_SOLIDARITY = {PartnerKind.food_bank: 40, PartnerKind.other: 25, PartnerKind.institution: 10}


def first_open_wednesday(span: Span) -> date:
    """Return the first Wednesday whose flexible tours still take requests for at least half a day."""
    wednesday = span.today + timedelta(days=(2 - span.today.weekday()) % 7)
    closes_at = clock.at_local(wednesday - timedelta(days=1), 12 * 60)
    return wednesday if span.now + timedelta(hours=12) < closes_at else wednesday + timedelta(weeks=1)


def tariff_card(day: date, *, microdollars_per_kg_km: int, taxes: TaxRates = NO_TAXES) -> TariffCard:
    """Return the tariff in force from a day on."""
    return TariffCard(
        valid_from=day,
        microdollars_per_kg_km=microdollars_per_kg_km,
        microdollars_per_pallet_km=130_000,
        cents_per_stop=350,
        cents_flat=300,
        solidarity=_SOLIDARITY,
        taxes=taxes,
    )


def partner_card(row: Row) -> PartnerCard:
    """Return a partner as its form would be filled in."""
    return PartnerCard(
        code=row["code"],
        name=row["name"],
        kind=PartnerKind(row["kind"]),
        territory=row["territory"],
        town=row["town"],
        contact_email=f"{row['code'].lower()}@exemple.qc.ca",
        alone_cents_per_km=int(row["alone_cents_per_km"]),
        alone_cents_per_hour=int(row["alone_cents_per_hour"]),
    )


def site_card(stage: Stage, row: Row) -> SiteCard:
    """Return a place as its form would be filled in."""
    return SiteCard(
        code=row["code"],
        partner_id=stage.partners[row["partner"]],
        name=row["name"],
        kind=row["kind"],
        town=row["town"],
        territory=row["territory"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        opens_minute=minute_of_day(row["opens"]),
        closes_minute=minute_of_day(row["closes"]),
        setup_minutes=int(row["setup_minutes"]),
        minutes_per_pallet=int(row["minutes_per_pallet"]),
        dock_note=row["dock_note"],
        stores_pallets=int(row["stores_pallets"]),
        stores_temperatures=temperatures(row["stores_temperatures"]),
    )


def vehicle_card(stage: Stage, row: Row) -> VehicleCard:
    """Return a vehicle with its compartments as its form would be filled in."""
    return VehicleCard(
        code=row["code"],
        name=row["name"],
        owner_id=stage.partners[row["owner"]],
        base_site_id=stage.sites[row["base"]],
        gvwr_kg=int(row["gvwr_kg"]),
        payload_kg=int(row["payload_kg"]),
        fixed_cents=int(row["fixed_cents"]),
        cents_per_km=int(row["cents_per_km"]),
        cents_per_hour=int(row["cents_per_hour"]),
        litres_per_100_km=float(row["litres_per_100_km"]),
        is_refrigerated=row["refrigerated"] == "yes",
        compartments=tuple(
            CompartmentCard(
                name=each["name"],
                kg=int(each["kg"]),
                pallet_hundredths=int(each["pallet_hundredths"]),
                temperatures=temperatures(each["temperatures"]),
            )
            for each in rows("compartments")
            if each["vehicle"] == row["code"]
        ),
    )


def line_card(stage: Stage, row: Row) -> LineCard:
    """Return a line with its stops as its form would be filled in."""
    kind = DepartureKind(row["kind"])
    starts_on = stage.span.first_day if kind is DepartureKind.fixed else first_open_wednesday(stage.span)
    return LineCard(
        code=row["code"],
        name=row["name"],
        territory=row["territory"],
        kind=kind,
        vehicle_id=stage.vehicles[row["vehicle"]],
        rrule=row["rrule"],
        season_from=starts_on,
        season_to=None,
        starts_minute=minute_of_day(row["starts"]),
        cut_off_hours=int(row["cut_off_hours"]),
        trough_below_percent=int(row["trough_below_percent"]),
        peak_from_percent=int(row["peak_from_percent"]),
        trough_discount_percent=int(row["trough_discount_percent"]),
        note=row["note"],
        stops=tuple(
            StopCard(
                site_id=stage.sites[each["site"]],
                arrives_after_minutes=int(each["arrives_after_minutes"]),
                dwell_minutes=int(each["dwell_minutes"]),
                metres_from_previous=int(each["metres_from_previous"]),
                ferry=each["ferry"],
            )
            for each in rows("line_stops")
            if each["line"] == row["code"]
        ),
        compartments={
            stage.compartments[row["vehicle"], name]: temperature
            for name, temperature in settings_of_line(row["settings"]).items()
        },
    )
