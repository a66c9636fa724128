from __future__ import annotations

from extractor.filing.explain import decisive, nearly, standings
from extractor.filing.rank import Weighing, weigh
from rules.matching import matcher
from tests.packs import small_pack

PACK = small_pack()


def weighing(text: str, body: str = "SALUD") -> Weighing:
    return weigh(matcher(PACK).find(text), PACK, body)


def test_standings_say_what_each_rule_added() -> None:
    first, second, *_ = standings(weighing("charla a docentes"))
    assert first.obligation == "salud.prev.charlas"
    assert [(one.compiled.rule.id, one.weight) for one in first.added] == [("charlas", 2.0), ("prevention", 1.0)]
    assert [(one.compiled.rule.id, one.weight) for one in second.added] == [("prevention", 1.0), ("others", 0.5)]


def test_what_both_have_decides_nothing() -> None:
    first, second, *_ = standings(weighing("charla a docentes"))
    assert [one.compiled.rule.id for one in decisive(first, second)] == ["charlas"]


def test_a_rule_that_lacks_one_condition_nearly_fired() -> None:
    found = [(one.rule.id, one.lacks, one.names) for one in nearly(weighing("una charla"))]
    assert found == [("charlas", "any", "audience")]


def test_a_silent_text_has_no_standings() -> None:
    assert standings(weighing("buenos días")) == []
