"""What the server answers to a list of operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: One object as REST shows it.
Object = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What became of one operation."""

    index: int
    op: str
    outcome: str
    model: str
    id: int | None
    display: str


@dataclass(frozen=True)
class Change:
    """One object created, updated or deleted; consequences and cascades included."""

    model: str
    id: int | None
    display: str
    action: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True)
class Commit:
    """What was done, or with `dry_run` would be done. `serial` is None where nothing was."""

    serial: int | None
    dry_run: bool
    results: list[Result]
    changes: list[Change]


def commit(document: Mapping[str, Any]) -> Commit:
    """A commit from the server's JSON."""
    return Commit(
        serial=document.get("serial"),
        dry_run=bool(document.get("dry_run")),
        results=[
            Result(
                index=entry.get("index", number),
                op=entry.get("op", ""),
                outcome=entry.get("outcome", ""),
                model=entry.get("model", ""),
                id=entry.get("id"),
                display=entry.get("display") or "",
            )
            for number, entry in enumerate(document.get("results") or ())
        ],
        changes=[
            Change(
                model=entry["model"],
                id=entry.get("id"),
                display=entry.get("display") or "",
                action=entry.get("action", ""),
                before=entry.get("before"),
                after=entry.get("after"),
            )
            for entry in document.get("changes") or ()
        ],
    )
