"""The reply's verdict, by the rule of the domain, and the words it rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.core.model import (
    Block,
    Classification,
    Details,
    Evidence,
    Finding,
    Head,
    Kind,
    Letter,
    Level,
    Statement,
    Suggestion,
    Verdict,
)
from extractor.filing.reply import REASONS, judge
from rules.loader import load_pack

PACK = load_pack()
GREETING = "Tengo el agrado de dirigirme a usted para saludarlo cordialmente y dar respuesta a su carta. "
FUNCTION = "minsa.prev." + next(
    o.id.rsplit(".", 1)[1] for o in PACK.obligations if o.institution == "MINSA" and o.role == "function"
)

Said = tuple[str, Kind, str]  # text, kind, obligation suggested first ("" for none)


def letter(text: str, institution: str | None = "MINSA", blocks: tuple[Block, ...] = ()) -> Letter:
    return Letter("id", 1, text, (), blocks, Head(institution=institution))


def reply(*said: Said, body: str = "", institution: str | None = "MINSA") -> tuple[Letter, Verdict]:
    """A letter that says these things, and its verdict."""
    text, findings = GREETING + body, []
    for sentence, kind, obligation in said:
        start = len(text) + 1
        text = f"{text} {sentence}"
        suggestions = (Suggestion(obligation, Level.PREVENCION, 0.7),) if obligation else ()
        statement = Statement(f"s{start}", "id", start, len(text), 1, sentence, kind)
        cues = (Evidence("cue", 0, 2, sentence[:2]),) if kind is not Kind.ACTION else ()
        findings.append(Finding(statement, Classification(kind, suggestions, (), cues), Details()))
    whole = letter(text, institution)
    return whole, judge(whole, findings, PACK)


ACTION: Said = ("Capacitó a 20 enfermeras sobre trata de personas.", Kind.ACTION, FUNCTION)
OTHER: Said = ("Pintó un mural sobre trata de personas.", Kind.ACTION, "minsa.prev.otras")


def test_an_action_that_answers_an_assigned_function_satisfies() -> None:
    whole, verdict = reply(OTHER, ACTION)
    assert (verdict.reply, verdict.reason) == ("satisfactory", "informed")
    assert whole.text[verdict.start : verdict.end] == ACTION[0]


def test_actions_outside_the_functions_do_not() -> None:
    whole, verdict = reply(OTHER)
    assert (verdict.reply, verdict.reason) == ("unsatisfactory", "outside_functions")
    assert whole.text[verdict.start : verdict.end] == OTHER[0]


def test_an_action_without_a_suggestion_answers_no_function() -> None:
    assert reply(("Hizo algo.", Kind.ACTION, ""))[1].reason == "outside_functions"


@pytest.mark.parametrize("institution", ["DP", "CONGRESO"])
def test_any_action_satisfies_from_a_body_without_functions(institution: str) -> None:
    verdict = reply(("Hizo un foro sobre trata.", Kind.ACTION, ""), institution=institution)[1]
    assert (verdict.reply, verdict.reason) == ("satisfactory", "informed")


def test_what_is_only_announced_has_not_been_done() -> None:
    verdict = reply(("Se tiene programado un taller.", Kind.PLANNED, FUNCTION))[1]
    assert (verdict.reply, verdict.reason) == ("unsatisfactory", "nothing_done")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(Kind.NO_ACTION, "nothing_done"), (Kind.NOT_COMPETENT, "not_competent"), (Kind.OTHER, "unknown")],
)
def test_statements_say_why_nothing_is_reported(kind: Kind, reason: str) -> None:
    whole, verdict = reply(("Xx a la fecha.", kind, ""))
    assert (verdict.reply, verdict.reason) == ("unsatisfactory", reason)
    assert whole.text[verdict.start : verdict.end] == ("Xx" if kind is not Kind.OTHER else "")


def test_unknown_institution_is_not_judged() -> None:
    assert reply(ACTION, institution=None)[1] == Verdict(None, "unknown")


def test_letter_without_text_is_unread_not_unsatisfactory() -> None:
    assert judge(letter("  \n 3 "), (), PACK) == Verdict(None, "unread")


def test_a_part_that_is_missing_is_said() -> None:
    whole, verdict = reply(ACTION, body="El resto de la información será remitido oportunamente.")
    assert (verdict.reply, verdict.reason) == ("satisfactory", "partly")
    assert "resto de la información" in whole.text[verdict.start : verdict.end]


def test_passing_the_request_on_is_no_action() -> None:
    text = "Su solicitud ha sido derivada a la Policía Nacional del Perú."
    whole, verdict = reply((text, Kind.ACTION, FUNCTION))
    assert (verdict.reply, verdict.reason) == ("unsatisfactory", "transferred")
    assert verdict.target == "Ministerio del Interior"
    assert (
        "derivada" in whole.text[verdict.start : verdict.end] or "solicitud" in whole.text[verdict.start : verdict.end]
    )


def test_nothing_held_and_passed_on_is_passed_on() -> None:
    text = "No contamos con ello, por lo que se ha trasladado su pedido al Ministerio de Educación."
    whole = letter(GREETING + text, blocks=(Block("paragraph", 0, len(GREETING + text)),))
    start = len(GREETING)
    statement = Statement("s", "id", start, start + 21, 1, text[:21], Kind.NO_ACTION)
    finding = Finding(statement, Classification(Kind.NO_ACTION), Details())
    verdict = judge(whole, (finding,), PACK)
    assert (verdict.reason, verdict.target) == ("transferred", "Ministerio de Educación")


def test_refusal_names_its_article() -> None:
    body = "Se deniega su solicitud de acuerdo con el artículo 17 de la Ley N° 27806."
    verdict = reply(body=body)[1]
    assert (verdict.reason, verdict.target) == ("refused", "artículo 17, Ley 27806")


def test_transfer_to_an_office_that_is_no_body_keeps_its_name() -> None:
    verdict = reply(body="Se ha derivado su pedido a la Oficina de Imagen Ejemplar, para su atención.")[1]
    assert (verdict.reason, verdict.target) == ("transferred", "Oficina de Imagen Ejemplar")


def test_words_of_the_head_are_no_reason() -> None:
    head = "ASUNTO: ampliación del plazo"
    text = f"{head}\n{GREETING}"
    blocks = (Block("head", 0, len(head)), Block("paragraph", len(head) + 1, len(text)))
    assert judge(letter(text, blocks=blocks), (), PACK).reason == "unknown"


@pytest.mark.parametrize("number", range(len(PACK.reply.reasons)))
def test_examples_of_the_pack(number: int) -> None:
    reason = PACK.reply.reasons[number]
    for example in reason.examples:
        said: tuple[Said, ...] = (ACTION,) if reason.id == "partly" else ()
        assert reply(*said, body=example)[1].reason == reason.id, example
    for example in reason.counterexamples:
        assert reply(body=example)[1].reason != reason.id, example


def test_every_reason_of_the_pack_has_a_name() -> None:
    assert {reason.id for reason in PACK.reply.reasons} <= REASONS.keys()


@given(st.text(max_size=300), st.sampled_from(["MINSA", "DP", None, "XX"]))
def test_any_text_is_judged_and_the_phrase_lies_in_it(text: str, institution: str | None) -> None:
    verdict = judge(letter(text, institution), (), PACK)
    assert verdict.reason in REASONS
    assert 0 <= verdict.start <= verdict.end <= len(text)
    assert verdict.reply in (None, "satisfactory", "unsatisfactory")


def test_several_doubtful_reports_of_which_hardly_none_is_one_make_a_satisfactory_reply() -> None:
    def verdict(*odds: float) -> Verdict:
        text, findings = GREETING, []
        for number, one in enumerate(odds):
            sentence = f"Charla {number} en la plaza."
            start, text = len(text) + 1, f"{text} {sentence}"
            statement = Statement(f"s{number}", "id", start, len(text), 1, sentence, Kind.ACTION)
            said = Classification(Kind.ACTION, (Suggestion(FUNCTION, Level.PREVENCION, 0.7),), doubtful=True, odds=one)
            findings.append(Finding(statement, said, Details()))
        denied = " No se realizaron otras."
        statement = Statement("n", "id", len(text) + 1, len(text) + len(denied), 1, denied.strip(), Kind.NO_ACTION)
        return judge(
            letter(text + denied), [*findings, Finding(statement, Classification(Kind.NO_ACTION), Details())], PACK
        )

    assert verdict(0.5, -1.0).reply == "unsatisfactory"
    assert verdict(-1.0, -2.0, -1.5).reply == "satisfactory"
    assert verdict(-1.0, -2.0, -1.5).doubtful
