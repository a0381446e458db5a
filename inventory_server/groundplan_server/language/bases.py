"""The shapes most models share: dated, tagged, described, nested."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from .model import Model
from .words import json, moment, ref, refs, slug, text

if TYPE_CHECKING:
    from groundplan_server.extras.tag import Tag


class Dated(Model):
    """Knows when it was made and last changed."""

    created: datetime | None = moment(None, writable=False)
    last_updated: datetime | None = moment(None, writable=False)


class Extensible(Dated):
    """Carries tags and the fields that users add themselves."""

    tags: list[Tag] = refs("extras.tag", description="Labels.")
    custom_fields: dict[str, Any] = json(dict[str, Any], default=dict, description="Values of user-defined fields.")


class Primary(Extensible):
    """A first-class object of the network."""

    description: str = text(200, default="")
    comments: str = text(default="")


class Organizational(Primary):
    """A way to sort other objects: a unique name and slug."""

    name: str = text(100, unique=True, natural=True)
    slug: str = slug(unique=True)


class Nested(Primary):
    """A way to sort other objects into a tree. Names are unique among siblings (say so in `Meta.unique`)."""

    parent: Nested | None = ref("self", default=None, related="children", on_delete="CASCADE")
    name: str = text(100, natural=True)
    slug: str = slug()
