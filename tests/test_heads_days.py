"""The day of papers that are no letters: decrees, resolutions in a gazette, notices, and letters signed by machine."""

from __future__ import annotations

import pytest

from tests.pdfs import letter_of, lines_at, placed
from tests.test_heads import BODY, head_of

SUMMARY = [
    "Autorízase al organismo de aguas a vender los terrenos que ya no necesita,",
    "en las condiciones que se establecen por la presente medida.",
]
TOLD = "Se dictaron tres charlas en los mercados del distrito y una en el terminal de buses."


def date_of(*pieces: list[tuple[float, float, str]]) -> str | None:
    return letter_of(placed([piece for part in pieces for piece in part])).head.date


@pytest.mark.parametrize("place", ["Bs. As., 7/9/2003", "Bs. As. 7/9/03", "Montevideo, 7 de setiembre de 2003"])
def test_the_day_of_a_decree_below_its_long_summary_is_read(place: str) -> None:
    day = [(330.0, 150.0, place)]
    opening = lines_at(70, 180, ["VISTO el expediente del registro del organismo, y", "CONSIDERANDO:"], 18)
    head = lines_at(70, 60, ["MINISTERIO DE OBRAS", "Decreto 88/2003"], 16)
    letter = letter_of(placed([*head, *lines_at(70, 100, SUMMARY, 12), *day, *opening]))
    assert (letter.head.number, letter.head.date) == ("Decreto 88/2003", "2003-09-07")


def test_the_day_of_publication_below_that_of_the_decree_is_not_taken() -> None:
    days = [(330.0, 150.0, "Bs. As., 7/9/2003"), (330.0, 163.0, "B.O.: 11/09/2003")]
    opening = lines_at(70, 190, ["VISTO el expediente del registro del organismo, y"], 18)
    head = lines_at(70, 60, ["MINISTERIO DE OBRAS", "Decreto 88/2003"], 16)
    assert date_of(head, lines_at(70, 100, SUMMARY, 12), days, opening) == "2003-09-07"


def test_a_resolution_in_a_gazette_has_the_day_of_its_title_and_not_of_the_page() -> None:
    page_head = [(200.0, 40.0, "BOLETÍN OFICIAL DEL ESTADO")]
    page_head += [(60.0, 62.0, "Núm. 71"), (230.0, 62.0, "Lunes 22 de marzo de 2010"), (450.0, 62.0, "Pág. 2810")]
    title = lines_at(
        70,
        140,
        [
            "Resolución de 3 de marzo de 2010, de la Dirección General de Costas, por la que",
            "se aprueban los modelos de las solicitudes que se presentan ante ella en papel.",
        ],
        13,
    )
    assert date_of(page_head, title, lines_at(70, 190, BODY, 30)) == "2010-03-03"
    assert date_of(page_head, lines_at(70, 190, BODY, 30)) is None


def test_a_day_alone_between_body_and_signature_dates_a_notice() -> None:
    head = lines_at(180, 60, ["Dirección de Rentas", "A los contribuyentes"], 20)
    body = lines_at(70, 120, ["Se comunica que el plazo fue prorrogado hasta el 30 de junio", "del año en curso."], 13)
    end = lines_at(220, 190, ["8 de mayo de 2019", "Elena Prado Ruiz", "Directora"], 30)
    assert date_of(head, body, end) == "2019-05-08"


def test_a_day_in_figures_among_the_copies_dates_no_letter() -> None:
    head = lines_at(180, 60, ["UNIDAD DE CAMINOS", "CONCEPCIÓN, ____________"], 20)
    end = lines_at(70, 160, ["Saluda atentamente a usted,", "DISTRIBUCIÓN:", "- Archivo", "(71) 05.12.2019", "Fin"], 16)
    assert date_of(head, lines_at(70, 120, BODY[:1]), end) is None


@pytest.mark.parametrize("signed", ["Fecha: 18/11/2019 HORA: 15:13", "Fecha: 2019.11.18 10:45:06"])
def test_a_letter_dated_with_its_month_has_the_day_it_was_signed_on(signed: str) -> None:
    head = ("OFICIO N° 12", "Talca, noviembre de 2019", "SEÑORA", "PRESENTE")
    end = lines_at(200, 240, ["Sin otro particular, saluda a usted,", "ROSA VERA LAGOS", signed], 14)
    lines = [*lines_at(70, 60, head, 18), *lines_at(70, 180, [TOLD]), *end]
    assert date_of(lines) == "2019-11-18"
    other = [piece if piece[2] != signed else (piece[0], piece[1], "Fecha: 02/12/2019") for piece in lines]
    assert date_of(other) is None


