"""The door for other programs: what `extractor` promises can be had, and asking for it imports nothing else."""

import subprocess
import sys

import extractor


def test_every_name_of_the_door_is_there() -> None:
    for name in extractor.__all__:
        assert callable(getattr(extractor, name))


def test_the_door_imports_nothing_until_asked() -> None:
    code = "import sys, extractor; print([m for m in sys.modules if m.startswith(('extractor.', 'rules', 'db'))])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
