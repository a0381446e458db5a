"""How to reach the server: the options that all plugins share."""

from __future__ import annotations


class ModuleDocFragment:
    """For modules; `PLUGIN` adds what only plugins of the controller document."""

    DOCUMENTATION = r"""
options:
  url:
    description:
      - Address of the Groundplan server.
      - Without it, the environment variable E(GROUNDPLAN_URL).
    type: str
    default: http://127.0.0.1:8080
  token:
    description:
      - API token.
      - Without it, the environment variable E(GROUNDPLAN_TOKEN).
    type: str
  branch:
    description:
      - The branch to work in.
      - Without it, the environment variable E(GROUNDPLAN_BRANCH), else the main branch.
    type: str
  validate_certs:
    description: Whether the server's certificate must be valid.
    type: bool
    default: true
  ca_path:
    description: File with the certificates to trust.
    type: path
  client_cert:
    description: File with the client's own certificate, and its key if O(client_key) is not given.
    type: path
  client_key:
    description: File with the key of O(client_cert).
    type: path
  use_proxy:
    description: Whether E(HTTPS_PROXY) and its like count.
    type: bool
    default: true
  timeout:
    description: Seconds to wait for the server.
    type: int
    default: 60
  retries:
    description: How often to try again when the server does not answer or is busy.
    type: int
    default: 2
"""

    PLUGIN = r"""
options:
  url:
    description: Address of the Groundplan server.
    type: str
    default: http://127.0.0.1:8080
    env:
      - name: GROUNDPLAN_URL
    vars:
      - name: groundplan_url
  token:
    description: API token.
    type: str
    env:
      - name: GROUNDPLAN_TOKEN
    vars:
      - name: groundplan_token
  branch:
    description: The branch to read; without it, the main branch.
    type: str
    env:
      - name: GROUNDPLAN_BRANCH
    vars:
      - name: groundplan_branch
  at:
    description: A moment or a serial; everything is read as it was then.
    type: str
  validate_certs:
    description: Whether the server's certificate must be valid.
    type: bool
    default: true
  ca_path:
    description: File with the certificates to trust.
    type: path
  client_cert:
    description: File with the client's own certificate, and its key if O(client_key) is not given.
    type: path
  client_key:
    description: File with the key of O(client_cert).
    type: path
  use_proxy:
    description: Whether E(HTTPS_PROXY) and its like count.
    type: bool
    default: true
  timeout:
    description: Seconds to wait for the server.
    type: int
    default: 60
  retries:
    description: How often to try again when the server does not answer or is busy.
    type: int
    default: 2
"""
