"""What can go wrong with cards, in sentences for people."""

from __future__ import annotations

from permanence.kernel.errors import NotFound, Refused, Unavailable


class ConsultationOutOfOrder(Refused):
    """A consultation that is {state} cannot become {step}."""

    code = "consultation.out_of_order"


class ConsultationUnknown(NotFound):
    """There is no such consultation here."""

    code = "consultation.unknown"


class RefundUnfit(Refused):
    """At most what was charged can be given back, once, and only after it was charged."""

    code = "consultation.refund"


class ProductUnknown(NotFound):
    """Your firm has no such paid consultation."""

    code = "consultation.product"


class PaymentServiceAway(Unavailable):
    """The payment service does not answer; nothing was charged twice, and it is tried again."""

    code = "payment_service.away"


class PaymentRefused(Refused):
    """The payment service refuses: {reason}."""

    code = "payment_service.refused"
