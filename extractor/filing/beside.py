"""What speaks beside a pack's rules and model, in this process: found by the hash of the pack it was lent to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from extractor.core.model import Evidence
from rules.models import Pack
from rules.words import Words


class Voice(Protocol):
    """Moves the chances of a body's functions for a text, and names the words that it went by."""

    def moves(self, body: str, words: Words, believed: Sequence[float]) -> tuple[float, ...]: ...
    def spoken(self, body: str, function: str, words: Words) -> tuple[Evidence, ...]: ...


_voices: dict[str, Voice] = {}


def voice_of(pack: Pack) -> Voice | None:
    """Return what speaks beside this pack, None if nothing does."""
    return _voices.get(pack.hash)


def lend_voice(pack: Pack, voice: Voice) -> None:
    """Let it speak beside this pack from now on."""
    _voices[pack.hash] = voice
