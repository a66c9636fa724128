"""Lock what is installed, and hold what was installed against it. For developers.

`update` moves every pin to today's releases; `keep` only adds and drops what pyproject.toml asks for and no longer asks
for. Both need uv, and say what changed. `check` needs nothing but the reports that pip left when it installed, and
`compare` what `pip freeze` says.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

try:
    from uv import find_uv_bin
except ImportError:  # only the making of locks needs it

    def find_uv_bin() -> str:
        sys.exit("uv is needed to make the locks: pip install uv")


ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
HASHES = LOCKS / "hashes.txt"
# what is locked, from the widest: each narrower one takes the pins of the first
EXTRAS = {"dev": ["--extra", "dev"], "all": ["--extra", "all"], "run": []}
HEADER = "# Made by `make update` (all to today's releases) or `make lock` (what pyproject.toml newly asks).\n"
# One file for Linux and macOS, from Python 3.11 on. Wheels only: an analyst's machine has no compiler. No addresses.
COMPILE = ["pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-build", "--no-header",
           "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]  # fmt: skip
PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]*))?", re.MULTILINE)
HASH = re.compile(r"sha256:([0-9a-f]{64})")


def lock(upgrade: bool) -> None:
    """Write the locks, and print what changed in them."""
    before = {path.name: pins(path) for path in sorted(LOCKS.glob("*.txt")) if path != HASHES}
    moved = ["--upgrade"] if upgrade else []
    for name, extras in EXTRAS.items():
        held = [] if name == "dev" else ["-c", str(LOCKS / "dev.txt")]
        compile_to(LOCKS / f"{name}.txt", ["pyproject.toml", *extras, *held, *moved])
    compile_to(LOCKS / "build.txt", ["requirements/build.in", *moved])
    compile_to(LOCKS / "lowest.txt", ["pyproject.toml", "--extra", "dev", "--resolution", "lowest-direct", *moved])
    write_hashes()
    for path in sorted(LOCKS.glob("*.txt")):
        if path != HASHES:
            report(path.name, before.get(path.name, {}), pins(path))


def compile_to(path: Path, arguments: list[str]) -> None:
    """Let uv resolve `arguments` into a file, which it also takes the kept pins from."""
    command = [find_uv_bin(), *COMPILE, *arguments, "--output-file", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
    path.write_text(HEADER + path.read_text("utf8").removeprefix(HEADER), "utf8")


def write_hashes() -> None:
    """Keep the hashes of all files of every locked release, one line each."""
    found: set[tuple[str, str, str]] = set()
    for source in ("dev", "build", "lowest"):
        beside = LOCKS / f".{source}.hashed"
        beside.write_text((LOCKS / f"{source}.txt").read_text("utf8"), "utf8")
        compile_to(beside, [f"requirements/{source}.txt", "--generate-hashes", "--no-deps"])
        for entry in re.split(r"\n(?=\S)", beside.read_text("utf8")):
            if pin := PIN.match(entry):
                found |= {(normal(pin[1]), pin[2], digest) for digest in HASH.findall(entry)}
        beside.unlink()
    lines = [f"{name}=={version} sha256:{digest}\n" for name, version, digest in sorted(found)]
    HASHES.write_text(HEADER + "".join(lines), "utf8")


def pins(path: Path) -> dict[str, str]:
    """Return the locked releases by name; those that differ from one Python to the next joined."""
    found: dict[str, list[str]] = {}
    for name, version, _ in PIN.findall(path.read_text("utf8")):
        found.setdefault(normal(name), []).append(version)
    return {name: ", ".join(dict.fromkeys(versions)) for name, versions in found.items()}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def report(name: str, before: dict[str, str], after: dict[str, str]) -> None:
    """Print what a lock gained, lost and moved."""
    changed = [one for one in sorted(before | after) if before.get(one) != after.get(one)]
    print(f"{name}: {len(after)} releases, {len(changed)} changed")
    for one in changed:
        print(f"  {one}: {before.get(one, 'new')} -> {after.get(one, 'gone')}")


def check(reports: Path) -> int:
    """Hold what pip says it installed against the hashes; print what differs, and return how many do."""
    known: dict[str, set[str]] = {}
    for line in HASHES.read_text("utf8").splitlines():
        if not line.startswith("#"):
            pin, digest = line.split(" sha256:")
            known.setdefault(pin, set()).add(digest)
    seen: dict[str, str] = {}
    for path in sorted(reports.glob("*.json"), key=lambda one: one.stat().st_mtime):
        for item in json.loads(path.read_text("utf8"))["install"]:
            digest = item["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
            if digest:
                seen[f"{normal(item['metadata']['name'])}=={item['metadata']['version']}"] = digest
    if not seen:
        print("nothing to check: no report of an installation by pip")
        return 0
    other = [pin for pin, digest in sorted(seen.items()) if pin in known and digest not in known[pin]]
    unlocked = sorted(set(seen) - set(known))
    print(f"{len(seen)} installed, {len(seen) - len(other) - len(unlocked)} as locked")
    for pin in other:
        print(f"  {pin}: another build than the locked ones, sha256:{seen[pin]}")
    for pin in unlocked:
        print(f"  {pin}: not in the lock")
    return len(other) + len(unlocked)


def compare(installed: Path) -> None:
    """Print where an environment, as `pip freeze` lists it, has other releases than the lock."""
    locked, found = pins(LOCKS / "dev.txt"), pins(installed)
    for name in sorted(found):
        if found[name] not in locked.get(name, "").split(", "):
            print(f"  {name}: {locked.get(name, 'not locked')} -> {found[name]}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update" | "keep" as how]:
            lock(how == "update")
        case ["check", folder]:
            check(Path(folder))  # reported, and never fatal: a mirror may serve another build of the same release
        case ["compare", file]:
            compare(Path(file))
        case _:
            sys.exit("usage: lock.py update | keep | check FOLDER | compare FREEZE")