def test_a_day_that_a_sentence_or_a_number_follows_behind_a_stop_is_the_papers() -> None:
    told = "Santiago, 2 de diciembre de 1995.- Hoy se decretó lo siguiente:"
    assert head_of("MINISTERIO DE OBRAS", told, "Núm. 31.- Visto: lo dispuesto en la ley").date == "1995-12-02"
    assert head_of("SERVICIO DE AGUAS", "Talca, 5 de junio de 2019. OFICIO N° 57", "Presente").date == "2019-06-05"


def test_a_title_whose_number_has_the_year_says_its_day_without_it() -> None:
    title = "Orden CUL/31/2019, de 14 de mayo, por la que se aprueban las bases de las ayudas"
    head = head_of("MINISTERIO DE CULTURA", title, "que se conceden a la edición de libros y de revistas en el año.")
    assert (head.number, head.date) == ("Orden CUL/31/2019", "2019-05-14")


@pytest.mark.parametrize("other", ["Válido hasta: 31/12/2019", "Vence: 31/12/2019", "Publicado el 3 de junio de 2019"])
def test_a_day_under_a_label_that_is_no_date_of_the_paper_is_not_taken(other: str) -> None:
    assert head_of("SERVICIO DE AGUAS", "CERTIFICADO N° 31/2019", other).date is None


def test_a_decrees_day_behind_its_number_is_read_where_the_gazette_prints_it() -> None:
    page = [(200.0, 40.0, "DIARIO OFICIAL"), (60.0, 60.0, "Núm. 42.345"), (230.0, 60.0, "Lunes 22 de marzo de 2010")]
    told = "Núm. 31.- Santiago, 9 de enero de 2010.- Vistos: lo dispuesto en la ley"
    head = lines_at(70, 100, ["MINISTERIO DE OBRAS PÚBLICAS", "APRUEBA REGLAMENTO", told], 16)
    letter = letter_of(placed([*page, *head, *lines_at(70, 170, BODY, 30)]))
    assert (letter.head.number, letter.head.date) == ("Núm. 31", "2010-01-09")


def test_the_day_of_a_signature_by_machine_on_top_does_not_contest_the_letters() -> None:
    signed = lines_at(
        60, 30, ["Firmado digitalmente por VERA RUIZ", "Motivo: Soy el autor", "Fecha: 10.05.2019 18:42"], 12
    )
    head = lines_at(70, 100, ["Lima, 09 de mayo de 2019", "OFICIO N° 31-2019-XY", "Señora", "Presente.-"], 16)
    assert date_of(signed, head, lines_at(70, 200, BODY, 30)) == "2019-05-09"


def test_the_day_of_a_cited_norm_on_a_line_of_its_own_is_not_taken_for_the_days_of_the_decree() -> None:
    lines = [
        "DECRETO 41 DE 2009",
        "(Marzo 16)",
        "LA MINISTRA, DELEGADA POR MEDIO DEL DECRETO N° 30",
        "DEL 11 de marzo de 2009",
    ]
    opening = lines_at(70, 160, ["en uso de sus facultades, y", "CONSIDERANDO:", TOLD], 18)
    assert date_of(lines_at(70, 60, lines, 20), opening) == "2009-03-16"


def test_a_day_that_is_broken_over_two_lines_is_read() -> None:
    lines = [
        "GOBIERNO REGIONAL DE TACNA",
        "Tacna, 9 de mayo",
        "de 2012",
        "OFICIO N° 7-2012-GRT",
        "Señora",
        "Presente.-",
    ]
    assert head_of(*lines).date == "2012-05-09"


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Buga, Mayo siete de mil novecientos treinta y uno", "1931-05-07"),
        ("Buga, siete de mayo de mil novecientos treinta y uno", "1931-05-07"),
        ("Buga, mayo siete de dos mil doce", "2012-05-07"),
        ("Buga, siete de mayo de mil quinientos", None),
    ],
)
def test_a_day_in_words_of_long_ago_or_with_its_month_first_is_read(printed: str, day: str | None) -> None:
    assert head_of("REGISTRO DE AGUAS", printed, "Señor", "JUEZ DEL CIRCUITO").date == day


