"""Measures of agreement against published examples and another library, where they are defined and where not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.review.agreement import RatedUnit, agreement, cohen_kappa, gwet_ac1, krippendorff_alpha, percent
from tests.rounds import Replied, store_replies, veeduria


def pairs(table: dict[tuple[str, str], int]) -> list[dict[str, str]]:
    return [{"a": one, "b": other} for (one, other), n in table.items() for _ in range(n)]


def readings(*rows: str) -> list[dict[str, str]]:
    """One row a reader, one character a unit; a dot where a unit was not read."""
    units = zip(*rows, strict=True)
    return [{str(at): value for at, value in enumerate(unit) if value != "."} for unit in units]


def test_kappa_of_a_textbook_table() -> None:
    table = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    assert cohen_kappa(pairs(table)) == pytest.approx(0.4)


def test_kappa_falls_and_ac1_stays_where_one_category_is_frequent() -> None:
    table = {("+", "+"): 118, ("+", "-"): 5, ("-", "+"): 2, ("-", "-"): 0}  # Gwet 2008, table 1
    assert cohen_kappa(pairs(table)) == pytest.approx(-0.0234, abs=0.001)
    assert gwet_ac1(pairs(table)) == pytest.approx(0.9408, abs=0.001)


def test_alpha_of_krippendorffs_own_example_with_missing_readings() -> None:
    a = ("1", "2", "3", "3", "2", "1", "4", "1", "2", ".", ".", ".")
    b = ("1", "2", "3", "3", "2", "2", "4", "1", "2", "5", ".", "3")
    c = (".", "3", "3", "3", "2", "3", "4", "2", "2", "5", "1", ".")
    d = ("1", "2", "3", "3", "2", "4", "4", "1", "2", "5", "1", ".")
    units = [unit for unit in readings("".join(a), "".join(b), "".join(c), "".join(d)) if len(unit) > 1]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.001)


def test_kappa_and_alpha_agree_with_statsmodels() -> None:
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    table = {("x", "x"): 11, ("x", "y"): 3, ("y", "x"): 4, ("y", "y"): 9, ("z", "z"): 6, ("z", "x"): 2}
    names = ["x", "y", "z"]
    counts = [[table.get((one, other), 0) for other in names] for one in names]
    assert cohen_kappa(pairs(table)) == pytest.approx(inter_rater.cohens_kappa(counts).kappa)


@pytest.mark.parametrize("measure", [cohen_kappa, krippendorff_alpha, gwet_ac1])
def test_one_category_alone_leaves_chance_agreement_undefined(measure: object) -> None:
    assert measure([{"a": "x", "b": "x"}] * 5) is None  # type: ignore[operator]


def test_units_that_one_reader_has_read_say_nothing() -> None:
    units = [RatedUnit("l1", {"a": "x", "b": "x"}), RatedUnit("l2", {"a": "y"}), RatedUnit("l3", {"a": "y", "b": "x"})]
    found = agreement(units, rounds=50)
    assert found.n == 2 and found.percent.value == 0.5


def test_intervals_are_by_letter_and_hold_the_value() -> None:
    units = [RatedUnit(f"l{n % 7}", {"a": "xyz"[n % 3], "b": "xyz"[(n + (n % 5 == 0)) % 3]}) for n in range(70)]
    found = agreement(units, rounds=200)
    for one in (found.percent, found.kappa, found.alpha, found.ac1):
        assert one.value is not None and one.low is not None and one.high is not None
        assert one.low <= one.value <= one.high
    assert agreement(units, rounds=200) == found  # the same draw each time


def test_a_single_letter_has_no_interval() -> None:
    found = agreement([RatedUnit("l", {"a": "x", "b": "y"}), RatedUnit("l", {"a": "x", "b": "x"})])
    assert found.percent.low is None and percent([]) is None


def test_two_reviewers_of_one_round_are_compared_statement_by_statement(tmp_path: Path) -> None:
    path = tmp_path / "round.db"
    store_replies(path, [Replied(f"carta{n}.pdf", "MINEDU") for n in range(4)])
    listed = veeduria(path, "export", "statements", "--format", "jsonl").output.splitlines()
    ids = [json.loads(line)["id"] for line in listed]
    for number, id in enumerate(ids):
        veeduria(path, "decide", id, "--obligation", "minedu.prev.sensibilizacion", "--reviewer", "Ana")
        other = "minedu.prev.sensibilizacion" if number else "minedu.prev.derivacion"
        veeduria(path, "decide", id, "--obligation", other, "--reviewer", "Bea")
    rows = [json.loads(line) for line in veeduria(path, "agreement", "--format", "jsonl").output.splitlines()]
    (found,) = [row for row in rows if row["about"] == "obligation" and not row["readers"] and not row["body"]]
    assert found["n"] == len(ids) and found["percent"]["value"] == pytest.approx(1 - 1 / len(ids))
    (kinds,) = [row for row in rows if row["about"] == "kind" and not row["readers"] and not row["body"]]
    assert kinds["percent"]["value"] == 1 and kinds["kappa"]["value"] is None
    assert "undefined" in veeduria(path, "agreement").output
