"""The Nornir runbook, run as people run it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.nornir.stub import TOKEN, Stub

RUNBOOK = Path(__file__).parents[2] / "playbooks" / "render_configs.py"


def run(stub: Stub, *arguments: str, token: str = TOKEN) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, RUNBOOK, "--output", "out", *arguments],
        env={**os.environ, "GROUNDPLAN_URL": stub.url, "GROUNDPLAN_TOKEN": token},
        capture_output=True,
        text=True,
    )


def test_render_configs(stub: Stub, tmp_path: Path) -> None:
    dry = run(stub, "--dry-run", "--site", "ams1")
    assert "+hostname sw1\n" in dry.stdout
    assert not (tmp_path / "out").exists()
    done = run(stub)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "No template applies to rtr1.\n2 configurations: 2 changed, 1 unchanged, 0 failed.\n"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["sw1.cfg", "sw2.cfg"]


def test_render_configs_refused(stub: Stub) -> None:
    done = run(stub, token="wrong")
    assert done.returncode == 1
    assert done.stderr.endswith("refused (403): Invalid v1 token\n")
