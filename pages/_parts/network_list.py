"""A list of partners, places, vehicles or lines: searched, opened by a click; cards on a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.i18n.words import Words
from core.partners.gazetteer import plain
from pages._parts.network_choice import KEY, NEW, Section, count_forms, open_thing
from pages._parts.screen import on_a_phone

_CARDS_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class ListRow:
    """One thing: its cells by column, and the line under its name on a phone."""

    id: int
    name: str
    under: str
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ListWords:
    """What a list says of itself: its alternative text, its button, and what it teaches when it is empty."""

    alt: str
    add: str
    empty: str


def draw_list(
    _: Words, section: Section, rows: Sequence[ListRow], said: ListWords, columns: Mapping[str, Any]
) -> list[ListRow]:
    """Draw the search, the button that adds, and the rows found; return these rows."""
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        searched = st.text_input(
            _("Search"), key=f"{KEY}.{section}.search", type="search", placeholder=_("Name, town, code…"), width=320
        )
        if st.button(said.add, type="primary", icon=":material/add:", key=f"{KEY}.{section}.add"):
            open_thing(NEW)
    if not rows:
        st.info(said.empty)
        return []
    found = [row for row in rows if _matches(str(searched or ""), row)]
    if not found:
        st.info(_("Nothing here matches “%(searched)s”. Try fewer letters.", searched=searched))
    elif on_a_phone():
        _draw_cards(_, section, found)
    else:
        _draw_table(_, section, found, said, columns)
    return found


def _draw_table(
    _: Words, section: Section, rows: Sequence[ListRow], said: ListWords, columns: Mapping[str, Any]
) -> None:
    picked = st.dataframe(
        [dict(row.cells) for row in rows],
        column_config=dict(columns),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"{KEY}.{section}.rows.{count_forms()}.{len(rows)}",
        alt=said.alt,
    )
    st.caption(_("Click a row of the table to open it."))
    cells = picked["selection"]["cells"]
    if cells and cells[0][0] < len(rows):
        open_thing(rows[cells[0][0]].id)


def _draw_cards(_: Words, section: Section, rows: Sequence[ListRow]) -> None:
    shown = st.session_state.get(f"{KEY}.{section}.shown", _CARDS_AT_ONCE)
    for row in rows[:shown]:
        label = f"**{escaped(row.name)}**  \n{escaped(row.under)}"
        if st.button(label, key=f"{KEY}.{section}.card.{row.id}", width="stretch"):
            open_thing(row.id)
    if len(rows) > shown and st.button(_("Show more"), type="tertiary", key=f"{KEY}.{section}.more"):
        st.session_state[f"{KEY}.{section}.shown"] = shown + _CARDS_AT_ONCE
        st.rerun()


def escaped(text: str) -> str:
    """Keep what people typed from being read as Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#$:~|" else letter for letter in text)


def _matches(searched: str, row: ListRow) -> bool:
    held = plain(" ".join((row.name, row.under, *(str(value) for value in row.cells.values()))))
    return all(word in held for word in plain(searched).split())
