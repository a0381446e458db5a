"""Asking a person for what is missing, and again for what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from groundplan.errors import Failure
from groundplan.shown import key_of
from groundplan.slug import slug_of
from groundplan.values import body, parsed

if TYPE_CHECKING:
    from groundplan.catalog import Attribute, Model

    from .session import Session

#: A list longer than this is not offered; the shell completes keys.
FEW = 15


def ask_for_missing(model: Model, data: dict[str, Any], here: Session) -> None:
    """Ask for every required attribute that `data` lacks, and put it there."""
    for attribute in model.writable:
        given = attribute.name in data or any(column in data for column in attribute.columns)
        if attribute.required and not given:
            data.update(_asked(attribute, data, here))


def _asked(attribute: Attribute, data: dict[str, Any], here: Session) -> dict[str, Any]:
    offered = list(_offers(attribute, here))
    if offered:
        typer.echo(f"{attribute.label}: {', '.join(offered)}", err=True)
    elif attribute.description:
        typer.echo(attribute.description, err=True)
    while True:
        text = typer.prompt(attribute.label or attribute.name, default=_suggestion(attribute, data), err=True)
        try:
            return _understood(attribute, str(text), here)
        except Failure as failure:
            typer.echo(failure.message, err=True)


def _understood(attribute: Attribute, text: str, here: Session) -> dict[str, Any]:
    if attribute.kind == "any_reference":
        catalog = here.client.catalog()
        model = next(model for model in catalog if attribute in model.attributes.values())
        return body([f"{attribute.name}={text}"], model, catalog, here.find, here.custom_field)
    value = parsed(attribute, text)
    if attribute.kind == "reference" and isinstance(value, str) and attribute.targets:
        # Looked up now, while the person can still correct it.
        value = here.find(here.client.model(attribute.targets[0]), value)
    return {attribute.name: value}


def _offers(attribute: Attribute, here: Session) -> list[str]:
    """What can be answered, if that is few."""
    if len(attribute.choices) <= FEW:
        offered = [str(one.value) for one in attribute.choices]
        if offered:
            return offered
    if attribute.kind != "reference" or not attribute.targets:
        return []
    catalog = here.client.catalog()
    target = catalog.model(attribute.targets[0])
    page = here.client.page(target.url, {"limit": FEW})
    if page.get("next"):
        return []
    return [key_of(target, record, catalog) or str(record["id"]) for record in page["results"]]


def _suggestion(attribute: Attribute, data: dict[str, Any]) -> str | None:
    """The answer that Enter gives, where one is obvious."""
    if attribute.name == "slug":
        return slug_of(str(data.get("name") or data.get("model") or "")) or None
    return None if attribute.default in (None, "") else str(attribute.default)
