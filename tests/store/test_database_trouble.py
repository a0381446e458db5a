"""A database that is full, locked, read-only or gone: the server says so, changes nothing, and goes on when it can."""

import os
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, make_url

from groundplan_server import registry
from groundplan_server.store.engine import make_engine
from tests.postgres import Postgres, _leashed, started
from tests.server import Api, Json, start_on
from tests.store.books import check_books, dump
from tests.store.operations import site
from tests.store.serving import Remote, process_on, served, wait_until

MANY = [{"name": f"Site {n}", "slug": f"site-{n}", "comments": "x" * 1000} for n in range(300)]


@pytest.fixture
def on_sqlite(ledger: Api) -> Api:
    if ledger.ground.engine.dialect.name != "sqlite":
        pytest.skip("about SQLite")
    return ledger


@pytest.fixture
def on_postgresql(ledger: Api) -> Api:
    if ledger.ground.engine.dialect.name == "sqlite":
        pytest.skip("about PostgreSQL")
    return ledger


@contextmanager
def every_connection(api: Api, *statements: str) -> Iterator[None]:
    """Connections begin with these statements, for as long as the block lasts."""

    def begin(connection: Any, _: Any) -> None:
        for statement in statements:
            connection.execute(statement)

    engine = api.ground.engine
    event.listen(engine, "connect", begin)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", begin)
        engine.dispose()


def is_refused(api: Api | Remote, sentence: str, path: str = "dcim/sites", body: Json = MANY) -> None:
    answer = api.post(f"/api/{path}/", json=body)
    assert (answer.status_code, answer.json()) == (503, {"detail": sentence})


def test_a_full_database_takes_nothing_and_still_reads(on_sqlite: Api) -> None:
    on_sqlite.made("dcim/sites", name="AMS", slug="ams")
    before = dump(on_sqlite.ground.engine)
    with closing(sqlite3.connect(str(on_sqlite.ground.engine.url.database))) as connection:
        [pages] = connection.execute("PRAGMA page_count").fetchone()
    with every_connection(on_sqlite, f"PRAGMA max_page_count = {pages + 5}"):
        is_refused(on_sqlite, "The database is full; nothing was changed.")
        operations = [site(f"s{n}", comments="x" * 1000) for n in range(300)]
        is_refused(on_sqlite, "The database is full; nothing was changed.", "operations", {"operations": operations})
        assert [shown["slug"] for shown in on_sqlite.listed("dcim/sites")] == ["ams"]
        assert dump(on_sqlite.ground.engine) == before
    assert len(on_sqlite.made("dcim/sites", MANY)) == len(MANY)


def test_a_read_only_database_is_read(on_sqlite: Api) -> None:
    on_sqlite.made("dcim/sites", name="AMS", slug="ams")
    before = dump(on_sqlite.ground.engine)
    with every_connection(on_sqlite, "PRAGMA query_only = ON"):
        is_refused(on_sqlite, "The database is read-only; nothing was changed.")
        assert len(on_sqlite.listed("dcim/sites")) == 1
    assert dump(on_sqlite.ground.engine) == before
    on_sqlite.made("dcim/sites", name="Fra", slug="fra")


