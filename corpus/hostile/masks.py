"""Pages that show one text and hold another, or hold what no reader can spell."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import reportlab

from corpus.hostile.files import DOUBT, SOUND, SUSPECT, Hostile
from corpus.hostile.raw import CATALOGUE, FONT, Objects, document, page, page_objects, stream

LETTERS = range(0x20, 0x7F)
CONTROLS = [0x00, 0x1B, 0x202E, 0x200B, 0xFFFE, 0xE000, 0xFEFF, 0x2028, 0x07, 0x7F]
LINE = b"(Se capacito a cuarenta docentes de la provincia.) Tj"
SOUND_LINE = b"BT /F1 12 Tf 72 760 Td " + LINE + b" ET"
LONG = b"BT /F1 12 Tf 72 700 Td " + b" 0 -16 Td ".join([LINE] * 8) + b" ET"
CID_FONT = b"""<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Arial
/CIDSystemInfo << /Registry (X) /Ordering (Y) /Supplement 0 >> >>"""
NO_MAP = b"<< /Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
GLYPHS = b"BT /F1 12 Tf 72 700 Td <" + b"002400250026" * 60 + b"> Tj ET"
SPELT = b"BT /F1 12 Tf 72 700 Td (" + rb"\(cid:36\)\(cid:37\)" * 40 + b") Tj ET"
NOTE = b"/Annots [<< /Type /Annot /Subtype /FreeText /Rect [72 600 400 700] /Contents (Se capacito a docentes) >>]"
HELD = frozenset({DOUBT})  # a person has to look
LAYERS = b"/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>"


def masks() -> Iterator[Hostile]:
    """Texts that differ from what the page shows, and sound ones beside them that look alike."""
    for name, (changes, accept) in _texts().items():
        yield Hostile(f"mask_{name}.pdf", document(page_objects(content=LONG) | changes), accept)


def _texts() -> dict[str, tuple[Objects, frozenset[str]]]:
    return {
        "nothing": ({}, SOUND),
        "font_shifted": (_mapped(lambda code: code + 1 if code > 0x20 else code), HELD),
        "font_private": (_mapped(lambda code: 0xF000 + code), SUSPECT),
        "font_figures": (_mapped(lambda code: 0x39 if chr(code).isdigit() else code), HELD),
        "font_controls": (_mapped(lambda code: CONTROLS[code % 10] if code % 3 == 0 else code), HELD),
        "font_twice": (_mapped(lambda code: code, lambda code: 0x78), HELD),
        "font_other_figures": (_mapped(lambda code: 0x30 + code * 7 % 10 if chr(code).isdigit() else code), HELD),
        "font_right": (_mapped(lambda code: code), SOUND),
        "font_within_lies": (_embedded({"cuarenta": "trescien"}), HELD),
        "font_within_right": (_embedded({}), SOUND),
        "actual_text_right": (
            {4: stream(b"/Span << /ActualText (Se capacito a cuarenta) >> BDC " + LONG + b" EMC")},
            SOUND,
        ),
        "cid_font": ({4: stream(GLYPHS), 5: NO_MAP, 6: CID_FONT}, SUSPECT),
        "cid_spelt": ({4: stream(SPELT)}, SUSPECT),
        "invisible": ({4: stream(LONG.replace(b"72 700", b"3 Tr 72 700"))}, SUSPECT),
        "white": ({4: stream(b"1 1 1 rg " + LONG)}, SUSPECT),
        "clipped": ({4: stream(b"0 0 1 1 re W n " + LONG)}, SUSPECT),
        "tiny": ({4: stream(LONG.replace(b"12 Tf", b"0.01 Tf"))}, SUSPECT),
        "covered": ({4: stream(LONG + b" 1 1 1 rg 0 0 595 842 re f")}, SUSPECT),
        "actual_text": ({4: stream(b"/Span << /ActualText (Nada se hizo) >> BDC " + LONG + b" EMC")}, HELD),
        "beside_the_sheet": ({4: stream(LONG.replace(b"72 700", b"700 700"))}, SUSPECT),
        "transparent": ({3: page(b"/ExtGState << /G << /ca 0 >> >>"), 4: stream(b"/G gs " + LONG)}, SUSPECT),
        "covered_by_image": (_image_over(), SUSPECT),
        "white_on_dark": ({4: stream(b"0 0 0 rg 50 500 500 250 re f 1 1 1 rg " + LONG)}, SOUND),
        "on_coloured_field": ({4: stream(SOUND_LINE + b" 0.9 0.9 1 rg 50 500 500 220 re f 0 g " + LONG)}, SOUND),
        "within_clip": ({4: stream(b"50 500 500 250 re W n " + LONG)}, SOUND),
        "one_hidden_line": ({4: stream(LONG + b" BT /F1 12 Tf 3 Tr 72 400 Td " + LINE + b" ET")}, HELD),
        "hidden_mark": ({4: stream(LONG + b" BT /F1 12 Tf 3 Tr 72 400 Td (Powered by a maker of files) Tj ET")}, SOUND),
        "layer_off": (_hidden_layer(), SUSPECT),
        "annotation_only": ({3: page(entries=NOTE), 4: stream(b"")}, SOUND),
    }


def _image_over() -> Objects:
    """A grey picture laid over the text."""
    image = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    shown = stream(LONG + b" q 500 0 0 300 50 480 cm /Im0 Do Q")
    return {3: page(b"/XObject << /Im0 6 0 R >>"), 4: shown, 6: stream(b"\xc0", image)}


def _hidden_layer() -> Objects:
    return {
        1: CATALOGUE + LAYERS,
        3: page(b"/Properties << /L 6 0 R >>"),
        4: stream(b"/OC /L BDC " + LONG + b" EMC"),
        6: b"<< /Type /OCG /Name (oculta) >>",
    }


def _mapped(*maps: Callable[[int], int]) -> Objects:
    """The page's font with maps of its letters to what they stand for; of two maps readers take either."""
    return {5: FONT[:-2] + b"/ToUnicode 9 0 R >>", 9: stream(b"".join(_cmap(one) for one in maps))}


