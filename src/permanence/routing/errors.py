"""What routing refuses."""

from permanence.kernel.errors import Invalid, Refused


class AgentExists(Refused):
    """This person is an agent already."""

    code = "agent.exists"


class AddressMissing(Invalid):
    """A fixed telephone needs a SIP address, and it alone."""

    code = "agent.address"


class PolicyNotDraft(Refused):
    """This version is published; begin a draft to change the rules."""

    code = "policy.not_draft"


class PolicyDraft(Refused):
    """There is a draft already; publish or discard it first."""

    code = "policy.draft"


class GroundChanged(Refused):
    """The rules were changed in the settings since this draft was begun: {queues}. Bring it up to date and look at it first."""

    code = "policy.ground_changed"


class NothingToPublish(Refused):
    """These rules are in force already."""

    code = "policy.same"
