"""`Words` is one language: it translates, and writes dates, numbers and money the way that language does.

Messages are English sentences in the code; `locales/fr/LC_MESSAGES/navette.po` holds their French. The catalog is
read as text at start, so there is no compiled file that could be out of date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from core.i18n.labels import LABELS
from core.shared.clock import local
from core.shared.errors import N_, Refusal
from core.shared.money import Cents
from core.shared.quantities import Quantity
from core.shared.taxes import Bill

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
_LOCALE = {"fr": Locale("fr", "CA"), "en": Locale("en", "CA")}
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_GST, _QST = N_("GST %(amount)s"), N_("QST %(amount)s")
_AND = N_("%(several)s and %(last)s")
_NARROW_SPACE = "\u202f"
_NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Words:
    """One language of the interface; call it with a message, or use it to write a value."""

    language: str = DEFAULT_LANGUAGE

    def __call__(self, message: str, **values: object) -> str:
        """Translate `message` and fill in its `%(name)s` fields."""
        said = _catalog(self.language).gettext(message)
        return _one_stop(said % values) if values else said

    def many(self, one: str, several: str, count: int, **values: object) -> str:
        """Translate for a count: French says 0 and 1 in the singular, English only 1. `%(count)s` is filled in."""
        said = _catalog(self.language).ngettext(one, several, count)
        return _one_stop(said % {"count": self.number(count), **values})

    def label(self, choice: object) -> str:
        """Return the word on screen of a coded choice (a member of a StrEnum)."""
        return self(LABELS[type(choice).__name__][str(choice)])

    def refusal(self, refusal: Refusal) -> str:
        """Return the sentence of a refusal, in this language, with its facts written for people (R12)."""
        return self(refusal.sentence, **{name: self.value(fact) for name, fact in refusal.facts().items()})

    def value(self, fact: object) -> str:
        """Write any fact for people: dates, moments, numbers, choices; strings that are messages are translated."""
        if isinstance(fact, Refusal):
            return self.refusal(fact)
        if isinstance(fact, datetime):
            return f"{self.day(local(fact).date())} {self.clock(fact)}"
        if isinstance(fact, date):
            return self.day(fact)
        if isinstance(fact, Quantity):
            return self.quantity(fact)
        if isinstance(fact, Cents):
            return self.money(fact)
        if isinstance(fact, int | float) and not isinstance(fact, bool):
            return self.number(fact)
        return self._word(fact)

    def _word(self, fact: object) -> str:
        """Write a choice, a message, or several facts in a row."""
        if isinstance(fact, tuple):
            return self.together([self.value(each) for each in fact])
        if type(fact).__name__ in LABELS:
            return self.label(fact)
        return self(str(fact)) if fact else ""

    def together(self, said: Sequence[str]) -> str:
        """Write several things in a row: `food banks, hubs and grocers`."""
        if len(said) < 2:
            return "".join(said)
        return self(_AND, several=", ".join(said[:-1]), last=said[-1])

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with the language's separators and at most `decimals` decimals."""
        return _number(self.language, round(value, decimals), decimals)

    def money(self, cents: int) -> str:
        """Write an amount of Canadian dollars: `1 234,50 $` or `$1,234.50`."""
        return _money(self.language, cents)

    def bill(self, bill: Bill) -> str:
        """Write what is to be paid: `41,20 $ + TPS 2,06 $ + TVQ 4,11 $ = 47,37 $`; untaxed, the price alone."""
        if not bill.tax_cents:
            return self.money(bill.price_cents)
        return f"{self.before_taxes(bill)} = {self.money(bill.total_cents)}"

    def before_taxes(self, bill: Bill) -> str:
        """Write a price and the taxes that come on top: `41,20 $ + TPS 2,06 $ + TVQ 4,11 $`."""
        return " + ".join(each for each in (self.money(bill.price_cents), self.taxes(bill)) if each)

    def taxes(self, bill: Bill) -> str:
        """Write the taxes of a bill: `TPS 2,06 $ + TVQ 4,11 $`; nothing where there are none."""
        said = []
        if bill.gst_cents:
            said.append(self(_GST, amount=self.money(bill.gst_cents)))
        if bill.qst_cents:
            said.append(self(_QST, amount=self.money(bill.qst_cents)))
        return " + ".join(said)

    def percent(self, share: float) -> str:
        """Write a share between 0 and 1 as whole per cent: `18 %` or `18%`."""
        return _percent(self.language, share)

    def kg(self, kg: int) -> str:
        """Write a weight: `1 250 kg`."""
        return f"{self.number(kg)}{_NO_BREAK}kg"

    def pallets(self, hundredths: int) -> str:
        """Write a floor space: `2,5 pal.`."""
        return f"{self.number(hundredths / 100, 2)}{_NO_BREAK}pal."

    def quantity(self, quantity: Quantity) -> str:
        """Write a load or a lack: `80 kg`, `2,5 pal.` or both, leaving out what is nothing."""
        said = [self.kg(quantity.kg)] if quantity.kg or not quantity.pallet_hundredths else []
        if quantity.pallet_hundredths:
            said.append(self.pallets(quantity.pallet_hundredths))
        return " · ".join(said)

    def km(self, metres: float) -> str:
        """Write a distance in whole kilometres: `132 km`."""
        return f"{self.number(metres / 1000)}{_NO_BREAK}km"

    def day(self, day: date) -> str:
        """Write a date briefly: `mar. 3 févr.` or `Tue, Feb 3`; the year is added when it is far."""
        return _day(self.language, day)

    def day_and_year(self, day: date) -> str:
        """Write a date with its year: `3 février 2027`."""
        return _day_and_year(self.language, day)

    def days(self, first: date, last: date) -> str:
        """Write a span of days: `16 nov. – 20 déc. 2026`."""
        return _days(self.language, first, last)

    def month(self, day: date) -> str:
        """Write a month and its year: `février 2027`."""
        return _month(self.language, day)

    def clock(self, moment: datetime) -> str:
        """Write the wall-clock time of a moment: `6 h 30` or `6:30 a.m.`."""
        wall = local(moment)
        return self.minute_of_day(wall.hour * 60 + wall.minute)

    def minute_of_day(self, minutes: int) -> str:
        """Write a time of day given in minutes after midnight."""
        hour, minute = divmod(minutes % 1440, 60)
        if self.language == "fr":
            return f"{hour}{_NO_BREAK}h{_NO_BREAK}{minute:02d}" if minute else f"{hour}{_NO_BREAK}h"
        suffix = "a.m." if hour < 12 else "p.m."
        return f"{(hour - 1) % 12 + 1}:{minute:02d}{_NO_BREAK}{suffix}"

    def duration(self, minutes: float) -> str:
        """Write a duration: `6 h 30`, `45 min`."""
        hours, rest = divmod(round(minutes), 60)
        if not hours:
            return f"{rest}{_NO_BREAK}min"
        return f"{hours}{_NO_BREAK}h{_NO_BREAK}{rest:02d}" if rest else f"{hours}{_NO_BREAK}h"


