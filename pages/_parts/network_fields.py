"""From fields to whole numbers and back: hours to minutes, dollars to cents, pallets to hundredths."""

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from typing import Any

import streamlit as st

from core.database.doors import WriteSession
from core.i18n.words import Words
from pages._parts.acting import act, flash
from pages._parts.network_choice import OpenForm, back_to_list
from pages._parts.tab import Tab

LAST_MINUTE = 24 * 60


def time_of(minutes: int) -> time:
    """Return the time of day of some minutes after midnight; midnight at the end of the day is shown as 23:59."""
    kept = min(max(minutes, 0), LAST_MINUTE - 1)
    return time(kept // 60, kept % 60)


def minutes_of(moment: time | None) -> int:
    """Return the minutes after midnight; 23:59 stands for the end of the day, a blank field for -1."""
    if moment is None:
        return -1
    minutes = moment.hour * 60 + moment.minute
    return LAST_MINUTE if minutes == LAST_MINUTE - 1 else minutes


def hundredths_of(value: float | None) -> Any:
    """Return hundredths of a typed number (dollars to cents, pallets to hundredths), for the rules to judge."""
    return None if value is None else round(value * 100)


def number(label: str, form: OpenForm, field: str, value: float | None, *, step: float = 1, said: str = "") -> Any:
    """Draw a field for a number without bounds of its own and return what was typed, None when blank.

    The rules judge it, and answer with a sentence: a field that silently puts another number would lie.
    """
    decimals = isinstance(step, float)
    return st.number_input(
        label,
        value=(float(value) if decimals else int(value)) if value is not None else None,
        step=step,
        format="%.2f" if decimals else "%d",
        key=form.key(field),
        help=said or None,
    )


def choice_or_new(_: Words, label: str, form: OpenForm, field: str, value: str, known: Iterable[str]) -> str:
    """Draw a choice among the words already used, to which one may be added by typing it."""
    options: Sequence[str] = sorted({*known, value} - {""}, key=str.casefold)
    chosen = st.selectbox(
        label,
        options,
        index=options.index(value) if value in options else None,
        key=form.key(field),
        accept_new_options=True,
        placeholder=_("Choose, or type a new one"),
    )
    return chosen or ""


def save_and_leave(tab: Tab, name: str, do: Callable[[WriteSession], object]) -> None:
    """Do what the form asks in one transaction; when it is done, say so and go back to the list."""

    def done(session: WriteSession) -> bool:
        do(session)
        return True

    if act(tab, done):
        flash(tab, tab.words("“%(name)s” is saved.", name=" ".join(name.split())))
        back_to_list()
