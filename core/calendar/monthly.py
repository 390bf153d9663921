"""The rules people choose without knowing RRULE: every so many days, or a day of the month."""

from dataclasses import dataclass

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PLACES = (1, 2, 3, 4, -1)


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day, or every `every_days` days counted from the first one."""

    every_days: int = 1


@dataclass(frozen=True, slots=True)
class Monthly:
    """The `place`-th `weekday` (0 is Monday) of the month (−1: the last), or the day of the month `day`."""

    place: int = 1
    weekday: int = 0
    day: int | None = None


def rule_of(choice: Daily | Monthly) -> str:
    """Return the rule of a choice; one without sense is a rule that nobody can read, and is refused as such."""
    if isinstance(choice, Daily):
        return "FREQ=DAILY" if choice.every_days == 1 else f"FREQ=DAILY;INTERVAL={choice.every_days}"
    if choice.day is not None:
        return f"FREQ=MONTHLY;BYMONTHDAY={choice.day}"
    return f"FREQ=MONTHLY;BYDAY={choice.place}{_DAYS[choice.weekday]}"


def choice_of(rule: str) -> Daily | Monthly | None:
    """Return the choice a rule (in plain form) stands for, or None when it says something else."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    frequency = parts.pop("FREQ", "")
    if frequency == "DAILY" and set(parts) <= {"INTERVAL"}:
        interval = parts.get("INTERVAL", "1")
        return Daily(int(interval)) if interval.isdecimal() else None
    if frequency == "MONTHLY" and set(parts) == {"BYMONTHDAY"} and parts["BYMONTHDAY"].isdecimal():
        return Monthly(day=int(parts["BYMONTHDAY"]))
    if frequency == "MONTHLY" and set(parts) == {"BYDAY"}:
        place, weekday = parts["BYDAY"][:-2], parts["BYDAY"][-2:]
        if weekday in _DAYS and place.lstrip("-").isdecimal() and int(place) in PLACES:
            return Monthly(int(place), _DAYS.index(weekday))
    return None
