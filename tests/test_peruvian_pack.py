"""What the Peruvian pack is expected to know: conventions of filing, and what is no report of one's own."""

from __future__ import annotations

import pytest

from extractor.filing.rank import classify
from rules.lint import lint
from rules.loader import load_pack
from rules.model import lend

CONVENTIONS = [
    # the same activity is filed by body, by audience and by what the text names first
    ("MININTER", "mininter.prev.capacitacion_pnp", "Charla a personal policial sobre técnicas de investigación"),
    ("MININTER", "mininter.prev.otras", "La división dictó charlas a escolares y padres de familia"),
    ("MININTER", "mininter.prot.capacitacion", "Charla al personal de la JM sobre asistencia a víctimas"),
    ("MININTER", "mininter.pers.investigacion_casos", "Halló un taller clandestino e intervino a dos sujetos"),
    ("MININTER", "mininter.prev.linea_0800", "Afiches con el número de la línea gratuita en los paraderos"),
    ("DP", "dp.prev.capacitacion", "Charla en un colegio con 60 alumnos"),
    ("DP", "dp.prev.capacitacion", "Verificó que las empresas de transporte pidan el DNI de los menores"),
    ("DP", "dp.prev.capacitacion", "Reunión con la fiscalía para pedirle operativos de control"),
    ("DP", "dp.pers.persecucion", "Participó en un operativo en bares con la fiscalía"),
    ("DP", "dp.prot.asistencia", "Atendió la queja de una madre y acompañó a su hija"),
    ("PJ", "pj.pers.otras", "El juzgado ha registrado 04 procesos por el delito"),
    ("PJ", "pj.pers.registro", "Lleva un registro nacional de procesos en una base de datos"),
    ("GR", "gr.prev.factores_proteccion", "Capacitó a promotores de salud"),
    ("GR", "gr.prev.redes_constituir", "Aprobó el plan regional de acción"),
    ("GR", "gr.pers.no_establece", "Hizo operativos en bares con la policía"),
    ("GL", "gl.prev.redes_constituir", "Organizó con apoyo de un ministerio una campaña y una feria"),
    ("GL", "gl.prev.factores_proteccion", "La DEMUNA realizó talleres en tres colegios del distrito"),
    ("GL", "gl.prev.otras", "Revisó los filtros de las cabinas de internet contra la pornografía"),
    ("GL", "gl.pers.no_establece", "Capacitó al serenazgo para detectar casos"),
    ("RREE", "rree.prot.repatriacion", "Gestionó el retorno seguro de dos menores al Perú"),
    ("MINPUB", "minpub.pers.registro", "Cuadro con el número de víctimas y denunciados por distrito fiscal"),
    ("MTPE", "mtpe.prot.informar_casos", "Puso en conocimiento de la fiscalía un caso hallado en una inspección"),
    ("MINEDU", "minedu.prev.mecanismos_proteccion", "Emitió lineamientos para la convivencia sin violencia"),
]

