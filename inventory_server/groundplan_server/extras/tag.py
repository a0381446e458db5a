"""Tags: labels for anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from sqlalchemy import ColumnElement, Table, func, or_, select, union_all

from groundplan_server.extras import object_types
from groundplan_server.language import (
    Dated,
    Extensible,
    Meta,
    Refusal,
    View,
    changed,
    color,
    computed,
    filters,
    integer,
    json,
    rule,
    slug,
    text,
)
from groundplan_server.language.attributes import Refs
from groundplan_server.language.model import link_table_name
from groundplan_server.registry import all_specs


def tagged_items(view: View, records: Sequence[Tag]) -> list[int]:
    """How many objects carry each tag, of all models in one statement."""
    # A config context's tags are no labels: they say whom it applies to.
    links = [
        Tag.metadata.tables[link_table_name(spec.key, "tags")]
        for spec in all_specs()
        if isinstance(spec.attributes.get("tags"), Refs) and spec.key != "extras.configcontext"
    ]
    ids = [record.id for record in records]
    one = union_all(*(select(link.c.target_id).where(link.c.target_id.in_(ids)) for link in links)).subquery()
    counts = dict(map(tuple, view.select(select(one.c.target_id, func.count()).group_by(one.c.target_id))))
    return [counts.get(id, 0) for id in ids]


class Tag(Dated, table=True):
    """A label for objects of any kind."""

    name: str = text(100, unique=True, natural=True)
    slug: str = slug(unique=True)
    color: str = color()
    description: str = text(200, default="")
    weight: int = integer(0, 32767, default=1000, description="Tags with a lower weight come first.")
    object_types: list[str] = json(
        list[str], default=list, description="The object types that it may be put on; all of them where empty."
    )
    tagged_items: int = computed(tagged_items, int, description="How many objects carry it.")

    meta: ClassVar[Meta] = Meta(
        natural_key=("slug",),
        brief=("name", "slug", "color", "description"),
        ordering=("weight", "name"),
        search={"name": 100, "slug": 110, "description": 500},
        columns=("name", "slug", "color", "tagged_items", "object_types", "description"),
        clone=("color", "description", "object_types"),
    )


@rule(Tag)
def object_types_exist(tag: Tag) -> Iterator[Refusal]:
    yield from object_types.unknown("object_types", tag.object_types)


@rule(Extensible)
def tags_may_be_put_here(record: Extensible) -> Iterator[Refusal]:
    if changed(record, "tags"):
        key = object_types.spec_of_record(record).key
        for tag in record.tags:
            if tag.object_types and key not in tag.object_types:
                yield Refusal(
                    "tags", f"Tag {tag} cannot be put on this object: it is for {', '.join(tag.object_types)}."
                )


@filters(Tag, "object_type")
def object_type(table: Table, values: list[str]) -> ColumnElement[bool]:
    return object_types.holds(table.c.object_types, values)


@filters(Tag, "content_type")
def content_type(table: Table, values: list[str]) -> ColumnElement[bool]:
    return object_types.holds(table.c.object_types, values)


@filters(Tag, "for_object_type")
def for_object_type(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Tags that may be put on objects of these types."""
    return or_(object_types.is_empty(table.c.object_types), object_types.holds(table.c.object_types, values))
