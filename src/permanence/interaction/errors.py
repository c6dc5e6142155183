"""What history and recordings refuse."""

from __future__ import annotations

from permanence.kernel.errors import Invalid, NotAllowed, NotFound, Refused, Unavailable


class NotYourRecording(NotAllowed):
    """You may not listen to this recording; ask your supervisor."""

    code = "recording.not_yours"


class NothingToHear(NotFound):
    """There is nothing to hear: the recording is not ready yet, was not kept, or its time is over."""

    code = "recording.nothing"


class DamagedRecording(Unavailable):
    """This recording cannot be opened: its file or a key was changed; tell who runs this installation."""

    code = "recording.damaged"


class CannotSeal(Unavailable):
    """The recording cannot be sealed now."""

    code = "recording.cannot_seal"

    def __init__(self, message: str | None = None, *, final: bool = False) -> None:
        """Say why; `final`: trying again would not help."""
        super().__init__(message)
        self.final = final


class CallNotOver(Refused):
    """This call is not closed yet; qualify it at its desk, or wait until it is over."""

    code = "call.not_over"


class NotesTooLong(Invalid):
    """Notes may have {length_max} characters."""

    code = "notes.too_long"
