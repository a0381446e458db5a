"""What devices and virtual machines share: merged config contexts, and configurations rendered from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from sqlalchemy import literal, select, union_all

from groundplan_server.errors import Invalid, NotFound, Problem
from groundplan_server.extras import matching, merging
from groundplan_server.extras.config_context import ConfigContext
from groundplan_server.extras.config_template import ConfigTemplate, Rendered, rendered
from groundplan_server.extras.object_types import spec_of_record
from groundplan_server.extras.template_data import data_of
from groundplan_server.language import Model, View, action, computed, json, ref, t
from groundplan_server.language.model import link_table_name
from groundplan_server.registry import spec_of

if TYPE_CHECKING:
    from groundplan_server.spec import Spec

#: Where an object's ids for each criterion come from, and the tree in which its ancestors count as well.
SOURCES: dict[str, tuple[str, str]] = {
    "regions": ("site.region", "dcim.region"),
    "site_groups": ("site.group", "dcim.sitegroup"),
    "sites": ("site", ""),
    "locations": ("location", "dcim.location"),
    "device_types": ("device_type", ""),
    "roles": ("role", "dcim.devicerole"),
    "platforms": ("platform", "dcim.platform"),
    "cluster_types": ("cluster.type", ""),
    "cluster_groups": ("cluster.group", ""),
    "clusters": ("cluster", ""),
    "tenant_groups": ("tenant.group", "tenancy.tenantgroup"),
    "tenants": ("tenant", ""),
    "tags": ("tags", ""),
}

#: The name under which an object's own data appears among its sources.
LOCAL = "local_context_data"


class Layer(NamedTuple):
    """One active context."""

    id: int
    name: str
    weight: int
    data: dict[str, Any]


def _layers(view: View, records: Sequence[Model]) -> list[list[Layer]]:
    """For each object, the contexts that apply to it, in the order of merging."""
    layers, matcher = view.keep("config contexts", (ConfigContext,), lambda: _matcher(view))
    if not layers:
        return [[] for _ in records]
    columns_of_facts = [_ids(view, records, *SOURCES[name]) for name in matcher.used]
    facts: Iterable[matching.Facts] = zip(*columns_of_facts, strict=True) if columns_of_facts else [()] * len(records)
    chosen: dict[tuple[int, ...], list[Layer]] = {}
    answer = []
    for positions in matcher.applicable(facts):
        if positions not in chosen:
            chosen[positions] = [layers[position] for position in positions]
        answer.append(chosen[positions])
    return answer


def _matcher(view: View) -> tuple[list[Layer], matching.Matcher]:
    """Active contexts in order, and what finds those that apply."""
    contexts = t(ConfigContext)
    columns = (contexts.c.id, contexts.c.name, contexts.c.weight, contexts.c.data)
    order = (contexts.c.weight, contexts.c.name_sort, contexts.c.name)
    layers = [Layer(*row) for row in view.select(select(*columns).where(contexts.c.is_active).order_by(*order))]
    return layers, matching.Matcher(_criteria(view, layers))


def _criteria(view: View, layers: Sequence[Layer]) -> list[Mapping[str, set[int]]]:
    """What each context is restricted to, read from all of their link tables at once."""
    tables = ConfigContext.metadata.tables
    links = [(name, tables[link_table_name(ConfigContext.key, name)]) for name in matching.CRITERIA]
    rows = view.select(union_all(*(select(literal(name), link.c.source_id, link.c.target_id) for name, link in links)))
    found: dict[int, dict[str, set[int]]] = {}
    for name, context, target in rows:
        found.setdefault(context, {}).setdefault(name, set()).add(target)
    return [found.get(layer.id, {}) for layer in layers]


def _ids(view: View, records: Sequence[Any], path: str, tree: str) -> list[tuple[int, ...]]:
    """Each object's ids for one criterion. An object without the attribute (a virtual machine's location) has none."""
    first, _, second = path.partition(".")
    if first not in spec_of_record(records[0]).attributes:
        return [()] * len(records)
    if first == "tags":
        return [tuple(ids) for ids in view.linked(records, first)]
    ids: list[int | None] = [getattr(record, f"{first}_id") for record in records]
    if second:
        target = spec_of(spec_of_record(records[0]).targets(first)[0])
        onward = view.keep((path, target.key), (target.model,), lambda: _column(view, target, second))
        ids = [onward.get(id) for id in ids]
    ancestors = view.keep(("lineages", tree), (tree,), lambda: _lineages(view, spec_of(tree))) if tree else {}
    return [() if id is None else ancestors.get(id, (id,)) for id in ids]


def _column(view: View, spec: Spec, name: str) -> dict[int | None, int | None]:
    """Where a reference of every object of a small model leads."""
    return dict(map(tuple, view.select(select(spec.table.c.id, spec.table.c[f"{name}_id"]))))


def _lineages(view: View, spec: Spec) -> dict[int, tuple[int, ...]]:
    return matching.lineages(dict(map(tuple, view.select(select(spec.table.c.id, spec.table.c.parent_id)))))


def config_contexts(view: View, records: Sequence[Any]) -> list[dict[str, Any]]:
    """Each object's merged context; contexts are merged once for each distinct set of them."""
    if not records:
        return []
    merged = view.keep("merged contexts", (ConfigContext,), dict[tuple[int, ...], dict[str, Any]])
    answer = []
    for record, layers in zip(records, _layers(view, records), strict=True):
        key = tuple(layer.id for layer in layers)
        if key not in merged:
            merged[key] = merging.merge(layer.data for layer in layers)
        common, own = merged[key], record.local_context_data
        answer.append(merging.merge([common, own]) if own else common)
    return answer


