from __future__ import annotations

import hashlib
import io
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from db.rows import rows_of
from extractor import batch
from extractor.batch import BatchOptions, FileStatus, Outcome, SourceFile, find_files
from extractor.batch.cluster import check_installed, find_remote, own_folder, run
from extractor.batch.opening import FileFault
from extractor.batch.shards import installed, read_shards, write_shard
from extractor.cli import build
from extractor.core.errors import ClusterError
from extractor.core.model import Problem
from extractor.read.letter import ReadOptions, read_letter
from rules.loader import load_pack
from tests.letter_files import sample_letter
from tests.test_batch import Kept

PACK = "pe-ley-28950"
MIB = 2**20
OPTIONS = BatchOptions(read=ReadOptions(ocr="off"), make=rows_of)


def test_a_shard_gives_back_what_was_written_and_a_group_done_twice_counts_once(tmp_path: Path) -> None:
    files = [SourceFile(f"{number}.pdf", "/letters/\udcff.zip", (number,)) for number in range(3)]
    outcomes = [
        Outcome(
            file, f"{number}" * 64, FileStatus.READ, problems=(Problem("head", "date_unknown"),), made=[number, None]
        )
        for number, file in enumerate(files)
    ]
    first, again = (write_shard(outcomes[::step], str(tmp_path), "v") for step in (1, -1))
    write_shard(outcomes[:1], str(tmp_path), "v")
    rows = list(read_shards(str(tmp_path), "v"))
    assert first == again
    assert Path(first).stat().st_mode & 0o777 == 0o600
    assert sorted(row.name for row in rows) == ["0.pdf", "1.pdf", "2.pdf"]
    assert all(row.problems == outcomes[0].problems for row in rows)
    assert sorted(row.made for row in rows) == [[0, None], [1, None], [2, None]]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome(SourceFile("a.pdf", "/a.pdf"), "0" * 64, FileStatus.READ), "no worker wrote"),
        (Outcome(SourceFile("a.pdf", "/a.pdf"), "../../x", FileStatus.READ, made=[1]), "no worker wrote"),
        (Outcome(SourceFile("a.pdf", "/a.pdf"), "0" * 64, FileStatus.DUPLICATE), "no worker wrote"),
        (Outcome(SourceFile("a.pdf", "/a.pdf"), "0" * 64, FileStatus.READ, made=[1, 2, 3]), "could not be stored"),
        (
            Outcome(SourceFile("a.pdf", "/a.pdf"), "0" * 64, FileStatus.READ, made=[[], None, [], []]),
            "could not be stored",
        ),
    ],
)
def test_a_shard_that_no_worker_wrote_is_told_without_a_traceback(tmp_path: Path, outcome: Outcome, said: str) -> None:
    write_shard([outcome], str(tmp_path / "shards"), installed(PACK))
    result = CliRunner().invoke(build(), ["--db", str(tmp_path / "v.db"), "load", str(tmp_path / "shards")])
    assert said in result.output and isinstance(result.exception, SystemExit)


def test_half_a_shard_is_told(tmp_path: Path) -> None:
    empty = Outcome(SourceFile("a.pdf", "/a.pdf"), "", FileStatus.UNREAD, problems=(Problem("", "empty"),))
    whole = Path(write_shard([empty], str(tmp_path), "v"))
    whole.write_bytes(whole.read_bytes()[:-100])
    with pytest.raises(ClusterError, match="cannot be loaded"):
        list(read_shards(str(tmp_path), "v"))


def test_shards_that_other_rules_made_are_not_passed_for_ours(tmp_path: Path) -> None:
    write_shard(
        [Outcome(SourceFile("a.pdf", "/a.pdf"), "0" * 64, FileStatus.UNREAD, problems=(Problem("", "empty"),))],
        str(tmp_path),
        "veeduria 0.0.1, x",
    )
    with pytest.raises(ClusterError, match=r"was made with veeduria 0\.0\.1, x"):
        list(read_shards(str(tmp_path), installed(PACK)))


