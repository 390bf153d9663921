"""The scale of the effort map: how large a disc, which colour for a balance, and the legend that says so.

Blue, white and orange can be told apart by colour-blind eyes. The colour follows the square root of a balance, so that
one large balance does not bleach all others; the legend's numbers follow it too.
"""

import math
from html import escape

from pages._parts.base_map import rgb
from pages._parts.map_ground import Colour

OWES, MIDDLE, IS_OWED, HIDDEN = "#B4500F", "#FBFAF6", "#1F5FA8", "#9AA39E"
LEAST_PIXELS, MOST_PIXELS = 7.0, 34.0
_STEPS = (-1.0, -0.5, 0.0, 0.5, 1.0)
_WIDTH, _HEIGHT, _BAR = 420, 56, 16


def radius_pixels(effort: int, most: int) -> float:
    """Return the radius of a disc whose area grows with the effort."""
    if effort <= 0 or most <= 0:
        return LEAST_PIXELS
    return LEAST_PIXELS + (MOST_PIXELS - LEAST_PIXELS) * math.sqrt(min(1.0, effort / most))


def share_of_scale(balance: int, most: int) -> float:
    """Return where a balance falls on the scale, from −1 (owes most) over 0 to 1 (is owed most)."""
    if most <= 0 or balance == 0:
        return 0.0
    return math.copysign(math.sqrt(min(1.0, abs(balance) / most)), balance)


def balance_at(share: float, most: int) -> int:
    """Return the balance that falls at a place of the scale."""
    return round(math.copysign(share * share * most, share))


def colour_at(share: float) -> Colour:
    """Return the colour at a place of the scale: orange, white, blue."""
    end, middle = rgb(IS_OWED if share > 0 else OWES), rgb(MIDDLE)
    part = min(1.0, abs(share))
    red, green, blue = (round(m + (e - m) * part) for e, m in zip(end, middle, strict=True))
    return red, green, blue


def legend_svg(numbers: tuple[str, ...], low: str, high: str, *, ink: str) -> str:
    """Return the legend as a picture: the band of colours, a number under each fifth of it, a word at each end."""
    left, width = 40, _WIDTH - 80
    stops = "".join(
        f'<stop offset="{(share + 1) / 2:.2f}" stop-color="rgb{colour_at(share)}"/>' for share in (-1.0, 0.0, 1.0)
    )
    texts = "".join(
        _text(left + width * (share + 1) / 2, 46, said, ink) for share, said in zip(_STEPS, numbers, strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}">'
        f'<defs><linearGradient id="band">{stops}</linearGradient></defs>'
        f'<rect x="{left}" y="16" width="{width}" height="{_BAR}" rx="3" fill="url(#band)" stroke="{ink}"/>'
        f"{_text(left, 11, low, ink, anchor='start')}{_text(left + width, 11, high, ink, anchor='end')}{texts}</svg>"
    )


def scale_numbers(most: int) -> tuple[int, ...]:
    """Return the balances written under the band."""
    return tuple(balance_at(share, most) for share in _STEPS)


def _text(x: float, y: float, said: str, ink: str, *, anchor: str = "middle") -> str:
    return (
        f'<text x="{x:.0f}" y="{y}" text-anchor="{anchor}" font-family="sans-serif" font-size="11.5" fill="{ink}">'
        f"{escape(said)}</text>"
    )