@pytest.mark.parametrize(
    ("closing", "day"),
    [
        (["Dada en Buga, a siete de mayo de mil novecientos", "treinta y uno."], "1931-05-07"),
        (
            [
                "El presente acuerdo es dado en la sala de sesiones, en la",
                "ciudad de Buga, a los 7 días de mayo de 2012.",
            ],
            "2012-05-07",
        ),
        (
            ["Para que sirva de aviso lo fijo en la puerta, hoy lunes siete", "de mayo de dos mil doce, a las tres."],
            "2012-05-07",
        ),
        (
            ["Se cita la ley que fue dada en Buga el 7 de mayo de 2012 y que", "sigue siendo la que rige para todos."],
            None,
        ),
    ],
)
def test_the_sentence_that_says_when_a_paper_is_given_dates_it(closing: list[str], day: str | None) -> None:
    told = [
        "De mi consideración:",
        "El pedido de los regantes del valle, que rige desde el 3 de junio, fue",
        "atendido.",
    ]
    assert date_of(lines_at(200, 60, ["ACUERDO DEL AGUA"]), lines_at(70, 110, told), lines_at(70, 170, closing)) == day


def test_a_day_with_its_hour_dates_a_letter_above_the_addressee_and_not_in_a_stamp() -> None:
    own = [(380.0, 78.0, "2012-05-09 16:40:02")]
    head = [(70.0, 60.0, "MINISTERIO DE AGRICULTURA"), (380.0, 60.0, "OFICIO N° 31-2012-AG")]
    below = lines_at(70, 120, ["Señora", "ROSA VERA", "Presente.-"], 14)
    body = lines_at(70, 230, BODY, 30)
    assert date_of(head, own, below, body) == "2012-05-09"
    stamp = [(380.0, 130.0, "RECIBIDO"), (380.0, 142.0, "2012-05-09 16:40:02")]
    assert date_of(head, below, stamp, body) is None


def test_a_paper_of_long_ago_is_dated_in_figures_where_no_year_of_today_stands_in_it() -> None:
    head = ["REGISTRO DE AGUAS", "Buga, 7 de mayo de 1931", "Señor", "JUEZ DEL CIRCUITO"]
    assert head_of(*head).date == "1931-05-07"
    assert head_of(*head, "Asunto: obras de 2011").date is None  # an engine's misread 2011
    assert head_of("REGISTRO DE AGUAS", "07/05/1931", "Señor").date is None


def test_a_year_that_is_printed_in_two_parts_is_not_cut() -> None:
    assert head_of("SERVICIO DE AGUAS", "Tacna, 9 de mayo de 20 12", "Señora").date == "2012-05-09"
    assert head_of("SERVICIO DE AGUAS", "Tacna, 9 de mayo de 20 1", "Señora").date is None
    assert head_of("SERVICIO DE AGUAS", "Tacna, 9 de mayo de 12", "Señora").date == "2012-05-09"


def test_the_day_of_a_norm_that_a_title_repeals_is_not_the_papers_own() -> None:
    title = [
        "ORDENANZA REGIONAL N° 7-2020-GRT/CR",
        "QUE DEROGA LA ORDENANZA REGIONAL N° 443-GRT-CR,",
        "DEL 26 DE JULIO DE 2019",
    ]
    end = ["En Tacna, a los 13 días del mes de enero del año 2020.", "Regístrese y publíquese."]
    head = lines_at(150, 60, ["GOBIERNO REGIONAL DE TACNA", *title], 16)
    assert date_of(head, lines_at(70, 170, BODY, 30), lines_at(70, 300, end, 30)) == "2020-01-13"


@pytest.mark.parametrize(
    ("days", "day"),
    [(["Tacna, 7 de mayo de 2012"], "2012-05-07"), (["Tacna, 7 de mayo de 2012", "Ilo, 9 de mayo de 2012"], None)],
)
def test_a_place_and_a_day_alone_in_the_text_date_a_paper_unless_there_are_several(
    days: list[str], day: str | None
) -> None:
    head = lines_at(150, 60, ["ACUERDO DEL AGUA", "Sesión de la junta"], 16)
    body = lines_at(
        70, 120, ["De mi consideración:", "Visto el pedido del valle, la junta acordó lo que sigue.", BODY[0]], 30
    )
    annex = [
        line
        for day in days
        for line in (day, "Se aprueba la directiva de los turnos de riego que rige desde hoy para todo el valle.")
    ]
    assert date_of(head, body, lines_at(70, 400, annex, 13)) == day


