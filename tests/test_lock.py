"""What is installed is what the tests were green with: the locks hold all that pyproject.toml asks for."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LOCKS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
NAMES = ["run", "all", "dev", "build", "lowest"]


def lock() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lock", ROOT / ".ci" / "lock.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def asked(*extras: str) -> list[Requirement]:
    """Return what the project and some extras ask for, extras within extras included."""
    lines = [*PROJECT["dependencies"], *(line for one in extras for line in PROJECT["optional-dependencies"][one])]
    found = [Requirement(line) for line in lines]
    inner = [one for found_one in found if found_one.name == PROJECT["name"] for one in found_one.extras]
    return [one for one in found if one.name != PROJECT["name"]] + (asked(*inner) if inner else [])


@pytest.mark.parametrize(("name", "extras"), [("run", []), ("all", ["all"]), ("dev", ["dev"]), ("lowest", ["dev"])])
def test_the_lock_holds_what_the_project_asks_for(name: str, extras: list[str]) -> None:
    locked = lock().pins(LOCKS / f"{name}.txt")
    for one in asked(*extras):
        releases = locked.get(lock().normal(one.name), "").split(", ")
        assert all(release and one.specifier.contains(release, prereleases=True) for release in releases), (
            f"{one}: run `make lock`"
        )


def test_the_backend_is_the_pinned_one() -> None:
    (backend,) = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["build-system"]["requires"]
    assert backend == f"hatchling=={lock().pins(LOCKS / 'build.txt')['hatchling']}"


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_pinned_and_nothing_says_where_to_fetch_it(name: str) -> None:
    for line in (LOCKS / f"{name}.txt").read_text("utf8").splitlines():
        assert line.startswith("#") or re.fullmatch(r"[a-z0-9._-]+==[\w.+!-]+( ; [^/@]+)?", line), line


def test_every_locked_release_has_its_hashes_beside_it() -> None:
    hashed = {line.split()[0] for line in (LOCKS / "hashes.txt").read_text("utf8").splitlines()[1:]}
    for name in NAMES:
        pins = lock().pins(LOCKS / f"{name}.txt").items()
        assert {f"{one}=={release}" for one, releases in pins for release in releases.split(", ")} <= hashed


def test_another_build_of_a_locked_release_is_told_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, digest = next(
        line.split(" sha256:")
        for line in (LOCKS / "hashes.txt").read_text("utf8").splitlines()
        if line.startswith("click==")
    )

    def item(package: str, release: str, digest: str) -> dict[str, object]:
        download = {"archive_info": {"hashes": {"sha256": digest}}}
        return {"metadata": {"name": package, "version": release}, "download_info": download}

    release = name.partition("==")[2]
    report = {"install": [item("click", release, digest)]}
    (tmp_path / "1.json").write_text(json.dumps(report), "utf8")
    assert lock().check(tmp_path) == 0
    assert "1 installed, 1 as locked" in capsys.readouterr().out
    report = {"install": [item("click", release, "0" * 64), item("unheard-of", "1.0", digest)]}
    (tmp_path / "1.json").write_text(json.dumps(report), "utf8")
    assert lock().check(tmp_path) == 2
    said = capsys.readouterr().out
    assert f"{name}: another build" in said and "unheard-of==1.0: not in the lock" in said