def test_shards_no_longer_drop_the_wave_it_is_said_where_they_are_loaded(tmp_path: Path) -> None:
    database, shards = tmp_path / "v.db", str(tmp_path / "shards")
    said = CliRunner().invoke(
        build(),
        ["--db", str(database), "ingest", "in", "--scheduler", "tcp://127.0.0.1:1", "--shards", shards, "--wave", "2"],
    )
    assert said.exit_code == 2 and "veeduria load" in said.output
    data = sample_letter(1)
    reading = read_letter(data, load_pack(PACK))
    one = SourceFile("a.pdf", str(tmp_path / "a.pdf"))
    Path(one.path).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    write_shard([Outcome(one, digest, FileStatus.READ, made=rows_of(reading))], shards, installed(PACK))
    assert veeduria(database, "load", shards, "--wave", "2") == 0
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT wave FROM documents").fetchall() == [("second",)]


def test_addresses_are_listed_in_order_and_a_wrong_one_says_so(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.pdf", "Thumbs.db", "sub/c.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF-")
    found = list(find_remote([f"file://{tmp_path}"], MIB))
    assert [file.name for file in found] == ["a.pdf", "b.pdf", "sub/c.pdf"]
    assert found[0].place == str(tmp_path / "a.pdf")  # as when it is read without a cluster
    assert found[0].read(10) == b"%PDF-"
    with pytest.raises(ClusterError, match="no file there"):
        list(find_remote([f"file://{tmp_path}/nowhere/*.pdf"], MIB))
    with pytest.raises(ClusterError, match="nosuch"):
        list(find_remote(["nosuch://bucket/*"], MIB))


def test_what_would_hold_a_worker_up_for_ever_is_found_out_before(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    found = list(find_remote([str(tmp_path)], MIB))
    assert [file.fault and file.fault.code for file in found] == ["not_regular", "not_regular"]


def test_archives_are_read_in_stores_as_on_disks(tmp_path: Path) -> None:
    import fsspec

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.pdf", sample_letter(1))
        archive.writestr("b.pdf", sample_letter(2))
    store = fsspec.filesystem("memory")
    store.pipe({"/round/mail.ZIP": packed.getvalue(), "/round/c.pdf": sample_letter(3)})
    (tmp_path / "mail.ZIP").write_bytes(packed.getvalue())
    (tmp_path / "c.pdf").write_bytes(sample_letter(3))
    try:
        for place in ("memory://round", f"file://{tmp_path}"):
            found = {file.name: file for file in find_remote([place], MIB)}
            assert sorted(found) == ["c.pdf", "mail.ZIP/a.pdf", "mail.ZIP/b.pdf"]
            assert found["mail.ZIP/b.pdf"].read(MIB) == sample_letter(2)
            assert found["c.pdf"].read(MIB) == sample_letter(3)
            with pytest.raises(FileFault):
                found["c.pdf"].read(100)
            assert len({file.place for file in found.values()}) == 3
    finally:
        store.rm("/round", recursive=True)


def test_nothing_a_cluster_logs_holds_the_name_of_a_file() -> None:
    shown = repr([SourceFile("denuncia de Rosa.pdf", "/letters/denuncia de Rosa.pdf"), ReadOptions("clave")])
    assert "Rosa" not in shown and "clave" not in shown


def test_a_worker_that_would_read_otherwise_is_not_used() -> None:
    check_installed(PACK, installed(PACK))
    with pytest.raises(ClusterError, match="here veeduria"):
        check_installed(PACK, "veeduria 0.0.1, x")
    with pytest.raises(ClusterError, match="no such pack"):
        check_installed("no-such-pack", installed(PACK))


def test_no_scheduler_is_said_in_a_sentence() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(ClusterError, match="no scheduler answers"):
        list(run([], PACK, OPTIONS, "nosuch://127.0.0.1:1"))


def test_a_scheduler_without_workers_is_said_and_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("extractor.batch.cluster.WORKER_SECONDS", 1)
    address = letters(tmp_path / "in", 2)
    with distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None, silence_logs=50) as empty:
        command = ["--db", str(tmp_path / "v.db"), "ingest", address, "--scheduler", empty.scheduler_address]
        result = CliRunner().invoke(build(), command)
    assert "has no workers" in result.output and result.exit_code == 2


def test_letters_that_a_killed_worker_had_fetched_are_swept_and_those_of_a_living_one_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.batch.cluster.gettempdir", lambda: str(tmp_path))
    code = (
        f"import extractor.batch.cluster as c, os; c.gettempdir = lambda: {str(tmp_path)!r}\n"
        "with c.own_folder() as f: (f / '0').write_bytes(b'%PDF-'); print(f, flush=True); input(); os._exit(9)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    dead, living = (Path(process.stdout.readline().strip()) for process in started if process.stdout)
    started[0].communicate("\n")
    with own_folder() as mine:
        assert not dead.exists() and living.exists() and mine.exists()
    assert not mine.exists()
    started[1].communicate("\n")


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
    for outcome in run(find_remote([address], MIB), PACK, OPTIONS, cluster.scheduler_address):
        outcomes.append(outcome)
        if not killed and len(outcomes) > 20:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
            killed = True
    assert killed
    names = Counter(outcome.name for outcome in outcomes)
    assert len(names) == 152 and set(names.values()) == {1}
    statuses = Counter(outcome.status for outcome in outcomes)
    assert statuses == {FileStatus.READ: 150, FileStatus.DUPLICATE: 1, FileStatus.UNREAD: 1}


@pytest.mark.slow
def test_what_is_known_of_a_large_pile_is_not_sent_to_a_cluster(cluster: Any, tmp_path: Path) -> None:
    address = letters(tmp_path / "in", 3)
    options = replace(OPTIONS, known=Kept({hashlib.sha256(sample_letter(0)).hexdigest(): "old.pdf"}))
    outcomes = list(run(find_remote([address], MIB), PACK, options, cluster.scheduler_address))
    statuses = Counter(outcome.status for outcome in outcomes)
    assert statuses == {FileStatus.READ: 2, FileStatus.DUPLICATE: 2, FileStatus.UNREAD: 1}


@pytest.mark.slow
def test_of_two_runs_at_one_scheduler_each_reads_with_its_own_pack(cluster: Any, tmp_path: Path) -> None:
    """One read letters with the other's pack, and nobody was told."""
    address = letters(tmp_path / "in", 20)
    packs = (PACK, "co-ley-1257")
    runs = [run(find_remote([address], MIB), pack, OPTIONS, cluster.scheduler_address) for pack in packs]
    there = list(zip(*runs, strict=True))  # one outcome of each in turn: both are going on
    made = []
    for at, pack in enumerate(packs):
        alone = batch.run(find_files([tmp_path / "in"]), pack, replace(OPTIONS, workers=1))
        here = {one.path: one.made for one in alone}
        told = {both[at].path: both[at].made for both in there if both[at].made}
        assert len(told) == 20 and all(rows == here[path] for path, rows in told.items() if here[path])
        made.append(told)
    assert any(rows != made[1].get(path) for path, rows in made[0].items() if path in made[1])


@pytest.mark.slow
def test_files_of_a_group_that_lost_its_worker_too_often_are_tried_one_by_one(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    import dask

    address = letters(tmp_path / "in", 60)
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as local,
    ):
        outcomes: list[Outcome] = []
        for outcome in run(find_remote([address], MIB), PACK, OPTIONS, local.scheduler_address):
            if not outcomes:
                os.kill(next(iter(local.workers.values())).pid, signal.SIGKILL)
            outcomes.append(outcome)
    assert len({outcome.path for outcome in outcomes}) == len(outcomes) == 62
    assert Counter(outcome.status for outcome in outcomes)[FileStatus.READ] == 60


@pytest.mark.slow
def test_shards_written_by_workers_hold_what_the_writer_would_have_got(cluster: Any, tmp_path: Path) -> None:
    address = letters(tmp_path / "in", 40)
    direct = {o.path: o for o in run(find_remote([address], MIB), PACK, OPTIONS, cluster.scheduler_address)}
    shards = f"file://{tmp_path}/shards"
    told = list(run(find_remote([address], MIB), PACK, OPTIONS, cluster.scheduler_address, shards))
    rows = {row.path: row for row in read_shards(shards, installed(PACK))}
    assert {outcome.path for outcome in told} == set(direct) == set(rows)
    assert all(outcome.made is None for outcome in told)
    read = [path for path, outcome in direct.items() if outcome.status is FileStatus.READ]
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
    return CliRunner().invoke(build(), ["--db", str(database), *arguments]).exit_code


def contents(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(database) as connection:
        return {
            "documents": connection.execute("SELECT sha256, outcome FROM documents ORDER BY 1").fetchall(),
            "statements": connection.execute("SELECT id, text, kind FROM statements ORDER BY 1").fetchall(),
        }
