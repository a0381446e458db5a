"""Addresses, prefixes, VLANs and routing instances."""
