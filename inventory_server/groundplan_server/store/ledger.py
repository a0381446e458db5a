"""The one way in. Every write is a list of operations that becomes one commit, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from groundplan_server.errors import Conflict, Invalid

from .actor import SYSTEM, Actor
from .changes import Change, record
from .dialect import dialect_of
from .engine import writing
from .operation import Operation, Overtaken, Result
from .transaction import Transaction

T = TypeVar("T")
__all__ = ["Intent", "Ledger", "Operation", "Receipt", "Result"]

#: PostgreSQL's words for "somebody else was at it at the same moment; try again".
_TRY_AGAIN = {"40001", "40P01"}
_TRIES = 5


@dataclass(frozen=True)
class Intent:
    """Who wants a write, why, and how."""

    actor: Actor = SYSTEM
    message: str = ""
    source: str = ""
    request_id: str = ""
    #: Do everything, say what would change, and leave nothing behind.
    dry_run: bool = False
    #: Unknown body keys are errors; false ignores them, as NetBox does.
    strict: bool = True
    #: Read-only attributes in a body are ignored, as NetBox's clients expect.
    tolerate_read_only: bool = True
    #: False leaves out what a type's templates would create (an import brings it itself).
    components: bool = True


@dataclass(frozen=True)
class Receipt:
    """What a write did."""

    #: None where nothing changed or nothing was kept.
    serial: int | None
    results: Sequence[Result] = field(default_factory=tuple)
    changes: Sequence[Change] = field(default_factory=tuple)
    ignored: frozenset[str] = frozenset()


class _Undone(Exception):
    """Ends a dry run."""


class Ledger:
    """Takes writes to one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def commit(self, operations: Sequence[Operation], intent: Intent | None = None) -> Receipt:
        """Do all of these operations as one commit. Raises Invalid with every problem at once, and then did nothing."""
        return self.run(lambda work: work.apply(operations), intent)[1]

    def run(self, do: Callable[[Transaction], T], intent: Intent | None = None) -> tuple[T, Receipt]:
        """Run `do` within a write transaction, possibly more than once, and commit what its operations changed."""
        intent = intent or Intent()
        for attempt in range(_TRIES):
            try:
                return self._once(do, intent, again=attempt > 0)
            except (IntegrityError, Overtaken) as error:
                # Two writers met between a check and a write. The next try sees what the other wrote, and says so.
                if attempt == _TRIES - 1:
                    raise Conflict("Another request is changing the same objects; try again.") from error
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _TRY_AGAIN:
                    raise
                if attempt == _TRIES - 1:
                    raise Conflict("Another request is changing the same objects; try again.") from error
        raise AssertionError

    def _once(self, do: Callable[[Transaction], T], intent: Intent, *, again: bool) -> tuple[T, Receipt]:
        result: T
        receipt = Receipt(None)
        try:
            with writing(self.engine) as connection:
                if again:
                    # Those who met before would only meet again, so they go one after the other.
                    dialect_of(connection).lock(connection, "again")
                work = Transaction(
                    connection,
                    intent.actor,
                    strict=intent.strict,
                    tolerate_read_only=intent.tolerate_read_only,
                    components=intent.components,
                )
                result = do(work)
                if work.problems:
                    raise Invalid(sorted(work.problems, key=lambda problem: problem.index))
                work.check_permissions()
                receipt = Receipt(None, tuple(work.results), tuple(work.changes), frozenset(work.ignored))
                if intent.dry_run:
                    raise _Undone
                if work.changes:
                    serial = record(
                        connection,
                        work.changes,
                        intent.actor,
                        message=intent.message,
                        source=intent.source,
                        request_id=intent.request_id,
                    )
                    receipt = replace(receipt, serial=serial)
                for last in work.at_the_end:
                    last(receipt.serial)
        except _Undone:
            pass
        return result, receipt
