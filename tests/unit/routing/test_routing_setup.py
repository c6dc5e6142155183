"""What an agent's telephone is called."""

from __future__ import annotations

import pytest

from permanence.kernel.ids import AgentId
from permanence.routing.errors import AddressMissing
from permanence.routing.model import Device
from permanence.routing.setup import endpoint_of

ANN = AgentId("agt_ann")


@pytest.mark.parametrize("device", [Device.BROWSER, Device.PHONE])
def test_a_device_that_registers_bears_the_agents_id(device: Device) -> None:
    assert endpoint_of(ANN, device, "") == ANN


def test_a_fixed_telephone_needs_its_address() -> None:
    assert endpoint_of(ANN, Device.FIXED, "sip:12@pbx.example") == "sip:12@pbx.example"
    with pytest.raises(AddressMissing):
        endpoint_of(ANN, Device.FIXED, "")
