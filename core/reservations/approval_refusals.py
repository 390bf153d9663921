"""The "no" of a line on which a coordinator answers each load."""

from dataclasses import dataclass
from typing import ClassVar

from core.shared.errors import N_, Refusal


@dataclass(eq=False)
class MoreAsksFirst(Refusal):
    """A line that approves each load said yes to a smaller one."""

    line: str
    sentence: ClassVar[str] = N_("“%(line)s” approves each load. Reserve what comes on top as a load of its own.")
