"""Custom fields: attributes that users add to models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, Table

from groundplan_server.errors import did_you_mean
from groundplan_server.extras import object_types
from groundplan_server.language import (
    Batch,
    Choices,
    Dated,
    Meta,
    Refusal,
    View,
    boolean,
    changed,
    choice,
    computed,
    consequence,
    filters,
    integer,
    json,
    number,
    ref,
    rule,
    text,
    was,
)
from groundplan_server.registry import load, spec_of
from groundplan_server.shapes import bounded_regex, field_values

if TYPE_CHECKING:
    from groundplan_server.extras.custom_field_choice_set import CustomFieldChoiceSet


class CustomFieldType(Choices):
    """What a field holds."""

    TEXT = "text", "Text"
    LONGTEXT = "longtext", "Text (long)"
    INTEGER = "integer", "Integer"
    DECIMAL = "decimal", "Decimal"
    BOOLEAN = "boolean", "Boolean (true/false)"
    DATE = "date", "Date"
    DATETIME = "datetime", "Date & time"
    URL = "url", "URL"
    JSON = "json", "JSON"
    SELECT = "select", "Selection"
    MULTISELECT = "multiselect", "Multiple selection"
    OBJECT = "object", "Object"
    MULTIOBJECT = "multiobject", "Multiple objects"


class FilterLogic(Choices):
    """How a filter on the field compares."""

    DISABLED = "disabled", "Disabled"
    LOOSE = "loose", "Loose"
    EXACT = "exact", "Exact"


class Visibility(Choices):
    """Whether pages show the field."""

    ALWAYS = "always", "Always", "green"
    IF_SET = "if-set", "If set", "yellow"
    HIDDEN = "hidden", "Hidden", "gray"


class Editability(Choices):
    """Whether pages let people change the field."""

    YES = "yes", "Yes", "green"
    NO = "no", "No", "red"
    HIDDEN = "hidden", "Hidden", "gray"


_DATA_TYPES = {
    "integer": "integer", "decimal": "decimal", "boolean": "boolean", "json": "object", "object": "object",
    "multiselect": "array", "multiobject": "array",
}  # fmt: skip


def data_type(view: View, records: Sequence[CustomField]) -> list[str]:
    return [_DATA_TYPES.get(str(record.type), "string") for record in records]


def field_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_]+", value):
        raise ValueError("Only alphanumeric characters and underscores are allowed.")
    if "__" in value:
        raise ValueError("Double underscores are not permitted in custom field names.")
    return value


class CustomField(Dated, table=True):
    """An attribute that users add to models."""

    object_types: list[str] = json(list[str], default=..., description="The models that have it.")
    type: CustomFieldType = choice(CustomFieldType, default=CustomFieldType.TEXT)
    related_object_type: str | None = text(100, default=None, description="The model that an object field points at.")
    data_type: str = computed(data_type, str)
    name: str = text(50, unique=True, check=field_name, description="Its name in the API.")
    label: str = text(50, default="", description="Its name on pages; made from the name where empty.")
    group_name: str = text(50, default="", description="Fields of one group are shown together.")
    description: str = text(200, default="")
    required: bool = boolean(False, description="Objects must have a value.")
    unique: bool = boolean(False, description="No two objects of one model have the same value.")
    search_weight: int = integer(0, 32767, default=1000, description="Weight in searches; 0 leaves it out.")
    filter_logic: FilterLogic = choice(FilterLogic, default=FilterLogic.LOOSE)
    ui_visible: Visibility = choice(Visibility, default=Visibility.ALWAYS)
    ui_editable: Editability = choice(Editability, default=Editability.YES)
    is_cloneable: bool = boolean(False, description="Copies of an object take the value over.")
    default: Any = json(default=None, description="The value of objects that give none.")
    related_object_filter: dict[str, Any] | None = json(
        dict[str, Any], default=None, description="Which objects to offer."
    )
    weight: int = integer(0, 32767, default=100, description="Fields with a higher weight are shown lower.")
    validation_minimum: float | None = number(16, 4, default=None)
    validation_maximum: float | None = number(16, 4, default=None)
    validation_regex: str = text(500, default="", description="What text and URLs must match from their beginning.")
    validation_schema: dict[str, Any] | None = json(
        dict[str, Any],
        default=None,
        description="JSON Schema of the value. Kept for clients; values are not checked by it yet.",
    )
    choice_set: CustomFieldChoiceSet | None = ref("extras.customfieldchoiceset", default=None, related="choices_for")
    comments: str = text(default="")

    meta: ClassVar[Meta] = Meta(
        display=("{label}", "{name}"),
        brief=("name", "description"),
        ordering=("group_name", "weight", "name"),
        search={"name": 100, "label": 100, "description": 500, "comments": 5000},
        columns=("name", "label", "type", "object_types", "group_name", "required", "description"),
        clone=(
            "object_types", "type", "related_object_type", "group_name", "description", "required", "unique",
            "search_weight", "filter_logic", "default", "weight", "validation_minimum", "validation_maximum",
            "validation_regex", "validation_schema", "choice_set", "ui_visible", "ui_editable", "is_cloneable",
        ),
    )  # fmt: skip


@rule(CustomField)
def type_stays(field: CustomField) -> Iterator[Refusal]:
    if was(field) is not None and changed(field, "type"):
        yield Refusal("type", "Changing the type of custom fields is not supported.")


@rule(CustomField)
def object_types_can_have_it(field: CustomField) -> Iterator[Refusal]:
    if not field.object_types:
        yield Refusal("object_types", "This list may not be empty.")
    yield from object_types.unknown("object_types", field.object_types)
    known = load()
    for key in field.object_types:
        if key in known and "custom_fields" not in known[key].attributes:
            yield Refusal("object_types", f"{known[key].plural.capitalize()} cannot have custom fields.")


@rule(CustomField)
def settings_suit_the_type(field: CustomField) -> Iterator[Refusal]:
    numeric = field.type in ("integer", "decimal")
    if field.validation_minimum is not None and not numeric:
        yield Refusal("validation_minimum", "A minimum value may be set only for numeric fields.")
    if field.validation_maximum is not None and not numeric:
        yield Refusal("validation_maximum", "A maximum value may be set only for numeric fields.")
    low, high = field.validation_minimum, field.validation_maximum
    if low is not None and high is not None and low > high:
        yield Refusal("validation_maximum", f"The maximum, {high:g}, is less than the minimum, {low:g}.")
    if field.validation_regex and field.type not in ("text", "longtext", "url"):
        yield Refusal("validation_regex", "Regular expression validation is supported only for text and URL fields.")
    if field.validation_schema is not None and field.type != "json":
        yield Refusal("validation_schema", "JSON schema validation is supported only for JSON fields.")
    if field.unique and field.type == "boolean":
        yield Refusal("unique", "Uniqueness cannot be enforced for boolean fields.")
    selects = field.type in ("select", "multiselect")
    if selects and field.choice_set is None:
        yield Refusal("choice_set", "Selection fields must specify a set of choices.")
    if field.choice_set is not None and not selects:
        yield Refusal("choice_set", "Choices may be set only on selection fields.")


@rule(CustomField)
def related_objects_suit_the_type(field: CustomField) -> Iterator[Refusal]:
    points = field.type in ("object", "multiobject")
    if points and not field.related_object_type:
        yield Refusal("related_object_type", "Object fields must define an object type.")
    if field.related_object_type and not points:
        label = CustomFieldType(field.type).label
        yield Refusal("type", f"{label} fields may not define an object type.")
    if field.related_object_type and field.related_object_type not in load():
        near = did_you_mean(field.related_object_type, load())
        yield Refusal("related_object_type", f"There is no object type {field.related_object_type!r}.{near}")
    if field.related_object_filter is not None and not points:
        yield Refusal("related_object_filter", "A related object filter can be defined only for object fields.")


@rule(CustomField)
def pattern_and_default_work(field: CustomField) -> Iterator[Refusal]:
    if field.validation_regex:
        try:
            bounded_regex.compiled(field.validation_regex)
        except ValueError as error:
            yield Refusal("validation_regex", str(error))
            return
    if field.default is not None:
        _, wrong = field_values.check(field, field.default)
        if wrong:
            yield Refusal("default", f'Invalid default value "{field.default}": {wrong}')


@consequence(CustomField, "create", "update")
def values_follow(batch: Batch[CustomField]) -> None:
    """Existing objects get a new field's default; their values are renamed with a field, and go when it leaves."""
    edits: dict[str, list[_Edit]] = {}
    for field in batch:
        before = was(field)
        old = set(before.object_types) if before is not None else set()
        old_name = before.name if before is not None else field.name
        for key in field.object_types:
            if key not in old and field.default is not None:
                edits.setdefault(key, []).append(_Edit(adds={field.name: field.default}))
            elif key in old and old_name != field.name:
                edits.setdefault(key, []).append(_Edit(renames={old_name: field.name}))
        for key in old - set(field.object_types):
            edits.setdefault(key, []).append(_Edit(drops={old_name}))
    _edit_all(batch, edits)


