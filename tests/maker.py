"""Makes objects of any model, knowing little more than what their specs say."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from pydantic import ValidationError

from groundplan_server.language.attributes import AnyRef, Attribute, Choice, Look, Ref, Refs, Scalar
from groundplan_server.registry import all_specs, load, spec_of
from groundplan_server.shapes.inputs import adapter_of
from groundplan_server.spec import Spec
from tests.server import Api, Json, hashed_password

#: Models that callers may write, in the order of their keys.
WRITABLE = sorted((s for s in all_specs() if not s.meta.private and not s.meta.read_only), key=lambda s: s.key)

#: Texts, of which an attribute gets the first that it takes.
_TEXTS: tuple[Callable[[str, int], str], ...] = (
    lambda name, n: f"{name} {n}",
    lambda name, n: f"{name}-{n}",
    lambda name, n: f"{name}_{n}",
    lambda name, n: f"{name[:4]}{n}",
    lambda name, n: f"{n:06x}",
    lambda name, n: f"00:00:5E:{n >> 16 & 255:02X}:{n >> 8 & 255:02X}:{n & 255:02X}",
    lambda name, n: f"00:00:00:00:00:{n >> 16 & 255:02X}:{n >> 8 & 255:02X}:{n & 255:02X}",
    lambda name, n: f"user{n}@example.net",
    lambda name, n: "Europe/Amsterdam",
    lambda name, n: f"https://example.net/{n}",
    lambda name, n: f"{n:040x}",
)
_STRUCTURES: tuple[Any, ...] = ({}, [], ["10.0.0.0/8"], [1], [[1, 2]])
_NETWORKS: dict[Look, Callable[[int], str]] = {
    Look.NETWORK: lambda n: f"10.{n >> 8 & 255}.{n & 255}.0/24",
    Look.ADDRESS: lambda n: f"10.{n >> 8 & 255}.{n & 255}.7/24",
}

#: What a rule demands beyond the kind of an attribute.
_HINTS: dict[str, Callable[["Maker", int], dict[str, Any]]] = {
    "dcim.devicebay": lambda make, n: {"device": make.shared_parent()},
    "dcim.devicebaytemplate": lambda make, n: {"device_type": make.shared_parent_type()},
    "extras.customfield": lambda make, n: {"object_types": ["dcim.site"]},
    "extras.customfieldchoiceset": lambda make, n: {"extra_choices": [["a", "A"], ["b", "B"]]},
    "extras.journalentry": lambda make, n: make.points_at("assigned_object", "dcim.site"),
    "ipam.iprange": lambda make, n: {
        "start_address": f"172.16.{n >> 8 & 255}.{n & 255}/12",
        "end_address": f"172.16.{n >> 8 & 255}.{n & 255}/12",
    },
    "ipam.service": lambda make, n: {**make.points_at("parent_object", "dcim.device"), "ports": [22]},
    "users.objectpermission": lambda make, n: {"object_types": ["dcim.site"], "actions": ["view"]},
    "users.user": lambda make, n: {"password": hashed_password()},
    "virtualization.virtualmachine": lambda make, n: {"cluster": make.shared("virtualization.cluster")},
}
#: What objects say of themselves as long as nobody asks for them to say as much as they can.
_UNSAID = {"custom_fields", "password", "plaintext", "primary_ip4", "primary_ip6", "oob_ip", "parent"}


class Maker:
    """Makes objects through the API: those asked for, and before them those that they need."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._numbers: dict[str, Iterator[int]] = {}
        self._shared: dict[str, int] = {}

    def make(self, spec: Spec, **attributes: Any) -> Json:
        """A new object of which no more is said than must be."""
        return self.api.made(path_of(spec), self.body(spec, **attributes))

    def shared(self, key: str) -> int:
        """The id of some object of a model, to which others may refer."""
        if key not in self._shared:
            self._shared[key] = self.make(spec_of(key))["id"]
        return self._shared[key]

    def shared_parent_type(self) -> int:
        """A device type with bays for other devices."""
        if "parent type" not in self._shared:
            made = self.make(spec_of("dcim.devicetype"), subdevice_role="parent")
            self._shared["parent type"] = made["id"]
        return self._shared["parent type"]

    def shared_parent(self) -> int:
        """A device of that type."""
        if "parent" not in self._shared:
            made = self.make(spec_of("dcim.device"), device_type=self.shared_parent_type())
            self._shared["parent"] = made["id"]
        return self._shared["parent"]

    def points_at(self, name: str, key: str) -> dict[str, Any]:
        """A reference to any model, to some object of this one."""
        return {f"{name}_type": key, f"{name}_id": self.shared(key)}

    def body(self, spec: Spec, **attributes: Any) -> dict[str, Any]:
        """The body that creates an object of which no more is said than must be, by attributes given or made up."""
        n = next(self._numbers.setdefault(spec.key, count(1)))
        hints = _HINTS[spec.key](self, n) if spec.key in _HINTS else {}
        body = {**hints, **attributes}
        for a in spec.attributes.values():
            if a.required and a.name not in body and not set(a.columns) & body.keys():
                body |= self._said(a, n)
        return body

    def full_bodies(self, spec: Spec, number: int) -> list[dict[str, Any]]:
        """Bodies that create objects which say as much of themselves as rules let all of them say."""
        bodies: list[dict[str, Any]] = []
        wanted = [a for a in spec.attributes.values() if a.writable and a.name not in _UNSAID and not _is_own(spec, a)]
        for _ in range(number):
            body = self.body(spec)
            for a in wanted:
                if a.name not in body and not set(a.columns) & body.keys():
                    body |= self._said(a, len(bodies) + 1)
            bodies.append(body)
        needed = self.body(spec).keys()
        while True:
            answer = self.api.post(spec.url, params={"dry_run": "true"}, json=bodies)
            if answer.status_code == 200:
                return bodies
            assert answer.status_code == 400, answer.text
            wrong = {name for entry in answer.json() for name in entry} - needed
            if not wrong & set().union(*bodies):
                # A refusal of the object as a whole: it is said of the last that could be left out.
                wrong = {[name for name in bodies[0] if name not in needed][-1]}
            bodies = [{k: v for k, v in body.items() if k not in _together(spec, wrong)} for body in bodies]

    def _said(self, a: Attribute, n: int) -> dict[str, Any]:
        """A value for an attribute, by the keys it takes in a body."""
        match a:
            case Choice():
                return {a.name: next(iter(a.choices)).value}
            case Scalar(look=Look.BOOLEAN):
                return {}
            case Scalar():
                value = a_value(a, n)
                return {} if value is None else {a.name: value}
            case Ref(target=target):
                return {a.name: self.shared(target)}
            case AnyRef(targets=targets):
                there = next((t for t in targets if t in load() and not load()[t].meta.read_only), None)
                return {} if there is None else dict(zip(a.columns, (there, self.shared(there)), strict=True))
            case Refs(target=target):
                return {a.name: [self.shared(target)]}
        return {}