class ConfigContextual(Model):
    """Gets data from the config contexts that apply to it, and may have some of its own."""

    local_context_data: dict[str, Any] | None = json(
        dict[str, Any], default=None, description="Data of its own, which has the last word over all config contexts."
    )
    config_context: dict[str, Any] = computed(config_contexts, dict[str, Any], description="All its data, merged.")


class Renderable(Model):
    """Can be rendered into a configuration."""

    config_template: ConfigTemplate | None = ref(
        "extras.configtemplate",
        default=None,
        on_delete="PROTECT",
        description="Its own template, before its role's and platform's.",
    )


class ContextSource(TypedDict):
    """A config context that applies to an object; its own data has neither id nor weight."""

    id: int | None
    name: str
    weight: int | None


class ContextProvenance(TypedDict):
    """A merged context; `sources` says which one had the last word, for each value by dotted path."""

    context: dict[str, Any]
    sources: dict[str, ContextSource]
    contexts: list[ContextSource]


@action(ConfigContextual, "config-context")
def context_provenance(view: View, record: ConfigContextual) -> ContextProvenance:
    """The merged context, and which context each value in it comes from."""
    layers: list[tuple[ContextSource, dict[str, Any]]] = [
        ({"id": x.id, "name": x.name, "weight": x.weight}, x.data) for x in _layers(view, [record])[0]
    ]
    if record.local_context_data:
        layers.append(({"id": None, "name": LOCAL, "weight": None}, record.local_context_data))
    return {
        "context": merging.merge(data for _, data in layers),
        "sources": merging.explain(layers),
        "contexts": [source for source, _ in layers],
    }


def template_of(record: Any) -> ConfigTemplate | None:
    """The template an object is rendered with: its own, its role's or its platform's."""
    for holder in (record, getattr(record, "role", None), getattr(record, "platform", None)):
        template: ConfigTemplate | None = getattr(holder, "config_template", None)
        if template is not None:
            return template
    return None


@action(Renderable, "render-config", with_body=True, permission="render_config")
def render_config(view: View, record: Renderable, *, config_template_id: int | None = None, **context: Any) -> Rendered:
    """Render the object's configuration. What else the body holds extends its context."""
    template = _template(view, config_template_id) if config_template_id is not None else template_of(record)
    if template is None:
        raise Invalid(f"No config template found for this {spec_of_record(record).label}.")
    merged = config_contexts(view, [record])[0] if _is_a(record, ConfigContextual) else {}
    name = spec_of_record(record).key.rpartition(".")[2]
    return rendered(template, {**merged, **context, name: {**data_of(view, [record])[0], "config_context": merged}})


def _is_a(record: Model, mixin: type[Model]) -> bool:
    """Whether a record's model is made with a mixin."""
    return issubclass(spec_of_record(record).model, mixin)


def _template(view: View, id: int) -> ConfigTemplate:
    try:
        return view.get(ConfigTemplate, id)
    except NotFound:
        raise Invalid([Problem(f"Config template with ID {id} not found.", "config_template_id")]) from None
