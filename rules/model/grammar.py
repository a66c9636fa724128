"""What tells a report from what only sounds like one: tense, mood and the small words, and the cues that hold.

A text is reduced to its grammar: each word of a pack's `function_words` stays, a verb becomes its form, a number a
mark, a name in capitals another, and of any other word only its ending counts. Runs of one to four of these say how a
sentence is built, whatever it speaks of. The signs are what the cues and facets of a pack see in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from rules.cues import Cued, cues_in
from rules.matching import MatchResult
from rules.model.features import SIZE, counted
from rules.model.vectors import Vector, weighed
from rules.models import Pack
from rules.settings import GRAMMAR_SHARE, SIGN_SHARE
from rules.words import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


SHAPES = 1 << 15  # features of grammar and signs, after those of words
KIND_SIZE = SIZE + SHAPES
RUN = 4  # words of a run at most
STEP = 6  # words by which lengths are told apart
REPORTING = ("activity", "report")
_MARKS = '¿?:;"“”«»()%'


def kind_vector(
    found: MatchResult,
    pack: Pack,
    rarity: NDArray[np.float32],
    plain: Vector | None = None,
    cued: Sequence[Cued] | None = None,
) -> Vector:
    """Return a text as the head for kinds sees it: its words, its grammar and its signs.

    `plain`: the text as the other heads see it; `cued`: the cues that hold in it. Both are looked for if not given.
    """
    import numpy as np

    plain = plain or weighed(found.words, rarity[:SIZE])
    indices, values = _row(_runs(skeleton(found, pack)), rarity[SIZE:])
    signs = np.array(sorted({_number(f"sign {sign}") for sign in signs_of(found, pack, cued)}), dtype=np.intp) + SIZE
    return Vector(
        plain.words,
        plain.parts,
        np.concatenate([plain.indices, indices + SIZE, signs]),
        np.concatenate([plain.values, values, np.full(len(signs), SIGN_SHARE, dtype=np.float32)]),
    )


def _row(runs: list[int], rarity: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    import numpy as np

    indices, counts = counted(np.array(runs, dtype=np.uint32) % SHAPES)
    values = (1 + np.log(counts)) * rarity[indices]
    length = float(np.sqrt((values * values).sum()))
    return indices.astype(np.intp), (GRAMMAR_SHARE * values / (length or 1.0)).astype(np.float32)


def grammar_numbers(found: MatchResult, pack: Pack) -> list[int]:
    """Return the features of a text's grammar, each once, numbered after those of words."""
    return sorted({SIZE + run % SHAPES for run in _runs(skeleton(found, pack))})


def skeleton(found: MatchResult, pack: Pack) -> list[str]:
    """Reduce a text to its grammar: "Se capacitó a 40 docentes" is "^ se {preterito} a # tes"."""
    words, small = found.words, _small(pack)
    shaped = found.shaped.plain.split()
    shouted = words.text.isupper()
    made, end = ["^"], 0
    for number, (start, stop, form) in enumerate(zip(words.starts, words.ends, shaped, strict=True)):
        if (between := words.text[end:start]) != " ":
            made += [mark for mark in between if mark in _MARKS]
        end = stop
        written = words.text[start:stop]
        if form in small:
            made.append(form)
        elif written[0].isdigit():
            made.append("#")
        elif form.startswith("{"):
            made.append(form)
        elif written[0].isupper() and number and not shouted:
            if made[-1] != "A":
                made.append("A")  # a name, however long
        else:
            made.append(written[-3:].lower())
    made += [mark for mark in words.text[end:] if mark in _MARKS]
    return made


def _runs(made: list[str]) -> list[int]:
    """The checksums of all runs: that of "a b" goes on from that of "a"."""
    spaced = [f" {word}".encode() for word in made]
    longer = [crc32(word[1:]) for word in spaced]
    sums = longer
    for size in range(1, RUN):
        longer = [crc32(word, run) for run, word in zip(longer, spaced[size:], strict=False)]
        sums = sums + longer
    return sums


def _number(sign: str) -> int:
    return crc32(sign.encode()) % SHAPES


def signs_of(found: MatchResult, pack: Pack, cued: Sequence[Cued] | None = None) -> set[str]:
    """Return what the rules see in a text: the cues that hold and their effects, what it reports, its length."""
    cued = cues_in(found, pack) if cued is None else cued
    signs = {f"cue {one.cue.id}" for one in cued} | {f"effect {one.cue.effect}" for one in cued}
    first = min((one.hit.first for one in cued if one.cue.effect == "done"), default=None)
    if first is not None:
        signs.add(f"done {'0' if not first else '3' if first < 4 else '10' if first < 10 else 'far'}")
    named = {".".join(name.split(".")[:2]) for name in found.facets if name.startswith(REPORTING)}
    signs |= {f"facet {name}" for name in named} | ({"facet"} if named else set())
    return signs | {f"length {min(6, len(found.words) // STEP)}"}


@lru_cache(maxsize=16)
def _small(pack: Pack) -> frozenset[str]:
    return frozenset(fold(word) for word in pack.reading.function_words)


@lru_cache(maxsize=16)
def grammar_hash(pack: Pack) -> str:
    """Hash what a pack says of grammar: a model fitted with other cues or forms is stale."""
    facets = [rule for rule in pack.facets if rule.id.startswith(REPORTING)]
    known = [
        [asdict(cue) for cue in pack.cues],
        {name: asdict(form) for name, form in pack.forms.items()},
        [asdict(rule) for rule in facets],
        pack.reading.function_words,
    ]
    return hashlib.sha256(json.dumps(known, default=str).encode()).hexdigest()
