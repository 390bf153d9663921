"""Sets the network up: people, partners, places, vehicles, tariffs, lines and their departures."""

import secrets
from datetime import date, timedelta

from core.access import actions as access
from core.access import views as people_views
from core.access.rights import Member, Right
from core.compensation import actions as compensation
from core.compensation.kinds import ContributionKind
from core.database.doors import ReadSession, WriteSession
from core.demo.accounts import PASSWORD
from core.demo.cards import line_card, partner_card, site_card, tariff_card, vehicle_card
from core.demo.sources import rows
from core.demo.stage import Run, Stage
from core.fleet import actions as fleet
from core.fleet import views as fleet_views
from core.lines import actions as lines
from core.lines import views as line_views
from core.lines.generation_actions import MOST_DAYS_AHEAD
from core.lines.kinds import DepartureKind
from core.partners import actions as partners
from core.shared import clock
from core.tariffs import actions as tariffs
from core.tariffs.cards import QUEBEC_TAXES

NETWORK_NAME = "Réseau de démonstration du Bas-Saint-Laurent (organismes fictifs)"
_BY_FLEXIBLE_WEEKS = 16


def open_network(session: WriteSession, stage: Stage) -> None:
    """Write the network down with its administrator; from here on the database is known to be a demonstration."""
    opener_id = access.create_first_administrator(
        session, name="Installation", email="installation@exemple.qc.ca", password=secrets.token_urlsafe(24)
    )
    opener = _member(session, opener_id)
    partners.name_network(session, opener, name=NETWORK_NAME, demonstration_seed=stage.span.seed)
    admin_id = access.add_person(
        session,
        opener,
        name="Alex Rive",
        email="admin@exemple.qc.ca",
        rights=frozenset({Right.administrator}),
        partner_ids=(),
        password=PASSWORD,
    )
    stage.people["admin@exemple.qc.ca"] = _member(session, admin_id)
    access.deactivate(session, stage.administrator, person_id=opener_id)


def add_partners_and_sites(session: WriteSession, stage: Stage) -> None:
    """Add every partner and its places."""
    for row in rows("partners"):
        stage.partners[row["code"]] = partners.add_partner(session, stage.administrator, partner_card(row))
    for row in rows("sites"):
        stage.sites[row["code"]] = partners.add_site(session, stage.administrator, site_card(stage, row))


def add_people(session: WriteSession, stage: Stage) -> None:
    """Add everybody; the accounts of the demonstration get the known password, the others none."""
    for row in rows("people"):
        partner_ids = tuple(stage.partners[code] for code in row["partners"].split())
        rights = frozenset(Right(word) for word in row["rights"].split())
        if row["email"] in stage.people:
            person_id = stage.people[row["email"]].person_id or 0
            access.change_rights(
                session, stage.administrator, person_id=person_id, rights=rights, partner_ids=partner_ids
            )
        else:
            person_id = access.add_person(
                session,
                stage.administrator,
                name=row["name"],
                email=row["email"],
                rights=rights,
                partner_ids=partner_ids,
                password=PASSWORD if row["account"] == "yes" else None,
            )
        member = _member(session, person_id)
        stage.people[row["email"]] = member
        if not rights:
            stage.acting_for[row["partners"]] = member
    partners.name_network(
        session, stage.administrator, name=NETWORK_NAME, animator_person_id=stage.coordinator.person_id
    )


def add_vehicles(session: WriteSession, stage: Stage) -> None:
    """Add the shared trucks."""
    for row in rows("vehicles"):
        stage.vehicles[row["code"]] = fleet.add_vehicle(session, stage.coordinator, vehicle_card(stage, row))
    by_id = {vehicle_id: code for code, vehicle_id in stage.vehicles.items()}
    for vehicle in fleet_views.vehicles(session):
        for compartment in vehicle.compartments:
            stage.compartments[by_id[vehicle.id], compartment.name] = compartment.id


def set_first_prices(session: WriteSession, stage: Stage) -> None:
    """Set the tariff of the first year, and what an hour or a kilometre of effort is worth."""
    tariffs.set_tariff(session, stage.treasurer, tariff_card(stage.span.first_day, microdollars_per_kg_km=800))
    for row in rows("rates"):
        compensation.set_rate(
            session,
            stage.coordinator,
            kind=ContributionKind(row["kind"]),
            cents_per_unit=int(row["cents_per_unit"]),
            valid_from=stage.span.first_day,
        )


def raise_prices(session: WriteSession, stage: Stage, day: date) -> None:
    """Set the tariff of the second year: a tenth more per kilogram, and taxes, as the network has grown."""
    card = tariff_card(day, microdollars_per_kg_km=880, taxes=QUEBEC_TAXES)
    tariffs.set_tariff(session, stage.treasurer, card)


def add_lines(session: WriteSession, stage: Stage) -> None:
    """Add the lines; the flexible tours are new and start with the first Wednesday that still takes requests."""
    for row in rows("lines"):
        stage.lines[row["code"]] = lines.add_line(session, stage.coordinator, line_card(stage, row))


def generate_far(session: WriteSession, stage: Stage) -> None:
    """Make the departures of the fixed lines as far ahead as may be, as seen from the first day."""
    until = min(stage.span.last_day, clock.today() + timedelta(days=MOST_DAYS_AHEAD))
    for row in rows("lines"):
        if row["kind"] == DepartureKind.fixed:
            _generate(session, stage, row["code"], clock.today(), until)


def generate_rest(session: WriteSession, stage: Stage) -> None:
    """Make what is missing up to the last day, as seen from now, the flexible tours included."""
    flexible_until = min(stage.span.last_day, stage.span.today + timedelta(weeks=_BY_FLEXIBLE_WEEKS))
    for row in rows("lines"):
        until = stage.span.last_day if row["kind"] == DepartureKind.fixed else flexible_until
        _generate(session, stage, row["code"], stage.span.today, until)


def list_runs(session: ReadSession, stage: Stage) -> None:
    """Read the departures back, in order."""
    codes = {line_id: code for code, line_id in stage.lines.items()}
    found = line_views.departures_between(session, first_day=stage.span.first_day, last_day=stage.span.last_day)
    stage.runs = sorted(
        (
            Run(each.id, codes[each.line_id], each.kind, each.service_date, each.closes_at, each.ends_at)
            for each in found
        ),
        key=lambda run: (run.day, run.line),
    )


def _generate(session: WriteSession, stage: Stage, code: str, first_day: date, last_day: date) -> None:
    if first_day <= last_day:
        lines.generate_departures(
            session, stage.coordinator, line_id=stage.lines[code], first_day=first_day, last_day=last_day
        )


def _member(session: WriteSession, person_id: int) -> Member:
    found = people_views.member(session, person_id)
    if found is None:
        raise LookupError(f"person {person_id} was just added")
    return found
