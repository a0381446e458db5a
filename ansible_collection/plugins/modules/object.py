#!/usr/bin/python
"""One object of Groundplan, made as described."""

from __future__ import annotations

DOCUMENTATION = r"""
module: object
short_description: Create, change or delete any object in Groundplan
description:
  - Makes one object of any model be as described, or be gone.
  - The server finds it by its natural key, compares, and changes only what differs, in one commit.
  - In check mode the server does the same and commits nothing, so what it reports, refusals included, is exact.
author: Groundplan contributors
extends_documentation_fragment:
  - groundplan.core.connection
attributes:
  check_mode:
    support: full
    description: The server tries it and commits nothing.
  diff_mode:
    support: full
    description: Shows every object that changes, with what changes along with it.
options:
  model:
    description: The model's key, as in the server's catalog, for example V(dcim.site) or V(ipam.ipaddress).
    type: str
    required: true
  data:
    description:
      - The fields that the object is to have, as in the API; others stay as they are.
      - References may be ids, natural keys such as V(ams1/sw1), or mappings of attributes.
    type: dict
  key:
    description:
      - Which object is meant, as an id, a natural key such as V(ams1/sw1), or a mapping of attributes.
      - Without it, the natural key in O(data); to be O(state=absent), all of O(data) as attributes.
    type: raw
  state:
    description: Whether the object is to be there.
    type: str
    choices: [present, absent]
    default: present
  message:
    description: Why; kept with the commit.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: Declare a site
  groundplan.core.object:
    model: dcim.site
    data:
      name: Amsterdam 1
      slug: ams1
      status: active
      region: nl

- name: Describe an interface, found by its natural key
  groundplan.core.object:
    model: dcim.interface
    key: ams1/sw1/Ethernet1
    data:
      description: Uplink to ams1/sw2

- name: Tell all tasks of a play where the server is
  hosts: localhost
  module_defaults:
    group/groundplan.core.groundplan:
      url: https://groundplan.example.net
  tasks:
    - name: Retire a device
      groundplan.core.object:
        model: dcim.device
        key: ams1/sw9
        state: absent
        message: Scrapped, ticket 4711
"""

RETURN = r"""
object:
  description: Which object it was.
  returned: always
  type: dict
  sample: {"id": 5, "model": "dcim.site", "display": "Amsterdam 1"}
outcome:
  description: What happened to it, or would happen.
  returned: always
  type: str
  sample: created
changes:
  description: Every object that changed along, with its C(action), C(before) and C(after).
  returned: always
  type: list
  elements: dict
serial:
  description: The commit; none in check mode or if nothing changed.
  returned: always
  type: int
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.groundplan.core.plugins.module_utils.client import (
    ARGUMENTS,
    Client,
    GroundplanError,
    Refused,
)


def main():
    module = AnsibleModule(
        argument_spec={
            **ARGUMENTS,
            "model": {"type": "str", "required": True},
            "data": {"type": "dict"},
            "key": {"type": "raw"},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "message": {"type": "str", "default": ""},
        },
        required_if=[("state", "present", ["data"])],
        required_one_of=[("data", "key")],
        supports_check_mode=True,
    )
    body = {
        "message": module.params["message"],
        "dry_run": module.check_mode,
        "changes": True,
        "operations": [operation(module.params)],
    }
    client = Client(**{name: module.params[name] for name in ARGUMENTS})
    try:
        told = client.post("operations/", body).json()
    except Refused as refusal:
        if module.params["state"] == "absent" and is_absent(refusal):
            nothing = {"outcome": "unchanged", "model": module.params["model"], "id": None, "display": None}
            module.exit_json(**result({"results": [nothing], "changes": [], "serial": None}))
        module.fail_json(msg=str(refusal), status=refusal.status, answer=refusal.body)
    except (GroundplanError, ValueError) as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result(told))


def operation(params):
    """What the server is to do."""
    if params["state"] == "present":
        asked = {"op": "upsert", "model": params["model"], "data": params["data"]}
        return asked if params["key"] is None else {**asked, "key": params["key"]}
    key = params["data"] if params["key"] is None else params["key"]
    return {"op": "delete", "model": params["model"], "key": key}


def is_absent(refusal):
    """Whether the only reason against deleting is that nothing has that key; several objects are another one."""
    errors = refusal.body.get("errors") if isinstance(refusal.body, dict) else None
    return bool(errors) and all(each["field"] == "id" and "not found" in each["message"] for each in errors)


def result(told):
    """What the play gets to know."""
    done = told["results"][0]
    return {
        "changed": done["outcome"] != "unchanged",
        "outcome": done["outcome"],
        "object": {name: done.get(name) for name in ("id", "model", "display")},
        "serial": told["serial"],
        "changes": told["changes"],
        "diff": [
            {
                "before_header": f"{change['model']} {change['display']}",
                "after_header": f"{change['model']} {change['display']}",
                "before": change["before"] or {},
                "after": change["after"] or {},
            }
            for change in told["changes"]
        ],
    }


if __name__ == "__main__":
    main()
