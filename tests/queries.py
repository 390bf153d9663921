"""Counting the SQL sentences a page or a view sends: few of them, whatever the number of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

_NOT_A_QUESTION = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SET|SHOW)\b", re.IGNORECASE)


@dataclass
class QueryCounter:
    """The sentences sent so far."""

    sentences: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.sentences)

    def __str__(self) -> str:
        return "\n".join(f"{number}. {' '.join(said.split())}" for number, said in enumerate(self.sentences, start=1))


@contextmanager
def counting_queries() -> Iterator[QueryCounter]:
    """Count every sentence sent to any database, by any thread, inside the block; transaction control is left out."""
    counter = QueryCounter()

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not _NOT_A_QUESTION.match(statement):
            counter.sentences.append(statement)

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        yield counter
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
