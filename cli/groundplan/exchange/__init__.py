"""Files and other systems: what comes in, what goes out. Everything comes in through the operations door."""
