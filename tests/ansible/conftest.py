"""Fixtures for tests of the Ansible collection: Ansible itself, run as people run it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.nornir.network import device
from tests.nornir.stub import TOKEN, Stub, serving

ROOT = Path(__file__).parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]
Written = Callable[..., Path]


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving([device(1, "sw1", site="ams1"), device(2, "sw2", site="ams1"), device(3, "rtr1")]) as server:
        server.templates = {1: "hostname sw1\n", 2: "hostname sw2\n"}
        yield server


@pytest.fixture
def ansible(stub: Stub, tmp_path: Path) -> Run:
    """Runs one of Ansible's commands in an empty home, with the collection installed; it must end as said."""
    home = tmp_path / "home"
    collections = home / "ansible_collections" / "groundplan"
    collections.mkdir(parents=True)
    (collections / "core").symlink_to(ROOT / "ansible_collection")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "GROUNDPLAN_"))
    }
    environment |= {
        "HOME": str(home),
        "ANSIBLE_COLLECTIONS_PATH": str(home),
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_LOCALHOST_WARNING": "0",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
        "ANSIBLE_DEPRECATION_WARNINGS": "0",
        "GROUNDPLAN_URL": stub.url,
        "GROUNDPLAN_TOKEN": TOKEN,
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(command: str, *arguments: object, code: int = 0, cwd: Path = tmp_path, **more: str) -> Any:
        program = Path(sys.executable).with_name(command)
        done = subprocess.run(
            [program, *map(str, arguments)],
            env={**environment, **more},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes an inventory file with these options."""

    def write(name: str = "groundplan.yml", **options: Any) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps({"plugin": "groundplan.core.inventory", "retries": 0, **options}))
        return path

    return write


@pytest.fixture
def listed(ansible: Run, written: Written) -> Callable[..., dict[str, Any]]:
    """What `ansible-inventory --list` says with these options."""

    def run(**options: Any) -> dict[str, Any]:
        done = ansible("ansible-inventory", "-i", written(**options), "--list")
        assert done.stderr == ""
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return run
