"""The tables of a printed balance (PDF), read in a child process whose memory and time are limited."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from extractor.core.clean import clean
from extractor.rounds.balance.grids import Grid
from extractor.rounds.sheets import SheetError

SECONDS, MEMORY = 600, 2 * 1024**3
_CHILD = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[2]),) * 2)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from extractor.read.printed import printed_tables
for above, rows in printed_tables(Path(sys.argv[1])):
    print(json.dumps([above, rows]))
"""


def printed_grids(path: Path) -> Iterator[Grid]:
    """Yield the ruled tables of a PDF.

    Raises:
        SheetError: it cannot be read within the limits.
    """
    command = [sys.executable, "-c", _CHILD, str(path), str(MEMORY)]
    try:
        done = subprocess.run(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise SheetError("{file}: its tables cannot be read", file=path.name) from error
    for line in done.stdout.splitlines():
        above, rows = json.loads(line)
        texts = tuple(tuple(clean(cell or "").strip() for cell in row) for row in rows)
        whole = frozenset(at for at, row in enumerate(rows) if len(row) > 1 and row[0] and not any(row[1:]))
        yield Grid(tuple(map(clean, above)), texts, whole)
