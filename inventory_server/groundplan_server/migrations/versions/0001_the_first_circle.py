"""The first circle."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from groundplan_server.migrations.tables import FLOAT, ID, JSON, LONG_TEXT, MOMENT, Tables, text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables = Tables()
    tables.create(
        "core_answer",
        sa.Column("id", ID, nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("idempotency_key", text(200), nullable=False),
        sa.Column("fingerprint", text(64), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("body", JSON, nullable=True),
        sa.Column("created", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_answer"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("core_answer", schema=None) as batch_op:
        batch_op.create_index("ix_core_answer_created", ["created"])
        batch_op.create_index("uq_core_answer_actor_id_idempotency_key", ["actor_id", "idempotency_key"], unique=True)

    tables.create(
        "core_commit",
        sa.Column("id", ID, nullable=False),
        sa.Column("time", MOMENT, nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("user_name", text(150), nullable=False),
        sa.Column("request_id", text(64), nullable=False),
        sa.Column("message", text(200), nullable=False),
        sa.Column("source", text(20), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_commit"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("core_commit", schema=None) as batch_op:
        batch_op.create_index("ix_core_commit_request_id", ["request_id"])
        batch_op.create_index("ix_core_commit_time", ["time"])

    tables.create(
        "core_outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_outbox"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("core_outbox", schema=None) as batch_op:
        batch_op.create_index("ix_core_outbox_serial", ["serial"])

    tables.create(
        "dcim_device",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(64), nullable=True),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("role_id", ID, nullable=False),
        sa.Column("platform_id", ID, nullable=True),
        sa.Column("serial", text(50), nullable=False),
        sa.Column("asset_tag", text(50), nullable=True),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("rack_id", ID, nullable=True),
        sa.Column("position", FLOAT, nullable=True),
        sa.Column("face", text(50), nullable=True),
        sa.Column("latitude", FLOAT, nullable=True),
        sa.Column("longitude", FLOAT, nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("airflow", text(50), nullable=True),
        sa.Column("primary_ip4_id", ID, nullable=True),
        sa.Column("primary_ip6_id", ID, nullable=True),
        sa.Column("oob_ip_id", ID, nullable=True),
        sa.Column("cluster_id", ID, nullable=True),
        sa.Column("virtual_chassis_id", ID, nullable=True),
        sa.Column("vc_position", sa.Integer(), nullable=True),
        sa.Column("vc_priority", sa.Integer(), nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("local_context_data", JSON, nullable=True),
        sa.Column("config_template_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["virtualization_cluster.id"],
            name="fk_dcim_device_cluster_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["config_template_id"],
            ["extras_configtemplate.id"],
            name="fk_dcim_device_config_template_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_device_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["dcim_location.id"],
            name="fk_dcim_device_location_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["oob_ip_id"], ["ipam_ipaddress.id"], name="fk_dcim_device_oob_ip_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["dcim_platform.id"],
            name="fk_dcim_device_platform_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["primary_ip4_id"],
            ["ipam_ipaddress.id"],
            name="fk_dcim_device_primary_ip4_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["primary_ip6_id"],
            ["ipam_ipaddress.id"],
            name="fk_dcim_device_primary_ip6_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["rack_id"], ["dcim_rack.id"], name="fk_dcim_device_rack_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["dcim_devicerole.id"], name="fk_dcim_device_role_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["dcim_site.id"], name="fk_dcim_device_site_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenancy_tenant.id"], name="fk_dcim_device_tenant_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["virtual_chassis_id"],
            ["dcim_virtualchassis.id"],
            name="fk_dcim_device_virtual_chassis_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_device"),
        sa.UniqueConstraint("asset_tag", name="uq_dcim_device_asset_tag"),
        sa.UniqueConstraint("oob_ip_id", name="uq_dcim_device_oob_ip_id"),
        sa.UniqueConstraint("primary_ip4_id", name="uq_dcim_device_primary_ip4_id"),
        sa.UniqueConstraint("primary_ip6_id", name="uq_dcim_device_primary_ip6_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_device", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_device_cluster_id", ["cluster_id"])
        batch_op.create_index("ix_dcim_device_config_template_id", ["config_template_id"])
        batch_op.create_index("ix_dcim_device_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_device_location_id", ["location_id"])
        batch_op.create_index("ix_dcim_device_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_device_platform_id", ["platform_id"])
        batch_op.create_index("ix_dcim_device_rack_id", ["rack_id"])
        batch_op.create_index("ix_dcim_device_role_id", ["role_id"])
        batch_op.create_index("ix_dcim_device_site_id", ["site_id"])
        batch_op.create_index("ix_dcim_device_tenant_id", ["tenant_id"])
        batch_op.create_index("ix_dcim_device_virtual_chassis_id", ["virtual_chassis_id"])
        batch_op.create_index(
            "uq_dcim_device_rack_position_face",
            ["rack_id", "position", sa.literal_column("coalesce(face, '')")],
            unique=True,
            sqlite_where=sa.text("rack_id IS NOT NULL AND position IS NOT NULL"),
            postgresql_where=sa.text("rack_id IS NOT NULL AND position IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_dcim_device_site_tenant_name",
            ["site_id", sa.literal_column("coalesce(tenant_id, -1)"), sa.literal_column("lower(name)")],
            unique=True,
            sqlite_where=sa.text("name IS NOT NULL"),
            postgresql_where=sa.text("name IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_dcim_device_virtual_chassis_vc_position",
            ["virtual_chassis_id", "vc_position"],
            unique=True,
            sqlite_where=sa.text("virtual_chassis_id IS NOT NULL AND vc_position IS NOT NULL"),
            postgresql_where=sa.text("virtual_chassis_id IS NOT NULL AND vc_position IS NOT NULL"),
        )

    tables.create(
        "dcim_inventoryitemrole",
        sa.Column("id", ID, nullable=False),
        sa.Column("color", text(6), nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_inventoryitemrole"),
        sa.UniqueConstraint("name", name="uq_dcim_inventoryitemrole_name"),
        sa.UniqueConstraint("slug", name="uq_dcim_inventoryitemrole_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_inventoryitemrole", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_inventoryitemrole_name_sort", ["name_sort"])

    tables.create(
        "dcim_macaddress",
        sa.Column("id", ID, nullable=False),
        sa.Column("mac_address", text(17), nullable=False),
        sa.Column("assigned_object_type", text(100), nullable=True),
        sa.Column("assigned_object_id", sa.BigInteger(), nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_macaddress"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_macaddress", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_macaddress_assigned_object", ["assigned_object_type", "assigned_object_id"])
        batch_op.create_index("ix_dcim_macaddress_mac_address", ["mac_address"])

    tables.create(
        "dcim_manufacturer",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_manufacturer"),
        sa.UniqueConstraint("name", name="uq_dcim_manufacturer_name"),
        sa.UniqueConstraint("slug", name="uq_dcim_manufacturer_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_manufacturer", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_manufacturer_name_sort", ["name_sort"])

    tables.create(
        "dcim_rackrole",
        sa.Column("id", ID, nullable=False),
        sa.Column("color", text(6), nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_rackrole"),
        sa.UniqueConstraint("name", name="uq_dcim_rackrole_name"),
        sa.UniqueConstraint("slug", name="uq_dcim_rackrole_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_rackrole", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rackrole_name_sort", ["name_sort"])

    tables.create(
        "dcim_region",
        sa.Column("id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["dcim_region.id"], name="fk_dcim_region_parent_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_region"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_region", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_region_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_region_parent_id", ["parent_id"])
        batch_op.create_index(
            "uq_dcim_region_parent_name", [sa.literal_column("coalesce(parent_id, -1)"), "name"], unique=True
        )
        batch_op.create_index(
            "uq_dcim_region_parent_slug", [sa.literal_column("coalesce(parent_id, -1)"), "slug"], unique=True
        )

    tables.create(
        "dcim_sitegroup",
        sa.Column("id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["dcim_sitegroup.id"],
            name="fk_dcim_sitegroup_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_sitegroup"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_sitegroup", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_sitegroup_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_sitegroup_parent_id", ["parent_id"])
        batch_op.create_index(
            "uq_dcim_sitegroup_parent_name", [sa.literal_column("coalesce(parent_id, -1)"), "name"], unique=True
        )
        batch_op.create_index(
            "uq_dcim_sitegroup_parent_slug", [sa.literal_column("coalesce(parent_id, -1)"), "slug"], unique=True
        )

    tables.create(
        "dcim_virtualchassis",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("domain", text(30), nullable=False),
        sa.Column("master_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["master_id"],
            ["dcim_device.id"],
            name="fk_dcim_virtualchassis_master_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_virtualchassis"),
        sa.UniqueConstraint("master_id", name="uq_dcim_virtualchassis_master_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_virtualchassis", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_virtualchassis_name_sort", ["name_sort"])

    tables.create(
        "extras_configcontext",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_extras_configcontext"),
        sa.UniqueConstraint("name", name="uq_extras_configcontext_name"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("extras_configcontext", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_name_sort", ["name_sort"])

    tables.create(
        "extras_configtemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("template_code", LONG_TEXT, nullable=False),
        sa.Column("environment_params", JSON, nullable=False),
        sa.Column("mime_type", text(50), nullable=False),
        sa.Column("file_name", text(200), nullable=False),
        sa.Column("file_extension", text(15), nullable=False),
        sa.Column("as_attachment", sa.Boolean(), nullable=False),
        sa.Column("debug", sa.Boolean(), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_extras_configtemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("extras_configtemplate", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configtemplate_name_sort", ["name_sort"])

    tables.create(
        "extras_customfieldchoiceset",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("base_choices", text(50), nullable=True),
        sa.Column("extra_choices", JSON, nullable=True),
        sa.Column("choice_colors", JSON, nullable=False),
        sa.Column("order_alphabetically", sa.Boolean(), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_extras_customfieldchoiceset"),
        sa.UniqueConstraint("name", name="uq_extras_customfieldchoiceset_name"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("extras_customfieldchoiceset", schema=None) as batch_op:
        batch_op.create_index("ix_extras_customfieldchoiceset_name_sort", ["name_sort"])

    tables.create(
        "extras_tag",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("color", text(6), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("object_types", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_extras_tag"),
        sa.UniqueConstraint("name", name="uq_extras_tag_name"),
        sa.UniqueConstraint("slug", name="uq_extras_tag_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("extras_tag", schema=None) as batch_op:
        batch_op.create_index("ix_extras_tag_name_sort", ["name_sort"])

    tables.create(
        "ipam_rir",
        sa.Column("id", ID, nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_rir"),
        sa.UniqueConstraint("name", name="uq_ipam_rir_name"),
        sa.UniqueConstraint("slug", name="uq_ipam_rir_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_rir", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_rir_name_sort", ["name_sort"])

    tables.create(
        "ipam_role",
        sa.Column("id", ID, nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_role"),
        sa.UniqueConstraint("name", name="uq_ipam_role_name"),
        sa.UniqueConstraint("slug", name="uq_ipam_role_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_role", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_role_name_sort", ["name_sort"])

    tables.create(
        "ipam_service",
        sa.Column("id", ID, nullable=False),
        sa.Column("parent_object_type", text(100), nullable=False),
        sa.Column("parent_object_id", sa.BigInteger(), nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("protocol", text(50), nullable=False),
        sa.Column("ports", JSON, nullable=False),
        sa.Column("lowest_port", sa.BigInteger(), nullable=True),
        sa.Column("port_list", LONG_TEXT, nullable=True),
        sa.Column("port_marks", LONG_TEXT, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_service"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_service", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_service_name_sort", ["name_sort"])
        batch_op.create_index("ix_ipam_service_parent", ["parent_object_type", "parent_object_id"])

    tables.create(
        "ipam_vlantranslationpolicy",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_vlantranslationpolicy"),
        sa.UniqueConstraint("name", name="uq_ipam_vlantranslationpolicy_name"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_vlantranslationpolicy", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vlantranslationpolicy_name_sort", ["name_sort"])

    tables.create(
        "tenancy_tenantgroup",
        sa.Column("id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["tenancy_tenantgroup.id"],
            name="fk_tenancy_tenantgroup_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tenancy_tenantgroup"),
        sa.UniqueConstraint("name", name="uq_tenancy_tenantgroup_name"),
        sa.UniqueConstraint("slug", name="uq_tenancy_tenantgroup_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tenancy_tenantgroup", schema=None) as batch_op:
        batch_op.create_index("ix_tenancy_tenantgroup_name_sort", ["name_sort"])
        batch_op.create_index("ix_tenancy_tenantgroup_parent_id", ["parent_id"])

    tables.create(
        "users_group",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(150), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users_group"),
        sa.UniqueConstraint("name", name="uq_users_group_name"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("users_group", schema=None) as batch_op:
        batch_op.create_index("ix_users_group_name_sort", ["name_sort"])

    tables.create(
        "users_objectpermission",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("object_types", JSON, nullable=False),
        sa.Column("actions", JSON, nullable=False),
        sa.Column("constraints", JSON, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_users_objectpermission"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("users_objectpermission", schema=None) as batch_op:
        batch_op.create_index("ix_users_objectpermission_name_sort", ["name_sort"])

    tables.create(
        "users_user",
        sa.Column("id", ID, nullable=False),
        sa.Column("username", text(150), nullable=False),
        sa.Column("username_sort", text(1000), nullable=False),
        sa.Column("password", text(128), nullable=False),
        sa.Column("first_name", text(150), nullable=False),
        sa.Column("last_name", text(150), nullable=False),
        sa.Column("email", text(254), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_superuser", sa.Boolean(), nullable=False),
        sa.Column("date_joined", MOMENT, nullable=False),
        sa.Column("last_login", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_users_user"),
        sa.UniqueConstraint("username", name="uq_users_user_username"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("users_user", schema=None) as batch_op:
        batch_op.create_index("ix_users_user_username_sort", ["username_sort"])

    tables.create(
        "virtualization_clustergroup",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_virtualization_clustergroup"),
        sa.UniqueConstraint("name", name="uq_virtualization_clustergroup_name"),
        sa.UniqueConstraint("slug", name="uq_virtualization_clustergroup_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("virtualization_clustergroup", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_clustergroup_name_sort", ["name_sort"])

    tables.create(
        "virtualization_clustertype",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_virtualization_clustertype"),
        sa.UniqueConstraint("name", name="uq_virtualization_clustertype_name"),
        sa.UniqueConstraint("slug", name="uq_virtualization_clustertype_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("virtualization_clustertype", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_clustertype_name_sort", ["name_sort"])

    tables.create(
        "core_objectchange",
        sa.Column("id", ID, nullable=False),
        sa.Column("commit_id", ID, nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("action", text(50), nullable=False),
        sa.Column("changed_object_type", text(100), nullable=False),
        sa.Column("changed_object_id", sa.BigInteger(), nullable=False),
        sa.Column("object_repr", text(200), nullable=False),
        sa.Column("related_object_type", text(100), nullable=True),
        sa.Column("related_object_id", sa.BigInteger(), nullable=True),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.ForeignKeyConstraint(
            ["commit_id"],
            ["core_commit.id"],
            name="fk_core_objectchange_commit_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_core_objectchange"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("core_objectchange", schema=None) as batch_op:
        batch_op.create_index("ix_core_objectchange_changed_object_id", ["changed_object_id"])
        batch_op.create_index("ix_core_objectchange_changed_object_type", ["changed_object_type"])
        batch_op.create_index("ix_core_objectchange_commit_id", ["commit_id"])
        batch_op.create_index("ix_core_objectchange_related_object", ["related_object_type", "related_object_id"])

    tables.create(
        "dcim_consoleport",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=True),
        sa.Column("speed", sa.Integer(), nullable=True),
        sa.Column("mark_connected", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["dcim_device.id"],
            name="fk_dcim_consoleport_device_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_consoleport"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_consoleport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleport_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_consoleport_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_consoleport_device_name", ["device_id", "name"], unique=True)

    tables.create(
        "dcim_consoleserverport",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=True),
        sa.Column("speed", sa.Integer(), nullable=True),
        sa.Column("mark_connected", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["dcim_device.id"],
            name="fk_dcim_consoleserverport_device_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_consoleserverport"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_consoleserverport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleserverport_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_consoleserverport_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_consoleserverport_device_name", ["device_id", "name"], unique=True)

    tables.create(
        "dcim_device_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_device.id"],
            name="fk_dcim_device_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_device_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_device_tags"),
    )
    with op.batch_alter_table("dcim_device_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_device_tags_target_id", ["target_id"])

    tables.create(
        "dcim_devicebay",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("installed_device_id", ID, nullable=True),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["dcim_device.id"], name="fk_dcim_devicebay_device_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["installed_device_id"],
            ["dcim_device.id"],
            name="fk_dcim_devicebay_installed_device_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_devicebay"),
        sa.UniqueConstraint("installed_device_id", name="uq_dcim_devicebay_installed_device_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_devicebay", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicebay_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_devicebay_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_devicebay_device_name", ["device_id", "name"], unique=True)

    tables.create(
        "dcim_devicerole",
        sa.Column("id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("color", text(6), nullable=False),
        sa.Column("vm_role", sa.Boolean(), nullable=False),
        sa.Column("config_template_id", ID, nullable=True),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["config_template_id"],
            ["extras_configtemplate.id"],
            name="fk_dcim_devicerole_config_template_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["dcim_devicerole.id"],
            name="fk_dcim_devicerole_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_devicerole"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_devicerole", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicerole_config_template_id", ["config_template_id"])
        batch_op.create_index("ix_dcim_devicerole_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_devicerole_parent_id", ["parent_id"])
        batch_op.create_index(
            "uq_dcim_devicerole_parent_name", [sa.literal_column("coalesce(parent_id, -1)"), "name"], unique=True
        )
        batch_op.create_index(
            "uq_dcim_devicerole_parent_slug", [sa.literal_column("coalesce(parent_id, -1)"), "slug"], unique=True
        )

    tables.create(
        "dcim_frontport",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=False),
        sa.Column("color", text(6), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("mark_connected", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["dcim_device.id"], name="fk_dcim_frontport_device_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_frontport"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_frontport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_frontport_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_frontport_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_frontport_device_name", ["device_id", "name"], unique=True)

    tables.create(
        "dcim_inventoryitem",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("role_id", ID, nullable=True),
        sa.Column("manufacturer_id", ID, nullable=True),
        sa.Column("part_id", text(50), nullable=False),
        sa.Column("serial", text(50), nullable=False),
        sa.Column("asset_tag", text(50), nullable=True),
        sa.Column("discovered", sa.Boolean(), nullable=False),
        sa.Column("component_type", text(100), nullable=True),
        sa.Column("component_id", sa.BigInteger(), nullable=True),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["dcim_device.id"],
            name="fk_dcim_inventoryitem_device_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["manufacturer_id"],
            ["dcim_manufacturer.id"],
            name="fk_dcim_inventoryitem_manufacturer_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["dcim_inventoryitem.id"],
            name="fk_dcim_inventoryitem_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["dcim_inventoryitemrole.id"],
            name="fk_dcim_inventoryitem_role_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_inventoryitem"),
        sa.UniqueConstraint("asset_tag", name="uq_dcim_inventoryitem_asset_tag"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_inventoryitem", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_inventoryitem_component", ["component_type", "component_id"])
        batch_op.create_index("ix_dcim_inventoryitem_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_inventoryitem_manufacturer_id", ["manufacturer_id"])
        batch_op.create_index("ix_dcim_inventoryitem_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_inventoryitem_parent_id", ["parent_id"])
        batch_op.create_index("ix_dcim_inventoryitem_role_id", ["role_id"])
        batch_op.create_index(
            "uq_dcim_inventoryitem_device_parent_name",
            ["device_id", sa.literal_column("coalesce(parent_id, -1)"), "name"],
            unique=True,
        )

    tables.create(
        "dcim_inventoryitemrole_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_inventoryitemrole.id"],
            name="fk_dcim_inventoryitemrole_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_inventoryitemrole_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_inventoryitemrole_tags"),
    )
    with op.batch_alter_table("dcim_inventoryitemrole_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_inventoryitemrole_tags_target_id", ["target_id"])

    tables.create(
        "dcim_macaddress_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_macaddress.id"],
            name="fk_dcim_macaddress_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_macaddress_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_macaddress_tags"),
    )
    with op.batch_alter_table("dcim_macaddress_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_macaddress_tags_target_id", ["target_id"])

    tables.create(
        "dcim_manufacturer_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_manufacturer.id"],
            name="fk_dcim_manufacturer_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_manufacturer_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_manufacturer_tags"),
    )
    with op.batch_alter_table("dcim_manufacturer_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_manufacturer_tags_target_id", ["target_id"])

    tables.create(
        "dcim_modulebay",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("position", text(30), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["dcim_device.id"], name="fk_dcim_modulebay_device_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_modulebay"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_modulebay", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_modulebay_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_modulebay_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_modulebay_device_name", ["device_id", "name"], unique=True)

    tables.create(
        "dcim_platform",
        sa.Column("id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("manufacturer_id", ID, nullable=True),
        sa.Column("config_template_id", ID, nullable=True),
        sa.Column("network_driver", text(100), nullable=False),
        sa.Column("napalm_driver", text(100), nullable=False),
        sa.Column("netmiko_driver", text(100), nullable=False),
        sa.Column("scrapli_driver", text(100), nullable=False),
        sa.Column("ansible_driver", text(100), nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["config_template_id"],
            ["extras_configtemplate.id"],
            name="fk_dcim_platform_config_template_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["manufacturer_id"],
            ["dcim_manufacturer.id"],
            name="fk_dcim_platform_manufacturer_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["dcim_platform.id"],
            name="fk_dcim_platform_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_platform"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_platform", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_platform_config_template_id", ["config_template_id"])
        batch_op.create_index("ix_dcim_platform_manufacturer_id", ["manufacturer_id"])
        batch_op.create_index("ix_dcim_platform_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_platform_parent_id", ["parent_id"])
        batch_op.create_index(
            "uq_dcim_platform_manufacturer_name",
            [sa.literal_column("coalesce(manufacturer_id, -1)"), "name"],
            unique=True,
        )
        batch_op.create_index(
            "uq_dcim_platform_manufacturer_slug",
            [sa.literal_column("coalesce(manufacturer_id, -1)"), "slug"],
            unique=True,
        )

    tables.create(
        "dcim_powerport",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=True),
        sa.Column("maximum_draw", sa.Integer(), nullable=True),
        sa.Column("allocated_draw", sa.Integer(), nullable=True),
        sa.Column("mark_connected", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["dcim_device.id"], name="fk_dcim_powerport_device_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_powerport"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_powerport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_powerport_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_powerport_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_powerport_device_name", ["device_id", "name"], unique=True)

    tables.create(
        "dcim_rackrole_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_rackrole.id"],
            name="fk_dcim_rackrole_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_rackrole_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_rackrole_tags"),
    )
    with op.batch_alter_table("dcim_rackrole_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rackrole_tags_target_id", ["target_id"])

    tables.create(
        "dcim_racktype",
        sa.Column("id", ID, nullable=False),
        sa.Column("manufacturer_id", ID, nullable=False),
        sa.Column("model", text(100), nullable=False),
        sa.Column("model_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("form_factor", text(50), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("u_height", sa.Integer(), nullable=False),
        sa.Column("starting_unit", sa.Integer(), nullable=False),
        sa.Column("desc_units", sa.Boolean(), nullable=False),
        sa.Column("outer_width", sa.Integer(), nullable=True),
        sa.Column("outer_height", sa.Integer(), nullable=True),
        sa.Column("outer_depth", sa.Integer(), nullable=True),
        sa.Column("outer_unit", text(50), nullable=True),
        sa.Column("mounting_depth", sa.Integer(), nullable=True),
        sa.Column("max_weight", sa.Integer(), nullable=True),
        sa.Column("abs_max_weight", sa.BigInteger(), nullable=True),
        sa.Column("weight", FLOAT, nullable=True),
        sa.Column("weight_unit", text(50), nullable=True),
        sa.Column("abs_weight", sa.BigInteger(), nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["manufacturer_id"],
            ["dcim_manufacturer.id"],
            name="fk_dcim_racktype_manufacturer_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_racktype"),
        sa.UniqueConstraint("slug", name="uq_dcim_racktype_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_racktype", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_racktype_manufacturer_id", ["manufacturer_id"])
        batch_op.create_index("ix_dcim_racktype_model_sort", ["model_sort"])
        batch_op.create_index("uq_dcim_racktype_manufacturer_model", ["manufacturer_id", "model"], unique=True)

    tables.create(
        "dcim_rearport",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=False),
        sa.Column("color", text(6), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("mark_connected", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["dcim_device.id"], name="fk_dcim_rearport_device_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_rearport"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_rearport", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rearport_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_rearport_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_rearport_device_name", ["device_id", "name"], unique=True)

    tables.create(
        "dcim_region_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_region.id"],
            name="fk_dcim_region_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_region_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_region_tags"),
    )
    with op.batch_alter_table("dcim_region_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_region_tags_target_id", ["target_id"])

    tables.create(
        "dcim_sitegroup_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_sitegroup.id"],
            name="fk_dcim_sitegroup_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_sitegroup_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_sitegroup_tags"),
    )
    with op.batch_alter_table("dcim_sitegroup_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_sitegroup_tags_target_id", ["target_id"])

    tables.create(
        "dcim_virtualchassis_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_virtualchassis.id"],
            name="fk_dcim_virtualchassis_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_virtualchassis_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_virtualchassis_tags"),
    )
    with op.batch_alter_table("dcim_virtualchassis_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_virtualchassis_tags_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_cluster_groups",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_cluster_groups_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["virtualization_clustergroup.id"],
            name="fk_extras_configcontext_cluster_groups_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_cluster_groups"),
    )
    with op.batch_alter_table("extras_configcontext_cluster_groups", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_cluster_groups_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_cluster_types",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_cluster_types_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["virtualization_clustertype.id"],
            name="fk_extras_configcontext_cluster_types_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_cluster_types"),
    )
    with op.batch_alter_table("extras_configcontext_cluster_types", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_cluster_types_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_regions",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_regions_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["dcim_region.id"],
            name="fk_extras_configcontext_regions_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_regions"),
    )
    with op.batch_alter_table("extras_configcontext_regions", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_regions_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_site_groups",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_site_groups_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["dcim_sitegroup.id"],
            name="fk_extras_configcontext_site_groups_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_site_groups"),
    )
    with op.batch_alter_table("extras_configcontext_site_groups", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_site_groups_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_extras_configcontext_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_tags"),
    )
    with op.batch_alter_table("extras_configcontext_tags", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_tags_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_tenant_groups",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_tenant_groups_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["tenancy_tenantgroup.id"],
            name="fk_extras_configcontext_tenant_groups_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_tenant_groups"),
    )
    with op.batch_alter_table("extras_configcontext_tenant_groups", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_tenant_groups_target_id", ["target_id"])

    tables.create(
        "extras_configtemplate_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configtemplate.id"],
            name="fk_extras_configtemplate_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_extras_configtemplate_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configtemplate_tags"),
    )
    with op.batch_alter_table("extras_configtemplate_tags", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configtemplate_tags_target_id", ["target_id"])

    tables.create(
        "extras_customfield",
        sa.Column("id", ID, nullable=False),
        sa.Column("object_types", JSON, nullable=False),
        sa.Column("type", text(50), nullable=False),
        sa.Column("related_object_type", text(100), nullable=True),
        sa.Column("name", text(50), nullable=False),
        sa.Column("label", text(50), nullable=False),
        sa.Column("group_name", text(50), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("unique", sa.Boolean(), nullable=False),
        sa.Column("search_weight", sa.Integer(), nullable=False),
        sa.Column("filter_logic", text(50), nullable=False),
        sa.Column("ui_visible", text(50), nullable=False),
        sa.Column("ui_editable", text(50), nullable=False),
        sa.Column("is_cloneable", sa.Boolean(), nullable=False),
        sa.Column("default", JSON, nullable=True),
        sa.Column("related_object_filter", JSON, nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("validation_minimum", FLOAT, nullable=True),
        sa.Column("validation_maximum", FLOAT, nullable=True),
        sa.Column("validation_regex", text(500), nullable=False),
        sa.Column("validation_schema", JSON, nullable=True),
        sa.Column("choice_set_id", ID, nullable=True),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["choice_set_id"],
            ["extras_customfieldchoiceset.id"],
            name="fk_extras_customfield_choice_set_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_extras_customfield"),
        sa.UniqueConstraint("name", name="uq_extras_customfield_name"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("extras_customfield", schema=None) as batch_op:
        batch_op.create_index("ix_extras_customfield_choice_set_id", ["choice_set_id"])

    tables.create(
        "extras_journalentry",
        sa.Column("id", ID, nullable=False),
        sa.Column("assigned_object_type", text(100), nullable=False),
        sa.Column("assigned_object_id", sa.BigInteger(), nullable=False),
        sa.Column("created_by_id", ID, nullable=True),
        sa.Column("kind", text(50), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("title", LONG_TEXT, nullable=True),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["users_user.id"],
            name="fk_extras_journalentry_created_by_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_extras_journalentry"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("extras_journalentry", schema=None) as batch_op:
        batch_op.create_index("ix_extras_journalentry_assigned_object", ["assigned_object_type", "assigned_object_id"])
        batch_op.create_index("ix_extras_journalentry_created_by_id", ["created_by_id"])

    tables.create(
        "ipam_rir_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["ipam_rir.id"], name="fk_ipam_rir_tags_source_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["extras_tag.id"], name="fk_ipam_rir_tags_target_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_rir_tags"),
    )
    with op.batch_alter_table("ipam_rir_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_rir_tags_target_id", ["target_id"])

    tables.create(
        "ipam_role_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["ipam_role.id"], name="fk_ipam_role_tags_source_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["extras_tag.id"], name="fk_ipam_role_tags_target_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_role_tags"),
    )
    with op.batch_alter_table("ipam_role_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_role_tags_target_id", ["target_id"])

    tables.create(
        "ipam_service_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_service.id"],
            name="fk_ipam_service_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_ipam_service_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_service_tags"),
    )
    with op.batch_alter_table("ipam_service_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_service_tags_target_id", ["target_id"])

    tables.create(
        "ipam_vlantranslationpolicy_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_vlantranslationpolicy.id"],
            name="fk_ipam_vlantranslationpolicy_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_ipam_vlantranslationpolicy_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_vlantranslationpolicy_tags"),
    )
    with op.batch_alter_table("ipam_vlantranslationpolicy_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vlantranslationpolicy_tags_target_id", ["target_id"])

    tables.create(
        "tenancy_tenant",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["tenancy_tenantgroup.id"],
            name="fk_tenancy_tenant_group_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tenancy_tenant"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tenancy_tenant", schema=None) as batch_op:
        batch_op.create_index("ix_tenancy_tenant_group_id", ["group_id"])
        batch_op.create_index("ix_tenancy_tenant_name_sort", ["name_sort"])
        batch_op.create_index(
            "uq_tenancy_tenant_group_name", [sa.literal_column("coalesce(group_id, -1)"), "name"], unique=True
        )
        batch_op.create_index(
            "uq_tenancy_tenant_group_slug", [sa.literal_column("coalesce(group_id, -1)"), "slug"], unique=True
        )

    tables.create(
        "tenancy_tenantgroup_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["tenancy_tenantgroup.id"],
            name="fk_tenancy_tenantgroup_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_tenancy_tenantgroup_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_tenancy_tenantgroup_tags"),
    )
    with op.batch_alter_table("tenancy_tenantgroup_tags", schema=None) as batch_op:
        batch_op.create_index("ix_tenancy_tenantgroup_tags_target_id", ["target_id"])

    tables.create(
        "users_group_permissions",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["users_group.id"],
            name="fk_users_group_permissions_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["users_objectpermission.id"],
            name="fk_users_group_permissions_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_users_group_permissions"),
    )
    with op.batch_alter_table("users_group_permissions", schema=None) as batch_op:
        batch_op.create_index("ix_users_group_permissions_target_id", ["target_id"])

    tables.create(
        "users_objectpermission_groups",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["users_objectpermission.id"],
            name="fk_users_objectpermission_groups_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["users_group.id"],
            name="fk_users_objectpermission_groups_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_users_objectpermission_groups"),
    )
    with op.batch_alter_table("users_objectpermission_groups", schema=None) as batch_op:
        batch_op.create_index("ix_users_objectpermission_groups_target_id", ["target_id"])

    tables.create(
        "users_objectpermission_users",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["users_objectpermission.id"],
            name="fk_users_objectpermission_users_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["users_user.id"],
            name="fk_users_objectpermission_users_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_users_objectpermission_users"),
    )
    with op.batch_alter_table("users_objectpermission_users", schema=None) as batch_op:
        batch_op.create_index("ix_users_objectpermission_users_target_id", ["target_id"])

    tables.create(
        "users_token",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_key", text(12), nullable=True),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=True),
        sa.Column("last_used", MOMENT, nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("write_enabled", sa.Boolean(), nullable=False),
        sa.Column("pepper_id", sa.Integer(), nullable=True),
        sa.Column("allowed_ips", JSON, nullable=False),
        sa.Column("plaintext", text(40), nullable=True),
        sa.Column("digest", text(64), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users_user.id"], name="fk_users_token_user_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_users_token"),
        sa.UniqueConstraint("digest", name="uq_users_token_digest"),
        sa.UniqueConstraint("public_key", name="uq_users_token_public_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("users_token", schema=None) as batch_op:
        batch_op.create_index("ix_users_token_user_id", ["user_id"])

    tables.create(
        "users_user_groups",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["users_user.id"],
            name="fk_users_user_groups_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["users_group.id"],
            name="fk_users_user_groups_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_users_user_groups"),
    )
    with op.batch_alter_table("users_user_groups", schema=None) as batch_op:
        batch_op.create_index("ix_users_user_groups_target_id", ["target_id"])

    tables.create(
        "users_user_permissions",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["users_user.id"],
            name="fk_users_user_permissions_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["users_objectpermission.id"],
            name="fk_users_user_permissions_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_users_user_permissions"),
    )
    with op.batch_alter_table("users_user_permissions", schema=None) as batch_op:
        batch_op.create_index("ix_users_user_permissions_target_id", ["target_id"])

    tables.create(
        "virtualization_clustergroup_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["virtualization_clustergroup.id"],
            name="fk_virtualization_clustergroup_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_virtualization_clustergroup_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_virtualization_clustergroup_tags"),
    )
    with op.batch_alter_table("virtualization_clustergroup_tags", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_clustergroup_tags_target_id", ["target_id"])

    tables.create(
        "virtualization_clustertype_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["virtualization_clustertype.id"],
            name="fk_virtualization_clustertype_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_virtualization_clustertype_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_virtualization_clustertype_tags"),
    )
    with op.batch_alter_table("virtualization_clustertype_tags", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_clustertype_tags_target_id", ["target_id"])

    tables.create(
        "dcim_consoleport_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_consoleport.id"],
            name="fk_dcim_consoleport_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_consoleport_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_consoleport_tags"),
    )
    with op.batch_alter_table("dcim_consoleport_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleport_tags_target_id", ["target_id"])

    tables.create(
        "dcim_consoleserverport_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_consoleserverport.id"],
            name="fk_dcim_consoleserverport_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_consoleserverport_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_consoleserverport_tags"),
    )
    with op.batch_alter_table("dcim_consoleserverport_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleserverport_tags_target_id", ["target_id"])

    tables.create(
        "dcim_devicebay_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_devicebay.id"],
            name="fk_dcim_devicebay_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_devicebay_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_devicebay_tags"),
    )
    with op.batch_alter_table("dcim_devicebay_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicebay_tags_target_id", ["target_id"])

    tables.create(
        "dcim_devicerole_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_devicerole.id"],
            name="fk_dcim_devicerole_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_devicerole_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_devicerole_tags"),
    )
    with op.batch_alter_table("dcim_devicerole_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicerole_tags_target_id", ["target_id"])

    tables.create(
        "dcim_devicetype",
        sa.Column("id", ID, nullable=False),
        sa.Column("manufacturer_id", ID, nullable=False),
        sa.Column("default_platform_id", ID, nullable=True),
        sa.Column("model", text(100), nullable=False),
        sa.Column("model_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("part_number", text(50), nullable=False),
        sa.Column("u_height", FLOAT, nullable=False),
        sa.Column("exclude_from_utilization", sa.Boolean(), nullable=False),
        sa.Column("is_full_depth", sa.Boolean(), nullable=False),
        sa.Column("subdevice_role", text(50), nullable=True),
        sa.Column("airflow", text(50), nullable=True),
        sa.Column("front_image", text(500), nullable=True),
        sa.Column("rear_image", text(500), nullable=True),
        sa.Column("weight", FLOAT, nullable=True),
        sa.Column("weight_unit", text(50), nullable=True),
        sa.Column("abs_weight", sa.BigInteger(), nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["default_platform_id"],
            ["dcim_platform.id"],
            name="fk_dcim_devicetype_default_platform_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["manufacturer_id"],
            ["dcim_manufacturer.id"],
            name="fk_dcim_devicetype_manufacturer_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_devicetype"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_devicetype", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicetype_default_platform_id", ["default_platform_id"])
        batch_op.create_index("ix_dcim_devicetype_manufacturer_id", ["manufacturer_id"])
        batch_op.create_index("ix_dcim_devicetype_model_sort", ["model_sort"])
        batch_op.create_index("uq_dcim_devicetype_manufacturer_model", ["manufacturer_id", "model"], unique=True)
        batch_op.create_index("uq_dcim_devicetype_manufacturer_slug", ["manufacturer_id", "slug"], unique=True)

    tables.create(
        "dcim_frontport_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_frontport.id"],
            name="fk_dcim_frontport_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_frontport_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_frontport_tags"),
    )
    with op.batch_alter_table("dcim_frontport_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_frontport_tags_target_id", ["target_id"])

    tables.create(
        "dcim_inventoryitem_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_inventoryitem.id"],
            name="fk_dcim_inventoryitem_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_inventoryitem_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_inventoryitem_tags"),
    )
    with op.batch_alter_table("dcim_inventoryitem_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_inventoryitem_tags_target_id", ["target_id"])

    tables.create(
        "dcim_modulebay_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_modulebay.id"],
            name="fk_dcim_modulebay_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_modulebay_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_modulebay_tags"),
    )
    with op.batch_alter_table("dcim_modulebay_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_modulebay_tags_target_id", ["target_id"])

    tables.create(
        "dcim_platform_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_platform.id"],
            name="fk_dcim_platform_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_platform_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_platform_tags"),
    )
    with op.batch_alter_table("dcim_platform_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_platform_tags_target_id", ["target_id"])

    tables.create(
        "dcim_portmapping",
        sa.Column("id", ID, nullable=False),
        sa.Column("front_port_id", ID, nullable=False),
        sa.Column("front_port_position", sa.Integer(), nullable=False),
        sa.Column("rear_port_id", ID, nullable=False),
        sa.Column("rear_port_position", sa.Integer(), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["front_port_id"],
            ["dcim_frontport.id"],
            name="fk_dcim_portmapping_front_port_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["rear_port_id"],
            ["dcim_rearport.id"],
            name="fk_dcim_portmapping_rear_port_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_portmapping"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_portmapping", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_portmapping_front_port_id", ["front_port_id"])
        batch_op.create_index("ix_dcim_portmapping_rear_port_id", ["rear_port_id"])
        batch_op.create_index(
            "uq_dcim_portmapping_front_port_front_port_position", ["front_port_id", "front_port_position"], unique=True
        )
        batch_op.create_index(
            "uq_dcim_portmapping_rear_port_rear_port_position", ["rear_port_id", "rear_port_position"], unique=True
        )

    tables.create(
        "dcim_poweroutlet",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("color", text(6), nullable=False),
        sa.Column("power_port_id", ID, nullable=True),
        sa.Column("feed_leg", text(50), nullable=True),
        sa.Column("mark_connected", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["dcim_device.id"],
            name="fk_dcim_poweroutlet_device_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["power_port_id"],
            ["dcim_powerport.id"],
            name="fk_dcim_poweroutlet_power_port_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_poweroutlet"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_poweroutlet", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_poweroutlet_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_poweroutlet_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_poweroutlet_power_port_id", ["power_port_id"])
        batch_op.create_index("uq_dcim_poweroutlet_device_name", ["device_id", "name"], unique=True)

    tables.create(
        "dcim_powerport_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_powerport.id"],
            name="fk_dcim_powerport_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_powerport_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_powerport_tags"),
    )
    with op.batch_alter_table("dcim_powerport_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_powerport_tags_target_id", ["target_id"])

    tables.create(
        "dcim_racktype_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_racktype.id"],
            name="fk_dcim_racktype_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_racktype_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_racktype_tags"),
    )
    with op.batch_alter_table("dcim_racktype_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_racktype_tags_target_id", ["target_id"])

    tables.create(
        "dcim_rearport_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_rearport.id"],
            name="fk_dcim_rearport_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_rearport_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_rearport_tags"),
    )
    with op.batch_alter_table("dcim_rearport_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rearport_tags_target_id", ["target_id"])

    tables.create(
        "dcim_site",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("status", text(50), nullable=False),
        sa.Column("region_id", ID, nullable=True),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("facility", text(50), nullable=False),
        sa.Column("time_zone", text(63), nullable=True),
        sa.Column("physical_address", text(200), nullable=False),
        sa.Column("shipping_address", text(200), nullable=False),
        sa.Column("latitude", FLOAT, nullable=True),
        sa.Column("longitude", FLOAT, nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["dcim_sitegroup.id"], name="fk_dcim_site_group_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["dcim_region.id"], name="fk_dcim_site_region_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenancy_tenant.id"], name="fk_dcim_site_tenant_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_site"),
        sa.UniqueConstraint("name", name="uq_dcim_site_name"),
        sa.UniqueConstraint("slug", name="uq_dcim_site_slug"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_site", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_site_group_id", ["group_id"])
        batch_op.create_index("ix_dcim_site_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_site_region_id", ["region_id"])
        batch_op.create_index("ix_dcim_site_tenant_id", ["tenant_id"])

    tables.create(
        "extras_configcontext_platforms",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_platforms_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["dcim_platform.id"],
            name="fk_extras_configcontext_platforms_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_platforms"),
    )
    with op.batch_alter_table("extras_configcontext_platforms", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_platforms_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_roles",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_roles_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["dcim_devicerole.id"],
            name="fk_extras_configcontext_roles_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_roles"),
    )
    with op.batch_alter_table("extras_configcontext_roles", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_roles_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_tenants",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_tenants_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["tenancy_tenant.id"],
            name="fk_extras_configcontext_tenants_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_tenants"),
    )
    with op.batch_alter_table("extras_configcontext_tenants", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_tenants_target_id", ["target_id"])

    tables.create(
        "extras_journalentry_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_journalentry.id"],
            name="fk_extras_journalentry_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_extras_journalentry_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_journalentry_tags"),
    )
    with op.batch_alter_table("extras_journalentry_tags", schema=None) as batch_op:
        batch_op.create_index("ix_extras_journalentry_tags_target_id", ["target_id"])

    tables.create(
        "ipam_aggregate",
        sa.Column("id", ID, nullable=False),
        sa.Column("prefix", text(43), nullable=False),
        sa.Column("family", sa.Integer(), nullable=True),
        sa.Column("rir_id", ID, nullable=False),
        sa.Column("date_added", sa.Date(), nullable=True),
        sa.Column("first_key", LONG_TEXT, nullable=True),
        sa.Column("last_key", LONG_TEXT, nullable=True),
        sa.Column("mask_length", sa.BigInteger(), nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["rir_id"], ["ipam_rir.id"], name="fk_ipam_aggregate_rir_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenancy_tenant.id"],
            name="fk_ipam_aggregate_tenant_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_aggregate"),
        sa.UniqueConstraint("prefix", name="uq_ipam_aggregate_prefix"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_aggregate", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_aggregate_first_key", ["first_key"])
        batch_op.create_index("ix_ipam_aggregate_rir_id", ["rir_id"])
        batch_op.create_index("ix_ipam_aggregate_tenant_id", ["tenant_id"])

    tables.create(
        "ipam_asn",
        sa.Column("id", ID, nullable=False),
        sa.Column("asn", sa.BigInteger(), nullable=False),
        sa.Column("rir_id", ID, nullable=False),
        sa.Column("role_id", ID, nullable=True),
        sa.Column("prefixed_name", LONG_TEXT, nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["rir_id"], ["ipam_rir.id"], name="fk_ipam_asn_rir_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["ipam_role.id"], name="fk_ipam_asn_role_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenancy_tenant.id"], name="fk_ipam_asn_tenant_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_asn"),
        sa.UniqueConstraint("asn", name="uq_ipam_asn_asn"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_asn", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_asn_rir_id", ["rir_id"])
        batch_op.create_index("ix_ipam_asn_role_id", ["role_id"])
        batch_op.create_index("ix_ipam_asn_tenant_id", ["tenant_id"])

    tables.create(
        "ipam_routetarget",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(21), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenancy_tenant.id"],
            name="fk_ipam_routetarget_tenant_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_routetarget"),
        sa.UniqueConstraint("name", name="uq_ipam_routetarget_name"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_routetarget", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_routetarget_name_sort", ["name_sort"])
        batch_op.create_index("ix_ipam_routetarget_tenant_id", ["tenant_id"])

    tables.create(
        "ipam_vlangroup",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("scope_type", text(100), nullable=True),
        sa.Column("scope_id", sa.BigInteger(), nullable=True),
        sa.Column("vid_ranges", JSON, nullable=False),
        sa.Column("total_vlan_ids", sa.BigInteger(), nullable=True),
        sa.Column("vid_digits", LONG_TEXT, nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenancy_tenant.id"],
            name="fk_ipam_vlangroup_tenant_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_vlangroup"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_vlangroup", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vlangroup_name_sort", ["name_sort"])
        batch_op.create_index("ix_ipam_vlangroup_scope", ["scope_type", "scope_id"])
        batch_op.create_index("ix_ipam_vlangroup_tenant_id", ["tenant_id"])
        batch_op.create_index(
            "uq_ipam_vlangroup_scope_name",
            [sa.literal_column("coalesce(scope_type, '')"), sa.literal_column("coalesce(scope_id, -1)"), "name"],
            unique=True,
        )
        batch_op.create_index(
            "uq_ipam_vlangroup_scope_slug",
            [sa.literal_column("coalesce(scope_type, '')"), sa.literal_column("coalesce(scope_id, -1)"), "slug"],
            unique=True,
        )

    tables.create(
        "ipam_vrf",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("rd", text(21), nullable=True),
        sa.Column("enforce_unique", sa.Boolean(), nullable=False),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenancy_tenant.id"], name="fk_ipam_vrf_tenant_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_vrf"),
        sa.UniqueConstraint("rd", name="uq_ipam_vrf_rd"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_vrf", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vrf_name_sort", ["name_sort"])
        batch_op.create_index("ix_ipam_vrf_tenant_id", ["tenant_id"])

    tables.create(
        "tenancy_tenant_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["tenancy_tenant.id"],
            name="fk_tenancy_tenant_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_tenancy_tenant_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_tenancy_tenant_tags"),
    )
    with op.batch_alter_table("tenancy_tenant_tags", schema=None) as batch_op:
        batch_op.create_index("ix_tenancy_tenant_tags_target_id", ["target_id"])

    tables.create(
        "virtualization_cluster",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("type_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("scope_type", text(100), nullable=True),
        sa.Column("scope_id", sa.BigInteger(), nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["virtualization_clustergroup.id"],
            name="fk_virtualization_cluster_group_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenancy_tenant.id"],
            name="fk_virtualization_cluster_tenant_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["type_id"],
            ["virtualization_clustertype.id"],
            name="fk_virtualization_cluster_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_virtualization_cluster"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("virtualization_cluster", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_cluster_group_id", ["group_id"])
        batch_op.create_index("ix_virtualization_cluster_name_sort", ["name_sort"])
        batch_op.create_index("ix_virtualization_cluster_scope", ["scope_type", "scope_id"])
        batch_op.create_index("ix_virtualization_cluster_tenant_id", ["tenant_id"])
        batch_op.create_index("ix_virtualization_cluster_type_id", ["type_id"])
        batch_op.create_index(
            "uq_virtualization_cluster_group_name", [sa.literal_column("coalesce(group_id, -1)"), "name"], unique=True
        )
        batch_op.create_index(
            "uq_virtualization_cluster_scope_name",
            ["scope_type", "scope_id", "name"],
            unique=True,
            sqlite_where=sa.text("scope_type IS NOT NULL AND scope_id IS NOT NULL"),
            postgresql_where=sa.text("scope_type IS NOT NULL AND scope_id IS NOT NULL"),
        )

    tables.create(
        "dcim_consoleporttemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=True),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_consoleporttemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_consoleporttemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_consoleporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleporttemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_consoleporttemplate_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_consoleporttemplate_device_type_name", ["device_type_id", "name"], unique=True)

    tables.create(
        "dcim_consoleserverporttemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=True),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_consoleserverporttemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_consoleserverporttemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_consoleserverporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_consoleserverporttemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_consoleserverporttemplate_name_sort", ["name_sort"])
        batch_op.create_index(
            "uq_dcim_consoleserverporttemplate_device_type_name", ["device_type_id", "name"], unique=True
        )

    tables.create(
        "dcim_devicebaytemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_devicebaytemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_devicebaytemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_devicebaytemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicebaytemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_devicebaytemplate_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_devicebaytemplate_device_type_name", ["device_type_id", "name"], unique=True)

    tables.create(
        "dcim_devicetype_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_devicetype_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_devicetype_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_devicetype_tags"),
    )
    with op.batch_alter_table("dcim_devicetype_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_devicetype_tags_target_id", ["target_id"])

    tables.create(
        "dcim_frontporttemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=False),
        sa.Column("color", text(6), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_frontporttemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_frontporttemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_frontporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_frontporttemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_frontporttemplate_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_frontporttemplate_device_type_name", ["device_type_id", "name"], unique=True)

    tables.create(
        "dcim_interfacetemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("mgmt_only", sa.Boolean(), nullable=False),
        sa.Column("bridge_id", ID, nullable=True),
        sa.Column("poe_mode", text(50), nullable=True),
        sa.Column("poe_type", text(50), nullable=True),
        sa.Column("rf_role", text(50), nullable=True),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["bridge_id"],
            ["dcim_interfacetemplate.id"],
            name="fk_dcim_interfacetemplate_bridge_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_interfacetemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_interfacetemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_interfacetemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_interfacetemplate_bridge_id", ["bridge_id"])
        batch_op.create_index("ix_dcim_interfacetemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_interfacetemplate_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_interfacetemplate_device_type_name", ["device_type_id", "name"], unique=True)

    tables.create(
        "dcim_inventoryitemtemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("role_id", ID, nullable=True),
        sa.Column("manufacturer_id", ID, nullable=True),
        sa.Column("part_id", text(50), nullable=False),
        sa.Column("component_type", text(100), nullable=True),
        sa.Column("component_id", sa.BigInteger(), nullable=True),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_inventoryitemtemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["manufacturer_id"],
            ["dcim_manufacturer.id"],
            name="fk_dcim_inventoryitemtemplate_manufacturer_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["dcim_inventoryitemtemplate.id"],
            name="fk_dcim_inventoryitemtemplate_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["dcim_inventoryitemrole.id"],
            name="fk_dcim_inventoryitemtemplate_role_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_inventoryitemtemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_inventoryitemtemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_inventoryitemtemplate_component", ["component_type", "component_id"])
        batch_op.create_index("ix_dcim_inventoryitemtemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_inventoryitemtemplate_manufacturer_id", ["manufacturer_id"])
        batch_op.create_index("ix_dcim_inventoryitemtemplate_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_inventoryitemtemplate_parent_id", ["parent_id"])
        batch_op.create_index("ix_dcim_inventoryitemtemplate_role_id", ["role_id"])
        batch_op.create_index(
            "uq_dcim_inventoryitemtemplate_device_type_parent_name",
            ["device_type_id", sa.literal_column("coalesce(parent_id, -1)"), "name"],
            unique=True,
        )

    tables.create(
        "dcim_location",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("facility", text(50), nullable=False),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("slug", text(100), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["dcim_location.id"],
            name="fk_dcim_location_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["dcim_site.id"], name="fk_dcim_location_site_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenancy_tenant.id"],
            name="fk_dcim_location_tenant_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_location"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_location", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_location_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_location_parent_id", ["parent_id"])
        batch_op.create_index("ix_dcim_location_site_id", ["site_id"])
        batch_op.create_index("ix_dcim_location_tenant_id", ["tenant_id"])
        batch_op.create_index(
            "uq_dcim_location_site_parent_name",
            ["site_id", sa.literal_column("coalesce(parent_id, -1)"), "name"],
            unique=True,
        )
        batch_op.create_index(
            "uq_dcim_location_site_parent_slug",
            ["site_id", sa.literal_column("coalesce(parent_id, -1)"), "slug"],
            unique=True,
        )

    tables.create(
        "dcim_modulebaytemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("position", text(30), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_modulebaytemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_modulebaytemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_modulebaytemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_modulebaytemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_modulebaytemplate_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_modulebaytemplate_device_type_name", ["device_type_id", "name"], unique=True)

    tables.create(
        "dcim_poweroutlet_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_poweroutlet.id"],
            name="fk_dcim_poweroutlet_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_poweroutlet_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_poweroutlet_tags"),
    )
    with op.batch_alter_table("dcim_poweroutlet_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_poweroutlet_tags_target_id", ["target_id"])

    tables.create(
        "dcim_powerporttemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=True),
        sa.Column("maximum_draw", sa.Integer(), nullable=True),
        sa.Column("allocated_draw", sa.Integer(), nullable=True),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_powerporttemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_powerporttemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_powerporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_powerporttemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_powerporttemplate_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_powerporttemplate_device_type_name", ["device_type_id", "name"], unique=True)

    tables.create(
        "dcim_rearporttemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=False),
        sa.Column("color", text(6), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_rearporttemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_rearporttemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_rearporttemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rearporttemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_rearporttemplate_name_sort", ["name_sort"])
        batch_op.create_index("uq_dcim_rearporttemplate_device_type_name", ["device_type_id", "name"], unique=True)

    tables.create(
        "dcim_site_asns",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["dcim_site.id"], name="fk_dcim_site_asns_source_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["ipam_asn.id"], name="fk_dcim_site_asns_target_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_site_asns"),
    )
    with op.batch_alter_table("dcim_site_asns", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_site_asns_target_id", ["target_id"])

    tables.create(
        "dcim_site_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["dcim_site.id"], name="fk_dcim_site_tags_source_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["extras_tag.id"], name="fk_dcim_site_tags_target_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_site_tags"),
    )
    with op.batch_alter_table("dcim_site_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_site_tags_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_clusters",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_clusters_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["virtualization_cluster.id"],
            name="fk_extras_configcontext_clusters_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_clusters"),
    )
    with op.batch_alter_table("extras_configcontext_clusters", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_clusters_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_device_types",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_device_types_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["dcim_devicetype.id"],
            name="fk_extras_configcontext_device_types_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_device_types"),
    )
    with op.batch_alter_table("extras_configcontext_device_types", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_device_types_target_id", ["target_id"])

    tables.create(
        "extras_configcontext_sites",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_sites_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["dcim_site.id"],
            name="fk_extras_configcontext_sites_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_sites"),
    )
    with op.batch_alter_table("extras_configcontext_sites", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_sites_target_id", ["target_id"])

    tables.create(
        "ipam_aggregate_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_aggregate.id"],
            name="fk_ipam_aggregate_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_ipam_aggregate_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_aggregate_tags"),
    )
    with op.batch_alter_table("ipam_aggregate_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_aggregate_tags_target_id", ["target_id"])

    tables.create(
        "ipam_asn_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["ipam_asn.id"], name="fk_ipam_asn_tags_source_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["extras_tag.id"], name="fk_ipam_asn_tags_target_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_asn_tags"),
    )
    with op.batch_alter_table("ipam_asn_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_asn_tags_target_id", ["target_id"])

    tables.create(
        "ipam_ipaddress",
        sa.Column("id", ID, nullable=False),
        sa.Column("address", text(43), nullable=False),
        sa.Column("family", sa.Integer(), nullable=True),
        sa.Column("vrf_id", ID, nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("role", text(50), nullable=True),
        sa.Column("assigned_object_type", text(100), nullable=True),
        sa.Column("assigned_object_id", sa.BigInteger(), nullable=True),
        sa.Column("nat_inside_id", ID, nullable=True),
        sa.Column("dns_name", text(255), nullable=False),
        sa.Column("host_key", LONG_TEXT, nullable=True),
        sa.Column("mask_length", sa.BigInteger(), nullable=True),
        sa.Column("table_key", LONG_TEXT, nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["nat_inside_id"],
            ["ipam_ipaddress.id"],
            name="fk_ipam_ipaddress_nat_inside_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenancy_tenant.id"],
            name="fk_ipam_ipaddress_tenant_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vrf_id"], ["ipam_vrf.id"], name="fk_ipam_ipaddress_vrf_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_ipaddress"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_ipaddress", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_ipaddress_address", ["address"])
        batch_op.create_index("ix_ipam_ipaddress_assigned_object", ["assigned_object_type", "assigned_object_id"])
        batch_op.create_index("ix_ipam_ipaddress_host_key", ["host_key"])
        batch_op.create_index("ix_ipam_ipaddress_nat_inside_id", ["nat_inside_id"])
        batch_op.create_index("ix_ipam_ipaddress_table_key", ["table_key"])
        batch_op.create_index("ix_ipam_ipaddress_tenant_id", ["tenant_id"])
        batch_op.create_index("ix_ipam_ipaddress_vrf_id", ["vrf_id"])

    tables.create(
        "ipam_iprange",
        sa.Column("id", ID, nullable=False),
        sa.Column("start_address", text(43), nullable=False),
        sa.Column("end_address", text(43), nullable=False),
        sa.Column("family", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("vrf_id", ID, nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("role_id", ID, nullable=True),
        sa.Column("mark_populated", sa.Boolean(), nullable=False),
        sa.Column("mark_utilized", sa.Boolean(), nullable=False),
        sa.Column("name", LONG_TEXT, nullable=True),
        sa.Column("first_key", LONG_TEXT, nullable=True),
        sa.Column("last_key", LONG_TEXT, nullable=True),
        sa.Column("table_key", LONG_TEXT, nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["role_id"], ["ipam_role.id"], name="fk_ipam_iprange_role_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenancy_tenant.id"],
            name="fk_ipam_iprange_tenant_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vrf_id"], ["ipam_vrf.id"], name="fk_ipam_iprange_vrf_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_iprange"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_iprange", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_iprange_end_address", ["end_address"])
        batch_op.create_index("ix_ipam_iprange_first_key", ["first_key"])
        batch_op.create_index("ix_ipam_iprange_role_id", ["role_id"])
        batch_op.create_index("ix_ipam_iprange_start_address", ["start_address"])
        batch_op.create_index("ix_ipam_iprange_table_key", ["table_key"])
        batch_op.create_index("ix_ipam_iprange_tenant_id", ["tenant_id"])
        batch_op.create_index("ix_ipam_iprange_vrf_id", ["vrf_id"])

    tables.create(
        "ipam_routetarget_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_routetarget.id"],
            name="fk_ipam_routetarget_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_ipam_routetarget_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_routetarget_tags"),
    )
    with op.batch_alter_table("ipam_routetarget_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_routetarget_tags_target_id", ["target_id"])

    tables.create(
        "ipam_vlan",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=True),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("vid", sa.Integer(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("status", text(50), nullable=False),
        sa.Column("role_id", ID, nullable=True),
        sa.Column("qinq_role", text(50), nullable=True),
        sa.Column("qinq_svlan_id", ID, nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["ipam_vlangroup.id"], name="fk_ipam_vlan_group_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["qinq_svlan_id"],
            ["ipam_vlan.id"],
            name="fk_ipam_vlan_qinq_svlan_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["ipam_role.id"], name="fk_ipam_vlan_role_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["dcim_site.id"], name="fk_ipam_vlan_site_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenancy_tenant.id"], name="fk_ipam_vlan_tenant_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_vlan"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_vlan", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vlan_group_id", ["group_id"])
        batch_op.create_index("ix_ipam_vlan_name_sort", ["name_sort"])
        batch_op.create_index("ix_ipam_vlan_qinq_svlan_id", ["qinq_svlan_id"])
        batch_op.create_index("ix_ipam_vlan_role_id", ["role_id"])
        batch_op.create_index("ix_ipam_vlan_site_id", ["site_id"])
        batch_op.create_index("ix_ipam_vlan_tenant_id", ["tenant_id"])
        batch_op.create_index(
            "uq_ipam_vlan_group_name",
            ["group_id", "name"],
            unique=True,
            sqlite_where=sa.text("group_id IS NOT NULL"),
            postgresql_where=sa.text("group_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_ipam_vlan_group_vid",
            ["group_id", "vid"],
            unique=True,
            sqlite_where=sa.text("group_id IS NOT NULL"),
            postgresql_where=sa.text("group_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_ipam_vlan_qinq_svlan_name",
            ["qinq_svlan_id", "name"],
            unique=True,
            sqlite_where=sa.text("qinq_svlan_id IS NOT NULL"),
            postgresql_where=sa.text("qinq_svlan_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_ipam_vlan_qinq_svlan_vid",
            ["qinq_svlan_id", "vid"],
            unique=True,
            sqlite_where=sa.text("qinq_svlan_id IS NOT NULL"),
            postgresql_where=sa.text("qinq_svlan_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_ipam_vlan_site_group_qinq_svlan_vid",
            [
                sa.literal_column("coalesce(site_id, -1)"),
                sa.literal_column("coalesce(group_id, -1)"),
                sa.literal_column("coalesce(qinq_svlan_id, -1)"),
                "vid",
            ],
            unique=True,
        )

    tables.create(
        "ipam_vlangroup_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_vlangroup.id"],
            name="fk_ipam_vlangroup_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_ipam_vlangroup_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_vlangroup_tags"),
    )
    with op.batch_alter_table("ipam_vlangroup_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vlangroup_tags_target_id", ["target_id"])

    tables.create(
        "ipam_vrf_export_targets",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_vrf.id"],
            name="fk_ipam_vrf_export_targets_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["ipam_routetarget.id"],
            name="fk_ipam_vrf_export_targets_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_vrf_export_targets"),
    )
    with op.batch_alter_table("ipam_vrf_export_targets", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vrf_export_targets_target_id", ["target_id"])

    tables.create(
        "ipam_vrf_import_targets",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_vrf.id"],
            name="fk_ipam_vrf_import_targets_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["ipam_routetarget.id"],
            name="fk_ipam_vrf_import_targets_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_vrf_import_targets"),
    )
    with op.batch_alter_table("ipam_vrf_import_targets", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vrf_import_targets_target_id", ["target_id"])

    tables.create(
        "ipam_vrf_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["ipam_vrf.id"], name="fk_ipam_vrf_tags_source_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["extras_tag.id"], name="fk_ipam_vrf_tags_target_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_vrf_tags"),
    )
    with op.batch_alter_table("ipam_vrf_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vrf_tags_target_id", ["target_id"])

    tables.create(
        "virtualization_cluster_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["virtualization_cluster.id"],
            name="fk_virtualization_cluster_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_virtualization_cluster_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_virtualization_cluster_tags"),
    )
    with op.batch_alter_table("virtualization_cluster_tags", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_cluster_tags_target_id", ["target_id"])

    tables.create(
        "dcim_interface",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=False),
        sa.Column("lag_id", ID, nullable=True),
        sa.Column("mgmt_only", sa.Boolean(), nullable=False),
        sa.Column("speed", sa.BigInteger(), nullable=True),
        sa.Column("duplex", text(50), nullable=True),
        sa.Column("wwn", text(23), nullable=True),
        sa.Column("rf_role", text(50), nullable=True),
        sa.Column("rf_channel", text(50), nullable=True),
        sa.Column("rf_channel_frequency", FLOAT, nullable=True),
        sa.Column("rf_channel_width", FLOAT, nullable=True),
        sa.Column("tx_power", sa.Integer(), nullable=True),
        sa.Column("poe_mode", text(50), nullable=True),
        sa.Column("poe_type", text(50), nullable=True),
        sa.Column("untagged_vlan_id", ID, nullable=True),
        sa.Column("qinq_svlan_id", ID, nullable=True),
        sa.Column("vrf_id", ID, nullable=True),
        sa.Column("mark_connected", sa.Boolean(), nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("bridge_id", ID, nullable=True),
        sa.Column("mtu", sa.Integer(), nullable=True),
        sa.Column("primary_mac_address_id", ID, nullable=True),
        sa.Column("mode", text(50), nullable=True),
        sa.Column("vlan_translation_policy_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["bridge_id"],
            ["dcim_interface.id"],
            name="fk_dcim_interface_bridge_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["dcim_device.id"], name="fk_dcim_interface_device_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["lag_id"], ["dcim_interface.id"], name="fk_dcim_interface_lag_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["dcim_interface.id"],
            name="fk_dcim_interface_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["primary_mac_address_id"],
            ["dcim_macaddress.id"],
            name="fk_dcim_interface_primary_mac_address_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["qinq_svlan_id"],
            ["ipam_vlan.id"],
            name="fk_dcim_interface_qinq_svlan_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["untagged_vlan_id"],
            ["ipam_vlan.id"],
            name="fk_dcim_interface_untagged_vlan_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vlan_translation_policy_id"],
            ["ipam_vlantranslationpolicy.id"],
            name="fk_dcim_interface_vlan_translation_policy_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vrf_id"], ["ipam_vrf.id"], name="fk_dcim_interface_vrf_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_interface"),
        sa.UniqueConstraint("primary_mac_address_id", name="uq_dcim_interface_primary_mac_address_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_interface", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_interface_bridge_id", ["bridge_id"])
        batch_op.create_index("ix_dcim_interface_device_id", ["device_id"])
        batch_op.create_index("ix_dcim_interface_lag_id", ["lag_id"])
        batch_op.create_index("ix_dcim_interface_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_interface_parent_id", ["parent_id"])
        batch_op.create_index("ix_dcim_interface_qinq_svlan_id", ["qinq_svlan_id"])
        batch_op.create_index("ix_dcim_interface_untagged_vlan_id", ["untagged_vlan_id"])
        batch_op.create_index("ix_dcim_interface_vlan_translation_policy_id", ["vlan_translation_policy_id"])
        batch_op.create_index("ix_dcim_interface_vrf_id", ["vrf_id"])
        batch_op.create_index("uq_dcim_interface_device_name", ["device_id", "name"], unique=True)

    tables.create(
        "dcim_location_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_location.id"],
            name="fk_dcim_location_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_location_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_location_tags"),
    )
    with op.batch_alter_table("dcim_location_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_location_tags_target_id", ["target_id"])

    tables.create(
        "dcim_porttemplatemapping",
        sa.Column("id", ID, nullable=False),
        sa.Column("front_port_id", ID, nullable=False),
        sa.Column("front_port_position", sa.Integer(), nullable=False),
        sa.Column("rear_port_id", ID, nullable=False),
        sa.Column("rear_port_position", sa.Integer(), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["front_port_id"],
            ["dcim_frontporttemplate.id"],
            name="fk_dcim_porttemplatemapping_front_port_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["rear_port_id"],
            ["dcim_rearporttemplate.id"],
            name="fk_dcim_porttemplatemapping_rear_port_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_porttemplatemapping"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_porttemplatemapping", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_porttemplatemapping_front_port_id", ["front_port_id"])
        batch_op.create_index("ix_dcim_porttemplatemapping_rear_port_id", ["rear_port_id"])
        batch_op.create_index(
            "uq_dcim_porttemplatemapping_front_port_front_port_position",
            ["front_port_id", "front_port_position"],
            unique=True,
        )
        batch_op.create_index(
            "uq_dcim_porttemplatemapping_rear_port_rear_port_position",
            ["rear_port_id", "rear_port_position"],
            unique=True,
        )

    tables.create(
        "dcim_poweroutlettemplate",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_type_id", ID, nullable=False),
        sa.Column("type", text(50), nullable=True),
        sa.Column("color", text(6), nullable=False),
        sa.Column("power_port_id", ID, nullable=True),
        sa.Column("feed_leg", text(50), nullable=True),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("label", text(64), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_type_id"],
            ["dcim_devicetype.id"],
            name="fk_dcim_poweroutlettemplate_device_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["power_port_id"],
            ["dcim_powerporttemplate.id"],
            name="fk_dcim_poweroutlettemplate_power_port_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_poweroutlettemplate"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_poweroutlettemplate", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_poweroutlettemplate_device_type_id", ["device_type_id"])
        batch_op.create_index("ix_dcim_poweroutlettemplate_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_poweroutlettemplate_power_port_id", ["power_port_id"])
        batch_op.create_index("uq_dcim_poweroutlettemplate_device_type_name", ["device_type_id", "name"], unique=True)

    tables.create(
        "dcim_rack",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(100), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("facility_id", text(50), nullable=True),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("role_id", ID, nullable=True),
        sa.Column("serial", text(50), nullable=False),
        sa.Column("asset_tag", text(50), nullable=True),
        sa.Column("rack_type_id", ID, nullable=True),
        sa.Column("form_factor", text(50), nullable=True),
        sa.Column("airflow", text(50), nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("u_height", sa.Integer(), nullable=False),
        sa.Column("starting_unit", sa.Integer(), nullable=False),
        sa.Column("desc_units", sa.Boolean(), nullable=False),
        sa.Column("outer_width", sa.Integer(), nullable=True),
        sa.Column("outer_height", sa.Integer(), nullable=True),
        sa.Column("outer_depth", sa.Integer(), nullable=True),
        sa.Column("outer_unit", text(50), nullable=True),
        sa.Column("mounting_depth", sa.Integer(), nullable=True),
        sa.Column("max_weight", sa.Integer(), nullable=True),
        sa.Column("abs_max_weight", sa.BigInteger(), nullable=True),
        sa.Column("weight", FLOAT, nullable=True),
        sa.Column("weight_unit", text(50), nullable=True),
        sa.Column("abs_weight", sa.BigInteger(), nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["dcim_location.id"],
            name="fk_dcim_rack_location_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["rack_type_id"],
            ["dcim_racktype.id"],
            name="fk_dcim_rack_rack_type_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["dcim_rackrole.id"], name="fk_dcim_rack_role_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["dcim_site.id"], name="fk_dcim_rack_site_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenancy_tenant.id"], name="fk_dcim_rack_tenant_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dcim_rack"),
        sa.UniqueConstraint("asset_tag", name="uq_dcim_rack_asset_tag"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dcim_rack", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rack_location_id", ["location_id"])
        batch_op.create_index("ix_dcim_rack_name_sort", ["name_sort"])
        batch_op.create_index("ix_dcim_rack_rack_type_id", ["rack_type_id"])
        batch_op.create_index("ix_dcim_rack_role_id", ["role_id"])
        batch_op.create_index("ix_dcim_rack_site_id", ["site_id"])
        batch_op.create_index("ix_dcim_rack_tenant_id", ["tenant_id"])
        batch_op.create_index(
            "uq_dcim_rack_site_location_facility_id",
            ["site_id", sa.literal_column("coalesce(location_id, -1)"), "facility_id"],
            unique=True,
            sqlite_where=sa.text("facility_id IS NOT NULL"),
            postgresql_where=sa.text("facility_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_dcim_rack_site_location_name",
            ["site_id", sa.literal_column("coalesce(location_id, -1)"), "name"],
            unique=True,
        )

    tables.create(
        "extras_configcontext_locations",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["extras_configcontext.id"],
            name="fk_extras_configcontext_locations_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["dcim_location.id"],
            name="fk_extras_configcontext_locations_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_extras_configcontext_locations"),
    )
    with op.batch_alter_table("extras_configcontext_locations", schema=None) as batch_op:
        batch_op.create_index("ix_extras_configcontext_locations_target_id", ["target_id"])

    tables.create(
        "ipam_ipaddress_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_ipaddress.id"],
            name="fk_ipam_ipaddress_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_ipam_ipaddress_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_ipaddress_tags"),
    )
    with op.batch_alter_table("ipam_ipaddress_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_ipaddress_tags_target_id", ["target_id"])

    tables.create(
        "ipam_iprange_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_iprange.id"],
            name="fk_ipam_iprange_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_ipam_iprange_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_iprange_tags"),
    )
    with op.batch_alter_table("ipam_iprange_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_iprange_tags_target_id", ["target_id"])

    tables.create(
        "ipam_prefix",
        sa.Column("id", ID, nullable=False),
        sa.Column("prefix", text(43), nullable=False),
        sa.Column("family", sa.Integer(), nullable=True),
        sa.Column("vrf_id", ID, nullable=True),
        sa.Column("scope_type", text(100), nullable=True),
        sa.Column("scope_id", sa.BigInteger(), nullable=True),
        sa.Column("vlan_id", ID, nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("role_id", ID, nullable=True),
        sa.Column("is_pool", sa.Boolean(), nullable=False),
        sa.Column("mark_utilized", sa.Boolean(), nullable=False),
        sa.Column("first_key", LONG_TEXT, nullable=True),
        sa.Column("last_key", LONG_TEXT, nullable=True),
        sa.Column("mask_length", sa.BigInteger(), nullable=True),
        sa.Column("table_key", LONG_TEXT, nullable=True),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["role_id"], ["ipam_role.id"], name="fk_ipam_prefix_role_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenancy_tenant.id"], name="fk_ipam_prefix_tenant_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["vlan_id"], ["ipam_vlan.id"], name="fk_ipam_prefix_vlan_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["vrf_id"], ["ipam_vrf.id"], name="fk_ipam_prefix_vrf_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ipam_prefix"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ipam_prefix", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_prefix_first_key", ["first_key"])
        batch_op.create_index("ix_ipam_prefix_mask_length", ["mask_length"])
        batch_op.create_index("ix_ipam_prefix_prefix", ["prefix"])
        batch_op.create_index("ix_ipam_prefix_role_id", ["role_id"])
        batch_op.create_index("ix_ipam_prefix_scope", ["scope_type", "scope_id"])
        batch_op.create_index("ix_ipam_prefix_table_key", ["table_key"])
        batch_op.create_index("ix_ipam_prefix_tenant_id", ["tenant_id"])
        batch_op.create_index("ix_ipam_prefix_vlan_id", ["vlan_id"])
        batch_op.create_index("ix_ipam_prefix_vrf_id", ["vrf_id"])

    tables.create(
        "ipam_service_ipaddresses",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_service.id"],
            name="fk_ipam_service_ipaddresses_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["ipam_ipaddress.id"],
            name="fk_ipam_service_ipaddresses_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_service_ipaddresses"),
    )
    with op.batch_alter_table("ipam_service_ipaddresses", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_service_ipaddresses_target_id", ["target_id"])

    tables.create(
        "ipam_vlan_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["ipam_vlan.id"], name="fk_ipam_vlan_tags_source_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["extras_tag.id"], name="fk_ipam_vlan_tags_target_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_vlan_tags"),
    )
    with op.batch_alter_table("ipam_vlan_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_vlan_tags_target_id", ["target_id"])

    tables.create(
        "virtualization_virtualmachine",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("role_id", ID, nullable=True),
        sa.Column("status", text(50), nullable=False),
        sa.Column("start_on_boot", text(50), nullable=False),
        sa.Column("site_id", ID, nullable=True),
        sa.Column("cluster_id", ID, nullable=True),
        sa.Column("device_id", ID, nullable=True),
        sa.Column("platform_id", ID, nullable=True),
        sa.Column("primary_ip4_id", ID, nullable=True),
        sa.Column("primary_ip6_id", ID, nullable=True),
        sa.Column("vcpus", FLOAT, nullable=True),
        sa.Column("memory", sa.Integer(), nullable=True),
        sa.Column("disk", sa.Integer(), nullable=True),
        sa.Column("serial", text(50), nullable=False),
        sa.Column("tenant_id", ID, nullable=True),
        sa.Column("local_context_data", JSON, nullable=True),
        sa.Column("config_template_id", ID, nullable=True),
        sa.Column("description", text(200), nullable=False),
        sa.Column("comments", LONG_TEXT, nullable=False),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["virtualization_cluster.id"],
            name="fk_virtualization_virtualmachine_cluster_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["config_template_id"],
            ["extras_configtemplate.id"],
            name="fk_virtualization_virtualmachine_config_template_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["dcim_device.id"],
            name="fk_virtualization_virtualmachine_device_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["dcim_platform.id"],
            name="fk_virtualization_virtualmachine_platform_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["primary_ip4_id"],
            ["ipam_ipaddress.id"],
            name="fk_virtualization_virtualmachine_primary_ip4_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["primary_ip6_id"],
            ["ipam_ipaddress.id"],
            name="fk_virtualization_virtualmachine_primary_ip6_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["dcim_devicerole.id"],
            name="fk_virtualization_virtualmachine_role_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["dcim_site.id"],
            name="fk_virtualization_virtualmachine_site_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenancy_tenant.id"],
            name="fk_virtualization_virtualmachine_tenant_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_virtualization_virtualmachine"),
        sa.UniqueConstraint("primary_ip4_id", name="uq_virtualization_virtualmachine_primary_ip4_id"),
        sa.UniqueConstraint("primary_ip6_id", name="uq_virtualization_virtualmachine_primary_ip6_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("virtualization_virtualmachine", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_virtualmachine_cluster_id", ["cluster_id"])
        batch_op.create_index("ix_virtualization_virtualmachine_config_template_id", ["config_template_id"])
        batch_op.create_index("ix_virtualization_virtualmachine_device_id", ["device_id"])
        batch_op.create_index("ix_virtualization_virtualmachine_name_sort", ["name_sort"])
        batch_op.create_index("ix_virtualization_virtualmachine_platform_id", ["platform_id"])
        batch_op.create_index("ix_virtualization_virtualmachine_role_id", ["role_id"])
        batch_op.create_index("ix_virtualization_virtualmachine_site_id", ["site_id"])
        batch_op.create_index("ix_virtualization_virtualmachine_tenant_id", ["tenant_id"])
        batch_op.create_index(
            "uq_virtualization_virtualmachine_cluster_device_tenant_name",
            [
                sa.literal_column("coalesce(cluster_id, -1)"),
                "device_id",
                sa.literal_column("coalesce(tenant_id, -1)"),
                sa.literal_column("lower(name)"),
            ],
            unique=True,
            sqlite_where=sa.text("device_id IS NOT NULL"),
            postgresql_where=sa.text("device_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_virtualization_virtualmachine_cluster_tenant_name",
            ["cluster_id", sa.literal_column("coalesce(tenant_id, -1)"), sa.literal_column("lower(name)")],
            unique=True,
            sqlite_where=sa.text("cluster_id IS NOT NULL"),
            postgresql_where=sa.text("cluster_id IS NOT NULL"),
        )

    tables.create(
        "dcim_interface_tagged_vlans",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_interface.id"],
            name="fk_dcim_interface_tagged_vlans_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["ipam_vlan.id"],
            name="fk_dcim_interface_tagged_vlans_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_interface_tagged_vlans"),
    )
    with op.batch_alter_table("dcim_interface_tagged_vlans", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_interface_tagged_vlans_target_id", ["target_id"])

    tables.create(
        "dcim_interface_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["dcim_interface.id"],
            name="fk_dcim_interface_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_dcim_interface_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_interface_tags"),
    )
    with op.batch_alter_table("dcim_interface_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_interface_tags_target_id", ["target_id"])

    tables.create(
        "dcim_rack_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["dcim_rack.id"], name="fk_dcim_rack_tags_source_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["extras_tag.id"], name="fk_dcim_rack_tags_target_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_dcim_rack_tags"),
    )
    with op.batch_alter_table("dcim_rack_tags", schema=None) as batch_op:
        batch_op.create_index("ix_dcim_rack_tags_target_id", ["target_id"])

    tables.create(
        "ipam_prefix_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["ipam_prefix.id"],
            name="fk_ipam_prefix_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_ipam_prefix_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_ipam_prefix_tags"),
    )
    with op.batch_alter_table("ipam_prefix_tags", schema=None) as batch_op:
        batch_op.create_index("ix_ipam_prefix_tags_target_id", ["target_id"])

    tables.create(
        "virtualization_virtualmachine_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["virtualization_virtualmachine.id"],
            name="fk_virtualization_virtualmachine_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_virtualization_virtualmachine_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_virtualization_virtualmachine_tags"),
    )
    with op.batch_alter_table("virtualization_virtualmachine_tags", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_virtualmachine_tags_target_id", ["target_id"])

    tables.create(
        "virtualization_vminterface",
        sa.Column("id", ID, nullable=False),
        sa.Column("virtual_machine_id", ID, nullable=False),
        sa.Column("name", text(64), nullable=False),
        sa.Column("name_sort", text(1000), nullable=False),
        sa.Column("description", text(200), nullable=False),
        sa.Column("untagged_vlan_id", ID, nullable=True),
        sa.Column("qinq_svlan_id", ID, nullable=True),
        sa.Column("vrf_id", ID, nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("bridge_id", ID, nullable=True),
        sa.Column("mtu", sa.Integer(), nullable=True),
        sa.Column("primary_mac_address_id", ID, nullable=True),
        sa.Column("mode", text(50), nullable=True),
        sa.Column("vlan_translation_policy_id", ID, nullable=True),
        sa.Column("custom_fields", JSON, nullable=False),
        sa.Column("created", MOMENT, nullable=True),
        sa.Column("last_updated", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["bridge_id"],
            ["virtualization_vminterface.id"],
            name="fk_virtualization_vminterface_bridge_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["virtualization_vminterface.id"],
            name="fk_virtualization_vminterface_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["primary_mac_address_id"],
            ["dcim_macaddress.id"],
            name="fk_virtualization_vminterface_primary_mac_address_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["qinq_svlan_id"],
            ["ipam_vlan.id"],
            name="fk_virtualization_vminterface_qinq_svlan_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["untagged_vlan_id"],
            ["ipam_vlan.id"],
            name="fk_virtualization_vminterface_untagged_vlan_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["virtual_machine_id"],
            ["virtualization_virtualmachine.id"],
            name="fk_virtualization_vminterface_virtual_machine_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vlan_translation_policy_id"],
            ["ipam_vlantranslationpolicy.id"],
            name="fk_virtualization_vminterface_vlan_translation_policy_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vrf_id"],
            ["ipam_vrf.id"],
            name="fk_virtualization_vminterface_vrf_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_virtualization_vminterface"),
        sa.UniqueConstraint("primary_mac_address_id", name="uq_virtualization_vminterface_primary_mac_address_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("virtualization_vminterface", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_vminterface_bridge_id", ["bridge_id"])
        batch_op.create_index("ix_virtualization_vminterface_name_sort", ["name_sort"])
        batch_op.create_index("ix_virtualization_vminterface_parent_id", ["parent_id"])
        batch_op.create_index("ix_virtualization_vminterface_qinq_svlan_id", ["qinq_svlan_id"])
        batch_op.create_index("ix_virtualization_vminterface_untagged_vlan_id", ["untagged_vlan_id"])
        batch_op.create_index("ix_virtualization_vminterface_virtual_machine_id", ["virtual_machine_id"])
        batch_op.create_index(
            "ix_virtualization_vminterface_vlan_translation_policy_id", ["vlan_translation_policy_id"]
        )
        batch_op.create_index("ix_virtualization_vminterface_vrf_id", ["vrf_id"])
        batch_op.create_index(
            "uq_virtualization_vminterface_virtual_machine_name", ["virtual_machine_id", "name"], unique=True
        )

    tables.create(
        "virtualization_vminterface_tagged_vlans",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["virtualization_vminterface.id"],
            name="fk_virtualization_vminterface_tagged_vlans_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["ipam_vlan.id"],
            name="fk_virtualization_vminterface_tagged_vlans_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_virtualization_vminterface_tagged_vlans"),
    )
    with op.batch_alter_table("virtualization_vminterface_tagged_vlans", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_vminterface_tagged_vlans_target_id", ["target_id"])

    tables.create(
        "virtualization_vminterface_tags",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["virtualization_vminterface.id"],
            name="fk_virtualization_vminterface_tags_source_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["extras_tag.id"],
            name="fk_virtualization_vminterface_tags_target_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("source_id", "target_id", name="pk_virtualization_vminterface_tags"),
    )
    with op.batch_alter_table("virtualization_vminterface_tags", schema=None) as batch_op:
        batch_op.create_index("ix_virtualization_vminterface_tags_target_id", ["target_id"])
    tables.finish()


def downgrade() -> None:
    raise NotImplementedError("There is nothing before the first version.")
