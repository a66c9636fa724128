"""Is it a report? Cues, model and place together: what may be one is shown, and said to be in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.core.model import Block, Evidence, Kind, Letter, Statement
from extractor.core.model import Head as LetterHead
from extractor.filing.rank import classify
from extractor.filing.reply import judge
from extractor.filing.settings import ALONE, NONE, SURE, SURE_UNCUED
from extractor.filing.voices import Voices, hear, judge_kind
from extractor.read.letter import find
from extractor.read.places import leanings_of
from extractor.read.statements import split
from rules.loader import load_pack
from rules.matching import matcher

PACK = load_pack()
NOTHING = (
    "Se consultó a los responsables de cada área para dar respuesta a su carta.",
    "Corresponde a esta gerencia promover talleres y capacitar al personal.",
    "Según la prensa, se intervino un bar en el centro de la ciudad.",
    "¿Cuántos talleres de capacitación se dictaron en el año?",
)


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_sounds_like_an_action_is_not_surely_one(text: str) -> None:
    said = classify(text, PACK, "GR")
    assert said.kind is not Kind.ACTION or said.doubtful


def test_between_sure_and_none_lies_what_is_doubtful() -> None:
    found = matcher(PACK).find("Taller con docentes")

    def judged(kind: Kind, odds: float) -> tuple[Kind, bool]:
        made = judge_kind(Voices(kind, (), {"action": 0.6, "other": 0.4}, odds), found, PACK)
        return made.kind, made.doubtful

    kinds = [judged(Kind.OTHER, odds) for odds in (SURE - 0.1, SURE + 0.1, NONE - 0.1, NONE + 0.1)]
    assert kinds == [(Kind.ACTION, False), (Kind.ACTION, True), (Kind.ACTION, True), (Kind.OTHER, False)]


def test_what_no_words_deny_is_denied_only_where_the_model_is_surer_than_not() -> None:
    found = matcher(PACK).find("Otra actividad del mismo año")
    for chance, kind in ((0.3, Kind.ACTION), (0.6, Kind.NO_ACTION)):
        voices = Voices(Kind.OTHER, (), {"action": 0.05, "no_action": chance, "other": 0.3}, -1.0)
        assert judge_kind(voices, found, PACK).kind is kind


def test_an_activity_that_is_named_and_no_more_is_shown_as_in_doubt_instead_of_set_aside() -> None:
    pack = load_pack()
    for text in ("Talleres de capacitación con docentes", "Campañas de difusión"):
        given = classify(text, pack, "GL")
        assert (given.kind, given.doubtful) == (Kind.ACTION, True)


def test_a_doubtful_kind_names_the_words_that_moved_it() -> None:
    found = matcher(PACK).find("Taller con docentes")
    odds = (SURE + NONE) / 2
    judged = judge_kind(Voices(Kind.ACTION, (), {"action": 0.6, "other": 0.4}, odds), found, PACK)
    assert all(found.words.text[one.start : one.end] == one.text for one in judged.cues)
    assert {one.rule for one in judged.cues} == {"model.action"}


def test_a_text_given_alone_leans_to_a_report() -> None:
    text = "Se capacitó a 30 docentes de la provincia."
    found = matcher(PACK).find(text)
    assert judge_kind(hear(found, PACK), found, PACK, ALONE).odds < judge_kind(hear(found, PACK), found, PACK).odds


def _letter(*blocks: tuple[str, str, str]) -> Letter:
    text, made = "", []
    for kind, section, words in blocks:
        made.append(Block(kind, len(text), len(text) + len(words), section=section))
        text += words + "\n"
    return Letter("id", 1, text, (), tuple(made), LetterHead(institution="GR"))


def test_the_rows_of_a_table_lean_to_reports_and_the_edges_of_a_letter_do_not() -> None:
    rows = [("row", "Actividades", f"Charla número {n} a los docentes") for n in range(4)]
    letter = _letter(("paragraph", "", "Atendemos su carta en lo que sigue."), *rows)
    statements = [Statement(str(b.start), "id", b.start, b.end, 1, letter.text[b.start : b.end], Kind.ACTION, b.section)
                  for b in letter.blocks]  # fmt: skip
    first, *others = leanings_of(statements, letter, [Voices(Kind.OTHER, (), {}, 0.0)] * len(statements))
    assert first > 0 > max(others)
    assert leanings_of(statements, letter, [None] * len(statements)) == (0.0,) * len(statements)


def test_a_sentence_broken_over_two_blocks_is_one_statement() -> None:
    letter = _letter(
        ("paragraph", "", "Se dictó un curso a los docentes de la"), ("paragraph", "", "provincia de Lamas.")
    )
    assert [one.text for one in split(letter, PACK)] == ["Se dictó un curso a los docentes de la\nprovincia de Lamas."]


def test_actions_behind_a_formula_of_farewell_are_not_lost() -> None:
    letter = _letter(
        ("closing", "", "Atentamente,"),
        ("closing", "", "Director Regional"),
        ("closing", "", "Se capacitó a 40 docentes de la provincia en la prevención de la trata de personas."),
    )
    kinds = {finding.statement.text: finding.statement.kind for finding in find(letter, PACK)}
    assert kinds[letter.text[letter.blocks[2].start : letter.blocks[2].end]] is Kind.ACTION


@pytest.mark.parametrize(
    ("more", "doubtful", "odds", "reply"),
    [
        ("", False, -4.0, ("satisfactory", False)),
        ("", True, -1.0, ("satisfactory", True)),  # the best guess
        ("", True, 0.3, ("unsatisfactory", True)),
        ("\nSe deniega su solicitud por ser información reservada.", True, -1.0, ("unsatisfactory", True)),
    ],
)
def test_a_verdict_that_rests_on_doubtful_statements_says_so(
    more: str, doubtful: bool, odds: float, reply: tuple[str, bool]
) -> None:
    text = "Se capacitó a 40 docentes de la provincia en la prevención de la trata de personas."
    letter = _letter(("paragraph", "", text))
    (finding,) = find(letter, PACK)
    finding = replace(finding, classification=replace(finding.classification, doubtful=doubtful, odds=odds))
    verdict = judge(replace(letter, text=letter.text + more), [finding], PACK)
    assert (verdict.reply, verdict.doubtful) == reply


def test_what_only_the_model_takes_for_nothing_done_was_surely_so() -> None:
    found = matcher(PACK).find("Taller con docentes")
    for kind in (Kind.NO_ACTION, Kind.PLANNED, Kind.NOT_COMPETENT):
        chances = {str(kind): 0.9, "other": 0.1}
        cue = (Evidence("negation.x", 0, 6, "Taller"),)
        sure = [
            judge_kind(Voices(said, cues, chances, odds), found, PACK).doubtful
            for said, cues in ((kind, cue), (Kind.OTHER, ()))
            for odds in (SURE_UNCUED - 0.1, SURE_UNCUED + 0.1)
        ]
        assert sure == [False, False, False, True]


@pytest.mark.parametrize(("opening", "kept"), [("CONSIDERANDO:", False), ("Al respecto:", True)])
def test_what_a_resolution_rests_on_is_no_report_of_its_signer(opening: str, kept: bool) -> None:
    told = "Que, el 3 de mayo se capacitó en el auditorio a 40 docentes sobre la trata de personas."
    text = f"{opening}\n{told}"
    blocks = (Block("paragraph", 0, len(opening)), Block("paragraph", len(opening) + 1, len(text)))
    letter = Letter("x", 1, text, (), blocks, LetterHead("GL"))
    (finding,) = (one for one in find(letter, PACK) if one.statement.text == told)
    said = finding.classification
    assert (said.kind is Kind.ACTION and not said.doubtful) is kept


def test_a_deed_of_the_body_that_writes_is_more_surely_one_than_the_same_deed_of_another() -> None:
    found = matcher(PACK).find("En mayo la municipalidad capacitó a 40 docentes.")
    assert hear(found, PACK, "GL").odds < hear(found, PACK, "MINSA").odds


def test_what_an_office_says_that_it_did_itself_was_in_doubt_where_another_offices_deed_is() -> None:
    def odds(who: str) -> float:
        return hear(matcher(PACK).find(f"Por su parte, {who} entregó seis informes."), PACK, "MININTER").odds

    assert odds("esta jefatura") < odds("la jefatura")


@pytest.mark.parametrize("asked", ["", "Pregunta 3: "])
def test_a_question_that_nothing_answers_was_a_doubtful_action(asked: str) -> None:
    question = f"{asked}¿Cuántas denuncias por trata fueron registradas en el puerto?"
    assert classify(question, PACK, "MININTER").kind is Kind.OTHER
    assert classify(f"{question} Fueron registradas doce denuncias.", PACK, "MININTER").kind is Kind.ACTION