def a_value(a: Scalar, n: int) -> Any:
    """A value that a scalar attribute takes; None where this does not know any."""
    if a.look in _NETWORKS:
        return _NETWORKS[a.look](n)
    candidates: Mapping[Look, tuple[Any, ...]] = {
        Look.TEXT: tuple(make(a.name, n) for make in _TEXTS),
        Look.NUMBER: (n, n % 50 + 1, 1, 0),
        Look.DATE: ("2026-01-31",),
        Look.MOMENT: ("2036-01-31T12:00:00Z",),
        Look.JSON: _STRUCTURES,
    }
    return next((value for value in candidates[a.look] if _takes(a, value)), None)


def _takes(a: Scalar, value: Any) -> bool:
    try:
        adapter_of(a).validate_python(value)
    except ValidationError:
        return False
    return True


def _is_own(spec: Spec, a: Attribute) -> bool:
    """Whether an attribute refers to the model itself, or to something that only one may refer to."""
    return spec.key in spec.targets(a.name) or (isinstance(a, Ref) and a.unique)


def _together(spec: Spec, names: set[str]) -> set[str]:
    """Names of attributes and their columns: what is left out is left out whole."""
    found = set(names)
    for a in spec.attributes.values():
        if names & {a.name, *a.columns}:
            found |= {a.name, *a.columns}
    return found


def path_of(spec: Spec) -> str:
    """Where its objects are, as `Api.made` takes it."""
    return f"{spec.app}/{spec.path}"
