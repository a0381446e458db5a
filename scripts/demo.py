"""`make demo`: a server with a real network in it, and automation that reads and acts on it.

Imports the NetBox community's demo network, takes management addresses for its switches and routers through the
allocator, renders every configuration through Nornir, shows Ansible's view, and leaves the server running.
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from groundplan import Client, Failure

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "scripts" / "demo_data"
BIN = Path(sys.executable).parent
#: Platform, the interface that management runs over, and the template, by manufacturer.
KINDS = {
    "cisco": ("cisco-ios", ("GigabitEthernet0", "GigabitEthernet0/0/0"), "ios.j2"),
    "juniper": ("juniper-junos", ("vme", "fxp0"), "junos.j2"),
}
ROLES = ("router", "access-switch", "tor-switch", "distribution-switch", "core-switch")
NTP = {"ntp": {"servers": ["192.0.2.123", "192.0.2.124"]}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="show everything, then stop")
    parser.add_argument("--database-url", help="where to keep it; a temporary SQLite file unless given")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="groundplan-demo-") as folder:
        work = Path(folder)
        url = arguments.database_url or f"sqlite:///{work / 'demo.sqlite'}"
        try:
            with server(url) as environment:
                show(work, environment)
                if not arguments.once:
                    wait()
        except KeyboardInterrupt:
            print()
        except Failure as error:
            print(error, file=sys.stderr)
            return 1
    print("The demo is over; nothing of it stays.")
    return 0


def show(work: Path, environment: dict[str, str]) -> None:
    step("The NetBox community's demo network, imported with its ids")
    with tarfile.open(DATA / "netbox-demo-4.6.tar.xz") as archive:
        archive.extractall(work / "netbox", filter="data")
    run("groundplan", "import", "netbox", str(work / "netbox"), environment=environment, last=1)
    client = Client(environment["GROUNDPLAN_URL"], environment["GROUNDPLAN_TOKEN"])
    step("Management addresses for its switches and routers, each the next free one of a prefix")
    number_of_addresses(client)
    step("groundplan get devices: what people see")
    roles = [f"role={role}" for role in ("core-switch", "distribution-switch", "tor-switch")]
    run("groundplan", "get", "devices", *roles, environment=environment)
    step("ansible-inventory --graph: what Ansible sees")
    inventory = work / "groundplan.yml"
    inventory.write_text(
        "plugin: groundplan.core.inventory\nfilters: {has_primary_ip: true}\ngroup_by: [device_role, platform]\n"
    )
    run("ansible-inventory", "-i", str(inventory), "--graph", environment=collections(work, environment), most=32)
    step("Nornir renders every device's intended configuration")
    script = str(ROOT / "playbooks" / "render_configs.py")
    run("python", script, "--output", str(work / "configs"), environment=environment, last=1)
    sample = sorted((work / "configs").glob("*rtr*.cfg"))[0]
    print(f"\n  {sample.name}:")
    print("\n".join(f"  | {line}" for line in sample.read_text().splitlines()))
    step("Where to look next")
    url, token = environment["GROUNDPLAN_URL"], environment["GROUNDPLAN_TOKEN"]
    print(f"  the API        {url}/api/docs/")
    print(f"  from a shell   export GROUNDPLAN_URL={url} GROUNDPLAN_TOKEN={token}")
    print("                 .venv/bin/groundplan history")
    print("                 .venv/bin/groundplan next ip 10.112.128.0/28")
    print("                 .venv/bin/groundplan render dm-akron/dmi01-akron-rtr01")


def number_of_addresses(client: Client) -> None:
    """Give every switch and router a platform, a template and a management address."""
    shared = "10.112.0.0/25"
    operations: list[dict[str, Any]] = [
        upsert("ipam.prefix", prefix=shared, description="Management of data centres"),
        upsert("extras.configcontext", name="NTP", data=NTP),
    ]
    for maker, (platform, _, template) in KINDS.items():
        code = (DATA / template).read_text()
        parameters = {"trim_blocks": True, "lstrip_blocks": True}
        operations += [
            upsert("extras.configtemplate", name=platform, template_code=code, environment_params=parameters),
            upsert("dcim.platform", name=platform, slug=platform, manufacturer=maker, config_template=platform),
        ]
    client.operations(operations, message="Templates and contexts of the demo")
    devices = list(client.list("dcim.device", {"role": list(ROLES)}))
    management = client.list("ipam.prefix", {"role": "management"})
    prefixes: dict[int, int] = {p["scope_id"]: p["id"] for p in management if p["scope_type"] == "dcim.site"}
    fallback: int = next(iter(client.list("ipam.prefix", {"prefix": shared})))["id"]
    ports: dict[int, dict[str, int]] = {}
    for interface in client.list("dcim.interface", {"device_id": [d["id"] for d in devices]}):
        ports.setdefault(interface["device"]["id"], {})[interface["name"]] = interface["id"]
    updates: list[dict[str, Any]] = []
    for device in devices:
        platform, names, _ = KINDS[device["device_type"]["manufacturer"]["slug"]]
        own = ports.get(device["id"], {})
        port = next((own[name] for name in names if name in own), None) or next(iter(own.values()), None)
        if port is None:
            data = {"device": device["id"], "name": names[0], "type": "virtual", "mgmt_only": True}
            port = client.create("dcim.interface", data)["id"]
        prefix = prefixes.get(device["site"]["id"], fallback)
        wanted = {
            "assigned_object_type": "dcim.interface",
            "assigned_object_id": port,
            "dns_name": f"{device['name'] or device['id']}.example.net",
        }
        address = client.action("ipam.prefix", prefix, "available-ips", wanted, write=True)
        data = {"primary_ip4": address["id"], "platform": platform}
        updates.append({"op": "update", "model": "dcim.device", "key": device["id"], "data": data})
    client.operations(updates, message="Management addresses of the demo")
    print(f"  {len(updates)} addresses taken, for example {address['address']} for {device['display']}.")


def upsert(model: str, **data: Any) -> dict[str, Any]:
    return {"op": "upsert", "model": model, "data": data}


# How things are run and shown


@contextmanager
def server(database_url: str) -> Iterator[dict[str, str]]:
    """A server on a free port of this machine, gone at the end of the block."""
    port = free_port()
    token = f"nbt_{secrets.token_hex(6)}.{secrets.token_hex(20)}"
    environment = {
        **os.environ,
        "GROUNDPLAN_DATABASE_URL": database_url,
        "GROUNDPLAN_SUPERUSER_API_TOKEN": token,
        "GROUNDPLAN_SUPERUSER_PASSWORD": f"Demo1{secrets.token_urlsafe(12)}",
        "GROUNDPLAN_URL": f"http://127.0.0.1:{port}",
        "GROUNDPLAN_TOKEN": token,
    }
    step("A server, with an empty database")
    started = time.monotonic()
    process = subprocess.Popen(
        [BIN / "groundplan", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        answers(process, port)
        print(f"  {environment['GROUNDPLAN_URL']} answers after {time.monotonic() - started:.1f} seconds.")
        yield environment
    finally:
        process.terminate()
        process.wait(10)


def answers(process: subprocess.Popen[str], port: int) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise Failure(f"The server did not start:\n{process.stdout.read() if process.stdout else ''}")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Failure("The server did not answer within 30 seconds.")


def free_port() -> int:
    """8080 if nobody has it, else any."""
    for wanted in (8080, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise AssertionError


def collections(work: Path, environment: dict[str, str]) -> dict[str, str]:
    """The collection where Ansible looks for collections."""
    place = work / "collections" / "ansible_collections" / "groundplan"
    place.mkdir(parents=True)
    (place / "core").symlink_to(ROOT / "ansible_collection")
    return {**environment, "ANSIBLE_COLLECTIONS_PATH": str(work / "collections"), "ANSIBLE_HOME": str(work / "ansible")}


def run(command: str, *arguments: str, environment: dict[str, str], last: int = 0, most: int = 0) -> None:
    """Run a command of the environment and show what it says, or the end of it."""
    done = subprocess.run([BIN / command, *arguments], env=environment, capture_output=True, text=True, cwd=ROOT)
    lines = done.stdout.rstrip().splitlines()
    lines = lines[-last:] if last else lines
    if most and len(lines) > most:
        lines = [*lines[:most], f"… {len(lines) - most} lines more"]
    print("\n".join(f"  {line}" for line in lines))
    if done.returncode:
        raise Failure(f"{command} failed:\n{done.stderr}")


def step(text: str) -> None:
    print(f"\n== {text}", flush=True)


def wait() -> None:
    print("\nThe server goes on running. Ctrl-C stops it.", flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    sys.exit(main())
