"""Groundplan's inventory server: the intended state of a network, served to automation."""

__version__ = "0.1.0"