STAMP = [(430.0, 40.0, "MESA DE PARTES"), (430.0, 51.0, "RECIBIDO"), (430.0, 64.0, "11 MAY 2012")]


def test_the_day_of_a_stamp_of_receipt_dates_no_letter_whose_own_day_is_missing() -> None:
    head = lines_at(70, 60, ["SERVICIO DE CAMINOS", "CARTA N° 41-2012-SC", "Señora", "Presente.-"], 16)
    assert date_of(head, STAMP, lines_at(70, 200, BODY, 30)) is None


def test_the_day_of_a_stamp_of_receipt_below_the_signature_fills_no_blank_day() -> None:
    head = lines_at(70, 60, ["SERVICIO DE CAMINOS", "Ilo, ____ de mayo de 2012", "CARTA N° 41-2012-SC", "Señora"], 16)
    end = [(x, top + 300, text) for x, top, text in STAMP]
    assert date_of(head, lines_at(70, 150, [TOLD, *BODY, "Elena Prado Ruiz"], 30), end) is None


@pytest.mark.parametrize("printed", ["nueve de mayo de dos mil doce", "09-05-2012", "Ilo, 9 de mayo de 2012"])
@pytest.mark.parametrize("after", [False, True])
def test_a_day_beside_who_signs_goes_before_that_of_the_stamp_on_top(printed: str, after: bool) -> None:
    head = lines_at(70, 60, ["SERVICIO DE CAMINOS", "CARTA N° 41-2012-SC", "Señora", "Presente.-"], 16)
    farewell, names = "Sin otro particular, saludo a usted.", ["Elena Prado Ruiz", "Directora"]
    end = [farewell, "Atentamente,", *names, printed] if after else [farewell, printed, "Atentamente,", *names]
    body = lines_at(70, 200, ["De mi consideración:", TOLD, *end], 30)
    assert date_of(head, STAMP, body) == "2012-05-09"


def test_a_day_beside_the_salutation_is_a_second_columns_and_not_the_heads() -> None:
    head = lines_at(70, 60, ["SERVICIO DE CAMINOS", "CARTA N° 41-2012-SC", "Señora", "Presente.-"], 16)
    stamp = [(330.0, 130.0, "Fecha: 11/05/2012 13:27:32"), (330.0, 142.0, "Elena Prado Ruiz")]
    assert date_of(head, lines_at(70, 130, ["De mi consideración:", TOLD], 30), stamp) is None


def test_a_report_in_the_annex_is_not_taken_for_the_letter_that_cites_a_routing_slip() -> None:
    first = lines_at(70, 60, ["SERVICIO DE CAMINOS", "REF."], 16)
    first += [(150.0, 76.0, ":"), (160.0, 76.0, "Hoja de ruta N° 7-2012")]
    first += lines_at(70, 92, ["FECHA : Ilo, 9 de mayo de 2012", "A : Rosa Vera, Defensora"], 16)
    first += [(70.0, 134.0, "CARTA N° 41-2012-SC")]
    first += lines_at(70, 160, ["De mi consideración:", TOLD, *BODY], 30)
    annex = lines_at(70, 60, ["ANEXO 1", "INFORME N° 17-2012-OP", "Fecha: 3 de mayo de 2012", "Para: Elena Prado"], 18)
    read = letter_of(placed(first, [*annex, *lines_at(70, 160, [TOLD], 30)]))
    assert (read.head.number, read.head.date) == ("CARTA N° 41-2012-SC", "2012-05-09")


def test_a_sentence_of_a_narrow_column_that_names_a_day_dates_no_letter() -> None:
    head = lines_at(70, 60, ["SERVICIO DE CAMINOS", "CARTA N° 41-2012-SC", "Asunto: Atención a su carta"], 16)
    body = ["Hubo en Tarata, el 4 de mayo del 2012, un", "taller para los choferes de la cooperativa."]
    assert date_of(head, lines_at(70, 130, body, 12), lines_at(70, 200, BODY, 30)) is None
