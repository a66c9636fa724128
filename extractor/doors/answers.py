"""What annotators said, whatever tool they said it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractor.core.clean import clean
from extractor.core.model import FILED_KINDS
from extractor.review.settings import LONGEST
from extractor.rounds.sheets import SheetRow

HEADINGS = {role: role for role in ("id", "text", "function", "kind", "note", "control")}


@dataclass(frozen=True, slots=True)
class AnnotatorAnswer:
    """What one annotator said of one task; `line` is its place in the file, `who` as the tool names them."""

    line: int
    who: str
    task: Mapping[str, Any]
    given: Mapping[str, str]

    @property
    def row(self) -> SheetRow:
        said = dict(self.given)
        if said.get("kind") == self.task.get("kind") and said.get("kind") in FILED_KINDS:
            said["kind"] = ""  # as it was read, and shown: what is answered is its function
        shown = {"id": text_of(self.task.get("id")), "control": text_of(self.task.get("control"))}
        return SheetRow(self.line, {**shown, "text": text_of(self.task.get("text"))[:LONGEST], **said}, HEADINGS)


def text_of(value: object) -> str:
    return "" if value is None else clean(str(value)).strip() if not isinstance(value, str) else clean(value)
