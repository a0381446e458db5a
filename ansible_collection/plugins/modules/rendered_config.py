#!/usr/bin/python
"""The configuration that a device is meant to have."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rendered_config
short_description: Intended configuration of a device, rendered by Groundplan
description:
  - Asks the server to render a device's configuration from its template and context, and writes it to a file.
  - A device to which no template applies is skipped.
  - Runs best where the files are to be, with C(delegate_to=localhost).
author: Groundplan contributors
extends_documentation_fragment:
  - groundplan.core.connection
  - ansible.builtin.files
attributes:
  check_mode:
    support: full
    description: Renders, and writes nothing.
  diff_mode:
    support: full
    description: Shows how the file changes.
options:
  id:
    description: The id of the device, which the inventory plugin gives with C(vars=id).
    type: int
    required: true
  model:
    description: What it is.
    type: str
    choices: [dcim.device, virtualization.virtualmachine]
    default: dcim.device
  dest:
    description: The file to write; without it, the text is only returned.
    type: path
"""

EXAMPLES = r"""
- name: Write the intended configuration
  groundplan.core.rendered_config:
    id: "{{ groundplan_id }}"
    dest: "configs/{{ inventory_hostname }}.cfg"
  delegate_to: localhost
"""

RETURN = r"""
content:
  description: The rendered text.
  returned: if a template applies
  type: str
dest:
  description: The file.
  returned: if it was given
  type: str
"""

import os

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.groundplan.core.plugins.module_utils.client import (
    ARGUMENTS,
    Client,
    GroundplanError,
    Refused,
)

PATHS = {"dcim.device": "dcim/devices", "virtualization.virtualmachine": "virtualization/virtual-machines"}


def main():
    module = AnsibleModule(
        argument_spec={
            **ARGUMENTS,
            "id": {"type": "int", "required": True},
            "model": {"type": "str", "choices": sorted(PATHS), "default": "dcim.device"},
            "dest": {"type": "path"},
        },
        add_file_common_args=True,
        supports_check_mode=True,
    )
    params = module.params
    client = Client(**{name: params[name] for name in ARGUMENTS})
    try:
        path = f"{PATHS[params['model']]}/{params['id']}/render-config/"
        content = client.post(path, {}, accept="text/plain").content.decode()
    except Refused as refusal:
        if refusal.status == 400 and "no config template" in str(refusal).lower():
            module.exit_json(
                skipped=True, msg=f"No configuration template applies to {params['model']} {params['id']}."
            )
        module.fail_json(msg=str(refusal), status=refusal.status, answer=refusal.body)
    except GroundplanError as error:
        module.fail_json(msg=str(error))
    if params["dest"] is None:
        module.exit_json(changed=False, content=content)
    module.exit_json(content=content, dest=params["dest"], **written(module, params["dest"], content))


def written(module, dest, content):
    """Writes the file if it differs; says whether and how."""
    before = None
    if os.path.exists(dest):
        with open(dest, encoding="utf-8", newline="") as file:
            before = file.read()
    changed = before != content
    if changed and not module.check_mode:
        os.makedirs(os.path.dirname(os.path.abspath(dest)), exist_ok=True)
        part = os.path.join(module.tmpdir, "rendered")
        with open(part, "w", encoding="utf-8", newline="") as file:
            file.write(content)
        module.atomic_move(part, dest)
    if os.path.exists(dest):
        changed = module.set_fs_attributes_if_different(module.load_file_common_arguments(module.params), changed)
    diff = {"before_header": dest, "after_header": dest, "before": before or "", "after": content}
    return {"changed": changed, "diff": diff}


if __name__ == "__main__":
    main()
