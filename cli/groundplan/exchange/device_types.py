"""The community's device-type library: one YAML file for each type, as operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from groundplan.catalog import Attribute, Catalog, Model
from groundplan.errors import Failure
from groundplan.slug import slug_of
from groundplan.values import parsed

from .writer import Operation

#: Folders of the library, and the model that their files describe.
KINDS = {"device-types": "dcim.devicetype", "module-types": "dcim.moduletype", "rack-types": "dcim.racktype"}
#: Lists in a file, and the model of their entries. Those that others refer to come first.
PARTS = {
    "console-ports": "dcim.consoleporttemplate",
    "console-server-ports": "dcim.consoleserverporttemplate",
    "power-ports": "dcim.powerporttemplate",
    "power-outlets": "dcim.poweroutlettemplate",
    "interfaces": "dcim.interfacetemplate",
    "rear-ports": "dcim.rearporttemplate",
    "front-ports": "dcim.frontporttemplate",
    "module-bays": "dcim.modulebaytemplate",
    "device-bays": "dcim.devicebaytemplate",
    "inventory-items": "dcim.inventoryitemtemplate",
}
#: Keys of old files and slips of their authors, and what is meant.
OLDER = {"form_factor": "type", "pse_mode": "poe_mode", "poisition": "position"}
#: How old files say what part a type plays in a chassis.
SUBDEVICE_ROLES = {"true": "parent", "false": "child"}
#: Says whether the library has pictures of the type; the pictures are not part of the file.
PICTURES = ("front_image", "rear_image")


#: Kind, manufacturer's slug, model in lower case.
Identity: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class TypeFile:
    """One file of the library, read."""

    kind: str
    manufacturer: str
    model: str
    source: str
    document: Mapping[str, Any]
    #: The slug that the type has on the server, if it is there already.
    known_as: str = ""

    def known(self, slugs: Mapping[Identity, str]) -> TypeFile:
        """The same file, with the slug that its type has among those of a server."""
        return replace(self, known_as=slugs.get(self.identity, ""))

    @property
    def identity(self) -> Identity:
        """What tells a type from others, however it is spelled."""
        return self.kind, slug_of(self.manufacturer), self.model.lower()

    @property
    def name(self) -> str:
        return f"{self.manufacturer} {self.model}"

    @property
    def slug(self) -> str:
        """The slug it has already, else the file's, else the library's rule: manufacturer and model.

        `WLC-4025+` is not `WLC-4025`.
        """
        by_rule = slug_of(self.name.replace("+", "-plus-"))
        return self.known_as or str(self.document.get("slug") or "") or by_rule


@dataclass
class TypeOperations:
    """What a file becomes: its operations, the manufacturers it needs, and what is left out."""

    operations: list[Operation] = field(default_factory=list)
    manufacturers: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


def files(paths: Iterable[Path]) -> list[Path]:
    """The YAML files that paths name, directories searched through; in a stable order."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in (".yaml", ".yml"))
        found.update(dict.fromkeys(inside))
    return list(found)


def read(path: Path) -> TypeFile:
    """A file of the library. Raises Failure with the reason why it is none."""
    import yaml

    # Every scalar as text, exactly as written: a port called 1.10 is not 1.1, a model called 1e3 not 1000.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Failure(f"{path} cannot be read: {' '.join(str(error).split())}.") from error
    if not isinstance(document, dict) or not document.get("manufacturer") or not document.get("model"):
        raise Failure(f"{path} does not say which manufacturer's model it describes.")
    kind = next((model for folder, model in KINDS.items() if folder in path.parts), "dcim.devicetype")
    return TypeFile(kind, str(document["manufacturer"]), str(document["model"]), str(path), document)


