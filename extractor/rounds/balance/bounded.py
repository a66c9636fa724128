"""The tables of a document, read in a child process whose memory and time are limited: documents are hostile input."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from extractor.rounds.balance.grids import BalanceGrid
from extractor.rounds.settings import CELLS, GRIDS_MAX_BYTES, MEMORY, SECONDS
from extractor.rounds.sheets import SheetError

_CHILD = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[2]),) * 2)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from extractor.rounds.balance.grids import grids_in
left = int(sys.argv[3])
for grid in grids_in(Path(sys.argv[1])):
    left -= sum(map(len, grid.rows))
    if left < 0:
        sys.exit("too many cells")
    print(json.dumps([grid.above, grid.rows, sorted(grid.whole)]))
"""


def read_grids(path: Path) -> Iterator[BalanceGrid]:
    """Yield the tables of a document (DOCX, HTML, PDF) in their order.

    Raises:
        SheetError: it is none of these, damaged, or cannot be read within the limits.
    """
    if path.stat().st_size > GRIDS_MAX_BYTES:
        raise SheetError("{file}: larger than {limit} MB", file=path.name, limit=GRIDS_MAX_BYTES // 1_000_000)
    command = [sys.executable, "-c", _CHILD, str(path), str(MEMORY), str(CELLS)]
    try:
        done = subprocess.run(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise SheetError("{file}: its tables cannot be read", file=path.name) from error
    for line in done.stdout.splitlines():
        above, rows, whole = json.loads(line)
        yield BalanceGrid(tuple(above), tuple(map(tuple, rows)), frozenset(whole))
