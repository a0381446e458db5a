"""Organisations that network objects are set aside for."""
