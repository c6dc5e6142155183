"""What agreements refuse."""

from permanence.kernel.errors import Invalid, Refused


class PartnerUnknown(Invalid):
    """This firm is not shown on the market; ask it to show itself, then propose again."""

    code = "agreement.partner"


class WithOneself(Invalid):
    """A firm makes no agreement with itself; choose another firm."""

    code = "agreement.oneself"


class ZoneUnknown(Invalid):
    """The time zone '{zone}' is not known; write it as Europe/Paris."""

    code = "agreement.zone"


class BandUnfit(Invalid):
    """A band of hours must end after it begins; a night is two bands, before and after midnight."""

    code = "agreement.band"


class StartsInPast(Invalid):
    """Terms cannot begin before today, {today}; choose a later day."""

    code = "agreement.starts"


class Superseded(Refused):
    """A newer proposal has taken the place of this one; answer that one."""

    code = "agreement.superseded"


class AlreadyAnswered(Refused):
    """This proposal has been answered already."""

    code = "agreement.answered"


class OwnProposal(Refused):
    """This is your own firm's proposal: the other firm accepts or refuses it, you may withdraw it."""

    code = "agreement.own"


class OthersProposal(Refused):
    """This is the other firm's proposal: accept it, refuse it, or propose other terms."""

    code = "agreement.others"


class AgreementEnded(Refused):
    """This agreement has been given notice; make a new one."""

    code = "agreement.ended"


class EndsTooSoon(Invalid):
    """By the notice agreed on, the last day is {earliest} at the earliest."""

    code = "agreement.notice"


class NotYourSide(Invalid):
    """In this agreement your firm is on the other side: an owner names the partners who answer for it, an answering firm the
    queue in which it receives."""

    code = "agreement.side"


class QueueUnknown(Invalid):
    """Your firm has no such queue; choose one of its own."""

    code = "overflow.queue"


class ReceiptNotSigned(Refused):
    """The receipts of {day} are signed after midnight (UTC); fetch the file then."""

    code = "receipt.unsigned"


class ReceiptDamaged(Refused):
    """A receipt was altered in the database so that it can no longer be read; fetch the file of its month and have it verified."""

    code = "receipt.damaged"


class WhenUnsaid(Invalid):
    """Say when: hours of every week, or once from one moment to another; one of the two."""

    code = "market.when"


class HoursUnfit(Invalid):
    """Hours must end after they begin, and last some time."""

    code = "market.hours"


class OverAlready(Invalid):
    """These hours are over: today is {today}; choose later ones."""

    code = "market.over"


class ShownTooLong(Invalid):
    """A notice is shown until today, {today}, at the earliest, and for a year at most; choose another last day."""

    code = "market.expires"


class NoticesFull(Refused):
    """Your firm has {most} notices on the market; withdraw one first."""

    code = "market.full"


class FirmHidden(Refused):
    """Only firms that show themselves publish on the market; show yours first, under what it tells the others."""

    code = "market.hidden"
