"""What a surface may know about a model. Built once by the registry; nothing else describes a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Table

from .errors import Invalid, Problem, did_you_mean
from .language.attributes import AnyRef, Attribute, Ref, Refs, Scalar, stored_columns
from .language.behaviour import Behaviour
from .language.meta import Meta
from .language.model import Model

A = TypeVar("A", bound=Attribute)


@dataclass(frozen=True)
class Relation:
    """The way back of a reference: which attribute of which model points here."""

    name: str
    source: str
    via: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Spec:
    """One model: its names, attributes, ways back and behaviour."""

    model: type[Model]
    key: str
    app: str
    label: str
    plural: str
    path: str
    meta: Meta
    attributes: Mapping[str, Attribute]
    #: Ways back by name ("interfaces" of a device), filled when all models are known.
    relations: dict[str, Relation] = field(default_factory=dict)
    #: Every (model key, attribute) that can point here, named way back or not.
    pointers: list[tuple[str, str]] = field(default_factory=list)
    behaviours: tuple[Behaviour, ...] = ()

    @property
    def table(self) -> Table:
        return self.model.table()

    @property
    def url(self) -> str:
        """The path of its list, from the server's root."""
        return f"/api/{self.app}/{self.path}/"

    @cached_property
    def columns(self) -> dict[str, Attribute]:
        """Stored columns (sort keys apart) and the attribute each belongs to."""
        return dict(stored_columns(dict(self.attributes)))

    @cached_property
    def derived(self) -> list[Scalar]:
        """Attributes that are computed from the rest of the row, or have a sort key."""
        return [a for a in self.of(Scalar) if a.stored or a.sort]

    @cached_property
    def many(self) -> frozenset[str]:
        """The names of its many-to-many attributes."""
        return frozenset(a.name for a in self.of(Refs))

    @cached_property
    def _readable(self) -> dict[str, str]:
        shown = {
            c: a.name if len(a.columns) == 1 else c for c, a in self.columns.items() if not getattr(a, "hidden", False)
        }
        return {"id": "id", **shown, **{name: name for name in self.many}}

    def readable(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the ledger by attribute: secrets masked, sort keys and the like left out."""
        secret = {a.name for a in self.of(Scalar) if a.secret}
        names = self._readable
        return {names[c]: ("********" if v else v) if c in secret else v for c, v in row.items() if c in names}

    @cached_property
    def is_tree(self) -> bool:
        parent = self.attributes.get("parent")
        # A LAG or a sub-interface has a parent, too, but does not live and die with it.
        return isinstance(parent, Ref) and parent.target == self.key and parent.on_delete == "CASCADE"

    def of(self, *kinds: type[A]) -> list[A]:
        """Attributes of these kinds, in order."""
        return [a for a in self.attributes.values() if isinstance(a, kinds)]

    def behaves(self, kind: str) -> list[Behaviour]:
        return [b for b in self.behaviours if b.kind == kind]

    def attribute(self, name: str) -> Attribute:
        """An attribute by name. Raises Invalid that names the nearest."""
        try:
            return self.attributes[name]
        except KeyError:
            raise Invalid(
                [Problem(f"A {self.label} has no attribute {name!r}.{did_you_mean(name, self.attributes)}", name)]
            ) from None

    def targets(self, name: str) -> tuple[str, ...]:
        """The models that a reference attribute can point at."""
        match self.attributes[name]:
            case Ref(target=target) | Refs(target=target):
                return (target,)
            case AnyRef(targets=targets):
                return targets
        return ()

    def __repr__(self) -> str:
        return f"Spec({self.key})"


def column_values(attribute: Attribute, value: Any) -> dict[str, Any]:
    """An attribute's value spread over its columns."""
    if isinstance(attribute, AnyRef):
        kind, number = attribute.columns
        return {kind: None, number: None} if value is None else {kind: value[0], number: value[1]}
    return {attribute.columns[0]: value}