@lru_cache(maxsize=8192)
def _number(language: str, value: float, decimals: int) -> str:
    """Write a number, remembered: a page writes the same few hundred quantities again and again."""
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=_LOCALE[language])


@lru_cache(maxsize=2048)
def _day(language: str, day: date) -> str:
    return _first_of_month(language, day, format_skeleton("MMMEd", day, locale=_LOCALE[language]))


@lru_cache(maxsize=2048)
def _day_and_year(language: str, day: date) -> str:
    return _first_of_month(language, day, format_date(day, format="long", locale=_LOCALE[language]))


@lru_cache(maxsize=512)
def _days(language: str, first: date, last: date) -> str:
    return format_interval(first, last, "yMMMd", locale=_LOCALE[language])


@lru_cache(maxsize=512)
def _month(language: str, day: date) -> str:
    return format_skeleton("yMMMM", day, locale=_LOCALE[language])


@lru_cache(maxsize=8192)
def _money(language: str, cents: int) -> str:
    return format_currency(cents / 100, "CAD", locale=_LOCALE[language])


@lru_cache(maxsize=8192)
def _percent(language: str, share: float) -> str:
    pattern = "#,##0\u00a0%" if language == "fr" else "#,##0%"
    return format_percent(share, format=pattern, locale=_LOCALE[language])


def _first_of_month(language: str, day: date, said: str) -> str:
    """French says `1er`, then plain numbers."""
    return re.sub(r"\b1\b", "1er", said, count=1) if language == "fr" and day.day == 1 else said


def _one_stop(said: str) -> str:
    """An abbreviation that ends a sentence brings its own full stop."""
    return _TWO_STOPS.sub(".", said)


@cache
def words(language: str) -> Words:
    """Return the words of a language; an unknown one is answered in the default language."""
    return Words(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def catalog_file(language: str) -> Path:
    """Return the catalog of a language; English is the language of the messages themselves and has none."""
    return LOCALES / language / "LC_MESSAGES" / "navette.po"


@cache
def _catalog(language: str) -> GNUTranslations:
    compiled = BytesIO()
    file = catalog_file(language)
    with file.open("rb") as text:
        write_mo(compiled, read_po(text, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
