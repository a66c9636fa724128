"""A report as PDF: the Word document, printed by LibreOffice where that is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import BinaryIO

from extractor.publish.formats import docx
from extractor.publish.formats.word.styles import PrintError
from extractor.publish.settings import SECONDS
from extractor.publish.tables import Report

PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


def write(report: Report, file: BinaryIO, template: bytes | None = None) -> None:
    """Write a report; `template` is as for a Word document.

    Raises:
        PrintError: LibreOffice is not there, or makes no PDF of the document.
    """
    office = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if office is None:
        raise PrintError("PDF is made with LibreOffice, which is not installed; write DOCX and print that.")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with (folder / "report.docx").open("wb") as document:
            docx.write(report, document, template)
        _converted(office, folder)
        with (folder / "report.pdf").open("rb") as printed:
            shutil.copyfileobj(printed, file)


def _converted(office: str, folder: Path) -> None:
    """Let LibreOffice print the document, with a profile of its own: one that is open elsewhere is not disturbed."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "report.docx"),
    ]
    try:
        subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        raise PrintError("LibreOffice made no PDF of the document.") from error
    if not (folder / "report.pdf").is_file():
        raise PrintError("LibreOffice made no PDF of the document.")
