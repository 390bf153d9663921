"""The base map's files, served by Navette itself so that no map asks a third party for anything."""

from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from core.shared.settings import PROJECT

FOLDER: Path = PROJECT / "data" / "geo"


def base_map() -> Mount:
    """Return the route under which maps find their land, lakes and boundaries: `/geo/land.geojson` and so on."""
    return Mount("/geo", app=StaticFiles(directory=FOLDER), name="geo")
