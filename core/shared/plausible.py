"""What a person typed is plausible, or is answered with a sentence that says what would be (R12)."""

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.shared.errors import N_, Refusal, WrongInput
from core.shared.money import Cents

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,23}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(eq=False)
class Missing(Refusal):
    """A field that must be filled in is blank."""

    field: str
    sentence: ClassVar[str] = N_("“%(field)s” is blank. Fill it in, then save again.")


@dataclass(eq=False)
class TooLong(Refusal):
    """A text does not fit."""

    field: str
    longest: int
    sentence: ClassVar[str] = N_("“%(field)s” is too long. Keep it within %(longest)s characters.")


@dataclass(eq=False)
class OutOfBounds(Refusal):
    """A number is too small or too large to be believed."""

    field: str
    least: float
    most: float
    sentence: ClassVar[str] = N_("“%(field)s” must be between %(least)s and %(most)s. Check the number and its unit.")


def text(field: str, value: str, *, longest: int, may_be_blank: bool = False) -> str:
    """Return `value` without the spaces around it and without doubled spaces.

    Raises:
        Missing: it is blank.
        TooLong: it has more than `longest` characters.
    """
    kept = " ".join(str(value or "").split())
    if not kept and not may_be_blank:
        raise Missing(field=field)
    if len(kept) > longest:
        raise TooLong(field=field, longest=longest)
    return kept


def code(field: str, value: str) -> str:
    """Return a short code in capitals: letters without accents, digits, hyphen, underscore.

    Raises:
        Missing: it is blank.
        WrongInput: it holds another character, or more than 24.
    """
    kept = text(field, value, longest=400).upper()
    if not _CODE.fullmatch(kept):
        raise WrongInput(
            field=field, reason=N_("use at most 24 letters without accents, digits or hyphens, without spaces.")
        )
    return kept


def email(field: str, value: str) -> str:
    """Return an e-mail address in lower case, or an empty text.

    Raises:
        WrongInput: it does not look like an address.
    """
    kept = text(field, value, longest=254, may_be_blank=True).lower()
    if kept and not _EMAIL.fullmatch(kept):
        raise WrongInput(field=field, reason=N_("this does not look like an e-mail address (name@place.ca)."))
    return kept


def whole(field: str, value: float, *, least: int, most: int) -> int:
    """Return a whole number between two bounds.

    Raises:
        OutOfBounds: it is not a whole number, or is outside.
    """
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise OutOfBounds(field=field, least=least, most=most)
    if value != int(value) or not least <= value <= most:
        raise OutOfBounds(field=field, least=least, most=most)
    return int(value)


def cents(field: str, value: float, *, most: int) -> int:
    """Return an amount in whole cents, from nothing to `most`.

    Raises:
        OutOfBounds: it is not, said in dollars.
    """
    try:
        return whole(field, value, least=0, most=most)
    except OutOfBounds as fault:
        raise OutOfBounds(field=field, least=Cents(0), most=Cents(most)) from fault


def decimal(field: str, value: float, *, least: float, most: float) -> float:
    """Return a finite number between two bounds.

    Raises:
        OutOfBounds: it is not a number, or is outside.
    """
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise OutOfBounds(field=field, least=least, most=most)
    if not least <= value <= most:
        raise OutOfBounds(field=field, least=least, most=most)
    return float(value)


def days_in_order(field: str, first: date, last: date) -> None:
    """Check that a span of days goes forward.

    Raises:
        WrongInput: the last day comes before the first.
    """
    if last < first:
        raise WrongInput(field=field, reason=N_("the last day comes before the first. Swap them or change one."))
