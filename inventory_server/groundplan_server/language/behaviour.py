"""How behaviour is declared beside a model: rules, preparations, consequences, actions and filters.

Each is a plain typed function with a decorator that names its model (or a mixin: then it belongs to every model made
with it). None of them touches the database by itself: they are handed a `View` to read with, or a `Batch` to act with.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from sqlalchemy import ColumnElement, Table

from .model import Model

M = TypeVar("M", bound=Model)
N = TypeVar("N", bound=Model)
F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

Moment = Literal["create", "update", "delete"]


class Refusal(NamedTuple):
    """A rule's objection: the attribute it is about ("" for the object as a whole) and why, in a sentence."""

    field: str
    message: str


class View(Protocol):
    """What behaviour reads with. Objects found together load what they refer to together, in one statement."""

    def get(self, model: type[M], id: int) -> M:
        """The object with this id. Raises NotFound."""

    def find(
        self,
        model: type[M],
        *where: ColumnElement[bool],
        order: Sequence[str] = ("id",),
        limit: int | None = None,
        **values: Any,
    ) -> list[M]:
        """Objects by attribute: `find(Interface, device=devices, enabled=True)`.

        References take records or ids; a collection means "any of"; None means "not set".
        """

    def select(self, statement: Any) -> list[Any]:
        """Rows of any SELECT over model tables."""

    def linked(self, records: Sequence[Model], name: str) -> list[Sequence[int]]:
        """The ids that a many-to-many attribute of each of these holds, where nobody wants the objects."""

    def keep(self, name: object, models: Iterable[type[Model] | str], make: Callable[[], T]) -> T:
        """What `make` returns, remembered under a name until an object of one of these models changes.

        It must depend on nothing else: not on the caller, not on the objects at hand.
        """


class Asker(Protocol):
    """What behaviour may know of whoever asks."""

    @property
    def id(self) -> int | None: ...

    @property
    def is_superuser(self) -> bool: ...


class Batch(Protocol, Generic[M]):
    """Objects of one model that an operation (or several alike) creates, changes or deletes, before or after that."""

    view: View

    @property
    def actor(self) -> Asker:
        """Who asked for it."""

    def __iter__(self) -> Iterator[M]: ...

    def __len__(self) -> int: ...

    def refuse(self, record: M, field: str, message: str) -> None:
        """Object to one of them; everything is undone, and the caller hears all objections at once."""

    def create(self, model: type[N], rows: Iterable[Mapping[str, Any]]) -> list[N]:
        """Create objects as a consequence. Rows are by attribute name; references take records or ids."""

    def update(self, model: type[N], changes: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Change objects as a consequence: (id, {attribute: value})."""

    def delete(self, model: type[N], ids: Collection[int]) -> None:
        """Delete objects as a consequence."""

    def lock(self, name: str, keys: Iterable[object] = ("",)) -> None:
        """Wait for, then hold until commit, the right to decide about what no database constraint can guard.

        Of several keys (`batch.lock("rack", [3, 7])`) each is held, and two batches never wait for each other.
        """


@dataclass(frozen=True)
class Behaviour:
    """One declared function and where it belongs."""

    model: type[Model]
    function: Callable[..., Any]
    #: "rule", "batch_rule", "prepare", "consequence", "action", "filter"
    kind: str
    name: str = ""
    moments: tuple[Moment, ...] = ()
    writes: bool = False
    many: bool = False
    #: Asked by POST because it takes a body, though it changes nothing.
    with_body: bool = False
    permission: str = ""
    type: Any = None


#: Everything declared so far, in order. Read through `groundplan_server.registry`.
BEHAVIOURS: list[Behaviour] = []


def _declare(behaviour: Behaviour) -> None:
    BEHAVIOURS.append(behaviour)


def prepare(model: type[Model]) -> Callable[[F], F]:
    """Declare `f(record)`: completes or corrects an object before it is checked, by assigning to its attributes."""

    def register(function: F) -> F:
        _declare(Behaviour(model, function, "prepare", function.__name__))
        return function

    return register


def rule(model: type[Model]) -> Callable[[F], F]:
    """Declare `f(record) -> Iterator[Refusal]`: checks one object on create and update.

    References are followed by attribute (`device.rack.site`), with one statement for all objects of a batch together.
    """

    def register(function: F) -> F:
        _declare(Behaviour(model, function, "rule", function.__name__))
        return function

    return register


def batch_rule(model: type[Model], *moments: Moment) -> Callable[[F], F]:
    """Declare `f(batch)`: checks objects together, where a rule needs more of the database than references."""

    def register(function: F) -> F:
        _declare(Behaviour(model, function, "batch_rule", function.__name__, moments or ("create", "update")))
        return function

    return register


def consequence(model: type[Model], *moments: Moment) -> Callable[[F], F]:
    """Declare `f(batch)`: what else happens once objects are created or changed, or just before they are deleted."""

    def register(function: F) -> F:
        _declare(Behaviour(model, function, "consequence", function.__name__, moments))
        return function

    return register


def action(
    model: type[Model],
    name: str = "",
    *,
    writes: bool = False,
    many: bool = False,
    with_body: bool = False,
    permission: str = "",
) -> Callable[[F], F]:
    """Offer `f(view, record, *, options…)` as something to ask of one object, at `…/<id>/<name>/`.

    With `writes`, it is asked by POST and called as `f(batch, record, *, options…)`, `batch` being of that one object;
    with `many`, the body may be a list of option sets, handed over as `items: list[dict]`, and a list is answered with
    a list. With `with_body` it only reads, but takes a body, so it is asked by POST. Return records, JSON-ready data,
    or a `Document`. `permission` is the permission it needs ("view" or "change" unless given).
    """

    def register(function: F) -> F:
        label = name or function.__name__.replace("_", "-")
        needed = permission or ("change" if writes else "view")
        _declare(
            Behaviour(
                model, function, "action", label, writes=writes, many=many, with_body=with_body, permission=needed
            )
        )
        return function

    return register


def filters(model: type[Model], name: str, type_: Any = str) -> Callable[[F], F]:
    """Declare `f(table, values) -> where clause` as filter `name`; `values` has a `type_` for each time it is given."""

    def register(function: F) -> F:
        _declare(Behaviour(model, function, "filter", name, type=type_))
        return function

    return register


@dataclass(frozen=True)
class Document:
    """An answer that is not JSON: a drawing, a rendered configuration."""

    content: str
    media_type: str = "text/plain"


def was(record: M) -> M | None:
    """The object as it was before this change; None while it is being created."""
    before: M | None = getattr(record, "before_", None)
    return before


def changed(record: Model, *names: str) -> bool:
    """Whether any of these attributes is new: always so while an object is being created."""
    before = was(record)
    return before is None or any(getattr(before, name) != getattr(record, name) for name in names)


def t(model: type[Model]) -> Table:
    """The table of a model, for expressions: `t(Prefix).c.status`."""
    return model.table()
