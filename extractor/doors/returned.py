"""What annotators did in other tools, as rows of the review's spreadsheet: one way back, under that sheet's rules.

A task carries the control that `extractor.review.sheet` writes, so that what comes back is compared three ways. Spans
are no decisions: only kinds, functions and notes are taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.core.clean import clean
from extractor.doors.answers import AnnotatorAnswer, text_of
from extractor.rounds.settings import SHEETS_MAX_BYTES
from extractor.rounds.sheets import SheetError, SheetRow

SEVERAL = "; "  # between answers of which there may be one: the sheet's rules then say so


def reader_of(path: Path) -> Callable[[Path], Iterable[AnnotatorAnswer]] | None:
    """Return what reads this file, None if it is a spreadsheet's."""
    suffix = path.suffix.lower()
    if suffix == ".json":
        return label_studio
    if suffix == ".jsonl" and _is_prodigy(path):
        return prodigy
    if suffix in (".xmi", ".zip"):
        from extractor.doors.inception import read_cas  # an extra

        return read_cas
    return None


def rows_of(answers: Iterable[AnnotatorAnswer], reviewer: str, file: str) -> Iterator[SheetRow]:
    """Yield the rows of what one person answered: everybody's, if that is one, else what the reviewer of this name did.

    Raises:
        SheetError: several people answered, and none of them is the reviewer.
    """
    found = list(answers)
    people = sorted({one.who for one in found})
    if len(people) > 1:
        if reviewer not in people:
            raise SheetError(
                "{file}: several people answered ({people}); name one of them with --reviewer",
                file=file,
                people=", ".join(map(clean, people)),
            )
        found = [one for one in found if one.who == reviewer]
    return (one.row for one in found)


def label_studio(path: Path) -> Iterator[AnnotatorAnswer]:
    """Yield the answers of Label Studio's export as JSON; what was skipped is none."""
    tasks = _parsed(path, _read(path))
    if not isinstance(tasks, list):
        raise SheetError("{file}: no list of tasks", file=path.name)
    for line, task in enumerate(tasks, start=1):
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            raise SheetError(
                "{file}: task {line} holds no data: export as JSON, not JSON-MIN", file=path.name, line=line
            )
        for one in _dicts(task.get("annotations")):
            if not one.get("was_cancelled"):
                yield AnnotatorAnswer(line, _person(one.get("completed_by")), task["data"], _results(one))


def _results(annotation: Mapping[str, Any]) -> dict[str, str]:
    given: dict[str, list[str]] = {}
    for one in _dicts(annotation.get("result")):
        value = one.get("value")
        if one.get("from_name") in ("function", "kind", "note") and isinstance(value, dict):
            said = value.get("choices") or value.get("text") or []
            given.setdefault(str(one["from_name"]), []).extend(map(text_of, said if isinstance(said, list) else [said]))
    return {role: SEVERAL.join(texts) for role, texts in given.items()}


def _person(who: object) -> str:
    """Label Studio names people by number or, if asked for, with what is known of them."""
    if isinstance(who, dict):
        return text_of(who.get("email") or who.get("username") or who.get("id"))
    return text_of(who)


def prodigy(path: Path) -> Iterator[AnnotatorAnswer]:
    """Yield the answers of a Prodigy dataset (db-out); what was rejected or ignored is none, and stays open."""
    for line, text in enumerate(_read(path).splitlines(), start=1):
        if text.strip():
            task = _parsed(path, text, line)
            if not isinstance(task, dict) or not isinstance(task.get("meta"), dict):
                raise SheetError("{file}: line {line} is no task of this program", file=path.name, line=line)
            accepted = [text_of(one) for one in task.get("accept") or []] if task.get("answer") == "accept" else []
            who = text_of(task.get("_annotator_id") or task.get("_session_id"))
            yield AnnotatorAnswer(line, who, {**task["meta"], "text": task.get("text")}, _chosen(accepted))


def _chosen(accepted: list[str]) -> dict[str, str]:
    from extractor.doors.annotation import UNFILED

    kinds = [one for one in accepted if one in UNFILED]
    functions = [one for one in accepted if one not in UNFILED]
    return {"kind": SEVERAL.join(kinds), "function": SEVERAL.join(functions)}


def _is_prodigy(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.readline(SHEETS_MAX_BYTES).decode("utf-8", "replace")
    try:
        task = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(task, dict) and isinstance(task.get("meta"), dict)


def _read(path: Path) -> str:
    if path.stat().st_size > SHEETS_MAX_BYTES:
        raise SheetError("{file}: larger than {limit} MB", file=path.name, limit=SHEETS_MAX_BYTES // 1_000_000)
    return path.read_text("utf-8-sig", "replace")


def _parsed(path: Path, text: str, line: int = 1) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SheetError(
            "{file}: line {line} is not valid JSON: {error}", file=path.name, line=line, error=error
        ) from None


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    yield from (one for one in (value if isinstance(value, list) else ()) if isinstance(one, dict))
