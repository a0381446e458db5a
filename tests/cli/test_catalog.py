"""Models by the many names that people give them."""

import pytest

from groundplan.errors import WrongUsage

from .sample import CATALOG


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("devices", "dcim.device"),
        ("device", "dcim.device"),
        ("dcim.device", "dcim.device"),
        ("dcim.devices", "dcim.device"),
        ("dcim/devices", "dcim.device"),
        ("Device-Types", "dcim.devicetype"),
        ("device_type", "dcim.devicetype"),
        ("device type", "dcim.devicetype"),
        ("devicet", "dcim.devicetype"),
        ("ip-a", "ipam.ipaddress"),
        ("IP addresses", "ipam.ipaddress"),
        ("si", "dcim.site"),
    ],
)
def test_a_model_has_many_names(name: str, key: str) -> None:
    assert CATALOG.model(name).key == key


def test_a_name_of_its_own_wins_over_a_name_it_shares() -> None:
    assert CATALOG.model("interfaces").key == "dcim.interface"
    assert CATALOG.model("virtualization/interfaces").key == "virtualization.vminterface"
    assert CATALOG.model("vmi").key == "virtualization.vminterface"


def test_what_could_be_several_is_refused_by_naming_them() -> None:
    with pytest.raises(WrongUsage, match=r"'dev' could be dcim\.device, dcim\.devicetype; type more of it\."):
        CATALOG.model("dev")


def test_what_is_no_model_is_refused_by_naming_the_nearest() -> None:
    with pytest.raises(WrongUsage, match=r"There is no model 'devcies'\. Did you mean 'devices'"):
        CATALOG.model("devcies")


def test_attributes_and_actions_are_refused_by_naming_the_nearest() -> None:
    site = CATALOG.model("site")
    with pytest.raises(WrongUsage, match=r"A site has no attribute 'nme'\. Did you mean 'name'"):
        site.attribute("nme")
    with pytest.raises(WrongUsage, match=r"A site has no action 'trace'\. It has no actions"):
        site.action("trace")
