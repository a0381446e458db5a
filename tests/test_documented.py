"""Documentation is true: its commands and programs are run, and what must be in it is in it."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest

from groundplan_server.app import ROUTES
from groundplan_server.inventory.names import PLACES, VALUES, VARIABLES
from groundplan_server.registry import all_specs
from groundplan_server.settings import Settings
from scripts.reference import all_commands
from tests.pages import ROOT, Reader, fences, surroundings
from tests.server import TOKEN, Api, start_on
from tests.store.serving import served

DOCS = ROOT / "docs"
FIRST = DOCS / "first-network.md"
#: Starts its own server, on nothing.
BY_HAND = [ROOT / "README.md", DOCS / "install-and-run.md"]
#: Is run by tests/test_plugin.py, on a server with the plugin that it tells of.
WITH_A_PLUGIN = DOCS / "plugins.md"
#: Pages about what the network of the first page holds.
ON_A_NETWORK = sorted(
    page
    for page in {*DOCS.rglob("*.md")} - {FIRST, WITH_A_PLUGIN, *BY_HAND}
    if any(fence.language in ("console", "python") for fence in fences(page))
)
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "playbooks/*.md", "ansible_collection/*.md", "nornir_plugin/*.md")
    for path in ROOT.glob(pattern)
)
#: What cannot be run here: not more than this.
MOST_NOT_RUN = 20


@contextmanager
def reader(folder: Path, database: Path) -> Iterator[Reader]:
    """Somebody at a terminal, with a server on this database."""
    with closing(Api.on(f"sqlite:///{database}")) as api, served(api.app) as remote:
        url = str(remote.base_url).rstrip("/")
        environment = surroundings(folder, GROUNDPLAN_URL=url, GROUNDPLAN_TOKEN=TOKEN)
        with Reader(folder, environment, url, TOKEN) as found:
            yield found


@pytest.fixture(scope="session")
def first_network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the network that docs/first-network.md builds."""
    database = tmp_path_factory.mktemp("first") / "network.sqlite"
    start_on(f"sqlite:///{database}")
    with reader(tmp_path_factory.mktemp("reader"), database) as somebody:
        somebody.read(FIRST)
    return database


def test_the_first_network_is_built_as_told(first_network: Path) -> None:
    assert first_network.exists()


@pytest.mark.parametrize("path", ON_A_NETWORK, ids=lambda path: path.stem)
def test_a_page_about_that_network_is_true(path: Path, first_network: Path, tmp_path: Path) -> None:
    database = tmp_path / "network.sqlite"
    shutil.copyfile(first_network, database)
    folder = tmp_path / "reader"
    folder.mkdir()
    with reader(folder, database) as somebody:
        somebody.read(path)


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.stem)
def test_a_page_that_begins_with_nothing_is_true(path: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Reader(tmp_path, surroundings(tmp_path, GROUNDPLAN_PORT=str(port)), f"http://127.0.0.1:{port}") as somebody:
        somebody.read(path)


def test_few_commands_are_not_run() -> None:
    left_out = [str(fence) for page in PAGES for fence in fences(page) if "no-run" in fence.words]
    assert len(left_out) <= MOST_NOT_RUN, left_out


def test_every_setting_is_documented_with_its_default() -> None:
    text = (DOCS / "install-and-run.md").read_text()
    rows = dict(re.findall(r"^\| `GROUNDPLAN_(\w+)` \|([^|]*)\|", text, re.MULTILINE))
    told = {name.lower(): default.strip().strip("`") for name, default in rows.items()}
    assert told == {name: _told(field.default) for name, field in Settings.model_fields.items()}


def _told(default: object) -> str:
    plain = default.get_secret_value() if hasattr(default, "get_secret_value") else default
    return str(plain).lower() if isinstance(plain, bool) else str(plain)


def test_generated_pages_are_current() -> None:
    command: list[str | Path] = [sys.executable, ROOT / "scripts" / "reference.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command_says_what_it_is() -> None:
    text = (DOCS / "cli.md").read_text()
    names = [" ".join(["groundplan", *words]) for words in [[], *all_commands()]]
    assert [name for name in names if f"<!-- help: {name} -->" not in text] == []


def test_everything_an_inventory_can_be_asked_for_is_documented() -> None:
    text = (DOCS / "inventory.md").read_text()
    assert [name for name in (*VARIABLES, *PLACES, *VALUES) if f"`{name}`" not in text] == []


def test_every_door_and_action_is_documented() -> None:
    told = "\n".join(page.read_text() for page in DOCS.glob("*.md"))
    names = {"{path}": "<plural>", "{": "<", "}": ">"}
    doors = [path for path, _, _ in ROUTES]
    for old, new in names.items():
        doors = [path.replace(old, new) for path in doors]
    actions = {behaviour.name for spec in all_specs() for behaviour in spec.behaves("action")}
    missing = [door for door in doors if f"`{door}`" not in told] + [name for name in actions if f"`{name}" not in told]
    assert missing == []


def test_links_lead_somewhere() -> None:
    broken = []
    for page in PAGES:
        text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, anchor = unquote(target).partition("#")
            if "://" in target:
                continue
            there = (page.parent / path) if path else page
            if not there.exists() or (anchor and anchor not in anchors(there)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def anchors(page: Path) -> set[str]:
    """The headings of a page, as links name them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