KINDS = [
    ("other", "Tengo el agrado de dirigirme a usted en atención a su carta sobre las acciones contra este delito"),
    ("other", "Carta mediante la cual solicita información sobre las capacitaciones y operativos realizados"),
    ("other", "¿Cuántas denuncias han sido registradas en su jurisdicción?"),
    ("other", "Corresponde a los gobiernos regionales promover y constituir redes contra el delito"),
    ("other", "El artículo 10 del reglamento establece que el sector debe capacitar a los policías"),
    ("other", "Se autoriza al personal del área para realizar operativos en los bares"),
    ("other", "Adjunto al presente el cuadro con la información solicitada"),
    ("other", "¿Qué talleres dictó su institución? Indique fechas"),
    ("other", "Versiones periodísticas señalan que se rescató a dos menores"),
    ("other", "El documento fue reencauzado a la dirección que cuenta con los datos"),
    ("other", "Sírvase precisar los talleres realizados"),
    ("action", "3 charlas a padres de familia"),
    ("action", "Envío al ministerio de la relación de empresas"),
    ("other", "La prórroga es para la entrega de la información"),
    ("no_action", "Ni en mayo ni en junio se presentaron casos"),
    ("not_competent", "Tal competencia la tiene el gobierno regional"),
    ("action", "Conforme a lo dispuesto en el reglamento, se realizaron tres talleres"),
    ("action", "Realizó operativos en discotecas sin encontrar víctimas"),
    ("action", "No omito señalar que se dictaron cuatro charlas"),
    ("action", "No sólo se capacitó a los docentes sino también a los padres"),
    ("action", "Se atendió a una víctima, la cual no cuenta con documentos"),
    ("no_action", "Cumplimos con atender lo pedido: a la fecha no se ha realizado ninguna"),
    ("no_action", "Tras revisar los libros se verificó que no obran expedientes sobre el delito"),
    ("no_action", "El juzgado informa que NO tramita procesos por este delito"),
    ("not_competent", "Lo solicitado no es de competencia de este ministerio"),
    ("other", "Su pedido ha sido derivado a la municipalidad"),
    ("no_action", "Cero ingresos en el año"),
    ("no_action", "0 procesos"),
    ("no_action", "No disponemos de información sobre el tema"),
    ("no_action", "En la base no aparecen denuncias"),
    ("not_competent", "La función no recae en este sector"),
    ("no_action", "Casos atendidos: 00"),
    ("no_action", "La mesa no se encuentra instalada"),
    ("planned", "Los afiches serán repartidos en octubre"),
    ("other", "La respuesta le será entregada el lunes"),
    ("planned", "El próximo semestre se capacitará a los inspectores"),
    ("planned", "Se tiene previsto realizar un taller en julio"),
]


@pytest.mark.parametrize(("body", "obligation", "text"), CONVENTIONS)
def test_an_action_is_filed_as_the_observatory_files_it(body: str, obligation: str, text: str) -> None:
    suggestions = classify(text, lend(load_pack(), None, "rules alone"), body).suggestions
    assert suggestions[0].obligation == obligation


@pytest.mark.parametrize(("kind", "text"), KINDS)
def test_a_statement_has_the_kind_its_words_give_it(kind: str, text: str) -> None:
    assert classify(text, load_pack()).kind == kind


def test_what_a_police_station_tells_is_the_police_own_report_and_hearsay_to_others() -> None:
    text = "La comisaría informó que no ha recibido denuncias"
    assert classify(text, load_pack(), "MININTER").kind == "no_action"
    assert classify(text, load_pack(), "DP").kind == "other"


def test_a_court_named_without_a_word_of_what_it_did_leaves_a_doubt() -> None:
    bare, plain = (
        classify(text, lend(load_pack(), None, "rules alone"), "PJ").suggestions[0]
        for text in (", El Juzgado de la provincia.", "El Juzgado de la provincia tramita tres procesos")
    )
    assert bare.obligation == plain.obligation == "pj.pers.otras"
    assert bare.score < 0.8 < plain.score


def test_what_a_municipality_tells_of_itself_is_no_hearsay() -> None:
    text = "La Municipalidad informó que realizó tres talleres"
    assert classify(text, load_pack(), "GL").kind == "action"
    assert classify(text, load_pack(), "DP").kind == "other"


def test_what_others_are_said_to_have_told_is_hearsay() -> None:
    text = "Según lo manifestado por la comisaría, se intervino un bar"
    assert classify(text, load_pack(), "MININTER").kind == "action"
    assert classify(text, load_pack(), "GL").kind == "other"


def test_every_rule_of_the_pack_speaks_for_its_examples() -> None:
    assert [str(fault.problem) for fault in lint(load_pack())] == []


@pytest.mark.parametrize("body", ["GL", "GR"])
def test_leaflets_and_fairs_for_everybody_are_other_prevention_and_talks_to_pupils_are_not(body: str) -> None:
    leaflets = classify("Reparto de 600 volantes en las ferias dominicales", load_pack(), body).suggestions[0]
    assert leaflets.obligation == f"{body.lower()}.prev.otras"
    talk = classify("Charlas de autoestima a escolares, con entrega de volantes", load_pack(), body).suggestions[0]
    assert talk.obligation == f"{body.lower()}.prev.factores_proteccion"


def test_what_actions_may_be_about_is_named_by_facets_that_are_there() -> None:
    pack = load_pack()
    own, others = {*pack.publication.themes}, {*pack.publication.other_themes}
    assert own and others and not own & others and own | others <= {one.id for one in pack.facets}
