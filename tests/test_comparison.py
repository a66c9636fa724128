"""The same action told twice is found; two actions are not taken for one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.comparebench import make
from extractor.rounds.comparison import Alike, ComparedAction, When, Where, compare
from extractor.rounds.settings import COMPARISON_LIKELY
from tests.drawn import drawn

JUNE = When("2011-06-01", "2011-06-30")
PUNO = Where("Puno", "Puno")
TALK = ComparedAction(
    "a",
    "Se capacitó a 180 docentes de Puno en la prevención de la trata de personas, en junio de 2011.",
    "MINEDU",
    "cartas",
    counts=frozenset([180]),
    places=frozenset([PUNO]),
    dates=frozenset([JUNE]),
)
AGAIN = replace(
    TALK,
    id="b",
    source="informe",
    text="Capacitación de 180 docentes de la región Puno sobre prevención de la trata de personas (junio 2011)",
)
OTHERS = (
    ComparedAction("x", "Se atendió a 15 víctimas en el albergue de Tacna.", "MIMP", "cartas", counts=frozenset([15])),
    ComparedAction("y", "Se suscribió un convenio con la universidad nacional.", "MINJUS", "cartas"),
    ComparedAction("z", "Se inspeccionaron locales nocturnos con la fiscalía de turno.", "GL", "cartas"),
)


def found(*told: ComparedAction, likely: float = COMPARISON_LIKELY) -> list[Alike]:
    return compare([*told, *OTHERS], likely)


def score(one: ComparedAction, other: ComparedAction) -> float:
    (alike,) = found(one, other, likely=0.0)
    return alike.score


def test_an_action_told_by_two_sources_in_other_words_is_found_with_its_reasons() -> None:
    (alike,) = found(TALK, AGAIN)
    assert (alike.one, alike.other, alike.repeated) == ("a", "b", False)
    assert alike.score > 0.8
    assert {reason.about: reason.shared for reason in alike.reasons} == {
        "counts": ("180",),
        "places": ("Puno",),
        "dates": ("2011-06-01/2011-06-30",),
    }


def test_an_action_told_by_two_bodies_is_found() -> None:
    (alike,) = found(TALK, replace(AGAIN, institution="GR", source="cartas"))
    assert {alike.one, alike.other} == {"a", "b"}


def test_what_one_report_tells_twice_is_two_actions() -> None:
    assert not found(TALK, replace(TALK, id="b"))


@pytest.mark.parametrize(
    ("about", "other"),
    [
        ("places", replace(TALK, id="b", source="informe", places=frozenset([Where("Ilave", "Puno")]))),
        ("counts", replace(TALK, id="b", source="informe", counts=frozenset([95]))),
        ("dates", replace(TALK, id="b", source="informe", dates=frozenset([When("2011-09-03", "2011-09-03")]))),
    ],
)
def test_talks_in_two_districts_before_two_audiences_or_on_two_days_score_less(
    about: str, other: ComparedAction
) -> None:
    one = replace(TALK, places=frozenset([Where("Juliaca", "Puno")])) if about == "places" else TALK
    same = replace(other, **{about: getattr(one, about)})
    assert score(one, other) < score(one, same)
    (alike,) = found(one, other, likely=0.0)
    (against,) = [reason for reason in alike.reasons if reason.weight <= -3]
    assert against.about == about and against.one and against.other


def test_the_same_form_words_for_two_districts_are_not_suggested() -> None:
    one = ComparedAction(
        "a", "Se realizó una charla en el distrito.", "GL", "cartas", places=frozenset([Where("Lince", "Lima")])
    )
    other = replace(one, id="b", source="informe", places=frozenset([Where("Breña", "Lima")]))
    assert not found(one, other)
    assert found(one, replace(other, places=one.places))


def test_a_district_and_its_region_do_not_contradict_each_other() -> None:
    wider = replace(AGAIN, places=frozenset([PUNO]))
    (alike,) = found(replace(TALK, places=frozenset([Where("Juliaca", "Puno")])), wider)
    assert "places" not in {reason.about for reason in alike.reasons}


def test_two_resolutions_of_like_wording_are_two_actions() -> None:
    one = ComparedAction(
        "a", "Se aprobó el protocolo mediante resolución.", "PJ", "cartas", norms=frozenset(["012-2011"])
    )
    other = replace(one, id="b", source="informe", norms=frozenset(["345-2011"]))
    assert not found(one, other)


def test_small_numbers_neither_agree_nor_differ() -> None:
    one, other = replace(TALK, counts=frozenset([2])), replace(AGAIN, counts=frozenset([3]))
    (alike,) = found(one, other)
    assert "counts" not in {reason.about for reason in alike.reasons}


def test_a_text_copied_from_one_period_to_the_next_is_flagged_whatever_its_dates() -> None:
    then = replace(TALK, period=2)
    now = replace(TALK, id="b", period=3, dates=frozenset([When("2012-02-01", "2012-02-29")]))
    (alike,) = found(then, now)
    assert alike.repeated
    assert not any(pair.repeated for pair in found(then, replace(now, institution="GR")))
    assert not any(pair.repeated for pair in found(then, replace(now, period=None)))
    assert not any(pair.repeated for pair in found(then, replace(now, text=OTHERS[0].text)))


def test_misread_letters_do_not_hide_a_pair() -> None:
    misread = replace(AGAIN, text=TALK.text.replace("capacitó", "capacit6").replace("prevención", "prevencion"))
    assert found(TALK, misread)


def test_texts_without_words_are_compared_without_harm() -> None:
    empty = ComparedAction("a", "—", "PJ", "cartas", places=frozenset([PUNO]))
    assert not found(empty, replace(empty, id="b", source="informe"))
    assert compare([]) == []


WORDS = st.sampled_from(
    ["se", "capacitó", "docentes", "Puno", "Lima", "taller", "víctimas", "convenio", "180", "95", "policía", "junio"]
)
TELLINGS = st.builds(
    ComparedAction,
    id=st.text("0123456789abcdef", min_size=4, max_size=4),
    text=st.lists(WORDS, max_size=12).map(" ".join),
    institution=st.sampled_from(["PJ", "GR"]),
    source=st.sampled_from(["cartas", "informe"]),
    period=st.sampled_from([None, 1, 2]),
    counts=st.frozensets(st.sampled_from([3, 95, 180])),
    places=st.frozensets(st.sampled_from([PUNO, Where("Juliaca", "Puno"), Where("Lima", "Lima")])),
    dates=st.frozensets(st.sampled_from([JUNE, When("2011-01-01", "2011-12-31"), When("2012-05-02", "2012-05-02")])),
    norms=st.frozensets(st.sampled_from(["28950", "012-2011"])),
)


@settings(max_examples=drawn(60))
@given(st.lists(TELLINGS, max_size=12, unique_by=lambda told: told.id))
def test_pairs_do_not_depend_on_the_order_of_actions_and_come_once(told: list[ComparedAction]) -> None:
    pairs = compare(told, 0.0)
    assert pairs == compare(list(reversed(told)), 0.0)
    assert all(alike.one < alike.other and 0 <= alike.score <= 1 for alike in pairs)
    assert len({(alike.one, alike.other) for alike in pairs}) == len(pairs)
    reports = {one.id: one.report for one in told}
    assert all(reports[alike.one] != reports[alike.other] for alike in pairs)


def test_among_many_actions_the_retold_are_found_and_little_else() -> None:
    actions = list(make(2000))
    retold = {(f"a{one.id[1:]}", one.id) for one in actions if one.id.startswith("b")}
    pairs = {(alike.one, alike.other) for alike in compare(actions)}
    assert len(retold) > 90
    assert len(pairs & retold) >= 0.95 * len(retold)
    assert len(pairs - retold) <= 0.1 * len(retold)
