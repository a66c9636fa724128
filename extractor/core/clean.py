"""Text that is safe to show. The database keeps what the file says; screens and exports show `clean(text)`."""

from __future__ import annotations

import unicodedata

SHOWN = {"\n": "\n", "\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n"}


def _shown(char: str) -> str | None:
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category in (
        "Cs",
        "Cn",
    ):  # half a surrogate pair cannot even be written; the unassigned may mean anything tomorrow
        return "\ufffd"
    return None if category in ("Cc", "Cf") else char


class _Table(dict[int, str | None]):
    """Fills itself, so that every character is judged once."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        self[code] = SHOWN[char] if char in SHOWN else _shown(char)
        return self[code]


_TABLE = _Table()


def clean(text: str) -> str:
    """Return `text` without what could drive a terminal or deceive a reader.

    Control characters (escape sequences lose their ESC and show as plain letters), bidirectional overrides and
    zero-width characters go; every kind of blank becomes a blank, every kind of line end a newline.
    """
    return text if text.isprintable() else text.replace("\r\n", "\n").translate(_TABLE)


def harmless(text: str) -> str:
    """Return `clean(text)` so that no spreadsheet takes it for a formula: an apostrophe goes before = + - @.

    See OWASP, "CSV injection".
    """
    shown = clean(text)
    return f"'{shown}" if shown.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else shown
