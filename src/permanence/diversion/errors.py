"""What the procedure of a case refuses."""

from permanence.kernel.errors import Invalid, Refused


class CaseClosed(Refused):
    """This case is closed; if the difference comes back, a new one is opened."""

    code = "watch.closed"


class NotForYou(Refused):
    """The firm that the case is about explains; the owner of the callers decides."""

    code = "watch.side"


class WordsMissing(Invalid):
    """Say why in a few words: both firms read it."""

    code = "watch.words"
