"""Look objects up by what people call them."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("core_answer", schema=None) as batch_op:
        batch_op.create_index("ix_core_answer_idempotency_key", ["idempotency_key"])

    with op.batch_alter_table("dcim_consoleport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleport_name", ["name"])

    with op.batch_alter_table("dcim_consoleporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleporttemplate_name", ["name"])

    with op.batch_alter_table("dcim_consoleserverport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleserverport_name", ["name"])

    with op.batch_alter_table("dcim_consoleserverporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleserverporttemplate_name", ["name"])

    with op.batch_alter_table("dcim_device", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_device_name", ["name"])

    with op.batch_alter_table("dcim_devicebay", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicebay_name", ["name"])

    with op.batch_alter_table("dcim_devicebaytemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicebaytemplate_name", ["name"])

    with op.batch_alter_table("dcim_devicerole", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicerole_slug", ["slug"])

    with op.batch_alter_table("dcim_devicetype", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicetype_slug", ["slug"])

    with op.batch_alter_table("dcim_frontport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_frontport_name", ["name"])

    with op.batch_alter_table("dcim_frontporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_frontporttemplate_name", ["name"])

    with op.batch_alter_table("dcim_interface", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_interface_name", ["name"])

    with op.batch_alter_table("dcim_interfacetemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_interfacetemplate_name", ["name"])

    with op.batch_alter_table("dcim_inventoryitem", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_inventoryitem_name", ["name"])

    with op.batch_alter_table("dcim_inventoryitemtemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_inventoryitemtemplate_name", ["name"])

    with op.batch_alter_table("dcim_location", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_location_slug", ["slug"])

    with op.batch_alter_table("dcim_modulebay", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_modulebay_name", ["name"])

    with op.batch_alter_table("dcim_modulebaytemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_modulebaytemplate_name", ["name"])

    with op.batch_alter_table("dcim_platform", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_platform_slug", ["slug"])

    with op.batch_alter_table("dcim_portmapping", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_portmapping_front_port_position", ["front_port_position"])

    with op.batch_alter_table("dcim_porttemplatemapping", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_porttemplatemapping_front_port_position", ["front_port_position"])

    with op.batch_alter_table("dcim_poweroutlet", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_poweroutlet_name", ["name"])

    with op.batch_alter_table("dcim_poweroutlettemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_poweroutlettemplate_name", ["name"])

    with op.batch_alter_table("dcim_powerport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_powerport_name", ["name"])

    with op.batch_alter_table("dcim_powerporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_powerporttemplate_name", ["name"])

    with op.batch_alter_table("dcim_rack", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rack_name", ["name"])

    with op.batch_alter_table("dcim_rearport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rearport_name", ["name"])

    with op.batch_alter_table("dcim_rearporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rearporttemplate_name", ["name"])

    with op.batch_alter_table("dcim_region", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_region_slug", ["slug"])

    with op.batch_alter_table("dcim_sitegroup", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_sitegroup_slug", ["slug"])

    with op.batch_alter_table("dcim_virtualchassis", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_virtualchassis_name", ["name"])

    with op.batch_alter_table("extras_configtemplate", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configtemplate_name", ["name"])

    with op.batch_alter_table("ipam_service", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_service_name", ["name"])

    with op.batch_alter_table("ipam_vlan", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vlan_vid", ["vid"])

    with op.batch_alter_table("ipam_vlangroup", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vlangroup_slug", ["slug"])

    with op.batch_alter_table("ipam_vrf", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vrf_name", ["name"])

    with op.batch_alter_table("tenancy_tenant", schema=None) as batch_op:
        batch_op.create_index("ix_tenancy_tenant_slug", ["slug"])

    with op.batch_alter_table("users_objectpermission", schema=None) as batch_op:
        batch_op.create_index("ix_users_objectpermission_name", ["name"])

    with op.batch_alter_table("virtualization_cluster", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_cluster_name", ["name"])

    with op.batch_alter_table("virtualization_virtualmachine", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_virtualmachine_name", ["name"])

    with op.batch_alter_table("virtualization_vminterface", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_vminterface_name", ["name"])


def downgrade() -> None:
    with op.batch_alter_table("virtualization_vminterface", schema=None) as batch_op:
        batch_op.drop_index("ix_virtualization_vminterface_name")

    with op.batch_alter_table("virtualization_virtualmachine", schema=None) as batch_op:
        batch_op.drop_index("ix_virtualization_virtualmachine_name")

    with op.batch_alter_table("virtualization_cluster", schema=None) as batch_op:
        batch_op.drop_index("ix_virtualization_cluster_name")

    with op.batch_alter_table("users_objectpermission", schema=None) as batch_op:
        batch_op.drop_index("ix_users_objectpermission_name")

    with op.batch_alter_table("tenancy_tenant", schema=None) as batch_op:
        batch_op.drop_index("ix_tenancy_tenant_slug")

    with op.batch_alter_table("ipam_vrf", schema=None) as batch_op:
        batch_op.drop_index("ix_ipam_vrf_name")

    with op.batch_alter_table("ipam_vlangroup", schema=None) as batch_op:
        batch_op.drop_index("ix_ipam_vlangroup_slug")

    with op.batch_alter_table("ipam_vlan", schema=None) as batch_op:
        batch_op.drop_index("ix_ipam_vlan_vid")

    with op.batch_alter_table("ipam_service", schema=None) as batch_op:
        batch_op.drop_index("ix_ipam_service_name")

    with op.batch_alter_table("extras_configtemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_extras_configtemplate_name")

    with op.batch_alter_table("dcim_virtualchassis", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_virtualchassis_name")

    with op.batch_alter_table("dcim_sitegroup", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_sitegroup_slug")

    with op.batch_alter_table("dcim_region", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_region_slug")

    with op.batch_alter_table("dcim_rearporttemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_rearporttemplate_name")

    with op.batch_alter_table("dcim_rearport", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_rearport_name")

    with op.batch_alter_table("dcim_rack", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_rack_name")

    with op.batch_alter_table("dcim_powerporttemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_powerporttemplate_name")

    with op.batch_alter_table("dcim_powerport", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_powerport_name")

    with op.batch_alter_table("dcim_poweroutlettemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_poweroutlettemplate_name")

    with op.batch_alter_table("dcim_poweroutlet", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_poweroutlet_name")

    with op.batch_alter_table("dcim_porttemplatemapping", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_porttemplatemapping_front_port_position")

    with op.batch_alter_table("dcim_portmapping", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_portmapping_front_port_position")

    with op.batch_alter_table("dcim_platform", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_platform_slug")

    with op.batch_alter_table("dcim_modulebaytemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_modulebaytemplate_name")

    with op.batch_alter_table("dcim_modulebay", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_modulebay_name")

    with op.batch_alter_table("dcim_location", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_location_slug")

    with op.batch_alter_table("dcim_inventoryitemtemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_inventoryitemtemplate_name")

    with op.batch_alter_table("dcim_inventoryitem", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_inventoryitem_name")

    with op.batch_alter_table("dcim_interfacetemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_interfacetemplate_name")

    with op.batch_alter_table("dcim_interface", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_interface_name")

    with op.batch_alter_table("dcim_frontporttemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_frontporttemplate_name")

    with op.batch_alter_table("dcim_frontport", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_frontport_name")

    with op.batch_alter_table("dcim_devicetype", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_devicetype_slug")

    with op.batch_alter_table("dcim_devicerole", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_devicerole_slug")

    with op.batch_alter_table("dcim_devicebaytemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_devicebaytemplate_name")

    with op.batch_alter_table("dcim_devicebay", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_devicebay_name")

    with op.batch_alter_table("dcim_device", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_device_name")

    with op.batch_alter_table("dcim_consoleserverporttemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_consoleserverporttemplate_name")

    with op.batch_alter_table("dcim_consoleserverport", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_consoleserverport_name")

    with op.batch_alter_table("dcim_consoleporttemplate", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_consoleporttemplate_name")

    with op.batch_alter_table("dcim_consoleport", schema=None) as batch_op:
        batch_op.drop_index("ix_dcim_consoleport_name")

    with op.batch_alter_table("core_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_core_answer_idempotency_key")
