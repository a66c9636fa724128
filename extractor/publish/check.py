"""Check this folder against a seal, offline, with nothing but Python: python3 -I -S check.py [SEAL [FOLDER]]

Every file must be what was sealed, every cell must lead to the seal, and so must the decision behind each of its
entries. Compare the seal, or its key, with one that you have from elsewhere: whoever makes a whole folder anew makes
a seal for it too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS: dict[str, str] = {}
FIRST, LAST = "-----BEGIN VEEDURIA SEAL-----", "-----END VEEDURIA SEAL-----"
FIELDS = ("origin", "sequence", "root", "peaks", "time", "pack", "version", "key", "published")
SEAL, PROOFS, MANIFEST = "seal.txt", "proofs.json", "site.json"
PLACES = {
    "standing": 4,
    "obligation": 5,
    "kind": 6,
    "period": 7,
    "at": 10,
}  # of a decision's columns, as they are hashed
COLUMNS = 14
Fault = tuple[str, str]  # a code of WORDS, and what it is about
FILED = ("accepted", "corrected", "kind", "added")


class Bad(Exception):
    """What is not as it was sealed: a code of WORDS and what fills it."""


# --- the seal --------------------------------------------------------------------------------------------------------

P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)


def read_seal(text: str) -> dict[str, str]:
    """Return what the last seal of a text says, if it is signed."""
    begin = text.rfind(FIRST)
    end = text.find(LAST, begin) if begin >= 0 else -1
    if end < 0:
        raise Bad("no_seal")
    lines = [line.strip().lstrip(">' \t") for line in text[begin:end].splitlines()]
    seal = dict(line.split(": ", 1) for line in lines if ": " in line)
    if set(seal) != {*FIELDS, "signature"} or [line for line in lines if line] != canonical(seal).splitlines()[:-1]:
        raise Bad("seal_damaged" if "published" in seal else "seal_of_log")
    message = "".join(f"{name}: {seal[name]}\n" for name in FIELDS).encode()
    if not is_signed(raw(seal["key"]), raw(seal["signature"]), message):
        raise Bad("seal_damaged")
    return seal


def canonical(seal: dict[str, str]) -> str:
    return "\n".join([FIRST, *(f"{name}: {seal[name]}" for name in (*FIELDS, "signature") if name in seal), LAST, ""])


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Ed25519, as in RFC 8032."""
    if len(key) != 32 or len(signature) != 64:
        return False
    whose, first = point(key), point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if whose is None or first is None or scalar >= Q:
        return False
    number = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    left, right = times(scalar, base), plus(first, times(number, whose))
    return all((left[at] * right[2] - right[at] * left[2]) % P == 0 for at in (0, 1))


def point(data: bytes) -> Any:
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


def plus(a: Any, b: Any) -> Any:
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    three, four = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, what: Any) -> Any:
    found: Any = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = plus(found, what)
        what, number = plus(what, what), number >> 1
    return found


# --- the trees -------------------------------------------------------------------------------------------------------


def raw(text: str) -> bytes:
    data = b64decode(text.encode())
    if b64encode(data).decode() != text:
        raise ValueError(text)
    return data


