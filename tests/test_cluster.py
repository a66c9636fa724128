from __future__ import annotations

import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.rows import rows_of
from extractor.batch import BatchOptions, Outcome, Status
from extractor.cluster import ClusterError, RemoteFile, find_remote, read_shards, run, write_shard
from extractor.model import Problem
from extractor.pipeline import ReadOptions
from tests.letter_files import sample_letter

PACK = "pe-ley-28950"
OPTIONS = BatchOptions(read=ReadOptions(ocr="off"), make=rows_of)


def test_a_shard_gives_back_what_was_written_and_a_group_done_twice_counts_once(tmp_path: Path) -> None:
    files = [RemoteFile(f"{number}.pdf", f"file:///letters/{number}.pdf") for number in range(3)]
    outcomes = [
        Outcome(file, f"{number}" * 64, Status.READ, problems=(Problem("head", "date_unknown"),), made=[number, None])
        for number, file in enumerate(files)
    ]
    first, again = (write_shard(outcomes[::step], str(tmp_path)) for step in (1, -1))
    write_shard(outcomes[:1], str(tmp_path))
    rows = list(read_shards(str(tmp_path)))
    assert first == again
    assert sorted(row.name for row in rows) == ["0.pdf", "1.pdf", "2.pdf"]
    assert all(row.problems == outcomes[0].problems for row in rows)
    assert sorted(row.made for row in rows) == [[0, None], [1, None], [2, None]]


def test_addresses_are_listed_in_order_and_a_wrong_one_says_so(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.pdf", "Thumbs.db", "sub/c.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF-")
    found = list(find_remote([f"file://{tmp_path}"]))
    assert [file.name for file in found] == ["a.pdf", "b.pdf", "sub/c.pdf"]
    assert found[0].read(10) == b"%PDF-"
    with pytest.raises(ClusterError, match="no file there"):
        list(find_remote([f"file://{tmp_path}/nowhere/*.pdf"]))
    with pytest.raises(ClusterError, match="nosuch"):
        list(find_remote(["nosuch://bucket/*"]))


def test_no_scheduler_is_said_in_a_sentence() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(ClusterError, match="no scheduler answers"):
        list(run([], PACK, OPTIONS, "nosuch://127.0.0.1:1"))


@pytest.fixture
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as local:
        yield local


def letters(folder: Path, count: int) -> str:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.pdf").write_bytes(sample_letter(number))
    (folder / "twin.pdf").write_bytes(sample_letter(0))
    (folder / "notes.txt").write_text("no letter")
    return f"file://{folder}"


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_no_letter_and_doubles_none(cluster: Any, tmp_path: Path) -> None:
    address = letters(tmp_path / "in", 150)
    killed = False
    outcomes = []
    for outcome in run(find_remote([address]), PACK, OPTIONS, cluster.scheduler_address):
        outcomes.append(outcome)
        if not killed and len(outcomes) > 20:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
            killed = True
    assert killed
    names = Counter(outcome.name for outcome in outcomes)
    assert len(names) == 152 and set(names.values()) == {1}
    statuses = Counter(outcome.status for outcome in outcomes)
    assert statuses == {Status.READ: 150, Status.DUPLICATE: 1, Status.UNREAD: 1}


@pytest.mark.slow
def test_shards_written_by_workers_hold_what_the_writer_would_have_got(cluster: Any, tmp_path: Path) -> None:
    address = letters(tmp_path / "in", 40)
    direct = {o.path: o for o in run(find_remote([address]), PACK, OPTIONS, cluster.scheduler_address)}
    shards = f"file://{tmp_path}/shards"
    told = list(run(find_remote([address]), PACK, OPTIONS, cluster.scheduler_address, shards))
    rows = {row.path: row for row in read_shards(shards)}
    assert {outcome.path for outcome in told} == set(direct) == set(rows)
    assert all(outcome.made is None for outcome in told)
    read = [path for path, outcome in direct.items() if outcome.status is Status.READ]
    assert read and all(rows[path].made and rows[path].sha256 == direct[path].sha256 for path in read)


@pytest.mark.slow
def test_ingest_by_cluster_by_shards_and_here_fill_the_database_alike(cluster: Any, tmp_path: Path) -> None:
    address = letters(tmp_path / "in", 30)
    shards = f"file://{tmp_path}/shards"
    by = ["--scheduler", cluster.scheduler_address, "--ocr", "off"]
    assert veeduria(tmp_path / "a.db", "ingest", address, *by) == 1  # notes.txt is no letter
    assert veeduria(tmp_path / "b.db", "ingest", address, *by, "--shards", shards) == 0
    assert not (tmp_path / "b.db").exists()
    assert veeduria(tmp_path / "b.db", "load", shards) == 1
    assert veeduria(tmp_path / "b.db", "load", shards) == 1
    assert veeduria(tmp_path / "c.db", "ingest", str(tmp_path / "in"), "--ocr", "off") == 1
    found = [contents(tmp_path / name) for name in ("a.db", "b.db", "c.db")]
    assert found[0] == found[1] == found[2]
    assert len(found[0]["documents"]) == 31


def veeduria(database: Path, *arguments: str) -> int:
    from click.testing import CliRunner

    from extractor.cli import build

    return CliRunner().invoke(build(), ["--db", str(database), *arguments]).exit_code


def contents(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(database) as connection:
        return {
            "documents": connection.execute("SELECT sha256, outcome FROM documents ORDER BY 1").fetchall(),
            "statements": connection.execute("SELECT id, text, kind FROM statements ORDER BY 1").fetchall(),
        }
