"""Documents whose structure loops, lies, or is larger than any paper."""

from __future__ import annotations

import io
from collections.abc import Iterator

from corpus.hostile.files import ANY, SUSPECT, UNREAD, WHOLE, Hostile, sound_letter
from corpus.hostile.raw import CATALOGUE, TEXT, Objects, document, page, page_objects, stream

PAGES = 10_000
HUGE = 2**31
BOXES = {
    "huge": f"[0 0 {HUGE} {HUGE}]",
    "huge_negative": f"[-{HUGE} -{HUGE} {HUGE} {HUGE}]",
    "nothing": "[0 0 0 0]",
    "reversed": "[595 842 0 0]",
    "no_numbers": "[(a) (b) null /c]",
    "overflow": "[0 0 1e308 99999999999999999999999999999999]",
    "thread": "[0 0 0.0001 14400]",
}
LENGTHS = {"short": 10, "long": 99_999_999, "negative": -1, "word": "/many", "missing": "null"}
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << "
WAITING = b"BT /F1 12 Tf 72 700 Td (Please wait... If this message is not eventually replaced) Tj ET"
ENTITIES = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>"
NOWHERE = b"http://127.0.0.1:9/"


def broken_structure() -> Iterator[Hostile]:
    """Documents that a reader may follow for ever, or may take for something else."""
    for accept, changed in ((ANY, _loops() | _sizes() | _lies()), (SUSPECT, _empty()), (WHOLE, _active())):
        for name, objects in changed.items():
            yield Hostile(f"{name}.pdf", document(page_objects() | objects), accept)
    yield Hostile("loop_prev.pdf", document(page_objects(), trailer=b"/Prev {xref}"), ANY)
    yield Hostile("loop_xref_stream.pdf", document(page_objects(), trailer=b"/XRefStm {xref} /Prev {xref}"), ANY)
    no_pages = page_objects() | {2: b"<< /Type /Pages /Kids [] /Count 0 >>"}
    yield Hostile("no_pages.pdf", document(no_pages), frozenset({UNREAD}))
    yield Hostile("version_9.pdf", document(page_objects(), header=b"%PDF-9.9\n"), WHOLE)
    yield Hostile("old_mac_lines.pdf", sound_letter("old mac").replace(b"endobj\n", b"endobj\r"), ANY)
    yield from _encrypted()


