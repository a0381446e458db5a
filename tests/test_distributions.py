"""What the three distributions must have in common."""

import importlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"cli": "groundplan", "inventory_server": "groundplan_server", "nornir_plugin": "nornir_groundplan"}


def project(folder: str) -> dict[str, Any]:
    described: dict[str, Any] = tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]
    return described


VERSION = project("cli")["version"]


@pytest.mark.parametrize("folder", PACKAGES)
def test_one_version_everywhere(folder: str) -> None:
    described = project(folder)
    assert described["version"] == importlib.import_module(PACKAGES[folder]).__version__ == VERSION
    ours = [line for line in described["dependencies"] if re.match("groundplan|nornir-groundplan", line)]
    assert all(line.endswith(f"=={VERSION}") for line in ours)


def test_the_changelog_knows_the_version() -> None:
    assert re.search(rf"^## \[?{re.escape(VERSION)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize("folder", PACKAGES)
def test_each_carries_the_licence_and_its_types(folder: str) -> None:
    assert (ROOT / folder / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()
    assert (ROOT / folder / PACKAGES[folder] / "py.typed").exists()


def test_the_lock_names_public_addresses_only() -> None:
    hosts = set(re.findall(r"https?://[^/\"]+", (ROOT / "uv.lock").read_text()))
    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}
