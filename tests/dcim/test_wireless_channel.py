"""Radio channels."""

from __future__ import annotations

import pytest

from groundplan_server.dcim.wireless_channel import WirelessChannel, frequency_and_width


@pytest.mark.parametrize("channel", WirelessChannel, ids=str)
def test_channel_says_where_it_is(channel: WirelessChannel) -> None:
    band, number, *_ = channel.value.split("-")
    frequency, width = frequency_and_width(channel)
    lowest, highest = {"2.4g": (2400, 2500), "5g": (5150, 5900), "6g": (5925, 7125), "60g": (57000, 71000)}[band]
    assert lowest <= frequency <= highest
    assert 20 <= width <= 6480
    assert channel.label.startswith(f"{number} (")
