"""The launcher: found by Streamlit, started both ways, and shut to strangers from the first request on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.app_discovery import discover_asgi_app

from core.access.entrance import enter
from core.access.tokens import sha256_of
from core.shared.settings import PROJECT
from pages._shell.options import REQUIRED, OptionsMissing, require_options
from tests.access.people import PASSWORD, an_administrator, somebody
from tests.browser.running import UVICORN, serving
from tests.web.wire import page_by_websocket

SECRET = "basile@exemple.test"


def test_streamlit_finds_the_app_in_the_launcher() -> None:
    found = discover_asgi_app(PROJECT / "app.py")
    assert (found.is_asgi_app, found.import_string) == (True, "app:app")


@pytest.mark.parametrize("name", REQUIRED)
def test_the_options_we_stand_on_still_exist(name: str) -> None:
    assert name in config._config_options_template


@pytest.mark.parametrize("name", ["runner.postScriptGC", "server.trustedUserHeaders"])
def test_the_two_hidden_options_are_still_read_where_they_matter(name: str) -> None:
    where = {"runner.postScriptGC": "runtime/scriptrunner/script_runner.py"}.get(
        name, "web/server/starlette/starlette_websocket.py"
    )
    assert f'get_option("{name}")' in (Path(config.__file__).parent / where).read_text("utf-8")


def test_the_message_that_moves_the_browser_still_exists() -> None:
    assert "auth_redirect" in ForwardMsg.DESCRIPTOR.fields_by_name


def test_the_options_are_those_of_our_own_file() -> None:
    require_options()


def test_it_refuses_to_start_where_its_options_are_not_read(tmp_path: Path, sqlite_database: Path) -> None:
    code = "from pages._shell.options import require_options; require_options()"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True
    )
    assert ended.returncode != 0
    assert OptionsMissing.__name__ in ended.stderr
    assert "start Navette from its own folder" in ended.stderr


def test_a_process_that_finds_its_database_up_to_date_knows_every_table() -> None:
    code = (
        "import core.schema.migrate; from core.database.columns import metadata; known = set(metadata.tables);"
        "import core.schema.every_table; assert known == set(metadata.tables) and 'tour_plan' in known"
    )
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True)


@pytest.fixture
def network(sqlite_database: Path) -> tuple[Path, str]:
    """A network with a secret (somebody's e-mail), and the cookie of an administrator who may read it."""
    somebody(an_administrator(), email=SECRET)
    return sqlite_database, enter("admin@exemple.test", PASSWORD, "192.0.2.1")


def test_a_stranger_on_a_cold_deep_link_gets_no_data_and_a_member_does(network: tuple[Path, str]) -> None:
    database, token = network
    with serving(database, program=UVICORN) as address:
        assert SECRET not in page_by_websocket(address, "people"), "the very first request of the process"
        assert SECRET in page_by_websocket(address, "people", cookie=f"navette={token}"), "the control: it is there"
        forged = {"X-Navette-Session": sha256_of(token), "x-navette-session": sha256_of(token)}
        assert SECRET not in page_by_websocket(address, "people", **forged), "a header from outside is nobody"
        assert SECRET not in page_by_websocket(address, "people"), "and nothing stays behind for the next stranger"


def test_streamlit_run_serves_the_same_closed_door(network: tuple[Path, str]) -> None:
    database, token = network
    with serving(database) as address:
        assert SECRET not in page_by_websocket(address, "people")
        assert SECRET in page_by_websocket(address, "people", cookie=f"navette={token}")
