"""Towns of Québec by name, to place a site: a name that several towns bear is never resolved silently."""

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from core.shared.places import Point, straight_line_metres
from core.shared.settings import PROJECT

TOWNS_FILE = PROJECT / "data" / "geo" / "towns.geojson"
_WELL_KNOWN_PEOPLE = 5_000


@dataclass(frozen=True, slots=True)
class Town:
    """A town; homonyms are told apart by `beside`, the nearest larger town, and `beside_metres`."""

    name: str
    point: Point
    people: int
    beside: str = ""
    beside_metres: int = 0


@cache
def towns() -> tuple[Town, ...]:
    """Return every town known, by name; none when the installation has no map data."""
    if not TOWNS_FILE.exists():
        return ()
    features = json.loads(TOWNS_FILE.read_text(encoding="utf-8"))["features"]
    found = [(each["properties"]["name"], _point(each), int(each["properties"]["people"])) for each in features]
    larger = [(name, point) for name, point, people in found if people >= _WELL_KNOWN_PEOPLE]
    times = Counter(plain(name) for name, _, _ in found)
    placed = [
        Town(name, point, people, *(_nearest(name, point, larger) if times[plain(name)] > 1 else ()))
        for name, point, people in found
    ]
    return tuple(sorted(placed, key=lambda town: (plain(town.name), -town.people)))


def named(name: str) -> tuple[Town, ...]:
    """Return the towns that bear this name, as typed in a hurry: none, one, or several to choose from."""
    wanted = plain(name)
    return tuple(town for town in towns() if plain(town.name) == wanted)


def plain(name: str) -> str:
    """Return a name as people type it in a hurry: no accents, capitals or hyphens, `St` written out."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    words = ["saint" if word == "st" else "sainte" if word == "ste" else word for word in bare.split()]
    return " ".join(words)


def _point(feature: dict[str, dict[str, list[float]]]) -> Point:
    longitude, latitude = feature["geometry"]["coordinates"]
    return Point(latitude, longitude)


def _nearest(name: str, point: Point, larger: list[tuple[str, Point]]) -> tuple[str, int]:
    others = [(straight_line_metres(point, at), other) for other, at in larger if (other, at) != (name, point)]
    metres, beside = min(others, default=(0.0, ""))
    return beside, round(metres)
