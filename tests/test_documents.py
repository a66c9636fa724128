"""What the README shows is what the program prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SESSIONS = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text("utf8"), re.DOTALL)


def steps(session: str) -> list[tuple[str, str]]:
    """Return each command of a session with the output shown below it."""
    parts = re.split(r"^\$ (.*)\n", session, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def matches(shown: str, printed: str) -> bool:
    """Does the output match, "…" standing for anything?"""
    pattern = ".*".join(re.escape(part) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


def test_the_readme_shows_a_session() -> None:
    assert sum(len(steps(session)) for session in SESSIONS) >= 3


def test_commands_in_the_readme_print_what_it_shows(tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    language = {"PATH": programs, "LANGUAGE": "en", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path), "COLUMNS": "100"}
    for session in SESSIONS:
        for command, shown in steps(session):
            done = subprocess.run(
                command, shell=True, cwd=tmp_path, env=language, text=True, capture_output=True, check=False
            )
            assert matches(shown, done.stdout), f"$ {command}\n{done.stdout}\n{done.stderr}"
