"""Kinds of serial connectors."""

from __future__ import annotations

from groundplan_server.language import Choices


class ConsolePortType(Choices):
    """The connector of a console port or a console server port."""

    DE_9 = "de-9", "DE-9"
    DB_25 = "db-25", "DB-25"
    RJ_11 = "rj-11", "RJ-11"
    RJ_12 = "rj-12", "RJ-12"
    RJ_45 = "rj-45", "RJ-45"
    MINI_DIN_8 = "mini-din-8", "Mini-DIN 8"
    USB_A = "usb-a", "USB Type A"
    USB_B = "usb-b", "USB Type B"
    USB_C = "usb-c", "USB Type C"
    USB_MINI_A = "usb-mini-a", "USB Mini A"
    USB_MINI_B = "usb-mini-b", "USB Mini B"
    USB_MICRO_A = "usb-micro-a", "USB Micro A"
    USB_MICRO_B = "usb-micro-b", "USB Micro B"
    USB_MICRO_AB = "usb-micro-ab", "USB Micro AB"
    OTHER = "other", "Other"
