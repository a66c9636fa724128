"""The model of a pack: small, fitted from the pack's examples alone, beside the rules.

`model_of(pack)` gives it, loaded when first asked for; None where the pack has none or its file cannot be used (then
`problem_of(pack)` says why, and the rules alone go on):

    model.kinds(text)               -> {"action": 0.93, "other": 0.04, …}
    model.functions("GL", text)     -> {"gl.prev.derivacion": 0.71, …}
    model.contributions(KINDS, "other", text) -> the words that spoke for it, with their places

`text` may be the `Words` of a text that was read before.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rules.folders import MODEL
from rules.models import Pack

if TYPE_CHECKING:
    from rules.model.file import ModelError
    from rules.model.heads import Contribution, Model

KINDS = "kinds"

__all__ = ["KINDS", "Contribution", "Model", "lend", "model_file", "model_of", "problem_of"]

_lent: dict[str, Model | None] = {}


def model_of(pack: Pack) -> Model | None:
    """Return the pack's model, None if it has none that can be used."""
    if pack.hash in _lent:
        return _lent[pack.hash]
    return _loaded(pack)[0]


def problem_of(pack: Pack) -> ModelError | None:
    """Return why the pack's model is not used, None if there is nothing wrong with it."""
    return None if pack.hash in _lent else _loaded(pack)[1]


def model_file(pack: Pack) -> Path | None:
    """Return the model's file: that of the pack or, if it has none, of the nearest pack that it extends."""
    return next((file for _, file in _files(pack) if file.is_file()), None)


def lend(pack: Pack, model: Model | None, name: str) -> Pack:
    """Return the pack with another model in this process, or with none, under a hash of its own: for measuring."""
    lent = replace(pack, hash=f"{pack.hash} {name}")
    _lent[lent.hash] = model
    return lent


@lru_cache(maxsize=4)
def _loaded(pack: Pack) -> tuple[Model | None, ModelError | None]:
    owner, file = next(((owner, file) for owner, file in _files(pack) if file.is_file()), ("", None))
    if file is None:
        return None, None
    from rules.model.file import ModelError, read_model

    try:
        return read_model(file, owner, {duty.id for duty in pack.obligations}), None
    except ModelError as error:
        return None, error
    except OSError as error:
        return None, ModelError("{path}: cannot be read ({problem})", path=file, problem=error.strerror)


def _files(pack: Pack) -> list[tuple[str, Path]]:
    return [(owner, Path(folder) / MODEL) for owner, folder in reversed(pack.folders.items())]
