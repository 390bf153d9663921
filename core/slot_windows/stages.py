"""Where a window is at a moment."""

from datetime import datetime

from core.slot_windows.kinds import WindowStage


def stage_of(
    *,
    opens_at: datetime,
    closes_at: datetime,
    shared_at: datetime | None,
    withdrawn_at: datetime | None,
    now: datetime,
) -> WindowStage:
    """Return where a window is now."""
    if withdrawn_at is not None:
        return WindowStage.withdrawn
    if shared_at is not None:
        return WindowStage.shared
    if now < opens_at:
        return WindowStage.announced
    return WindowStage.open if now < closes_at else WindowStage.closed
