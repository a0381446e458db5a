"""The ledger and the server itself, as objects."""
