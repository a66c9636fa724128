"""Small files that unpack to more than any machine holds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from corpus.hostile.files import ANY, SUSPECT, Hostile
from corpus.hostile.raw import CATALOGUE, FONT, TEXT, Objects, document, page, page_objects, stream

GIB = 1024**3
CHAIN = b"/Filter [/ASCIIHexDecode" + b" /RunLengthDecode" * 8 + b"]"
SEED = b"8181>"  # a run of 128 times 0x81, which is 64 such runs, and so on: 64 times longer at each filter
TWICE = b"/Filter [/FlateDecode /FlateDecode]"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
IMAGE = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 8 "
PREDICTOR = b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>"
TO_UNICODE = {5: FONT[:-2] + b"/ToUnicode 6 0 R >>"}
EXTRA = {1: CATALOGUE + b"/Extra 6 0 R >>"}
WIDE_MAP = b"""begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange
1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"""


def bombs() -> Iterator[Hostile]:
    """Nested compression wherever a reader unpacks, and tables that claim more than there is."""
    zeros = zlib.compress(deflated_zeros(10 * GIB), 9)
    for name, changes in _contents(zeros).items():
        yield Hostile(f"bomb_{name}.pdf", document(page_objects() | changes), SUSPECT)
    for name, changes in _attachments(zeros).items():
        yield Hostile(f"bomb_{name}.pdf", document(page_objects() | changes), ANY)
    sound = document(page_objects())
    for name, data in {
        "xref_stream": _xref_stream(CHAIN, SEED),
        "xref_stream_zeros": _xref_stream(TWICE, zeros),
        "xref_count": sound.replace(b"xref\n0 6", b"xref\n0 4294967295"),
        "trailer_size": sound.replace(b"/Size 6", b"/Size 2147483647"),
    }.items():
        yield Hostile(f"bomb_{name}.pdf", data, ANY)


def _contents(zeros: bytes) -> dict[str, Objects]:
    """Bombs in the page's own content: there is nothing to be read but the bomb."""
    return {
        "zeros_10_gib": {4: stream(zeros, TWICE)},
        "run_lengths": {4: stream(SEED, CHAIN)},
        "predictor": {4: stream(zlib.compress(TEXT), PREDICTOR)},
    }


def _attachments(zeros: bytes) -> dict[str, Objects]:
    """Bombs in what stands beside the text."""
    descriptor = b"<< /Type /FontDescriptor /FontName /Helvetica /Flags 32 /FontFile2 7 0 R >>"
    fonts = {5: FONT[:-2] + b"/FontDescriptor 6 0 R >>", 6: descriptor, 7: stream(zeros, TWICE)}
    shown = stream(TEXT + b" 595 0 0 842 0 0 cm /Im0 Do")
    doubling = "".join(f"/F{n} {{F{n - 1} F{n - 1}}} def " for n in range(1, 40)).encode()
    calls = {10 + n: stream(b"/Fm0 Do /Fm0 Do", FORM + _calls(11 + n)) for n in range(40)} | {50: stream(TEXT, FORM)}
    return {
        "font_file": fonts,
        "to_unicode": TO_UNICODE | {6: stream(zeros, TWICE)},
        "to_unicode_range": TO_UNICODE | {6: stream(WIDE_MAP)},
        "image": {3: page(b"/XObject << /Im0 6 0 R >>"), 4: shown, 6: stream(zeros, IMAGE + TWICE)},
        "object_stream": EXTRA | {6: stream(SEED, b"/Type /ObjStm /N 1000000 /First 8 " + CHAIN)},
        "function": EXTRA | {6: stream(doubling, b"/FunctionType 4 /Domain [0 1] /Range [0 1]")},
        "forms_doubling": calls | {3: page(b"/XObject << /Fm0 10 0 R >>"), 4: stream(b"/Fm0 Do")},
    }


def deflated_zeros(count: int) -> bytes:
    """So many zero bytes (whole MiB) as a zlib stream, made of one flushed block repeated: no time is lost on it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1024**2)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    checksum = (count % 65521 << 16 | 1).to_bytes(4, "big")  # Adler-32 of zeros
    return b"\x78\xda" + block * (count // 1024**2) + last + checksum


def _calls(form: int) -> bytes:
    return f"/Resources << /XObject << /Fm0 {form} 0 R >> >>".encode()


def _xref_stream(filters: bytes, data: bytes) -> bytes:
    """A document whose cross-reference table is itself the bomb."""
    body = document(page_objects())
    body = body[: body.index(b"xref\n0")]
    entries = b"/Type /XRef /Size 7 /W [1 4 2] /Index [0 1000000000] /Root 1 0 R " + filters
    return body + b"6 0 obj\n" + stream(data, entries) + f"\nendobj\nstartxref\n{len(body)}\n%%EOF\n".encode()
