"""A small table of words and figures: wraps on a phone, is read out in order, and prints as it is seen."""

from collections.abc import Collection, Sequence

import streamlit as st


def draw_words(titles: Sequence[str], rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> None:
    """Draw rows of Markdown cells; the columns `right` hold figures. What people typed must come through `plain`."""
    sides = ["--:" if place in right else ":--" for place in range(len(titles))]
    st.markdown("\n".join(f"| {' | '.join(cells)} |" for cells in (titles, sides, *rows)))
