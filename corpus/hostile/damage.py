"""A sound letter cut short, with bits flipped, or wrapped in what does not belong to it."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

from corpus.hostile.files import ANY, SOUND, SUSPECT, UNREAD, WHOLE, Hostile, numbered, sound_letter

NOT_PDF = frozenset({"unread:not_pdf", "unread:other_format"})
FLIPPED = 20  # letters with flipped bits
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + bytes(64)
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)


def damaged() -> Iterator[Hostile]:
    """Letters damaged on their way, and files that only have a letter's name."""
    sound = sound_letter()
    yield Hostile("sound.pdf", sound, SOUND | {"duplicate"}, least=1.0)
    yield Hostile("same_bytes.pdf", sound, SOUND | {"duplicate"}, least=1.0)  # whichever is met first is read
    for percent in (10, 20, 30, 40, 50, 60, 70, 80, 90, 99):
        yield Hostile(f"cut_{percent}.pdf", sound[: len(sound) * percent // 100], ANY, least=0.9)
    yield from numbered("flipped", (_flip(sound, seed) for seed in range(FLIPPED)), ANY)
    yield from numbered("zeroed", (_zero(sound, seed) for seed in range(5)), ANY)
    yield Hostile("no_eof.pdf", sound[: sound.rindex(b"%%EOF")], WHOLE, least=0.9)
    yield Hostile("no_xref.pdf", sound[: sound.rindex(b"xref\n0")] + b"%%EOF\n", WHOLE | {UNREAD}, least=0.9)
    yield Hostile("junk_before.pdf", b"\0junk\r\n" * 40 + sound, WHOLE, least=0.9)
    yield Hostile("junk_before_2k.pdf", b"junk\r\n" * 400 + sound, NOT_PDF | WHOLE)
    yield Hostile("mail_after.pdf", sound + b"\r\n--boundary--\r\n" * 200, WHOLE, least=0.9)
    yield Hostile("two_in_one.pdf", sound + sound_letter("second"), SUSPECT)
    yield Hostile("header_only.pdf", b"%PDF-1.4\n", frozenset({UNREAD}))
    noise = random.Random(1).randbytes(20_000)  # noqa: S311
    yield Hostile("header_and_noise.pdf", b"%PDF-1.4\n" + noise, frozenset({UNREAD}))
    yield Hostile("empty.pdf", b"", frozenset({"unread:empty"}))
    yield from _disguised()


def _disguised() -> Iterator[Hostile]:
    """Other files under a letter's name."""
    for name, data in {
        "image_png": PNG,
        "image_jpeg": JPEG,
        "old_office": OLD_OFFICE,
        "web_page": b"<html><body><h1>404 Not Found</h1></body></html>",
        "plain_text": b"Se capacito a treinta docentes.\n" * 20,
        "rich_text": rb"{\rtf1\ansi Se capacito a treinta docentes.}",
        "new_office": _office(),
    }.items():
        yield Hostile(f"{name}.pdf", data, NOT_PDF)
    yield Hostile(
        "web_page_naming_pdf.pdf", b"<html>%PDF-1.4 is the header of a PDF</html>", SUSPECT - {"needs_person"}
    )


def _office() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()


def _flip(data: bytes, seed: int) -> bytes:
    """One bit in a thousand bytes, at least ten, turned over."""
    dice, changed = random.Random(seed), bytearray(data)  # noqa: S311
    for _ in range(max(10, len(data) // 1000)):
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _zero(data: bytes, seed: int) -> bytes:
    """A sector of 512 bytes lost."""
    start = random.Random(seed).randrange(max(1, len(data) - 512))  # noqa: S311
    return data[:start] + bytes(512) + data[start + 512 :]
