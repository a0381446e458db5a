"""The plugin against Nornir's own inventory, with the same hosts."""

import json
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
import yaml
from nornir import InitNornir
from nornir.core import Nornir

from tests.nornir.network import device, inventory
from tests.nornir.stub import Stub


@pytest.mark.slow
def test_much_faster_than_files(nornir: Callable[..., Nornir], stub: Stub, tmp_path: Path) -> None:
    stub.prepared = json.dumps(inventory([device(number) for number in range(1, 1001)])).encode()
    nornir()  # what is loaded once a process
    start = perf_counter()
    told = nornir().inventory.dict()
    ours = perf_counter() - start
    (tmp_path / "hosts.yaml").write_text(yaml.safe_dump(told["hosts"]))
    (tmp_path / "groups.yaml").write_text(yaml.safe_dump(told["groups"]))
    start = perf_counter()
    simple = InitNornir(inventory={"plugin": "SimpleInventory"}, logging={"enabled": False}).inventory
    files = perf_counter() - start
    assert simple.dict()["hosts"] == told["hosts"]
    assert ours < 0.2 * files
