"""Versions of the database's shape, applied by `groundplan serve` and `groundplan migrate`."""