def operations(file: TypeFile, catalog: Catalog) -> TypeOperations:
    """A file's type and components as upserts; references by attributes, so that no id need be known."""
    made = TypeOperations(manufacturers=[file.manufacturer])
    model = catalog.models[file.kind]
    own = {k: v for k, v in file.document.items() if not isinstance(v, list) and k not in ("manufacturer", "slug")}
    if own.get("subdevice_role", "").lower() in SUBDEVICE_ROLES:
        own["subdevice_role"] = SUBDEVICE_ROLES[own["subdevice_role"].lower()]
    for picture in PICTURES:
        if own.pop(picture, "false").lower() == "true":
            made.left_out[f"{picture}: pictures are not part of the file"] += 1
    data = _data(model, own, file.name, made)
    data["manufacturer"] = {"slug": slug_of(file.manufacturer)}
    if "slug" in model.attributes:
        data["slug"] = file.slug
    made.operations.append({"op": "upsert", "model": file.kind, "data": data})
    owner = {_owner_name(file.kind): {"manufacturer": data["manufacturer"], "model": file.model}}
    for name, kind in PARTS.items():
        entries = file.document.get(name) or file.document.get(name.replace("-", "_")) or []
        if entries and kind not in catalog:
            made.left_out[f"{name}: not supported by this server yet"] += len(entries)
        elif entries:
            made.operations += _parts(name, catalog.models[kind], entries, owner, made)
    for name in file.document:
        if isinstance(file.document[name], list) and name.replace("_", "-") not in PARTS:
            made.left_out[f"{name}: not known to this server"] += 1
    return made


def _owner_name(kind: str) -> str:
    return "module_type" if kind == "dcim.moduletype" else "device_type"


def _parts(
    name: str, model: Model, entries: Iterable[Any], owner: Mapping[str, Any], made: TypeOperations
) -> Iterator[Operation]:
    seen: set[str] = set()
    for entry in entries:
        if not isinstance(entry, dict) or not entry.get("name"):
            made.refused.append(f"{name} has an entry without a name.")
            continue
        if entry["name"] in seen:
            made.refused.append(f"{name} has two entries named {entry['name']!r}.")
            continue
        seen.add(entry["name"])
        own = dict(entry)
        references = _references(model, own, owner, made)
        data = {**owner, **_data(model, own, name, made), **references}
        yield {"op": "upsert", "model": model.key, "data": data}


def _references(model: Model, own: dict[str, Any], owner: Mapping[str, Any], made: TypeOperations) -> dict[str, Any]:
    """References to other components by their names, and to manufacturers, taken out of `own`."""
    found: dict[str, Any] = {}
    if port := own.pop("power_port", None):
        found["power_port"] = {**owner, "name": port}
    if port := own.pop("rear_port", None):
        rear, position = {**owner, "name": port}, int(own.pop("rear_port_position", None) or 1)
        if "rear_ports" in model.attributes:
            found["rear_ports"] = [{"position": 1, "rear_port": rear, "rear_port_position": position}]
        else:
            found.update(rear_port=rear, rear_port_position=position)
    if manufacturer := own.pop("manufacturer", None):
        made.manufacturers.append(manufacturer)
        found["manufacturer"] = {"slug": slug_of(manufacturer)}
    return found


def _data(model: Model, own: Mapping[str, Any], where: str, made: TypeOperations) -> dict[str, Any]:
    """Values by the kind of their attributes; what this server does not know is left out and noted."""
    data: dict[str, Any] = {}
    label = where if where in PARTS else model.plural
    for written, text in own.items():
        name = written if written in model.attributes else OLDER.get(written, written)
        attribute: Attribute | None = model.attributes.get(name)
        if attribute is None or not attribute.writable or not isinstance(text, str):
            made.left_out[f"{label}: {written} is not known to this server"] += 1
            continue
        try:
            value = parsed(attribute, text)
        except Failure as failure:
            part = f"{own['name']}: " if where in PARTS and "name" in own else ""
            made.refused.append(f"{part}{failure.message}")
            continue
        # Nothing written means nothing said; the model's own default stands.
        if value not in (None, ""):
            data[name] = value
    return data
