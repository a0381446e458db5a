"""How long `InitNornir` takes with this inventory; with `--write`, also the same hosts as files for Nornir's own."""

import json
import sys
import time
from pathlib import Path

import yaml
from nornir import InitNornir
from nornir.core.plugins.inventory import InventoryPluginRegister


def main(inventory: str, write: bool) -> None:
    InventoryPluginRegister.auto_register()  # imports the plugin, which is not what is measured
    start = time.perf_counter()
    made = InitNornir(inventory=json.loads(inventory), logging={"enabled": False}).inventory
    print(time.perf_counter() - start, len(made.hosts))
    if write:
        for name in ("hosts", "groups"):
            with Path(f"{name}.yaml").open("w") as file:
                yaml.dump(made.dict()[name], file, yaml.CSafeDumper)


if __name__ == "__main__":
    main(sys.argv[1], "--write" in sys.argv)
