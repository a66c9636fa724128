"""What was published stands as it was sealed, and whatever was done to it since is told, offline, by a bare Python."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from db.chained import TABLES
from db.gate import Gate
from db.store import open_store
from extractor.core.states import FILING
from extractor.ingest.seals import FIELDS, FIRST, LAST, Seal, give_seal
from extractor.publish import check
from extractor.publish.annual_report import matrices
from extractor.publish.balance import ReportContext
from extractor.publish.check import PROOFS, SEAL, dump
from extractor.publish.proofs import SCRIPT, proven
from extractor.publish.site import MANIFEST, write_site
from tests.made import AT
from tests.published import database
from tests.rounds import PACK, Replied, store_replies, veeduria

BODY = PACK.bodies[0].id


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the matrix of one body, and beside it the database."""
    folder = tmp_path_factory.mktemp("published")
    with open_store(database(folder)) as store:
        store.gate = Gate(store, PACK)
        made = ReportContext(store, PACK, lambda text: text)
        functions = {one.id for one in PACK.obligations}
        sections = matrices(made, [BODY], "source").sections

        def seal(root: str) -> Seal:
            return give_seal(store, AT, "1", root)

        pages = [("index.html", b"<p>Balance</p>\n"), ("pages/1.jpg", b"\xff\xd8")]
        write_site(folder / "site", proven(pages, sections, store, functions, seal))
    return folder


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published / "site", tmp_path / "site")


def told(site: Path, seal: Path | None = None) -> set[str]:
    wrong, _ = check.check(site, (seal or site / SEAL).read_text())
    return {code for code, _ in wrong}


def edit(site: Path, change: Any) -> None:
    """Change the proofs as somebody would who writes them as they are written."""
    proofs = json.loads((site / PROOFS).read_text("utf8"))
    change(proofs)
    (site / PROOFS).write_bytes(dump(proofs) + b"\n")


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(site / SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", encoding="utf8")


def test_the_script_runs_on_a_bare_python_and_speaks_the_language_of_what_is_published(site: Path) -> None:
    done = run(site)
    assert (done.returncode, done.stderr) == (0, "") and "Todo está como se selló: 3 archivos" in done.stdout
    (site / "index.html").write_bytes(b"<p>Otro</p>\n")
    done = run(site)
    assert done.returncode == 1 and "Cambiado después de sellarse: index.html" in done.stdout


def test_another_folder_is_checked_against_a_seal_from_elsewhere(published: Path, site: Path, tmp_path: Path) -> None:
    seal = tmp_path / "mail.txt"
    text = (published / "site" / SEAL).read_text()
    seal.write_text("Estimados:\n" + "".join(f"> {line}\n" for line in text.splitlines()))
    assert run(published / "site", str(seal), str(site)).returncode == 0
    assert run(site, str(tmp_path / "none.txt")).returncode == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda p: p["cells"][0][0].update(text="Otra cosa"), "cell_changed"),
        (lambda p: p["cells"].pop(), "cells_changed"),
        (lambda p: p["cells"].reverse(), "cell_changed"),
        (lambda p: p["files"][0][0].update(sha256="0" * 64), "cell_changed"),
        (lambda p: p["decisions"].popitem(), "decision_differs"),
        (lambda p: next(iter(p["decisions"].values()))["opened"]["obligation"].__setitem__(1, "x"), "proofs_damaged"),
        (lambda p: next(iter(p["decisions"].values()))["opened"].pop("standing"), "decision_differs"),
        (lambda p: next(iter(p["decisions"].values()))["way"].pop(), "decision_changed"),
        (lambda p: p.update(more=1), "proofs_damaged"),
    ],
)
def test_every_change_of_the_proofs_is_told(site: Path, change: Any, code: str) -> None:
    edit(site, change)
    assert code in told(site)


def test_files_put_in_taken_out_or_changed_are_told(site: Path) -> None:
    (site / "more.html").write_bytes(b"x")
    (site / "pages" / "1.jpg").unlink()
    assert told(site) >= {"file_added", "file_missing"}


def test_a_folder_made_anew_does_not_fit_the_seal_that_was_given_out(
    published: Path, site: Path, tmp_path: Path
) -> None:
    """Somebody with the database but another key, or with all of it, cannot make the seal that others hold."""
    for file in published.glob("round.db*"):
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    folder = tmp_path / "anew"
    assert veeduria(tmp_path / "round.db", "report", "balance", "--publish", str(folder)).exit_code == 0
    assert told(folder) == set()
    assert "seal_differs" in told(folder, site / SEAL)


