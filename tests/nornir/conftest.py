"""Fixtures for tests of the Nornir plugins."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nornir import InitNornir
from nornir.core import Nornir

from nornir_groundplan.client import shared
from tests.nornir.network import device
from tests.nornir.stub import TOKEN, Stub, serving


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An empty folder to run in, and nothing of the developer's own in the environment."""
    for name in os.environ:
        if name.startswith(("GROUNDPLAN_", "NORNIR_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    yield
    shared.cache_clear()


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving([device(1, "sw1", site="ams1"), device(2, "sw2", site="ams1"), device(3, "rtr1")]) as server:
        server.templates = {1: "hostname sw1\n", 2: "hostname sw2\n"}
        yield server


@pytest.fixture
def nornir(stub: Stub) -> Callable[..., Nornir]:
    """Starts Nornir with our inventory and these options."""

    def start(dry_run: bool = False, **options: Any) -> Nornir:
        return InitNornir(
            dry_run=dry_run,
            logging={"enabled": False},
            runner={"plugin": "threaded", "options": {"num_workers": 4}},
            inventory={
                "plugin": "GroundplanInventory",
                "options": {"url": stub.url, "token": TOKEN, "retries": 0, **options},
            },
        )

    return start
