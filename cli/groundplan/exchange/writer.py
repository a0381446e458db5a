"""Sending many operations in pieces: each piece all or nothing, and what is refused does not hold up the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from groundplan.answers import Commit, Result
from groundplan.client import Client
from groundplan.errors import Conflict, NoAnswer, NotAllowed, Problem, Refused, Unavailable

from .report import Report

Operation = dict[str, Any]

#: Operations in one request. A commit of this size takes the server about a second.
CHUNK = 400
#: More reasons than this are not read.
MANY = 5


@dataclass
class Item:
    """Operations that stand or fall together: a device type and its components, one object."""

    name: str
    operations: list[Operation]
    source: str = ""
    #: What must be there first, and may be needed by other items too; asked when they are sent, and sent once for all.
    needs: Callable[[], list[Operation]] = list
    #: Told what became of the operations, in order, once they are done.
    done: Callable[[Sequence[Result]], None] | None = None


@dataclass
class Writer:
    """Collects items and sends them; what became of them goes into the report."""

    client: Client
    report: Report
    message: str = ""
    dry_run: bool = False
    options: Mapping[str, Any] | None = None
    chunk: int = CHUNK
    #: Models in the order in which they are sent: the server does neighbours of one model together.
    order: Sequence[str] = ()
    #: Told how many items were dealt with, for progress.
    advance: Callable[[int], None] = lambda number: None
    _waiting: list[Item] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Take an item; it is sent when enough have come together."""
        waiting = sum(len(one.operations) for one in self._waiting)
        if self._waiting and waiting + len(item.operations) > self.chunk:
            self.flush()
        self._waiting.append(item)

    def refuse(self, item: Item, reasons: Sequence[str]) -> None:
        """Report an item that is not worth sending."""
        self.report.refuse(item.name, reasons, item.source)
        self.advance(1)

    def flush(self) -> None:
        """Send what waits."""
        items, self._waiting = self._waiting, []
        if items:
            self._send(items)

    def _send(self, items: list[Item]) -> None:
        """Send items together; those that are refused are reported, and the others sent without them."""
        total = len(items)
        while items:
            sent = self._arranged(items)
            try:
                answer = self.client.operations(
                    [one.operation for one in sent],
                    message=self.message,
                    dry_run=self.dry_run,
                    changes=False,
                    options=self.options,
                )
            except (NotAllowed, Unavailable):
                # Not about these objects: every other piece would hear the same.
                raise
            except Refused as refused:
                blamed = {} if isinstance(refused, Conflict) else _blamed(items, sent, refused.problems)
                if not blamed and len(items) > 1:
                    # Nobody in particular is to blame (too large, in the way of another writer): halves may do.
                    middle = len(items) // 2
                    self._send(items[:middle])
                    self._send(items[middle:])
                    return
                blamed = blamed or {0: [refused.message]}
                for number, reasons in blamed.items():
                    self.report.refuse(items[number].name, reasons, items[number].source)
                items = [item for number, item in enumerate(items) if number not in blamed]
            else:
                self._account(items, sent, answer)
                break
        self.advance(total)

    def _arranged(self, items: Sequence[Item]) -> list[_Sent]:
        """The operations of items in the order of their models, each with the items it is for."""
        needs: dict[str, _Sent] = {}
        sent: list[_Sent] = []
        for number, item in enumerate(items):
            for need in item.needs():
                needs.setdefault(repr(need), _Sent(need, [], shared=True)).items.append(number)
            sent += [_Sent(operation, [number]) for operation in item.operations]
        rank = {model: place for place, model in enumerate(self.order)}
        return [*needs.values(), *sorted(sent, key=lambda one: rank.get(one.operation["model"], -1))]

    def _account(self, items: list[Item], sent: Sequence[_Sent], answer: Commit) -> None:
        results = {result.index: result for result in answer.results}
        if len(results) != len(sent):
            raise NoAnswer(f"{self.client.url} answered with {len(results)} results to {len(sent)} operations.")
        by_item: list[list[Result]] = [[] for _ in items]
        for index, one in enumerate(sent):
            self.report.count(results[index].outcome, results[index].model)
            if not one.shared:
                by_item[one.items[0]].append(results[index])
        for item, own in zip(items, by_item, strict=True):
            if item.done:
                item.done(own)


@dataclass
class _Sent:
    """An operation on its way, and the places of the items it is for."""

    operation: Operation
    items: list[int]
    shared: bool = False


def _blamed(items: Sequence[Item], sent: Sequence[_Sent], problems: Sequence[Problem]) -> dict[int, list[str]]:
    """The items that the problems are about, by their place, and what is said of each."""
    found: dict[int, list[tuple[bool, str]]] = {}
    for problem in problems:
        if problem.index is None or not 0 <= problem.index < len(sent):
            continue
        one = sent[problem.index]
        for number in one.items:
            own = items[number].operations
            is_first = one.shared or one.operation is own[0]
            said = str(problem) if len(own) == 1 and not one.shared else f"{_name(one.operation)}: {problem}"
            found.setdefault(number, []).append((is_first, said))
    return {number: _told(reasons) for number, reasons in found.items()}


def _told(reasons: Sequence[tuple[bool, str]]) -> list[str]:
    """What is worth saying: where an item's first operation is refused, the others only fail for want of it."""
    causes = [said for is_first, said in reasons if is_first] or [said for _, said in reasons]
    more = len(causes) - MANY
    return causes if more <= 0 else [*causes[:MANY], f"And {more} more like these."]


def _name(operation: Operation) -> str:
    """What an operation is about, inside an item of many."""
    data = operation.get("data") or {}
    name = data.get("name") or data.get("model") or data.get("slug") or operation.get("key") or ""
    return f"{operation['model'].split('.')[-1]} {name}".strip()
