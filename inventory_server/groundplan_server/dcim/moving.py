"""What stands in a place moves with it, and the ledger says so."""

from __future__ import annotations

from groundplan_server.dcim.device import Device
from groundplan_server.dcim.location import Location
from groundplan_server.dcim.rack import Rack
from groundplan_server.language import Batch, changed, consequence


@consequence(Location, "update")
def follow_location(batch: Batch[Location]) -> None:
    """To another site: the locations below, the racks (whose devices follow them) and the devices that stand free."""
    moved = [location for location in batch if changed(location, "site")]
    batch.update(
        Location, [(below.id, {"site": x.site}) for x in moved for below in x.children if below.site != x.site]
    )
    batch.update(Rack, [(rack.id, {"site": x.site}) for x in moved for rack in x.racks if rack.site != x.site])
    free = [(x, device) for x in moved for device in x.devices if device.rack is None and device.site != x.site]
    batch.update(Device, [(device.id, {"site": x.site}) for x, device in free])


@consequence(Rack, "update")
def follow_rack(batch: Batch[Rack]) -> None:
    """To another site or location: the devices in the rack."""
    moved = [rack for rack in batch if changed(rack, "site", "location")]
    batch.update(
        Device,
        [(device.id, {"site": rack.site, "location": rack.location}) for rack in moved for device in rack.devices],
    )
