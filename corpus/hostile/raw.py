"""Write PDF objects by hand: what a library refuses to write is what a reader must survive."""

from __future__ import annotations

Objects = dict[int, bytes]

TEXT = (
    b"BT /F1 12 Tf 72 700 Td (OFICIO N\\260 12-2011-A) Tj"
    b" 0 -20 Td (Se capacito a cuarenta docentes de la provincia.) Tj ET"
)
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R "
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def stream(data: bytes, entries: bytes = b"", length: object = None) -> bytes:
    """A stream object; `length` replaces the true one."""
    size = len(data) if length is None else length
    return b"<< " + entries + f" /Length {size} >>\nstream\n".encode() + data + b"\nendstream"


def page(resources: bytes = b"", entries: bytes = b"", box: bytes = b"[0 0 595 842]") -> bytes:
    """A page with content 4 and font 5, and further resources and entries."""
    fonts = b" /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> " + resources + b" >> "
    return b"<< /Type /Page /Parent 2 0 R /MediaBox " + box + fonts + entries + b" >>"


def page_objects(content: bytes = TEXT, entries: bytes = b"", box: bytes = b"[0 0 595 842]") -> Objects:
    """A document of one page: 1 catalogue, 2 pages, 3 page, 4 content, 5 font. `entries` are added to the page."""
    return {
        1: CATALOGUE + b">>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page(b"", entries, box),
        4: stream(content),
        5: FONT,
    }


def document(objects: Objects, trailer: bytes = b"", header: bytes = b"%PDF-1.7\n", eof: bytes = b"%%EOF\n") -> bytes:
    """The objects as a file with a sound cross-reference table. `{xref}` in `trailer` becomes the table's offset."""
    body, offsets = bytearray(header), {}
    for number, content in sorted(objects.items()):
        offsets[number] = len(body)
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(body)
    size = max(objects) + 1
    body += f"xref\n0 {size}\n".encode() + b"0000000000 65535 f \n"
    for number in range(1, size):
        body += f"{offsets[number]:010} 00000 n \n".encode() if number in offsets else b"0000000000 00000 f \n"
    body += f"trailer\n<< /Size {size} /Root 1 0 R ".encode()
    body += trailer.replace(b"{xref}", str(start).encode()) + f" >>\nstartxref\n{start}\n".encode() + eof
    return bytes(body)
