"""A commit in words and colours: what was done, or would be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from groundplan.shown import flat

from .output import as_yaml, console
from .session import Output

if TYPE_CHECKING:
    from groundplan.answers import Change, Commit

SIGNS = {"create": ("+", "green"), "update": ("~", "yellow"), "delete": ("-", "red")}
#: Written by the server with every change; they say nothing about it.
BOOKKEEPING = ("id", "created", "last_updated")


def show_commit(commit: Commit, output: Output = Output.TABLE) -> None:
    """Print every change field by field, then the sum."""
    if output is Output.JSON:
        print(json.dumps(asdict(commit), indent=2, ensure_ascii=False))
        return
    if output is Output.YAML:
        print(as_yaml(asdict(commit)), end="")
        return
    out = console()
    for change in commit.changes:
        sign, colour = SIGNS.get(change.action, ("?", ""))
        number = f" (id {change.id})" if change.id is not None else ""
        out.print(f"{sign} {change.model} {change.display}{number}", style=colour, markup=False)
        for name, before, after in differences(change):
            out.print(f"    {name}: {said(before, after)}", markup=False)
    out.print(summary(commit), markup=False)


def differences(change: Change) -> Iterable[tuple[str, Any, Any]]:
    """(name, before, after) of all that is different; a deleted object's values go without saying."""
    before: Mapping[str, Any] = change.before or {}
    after: Mapping[str, Any] = change.after or {}
    if change.action == "delete":
        return
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if name not in BOOKKEEPING and old != new and (old or new or change.before is not None):
            yield name, old, new


def said(before: Any, after: Any) -> str:
    """`planned → active`, or only `active` where there was nothing."""
    old, new = flat(before), flat(after)
    return f"{old or '—'} → {new or '—'}" if before not in (None, "", [], {}) else new


def summary(commit: Commit) -> str:
    """One sentence."""
    counts = Counter(change.action for change in commit.changes)
    words = [f"{counts[action]} {action}d" for action in ("create", "update", "delete") if counts[action]]
    done = ", ".join(words) or "nothing to change"
    if commit.dry_run:
        return f"Would do: {done}."
    return f"Commit {commit.serial}: {done}." if commit.serial is not None else f"{done.capitalize()}."
