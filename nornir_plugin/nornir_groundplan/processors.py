"""Processors: what a run tells while it runs."""

from __future__ import annotations

from collections import Counter
from threading import Lock

from nornir.core.inventory import Host
from nornir.core.task import AggregatedResult, MultiResult, Task


class Tally:
    """Counts how a task ended on its hosts; `str(tally)` is one line for the end of a runbook."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.failures: dict[str, BaseException | None] = {}
        self.lock = Lock()

    def task_started(self, task: Task) -> None:
        """Nothing to count yet."""

    def task_completed(self, task: Task, result: AggregatedResult) -> None:
        """Its hosts are counted one by one."""

    def task_instance_started(self, task: Task, host: Host) -> None:
        """Nothing to count yet."""

    def task_instance_completed(self, task: Task, host: Host, result: MultiResult) -> None:
        """One host is done."""
        with self.lock:
            self.outcomes["failed" if result.failed else "changed" if result.changed else "unchanged"] += 1
            if result.failed:
                self.failures[host.name] = cause(result)

    def subtask_instance_started(self, task: Task, host: Host) -> None:
        """Only whole tasks are counted."""

    def subtask_instance_completed(self, task: Task, host: Host, result: MultiResult) -> None:
        """Only whole tasks are counted."""

    def __str__(self) -> str:
        return ", ".join(f"{self.outcomes[outcome]} {outcome}" for outcome in ("changed", "unchanged", "failed"))


def cause(result: MultiResult) -> BaseException | None:
    """What really went wrong: a subtask's error rather than the news that a subtask failed."""
    return next((each.exception for each in reversed(result) if each.exception), None)
