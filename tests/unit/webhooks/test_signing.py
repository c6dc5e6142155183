"""Signatures of webhooks: the scheme's published example, and a receiver that believes nothing else."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from permanence.webhooks.signing import SECRET_BYTES, headers, is_signed, shown, signature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = '{"test": 2432232314}'
ID, AT = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330


def test_the_example_of_the_scheme_comes_out() -> None:
    assert signature(SECRET, ID, AT, BODY) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_shown_as_people_copy_it() -> None:
    secret = bytes(range(SECRET_BYTES))
    assert base64.b64decode(shown(secret).removeprefix("whsec_")) == secret


def test_while_a_secret_is_changed_both_sign() -> None:
    other = shown(bytes(32))
    sent = headers([SECRET, other], ID, AT, BODY)
    assert is_signed(SECRET, sent, BODY, AT)
    assert is_signed(other, sent, BODY, AT)
    assert not is_signed(shown(b"\x01" * 32), sent, BODY, AT)


def test_what_is_old_or_malformed_is_not_believed() -> None:
    sent = headers([SECRET], ID, AT, BODY)
    assert is_signed(SECRET, sent, BODY, AT + 300)
    assert not is_signed(SECRET, sent, BODY, AT + 301)
    assert not is_signed(SECRET, sent, BODY, AT - 301)
    assert not is_signed(SECRET, {}, BODY, AT)
    assert not is_signed(SECRET, {**sent, "webhook-timestamp": "soon"}, BODY, AT)
    assert not is_signed(SECRET, {**sent, "webhook-signature": ""}, BODY, AT)


@given(st.text(max_size=40), st.text(max_size=40))
def test_another_body_has_another_signature(one: str, other: str) -> None:
    assert (signature(SECRET, ID, AT, one) == signature(SECRET, ID, AT, other)) == (one == other)
