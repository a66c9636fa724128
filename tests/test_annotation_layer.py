"""Answers typed into forms, ticked boxes and notes: read where they stand, in full, and never what is hidden."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.batch import FileStatus
from extractor.batch.worker import status_of
from extractor.core.model import Kind, Line, Problem
from extractor.read.letter import ReadOptions, read_letter
from extractor.read.pages import annotation_layer, read_pages
from extractor.read.render import render_pages
from tests.pdfs import PACK, placed

PLACE = (70, 600, 400, 620)  # left, bottom, right, top
ANSWER = "Se capacitó a 20 policías en Ilo"
SAID = "El despacho informa lo siguiente:"
SHEET = placed([(70, 100, SAID)])
OFF = ReadOptions(ocr="off")


def laid(change: Callable[[pikepdf.Pdf], object], sheet: bytes = SHEET) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(sheet)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def annotation(pdf: pikepdf.Pdf, kind: Name, place: tuple[float, ...] = PLACE, **entries: Any) -> Any:
    page = pdf.pages[0]
    if "/Annots" not in page:
        page.Annots = Array()
    found = pdf.make_indirect(
        Dictionary(**{"Type": Name.Annot, "Subtype": kind, "Rect": list(place), "F": 4, **entries})
    )
    page.Annots.append(found)
    return found


def appearance(pdf: pikepdf.Pdf, text: str, size: int = 10) -> Any:
    stream = pikepdf.Stream(pdf, f"BT /Helv {size} Tf 2 5 Td ({text}) Tj ET".encode("cp1252"))
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, [0, 0, 330, 20]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    stream.Resources = Dictionary(Font=Dictionary(Helv=font))
    return Dictionary(N=pdf.make_indirect(stream))


def form(pdf: pikepdf.Pdf, *fields: Any, **entries: Any) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(fields), DA=String("/Helv 0 Tf 0 g"), **entries)


def field(pdf: pikepdf.Pdf, value: str, **entries: Any) -> Any:
    return annotation(pdf, Name.Widget, **{"FT": Name.Tx, "T": "a", "V": String(value), **entries})


def one_field(value: str, shown: str | None = None, **entries: Any) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        drawn = {} if shown is None else {"AP": appearance(pdf, shown)}
        form(pdf, field(pdf, value, **drawn, **entries))

    return laid(change)


def lines(data: bytes) -> list[Line]:
    """The lines over the page, without the one printed on it."""
    (page,) = read_pages(data)[0]
    return [line for line in page.lines if line.text != SAID]


def texts(data: bytes) -> list[str]:
    return [line.text for line in lines(data)]


def problems(data: bytes) -> set[str]:
    """What reading the file leaves open, the letter's head aside."""
    said = {problem.code for problem in read_letter(data, PACK, OFF).problems if problem.where != "head"}
    return said - {"off_subject"}  # these letters are about nothing


def answer_of_parent(pdf: pikepdf.Pdf) -> None:
    box = annotation(pdf, Name.Widget)
    parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T="a", V=String(ANSWER), Kids=Array([box])))
    box.Parent = parent
    form(pdf, parent)


@pytest.mark.parametrize(
    "data",
    [
        one_field(ANSWER, ANSWER),
        one_field(ANSWER),
        one_field(ANSWER, ""),
        laid(lambda pdf: form(pdf, field(pdf, ANSWER), NeedAppearances=True)),
        laid(answer_of_parent),
        laid(lambda pdf: annotation(pdf, Name.FreeText, Contents=String(ANSWER))),
        laid(lambda pdf: annotation(pdf, Name.FreeText, Contents=String(ANSWER), AP=appearance(pdf, ANSWER))),
        laid(lambda pdf: annotation(pdf, Name.FreeText, AP=appearance(pdf, ANSWER))),
    ],
)
def test_an_answer_is_a_statement_traced_to_its_place(data: bytes) -> None:
    (line,) = lines(data)
    assert line.text == ANSWER
    assert line.box.x0 >= 70 and line.box.x1 <= 400 and A4[1] - 620 <= line.box.top < line.box.bottom <= A4[1] - 600
    reading = read_letter(data, PACK, OFF)
    assert reading.letter and problems(data) == set() and status_of(reading) is FileStatus.READ
    (statement,) = (found.statement for found in reading.findings if found.statement.kind is Kind.ACTION)
    assert statement.text == ANSWER
    (span,) = (span for span in reading.letter.spans if span.start == statement.start)
    assert span.box == line.box


def test_an_answer_that_its_field_shows_in_part_is_read_to_its_end() -> None:
    many = " ".join(f"Se dictó el taller {number} con los docentes de la red." for number in range(12))
    for place in (PLACE, (70, 500, 400, 620)):
        data = one_field(many, many[:30], Rect=list(place), Ff=1 << 12)
        assert " ".join(texts(data)) == many
        assert all(A4[1] - 620 <= line.box.top and line.box.bottom <= A4[1] - place[1] + 0.1 for line in lines(data))


