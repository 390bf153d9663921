"""A required choice keeps what was chosen when a browser answers that nothing is."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.database.doors import write
from tests.builders import a_coordinator, a_vehicle
from tests.pages.app import open_page


def a_page() -> None:
    """A page with one choice that counts how often its callback was called, with which value."""
    import streamlit as st

    from pages._parts.choosing import choose_one

    def heard(word: str) -> None:
        st.session_state.setdefault("heard", []).append((word, st.session_state["fruit"]))

    chosen = choose_one(
        "Fruit", ["apple", "pear"], key="fruit", default="pear", on_change=heard, args=("so",), format_func=str.upper
    )
    st.write(f"chosen {chosen}; heard {st.session_state.get('heard', [])}")


@pytest.fixture
def app() -> AppTest:
    app = AppTest.from_function(a_page, default_timeout=30).run()
    assert app.markdown[0].value == "chosen pear; heard []"
    return app


def answer(app: AppTest, value: str | None) -> str:
    app.button_group(key="fruit").set_value(value).run()
    assert not app.exception
    return str(app.markdown[0].value)


def test_a_choice_is_returned_and_told(app: AppTest) -> None:
    assert answer(app, "apple") == "chosen apple; heard [('so', 'apple')]"
    app.run()
    assert app.markdown[0].value == "chosen apple; heard [('so', 'apple')]", "it stays while the page is drawn again"


def test_nothing_is_not_a_choice(app: AppTest) -> None:
    answer(app, "apple")
    assert answer(app, None) == "chosen apple; heard [('so', 'apple')]"


def test_nothing_before_any_choice_is_what_the_page_began_with(app: AppTest) -> None:
    assert answer(app, None) == "chosen pear; heard []"


@pytest.mark.usefixtures("sqlite_database")
def test_a_page_whose_choice_is_kept_in_its_address_keeps_it() -> None:
    write(a_vehicle)
    email = write(a_coordinator).email
    app = open_page("timeline", email)
    app.button_group(key="timeline.view").set_value("list").run()
    app.button_group(key="timeline.view").set_value(None).run()
    assert not app.exception
    assert app.query_params["view"] == "list"
