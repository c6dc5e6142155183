"""What firms, people and sign-in refuse."""

from permanence.kernel.errors import Invalid, NotAllowed, NotSignedIn, PermanenceError, Refused


class WrongPassword(NotSignedIn):
    """E-mail address or password is wrong."""

    code = "sign_in.wrong"


class Locked(PermanenceError):
    """Too many tries; wait {retry_after_s} seconds and try again."""

    code = "sign_in.locked"
    status = 429


class WhichFirm(Refused):
    """You work for several firms; choose one."""

    code = "sign_in.which_firm"


class WrongOldPassword(Invalid):
    """The present password is not right."""

    code = "password.wrong"


class WeakPassword(Invalid):
    """This password is too easy to guess."""

    code = "password.weak"


class ShortPassword(WeakPassword):
    """A password needs at least {length_min} characters."""

    code = "password.short"


class LongPassword(WeakPassword):
    """A password has at most {length_max} characters."""

    code = "password.long"


class PersonalPassword(WeakPassword):
    """A password must not contain your name or address."""

    code = "password.personal"


class CommonPassword(WeakPassword):
    """This password is among those that are tried first."""

    code = "password.common"


class SamePassword(WeakPassword):
    """The new password is the present one."""

    code = "password.same"


class EmailTaken(Refused):
    """Somebody in this firm already has this e-mail address."""

    code = "person.email_taken"


class RoleNotYours(NotAllowed):
    """You may not give or take the role {role}."""

    code = "person.role_not_yours"


class LastDirector(Refused):
    """The firm would be left without a director who can sign in."""

    code = "person.last_director"


class UnknownTimeZone(Invalid):
    """There is no time zone of this name; an example is Europe/Paris."""

    code = "firm.time_zone"


class KeyRole(NotAllowed):
    """A key may do what a director or a supervisor may, and no more than you may yourself."""

    code = "key.role"


class TooManyKeys(Refused):
    """A firm has at most {most} keys; revoke one that nobody needs."""

    code = "key.many"


class NotByKey(NotAllowed):
    """No key reaches this: sign in and do it yourself."""

    code = "key.not_here"


class TooFast(PermanenceError):
    """This key is used too fast; wait {retry_after_s} seconds."""

    code = "key.too_fast"
    status = 429
