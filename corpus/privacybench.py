"""Measure masking: `python -m corpus.privacybench [--seed N …] [--leaks]` prints recall and over-masking a kind.

Frames are sentences with places for private data; half of them were written by somebody who had not seen the code that
masks. People are made up by `faker`. A name counts as masked only if no part of it is left to be read.

`--sentences FILE …` (without it, beside the frames, those of `corpus/privacy`) scores sentences that others wrote, as
totals only: so they can be kept aside. One a line: `{"text": …, "private": [words], "kinds": [one for each],
"public": [words]}`; wherever the words stand, they count.

`--letters FOLDER` measures how much of public letters (nobody private in them) is masked for nothing, before and after
a person has said of one letter's masked runs that they are public (`veeduria privacy review`).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import process_time
from typing import Any

import yaml

from corpus.bench import NEVER
from corpus.privacy.people import NAMED, People
from db.releases import ASKED
from extractor.privacy import NOTHING, KnownNames, find_private, mask, phrase_of, survey
from extractor.read.letter import read_letter
from rules.loader import load_pack
from rules.models import Pack

HERE = Path(__file__).parent / "privacy"
NAMED_KINDS = ("name", "alias", "school")
SLOT = re.compile(r"\{(\w+)\}")
RUN = re.compile(r"[A-ZÁÉÍÓÚÑ][\w.]*(?:[ ]+(?:(?:de|del|la|las|los|y|el|contra|para|en)[ ]+){0,3}[A-ZÁÉÍÓÚÑ][\w.]*)*")


@dataclass(frozen=True, slots=True)
class Planted:
    """A text with private data at these places: start, end, kind, how it was made."""

    text: str
    places: tuple[tuple[int, int, str, str], ...]
    frames: str


def planted(file: Path, rounds: int, seed: int) -> Iterator[Planted]:
    """Fill every frame of a file, so many times."""
    people = People(seed)
    data = yaml.safe_load(file.read_text("utf8"))
    groups = {f"names, {name}": frames for name, frames in data.get("persons", {}).items()} | data.get("numbers", {})
    for _ in range(rounds):
        for kind, frames in groups.items():
            for frame in frames:
                yield _fill(frame, kind, people, file.stem)


def _fill(frame: str, kind: str, people: People, frames: str) -> Planted:
    text, end, places = "", 0, []
    for slot in SLOT.finditer(frame):
        text += frame[end : slot.start()]
        end = slot.end()
        name = slot[1].rstrip("23")
        said, how = _say(name, people)
        if how and SLOT.sub("", frame).isupper():
            said = said.upper()
        places.append((len(text), len(text) + len(said), kind if how else name, how))
        text += said
    return Planted(text + frame[end:], tuple(places), frames)


def _say(slot: str, people: People) -> tuple[str, str]:
    """Return what stands in a place of a frame, and for a name how it was made."""
    if slot == "person":
        return people.person()
    return (people.named(slot), slot) if slot in NAMED else (people.fill(slot), "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=Path, nargs="*", default=sorted(HERE.glob("frames_*.yaml")))
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, nargs="+", default=[7])
    parser.add_argument("--sentences", type=Path, nargs="+", metavar="FILE", help="score these sentences instead")
    parser.add_argument("--letters", type=Path, metavar="FOLDER", help="measure these letters instead of the frames")
    parser.add_argument("--leaks", action="store_true", help="print what was not masked, and what was for nothing")
    asked = parser.parse_args()
    pack = load_pack()
    find_private("", pack)
    if asked.letters:
        return _letters(sorted(asked.letters.glob("*.pdf")), pack, asked.leaks)
    for file in () if asked.sentences else asked.frames:
        _measure(file, pack, asked.rounds, asked.seed, asked.leaks)
    for file in asked.sentences or ():
        if fault := fault_in(file):
            parser.error(fault)
    for file in asked.sentences or sorted(HERE.glob("*.jsonl")):
        _score(file, pack, asked.leaks and not file.stem.endswith("aside"))  # what is aside is nobody's to read
    return None


def fault_in(file: Path) -> str:
    """What keeps a file of sentences from being scored, with its line but none of its words; "" if nothing does."""
    try:
        lines = file.read_text("utf8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return f"{file}: cannot be read ({type(error).__name__})"
    if not lines:
        return f"{file}: no sentences in it"
    for number, line in enumerate(lines, 1):
        try:
            one = json.loads(line)
            text, private, kinds, public = one["text"], one["private"], one["kinds"], one.get("public") or []
            absent = [said for said in (*private, *public) if not said or said not in text]
            paired = isinstance(text, str) and len(private) == len(kinds)
        except (ValueError, KeyError, TypeError, AttributeError):
            return f"{file}, line {number}: not a sentence with `text`, `private` and `kinds`"
        if absent:
            return f"{file}, line {number}: {len(absent)} of its `private` and `public` words are not in its `text`"
        if not paired:
            return f"{file}, line {number}: `text` is no text, or `private` and `kinds` are not as many"
    return ""


def _score(file: Path, pack: Pack, leaks: bool) -> None:
    """Print how many of the private words of each kind are masked, wherever they stand, and of the public ones."""
    sentences = [json.loads(line) for line in file.read_text("utf8").splitlines()]
    found: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    began = process_time()
    masked = [[(p.start, p.end) for p in find_private(one["text"], pack)] for one in sentences]
    spent = process_time() - began
    for one, pieces in zip(sentences, masked, strict=True):
        for said, kind in zip(one["private"], one["kinds"], strict=True):
            whole = all(_covered(one["text"], start, end, pieces) for start, end in _spans(one["text"], said))
            found[kind] += 1
            hidden[kind] += whole
            if leaks and not whole:
                sys.stdout.write(f"  leak [{kind}] {said!r}: {mask(one['text'], pack)}\n")
    sys.stdout.write(f"{file.stem}: {len(sentences)} sentences, {spent / len(sentences) * 1000:.2f} ms each\n")
    sys.stdout.write("".join(f"  {kind:44} {hidden[kind]:5} of {found[kind]:5}\n" for kind in sorted(found)))
    _over([_listed(one) for one in sentences if one.get("public")], pack, leaks)


def _spans(text: str, said: str) -> list[tuple[int, int]]:
    """Where words stand in a text, whole."""
    spans = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", text)]
    return spans or [(text.index(said), text.index(said) + len(said))]


def _letters(files: Sequence[Path], pack: Pack, leaks: bool) -> None:
    """Count the runs of capitals masked as somebody's name, before and after one letter's release."""
    readings = (read_letter(file.read_bytes(), pack, NEVER) for file in files)
    texts = [reading.letter.text for reading in readings if reading.letter]
    before = [_masked_runs(text, pack, NOTHING) for text in texts]
    chosen = max(range(len(texts)), key=lambda number: len(before[number][1]))
    asked = [one for one in survey(texts[chosen], pack)[0] if one.kind in ASKED]
    known = KnownNames(released=frozenset(phrase_of(one.text) for one in asked))
    others = [number for number in range(len(texts)) if number != chosen]
    after = [_masked_runs(texts[number], pack, known) for number in others]
    for when, counted in (("before", before), ("after one letter's release, the others", after)):
        runs, masked = sum(one[0] for one in counted), [said for one in counted for said in one[1]]
        sys.stdout.write(f"{when}: {len(masked)} of {runs} public runs masked  {len(masked) / runs:.4f}\n")
        sys.stdout.write("".join(f"  {said}\n" for said in sorted(set(masked)) if leaks))


def _masked_runs(text: str, pack: Pack, known: KnownNames) -> tuple[int, list[str]]:
    found = [one for one in survey(text, pack, known)[0] if one.kind in NAMED_KINDS]
    runs = list(RUN.finditer(text))
    return len(runs), [run.group() for run in runs if any(p.start < run.end() and run.start() < p.end for p in found)]


def _measure(file: Path, pack: Pack, rounds: int, seeds: Sequence[int], leaks: bool) -> None:
    found: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    spent, texts = 0.0, 0
    for one in chain.from_iterable(planted(file, rounds, seed) for seed in seeds):
        began = process_time()
        pieces = find_private(one.text, pack)
        spent, texts = spent + process_time() - began, texts + 1
        for start, end, kind, how in one.places:
            whole = _covered(one.text, start, end, [(p.start, p.end) for p in pieces])
            for name in (kind, how):
                found[name] += 1
                hidden[name] += whole
            if leaks and not whole:
                sys.stdout.write(f"  leak [{kind}, {how}] {one.text[start:end]!r}: {mask(one.text, pack)}\n")
    sys.stdout.write(f"{file.stem}: {texts} texts, {spent / texts * 1000:.2f} ms each\n")
    for name in sorted(found):
        if name:
            sys.stdout.write(f"  {name:44} {hidden[name]:5} of {found[name]:5}  {hidden[name] / found[name]:.3f}\n")
    _over([_listed(one) for one in yaml.safe_load(file.read_text("utf8")).get("public", [])], pack, leaks)


def _covered(text: str, start: int, end: int, pieces: list[tuple[int, int]]) -> bool:
    left = "".join(char for at, char in enumerate(text[start:end], start) if not any(a <= at < b for a, b in pieces))
    return not any(char.isalnum() for char in left)


def _over(public: list[tuple[str, list[tuple[int, int]]]], pack: Pack, leaks: bool) -> None:
    """Count the public runs of which anything was masked; of a writer's own runs, after a third is released too."""
    if not public:
        return
    _count_over("public runs masked for nothing", public, pack, NOTHING, leaks)
    letter = public[: len(public) // 3]
    asked = [one for text, _ in letter for one in survey(text, pack)[0] if one.kind in ASKED]
    known = KnownNames(released=frozenset(phrase_of(one.text) for one in asked))
    _count_over("after one third's release, the others", public[len(letter) :], pack, known, leaks=False)


def _listed(one: str | dict[str, Any]) -> tuple[str, list[tuple[int, int]]]:
    """Return a public sentence and where its runs lie: those that its writer lists, else those with capitals."""
    if isinstance(one, str):
        return one, [run.span() for run in RUN.finditer(one)]
    return one["text"], [_spans(one["text"], run)[0] for run in one["public"]]


def _count_over(
    when: str, public: Sequence[tuple[str, list[tuple[int, int]]]], pack: Pack, known: KnownNames, leaks: bool
) -> None:
    runs = masked = 0
    for text, spans in public:
        pieces = find_private(text, pack, known)
        touched = [text[a:b] for a, b in spans if any(p.start < b and a < p.end for p in pieces)]
        runs, masked = runs + len(spans), masked + len(touched)
        if leaks and touched:
            sys.stdout.write(f"  for nothing {touched}: {mask(text, pack, known)}\n")
    sys.stdout.write(f"  {when} {masked} of {runs}  {masked / runs:.3f}\n")


if __name__ == "__main__":
    main()
