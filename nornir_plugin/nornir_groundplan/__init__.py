"""Nornir plugins that read Groundplan, the network source of truth."""

__version__ = "0.1.0"

from nornir_groundplan.credentials import credentials_from_environment
from nornir_groundplan.errors import GroundplanError, NoAnswer, NoTemplate, Refused, WrongOption
from nornir_groundplan.inventory import GroundplanInventory
from nornir_groundplan.processors import Tally
from nornir_groundplan.tasks import render_config, write_config

__all__ = [
    "GroundplanError",
    "GroundplanInventory",
    "NoAnswer",
    "NoTemplate",
    "Refused",
    "Tally",
    "WrongOption",
    "credentials_from_environment",
    "render_config",
    "write_config",
]
