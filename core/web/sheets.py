"""The driver's sheet for the printer: black on white, one table, dock notes, page numbers, the date it was made."""

from urllib.parse import quote

from anyio import to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from core.access.rights import VISITOR, Member
from core.database.doors import reading
from core.i18n.words import Words, words
from core.routes.views import DriverSheet, SheetLoad, SheetRun, SheetStopRow, sheet_of
from core.shared import clock
from core.shared.errors import Refusal, SignInNeeded
from core.web.headers import PLAIN_POLICY
from core.web.plain_pages import plain_page, told

SHEET_PATH = "/feuille/{departure_id:int}"
_DOCUMENT = Markup(
    """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="icon" href="/plain/navette.svg" type="image/svg+xml">
<link rel="stylesheet" href="/plain/sheet.css">
</head>
<body>
<header><h1>{title}</h1><p>{when}</p><p>{who}</p></header>
<table>
<thead><tr><th scope="col">{stop_said}</th><th scope="col">{hours_said}</th><th scope="col">{place_said}</th>
<th scope="col">{unload_said}</th><th scope="col">{load_said}</th><th scope="col">{done_said}</th></tr></thead>
<tbody>{rows}</tbody>
</table>
<footer>{made}</footer>
</body>
</html>
"""
)
_ROW = Markup(
    '<tr><th scope="row">{number}</th><td>{hours}</td><td><strong>{place}</strong><br>{notes}</td>'
    '<td>{to_unload}</td><td>{to_load}</td><td class="done"></td></tr>'
)
_WAY = Markup('<tr class="way"><td></td><td colspan="5">{said}</td></tr>')
_LOAD = Markup("<p><strong>{goods}</strong> {temperature}<br>{number} · {partner}<br>{way}</p>")


async def show_sheet(request: Request) -> Response:
    """Answer with the sheet of a departure, to drivers and coordinators."""
    _ = words(request.state.language)
    member: Member = getattr(request.state, "member", VISITOR)
    departure_id: int = request.path_params["departure_id"]
    try:
        sheet = await to_thread.run_sync(_read, member, departure_id)
    except SignInNeeded:
        back = quote(f"/driver_sheet?departure={departure_id}", safe="")
        return RedirectResponse(f"/connexion?retour={back}", 303)
    except Refusal as refusal:
        said = told(_.refusal(refusal))
        return plain_page(_, title=_("Driver sheet"), content=said, back="/", status=404)
    headers = {"content-security-policy": PLAIN_POLICY, "cache-control": "no-store"}
    return HTMLResponse(str(_document(_, sheet)), headers=headers)


def _read(member: Member, departure_id: int) -> DriverSheet:
    with reading() as session:
        return sheet_of(session, member, departure_id)


def _document(_: Words, sheet: DriverSheet) -> Markup:
    run = sheet.chosen
    assert run is not None  # noqa: S101 - `sheet_of` returns a sheet with its run
    return _DOCUMENT.format(
        language=_.language,
        title=_("Driver sheet — %(line)s", line=run.line_name),
        when=_when(_, sheet, run),
        who=" · ".join([run.vehicle_name, run.driver_name or _("driver to be named"), _.km(sheet.metres)]),
        stop_said=_("Stop"),
        hours_said=_("Arrives – leaves"),
        place_said=_("Place"),
        unload_said=_("Unload"),
        load_said=_("Load"),
        done_said=_("Done"),
        rows=Markup("").join(_row(_, stop) for stop in sheet.stops),
        made=_(
            "Made %(moment)s. Times and distances are estimates; check the roads and the ferry before leaving.",
            moment=_.value(clock.now()),
        ),
    )


def _when(_: Words, sheet: DriverSheet, run: SheetRun) -> str:
    return f"{_.day_and_year(sheet.service_date)} · {_.clock(run.starts_at)} – {_.clock(run.ends_at)}"


def _row(_: Words, stop: SheetStopRow) -> Markup:
    notes = [
        stop.town,
        _(
            "open from %(opens)s to %(closes)s",
            opens=_.minute_of_day(stop.opens_minute),
            closes=_.minute_of_day(stop.closes_minute),
        ),
        stop.dock_note,
        stop.contact_phone,
    ]
    row = _ROW.format(
        number=stop.number,
        hours=f"{_.clock(stop.arrives_at)} – {_.clock(stop.leaves_at)}",
        place=stop.site_name,
        notes=Markup("<br>").join(note for note in notes if note),
        to_unload=Markup("").join(
            _load(_, load, _("from %(place)s", place=load.other_place)) for load in stop.to_unload
        ),
        to_load=Markup("").join(_load(_, load, _("for %(place)s", place=load.other_place)) for load in stop.to_load),
    )
    if stop.number == 1:
        return row
    said = [_.km(stop.metres), *([_("ferry %(name)s", name=stop.ferry)] if stop.ferry else [])]
    return _WAY.format(said=f"↓ {' · '.join(said)}") + row


def _load(_: Words, load: SheetLoad, way: str) -> Markup:
    said = [way, load.compartment, load.note]
    return _LOAD.format(
        goods=f"{_.kg(load.quantity.kg)} · {_.pallets(load.quantity.pallet_hundredths)}",
        temperature=_.label(load.temperature),
        number=load.number,
        partner=load.partner_name,
        way=" · ".join(each for each in said if each),
    )
