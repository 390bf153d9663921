"""What a public page costs on a warm rerun, apart from its questions, against an empty Streamlit page.

The goal is: page − reading ≤ 2 × an empty page, as Streamlit comes: a process of its own that has imported nothing
else, with the default options. `lean` is the same empty page inside our own process with our own options (no garbage
collection after each run, no statistics of use): the least that any page can cost, and the stricter yardstick.
`same elements` says what is Streamlit's own: as many messages as the calendar sends, with constant data and nothing
read or reckoned.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from core.database.doors import reading
from core.lines.views import departures_between
from core.shared import clock
from tests.bench.rerunning import Cost, cost_as_it_comes, cost_of
from tests.browser.seed import seed_a_small_network
from tests.pages.app import ENTRY

VISITOR = {"session": None, "language": "fr"}
EMPTY = "import streamlit as st\nst.title('x')\n"

# The frame, the filters and the grid of the calendar, element by element, with constant data.
SAME_ELEMENTS = """
import streamlit as st
from streamlit_calendar import calendar

st.set_page_config(page_title="x", layout="wide")
st.logo("data:image/png;base64,iVBORw0KGgo=", size="large")
with st.container(horizontal=True):
    st.button("English")
    st.button("Sign in", type="primary")
with st.container(horizontal=True):
    with st.container(width="content"):
        st.title("x")
        st.caption("x")
    with st.popover("x"):
        st.markdown("x")
        st.code("x")
        st.link_button("x", "http://localhost/")
places = st.columns(5)
for number in range(3):
    places[number].selectbox(f"{number}", ["a", "b", "c"], index=None, key=f"s{number}")
places[3].number_input("x", min_value=0, value=None, key="n3")
places[4].number_input("y", min_value=0, value=None, key="n4")
with st.container(horizontal=True):
    with st.container(horizontal=True):
        for number in range(3):
            st.button(f"b{number}", key=f"b{number}")
        st.subheader("x")
    st.markdown("x")
    st.segmented_control("x", ["a", "b", "c", "d"], default="a", key="v")
block = {"title": "x" * 80, "start": "2027-02-02T06:30", "end": "2027-02-02T12:30", "classNames": ["a"]}
calendar(events=[{"id": str(number), **block} for number in range(22)], options={}, custom_css="x" * 2500, key="c")
"""


class Yardsticks(NamedTuple):
    """An empty page as Streamlit comes, and inside our own process with our own options; milliseconds of CPU."""

    empty: float
    lean: float


@pytest.mark.bench
def test_a_warm_rerun_of_the_public_pages(sqlite_database: Path, tmp_path: Path) -> None:
    seed_a_small_network()
    today = clock.today()
    with reading() as session:
        departure = departures_between(session, first_day=today, last_day=today.replace(year=today.year + 1))[-1]
    empty = cost_as_it_comes(EMPTY, tmp_path)
    lean = cost_of(_script(tmp_path, "empty", EMPTY)).whole
    yardsticks = Yardsticks(empty, lean)
    print(f"\nempty Streamlit page: {empty:.1f} ms of CPU per warm rerun as it comes, {lean:.1f} ms with our options")
    _say("same elements as the calendar", cost_of(_script(tmp_path, "same", SAME_ELEMENTS)), yardsticks)
    for page, query in (
        ("transport_calendar", {}),
        *(("transport_calendar", {"view": view}) for view in ("week", "list", "season")),
        ("transport_calendar", {"departure": str(departure.id)}),
        ("troughs", {}),
        ("user_guide", {}),
        ("storage", {}),
    ):
        said = " ".join([page, *(f"{name}={value}" for name, value in query.items())])
        _say(said, cost_of(ENTRY, page, query, user=VISITOR), yardsticks)


def _script(folder: Path, name: str, source: str) -> Path:
    file = folder / f"{name}.py"
    file.write_text(source, "utf-8")
    return file


def _say(name: str, cost: Cost, yardsticks: Yardsticks) -> None:
    print(
        f"{name:<36}{cost.whole:7.1f} ms = {cost.reading:5.1f} reading ({cost.queries} queries, {cost.database:.1f} "
        f"in the database) + {cost.drawing:5.1f} drawing = {cost.drawing / yardsticks.empty:4.1f} × empty "
        f"({cost.drawing / yardsticks.lean:.1f} × lean); "
        f"{cost.elements} elements, {cost.drawing / cost.elements:.2f} ms each, {cost.bytes_sent / 1024:.0f} KiB"
    )
    assert cost.drawing <= 2 * yardsticks.empty, f"{name} costs more than twice an empty page"
