"""The PostgreSQL the tests bring themselves."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import sqlalchemy

from tests.postgres import SETTINGS, UNPRIVILEGED, WHEEL, NoPostgres, Postgres, installed, started

ROOT = Path(__file__).parent.parent

# Starts a server, says where it is and waits to be killed. Root first becomes somebody else if asked to, after all is
# imported, and then needs a Python that everybody may run, since this one may be in root's home.
OTHER_PROCESS = """
import os, pwd, sys, time
from tests.postgres import started

as_whom = sys.argv[1]
if as_whom:
    sys.executable = sys.argv[2]
    os.setgroups([])
    os.setgid(pwd.getpwnam(as_whom).pw_gid)
    os.setuid(pwd.getpwnam(as_whom).pw_uid)
with started() as postgres:
    print(postgres.directory, flush=True)
    time.sleep(600)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def start_elsewhere(as_whom: str = "", python: str = "") -> "tuple[subprocess.Popen[str], Postgres]":
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, as_whom, python], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    with process.stdout:
        return process, Postgres(Path(process.stdout.readline().strip()))


@pytest.mark.parametrize("source", ["system", "wheel"])
def test_every_source_of_programs_works(source: str) -> None:
    programs = installed().get(source)
    if not programs:
        pytest.skip(f"no PostgreSQL from here: {source}")
    with started(programs) as postgres, postgres.connect() as connection:
        settings = {name: connection.execute(f"SHOW {name}").fetchone() for name in SETTINGS}
        assert settings == {name: (value,) for name, value in SETTINGS.items()}
        assert connection.execute("SELECT upper('é'), 'Z' < 'a'").fetchone() == ("É", True)
    assert not postgres.directory.exists()


def test_the_named_programs_are_preferred(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GROUNDPLAN_PG_BIN", str(tmp_path))
    assert next(iter(installed().values())) == tmp_path
    with pytest.raises(NoPostgres, match=str(tmp_path)), started():
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_lets_an_unprivileged_user_run_it(postgres: Postgres) -> None:
    account = pwd.getpwnam(UNPRIVILEGED)
    entry, server = postgres.directory.stat(), Path(f"/proc/{postgres.pid}").stat()
    assert (server.st_uid, server.st_gid, entry.st_uid) == (account.pw_uid, account.pw_gid, account.pw_uid)
    assert entry.st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has files that others cannot reach")
def test_programs_out_of_reach_are_copied(tmp_path: Path) -> None:
    packages = installed()["wheel"].parents[len(WHEEL.parts) - 1]
    for package in packages.glob(f"{WHEEL.parts[0]}*"):
        shutil.copytree(package, tmp_path / package.name, symlinks=True)
    tmp_path.chmod(0o700)
    with started(tmp_path / WHEEL) as postgres, postgres.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_an_ordinary_user_runs_it_himself() -> None:
    as_whom, python = "", ""
    if os.geteuid() == 0:
        as_whom, python = UNPRIVILEGED, shutil.which("python3", path="/usr/local/bin:/usr/bin") or ""
        if not python:
            pytest.skip("no Python that everybody may run")
    process, postgres = start_elsewhere(as_whom, python)
    with process, postgres.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert Path(f"/proc/{process.pid}").stat().st_uid == Path(f"/proc/{postgres.pid}").stat().st_uid != 0
        process.send_signal(signal.SIGKILL)


def test_it_dies_when_its_parent_is_killed() -> None:
    process, postgres = start_elsewhere()
    pid = postgres.pid
    with process:
        process.send_signal(signal.SIGKILL)
    assert within(10, lambda: not alive(pid))
    with started():
        assert not postgres.directory.exists(), "the next start tidies up"


def test_databases_are_apart_and_copied_from_templates(postgres: Postgres) -> None:
    template = postgres.create_database()
    with postgres.connect(template) as connection:
        connection.execute("CREATE TABLE site AS SELECT 'ams1' AS name")
    copy, empty = postgres.create_database(template), postgres.create_database()
    try:
        with postgres.connect(copy) as connection:
            assert connection.execute("SELECT name FROM site").fetchone() == ("ams1",)
        with postgres.connect(empty) as connection:
            assert connection.execute("SELECT to_regclass('site')").fetchone() == (None,)
    finally:
        for name in (template, copy, empty):
            postgres.drop_database(name)


def test_a_database_url_works_with_sqlalchemy(database_url: str) -> None:
    engine = sqlalchemy.create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE site (name text)"))
        assert sqlalchemy.inspect(connection).get_table_names() == ["site"]
    engine.dispose()


def test_each_database_is_fresh(fresh_database: Callable[[], AbstractContextManager[str]]) -> None:
    with fresh_database() as one, fresh_database() as other:
        assert one != other
