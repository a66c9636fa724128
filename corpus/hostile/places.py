"""Things in a folder that are no files, names that no one types, and archives that lie."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from corpus.hostile.files import ANY, SOUND, UNREAD, Hostile, sound_letter

NAMES = [
    b"line\nfeed.pdf",
    b"escape\x1b[2J\x1b]0;title\x07.pdf",
    b"-rf.pdf",
    b"--help.pdf",
    b"latin1_\xd1and\xfa.pdf",
    b"broken_utf8_\xc3\x28.pdf",
    "derecha\u202efdp.pdf".encode(),
    "ancho\u200bcero.pdf".encode(),
    b" leading and trailing .pdf ",
    b"$(touch pwned).pdf",
    b"';drop table letters;--.pdf",
    b"=cmd|'c calc'!A1.pdf",
    b"%s%n%d.pdf",
    b".hidden.pdf",
    b"UPPER.PDF",
    b"no_extension",
    b"long_" + b"x" * 245 + b".pdf",
]
LINKED = frozenset({"unread:not_regular", "unread:unreadable"})
BOUNDS = frozenset({"unread:archive_bounds", "unread:too_large", "unread:archive_damaged"})
LINKS = {
    "device": "/dev/zero",
    "random": "/dev/urandom",
    "terminal": "/dev/tty",
    "itself": "link_itself.pdf",
    "nowhere": "missing.pdf",
    "folder": ".",
}
Placed = Iterator[tuple[str, frozenset[str]]]


def write_places(out: Path) -> Placed:
    """Make pipes, links, folders, odd names and archives in a folder; yield each path with its acceptable outcomes."""
    yield from _names(out)
    yield from _no_files(out)
    for archive in _archives():
        (out / archive.name).write_bytes(archive.data)
        yield archive.name, archive.accept


def _names(out: Path) -> Placed:
    for number, name in enumerate(NAMES):
        (out / os.fsdecode(name)).write_bytes(sound_letter(f"name {number}"))
        yield os.fsdecode(name), SOUND


def _no_files(out: Path) -> Placed:
    os.mkfifo(out / "pipe.pdf")
    yield "pipe.pdf", LINKED
    (out / "folder.pdf").mkdir()
    (out / "folder.pdf" / "inside.pdf").write_bytes(sound_letter("inside a folder"))
    yield "folder.pdf/inside.pdf", SOUND
    for name, target in LINKS.items():
        (out / f"link_{name}.pdf").symlink_to(target)
        yield f"link_{name}.pdf", LINKED
    (out / "link_letter.pdf").symlink_to("sound.pdf")
    yield "link_letter.pdf", frozenset({"read", "duplicate"}) | LINKED
    (out / "unreadable.pdf").write_bytes(sound_letter("unreadable"))
    (out / "unreadable.pdf").chmod(0)
    yield "unreadable.pdf", frozenset({"unread:unreadable", "read"})  # root reads all
    sparse = out / "sparse_1_gib.pdf"
    with sparse.open("wb") as file:
        file.truncate(1024**3)
    yield sparse.name, frozenset({"unread:too_large"})


def _archives() -> Iterator[Hostile]:
    """ZIP archives; what is accepted holds for each file in them."""
    letter = sound_letter("in an archive")
    outside = ["../../escaped.pdf", "/tmp/escaped.pdf", "..\\..\\escaped.pdf", "C:\\escaped.pdf", "a/../../escaped.pdf"]  # noqa: S108
    marked = {name: sound_letter(f"outside {n}") for n, name in enumerate(outside)}
    yield Hostile("zip_paths.zip", _zip(marked), SOUND)
    yield Hostile("zip_sound.zip", _zip({"one.pdf": letter, "folder/two.pdf": sound_letter("two")}), SOUND)
    yield Hostile("zip_cut.zip", _zip({"a.pdf": sound_letter("cut")})[:-40], frozenset({"unread"}))
    yield Hostile("zip_empty.zip", _zip({}), frozenset({UNREAD, "none"}))
    yield Hostile("zip_many.zip", _zip({f"{n}.pdf": b"" for n in range(20_000)}), BOUNDS)
    yield Hostile("zip_bomb.zip", _zip({"zeros.pdf": bytes(256 * 1024**2)}), BOUNDS)
    yield Hostile("zip_bomb_lying.zip", _claims(_zip({"zeros.pdf": bytes(64 * 1024**2)}), 1000), ANY)
    nested = _zip({"deep.pdf": sound_letter("nested")})
    for level in range(6):
        nested = _zip({f"level{level}.zip": nested})
    yield Hostile("zip_nested.zip", nested, BOUNDS)
    yield Hostile(
        "zip_encrypted.zip", _flagged(_zip({"secret.pdf": letter})), frozenset({"unread:archive_encrypted", UNREAD})
    )
    yield Hostile("zip_named_letter.pdf", _zip({"disguised.pdf": sound_letter("disguised")}), SOUND | {UNREAD})
    yield Hostile("zip_noise.zip", b"PK\x03\x04" + bytes(range(256)) * 20, frozenset({UNREAD}))
    names = {"../\x1b[31m.pdf": sound_letter("escape"), "nul\x00cut.pdf": sound_letter("nul")}
    yield Hostile("zip_names.zip", _zip(names), SOUND)


def _zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2012, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _claims(data: bytes, size: int) -> bytes:
    """The archive with a false unpacked size in both of its entry's headers."""
    changed, at = bytearray(data), data.index(b"PK\x01\x02")
    struct.pack_into("<I", changed, 22, size)
    struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


def _flagged(data: bytes) -> bytes:
    """The archive with its entry marked as encrypted."""
    changed, at = bytearray(data), data.index(b"PK\x01\x02")
    changed[6] |= 1
    changed[at + 8] |= 1
    return bytes(changed)
