"""Our models against what NetBox says of its own: whoever moves finds their fields, choices and filters again.

Every difference has a reason in `data/netbox_differences.yaml`, and every reason there still has a difference.
"""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from groundplan_server.language.attributes import AnyRef, Attribute, Choice, Look, Ref, Refs, Scalar
from groundplan_server.registry import load, spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.filters import filters_of
from groundplan_server.store.uniqueness import rules

DATA = Path(__file__).parent / "data"
FACTS: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "netbox_first_circle.yaml").read_text())

#: The beginning of a type of theirs, and what an attribute of ours may look like that holds the same.
LOOKS: dict[str, set[Look]] = {
    "char": {Look.TEXT, Look.CHOICE}, "text": {Look.TEXT}, "slug": {Look.TEXT}, "email": {Look.TEXT},
    "timezone": {Look.TEXT}, "color": {Look.TEXT}, "mac": {Look.TEXT}, "wwn": {Look.TEXT}, "uuid": {Look.TEXT},
    "regex": {Look.TEXT}, "url": {Look.TEXT},
    "uint": {Look.NUMBER, Look.CHOICE}, "int": {Look.NUMBER, Look.CHOICE}, "decimal": {Look.NUMBER},
    "float": {Look.NUMBER}, "bool": {Look.BOOLEAN}, "datetime": {Look.MOMENT}, "date": {Look.DATE},
    "json": {Look.JSON}, "array": {Look.JSON}, "cidr": {Look.NETWORK}, "inet": {Look.ADDRESS},
}  # fmt: skip


def differences(spec: Spec, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Where a model of ours differs: the name of the difference, and what it is."""
    if f"{spec.app}/{spec.path}" != facts["path"]:
        yield f"{spec.key} path", f"is at {spec.app}/{spec.path} and theirs at {facts['path']}"
    for name, field in facts["fields"].items():
        yield from _of_field(spec, name, field)
    shown = {*spec.meta.brief, *(["_depth"] if spec.is_tree else [])}
    for name in facts["brief"]:
        if name not in shown:
            yield f"{spec.key}.{name} brief", "is not shown in brief"
    for name in facts["filters"]:
        if name not in filters_of(spec):
            yield f"{spec.key}?{name}", "is no filter"
    for names in facts.get("unique_together", ()):
        if not any(_columns(spec, rule.names) <= _columns(spec, names) for rule in rules(spec)):
            yield f"{spec.key} unique {'+'.join(names)}", "may be there twice"


def _columns(spec: Spec, names: Sequence[str]) -> set[str]:
    return {c for n in names for c in (spec.attributes[n].columns if n in spec.attributes else (n,))}


def _of_field(spec: Spec, name: str, field: dict[str, Any]) -> Iterator[tuple[str, str]]:
    where = f"{spec.key}.{name}"
    attribute = spec.attributes.get(name)
    if attribute is None:
        of_any = {column for a in spec.of(AnyRef) for column in a.columns}
        if name not in of_any and not (name == "_depth" and spec.is_tree):
            yield where, "does not exist"
        return
    if not _holds_the_same(attribute, field):
        yield f"{where} type", f"is a {type(attribute).__name__} and theirs {field['type']}"
    if attribute.required != field.get("required", False) and attribute.writable:
        yield f"{where} required", f"is {'' if attribute.required else 'not '}required"
    if field.get("unique") and not any(rule.names == (name,) for rule in rules(spec)):
        yield f"{where} unique", "is not unique"
    if isinstance(attribute, Choice):
        mine = {m.value for m in attribute.choices}
        for value in field.get("choices", ()):
            if value not in mine:
                yield f"{where} {value}", "is no choice"
    if isinstance(attribute, AnyRef):
        for target in field.get("targets", ()):
            if target not in attribute.targets:
                yield f"{where} {target}", "cannot be pointed at"
    if "default" in field and isinstance(attribute, Scalar) and attribute.writable and not callable(attribute.default):
        initial = attribute.initial()
        if getattr(initial, "value", initial) != field["default"]:
            yield f"{where} default", f"is {initial!r} unless said, and theirs {field['default']!r}"


def _holds_the_same(attribute: Attribute, field: dict[str, Any]) -> bool:
    kind, _, target = field["type"].partition("->")
    match attribute:
        case Ref(target=mine):
            return kind in ("fk", "o2o", "tree_fk") and target in (mine, "self")
        case Refs(target=mine):
            return kind in ("m2m", "tree_m2m") and target == mine
        case AnyRef():
            return bool(kind == "gfk")
        case Scalar(look=look, writable=True):
            wanted = next((LOOKS[k] for k in sorted(LOOKS, key=len, reverse=True) if kind.startswith(k)), None)
            return wanted is None or look in wanted
    return True


@cache
def reasons() -> dict[str, str]:
    """Names of differences (`*` stands for anything), and why each is there."""
    listed = yaml.safe_load((DATA / "netbox_differences.yaml").read_text())
    return {name: entry["why"] for entry in listed for name in entry["what"]}


def test_every_model_of_theirs_that_we_know_is_held_against_them() -> None:
    ours = {key for key, spec in load().items() if not spec.meta.private}
    assert ours - FACTS.keys() == {"core.commit"}, "New models need facts, unless NetBox has nothing like them."


@pytest.mark.parametrize("key", FACTS)
def test_a_model_says_what_theirs_says(key: str) -> None:
    unexplained = [
        f"{name}: {what}"
        for name, what in differences(spec_of(key), FACTS[key])
        if not any(fnmatchcase(name, pattern) for pattern in reasons())
    ]
    assert unexplained == []


def test_every_reason_still_explains_something() -> None:
    names = [name for key, facts in FACTS.items() for name, _ in differences(spec_of(key), facts)]
    idle = [pattern for pattern in reasons() if not any(fnmatchcase(name, pattern) for name in names)]
    assert idle == []
