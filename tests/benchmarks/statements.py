"""How many SQL statements an answer costs, counted in a server of this process on the same database."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sqlalchemy import event

from tests.benchmarks.figures import Figure, Ground
from tests.server import Api

FEW = 10


def statements(ground: Ground) -> Iterator[Figure]:
    """As many for all as for a few."""
    yield _compared(ground, "statements of the inventory", "/api/inventory/?", f"id__lte={FEW}", "id__gte=0")
    page = "/api/dcim/devices/?ordering=id"
    yield _compared(ground, "statements of a page of devices", page, f"limit={FEW}", f"limit={ground.page}")


def _compared(ground: Ground, name: str, path: str, few: str, all: str) -> Figure:
    counts = [_counted(ground, f"{path}&{which}") for which in (few, all)]
    return Figure(name, counts[1], "statements", at_most=counts[0], remark=f"{counts[0]} for {FEW} objects")


def _counted(ground: Ground, path: str) -> int:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        seen.append(statement)

    # Each time a new server, that remembers nothing.
    with closing(Api.on(ground.url)) as api:
        event.listen(api.ground.engine, "before_cursor_execute", note)
        answer = api.get(path)
        assert answer.status_code == 200, answer.text
    # SQLite begins its transactions by a statement, PostgreSQL without.
    return sum(not statement.startswith(("BEGIN", "PRAGMA")) for statement in seen)


MEASURES = (statements,)
