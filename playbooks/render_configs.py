"""Writes every device's intended configuration to a folder.

The server is named by GROUNDPLAN_URL and GROUNDPLAN_TOKEN:
    python playbooks/render_configs.py --output configs [--site ams1] [--dry-run]
"""

from __future__ import annotations

import argparse
import sys

from nornir import InitNornir

from nornir_groundplan import GroundplanError, Tally, write_config


def main() -> int:
    parser = argparse.ArgumentParser(description="Write every device's intended configuration to a folder.")
    parser.add_argument("--output", required=True, metavar="DIR", help="where to write NAME.cfg")
    parser.add_argument("--site", action="append", default=[], help="only devices of this site; may be repeated")
    parser.add_argument("--branch", help="render what a branch intends")
    parser.add_argument("--workers", type=int, default=10, help="how many to render at once")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, show what would change")
    arguments = parser.parse_args()
    try:
        nornir = InitNornir(
            dry_run=arguments.dry_run,
            logging={"enabled": False},
            runner={"plugin": "threaded", "options": {"num_workers": arguments.workers}},
            inventory={
                "plugin": "GroundplanInventory",
                "options": {
                    "filters": {"site": arguments.site},
                    "vars": [],
                    "group_by": ["platform"],
                    "branch": arguments.branch,
                },
            },
        )
    except GroundplanError as error:
        print(error, file=sys.stderr)
        return 1
    tally = Tally()
    results = nornir.with_processors([tally]).run(write_config, folder=arguments.output)
    if arguments.dry_run:
        print("".join(result[0].diff for result in results.values()), end="")
    without = [name for name, result in results.items() if not result.failed and result[0].result is None]
    if without:
        print(f"No template applies to {', '.join(without)}.")
    for name, cause in tally.failures.items():
        print(f"{name}: {cause}", file=sys.stderr)
    print(f"{len(results) - len(without) - len(tally.failures)} configurations: {tally}.")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
