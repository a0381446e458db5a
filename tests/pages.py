"""Pages of documentation as programs: what a reader would type is run, and what a page shows must be what comes.

Fences say what they are by the words after their language:

    console              every `$ ` line is run; what stands below it must come (`…` stands for anything)
    console fails        the same, and the last command of the fence must fail
    console background   is left running until the end of the page, once it said what is shown
    console no-run       cannot be run here (a download, Ctrl-C)
    python, output       a program, and in the fence after it what it prints
    anything file=NAME   is written to a file of that name, for commands below
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
#: Where pages say the server is; and what stands for the token that it last showed.
SHOWN_URL, SHOWN_TOKEN = "http://127.0.0.1:8080", "nbt_…"
TOKEN = re.compile(r"nbt_\w{12}\.\w{40}")
ANYTHING = "…"
PATIENCE = 60

#: Runs a command where, and with what exported, the one before it ended.
_SHELL = """
source "$STATE/exports"; cd "$(cat "$STATE/folder")"; eval "$1"; code=$?
export -p > "$STATE/exports"; pwd > "$STATE/folder"; exit $code
"""


@dataclass(frozen=True)
class Fence:
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    words: frozenset[str]
    file: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    def commands(self) -> Iterator[tuple[str, str]]:
        """Each command with what the page shows of its output."""
        for part in re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]:
            first, *rest = part.rstrip("\n").split("\n")
            typed = [first]
            while rest and rest[0].startswith("> "):
                typed.append(rest.pop(0)[2:])
            yield "\n".join(typed), "\n".join(rest)


def fences(path: Path) -> list[Fence]:
    """The fenced blocks of a page, in order."""
    found: list[Fence] = []
    opened: tuple[int, str] | None = None
    lines: list[str] = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.startswith("```"):
            lines.append(line)
        elif opened is None:
            opened, lines = (number, line[3:]), []
        else:
            language, *words = opened[1].split() or [""]
            file = next((w.removeprefix("file=") for w in words if w.startswith("file=")), None)
            text = "\n".join(lines) + "\n"
            found.append(Fence(_name(path), opened[0], language, frozenset(words), file, text))
            opened = None
    assert opened is None, f"{path}:{opened} is not closed"
    return found


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def matches(shown: str, came: str) -> bool:
    """Whether an output is what a page shows; `…` stands for anything, on a line of its own for any number of lines."""
    parts = []
    for line in shown.rstrip().split("\n"):
        if line.strip() == ANYTHING:
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(re.escape(line.rstrip()).replace(re.escape(ANYTHING), ".*?") + r" *\n")
    return re.fullmatch("".join(parts), came.rstrip() + "\n") is not None


@dataclass
class Reader:
    """Somebody who reads a page at a terminal and types all of it, in a folder of their own."""

    folder: Path
    environment: Mapping[str, str]
    url: str = SHOWN_URL
    token: str = SHOWN_TOKEN
    _left: list[tuple[subprocess.Popen[bytes], Path]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state = self.folder / ".state"
        self.state.mkdir()
        (self.state / "folder").write_text(str(self.folder))
        subprocess.run(["bash", "-c", f'export -p > "{self.state}/exports"'], env=self.environment, check=True)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        for process, _log in self._left:
            process.terminate()
        for process, _log in self._left:
            process.wait(PATIENCE)

    def read(self, path: Path) -> None:
        """Do all that a page says, and compare."""
        printed = ""
        for fence in fences(path):
            if "no-run" in fence.words:
                continue
            if fence.file:
                self._write(fence)
            if fence.language == "console":
                self._type(fence)
            elif fence.language == "python" and not fence.file:
                program = self.state / "program.py"
                program.write_text(self._real(fence.text))
                printed = self._run(f"python {program}", fence, fails="fails" in fence.words)
            elif "output" in fence.words:
                self._compare(fence, "the program above", fence.text, printed)
            elif fence.language == "json" and ANYTHING not in fence.text:
                json.loads(fence.text)
            elif fence.language == "yaml":
                list(yaml.safe_load_all(fence.text))

    def _write(self, fence: Fence) -> None:
        target = Path((self.state / "folder").read_text().strip()) / str(fence.file)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(self._real(fence.text))

    def _type(self, fence: Fence) -> None:
        commands = list(fence.commands())
        assert commands, f"{fence} shows no command: it needs a `$ `"
        for place, (command, shown) in enumerate(commands):
            if "background" in fence.words:
                came = self._leave(fence, command, shown)
            else:
                fails = "fails" in fence.words and place == len(commands) - 1
                came = self._run(self._real(command), fence, fails=fails)
            for token in TOKEN.findall(came):
                self.token = token
            if shown:
                self._compare(fence, command, shown, came)

    def _run(self, command: str, fence: Fence, *, fails: bool = False) -> str:
        done = subprocess.run(
            ["bash", "-c", _SHELL, "bash", command],
            env={"STATE": str(self.state)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
        )
        wrong = (done.returncode != 0) is not fails
        assert not wrong, f"{fence}: {command}\nended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def _leave(self, fence: Fence, command: str, shown: str) -> str:
        log = self.state / f"{len(self._left)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                ["bash", "-c", f'source "{self.state}/exports"; exec {self._real(command)}'],
                env={},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._left.append((process, log))
        deadline = time.monotonic() + PATIENCE
        while not matches(shown, self._plain(came := log.read_text())):
            assert process.poll() is None, f"{fence}: {command}\nended with {process.returncode}:\n{came}"
            assert time.monotonic() < deadline, f"{fence}: {command}\nsaid only:\n{came}"
            time.sleep(0.05)
        return came

    def _compare(self, fence: Fence, command: str, shown: str, came: str) -> None:
        came = self._plain(came)
        assert matches(shown, came), f"{fence}: {command}\nshows:\n{shown}\n\nbut what came was:\n{came}"

    def _real(self, text: str) -> str:
        return text.replace(SHOWN_URL, self.url).replace(SHOWN_TOKEN, self.token)

    def _plain(self, text: str) -> str:
        return text.replace(self.url, SHOWN_URL)


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """An environment in which nothing of the developer's own is found, and everything of the project is."""
    for name in ("ansible_collection", "nornir_plugin", "playbooks", ".venv"):
        (folder / name).symlink_to(ROOT / name)
    own = ("ANSIBLE_", "GROUNDPLAN_", "NORNIR_", "FILE__", "XDG_", "PYTHON")
    kept = {n: v for n, v in os.environ.items() if not n.startswith(own)}
    home = folder / "home"
    home.mkdir()
    return {
        **kept,
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "ANSIBLE_NOCOLOR": "1",
        "PYTHONUNBUFFERED": "1",  # what goes to two streams comes in its order, as at a terminal
        "no_proxy": "127.0.0.1",
        **more,
    }
