"""What the ledger refuses."""

from permanence.kernel.errors import Invalid, NotAllowed, Refused


class NoOperator(Refused):
    """No firm runs this installation yet; the person who runs the machine names it."""

    code = "ledger.no_operator"


class OperatorOnly(NotAllowed):
    """Only the firm that runs the platform may do this."""

    code = "ledger.operator_only"


class AmountUnfit(Invalid):
    """An amount is a whole number of millionths above zero."""

    code = "ledger.amount"


class PostedOtherwise(Refused):
    """This has been posted already, with another amount or other accounts: {cause}, {part}."""

    code = "ledger.posted_otherwise"


class MonthFrozen(Refused):
    """The month {month} is closed; what comes late is booked on the first open one."""

    code = "ledger.month_frozen"


class NotEnough(Refused):
    """There is not enough money on the account; pay in first."""

    code = "ledger.not_enough"


class AlreadyReversed(Refused):
    """This transfer has been reversed already, or reverses another."""

    code = "ledger.reversed"


class HoldUnknown(Refused):
    """Nothing is held for this."""

    code = "ledger.hold_unknown"


class HoldTooSmall(Refused):
    """Less is held for this than is to be taken: {left} millionths are left."""

    code = "ledger.hold_too_small"


class MonthNotOver(Refused):
    """This month is not over yet; propose it from {from_day} on."""

    code = "month.not_over"


class EarlierMonthOpen(Refused):
    """The month {month} comes first; close it before this one."""

    code = "month.earlier_open"


class BillingMissing(Refused):
    """These firms have not written how they stand on invoices: {firms}."""

    code = "month.billing_missing"


class NotProposed(Refused):
    """Nobody has proposed to close this month."""

    code = "month.not_proposed"


class SamePerson(Refused):
    """Who proposed a month cannot approve it; another person of the platform does."""

    code = "month.same_person"


class FiguresChanged(Refused):
    """The figures have changed since they were proposed; look at them, and propose the month again."""

    code = "month.figures_changed"


class NotYours(Refused):
    """Only the two firms of these calls contest a statement, and only the other one answers."""

    code = "dispute.not_yours"


class TooLate(Refused):
    """This statement could be contested until {until}."""

    code = "dispute.too_late"


class AlreadyDisputed(Refused):
    """This is being contested already; wait for the answer."""

    code = "dispute.already"


class AlreadyAnswered(Refused):
    """This dispute has been answered already."""

    code = "dispute.answered"


class ReasonMissing(Invalid):
    """Say why, so that the other firm can act on it."""

    code = "dispute.reason"


class CallUnknown(Invalid):
    """This call is not on the statement."""

    code = "dispute.call"


class RateUnfit(Invalid):
    """A rate of tax is between 0 and 10,000 for ten thousand; without tax the reason must be told."""

    code = "billing.rate"


class PayRuleUnknown(Invalid):
    """There is no such rule of payment; choose one of {rules}."""

    code = "billing.pay_rule"


class TooManyCalls(Refused):
    """A workbook holds at most {most} calls and this statement has {count}; take the CSV file, which has no bound."""

    code = "statement.too_many_calls"


class MonthUnreadable(Invalid):
    """This is no month; write it as 2026-10."""

    code = "month.unreadable"


class PaperLacks(Invalid):
    """This paper cannot be made: {firm} has no {what}; complete the firm's billing data."""

    code = "paper.lacks"


class NothingToPay(Invalid):
    """There is nothing to pay; choose statements that are due."""

    code = "payment.none"


class PaymentNotEuro(Invalid):
    """The payment {reference} is in {currency}, and SEPA transfers are in euros; pay it another way."""

    code = "payment.currency"


class PaymentAmountUnfit(Invalid):
    """The payment {reference} is not of an amount that a bank transfers; it must be between 0.01 and 999,999,999.99 euros."""

    code = "payment.amount"


class PaymentReferenceUnfit(Invalid):
    """'{reference}' cannot be a reference for a bank: 1 to 35 plain letters, figures and signs, each one once."""

    code = "payment.reference"


class PaymentChanged(Refused):
    """These statements are not what is open to pay any more; look at the list, and say again what the bank has carried out."""

    code = "payment.changed"


class ReferenceMissing(Invalid):
    """Give the bank's reference of this payment, so that it is found on the account's statement."""

    code = "payment.no_reference"


class ExecutedUnfit(Invalid):
    """A payment is carried out from {first} on, when its statements were written, and not in the future."""

    code = "payment.day"


class AlreadyConfirmed(Refused):
    """This payment is confirmed already."""

    code = "payment.confirmed"


class SameConfirmer(Refused):
    """Who said that a payment was carried out cannot confirm it; another person of the platform does."""

    code = "payment.same_person"


class NotPaid(Refused):
    """This statement is not paid by this payment, or it came back already."""

    code = "payment.not_paid"


class ReturnUnfit(Invalid):
    """Say why the bank sent the payment back, and when: not before it was carried out, and not in the future."""

    code = "payment.return"


class AdvanceUnfit(Invalid):
    """What is paid ahead is an amount above zero, paid today at the latest, and to be used by today at the earliest."""

    code = "prepaid.unfit"
