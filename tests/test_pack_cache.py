"""Packs are kept between runs: nobody may notice but by the time it takes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import pytest

from extractor.core.errors import PackError
from extractor.privacy import mask
from rules.folders import fingerprint, pack_folder
from rules.loader import load_pack, shipped_packs
from rules.models import Pack
from rules.pack_cache import keep, recall
from rules.reader import checked_pack
from tests.packs import write_pack
from tests.test_masking import MASKED

FACET = "- id: activity.censo\n  phrases: [censo, {}]\n"


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "veeduria"


def loaded(folder: str) -> Pack:
    """Load as a new process would."""
    return load_pack.__wrapped__(folder)


def phrases(folder: str) -> tuple[str, ...]:
    return loaded(folder).facets[0].phrases


@cache
def kept_pack() -> Pack:
    """The pack made of its copy, under a hash of its own so that nothing compiled before is used."""
    folder = pack_folder("pe-ley-28950")
    known = fingerprint(folder)
    keep(folder, known, checked_pack("pe-ley-28950"))
    kept = recall(folder, known)
    assert kept is not None
    return replace(kept, hash="kept")


@pytest.mark.parametrize("name", shipped_packs())
def test_a_kept_pack_is_the_pack_that_was_read(name: str) -> None:
    folder, read = pack_folder(name), checked_pack(name)
    known = fingerprint(folder)
    assert recall(folder, known) is None
    keep(folder, known, read)
    kept = recall(folder, known)
    assert kept is not None
    assert asdict(kept) == asdict(read)


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_private_data_is_masked_by_a_kept_pack_as_by_the_pack_read(text: str, masked: str) -> None:
    assert mask(text, kept_pack()) == masked


def test_the_second_start_parses_no_yaml_and_checks_nothing_again() -> None:
    code = "import sys; from rules.loader import load_pack; load_pack(); print({'yaml', 'pydantic'} & {*sys.modules})"
    said = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(2)]
    assert said[0].stdout != said[1].stdout == "set()\n"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "p", facets=FACET.format("padrón"))
    assert phrases(folder) == phrases(folder) == ("censo", "padrón")
    write_pack(tmp_path / "p", facets=FACET.format("encuesta"))
    assert phrases(folder) == ("censo", "encuesta")
    write_pack(tmp_path / "p", cues="[]\n", facets__more="- {id: activity.otra, phrases: [otra]}\n")
    assert len(loaded(folder).facets) == 2


def test_faults_of_a_pack_that_was_in_order_are_named_every_time(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "p", facets=FACET.format("padrón"))
    loaded(folder)
    write_pack(tmp_path / "p", facets=FACET.format("padrón") + "  frases: [otra]\n")
    for _ in range(2):
        with pytest.raises(PackError) as caught:
            loaded(folder)
        assert caught.value.faults[0].said().startswith("p/facets.yaml:3: 0.frases")


@pytest.mark.parametrize("at", [0, 40, 70, 120, -1])
def test_a_damaged_copy_is_ignored_and_made_again(tmp_path: Path, cache_folder: Path, at: int) -> None:
    folder = write_pack(tmp_path / "p", facets=FACET.format("padrón"))
    loaded(folder)
    [copy] = cache_folder.iterdir()
    whole = copy.read_bytes()
    for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at:][1:], b""):
        copy.write_bytes(damaged)
        assert phrases(folder) == ("censo", "padrón")
        assert copy.read_bytes() == whole


def test_a_copy_is_private(tmp_path: Path, cache_folder: Path) -> None:
    loaded(write_pack(tmp_path / "p"))
    [copy] = cache_folder.iterdir()
    assert (copy.stat().st_mode & 0o777, cache_folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_where_nothing_can_be_kept_packs_load_all_the_same(tmp_path: Path, cache_folder: Path) -> None:
    cache_folder.parent.write_text("a file, no folder")
    assert phrases(write_pack(tmp_path / "p", facets=FACET.format("padrón"))) == ("censo", "padrón")


def test_who_has_no_home_gets_no_folder_where_he_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_pack(tmp_path / "p", facets=FACET.format("padrón"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "~/.cache")
    assert phrases(folder) == ("censo", "padrón")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
