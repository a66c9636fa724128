"""Heads and bodies laid out at random: fields in any order, of any type, in columns, boxes, on top of every page.

Each layout comes with what it says, so that a reader can be held to it: right or unknown, never wrong. The body is
prose, a list, a ruled table or two columns.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from corpus.heads import SampleHead

BODIES = (  # letterhead, mark, id, a place of it
    ("MINISTERIO DE EDUCACIÓN", "ME/VMGP", "MINEDU", "Lima"),
    ("GOBIERNO REGIONAL DE TACNA", "GRT/GRDS", "GR", "Tacna"),
    ("MUNICIPALIDAD PROVINCIAL DE PUNO", "MPP/A", "GL", "Puno"),
    ("PODER JUDICIAL", "P-CSJAR/PJ", "PJ", "Arequipa"),
    ("DEFENSORÍA DEL PUEBLO", "DP/OD", "DP", "Cusco"),
    ("MINISTERIO PÚBLICO", "MP-FN", "MINPUB", "Ica"),
    ("MINISTERIO DE SALUD", "MINSA/DG", "MINSA", "Piura"),
    ("SERVICIO DE LA JUVENTUD", "SJ/D", None, "Rancagua"),
)
KINDS = ("OFICIO", "CARTA", "INFORME", "MEMORANDO", "NOTA", "OFICIO MÚLTIPLE", "RESOLUCIÓN", "Oficio", "Carta", "ORD.")
SIGNS = ("N° ", "Nº ", "N°", "Nro. ", "No. ")
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre"),
)
SHORT = ("ENE", "FEB", "MAR", "ABR", "MAY", "JUN", "JUL", "AGO", "SET", "OCT", "NOV", "DIC")
DAYS = (
    *("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho"),
    *("nueve", "diez", "once", "doce", "trece", "catorce", "quince"),
)
TITLES = ("Señora", "Señor", "Señores", "Señorita", "Doctora")
BLANKS = ("{kind} N° ____-{year}-{mark}", "{kind} N°        -{year}-{mark}", "{kind} S/N", "{kind} N° ______")


def layouts(count: int, seed: int = 1) -> Iterator[SampleHead]:
    """Yield so many heads; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    for index in range(count):
        yield _layout(f"r{index:04}", dice)


def _layout(id_: str, dice: random.Random) -> SampleHead:
    name, mark, body, place = dice.choice(BODIES)
    year, month, day = dice.randint(2009, 2014), dice.randint(1, 12), dice.randint(1, 15)
    kind, figure = dice.choice(KINDS), dice.randint(1, 9999)
    value = f"{figure:0{dice.choice((1, 3, 4))}}-{year}-{mark}"
    number: str | None = f"{kind} N° {value}"
    shown = f"{kind} {dice.choice(SIGNS)}{value}"
    if dice.random() < 0.12:
        number, shown = None, dice.choice(BLANKS).format(kind=kind, year=year, mark=mark)
    elif dice.random() < 0.06 and kind.isupper() and " " not in kind:
        shown = f"{' '.join(kind)} N° {figure}-{year}-{mark}"
        number = f"{kind} N° {figure}-{year}-{mark}"
    date: str | None = f"{year}-{month:02}-{day:02}"
    dated = _dated(dice, place, year, month, day)
    if dice.random() < 0.08:
        date, dated = None, f"{place},"
    own, when = dice.choice(("", "> ", "@ ", "% ", "")) + shown, dice.choice(("", "> ", "@ ", "")) + dated
    cited = f"{dice.choice(('Oficio', 'Carta', 'Informe'))} N° {dice.randint(1, 999)}-{year}-OBS"
    old = f"{dice.randint(1, 28)} de {MONTHS[month - 1]} de {year - 1}"
    reference = dice.choice((f"{cited} del {old}", f"a) {cited}", cited, f"Carta s/n de fecha {old}"))
    labels = [f"ASUNTO : {dice.choice(('Remite información', 'El que se indica', f'Responde {cited}'))}"]
    labels.append(f"{dice.choice(('REF.', 'REFERENCIA', 'Ref.', 'ANT.'))} : {reference}")
    if dice.random() < 0.3:
        labels.append(f"b) Memorando N° {dice.randint(1, 99)}-{year}-XYZ")
    to = [dice.choice(TITLES), "Directora del Observatorio", dice.choice(("Presente.-", "Presente", "Ciudad.-"))]
    return SampleHead(
        id_,
        "pe",
        {"institution": body, "number": number, "date": date},
        _order(dice, name, own, when, labels, to),
        random.Random(id_).choice(FORMS),  # noqa: S311 - no secret
    )


