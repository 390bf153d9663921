"""The rules people choose without knowing RRULE: some days of the week, every so many weeks."""

from dataclasses import dataclass

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Weekly:
    """Days of the week (0 is Monday), every `every_weeks` weeks counted from the first week of the season."""

    weekdays: tuple[int, ...]
    every_weeks: int = 1


def rule_of(weekly: Weekly) -> str:
    """Return the rule of a weekly choice; without a day it is a rule that nobody can read, and is refused as such."""
    days = ",".join(_DAYS[day] for day in sorted(set(weekly.weekdays)))
    interval = f"INTERVAL={weekly.every_weeks};" if weekly.every_weeks != 1 else ""
    return f"FREQ=WEEKLY;{interval}BYDAY={days}"


def weekly_of(rule: str) -> Weekly | None:
    """Return the weekly choice a rule (in plain form) stands for, or None when it says more than that."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    days = parts.pop("BYDAY", "").split(",")
    interval = parts.pop("INTERVAL", "1")
    if parts.pop("FREQ", "") != "WEEKLY" or parts.pop("WKST", "MO") != "MO" or parts:
        return None
    if not set(days) <= set(_DAYS) or not interval.isdecimal():
        return None
    return Weekly(tuple(sorted(_DAYS.index(day) for day in days)), int(interval))