def _loops() -> dict[str, Objects]:
    outlines = {1: CATALOGUE + b"/Outlines 6 0 R >>", 6: b"<< /First 6 0 R /Last 6 0 R /Next 6 0 R >>"}
    resources = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>"
    return {
        "loop_page_tree": {2: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"},
        "loop_parent": {3: b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>"},
        "loop_kids_deep": _levels_of_pages(5_000),
        "loop_length": {4: stream(TEXT, length="6 0 R"), 6: b"7 0 R", 7: b"6 0 R"},
        "loop_contents": {4: b"[4 0 R 4 0 R]"},
        "loop_resources": {3: resources, 6: b"6 0 R"},
        "loop_form_calls_itself": _forms(b"/Fm0 Do", b"/Fm0 6 0 R"),
        "loop_forms_call_each_other": _forms(b"/Fm1 Do /Fm1 Do", b"/Fm1 7 0 R")
        | {7: stream(b"/Fm0 Do /Fm0 Do", FORM + b"/Fm0 6 0 R >> >>")},
        "loop_outlines": outlines,
    }


def _sizes() -> dict[str, Objects]:
    deep = b"<< /Type /Page /Parent 2 0 R /A " + b"<< /A " * 50_000 + b"null" + b" >>" * 50_000 + b" >>"
    return {
        **{f"page_{name}": {3: page(box=box.encode())} for name, box in BOXES.items()},
        "page_huge_unit": {3: page(entries=b"/UserUnit 75000")},
        "page_rotate_odd": {3: page(entries=b"/Rotate 37")},
        "pages_10000": _pages(PAGES),
        "text_far_away": {4: stream(b"BT /F1 12 Tf 1 0 0 1 1e9 -1e9 Tm (fuera de la hoja) Tj ET")},
        "text_million_saves": {4: stream(b"q " * 1_000_000 + TEXT)},
        "text_deep_arrays": {4: stream(b"[" * 200_000 + b"]" * 200_000 + b" TJ " + TEXT)},
        "text_endless_string": {4: stream(b"BT /F1 12 Tf (" + b"(" * 500_000)},
        "object_deep_arrays": {1: CATALOGUE + b"/Deep 6 0 R >>", 6: b"[" * 100_000 + b"]" * 100_000},
        "object_deep_dictionaries": {3: deep},
    }


def _lies() -> dict[str, Objects]:
    return {
        **{f"length_{name}": {4: stream(TEXT, length=length)} for name, length in LENGTHS.items()},
        "count_too_many": {2: b"<< /Type /Pages /Kids [3 0 R] /Count 429 >>"},
        "count_negative": {2: b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>"},
        "kids_missing": {2: b"<< /Type /Pages /Kids [3 0 R 99 0 R 98 0 R] /Count 3 >>"},
        "catalogue_missing": {1: b"null"},
        "catalogue_is_page": {1: b"3 0 R"},
        "unknown_filter": {4: stream(TEXT, b"/Filter /Imaginary")},
        "broken_flate": {4: stream(b"\x78\x9c\xff\xff\xff\xff" + TEXT, b"/Filter /FlateDecode")},
        "no_endstream": {4: b"<< /Length 9999 >>\nstream\n" + TEXT},
    }


def _empty() -> dict[str, Objects]:
    """Pages without a letter on them."""
    image = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 8"
    shown = stream(b"595 0 0 842 0 0 cm /Im0 Do")
    return {
        "blank_page": {4: stream(b"")},
        "external_stream": {4: stream(b"", b"/F (/etc/passwd)")},
        "image_huge": {3: page(b"/XObject << /Im0 6 0 R >>"), 4: shown, 6: stream(bytes(64), image)},
    }


def _active() -> dict[str, Objects]:
    """Active content is never run; the text beside it is read."""
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); while\\(true\\){}) >> >>"
    embedded = {
        1: CATALOGUE + b"/Names << /EmbeddedFiles << /Names [(virus.exe) 6 0 R] >> >> >>",
        6: b"<< /Type /Filespec /F (virus.exe) /EF << /F 7 0 R >> >>",
        7: stream(b"MZ\x90", b"/Type /EmbeddedFile"),
    }
    form = CATALOGUE + b"/AcroForm << /Fields [] /XFA 6 0 R >> /NeedsRendering true >>"
    return {
        "active_javascript": {1: CATALOGUE + script},
        "active_launch": {1: CATALOGUE + b"/OpenAction << /S /Launch /F (/bin/sh) >> >>"},
        "active_uri": {1: CATALOGUE + b"/OpenAction << /S /URI /URI (" + NOWHERE + b") >> >>"},
        "active_submit": {3: page(entries=b"/AA << /O << /S /SubmitForm /F (" + NOWHERE + b") >> >>")},
        "active_embedded_file": embedded,
        "active_xfa": {1: form, 4: stream(WAITING), 6: stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")},
        "active_xml_entities": {1: CATALOGUE + b"/Metadata 6 0 R >>", 6: stream(ENTITIES, b"/Subtype /XML")},
    }


def _encrypted() -> Iterator[Hostile]:
    """Encrypted for readers (password "secreto"), and only against changes (opens without a password)."""
    import pikepdf

    locked = frozenset({"unread:encrypted"})
    for name, user, aes in (("user", "secreto", True), ("user_rc4", "secreto", False), ("owner", "", True)):
        how = pikepdf.Encryption(user=user, owner="dueno", R=6 if aes else 3, aes=aes, metadata=aes)
        file = io.BytesIO()
        with pikepdf.open(io.BytesIO(sound_letter(name))) as pdf:
            pdf.save(file, encryption=how)
        yield Hostile(f"encrypted_{name}.pdf", file.getvalue(), locked if user else WHOLE, least=0.9)


def _forms(content: bytes, calls: bytes) -> Objects:
    """A page that calls form 6, which runs this content with these resources."""
    called = stream(content, FORM + calls + b" >> >>")
    return {3: page(b"/XObject << /Fm0 6 0 R >>"), 4: stream(TEXT + b" /Fm0 Do"), 6: called}


def _levels_of_pages(depth: int) -> Objects:
    """A page tree of so many levels."""
    levels = {
        10 + n: f"<< /Type /Pages /Parent {9 + n} 0 R /Kids [{11 + n} 0 R] /Count 1 >>".encode() for n in range(depth)
    }
    return {2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>", **levels, 10 + depth: page()}


def _pages(count: int) -> Objects:
    """So many pages that share their content."""
    numbers = range(10, 10 + count)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    return {2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(), **dict.fromkeys(numbers, page())}
