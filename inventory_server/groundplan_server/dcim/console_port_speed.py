"""Speeds of serial ports."""

from __future__ import annotations

from groundplan_server.language import NumberChoices


class ConsolePortSpeed(NumberChoices):
    """The speed of a console port or a console server port, in bits per second."""

    B1200 = 1200, "1200 bps"
    B2400 = 2400, "2400 bps"
    B4800 = 4800, "4800 bps"
    B9600 = 9600, "9600 bps"
    B19200 = 19200, "19.2 kbps"
    B38400 = 38400, "38.4 kbps"
    B57600 = 57600, "57.6 kbps"
    B115200 = 115200, "115.2 kbps"
