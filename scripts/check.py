"""Everything that is checked without running the product; says all that is wrong, not only the first thing."""

import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sysconfig.get_path("scripts"))

CHECKS = {
    "lock": ["uv", "lock", "--check", "--quiet", "--default-index", "https://pypi.org/simple"],
    "lint": ["ruff", "check", "--quiet"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "types": ["mypy"],
    "floors": ["pytest", "--quiet", "tests/test_floors.py"],
}


def main() -> None:
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    if failed:
        sys.exit(f"Not well: {', '.join(failed)}.")


def passes(name: str, command: list[str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(
        [PROGRAMS / command[0], *command[1:]], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(f"{name:8} {'FAILED' if done.returncode else 'ok':6} {time.monotonic() - begun:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
