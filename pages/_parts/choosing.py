"""A choice between a few things of which one always holds, whatever a browser says while the page is being drawn."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import streamlit as st

T = TypeVar("T")


def choose_one(
    label: str,
    options: Sequence[T],
    *,
    key: str,
    default: T,
    format_func: Callable[[T], str] = str,
    on_change: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
    label_visibility: Literal["visible", "collapsed"] = "collapsed",
) -> T:
    """Draw the choice and return what is chosen; `default` counts until this tab has chosen.

    A browser that is asked right after the page was drawn may answer that nothing is chosen, though nobody can unmake
    a required choice: what was known before then stays chosen, and `on_change` is not called.
    """
    state = st.session_state
    chosen: T | None = st.segmented_control(
        label,
        options,
        default=None if key in state else default,
        key=key,
        format_func=format_func,
        required=True,
        label_visibility=label_visibility,
        on_change=_changed,
        args=(key, on_change, args),
    )
    if chosen is None:
        known: T | None = state.get(_known(key))
        return default if known is None or known not in options else known
    state[_known(key)] = chosen
    return chosen


def _changed(key: str, on_change: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    state = st.session_state
    if state.get(key) is None:
        state[key] = state.get(_known(key))
    elif on_change is not None:
        on_change(*args)


def _known(key: str) -> str:
    return f"{key}.known"
