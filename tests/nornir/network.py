"""Made-up networks, as the server's inventory tells them."""

from __future__ import annotations

from typing import Any

VARS = [
    "id", "name", "status", "site", "region", "site_group", "location", "rack", "position", "face", "role",
    "device_type", "manufacturer", "platform", "tenant", "tenant_group", "serial", "asset_tag", "cluster",
    "virtual_chassis", "vc_position", "description", "comments", "tags", "custom_fields", "local_context_data",
    "config_context", "primary_ip", "primary_ip4", "primary_ip6", "oob_ip", "url",
]  # fmt: skip
DEFAULT_VARS = [
    "status", "site", "role", "device_type", "manufacturer", "platform", "tenant", "serial", "tags",
    "custom_fields", "primary_ip4", "primary_ip6", "config_context",
]  # fmt: skip
DEFAULT_GROUPS = ["site", "device_role", "platform", "manufacturer", "device_type"]
KINDS = {"site": "site", "device_role": "role", "platform": "platform", "manufacturer": "manufacturer",
         "device_type": "device_type", "tenant": "tenant", "status": "status"}  # fmt: skip
PLATFORMS = {
    "cisco-ios": {"napalm": "ios", "netmiko": "cisco_ios", "scrapli": "cisco_iosxe", "ansible": "cisco.ios.ios"},
    "arista-eos": {"napalm": "eos", "netmiko": "arista_eos", "scrapli": "arista_eos", "ansible": "arista.eos.eos"},
    "mock": {"napalm": "mock"},
    "home-made": {},
}


def device(number: int, name: str | None = None, **values: Any) -> dict[str, Any]:
    """One device with every variable."""
    site = f"s{number % 50:02d}"
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/24"
    whole = dict.fromkeys(VARS) | {
        "id": number,
        "name": name or f"sw{number:05d}",
        "status": "active",
        "site": site,
        "region": "nl",
        "rack": f"rack{number % 500}",
        "role": ("leaf", "spine", "access")[number % 3],
        "device_type": ("c9300", "7050x")[number % 2],
        "manufacturer": ("cisco", "arista")[number % 2],
        "platform": ("cisco-ios", "arista-eos")[number % 2],
        "serial": f"SN{number:08d}",
        "description": "",
        "comments": "",
        "tags": ["prod", f"t{number % 5}"],
        "custom_fields": {"owner": f"team{number % 7}", "rank": number % 11},
        "config_context": {"ntp": ["10.0.0.1", "10.0.0.2"], "site_code": site, "syslog": {"host": "10.0.0.9"}},
        "primary_ip": address,
        "primary_ip4": address,
    }
    return whole | values


def interfaces(number: int) -> list[dict[str, Any]]:
    return [
        {"name": f"Ethernet{index}", "type": "1000base-t", "enabled": True, "mgmt_only": False, "mtu": None,
         "description": "", "mode": None, "untagged_vlan": None, "tagged_vlans": [], "vrf": None, "lag": None,
         "parent": None, "mac_address": None, "addresses": []}
        for index in range(1, 1 + number)
    ]  # fmt: skip


def inventory(
    devices: list[dict[str, Any]],
    variables: list[str] | None = None,
    group_by: list[str] | None = None,
    with_interfaces: bool = False,
) -> dict[str, Any]:
    """The answer of `GET /api/inventory/` for these devices."""
    variables = DEFAULT_VARS if variables is None else variables
    kinds = DEFAULT_GROUPS if group_by is None else group_by
    contexts: list[dict[str, Any]] = []
    hosts: dict[str, Any] = {}
    groups: dict[str, Any] = {}
    for each in devices:
        context = each["config_context"] if "config_context" in variables else None
        if context and context not in contexts:
            contexts.append(context)
        belongs = [(kind, each[KINDS[kind]]) for kind in kinds if each[KINDS[kind]] is not None]
        for kind, slug in belongs:
            parents = ["region__nl"] if kind == "site" else []
            groups[f"{kind}__{slug}"] = {"kind": kind, "slug": slug, "name": slug.upper(), "parents": parents}
            if parents:
                groups["region__nl"] = {"kind": "region", "slug": "nl", "name": "Netherlands", "parents": []}
        name = each["name"] or str(each["id"])
        hosts[name] = {
            "id": each["id"],
            "model": each.get("model", "dcim.device"),
            "hostname": each["primary_ip"].partition("/")[0] if each["primary_ip"] else None,
            "platform": each["platform"],
            "groups": [f"{kind}__{slug}" for kind, slug in belongs],
            "context": contexts.index(context) if context else None,
            "vars": {name: each[name] for name in variables if name != "config_context"},
        }
        if with_interfaces:
            hosts[name]["interfaces"] = interfaces(2)
    used = {each["platform"] for each in devices}
    return {
        "serial": 12,
        "hosts": hosts,
        "groups": groups,
        "platforms": {slug: drivers for slug, drivers in PLATFORMS.items() if slug in used},
        "contexts": contexts,
        "warnings": [],
    }