def test_an_answer_of_several_paragraphs_is_several_items() -> None:
    data = one_field("1. Talleres con docentes.\r2. Campañas en mercados.", Rect=[70, 500, 400, 620], Ff=1 << 12)
    letter = read_letter(data, PACK, OFF).letter
    assert letter and [letter.text[block.start : block.end] for block in letter.blocks if block.kind == "item"] == [
        "Talleres con docentes.",
        "Campañas en mercados.",
    ]


def test_where_a_field_shows_another_text_than_it_holds_the_shown_one_is_read_and_a_person_is_called() -> None:
    data = one_field("Se hicieron ocho operativos", "No se hizo nada")
    assert texts(data) == ["No se hizo nada"]
    assert Problem("page 1", "unread_form") in read_letter(data, PACK, OFF).problems


def test_of_a_list_the_chosen_options_are_read_as_they_are_shown() -> None:
    options = Array([Array([String("08"), String("Cusco")]), Array([String("21"), String("Puno")])])

    def choice(value: Any, flag: int) -> bytes:
        return laid(
            lambda pdf: form(pdf, annotation(pdf, Name.Widget, FT=Name.Ch, T="a", V=value, Opt=options, Ff=1 << flag))
        )

    assert texts(choice(String("08"), 17)) == ["Cusco"]
    assert texts(choice(Array([String("08"), String("21")]), 21)) == ["Cusco, Puno"]


def test_of_a_list_to_tick_only_what_is_ticked_was_done() -> None:
    done = ["Talleres de capacitación con docentes", "Operativos en terminales terrestres"]

    def boxes(*states: str) -> bytes:
        about = (70, 84, "Informe sobre la trata de personas.")  # what is on no subject of the pack holds no action
        sheet = placed([about, (70, 100, SAID), *((90, 120 + 20 * index, text) for index, text in enumerate(done))])

        def change(pdf: pikepdf.Pdf) -> None:
            fields = [
                annotation(
                    pdf,
                    Name.Widget,
                    (70, A4[1] - 122 - 20 * index, 82, A4[1] - 110 - 20 * index),
                    FT=Name.Btn,
                    T=f"b{index}",
                    AS=Name(f"/{state}"),
                )
                for index, state in enumerate(states)
            ]
            form(pdf, *fields)

        return laid(change, sheet)

    def actions(data: bytes) -> list[str]:
        found = read_letter(data, PACK, OFF).findings
        return [finding.statement.text for finding in found if finding.statement.kind is Kind.ACTION]

    assert actions(boxes("Yes", "Off")) == done[:1]
    assert actions(boxes("1", "Yes")) == done


@pytest.mark.parametrize("flag", [2, 32])
def test_what_is_hidden_is_not_read_as_shown_but_told(flag: int) -> None:
    assert texts(one_field(ANSWER, ANSWER, F=flag)) == []
    assert problems(one_field(ANSWER, ANSWER, F=flag)) == {"unread_form"}
    note = laid(lambda pdf: annotation(pdf, Name.FreeText, F=flag, Contents=ANSWER, AP=appearance(pdf, ANSWER)))
    assert texts(note) == []


@pytest.mark.parametrize("place", [(-500, 0, -100, 50), (70, 600, 70.5, 620), (0, 0, 0, 0)])
def test_a_note_off_the_page_is_told(place: tuple[float, ...]) -> None:
    data = laid(lambda pdf: annotation(pdf, Name.FreeText, place, Contents=ANSWER))
    assert (texts(data), problems(data)) == ([], {"unread_notes"})


@pytest.mark.parametrize("kind", [Name.Text, Name.Highlight, Name.Caret])
def test_a_comment_in_a_window_of_its_own_is_no_part_of_the_letter_and_told(kind: Name) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        parent = annotation(
            pdf, kind, Contents="Cuadrar con el anexo", QuadPoints=[70, 620, 400, 620, 70, 600, 400, 600]
        )
        annotation(pdf, Name.Popup, Parent=parent, Contents="Cuadrar con el anexo", Open=True)

    assert (texts(laid(change)), problems(laid(change))) == ([], {"unread_notes"})


def test_a_highlight_without_a_word_is_nothing() -> None:
    data = laid(lambda pdf: annotation(pdf, Name.Highlight, QuadPoints=[70, 620, 400, 620, 70, 600, 400, 600]))
    assert (texts(data), problems(data)) == ([], set())


def stamped(pdf: pikepdf.Pdf, text: str) -> None:
    annotation(pdf, Name.Stamp, AP=appearance(pdf, text, 5))


def test_a_stamp_is_read_only_if_it_tells_something() -> None:
    told = (
        "Se hicieron ocho operativos en Tacna, con la Policía Nacional y la Municipalidad Provincial de Jorge Basadre."
    )
    for text, expected in (("RECIBIDO 14 MAR. 2011", []), (told, [told])):
        data = laid(partial(stamped, text=text))
        assert texts(data) == expected


