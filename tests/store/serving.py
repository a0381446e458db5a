"""Real servers on loopback ports: one in this process for threads to meet in, and others to be killed."""

import contextvars
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import uvicorn
from starlette.types import ASGIApp

from tests.server import PASSWORD, SECRET_KEY, SUPERUSER, TOKEN, Json

PATIENCE = 60  # seconds for a server to start or to stop
T = TypeVar("T")


class Remote(httpx2.Client):
    """The superuser's API of a server elsewhere."""

    def __init__(self, url: str) -> None:
        super().__init__(
            base_url=url,
            headers={"Authorization": f"Token {TOKEN}"},
            timeout=PATIENCE,
            trust_env=False,
            limits=httpx2.Limits(max_connections=None),
        )

    def made(self, path: str, body: Json = None, **attributes: Any) -> Json:
        """Create an object (or a list of them) at `dcim/sites`, and return it as it was answered."""
        answer = self.post(f"/api/{path}/", json=attributes if body is None else body)
        assert answer.status_code == 201, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def listed(self, path: str, **filters: Any) -> list[Json]:
        """All objects at `dcim/sites` that match."""
        answer = self.get(f"/api/{path}/", params={"limit": 0, **filters})
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        results: list[Json] = answer.json()["results"]
        return results

    def operate(self, operations: Sequence[Json]) -> httpx2.Response:
        return self.post("/api/operations/", json={"operations": operations, "changes": False})


@contextmanager
def served(app: ASGIApp) -> Iterator[Remote]:
    """An application behind real HTTP, in a thread of this process."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=contextvars.copy_context().run, args=(server.run,), daemon=True)
    thread.start()
    wait_until(lambda: server.started or not thread.is_alive())
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with Remote(f"http://127.0.0.1:{port}") as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def wait_until(condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Process:
    """`groundplan serve`, as people run it."""

    def __init__(self, url: str) -> None:
        port = free_port()
        with ExitStack() as stack:
            self.log = stack.enter_context(tempfile.TemporaryFile())
            self._open = stack.pop_all()
        given = {"SECRET_KEY": SECRET_KEY, "SUPERUSER_NAME": SUPERUSER, "SUPERUSER_PASSWORD": PASSWORD}
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("groundplan"), "serve", f"--port={port}", f"--database-url={url}"],
            env={**os.environ, **{f"GROUNDPLAN_{k}": v for k, v in {**given, "SUPERUSER_API_TOKEN": TOKEN}.items()}},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self.client = Remote(f"http://127.0.0.1:{port}")

    def ready(self) -> bool:
        assert self.process.poll() is None, f"groundplan serve ended: {self.said()}"
        try:
            return self.client.get("/readyz").status_code == 200
        except httpx2.TransportError:
            return False

    def said(self) -> str:
        """What it printed."""
        self.log.seek(0)
        return self.log.read().decode()

    def kill(self) -> None:
        """As a power failure would end it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
        self._open.close()
        self.client.close()


@contextmanager
def process_on(url: str) -> Iterator[Process]:
    """A server process on a database, ready to answer; it is gone when the block ends, however that is."""
    process = Process(url)
    try:
        wait_until(process.ready)
        yield process
    finally:
        process.close()


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Do all of these in threads of their own, beginning together."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        barrier.wait(PATIENCE)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
