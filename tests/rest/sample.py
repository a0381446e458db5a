"""A small network with at least one object of every model that can be written, most of what they can say said."""

from typing import Any

#: What to create where, in order. Others are named by natural keys, ids or attributes, as a caller may.
SAMPLE: list[tuple[str, dict[str, Any]]] = [
    ("extras/tags", {"name": "Core", "slug": "core", "color": "AA1409", "weight": 5}),
    ("extras/tags", {"name": "Rare", "slug": "rare", "object_types": ["dcim.site", "dcim.device"]}),
    (
        "extras/custom-field-choice-sets",
        {"name": "Tiers", "extra_choices": [["gold", "Gold"], ["iron", "Iron"]], "choice_colors": {"gold": "yellow"}},
    ),
    (
        "extras/custom-fields",
        {"name": "tier", "object_types": ["dcim.site"], "type": "select", "choice_set": "Tiers", "default": "iron"},
    ),
    ("extras/custom-fields", {"name": "seats", "object_types": ["dcim.site"], "type": "integer", "label": "Seats"}),
    (
        "extras/custom-fields",
        {"name": "twin", "object_types": ["dcim.site"], "type": "object", "related_object_type": "dcim.site"},
    ),
    ("extras/config-templates", {"name": "Base", "template_code": "hostname {{ device.name }}\n"}),
    ("tenancy/tenant-groups", {"name": "Customers", "slug": "customers"}),
    ("tenancy/tenants", {"name": "Dunder", "slug": "dunder", "group": "customers", "tags": ["core"]}),
    ("dcim/regions", {"name": "Europe", "slug": "europe"}),
    ("dcim/regions", {"name": "Netherlands", "slug": "nl", "parent": {"slug": "europe"}, "tags": [{"slug": "core"}]}),
    ("dcim/site-groups", {"name": "Campus", "slug": "campus"}),
    ("ipam/rirs", {"name": "RIPE", "slug": "ripe", "is_private": False}),
    ("ipam/roles", {"name": "Users", "slug": "users", "weight": 10}),
    ("ipam/asns", {"asn": 64512, "rir": "ripe", "tenant": "dunder", "role": "users"}),
    (
        "dcim/sites",
        {
            "name": "Amsterdam 1", "slug": "ams1", "status": "active", "region": 2, "group": "campus", "asns": [1],
            "tenant": "dunder", "facility": "AMS", "time_zone": "Europe/Amsterdam", "latitude": 52.37,
            "longitude": 4.89, "physical_address": "Dam 1", "tags": ["core", "rare"],
            "custom_fields": {"tier": "gold", "seats": 7}, "changelog_message": "The first one.",
        },
    ),
    ("dcim/sites", {"name": "Amsterdam 2", "slug": "ams2", "custom_fields": {"twin": 1}}),
    ("dcim/locations", {"name": "Hall", "slug": "hall", "site": "ams1"}),
    ("dcim/locations", {"name": "Cage", "slug": "cage", "site": "ams1", "parent": 1, "status": "planned"}),
    ("dcim/rack-roles", {"name": "Network", "slug": "network", "color": "00ff00"}),
    ("dcim/manufacturers", {"name": "Acme", "slug": "acme"}),
    (
        "dcim/rack-types",
        {"manufacturer": "acme", "model": "Tall", "slug": "tall", "form_factor": "4-post-cabinet", "width": 19},
    ),
    (
        "dcim/racks",
        {
            "name": "R1", "site": "ams1", "location": 1, "role": "network", "u_height": 12,
            "form_factor": "wall-frame", "outer_width": 600, "outer_unit": "mm", "max_weight": 100, "weight": 20.5,
            "weight_unit": "kg",
            "tenant": "dunder", "airflow": "front-to-rear", "asset_tag": "R-1", "facility_id": "1",
        },
    ),
    ("dcim/racks", {"name": "R2", "site": "ams1", "rack_type": "tall"}),
    ("dcim/platforms", {"name": "AcmeOS", "slug": "acmeos", "manufacturer": "acme", "config_template": "Base"}),
    ("dcim/device-roles", {"name": "Switch", "slug": "switch", "color": "0000ff", "vm_role": False}),
    ("dcim/device-roles", {"name": "Leaf", "slug": "leaf", "parent": "switch"}),
    (
        "dcim/device-types",
        {
            "manufacturer": "acme", "model": "S48", "slug": "s48", "u_height": 1, "part_number": "S48-X",
            "default_platform": "acmeos", "airflow": "front-to-rear", "weight": 4.2, "weight_unit": "kg",
        },
    ),
    (
        "dcim/device-types",
        {"manufacturer": "acme", "model": "Frame", "slug": "frame", "u_height": 2, "subdevice_role": "parent"},
    ),
    (
        "dcim/device-types",
        {"manufacturer": "acme", "model": "Blade", "slug": "blade", "u_height": 0, "subdevice_role": "child"},
    ),
    ("dcim/console-port-templates", {"device_type": "s48", "name": "con0", "type": "rj-45"}),
    ("dcim/console-server-port-templates", {"device_type": "s48", "name": "line{module}", "type": "rj-45"}),
    ("dcim/power-port-templates", {"device_type": "s48", "name": "psu0", "type": "iec-60320-c14", "maximum_draw": 90}),
    ("dcim/power-outlet-templates", {"device_type": "s48", "name": "out0", "power_port": 1, "feed_leg": "A"}),
    (
        "dcim/interface-templates",
        {"device_type": "s48", "name": "eth0", "type": "1000base-t", "poe_mode": "pd", "poe_type": "type2-ieee802.3at"},
    ),
    ("dcim/interface-templates", {"device_type": "s48", "name": "mgmt0", "type": "1000base-t", "mgmt_only": True}),
    ("dcim/rear-port-templates", {"device_type": "s48", "name": "rear", "type": "mpo", "positions": 4}),
    (
        "dcim/front-port-templates",
        {
            "device_type": "s48", "name": "front", "type": "lc", "color": "112233",
            "rear_ports": [{"position": 1, "rear_port": 1, "rear_port_position": 2}],
        },
    ),
    ("dcim/module-bay-templates", {"device_type": "s48", "name": "slot", "position": "1"}),
    ("dcim/device-bay-templates", {"device_type": "frame", "name": "bay"}),
    ("dcim/inventory-item-roles", {"name": "Optic", "slug": "optic"}),
    (
        "dcim/inventory-item-templates",
        {
            "device_type": "s48", "name": "sfp", "role": "optic", "manufacturer": "acme", "part_id": "SFP-1",
            "component_type": "dcim.interfacetemplate", "component_id": 1,
        },
    ),
    ("virtualization/cluster-types", {"name": "KVM", "slug": "kvm"}),
    ("virtualization/cluster-groups", {"name": "Labs", "slug": "labs"}),
    (
        "virtualization/clusters",
        {
            "name": "kvm1", "type": "kvm", "group": "labs", "status": "active", "tenant": "dunder",
            "scope_type": "dcim.site", "scope_id": "ams1",
        },
    ),
    (
        "dcim/devices",
        {
            "name": "sw1", "device_type": "s48", "role": "leaf", "site": "ams1", "location": 1, "rack": "ams1/R1",
            "position": 3, "face": "front", "status": "active", "serial": "S1", "asset_tag": "A1", "tenant": "dunder",
            "latitude": 52.37, "longitude": 4.89, "local_context_data": {"ntp": ["10.0.0.9"]}, "tags": ["core"],
            "comments": "*Mind* the fan.",
        },
    ),
    ("dcim/devices", {"name": "sw2", "device_type": "s48", "role": "leaf", "site": "ams1", "cluster": "kvm1"}),
    ("dcim/devices", {"name": "frame1", "device_type": "frame", "role": "switch", "site": "ams1"}),
    ("dcim/devices", {"device_type": "blade", "role": "switch", "site": "ams1"}),
    ("dcim/virtual-chassis", {"name": "vc1", "domain": "d", "tags": ["core"]}),
    ("dcim/inventory-items", {"device": "ams1/sw1", "name": "fan", "manufacturer": "acme", "status": "active"}),
    (
        "dcim/interfaces",
        {"device": "ams1/sw1", "name": "po1", "type": "lag", "mode": "tagged", "label": "up", "mtu": 9000},
    ),
    (
        "dcim/interfaces",
        {
            "device": "ams1/sw1", "name": "wlan0", "type": "ieee802.11ac", "rf_role": "ap",
            "rf_channel": "5g-36-5180-20", "tx_power": 20, "duplex": "full", "speed": 1000000,
            "wwn": "00:11:22:33:44:55:66:77", "enabled": False,
        },
    ),
    ("ipam/route-targets", {"name": "65000:1"}),
    (
        "ipam/vrfs",
        {"name": "blue", "rd": "65000:1", "import_targets": ["65000:1"], "export_targets": [1], "tenant": "dunder"},
    ),
    (
        "ipam/vlan-groups",
        {
            "name": "Office", "slug": "office", "vid_ranges": [[10, 99], [200, 299]],
            "scope_type": "dcim.site", "scope_id": "ams1",
        },
    ),
    ("ipam/vlans", {"vid": 10, "name": "users", "group": "office", "role": "users", "tenant": "dunder"}),
    ("ipam/vlans", {"vid": 20, "name": "outer", "site": "ams1", "qinq_role": "svlan", "status": "reserved"}),
    ("ipam/vlan-translation-policies", {"name": "swap"}),
    ("ipam/aggregates", {"prefix": "10.0.0.0/8", "rir": "ripe", "date_added": "2026-01-31", "tenant": "dunder"}),
    (
        "ipam/prefixes",
        {"prefix": "10.0.0.0/16", "status": "container", "scope_type": "dcim.region", "scope_id": "europe"},
    ),
    ("ipam/prefixes", {"prefix": "10.0.0.0/24", "vrf": "blue", "vlan": 1, "role": "users", "is_pool": True}),
    ("ipam/prefixes", {"prefix": "2001:db8::/64", "scope_type": "dcim.location", "scope_id": 2}),
    ("ipam/ip-ranges", {"start_address": "10.0.9.10/24", "end_address": "10.0.9.20/24", "role": "users"}),
    (
        "ipam/ip-addresses",
        {
            "address": "10.0.1.1/24", "assigned_object_type": "dcim.interface", "assigned_object_id": 1,
            "dns_name": "sw1.example.net", "role": "loopback", "tenant": "dunder", "tags": ["core"],
        },
    ),
    ("ipam/ip-addresses", {"address": "192.0.2.1/32", "nat_inside": 1, "vrf": "blue", "status": "dhcp"}),
    ("ipam/ip-addresses", {"address": "2001:db8::1/64"}),
    (
        "dcim/mac-addresses",
        {"mac_address": "00:00:5e:00:53:01", "assigned_object_type": "dcim.interface", "assigned_object_id": 1},
    ),
    (
        "virtualization/virtual-machines",
        {
            "name": "vm1", "cluster": "kvm1", "site": "ams1", "role": "switch", "status": "active", "vcpus": 2.5,
            "memory": 4096, "disk": 20000, "platform": "acmeos", "local_context_data": {"a": 1}, "tenant": "dunder",
        },
    ),
    (
        "virtualization/interfaces",
        {"virtual_machine": "kvm1/vm1", "name": "eth0", "mode": "access", "untagged_vlan": 1, "vrf": 1},
    ),
    (
        "ipam/services",
        {
            "name": "ssh", "protocol": "tcp", "ports": [22, 2222], "ipaddresses": [1],
            "parent_object_type": "dcim.device", "parent_object_id": "ams1/sw1",
        },
    ),
    (
        "extras/config-contexts",
        {"name": "NTP", "data": {"ntp": ["10.0.0.1"], "deep": {"a": 1}}, "regions": ["nl"], "tags": ["core"]},
    ),
    (
        "extras/journal-entries",
        {"assigned_object_type": "dcim.site", "assigned_object_id": 1, "kind": "info", "comments": "Opened."},
    ),
    ("users/groups", {"name": "Readers", "description": "They only look."}),
    (
        "users/users",
        {"username": "jim", "password": "Beets-and-Bears-1", "first_name": "Jim", "groups": ["Readers"]},
    ),
    (
        "users/permissions",
        {
            "name": "Look", "object_types": ["dcim.site"], "actions": ["view"], "constraints": {"status": "active"},
            "groups": ["Readers"],
        },
    ),
    ("users/tokens", {"user": "jim", "description": "His.", "allowed_ips": ["10.0.0.0/8"]}),
]  # fmt: skip

#: What objects say once others exist: path, id, change.
CHANGES: list[tuple[str, int, dict[str, Any]]] = [
    ("dcim/devices", 1, {"primary_ip4": 1, "oob_ip": 1, "virtual_chassis": "vc1", "vc_position": 1, "vc_priority": 5}),
    ("dcim/devices", 2, {"virtual_chassis": 1, "vc_position": 2}),
    ("dcim/virtual-chassis", 1, {"master": "ams1/sw1"}),
    ("dcim/device-bays", 1, {"installed_device": 4}),
    ("dcim/interfaces", 1, {"lag": "ams1/sw1/po1", "primary_mac_address": 1, "vrf": "blue"}),
    ("dcim/interfaces", 2, {"bridge": "ams1/sw1/eth0", "mark_connected": True}),
]
