"""What a model says about itself beyond its attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Unique:
    """No two objects agree on all of these. Nulls count as equal, so "no location" is a place like any other."""

    names: tuple[str, ...]
    ignore_case: bool = False
    #: Holds only among objects where these are set.
    when: tuple[str, ...] = ()
    message: str = ""


def unique(*names: str, ignore_case: bool = False, when: Sequence[str] | str = (), message: str = "") -> Unique:
    """`unique("site", "tenant", "name", ignore_case=True)`; `when="position"` limits it to objects that have one."""
    return Unique(names, ignore_case, (when,) if isinstance(when, str) else tuple(when), message)


@dataclass(frozen=True, kw_only=True)
class Meta:
    """Facts about a whole model. Every surface reads these; none keeps a copy of its own."""

    #: What people call one, and many; made from the class's name where empty.
    label: str = ""
    plural: str = ""
    #: The last part of the path under /api/<app>/, made from `plural` where empty.
    path: str = ""
    #: Attributes that name an object to people: `ams1/sw1` is a device by ("site", "name").
    natural_key: Sequence[str] = ("name",)
    #: How an object is written in one line: the first of these whose parts are all set. Parts may be dotted paths.
    display: Sequence[str] = ("{name}",)
    #: What is shown of it inside another object, besides id, url and display.
    brief: Sequence[str] = ("name", "description")
    ordering: Sequence[str] = ("name",)
    unique: Sequence[Unique] = ()
    #: Attributes that `q` and search look through, with their weight (lower is more important).
    search: Mapping[str, int] = field(default_factory=dict)
    #: What a table of them shows.
    columns: Sequence[str] = ()
    #: Further filters: name -> dotted path over references and ways back, e.g. {"region": "site.region"}.
    filters: Mapping[str, str] = field(default_factory=dict)
    #: Columns that name an object in filters of what refers to it (`?vrf=65000:1`); slug, else name, where empty.
    lookup: Sequence[str] = ()
    #: What a copy takes over.
    clone: Sequence[str] = ()
    #: Extra input names that older clients use: {"device_role": "role"}.
    aliases: Mapping[str, str] = field(default_factory=dict)
    #: Where the change log shows a change beside the object itself: an interface's changes belong to its device.
    belongs_to: str = ""
    #: Written by the server alone.
    read_only: bool = False
    #: Its changes are not recorded (the ledger's own tables).
    unlogged: bool = False
    #: Has no endpoint of its own.
    private: bool = False
