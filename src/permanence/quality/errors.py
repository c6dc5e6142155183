"""What complaints refuse."""

from permanence.kernel.errors import Refused, Unavailable


class TooManyTellings(Unavailable):
    """Several complaints came from here just now; wait ten minutes and send yours again."""

    code = "complaint.crowded"


class ComplaintAnswered(Refused):
    """This complaint has been answered already."""

    code = "complaint.answered"


class NotTheOwner(Refused):
    """The owner of the call answers complaints about it; your firm sees this one because it took the call."""

    code = "complaint.owner"
