"""Why a job stopped: kept as a message and its facts, said later in the language of whoever looks."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from core.i18n.labels import LABELS
from core.i18n.words import Words
from core.shared.errors import N_, Refusal
from core.shared.money import Cents
from core.shared.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Failure:
    """A message of the catalogs and the JSON values of its fields."""

    message: str
    facts: dict[str, Any]


LOST = Failure(N_("The program doing this work stopped before the end. Nothing was changed: start it again."), {})
UNKNOWN_KIND = Failure(
    N_("This Navette does not know this kind of work. Update the machine that runs the workers, then start it again."),
    {},
)


def failure_of(refusal: Refusal) -> Failure:
    """Keep a refusal's sentence and facts as JSON values."""
    return Failure(refusal.sentence, {name: _kept(fact) for name, fact in refusal.facts().items()})


def fault(incident: str) -> Failure:
    """Return what people are told of a bug: a calm sentence with the number to give to the administrator."""
    return Failure(
        N_("This work stopped because of a fault. Nothing was changed. Give the number %(incident)s to your animator."),
        {"incident": incident},
    )


def failure_sentence(words: Words, message: str, facts: dict[str, Any]) -> str:
    """Say a kept failure in one language."""
    return words(message, **{name: _said(words, fact) for name, fact in facts.items()})


def _kept(fact: object) -> Any:
    if isinstance(fact, datetime):
        return {"moment": fact.isoformat()}
    if isinstance(fact, date):
        return {"day": fact.isoformat()}
    if isinstance(fact, StrEnum):
        return {"type": type(fact).__name__, "word": fact.value}
    if isinstance(fact, Quantity):
        return {"kg": fact.kg, "pallet_hundredths": fact.pallet_hundredths}
    if isinstance(fact, Cents):
        return {"cents": int(fact)}
    if isinstance(fact, tuple):
        return [_kept(each) for each in fact]
    return fact if isinstance(fact, bool | int | float | str) or fact is None else str(fact)


def _said(words: Words, fact: Any) -> str:
    if isinstance(fact, list):
        return words.together([_said(words, each) for each in fact])
    if not isinstance(fact, dict):
        return words.value(fact)
    if "moment" in fact:
        return words.value(datetime.fromisoformat(fact["moment"]))
    if "day" in fact:
        return words.value(date.fromisoformat(fact["day"]))
    if "kg" in fact:
        return words.quantity(Quantity(fact["kg"], fact["pallet_hundredths"]))
    if "cents" in fact:
        return words.money(fact["cents"])
    return words(LABELS[fact["type"]][fact["word"]])
