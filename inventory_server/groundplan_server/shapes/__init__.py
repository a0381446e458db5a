"""What a request may carry, derived from the specs."""
