"""A file's bytes cut into what its objects say and the streams they hold, without the reader that is under doubt."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

from extractor.read.integrity.settings import MAX_ABOUT, MAX_ASCII, MAX_DICTIONARY, MAX_INFLATED, MAX_STREAMS

ZLIB = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")  # how compressed data begins

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})\b(?!\s+\d+\s+R)")
_END = re.compile(rb"\s{0,2}endstream")
_KNOWN = rb"/(?:Flate|LZW|ASCII85|ASCIIHex|RunLength|DCT|JPX|JBIG2|CCITTFax)Decode\s*|/(?:Crypt|Fl|LZW|A85|AHx|RL)\s*"
_FILTER = re.compile(rb"/Filter\s*(?:\d|(?:%b)(?![\w])|\[\s*(?:%b)*\])" % (_KNOWN, _KNOWN))
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")
_BRACKETS = re.compile(rb"<<|>>")
_NUMBER = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+$")  # of the object, before its "obj"
_DIGITS = bytes(max(0, code - 33) for code in range(256))  # of ASCII85


class Stream(NamedTuple):
    """An object's number, what is said of its data, and the data unpacked; b"" if they are an image or unknown."""

    number: bytes
    about: bytes
    content: bytes


class Parts:
    """What a file holds, cut by its own marks.

    `objects` is what stands outside streams, the file's own part first, then the packed groups; `damaged` says that
    compressed data of a page, a font or a group are broken. Streams of an encrypted file are not unpacked.
    """

    def __init__(self, data: bytes) -> None:
        self.damaged = False
        self.streams: list[Stream] = []
        bounds = [*islice(_bounds(data), MAX_STREAMS)]
        edges = [0, *(edge for pair in bounds for edge in pair), len(data)]
        self.objects = [b"".join(data[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True))]
        self.is_encrypted = b"/Encrypt" in self.objects[0]
        if not self.is_encrypted:
            self._unpack(data, bounds)

    def _unpack(self, data: bytes, bounds: Sequence[tuple[int, int]]) -> None:
        left = MAX_INFLATED
        for start, end in bounds:
            place = max(0, data.rfind(b"obj", max(0, start - MAX_ABOUT), start))
            about = data[place:start]
            if b"/Image" in about:
                continue  # they are large, and what is lost in them shows
            content, is_broken = _content(data, about, start, end, left)
            number = _NUMBER.search(data, max(0, place - 20), place)
            self.streams.append(Stream(number[1] if number else b"", about, content))
            if b"/ObjStm" in about:
                self.objects.append(content)
            self.damaged |= is_broken
            left -= len(content)
            if left <= 0:
                break

    def object(self, number: bytes) -> bytes:
        """Return what the file says of an object, b"" if there is none."""
        if place := self.places.get(number):
            end = self.objects[0].find(b"endobj", place)
            return self.objects[0][place : end if end >= 0 else None]
        return self._packed.get(number, b"")

    def content(self, number: bytes) -> bytes:
        """Return the data of a stream, unpacked; b"" if there is none."""
        return self._contents.get(number, b"")

    @cached_property
    def places(self) -> dict[bytes, int]:
        """The numbers of the objects that stand in the open, and where they begin; of several, the last one's."""
        return {match[1]: match.end() for match in _OBJECT.finditer(self.objects[0])}

    @cached_property
    def _contents(self) -> dict[bytes, bytes]:
        return {stream.number: stream.content for stream in self.streams}

    @cached_property
    def _packed(self) -> dict[bytes, bytes]:
        groups = (stream for stream in self.streams if b"/ObjStm" in stream.about)
        return dict(one for group in groups for one in _members(group))


def dictionary_around(text: bytes, place: int) -> bytes:
    """Return the dictionary in which a place lies."""
    least, begin, depth = max(0, place - MAX_DICTIONARY), place, 0
    while depth >= 0 and begin > least:
        opens, closes = text.rfind(b"<<", least, begin), text.rfind(b">>", least, begin)
        begin = max(opens, closes, least)
        depth += 1 if closes > opens else -1
    depth = 1
    for match in _BRACKETS.finditer(text, place, place + MAX_DICTIONARY):
        depth += 1 if match[0] == b"<<" else -1
        if not depth:
            return text[begin : match.end()]
    return text[begin : place + MAX_DICTIONARY]


def _members(group: Stream) -> Iterator[tuple[bytes, bytes]]:
    """The objects of a group: a list of numbers and offsets, then the objects."""
    first = re.search(rb"/First\s+(\d{1,9})", group.about)
    if first:
        table = group.content[: int(first[1])].split()
        offsets = [int(first[1]) + int(word) for word in table[1::2] if word.isdigit()]
        for number, (begin, end) in zip(table[::2], pairwise([*offsets, len(group.content)]), strict=False):
            yield number, group.content[begin:end]


def _bounds(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the data of each stream begin and end; where the mark of its end is lost, with its object."""
    end = 0
    while match := _STREAM.search(data, end):
        start = match.end()
        length = _LENGTH.search(data, max(0, data.rfind(b"obj", max(0, start - MAX_ABOUT), start)), start)
        end = start + int(length[1]) if length else 0
        if not (length and _END.match(data, end)):
            end = _found(data, b"endstream", start, len(data))
            end = _found(data, b"endobj", start, end)
        yield start, end


def _found(data: bytes, mark: bytes, start: int, end: int) -> int:
    place = data.find(mark, start, end)
    return end if place < 0 else place


def _content(data: bytes, about: bytes, start: int, end: int, limit: int) -> tuple[bytes, bool]:
    """Return the data of a stream as far as they can be unpacked, and whether they are broken."""
    if not _FILTER.search(about):  # the reader takes what it cannot decode for nothing
        is_packed = b"/Filter" in about or b"/FlateDecode" in about or data.startswith(ZLIB, start)
        return (b"", True) if is_packed else (data[start : min(end, start + limit)], False)
    if about.count(b"Decode") == 1 and b"/FlateDecode" in about:
        return _inflated(memoryview(data)[start:end], limit)
    if about.count(b"Decode") == 2 and b"/FlateDecode" in about and b"/ASCII85Decode" in about:
        return _inflated(_bytes_of(data[start : min(end, start + MAX_ASCII)]), limit)
    return b"", False


def _bytes_of(text: bytes) -> bytes:
    """Return what ASCII85 text stands for; b"" if it is damaged.

    All groups of five digits are computed at once, each in eight bytes of one long number: `base64` is slow.
    """
    text = text[: text.find(b"~>")].translate(None, b" \t\r\n\f\0").replace(b"z", b"!!!!!")
    missing = -len(text) % 5
    digits = (text + b"u" * missing).translate(_DIGITS)
    lanes, number = bytearray(len(digits) // 5 * 8), 0
    for place in range(5):
        lanes[::8] = digits[place::5]
        number = number * 85 + int.from_bytes(lanes, "little")
    groups, content = number.to_bytes(len(lanes), "little"), bytearray(len(lanes) // 2)
    if any(groups[4::8]):
        return b""
    for place in range(4):
        content[place::4] = groups[3 - place :: 8]
    return bytes(content[: len(content) - missing])


def _inflated(packed: memoryview | bytes, limit: int) -> tuple[bytes, bool]:
    """Inflate one stream up to a limit; say whether it breaks off before its own end."""
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(packed, limit)
    except zlib.error:
        return b"", True
    return content, not reader.eof and len(content) < limit
