"""The shapes of answers that belong to no model, as types."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict

Action = Literal["create", "update", "delete"]


class Difference(TypedDict):
    """One object before and after; null where it did not or does not exist."""

    model: str
    id: int
    display: str
    action: Action
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class DryRun(TypedDict):
    """What a write would have changed."""

    serial: None
    dry_run: Literal[True]
    changes: list[Difference]


class Result(TypedDict):
    """What became of one operation."""

    index: int
    op: Literal["create", "update", "delete", "upsert"]
    outcome: Literal["created", "updated", "deleted", "unchanged"]
    model: str
    id: int
    display: str


class Done(TypedDict):
    """What operations did; the serial is that of their commit, if they changed anything and it was kept."""

    serial: int | None
    dry_run: bool
    results: list[Result]
    changes: list[Difference]


class OperationProblem(TypedDict):
    """What is wrong with one operation."""

    index: int
    field: str
    message: str


class OperationProblems(TypedDict):
    """Everything that is wrong; nothing was done."""

    errors: list[OperationProblem]


class ChangeEntry(Difference):
    """A change, and the commit it is part of."""

    serial: int
    time: datetime
    user: str
    message: str


class Changes(TypedDict):
    """Changes in order; ask again from `serial` on."""

    serial: int
    newest: int
    results: list[ChangeEntry]


class CommitEntry(TypedDict):
    """What was changed together, by whom and why."""

    serial: int
    time: datetime
    user: str
    message: str
    source: str
    request_id: str
    count: int


class CommitDetails(CommitEntry):
    """A commit with its changes."""

    changes: list[ChangeEntry]


class HostInterface(TypedDict):
    """An interface as automation needs it: names instead of ids."""

    name: str
    enabled: bool
    mtu: int | None
    description: str
    mode: str | None
    untagged_vlan: int | None
    tagged_vlans: list[int]
    vrf: str | None
    parent: str | None
    bridge: str | None
    mac_address: str | None
    addresses: list[str]
    lag: NotRequired[str | None]
    type: NotRequired[str]
    label: NotRequired[str]
    mgmt_only: NotRequired[bool]
    speed: NotRequired[int | None]
    duplex: NotRequired[str | None]


class Group(TypedDict):
    """What hosts have in common; its parents are groups, too."""

    kind: str
    slug: str
    name: str
    parents: list[str]


class CatalogOption(TypedDict):
    """A keyword of an action."""

    name: str
    type: str
    required: bool
    default: Any


class CatalogAction(TypedDict):
    """What can be asked of an object."""

    name: str
    reads: bool
    writes: bool
    with_body: bool
    many: bool
    doc: str
    options: list[CatalogOption]


class CatalogChoice(TypedDict):
    """One of a fixed set of values."""

    value: str | int
    label: str
    color: str


class CatalogAttribute(TypedDict):
    """One attribute of a model."""

    name: str
    label: str
    description: str
    kind: str
    required: bool
    nullable: bool
    writable: bool
    default: Any
    targets: list[str]
    choices: list[CatalogChoice]
    secret: bool
    columns: NotRequired[list[str]]
    entries: NotRequired[list[str]]
    source: NotRequired[str]


class CatalogModel(TypedDict):
    """One model."""

    key: str
    app: str
    path: str
    url: str
    label: str
    plural: str
    doc: str
    natural_key: list[str]
    columns: list[str]
    ordering: list[str]
    brief: list[str]
    read_only: bool
    tree: bool
    aliases: dict[str, str]
    clone: list[str]
    filters: list[str]
    attributes: list[CatalogAttribute]
    actions: list[CatalogAction]


class Catalog(TypedDict):
    """Every model, and what it looks like."""

    version: str
    models: list[CatalogModel]


class Health(TypedDict):
    """A sign of life."""

    status: Literal["ok"]
