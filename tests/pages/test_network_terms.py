"""A coordinator writes the terms of a line; what cannot be believed is answered and changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from core.database.doors import reading, write
from core.lines.terms import USUAL_TERMS
from core.lines.terms_views import line_terms
from tests.builders import a_coordinator, a_line
from tests.pages.app import open_page


def opened() -> tuple[AppTest, int]:
    line_id = write(lambda session: a_line(session))
    write(a_coordinator)
    return open_page("network", "coordination@exemple.test", tab="lines", open=str(line_id)), line_id


def field(page: AppTest, label: str) -> Any:
    return next(each for each in page.number_input if each.label == label)


def save(page: AppTest) -> AppTest:
    return next(each for each in page.button if each.label == "Enregistrer les conditions").click().run()


def test_the_terms_of_a_line_are_saved(sqlite_database: Path) -> None:
    page, line_id = opened()
    field(page, "Dû ensuite (%)".replace(" %", "\u00a0%")).set_value(50)
    page.checkbox[0].set_value(True)
    save(page)
    assert not page.exception
    with reading() as session:
        terms, version = line_terms(session, line_id)
    assert (terms.late_cancel_percent, terms.needs_approval, version) == (50, True, 1)


def test_what_cannot_be_believed_is_answered(sqlite_database: Path) -> None:
    page, line_id = opened()
    field(page, "Dû ensuite (%)".replace(" %", "\u00a0%")).set_value(500)
    save(page)
    assert not page.exception
    assert page.error
    with reading() as session:
        assert line_terms(session, line_id) == (USUAL_TERMS, 0)
