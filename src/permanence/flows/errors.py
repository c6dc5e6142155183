"""What the set-up of flows refuses."""

from permanence.kernel.errors import Invalid, NotFound, Refused


class FlowUnsound(Invalid):
    """This flow cannot be published: {problems}"""

    code = "flow.unsound"


class PlanInvalid(Invalid):
    """This opening plan is not valid: {reason}"""

    code = "plan.invalid"


class NumberTaken(Refused):
    """This number is in use already, perhaps by another firm; ask the platform's operator."""

    code = "number.taken"


class PromptEmpty(NotFound):
    """This prompt has no sound yet."""

    code = "prompt.empty"