def test_a_seal_of_the_log_alone_is_no_seal_of_a_folder(published: Path, site: Path, tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text(veeduria(published / "round.db", "seal").stdout)
    assert told(site, tmp_path / "log.txt") == {"seal_of_log"}


def test_a_decision_may_not_be_shown_under_another_function(published: Path, site: Path) -> None:
    """Even who can sign cannot move an action: the log says under which function it was filed."""
    proofs = json.loads((site / PROOFS).read_text("utf8"))
    cell = next(item for item, _ in proofs["cells"] if item["entries"])
    cell["function"] = PACK.obligations[-1].id
    assert ("decision_differs", f"{check.place(cell)} ({cell['entries'][0]['decision']})") in [
        *check.decisions(proofs, b"", 0)
    ]


def test_the_script_knows_what_the_program_does() -> None:
    told_columns = TABLES["decisions"].told
    assert {name: told_columns.index(name) + 1 for name in check.PLACES} == check.PLACES
    assert len(told_columns) == check.COLUMNS
    assert (check.FILED, check.FIRST, check.LAST) == (FILING, FIRST, LAST)
    assert (*FIELDS, "published") == check.FIELDS and check.MANIFEST == MANIFEST


def test_signatures_are_those_of_the_standard() -> None:
    """RFC 8032, section 7.1, test 2; and nothing else is one."""
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signed = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert check.is_signed(key, signed, b"\x72")
    for at in range(0, 64, 7):
        assert not check.is_signed(key, signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :], b"\x72")
    assert not check.is_signed(key, signed, b"\x73") and not check.is_signed(key, signed[:-1], b"\x72")


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 10))])
def test_random_edits_of_a_folder_never_give_a_false_ok(site: Path, seed: int) -> None:
    dice = random.Random(seed)
    seal = (site / SEAL).read_text()
    files = [file for file in sorted(site.rglob("*")) if file.is_file()]
    for _ in range(100):
        file = dice.choice(files)
        whole = file.read_bytes()
        at = dice.randrange(len(whole))
        kind = dice.randrange(3)
        new = [bytes([whole[at] ^ (1 << dice.randrange(8))]), b"", bytes([dice.randrange(256), whole[at]])][kind]
        file.write_bytes(whole[:at] + new + whole[at + 1 :])
        wrong, _ = check.check(site, seal)
        file.write_bytes(whole)
        assert wrong, (file.name, at, kind)
    assert check.check(site, seal)[0] == []


def test_erasing_a_letter_later_leaves_seal_and_folder_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    texts = ("Se dictaron charlas a padres de familia.", "Se realizó un taller para docentes.")
    store_replies(path, [Replied("a.pdf", "MINEDU", texts=texts), Replied("b.pdf", "MINEDU", texts=texts)])
    duty = next(one.id for one in PACK.obligations if one.institution == "MINEDU")
    rows = veeduria(path, "export", "statements", "--format", "jsonl").stdout.splitlines()
    for row in map(json.loads, rows):
        assert veeduria(path, "decide", row["id"], "--obligation", duty).exit_code == 0
    site = tmp_path / "site"
    assert veeduria(path, "report", "balance", "--publish", str(site)).exit_code == 0
    assert veeduria(path, "forget", "a.pdf", "--reason", "pedido").exit_code == 0
    assert told(site) == set()
    held = veeduria(path, "verify", "--against", str(site / SEAL))
    assert "are as they were sealed" in held.output and "Changed" not in held.output
    again = tmp_path / "again"
    assert veeduria(path, "report", "balance", "--publish", str(again)).exit_code == 0
    assert told(again) == set() and b"a.pdf" not in (again / PROOFS).read_bytes()


def test_proofs_tell_neither_who_decided_nor_of_which_text(published: Path, site: Path) -> None:
    proofs = (site / PROOFS).read_text("utf8")
    with open_store(published / "round.db") as store:
        stored = [id for (id,) in store.connection.execute("SELECT id FROM statements")]
        who = {name for (name,) in store.connection.execute("SELECT DISTINCT reviewer FROM decisions")}
    assert not [one for one in stored if one in proofs]
    assert all(f'"{name}"' not in proofs and b64encode(name.encode()).decode() not in proofs for name in who)