def test_a_database_that_somebody_else_keeps_locked_is_busy(on_sqlite: Api) -> None:
    on_sqlite.made("dcim/sites", name="AMS", slug="ams")
    with closing(sqlite3.connect(str(on_sqlite.ground.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with every_connection(on_sqlite, "PRAGMA busy_timeout = 50"):
            is_refused(on_sqlite, "The database is busy; try again.")
            assert len(on_sqlite.listed("dcim/sites")) == 1
    on_sqlite.made("dcim/sites", name="Fra", slug="fra")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits of other processes are Linux's")
def test_a_disk_that_takes_no_more(tmp_path: Path) -> None:
    """The server's own files hit a limit of the operating system, and later do not any more."""
    registry.load()
    file = tmp_path / "test.sqlite3"
    engine = make_engine(f"sqlite:///{file}")
    try:
        with process_on(f"sqlite:///{file}") as server:
            server.client.made("dcim/sites", name="AMS", slug="ams")
            _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
            full = max(part.stat().st_size for part in tmp_path.iterdir()) + 8192
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (full, hard))
            is_refused(server.client, "The database is full or broken; nothing was changed.")
            assert len(server.client.listed("dcim/sites")) == 1
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
            assert len(server.client.made("dcim/sites", MANY)) == len(MANY)
        check_books(engine)
    finally:
        engine.dispose()


def test_a_standby_is_read(on_postgresql: Api, postgres: Postgres) -> None:
    """What a replica says, and a primary whose operator made it read-only."""
    on_postgresql.made("dcim/sites", name="AMS", slug="ams")
    name = on_postgresql.ground.engine.url.database
    before = dump(on_postgresql.ground.engine)
    with postgres.connect() as connection:
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'.encode())
        on_postgresql.ground.engine.dispose()
        is_refused(on_postgresql, "The database is read-only; nothing was changed.")
        assert len(on_postgresql.listed("dcim/sites")) == 1
        assert dump(on_postgresql.ground.engine) == before
        connection.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only'.encode())
    on_postgresql.ground.engine.dispose()
    on_postgresql.made("dcim/sites", name="Fra", slug="fra")


def test_connections_that_were_cut_are_made_again(on_postgresql: Api, postgres: Postgres) -> None:
    on_postgresql.made("dcim/sites", name="AMS", slug="ams")
    name = on_postgresql.ground.engine.url.database
    with postgres.connect() as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    assert len(on_postgresql.listed("dcim/sites")) == 1
    on_postgresql.made("dcim/sites", name="Fra", slug="fra")


@pytest.mark.slow
def test_a_database_that_goes_and_comes_back() -> None:
    with started() as postgres, (postgres.directory / "log").open("ab") as log:
        url = postgres.url(postgres.create_database())
        start_on(url)
        with closing(Api.on(url)) as api, served(api.app) as remote:
            remote.made("dcim/sites", name="AMS", slug="ams")
            command = Path(f"/proc/{postgres.pid}/cmdline").read_text().rstrip("\0").split("\0")
            program = os.readlink(f"/proc/{postgres.pid}/exe")
            os.kill(pid := postgres.pid, signal.SIGINT)
            wait_until(lambda: not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text())
            for _ in range(3):
                is_refused(remote, "The database does not answer.")
                answer = remote.get("/api/dcim/sites/")
                assert (answer.status_code, answer.json()) == (503, {"detail": "The database does not answer."})
                assert remote.get("/readyz").status_code == 503
                assert remote.get("/healthz").status_code == 200
            again = _leashed([program, *command[1:]], log)
            try:
                wait_until(lambda: remote.get("/readyz").status_code == 200)
                assert [shown["slug"] for shown in remote.listed("dcim/sites")] == ["ams"]
                assert len(remote.made("dcim/sites", MANY)) == len(MANY)
                check_books(api.ground.engine)
            finally:
                api.ground.engine.dispose()
                again.send_signal(signal.SIGINT)
                again.wait(30)


@pytest.mark.slow
def test_a_database_that_goes_in_the_middle_of_a_write(
    used_database: Callable[[], AbstractContextManager[str]], postgres: Postgres
) -> None:
    with used_database() as url, closing(Api.on(url)) as api:
        if make_url(url).get_backend_name() == "sqlite":
            pytest.skip("about PostgreSQL")
        name, cut = make_url(url).database, 0
        for statement in range(5, 60, 9):
            before = dump(api.ground.engine)
            counted = 0

            def count(*_: Any, at: int = statement) -> None:
                nonlocal counted
                counted += 1
                if counted == at:
                    with postgres.connect() as connection:
                        busy = "FROM pg_stat_activity WHERE datname = %s AND state <> 'idle'"
                        connection.execute(f"SELECT pg_terminate_backend(pid) {busy}", [name])
                        time.sleep(0.05)

            event.listen(api.ground.engine, "before_cursor_execute", count)
            answer = api.post("/api/operations/", json={"operations": [site(f"s{statement}-{n}") for n in range(5)]})
            event.remove(api.ground.engine, "before_cursor_execute", count)
            if answer.status_code != 200:
                assert (answer.status_code, answer.json()) == (503, {"detail": "The database does not answer."})
                assert dump(api.ground.engine) == before
                cut += 1
        assert cut
        check_books(api.ground.engine)
