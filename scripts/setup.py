"""Makes `.venv`: every distribution editable, and all that tests and demo need, exactly as uv.lock says.

Wants Python 3.11 or newer and nothing else. Run again, it only puts right what has changed.
"""

# Written so that an old `python3` can read it, look for a newer one, or say what is missing.
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DONE = VENV / "done"
MEMBERS = ("cli", "inventory_server", "nornir_plugin")
OLDEST_PYTHON = (3, 11)
OLDEST_UV = (0, 13)  # required-version in pyproject.toml

HOW_TO_CHOOSE = "Name one with `make setup PYTHON=/path/to/python3`, or run `/path/to/python3 scripts/setup.py`."


def main() -> None:
    if sys.version_info < OLDEST_PYTHON:
        python = newer_python()
        if not python:
            sys.exit(f"Groundplan needs Python 3.11 or newer; this is {sys.version.split()[0]}.\n{HOW_TO_CHOOSE}")
        os.execv(python, [python, *sys.argv])
    begun = time.monotonic()
    done = DONE.read_text().splitlines() if DONE.exists() and version_of(str(PYTHON)) >= OLDEST_PYTHON else []
    if done != wanted():
        usable = done[:1] == wanted()[:1]  # else half made, or moved here and full of paths from there
        if not usable:
            shutil.rmtree(str(VENV), ignore_errors=True)
            print(f"Setting up {VENV} with Python {sys.version.split()[0]}: about a minute.", flush=True)
        synchronise(uv(), str(PYTHON) if usable else sys.executable)
        DONE.write_text("\n".join(wanted()))
    print(f".venv is ready ({time.monotonic() - begun:.1f} s).")


def wanted() -> "list[str]":
    """Where, and from what, `.venv` is made."""
    files = [ROOT / "uv.lock", ROOT / "pyproject.toml", *(ROOT / member / "pyproject.toml" for member in MEMBERS)]
    return [str(ROOT), hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()]


def version_of(program: str) -> "tuple[int, ...]":
    """The version a program reports, or nothing if it does not run (a pyenv shim without its Python)."""
    try:
        said = subprocess.run([program, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(number) for number in re.findall(r"\d+", said.stdout.decode())[:3])


def newer_python() -> "str | None":
    for minor in range(OLDEST_PYTHON[1] + 5, OLDEST_PYTHON[1] - 1, -1):
        program = shutil.which("python3.%d" % minor)
        if program and version_of(program) >= OLDEST_PYTHON:
            return program
    return None


def uv() -> str:
    """The uv of `.venv`, else the machine's own, else the locked one, which pip puts into `.venv`."""
    locked = str(VENV / "bin" / "uv")
    for program in (locked, shutil.which("uv") or ""):
        if version_of(program) >= OLDEST_UV:
            return program
    if not PYTHON.exists():
        make_venv()
    named = re.search(r'^name = "uv"\nversion = "(.+)"$', (ROOT / "uv.lock").read_text(), re.MULTILINE)
    if not pip("install", f"uv=={named[1]}" if named else "uv"):
        sys.exit("pip could not install uv; its reason stands above.")
    return locked


def make_venv() -> None:
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode:
        shutil.rmtree(str(VENV), ignore_errors=True)
        sys.exit(
            f"{sys.executable} cannot make a virtual environment: {made.stdout.decode().strip()}\n"
            f"On Debian and Ubuntu, `apt install python3-venv` brings what is missing. {HOW_TO_CHOOSE}"
        )


def synchronise(uv: str, python: str) -> None:
    """What uv.lock names, no more and no less."""
    everything = ["--frozen", "--all-packages", "--all-groups"]
    os.environ.pop("VIRTUAL_ENV", None)
    os.environ["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    if subprocess.run([uv, "sync", "--quiet", "--python", python, *everything], cwd=ROOT).returncode == 0:
        return
    print("uv could not; trying with pip, which may know of a mirror that uv does not.", flush=True)
    requirements = VENV / "requirements.txt"
    export = [uv, "export", "--quiet", "--no-emit-workspace", "--output-file", str(requirements), *everything]
    members = [part for member in MEMBERS for part in ("-e", str(ROOT / member))]
    if (
        subprocess.run(export, cwd=ROOT).returncode
        or not pip("install", "--require-hashes", "--requirement", str(requirements))
        or not pip("install", "--no-deps", *members)
    ):
        sys.exit("Neither uv nor pip could install what uv.lock names; their reasons stand above.")


def pip(*arguments: str) -> bool:
    command = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    main()
