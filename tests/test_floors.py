"""The rules that keep the house in order: who may import whom, how long a file gets, what a docstring is."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from groundplan_server import registry

ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / "inventory_server" / "groundplan_server"
HOUSES = [SERVER, ROOT / "cli" / "groundplan", ROOT / "nornir_plugin" / "nornir_groundplan"]

#: What each room of the server may import, beside itself: everything on the floors above its own in this list.
FLOORS = [
    {"__init__", "errors", "settings", "secrets"},
    {"language"},
    {"spec"},
    {"registry"},
    {"shapes"},
    {"core"},
    {"store"},
    {"migrations", "server"},
    {"inventory"},
    {"rest"},
    {"app", "start"},
    {"asgi", "command", "demo"},
]
#: Where models live. They stand beside the ladder: on everything up to the shapes, and on each other.
DOMAIN = {"tenancy", "users", "extras", "dcim", "ipam", "virtualization"}
BELOW_DOMAIN = {"__init__", "errors", "secrets", "language", "spec", "registry", "shapes"}
#: Where no model may be known by name, and those that must know one: whoever asks is a user, with a token.
SURFACES = {"rest"}
KNOWS_USERS = {"rest/auth.py", "rest/tokens.py"}
LONGEST = 400


@dataclass(frozen=True)
class File:
    """A source file, parsed."""

    path: Path
    tree: ast.Module
    lines: int

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def room(self) -> str:
        """The part of the server that it belongs to."""
        first = self.path.relative_to(SERVER).parts[0]
        return first.removesuffix(".py")

    def imports(self) -> Iterator[tuple[int, str]]:
        """The line and full name of everything it imports, but what only type checkers read."""
        package = self.path.relative_to(SERVER.parent).parent.parts
        unread = {id(n) for node in ast.walk(self.tree) if _is_for_type_checkers(node) for n in ast.walk(node)}
        for node in ast.walk(self.tree):
            if id(node) in unread:
                continue
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            if isinstance(node, ast.ImportFrom):
                around = package[: len(package) - node.level + 1] if node.level else ()
                module = ".".join([*around, *([node.module] if node.module else [])])
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def _is_for_type_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


@cache
def files(*houses: Path) -> list[File]:
    found = (path for house in houses for path in sorted(house.rglob("*.py")))
    texts = ((path, path.read_text()) for path in found)
    return [File(path, ast.parse(text), text.count("\n")) for path, text in texts]


def rooms_imported(file: File) -> Iterator[tuple[int, str]]:
    for line, name in file.imports():
        head, *rest = name.split(".")
        if head == "groundplan_server":
            there = rest and ((SERVER / rest[0]).is_dir() or (SERVER / f"{rest[0]}.py").exists())
            yield line, rest[0] if there else "__init__"


def test_every_room_of_the_server_has_a_floor() -> None:
    rooms = {file.room for file in files(SERVER)}
    assert rooms - set().union(DOMAIN, *FLOORS) == set()


def test_imports_only_look_down_the_ladder() -> None:
    floor = {room: i for i, rooms in enumerate(FLOORS) for room in rooms}
    wrong = []
    for file in files(SERVER):
        for line, other in rooms_imported(file):
            if other == file.room:
                continue
            if file.room in DOMAIN:
                allowed = other in DOMAIN | BELOW_DOMAIN
            else:
                allowed = other not in DOMAIN and floor[other] < floor[file.room]
            if not allowed:
                wrong.append(f"{file}:{line} imports {other}")
    assert wrong == []


def test_surfaces_know_no_model_by_name() -> None:
    keys = registry.load().keys()
    wrong = []
    for file in files(SERVER):
        if file.room not in SURFACES:
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Constant) and node.value in keys:
                of_users = str(node.value).startswith("users.")
                if not (of_users and str(file.path.relative_to(SERVER)) in KNOWS_USERS):
                    wrong.append(f"{file}:{node.lineno} names {node.value}")
    assert wrong == []


def test_the_parts_that_run_without_a_server_import_nothing_of_it() -> None:
    wrong = [
        f"{file}:{line} imports {name}"
        for house in HOUSES[1:]
        for file in files(house)
        for line, name in _absolute_imports(file)
        if name.split(".")[0] == "groundplan_server"
    ]
    assert wrong == []


def _absolute_imports(file: File) -> Iterator[tuple[int, str]]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.name)
def test_no_file_is_long(house: Path) -> None:
    long = {str(f): f.lines for f in files(house) if f.lines > LONGEST and "versions" not in f.path.parts}
    assert long == {}


def test_nothing_waits_next_to_a_database_session() -> None:
    wrong = []
    for file in files(SERVER):
        waits = any(isinstance(node, ast.AsyncFunctionDef) for node in ast.walk(file.tree))
        holds = [
            n for _, n in file.imports() if n.split(".")[0] == "sqlalchemy" or n.startswith("groundplan_server.store")
        ]
        if waits and holds:
            wrong.append(f"{file} has `async def` and imports {', '.join(holds)}")
    assert wrong == []


def test_only_the_engine_commits() -> None:
    wrong = []
    for file in files(SERVER):
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            # The ledger's own `commit` is given operations; a connection's is given nothing.
            if node.func.attr == "commit" and not node.args and file.path != SERVER / "store" / "engine.py":
                wrong.append(f"{file}:{node.lineno}")
    assert wrong == []


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.name)
def test_docstrings_are_sentences(house: Path) -> None:
    wrong = []
    for file in files(house):
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node)
                if text is not None and not _is_a_sentence(text):
                    wrong.append(f"{file}:{getattr(node, 'lineno', 1)} {text.splitlines()[0] if text else text!r}")
    assert wrong == []


def _is_a_sentence(text: str) -> bool:
    paragraph = text.split("\n\n")[0].strip()
    return bool(paragraph) and not paragraph[0].islower() and paragraph.endswith((".", "!", "?", ":", "…"))


def test_every_module_and_model_says_what_it_is() -> None:
    modules = [str(file) for file in files(SERVER) if not ast.get_docstring(file.tree)]
    models = [
        key for key, spec in registry.load().items() if "__doc__" not in vars(spec.model) or not spec.model.__doc__
    ]
    assert modules + models == []