@consequence(CustomField, "delete")
def values_go(batch: Batch[CustomField]) -> None:
    """The values of a deleted field go with it."""
    edits: dict[str, list[_Edit]] = {}
    for field in batch:
        for key in field.object_types:
            edits.setdefault(key, []).append(_Edit(drops={field.name}))
    _edit_all(batch, edits)


class _Edit:
    """What happens to the values of the objects of one model."""

    def __init__(
        self,
        adds: Mapping[str, Any] | None = None,
        renames: Mapping[str, str] | None = None,
        drops: set[str] | None = None,
    ) -> None:
        self.adds, self.renames, self.drops = adds or {}, renames or {}, drops or set()

    def __call__(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        kept = {self.renames.get(name, name): value for name, value in stored.items() if name not in self.drops}
        return {**self.adds, **kept}


def _edit_all(batch: Batch[CustomField], edits: Mapping[str, list[_Edit]]) -> None:
    for key, wanted in edits.items():
        if key not in load():
            continue
        model = spec_of(key).model
        records: list[Any] = batch.view.find(model)
        changes: list[tuple[int, Mapping[str, Any]]] = []
        for record in records:
            stored = record.custom_fields or {}
            edited = stored
            for edit in wanted:
                edited = edit(edited)
            if edited != stored:
                changes.append((record.id, {"custom_fields": edited}))
        if changes:
            batch.update(model, changes)


@filters(CustomField, "object_type")
def object_type(table: Table, values: list[str]) -> ColumnElement[bool]:
    return object_types.holds(table.c.object_types, values)
