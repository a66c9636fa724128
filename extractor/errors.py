"""One exception hierarchy for the program's own errors, and the sentences of problems found in the user's data.

Doubt and failure in the data are values (`extractor.model.Problem`); an exception means that the command cannot go on.
"""

from __future__ import annotations


class VeeduriaError(Exception):
    """Base of all errors whose message may be shown to the user as it is."""


class PackError(VeeduriaError):
    """A rule pack cannot be used. Each fault names file, line and key."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


# code -> English sentence; "{detail}" is filled from the problem. Translated by the command line.
SENTENCES: dict[str, str] = {
    "not_pdf": "This is not a PDF file.",
    "empty": "The file is empty.",
    "truncated": "The file is cut short: {detail}",
    "encrypted": "The file is encrypted; give its password with --password.",
    "no_pages": "The file has no pages.",
    "no_text": "No text could be read on any page.",
    "broken": "The file is damaged and could not be read: {detail}",
    "page_no_text": "No text could be read on this page: {detail}",
    "duplicate": "This is the same file as {detail}.",
    "institution_unknown": "The institution could not be recognised.",
    "number_unknown": "The letter's number could not be found.",
    "date_unknown": "The letter's date could not be found.",
}


def sentence(code: str, detail: str = "") -> str:
    """Return the plain English sentence of a problem code."""
    return SENTENCES[code].format(detail=detail)
