"""XML that is written is XML that can be read, whatever the text."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from permanence.adapters.papers.xml_tree import Tree, named

SPACES = named({"a": "urn:example:a", "b": "urn:example:b"})


@given(st.text())
def test_any_text_can_be_read_again(text: str) -> None:
    tree = Tree(SPACES, "a:root")
    tree.add(tree.root, "a:first/b:second", text)
    read = ElementTree.fromstring(tree.written())
    found = read.find("a:first/b:second", dict(SPACES))
    assert found is not None
    # what XML cannot hold is left out, and it reads every end of line as one sign
    assert (found.text or "").replace("\r\n", "\n").replace("\r", "\n") == "".join(each for each in text if _fits(each)).replace("\r\n", "\n").replace("\r", "\n")


def test_names_keep_their_prefixes() -> None:
    tree = Tree(SPACES, "a:root")
    tree.add(tree.root, "b:leaf", "1 < 2 & 3", unit="h")
    assert tree.written().decode().partition("?>")[2].strip() == (
        '<a:root xmlns:a="urn:example:a" xmlns:b="urn:example:b"><b:leaf unit="h">1 &lt; 2 &amp; 3</b:leaf></a:root>'
    )


def _fits(sign: str) -> bool:
    code = ord(sign)
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
