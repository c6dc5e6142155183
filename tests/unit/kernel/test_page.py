"""Lists by the page: cursors come back as they were written, and foreign ones are refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.page import LIMIT_MAX, BadCursor, Cursor, cut


@given(st.lists(st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"])), min_size=2, max_size=2))
def test_a_cursor_comes_back_as_it_was_written(parts: list[str]) -> None:
    assert Cursor.parse(Cursor.write(parts)).after == tuple(parts)


@given(st.text())
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        Cursor.parse(text)
    except BadCursor as error:
        assert error.param == "cursor"


@pytest.mark.parametrize("value", ["[]", "[1,2]", '["a"]', '["a","b","c"]', '["\\u0000","b"]', "{}", "["])
def test_what_we_did_not_write_is_refused(value: str) -> None:
    with pytest.raises(BadCursor):
        Cursor.parse(base64.urlsafe_b64encode(value.encode()).decode())


def test_limits_hold() -> None:
    assert Cursor.parse(None, 10_000).limit == LIMIT_MAX
    assert Cursor.parse(None, -1).limit == 1


def test_one_row_more_than_asked_for_says_that_there_is_more() -> None:
    assert cut([1, 2, 3], 3, lambda n: (str(n), "x")).next_cursor is None
    page = cut([1, 2, 3, 4], 3, lambda n: (str(n), "x"))
    assert page.items == [1, 2, 3] and Cursor.parse(page.next_cursor).after == ("3", "x")
    assert page.map(str).items == ["1", "2", "3"]
