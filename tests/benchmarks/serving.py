"""Servers to measure: real processes on free ports of this machine, each gone at the end of its block."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import httpx2

from tests.server import PASSWORD, SECRET_KEY, SUPERUSER, TOKEN

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds to start
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    port: int
    process: "subprocess.Popen[bytes]"
    client: httpx2.Client
    seconds_to_answer: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """How long it computed so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self, what: str = "VmRSS") -> float:
        """The memory it holds, or held at most (`VmHWM`)."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


def environment(**more: str) -> dict[str, str]:
    """Nothing of the developer's own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ANSIBLE_", "GROUNDPLAN_", "NORNIR_")) and name.lower() not in PROXIES
    }
    return {**kept, **more}


def program(name: str) -> str:
    """A command of this environment."""
    return str(Path(sys.executable).with_name(name))


@contextmanager
def groundplan(database_url: str) -> Iterator[Served]:
    """`groundplan serve` with one worker; it has answered a question about devices when the block begins."""
    settings = environment(
        GROUNDPLAN_DATABASE_URL=database_url,
        GROUNDPLAN_SECRET_KEY=SECRET_KEY,
        GROUNDPLAN_SUPERUSER_NAME=SUPERUSER,
        GROUNDPLAN_SUPERUSER_PASSWORD=PASSWORD,
        GROUNDPLAN_SUPERUSER_API_TOKEN=TOKEN,
    )
    with _running(
        [program("groundplan"), "serve", "--workers", "1", "--port"], settings, "/api/dcim/devices/"
    ) as served:
        yield served


@contextmanager
def empty() -> Iterator[Served]:
    """The least that FastAPI can answer, served in the same way."""
    with _running([sys.executable, "-m", "tests.benchmarks.empty"], environment(), "/") as served:
        yield served


@contextmanager
def _running(command: Sequence[str], settings: dict[str, str], path: str) -> Iterator[Served]:
    port = _free_port()
    with TemporaryFile() as log:
        start = time.perf_counter()
        process = subprocess.Popen([*command, str(port)], env=settings, cwd=ROOT, stdout=log, stderr=log)
        try:
            while not _answers(port, path):
                if process.poll() is not None or time.perf_counter() - start > PATIENCE:
                    log.seek(0)
                    raise RuntimeError(f"The server did not start:\n{log.read().decode(errors='replace')}")
                time.sleep(0.01)
            seconds = time.perf_counter() - start
            with client(f"http://127.0.0.1:{port}") as asking:
                yield Served(port, process, asking, seconds)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def client(url: str) -> httpx2.Client:
    """An HTTP client that keeps its connections."""
    headers = {"Authorization": f"Token {TOKEN}"}
    return httpx2.Client(base_url=url, headers=headers, timeout=600, trust_env=False)


def _answers(port: int, path: str) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection, suppress(OSError):
        connection.request("GET", path, headers={"Authorization": f"Token {TOKEN}"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}: {body.decode(errors='replace')[:500]}")
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
