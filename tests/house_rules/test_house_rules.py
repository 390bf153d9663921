"""What would be said twice in review is said by a test; each rule is proven once with a deliberate break."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from core.shared.settings import PROJECT
from tests.house_rules import rules
from tests.house_rules.rules import RULES, Rule

FOLDERS = ("core", "pages", "tests")


def python_files() -> list[Path]:
    return [file for folder in FOLDERS for file in sorted((PROJECT / folder).rglob("*.py"))]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Rule) -> None:
    wrong = [
        line
        for file in python_files()
        for line in rule(PurePosixPath(file.relative_to(PROJECT).as_posix()), file.read_text("utf-8"))
        if file.name != "rules.py"
    ]
    assert not wrong, f"{rule.__doc__}\n" + "\n".join(wrong)


BREAKS = [
    (rules.only_doors_and_stores_speak_sql, "core/lines/capacity.py", "from sqlmodel import select\n"),
    (rules.only_doors_and_stores_speak_sql, "pages/reserve.py", "import sqlalchemy\n"),
    (rules.only_solvers_import_solvers, "core/routes/checker.py", "from ortools.sat import x\n"),
    (rules.pages_see_only_views_and_actions, "pages/reserve.py", "from core.lines.store import take_room\n"),
    (rules.pages_see_only_views_and_actions, "pages/reserve.py", "from core.partners.tables import Partner\n"),
    (rules.a_page_knows_no_other_page, "pages/reserve.py", "from pages.troughs import x\n"),
    (rules.no_relationship, "core/lines/tables.py", "from sqlmodel import Relationship\n"),
    (rules.nothing_is_injected, "pages/reserve.py", "st.markdown('x', unsafe_allow_html=True)\n"),
    (rules.every_page_begins_with_its_guard, "pages/reserve.py", "import streamlit as st\nst.write('x')\n"),
    (rules.every_page_begins_with_its_guard, "pages/reserve.py", "import streamlit as st\n"),
    (rules.modules_stay_small, "core/lines/views.py", "x = 1\n" * 301),
    (rules.no_vague_names, "core/lines/utils.py", ""),
]


@pytest.mark.parametrize(("rule", "path", "source"), BREAKS, ids=lambda value: getattr(value, "__name__", None))
def test_each_rule_notices_a_deliberate_break(rule: Rule, path: str, source: str) -> None:
    assert rule(PurePosixPath(path), source)


def test_the_rules_leave_sound_files_alone() -> None:
    page = '"""A page."""\n\nfrom core.partners.tables import PartnerKind\n\ntab = public()\n'
    assert not [line for rule in RULES for line in rule(PurePosixPath("pages/reserve.py"), page)]
