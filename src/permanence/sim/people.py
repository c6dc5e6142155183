"""How the people at telephones behave, in simulations and on the far end of tests and demonstrations."""

from __future__ import annotations

from dataclasses import dataclass

BUSY, NO_USER, NO_ANSWER, REJECTED = 17, 18, 19, 21
SIP_OF_CAUSE = {
    1: 404,
    BUSY: 486,
    NO_USER: 408,
    NO_ANSWER: 480,
    REJECTED: 603,
    27: 502,
    28: 484,
    34: 503,
    38: 500,
}


@dataclass(frozen=True, slots=True)
class Phone:
    """What somebody does when the telephone rings. Without `answers_after_s` and `refuses` it rings until given up.

    `keys` are pressed `keys_after_s` after the answer, one each half second.
    """

    answers_after_s: float | None = 1.0
    refuses: int | None = (
        None  # the Q.850 cause of the refusal, told `answers_after_s` after the ringing began
    )
    hangs_up_after_s: float | None = None
    keys: str = ""
    keys_after_s: float = 1.0
    registered: bool = True

    @property
    def answers(self) -> bool:
        """Whether this person takes the call in the end."""
        return self.refuses is None and self.answers_after_s is not None


ANSWERS = Phone(answers_after_s=0.2)
REJECTS = Phone(answers_after_s=0.2, refuses=REJECTED)
ENGAGED = Phone(answers_after_s=0.0, refuses=BUSY)
NEVER_ANSWERS = Phone(answers_after_s=None)
NOT_THERE = Phone(registered=False)
