"""Do a file's fonts give the letters that they show?

What is copied out of a page comes from a font's map to Unicode ("ToUnicode"), what is seen from its glyphs. Nothing but
care keeps the two together. So the map is held against what else is known of the glyphs: their names in the encoding of
a simple font, the character table within an embedded TrueType font; and against itself. ISO 32000-1, 9.6 – 9.10.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from extractor.read.integrity.parts import Parts, dictionary_around
from extractor.read.integrity.settings import (
    FONTS_LEAST,
    MAX_CODES,
    MAX_ENCODING,
    MAX_FONTS,
    MAX_MAP,
    SAME_LETTER,
    SMALL_SHARE,
)

_TO_UNICODE = re.compile(rb"/ToUnicode\s+(\d+)\s+\d+\s+R")
_PAIR = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,8})\s*>")
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*" + _PAIR.pattern)
_LIST = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*[0-9A-Fa-f]{1,8}\s*>\s*\[([^\]]{0,4000})\]")
_HEX = re.compile(rb"[0-9A-Fa-f]{1,8}")
_SUBTYPE = re.compile(rb"/Subtype\s*/(TrueType|Type1|MMType1|Type0)(?!\w)")
_ENCODING = re.compile(rb"/Encoding\s*(?:/(\w+)|(\d+)\s+\d+\s+R|<<)")
_BASE = re.compile(rb"/(WinAnsi|MacRoman)Encoding")
_DIFFERENCES = re.compile(rb"/Differences\s*\[([^\]]{0,20000})\]")
_TOKEN = re.compile(rb"(\d+)|/([^\s/\[\]<>()]+)")
_GLYPH = re.compile(r"([A-Za-z])(?:acute|grave|dieresis|tilde|circumflex|cedilla)?|uni00([2-7][0-9A-F])")
_CODECS = {b"WinAnsi": "cp1252", b"MacRoman": "mac_roman"}
_FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TRACED = b"/Bezier"  # a font traced from a scan has a glyph for each time that a letter was printed
_SYMBOLIC = 4  # font flag: the encoding says nothing
Letters = Mapping[int, str]


def has_tounicode_mismatch(parts: Parts) -> bool:
    """Say whether the map of any font contradicts the font, or itself."""
    left = MAX_FONTS
    for text in parts.objects:
        for match in _TO_UNICODE.finditer(text):
            left -= 1
            if left < 0:
                return False
            font, cmap = dictionary_around(text, match.start()), parts.content(match[1])[:MAX_MAP]
            if cmap and (_is_twofold(font, cmap) or _lies(font, cmap, parts)):
                return True
    return False


def _is_twofold(font: bytes, cmap: bytes) -> bool:
    """Does a map give several letters for one glyph, or one letter for many glyphs?"""
    words = [block[4:].replace(b"><", b"> <").split() for block in _blocks(cmap) if block.startswith(b"char")]
    pairs = {pair for block in words for pair in zip(block[::2], block[1::2], strict=False)}
    if len(pairs) > len(dict(pairs)):
        plain = [code for code, letter in pairs if _is_plain(letter)]
        if len(plain) - len(set(plain)) >= FONTS_LEAST:
            return True
    if _TRACED in font:
        return False
    often = Counter(letter for _code, letter in pairs).most_common(3)
    return any(count > SAME_LETTER and _is_plain(letter) for letter, count in often)


def _lies(font: bytes, cmap: bytes, parts: Parts) -> bool:
    subtype = _SUBTYPE.search(font)
    if not subtype or not (encoding := _ENCODING.search(font)):
        return False
    known = _embedded(font, parts) if subtype[1] == b"Type0" else _named(font, encoding, subtype[1], parts)
    given = _letters(cmap) if known else {}
    both = [(known[code], letter) for code, letter in given.items() if code in known]
    wrong = sum(one.isascii() and one.isalnum() and _plain(one) != _plain(letter) for one, letter in both)
    return wrong >= FONTS_LEAST and wrong > SMALL_SHARE * len(both)


def _letters(cmap: bytes) -> Letters:
    """The letters that a map gives for its codes; ligatures are left out."""
    letters: dict[int, str] = {}
    for block in _blocks(cmap):
        for code, letter in _pairs(block):
            if len(letters) >= MAX_CODES:
                return letters
            if 0 < letter < 0xD800:
                letters.setdefault(code, chr(letter))
    return letters


def _blocks(cmap: bytes) -> list[bytes]:
    """What stands between "beginbf" and "endbf"; it begins with "char" or "range"."""
    return [block.partition(b"endbf")[0] for block in cmap.split(b"beginbf")[1:]]


def _pairs(block: bytes) -> Iterator[tuple[int, int]]:
    if block.startswith(b"char"):
        for code, letter in _PAIR.findall(block):
            yield int(code, 16), int(letter, 16)
        return
    for first, last, letter in _RANGE.findall(block):
        begin, to = int(first, 16), int(letter, 16)
        yield from ((begin + step, to + step) for step in range(min(int(last, 16) - begin + 1, MAX_CODES)))
    for first, listed in _LIST.findall(block):
        for step, letter in enumerate(_HEX.findall(listed)):
            yield int(first, 16) + step, int(letter, 16)


def _named(font: bytes, encoding: re.Match[bytes], subtype: bytes, parts: Parts) -> Letters:
    """The letters and figures that a simple font's encoding names."""
    if subtype == b"TrueType" and _flags(font, parts) & _SYMBOLIC:
        return {}
    said = (parts.object(encoding[2]) if encoding[2] else font[encoding.start() :])[:MAX_ENCODING]
    base = _BASE.match(b"/" + encoding[1]) if encoding[1] else _BASE.search(said)
    letters = dict(enumerate(bytes(range(256)).decode(_CODECS[base[1]], "replace"))) if base else {}
    code = 0
    differences = None if encoding[1] else _DIFFERENCES.search(said)
    for number, name in _TOKEN.findall(differences[1]) if differences else ():
        if number:
            code = int(number)
        else:
            letters[code] = _glyph(name.decode("latin-1"))
            code += 1
    return {code: letter for code, letter in letters.items() if letter and letter.isalnum()}


