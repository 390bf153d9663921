"""The Streamlit options without which Navette would be slow, leaky or open: it refuses to start without them."""

from streamlit import config

REQUIRED: dict[str, object] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showSidebarNavigation": False,
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "server.trustedUserHeaders": {"X-Navette-Session": "session", "X-Navette-Language": "language"},
}


class OptionsMissing(RuntimeError):
    """Streamlit did not read Navette's `.streamlit/config.toml`."""


def require_options() -> None:
    """Check the options.

    Raises:
        OptionsMissing: one differs, most often because the app was started from another folder.
    """
    wrong = [name for name, wanted in REQUIRED.items() if config.get_option(name) != wanted]
    if wrong:
        raise OptionsMissing(f"start Navette from its own folder; .streamlit/config.toml was not read: {wrong}")
