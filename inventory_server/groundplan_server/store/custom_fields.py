"""Fields that users add: their values are merged, defaulted and checked by their definitions on every write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from groundplan_server.errors import did_you_mean
from groundplan_server.language.columns import any_of
from groundplan_server.registry import load, spec_of
from groundplan_server.shapes.field_values import check
from groundplan_server.spec import Spec

from .records import Reader, Record

if TYPE_CHECKING:
    from .batch import Batch


def known_fields(view: Reader, spec: Spec) -> dict[str, Any]:
    """A model's custom fields by name, for readers: plain rows, remembered until a field changes."""
    if "custom_fields" not in spec.attributes or "extras.customfield" not in load():
        return {}

    def read() -> dict[str, dict[str, Any]]:
        by_model: dict[str, dict[str, Any]] = {}
        for row in view.rows(spec_of("extras.customfield")):
            for key in row["object_types"]:
                by_model.setdefault(key, {})[row["name"]] = SimpleNamespace(**row)
        return by_model

    return view.keep("custom fields", ("extras.customfield",), read).get(spec.key, {})


class Definitions:
    """The custom fields of every model, read once for a transaction, if a model that can have some is written."""

    def __init__(self, view: Reader) -> None:
        self.view = view
        self._by_model: dict[str, dict[str, Any]] | None = None

    def of(self, spec: Spec) -> dict[str, Any]:
        """Definitions by name, as records of `extras.customfield`."""
        if "custom_fields" not in spec.attributes or "extras.customfield" not in load():
            return {}
        if self._by_model is None:
            self._by_model = {}
            for field in self.view.records(spec_of("extras.customfield")):
                for key in field.object_types:
                    self._by_model.setdefault(key, {})[field.name] = field
        return self._by_model.get(spec.key, {})

    def fill(self, batch: Batch, pairs: Sequence[tuple[Mapping[str, Any], Record]]) -> None:
        """Bring the custom fields of drafts to what was given, over what was there or, in new objects, the defaults."""
        if "custom_fields" not in batch.spec.attributes:
            return
        if batch.spec.key == "extras.customfield":
            self._by_model = None
        fields = self.of(batch.spec)
        if not fields and not any(values.get("custom_fields") for values, _ in pairs):
            return
        for values, record in pairs:
            given = values.get("custom_fields") or {}
            row = record.row_ or {}
            kept = {k: v for k, v in row["custom_fields"].items() if k in fields}
            for name in given:
                if name not in fields:
                    batch.refuse(
                        record,
                        "custom_fields",
                        f"A {batch.spec.label} has no custom field {name!r}.{did_you_mean(name, fields)}",
                    )
            if record.before_ is None:
                kept = {name: f.default for name, f in fields.items() if f.default is not None} | kept
            for name, value in given.items():
                if name in fields:
                    kept[name] = self._value(batch, record, fields[name], value)
            if record.before_ is None:
                for name, f in fields.items():
                    if f.required and kept.get(name) in (None, ""):
                        batch.refuse(record, "custom_fields", f"Missing required custom field {name!r}.")
            row["custom_fields"] = {k: v for k, v in kept.items() if v is not None}
        self._unique(batch, fields)

    def _value(self, batch: Batch, record: Record, field: Any, value: Any) -> Any:
        value, problem = check(field, value)
        if problem:
            batch.refuse(record, "custom_fields", f"{field.name}: {problem}")
        return value

    def _unique(self, batch: Batch, fields: Mapping[str, Any]) -> None:
        for name, field in fields.items():
            if not field.unique:
                continue
            mine = {
                r.row_["custom_fields"].get(name): r
                for r in batch
                if r.row_ and r.row_["custom_fields"].get(name) is not None
            }
            if not mine:
                continue
            column = batch.spec.table.c.custom_fields
            rows = self.view.select(
                select(batch.spec.table.c.id, column[name].as_string()).where(
                    any_of(column[name].as_string(), [str(v) for v in mine])
                )
            )
            for id, value in rows:
                clash = next((r for v, r in mine.items() if str(v) == value), None)
                if clash is not None and clash.id != id:
                    batch.refuse(
                        clash,
                        "custom_fields",
                        f"{name}: another {batch.spec.label} (id {id}) has the value {value!r} already.",
                    )
