"""The one list of models: who brings them, and what each looks like."""

from __future__ import annotations

import pkgutil
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import entry_points

from .errors import NotFound, did_you_mean
from .language.attributes import AnyRef, Backrefs, Count, FirstOf, Follow, Parts, Ref, Refs
from .language.behaviour import BEHAVIOURS, Behaviour
from .language.model import MODELS, Model, words_of
from .spec import Relation, Spec


class WrongDeclaration(TypeError):
    """A model says something about itself that is not so."""


@cache
def load() -> dict[str, Spec]:
    """Import every model file of every installed app, the core's own included; all take the same road in."""
    for entry in entry_points(group="groundplan.apps"):
        package = import_module(entry.value)
        for module in pkgutil.iter_modules(getattr(package, "__path__", [])):
            import_module(f"{entry.value}.{module.name}")
    specs = {key: _spec(model) for key, model in MODELS.items()}
    for spec in specs.values():
        _point_back(spec, specs)
    for spec in specs.values():
        _verify(spec, specs)
    return specs


def all_specs() -> list[Spec]:
    """Every model, in the order in which they were declared."""
    return list(load().values())


def spec_of(model: type[Model] | str) -> Spec:
    """The spec of a model class or key. Raises NotFound that names the nearest."""
    key = model if isinstance(model, str) else model.key
    try:
        return load()[key]
    except KeyError:
        raise NotFound(f"There is no model {key!r}.{did_you_mean(str(key), load())}") from None


@lru_cache
def _paths() -> dict[tuple[str, str], Spec]:
    return {(spec.app, spec.path): spec for spec in all_specs() if not spec.meta.private}


def spec_at(app: str, path: str) -> Spec:
    """The model served at /api/<app>/<path>/. Raises NotFound that names the nearest."""
    try:
        return _paths()[app, path]
    except KeyError:
        near = did_you_mean(f"{app}/{path}", [f"{a}/{p}" for a, p in _paths()])
        raise NotFound(f"There is no endpoint /api/{app}/{path}/.{near}") from None


def _spec(model: type[Model]) -> Spec:
    label = model.meta.label or words_of(model.__name__)
    plural = model.meta.plural or _plural(label)
    behaviours: tuple[Behaviour, ...] = tuple(b for b in BEHAVIOURS if issubclass(model, b.model))
    app = model.key.split(".")[0]
    path = model.meta.path or plural.lower().replace(" ", "-")
    return Spec(
        model=model, key=model.key, app=app, label=label, plural=plural, path=path, meta=model.meta,
        attributes=model.attributes, behaviours=behaviours,
    )  # fmt: skip


def _plural(label: str) -> str:
    if label.endswith("y") and label[-2] not in "aeiou":
        return f"{label[:-1]}ies"
    return f"{label}es" if label.endswith(("s", "x", "ch")) else f"{label}s"


def _point_back(spec: Spec, specs: dict[str, Spec]) -> None:
    for name, attribute in spec.attributes.items():
        if not isinstance(attribute, Ref | Refs | AnyRef):
            continue
        for target in spec.targets(name):
            # A model of a later circle may be named before it exists; nothing can point there yet.
            if target not in specs:
                if isinstance(attribute, AnyRef):
                    continue
                raise WrongDeclaration(f"{spec.key}.{name} points at {target!r}, which is no model.")
            specs[target].pointers.append((spec.key, name))
            if attribute.related:
                specs[target].relations[attribute.related] = Relation(attribute.related, spec.key, name)


def _verify(spec: Spec, specs: dict[str, Spec]) -> None:
    """Refuse a declaration that names what does not exist, when it is made and not when somebody asks."""
    meta = spec.meta

    def check(word: str, names: object) -> None:
        for name in names:  # type: ignore[attr-defined]
            if name.lstrip("-").split(".")[0] not in {*spec.attributes, *spec.relations, "id"}:
                raise WrongDeclaration(f"{spec.key}: Meta.{word} names {name!r}, which is no attribute of it.")

    for word in ("natural_key", "brief", "ordering", "search", "columns", "clone"):
        check(word, getattr(meta, word))
    check("filters", meta.filters.values())
    check("aliases", meta.aliases.values())
    for rule in meta.unique:
        check("unique", (*rule.names, *rule.when))
    for attribute in spec.attributes.values():
        match attribute:
            case Count(source=source, via=via) | Backrefs(source=source, via=via) | Parts(source=source, via=via) if (
                source in specs and via not in specs[source].attributes
            ):
                raise WrongDeclaration(f"{spec.key}.{attribute.name} counts {source}.{via}, which does not exist.")
            case FirstOf(names=names):
                check(attribute.name, names)
            case Follow(path=path):
                check(attribute.name, [path])
