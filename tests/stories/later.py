"""The app as it will be some days from now: `python -m tests.stories.later DAYS run app.py …`, then as `streamlit`."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from streamlit.web import cli

from core.shared import clock


def main() -> None:
    """Move the one clock of the app forward, then run Streamlit with the arguments that are left."""
    days, real_now = int(sys.argv[1]), clock.now

    def later() -> datetime:
        return real_now() + timedelta(days=days)

    clock.now = later
    sys.argv = ["streamlit", *sys.argv[2:]]
    cli.main()


if __name__ == "__main__":
    main()
