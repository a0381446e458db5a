"""In which order models are written, so that what is referred to is there; and which references must wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from groundplan.catalog import Attribute, Catalog, Model

#: How many objects would have to be written twice if this attribute of this model waited.
Cost = Callable[[Model, Attribute], int]


@dataclass(frozen=True)
class Step:
    """One model, and those of its attributes that are only set once everything is there."""

    model: Model
    deferred: frozenset[str] = frozenset()


def steps(models: Iterable[Model], catalog: Catalog, cost: Cost) -> list[Step]:
    """The models, each after those it refers to.

    Where they refer to each other in a circle (a device's address belongs to an interface of the device), the
    circle is cut at attributes that may be empty, where it costs least.
    """
    waiting = {model.key: _needs(model, catalog) for model in models}
    known = {key: catalog.models[key] for key in waiting}
    for key, needs in waiting.items():
        waiting[key] = {name: targets & waiting.keys() - {key} for name, targets in needs.items()}
    order: list[Step] = []
    while waiting:
        ready = [key for key, needs in waiting.items() if not any(needs.values())]
        cut: frozenset[str] = frozenset()
        if not ready:
            key, cut = _cheapest(waiting, known, catalog, cost)
            ready = [key]
        for key in ready:
            del waiting[key]
            order.append(Step(known[key], cut))
        for needs in waiting.values():
            for name in needs:
                needs[name] = needs[name] - set(ready)
    return order


def _needs(model: Model, catalog: Catalog) -> dict[str, set[str]]:
    """The models that each attribute can refer to."""
    needs = {attribute.name: targets(model, attribute, catalog) for attribute in model.writable}
    if "custom_fields" in model.attributes and "extras.customfield" in catalog:
        # Values can only be given to fields that there are.
        needs["custom_fields"] = {"extras.customfield"}
    return needs


def targets(model: Model, attribute: Attribute, catalog: Catalog) -> set[str]:
    """What an attribute can refer to; of parts, what their entries can."""
    if attribute.targets:
        return set(attribute.targets)
    if attribute.kind != "parts":
        return set()
    # `rear_ports` of a front port template refers to rear port templates, though nobody says so.
    suffix = "template" if model.key.endswith("template") else ""
    stem = attribute.name.replace("_", "").rstrip("s")
    name = f"{model.app}.{stem}{suffix}"
    if name in catalog:
        return {name}
    # Ends of cables and the like: of whatever there is that does not itself refer to this model.
    return {other.key for other in catalog if other.key != model.key and not _refers(other, model)}


def is_shown_elsewhere(model: Model, attribute: Attribute, catalog: Catalog) -> bool:
    """Whether parts are the same as parts of what they refer to, seen from there.

    A rear port shows its front ports, and these their rear ports: whoever is written last writes it for both.
    """
    if attribute.kind != "parts":
        return False
    others = [catalog.models[key] for key in targets(model, attribute, catalog) if key in catalog]
    return any(
        back.kind == "parts" and model.key in targets(other, back, catalog)
        for other in others
        for back in other.writable
    )


def _refers(model: Model, other: Model) -> bool:
    return any(other.key in attribute.targets for attribute in model.writable)


def _cheapest(
    waiting: Mapping[str, Mapping[str, set[str]]], models: Mapping[str, Model], catalog: Catalog, cost: Cost
) -> tuple[str, frozenset[str]]:
    """The model to write next although something it refers to is missing, and the attributes that must wait for it."""

    def missing(key: str) -> list[Attribute]:
        return [
            models[key].attributes[name]
            for name, needs in waiting[key].items()
            if needs and name in models[key].attributes
        ]

    def price(key: str) -> tuple[bool, int, str]:
        model, attributes = models[key], missing(key)
        # Without one that cannot wait, the object cannot be written at all: last resort, and the server will say so.
        impossible = not all(_can_wait(model, attribute, catalog) for attribute in attributes)
        twice = sum(cost(model, a) for a in attributes if not is_shown_elsewhere(model, a, catalog))
        return impossible, twice, key

    key = min(waiting, key=price)
    return key, frozenset(a.name for a in missing(key) if _can_wait(models[key], a, catalog))


def _can_wait(model: Model, attribute: Attribute, catalog: Catalog) -> bool:
    if attribute.kind == "parts":
        # A cable without ends is no cable; ports that the other side shows as well may come with that.
        return is_shown_elsewhere(model, attribute, catalog)
    return not attribute.required and (attribute.nullable or attribute.kind in ("references", "any_reference"))


def by_level(
    records: Sequence[Mapping[str, object]], parents: Callable[[Mapping[str, object]], Iterable[int]]
) -> list[list[Mapping[str, object]]]:
    """Records in levels, each after those of the same model that it refers to; circles end up in the last level."""
    placed: set[int] = set()
    here = {int(str(record["id"])) for record in records}
    waiting = list(records)
    levels: list[list[Mapping[str, object]]] = []
    while waiting:
        level = [r for r in waiting if all(p in placed or p not in here for p in parents(r))]
        if not level:
            levels.append(waiting)
            break
        levels.append(level)
        placed.update(int(str(record["id"])) for record in level)
        waiting = [record for record in waiting if int(str(record["id"])) not in placed]
    return levels
