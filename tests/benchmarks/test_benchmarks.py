"""The benchmarks measure everything they should; how fast, only a calm machine can tell."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main

FIGURES = {
    "page of 1,000 devices, whole",
    "page of interfaces",
    "page of addresses",
    "page of prefixes",
    "page of devices in brief",
    "an empty route",
    "one device by id",
    "one device by name",
    "search: a name",
    "search: an address",
    "search: a common word",
    "search: nothing",
    "statements of the inventory",
    "statements of a page of devices",
    "inventory of 1,000 hosts, after a write",
    "inventory of 1,000 hosts, after a context changed",
    "inventory, unchanged",
    "inventory with interfaces",
    "ansible-inventory over a file",
    "ansible-inventory",
    "InitNornir over files",
    "InitNornir",
    "create 1,000 addresses",
    "create 1,000 devices without components",
    "change 1,000 devices",
    "delete 1,000 devices",
    "create 100 devices with 24 interfaces",
    "create one device with 24 interfaces",
    "create one address",
    "16 clients take 12 free addresses",
    "taken twice",
    "skipped",
    "render a configuration",
    "first start to first answer",
    "start to first answer",
    "memory, idle",
    "memory, most",
    "groundplan --help",
}
#: These do not depend on how busy the machine is.
CERTAIN = {"statements of the inventory", "statements of a page of devices", "taken twice", "skipped"}


@pytest.mark.slow
def test_every_figure_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bench.json"
    main(["--quick", "--database", "sqlite", "--json", str(path)])
    figures = {figure["name"]: figure for figure in json.loads(path.read_text())["figures"]}
    assert figures.keys() == FIGURES
    assert all(figure["value"] > 0 for figure in figures.values() if figure["name"] not in CERTAIN)
    assert {name for name in CERTAIN if not figures[name]["met"]} == set()
    shown = capsys.readouterr().out
    assert {name for name in FIGURES if name not in shown} == set()


def test_what_is_not_there_cannot_be_measured(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="There is no 'page_of_cables'; there are command_line, page_of_devices"):
        main(["--only", "page_of_cables"])
