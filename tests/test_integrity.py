from __future__ import annotations

import base64
import io
import random
import re
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

import pikepdf
import pytest

from corpus.hostile import raw
from corpus.hostile.files import Hostile
from corpus.hostile.masks import masks
from extractor.batch import FileStatus
from extractor.batch.worker import status_of
from extractor.core.model import Letter, Problem, Reading
from extractor.core.problems import DOUBTS, SENTENCES
from extractor.read.integrity import doubts
from extractor.read.letter import ReadOptions, read_letter
from extractor.read.pages import read_pages
from rules.loader import load_pack
from tests.letter_files import LETTER, pdf, sample_letter

LETTERS = sorted(file.name for file in (files("corpus") / "letters").iterdir() if file.name.endswith(".pdf"))

OFF = ReadOptions(ocr="off")
LONG = pdf([[line.format(number=page) for line in LETTER] for page in range(12)])


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in doubts(data, read_pages(data)[0])}


def changed(change: str, **entries: object) -> bytes:
    """The sample letter, saved again with entries added to its catalogue ("Root") or its first page ("Page")."""
    document = pikepdf.open(io.BytesIO(sample_letter()))
    target = document.Root if change == "Root" else document.pages[0].obj
    for key, value in entries.items():
        target[f"/{key}"] = document.make_indirect(pikepdf.Object.parse(str(value).encode()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_sound_file_raises_no_doubt() -> None:
    assert codes(sample_letter()) == codes(LONG) == codes(changed("Root")) == set()


@pytest.mark.parametrize("compress", [False, True])
def test_packed_objects_are_looked_into(compress: bool) -> None:
    document = pikepdf.open(io.BytesIO(LONG))
    document.Root.Names = pikepdf.Object.parse(b"<< /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>")
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if compress else pikepdf.ObjectStreamMode.disable
    document.save(out, object_stream_mode=mode)
    assert (b"/JavaScript" in out.getvalue()) is not compress
    assert codes(out.getvalue()) == {"active_content"}


@pytest.mark.parametrize("share", [*range(10, 100, 10), 50, 99])
def test_of_a_letter_cut_short_nothing_passes_for_read(share: int) -> None:
    for whole in (sample_letter(), LONG, changed("Root")):
        cut = whole[: len(whole) * share // 100]
        reading = read_letter(cut, load_pack(), OFF)
        assert status_of(reading) in (FileStatus.UNREAD, FileStatus.NEEDS_PERSON)


def words(data: bytes) -> Counter[str]:
    letter = read_letter(data, load_pack(), OFF).letter
    return Counter(letter.text.split()) if letter else Counter()


def spoiled(data: bytes, seed: int) -> Iterator[bytes]:
    """The file cut short, and with one bit and with five turned over."""
    yield from (data[: len(data) * share // 100] for share in (50, 90, 99))
    dice = random.Random(seed)
    for bits in (1, 1, 5, 5):
        changed = bytearray(data)
        for _ in range(bits):
            changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        yield bytes(changed)


@pytest.mark.parametrize("name", LETTERS)
def test_no_sample_letter_loses_a_tenth_of_its_text_in_silence(name: str) -> None:
    whole = (files("corpus") / "letters" / name).read_bytes()
    said = words(whole)
    for data in spoiled(whole, seed=len(name)):
        reading = read_letter(data, load_pack(), OFF)
        if status_of(reading) is FileStatus.READ:
            assert (words(data) & said).total() >= 0.9 * said.total()


def compressed(as_text: bool) -> bytes:
    """The sample letter with its page compressed, as reportlab writes it: as bytes, or as ASCII85 text."""
    document = pikepdf.open(io.BytesIO(sample_letter()))
    content = document.pages[0].Contents.read_bytes()
    packed, names = zlib.compress(content), [pikepdf.Name.FlateDecode]
    if as_text:
        packed, names = base64.a85encode(packed) + b"~>", [pikepdf.Name.ASCII85Decode, pikepdf.Name.FlateDecode]
    document.pages[0].Contents.write(packed, filter=pikepdf.Array(names))
    out = io.BytesIO()
    document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


@pytest.mark.parametrize("as_text", [False, True])
def test_damage_that_makes_the_reader_drop_a_page_in_silence_is_noticed(as_text: bool) -> None:
    data = compressed(as_text)
    assert codes(data) == set()
    begin = data.index(b"stream", data.index(b"FlateDecode")) + len(b"stream\n")
    inside = data[:begin] + data[begin : begin + 60] + bytes([data[begin + 60] ^ 1]) + data[begin + 61 :]
    for damaged in (
        inside,
        data.replace(b"/FlateDecode", b"/FlavuDecode"),
        data.replace(b"/Filter", b"/Gilter"),
        re.sub(rb"(/Contents \d+ 0) R", rb"\1 P", data),
    ):
        assert damaged != data and "damaged_stream" in codes(damaged)


def test_a_damaged_font_is_noticed() -> None:
    """Its letters vanish from the text as if they had never been printed."""
    font = zlib.compress(bytes(range(256)) * 20)
    for program, expected in ((font, set()), (font[:-9] + b"x" + font[-8:], {"damaged_stream"})):
        document = pikepdf.open(io.BytesIO(sample_letter()))
        stream = pikepdf.Stream(document, b"")
        stream.write(program, filter=pikepdf.Name.FlateDecode)
        stream.Length1 = 5120
        document.Root.Font = document.make_indirect(stream)
        out = io.BytesIO()
        document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        assert codes(out.getvalue()) == expected


def test_a_cut_closed_again_with_an_end_mark_is_not_believed() -> None:
    cut = LONG[: len(LONG) // 2] + b"\nstartxref\n77\n%%EOF\n"
    assert "rebuilt" in codes(cut)


def test_bytes_lost_inside_a_page_are_noticed_though_the_reader_shows_what_came_before() -> None:
    content = zlib.compress(b"BT /F1 11 Tf 70 700 Td (Se capacit) Tj ET " * 40)
    damaged = bytearray(content)
    damaged[len(content) // 2] ^= 0xFF
    for stream, expected in ((content, set()), (bytes(damaged), {"damaged_stream"})):
        document = pikepdf.open(io.BytesIO(sample_letter()))
        document.pages[0].Contents = pikepdf.Stream(document, b"")
        document.pages[0].Contents.write(stream, filter=pikepdf.Name.FlateDecode)
        out = io.BytesIO()
        document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        assert codes(out.getvalue()) == expected


def test_pages_that_the_tree_no_longer_leads_to_are_missed() -> None:
    document = pikepdf.open(io.BytesIO(LONG))
    kids = document.Root.Pages.Kids
    document.Root.PieceInfo = kids[5]  # keeps the page in the file
    del kids[5]
    document.Root.Pages.Count = 11
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert codes(out.getvalue()) == {"pages_missing"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (changed("Root", OpenAction="<< /S /Launch /F (calc.exe) >>"), "active_content"),
        (changed("Root", Collection="<< /Type /Collection >>"), "attachments"),
        (changed("Root", AcroForm="<< /Fields [] /XFA [(template) (x)] >>"), "unread_form"),
        (changed("Root", AcroForm="<< /Fields [<< /FT /Tx /T (a) /V (Hubo nueve ferias) >>] >>"), "unread_form"),
    ],
)
def test_what_is_on_no_page_is_told(data: bytes, code: str) -> None:
    assert codes(data) == {code}


@pytest.mark.parametrize("value", ["(Sali\\363 \\(a\\) bien)", "<FEFF00530061006C0069 00F3>"])
def test_an_answer_that_stands_on_a_page_is_no_reason_for_doubt(value: str) -> None:
    """However it is written in the file; the same answer in a field that shows it nowhere is one."""
    form = f"<< /Fields [<< /FT /Tx /T (a) /V {value} >>] >>"
    shown = changed("Page", Annots=f"[<< /Subtype /FreeText /Rect [70 70 300 90] /Contents {value} >>]")
    for data, expected in ((shown, set()), (sample_letter(), {"unread_form"})):
        document = pikepdf.open(io.BytesIO(data))
        document.Root.AcroForm = pikepdf.Object.parse(form.encode())
        out = io.BytesIO()
        document.save(out)
        assert codes(out.getvalue()) == expected


def test_an_empty_form_field_or_a_signature_is_no_reason_for_doubt() -> None:
    form = "<< /Fields [<< /FT /Tx /T (a) /V () >> << /FT /Sig /T (b) /V << /Type /Sig >> >>] >>"
    assert codes(changed("Root", AcroForm=form)) == set()


def test_doubt_makes_a_file_need_a_person_and_active_content_alone_does_not() -> None:
    letter = read_letter(sample_letter(), load_pack(), OFF).letter
    assert isinstance(letter, Letter)
    for code in DOUBTS | {"active_content", "date_unknown"}:
        reading = Reading(letter, problems=(Problem("file", code),))
        assert status_of(reading) is (FileStatus.NEEDS_PERSON if code in DOUBTS else FileStatus.READ)
    assert status_of(Reading(None, problems=(Problem("file", "broken"),))) is FileStatus.UNREAD


def test_every_doubt_has_a_sentence() -> None:
    assert set(SENTENCES) >= DOUBTS


def test_a_bomb_inside_a_packed_object_does_not_fill_the_memory() -> None:
    bomb = zlib.compress(bytes(100_000_000), 9)
    data = (
        sample_letter().removesuffix(b"%%EOF\n")
        + b"9 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >> stream\n" % len(bomb)
        + bomb
        + b"\nendstream endobj\n%%EOF\n"
    )
    assert "damaged_stream" not in codes(data)


def test_a_page_with_print_that_no_font_explains_is_not_taken_for_an_empty_one() -> None:
    document = pikepdf.open(io.BytesIO(sample_letter()))
    font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /CharProcs << >> "
    font += "/Encoding << /Differences [] >> /FirstChar 0 /LastChar 0 /Widths [9] /Resources << >> >>"
    document.pages[0].Resources.Font.F1 = document.make_indirect(pikepdf.Object.parse(font.encode()))
    out = io.BytesIO()
    document.save(out)
    reading = read_letter(out.getvalue(), load_pack(), OFF)
    assert status_of(reading) is not FileStatus.READ


@pytest.mark.parametrize("mask", [*masks()], ids=lambda mask: mask.name)
def test_a_page_that_shows_another_text_than_it_holds_is_not_believed(mask: Hostile) -> None:
    assert str(status_of(read_letter(mask.data, load_pack(), OFF))) in mask.accept


def test_letters_that_no_font_names_do_not_vanish_from_the_text() -> None:
    """Codes below 32 came as control characters, which are not printed: four pages were read as empty."""
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /CharProcs << /g 6 0 R >>"
    font += (
        b" /Encoding << /Differences [1 /g/g/g/g/g/g/g/g/g] >> /FirstChar 1 /LastChar 9 /Widths [9 9 9 9 9 9 9 9 9] >>"
    )
    text = b"BT /F1 12 Tf 72 700 Td <" + b"010203040506070809" * 4 + b"> Tj ET"
    data = raw.document(raw.page_objects(content=text) | {5: font, 6: raw.stream(b"9 0 0 0 9 9 d1 0 0 9 9 re f")})
    reading = read_letter(data, load_pack(), OFF)
    assert "\ufffd" * 9 in "".join(line.text for page in reading.pages for line in page.lines)
    assert status_of(reading) is FileStatus.NEEDS_PERSON
    assert "unknown_letters" in {problem.code for problem in reading.problems}


def test_letters_lost_inside_words_are_told() -> None:
    """A font without a map lost every accented letter of a letter, and no word was said."""
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /CharProcs << /g 7 0 R >>"
    font += b" /Encoding << /Differences [1 /g] >> /FirstChar 1 /LastChar 1 /Widths [6] >>"
    sans = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    word = b"/F1 12 Tf (informaci) Tj /F2 12 Tf <01> Tj /F1 12 Tf (n de la oficina) Tj"
    text = b"BT 72 700 Td 14 TL " + b" T* ".join([word] * 5) + b" ET"
    fonts = {
        5: b"<< /Font << /F1 8 0 R /F2 6 0 R >> >>",
        6: font,
        7: raw.stream(b"6 0 0 0 6 9 d1 0 0 6 9 re f"),
        8: sans,
    }
    objects = raw.page_objects(content=text) | fonts
    objects[3] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 5 0 R >>"
    reading = read_letter(raw.document(objects), load_pack(), OFF)
    assert "unknown_letters" in {problem.code for problem in reading.problems}


def test_a_page_whose_content_stands_under_a_misspelt_name_is_not_taken_for_an_empty_one() -> None:
    for name, expected in ((b"/Contents", set()), (b"/Contenus", {"damaged_stream"})):
        place = LONG.rindex(b"/Contents")
        assert codes(LONG[:place] + name + LONG[place + len(name) :]) == expected


def test_a_long_row_of_figures_takes_no_time() -> None:
    """Each of them was taken for the beginning of a reference: a sound drawing was given up after half a minute."""
    rows = raw.stream(b"0 0 m 9 9 l S % " + b"0" * 300_000)
    data = raw.document(raw.page_objects(content=b"") | {6: rows})
    begun = time.process_time()
    codes(data)
    assert time.process_time() - begun < 2