def test_a_digital_signature_is_not_text() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        shown = appearance(pdf, "Firmado digitalmente. Motivo: soy el autor. Fecha: 12.03.2011")
        form(pdf, field(pdf, "", FT=Name.Sig, V=Dictionary(Type=Name.Sig), AP=shown), SigFlags=3)

    assert (texts(laid(change)), problems(laid(change))) == ([], set())


def test_what_ordinary_letters_have_costs_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        annotation(pdf, Name.Link, A=Dictionary(S=Name.URI, URI="http://example.pe"))
        form(pdf, field(pdf, "", FT=Name.Sig, V=Dictionary(Type=Name.Sig)))

    def looked_again(self: annotation_layer.Annotations) -> None:
        raise AssertionError

    monkeypatch.setattr(annotation_layer.Annotations, "_found", property(looked_again))
    assert texts(laid(change)) == []
    with pytest.raises(AssertionError):
        texts(one_field(ANSWER))


def test_a_script_in_a_form_is_not_run() -> None:
    def script(code: str) -> Dictionary:
        return Dictionary(S=Name.JavaScript, JS=String(code))

    def change(pdf: pikepdf.Pdf) -> None:
        answer = field(pdf, ANSWER, AA=Dictionary(F=script("event.value='x'"), C=script("event.value='y'")))
        form(pdf, answer, CO=Array([answer]), NeedAppearances=True)
        pdf.Root.OpenAction = script("this.getField('a').value='z'; while(true){}")

    assert texts(laid(change)) == [ANSWER]
    assert problems(laid(change)) == {"active_content"}
    assert len(list(render_pages(laid(change), [1], 50))) == 1


def test_an_appearance_that_calls_itself_ends() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        shown = appearance(pdf, ANSWER)
        shown.N.write(b"/Fm Do " + shown.N.read_bytes())
        shown.N.Resources.XObject = Dictionary(Fm=shown.N)
        annotation(pdf, Name.FreeText, Contents=ANSWER, AP=shown)

    assert texts(laid(change)) == [ANSWER]


@pytest.mark.parametrize(("count", "code"), [(500, "unread_form"), (10_000, "unread_notes")])
def test_thousands_of_fields_in_one_place_are_told_within_seconds(count: int, code: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        shown = appearance(pdf, ANSWER)
        form(pdf, *(field(pdf, f"valor {number}", T=f"f{number}", AP=shown) for number in range(count)))

    data = laid(change)
    begin = time.process_time()
    _, found = read_pages(data)
    assert time.process_time() - begin < 5
    assert found == (Problem("page 1", code),)


def test_an_appearance_with_states_none_of_which_is_there_ends_no_process() -> None:
    """Merging it into the page read through a null pointer."""

    def change(pdf: pikepdf.Pdf) -> None:
        form(pdf, field(pdf, ANSWER, AP=appearance(pdf, ANSWER)))
        lost = pdf.make_indirect(Dictionary())
        annotation(pdf, Name.Stamp, AP=Dictionary(N=Dictionary(Off=lost)))

    data = laid(change)
    number = int(re.findall(rb"/Off (\d+) 0 R", data)[0])
    assert texts(data.replace(b"/Off %d 0 R" % number, b"/Off 99 0 R")) == [ANSWER]


def test_a_note_as_large_as_the_world_stays_on_the_page() -> None:
    data = laid(lambda pdf: annotation(pdf, Name.FreeText, (-1e9, -1e9, 1e9, 1e9), Contents=ANSWER))
    (line,) = lines(data)
    assert line.text == ANSWER and 0 <= line.box.x0 <= line.box.x1 <= A4[0] and 0 <= line.box.top <= A4[1]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_page_shown_turned_an_answer_stands_where_the_reader_sees_it(turn: int) -> None:
    """The text stands upright only on the page as it lies, whatever way a viewer is asked to turn it."""

    def change(pdf: pikepdf.Pdf) -> None:
        form(pdf, field(pdf, ANSWER))
        pdf.pages[0].rotate(turn, relative=False)

    (line,) = lines(laid(change))
    assert (round(line.box.x0), round((line.box.top + line.box.bottom) / 2)) == (70, round(A4[1] - 610))


def picture() -> bytes:
    """A page that is a picture, as a scanner makes it."""
    image = BytesIO()
    drawn = next(render_pages(SHEET, [1], 50))
    from PIL import Image

    Image.fromarray(drawn.image).save(image, "PNG")
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(BytesIO(image.getvalue())), 0, 0, *A4)
    canvas.save()
    return out.getvalue()


def test_a_scanned_form_is_read_as_it_looks_with_what_was_typed_over_it() -> None:
    """The print would be lost in silence if the typed answer passed for the page's text."""
    data = laid(lambda pdf: form(pdf, field(pdf, ANSWER)), picture())
    pages, found = read_pages(data)
    assert (pages[0].lines, [problem.code for problem in found]) == ((), ["page_no_text"])
    (drawn,), (bare,) = (list(render_pages(file, [1], 60)) for file in (data, picture()))
    assert (drawn.image < 128).sum() > (bare.image < 128).sum() + 50  # the answer is drawn, for OCR to see
