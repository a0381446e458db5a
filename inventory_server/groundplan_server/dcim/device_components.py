"""What a new device is born with: the components that its type's templates describe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from groundplan_server.dcim.component import Component
from groundplan_server.dcim.component_template import ComponentTemplate
from groundplan_server.dcim.console_port import ConsolePort
from groundplan_server.dcim.console_port_template import ConsolePortTemplate
from groundplan_server.dcim.console_server_port import ConsoleServerPort
from groundplan_server.dcim.console_server_port_template import ConsoleServerPortTemplate
from groundplan_server.dcim.device import Device
from groundplan_server.dcim.device_bay import DeviceBay
from groundplan_server.dcim.device_bay_template import DeviceBayTemplate
from groundplan_server.dcim.front_port import FrontPort
from groundplan_server.dcim.front_port_template import FrontPortTemplate
from groundplan_server.dcim.interface import Interface
from groundplan_server.dcim.interface_template import InterfaceTemplate
from groundplan_server.dcim.inventory_item import InventoryItem
from groundplan_server.dcim.inventory_item_template import InventoryItemTemplate
from groundplan_server.dcim.module_bay import ModuleBay
from groundplan_server.dcim.module_bay_template import ModuleBayTemplate
from groundplan_server.dcim.naming import doubled, fill
from groundplan_server.dcim.port_mapping import PortMapping
from groundplan_server.dcim.port_template_mapping import PortTemplateMapping
from groundplan_server.dcim.power_outlet import PowerOutlet
from groundplan_server.dcim.power_outlet_template import PowerOutletTemplate
from groundplan_server.dcim.power_port import PowerPort
from groundplan_server.dcim.power_port_template import PowerPortTemplate
from groundplan_server.dcim.rear_port import RearPort
from groundplan_server.dcim.rear_port_template import RearPortTemplate
from groundplan_server.language import Batch, consequence

T = TypeVar("T", bound=ComponentTemplate)


class Kind(NamedTuple):
    """A kind of component: where it comes from, what it takes over besides name and label, and what it is tied to."""

    template: type[ComponentTemplate]
    component: type[Component]
    attributes: tuple[str, ...]
    tied: tuple[str, ...] = ()


#: In this order, for an outlet is tied to a power port.
KINDS = (
    Kind(ConsolePortTemplate, ConsolePort, ("type",)),
    Kind(ConsoleServerPortTemplate, ConsoleServerPort, ("type",)),
    Kind(PowerPortTemplate, PowerPort, ("type", "maximum_draw", "allocated_draw")),
    Kind(PowerOutletTemplate, PowerOutlet, ("type", "color", "feed_leg"), ("power_port",)),
    Kind(InterfaceTemplate, Interface, ("type", "enabled", "mgmt_only", "poe_mode", "poe_type", "rf_role")),
    Kind(RearPortTemplate, RearPort, ("type", "color", "positions")),
    Kind(FrontPortTemplate, FrontPort, ("type", "color", "positions")),
    Kind(ModuleBayTemplate, ModuleBay, ("position", "enabled")),
    Kind(DeviceBayTemplate, DeviceBay, ("enabled",)),
)

#: These are tied to components that come before them in the tree.
PART = Kind(InventoryItemTemplate, InventoryItem, ("role", "manufacturer", "part_id"), ("parent", "component"))


@consequence(Device, "create")
def instantiate_components(batch: Batch[Device]) -> None:
    """For all devices together: each kind of component is read once and written once, however many there are."""
    birth = Birth(batch)
    for kind in KINDS:
        birth.make(kind, birth.pairs(kind.template))
    birth.bridge_interfaces()
    birth.map_ports()
    birth.fill_inventory()


class Birth:
    """Devices that get their components."""

    def __init__(self, batch: Batch[Device]) -> None:
        self.batch = batch
        self.types = {device.device_type.id for device in batch}
        #: The templates of each kind (by key) that each type of device has.
        self.found: dict[str, dict[int, list[Any]]] = {}
        #: The components that came of a template (its key and id), by device.
        self.born: dict[tuple[str, int], dict[int, Any]] = defaultdict(dict)

    def of(self, device: Device, template: Any) -> Any:
        """What came of a template on a device; None if nothing did."""
        return self.born[template.key, template.id].get(device.id) if template else None

    def pairs(self, template: type[T]) -> list[tuple[Device, T]]:
        """Every device with every template of this kind that its type has."""
        if template.key not in self.found:
            self.found[template.key] = defaultdict(list)
            for one in self.batch.view.find(template, device_type=self.types):
                self.found[template.key][one.device_type.id].append(one)
        return [(device, one) for device in self.batch for one in self.found[template.key][device.device_type.id]]

    def make(self, kind: Kind, pairs: Sequence[tuple[Device, Any]]) -> None:
        """Create components, and remember of which template each came."""
        rows = [self._row(kind, device, template) for device, template in pairs]
        if rows and not self._refused(rows):
            made = self.batch.create(kind.component, rows)
            # Fewer come back only where one was refused, and then none of this will last.
            for (device, template), component in zip(pairs, made, strict=False):
                self.born[template.key, template.id][device.id] = component

    def _row(self, kind: Kind, device: Device, template: Any) -> dict[str, Any]:
        own = {name: fill(getattr(template, name), vc_position=device.vc_position) for name in ("name", "label")}
        same = {name: getattr(template, name) for name in kind.attributes}
        tied = {name: self.of(device, getattr(template, name)) for name in kind.tied}
        return {"device": device, **own, **same, **tied}

    def _refused(self, rows: Sequence[dict[str, Any]]) -> bool:
        """Whether tokens made two names one: a better answer than the database's."""
        named = defaultdict(list)
        for row in rows:
            named[row["device"]].append((row.get("parent"), row["name"]))
        clashes = {device: twice for device, names in named.items() if (twice := doubled(names))}
        for device, twice in clashes.items():
            self.batch.refuse(
                device,
                "device_type",
                f"Templates of {device.device_type} give the same name more than once: "
                f"{', '.join(name for _, name in twice)}.",
            )
        return bool(clashes)

    def bridge_interfaces(self) -> None:
        """When all are there, for each may be bridged to any other."""
        bridged = [(self.of(d, t), self.of(d, t.bridge)) for d, t in self.pairs(InterfaceTemplate) if t.bridge]
        self.batch.update(Interface, [(port.id, {"bridge": bridge}) for port, bridge in bridged if port and bridge])

    def map_ports(self) -> None:
        fronts = [key_and_id[1] for key_and_id in self.born if key_and_id[0] == FrontPortTemplate.key]
        mappings = self.batch.view.find(PortTemplateMapping, front_port=fronts) if fronts else []
        rows = [
            {
                "front_port": front,
                "front_port_position": mapping.front_port_position,
                "rear_port": rear,
                "rear_port_position": mapping.rear_port_position,
            }
            for mapping in mappings
            for device_id, front in self.born[FrontPortTemplate.key, mapping.front_port.id].items()
            if (rear := self.born[RearPortTemplate.key, mapping.rear_port.id].get(device_id))
        ]
        if rows:
            self.batch.create(PortMapping, rows)

    def fill_inventory(self) -> None:
        """From the roots of the tree down, a level at a time."""
        waiting = self.pairs(InventoryItemTemplate)
        level = [(device, item) for device, item in waiting if item.parent is None]
        while level:
            self.make(PART, level)
            parents = {item.id for _, item in level}
            level = [(device, item) for device, item in waiting if item.parent and item.parent.id in parents]
