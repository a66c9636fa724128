"""Texts as a PDF writes them, and what of them can be compared with a page."""

from __future__ import annotations

import re
import unicodedata

_ESCAPED = re.compile(rb"\\([0-7]{1,3}|[nrtbf]|.)", re.DOTALL)


def string(written: bytes) -> str:
    """Return the beginning of a text from the beginning of what stands in the file: "(…" or "<…"."""
    if written.startswith(b"<"):
        digits = bytes(byte for byte in written if byte in b"0123456789abcdefABCDEF")
        content = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    else:
        content = _ESCAPED.sub(
            lambda match: bytes([int(match[1], 8) & 255]) if match[1].isdigit() else match[1], written[1:]
        )
    return content[2:].decode("utf-16-be", "ignore") if content.startswith(b"\xfe\xff") else content.decode("latin-1")


def letters(text: str) -> str:
    """Return the letters and figures of a text, without accents and ligatures."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if char.isalnum())