def _glyph(name: str) -> str:
    if name in _FIGURES:
        return str(_FIGURES.index(name))
    match = _GLYPH.fullmatch(name)
    return (match[1] or chr(int(match[2], 16))) if match else ""


def _flags(font: bytes, parts: Parts) -> int:
    descriptor = re.search(rb"/FontDescriptor\s+(\d+)", font)
    flags = re.search(rb"/Flags\s+(\d{1,9})", parts.object(descriptor[1])) if descriptor else None
    return int(flags[1]) if flags else 0


def _embedded(font: bytes, parts: Parts) -> Letters:
    """The letters of a composite font's glyphs, as the embedded TrueType font knows them."""
    if b"/Identity-H" not in font and b"/Identity-V" not in font:
        return {}
    kin = re.search(rb"/DescendantFonts\s*\[?\s*(\d+)", font)
    kin_said = parts.object(kin[1]) if kin else b""
    if listed := re.match(rb"\s*\[\s*(\d+)\s+\d+\s+R", kin_said):
        kin_said = parts.object(listed[1])
    descriptor = re.search(rb"/FontDescriptor\s+(\d+)", kin_said)
    program = re.search(rb"/FontFile2\s+(\d+)", parts.object(descriptor[1])) if descriptor else None
    data = parts.content(program[1]) if program else b""
    if b"cmap" not in data[:400] or re.search(rb"/CIDToGIDMap\s+\d", kin_said):
        return {}
    from pdfminer.pdffont import TrueTypeFont  # costly to import

    try:
        return TrueTypeFont("", io.BytesIO(data)).create_unicode_map().cid2unichr
    except Exception:  # whatever a damaged font provokes: it tells nothing
        return {}


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[:1].casefold()


def _is_plain(letter: bytes) -> bool:
    """Is what a map writes as "<0041>" a letter or a figure that needs no accent?"""
    code = letter.strip(b"<>")
    return len(code) <= 4 and bool(_HEX.fullmatch(code)) and int(code, 16) < 0x80 and chr(int(code, 16)).isalnum()
