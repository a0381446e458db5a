"""Credentials for devices, from the environment: the truth never holds them."""

from __future__ import annotations

import os
from typing import Any

from nornir.core.inventory import ConnectionOptions, Defaults, Host


def credentials_from_environment(
    host: Host,
    username: str = "NORNIR_USERNAME",
    password: str = "NORNIR_PASSWORD",
    secret: str = "NORNIR_SECRET",
) -> None:
    """Transform function: what these variables hold becomes the default of every host that has none of its own."""
    defaults = host.defaults
    if defaults.username is None:
        defaults.username = os.environ.get(username)
    if defaults.password is None:
        defaults.password = os.environ.get(password)
    if word := os.environ.get(secret):
        for library, extras in (
            ("napalm", {"optional_args": {"secret": word}}),
            ("netmiko", {"secret": word}),
            ("scrapli", {"auth_secondary": word}),
        ):
            add_extras(defaults, library, extras)


def add_extras(defaults: Defaults, library: str, extras: dict[str, Any]) -> None:
    """Nornir replaces extras instead of merging them, so those of a host or group win over these whole."""
    options = defaults.connection_options.setdefault(library, ConnectionOptions())
    if options.extras is None:
        options.extras = extras
