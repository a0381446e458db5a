"""Tasks for runbooks."""

from __future__ import annotations

import re
from difflib import unified_diff
from pathlib import Path
from typing import Any

from nornir.core.task import Result, Task

from nornir_groundplan.client import shared
from nornir_groundplan.errors import NoTemplate, WrongOption
from nornir_groundplan.options import Connection, Options

#: Where the server renders for a host of this model.
PATHS = {"dcim": "dcim/devices", "virtualization": "virtualization/virtual-machines"}


def render_config(task: Task, missing_ok: bool = False, **options: Any) -> Result:
    """The configuration that the host is meant to have, rendered by the server from its template and context.

    Without a template it fails with `NoTemplate`; with `missing_ok` its result is None instead.
    Options are those of the inventory plugin, needed only where another plugin made the inventory.
    """
    host = task.host
    if "id" not in host.data:
        raise WrongOption(f"{host} has no 'id': it does not come from Groundplan.")
    app = str(host.data["model"]).partition(".")[0]
    try:
        text = shared(connection(task, options)).rendered(f"{PATHS[app]}/{host.data['id']}")
    except NoTemplate:
        if not missing_ok:
            raise
        return Result(host=host, result=None)
    return Result(host=host, result=text)


def write_config(task: Task, folder: str | Path, suffix: str = ".cfg", **options: Any) -> Result:
    """Renders the host's configuration into a file of the folder; the result is its path, None without a template.

    In a dry run nothing is written; `changed` and `diff` say what would be.
    """
    text = task.run(render_config, missing_ok=True, **options)[0].result
    if text is None:
        return Result(host=task.host, result=None)
    path = Path(folder, re.sub(r"[/\\]", "_", task.host.name) + suffix)
    before = path.read_bytes().decode() if path.exists() else ""
    changed = not path.exists() or before != text
    if changed and not task.is_dry_run():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    diff = unified_diff(before.splitlines(True), text.splitlines(True), str(path), str(path))
    return Result(host=task.host, result=str(path), changed=changed, diff="".join(diff))


def connection(task: Task, options: dict[str, Any]) -> Connection:
    """How to reach the server: as told, or as the inventory plugin was."""
    inventory = task.nornir.config.inventory
    told = inventory.options if inventory.plugin == "GroundplanInventory" else {}
    return Options.read({**told, **options}).connection