def _embedded(lies: dict[str, str]) -> Objects:
    """A page in an embedded TrueType font, whose map calls the letters of some words others of the same length."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    glyphs = TTFontFile("Vera.ttf").charToGlyph
    program = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    said = "".join(chr(code) for code in LETTERS)
    for shown, held in lies.items():
        said = said.translate(dict(zip(map(ord, shown), held, strict=True)))
    lines = "\n".join(f"<{glyphs[code]:04X}> <{ord(letter):04X}>" for code, letter in zip(LETTERS, said, strict=True))
    cmap = f"begincmap {len(LETTERS)} beginbfchar\n{lines}\nendbfchar endcmap".encode()
    shown = "".join(f"{glyphs[byte]:04X}" for byte in LINE[1:-4])
    content = "BT /F1 9 Tf 20 700 Td " + " 0 -16 Td ".join([f"<{shown}> Tj"] * 8) + " ET"
    return {
        4: stream(content.encode()),
        5: NO_MAP.replace(b"/Arial", b"/Vera")[:-2] + b"/ToUnicode 9 0 R >>",
        6: CID_FONT.replace(b"/Arial", b"/Vera")[:-2] + b"/FontDescriptor 7 0 R /CIDToGIDMap /Identity >>",
        7: b"<< /Type /FontDescriptor /FontName /Vera /Flags 4 /FontBBox [0 -200 1000 900] /FontFile2 8 0 R >>",
        8: stream(zlib.compress(program), f"/Filter /FlateDecode /Length1 {len(program)}".encode()),
        9: stream(cmap),
    }


def _cmap(maps: Callable[[int], int]) -> bytes:
    lines = "\n".join(f"<{code:02X}> <{maps(code):04X}>" for code in LETTERS)
    space = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange"
    return f"{space} {len(LETTERS)} beginbfchar\n{lines}\nendbfchar endcmap\n".encode()
