"""A small catalog, written by hand, for what needs no server."""

from typing import Any

from groundplan.catalog import Catalog


def attribute(name: str, kind: str = "text", **facts: Any) -> dict[str, Any]:
    """One attribute as the server describes it."""
    return {"name": name, "label": name.capitalize(), "kind": kind, **facts}


def model(key: str, path: str, attributes: list[dict[str, Any]], **facts: Any) -> dict[str, Any]:
    """One model as the server describes it."""
    app, short = key.split(".")
    described = {"app": app, "path": path, "url": f"/api/{app}/{path}/", "label": short, "plural": path, **facts}
    return {"key": key, "natural_key": ["name"], "filters": [], "attributes": attributes, "actions": [], **described}


STATUS = [
    {"value": "planned", "label": "Planned", "color": "cyan"},
    {"value": "active", "label": "Active", "color": "green"},
]
NAME = attribute("name", required=True)
TAGS = attribute("tags", "references", targets=["extras.tag"])


def reference(name: str, target: str, required: bool = False) -> dict[str, Any]:
    return attribute(name, "reference", targets=[target], required=required, nullable=not required)


DOCUMENT: dict[str, Any] = {
    "version": "1",
    "models": [
        model("extras.tag", "tags", [NAME, attribute("slug", required=True)], natural_key=["slug"]),
        model("dcim.region", "regions", [NAME, reference("parent", "dcim.region")]),
        model(
            "dcim.site",
            "sites",
            [
                NAME,
                attribute("slug", required=True),
                attribute("status", "choice", choices=STATUS),
                attribute("latitude", "number", nullable=True),
                reference("region", "dcim.region"),
                TAGS,
                attribute("custom_fields", "json"),
                attribute("device_count", "count", writable=False),
            ],
            natural_key=["slug"],
            columns=["name", "status", "device_count"],
            filters=["name", "name__ic", "status", "status__n", "region", "tag"],
        ),
        model("dcim.devicetype", "device-types", [NAME, attribute("model", required=True)], label="device type"),
        model(
            "dcim.device",
            "devices",
            [
                NAME,
                reference("site", "dcim.site", required=True),
                reference("device_type", "dcim.devicetype", required=True),
                reference("primary_ip4", "ipam.ipaddress"),
                attribute("enabled", "boolean"),
                attribute("local_context_data", "json", nullable=True),
            ],
            natural_key=["site", "name"],
            aliases={"device_role": "role"},
        ),
        model(
            "dcim.interface",
            "interfaces",
            [
                NAME,
                reference("device", "dcim.device", required=True),
                reference("lag", "dcim.interface"),
                attribute("speeds", "list"),
            ],
            natural_key=["device", "name"],
        ),
        model("dcim.interfacetemplate", "interface-templates", [NAME], label="interface template"),
        model(
            "dcim.rearport",
            "rear-ports",
            [NAME, attribute("front_ports", "parts")],
            label="rear port",
        ),
        model(
            "dcim.frontport",
            "front-ports",
            [NAME, attribute("rear_ports", "parts")],
            label="front port",
        ),
        model("virtualization.vminterface", "interfaces", [NAME], label="interface", plural="interfaces"),
        model(
            "ipam.vrf",
            "vrfs",
            [NAME],
        ),
        model(
            "ipam.ipaddress",
            "ip-addresses",
            [
                attribute("address", "address", required=True),
                reference("vrf", "ipam.vrf"),
                attribute(
                    "assigned_object",
                    "any_reference",
                    targets=["dcim.interface", "virtualization.vminterface"],
                    columns=["assigned_object_type", "assigned_object_id"],
                    nullable=True,
                ),
            ],
            label="IP address",
            plural="IP addresses",
            natural_key=["address", "vrf"],
        ),
        model("core.objectchange", "object-changes", [], label="change", read_only=True),
    ],
}

CATALOG = Catalog(DOCUMENT)
