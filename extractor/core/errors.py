"""One exception hierarchy for the program's own errors, and the sentences of problems found in the user's data.

Doubt and failure in the data are values (`extractor.core.model.Problem`); an exception means that the command cannot
go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


class VeeduriaError(Exception):
    """Base of all errors whose message may be shown to the user.

    `sentence` is English; the command line translates it and then fills its holes from `values`.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(self.said())

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the message, its sentence translated."""
        return translate(self.sentence).format(**self.values) if self.values else translate(self.sentence)


@dataclass(frozen=True, slots=True)
class Remark:
    """An English sentence and what fills its holes: the command line translates it before it fills them."""

    sentence: str
    values: Mapping[str, object]

    def said(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.sentence).format(**self.values)

    def __str__(self) -> str:
        return self.said()


def remark(sentence: str, **values: object) -> Remark:
    return Remark(sentence, values)


@dataclass(frozen=True, slots=True)
class PackFault:
    """What is wrong with a pack, and where: "file:line" or "file:line: key"."""

    place: str
    problem: Remark

    def said(self, translate: Callable[[str], str] = str) -> str:
        return f"{self.place}: {self.problem.said(translate)}"


class ClusterError(VeeduriaError):
    """The cluster or an address cannot be used."""


class PackError(VeeduriaError):
    """A rule pack cannot be used. Each fault names file, line and key."""

    def __init__(self, faults: Sequence[PackFault]) -> None:
        self.faults = faults
        super().__init__("")

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return all faults, a line each."""
        return "\n".join(fault.said(translate) for fault in self.faults)

    def __reduce__(self) -> tuple[type[PackError], tuple[Sequence[PackFault]]]:
        """Let it travel from a worker whole."""
        return PackError, (self.faults,)


