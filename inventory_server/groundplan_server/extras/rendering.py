"""Templates, rendered by processes that can be stopped: plain data goes in, text comes out.

A few such processes are kept ready, so that a render costs about as much as it would in this one. A template that runs
too long or needs too much memory costs its process its life, and nothing else.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any

from groundplan_server.errors import Invalid, did_you_mean
from groundplan_server.extras.sandbox import IGNORED_PARAMS, PARAMS, UNDEFINED

#: How long one template may take, in seconds.
SECONDS = 5.0
#: How many characters may come out.
SIZE = 8_000_000
#: How much memory its process may have, in megabytes.
MEMORY = 512
#: How many may be at work at the same time.
WORKERS = max(2, min(8, os.cpu_count() or 2))


class _Killed(Exception):
    """The process came to its end before it gave an answer."""


class _Worker:
    """One process that renders."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-m", "groundplan_server.extras.sandbox", str(MEMORY)]
        # It gets none of the server's environment: there may be passwords in it.
        environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        # The process ends itself in time; this is for the case that it cannot.
        patience = threading.Timer(request["seconds"] + 2, self.process.kill)
        patience.daemon = True
        patience.start()
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except OSError:
            line = b""
        finally:
            patience.cancel()
        if not line.endswith(b"\n"):
            raise _Killed
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:  # It was full of what nobody will read now.
                pass


class Workers:
    """A few processes, started as they are needed and used again."""

    def __init__(self, count: int = WORKERS) -> None:
        self._free = threading.BoundedSemaphore(count)
        self._idle: list[_Worker] = []
        self._process = os.getpid()

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of whichever is free. Raises _Killed."""
        with self._free:
            worker = self._take()
            try:
                answer = worker.ask(request)
            except BaseException:
                worker.close()
                raise
            self._idle.append(worker)
            return answer

    def _take(self) -> _Worker:
        if self._process != os.getpid():  # A copy of the server must not talk through its parent's pipes.
            self._idle, self._process = [], os.getpid()
        while self._idle:
            worker = self._idle.pop()
            if worker.process.poll() is None:
                return worker
            worker.close()
        return _Worker()

    def close(self) -> None:
        """End those that wait for work."""
        while self._idle and self._process == os.getpid():
            self._idle.pop().close()


_workers = Workers()
atexit.register(_workers.close)


def render(
    source: str,
    context: Mapping[str, Any],
    *,
    name: str = "",
    params: Mapping[str, Any] | None = None,
    debug: bool = False,
    seconds: float = SECONDS,
    size: int = SIZE,
) -> str:
    """What a template makes of plain data. Raises Invalid that says where in the template it failed.

    With `debug`, the message quotes the line.
    """
    if wrong := wrong_params(params or {}):
        raise Invalid(f"{_where(name, None)}: {wrong[0]}")
    answer = _ask(source, context, params, seconds, size)
    if "error" in answer:
        quoted = _quoted(source, answer["line"]) if debug else ""
        raise Invalid(f"{_where(name, answer['line'])}: {_sentence(answer['error'])}{quoted}")
    content: str = answer["content"]
    return content.replace("\r\n", "\n")


def wrong_syntax(source: str, params: Mapping[str, Any] | None = None) -> str:
    """What is wrong with the syntax of a template, in a sentence; nothing if it is well formed."""
    answer = _ask(source, None, params, SECONDS, SIZE)
    return f"Line {answer['line'] or 1}: {_sentence(answer['error'])}" if "error" in answer else ""


def wrong_params(params: Mapping[str, Any]) -> list[str]:
    """What is wrong with the settings of an environment, in sentences."""
    wrong = []
    for name, value in params.items():
        if name in IGNORED_PARAMS:
            continue
        if name not in PARAMS:
            wrong.append(f'"{name}" is not a permitted Jinja2 environment parameter.{did_you_mean(name, PARAMS)}')
        elif not isinstance(value, PARAMS[name]):
            wrong.append(f'The parameter "{name}" must be a {"boolean" if PARAMS[name] is bool else "string"}.')
        elif name == "undefined" and value not in UNDEFINED:
            wrong.append(f'Invalid value "{value}" for parameter "{name}". Allowed values are: {", ".join(UNDEFINED)}.')
        elif name == "newline_sequence" and value not in ("\n", "\r\n", "\r"):
            wrong.append(f'The parameter "{name}" must be a line end: \\n, \\r\\n or \\r.')
        elif value == "" and name != "newline_sequence":
            wrong.append(f'The parameter "{name}" must not be empty.')
    return wrong


def _ask(
    source: str, context: Mapping[str, Any] | None, params: Mapping[str, Any] | None, seconds: float, size: int
) -> dict[str, Any]:
    request = {"source": source, "context": context, "params": params or {}, "seconds": seconds, "size": size}
    try:
        return _workers.ask(request)
    except _Killed:
        return {"error": f"It was stopped: it took longer than {seconds:g} s or too much memory.", "line": None}


def _where(name: str, line: int | None) -> str:
    template = f"Template {name!r}" if name else "Template"
    return f"{template}, line {line}" if line else template


def _sentence(message: str) -> str:
    text = message[:1].upper() + message[1:500]
    return text if text.endswith(".") else f"{text}."


def _quoted(source: str, line: int | None) -> str:
    lines = source.splitlines()
    return f" The line reads: {lines[line - 1].strip()[:200]}" if line and line <= len(lines) else ""
