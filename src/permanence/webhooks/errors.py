"""What webhooks refuse."""

from permanence.kernel.errors import Invalid, Refused


class AddressUnfit(Invalid):
    """This address cannot be told: write https://, a name that leads to the open network, and port 443, 80 or from 1024 on."""

    code = "webhook.address"


class KindUnknown(Invalid):
    """There is no event '{kind}'; choose among those of the list."""

    code = "webhook.kind"


class TooManySubscriptions(Refused):
    """A firm has at most {most} webhooks; delete one that nobody needs."""

    code = "webhook.many"


class TooMuchAgain(Refused):
    """At most {most} events are sent again at once; choose a later moment."""

    code = "webhook.again"
