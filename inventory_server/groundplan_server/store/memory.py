"""What a process may remember between requests, exactly: a value is kept until a model that it was made from changes.

The ledger says which models changed since a serial, so nothing here is ever stale and nothing expires by time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from groundplan_server.core.object_change import ObjectChange

T = TypeVar("T")

#: Beyond this many commits it is cheaper to forget everything than to ask what changed.
_FAR = 1000
#: Values beyond this are dropped, oldest first.
_MOST = 5000


@dataclass
class _Kept:
    value: Any
    models: frozenset[str]


@dataclass
class Memory:
    """One process's memory of one database, as of a serial."""

    serial: int = 0
    _kept: dict[object, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def recall(self, connection: Connection, serial: int) -> Recall:
        """What is remembered as of a reader's serial; a reader of an older state gets nothing and leaves nothing."""
        with self._lock:
            if serial > self.serial:
                self._forget(connection, serial)
            return Recall(self, serial, dict(self._kept) if serial == self.serial else {})

    def _forget(self, connection: Connection, serial: int) -> None:
        if not self._kept or serial - self.serial > _FAR:
            self._kept.clear()
        else:
            change = ObjectChange.table()
            # Not the bare column: its index would lead SQLite through all of history.
            newer = select(func.distinct(change.c.changed_object_type.concat(""))).where(
                change.c.commit_id > self.serial
            )
            touched = {row[0] for row in connection.execute(newer)}
            self._kept = {name: kept for name, kept in self._kept.items() if not kept.models & touched}
        self.serial = serial

    def keep(self, serial: int, name: object, kept: _Kept) -> None:
        """Remember a value, unless the world moved on while it was made."""
        with self._lock:
            if serial == self.serial:
                while len(self._kept) >= _MOST:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[name] = kept


class Recall:
    """The memory as one reader sees it."""

    def __init__(self, memory: Memory | None, serial: int, kept: dict[object, _Kept]) -> None:
        self._memory = memory
        self._serial = serial
        self._kept = kept

    def keep(self, name: object, models: Iterable[str], make: Callable[[], T]) -> T:
        """A value by name, made now or remembered; it depends on nothing but objects of these models."""
        found = self._kept.get(name)
        if found is None:
            found = _Kept(make(), frozenset(models))
            self._kept[name] = found
            if self._memory is not None:
                self._memory.keep(self._serial, name, found)
        value: T = found.value
        return value


def nothing() -> Recall:
    """No memory beyond this reader: within a write, where the world is changing."""
    return Recall(None, -1, {})
