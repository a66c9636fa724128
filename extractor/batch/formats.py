"""Name what is no PDF by how it begins: a mail holds letters too, and whoever sent a picture has answered."""

from __future__ import annotations

import re

from extractor.batch.settings import HEAD

PACKED, OTHER = "packed", "other_format"  # problem codes: it holds other files; it is one, in another format
TAR_AT = 257  # where tar files have their mark
BEGINNINGS = (
    (b"7z\xbc\xaf\x27\x1c", PACKED, "a 7z archive"),
    (b"Rar!\x1a\x07", PACKED, "a RAR archive"),
    (b"\x1f\x8b", PACKED, "a compressed file"),
    (b"BZh", PACKED, "a compressed file"),
    (b"\xfd7zXZ\0", PACKED, "a compressed file"),
    (b"MZ", PACKED, "a program or an archive that unpacks itself"),
    (b"\xff\xd8\xff", OTHER, "a picture"),
    (b"\x89PNG\r\n", OTHER, "a picture"),
    (b"II*\0", OTHER, "a picture"),
    (b"MM\0*", OTHER, "a picture"),
    (b"GIF8", OTHER, "a picture"),
    (b"{\\rtf", OTHER, "an office document"),
    (b"PK\x03\x04", OTHER, "an office document"),  # other archives have been opened by now
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of messages, documents and sheets alike
OLE_MESSAGE = "__substg1.0_".encode("utf-16-le")
MAIL = re.compile(rb"(?i)\A(?:From |(?:Return-Path|Received|Delivered-To|MIME-Version|From|X-[\w-]+):)")
MIME = re.compile(rb"(?im)^MIME-Version:")
PAGE = re.compile(rb"(?i)\A\s*<(?:!doctype html|html)")


def named(data: bytes) -> tuple[str, str] | None:
    """Return problem code and name of what these bytes are, None if they may be a PDF or are nothing known."""
    head = data[:HEAD]
    for beginning, code, name in BEGINNINGS:
        if head.startswith(beginning):
            return code, name
    if head.startswith(OLE):
        return (PACKED, "a mail message") if OLE_MESSAGE in data else (OTHER, "an office document")
    if head[TAR_AT : TAR_AT + 5] == b"ustar":
        return PACKED, "a TAR archive"
    before = head.partition(b"%PDF-")[0]
    if MAIL.match(before) or MIME.search(before):
        return PACKED, "a mail message"
    return (OTHER, "a web page") if PAGE.match(before) else None
