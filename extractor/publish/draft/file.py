"""A draft as a Markdown file that an author writes in: what a sentence rests on follows it, unseen when shown.

A sentence is the author's once its words are no longer those its mark was made of. What stands without a mark was
written by the author too, and so was everything in the places for opinions: none of it is ever lost or written over.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from extractor.core.clean import clean
from extractor.publish.draft.sentences import Sentence
from extractor.publish.draft.slots import DraftError
from extractor.publish.formats.markdown import escape

HEAD = "veeduria-draft"
_COMMENT = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
_SENTENCE = re.compile(r"s:(?P<id>[0-9a-f]{10})(?P<figures>(?: [\w.]+=-?[\d.]+)*) #(?P<mark>[0-9a-f]{8})")
_PLACE = re.compile(r"at:(\S+)")
_OFFERED = re.compile(r"offered:([0-9a-f ]*)")
_REVISE = re.compile(r"revise:(?P<id>[0-9a-f]{10})\b")
_ESCAPED = re.compile(r"\\([\\`*_\[\]|#~.+=-])")

Figures = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence as it stands in a file. `edited`: these are an author's words, not those that its mark is of."""

    id: str
    raw: str
    figures: Figures
    edited: bool

    @property
    def text(self) -> str:
        """Its words as they are shown."""
        return shown(self.raw)


@dataclass(frozen=True, slots=True)
class DraftFile:
    """What a file holds, by place ("MINEDU/prevencion"): `own` are the author's paragraphs; `offered` what was drafted.

    `revised`: sentences that the program asked the author to look at, and that still carry the request.
    """

    language: str
    sentences: Mapping[str, Kept] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)  # sentence -> the place it stands in
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    offered: frozenset[str] = frozenset()
    revised: frozenset[str] = frozenset()


def shown(raw: str) -> str:
    """Return Markdown as plain words."""
    return html.unescape(_ESCAPED.sub(r"\1", " ".join(raw.split())))


def mark(raw: str) -> str:
    """What stands for a sentence's words, however its line is broken."""
    return hashlib.sha256(" ".join(raw.split()).encode()).hexdigest()[:8]


def figures_of(sentence: Sentence) -> dict[str, str]:
    """The figures of a sentence as its mark holds them."""
    return {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in sentence.figures.items()}


# --- reading -------------------------------------------------------------------------------------------------------


def read_draft(text: str) -> DraftFile:
    """Read a file that `written` made and an author may have changed.

    Raises:
        DraftError: it is no draft.
    """
    head = next((one for one in _COMMENT.findall(text) if one.startswith(HEAD)), None)
    if head is None:
        raise DraftError("This file is no draft that veeduria wrote.")
    sentences: dict[str, Kept] = {}
    places: dict[str, str] = {}
    own: dict[str, list[str]] = {}
    offered: set[str] = set()
    revised: set[str] = set()
    place = ""
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        end = 0
        for comment in _COMMENT.finditer(paragraph):
            before, said = paragraph[end : comment.start()].strip(), comment[1]
            end = comment.end()
            if found := _SENTENCE.fullmatch(said):
                sentences[found["id"]] = _kept(before, found)
                places[found["id"]] = place
            elif found := _PLACE.fullmatch(said):
                place = found[1]
            elif found := _OFFERED.fullmatch(said):
                offered |= {*found[1].split()}
            elif found := _REVISE.match(said):
                revised.add(found["id"])
        rest = paragraph[end:].strip()
        if rest and not rest.startswith("#"):
            own.setdefault(place, []).append(rest)
    return DraftFile(
        head.removeprefix(HEAD).strip(),
        sentences,
        places,
        {name: tuple(paragraphs) for name, paragraphs in own.items()},
        frozenset(offered),
        frozenset(revised),
    )


def read_text(path: Path) -> DraftFile:
    """Read a draft from a file.

    Raises:
        DraftError: it is none.
    """
    text = ""  # of what is no text
    with suppress(UnicodeDecodeError):
        text = path.read_text("utf-8-sig")
    return read_draft(text)


def _kept(raw: str, found: re.Match[str]) -> Kept:
    figures = dict(one.split("=", 1) for one in found["figures"].split())
    return Kept(found["id"], " ".join(raw.split()), figures, mark(raw) != found["mark"])


# --- writing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A heading (its depth, title and place), the sentences below it by paragraph, and what the author wrote there."""

    depth: int
    title: str
    place: str
    paragraphs: tuple[tuple[Sentence, ...], ...] = ()


def written(
    language: str, title: str, hint: str, blocks: Sequence[DraftSection], before: DraftFile | None
) -> Iterator[str]:
    """Yield the lines of a draft; of the file `before` it stays what its author wrote, mended or left out."""
    yield f"# {escape(title)} <!-- {HEAD} {language} -->\n"
    yield f"<!-- {hint} -->\n"
    drafted = {one.id for block in blocks for paragraph in block.paragraphs for one in paragraph}
    for block in blocks:
        yield f"\n{'#' * block.depth} {escape(block.title)} <!-- at:{block.place} -->\n"
        for paragraph in block.paragraphs:
            if told := [_told(one, before) for one in paragraph if not _left_out(one, before)]:
                yield "\n" + " ".join(told) + "\n"
        if before is not None:
            yield from (f"\n{text}\n" for text in before.own.get(block.place, ()))
            yield from (f"\n{text}\n" for text in _orphans(block.place, drafted, before))
    if before is not None:
        known = {block.place for block in blocks}
        for place in (*before.own, *{*before.places.values()} - {*before.own}):
            if place not in known:
                yield from _lost(place, drafted, before)
    yield f"\n<!-- offered:{' '.join(sorted(drafted | (before.offered if before else frozenset())))} -->\n"


def _left_out(one: Sentence, before: DraftFile | None) -> bool:
    """Did the author take it out?"""
    return before is not None and one.id in before.offered and one.id not in before.sentences


def _told(one: Sentence, before: DraftFile | None) -> str:
    old = before.sentences.get(one.id) if before else None
    fresh = escape(clean(one.text))
    figures = figures_of(one)
    sign = (
        f"<!-- {' '.join([f's:{one.id}', *(f'{name}={value}' for name, value in figures.items())])} #{mark(fresh)} -->"
    )
    if old is None or not old.edited:
        return fresh + sign
    waiting = before is not None and one.id in before.revised
    if old.figures == figures and not waiting:
        return old.raw + sign
    return f"{old.raw}{sign} {_request(one.id, fresh)}"


def _request(id: str, fresh: str) -> str:
    return f"<!-- revise:{id} {fresh.replace('--', '–')} -->"


def _orphans(place: str, drafted: Iterable[str], before: DraftFile) -> Iterator[str]:
    """What an author wrote of something that is no longer found: it stays, with a request to look at it."""
    known = {*drafted}
    for id, old in before.sentences.items():
        if before.places[id] == place and id not in known and old.edited:
            figures = "".join(f" {name}={value}" for name, value in old.figures.items())
            yield f"{old.raw}<!-- s:{id}{figures} #00000000 --> {_request(id, '–')}"


def _lost(place: str, drafted: Iterable[str], before: DraftFile) -> Iterator[str]:
    """What an author wrote in a place that this draft does not have."""
    texts = [*before.own.get(place, ()), *_orphans(place, drafted, before)]
    if texts:
        yield f"\n## {escape(place)} <!-- at:{place} -->\n"
        yield from (f"\n{text}\n" for text in texts)
