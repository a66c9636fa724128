"""Others' own readers take what is exported for them, and what a great pile would cost is reckoned as it is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.foreign import READERS, held, sampled
from corpus.scalebench import EACH, grown, simulated
from corpus.scalecopies import copy_letters
from db.connection import open_database
from db.queries import statements
from db.records import Filters
from db.store import open_store
from extractor.core.model import Decision
from extractor.read.letter import read_letter
from tests.letter_files import LETTER, pdf
from tests.rounds import PACK, veeduria

ENVIRONMENTS = os.environ.get("VEEDURIA_FOREIGN", "")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sampled(tmp_path_factory.mktemp("foreign"))


@pytest.mark.slow
@pytest.mark.skipif(not ENVIRONMENTS, reason="VEEDURIA_FOREIGN names no folder for the readers' environments")
@pytest.mark.parametrize("name", READERS)
def test_a_reader_of_others_takes_what_is_exported(database: Path, name: str) -> None:
    said = held(READERS[name], Path(ENVIRONMENTS), name, database)
    if said.startswith("not tried"):
        pytest.skip(said)
    assert said == "taken"


def test_a_simulated_letter_is_one_that_verify_finds_whole(tmp_path: Path) -> None:
    lines = [line.format(number=7) for line in LETTER]
    made = read_letter(pdf([lines]), PACK)
    assert made.letter and made.findings
    path = tmp_path / "v.db"
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, "2024-05-02T10:00:00Z")
        store.save([simulated([made], number) for number in range(2)], run)
        store.end_run(run, "2024-05-02T10:00:00Z")
        assert store.connection.execute("SELECT count(*) FROM statements").fetchone() == (2 * EACH,)
    said = veeduria(path, "verify").output
    assert "not where it should be" not in said and "Changed" not in said


def test_simulated_letters_are_no_versions_of_each_other(tmp_path: Path) -> None:
    """With the number of the letter they were made from, all but thirty were set aside and counted nowhere."""
    made = read_letter(pdf([[line.format(number=7) for line in LETTER]]), PACK)
    path = tmp_path / "v.db"
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, "2024-05-02T10:00:00Z")
        store.save([simulated([made], number) for number in range(3)], run)
        store.end_run(run, "2024-05-02T10:00:00Z")
    with open_store(path) as store:
        assert store.connection.execute("SELECT count(*) FROM twins").fetchone() == (0,)
        assert store.connection.execute("SELECT count(DISTINCT text) FROM statements").fetchone() == (3 * EACH,)
        row = next(iter(statements(store)))
        store.decide([Decision(row.id, "rejected", None, "{}", "ana", "2024-05-02T10:00:00Z", row.content_hash)])
    copy_letters(path, [1])
    copy_letters(path, [2, 3])
    with open_database(path) as db:
        assert sum(1 for _ in statements(db)) == 4 * 3 * EACH
        assert len([row for row in statements(db) if row.decision]) == 4
        word = next(iter(statements(db))).text.split()[0]
        found = sum(1 for _ in statements(db, Filters(words=word)))
        assert found and found % 4 == 0
        assert db.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_what_grows_is_told_by_its_last_two_sizes() -> None:
    assert grown([10, 100], [1.0, 10.0], 1000) == pytest.approx((1, 100))
    assert grown([10, 100], [1.0, 100.0], 1000) == pytest.approx((2, 10_000))
    assert grown([10, 100], [5.0, 4.0], 1000) == (0, 4.0)
    assert grown([10], [5.0], 1000) == (0, 5.0)
