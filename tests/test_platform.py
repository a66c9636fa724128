"""On Windows the program says in a sentence where it runs, instead of failing in the middle."""

from __future__ import annotations

import subprocess
import sys

WINDOWS = """
import sys
from extractor.cli import main
sys.platform, sys.argv = "win32", ["veeduria", "--lang", "es"]
main()
"""


def test_windows_is_told_where_the_program_runs() -> None:
    run = subprocess.run([sys.executable, "-c", WINDOWS], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (2, "")
    assert "wsl --install" in run.stderr and "no funciona en Windows mismo" in run.stderr
