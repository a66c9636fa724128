"""Every problem that a file, a page or a row of a sheet can have: one line each, with all that follows from it.

A new problem is a line here and one in `docs/formats.md`; a test finds where it is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What a problem code means. `sentence` is English; "{detail}" is filled from the problem.

    `doubt`: nobody may take the letter for wholly read. `kept`: the original is kept. `letter`: the file is one and
    counts. `settled_by`: the field of the letter's head that ends the problem once a person says it.
    """

    sentence: str
    doubt: bool = False
    kept: bool = True
    letter: bool = True
    settled_by: str = ""


PROBLEMS: dict[str, ProblemKind] = {
    "not_pdf": ProblemKind("This is not a PDF file.", kept=False, letter=False),
    "other_format": ProblemKind("This is {detail} and no PDF file; save it as PDF first.", kept=False),
    "packed": ProblemKind("This is {detail}; take out the files that it holds first.", kept=False),
    "empty": ProblemKind("The file is empty.", kept=False, letter=False),
    "forgotten": ProblemKind("The letter was forgotten: its text is gone; the database says why."),
    "truncated": ProblemKind("The file is cut short: {detail}", doubt=True),
    "encrypted": ProblemKind("The file is encrypted; give its password, or another one, with --password."),
    "no_pages": ProblemKind("The file has no pages."),
    "no_text": ProblemKind("No text could be read on any page."),
    "broken": ProblemKind("The file is damaged and could not be read: {detail}"),
    "rebuilt": ProblemKind("The file's table of contents is damaged; parts of the file may be missing.", doubt=True),
    "damaged_stream": ProblemKind("Compressed parts of the file are damaged; text may be missing.", doubt=True),
    "pages_missing": ProblemKind("Fewer pages could be read than the file holds ({detail}).", doubt=True),
    "active_content": ProblemKind("The file holds active content ({detail}); it was not run."),
    "several_files": ProblemKind(
        "The file is several PDF files, one after the other; only one of them was read.", doubt=True
    ),
    "attachments": ProblemKind("The file holds attached files, which were not read.", doubt=True),
    "unread_form": ProblemKind("Not all that was filled into the form could be read.", doubt=True),
    "unread_notes": ProblemKind("Comments or notes lie over the page that were not read.", doubt=True),
    "other_language": ProblemKind(
        "The letter is written in another language ({detail}); nothing in it was taken for an action.", doubt=True
    ),
    "off_subject": ProblemKind(
        "This is no letter on the subject: no body is known as its author, and its text does not name it."
    ),
    "no_report": ProblemKind(
        "The letter holds text, and neither a report nor a reason for having none was recognised.", doubt=True
    ),
    "poor_text": ProblemKind("The text stored in this page is poor and the page could not be read better.", doubt=True),
    "ocr_doubtful": ProblemKind("The print on this page was hard to read (confidence {detail}).", doubt=True),
    "unknown_letters": ProblemKind(
        "The file does not say what some letters of this page are ({detail}); its text may be wrong.", doubt=True
    ),
    "hidden_text": ProblemKind("This page holds text that it does not show ({detail} letters).", doubt=True),
    "differing_text": ProblemKind(
        "A font of the file shows other letters than it gives; the text may not be what is seen.", doubt=True
    ),
    "unaccounted": ProblemKind(
        "Some of this page's text is in no part of what was read ({detail} characters).", doubt=True
    ),
    "unread_picture": ProblemKind(
        "This page shows print in a picture beside its text; the picture could not be read.", doubt=True
    ),
    "damaged_image": ProblemKind(
        "The image of this page is cut short; what stood in the missing part is lost.", doubt=True
    ),
    "page_no_text": ProblemKind("No text could be read on this page: {detail}", doubt=True),
    "not_regular": ProblemKind(
        "This is not a regular file (a device, a pipe or a link to a folder) and was not opened.", letter=False
    ),
    "unreadable": ProblemKind("The file cannot be opened: {detail}"),
    "folder_unreadable": ProblemKind("This folder cannot be opened; what it holds was not read: {detail}"),
    "too_large": ProblemKind("The file is larger than the limit of {detail}."),
    "original_changed": ProblemKind(
        "The original that was kept is no longer what was read: `veeduria verify` names them all."
    ),
    "changed": ProblemKind("The file changed while it was being read."),
    "archive_damaged": ProblemKind("The archive is damaged: {detail}"),
    "archive_empty": ProblemKind("The archive holds no files."),
    "archive_bounds": ProblemKind("The archive exceeds its bounds: {detail}"),
    "archive_method": ProblemKind("The archive is packed in a way that is not known here; unpack it first."),
    "archive_encrypted": ProblemKind("The archive is encrypted; unpack it first."),
    "memory": ProblemKind("The file needs more memory than the limit allows."),
    "timeout": ProblemKind("Reading the file took longer than the time limit."),
    "stalled": ProblemKind("Reading the file came to a halt on one page."),
    "crashed": ProblemKind("The file ended the program that was reading it ({detail})."),
    "too_much_text": ProblemKind("The file yields more text than the limit allows."),
    "not_stored": ProblemKind("What was read could not be stored: {detail}"),
    "duplicate": ProblemKind("This is the same file as {detail}."),
    "older_version": ProblemKind(
        "A changed file of the same name took its place and counts instead: {detail}.", letter=False
    ),
    "same_letter": ProblemKind("This is the same letter as {detail}, which counts instead.", letter=False),
    "institution_unknown": ProblemKind("The institution could not be recognised.", settled_by="institution"),
    "number_unknown": ProblemKind("The letter's number could not be found.", settled_by="number"),
    "date_unknown": ProblemKind("The letter's date could not be found.", settled_by="date"),
}

# what is wrong with a row of a sheet, a register or a table that is taken in
OF_ROWS: dict[str, str] = {
    "unknown_body": "No body is known by this name: {detail}",
    "unknown_wave": "No wave is known by this name; those of the pack come after it: {detail}",
    "not_a_day": "This is not a date: {detail}",
    "unknown_reply": "No reply is called so; leave it empty where it is only known that there was one: {detail}",
    "reply_before": "The reply is older than what it answers: {detail}",
    "same_row": "This says the same as line {detail}, or has its id.",
    "unknown_obligation": "The pack has no such obligation: {detail}",
    "unknown_statement": "There is no statement with this id: {detail}",
    "control_damaged": "The control of this row is missing or was changed; write the sheet again.",
    "cell_is_to_read": "This cell was changed; it is only to be read.",
    "unknown_function": "The body has no function of this name; they are on the sheet “Functions” (or: veeduria rules"
    " list obligations): {detail}",
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
}

SENTENCES: dict[str, str] = {code: kind.sentence for code, kind in PROBLEMS.items()} | OF_ROWS
DOUBTS = frozenset(code for code, kind in PROBLEMS.items() if kind.doubt)

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
    "Not a directory",
    "File exists",
    "Disk quota exceeded",
    "Too many open files",
    "Address already in use",
    "Cannot assign requested address",
)
REFUSALS_OF_SQLITE = (
    "file is not a database",
    "database disk image is malformed",
    "database or disk is full",
    "database is locked",
    "attempt to write a readonly database",
    "unable to open database file",
    "disk I/O error",
)
DETAILS = (
    *FORMATS,
    *REFUSALS,
    *REFUSALS_OF_SQLITE,
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
