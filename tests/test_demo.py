"""What `make demo` shows, shown to a test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_the_demo_imports_numbers_and_renders_a_real_network() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "demo.py", "--once"], capture_output=True, text=True, cwd=ROOT, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5549 created" in done.stdout
    assert "0 refused" in done.stdout
    assert "39 addresses taken" in done.stdout
    assert "|--dmi01-akron-rtr01" in done.stdout
    assert "| hostname dmi01-akron-rtr01" in done.stdout
    assert " ip address 10.112.128.1 255.255.255.240" in done.stdout
    assert "/api/docs/" in done.stdout
