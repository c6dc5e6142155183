"""Writing XML: a tree from prefixed names, and text without the signs that XML forbids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

Element = ElementTree.Element
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def named(spaces: Mapping[str, str]) -> Mapping[str, str]:
    """Return these names' spaces by prefix, and have them written so. For once, at import: the library keeps one table for all."""
    for prefix, space in spaces.items():
        ElementTree.register_namespace(prefix, space)
    return spaces


class Tree:
    """A tree whose names are written with the prefixes of `spaces`, which are `named`; the empty prefix is the names' own space."""

    def __init__(self, spaces: Mapping[str, str], root: str) -> None:
        """Begin with the root's name."""
        self._spaces = spaces
        self.root = Element(self._name(root))

    def add(self, parent: Element, path: str, text: str | None = None, **attributes: str) -> Element:
        """Add an element below `parent` and return it; `a/b` makes an `a` with a `b` in it, and returns the `b`."""
        for name in path.split("/"):
            parent = ElementTree.SubElement(parent, self._name(name))
        if text is not None:
            parent.text = _FORBIDDEN.sub("", text)
        for name, value in attributes.items():
            parent.set(name, value)
        return parent

    def written(self) -> bytes:
        """Return the document in UTF-8, with its declaration."""
        return ElementTree.tostring(self.root, encoding="UTF-8", xml_declaration=True)

    def _name(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        return f"{{{self._spaces[prefix]}}}{local}"
