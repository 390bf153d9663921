"""A filtered calendar as an address: what stands in a query string, for the page and for its feed alike."""

from collections.abc import Mapping
from urllib.parse import urlencode

from core.lines.views import DepartureFilter
from core.shared.quantities import TemperatureClass

FEED_PATH = "/calendrier.ics"
MOST_KG = 40_000
MOST_PALLETS = 40


def wanted_in(query: Mapping[str, str]) -> DepartureFilter:
    """Return the filter a query string asks for; what cannot be understood is left out, never refused."""
    temperature = query.get("temperature", "")
    return DepartureFilter(
        territory=query.get("territory", "").strip()[:60] or None,
        line_id=_whole(query.get("line"), most=2**31 - 1) or None,
        temperature=TemperatureClass(temperature) if temperature in set(TemperatureClass) else None,
        least_kg=_whole(query.get("kg"), most=MOST_KG),
        least_pallet_hundredths=_hundredths(query.get("pallets")),
    )


def query_of(wanted: DepartureFilter) -> dict[str, str]:
    """Return what `wanted_in` reads back; the empty filter gives an empty query."""
    asked = {
        "territory": wanted.territory or "",
        "line": str(wanted.line_id or ""),
        "temperature": wanted.temperature or "",
        "kg": str(wanted.least_kg or ""),
        "pallets": f"{wanted.least_pallet_hundredths / 100:g}" if wanted.least_pallet_hundredths else "",
    }
    return {name: str(value) for name, value in asked.items() if value}


def feed_address(origin: str, wanted: DepartureFilter, *, language: str) -> str:
    """Return the address of the feed of a filtered calendar; `origin` is `https://` and the host."""
    return f"{origin}{FEED_PATH}?{urlencode({**query_of(wanted), 'language': language})}"


def _whole(said: str | None, *, most: int) -> int:
    plain = (said or "").strip()
    return min(int(plain), most) if plain.isascii() and plain.isdigit() and len(plain) < 12 else 0


def _hundredths(said: str | None) -> int:
    whole, _, part = (said or "").strip().replace(",", ".").partition(".")
    return min(100 * _whole(whole, most=MOST_PALLETS) + _whole(part[:2].ljust(2, "0"), most=99), 100 * MOST_PALLETS)
