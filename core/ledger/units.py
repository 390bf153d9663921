"""The units the book is kept in."""

from enum import StrEnum


class Unit(StrEnum):
    """A unit of account; amounts are whole numbers of its smallest part."""

    cad_cents = "cad_cents"
    minutes = "minutes"
    in_kind_kg = "in_kind_kg"
