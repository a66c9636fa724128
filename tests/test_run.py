"""Taking in from a program: no command line, nothing on the screen unless somebody listens to the log."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.letter_files import sample_letter

PROGRAM = """
import sys
from pathlib import Path
from extractor.ingest.run import IngestOptions, ingest

options = IngestOptions(Path(sys.argv[2]), "pe-ley-28950", reviewer="Ana", expect=lambda files: print("files", files))
for result in ingest([sys.argv[1]], options):
    print(result.outcome, sum(result.kinds.values()) > 0 if result.kinds else False)
assert not any(name.startswith("extractor.cli") for name in sys.modules)
"""
NAME = "Oficio de Zoila Huamán.pdf"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=120)


def test_a_folder_is_taken_in_without_a_command_line(tmp_path: Path) -> None:
    letters, db = tmp_path / "letters", tmp_path / "v.db"
    letters.mkdir()
    (letters / NAME).write_bytes(sample_letter(0))
    first, second = (run("-c", PROGRAM, str(letters), str(db)) for _ in range(2))
    assert (first.returncode, first.stdout, first.stderr) == (0, "files 1\nread True\n", "")
    assert (second.returncode, second.stdout, second.stderr) == (0, "files 1\nknown False\n", "")


def test_the_log_is_silent_unless_asked_for_and_names_nobody(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(sample_letter(0))
    program = (
        "-c",
        "from extractor.cli import main; main()",
        "--db",
        str(tmp_path / "v.db"),
        "ingest",
        str(tmp_path / NAME),
    )
    assert run(*program).stderr == ""
    told = run(*program, "-v").stderr
    assert "extractor.ingest.run: run 2: 1 files" in told and "known" not in told
    told = run(*program, "-vv").stderr
    assert ": known" in told and "Zoila" not in told
