"""Choice sets: what a selection field offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, TypedDict

from pydantic import Field
from sqlalchemy import ColumnElement, Table, select

from groundplan_server.extras import object_types
from groundplan_server.language import (
    Batch,
    Choices,
    Dated,
    Meta,
    Refusal,
    View,
    action,
    batch_rule,
    boolean,
    changed,
    choice,
    computed,
    filters,
    json,
    prepare,
    rule,
    text,
    was,
)
from groundplan_server.registry import load, spec_of
from groundplan_server.shapes.field_values import BASE_PATTERNS, choices_of

#: Names of colours that a choice may be shown in.
COLORS = (
    "blue",
    "indigo",
    "purple",
    "pink",
    "red",
    "orange",
    "yellow",
    "green",
    "teal",
    "cyan",
    "gray",
    "black",
    "white",
)

Pair = Annotated[
    list[Annotated[str, Field(coerce_numbers_to_str=True, max_length=100)]], Field(min_length=2, max_length=2)
]


class BaseChoices(Choices):
    """A list of choices that everybody knows.

    Countries are kept here. The other two lists are not: any value of the right form (three letters for an airport,
    five letters or digits for a location) is taken to be one of them.
    """

    IATA = "IATA", "IATA (Airport codes)"
    ISO_3166 = "ISO_3166", "ISO 3166 (Country codes)"
    UN_LOCODE = "UN_LOCODE", "UN/LOCODE (Location codes)"


def choices_count(view: View, records: Sequence[CustomFieldChoiceSet]) -> list[int]:
    return [len(choices_of(record)) for record in records]


class CustomFieldChoiceSet(Dated, table=True):
    """The choices of selection fields: a base list, choices of one's own, or both."""

    name: str = text(100, unique=True, natural=True)
    description: str = text(200, default="")
    base_choices: BaseChoices | None = choice(BaseChoices, default=None)
    extra_choices: list[list[str]] | None = json(
        list[Pair], default=None, description="Choices as [value, label] pairs."
    )
    choice_colors: dict[str, str] = json(dict[str, str], default=dict, description="The colour of a choice, by value.")
    order_alphabetically: bool = boolean(False, description="Keep the choices in alphabetical order.")
    choices_count: int = computed(choices_count, int)

    meta: ClassVar[Meta] = Meta(
        label="custom field choice set",
        brief=("name", "description", "choices_count"),
        search={"name": 100, "description": 500},
        columns=("name", "base_choices", "choices_count", "order_alphabetically", "description"),
        clone=("extra_choices", "choice_colors", "order_alphabetically"),
    )


@prepare(CustomFieldChoiceSet)
def in_order(choices: CustomFieldChoiceSet) -> None:
    choices.choice_colors = choices.choice_colors or {}
    if choices.order_alphabetically and choices.extra_choices:
        choices.extra_choices = sorted(choices.extra_choices)


@rule(CustomFieldChoiceSet)
def choices_make_sense(choices: CustomFieldChoiceSet) -> Iterator[Refusal]:
    if not choices.base_choices and not choices.extra_choices:
        yield Refusal("", "Must define base or extra choices.")
    own = [value for value, _ in choices.extra_choices or ()]
    for value in sorted({value for value in own if own.count(value) > 1}):
        yield Refusal("extra_choices", f"Duplicate value '{value}' found in extra choices.")
    colored = choices.choice_colors or {}
    if choices.base_choices not in BASE_PATTERNS:
        unknown = sorted(colored.keys() - {value for value, _ in choices_of(choices)})
        if unknown:
            values = ", ".join(unknown)
            yield Refusal(
                "choice_colors", f"Color mappings must reference an existing choice value. Invalid value(s): {values}."
            )
    wrong = sorted({color for color in colored.values() if color not in COLORS})
    if wrong:
        yield Refusal("choice_colors", f"Invalid color value(s): {', '.join(wrong)}. Use one of {', '.join(COLORS)}.")


@batch_rule(CustomFieldChoiceSet, "update")
def choices_in_use_stay(batch: Batch[CustomFieldChoiceSet]) -> None:
    """Asks each model that has a field of a set which of the removed choices it holds."""
    for choices in batch:
        before = was(choices)
        if before is None or not changed(choices, "extra_choices", "base_choices"):
            continue
        removed = {value for value, _ in choices_of(before)} - {value for value, _ in choices_of(choices)}
        if choices.base_choices in BASE_PATTERNS or not removed:
            continue
        fields: list[Any] = batch.view.find(spec_of("extras.customfield").model, choice_set=choices)
        for field in fields:
            for key in field.object_types:
                for value in sorted(_in_use(batch.view, key, field.name) & removed):
                    message = f"Cannot remove choice {value} as there are {key} objects which reference it."
                    batch.refuse(choices, "extra_choices", message)


def _in_use(view: View, key: str, name: str) -> set[str]:
    """The choices that objects of a model hold in a field."""
    if key not in load():
        return set()
    values = spec_of(key).table.c.custom_fields[name]
    rows = view.select(select(values).where(values.as_string().is_not(None)).distinct())
    return {one for (value,) in rows for one in (value if isinstance(value, list) else [value])}


class OfferedChoice(TypedDict):
    """A choice, as a form offers it."""

    id: str
    display: str


class OfferedChoices(TypedDict):
    """The choices of a set, in one page."""

    count: int
    next: None
    previous: None
    results: list[OfferedChoice]


@action(CustomFieldChoiceSet)
def choices(view: View, record: CustomFieldChoiceSet, *, q: str = "") -> OfferedChoices:
    """The choices of the set, as a list that a form can offer."""
    wanted = q.lower()
    found: list[OfferedChoice] = [
        {"id": v, "display": label} for v, label in choices_of(record) if wanted in v.lower() or wanted in label.lower()
    ]
    return {"count": len(found), "next": None, "previous": None, "results": found}


@filters(CustomFieldChoiceSet, "choice")
def choice_filter(table: Table, values: list[str]) -> ColumnElement[bool]:
    """Sets with a choice of this value among their own."""
    return object_types.holds(table.c.extra_choices, values)
