"""A disk that loses what was not synced: SQLite writes through it, then the power goes.

Only what `xSync` covered is sure to be there afterwards; of everything written later any prefix, any subset, or parts
of 512 bytes may have reached the disk. After SQLite's own crash tests (sqlite.org/testing.html).
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
Write = tuple[int, bytes | None]  # where, and what; None cuts the file there


class Disk:
    """What is durable and what is still on its way, file by file."""

    def __init__(self, durable: dict[str, bytes]) -> None:
        self._durable = {name: bytearray(data) for name, data in durable.items()}
        self._on_its_way: dict[str, list[Write]] = {}

    def write(self, name: str, where: int, data: bytes | None) -> None:
        """Remember a write that is not synced yet."""
        self._on_its_way.setdefault(name, []).append((where, data))

    def sync(self, name: str) -> None:
        """Make everything written to a file durable."""
        file = self._durable.setdefault(name, bytearray())
        for each in self._on_its_way.pop(name, []):
            _apply(file, each)

    def delete(self, name: str) -> None:
        """Forget a file."""
        self._durable.pop(name, None)
        self._on_its_way.pop(name, None)

    def cut_the_power(self, folder: Path, chance: random.Random) -> None:
        """Write into `folder` what one might find after the power went."""
        for name in self._durable.keys() | self._on_its_way.keys():
            file = bytearray(self._durable.get(name, b""))
            for each in _survivors(self._on_its_way.get(name, []), chance):
                _apply(file, each)
            (folder / Path(name).name).write_bytes(file)


def _survivors(writes: list[Write], chance: random.Random) -> list[Write]:
    """Choose which unsynced writes made it: none, all, the first ones, or some sectors of some of them."""
    luck = chance.random()
    kept = 0 if luck < 0.3 else len(writes) if luck < 0.4 else chance.randint(0, len(writes))
    found: list[Write] = []
    for number, (where, data) in enumerate(writes):
        if number >= kept and not (luck > 0.8 and chance.random() < 0.3):
            continue
        if data is None or luck <= 0.7:
            found.append((where, data))
        else:
            sectors = range(0, len(data), SECTOR)
            found += [(where + at, data[at : at + SECTOR]) for at in sectors if chance.random() < 0.6]
    return found


def _apply(file: bytearray, write: Write) -> None:
    where, data = write
    if data is None:
        del file[where:]
        file.extend(bytes(max(0, where - len(file))))
        return
    file.extend(bytes(max(0, where + len(data) - len(file))))
    file[where : where + len(data)] = data


class FaultyDisk(apsw.VFS):
    """The doorway of SQLite to the disk in use; `disk` is changed for each cut."""

    NAME = "faulty"

    def __init__(self) -> None:
        super().__init__(self.NAME, "")
        self.disk = Disk({})

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802 - SQLite's name
        """Open a file that tells the disk about each write."""
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's name
        """Delete a file on both disks."""
        self.disk.delete(filename)
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, door: FaultyDisk, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._door = door
        path = name if isinstance(name, str) else (name.filename() if name else "")
        self._path = "" if path.endswith("-shm") else path  # shared memory does not outlive the power anyway

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802 - SQLite's name
        super().xWrite(data, offset)
        if self._path:
            self._door.disk.write(self._path, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        super().xTruncate(newsize)
        if self._path:
            self._door.disk.write(self._path, newsize, None)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        super().xSync(flags)
        if self._path:
            self._door.disk.sync(self._path)