# code -> English sentence; "{detail}" is filled from the problem. Translated by the command line.
SENTENCES: dict[str, str] = {
    "not_pdf": "This is not a PDF file.",
    "other_format": "This is {detail} and no PDF file; save it as PDF first.",
    "packed": "This is {detail}; take out the files that it holds first.",
    "empty": "The file is empty.",
    "forgotten": "The letter was forgotten: its text is gone; the database says why.",
    "truncated": "The file is cut short: {detail}",
    "encrypted": "The file is encrypted; give its password, or another one, with --password.",
    "no_pages": "The file has no pages.",
    "no_text": "No text could be read on any page.",
    "broken": "The file is damaged and could not be read: {detail}",
    "rebuilt": "The file's table of contents is damaged; parts of the file may be missing.",
    "damaged_stream": "Compressed parts of the file are damaged; text may be missing.",
    "pages_missing": "Fewer pages could be read than the file holds ({detail}).",
    "active_content": "The file holds active content ({detail}); it was not run.",
    "several_files": "The file is several PDF files, one after the other; only one of them was read.",
    "attachments": "The file holds attached files, which were not read.",
    "unread_form": "Not all that was filled into the form could be read.",
    "unread_notes": "Comments or notes lie over the page that were not read.",
    "other_language": "The letter is written in another language ({detail}); nothing in it was taken for an action.",
    "off_subject": "This is no letter on the subject: no body is known as its author, and its text does not name it.",
    "no_report": "The letter holds text, and neither a report nor a reason for having none was recognised.",
    "poor_text": "The text stored in this page is poor and the page could not be read better.",
    "ocr_doubtful": "The print on this page was hard to read (confidence {detail}).",
    "unknown_letters": "The file does not say what some letters of this page are ({detail}); its text may be wrong.",
    "hidden_text": "This page holds text that it does not show ({detail} letters).",
    "differing_text": "A font of the file shows other letters than it gives; the text may not be what is seen.",
    "unaccounted": "Some of this page's text is in no part of what was read ({detail} characters).",
    "unread_picture": "This page shows print in a picture beside its text; the picture could not be read.",
    "damaged_image": "The image of this page is cut short; what stood in the missing part is lost.",
    "page_no_text": "No text could be read on this page: {detail}",
    "not_regular": "This is not a regular file (a device, a pipe or a link to a folder) and was not opened.",
    "unreadable": "The file cannot be opened: {detail}",
    "folder_unreadable": "This folder cannot be opened; what it holds was not read: {detail}",
    "too_large": "The file is larger than the limit of {detail}.",
    "original_changed": "The original that was kept is no longer what was read: `veeduria verify` names them all.",
    "changed": "The file changed while it was being read.",
    "archive_damaged": "The archive is damaged: {detail}",
    "archive_empty": "The archive holds no files.",
    "archive_bounds": "The archive exceeds its bounds: {detail}",
    "archive_method": "The archive is packed in a way that is not known here; unpack it first.",
    "archive_encrypted": "The archive is encrypted; unpack it first.",
    "memory": "The file needs more memory than the limit allows.",
    "timeout": "Reading the file took longer than the time limit.",
    "stalled": "Reading the file came to a halt on one page.",
    "crashed": "The file ended the program that was reading it ({detail}).",
    "too_much_text": "The file yields more text than the limit allows.",
    "not_stored": "What was read could not be stored: {detail}",
    "duplicate": "This is the same file as {detail}.",
    "older_version": "A changed file of the same name took its place and counts instead: {detail}.",
    "same_letter": "This is the same letter as {detail}, which counts instead.",
    "unknown_body": "No body is known by this name: {detail}",
    "unknown_wave": "No wave is known by this name; those of the pack come after it: {detail}",
    "not_a_day": "This is not a date: {detail}",
    "same_row": "This says the same as line {detail}, or has its id.",
    "unknown_obligation": "The pack has no such obligation: {detail}",
    "unknown_statement": "There is no statement with this id: {detail}",
    "control_damaged": "The control of this row is missing or was changed; write the sheet again.",
    "cell_is_to_read": "This cell was changed; it is only to be read.",
    "unknown_function": "The body has no function of this name: {detail}",
    "function_unclear": "More than one function is called so: {detail}",
    "kind_and_function": "What is no report cannot be filed under a function: {detail}",
    "other_body": "The obligation is another body's: {detail}",
    "other_level": "The obligation is of another level: {detail}",
    "unknown_source": "The pack has no such source: {detail}",
    "text_missing": "The text is missing.",
    "unknown_kind": "There is no such kind; the kinds come after it: {detail}",
    "not_a_page": "This is not the number of a page: {detail}",
    "balance_no_body": "No heading above this table says whose it is; it was not taken in.",
    "balance_no_function": "This row names no function of the body, and what it holds was not taken in: {detail}",
    "balance_date": "These dates cannot be read; the action is taken in without them: {detail}",
    "row_changed": "A row with this id was imported before and said something else: {detail}",
    "institution_unknown": "The institution could not be recognised.",
    "number_unknown": "The letter's number could not be found.",
    "date_unknown": "The letter's date could not be found.",
}

# what details say in words; the others are numbers, names or what a library says
FORMATS = (
    "a 7z archive",
    "a RAR archive",
    "a TAR archive",
    "a compressed file",
    "a program or an archive that unpacks itself",
    "a mail message",
    "a picture",
    "an office document",
    "a web page",
)
REFUSALS = (  # of the operating system
    "Permission denied",
    "No such file or directory",
    "Too many levels of symbolic links",
    "File name too long",
    "Input/output error",
    "No space left on device",
    "Read-only file system",
    "Is a directory",
)
DETAILS = (
    *FORMATS,
    *REFUSALS,
    "its content cannot be unpacked",
    "impossible name",
    "nested too deeply",
    "no end record",
    "only images or drawings",
    "too large when unpacked",
    "too many entries",
    "unpacks to far more than it holds",
)


def sentence(code: str, detail: str = "") -> str:
    """Return the plain English sentence of a problem code."""
    return SENTENCES[code].format(detail=detail)
