"""PDFs of others against PDFium and poppler: `python -m corpus.foreignpdfs FOLDER`.

The files go through the command that users type. Of each is told how much of the characters that both PDFium and
poppler give stands in its text, and how much with what was set beside it. Ends with 1 where a file called "read" lacks
more than a tenth, or one ended otherwise than in an outcome. Needs poppler's `pdftotext`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2

from db import letter_rows
from db.connection import Database, open_database
from db.records import FileRow

COMMAND = (sys.executable, "-c", "from extractor.cli import main; main()")
WANTED = 0.9
HOURS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.foreignpdfs", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    wrong = 0
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "v.db"
        command = [*COMMAND, "--db", str(path), "ingest", str(given.folder), "--ocr", "off"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=HOURS * 3600)  # noqa: S603
        wrong += done.returncode not in (0, 1) or "Traceback" in done.stderr
        with open_database(path) as db:
            for row in letter_rows.files(db):
                said, lacks = _told(db, row, given.folder / row.file)
                wrong += lacks
                print(said, flush=True)
    return int(bool(wrong))


def _told(db: Database, row: FileRow, file: Path) -> tuple[str, bool]:
    """Say what became of a file, and whether it is called read and lacks too much."""
    kept = db.connection.execute("SELECT text, aside FROM letters WHERE document = ?", (row.sha256,)).fetchone()
    if kept is None or not file.is_file():
        return f"{row.outcome:13} {row.file}", False
    both = _characters(" ".join(_pdfium(file))) & _characters(_poppler(file))
    text = _characters(kept[0])
    beside = _characters("".join(one[2] for one in json.loads(kept[1])))
    count = both.total() or 1
    own, all_of_it = (both & text).total() / count, (both & (text + beside)).total() / count
    lacks = both.total() > 0 and row.outcome == "read" and all_of_it < WANTED
    return f"{row.outcome:13} {own:.3f} {all_of_it:.3f} of {both.total():7,} {row.file}", lacks


def _characters(text: str) -> Counter[str]:
    return Counter(one for one in text if not one.isspace())


def _pdfium(file: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            yield page.get_textpage().get_text_range()


def _poppler(file: Path) -> str:
    command = [shutil.which("pdftotext") or "pdftotext", str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=600).stdout  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
