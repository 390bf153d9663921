"""Reading a calendar file as Thunderbird and FullCalendar do: with ical.js, where this machine has it (node)."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import datetime

import pytest

_READ = """
const ICAL = require("ical.js").default ?? require("ical.js");
const calendar = new ICAL.Component(ICAL.parse(require("fs").readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const starts = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event).startDate.toJSDate());
console.log(JSON.stringify(starts.map((start) => start.toISOString())));
"""


def instants(file: bytes) -> list[datetime]:
    """Return when the events of a calendar file start, as ical.js reads them, sorted."""
    node = shutil.which("node")
    if node is None or subprocess.run([node, "-e", 'require("ical.js")'], capture_output=True, check=False).returncode:
        pytest.skip("ical.js is not installed for node here: `npm install ical.js`, and name its folder in NODE_PATH")
    read = subprocess.run([node, "-e", _READ], input=file, capture_output=True, check=True)
    return sorted(datetime.fromisoformat(start) for start in json.loads(read.stdout))
