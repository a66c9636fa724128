"""Where the weights of a statement's place come from: a regression on labelled letters (needs scikit-learn).

    python -m corpus.places FOLDER [FOLDER …]

Each folder holds letters and a gold.jsonl whose actions and non_actions have a text and a kind. It prints, in units of
the log-odds that the texts alone give, what each sign of `extractor.read.places` and each voice of the cues adds to
the odds that a statement reports nothing. The letters must be of writers whom neither rules nor model have read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corpus.score import held, plain
from extractor.core.model import Kind
from extractor.filing.settings import DENIED, DONE, UNKNOWN
from extractor.filing.voices import Voices, hear
from extractor.read.letter import read_text
from extractor.read.pages import read_pages
from extractor.read.places import WEIGHTS, Surroundings, places_of
from extractor.read.sections import told_by
from extractor.read.statements import split
from rules.loader import load_pack
from rules.matching import matcher
from rules.models import Pack

VOICES = ("text", "done", "denied", "siblings", "neighbours")


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m corpus.places", description=__doc__.splitlines()[0])
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--pack", default="pe-ley-28950")
    given = asked.parse_args()
    pack = load_pack(given.pack)
    rows, none = zip(*(row for folder in given.folders for row in _rows(folder, pack)), strict=True)
    names = (*VOICES, *WEIGHTS)
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(max_iter=2000).fit(np.array(rows), np.array(none))
    scale = fitted.coef_[0][0]
    print(f"{len(none)} statements, {sum(none)} that report nothing; the texts count {scale:.2f}")
    print(f"{'unknown':12s}{fitted.intercept_[0] / scale:6.2f}")
    for name, weight, row in zip(names[1:], fitted.coef_[0][1:], np.array(rows).T[1:], strict=True):
        print(f"{name:12s}{weight / scale:6.2f}  in {int((row != 0).sum())}")
    return 0


def _rows(folder: Path, pack: Pack) -> Iterator[tuple[list[float], bool]]:
    """Yield a row for each candidate of the letters that is labelled: what was heard, where it stands, is it none."""
    for line in (folder / "gold.jsonl").read_text(encoding="utf8").splitlines():
        gold = json.loads(line)
        pages, _ = read_pages((folder / gold["document"]).read_bytes())
        letter, _ = read_text("0" * 64, pages, pack)
        statements = split(letter, pack)
        body = letter.head.institution
        heard = [hear(matcher(pack).find(s.text), pack, body) if s.kind is not Kind.OTHER else None for s in statements]
        told = {section: told_by(section, pack) for section in {one.section for one in statements} if section}
        labelled = [*gold["actions"], *gold["non_actions"]]
        labels = [plain(one["text"]) for one in labelled]
        places = places_of(statements, letter, heard, told)
        for statement, voices, place in zip(statements, heard, places, strict=True):
            if voices and place:
                for label in held(plain(statement.text), labels)[:1]:
                    yield _row(voices, place), labelled[label]["kind"] == Kind.OTHER


def _row(voices: Voices, place: Surroundings) -> list[float]:
    done = bool(voices.cues) and voices.kind is Kind.ACTION
    denied = bool(voices.cues) and voices.kind not in (Kind.ACTION, Kind.OTHER)
    text = voices.odds - UNKNOWN - DONE * done - DENIED * denied
    return [text, done, denied, place.siblings, place.neighbours, *(float(sign in place.signs) for sign in WEIGHTS)]


if __name__ == "__main__":
    raise SystemExit(main())
