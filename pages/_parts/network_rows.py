"""Rows of a form that can be added, moved and taken away: compartments of a vehicle, stops of a line."""

import streamlit as st

from core.i18n.words import Words
from pages._parts.network_choice import OpenForm


def rows_of(form: OpenForm, name: str, count: int) -> list[int]:
    """Return the numbers of the rows in their present order; a form begins with `count` rows, 0 to count − 1."""
    numbers: list[int] = st.session_state.setdefault(form.key(name), list(range(count)))
    return numbers


def draw_add(_: Words, form: OpenForm, name: str, label: str) -> None:
    """Draw the button that adds a row at the end."""
    st.button(label, key=form.key(f"{name}.add"), icon=":material/add:", on_click=_add, args=(form.key(name),))


def draw_row_buttons(_: Words, form: OpenForm, name: str, row: int, *, moves: bool) -> None:
    """Draw the buttons that move a row up or down and take it away."""
    numbers = rows_of(form, name, 0)
    place = numbers.index(row)
    with st.container(horizontal=True, gap="xxsmall", width="content"):
        for key, icon, label, step in (
            ("up", "arrow_upward", _("Earlier"), -1),
            ("down", "arrow_downward", _("Later"), 1),
        ):
            if moves:
                st.button(
                    "",
                    icon=f":material/{icon}:",
                    help=label,
                    key=form.key(f"{name}.{row}.{key}"),
                    disabled=not 0 <= place + step < len(numbers),
                    on_click=_move,
                    args=(form.key(name), row, step),
                )
        st.button(
            "",
            icon=":material/close:",
            help=_("Take away"),
            key=form.key(f"{name}.{row}.remove"),
            on_click=_remove,
            args=(form.key(name), row),
        )


def _add(key: str) -> None:
    numbers: list[int] = st.session_state[key]
    st.session_state[f"{key}.next"] = number = max(st.session_state.get(f"{key}.next", -1), *numbers, -1) + 1
    st.session_state[key] = [*numbers, number]


def _remove(key: str, row: int) -> None:
    st.session_state[f"{key}.next"] = max(st.session_state.get(f"{key}.next", -1), *st.session_state[key])
    st.session_state[key] = [each for each in st.session_state[key] if each != row]


def _move(key: str, row: int, step: int) -> None:
    numbers = list(st.session_state[key])
    place = numbers.index(row)
    if 0 <= place + step < len(numbers):
        numbers[place], numbers[place + step] = numbers[place + step], numbers[place]
    st.session_state[key] = numbers
