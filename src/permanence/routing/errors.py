"""What routing refuses."""

from permanence.kernel.errors import Invalid, Refused


class AgentExists(Refused):
    """This person is an agent already."""

    code = "agent.exists"


class AddressMissing(Invalid):
    """A fixed telephone needs a SIP address, and it alone."""

    code = "agent.address"