def _dated(dice: random.Random, place: str, year: int, month: int, day: int) -> str:
    name = MONTHS[month - 1]
    return dice.choice(
        (
            f"{place}, {day} de {name} de {year}",
            f"{place}, {day:02} de {name} del {year}",
            f"{place}, {day:02} {SHORT[month - 1]}. {year}",
            f"{place}, {day:02}/{month:02}/{year % 100:02}",
            f"{place}, {day:02}.{month:02}.{year}",
            f"{place}, {year}-{month:02}-{day:02}",
            f"{place}, {DAYS[day - 1]} de {name} de dos mil {_tens(year)}",
            f"{place}, {name} {day} de {year}",
            f"{place}, {day:02}-{SHORT[month - 1].lower()}-{year % 100:02}",
            f"{place}, {day} de {name} de 2 {year % 1000:03}",
        )
    )


def _tens(year: int) -> str:
    return dict(enumerate(DAYS, 1))[year - 2000]


def _order(dice: random.Random, name: str, own: str, when: str, labels: list[str], to: list[str]) -> tuple[str, ...]:
    """The fields in one of many orders, with a salutation or none, stamps and columns."""
    form = dice.randint(0, 5)
    greeting = dice.choice((["De mi consideración:"], ["Señora Directora:"], []))
    stamp = [f"> RECIBIDO {dice.randint(1, 28):02} DIC. 2014"] if dice.random() < 0.15 else []
    first = [own, when]
    dice.shuffle(first)
    plain = not any(line[:1] in "@>%" for line in first)
    if form == 0 and plain:
        return (f"{name} || {when}", own, *to, *labels, *greeting)
    if form == 1:
        return (
            name,
            own,
            *(f"[ {line.replace(' : ', ' | ', 1)} ]" for line in labels if " : " in line),
            when,
            *greeting,
        )
    if form == 2:
        return (
            name,
            own,
            "A : Directora del Observatorio",
            "DE : Jefe de la Oficina",
            *labels,
            "FECHA : " + when.lstrip("@>% "),
        )
    if form == 3:
        return (name, *first, *labels, *to, *greeting)
    if form == 4 and plain:
        return (name, f"{own} || {when}", *to, *labels, *greeting)
    return (name, *first, *stamp, *to, *labels, *greeting)


_PROSE = (
    "Se dictaron tres charlas sobre la trata de personas en los mercados de la ciudad, a las que acudieron ciento"
    " veinte comerciantes, con el Oficio N° 77-2008-ABC de por medio. La oficina entregó además cartillas.",
)
_LIST = (
    "Se informa lo siguiente:",
    "1. Se dictaron tres charlas sobre la trata de personas, según Informe N° 12-2009-XYZ del 3 de abril de 2009.",
    "2. Se visitaron nueve locales del puerto.",
    "3. La oficina entregó cartillas.",
)
_TABLE = (
    "Se informa lo siguiente:",
    "[ N° | Actividad | Fecha ]",
    "[ 1 | Charla sobre la trata | 03/04/2009 ]",
    "[ 2 | Visita a locales | 12-05-2009 ]",
    "[ 3 | Reparto de cartillas | julio 2009 ]",
)
_COLUMNS = (
    "Se dictaron tres charlas sobre la trata || La oficina entregó cartillas a las",
    "de personas en los mercados de la || familias del puerto el 3 de abril de",
    "ciudad, a las que acudieron ciento || 2009, con el Oficio N° 77-2008-ABC",
    "veinte comerciantes de la zona norte || de por medio, y visitó los locales",
    "en el mes de abril del año pasado. || nocturnos con el fiscal de turno.",
)
FORMS = (_PROSE, _LIST, _TABLE, _COLUMNS)
__all__ = ["layouts"]
