"""What the shell offers when Tab is pressed: models, fields, choices and keys, from the kept catalog and the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

from groundplan.errors import Failure
from groundplan.shown import key_of

if TYPE_CHECKING:
    from groundplan.catalog import Attribute, Model
    from groundplan.client import Client

Offer = list[tuple[str, str]]

#: More than this is not read before typing on.
MANY = 50


def _quietly(offer: Callable[[Client], Iterator[tuple[str, str]]]) -> Offer:
    """What is offered; nothing where something is wrong, because a message here would land in the line being typed."""
    from groundplan.client import Client
    from groundplan.settings import cache_directory
    from groundplan.shelf import Shelf

    try:
        with Client(timeout=2, shelf=Shelf(cache_directory())) as client:
            return list(offer(client))
    except Failure:
        return []


def models(incomplete: str) -> Offer:
    """Models by their plural."""

    def offer(client: Client) -> Iterator[tuple[str, str]]:
        catalog = client.last_catalog()
        taken: set[str] = set()
        for model in catalog:
            # Two apps may have the same path; then the name needs the app.
            name = model.path if catalog.model(model.path) is model else model.endpoint
            if name.startswith(incomplete) and name not in taken:
                taken.add(name)
                yield name, model.doc
        if "." in incomplete or "/" in incomplete:
            for model in catalog:
                for name in (model.key, model.endpoint):
                    if name.startswith(incomplete) and name not in taken:
                        yield name, model.doc

    return _quietly(offer)


def keys(ctx: typer.Context, incomplete: str) -> Offer:
    """Natural keys of the model named before."""

    def offer(client: Client) -> Iterator[tuple[str, str]]:
        yield from _keys(client, client.last_catalog().model(ctx.params["model"]), incomplete)

    return _quietly(offer)


def devices(incomplete: str) -> Offer:
    """Natural keys of devices."""

    def offer(client: Client) -> Iterator[tuple[str, str]]:
        yield from _keys(client, client.last_catalog().model("dcim.device"), incomplete)

    return _quietly(offer)


def actions(ctx: typer.Context, incomplete: str) -> Offer:
    """Actions of the model named before."""

    def offer(client: Client) -> Iterator[tuple[str, str]]:
        for action in client.last_catalog().model(ctx.params["model"]).actions.values():
            if action.name.startswith(incomplete):
                yield action.name, action.doc

    return _quietly(offer)


def fields(ctx: typer.Context, incomplete: str) -> Offer:
    """`field=` of what can be written, and after the `=` the values it can have."""
    return _quietly(lambda client: _fields(client, ctx, incomplete, writing=True))


def filters(ctx: typer.Context, incomplete: str) -> Offer:
    """`field=` of what can be filtered by, and after the `=` the values it can have."""
    return _quietly(lambda client: _fields(client, ctx, incomplete, writing=False))


def _fields(client: Client, ctx: typer.Context, incomplete: str, writing: bool) -> Iterator[tuple[str, str]]:
    model = client.last_catalog().model(ctx.params["model"])
    name, typed, prefix = _being_typed(ctx.params.get("values") or ctx.params.get("filters") or [], incomplete)
    if name is not None:
        attribute = model.attributes.get(name.split("__")[0])
        if attribute is not None:
            yield from ((f"{prefix}{value}", help_) for value, help_ in _values(client, attribute, typed))
            return
    if writing:
        for attribute in model.writable:
            if attribute.name.startswith(incomplete):
                yield f"{attribute.name}=", attribute.description or attribute.label
        return
    for name in model.filters:
        # Lookups only once they are begun: there are ten for each attribute.
        if name.startswith(incomplete) and ("__" in incomplete or "__" not in name):
            known = model.attributes.get(name)
            yield f"{name}=", (known.description or known.label) if known else ""


def _being_typed(before: Sequence[str], incomplete: str) -> tuple[str | None, str, str]:
    """(field, value so far, what stands before the value) where a value is being typed.

    bash takes `field=value` apart at the `=`; the other shells hand it over whole.
    """
    if "=" in incomplete:
        name, _, typed = incomplete.partition("=")
        return name, typed, f"{name}="
    if len(before) > 1 and before[-1] == "=":
        return before[-2], incomplete, ""
    if before and not incomplete and before[-1].isidentifier():
        # The `=` itself is where the cursor is.
        return before[-1], "", ""
    return None, "", ""


def _values(client: Client, attribute: Attribute, typed: str) -> Iterator[tuple[str, str]]:
    if attribute.kind == "choice":
        for one in attribute.choices:
            if str(one.value).startswith(typed):
                yield str(one.value), one.label
    elif attribute.kind == "boolean":
        yield from ((word, "") for word in ("true", "false") if word.startswith(typed))
    elif attribute.kind in ("reference", "references") and attribute.targets:
        before, comma, last = typed.rpartition(",")
        for key, help_ in _keys(client, client.last_catalog().model(attribute.targets[0]), last):
            yield f"{before}{comma}{key}", help_


def _keys(client: Client, model: Model, typed: str) -> Iterator[tuple[str, str]]:
    catalog = client.last_catalog()
    wanted = ",".join(dict.fromkeys(["id", "display", *model.natural_key]))
    query: dict[str, Any] = {"limit": MANY, "fields": wanted}
    if last := typed.split("/")[-1].split("@")[0]:
        query["q"] = last
    for record in client.page(model.url, query)["results"]:
        key = key_of(model, record, catalog) or str(record["id"])
        if key.startswith(typed):
            yield key, str(record["display"])
