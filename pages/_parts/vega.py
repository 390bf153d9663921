"""Charts as plain Vega-Lite: a dictionary is written in microseconds where a chart library takes tens of milliseconds.

A chart is its rows, what all its layers share (`encoding`), and its layers; each layer adds or replaces channels.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

Spec = dict[str, Any]
Row = Mapping[str, object]


def words(name: str, **options: object) -> Spec:
    """Return a channel that shows words or signs."""
    return {"field": name, "type": "nominal", **options}


def amount(name: str, **options: object) -> Spec:
    """Return a channel that shows an amount."""
    return {"field": name, "type": "quantitative", **options}


def step(name: str, **options: object) -> Spec:
    """Return a channel that shows values in order, one place each."""
    return {"field": name, "type": "ordinal", **options}


def moment(name: str, **options: object) -> Spec:
    """Return a channel that shows a moment."""
    return {"field": name, "type": "temporal", **options}


def layer(
    mark: str, options: Mapping[str, object] | None = None, *, only: str = "", **encoding: Spec | Sequence[Spec]
) -> Spec:
    """Return one layer: a kind of mark, its fixed looks, its own channels; `only` the rows an expression holds for."""
    transform = {"transform": [{"filter": only}]} if only else {}
    return {"mark": {"type": mark, **(options or {})}, "encoding": encoding, **transform}


def table(rows: Sequence[Row]) -> pa.Table:
    """Return rows in the form that travels to the browser, without a detour by a data frame."""
    return pa.Table.from_pylist(list(rows))


def show(
    rows: Sequence[Row],
    layers: Sequence[Spec],
    *,
    height: int,
    alt: str,
    encoding: Spec | None = None,
    key: str | None = None,
    on_pick: Callable[[], None] | None = None,
    picks: Spec | None = None,
) -> None:
    """Draw a chart; with `on_pick`, marks can be picked as the selection parameter `picks` says."""
    spec: Spec = {"layer": list(layers), "height": height, "config": {"view": {"strokeWidth": 0}}}
    if encoding is not None:
        spec["encoding"] = encoding
    if on_pick is None or picks is None:
        st.vega_lite_chart(table(rows), spec, key=key, alt=alt)
        return
    spec["params"] = [picks]
    st.vega_lite_chart(table(rows), spec, key=key, alt=alt, on_select=on_pick, selection_mode=picks["name"])
