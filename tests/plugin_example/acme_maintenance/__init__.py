"""When the network may be worked on."""
