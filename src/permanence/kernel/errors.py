"""What can go wrong, in families named by what the caller can do about it.

    PermanenceError
      Invalid      the request is wrong: mend it                     422
      NotSignedIn  nobody is signed in: sign in                      401
      NotAllowed   you lack the right: ask who has it                403
      NotFound     there is no such thing, or it is another firm's    404
      Refused      a rule says no, with its reason                    409
      Unavailable  not now: try again                                 503

A subclass has a stable `code`; its docstring is the default sentence shown to people.
"""

from __future__ import annotations

from typing import ClassVar


class PermanenceError(Exception):
    """Something went wrong in Permanence."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, message: str | None = None, *, param: str | None = None, **data: object) -> None:
        """Carry the sentence for people and, where one field is at fault, its name.

        `data` fills the gaps of the sentence (here and in its translation) and is sent along.
        """
        self.message = message or (type(self).__doc__ or "").strip().format(**data)
        self.is_own_sentence = message is None
        self.param = param
        self.data = data
        super().__init__(self.message)


class Invalid(PermanenceError):
    """The request is not valid."""

    code = "invalid"
    status = 422


class NotSignedIn(PermanenceError):
    """You are not signed in, or no longer; sign in again."""

    code = "not_signed_in"
    status = 401


class NotAllowed(PermanenceError):
    """Your role does not give this right; ask your firm's director."""

    code = "not_allowed"
    status = 403


class NotFound(PermanenceError):
    """There is no such thing here."""

    code = "not_found"
    status = 404


class Refused(PermanenceError):
    """A rule refuses this."""

    code = "refused"
    status = 409


class InUse(Refused):
    """Still used by: {users}."""

    code = "in_use"


class Unavailable(PermanenceError):
    """This cannot be done right now; try again in a moment."""

    code = "unavailable"
    status = 503
