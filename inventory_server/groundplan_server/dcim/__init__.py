"""Places, racks, devices and their components."""