def dump(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def leaf(item: object) -> bytes:
    return hashlib.sha256(b"\0" + dump(item)).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def climbed(found: bytes, index: int, count: int, way: list[str]) -> bytes:
    """Return the root to which a way leads from the leaf with this index of a tree of `count`."""
    rest = [raw(text) for text in way]
    if not 0 <= index < count:
        return b""
    while count > 1:
        if index ^ 1 < count:
            if not rest:
                return b""
            beside = rest.pop(0)
            found = node(beside, found) if index & 1 else node(found, beside)
        index, count = index // 2, (count + 1) // 2
    return b"" if rest else found


def opened(entry: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return what is shown of a decision, and the leaf of the log that commits to it."""
    whole = raw(entry["hashes"])
    if len(whole) != 32 * (COLUMNS + 1) or set(entry) != {"hashes", "text", "opened", "way"}:
        raise ValueError("hashes")
    shown = {}
    for name, (salt, value) in entry["opened"].items():
        place = PLACES[name] * 32
        said = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
        if hmac.new(raw(salt), said, "sha256").digest() != whole[place : place + 32]:
            raise ValueError(name)
        shown[name] = value
    told = hashlib.sha256(whole).digest()
    return shown, hashlib.sha256(b"\0decisions\0" + told + raw(entry["text"])).digest()


# --- the folder ------------------------------------------------------------------------------------------------------


def check(folder: Path, text: str) -> tuple[list[Fault], dict[str, Any]]:
    """Return what is wrong as codes with what they are about, and what was checked."""
    wrong: list[Fault] = []
    try:
        seal = read_seal(text)
    except Bad as bad:
        return [(str(bad), "")], {}
    except ValueError:
        return [("seal_damaged", "")], {}
    there = {one.relative_to(folder).as_posix(): one for one in sorted(folder.rglob("*")) if not one.is_dir()}
    hashes = {name: hashlib.sha256(one.read_bytes()).hexdigest() for name, one in there.items()}
    if SEAL not in there or there[SEAL].read_bytes() != canonical(seal).encode():
        wrong.append(("seal_differs", SEAL))
    try:
        data = there[PROOFS].read_bytes()
        proofs = json.loads(data.decode())
        if dump(proofs) + b"\n" != data or set(proofs) != {"files", "cells", "decisions"}:
            raise ValueError(PROOFS)
        wrong += files(proofs["files"], hashes)
        wrong += manifest(there, hashes, [item["file"] for item, _way in proofs["files"]])
        wrong += cells(proofs, raw(seal["published"]))
        wrong += decisions(proofs, raw(seal["root"]), int(seal["sequence"]))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return [*wrong, ("proofs_damaged", PROOFS)], seal
    counted = {"files": len(proofs["files"]), "cells": len(proofs["cells"]), "decisions": len(proofs["decisions"])}
    return wrong, {**seal, **counted}


def files(listed: Any, hashes: dict[str, str]) -> Iterator[Fault]:
    """Name the files that are not what was sealed, are missing, or were put in."""
    names = [item["file"] for item, _way in listed]
    for item, _way in listed:
        found = hashes.get(item["file"])
        if found != item["sha256"]:
            yield ("file_missing" if found is None else "file_changed"), item["file"]
    for name in hashes:
        if name not in names and name not in (SEAL, PROOFS, MANIFEST):
            yield "file_added", name


def manifest(there: dict[str, Path], hashes: dict[str, str], names: list[str]) -> Iterator[Fault]:
    """The list of files is made of what is checked already: it must say just that."""
    told = {name: hashes.get(name) for name in (*names, PROOFS, SEAL)}
    made = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if MANIFEST not in there or there[MANIFEST].read_bytes() != made.encode():
        yield "file_changed", MANIFEST


def cells(proofs: Any, root: bytes) -> Iterator[Fault]:
    """Files and cells are the leaves of one tree, in this order; each has its way to the root that was signed."""
    listed = [*proofs["files"], *proofs["cells"]]
    for index, (item, way) in enumerate(listed):
        if climbed(leaf(item), index, len(listed), way) != root:
            yield "cell_changed", item.get("file") or place(item)
    level = [leaf(item) for item, _way in listed]
    while len(level) > 1:
        pairs = range(0, len(level), 2)
        level = [node(*level[at : at + 2]) if at + 1 < len(level) else level[at] for at in pairs]
    if level != [root]:
        yield "cells_changed", PROOFS


def decisions(proofs: Any, root: bytes, count: int) -> Iterator[Fault]:
    """Each entry of a cell rests on a decision in the sealed log that files something where the cell stands."""
    shown = {}
    for number, entry in proofs["decisions"].items():
        shown[number], found = opened(entry)
        if number != str(int(number)) or climbed(found, int(number) - 1, count, entry["way"]) != root:
            yield "decision_changed", number
    used = set()
    for item, _way in proofs["cells"]:
        for entry in item["entries"]:
            number = str(entry["decision"])
            used.add(number)
            said = shown.get(number, {})
            if said.get("standing") not in FILED or said.get("obligation") != item["function"]:
                yield "decision_differs", f"{place(item)} ({number})"
    if used != set(shown):
        yield "proofs_damaged", PROOFS


def place(item: dict[str, Any]) -> str:
    return f"{item['table']} · {item['row']} · {item['column']}"


def say(code: str, **values: object) -> str:
    return WORDS.get(code, code + " {what}").format(**values)


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):  # what a console cannot show stops nothing
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    folder = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).resolve().parent
    given = Path(arguments[0]) if arguments else folder / SEAL
    try:
        wrong, seen = check(folder, given.read_bytes().decode("utf-8", "replace"))
    except OSError as error:
        wrong, seen = [("unreadable", str(error))], {}
    for code, what in wrong:
        print(say(code, what=what))
    if seen:
        print(say("sealed", what="", **seen))
    if not wrong:
        print(say("good", what="", **seen))
        if not arguments:
            print(say("compare", what="", **seen))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
