from __future__ import annotations

from extractor.core.model import Kind
from extractor.filing.rulestats import Case, differences, rule_stats
from tests.packs import RULES, small_pack

CASES = [
    Case("1", "SALUD", "Realizó una charla a docentes", decided="salud.prev.charlas"),
    Case("2", "SALUD", "Charla a docentes y atención", decided="salud.prot.atencion"),
    Case("3", "SALUD", "Charla a maestros", decided=""),
    Case("4", "SALUD", "Atendió casos"),
    Case("5", None, "Charla a maestros"),
    Case("6", "POLI", "Charla"),
]


def test_every_rule_is_counted_with_its_fate() -> None:
    table = {row.rule: row for row in rule_stats(CASES, small_pack())}
    charlas = table["charlas"]
    assert (charlas.fired, charlas.won, charlas.lost) == (3, 3, 0)
    assert (charlas.accepted, charlas.corrected, charlas.rejected) == (1, 1, 1)
    assert charlas.beside["prevention"] == 3
    assert (table["atencion"].fired, table["atencion"].lost) == (2, 1)
    assert table["operativos"].fired == 0
    assert table["others"].fired == 0  # a default speaks for no text


def test_a_diff_shows_what_changes_and_what_reviewers_had_decided() -> None:
    weaker = [{**rule, "weight": 0.1} if rule["id"] == "charlas" else rule for rule in RULES]
    found = {change.case.id: change for change in differences(CASES, small_pack(), small_pack(rules=weaker))}
    assert set(found) == {"1", "2", "3"}
    assert (found["1"].top, found["1"].gain) == (("salud.prev.charlas", "salud.prev.otras"), -1)
    assert found["2"].top[1] == "salud.prot.atencion"
    assert found["2"].gain == 1
    assert found["1"].kind == (Kind.ACTION, Kind.ACTION)


def test_equal_packs_differ_in_nothing() -> None:
    assert list(differences(CASES, small_pack(), small_pack())) == []
