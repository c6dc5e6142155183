"""Named statements: each has a name of its own and a sentence."""

from __future__ import annotations

import pytest

from permanence.kernel.queries import Queries

TEXT = """-- Heading, which is nobody's.
-- name: people
-- Everybody of the firm,
-- in the order of screens.
select 1
  from people;

-- name: gone
-- Who left.
select 2;
"""


def test_statements_are_found_by_name_with_their_sentence() -> None:
    queries = Queries(TEXT)
    assert list(queries) == ["people", "gone"]
    assert len(queries) == 2
    assert queries["people"] == "select 1\n  from people;\n"
    assert queries.sentences["people"] == "Everybody of the firm, in the order of screens."


def test_a_statement_without_a_sentence_is_our_mistake() -> None:
    with pytest.raises(AssertionError, match="says not what it does"):
        Queries("-- name: mute\nselect 1;\n")


def test_a_name_is_used_once() -> None:
    with pytest.raises(AssertionError, match="twice"):
        Queries(TEXT + TEXT)


def test_a_comment_inside_a_statement_stays_with_it() -> None:
    assert "-- why" in Queries("-- name: a\n-- A.\nselect 1\n-- why\n;\n")["a"]
