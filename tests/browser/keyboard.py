"""Keys as a French or an American keyboard sends them, and proof that no pointer was used."""

from __future__ import annotations

from playwright.sync_api import Page

AZERTY_LETTERS = {"a": "KeyQ", "q": "KeyA", "z": "KeyW", "w": "KeyZ", "m": "Semicolon"}
AZERTY_DIGITS = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))


def place_of(key: str, layout: str) -> tuple[str, str]:
    """Return where the key of this cap lies on the keyboard, and the character that it sends without shift."""
    if key.isdigit():
        return f"Digit{key}", AZERTY_DIGITS[key] if layout == "azerty" else key
    place = AZERTY_LETTERS.get(key) if layout == "azerty" else None
    return place or f"Key{key.upper()}", key


class Keyboard:
    """Presses keys on a page as a layout would."""

    def __init__(self, page: Page, layout: str) -> None:
        """Type on this page; `layout` is azerty or qwerty."""
        self.page, self.layout = page, layout
        self._wire = page.context.new_cdp_session(page)
        page.evaluate(
            "() => { window.pointers = 0; for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel'])"
            " addEventListener(kind, () => { window.pointers += 1 }, true) }"
        )

    def press(self, key: str) -> None:
        """Press what the cap of the key says: a letter, a digit without shift, or a named key."""
        if len(key) > 1:
            self.page.keyboard.press(key)
            return
        code, text = place_of(key, self.layout)
        for kind in ("keyDown", "keyUp"):
            shown = {"text": text} if kind == "keyDown" else {}
            self._wire.send("Input.dispatchKeyEvent", {"type": kind, "key": text, "code": code, **shown})

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        self.page.keyboard.type(text)

    @property
    def pointers(self) -> int:
        """How often a mouse or a finger was used on the present document."""
        return self.page.evaluate("window.pointers")
