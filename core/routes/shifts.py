"""When a vehicle is free for a tour: its shift, without the runs it makes elsewhere that day."""

from collections.abc import Iterable

from core.routes.problem import Window


def longest_free(shift: Window, busy: Iterable[tuple[int, int]]) -> Window:
    """Return the longest part of the shift during which the vehicle is not on another run.

    A vehicle that is busy throughout gets an empty window at the shift's end.
    """
    free: list[Window] = []
    opens = shift.opens
    for starts, ends in sorted(busy):
        if starts > opens:
            free.append(Window(opens, min(starts, shift.closes)))
        opens = max(opens, ends)
    free.append(Window(min(opens, shift.closes), shift.closes))
    return max(free, key=lambda each: each.closes - each.opens)
