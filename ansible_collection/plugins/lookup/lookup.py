"""Objects of Groundplan, wherever a play needs a value."""

from __future__ import annotations

DOCUMENTATION = r"""
name: lookup
short_description: Objects from Groundplan
description:
  - Reads lists of Groundplan's objects, all pages of them.
  - What is no option of this plugin is a filter of the list, and an unknown filter is an error.
author: Groundplan contributors
extends_documentation_fragment:
  - groundplan.core.connection.plugin
options:
  _terms:
    description:
      - What to read, V(devices) or V(dcim/devices) or V(dcim.device).
      - With its application it saves one request a run, and it is needed where two applications have such a list, as
        with V(dcim/interfaces) and V(virtualization/interfaces).
    required: true
  filters:
    description:
      - More filters, for those whose names are options of this plugin.
      - V(key) finds by natural key; V(fields), V(brief), V(ordering) and V(limit) work as in the API.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: Say who is in Amsterdam
  ansible.builtin.debug:
    msg: "{{ query('groundplan.core.lookup', 'devices', site='ams1', fields='name') | map(attribute='name') }}"

- name: Read one prefix by its natural key
  ansible.builtin.debug:
    msg: "{{ lookup('groundplan.core.lookup', 'ipam/prefixes', key='10.0.0.0/24@blue').description }}"
"""

RETURN = r"""
_raw:
  description: The objects, as the API has them.
  type: list
  elements: dict
"""

from ansible.errors import AnsibleError, AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.groundplan.core.plugins.module_utils.client import (
    CONNECTION,
    Client,
    GroundplanError,
    query_of,
)
from ansible_collections.groundplan.core.plugins.plugin_utils.catalog import path_of


class LookupModule(LookupBase):
    """The plugin; `run` is what Ansible calls."""

    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        options = self.get_options()
        query = query_of({name: value for name, value in kwargs.items() if name not in options})
        query += query_of(options["filters"])
        client = Client(**{name: options[name] for name in CONNECTION})
        try:
            return [found for term in terms for found in client.pages(path_of(client, term), query)]
        except (GroundplanError, AnsibleError) as error:
            raise AnsibleLookupError(str(error)) from None
