"""What the server says it knows: models, their attributes, filters and actions. The command is made from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .errors import WrongUsage, did_you_mean


@dataclass(frozen=True)
class Choice:
    """One value of a choice attribute."""

    value: str | int
    label: str
    color: str = ""


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """One attribute of a model."""

    name: str
    label: str = ""
    description: str = ""
    kind: str = "text"
    required: bool = False
    nullable: bool = False
    writable: bool = True
    default: Any = None
    secret: bool = False
    targets: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    #: Of an any_reference: the names of its type and id on the wire.
    columns: tuple[str, ...] = ()

    @property
    def is_reference(self) -> bool:
        return self.kind in ("reference", "references", "any_reference")


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that can be asked of one object."""

    name: str
    #: Answers GET.
    reads: bool = False
    #: Answers POST, and changes something.
    writes: bool = False
    #: Answers POST, because what it needs to know is given in a body, and changes nothing.
    with_body: bool = False
    many: bool = False
    doc: str = ""
    options: tuple[Attribute, ...] = ()

    @property
    def posted(self) -> bool:
        return self.writes or self.with_body


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """One kind of object."""

    key: str
    app: str
    path: str
    url: str
    label: str
    plural: str
    doc: str = ""
    natural_key: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    ordering: tuple[str, ...] = ()
    read_only: bool = False
    filters: tuple[str, ...] = ()
    #: Other names that the server takes for attributes, as older clients send them.
    aliases: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        return f"{self.app}/{self.path}"

    @property
    def writable(self) -> list[Attribute]:
        return [attribute for attribute in self.attributes.values() if attribute.writable]

    @cached_property
    def columns_of_references(self) -> dict[str, Attribute]:
        """`scope_type` and `scope_id` and the like, and the any_reference each belongs to."""
        return {column: a for a in self.attributes.values() if a.kind == "any_reference" for column in a.columns}

    def attribute(self, name: str) -> Attribute:
        """An attribute by name. Raises WrongUsage that names the nearest."""
        try:
            return self.attributes[name]
        except KeyError:
            near = did_you_mean(name, self.attributes)
            raise WrongUsage(f"A {self.label} has no attribute {name!r}.{near}") from None

    def action(self, name: str) -> Action:
        """An action by name, hyphens or underscores. Raises WrongUsage that names the nearest."""
        wanted = name.replace("_", "-")
        try:
            return self.actions[wanted]
        except KeyError:
            near = did_you_mean(wanted, self.actions) or f" It has {', '.join(sorted(self.actions)) or 'no actions'}."
            raise WrongUsage(f"A {self.label} has no action {name!r}.{near}") from None


class Catalog:
    """All models of one server, by the many names that people give them."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.version: str = str(document.get("version", ""))
        self.models: dict[str, Model] = {entry["key"]: _model(entry) for entry in document.get("models", ())}
        self._endpoints = {model.endpoint: model for model in self.models.values()}

    def __iter__(self) -> Iterator[Model]:
        return iter(self.models.values())

    def __contains__(self, key: str) -> bool:
        return key in self.models

    def at(self, endpoint: str) -> Model | None:
        """The model served at `<app>/<path>`."""
        return self._endpoints.get(endpoint)

    def model(self, name: str) -> Model:
        """The model that a person means: `devices`, `device`, `dcim.device`, `dcim/devices`, or the start of one.

        Raises WrongUsage that names the nearest, or all that it could be.
        """
        if name in self.models:
            return self.models[name]
        wanted = _squeezed(name)
        for names in self._names:
            if exact := names.get(wanted):
                return self._only(exact, name)
        # `ip-a` begins an IP address, not everything of ipam: names with the app are meant where one is typed.
        levels = self._names if "." in name or "/" in name else self._names[1:]
        begun = {
            model.key: model
            for names in levels
            for spelled, models in names.items()
            if wanted and spelled.startswith(wanted)
            for model in models
        }
        if begun:
            return self._only(list(begun.values()), name)
        known = [spelled for model in self for spelled in (model.path, model.label, model.key, model.endpoint)]
        raise WrongUsage(f"There is no model {name!r}.{did_you_mean(name.lower(), known)}")

    @cached_property
    def _names(self) -> tuple[dict[str, list[Model]], ...]:
        """Squeezed names in the order in which they count: with the app, by a name of its own, by any name.

        Device interfaces and those of virtual machines are both called interfaces; the name is the former's own,
        because its key says so.
        """
        levels: tuple[dict[str, list[Model]], ...] = ({}, {}, {})
        for model in self:
            short = model.key.split(".")[-1]
            names = {_squeezed(name) for name in (short, model.path, model.label, model.plural)}
            is_own = _squeezed(model.label) == short
            full = {model.app + name for name in names}
            for level, spelled in zip(levels, (full, names if is_own else set(), names), strict=True):
                for name in spelled:
                    level.setdefault(name, []).append(model)
        return levels

    def _only(self, models: list[Model], name: str) -> Model:
        if len(models) == 1:
            return models[0]
        could_be = sorted(model.key for model in models)
        shown = ", ".join(could_be[:6]) + (" and others" if len(could_be) > 6 else "")
        raise WrongUsage(f"{name!r} could be {shown}; type more of it.")


def _squeezed(name: str) -> str:
    """A name without what people spell differently: case, hyphens, underscores, dots, slashes and spaces."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _model(entry: Mapping[str, Any]) -> Model:
    return Model(
        key=entry["key"],
        app=entry["app"],
        path=entry["path"],
        url=entry["url"],
        label=entry["label"],
        plural=entry["plural"],
        doc=entry.get("doc") or "",
        natural_key=tuple(entry.get("natural_key") or ()),
        columns=tuple(entry.get("columns") or ()),
        ordering=tuple(entry.get("ordering") or ()),
        read_only=bool(entry.get("read_only")),
        filters=tuple(entry.get("filters") or ()),
        aliases=dict(entry.get("aliases") or {}),
        attributes={a["name"]: _attribute(a) for a in entry.get("attributes", ())},
        actions={a["name"]: _action(a) for a in entry.get("actions", ())},
    )


def _attribute(entry: Mapping[str, Any]) -> Attribute:
    return Attribute(
        name=entry["name"],
        label=entry.get("label") or entry["name"].replace("_", " "),
        description=entry.get("description") or "",
        kind=entry.get("kind") or _kind_of(str(entry.get("type", ""))),
        required=bool(entry.get("required")),
        nullable=bool(entry.get("nullable")),
        writable=bool(entry.get("writable", True)),
        default=entry.get("default"),
        secret=bool(entry.get("secret")),
        targets=tuple(entry.get("targets") or ()),
        choices=tuple(map(_choice, entry.get("choices") or ())),
        columns=tuple(entry.get("columns") or ()),
    )


def _kind_of(type_: str) -> str:
    """The kind of attribute that is read like an option of this type."""
    name = type_.removesuffix(" | None").lower()
    return {"int": "number", "float": "number", "bool": "boolean", "str": "text"}.get(name, "any")


def _choice(entry: Mapping[str, Any]) -> Choice:
    return Choice(entry["value"], entry.get("label") or str(entry["value"]), entry.get("color") or "")


def _action(entry: Mapping[str, Any]) -> Action:
    return Action(
        name=entry["name"],
        reads=bool(entry.get("reads")),
        writes=bool(entry.get("writes")),
        with_body=bool(entry.get("with_body")),
        many=bool(entry.get("many")),
        doc=entry.get("doc") or "",
        options=tuple(_attribute(option) for option in entry.get("options", ())),
    )
