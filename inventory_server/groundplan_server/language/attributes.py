"""What an attribute of a model can be. Surfaces match on these classes; models are written in the words of `words`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy.types import TypeEngine

from .choices import Choices, NumberChoices

#: The default of an attribute that must be given.
REQUIRED: Any = ...

OnDelete = Literal["PROTECT", "CASCADE", "SET NULL"]


class Look(StrEnum):
    """Which lookups an attribute takes and how it is shown: the vocabulary that filters and surfaces share."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    JSON = "json"
    NETWORK = "network"
    ADDRESS = "address"


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """One attribute of a model, as the outside world sees it."""

    name: str = ""
    label: str = ""
    description: str = ""
    writable: bool = True
    nullable: bool = False
    default: Any = None

    @property
    def required(self) -> bool:
        return self.default is REQUIRED and self.writable

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold it, in the order of its parts."""
        return ()

    def initial(self) -> Any:
        """The value of an object that does not give one."""
        return self.default() if callable(self.default) else None if self.default is REQUIRED else self.default


@dataclass(frozen=True, kw_only=True)
class Scalar(Attribute):
    """A value in a column of its own."""

    look: Look
    #: What a request may carry, as Pydantic understands it; null and default are added by the shape.
    type: Any
    column_type: TypeEngine[Any]
    unique: bool = False
    index: bool = False
    #: Sort by this key of the value instead of the value (a hidden column `<name>_sort` holds it).
    sort: Callable[[Any], str] | None = None
    #: The empty string means "not set" and is stored as null.
    empty_is_null: bool = False
    #: Never shown: a password, a pre-shared key.
    secret: bool = False
    #: Stored but shown only where asked for by name.
    hidden: bool = False
    #: Computed from the row whenever the row is written, never given by a caller.
    stored: Callable[[Any], Any] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True, kw_only=True)
class Choice(Scalar):
    """One of a fixed set of values."""

    choices: type[Choices | NumberChoices]


@dataclass(frozen=True, kw_only=True)
class Ref(Attribute):
    """One object points at one object of a known model."""

    target: str
    related: str | None = None
    on_delete: OnDelete = "PROTECT"
    unique: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.name}_id",)


@dataclass(frozen=True, kw_only=True)
class AnyRef(Attribute):
    """One object points at one object of any of several models: `<prefix>_type` and `<prefix>_id`."""

    targets: tuple[str, ...]
    prefix: str = ""
    related: str | None = None
    on_delete: OnDelete = "PROTECT"

    @property
    def columns(self) -> tuple[str, ...]:
        prefix = self.prefix or self.name
        return (f"{prefix}_type", f"{prefix}_id")


@dataclass(frozen=True, kw_only=True)
class Refs(Attribute):
    """One object points at many of a known model, through a link table."""

    target: str
    related: str | None = None


@dataclass(frozen=True, kw_only=True)
class Count(Attribute):
    """How many objects of another model point here; over a tree, descendants' included."""

    source: str
    via: str
    cumulative: bool = False
    writable: bool = False


@dataclass(frozen=True, kw_only=True)
class Backrefs(Attribute):
    """The objects of another model that point here, in brief."""

    source: str
    via: str
    writable: bool = False


@dataclass(frozen=True, kw_only=True)
class Parts(Attribute):
    """Small objects that live and die with this one, written and read as a list inside it."""

    source: str
    via: str
    #: What each entry is called here -> the attribute of `source` it is.
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class FirstOf(Attribute):
    """The first of several references that is set, shown like a reference."""

    names: tuple[str, ...]
    writable: bool = False


@dataclass(frozen=True, kw_only=True)
class Follow(Attribute):
    """An attribute of a referenced object, shown as one's own: a dotted path."""

    path: str
    writable: bool = False


@dataclass(frozen=True, kw_only=True)
class Computed(Attribute):
    """Anything else that is only read: a function of a page of objects, with a fixed number of statements."""

    function: Callable[..., Any]
    type: Any
    writable: bool = False
    #: Left out of lists unless asked for with `include=`, and always there on a single object.
    costly: bool = False


def stored_columns(attributes: dict[str, Attribute]) -> Iterator[tuple[str, Attribute]]:
    """Every (column, attribute) that a row of a model holds, hidden ones included."""
    for attribute in attributes.values():
        for column in attribute.columns:
            yield column, attribute
