"""Seals: small signed statements of how the chain stood, and holding a database against one.

A chain shows every change but one: that somebody makes the whole of it anew, or cuts its end. A seal that is kept
elsewhere (at the foot of a report, in an e-mail) shows that too.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from db.audit import audit, leaves
from db.connection import Database
from db.merkle import root
from db.seals import SHORT, Checkpoint, checkpoint, kinds_between, last_pack, record_seal
from db.store import Store
from extractor.core.errors import VeeduriaError
from extractor.ingest.settings import OFFICE_LARGEST, SEALS_LONGEST

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FIRST, LAST = "-----BEGIN VEEDURIA SEAL-----", "-----END VEEDURIA SEAL-----"
UNREADABLE = (  # what reading an archive and its XML raises, the last two for an encoding that is unknown
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ElementTree.ParseError, ValueError, LookupError,
)  # fmt: skip
FIELDS = ("origin", "sequence", "root", "peaks", "time", "pack", "version", "key")


class SealError(VeeduriaError):
    """A seal that cannot be made or read."""


class Unsealable(SealError):
    """What seals need is not installed."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What is signed, and the signature. Root, peaks, key, published and signature are base64.

    `published`: the root over what was published with this seal (`extractor.publish.proofs`), "" where nothing was.
    """

    origin: str
    sequence: int
    root: str
    peaks: str
    time: str
    pack: str
    version: str
    key: str
    published: str = ""
    signature: str = ""

    @property
    def signed(self) -> str:
        return "".join(f"{name}: {value}\n" for name in (*FIELDS, "published") if (value := getattr(self, name)) != "")

    def __str__(self) -> str:
        return f"{FIRST}\n{self.signed}signature: {self.signature}\n{LAST}\n"


@dataclass(frozen=True, slots=True)
class SealDifference:
    """What of the sealed log is not as it was sealed. Codes: signature, origin, truncated, edited, inserted, deleted,
    reordered, rewritten. `first` and `last` are numbers of entries, `row` names the first bad row where it is known.
    """

    code: str
    first: int = 0
    last: int = 0
    row: str = ""


# --- making ----------------------------------------------------------------------------------------------------------


def key_path(database: Path) -> Path:
    """Where the key that seals a database is kept; `db.keys` has the other one, for ids."""
    return database.with_name(database.name + ".seal.key")


def give_seal(store: Store, at: str, version: str, published: str = "") -> Seal:
    """Seal the log as it stands, and keep the seal in it. The key is made on first use.

    Raises:
        SealError: the log is not sound, or the key cannot be used.
    """
    if audit(store.connection):
        raise SealError("The log is not sound, so it is not sealed. See: veeduria verify")
    state = checkpoint(store.connection)
    seal = make_seal(state, at, last_pack(store.connection), version, store.path, published)
    record_seal(store, state.sequence, seal.root, str(seal), at)
    return seal


def make_seal(state: Checkpoint, time: str, pack: str, version: str, database: Path, published: str = "") -> Seal:
    """Return the signed seal of this state. The key is made on first use, readable by its owner alone."""
    key = _key(key_path(database))
    public = b64encode(key.public_key().public_bytes_raw()).decode()
    unsigned = Seal(
        state.origin, state.sequence, b64encode(state.root).decode(), b64encode(b"".join(state.peaks)).decode(),
        time, pack, version, public, published,
    )  # fmt: skip
    return replace(unsigned, signature=b64encode(key.sign(unsigned.signed.encode())).decode())


def sign(database: Path, message: bytes) -> str:
    """Sign with the key that seals this database."""
    return b64encode(_key(key_path(database)).sign(message)).decode()


def public_key(database: Path) -> str | None:
    """Return the public half of the key that is kept for this database, None if there is none."""
    path = key_path(database)
    return b64encode(_key(path).public_key().public_bytes_raw()).decode() if path.exists() else None


def _key(path: Path) -> Ed25519PrivateKey:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise Unsealable("Seals need more: pip install 'veeduria[seal]'") from None
    try:
        if not path.exists():
            with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
                file.write(b64encode(Ed25519PrivateKey.generate().private_bytes_raw()) + b"\n")
        return Ed25519PrivateKey.from_private_bytes(b64decode(path.read_bytes().strip(), validate=True))
    except (OSError, ValueError) as error:
        raise SealError("The key {path} cannot be used: {error}", path=path, error=error) from None


# --- reading ---------------------------------------------------------------------------------------------------------


def read_seal(text: str) -> Seal:
    """Read the last seal of a report or an e-mail: what stands around it, and marks of quoting, are left out.

    Raises:
        SealError: there is none, or it was changed.
    """
    begin = text.rfind(FIRST)
    end = text.find(LAST, begin) if begin >= 0 else -1
    if not begin < end < begin + SEALS_LONGEST:
        raise SealError("There is no seal in this file.")
    written = text[begin : end + len(LAST)].replace("\\n", "\n")  # as JSON writes it
    lines = [line.strip().lstrip(">' \t") for line in written.splitlines()]  # ': as CSV guards a leading dash
    values = dict(line.split(": ", 1) for line in lines[1:-1] if ": " in line)
    if set(values) - {"published"} != {*FIELDS, "signature"} or not values["sequence"].isdecimal():
        raise SealError("The seal is damaged: not what it was signed as.")
    seal = Seal(**{**values, "sequence": int(values["sequence"])})  # type: ignore[arg-type]
    if [line for line in lines if line] != str(seal).splitlines() or not _is_signed(seal):
        raise SealError("The seal is damaged: not what it was signed as.")
    return seal


def read_seal_of(file: Path) -> Seal:
    """Read the last seal of a file: text, or a report in DOCX or XLSX.

    Raises:
        SealError: there is none, or it was changed.
    """
    if zipfile.is_zipfile(file):
        return read_seal(_office_text(file))
    return read_seal(file.read_text(encoding="utf-8", errors="replace"))


def _office_text(file: Path) -> str:
    """Return the text of an office document, a paragraph or a cell a line."""
    found: list[str] = []
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                if member.filename.startswith(("word/", "xl/")) and member.filename.endswith(".xml"):
                    if member.file_size > OFFICE_LARGEST:
                        raise SealError("There is no seal in this file.")
                    for _, one in ElementTree.iterparse(archive.open(member)):  # noqa: S314 - no entities in our reports
                        name = one.tag.rpartition("}")[2]
                        found.append(
                            (one.text or "") if name == "t" else "\n" if name in ("p", "is", "si", "br") else ""
                        )
                        if name in ("row", "p"):
                            one.clear()
    except UNREADABLE:
        raise SealError("There is no seal in this file.") from None
    return "".join(found)


def _is_signed(seal: Seal) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise Unsealable("Seals need more: pip install 'veeduria[seal]'") from None
    if any(b64encode(_decoded(text)).decode() != text for text in _encoded(seal)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(_decoded(seal.key)).verify(_decoded(seal.signature), seal.signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _encoded(seal: Seal) -> tuple[str, ...]:
    return seal.root, seal.peaks, seal.key, seal.published, seal.signature


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


# --- holding a database against one ----------------------------------------------------------------------------------


def against(db: Database, seal: Seal, origin: str, sealed: Sequence[bytes] | None = None) -> list[SealDifference]:
    """Return how the chain differs from what was sealed. `sealed` are the leaves then, if they were kept.

    Rows that differ from the chain are not looked for here: `db.audit` does.
    """
    found = leaves(db.connection, seal.sequence)
    if origin != seal.origin:
        return [SealDifference("origin", 1, seal.sequence)]
    if len(found) == seal.sequence and b64encode(root(found)).decode() == seal.root:
        return []
    if sealed is not None and b64encode(root(sealed)).decode() == seal.root:
        return [_told_apart(db, leaves(db.connection), sealed)]
    first, last = _where(found, seal)
    if len(found) < seal.sequence and first > len(found):
        return [SealDifference("truncated", len(found) + 1, seal.sequence)]
    cut = [SealDifference("truncated", len(found) + 1, seal.sequence)] if len(found) < seal.sequence else []
    return [SealDifference("rewritten", first, min(last, seal.sequence), _row(db, first)), *cut]


def _where(found: Sequence[bytes], seal: Seal) -> tuple[int, int]:
    """Return the first stretch of the chain whose peak is not the sealed one; behind its end if all are."""
    short = b64decode(seal.peaks)
    at = 0
    for number, size in enumerate(_sizes(seal.sequence)):
        there = found[at : at + size]
        if len(there) < size:
            return (at + 1 if not there else len(found) + 1), at + size
        if root(there)[:SHORT] != short[number * SHORT : (number + 1) * SHORT]:
            return at + 1, at + size
        at += size
    return 1, seal.sequence


def _sizes(count: int) -> Iterator[int]:
    return (1 << power for power in reversed(range(count.bit_length())) if count & (1 << power))


def _told_apart(db: Database, now: Sequence[bytes], sealed: Sequence[bytes]) -> SealDifference:
    """Say what was done to the sealed entries, comparing leaf by leaf."""
    first = next((at for at, (one, other) in enumerate(zip(now, sealed, strict=False)) if one != other),
                 min(len(now), len(sealed)))  # fmt: skip
    if first == len(now):
        return SealDifference("truncated", first + 1, len(sealed))
    row = _row(db, first + 1)
    there, were = now[first], sealed[first]
    if sorted(now[: len(sealed)]) == sorted(sealed):
        return SealDifference("reordered", first + 1, first + 1, row)
    if were in now[first:] and there not in sealed:
        return SealDifference("inserted", first + 1, first + now[first:].index(were), row)
    if there in sealed[first:]:
        gone = sealed[first:].index(there)
        return SealDifference("deleted", first + 1, first + gone, row)
    same = sum(one == other for one, other in zip(now[first + 1 :], sealed[first + 1 :], strict=False))
    code = "edited" if same else "rewritten" if len(sealed) > first + 1 else "edited"
    return SealDifference(code, first + 1, first + 1 if same else len(sealed), row)


def _row(db: Database, number: int) -> str:
    rows = kinds_between(db.connection, number, number)
    return f"{rows[0][1]} {rows[0][2]}" if rows else ""


def read_leaves(text: str) -> list[bytes]:
    """Read a file of leaves, one a line.

    Raises:
        SealError: it is none.
    """
    try:
        return [bytes.fromhex(line) for line in text.split()]
    except ValueError:
        raise SealError("This is no file of leaves.") from None
