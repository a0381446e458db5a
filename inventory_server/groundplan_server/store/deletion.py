"""What goes, what is let go of and what forbids it when objects are deleted: breadth first, few statements a level."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, select

from groundplan_server.errors import StillReferenced
from groundplan_server.language.attributes import AnyRef, Ref, Refs
from groundplan_server.language.columns import any_of
from groundplan_server.registry import spec_of
from groundplan_server.spec import Spec

from .records import Reader, Record


@dataclass
class Plan:
    """The objects that go, in the order in which they were found, and the references that are cleared."""

    going: dict[str, dict[int, Record]] = field(default_factory=dict)
    #: (model key, attribute) -> ids of objects whose reference is set to null
    cleared: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    #: (model key, attribute) -> {owner id: target ids that leave its list}
    unlinked: dict[tuple[str, str], dict[int, set[int]]] = field(default_factory=dict)
    #: What protects: (dependent, what it points at)
    protected: list[tuple[Record, Record]] = field(default_factory=list)
    #: (model key, id) -> the id of the object with which it goes
    roots: dict[tuple[str, int], int] = field(default_factory=dict)

    def goes(self, key: str, id: int) -> bool:
        return id in self.going.get(key, {})


def plan(view: Reader, spec: Spec, ids: Collection[int]) -> Plan:
    """What deleting these objects means. Raises StillReferenced when something forbids it."""
    made = Plan(roots={(spec.key, id): id for id in ids})
    waiting = [(spec, {r.id: r for r in view.records(spec, any_of(spec.table.c.id, ids), lock=True)})]
    while waiting:
        at, found = waiting.pop(0)
        known = made.going.setdefault(at.key, {})
        fresh = {id: r for id, r in found.items() if id not in known}
        if not fresh:
            continue
        known |= fresh
        for source_key, name in at.pointers:
            _follow(view, made, waiting, at, fresh, spec_of(source_key), name)
    for (key, name), members in made.cleared.items():
        made.cleared[key, name] = {id for id in members if not made.goes(key, id)}
    # In an order of their own, so that the same refusal reads the same everywhere.
    made.protected = sorted(
        ((by, target) for by, target in made.protected if not made.goes(by.spec_.key, by.id)),
        key=lambda pair: (pair[0].spec_.key, pair[0].id),
    )
    if made.protected:
        reasons: dict[int, list[tuple[Record, Record]]] = {}
        for by, target in made.protected:
            reasons.setdefault(made.roots[target.spec_.key, target.id], []).append((by, target))
        raise StillReferenced(_sentence(made.protected), {root: _sentence(pairs) for root, pairs in reasons.items()})
    return made


def _follow(
    view: Reader, made: Plan, waiting: list[Any], at: Spec, fresh: dict[int, Record], source: Spec, name: str
) -> None:
    if source.meta.unlogged:
        return
    attribute = source.attributes[name]
    if isinstance(attribute, Refs):
        link = view.link_table(source, attribute)
        for owner, target in view.select(
            select(link.c.source_id, link.c.target_id).where(any_of(link.c.target_id, list(fresh)))
        ):
            made.unlinked.setdefault((source.key, name), {}).setdefault(owner, set()).add(target)
        return
    assert isinstance(attribute, Ref | AnyRef)
    where = any_of(source.table.c[attribute.columns[-1]], list(fresh))
    if isinstance(attribute, AnyRef):
        where = and_(source.table.c[attribute.columns[0]] == at.key, where)
    if attribute.on_delete == "SET NULL":
        ids = {row[0] for row in view.select(select(source.table.c.id).where(where))}
        made.cleared.setdefault((source.key, name), set()).update(ids)
        return
    dependents = view.records(source, where, lock=attribute.on_delete == "CASCADE")
    if attribute.on_delete == "CASCADE":
        for r in dependents:
            assert r.row_ is not None
            made.roots.setdefault((source.key, r.id), made.roots[at.key, r.row_[attribute.columns[-1]]])
        if dependents:
            waiting.append((source, {r.id: r for r in dependents}))
        return
    for r in dependents:
        assert r.row_ is not None
        made.protected.append((r, fresh[r.row_[attribute.columns[-1]]]))


def _sentence(protected: list[tuple[Record, Record]]) -> str:
    shown = ", ".join(f"{by} ({by.spec_.label} {by.id}, which refers to {target})" for by, target in protected[:10])
    more = f", and {len(protected) - 10} more" if len(protected) > 10 else ""
    return f"Unable to delete object. {len(protected)} dependent objects were found: {shown}{more}."
