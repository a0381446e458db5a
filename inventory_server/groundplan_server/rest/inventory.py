"""`/api/inventory/`: all that Ansible and Nornir start from, in one request; unchanged since the last one: 304."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from groundplan_server.errors import Invalid, Problem, did_you_mean
from groundplan_server.inventory.hosts import DEVICE, MACHINE, Builder, Wanted
from groundplan_server.inventory.names import DEFAULT_GROUPS, DEFAULT_VARIABLES, PLACES, VALUES, VARIABLES, chosen
from groundplan_server.registry import spec_of
from groundplan_server.store.filters import filters_of, where

from .answers import empty_answer, json_answer
from .call import Call

_OWN = ("vars", "group_by", "interfaces", "vms", "since")


def inventory(call: Call) -> Response:
    """Hosts, groups, platforms and contexts."""
    wanted = Wanted(
        chosen("vars", call.one("vars"), VARIABLES, DEFAULT_VARIABLES),
        chosen("group_by", call.one("group_by"), (*PLACES, *VALUES), DEFAULT_GROUPS),
        call.flag("interfaces"),
    )
    filters = {name: values for name, values in call.parameters.items() if name not in _OWN}
    with call.reading() as reading:
        device, machine = spec_of(DEVICE), spec_of(MACHINE)
        reading.actor.require(device, "view")
        call.etag = f'W/"{reading.serial}-{reading.actor.id}"'
        if call.headers.get("if-none-match") == call.etag:
            return empty_answer(304)
        _check(filters, call.strict)
        builder = Builder(reading, wanted, call.base)
        builder.add(device, where(reading.view, device, filters, strict=call.strict)[0])
        if call.flag("vms"):
            reading.actor.require(machine, "view")
            builder.add(machine, where(reading.view, machine, filters, strict=call.strict)[0])
        made = builder.finish()
        return json_answer(
            {
                "serial": reading.serial,
                "hosts": made.hosts,
                "groups": made.groups,
                "platforms": made.platforms,
                "contexts": made.contexts,
                "warnings": made.warnings,
            }
        )


def _check(filters: Mapping[str, object], strict: bool) -> None:
    """Name parameters that are neither filters nor ours, with ours among the suggestions."""
    known = [*filters_of(spec_of(DEVICE)), *_OWN]
    wrong = [n for n in filters if n not in known and not n.startswith("cf_") and n not in ("at", "branch")]
    if wrong and strict:
        raise Invalid([Problem(f"There is no filter {n!r} for devices.{did_you_mean(n, known)}", n) for n in wrong])
